"""MapView: everything that a map shows, frozen; to and from the query of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from geo.geographies import GEOGRAPHIES, geography
from geo.indicators import indicators_at

SITE_KEYS = ("university", "college", "other", "school")
"""Kinds of site as the address names them, in the order of the packed kinds."""


@dataclass(frozen=True)
class MapView:
    """Everything that a map shows."""

    geography: str = "lsoa21"
    """Level of areas."""
    indicator: str = "tundra_rate"
    """What colours them."""
    sites: tuple[str, ...] = ("university", "college")
    """Kinds of teaching site drawn on top."""
    part_time: bool = False
    """Whether only sites with part-time courses are drawn."""
    select: str = ""
    """Code of the area outlined; empty for none."""

    def to_query(self) -> str:
        """Write the view as the query of an address: only what differs from the first view.

        Examples
        --------
        >>> MapView(geography="lad24", indicator="iod25_score").to_query()
        'level=lad24&show=iod25_score'
        """
        first = MapView()
        pairs = {
            "level": self.geography if self.geography != first.geography else "",
            "show": self.indicator if self.indicator != first.indicator else "",
            "sites": (",".join(self.sites) or "none") if self.sites != first.sites else "",
            "parttime": "yes" if self.part_time else "",
            "area": self.select,
        }
        return urlencode({key: value for key, value in pairs.items() if value}, safe=",")


def from_query(query: Mapping[str, str]) -> tuple[MapView, list[str]]:
    """Read a view from the query of an address; what cannot be used falls back.

    Parameters
    ----------
    query
        Keys and values, already unquoted; unknown keys are ignored.

    Returns
    -------
    view, notes
        A view that can be drawn, and a sentence for each value that could not be used. The
        sentences do not repeat the value, which may be hostile.
    """
    view, notes = MapView(), []
    levels = {entry.id for entry in GEOGRAPHIES if entry.on_map}
    if (level := query.get("level", view.geography)) in levels:
        view = replace(view, geography=level)
    else:
        notes.append("The address names a level that this map does not have; neighbourhoods shown.")
    there = [entry.id for entry in indicators_at(view.geography)]
    asked = query.get("show", view.indicator)
    if asked not in there:
        if "show" in query:
            notes.append("The address names a measure that this level does not have.")
        asked = there[0]
    view = replace(view, indicator=asked)
    if "sites" in query:
        kinds = tuple(kind for kind in SITE_KEYS if kind in query["sites"].split(","))
        if not kinds and query["sites"] != "none":
            notes.append("The address names kinds of site that this map does not have.")
        view = replace(view, sites=kinds)
    view = replace(view, part_time=query.get("parttime") == "yes")
    code = query.get("area", "")
    if code and not geography(view.geography).is_code(code):
        notes.append("The address names an area that this level does not have.")
        code = ""
    return replace(view, select=code), notes


def at_level(view: MapView, level: str) -> MapView:
    """Go to another level, keeping the measure where it exists there, else its theme's first."""
    there = indicators_at(level)
    names = [entry.id for entry in there]
    if view.indicator in names:
        return replace(view, geography=level, select="")
    old = {entry.id: entry.theme for entry in indicators_at(view.geography)}
    same = [entry.id for entry in there if entry.theme == old.get(view.indicator)]
    return replace(view, geography=level, indicator=(same or names)[0], select="")
