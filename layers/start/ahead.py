"""What the first screen needs, made before anybody has asked for it."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from layers.browser import build_map, read_packs
from layers.start.findings import latest_findings
from layers.view import FIRST_SCREEN


def warm(wanted: Callable[[], bool] = lambda: True) -> None:
    """Load what draws the map, and make the first screen's findings and its map.

    Parameters
    ----------
    wanted
        Asked before each step: who makes it meanwhile is not to share a core with a second one.
    """
    steps = (
        # streamlit-folium loads it.
        lambda: importlib.import_module("folium.plugins"),
        latest_findings,
        lambda: build_map(FIRST_SCREEN, read_packs(), dark=False),
    )
    for step in steps:
        if not wanted():
            return
        step()
