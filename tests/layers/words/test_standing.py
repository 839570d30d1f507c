"""Where a place stands, in words: of figures that are low or high at their worst."""

from __future__ import annotations

import pytest

from geo.areas import Standing
from geo.registry import indicator
from layers.words.standing import league_words, ordinal, rank_words, travel_words

RATE, GAP = indicator("he19_rate"), indicator("he19_gap")


def standing(rank: int, of: int, *, low: int | None = None, high: int | None = None) -> Standing:
    return Standing(40.0, rank, low, high, of, since=None, change=None, direction=None)


@pytest.mark.parametrize(
    ("rank", "of", "said"),
    [
        (1, 9, "lowest of 9 regions"),
        (2, 9, "2nd lowest of 9 regions"),
        (2, 2, "2nd lowest of 2 regions"),
        (1, 1, ""),
    ],
)
def test_one_rank_is_told_where_no_people_are_counted(rank: int, of: int, said: str) -> None:
    assert rank_words(RATE, "region", standing(rank, of)) == said


def test_the_worst_of_a_gap_is_the_highest() -> None:
    assert rank_words(GAP, "region", standing(1, 9)) == "highest of 9 regions"
    assert rank_words(GAP, "region", standing(1_003, 1_500)) == "1,003rd highest of 1,500 regions"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1, 1, "highest of 9 regions"),
        (3, 3, "3rd highest of 9 regions"),
        (1, 8, "1st to 8th highest of 9 regions (95% interval)"),
        (2, 9, "2nd to 9th highest of 9 regions (95% interval)"),
        (1, 9, "anywhere among 9 regions (95% interval)"),
    ],
)
def test_an_interval_is_told_by_its_ends(low: int, high: int, said: str) -> None:
    assert league_words(GAP, "region", low, high, 9) == said
    assert rank_words(GAP, "region", standing(4, 9, low=low, high=high)) == said


def test_teens_are_ordinals_of_their_own() -> None:
    told = [ordinal(number) for number in (10, 11, 13, 14, 21, 23, 1_012, 1_022)]
    assert told == ["10th", "11th", "13th", "14th", "21st", "23rd", "1,012th", "1,022nd"]


@pytest.mark.parametrize(
    ("change", "direction", "said"),
    [
        (0.051, "up", "up 5.1 points since 2015-16"),
        (-0.09, "down", "down 9.0 points since 2015-16"),
        (0.001, "up", "up 0.1 points since 2015-16"),
        (0.0004, "up", "unchanged since 2015-16"),
        (0.0004, "no clear change", "no clear change since 2015-16"),
    ],
)
def test_a_change_is_told_with_its_unit(change: float, direction: str, said: str) -> None:
    since = 2016
    found = Standing(40.0, 1, 1, 2, 9, since=since, change=change, direction=direction)
    assert travel_words(RATE, found) == said


def test_no_change_is_told_without_an_earlier_year() -> None:
    assert travel_words(RATE, standing(1, 9)) == ""
