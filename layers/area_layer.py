"""The command that tells the browser's layer what to show, and what carries it in folium."""

from __future__ import annotations

import base64
import json
from typing import Any

import folium
from folium.template import Template

from geo import pack
from geo.datasets import dataset
from geo.geographies import geography
from geo.indicators import Indicator, indicator
from layers.legend import legend_of
from layers.offline_map import APP_ROOT, PACKS_URL
from layers.style import map_style
from layers.view import SITE_KEYS, MapView

LOADING = "the map"
FAILED = "The map's data could not be loaded. Reload the page to try again."


class Command(folium.FeatureGroup):
    """A feature group without features: its script hands a command to the layer.

    The command travels as base64, so that nothing in it is read as a template or as script, and
    streamlit-folium finds no name in it to rewrite.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.featureGroup();
            coldspots.apply({{ this._parent.get_name() }}, "{{ this.command }}");
        {% endmacro %}
        """
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__()
        self._name = "FeatureGroup"
        text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        self.command = base64.b64encode(text.encode()).decode()


def state_of(view: MapView, packs: dict[str, Any], *, dark: bool) -> dict[str, Any]:
    """Say everything that the browser needs to draw a view.

    Parameters
    ----------
    view
        What to show.
    packs
        The index of the packs, from `geo.pack.index`.
    dark
        Whether the page is dark.
    """
    entry = indicator(view.indicator)
    level = packs["levels"][view.geography]
    column = packs["columns"][view.geography][view.indicator]
    classes = sum(row["code"] < 250 for row in column["legend"]["rows"])
    frame = _frame_of(view.geography, packs)
    land = {"file": packs["land"]["file"], "arcs": packs["land"]["arcs"]}
    names = [level["file"], level["arcs"], land["file"], land["arcs"], column["file"]]
    names += [packs["sites"]["file"], packs["places"]["file"]]
    return {
        "key": f"{view.geography}.{view.indicator}",
        "base": APP_ROOT + PACKS_URL,
        "bounds": packs["england"],
        "level": {"file": level["file"], "arcs": level["arcs"]},
        "land": land,
        "frame": frame,
        "column": column["file"],
        "places": packs["places"]["file"],
        "sites": {
            "file": packs["sites"]["file"],
            "kinds": [key in view.sites for key in SITE_KEYS],
            "partTime": view.part_time,
        },
        "legend": legend_of(view, column["legend"], packs["sites"]),
        "style": map_style(entry.theme, classes, dark=dark),
        "theme": "dark" if dark else "light",
        "select": view.select,
        "go": view.select,
        "credit": credit_of(entry),
        "loading": f"{geography(view.geography).plural}",
        "bytes": sum(packs["bytes"][name] for name in dict.fromkeys(names)),
        "failed": FAILED,
    }


def _frame_of(level: str, packs: dict[str, Any]) -> dict[str, str] | None:
    """Return the level whose borders are drawn over a level of smaller areas."""
    if level not in ("lsoa21", "msoa21", "ward24"):
        return None
    above = packs["levels"]["lad24"]
    return {"file": above["file"], "arcs": above["arcs"]}


def credit_of(entry: Indicator) -> str:
    """Write the line of sources that stands on the map; the data page has every licence line."""
    publishers = [dataset(name).publisher.name for name in entry.datasets]
    publishers += ["Office for National Statistics", "Discover Uni"]
    names = ", ".join(dict.fromkeys(publishers))
    return (
        f"{names}, licensed under the Open Government Licence v3.0 and CC BY 4.0. "
        "Contains OS data © Crown copyright and database right 2024"
    )


def read_packs() -> dict[str, Any]:
    """Read the index of the packs, with the size of each file."""
    packs = pack.index()
    folder = pack.folder()
    return {**packs, "bytes": {path.name: path.stat().st_size for path in folder.glob("*.gz")}}
