"""Scotland's zones: published as they are, averaged upwards, and never on England's scale."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from geo import tables
from geo.areas.cache import area_table, holders
from geo.areas.classes import classify
from geo.areas.scotland import averages_of
from geo.boundaries import outlines as boundaries
from geo.registry.geographies import SMALLEST
from geo.registry.indicators import INDICATORS, indicator

TEN = [f"S0100{number}" for number in (6506, 6507, 7000, 8000, 9000)]
TEN += [f"S010{number}" for number in (10000, 11000, 12000, 13000, 13481)]
GLASGOW = "S12000049"
PARENT = pd.Series({"a": "X", "b": "X", "c": ""})
PEOPLE = pd.DataFrame(
    {
        "population": [100, 300, 50],
        **{f"aged_{age}": [1, 3, 9] for age in range(16, 22)},
    },
    index=list("abc"),
)
INDEX = pd.DataFrame(
    {
        "simd20_decile": [1, 3, 1],
        "simd20_university": [0.10, 0.30, 0.9],
        "simd16_university": [0.10, np.nan, 0.9],
        "simd20_not_participating": [0.0, 0.04, 0.9],
        "simd20_transit_gp_minutes": [4.0, 8.0, 99.0],
    },
    index=list("abc"),
)


def test_shares_are_averaged_by_the_people_of_their_ages() -> None:
    found = averages_of(INDEX, PEOPLE, PARENT).loc["X"]
    # (0.1 * 5 + 0.3 * 15) / 20; of a suppressed zone nothing; (4 * 100 + 8 * 300) / 400.
    assert found["simd20_university"] == pytest.approx(0.25)
    assert found["simd16_university"] == pytest.approx(0.10)
    assert found["simd20_not_participating"] == pytest.approx(0.03)
    assert found["simd20_transit_gp_minutes"] == pytest.approx(7.0)
    assert found["simd20_most_deprived_share"] == 0.5


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 500)), min_size=1, max_size=20))
def test_an_average_lies_between_its_zones_and_keeps_their_entrants(
    zones: list[tuple[float, int]],
) -> None:
    shares, people = zip(*zones, strict=True)
    codes = [f"z{number}" for number in range(len(zones))]
    ages = pd.DataFrame({f"aged_{age}": people for age in range(16, 22)}, index=codes)
    index = pd.DataFrame(
        {
            **dict.fromkeys(
                ("simd20_university", "simd16_university", "simd20_not_participating"), shares
            ),
            "simd20_decile": 5,
        },
        index=codes,
    )
    found = averages_of(index, ages.assign(population=people), pd.Series("X", index=codes))
    own = float(found["simd20_university"]["X"])
    assert min(shares) - 1e-9 <= own <= max(shares) + 1e-9
    entrants = sum(share * count for share, count in zones)
    assert own * sum(people) == pytest.approx(entrants)


def test_zones_nest_in_councils_and_cover_scotland() -> None:
    zones, upper = tables.load("areas_dz11"), tables.load("areas_iz11")
    assert (len(zones), len(upper), zones["lad24_code"].nunique()) == (6_976, 1_279, 32)
    assert set(zones["iz11_code"]) == set(upper.index)
    assert (zones["iz11_code"].map(upper["lad24_code"]) == zones["lad24_code"]).all()
    outlines = boundaries.load("dz11")
    boundaries.check_coverage(outlines.geometry.to_numpy(), "dz11")
    assert outlines.geometry.area.sum() / 1e6 == pytest.approx(77_918, abs=2)
    assert holders("dz11", "S01006506") == [("lad24", "S12000033"), ("iz11", "S02001236")]


def test_people_of_scotland_are_kept_at_every_level() -> None:
    whole = int(tables.load("people_dz11")["population"].sum())
    assert whole == 5_466_000  # National Records of Scotland, mid-2020
    for level in ("dz11", "iz11", "lad24", "nation"):
        table = area_table(level)
        assert int(table.loc[table["nation"] == "Scotland", "population"].sum()) == whole


def test_tenths_of_ranks_hold_a_tenth_of_zones_each() -> None:
    index = tables.load("simd_dz11")
    assert index["simd20_rank"].is_unique
    sizes = index["simd20_decile"].value_counts()
    assert sorted(sizes.unique()) == [697, 698]
    assert (index.sort_values("simd20_rank")["simd20_decile"].diff().dropna() >= 0).all()
    # Zones that tie share the average of their ranks.
    assert index["simd20_income_domain_rank"].mod(1).gt(0).sum() == 700


@pytest.mark.parametrize("level", ["dz11", "iz11", "lad24", "nation"])
def test_no_measure_of_scotland_is_told_of_another_nation(level: str) -> None:
    table = area_table(level)
    for entry in INDICATORS:
        if entry.nations == ("Scotland",) and level in entry.geographies:
            given_to = table.loc[table[entry.id].notna(), "nation"].unique().tolist()
            assert given_to == ["Scotland"]
    assert "tundra_rate" not in area_table("dz11")
    assert SMALLEST not in indicator("simd20_university").geographies


def test_fifths_are_of_scotland_and_hold_about_equal_young_people() -> None:
    table = area_table("dz11")
    found = classify(table, indicator("simd20_university"))
    assert sum(row.areas for row in found.classes) == 6_974
    young = np.array([row.young_people for row in found.classes])
    assert np.ptp(young) / young.mean() < 0.1
    assert found.missing[255].areas == 2
    assert classify(table, indicator("simd20_decile")).rule.startswith("Tenths made here")


def test_glasgow_is_told_by_its_own_zones() -> None:
    zones = area_table("dz11")
    inside = zones[zones["lad24_code"] == GLASGOW]
    people = tables.load("people_dz11").loc[inside.index, [f"aged_{age}" for age in range(17, 22)]]
    share = inside["simd20_university"].astype("float64")
    weight = people.sum(axis=1)[share.notna()]
    expected = (share.dropna() * weight).sum() / weight.sum()
    assert area_table("lad24")["simd20_university"][GLASGOW] == pytest.approx(expected)


@pytest.mark.raw
def test_ten_zones_say_what_the_publisher_says(raw: Path) -> None:
    index, people = tables.load("simd_dz11"), tables.load("people_dz11")
    with (raw / "scottish_government/SIMD+2020v2+-+ranks.csv").open(encoding="utf-8-sig") as file:
        ranks = {row["Data_Zone"]: row for row in csv.DictReader(file)}
    path = raw / "scottish_government/SIMD+2020v2+-+indicators.xlsx"
    header, *rows = load_workbook(path)["Data"].iter_rows(values_only=True)
    shares = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    path = raw / "scottish_government/simd2016_dz11_indicators.csv.gz"
    with gzip.open(path, "rt") as file:
        before = {row["dz11_code"]: row for row in csv.DictReader(file)}
    path = raw / "humaniverse_demographr/population20_dz11.csv.gz"
    with gzip.open(path, "rt") as file:
        counted = {row["dz11_code"]: row for row in csv.DictReader(file) if row["sex"] == "All"}
    for code in TEN:
        own = index.loc[code]
        assert own["simd20_rank"] == float(ranks[code]["SIMD2020v2_Rank"])
        assert own["simd20_crime_domain_rank"] == float(ranks[code]["SIMD2020_Crime_Domain_Rank"])
        assert own["simd20_university"] == float(shares[code]["University"])
        assert own["simd20_transit_gp_minutes"] == float(shares[code]["PT_GP"])
        assert own["simd16_university"] == float(before[code]["HESA"])
        assert people.loc[code, "aged_21"] == float(counted[code]["21"])
    suppressed = [code for code, row in shares.items() if row["University"] == "*"]
    assert index.index[index["simd20_university"].isna()].tolist() == sorted(suppressed)
