"""What the page of a patch asks for, to and from an address; and the pages that start from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geo.areas import COUNTED, levels_of, nation_of
from geo.errors import GeoError
from geo.reach import check_ukprns
from geo.registry import UNITED_KINGDOM, read_patch
from layers.browser import place_called
from layers.patches.minutes import DrawnMinutes
from layers.patches.parts import joined_patch, renamed

_MOST = 40
"""Institutions of an address, at most."""


@dataclass(frozen=True)
class PatchAsked:
    """One patch, and the institutions that it is the patch of."""

    code: str = ""
    """Of the patch, or of the one area that it is; empty for none yet."""
    providers: tuple[str, ...] = ()
    """UKPRNs, whose reach starts from it; empty for everyone who teaches."""
    drawn: DrawnMinutes | None = None
    """What a router drew of it."""

    def pairs(self) -> dict[str, str]:
        """Return the keys of an address: only what there is."""
        drawn = self.drawn.written(self.code) if self.drawn else ""
        pairs = {"in": self.code, "providers": ",".join(self.providers), "drawn": drawn}
        return {key: value for key, value in pairs.items() if value}


def from_query(query: Mapping[str, str]) -> tuple[PatchAsked, list[str]]:
    """Read what an address asks for; what cannot be used is left out, with a note.

    The notes do not repeat the value, which may be hostile.

    Examples
    --------
    >>> from_query({"in": "Lincoln, West Lindsey"})[0].code
    'E07000138,E07000142'
    """
    notes: list[str] = []
    code = query.get("in", "")
    if code and not levels_of(code):
        found, nearest = place_called(code)
        meant = f" Did you mean {', '.join(nearest)}?" if nearest else ""
        if not found or found == UNITED_KINGDOM:
            notes.append(f"The address names a place that there is not.{meant}")
        code = "" if found == UNITED_KINGDOM else found
    providers = tuple(filter(None, dict.fromkeys(query.get("providers", "").split(","))))[:_MOST]
    try:
        check_ukprns(providers)
    except GeoError:
        notes.append("The address names an institution that there is not; it was left out.")
        providers = ()
    return PatchAsked(code, providers, DrawnMinutes.read(query.get("drawn", ""), code)), notes


def joined(asked: PatchAsked, code: str) -> PatchAsked:
    """Return a patch with another one added; a name that says how many minutes it is goes.

    Raises
    ------
    BadInputError
        If they lie in different nations, or there are too many parts.
    """
    own, first = asked.code, asked.drawn
    if first is not None and own and read_patch(own).name.startswith(first.label):
        own = renamed(own, "")
    return replace(asked, code=joined_patch(own, code))


@dataclass(frozen=True)
class Step:
    """A page that starts from a patch."""

    page: str
    """File of the page."""
    label: str
    pairs: dict[str, str]
    """Of its address."""


def steps_from(asked: PatchAsked) -> list[Step]:
    """List the pages that start from a patch, in the order in which a team needs them."""
    place = {"in": asked.code}
    whose = replace(asked, drawn=None).pairs()
    steps = [Step("views/explore.py", "Map", place)]
    nation = nation_of(asked.code)
    steps.append(Step("views/cold_spots.py", "Cold spots", place))
    if nation in COUNTED:
        steps.append(Step("views/reach.py", "Reach", whose))
        steps.append(Step("views/new_sites.py", "Where next", whose))
        steps.append(Step("views/partnership/what_if.py", "What if", whose))
    if nation == "England":
        steps.append(Step("views/partnership/schools.py", "Schools", place))
        steps.append(Step("views/story.py", "Story", place))
    steps.append(Step("views/profile.py", "Profile to print", whose))
    return steps
