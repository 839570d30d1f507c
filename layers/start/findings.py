"""Three findings of the latest entry to higher education: the lowest, the change, the gap.

Each is asserted as far as its test goes: places share the last rank where their 95% intervals of
ranks all begin at 1, and a place has risen or fallen where the interval of its change leaves out 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

import pandas as pd

from geo.areas import (
    CLEARLY_DOWN,
    CLEARLY_UP,
    area_table,
    at_year,
    change_between,
    periods_of,
    ranks_at,
)
from geo.registry import ENGLAND, geography, indicator, percent_text
from layers.change import CHANGE
from layers.view import FIRST_SCREEN, MapView, with_measure
from layers.words import and_list, place_in_prose

LEVEL, RATE, GAP = FIRST_SCREEN.geography, FIRST_SCREEN.indicator, "he19_gap"
_ON_MEALS, _OTHERS = "he19_fsm_rate", "he19_nonfsm_rate"
NAMED = 4
"""Most places that a sentence names; of more it says how many they are."""


@dataclass(frozen=True)
class Strip:
    """A line with a tick for each place, a few of them marked."""

    values: tuple[float, ...]
    marked: tuple[tuple[str, float], ...]
    """Names and values of those that the finding is about."""
    line: tuple[str, float]
    """What they are compared with."""


@dataclass(frozen=True)
class Parts:
    """One bar in parts that add up."""

    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Bars:
    """A bar for each of a few shares."""

    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Finding:
    """What a test has found, in words, with the map that shows it."""

    headline: str
    sentence: str
    picture: Strip | Parts | Bars
    view: MapView


_making = Lock()


def latest_findings() -> tuple[Finding, ...]:
    """Return the findings of the latest year, those of England's authorities.

    They are made once: who comes while they are made waits for them.

    Examples
    --------
    >>> [finding.view.indicator for finding in latest_findings()]
    ['he19_rate', 'he19_rate', 'he19_gap']
    """
    with _making:
        return _findings()


@lru_cache(maxsize=1)
def _findings() -> tuple[Finding, ...]:
    return _lowest(), _change(), _gap()


def _lowest() -> Finding:
    """Name the authorities that may be the lowest."""
    year = periods_of(indicator(RATE)).latest
    ranks, figures = ranks_at(RATE, LEVEL, year), at_year(RATE, LEVEL, year)["value"]
    england = float(at_year(RATE, "nation", year)["value"].loc[ENGLAND])
    may_be = figures[ranks.index[ranks["rank_low"] == 1]].sort_values()
    names = [place_in_prose(name) for name in _names(may_be.index)]
    marked = tuple(zip(names, may_be.tolist(), strict=True))
    against = f"against {percent_text(england, 1)} in England"
    if len(names) > NAMED:
        headline = f"Fewest go on in {len(names)} places that cannot be told apart"
        sentence = (
            f"Between {percent_text(may_be.min(), 1)} and {percent_text(may_be.max(), 1)} of their "
            f"state-funded pupils had entered higher education by 19, {against}."
        )
    else:
        headline = f"Fewest go on in {and_list(names)}"
        shares = and_list([percent_text(share, 1) for share in may_be])
        whose = "its" if len(names) == 1 else "their"
        sentence = (
            f"{shares} of {whose} state-funded pupils had entered higher education by 19 "
            f"({periods_of(indicator(RATE)).label(year)}), {against}."
        )
        if len(names) > 1:
            which = "Either" if len(names) == 2 else "Any of them"
            sentence += f" {which} may be the lowest (95% interval of ranks)."
    picture = Strip(tuple(sorted(figures.dropna())), marked, ("England", england))
    return Finding(headline, sentence, picture, replace(FIRST_SCREEN, select=str(may_be.index[0])))


def _change() -> Finding:
    """Count the authorities that rose and fell, and name those few that went against the rest."""
    periods = periods_of(indicator(RATE))
    first, last = min(periods.compared_with(periods.latest)), periods.latest
    changed = change_between(RATE, LEVEL, first, last)
    moved = changed["direction"].dropna()
    up, down = moved.index[moved == CLEARLY_UP], moved.index[moved == CLEARLY_DOWN]
    many, few, more, fewer = up, down, "more", "fewer"
    if len(down) > len(up):
        many, few, more, fewer = down, up, "fewer", "more"
    few = changed.loc[few, "change"].abs().sort_values(ascending=False).index
    names = [place_in_prose(name) for name in _names(few)]
    since = periods.label(first)
    sentence = (
        f"In {len(many):,} of {len(moved):,} {geography(LEVEL).plural}, {more} pupils go on than "
        f"in {since}; in {len(moved) - len(up) - len(down):,} no change is clear."
    )
    if not names:
        headline = f"Nowhere do clearly {fewer} pupils go on than in {since}"
    elif len(names) <= NAMED:
        headline = f"Against the trend: {fewer} in {and_list(names)}"
    else:
        headline = f"Against the trend: {fewer} in {len(names)} places"
    picture = Parts(
        (
            ("fewer", len(down)),
            ("no clear change", len(moved) - len(up) - len(down)),
            ("more", len(up)),
        )
    )
    return Finding(headline, sentence, picture, replace(FIRST_SCREEN, mode=CHANGE))


def _gap() -> Finding:
    """Compare pupils who are eligible for free school meals with others."""
    periods = periods_of(indicator(GAP))
    first, last = min(periods.compared_with(periods.latest)), periods.latest
    meals, others = (
        float(at_year(name, "nation", last)["value"].loc[ENGLAND]) for name in (_ON_MEALS, _OTHERS)
    )
    moved = change_between(GAP, "nation", first, last)
    before, after = (float(moved[name].loc[ENGLAND]) for name in ("before", "after"))
    direction = str(moved["direction"].loc[ENGLAND])
    how = {CLEARLY_UP: "wider than", CLEARLY_DOWN: "narrower than"}.get(
        direction, "not clearly different from"
    )
    return Finding(
        f"A gap of {_points(after)} by free school meals",
        f"{percent_text(meals, 1)} of pupils who were eligible for free school meals had entered "
        f"higher education by 19, against {percent_text(others, 1)} of other pupils. The gap is "
        f"{how} the {_points(before)} of {periods.label(first)}.",
        Bars((("Free school meals", meals), ("Other pupils", others))),
        with_measure(FIRST_SCREEN, GAP),
    )


def _points(share: float) -> str:
    return f"{percent_text(share, 1).removesuffix('%')} points"


def _names(codes: pd.Index) -> list[str]:
    names: list[str] = area_table(LEVEL)["area_name"].reindex(codes).tolist()
    return names
