"""What the page of comparisons asks for: places, a set of measures, one of them; in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.areas import area_table, levels_of, of_2024, similar_places
from geo.compare import MOST, SETS, find_place
from geo.errors import BadInputError, GeoError
from geo.registry import INDICATORS

SET_WORDS = {
    "shared": "All that two places share",
    "entry": "Going on to higher education",
    "attainment": "School, training and connections",
    "deprivation": "Deprivation",
    "all": "All that any place has",
}
"""What the page calls each set of measures."""


@dataclass(frozen=True)
class CompareAsked:
    """One comparison."""

    codes: tuple[str, ...] = ()
    chosen: str = "shared"
    """Set of measures."""
    measure: str = ""
    """That the charts are of; the first that can be tested unless given."""

    def pairs(self) -> dict[str, str]:
        """Return the keys of an address: only what differs from the first view."""
        pairs = {
            "with": ",".join(self.codes),
            "set": "" if self.chosen == "shared" else self.chosen,
            "show": self.measure,
        }
        return {key: value for key, value in pairs.items() if value}


def from_query(query: Mapping[str, str]) -> tuple[CompareAsked, list[str]]:
    """Read what an address asks for; what cannot be used is left out, with a note.

    The notes do not repeat the value, which may be hostile.
    """
    notes = list[str]()
    named = [code.strip() for code in query.get("with", "").split(",") if code.strip()]
    codes, lost = dict[str, None](), 0
    for code in named[: 4 * MOST]:
        try:
            codes[find_place(of_2024(code, None)).code] = None
        except GeoError:
            lost += 1
    if lost:
        notes.append("The address names a place that there is not; it was left out.")
    if len(codes) > MOST:
        notes.append(f"The address names {len(codes)} places; the first {MOST} are compared.")
    chosen = query.get("set", "shared")
    if chosen not in SETS:
        notes.append("The address names a set of measures that there is not.")
        chosen = "shared"
    measure = query.get("show", "")
    if measure and measure not in {entry.id for entry in INDICATORS}:
        notes.append("The address names a measure that there is not.")
        measure = ""
    return CompareAsked(tuple([*codes][:MOST]), chosen, measure), notes


ALIKE = 5
"""Places most like one that a comparison with it begins with."""


def with_alike(code: str) -> CompareAsked:
    """Return the comparison of a place with those most like it; with none where nobody can say.

    Examples
    --------
    >>> len(with_alike("E06000009").codes), with_alike("S12000049").codes
    (6, ('S12000049',))
    """
    level = next(iter(levels_of(code)), "")
    if not level:
        return CompareAsked((code,))
    try:
        alike = similar_places(area_table(level), code, ALIKE).index
    except BadInputError:
        return CompareAsked((code,))
    return CompareAsked((code, *map(str, alike)))
