"""Constituencies: what is carried to them keeps its sums, and says that it was carried."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import tables
from geo.areas import constituencies as carry
from geo.areas.cache import area_table, holds, inside_of
from geo.boundaries import outlines as boundaries
from geo.errors import UnknownAreaError
from geo.registry.indicators import carried_words, indicator

OVERLAPS = pd.DataFrame(
    [("a", "X", 1.0), ("b", "X", 0.25), ("b", "Y", 0.75), ("c", "Y", 1.0)],
    columns=["area_code", "pcon24_code", "share"],
)


def test_a_split_area_counts_in_its_shares() -> None:
    published = pd.DataFrame({"rate": [0.2, 0.4, np.nan], "cohort": [100, 40, np.nan]}, list("abc"))
    found = carry.carry_rates_by_share(published, OVERLAPS)
    # X has all 100 of a and 10 of b: (20 + 4) / 110. Of Y one area is suppressed.
    assert found.loc["X", "rate"] == pytest.approx(24 / 110)
    assert found.loc["X", ["cohort", "basis"]].tolist() == [110, carry.CARRIED_SPLIT]
    assert found.loc["Y", ["rate", "cohort", "basis"]].tolist() == [0.4, 30, carry.PARTIAL]


def test_people_are_shared_out_whole() -> None:
    people = pd.DataFrame({"population": [10, 2, 5], "young_people": [1, 1, 1]}, list("abc"))
    found = carry.share_counts(people, OVERLAPS)
    # 10.5 and 6.5 people: the one left over goes to the first of two equal remainders.
    assert found["population"].tolist() == [11, 6]
    assert found["young_people"].tolist() == [1, 2]
    with pytest.raises(UnknownAreaError, match="people would be lost"):
        carry.share_counts(people.set_axis(list("abd")), OVERLAPS)


@given(st.lists(st.tuples(st.integers(0, 9_999), st.floats(0, 1)), min_size=1, max_size=30))
def test_no_person_is_lost_or_made(areas: list[tuple[int, float]]) -> None:
    codes = [f"a{number:02}" for number in range(len(areas))]
    rows = [
        (code, seat, part)
        for code, (_, share) in zip(codes, areas, strict=True)
        for seat, part in (("X", share), ("Y", 1 - share))
    ]
    overlaps = pd.DataFrame(rows, columns=["area_code", "pcon24_code", "share"])
    people = pd.DataFrame({"population": [count for count, _ in areas]}, index=codes)
    found = carry.share_counts(people, overlaps)["population"]
    assert found.sum() == people["population"].sum()
    assert (found >= 0).all()


def test_shares_follow_what_became_of_an_area() -> None:
    pairs = pd.DataFrame(
        [("a", "a1"), ("a", "a2"), ("b", "bc"), ("c", "bc")], columns=["from_code", "to_code"]
    )
    found = carry.overlaps_after(OVERLAPS, pairs).set_index(["area_code", "pcon24_code"])["share"]
    # Both parts of a are where a was; what b and c became is their mean.
    assert found.to_dict() == {
        ("a1", "X"): 1.0,
        ("a2", "X"): 1.0,
        ("bc", "X"): 0.125,
        ("bc", "Y"): 0.875,
    }
    assert carry.best_fit(OVERLAPS).to_dict() == {"a": "X", "b": "Y", "c": "Y"}


def test_an_area_that_lies_in_no_constituency_is_refused() -> None:
    pairs = pd.DataFrame([("a", "a1"), ("z", "z1")], columns=["from_code", "to_code"])
    with pytest.raises(UnknownAreaError, match=r"^1 \(first: z\) areas of 2011 lie in no const"):
        carry.overlaps_after(OVERLAPS, pairs)


def test_there_are_650_and_they_cover_the_kingdom() -> None:
    table = tables.load("areas_pcon24")
    assert table["nation"].value_counts().to_dict() == {
        "England": 543,
        "Scotland": 57,
        "Wales": 32,
        "Northern Ireland": 18,
    }
    assert table.loc["W07000112", ["area_name", "welsh_name"]].tolist() == ["Ynys Môn", "Ynys Môn"]
    assert table.loc["W07000081", "welsh_name"] == "Aberafan Maesteg"
    outlines = boundaries.load("pcon24").geometry
    boundaries.check_coverage(outlines.to_numpy(), "pcon24")
    assert outlines.area.sum() / 1e6 == pytest.approx(244_157, rel=0.001)


@pytest.mark.parametrize("name", ["overlaps_pcon24", "overlaps_lsoa21"])
def test_shares_of_every_area_sum_to_one(name: str) -> None:
    overlaps = tables.load(name)
    assert np.abs(overlaps.groupby("area_code")["share"].sum() - 1).max() < 1e-9
    assert overlaps["pcon24_code"].nunique() >= 575


@pytest.mark.parametrize("column", ["population", "young_people", "young_people_now"])
def test_people_are_kept_in_each_nation(column: str) -> None:
    table = area_table("pcon24")
    districts = area_table("lad24")
    for nations in (["England", "Wales"], ["Scotland"]):
        seats = table.loc[table["nation"].isin(nations), column].sum()
        assert seats == districts.loc[districts["nation"].isin(nations), column].sum()
    assert table.loc[table["nation"] == "Northern Ireland", column].isna().all()


def test_pupils_are_kept() -> None:
    before = tables.load("tundra_lsoa11")["cohort"].sum()
    exact = carry.carry_rates_by_share(
        tables.load("tundra_lsoa11"), tables.load("overlaps_pcon24")
    )["cohort"]
    assert exact.sum() == pytest.approx(before, abs=len(exact) / 2)


def test_a_carried_figure_says_so() -> None:
    table = area_table("pcon24")
    english = table["nation"] == "England"
    assert table.loc[english, "tundra_basis"].isin(carry.WAYS).all()
    assert table.loc[~english, "tundra_rate"].isna().all()
    assert carried_words(indicator("tundra_rate"), "pcon24").startswith("Carried to constituencies")
    assert carried_words(indicator("tundra_rate"), "lad24") == ""
    assert carried_words(indicator("census21_level4"), "pcon24") == ""


def test_small_areas_lie_in_the_constituency_that_fits_best() -> None:
    for level, code in (("lsoa21", "E14001102"), ("dz11", "S14000063")):
        assert holds(level, code)
        assert 30 < inside_of(level, code).sum() < 150
    # An area that is split lies in one, and the figures of both know of it.
    assert not holds("msoa21", "E14001102")


def test_northern_irish_constituencies_are_means_of_their_people() -> None:
    rows = pd.concat(
        [
            tables.load("nimdm17_soa01")["nimdm17_he_enrolled"].astype(float),
            tables.load("people_soa01")["population"].astype(float),
        ],
        axis=1,
    )
    parts = tables.load("overlaps_pcon24").join(rows, on="area_code", how="inner").dropna()
    table = area_table("pcon24")
    irish = table.index[table["nation"] == "Northern Ireland"]
    assert len(irish) == 18
    for code in irish:
        here = parts[parts["pcon24_code"] == code]
        weight = here["population"] * here["share"]
        mean = (here["nimdm17_he_enrolled"] * weight).sum() / weight.sum()
        assert table.loc[code, "nimdm17_he_enrolled"] == pytest.approx(mean)
    both = table["nimdm17_he_enrolled"] + table["nimdm17_he_not_enrolled"]
    assert both[irish].sub(1).abs().max() < 1e-9
    assert table["nimdm17_he_enrolled"].drop(irish).isna().all()
    said = carried_words(indicator("nimdm17_he_enrolled"), "pcon24")
    assert said.startswith("Carried to constituencies")
    assert "Areas are weighed by people of all ages" in said


def test_people_of_northern_ireland_are_kept_by_the_shares() -> None:
    people = tables.load("people_soa01")["population"]
    # The published estimate of mid-2019 is 1,893,667: areas are rounded one by one.
    assert abs(people.sum() - 1_893_667) < 50
    parts = tables.load("overlaps_pcon24")
    here = parts[parts["area_code"].isin(people.index)]
    shared = here["area_code"].map(people) * here["share"]
    assert shared.sum() == pytest.approx(people.sum())
    assert shared.groupby(here["pcon24_code"]).sum().between(80_000, 130_000).all()


@pytest.mark.raw
def test_ten_constituencies_say_what_the_census_says(raw: Path) -> None:
    with (raw / "census_constituency/census21_wpc_quals.csv").open(encoding="utf-8-sig") as file:
        rows = [list(row.values()) for row in csv.DictReader(file)]
    table = tables.load("census21_pcon24")
    for code in [*table.index[:5], *table.index[-5:]]:
        counts = {row[2]: int(row[4]) for row in rows if row[0] == code}
        del counts["-8"]
        assert table.loc[code, "census21_adults"] == sum(counts.values())
        assert table.loc[code, "census21_level4"] == pytest.approx(
            counts["5"] / sum(counts.values())
        )
