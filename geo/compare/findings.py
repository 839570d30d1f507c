"""One place by one measure: where it stands, against what holds it, and against earlier years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.areas import difference, holders
from geo.compare.chosen import Chosen
from geo.compare.differences import HIGHER, LOWER, NOT_CLEAR, NOT_TESTED
from geo.compare.figures import figure_of
from geo.registry import NATION_CODES, NATIONS, Indicator, indicator

_FRESHEST = {
    "England": ("he19_rate", "tundra_rate"),
    "Scotland": ("simd20_university",),
    "Wales": (),
    "Northern Ireland": ("ni_leavers_he", "nimdm17_he_enrolled"),
}
"""Measures of who goes on to higher education in each nation, the freshest first."""


@dataclass(frozen=True)
class Interval:
    """A figure with its 95% interval, in the unit of the measure's column."""

    value: float
    low: float
    high: float
    """Missing where the figure cannot be tested."""


@dataclass(frozen=True)
class RankInterval:
    """Between which ranks a place stands, counted from the lowest figure."""

    first: int
    last: int
    of: int
    level: str

    @property
    def among_lowest(self) -> int:
        """Return the least number of lowest places that it is certainly among."""
        return self.last

    @property
    def among_highest(self) -> int:
        """Return the least number of highest places that it is certainly among."""
        return self.of - self.first + 1


@dataclass(frozen=True)
class Change:
    """What changed between the first and the last year that compare."""

    since: int
    until: int
    """Years in which the two periods end."""
    before: float
    size: Interval
    verdict: str
    """`HIGHER` or `LOWER` where the interval leaves out 0, else `NOT_CLEAR` or `NOT_TESTED`."""


@dataclass(frozen=True)
class Beside:
    """A place set against one that holds it."""

    code: str
    level: str
    value: float
    """Figure of the one that holds it."""
    difference: Interval
    """Figure of the place less that figure."""
    verdict: str
    """As that of a change."""
    change: Change | None = None
    """Of the one that holds it, over the same years as that of the place."""
    change_verdict: str = NOT_TESTED
    """Whether the place changed by more (`HIGHER`) or by less (`LOWER`) than that."""


@dataclass(frozen=True)
class Finding:
    """One place by one measure."""

    place: Chosen
    measure: str
    level: str
    """Level that the figure is of."""
    figure: Interval
    people: float
    """That it is of; missing where that is not published."""
    why_no_interval: str
    """Empty where there is one."""
    rank: RankInterval | None
    """None where nothing is tested, or no other place of the level has a figure."""
    region: Beside | None
    nation: Beside | None
    """None where the place is it, or it has no figure."""
    change: Change | None
    """None where no earlier year compares."""


def verdict_of(size: Interval) -> str:
    """Return what an interval of a difference allows to say.

    Examples
    --------
    >>> verdict_of(Interval(0.2, 0.1, 0.3)), verdict_of(Interval(0.2, 0.0, 0.4))
    ('higher', 'not clear')
    """
    if np.isnan(size.low) or np.isnan(size.high):
        return NOT_TESTED
    return HIGHER if size.low > 0 else LOWER if size.high < 0 else NOT_CLEAR


def findings_of(place: Chosen) -> tuple[Finding, ...]:
    """Return what is known of who goes on to higher education from a place.

    Returns
    -------
    findings
        One for each measure of its nation that has a figure for it, the freshest first; none in
        Wales, where no figure of small places is published.

    Examples
    --------
    >>> from geo.compare import find_place
    >>> found = findings_of(find_place("E06000009"))
    >>> [one.measure for one in found], found[0].rank.among_lowest, found[0].nation.verdict
    (['he19_rate', 'tundra_rate'], 4, 'lower')
    """
    found = (finding_of(place, indicator(name)) for name in _FRESHEST[place.nation])
    return tuple(one for one in found if one is not None)


def finding_of(place: Chosen, entry: Indicator) -> Finding | None:
    """Return one place by one measure; None where it has no figure.

    Notes
    -----
    A place is tested against one that holds it as if the two were independent. They share people,
    so the interval is too wide rather than too narrow.
    """
    row = figure_of(place, entry)
    if row["why_none"]:
        return None
    held = _held_by(place)
    region, nation = (held.get(level) for level in ("region", "nation"))
    figure, change = _figure(row), _change(row, entry)

    def beside(code: str | None, level: str) -> Beside | None:
        return None if code is None else _beside(row, change, _upper(code, level, place), entry)

    return Finding(
        place=place,
        measure=entry.id,
        level=str(row["level"]),
        figure=figure,
        people=_number(row["people"]),
        why_no_interval=str(row["why_no_interval"]),
        rank=_rank(row, entry),
        region=beside(region, "region"),
        nation=beside(nation, "nation"),
        change=change,
    )


def pooled_finding(place: Chosen, entry: Indicator, pooled: Interval, people: float) -> Finding:
    """Return a place that is put together from smaller areas by one measure, beside its nation.

    Parameters
    ----------
    place
        Of a level that nothing is published of, such as a patch: it is ranked among no others.
    pooled
        Its figure, in the unit of the measure's column.
    people
        That the figure is of.

    Notes
    -----
    It is tested against its nation as if the two were independent, as in `finding_of`.
    """
    row: dict[str, object] = {
        "value": pooled.value, "low": pooled.low, "high": pooled.high, "since": np.nan,
    }  # fmt: skip
    nation = _held_by(place)["nation"]
    return Finding(
        place=place,
        measure=entry.id,
        level=place.level,
        figure=pooled,
        people=people,
        why_no_interval="",
        rank=None,
        region=None,
        nation=_beside(row, None, _upper(nation, "nation", place), entry),
        change=None,
    )


def _held_by(place: Chosen) -> dict[str, str]:
    """Return the region and the nation that hold a place, by level; not the place itself."""
    held = dict(holders(place.level, place.code))
    code = next(NATION_CODES[letter] for letter, name in NATIONS.items() if name == place.nation)
    held["nation"] = code
    return {level: one for level, one in held.items() if one != place.code}


def _upper(code: str, level: str, place: Chosen) -> Chosen:
    return Chosen(code, (level,), "", place.nation)


def _number(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _figure(row: dict[str, object]) -> Interval:
    return Interval(*(_number(row[name]) for name in ("value", "low", "high")))


def _rank(row: dict[str, object], entry: Indicator) -> RankInterval | None:
    low, high, of = (_number(row[name]) for name in ("rank_low", "rank_high", "of"))
    if np.isnan(low) or of < 2:
        return None
    first, last, count = int(low), int(high), int(of)
    if entry.worse == "high":
        # Ranks of the registry count from the worst, which here is the highest.
        first, last = count - last + 1, count - first + 1
    return RankInterval(first, last, count, str(row["level"]))


def _change(row: dict[str, object], entry: Indicator) -> Change | None:
    since = _number(row["since"])
    if np.isnan(since) or entry.periods is None:
        return None
    size = Interval(*(_number(row[name]) for name in ("change", "change_low", "change_high")))
    before = _number(row["before"])
    return Change(int(since), entry.periods.latest, before, size, verdict_of(size))


def _beside(
    row: dict[str, object], change: Change | None, other: Chosen, entry: Indicator
) -> Beside | None:
    theirs = figure_of(other, entry)
    if theirs["why_none"]:
        return None
    apart = _less(_figure(row), _figure(theirs))
    changed = _change(theirs, entry)
    if changed is None or change is None or changed.since != change.since:
        changed, verdict = None, NOT_TESTED
    else:
        verdict = verdict_of(_less(change.size, changed.size))
    value = _number(theirs["value"])
    return Beside(other.code, other.level, value, apart, verdict_of(apart), changed, verdict)


def _less(first: Interval, second: Interval) -> Interval:
    """Return the first less the second, with its interval by the square-and-add method."""

    def frame(one: Interval) -> pd.DataFrame:
        return pd.DataFrame([vars(one)])

    row = difference(frame(second), frame(first)).iloc[0]
    return Interval(float(row["change"]), float(row["low"]), float(row["high"]))
