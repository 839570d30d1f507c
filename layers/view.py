"""MapView: everything that a map shows, frozen; to and from the query of an address."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args
from urllib.parse import urlencode

from geo.atlas import inside_of, is_larger, levels_of
from geo.bivariate import DEPRIVATION, PARTICIPATION
from geo.classes import CLASS_COUNT, Method, check_limits, method_names
from geo.errors import BadInputError
from geo.geographies import GEOGRAPHIES, geography
from geo.indicators import indicator, indicators_at

SITE_KEYS = ("university", "college", "other", "school")
"""Kinds of site as the address names them, in the order of the packed kinds."""

Mode = Literal["one", "both", "disagree"]
Look = Literal["map", "table", "many"]

# Where a map may be looked at: the United Kingdom, from all of it to one street.
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.5, -9.5, 3.0
_LEAST_ZOOM, _MOST_ZOOM = 4.0, 16.0


@dataclass(frozen=True)
class MapView:
    """Everything that a map shows."""

    geography: str = "lsoa21"
    """Level of areas."""
    by_zoom: bool = False
    """Whether the level changes as one zooms."""
    indicator: str = "tundra_rate"
    """What colours them."""
    mode: Mode = "one"
    """One measure, participation and deprivation together, or where the two disagree."""
    classes: Method = "usual"
    """How classes are made."""
    limits: tuple[float, ...] = ()
    """Upper limits of the classes that the user typed, in the unit shown."""
    hatch: bool = True
    """Whether areas are hatched that may or may not be in the lowest fifth."""
    within: str = ""
    """Code of the place that is looked at; empty for all. The rest is masked."""
    select: str = ""
    """Code of the area outlined, of any level; empty for none."""
    sites: tuple[str, ...] = ("university", "college")
    """Kinds of teaching site drawn on top."""
    part_time: bool = False
    """Whether only sites with part-time courses are drawn."""
    look: Look = "map"
    """The map, its table, or small maps of several measures."""
    at: tuple[float, float, float] | None = None
    """Latitude, longitude and zoom of the middle; None fits what is chosen."""

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
            "byzoom": "yes" if self.by_zoom else "",
            "show": self.indicator if self.indicator != first.indicator else "",
            "with": self.mode if self.mode != first.mode else "",
            "classes": self.classes if self.classes != first.classes else "",
            "limits": ",".join(f"{limit:g}" for limit in self.limits),
            "hatch": "" if self.hatch else "no",
            "in": self.within,
            "area": self.select,
            "sites": (",".join(self.sites) or "none") if self.sites != first.sites else "",
            "parttime": "yes" if self.part_time else "",
            "as": self.look if self.look != first.look else "",
            "at": "{:.4f},{:.4f},{:g}".format(*self.at) if self.at else "",
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
    notes: list[str] = []
    view = _measure(query, notes)
    view = _classing(view, query, notes)
    view = _place(view, query, notes)
    if "sites" in query:
        kinds = tuple(kind for kind in SITE_KEYS if kind in query["sites"].split(","))
        if not kinds and query["sites"] != "none":
            notes.append("The address names kinds of site that this map does not have.")
        view = replace(view, sites=kinds)
    look = query.get("as", "map")
    if look not in get_args(Look):
        notes.append("The address asks for a look that this page does not have; the map is shown.")
        look = "map"
    return (
        replace(
            view,
            by_zoom=query.get("byzoom") == "yes",
            hatch=query.get("hatch") != "no",
            part_time=query.get("parttime") == "yes",
            look=cast(Look, look),
            at=_at(query, notes),
        ),
        notes,
    )


def _measure(query: Mapping[str, str], notes: list[str]) -> MapView:
    view = MapView()
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
    mode = query.get("with", "one")
    if mode not in get_args(Mode) or (mode != "one" and not has_both(view.geography)):
        notes.append("The address asks for two measures that this level does not have together.")
        mode = "one"
    return replace(view, mode=cast(Mode, mode))


def _classing(view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
    entry = indicator(view.indicator)
    method = query.get("classes", "usual")
    if method not in method_names(entry):
        notes.append("The address asks for classes that this measure does not have.")
        return view
    if method != "own":
        return replace(view, classes=cast(Method, method))
    try:
        limits = read_limits(query.get("limits", ""), view.indicator)
    except BadInputError as error:
        notes.append(f"The address gives limits that make no classes. {error}")
        return view
    return replace(view, classes="own", limits=limits)


def _place(view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
    within, select = query.get("in", ""), query.get("area", "")
    if within and not can_hold(within, view.geography):
        notes.append("The address names a place that holds no areas of this level; all are shown.")
        within = ""
    if select and not levels_of(select):
        notes.append("The address names an area that there is not.")
        select = ""
    return replace(view, within=within, select=select)


def _at(query: Mapping[str, str], notes: list[str]) -> tuple[float, float, float] | None:
    if "at" not in query:
        return None
    try:
        latitude, longitude, zoom = (float(part) for part in query["at"].split(","))
    except ValueError:
        latitude = longitude = zoom = math.nan
    if (
        _SOUTH <= latitude <= _NORTH
        and _WEST <= longitude <= _EAST
        and _LEAST_ZOOM <= zoom <= _MOST_ZOOM
    ):
        return round(latitude, 4), round(longitude, 4), round(zoom, 2)
    notes.append("The address looks at a point outside the United Kingdom; the place is shown.")
    return None


def read_limits(text: str, name: str) -> tuple[float, ...]:
    """Read the limits that a user typed for the classes of an indicator.

    Raises
    ------
    BadInputError
        Unless they are one to four rising numbers.

    Examples
    --------
    >>> read_limits("20, 30.5 40%", "tundra_rate")
    (20.0, 30.5, 40.0)
    """
    parts = text.replace("%", " ").replace(",", " ").replace(";", " ").split()
    try:
        limits = tuple(float(part) for part in parts[:CLASS_COUNT])
    except ValueError:
        limits = ()
    if not all(map(math.isfinite, limits)):
        limits = ()
    check_limits(limits, indicator(name))
    return limits


def has_both(level: str) -> bool:
    """Tell whether a level has participation and deprivation."""
    return {PARTICIPATION, DEPRIVATION} <= {entry.id for entry in indicators_at(level)}


def can_hold(code: str, level: str) -> bool:
    """Tell whether there is a place with a code that holds areas of a level."""
    uppers = [upper for upper in levels_of(code) if is_larger(upper, level)]
    return bool(uppers) and bool(inside_of(level, code).any())


def at_level(view: MapView, level: str) -> MapView:
    """Go to another level, keeping the measure where it exists there, else its theme's first.

    A place that holds no areas of the new level is left.
    """
    geography(level)
    there = indicators_at(level)
    names = [entry.id for entry in there]
    measure = view.indicator
    if measure not in names:
        theme = indicator(measure).theme
        measure = ([entry.id for entry in there if entry.theme == theme] or names)[0]
    view = with_measure(replace(view, geography=level), measure)
    if view.within and not can_hold(view.within, level):
        view = replace(view, within="")
    return view if has_both(level) else replace(view, mode="one")


def with_measure(view: MapView, name: str) -> MapView:
    """Show another measure; limits that were typed stay with the measure they were typed for."""
    if name == view.indicator:
        return view
    keeps = view.classes == "natural" and "natural" in method_names(indicator(name))
    return replace(view, indicator=name, classes="natural" if keeps else "usual", limits=())
