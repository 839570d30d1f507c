"""The reader of random places: a few of them read, and what it would see if they were wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.raw_places import RawPlaces, wilson
from benchmarks.read_places import (
    PATTERNS,
    Claim,
    Reading,
    _same,
    lines_of,
    places,
    read_place,
)

FEW = [
    "E06000009", "E12000002", "E14001163", "E14001286", "E10000017", "E01012673", "S12000049",
]  # fmt: skip
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def publishers(raw: Path) -> RawPlaces:
    return RawPlaces(raw)


@pytest.mark.raw
@pytest.mark.parametrize("code", FEW)
def test_what_documents_say_is_what_raw_files_give(code: str, publishers: RawPlaces) -> None:
    reading = Reading()
    read_place(code, publishers, reading)
    assert [f"{one.quantity}: {one.figure}, not {one.again}" for _, one in reading.wrong] == []
    assert reading.conflicts == []
    assert len(reading.again) >= {"S": 1}.get(code[0], 20)
    assert len(reading.claims) <= reading.figures


def test_a_wrong_figure_is_seen() -> None:
    claims = [Claim("rate", figure, 38.44, "") for figure in ("38.4", "38.5", "38", "39")]
    assert [one.agrees for one in claims] == [True, False, True, False]
    assert not Claim("rate", "38.4", None, "").agrees


@pytest.mark.parametrize(
    ("figures", "same"),
    [({"38.4"}, True), ({"38.4", "38"}, True), ({"38.4", "38.5"}, False),
     ({"4,711", "4,727"}, False), ({"38.6", "38"}, False)],
)  # fmt: skip
def test_two_figures_of_one_quantity_are_told_apart(figures: set[str], same: bool) -> None:
    assert _same(figures) is same


def test_text_is_read_block_by_block() -> None:
    page = "<h1>A</h1><p>1 and\n 2</p><table><tr><th>B</th><td>3%</td></tr></table>"
    assert lines_of(page) == ["A", "1 and 2", "B | 3%"]


def test_places_are_drawn_of_every_level_and_the_same_each_time() -> None:
    drawn = places(28)
    assert drawn == places(28)
    assert len(set(drawn)) == 28
    assert {code[:3] for code in drawn} >= {"E12", "E47", "E14", "zon"}
    assert len(PATTERNS) > 30


def test_an_interval_is_wilson_s() -> None:
    assert wilson(0.384, 7610) == pytest.approx((0.3731, 0.3950), abs=5e-5)
