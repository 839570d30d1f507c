"""What a map of one measure is asked beyond the measure: the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self, cast

from geo.registry import indicator
from layers.kind_options import KindOptions
from layers.view import MapView

LATEST = 0
"""The year of a first view: the latest that a measure has."""


Years = Literal["", "wide", "long"]
YEARS: dict[Years, str] = {
    "": "The year shown",
    "wide": "Every year, a column each",
    "long": "Every year, a row each",
}
"""Years that a table of the map has, and what a menu calls them."""


@dataclass(frozen=True)
class YearOptions(KindOptions):
    """Of which year, and which years its table has."""

    year: int = LATEST
    """In which the period ends, or `LATEST`."""
    years: Years = ""

    def pairs(self) -> dict[str, str]:
        return {"year": str(self.year) if self.year else "", "years": self.years}

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        years = query.get("years", "")
        if years not in YEARS:
            notes.append("The address asks for years in a way that there is not; one is shown.")
            years = ""
        return cls(read_year(query.get("year", ""), notes), cast(Years, years))


REGIONS = "regions"
"""What an address calls small maps of regions."""


@dataclass(frozen=True)
class SmallMapOptions(KindOptions):
    """Of what its small maps are."""

    of_what: str = ""
    """`REGIONS`, or of the measures of a level."""

    def pairs(self) -> dict[str, str]:
        return {"maps": self.of_what}

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        asked = query.get("maps", "")
        if asked not in ("", REGIONS):
            notes.append("The address asks for small maps of what there are none of.")
            asked = ""
        return cls(asked)


def read_year(text: str, notes: list[str]) -> int:
    """Return the year that an address gives, `LATEST` where it gives none that can be used."""
    if not text:
        return LATEST
    if len(text) == 4 and text.isascii() and text.isdigit():
        return int(text)
    notes.append("The address gives a year that is none; the latest is shown.")
    return LATEST


def year_of(view: MapView) -> int:
    """Return the year whose figures a view shows, `LATEST` where its measure has no such year."""
    periods, year = indicator(view.indicator).periods, YearOptions.of(view).year
    if periods is None or year not in periods.years or year == periods.latest:
        return LATEST
    return year
