"""Wales's index is of Wales alone, and nobody is shown participation that is not published."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geo import tables
from geo.areas.cache import area_table
from geo.areas.classes import classify
from geo.registry.indicators import INDICATORS, indicator
from layers.words.beyond_words import beyond_sentence


def test_the_index_is_of_all_welsh_neighbourhoods_and_no_other() -> None:
    table = area_table("lsoa21")
    welsh = table["nation"] == "Wales"
    assert welsh.sum() == 1_917
    for entry in INDICATORS:
        if entry.nations == ("Wales",):
            assert table.loc[welsh, entry.id].notna().all()
            assert table.loc[~welsh, entry.id].isna().all()
    found = classify(table, indicator("wimd25_decile"))
    assert all(383 <= row.areas <= 384 for row in found.classes)


@pytest.mark.parametrize("code", ["W06000015", "W02000422", "W01000003"])
def test_it_is_said_that_no_participation_is_published(code: str) -> None:
    said = beyond_sentence(code)
    assert "No small-area participation is published for Wales." in said.text
    assert said.untraced() == []


@pytest.mark.raw
def test_ten_neighbourhoods_say_what_the_publisher_says(raw: Path) -> None:
    path = raw / "welsh_government/wimd-2025-index-and-domain-ranks-by-small-area.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["LSOA code"]: row for row in csv.DictReader(file)}
    index = tables.load("wimd25_lsoa21")
    for code in [*index.index[:5], *index.index[-5:]]:
        assert index.loc[code, "wimd25_rank"] == int(rows[code]["WIMD 2025 "])
        assert index.loc[code, "wimd25_education_rank"] == int(rows[code]["Education "])
