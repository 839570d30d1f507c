"""The traps that the sources are known for, each sprung once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas.cache import area_table
from geo.registry.datasets import DATASETS
from geo.registry.indicators import INDICATORS, indicator


def test_1_tundra_is_on_codes_of_2011() -> None:
    for level, living in (("msoa", 6_677), ("lsoa", 31_810)):
        old = tables.load(f"tundra_{level}11").index
        new = tables.load(f"areas_{level}21").index
        assert old.isin(new).sum() == living


def test_2_barnsley_and_sheffield_have_the_codes_of_2024() -> None:
    names = tables.load("areas_lad24")["area_name"]
    assert names["E08000016"] == "Barnsley"
    assert names["E08000019"] == "Sheffield"
    assert not {"E08000038", "E08000039"} & set(names.index)
    from geo.places.postcodes import find

    # The postcode package has the codes of 2025; areas come from the point instead.
    assert find(["S1 2HH"]).iloc[0]["lad24_code"] == "E08000019"


def test_3_directions_are_stated_and_hold() -> None:
    table = area_table("lsoa21")
    english = table[table["nation"] == "England"]

    def together(one: str, other: str) -> float:
        pair = english[[one, other]].astype(float).dropna()
        return float(pair[one].corr(pair[other], method="spearman"))

    # Participation and connectivity: high = good. Non-entry and the score: high = bad.
    assert together("tundra_rate", "iod25_he_non_entry") < -0.7
    assert together("tundra_rate", "iod25_score") < -0.4
    assert together("iod25_score", "iod25_rank") < -0.99
    assert together("iod25_score", "iod25_decile") < -0.9
    assert together("iod25_he_entry_rank", "tundra_rate") > 0.7
    assert indicator("tundra_rate").worse == "low"
    assert indicator("iod25_score").worse == "high"
    assert indicator("iod25_decile").worse == "low"
    authorities = tables.load("iod25_lad24")
    # An authority's average rank runs opposite to rank: high = more deprived.
    assert authorities["iod25_average_rank"].corr(authorities["iod25_score"]) > 0.9
    assert authorities["iod25_rank_of_score"].corr(authorities["iod25_score"]) < -0.9


def test_3_non_entry_is_never_a_percentage() -> None:
    assert "iod25_he_non_entry" not in {entry.id for entry in INDICATORS}
    assert indicator("iod25_he_entry_rank").kind == "rank"
    assert "%" not in indicator("iod25_he_entry_rank").text(12.0)
    assert tables.load("iod25_lsoa21")["iod25_he_non_entry"].isna().sum() == 34


def test_4_suppression_marks_are_declared_where_they_differ() -> None:
    marks = {entry.id: set(entry.marks) for entry in DATASETS if entry.marks}
    assert marks["tundra_lsoa11"] == {"."}
    assert marks["lait"] == {"-"}
    assert marks["smc_ci1"] == {"NA"}
    assert {"NE", "SUPP", "NP"} <= marks["dfe_ks4"]


def test_5_nations_are_not_mixed_on_one_scale() -> None:
    """But for what one publisher measures in one way for the whole United Kingdom."""
    alike = {
        "census21_pcon_qualifications",
        "els_child_poverty",
        "smc_ci1",
        "smc_ci2",
        "smc_ci3",
        "smc_ci4",
    }
    for entry in INDICATORS:
        assert len(entry.nations) == 1 or set(entry.datasets) <= alike


def test_6_the_bridge_carries_every_series_that_goes_on() -> None:
    series = tables.load("lait").reset_index()
    lost = set(series.loc[series["area_code"] == "", "la_name"])
    assert lost == {
        "Dorset (Pre LG)",
        "Poole (Pre LG)",
        "Bournemouth (Pre LG)",
        "Cumbria",
        "Northamptonshire",
        "London (Inner)",
        "London (Outer)",
    }
    assert series.loc[series["la_name"] == "City of London", "area_code"].iloc[0] == "E09000001"


def test_7_longitudes_without_their_sign_are_mended() -> None:
    sites = tables.load("sites")
    for site, east in (
        ("10000720-MC", 419_800),
        ("10006299-96", 529_300),
        ("10032288-WD", 486_200),
    ):
        assert sites.at[site, "position"] == "longitude sign restored"
        assert sites.at[site, "easting_m"] == pytest.approx(east, abs=1_500)
    assert not sites.at["10007812-03", "placed"]  # Paris


def test_8_the_corrected_neighbourhood_is_in_west_northamptonshire() -> None:
    areas = tables.load("areas_lsoa21")
    row = areas.loc["E01027305"]
    assert row["lad24_code"] == "E06000062"
    # Its ward and its MSOA lie in the same authority, so that all levels nest.
    for column, level in (("ward24_code", "ward24"), ("msoa21_code", "msoa21")):
        parents = tables.load(f"areas_{level}")
        assert parents.at[row[column], "lad24_code"] == "E06000062"


def test_outlines_are_not_rounded_too_far() -> None:
    import shapely

    from geo.boundaries import outlines as boundaries

    outlines = boundaries.load("lsoa21").geometry.to_numpy()
    vertices = shapely.get_coordinates(outlines)
    assert len(vertices) > 2_150_000
    assert np.array_equal(vertices * 64, np.round(vertices * 64))
    assert shapely.is_valid(outlines).all()


def test_weighted_centroids_are_not_the_geometric_ones() -> None:
    from geo.boundaries import outlines as boundaries

    middle = boundaries.load("lsoa21").geometry.centroid
    ours = tables.load("centroids_lsoa21")
    away = np.hypot(ours["easting_m"] - middle.x, ours["northing_m"] - middle.y)
    assert away.median() == pytest.approx(131, abs=1)


def test_the_scottish_border_does_not_overlap_england() -> None:
    import shapely

    from geo.boundaries import outlines as boundaries

    districts = boundaries.load("lad24").geometry
    england = shapely.coverage_union_all(districts[districts.index.str.startswith("E")].to_numpy())
    scotland = districts[districts.index.str.startswith("S")].to_numpy()
    assert shapely.area(shapely.intersection(scotland, england)).max() < 1_000


def test_every_missing_value_of_the_national_map_has_a_reason() -> None:
    table = area_table("lsoa21")
    missing = table[table["tundra_rate"].isna()]
    reason = pd.Series("unexplained", index=missing.index)
    reason[missing["nation"] == "Wales"] = "not covered"
    reason[missing["tundra_basis"].notna()] = "suppressed"
    assert reason.value_counts().to_dict() == {"not covered": 1_917, "suppressed": 1_253}
