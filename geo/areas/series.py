"""Figures over the years: one measure at every period, and what changed between two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from geo import tables
from geo.areas.cache import area_table, classes_of
from geo.areas.classes import (
    NOT_PUBLISHED,
    SUPPRESSED,
    Class,
    Classes,
    Method,
    assemble,
    classify,
)
from geo.areas.own_cache import own_measures, own_series
from geo.areas.rates import wilson_interval
from geo.arrays import Floats
from geo.errors import BadInputError
from geo.registry import Indicator, Periods, indicator, indicators_at, offered, steps_of

_COHORT_GROUPS = {
    "he19_rate": "all",
    "he19_fsm_rate": "fsm",
    "he19_nonfsm_rate": "nonfsm",
    "level3_19_rate": "all",
}
"""Whose pupils each rate is of, where the rate's own file does not count them."""
CLEARLY_UP, NOT_CLEAR, CLEARLY_DOWN = "up", "no clear change", "down"
NO_CLEAR = "No clear change"
"""What a legend calls areas whose change may be chance."""


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
        rows = tables.load("smc_composites").reset_index()
        rows["year"] = rows["period"].str[-4:].astype("int64")
    elif name in _COHORT_GROUPS or name == "attainment8":
        rows = tables.load("lait").reset_index()
        rows = rows[rows["area_code"] != ""]
        rows["year"] = rows["period"].map(_year_of)
    else:
        rows = tables.load("authority_series").reset_index()
        rows["year"] = rows["year"].astype("int64")
    made = rows[rows["measure"] == name].set_index(key)
    if name in _COHORT_GROUPS:
        cohorts = tables.load("cohorts19").reset_index()
        cohorts["year"] = cohorts["year"].astype("int64")
        cohorts = cohorts[cohorts["group"] == _COHORT_GROUPS[name]].set_index(key)
        return made[["value"]].assign(people=cohorts["pupils"].reindex(made.index).astype(float))
    return made[["value"]].assign(people=made.get("people", np.nan))


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
    ends = _difference(fsm, other)
    return ends.rename(columns={"change": "value"}).assign(people=fsm["people"])[
        ["value", "people", "low", "high"]
    ]


def _difference(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
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
    series = series_of(name, level)
    return series[series.index.get_level_values("year") == year].droplevel("year")


def change_between(name: str, level: str, from_year: int, year: int) -> pd.DataFrame:
    """Return what changed in every area between two years.

    Parameters
    ----------
    name, level
        As in `series_of`.
    from_year, year
        In which the two periods end, the earlier first.

    Returns
    -------
    change
        Indexed by `area_code`: `before`, `after`, `change` (in the unit of the indicator's column),
        `low` and `high` (95% interval of the change; missing where people are not counted) and
        `direction`: up or down where the interval leaves out 0, `"no clear change"` where it holds
        0, missing where nobody can say.

    Raises
    ------
    BadInputError
        If a year has no figure, the two are not in order, or they do not compare.
    """
    entry = indicator(name)
    periods = periods_of(entry)
    labels = periods.label(from_year), periods.label(year)
    if from_year >= year:
        raise BadInputError(
            f"A change runs from an earlier year to a later one, not from {from_year} to {year}."
        )
    why = periods.why_not(from_year, year)
    if why:
        offered = ", ".join(map(str, periods.compared_with(year))) or "no other year"
        raise BadInputError(
            f"{entry.label} of {labels[0]} and of {labels[1]} do not compare: {why}. "
            f"{year} compares with {offered}."
        )
    before, after = at_year(name, level, from_year), at_year(name, level, year)
    both = before.index.union(after.index)
    before, after = before.reindex(both), after.reindex(both)
    made = _difference(before, after)
    made.insert(0, "before", before["value"])
    made.insert(1, "after", after["value"])
    direction = pd.Series(NOT_CLEAR, index=both, dtype="str").where(made["low"].notna())
    direction = direction.mask(made["low"] > 0, CLEARLY_UP).mask(made["high"] < 0, CLEARLY_DOWN)
    return made.assign(direction=direction)


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
    made = pd.DataFrame({"rank": rank, "of": len(values)})
    low, high = (
        (values["low"], values["high"]) if worst_is_low else (-values["high"], -values["low"])
    )
    known = low.notna()
    # An area whose people nobody counts may lie anywhere: it is surely on neither side of another.
    lows, highs = np.sort(low.fillna(-np.inf)), np.sort(high.fillna(np.inf))
    surely_worse = np.searchsorted(highs, low.to_numpy(), side="left")
    surely_better = len(lows) - np.searchsorted(lows, high.to_numpy(), side="right")
    ends = {"rank_low": surely_worse + 1, "rank_high": len(lows) - surely_better}
    for column, places in ends.items():
        made[column] = pd.Series(places, index=made.index).astype("Int64").where(known)
    return made


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


UNTESTED = SUPPRESSED
"""Code of areas whose change nobody can test, though the measure has intervals elsewhere."""


@lru_cache(maxsize=64)
def classes_of_change(level: str, name: str, from_year: int, year: int) -> Classes:
    """Return the classes of a change between two years, the worst first.

    Where the people that a rate is of are counted, the middle class is no clear change: the 95%
    interval of the change holds 0. Where nobody counts them it holds changes too small to matter,
    and its label says so. Clear changes are parted at the median of their sizes.

    Raises
    ------
    BadInputError
        As `change_between`.
    """
    entry = indicator(name)
    table = area_table(level)
    made = change_between(name, level, from_year, year).reindex(table.index)
    change = made["change"].to_numpy(dtype="float64")
    tested = bool(made["low"].notna().any())
    unknown = np.isnan(change)
    if tested:
        clear = made["direction"].isin([CLEARLY_UP, CLEARLY_DOWN]).to_numpy()
        untested = ~unknown & made["low"].isna().to_numpy()
    else:
        small = _small(entry, change)
        clear, untested = np.abs(change) > small, np.zeros(len(change), np.bool_)
    size = np.abs(change[clear])
    step = entry.step
    middle = max(float(steps_of(np.median(size), step)) * step if len(size) else step, step)
    sign = np.sign(change) if entry.worse == "low" else -np.sign(change)
    place = np.where(clear, sign * np.where(np.abs(change) > middle, 2, 1), 0.0) + 2.0
    place[unknown | untested] = np.nan
    labels = _change_labels(entry, middle, None if tested else small)
    classes = assemble(table, entry, place, labels, _TESTED if tested else _NOT_TESTED)
    if not untested.any():
        return classes
    codes = classes.of_area.copy()
    codes[untested] = UNTESTED
    lost = int(untested.sum())
    missing = dict(classes.missing)
    published = missing.pop(NOT_PUBLISHED)
    if published.areas > lost:
        missing[NOT_PUBLISHED] = replace(published, areas=published.areas - lost)
    missing[UNTESTED] = Class("Not tested: its pupils are not counted", lost, 0)
    return replace(classes, of_area=codes, missing=missing)


_TESTED = (
    "No clear change where the 95% interval of the change holds 0 (Newcombe's, from the numbers of "
    "pupils or young people); clear changes parted at their median."
)
_NOT_TESTED = (
    "Nobody counts whom the figures are of, so no change was tested; changes parted at their "
    "median."
)


def _small(entry: Indicator, change: Floats) -> float:
    """Return the size up to which a change that cannot be tested counts as hardly any."""
    known = np.abs(change[~np.isnan(change)])
    quarter = float(np.quantile(known, 0.25)) if len(known) else 0.0
    return max(float(steps_of(quarter, entry.step)) * entry.step, entry.step)


def _change_labels(entry: Indicator, middle: float, small: float | None) -> tuple[str, ...]:
    """Name the classes of a change, the worst first."""
    written = change_text(entry, middle)
    hardly = NO_CLEAR if small is None else f"Up to {change_text(entry, small)} either way"
    fell = (f"Fell by more than {written}", f"Fell by up to {written}")
    rose = (f"Rose by up to {written}", f"Rose by more than {written}")
    labels = (*fell, hardly, *rose)
    return labels if entry.worse == "low" else labels[::-1]


def change_text(entry: Indicator, size: float) -> str:
    """Write how much a figure changed, without a sign: percentages change by points.

    Examples
    --------
    >>> change_text(indicator("he19_rate"), 0.09)
    '9.0 points'
    >>> change_text(indicator("apprenticeship_starts_rate"), 12)
    '12 per 100,000'
    """
    unit = " points" if entry.kind == "rate" else entry.suffix
    shown = float(steps_of(abs(size), entry.step)) * 10.0**-entry.decimals
    return f"{shown:,.{entry.decimals}f}{unit}"


@dataclass(frozen=True)
class Standing:
    """Where an area stands in one year, and which way it has gone."""

    value: float
    rank: int
    """1 for the worst."""
    rank_low: int | None
    rank_high: int | None
    """Ends of its 95% interval; None where people are not counted."""
    of: int
    """Areas of the level that have a figure."""
    since: int | None
    """First year that compares; None where none does."""
    change: float | None
    """Since that year, in the unit of the indicator's column."""
    direction: str | None
    """As `change_between` says it; None where nobody can say."""


def standing_of(name: str, level: str, code: str, year: int | None = None) -> Standing | None:
    """Return where an area stands among those of its level; None where it has no figure.

    Examples
    --------
    >>> found = standing_of("he19_rate", "utla23", "E06000009")
    >>> found.rank, found.of, found.since, round(found.change, 3), found.direction
    (2, 148, 2016, -0.09, 'down')
    """
    periods = periods_of(indicator(name))
    year = periods.latest if year is None else year
    ranks = ranks_at(name, level, year)
    if code not in ranks.index:
        return None
    row = ranks.reindex([code]).iloc[0]
    value = float(at_year(name, level, year)["value"].loc[code])
    before = [one for one in periods.compared_with(year) if one < year]
    since = change = direction = None
    if before:
        moved = change_between(name, level, before[0], year).reindex([code]).iloc[0]
        if pd.notna(moved["change"]):
            since, change = before[0], float(moved["change"])
            direction = str(moved["direction"]) if pd.notna(moved["direction"]) else None
    low, high = row["rank_low"], row["rank_high"]
    return Standing(
        value=value,
        rank=int(row["rank"]),
        rank_low=int(low) if pd.notna(low) else None,
        rank_high=int(high) if pd.notna(high) else None,
        of=int(row["of"]),
        since=since,
        change=change,
        direction=direction,
    )
