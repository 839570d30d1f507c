"""Summaries of several partners put together: who works where, and how much, as far as shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import BadInputError
from geo.outreach.bounds import bounds
from geo.outreach.summary import PEOPLE, Summary, summary_tree

MOST_PARTNERS = 50
DUPLICATED_FROM = 3
"""Partners from which work at one school is called duplication."""


@dataclass(frozen=True)
class Range:
    """A count, or what it can be where it is not shown."""

    low: int
    high: int | None
    """None where nothing that is shown holds it."""

    @property
    def is_known(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    @property
    def text(self) -> str:
        """Write it: a number, `fewer than N`, or a range.

        Examples
        --------
        >>> [Range(*ends).text for ends in ((12, 12), (1, 13), (13, 25), (13, None), (1, None))]
        ['12', 'fewer than 14', '13 to 25', '13 or more', 'not shown']
        """
        if self.is_known:
            return f"{self.low:,}"
        if self.high is None:
            return f"{self.low:,} or more" if self.low > 1 else "not shown"
        return f"{self.low:,} to {self.high:,}" if self.low > 1 else f"fewer than {self.high + 1:,}"


def add_ranges(ranges: Iterable[Range]) -> Range:
    """Add counts up; a sum is known where all its parts are.

    Examples
    --------
    >>> add_ranges([Range(12, 12), Range(1, 13)])
    Range(low=13, high=25)
    """
    low, high = 0, 0
    is_open = False
    for one in ranges:
        low += one.low
        is_open |= one.high is None
        high += one.high or 0
    return Range(low, None if is_open else high)


@dataclass(frozen=True)
class Work:
    """What is shown of one partner's work at one school."""

    count: Range
    """Young people, each time they took part."""
    activities: int | None
    """None where it is not shown."""
    types: tuple[str, ...]
    intensities: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Overlap:
    """Who works with which school, by the summaries of all partners."""

    partners: tuple[str, ...]
    work: pd.DataFrame
    """One row a school and partner, by `urn` and `partner`: `low` and `high` (Int64, of young
    people each time they took part; `high` missing where it has no end), `activities` (Int64,
    missing where not shown), `types` and `intensities` (tuples)."""
    areas: pd.DataFrame
    """The same of areas, by `code` (`WHOLE` for all) and `partner`: `low` and `high`."""
    uncounted: tuple[str, ...] = ()
    """Partners whose files say no numbers: their rows are counted as one young person or more."""

    @cached_property
    def partners_at(self) -> dict[str, list[str]]:
        """Name the partners that work at each school, by URN."""
        held: dict[str, list[str]] = {}
        for urn, partner in self.work.index:
            held.setdefault(str(urn), []).append(str(partner))
        return held

    @cached_property
    def _at(self) -> dict[tuple[str, str], Work]:
        """Hold the work of each partner at each school."""
        columns = [
            self.work[name] for name in ("low", "high", "activities", "types", "intensities")
        ]
        rows = zip(*columns, strict=True)
        return {
            (str(urn), str(partner)): Work(
                Range(int(low), None if pd.isna(high) else int(high)),
                None if pd.isna(activities) else int(activities),
                types,
                intensities,
            )
            for (urn, partner), (low, high, activities, types, intensities) in zip(
                self.work.index, rows, strict=True
            )
        }

    def work_at(self, urn: str) -> dict[str, Work]:
        """Return the work at a school, by partner."""
        return {who: self._at[urn, who] for who in self.partners_at.get(urn, [])}

    def count_at(self, urn: str, partner: str | None = None) -> Range:
        """Count the young people of one partner at a school, or of all; 0 where none works."""
        if partner is not None:
            work = self._at.get((urn, partner))
            return Range(0, 0) if work is None else work.count
        return add_ranges(self.count_at(urn, one) for one in self.partners_at.get(urn, []))

    def count_in(self, code: str, partner: str | None = None) -> Range:
        """Count the young people in an area of the summaries' levels; 0 where none works."""
        if partner is not None:
            key = (code, partner)
            return _range(self.areas.loc[key]) if key in self.areas.index else Range(0, 0)
        return add_ranges(self.count_in(code, one) for one in self.partners)

    def count_among(self, urns: Iterable[str], partner: str | None = None) -> Range:
        """Count the young people of some schools together, by those schools alone."""
        return add_ranges(self.count_at(urn, partner) for urn in urns)


def _range(row: Any) -> Range:
    return Range(int(row["low"]), None if pd.isna(row["high"]) else int(row["high"]))


def merge(summaries: Sequence[Summary], root: Path | None = None) -> Overlap:
    r"""Put the summaries of several partners together.

    Nothing is told that does not follow from the summaries alone, each of which gives no count away
    that it does not show; what one leaves open no other narrows, as each counts its own work.

    Parameters
    ----------
    summaries
        One of each partner.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    BadInputError
        If there is none, there are too many, or two are of one partner.

    Examples
    --------
    >>> from geo.outreach.records import read_records
    >>> from geo.outreach.summary import summarise
    >>> made = [summarise(read_records(b"urn,n\n119871,30"), who) for who in ("A", "B")]
    >>> overlap = merge(made)
    >>> overlap.partners_at, overlap.count_at("119871").text
    ({'119871': ['A', 'B']}, '60')
    """
    if not 1 <= len(summaries) <= MOST_PARTNERS:
        raise BadInputError(
            f"{len(summaries):,} summaries of partners were given. Give 1 to {MOST_PARTNERS}."
        )
    seen: set[str] = set()
    for one in summaries:
        if one.partner.casefold() in seen:
            raise BadInputError(
                f"Two summaries are of {one.partner}. Give one of each partner: two of one would "
                "count its work twice, and could give away what neither shows."
            )
        seen.add(one.partner.casefold())
    work, areas = [], []
    for one in summaries:
        parent, counts = summary_tree(one, root)
        low, high = bounds(parent, counts.array)
        ends = pd.DataFrame({"low": low, "high": high}, index=counts.index)
        if one.counts != PEOPLE:
            # A row without a number is of one young person or more.
            ends["high"] = float("inf")
        whole = ends.replace(float("inf"), float("nan")).astype("Int64").assign(partner=one.partner)
        at_school = whole.reindex(one.schools.index).join(one.schools.drop(columns="count"))
        work.append(at_school.rename_axis("urn").reset_index())
        areas.append(whole.reindex(one.areas.index).rename_axis("code").reset_index())
    return Overlap(
        tuple(one.partner for one in summaries),
        pd.concat(work, ignore_index=True).set_index(["urn", "partner"]),
        pd.concat(areas, ignore_index=True).set_index(["code", "partner"]),
        tuple(one.partner for one in summaries if one.counts != PEOPLE),
    )
