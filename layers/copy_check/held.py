"""Look up what a claim is held against: a figure, a difference, a rank, a change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from geo.areas import area_table, at_year, difference, inside_of, rank_ends
from geo.compare import Chosen, Interval, find_place, values_at
from geo.errors import UnknownAreaError
from geo.registry import NATION_CODES, NATIONS, Indicator, dataset, geography, indicator


@dataclass(frozen=True)
class Rank:
    """Where a place stands, counted from the lowest figure."""

    at: int
    """By the published figures; places with equal figures share the first rank."""
    first: int
    """Of its rank interval; the same as `at` where nothing is tested."""
    last: int
    of: int
    is_tested: bool
    ties: int = 1
    """Places with its figure, itself among them."""


def place_of(code: str) -> Chosen | None:
    """Return a place by its code; None where no figures are of it."""
    try:
        return find_place(code)
    except UnknownAreaError:
        return None


def values_in(measure: str, level: str, year: int | None) -> pd.DataFrame:
    """Return `value`, `low` and `high` of a measure in every area of a level, in one year.

    Parameters
    ----------
    year
        In which the period ends; None for the latest.
    """
    if year is None:
        return values_at(measure, level)
    return at_year(measure, level, year)


def figure_at(place: Chosen, entry: Indicator, year: int | None = None) -> Interval | None:
    """Return the figure of a place in a year, with its interval; None where there is none."""
    level = place.level_of(entry)
    if not level or place.nation not in entry.nations:
        return None
    values = values_in(entry.id, level, year)
    if place.code not in values.index or pd.isna(values["value"][place.code]):
        return None
    return Interval(*(float(values[name][place.code]) for name in ("value", "low", "high")))


def difference_between(first: Interval, second: Interval) -> Interval:
    """Return the first figure less the second, with its interval by the square-and-add method.

    Examples
    --------
    >>> made = difference_between(Interval(0.3, 0.2, 0.4), Interval(0.5, 0.5, 0.5))
    >>> round(made.value, 3), round(made.low, 3), round(made.high, 3)
    (-0.2, -0.3, -0.1)
    """

    def frame(one: Interval) -> pd.DataFrame:
        return pd.DataFrame([vars(one)])

    row = difference(frame(second), frame(first)).iloc[0]
    return Interval(float(row["change"]), float(row["low"]), float(row["high"]))


def rank_at(place: Chosen, entry: Indicator, scope: str, year: int | None = None) -> Rank | None:
    """Return where a place stands among those of its level inside a scope.

    Parameters
    ----------
    scope
        Code of the nation, region or other area in which places are ranked.
    """
    level = place.level_of(entry)
    if not level:
        return None
    values = _inside(level, scope, values_in(entry.id, level, year))
    if place.code not in values.index or len(values) < 2:
        return None
    return rank_in(values, place.code)


def rank_in(values: pd.DataFrame, code: str) -> Rank:
    """Return the rank of one place among others.

    Parameters
    ----------
    values
        By place: `value`, `low` and `high`; no value missing.

    Examples
    --------
    >>> values = pd.DataFrame({"value": [0.2, 0.25, 0.5], "low": [0.1, 0.2, 0.4],
    ...     "high": [0.3, 0.3, 0.6]}, index=list("abc"))
    >>> rank_in(values, "b")
    Rank(at=2, first=1, last=2, of=3, is_tested=True, ties=1)
    """
    own = values["value"][code]
    at, ties = 1 + int((values["value"] < own).sum()), int((values["value"] == own).sum())
    ends = rank_ends(values, worst_is_low=True)
    if bool(ends["rank_low"].isna()[code]):
        return Rank(at, at, at + ties - 1, len(values), is_tested=False, ties=ties)
    first, last = (int(ends[name][code]) for name in ("rank_low", "rank_high"))
    return Rank(at, first, last, len(values), is_tested=True, ties=ties)


def _inside(level: str, scope: str, values: pd.DataFrame) -> pd.DataFrame:
    held = _codes_inside(level, scope)
    return values[values.index.isin(held) & values["value"].notna()]


@lru_cache(maxsize=128)
def _codes_inside(level: str, scope: str) -> frozenset[str]:
    table = area_table(level)
    if geography("nation").is_code(scope):
        return frozenset(code for code in table.index if code[0] == scope[0])
    return frozenset(table.index[inside_of(level, scope)])


def source_of(measure: str) -> str:
    """Return who publishes a measure."""
    return dataset(indicator(measure).datasets[0]).publisher.name


def nation_code_of(place: Chosen) -> str:
    """Return the code of the nation that a place lies in."""
    return next(NATION_CODES[letter] for letter, name in NATIONS.items() if name == place.nation)
