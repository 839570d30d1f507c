"""A map as one HTML file that opens from disk with the network off."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

from branca.element import Element
from folium.template import Template

from layers.browser import (
    READER,
    Command,
    OfflineMap,
    content_of,
    cut_to_place,
    embedded,
    many_of,
    state_of,
)
from layers.kinds import kind_of
from layers.pictures import many_credit, many_title
from layers.style import title_of
from layers.view import MapView

# Bytes of a pack that the page hands on at a time, while the browser still reads the rest: a
# multiple of three, so that pieces in base64 need no padding before the last.
_PIECE = 3 * 2**17
_HINT = "Press Map for the first of them with its key, or Table for its figures."


class _Inline(Element):
    """Packs as base64, in pieces that are opened while the browser reads the rest of the page."""

    _template = Template(
        """
        <script src="{{ this.reader }}"></script>
        {% for name, last, piece in this.pieces %}
        <script type="application/gzip;base64" data-pack={{ name|tojson }}
            {% if last %}data-last{% endif %}>{{ piece }}</script>
        <script>coldspots.take();</script>
        {% endfor %}
        """
    )

    def __init__(self, packs: dict[str, bytes]) -> None:
        super().__init__()
        self.reader = embedded(READER)
        self.pieces = [
            (
                name,
                at + _PIECE >= len(content),
                base64.b64encode(content[at : at + _PIECE]).decode(),
            )
            for name, content in packs.items()
            for at in range(0, len(content), _PIECE)
        ]


def files_of(state: dict[str, Any]) -> list[str]:
    """Name the packs that a state needs."""
    areas = [state[name]["level"] for name in ("select", "place") if state[name]]
    over = filter(None, [state["frame"], state["zones"]])
    levels = [state["level"], state["land"], *over, *areas]
    names = [entry[part] for entry in levels for part in ("arcs", "file")]
    names += [*state["paint"]["columns"], state["uncertain"], state["sure"]]
    names += [state["model"], *(ends["file"] for ends in state["ends"])]
    names += [state["sites"]["file"], state["places"]]
    names += [state["near"]["file"]] if state["near"] else []
    if roads := state.get("roads"):
        names += [roads["file"], roads["numbers"]]
    names += [item["file"] for item in state["many"]]
    names += [item["sites"]["file"] for item in state["many"] if "sites" in item]
    return list(dict.fromkeys(filter(None, names)))


def _number(element: Element, numbers: Iterator[int]) -> None:
    """Replace the names of a page's elements, which folium draws at random, by numbers."""
    element._id = f"{next(numbers):032x}"
    for child in element._children.values():
        _number(child, numbers)
    for part in ("header", "html", "script"):
        below = getattr(element, part, None)
        if isinstance(below, Element):
            _number(below, numbers)


def _title(view: MapView, *, many: bool) -> str:
    if many:
        return f"Cold Spots: {many_title(view)}"
    return kind_of(view).headline(view) or f"Cold Spots: {title_of(view)}"


def page_of(view: MapView, packs: dict[str, Any], *, dark: bool = False) -> str:
    """Write a view as one HTML page, with everything it needs inside.

    Small maps are the first thing on it; the map and the table of the first of them lie behind.

    Parameters
    ----------
    view, packs, dark
        As for `layers.browser.state.state_of`.
    """
    view = replace(view, by_zoom=False)
    if view.look == "many" and not many_of(view, packs):
        view = replace(view, look="map")
    state, cut = cut_to_place(state_of(view, packs, dark=dark), view)
    # A page is passed on; what rests on files of the user's own is not.
    (state["card"] or {}).pop("own", None)
    if state["many"]:
        # Nobody explains the page where it is opened, and the credit of one map is not that of all.
        own = view.own
        credit = " ".join(filter(None, [own.mark(), own.credit, many_credit(view)]))
        title = own.title or many_title(view)
        hint = f"{own.subtitle} {_HINT}".strip()
        state["manySaid"] = {"title": title, "hint": hint, "credit": credit}
    drawn = OfflineMap(alone=True)
    Command(state).add_to(drawn)
    root = drawn.get_root()
    # Before the map's own scripts, which load while the packs are read.
    root.header.add_child(
        _Inline({name: cut.get(name) or content_of(name) for name in files_of(state)})
    )
    # The page's own template writes a title as it stands.
    root.title = escape(view.own.title or _title(view, many=bool(state["many"])))
    _number(root, itertools.count(1))
    page: str = root.render()
    return page.replace("<html>", '<html lang="en">', 1)
