"""What the page "What if" asks for: whose sites, which go, which come; to and from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geo.areas import levels_of, to_metres
from geo.errors import GeoError
from geo.places import finder
from geo.reach import (
    LIMIT_KM,
    MOST_HUBS,
    Change,
    check_ukprns,
    load_ground,
    own_inside,
    provider_sites,
)
from geo.registry import UNITED_KINGDOM, clean_name
from layers.browser import place_called
from layers.reach import (
    ReachOptions,
    can_reach,
    counted_nation,
    provider_options,
    read_minutes,
)

_MOST = 40
_FURTHEST_KM = 100.0
_NEAR = 1.5
"""How many limits from a place a site may be to be offered."""


@dataclass(frozen=True)
class WhatIfAsked:
    """One question."""

    within: str = ""
    """Code of the place that is counted; empty for England."""
    providers: tuple[str, ...] = ()
    """UKPRNs; empty for everyone who teaches."""
    km: float = LIMIT_KM
    removed: tuple[str, ...] = ()
    """Ids of sites, and UKPRNs."""
    hubs: tuple[tuple[str, float, float], ...] = ()
    """Name, easting and northing of each hub, in metres."""
    minutes: float = 0.0
    """Limit in minutes, which counts instead of `km` where anything tells minutes; 0 for none."""
    travel: str = ""
    """Way to travel: a key of `geo.travel.BY_MODE`; empty for the first that the router knows."""

    @property
    def reach(self) -> ReachOptions:
        """Return whose reach is asked about, and how far."""
        return ReachOptions(
            self.providers, self.km, minutes=self.minutes, travel=self.travel
        )  # fmt: skip

    @property
    def change(self) -> Change:
        """Return what comes and goes."""
        return Change(self.removed, self.hubs)

    def pairs(self) -> dict[str, str]:
        """Return the keys of an address: only what there is."""
        hubs = ";".join(f"{east:.0f},{north:.0f},{name}" for name, east, north in self.hubs)
        pairs = {
            "in": self.within,
            "providers": ",".join(self.providers),
            "km": f"{self.km:g}" if self.km != LIMIT_KM else "",
            "drop": ",".join(self.removed),
            "hub": hubs,
            "minutes": f"{self.minutes:g}" if self.minutes else "",
            "travel": self.travel if self.minutes else "",
        }
        return {key: value for key, value in pairs.items() if value}


def from_query(query: Mapping[str, str]) -> tuple[WhatIfAsked, list[str]]:
    """Read what an address asks for; what cannot be used is left out, with a note.

    The notes do not repeat the value, which may be hostile.

    Examples
    --------
    >>> asked, notes = from_query({"in": "Lincoln", "hub": "481500,390000,Gainsborough hub"})
    >>> asked.hubs, notes
    ((('Gainsborough hub', 481500.0, 390000.0),), [])
    """
    notes: list[str] = []
    within = _read_place(query.get("in", ""), notes)
    providers = tuple(filter(None, dict.fromkeys(query.get("providers", "").split(","))))[:_MOST]
    try:
        check_ukprns(providers)
    except GeoError:
        notes.append("The address names an institution that there is not; it was left out.")
        providers = ()
    km = _km(query.get("km", ""), notes)
    minutes, travel = read_minutes(query, notes)
    hubs = _hubs(query.get("hub", ""), notes)
    asked = WhatIfAsked(within, providers, km, (), hubs, minutes, travel)
    removed = tuple(filter(None, dict.fromkeys(query.get("drop", "").split(","))))
    sites = provider_sites(providers or None)
    known = set(sites.index) | set(sites["provider"])
    kept = tuple(one for one in removed if one in known)[:_MOST]
    if len(kept) < len(removed):
        notes.append("The address takes away a site that is not among those measured; it stays.")
    return replace(asked, removed=kept), notes


def _read_place(text: str, notes: list[str]) -> str:
    if text in ("", UNITED_KINGDOM):
        return ""
    code = text
    if not levels_of(code):
        code, nearest = place_called(text)
        if not code:
            meant = f" Did you mean {', '.join(nearest)}?" if nearest else ""
            notes.append(f"The address names a place that there is not.{meant}")
    if code and not can_reach(code):
        notes.append("No young people are counted by small area there; all England is shown.")
        return ""
    return code


def _km(text: str, notes: list[str]) -> float:
    if not text:
        return LIMIT_KM
    try:
        km = float(text)
    except ValueError:
        km = float("nan")
    if 0 < km <= _FURTHEST_KM:
        return round(km, 2)
    notes.append(f"The address gives a limit that is no distance up to {_FURTHEST_KM:g} km.")
    return LIMIT_KM


def _hubs(text: str, notes: list[str]) -> tuple[tuple[str, float, float], ...]:
    found = list[tuple[str, float, float]]()
    for part in filter(None, text.split(";")):
        east, _, rest = part.partition(",")
        north, _, name = rest.partition(",")
        digits = east.isascii() and east.isdigit() and north.isascii() and north.isdigit()
        if not digits or len(east) > 6 or len(north) > 7:
            notes.append("The address adds a hub without a place; it was left out.")
            continue
        found.append((clean_name(name) or f"Hub {len(found) + 1}", float(east), float(north)))
    if len(found) > MOST_HUBS:
        notes.append(f"The address adds more than {MOST_HUBS} hubs; the first are added.")
    return tuple(found[:MOST_HUBS])


def with_hub(asked: WhatIfAsked, name: str, easting_m: float, northing_m: float) -> WhatIfAsked:
    """Return a question with a hub more."""
    hub = (clean_name(name) or "Hub", round(easting_m), round(northing_m))
    return replace(asked, hubs=(*asked.hubs, hub))


def with_hub_at(asked: WhatIfAsked, text: str) -> WhatIfAsked | None:
    """Return a question with a hub more, at the first place that a text means; None for no place.

    Parameters
    ----------
    text
        A postcode, a town, a school or a campus.
    """
    found = finder().find(text).results if text else ()
    for one in found:
        if one.lat and one.lng:
            return with_hub(asked, f"Hub, {one.name}", *to_metres(one.lng, one.lat))
    return None


def removable(asked: WhatIfAsked) -> dict[str, str]:
    """Name the providers and sites that may be taken away, those near the place alone.

    Returns
    -------
    names
        By UKPRN or id of a site: providers first, each in the order of the alphabet. A site is
        offered if it lies within one and a half limits of where somebody of the place lives; a
        minute counts as a kilometre.
    """
    away_m = (asked.minutes or asked.km) * _NEAR * 1000
    sites = provider_sites(asked.providers or None)
    if asked.within:
        ground = load_ground(None, counted_nation(asked.within))
        at = ground.origins[own_inside(ground, asked.within)]
        west, south = at.min() - away_m
        east, north = at.max() + away_m
        near = sites["easting_m"].between(west, east) & sites["northing_m"].between(south, north)
        sites = sites[near | sites.index.isin(asked.removed)]
    names = provider_options()
    whose = sorted(set(sites["provider"]), key=lambda one: names.get(one, one))
    found = {one: f"{names.get(one, one)}, all its sites" for one in whose}
    order = sites.sort_values(["provider_name", "name"])
    several = order["provider"].duplicated(keep=False)
    for code, row in order[several].iterrows():
        found[str(code)] = f"{row['provider_name']}: {row['name']}"
    return found | {code: code for code in asked.removed if code not in found}
