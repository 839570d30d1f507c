"""Recognise what a sentence claims: figures, ranks, comparisons and changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from layers.copy_check import patterns
from layers.copy_check.amounts import (
    COUNT,
    FRACTION,
    IN,
    MAJORITY,
    ORDINALS,
    PERCENT,
    POINTS,
    Amount,
    amount_of,
    number_of,
    step_of,
)
from layers.copy_check.names import Mention
from layers.copy_check.patterns import HIDDEN, PLACE, YEARS
from layers.copy_check.sentences import Span
from layers.copy_check.topics import AGE, CAUSES, PERSON, YEAR

Kind = Literal[
    "figure", "interval", "count", "rank", "comparison", "gap", "change", "cause", "person",
    "unread",
]  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One claim as the words have it."""

    kind: Kind
    start: int
    end: int
    amount: Amount | None = None
    side: str = ""
    """lower, higher or same; of a change fall, rise, flat or none; of a rank lowest or highest."""
    target: Span | None = None
    """Where what it is compared with stands; None for the nation."""
    order: int = 1
    """Of a rank: 2 for the second lowest."""
    last: int | None = None
    """Of a rank between two: the second of them."""
    of: int | None = None
    """Of a rank: how many places are ranked, where that is said."""
    group: float | None = None
    """Of a rank among many: how many (1 or more), the share of all (under 1), or 0 for some."""
    years: tuple[str, ...] = ()
    """Of a change: since when, and until when where that is said."""
    what: str = ""
    """Of a count: what is counted."""
    before: Amount | None = None
    """Of an interval: its upper end."""


_FEWEST_RANKED = 5
"""Places from which "of N" counts those that are ranked; "of two" may be anything."""


def mask(text: str, mentions: tuple[Mention, ...]) -> str:
    """Return a text of the same length in which places, years and ages are signs.

    Examples
    --------
    >>> mask("Fell since 2016 in higher education by 19", ())
    'Fell since ¥¥¥¥ in ¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤ ¤¤¤¤¤'
    """
    made = text
    for one in mentions:
        made = _put(made, (one.start, one.end), PLACE)
    for pattern, sign in ((patterns.TERMS, HIDDEN), (YEAR, YEARS), (AGE, HIDDEN)):
        for match in pattern.finditer(made):
            made = _put(made, match.span(), sign)
    return made


def _put(text: str, span: Span, sign: str) -> str:
    return text[: span[0]] + sign * (span[1] - span[0]) + text[span[1] :]


def recognise(text: str, masked: str, span: Span) -> list[Found]:
    """Return what a sentence claims, in its order; no two overlap.

    Parameters
    ----------
    text, masked
        The whole text, and the same as `mask` returns it.
    span
        Where the sentence stands.
    """
    found = list[Found]()
    for one in _claims(text, masked, span):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _claims(text: str, masked: str, span: Span) -> Iterator[Found]:
    """Yield claims, those of more words first."""
    for match in PERSON.finditer(masked, *span):
        yield Found("person", *match.span())
    for match in patterns.INTERVAL.finditer(masked, *span):
        low, high = (_end(match[end]) for end in ("low", "high"))
        yield Found("interval", *match.span(), amount=low, before=high)
    yield from _gaps(masked, span)
    yield from _comparisons(masked, span)
    yield from _ranks(masked, span)
    yield from _changes(text, masked, span)
    for pattern in (PERCENT, IN, FRACTION, MAJORITY):
        for match in pattern.finditer(masked, *span):
            if pattern is FRACTION and patterns.OF_ANOTHER.match(masked, match.end(), span[1]):
                continue
            yield Found("figure", *match.span(), amount=amount_of(match))
    yield from _bare_points(text, masked, span)
    for match in COUNT.finditer(masked, *span):
        yield Found("count", *match.span(), amount=amount_of(match), what=match["what"].lower())
    for match in CAUSES.finditer(masked, *span):
        yield Found("cause", *match.span())
    for match in patterns.LOOSE.finditer(masked, *span):
        whole = match["number"] or match["word"]
        common = any(
            one.start() <= match.start() < one.end()
            for one in patterns.COMMON.finditer(masked, *span)
        )
        if not common and not patterns.BARE_ONE.fullmatch(whole):
            yield Found("unread", *match.span())


def _end(text: str) -> Amount:
    return Amount(round(number_of(text) / 100, 8), step_of(text) / 100, "share")


def _points(text: str) -> Amount:
    match = POINTS.search(text)
    assert match is not None
    return amount_of(match)


def _gaps(masked: str, span: Span) -> Iterator[Found]:
    for match in patterns.GAP.finditer(masked, *span):
        part = next(one for one in ("behind", "before", "after") if match[one])
        if patterns.MOVED.search(match[0]) or " than " in match[0]:
            continue
        yield Found("gap", *match.span(part), amount=_points(match[part]))


def _bare_points(text: str, masked: str, span: Span) -> Iterator[Found]:
    """Yield points that are neither a change nor a distance: of a gap, or a score."""
    words = text[slice(*span)]
    kind: Kind | None = "gap" if "gap" in words else "figure" if "Attainment 8" in words else None
    if kind is not None:
        for match in POINTS.finditer(masked, *span):
            yield Found(kind, *match.span(), amount=amount_of(match))


def _comparisons(masked: str, span: Span) -> Iterator[Found]:
    for match in patterns.COMPARISON.finditer(masked, *span):
        side = "lower" if match["lower"] else "higher" if match["higher"] else "same"
        yield Found(
            "comparison", *match.span(), side=side, target=match.span("target"),
            amount=_points(match["size"]) if match["size"] else None,
        )  # fmt: skip


def _ranks(masked: str, span: Span) -> Iterator[Found]:
    for match in patterns.BETWEEN.finditer(masked, *span):
        yield Found(
            "rank", *match.span(), side=match["end"].lower(), order=_order(match["first"]),
            last=_order(match["last"]), of=int(number_of(match["of"])) if match["of"] else None,
        )  # fmt: skip
    for match in patterns.PLACED.finditer(masked, *span):
        end = (match["end"] or "").lower()
        side = "highest" if re.search("highest|top|best", end) else "lowest" if end else "either"
        yield Found(
            "rank", *match.span(), side=side, order=_order(match["order"]),
            of=int(number_of(match["of"])),
        )  # fmt: skip
    for match in patterns.AMONG.finditer(masked, *span):
        several = match["several"] or ""
        number = match["first"] or match["second"]
        if not (several or match["part"] or number):
            continue
        if not several and not match["part"] and not match["second"]:
            continue
        if re.search(r"\d\s$", masked[: match.start()]):
            # "33 are in the lowest fifth" counts areas inside.
            continue
        if re.search(r"\bin $", several, re.I) and not match["part"] and not number:
            # "in the lowest" speaks of a class, unless it is a part of all.
            continue
        group = (
            patterns.PARTS[match["part"].lower()]
            if match["part"]
            else number_of(number)
            if number
            else 0.0
        )
        if match["first"] and match["first"].lower() == "one" and not match["second"]:
            group = 0.0
        of, end = _of(masked, match.end(), span[1])
        yield Found("rank", match.start(), end, side=_side(match["extreme"]), group=group, of=of)
    for match in patterns.RANK.finditer(masked, *span):
        order = match["order"]
        of, end = _of(masked, match.end(), span[1])
        yield Found(
            "rank", match.start(), end, side=_side(match["extreme"]), of=of,
            order=_order(order) if order and order.lower() != "joint" else 1,
        )  # fmt: skip


def _of(masked: str, start: int, end: int) -> tuple[int | None, int]:
    """Return how many places are ranked, where a text says so, and where that ends."""
    match = patterns.OF.match(masked, start, end)
    if match is None or number_of(match["of"]) < _FEWEST_RANKED:
        return None, start
    return int(number_of(match["of"])), match.end("of")


def _side(word: str) -> str:
    low = word.lower()
    if low in ("highest", "top", "largest", "widest"):
        return "highest"
    return low if low in ("worst", "best", "poorest") else "lowest"


def _order(text: str) -> int:
    low = text.lower()
    return ORDINALS[low] if low in ORDINALS else int(re.sub(r"\D", "", low))


def _changes(text: str, masked: str, span: Span) -> Iterator[Found]:
    years = _years(text, masked, span)
    for match in patterns.STAYED.finditer(masked, *span):
        yield Found("change", *match.span(), side="flat", years=years)
    for match in patterns.NOUN_CHANGE.finditer(masked, *span):
        side = "rise" if match["up"] or match["up_of"] else "fall"
        size = match["size"] or match["size_of"]
        yield Found("change", *match.span(), side=side, years=years, amount=_points(size))
    for match in patterns.CHANGE.finditer(masked, *span):
        yield Found(
            "change", *match.span(), side="rise" if match["up"] else "fall", years=years,
            amount=_size(match["percent"] or match["points"] or ""),
        )  # fmt: skip
    for match in patterns.MOVED_TO.finditer(masked, *span):
        yield Found("change", *match.span(), side="rise" if match["up"] else "fall", years=years)


def _size(text: str) -> Amount | None:
    points, percent = POINTS.search(text), PERCENT.search(text)
    if points is not None:
        return amount_of(points)
    if percent is None:
        return None
    amount = amount_of(percent)
    return Amount(amount.value, amount.step, "points", amount.hedge, is_relative=True)


def _years(text: str, masked: str, span: Span) -> tuple[str, ...]:
    """Return since when and until when a sentence says that something changed."""
    since = re.search(r"\bsince\s(?:the )?(¥+)", masked[slice(*span)])
    if since:
        return (text[span[0] + since.start(1) : span[0] + since.end(1)],)
    found = [text[slice(*match.span())] for match in re.finditer("¥+", masked[: span[1]])
             if match.start() >= span[0]]  # fmt: skip
    return tuple(found[:2])
