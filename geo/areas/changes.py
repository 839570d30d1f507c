"""What changed between two years: how much, how sure, in which class, and where a place stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from geo.areas.cache import area_table
from geo.areas.classes import (
    NOT_PUBLISHED,
    SUPPRESSED,
    Class,
    Classes,
    assemble,
)
from geo.areas.series import at_year, difference, periods_of, ranks_at
from geo.arrays import Floats
from geo.errors import BadInputError
from geo.registry import Indicator, indicator, steps_of

CLEARLY_UP, NOT_CLEAR, CLEARLY_DOWN = "up", "no clear change", "down"


NO_CLEAR = "No clear change"
"""What a legend calls areas whose change may be chance."""


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
    made = difference(before, after)
    made.insert(0, "before", before["value"])
    made.insert(1, "after", after["value"])
    direction = pd.Series(NOT_CLEAR, index=both, dtype="str").where(made["low"].notna())
    direction = direction.mask(made["low"] > 0, CLEARLY_UP).mask(made["high"] < 0, CLEARLY_DOWN)
    return made.assign(direction=direction)


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


# A profile looks two or three measures up, and a batch of profiles the same ones each time.
@lru_cache(maxsize=32)
def _standings(name: str, level: str, year: int) -> pd.DataFrame:
    """Return where every area that has a figure stands in a year: a `Standing` each row."""
    made = ranks_at(name, level, year)
    made = made.assign(value=at_year(name, level, year)["value"], change=np.nan, direction=None)
    before = [one for one in periods_of(indicator(name)).compared_with(year) if one < year]
    if before:
        moved = change_between(name, level, before[0], year).reindex(made.index)
        made = made.assign(
            since=before[0], change=moved["change"], direction=moved["direction"].astype(object)
        )
    return made


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
    standings = _standings(name, level, year)
    if code not in standings.index:
        return None
    row = standings.reindex([code]).iloc[0]
    since = change = direction = None
    if pd.notna(row["change"]):
        since, change = int(row["since"]), float(row["change"])
        direction = str(row["direction"]) if pd.notna(row["direction"]) else None
    low, high = row["rank_low"], row["rank_high"]
    return Standing(
        value=float(row["value"]),
        rank=int(row["rank"]),
        rank_low=int(low) if pd.notna(low) else None,
        rank_high=int(high) if pd.notna(high) else None,
        of=int(row["of"]),
        since=since,
        change=change,
        direction=direction,
    )
