"""Figures as people write them: each way read, and what it is not."""

from __future__ import annotations

import re

import pytest

from layers.copy_check.amounts import (
    COUNT,
    FRACTION,
    IN,
    MAJORITY,
    PERCENT,
    POINTS,
    Amount,
    agrees,
    amount_of,
)


@pytest.mark.parametrize(
    ("pattern", "text", "value", "hedge"),
    [
        (PERCENT, "27.7%", 0.277, ""),
        (PERCENT, "27.7 per cent", 0.277, ""),
        (PERCENT, "twenty-seven percent", 0.27, ""),
        (PERCENT, "More than 27%", 0.27, "more than"),
        (POINTS, "nine percentage points", 0.09, ""),
        (POINTS, "a 9.1-point fall", 0.091, ""),
        (POINTS, "half a point", 0.005, ""),
        (FRACTION, "more than a quarter of", 0.25, "more than"),
        (FRACTION, "two-thirds of", 2 / 3, ""),
        (IN, "one in four", 0.25, ""),
        (IN, "nearly 3 out of 10", 0.3, "nearly"),
        (MAJORITY, "Most pupils", 0.5, "more than"),
        (COUNT, "1,234 young people", 1234, ""),
    ],
)
def test_an_amount_is_read(pattern: re.Pattern[str], text: str, value: float, hedge: str) -> None:
    match = pattern.search(text)
    assert match is not None
    amount = amount_of(match)
    assert amount.value == pytest.approx(value)
    assert amount.hedge == hedge


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (PERCENT, "27 points"),
        (PERCENT, "27 pupils"),
        (POINTS, "27%"),
        (FRACTION, "the third of May"),
        (FRACTION, "a third place"),
        (IN, "one in the town"),
        (MAJORITY, "most of the time"),
        (COUNT, "1,234 houses"),
    ],
)
def test_what_is_no_amount_is_left(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text) is None


@pytest.mark.parametrize(
    ("amount", "value", "right"),
    [
        (Amount(0.277, 0.001, "share"), 0.2765, True),
        (Amount(0.277, 0.001, "share"), 0.2764, False),
        (Amount(0.28, 0.01, "share"), 0.275, True),
        (Amount(0.28, 0.01, "share"), 0.2749, False),
        (Amount(0.25, 0, "share", "more than"), 0.2501, True),
        (Amount(0.25, 0, "share", "more than"), 0.25, False),
        (Amount(0.25, 0.01, "share", "at least"), 0.25, True),
        (Amount(0.25, 0, "share", "fewer than"), 0.2499, True),
        (Amount(0.25, 0, "share", "fewer than"), 0.25, False),
        (Amount(0.4, 0.01, "share", "nearly"), 0.38, True),
        (Amount(0.4, 0.01, "share", "nearly"), 0.401, False),
        (Amount(0.4, 0.01, "share", "nearly"), 0.36, False),
        (Amount(0.4, 0.01, "share", "just over"), 0.42, True),
        (Amount(0.4, 0.01, "share", "just over"), 0.44, False),
        (Amount(0.3, 0.01, "share", "about"), 0.315, True),
        (Amount(0.3, 0.01, "share", "about"), 0.317, False),
        (Amount(0.25, 0, "share"), 0.28, True),
        (Amount(0.25, 0, "share"), 0.281, False),
        (Amount(0.1, 0, "share"), 0.12, True),
        (Amount(0.1, 0, "share"), 0.13, False),
    ],
)
def test_an_amount_agrees_up_to_its_limit(amount: Amount, value: float, right: bool) -> None:
    assert agrees(amount, value) is right
