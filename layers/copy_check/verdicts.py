"""Hold one claim against what is so: the verdict, and a sentence that says why."""

from __future__ import annotations

import math
from dataclasses import replace

from geo.areas import change_text
from geo.compare import Interval
from geo.registry import Indicator
from layers.copy_check.amounts import Amount, agrees
from layers.copy_check.held import Rank
from layers.copy_check.model import Verdict
from layers.copy_check.recognise import Found
from layers.words import number_word, ordinal

Answer = tuple[Verdict, str]
"""A verdict and its sentence."""
_LARGEST_AMONG = 10
"""A place is "among the lowest" where its ranks lie within the lowest of so many parts."""
_ALIKE = 0.03
"""Difference up to which places that no test tells apart may be called the same."""


def figure_verdict(amount: Amount, held: Interval, entry: Indicator, where: str) -> Answer:
    """Hold a figure against the published one."""
    value = held.value if entry.kind == "rate" else held.value / 100
    text = f"{where}: {figure_text(held, entry)}"
    if agrees(amount, value):
        return (Verdict.ROUNDED if amount.is_rounded else Verdict.RIGHT), f"{text}."
    return Verdict.WRONG, f"{text}."


def figure_text(held: Interval, entry: Indicator) -> str:
    """Write a figure with its interval, or that there is none."""
    text = entry.text(held.value)
    if math.isnan(held.low):
        return f"{text}, no interval published"
    return f"{text} (95% interval {entry.text(held.low)} to {entry.text(held.high)})"


def interval_verdict(
    low: Amount, high: Amount, held: Interval, entry: Indicator, where: str
) -> Answer:
    """Hold the ends of an interval against those of the figure."""
    text = f"{where}: {figure_text(held, entry)}."
    if math.isnan(held.low):
        return Verdict.NOT_OURS, text
    unit = 1 if entry.kind == "rate" else 100
    same = agrees(low, held.low / unit) and agrees(high, held.high / unit)
    return (Verdict.RIGHT if same else Verdict.WRONG), text


def count_verdict(amount: Amount, count: int, where: str, what: str) -> Answer:
    """Hold a count against that of the table.

    Examples
    --------
    >>> count_verdict(Amount(12_000, 1, "count"), 11_972, "Hull", "young people")[0]
    <Verdict.ROUNDED: 'right when rounded'>
    """
    text = f"{where}: {count:,} {what}."
    if agrees(amount, count):
        return (Verdict.ROUNDED if amount.hedge else Verdict.RIGHT), text
    digits = f"{amount.value:.0f}"
    rounded = replace(amount, step=10.0 ** (len(digits) - len(digits.rstrip("0"))))
    if not amount.hedge and agrees(rounded, count) and digits.rstrip("0"):
        return Verdict.ROUNDED, text
    return Verdict.WRONG, text


def comparison_verdict(
    found: Found, first: Interval, second: Interval, apart: Interval, entry: Indicator,
    names: tuple[str, str], *, flips: bool = False,
) -> Answer:  # fmt: skip
    """Hold "9 points below England" against the tested difference.

    Parameters
    ----------
    first, second
        Figures of the place and of what it is compared with.
    apart
        The first less the second.
    flips
        Whether "worse" means higher.
    """
    side = found.side
    if flips:
        side = {"lower": "higher", "higher": "lower"}.get(side, side)
    size = change_text(entry, apart.value)
    text = (
        f"{names[0]} {entry.text(first.value)}, {names[1]} {entry.text(second.value)}: "
        f"{size} {'lower' if apart.value < 0 else 'higher'}"
    )
    tested = not math.isnan(apart.low)
    clear = tested and (apart.low > 0 or apart.high < 0)
    if side == "same":
        if tested and not clear:
            near = entry.kind != "rate" or abs(apart.value) <= _ALIKE
            if near:
                return Verdict.RIGHT, f"{text}, which no test tells apart."
            return Verdict.BEYOND, f"{text}; not clearly different, which is not the same as alike."
        near = abs(apart.value) <= (0.01 if entry.kind == "rate" else entry.step)
        if near:
            return Verdict.ROUNDED, f"{text}."
        return Verdict.WRONG, f"{text}."
    is_lower = apart.value < 0
    if apart.value == 0 or is_lower != (side == "lower"):
        return Verdict.WRONG, f"{text}."
    if found.amount is not None and not agrees(found.amount, _size(apart.value, entry)):
        return Verdict.WRONG, f"{text}."
    if tested and not clear:
        return Verdict.BEYOND, f"{text}; the test does not tell them apart."
    if not tested:
        text += "; no interval is published, so nobody can test it"
    rounded = found.amount is not None and found.amount.is_rounded
    return (Verdict.ROUNDED if rounded else Verdict.RIGHT), f"{text}."


def _size(value: float, entry: Indicator) -> float:
    return abs(value) if entry.kind == "rate" else abs(value) / 100


def rank_verdict(found: Found, rank: Rank, plural: str, scope: str) -> Answer:
    """Hold a rank against the rank interval.

    Parameters
    ----------
    found
        Its side is lowest, highest or either.
    rank
        Counted from the lowest.
    plural, scope
        What is ranked, and within what: "regions", "England".
    """
    if found.side == "either":
        low, high = (
            rank_verdict(replace(found, side=side), rank, plural, scope)
            for side in ("lowest", "highest")
        )
        return low if low[0] is not Verdict.WRONG else high
    if found.of is not None and found.of != rank.of:
        return Verdict.WRONG, f"{rank.of} {plural} of {scope} are ranked, not {found.of}."
    at, first, last = _from(rank, found.side)
    text = f"{_ordinal(at)} {found.side} of {rank.of} {plural} of {scope}"
    if rank.is_tested and last > first:
        text += f"; the interval runs from {ordinal(first)} to {ordinal(last)}"
    elif not rank.is_tested:
        text += "; no interval is published, so nobody can test it"
    if found.last is not None:
        same = (found.order, found.last) == (first, last)
        return (Verdict.RIGHT if same else Verdict.WRONG), f"{text}."
    if found.group is not None:
        return _group_verdict(found.group, at, last, rank, text)
    shared = range(at, at + rank.ties)
    if found.order not in shared:
        return Verdict.WRONG, f"{text}."
    if rank.is_tested and last > first:
        say = (
            f"say “one of the {number_word(last)} {found.side}”"
            if first == 1
            else "say between which ranks"
        )
        return Verdict.BEYOND, f"{text}: {say}."
    return Verdict.RIGHT, f"{text}."


def _group_verdict(group: float, at: int, last: int, rank: Rank, text: str) -> Answer:
    most = rank.of / _LARGEST_AMONG if group == 0 else group if group >= 1 else group * rank.of
    most = max(most, 2) if group == 0 else most
    if last <= most:
        return Verdict.RIGHT, f"{text}."
    if at <= most:
        if not rank.is_tested:
            return Verdict.RIGHT, f"{text}."
        return Verdict.BEYOND, f"{text}: it may stand outside that group."
    return Verdict.WRONG, f"{text}."


def _from(rank: Rank, side: str) -> tuple[int, int, int]:
    """Return a rank and the ends of its interval, counted from one side."""
    if side == "lowest":
        return rank.at, rank.first, rank.last
    of = rank.of
    return of - rank.at - rank.ties + 2, of - rank.last + 1, of - rank.first + 1


def _ordinal(at: int) -> str:
    return "the" if at == 1 else ordinal(at)


def change_verdict(
    found: Found, before: Interval, size: Interval, entry: Indicator, where: str, since: str
) -> Answer:
    """Hold "fell by 9 points since 2016" against the tested change.

    Parameters
    ----------
    before
        Figure of the first year.
    size
        What changed since.
    """
    moved = "down" if size.value < 0 else "up"
    by = change_text(entry, size.value)
    text = f"{where}: {moved} {by} from {entry.text(before.value)} in {since}"
    tested = not math.isnan(size.low)
    clear = tested and (size.low > 0 or size.high < 0)
    if found.side == "flat":
        if not clear and tested:
            return Verdict.RIGHT, f"{text}; no clear change."
        near = abs(size.value) <= (0.01 if entry.kind == "rate" else entry.step)
        return (Verdict.ROUNDED if near else Verdict.WRONG), f"{text}."
    if size.value == 0 or (size.value < 0) != (found.side == "fall"):
        return Verdict.WRONG, f"{text}."
    amount = found.amount
    if amount is not None:
        points = agrees(amount, _size(size.value, entry))
        if amount.is_relative:
            if agrees(amount, abs(size.value) / before.value):
                text += f", which is {abs(size.value) / before.value:.0%} of that"
            elif points and entry.kind == "rate":
                return Verdict.WRONG, f"{text}: write points, not per cent."
            else:
                return Verdict.WRONG, f"{text}."
        elif not points:
            return Verdict.WRONG, f"{text}."
    if tested and not clear:
        return Verdict.BEYOND, f"{text}; the test finds no clear change."
    if not tested:
        text += "; no interval is published, so nobody can test it"
    rounded = amount is not None and amount.is_rounded
    return (Verdict.ROUNDED if rounded else Verdict.RIGHT), f"{text}."
