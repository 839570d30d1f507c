"""What the page of profiles asks for: a place, whose reach, how far; to and from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.areas import levels_of, name_of
from geo.errors import GeoError
from geo.files import as_json
from geo.reach import LIMITS_KM, check_ukprns
from geo.reach import run as reach_run
from geo.travel import CostChoice
from geo.uploads import digest_of
from layers.profiles import compose as report
from layers.profiles.map import draw_map
from layers.profiles.model import Profile
from layers.profiles.subject import PARTNERSHIP, Subject, check_place
from layers.profiles.whose import Whose, inputs_of, whose_of
from layers.reach import ReachOptions, reach_of, whose
from layers.uploads import Uploads, with_uploads
from layers.view import MapView

_ENGLAND = "E92000001"
_KEPT = 6
_MOST_CHANGE = 600
"""Letters of a change in an address at most."""
_MOST = 40
"""Institutions of an address at most: each is measured."""
PAPERS = ("council", "access-plan", "briefing")
"""Forms of a paper that a profile may be written as."""


@dataclass(frozen=True)
class ProfileAsked:
    """One profile."""

    code: str = ""
    """Of an area or of a zone; empty for the institutions' own profile."""
    providers: tuple[str, ...] = ()
    """UKPRNs; empty for every place that teaches."""
    km: float = 10.0
    within: str = ""
    """Code of the area that the institutions' own profile is measured in; empty for England."""
    form: str = ""
    """One of `PAPERS`; empty for the profile itself."""
    drop: str = ""
    hub: str = ""
    """What goes and what comes, of a briefing: as an address of the page "What if" has them."""

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
            "within": self.within,
            "as": self.form,
            "drop": self.drop if self.form == PAPERS[2] else "",
            "hub": self.hub if self.form == PAPERS[2] else "",
        }
        return {key: value for key, value in pairs.items() if value}


@dataclass(frozen=True, eq=False)
class Made:
    """A profile with its map."""

    place: Subject
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
    within = "" if code or not providers else query.get("within", "")
    if within and not can_measure(within):
        notes.append("The address measures in a place that there is not; all England is shown.")
        within = ""
    offered = {f"{limit:g}": limit for limit in LIMITS_KM}
    asked_km = query.get("km", "")
    if asked_km and asked_km not in offered:
        notes.append("The address gives a limit that this page does not offer; 10 km is used.")
    km = offered.get(asked_km, ProfileAsked.km)
    form = query.get("as", "") if code else ""
    if form and form not in PAPERS:
        notes.append("The address gives a form that no paper has; the profile is shown.")
        form = ""
    drop, hub = (
        query.get(key, "")[:_MOST_CHANGE] if form == PAPERS[2] else "" for key in ("drop", "hub")
    )
    return ProfileAsked(code, providers, km, within, form, drop, hub), notes


def can_measure(code: str) -> bool:
    """Test whether a reach can be measured in a place: an area within England, and no zone."""
    within = code.startswith("E") and code != _ENGLAND
    return within and not problem_of(code) and bool(levels_of(code))


def problem_of(code: str) -> str:
    """Return why a place of an address has no profile; empty if it has one."""
    try:
        check_place(code)
    except GeoError as error:
        known = code.isascii() and code.replace("-", "").isalnum() and len(code) < 30
        return str(error) if known else "The address names a place that there is not."
    return ""


def from_view(view: MapView) -> tuple[ProfileAsked, list[str]]:
    """Return the request for a profile of the area or zone chosen on a map, else of its place.

    Returns
    -------
    asked, notes
        The notes say why a place has no profile.
    """
    code = view.select or view.within
    problem = problem_of(code) if code else ""
    reach = ReachOptions.of(view)
    asked = ProfileAsked("" if problem else code, reach.providers[:_MOST], reach.km)
    return asked, [problem] if problem else []


def counted(uploads: Uploads | None) -> Uploads | None:
    """Return the files of a visit where a profile counts any of them."""
    if uploads is None or (uploads.sites is None and uploads.activity is None):
        return None
    return uploads


def made(asked: ProfileAsked, uploads: Uploads | None = None) -> Made:
    """Compose a profile and draw its map.

    Parameters
    ----------
    asked
        Which profile.
    uploads
        The sites and the activity file of a visit. What is made with them is kept with them alone.

    Raises
    ------
    GeoError
        If there is no such place, or no site is left.
    """
    own, asked = counted(uploads), replace(asked, form="", drop="", hub="")
    if own is None:
        return _listed(asked)
    profile: Made = own.profiles.get(
        asked, lambda: _composed(asked, _of_visit(asked, own), _inputs_of_visit(asked, own))
    )
    return profile


@lru_cache(maxsize=_KEPT)
def _listed(asked: ProfileAsked) -> Made:
    held = reach_run.ReachQuery(
        asked.providers, costs=CostChoice(max_km=asked.km), within=asked.within or None
    )
    return _composed(asked, whose_of(held), inputs_of(held))


def _composed(asked: ProfileAsked, whose: Whose, inputs: str) -> Made:
    if asked.code:
        place, profile = report.profile_of(asked.code, whose)
    else:
        place, profile = report.profile_of_partnership(whose.name, whose.reach, whose.where)
    reach = whose.reach if place.level == PARTNERSHIP else None
    return Made(place, profile, whose, draw_map(place, reach), inputs)


def _of_visit(asked: ProfileAsked, uploads: Uploads) -> Whose:
    """Measure with the sites and the activity file of a visit, as the page of reach does."""
    reach = ReachOptions(asked.providers, asked.km)
    view = MapView(mode="reach", within=asked.within, options=(reach,))
    view = with_uploads(view, uploads)
    somebody = bool(asked.providers) or uploads.sites is not None
    where = name_of(levels_of(asked.within)[0], asked.within) if asked.within else ""
    return Whose(reach_of(view), whose(view) if somebody else "", where)


def _inputs_of_visit(asked: ProfileAsked, uploads: Uploads) -> str:
    tables = {"sites": uploads.sites, "activity": uploads.activity}
    files = {
        name: "" if table is None else digest_of(table.to_csv().encode())
        for name, table in tables.items()
    }
    return digest_of(as_json({**asked.pairs(), "max_km": asked.km, **files}))
