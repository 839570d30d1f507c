"""What the page of profiles asks for: a place, whose reach, how far; to and from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from geo import reach_run
from geo.cost_choice import CostChoice
from geo.errors import GeoError
from geo.partnerships import check_ukprns
from layers import report
from layers.asked import LIMITS_KM
from layers.report_map import draw_map
from layers.report_model import Profile
from layers.report_place import PARTNERSHIP, Place, check_place
from layers.report_whose import Whose, inputs_of, whose_of
from layers.view import MapView

_KEPT = 6
_MOST = 40
"""Institutions of an address at most: each is measured."""


@dataclass(frozen=True)
class ProfileAsked:
    """One profile."""

    code: str = ""
    """Of an area or of a zone; empty for the institutions' own profile."""
    providers: tuple[str, ...] = ()
    """UKPRNs; empty for every place that teaches."""
    km: float = 10.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for yet."""
        return not (self.code or self.providers)

    def pairs(self) -> dict[str, str]:
        """Return the keys of an address: only what differs from the first view."""
        pairs = {
            "in": self.code,
            "providers": ",".join(self.providers),
            "km": f"{self.km:g}" if self.km != ProfileAsked.km else "",
        }
        return {key: value for key, value in pairs.items() if value}


@dataclass(frozen=True, eq=False)
class Made:
    """A profile with its map."""

    place: Place
    profile: Profile
    whose: Whose
    picture: bytes
    inputs: str


def from_query(query: Mapping[str, str]) -> tuple[ProfileAsked, list[str]]:
    """Read what an address asks for; what cannot be used is left out, with a note.

    The notes do not repeat the value, which may be hostile.
    """
    notes: list[str] = []
    # A map calls the place it looks at `in`, and the area or zone that is chosen `area`.
    code = query.get("area") or query.get("in", "")
    if code and (problem := problem_of(code)):
        notes.append(problem)
        code = ""
    providers = tuple(filter(None, dict.fromkeys(query.get("providers", "").split(","))))[:_MOST]
    try:
        check_ukprns(providers)
    except GeoError:
        notes.append("The address names an institution that there is not; everyone's reach shown.")
        providers = ()
    offered = {f"{limit:g}": limit for limit in LIMITS_KM}
    asked_km = query.get("km", "")
    if asked_km and asked_km not in offered:
        notes.append("The address gives a limit that this page does not offer; 10 km is used.")
    return ProfileAsked(code, providers, offered.get(asked_km, ProfileAsked.km)), notes


def problem_of(code: str) -> str:
    """Say why a place of an address has no profile; empty if it has one."""
    try:
        check_place(code)
    except GeoError as error:
        known = code.isascii() and code.replace("-", "").isalnum() and len(code) < 30
        return str(error) if known else "The address names a place that there is not."
    return ""


def from_view(view: MapView) -> tuple[ProfileAsked, list[str]]:
    """Ask for the profile of what a map shows: the chosen area or zone, else the place.

    Returns
    -------
    asked, notes
        The notes say why a place has no profile.
    """
    code = view.select or view.within
    problem = problem_of(code) if code else ""
    asked = ProfileAsked("" if problem else code, view.reach.providers[:_MOST], view.reach.km)
    return asked, [problem] if problem else []


@lru_cache(maxsize=_KEPT)
def made(asked: ProfileAsked) -> Made:
    """Compose a profile and draw its map; kept in memory.

    Raises
    ------
    GeoError
        If there is no such place, or no site is left.
    """
    held = reach_run.Asked(asked.providers, costs=CostChoice(max_km=asked.km))
    whose = whose_of(held)
    if asked.code:
        place, profile = report.profile_of(asked.code, whose)
    else:
        place, profile = report.profile_of_partnership(whose.name, whose.reach)
    reach = whose.reach if place.level == PARTNERSHIP else None
    return Made(place, profile, whose, draw_map(place, reach), inputs_of(held))
