"""MapView: everything that a map shows, frozen; to and from the query of an address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlencode

from geo.areas import (
    DEPRIVATION,
    PARTICIPATION,
    Method,
    area_table,
    holds,
    inside_of,
    is_larger,
    levels_of,
    method_names,
)
from geo.coldspots import DEFINITIONS, EVEN, LEVELS, TESTED, ZONE, Asked, Q, find_all
from geo.reach import LEVEL as REACH_LEVEL
from geo.registry import geography, indicator, indicators_at
from layers.reach.options import ReachAsked, SitingAsked, Uploads

SITE_KEYS = ("university", "college", "other", "school")
"""Kinds of site as the address names them, in the order of the packed kinds."""

Mode = Literal["one", "both", "disagree", "cold", "reach", "sites"]
REACHING = ("reach", "sites")
"""Modes that ask how far sites reach."""

Look = Literal["map", "table", "many"]


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
    """One measure, participation and deprivation together, where the two disagree, cold spots,
    the reach of a partnership, or where new sites would do most."""
    definition: str = TESTED
    """Of cold spots."""
    q: float = Q
    """Share of false discoveries that tested cold spots allow."""
    weights: tuple[int, ...] = tuple(int(weight) for weight in EVEN.values())
    """Of the measures that are weighed together (`geo.coldspots.weightings.MEASURES`)."""
    reach: ReachAsked = field(default_factory=ReachAsked)
    siting: SitingAsked = field(default_factory=SitingAsked)
    uploads: Uploads | None = None
    """A visitor's own files; no address holds them."""
    classes: Method = "usual"
    """How classes are made."""
    limits: tuple[float, ...] = ()
    """Upper limits of the classes that the user typed, in the unit shown."""
    hatch: bool = True
    """Whether areas are hatched whose true rate may lie on either side of the lowest fifth."""
    within: str = ""
    """Code of the place that is looked at; empty for all. The rest is masked."""
    select: str = ""
    """Code of the area outlined, of any level, or of a zone of cold spots; empty for none."""
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
        pairs = {key: value for key, value in self.pairs().items() if value}
        return urlencode(pairs, safe=",")

    def pairs(self) -> dict[str, str]:
        """Return every key of the query; what is as in the first view is empty."""
        first = MapView()
        return {
            "level": self.geography if self.geography != first.geography else "",
            "byzoom": "yes" if self.by_zoom else "",
            "show": self.indicator if self.indicator != first.indicator else "",
            "with": self.mode if self.mode != first.mode else "",
            "by": self.definition if self.definition != first.definition else "",
            "q": f"{self.q:g}" if self.q != first.q else "",
            "weights": ",".join(map(str, self.weights)) if self.weights != first.weights else "",
            **(self.reach.pairs() if self.mode in REACHING else {}),
            **(self.siting.pairs() if self.mode == "sites" else {}),
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


def has_both(level: str) -> bool:
    """Tell whether a level has participation and deprivation."""
    return {PARTICIPATION, DEPRIVATION} <= {entry.id for entry in indicators_at(level)}


def methods_at(level: str) -> list[str]:
    """Name the definitions that a level has what it needs for."""
    return [entry.id for entry in DEFINITIONS if level in entry.levels]


def asked_of(view: MapView) -> Asked:
    """Say which cold spots a view shows."""
    return Asked(view.geography, view.definition, view.q, tuple(map(float, view.weights)))


def is_zone(code: str) -> bool:
    """Tell whether a code is that of a zone of cold spots."""
    return code.startswith(ZONE)


def zone_now(view: MapView, code: str) -> str:
    """Return the zone that holds the first area of a zone by what a view shows, or nothing."""
    areas = find_all(asked_of(view)).areas
    first = code.removeprefix(ZONE)
    return str(areas["zone_id"][first]) if first in areas.index else ""


def with_cold(view: MapView, **changes: Any) -> MapView:
    """Show other cold spots; a zone that was outlined gives way to what it has become."""
    view = replace(view, mode="cold", indicator=PARTICIPATION, classes="usual", limits=())
    view = replace(view, by_zoom=False, **changes)
    if view.geography not in LEVELS:
        view = replace(view, geography=LEVELS[0])
    if view.definition not in methods_at(view.geography):
        view = replace(view, definition=TESTED)
    if view.within and not can_hold(view.within, view.geography):
        view = replace(view, within="")
    return replace(view, select=zone_now(view, view.select)) if is_zone(view.select) else view


def with_reach(view: MapView, mode: Mode = "reach", **changes: Any) -> MapView:
    """Show the reach of a partnership, or new sites for it, among England's neighbourhoods."""
    view = replace(one_measure(view), mode=mode, geography=REACH_LEVEL, indicator=PARTICIPATION)
    view = replace(view, classes="usual", limits=(), by_zoom=False, **changes)
    if mode == "sites" and view.look == "many":
        view = replace(view, look="map")
    return view if can_reach(view.within) else replace(view, within="")


def can_reach(code: str) -> bool:
    """Tell whether a place holds English neighbourhoods; no code means all there are."""
    if not code:
        return True
    english = area_table(REACH_LEVEL)["nation"].eq("England").to_numpy()
    return can_hold(code, REACH_LEVEL) and bool((inside_of(REACH_LEVEL, code) & english).any())


def variant_of(view: MapView) -> str:
    """Name which of the maps of its mode a view is: a definition, or what is shown of reach."""
    return view.reach.show if view.mode in REACHING else view.definition


def one_measure(view: MapView) -> MapView:
    """Show the participation of what a view of cold spots, reach or new sites looks at."""
    first = MapView()
    return replace(
        view,
        mode=first.mode,
        definition=first.definition,
        q=first.q,
        weights=first.weights,
        select="" if is_zone(view.select) else view.select,
    )


def can_hold(code: str, level: str) -> bool:
    """Tell whether there is a place with a code that holds areas of a level."""
    uppers = [upper for upper in levels_of(code) if is_larger(upper, level)]
    return bool(uppers) and holds(level, code)


def can_enter(view: MapView, code: str) -> bool:
    """Tell whether a place can be the one that a view looks at: it holds areas that are shown."""
    return can_reach(code) if view.mode in REACHING else can_hold(code, view.geography)


def at_level(view: MapView, level: str) -> MapView:
    """Go to another level, keeping the measure where it exists there, else its theme's first.

    A place that holds no areas of the new level is left.
    """
    geography(level)
    if view.mode == "cold":
        return with_cold(view, geography=level) if level in LEVELS else view
    if view.mode in REACHING:
        return view
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
