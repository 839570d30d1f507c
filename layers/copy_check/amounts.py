"""Read figures as people write them: percentages, fractions, "one in four", points, counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "points", "count"]

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = {word: number for number, word in enumerate(_SMALL)} | {
    tens if not one else f"{tens}-{_SMALL[one]}": 10 * ten + one
    for ten, tens in enumerate(_TENS, start=2)
    for one in range(10)
}
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ],
        start=1,
    )
}
_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{_WORD})\b)"
_MORE = ("more than", "over", "above", "well over", "at least")
_LESS = (
    "fewer than", "less than", "under", "below", "well under", "at most", "no more than", "up to",
)  # fmt: skip
_SLIGHTLY = ("over", "above", "more than"), ("under", "below", "less than", "fewer than")
_JUST_MORE = ("just over", "just above", *(f"slightly {word}" for word in _SLIGHTLY[0]))
_JUST_LESS = (
    "just under", "just below", "nearly", "almost", "close to",
    *(f"slightly {word}" for word in _SLIGHTLY[1]),
)  # fmt: skip
_ABOUT = ("about", "around", "roughly", "approximately", "some")
_HEDGES = (*_MORE, *_LESS, *_JUST_MORE, *_JUST_LESS, *_ABOUT, "only", "just")
HEDGE = rf"(?:(?P<hedge>{'|'.join(sorted(_HEDGES, key=len, reverse=True))})\s+)?"
_PERCENT = r"(?:\s?%|[\s-](?:per cent|percent)\b)"
_PARTS = {
    "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4,
    "quarters": 1 / 4, "fifth": 1 / 5, "fifths": 1 / 5, "sixth": 1 / 6, "eighth": 1 / 8,
    "tenth": 1 / 10, "tenths": 1 / 10,
}  # fmt: skip
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_NO_PART = r"lowest|highest|worst|best|of the share|of (?:the )?\d+|year|time|place|term"
_AFTER_PART = "of|go|went|have|had|were|are|in|do|did|entered|made|as|live|lived"
PERCENT = re.compile(
    rf"{HEDGE}(?P<number>{NUMBER})(?!\s?[-–]point){_PERCENT}(?!\s+points?|age)", re.I
)
POINTS = re.compile(
    rf"{HEDGE}(?P<number>{NUMBER}|half a|an?|one)(?:%|\s?per cent)?[\s-]"
    r"(?:percentage[\s-])?points?\b",
    re.I,
)
FRACTION = re.compile(
    rf"{HEDGE}(?:(?P<top>an?|one|two|three|four)[\s-]|(?=half))(?P<part>{_PART})\b"
    rf"(?! (?:{_NO_PART}))(?=(?:\s(?:{_AFTER_PART})\b|[,.)]|$))",
    re.I,
)
IN = re.compile(
    rf"{HEDGE}(?P<top>{NUMBER})\s(?:in|out of)\s(?:every\s)?(?P<bottom>\d{{1,3}}|{_WORD})\b"
    r"(?!\s?(?:%|per cent))",
    re.I,
)
MAJORITY = re.compile(
    r"(?P<most>(?:a|the) majority|most)"
    r"(?= (?:of (?:its |the )?)?(?:young people|pupils|school leavers|children))|"
    r"(?P<least>a minority)(?= of)",
    re.I,
)
COUNT = re.compile(
    rf"{HEDGE}(?P<number>{NUMBER})\s(?:are |is an? )?"
    r"(?P<what>young people|teenagers|(?:tested )?cold spots|neighbourhoods|data zones)\b",
    re.I,
)


@dataclass(frozen=True)
class Amount:
    """A figure as a text writes it."""

    value: float
    """Shares and points as fractions of 1."""
    step: float
    """Of its last digit; 0 where it is written in words that round."""
    unit: Unit
    hedge: str = ""
    is_relative: bool = False
    """Whether per cent is written where points may be meant."""

    @property
    def is_rounded(self) -> bool:
        """Test whether words round it: a hedge, or a fraction."""
        return bool(self.hedge) or self.step == 0


_NEAR_SHARE, _NEAR_PART, _NEAR_COUNT = 0.015, 0.03, 0.05
"""How far a figure may be from "about 30%", from "a quarter", and as a share of a count."""


def agrees(amount: Amount, value: float) -> bool:
    """Test whether a figure may be written so.

    Parameters
    ----------
    value
        The figure: shares and points as fractions of 1.

    Examples
    --------
    >>> agrees(Amount(0.28, 0.01, "share"), 0.277), agrees(Amount(0.27, 0.01, "share"), 0.277)
    (True, False)
    >>> agrees(Amount(0.25, 0, "share", "more than"), 0.277)
    True
    """
    apart, slack = value - amount.value, 1e-9
    hedge = amount.hedge.lower()
    near = _near(amount)
    if hedge in _MORE:
        return apart > slack or (hedge == "at least" and apart >= -slack)
    if hedge in _LESS:
        return apart < -slack or (hedge in ("at most", "no more than", "up to") and apart <= slack)
    if hedge in _JUST_MORE:
        return slack < apart <= 2 * near + slack
    if hedge in _JUST_LESS:
        return slack < -apart <= 2 * near + slack
    if hedge in ("", "only", "just") and amount.step:
        return abs(apart) <= amount.step / 2 + slack
    return abs(apart) <= near + slack


def _near(amount: Amount) -> float:
    if amount.unit == "count":
        return max(amount.step / 2, _NEAR_COUNT * amount.value)
    if amount.step == 0:
        return min(_NEAR_PART, amount.value / 5)
    return _NEAR_SHARE if amount.unit == "share" else max(amount.step / 2, 0.01)


def number_of(text: str) -> float:
    """Read a number in digits or words.

    Examples
    --------
    >>> number_of("1,234"), number_of("twenty-seven"), number_of("half a"), number_of("a")
    (1234.0, 27.0, 0.5, 1.0)
    """
    low = text.lower()
    if low in ("a", "an"):
        return 1.0
    if low == "half a":
        return 0.5
    return float(NUMBERS[low]) if low in NUMBERS else float(low.replace(",", ""))


def step_of(text: str) -> float:
    """Return what the last digit of a number counts.

    Examples
    --------
    >>> step_of("27"), step_of("27.7")
    (1.0, 0.1)
    """
    decimals = len(text.partition(".")[2]) if text[0].isdigit() else 0
    return float(10.0**-decimals)


def amount_of(match: re.Match[str]) -> Amount:
    """Return what a match of one of the patterns here says.

    Examples
    --------
    >>> amount_of(PERCENT.search("27.7 per cent")).value
    0.277
    >>> amount_of(IN.search("one in four")).value
    0.25
    """
    hedge = (match["hedge"] or "").lower() if "hedge" in match.re.groupindex else ""
    if match.re is MAJORITY:
        return Amount(0.5, 0.0, "share", "more than" if match["most"] else "less than")
    if match.re is FRACTION:
        top = number_of(match["top"]) if match["top"] else 1.0
        return Amount(top * _PARTS[match["part"].lower()], 0.0, "share", hedge)
    if match.re is IN:
        top, bottom = number_of(match["top"]), number_of(match["bottom"])
        return Amount(top / bottom if bottom else 0.0, 0.0, "share", hedge)
    number, step = number_of(match["number"]), step_of(match["number"])
    if match.re is COUNT:
        return Amount(number, step, "count", hedge)
    unit: Unit = "points" if match.re is POINTS else "share"
    return Amount(round(number / 100, 8), step / 100, unit, hedge)
