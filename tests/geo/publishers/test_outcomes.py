"""Earnings and continuation by subject, as the publisher's tables say them."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import BadInputError
from geo.publishers import hesa
from geo.publishers.hesa.outcomes import EARNING_REGIONS
from tests.geo.examples import EARNERS, EARNINGS_HEAD, earner
from tests.geo.publishers.test_courses import Declare, lay

STAY = ["PUBUKPRN", "UKPRN", "KISCOURSEID", "KISMODE", "CONTPOP", "CONTAGG", "CONTSBJ"]
STAY += ["UCONT", "UGAINED", "ULOWER", "UDORMANT", "ULEFT"]


def test_a_row_of_earnings_becomes_a_row_for_each_region_that_is_published(
    tmp_path: Path, declare: Declare
) -> None:
    rows = [EARNINGS_HEAD, earner("CAH07-01", UK=(3805, 23500, 29500, 38000), NE=(75, 1, 2, 3))]
    lay(tmp_path, declare, "discover_uni_earnings", rows)
    read = hesa.read_sector_earnings(tmp_path)
    assert read["region_code"].tolist() == ["E12000001", "K02000001"]
    assert read.iloc[1].tolist() == [
        *("CAH07-01", "full_time", "first degree", "K02000001"),
        *(3805, 23500, 29500, 38000),
    ]
    assert len(EARNING_REGIONS) == 13


@pytest.mark.parametrize(
    ("row", "match"),
    [
        (earner("CAH07-01", UK=(5, 30000, 20000, 40000)), "lower quartile is above a median"),
        (earner("CAH07-01", UK=(5, 10000, 50000, 40000)), "lower quartile is above a median"),
        (earner("physics", UK=(5, 1, 2, 3)), "'physics' is not a subject"),
        (earner("CAH07-01", level="05", UK=(5, 1, 2, 3)), "KISLEVEL '05'"),
    ],
)
def test_earnings_that_contradict_themselves_are_refused(
    tmp_path: Path, declare: Declare, row: list[object], match: str
) -> None:
    lay(tmp_path, declare, "discover_uni_earnings", [EARNINGS_HEAD, row])
    with pytest.raises(BadInputError, match=match):
        hesa.read_sector_earnings(tmp_path)
    assert len(EARNERS) == 3


def test_figures_of_a_subject_are_kept_once_and_those_of_single_courses_are_not(
    tmp_path: Path, declare: Declare
) -> None:
    start = ["10000163", "10000163"]
    lay(
        tmp_path,
        declare,
        "discover_uni_continuation",
        [
            STAY,
            [*start, "A", "01", "90", "12", "CAH07-01", "91", "1", "2", "0", "6"],
            [*start, "B", "01", "90", "12", "CAH07-01", "91", "1", "2", "0", "6"],
            [*start, "C", "01", "30", "12", "CAH07-01", "80", "0", "0", "0", "20"],
            [*start, "D", "01", "20", "14", "", "100", "0", "0", "0", "0"],
            [*start, "E", "01", "", "", "", "", "", "", "", ""],
        ],
    )
    read = hesa.read_subject_continuation(tmp_path)
    assert read["figure"].tolist() == [1, 2]
    assert read["students"].tolist() == [30, 90]
    assert read["continued"].tolist() == [80, 91]
    assert read["left"].tolist() == [20, 6]
