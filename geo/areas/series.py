"""Figures over the years: one measure at every period, and what changed between two."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from geo import tables
from geo.areas.cache import area_table, classes_of
from geo.areas.classes import (
    Classes,
    Method,
    classify,
)
from geo.areas.own_cache import own_measures, own_series
from geo.areas.rates import wilson_interval
from geo.errors import BadInputError
from geo.registry import Indicator, Periods, indicator, indicators_at, offered

_COHORT_GROUPS = {
    "he19_rate": "all",
    "he19_fsm_rate": "fsm",
    "he19_nonfsm_rate": "nonfsm",
    "level3_19_rate": "all",
}
"""Whose pupils each rate is of, where the rate's own file does not count them."""


def periods_of(entry: Indicator) -> Periods:
    """Return the periods of a measure.

    Raises
    ------
    BadInputError
        If it is published for one period alone.
    """
    if entry.periods is None:
        with_years = ", ".join(one.id for one in _with_periods())
        raise BadInputError(
            f"{entry.label} is published for one period alone ({entry.period}). "
            f"Measures with several: {with_years}."
        )
    return entry.periods


def _with_periods() -> list[Indicator]:
    return [entry for entry in offered() if entry.periods]


def measures_over_time(level: str) -> tuple[Indicator, ...]:
    """Return the measures of a level that are published for several periods."""
    return tuple(entry for entry in indicators_at(level) if entry.periods)


@lru_cache(maxsize=64)
def series_of(name: str, level: str) -> pd.DataFrame:
    """Return a measure of every area of a level at every period.

    Parameters
    ----------
    name
        An indicator with periods, such as `"he19_rate"`.
    level
        A geography that it exists at.

    Returns
    -------
    series
        Indexed by `area_code` and `year` (in which the period ends), sorted: `value` (in the unit
        of the indicator's column; missing where not published), `people` (that a rate is of;
        missing where nobody counts them), `low` and `high` (95% Wilson interval of a rate; missing
        without people). Shared: never change it.

    Raises
    ------
    BadInputError
        If the measure has one period alone, or does not exist at the level.

    Examples
    --------
    >>> round(float(series_of("he19_rate", "utla23")["value"]["E06000009", 2024]), 3)
    0.277
    """
    entry = indicator(name)
    periods_of(entry)
    if level not in entry.geographies:
        raise BadInputError(
            f"{entry.label} does not exist at {level}. Choose one of "
            f"{', '.join(entry.geographies)}."
        )
    if name == "he19_gap":
        return _gap(level)
    codes = tables.load(f"areas_{level}", ["area_name"]).index
    made = _read(name)
    made = made[made.index.get_level_values("area_code").isin(codes)].sort_index()
    ends = wilson_interval(made["value"], made["people"])
    return made.assign(low=ends["low"], high=ends["high"])


def _read(name: str) -> pd.DataFrame:
    """Read `value` and `people` of a measure, by area and year."""
    key = ["area_code", "year"]
    if indicator(name) in own_measures("pcon24"):
        return own_series(name).assign(people=np.nan)
    if name.startswith("smc_"):
        rows = _rows("smc_composites", "measure", name)
        rows["year"] = rows["period"].str[-4:].astype("int64")
    elif name in _COHORT_GROUPS or name == "attainment8":
        rows = _rows("lait", "measure", name)
        rows = rows[rows["area_code"] != ""]
        rows["year"] = rows["period"].map(_year_of)
    else:
        rows = _rows("authority_series", "measure", name)
        rows["year"] = rows["year"].astype("int64")
    made = rows.set_index(key)
    if name in _COHORT_GROUPS:
        cohorts = _rows("cohorts19", "group", _COHORT_GROUPS[name])
        cohorts["year"] = cohorts["year"].astype("int64")
        cohorts = cohorts.set_index(key)
        return made[["value"]].assign(people=cohorts["pupils"].reindex(made.index).astype(float))
    return made[["value"]].assign(people=made.get("people", np.nan))


def _rows(table: str, column: str, value: str) -> pd.DataFrame:
    """Return the rows of a bundled table that have a value in a column of its index."""
    rows = tables.load(table)
    return rows[rows.index.get_level_values(column) == value].reset_index()


def _year_of(period: str) -> int:
    """Return the year in which a period of the interactive tool ends.

    Examples
    --------
    >>> _year_of("2023-24"), _year_of("2018 (Rev)")
    (2024, 2018)
    """
    first = int(period[:4])
    return first + 1 if period[4:5] == "-" else first


def _gap(level: str) -> pd.DataFrame:
    """Return the gap in entry by 19: other pupils' rate less that of those on free meals."""
    other, fsm = series_of("he19_nonfsm_rate", level), series_of("he19_fsm_rate", level)
    ends = difference(fsm, other)
    return ends.rename(columns={"change": "value"}).assign(people=fsm["people"])[
        ["value", "people", "low", "high"]
    ]


def difference(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return `second` less `first` with its interval, from the intervals of both.

    The square-and-add method: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10, and
    for differences of differences Zou and Donner (2008), Statistics in Medicine 27, 1693-1702.
    """
    change = second["value"] - first["value"]
    below = np.hypot(second["value"] - second["low"], first["high"] - first["value"])
    above = np.hypot(second["high"] - second["value"], first["value"] - first["low"])
    return pd.DataFrame({"change": change, "low": change - below, "high": change + above})


def at_year(name: str, level: str, year: int | None = None) -> pd.DataFrame:
    """Return a measure of every area of a level in one year.

    Parameters
    ----------
    year
        In which the period ends; the latest unless given.

    Returns
    -------
    values
        Indexed by `area_code`: `value`, `people`, `low`, `high`, as in `series_of`.

    Raises
    ------
    BadInputError
        If the measure has no figure for the year.
    """
    periods = periods_of(indicator(name))
    year = periods.latest if year is None else year
    periods.label(year)
    # pandas copies on write: what one changes in it is changed for nobody else.
    return _at_year(name, level, year).copy(deep=False)


@lru_cache(maxsize=128)
def _at_year(name: str, level: str, year: int) -> pd.DataFrame:
    series = series_of(name, level)
    return series[series.index.get_level_values("year") == year].droplevel("year")


def ranks_at(name: str, level: str, year: int | None = None) -> pd.DataFrame:
    """Rank the areas of a level in one year, the worst first.

    Returns
    -------
    ranks
        Indexed by `area_code`, without areas that have no figure: `rank` (1 the worst; areas with
        the same figure share the better rank number of their group), `rank_low` and `rank_high`
        (95%: an area is surely worse than those whose intervals lie beyond its own; missing where
        people are not counted) and `of` (areas ranked).
    """
    values = at_year(name, level, year)
    values = values[values["value"].notna()]
    worst_is_low = indicator(name).worse == "low"
    rank = values["value"].rank(method="min", ascending=worst_is_low).astype("int64")
    made = pd.DataFrame({"rank": rank, "of": len(values)}).join(rank_ends(values, worst_is_low))
    return made


def rank_ends(values: pd.DataFrame, worst_is_low: bool) -> pd.DataFrame:
    """Return between which ranks each area stands, by whose intervals touch its own.

    Parameters
    ----------
    values
        `low` and `high` of areas that all have a figure; missing where people are not counted.
    worst_is_low
        Whether rank 1 is that of the lowest figure.

    Returns
    -------
    ends
        On the same index: `rank_low` and `rank_high`, missing where the interval is.

    Examples
    --------
    >>> ends = pd.DataFrame({"low": [0.1, 0.2, 0.5], "high": [0.3, 0.4, 0.6]})
    >>> rank_ends(ends, worst_is_low=True).to_numpy().tolist()
    [[1, 2], [1, 2], [3, 3]]
    """
    low, high = (
        (values["low"], values["high"]) if worst_is_low else (-values["high"], -values["low"])
    )
    known = low.notna()
    # An area whose people nobody counts may lie anywhere: it is surely on neither side of another.
    lows, highs = np.sort(low.fillna(-np.inf)), np.sort(high.fillna(np.inf))
    surely_worse = np.searchsorted(highs, low.to_numpy(), side="left")
    surely_better = len(lows) - np.searchsorted(lows, high.to_numpy(), side="right")
    ends = {"rank_low": surely_worse + 1, "rank_high": len(lows) - surely_better}
    return pd.DataFrame(
        {
            column: pd.Series(places, index=values.index).astype("Int64").where(known)
            for column, places in ends.items()
        }
    )


@lru_cache(maxsize=64)
def classes_at_year(
    level: str, name: str, year: int, method: Method = "usual", limits: tuple[float, ...] = ()
) -> Classes:
    """Return the classes of a measure in one year, parted where those of its latest year are.

    The limits are the same whichever year is looked at, so that a colour means the same in all.
    """
    entry = indicator(name)
    latest = classes_of(level, name, method, limits)
    if year == periods_of(entry).latest:
        return latest
    table = table_at_year(level, name, year)
    own = tuple(limit * _UNIT[entry.kind == "rate"] for limit in latest.breaks)
    return replace(classify(table, entry, "own", own), rule=latest.rule + _SAME_LIMITS)


_UNIT = (1.0, 100.0)


_SAME_LIMITS = " Limits are those of the latest year, so that years compare."


def table_at_year(level: str, name: str, year: int) -> pd.DataFrame:
    """Return the joined table of a level with one measure as it was in a year."""
    table = area_table(level)
    return table.assign(**{name: at_year(name, level, year)["value"].reindex(table.index)})
