"""What a map of reach is asked: whose reach, how far, and what of it colours the areas."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self, cast, get_args

from geo import tables
from geo.coldspots import LIKELY, TESTED
from geo.travel import BY_MODE
from layers.kind_options import KindOptions

Shown = Literal["gaps", "tiers", "catchment", "gravity", "engaged"]

OWN_SITES = "own"
"""What an address calls all of a visitor's own sites as one partner."""
MOST_PROVIDERS = 400
FURTHEST_KM = 100.0
MOST_MINUTES = 120.0


@dataclass(frozen=True)
class ReachOptions(KindOptions):
    """Whose reach, how far, and what of it colours the areas."""

    providers: tuple[str, ...] = ()
    """UKPRNs of a partnership; empty for everyone who teaches higher education."""
    km: float = 10.0
    without: str = ""
    """UKPRN of a partner that is left out, or `OWN_SITES`; empty for none."""
    show: Shown = "gaps"
    cold: str = LIKELY
    """Which cold spots people are counted in: the likely lowest fifth, or `local-g`, tested ones,
    which stand for it where no model is fitted."""
    minutes: float = 0.0
    """Limit in minutes, which counts instead of `km` where anything tells minutes; 0 for none."""
    travel: str = ""
    """Way to travel: a key of `geo.travel.BY_MODE`; empty for the first that the router knows."""

    def pairs(self) -> dict[str, str]:
        first = ReachOptions()
        return {
            "providers": ",".join(self.providers),
            "km": f"{self.km:g}" if self.km != first.km else "",
            "without": self.without,
            "reach": self.show if self.show != first.show else "",
            "list": "tested" if self.cold == TESTED else "",
            "minutes": f"{self.minutes:g}" if self.minutes else "",
            "travel": self.travel if self.minutes else "",
        }

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        first = cls()
        providers = _providers(query.get("providers", ""), notes)
        without = query.get("without", "")
        if without and without != OWN_SITES and (without not in (providers or known_providers())):
            notes.append("The address leaves out a partner that is not in the partnership.")
            without = ""
        # An address holds no uploads, so there are no sites of one's own to leave out.
        without = "" if without == OWN_SITES else without
        show = query.get("reach", first.show)
        if show == "engaged":
            notes.append("Where there was work stands in an activity file, which no address holds.")
        elif show not in get_args(Shown):
            notes.append("The address asks for a map of reach that there is not; cold spots shown.")
        show = show if show in get_args(Shown) and show != "engaged" else first.show
        cold = query.get("list", "")
        if cold not in ("", "likely", "tested"):
            notes.append("The address names a list of cold spots that there is not.")
        found = TESTED if cold == "tested" else LIKELY
        minutes, mode = read_minutes(query, notes)
        km = _km(query, notes)
        return cls(providers, km, without, cast(Shown, show), found, minutes, mode)


def _providers(text: str, notes: list[str]) -> tuple[str, ...]:
    asked = list(dict.fromkeys(filter(None, text.split(","))))[: MOST_PROVIDERS + 1]
    known = known_providers()
    found = tuple(one for one in asked if one in known)[:MOST_PROVIDERS]
    if len(found) < len(asked):
        notes.append(
            f"{len(asked) - len(found):,} of the {len(asked):,} institutions of the address are "
            "not in the list of October 2025; they are left out."
        )
    return found


def _km(query: Mapping[str, str], notes: list[str]) -> float:
    first = ReachOptions().km
    try:
        km = float(query.get("km", first))
    except ValueError:
        km = math.nan
    if 0 < km <= FURTHEST_KM:
        return round(km, 2)
    notes.append(f"The address gives a limit that is no distance up to {FURTHEST_KM:g} km.")
    return first


def read_minutes(query: Mapping[str, str], notes: list[str]) -> tuple[float, str]:
    """Return the limit in minutes and the way to travel; 0 and empty where none is asked for."""
    if not (text := query.get("minutes", "")):
        return 0.0, ""
    try:
        minutes = float(text)
    except ValueError:
        minutes = math.nan
    if not 0 < minutes <= MOST_MINUTES:
        notes.append(f"The address gives a limit that is no time up to {MOST_MINUTES:g} minutes.")
        return 0.0, ""
    mode = query.get("travel", "")
    if mode and mode not in BY_MODE:
        notes.append("The address names a way to travel that there is not.")
        mode = ""
    return round(minutes, 2), mode


def known_providers() -> frozenset[str]:
    """Return the numbers of all institutions in the list."""
    return frozenset(tables.load("providers", ["name"]).index)


@dataclass(frozen=True)
class BesideOptions(KindOptions):
    """What stands beside a map of reach; without either, the ways to see it do."""

    limit: float = 0.0
    """Another limit, in kilometres or in the minutes that the map counts; 0 for none."""
    without: str = ""
    """UKPRN of the partner without whom the other map is; empty for none."""

    def pairs(self) -> dict[str, str]:
        return {"beside": self.without or (f"{self.limit:g}" if self.limit else "")}

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        found = read_beside(text) if (text := query.get("beside", "")) else ("", 0.0)
        if found is None:
            notes.append("The address sets beside the map a limit or a partner that there is not.")
            return cls()
        return cls(found[1], found[0])


def read_beside(text: str) -> tuple[str, float] | None:
    """Return a UKPRN and no limit, or no UKPRN and a limit; None for neither."""
    if text in known_providers():
        return text, 0.0
    try:
        limit = float(text)
    except ValueError:
        return None
    return ("", round(limit, 2)) if 0 < limit <= FURTHEST_KM else None
