"""What a map of change is asked: from which year, and to which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from geo.areas import periods_of
from geo.registry import indicator
from layers.kind_options import KindOptions
from layers.measure import LATEST, YearOptions, read_year
from layers.view import MapView

CHANGE = "change"
"""What an address calls maps of change."""


@dataclass(frozen=True)
class ChangeOptions(KindOptions):
    """From which year; to which, `YearOptions` says."""

    from_year: int = LATEST
    """In which the earlier period ends; the first that compares unless given."""
    between: bool = False
    """Whether small maps show the years between the two as well."""

    def pairs(self) -> dict[str, str]:
        return {
            "from": str(self.from_year) if self.from_year else "",
            "between": "yes" if self.between else "",
        }

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        return cls(read_year(query.get("from", ""), notes), query.get("between") == "yes")


def years_of(view: MapView) -> tuple[int, int]:
    """Return the two years that a map of change compares.

    A year that the measure lacks, or that does not compare, gives way: the later to the latest
    there is, the earlier to the first that compares with the later.
    """
    periods = periods_of(indicator(view.indicator))
    year = YearOptions.of(view).year
    before = [one for one in periods.compared_with(year) if one < year] if year else []
    if year not in periods.years or not before:
        year = next(
            one
            for one in reversed(periods.years)
            if min(periods.compared_with(one), default=one) < one
        )
        before = [one for one in periods.compared_with(year) if one < year]
    first = ChangeOptions.of(view).from_year
    return (first if first in before else before[0]), year
