"""Composes a map: the offline page and the command that fills it."""

from __future__ import annotations

from typing import Any

from layers.browser.area_layer import Command
from layers.browser.offline_map import OfflineMap
from layers.browser.state import state_of
from layers.view import MapView


def build_map(
    view: MapView,
    packs: dict[str, Any],
    *,
    dark: bool,
    token: int = 0,
    heard: str = "",
    tiles: str = "",
    tiles_credit: str = "",
) -> tuple[OfflineMap, Command]:
    """Build the map of a view, as the app shows it; a new token makes it go to its place.

    `heard` is the number of the last event that the view takes in: a map that has told of a newer
    one waits for the answer to that. `tiles` is the address of a basemap's tiles, none unless
    somebody set one, and `tiles_credit` whom it is by.

    Returns
    -------
    map, command
        The map, which is the same for every view, so that the browser keeps it; and the command,
        which is not.
    """
    state = state_of(view, packs, dark=dark, token=token)
    if tiles:
        credit = f"{state['credit'].rstrip('.')}. Basemap: {tiles_credit}"
        state = {**state, "tiles": tiles, "credit": credit}
    return OfflineMap(), Command({**state, "heard": heard})
