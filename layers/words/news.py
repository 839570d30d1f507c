"""Which fact about a place is the news: tested facts, in a stated order of news value.

The order is told to readers in docs/explanation/headlines.md. It rests on tests alone: what is not
tested is never compared, and comes last as a figure by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from geo.compare import HIGHER, LOWER, NOT_CLEAR, Beside, Finding

Kind = Literal[
    "lowest", "highest", "falls against nation", "among lowest", "far below nation",
    "far above nation", "among highest", "rises against nation", "moves unlike nation",
    "wide gap", "gap changed", "below nation", "above nation", "below region", "above region",
    "changed", "like nation", "figure",
]  # fmt: skip
ORDER: tuple[Kind, ...] = get_args(Kind)
"""Kinds of fact, the best news first."""

FEWEST_RANKED = 5
"""Places of a level that must be ranked before "lowest" is news."""
LEAST_AMONG = 2
"""Smallest group that a place is said to be among; for one alone there is "lowest"."""
TENTH = 10
"""A place is among the lowest where its ranks lie within the lowest tenth."""
FAR = 0.10
"""Distance from the nation's rate from which it is far."""
ALIKE = 0.03
"""Distance up to which a place that the test does not tell apart is about the same."""
WIDE = 0.03
"""Points by which a gap is wider than the nation's where that is news."""
LARGE_CHANGE = 0.05
"""Change that is news where it also differs from the nation's."""


@dataclass(frozen=True)
class Fact:
    """One thing that can be said of a place, with what it rests on."""

    kind: Kind
    finding: Finding
    """Of the measure that the fact is about."""
    beside: Beside | None = None
    """What it is compared with."""
    count: int = 0
    """How many places it is among."""


def facts_of(main: Finding, gap: Finding | None = None) -> tuple[Fact, ...]:
    """Return what can be said of a place, the best news first.

    Parameters
    ----------
    main
        Its freshest measure of who goes on.
    gap
        Of pupils on free school meals behind the others; None where it is not published.

    Returns
    -------
    facts
        At least the figure by itself, which is last.
    """
    found = [*_of_ranks(main), *_of_changes(main), *_of_gap(gap), *_beside(main)]
    found.append(Fact("figure", main))
    return tuple(sorted(found, key=lambda one: ORDER.index(one.kind)))


def group_size(count: int) -> int:
    """Return how many places the lowest of a level are: a tenth, and two at least.

    Examples
    --------
    >>> [group_size(count) for count in (9, 15, 148, 543)]
    [2, 2, 14, 54]
    """
    return max(LEAST_AMONG, count // TENTH)


def _of_ranks(main: Finding) -> Iterator[Fact]:
    rank = main.rank
    if rank is None or rank.of < FEWEST_RANKED:
        return
    low, high = rank.among_lowest, rank.among_highest
    most = group_size(rank.of)
    if low == 1:
        yield Fact("lowest", main)
    elif low <= most:
        yield Fact("among lowest", main, count=low)
    if high == 1:
        yield Fact("highest", main)
    elif high <= most:
        yield Fact("among highest", main, count=high)


def _of_changes(main: Finding) -> Iterator[Fact]:
    change, nation = main.change, main.nation
    if change is None or change.verdict not in (LOWER, HIGHER):
        return
    yield Fact("changed", main)
    theirs = nation.change if nation is not None else None
    if nation is None or theirs is None:
        return
    if (change.verdict, theirs.verdict) == (LOWER, HIGHER):
        yield Fact("falls against nation", main, nation)
    elif (change.verdict, theirs.verdict) == (HIGHER, LOWER):
        yield Fact("rises against nation", main, nation)
    large = abs(change.size.value) >= LARGE_CHANGE
    if large and nation.change_verdict in (LOWER, HIGHER):
        yield Fact("moves unlike nation", main, nation)


def _of_gap(gap: Finding | None) -> Iterator[Fact]:
    if gap is None:
        return
    nation = gap.nation
    if nation is not None and nation.verdict == HIGHER and nation.difference.value >= WIDE:
        yield Fact("wide gap", gap, nation)
    change = gap.change
    if change is None or change.verdict not in (LOWER, HIGHER):
        return
    if abs(change.size.value) >= LARGE_CHANGE:
        yield Fact("gap changed", gap)


def _beside(main: Finding) -> Iterator[Fact]:
    nation, region = main.nation, main.region
    if nation is not None:
        far = abs(nation.difference.value) >= FAR
        if nation.verdict == LOWER:
            yield Fact("far below nation" if far else "below nation", main, nation)
        elif nation.verdict == HIGHER:
            yield Fact("far above nation" if far else "above nation", main, nation)
        elif nation.verdict == NOT_CLEAR and abs(nation.difference.value) <= ALIKE:
            yield Fact("like nation", main, nation)
    if region is not None and region.verdict in (LOWER, HIGHER):
        yield Fact("below region" if region.verdict == LOWER else "above region", main, region)
