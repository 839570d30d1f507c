"""What a map of one measure is asked beyond the measure: the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from geo.registry import indicator
from layers.kind_options import KindOptions
from layers.view import MapView

LATEST = 0
"""The year of a first view: the latest that a measure has."""


@dataclass(frozen=True)
class YearOptions(KindOptions):
    """Of which year."""

    year: int = LATEST
    """In which the period ends, or `LATEST`."""

    def pairs(self) -> dict[str, str]:
        return {"year": str(self.year) if self.year else ""}

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        return cls(read_year(query.get("year", ""), notes))


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
