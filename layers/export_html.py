"""A map as one HTML file that opens from disk with the network off."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from branca.element import MacroElement
from folium.template import Template

from geo import pack
from layers.area_layer import Command
from layers.legend import title_of
from layers.offline_map import OfflineMap
from layers.state import state_of
from layers.view import MapView


class _Inline(MacroElement):
    """Puts packs into the page, by name, as base64."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            coldspots.inline = {{ this.packs|tojson }};
        {% endmacro %}
        """
    )

    def __init__(self, packs: dict[str, str]) -> None:
        super().__init__()
        self._name = "Inline"
        self.packs = packs


def files_of(state: dict[str, Any]) -> list[str]:
    """Name the packs that a state needs."""
    areas = [state[name]["level"] for name in ("select", "place") if state[name]]
    levels = [state["level"], state["land"], *filter(None, [state["frame"]]), *areas]
    names = [entry[part] for entry in levels for part in ("arcs", "file")]
    names += [*state["paint"]["columns"], state["uncertain"]]
    names += [state["sites"]["file"], state["places"]]
    return list(dict.fromkeys(filter(None, names)))


def page_of(view: MapView, packs: dict[str, Any], *, dark: bool = False) -> str:
    """Write a view as one HTML page, with everything it needs inside.

    Parameters
    ----------
    view
        What to show.
    packs
        The index of the packs, from `layers.state.read_packs`.
    dark
        Whether the page is dark.
    """
    view = replace(view, look="map" if view.look == "many" else view.look, by_zoom=False)
    state = state_of(view, packs, dark=dark)
    folder = pack.folder()
    inline = {
        name: base64.b64encode((folder / name).read_bytes()).decode() for name in files_of(state)
    }
    drawn = OfflineMap(alone=True)
    _Inline(inline).add_to(drawn)
    Command(state).add_to(drawn)
    root = drawn.get_root()
    root.title = f"Cold Spots: {title_of(view)}"
    page: str = root.render()
    return page
