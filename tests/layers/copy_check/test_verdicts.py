"""Each verdict, on figures that are written out here."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from geo.compare import Interval
from geo.registry import indicator
from layers.copy_check.amounts import Amount
from layers.copy_check.held import Rank, difference_between, rank_in
from layers.copy_check.model import Verdict
from layers.copy_check.recognise import Found
from layers.copy_check.verdicts import (
    change_verdict,
    comparison_verdict,
    count_verdict,
    figure_verdict,
    interval_verdict,
    rank_verdict,
)

RATE = indicator("he19_rate")
HELD = Interval(0.277, 0.253, 0.302)
LOW, MIDDLE = Interval(0.277, 0.253, 0.302), Interval(0.458, 0.457, 0.459)
NEAR = Interval(0.46, 0.43, 0.49)
UNTESTED = Interval(0.277, math.nan, math.nan)
R, A, W, B = Verdict.RIGHT, Verdict.ROUNDED, Verdict.WRONG, Verdict.BEYOND


def points(size: float, hedge: str = "", *, relative: bool = False) -> Amount:
    return Amount(size, 0.001, "points", hedge, is_relative=relative)


def test_a_figure() -> None:
    for amount, verdict in (
        (Amount(0.277, 0.001, "share"), R), (Amount(0.28, 0.01, "share"), R),
        (Amount(0.25, 0, "share", "more than"), A), (Amount(0.31, 0.01, "share"), W),
    ):  # fmt: skip
        found, text = figure_verdict(amount, HELD, RATE, "Hull")
        assert found is verdict
        assert text == "Hull: 27.7% (95% interval 25.3% to 30.2%)."
    assert "no interval" in figure_verdict(Amount(0.277, 0.001, "share"), UNTESTED, RATE, "Hull")[1]


def test_an_interval() -> None:
    ends = Amount(0.253, 0.001, "share"), Amount(0.302, 0.001, "share")
    assert interval_verdict(*ends, HELD, RATE, "Hull")[0] is R
    assert interval_verdict(ends[0], replace(ends[1], value=0.303), HELD, RATE, "Hull")[0] is W
    assert interval_verdict(*ends, UNTESTED, RATE, "Hull")[0] is Verdict.NOT_OURS


@pytest.mark.parametrize(
    ("written", "verdict"), [(11_972, R), (12_000, A), (11_900, W), (12_972, W)]
)
def test_a_count(written: float, verdict: Verdict) -> None:
    assert count_verdict(Amount(written, 1, "count"), 11_972, "Hull", "people")[0] is verdict


@pytest.mark.parametrize(
    ("side", "amount", "first", "verdict"),
    [
        ("lower", None, LOW, R),
        ("lower", points(0.181), LOW, R),
        ("lower", points(0.18, "about"), LOW, A),
        ("lower", points(0.21), LOW, W),
        ("higher", None, LOW, W),
        ("higher", None, NEAR, B),
        ("same", None, NEAR, R),
        ("same", None, LOW, W),
        ("same", None, Interval(0.5, 0.4, 0.6), B),
        ("lower", None, UNTESTED, R),
        ("lower", None, MIDDLE, W),
    ],
)
def test_a_comparison(side: str, amount: Amount | None, first: Interval, verdict: Verdict) -> None:
    found = Found("comparison", 0, 1, amount, side)
    apart = difference_between(first, MIDDLE)
    names = ("Hull", "England")
    made, text = comparison_verdict(found, first, MIDDLE, apart, RATE, names)
    assert made is verdict, text


def test_worse_means_higher_where_high_is_worse() -> None:
    poverty = indicator("child_poverty_rate")
    found = Found("comparison", 0, 1, None, "lower")
    first, second = Interval(0.3, 0.29, 0.31), Interval(0.2, 0.19, 0.21)
    apart = difference_between(first, second)
    names = ("Hull", "Leeds")
    given = (found, first, second, apart, poverty, names)
    assert comparison_verdict(*given, flips=True)[0] is R
    assert comparison_verdict(*given, flips=False)[0] is W


TABLE = pd.DataFrame(
    {
        "value": [0.20, 0.22, 0.40, 0.41, 0.70],
        "low": [0.18, 0.19, 0.38, 0.36, 0.68],
        "high": [0.23, 0.25, 0.42, 0.46, 0.72],
    },
    index=list("abcde"),
)


@pytest.mark.parametrize(
    ("code", "claim", "verdict"),
    [
        ("a", {"side": "lowest"}, B),
        ("b", {"side": "lowest"}, W),
        ("b", {"side": "lowest", "order": 2}, B),
        ("a", {"side": "lowest", "group": 2}, R),
        ("a", {"side": "lowest", "group": 1}, B),
        ("c", {"side": "lowest", "group": 2}, W),
        ("a", {"side": "lowest", "group": 0.0}, R),
        ("c", {"side": "lowest", "group": 0.0}, W),
        ("a", {"side": "lowest", "group": 0.5}, R),
        ("e", {"side": "highest"}, R),
        ("e", {"side": "highest", "of": 5}, R),
        ("e", {"side": "highest", "of": 6}, W),
        ("e", {"side": "either", "order": 1}, R),
        ("c", {"side": "highest", "order": 3, "last": None}, B),
        ("c", {"side": "lowest", "order": 3, "last": 4}, R),
        ("c", {"side": "lowest", "order": 2, "last": 4}, W),
    ],
)
def test_a_rank(code: str, claim: dict[str, object], verdict: Verdict) -> None:
    found = replace(Found("rank", 0, 1), **claim)
    made, text = rank_verdict(found, rank_in(TABLE, code), "places", "England")
    assert made is verdict, text


def test_a_rank_without_intervals_is_that_of_the_published_figures() -> None:
    bare = TABLE.assign(low=math.nan, high=math.nan)
    rank = rank_in(bare, "a")
    assert rank == Rank(1, 1, 1, 5, is_tested=False)
    made, text = rank_verdict(Found("rank", 0, 1, side="lowest"), rank, "places", "Scotland")
    assert made is R
    assert "nobody can test it" in text


def test_equal_figures_share_a_rank() -> None:
    tied = rank_in(TABLE.assign(value=[0.2, 0.2, 0.4, 0.5, 0.6]), "b")
    assert (tied.at, tied.ties) == (1, 2)


FELL = Interval(-0.09, -0.12, -0.06)
UNCLEAR = Interval(-0.01, -0.04, 0.02)


@pytest.mark.parametrize(
    ("side", "amount", "size", "verdict"),
    [
        ("fall", None, FELL, R),
        ("fall", points(0.09), FELL, R),
        ("fall", points(0.1, "nearly"), FELL, A),
        ("fall", points(0.07), FELL, W),
        ("rise", None, FELL, W),
        ("fall", None, UNCLEAR, B),
        ("flat", None, UNCLEAR, R),
        ("flat", None, FELL, W),
        ("fall", points(0.09, relative=True), FELL, W),
        ("fall", Amount(0.25, 0.01, "points", is_relative=True), FELL, R),
        ("fall", None, Interval(-0.09, math.nan, math.nan), R),
    ],
)
def test_a_change(side: str, amount: Amount | None, size: Interval, verdict: Verdict) -> None:
    found = Found("change", 0, 1, amount, side)
    before = Interval(0.367, 0.344, 0.391)
    made, text = change_verdict(found, before, size, RATE, "Hull", "2015-16")
    assert made is verdict, text
    if amount is not None and amount.is_relative and made is W:
        assert "points, not per cent" in text
