"""Northern Ireland's areas: the published direction beside the one turned round, no placeholder."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from geo import tables
from geo.areas.cache import area_table, holders
from geo.areas.classes import classify
from geo.boundaries import outlines as boundaries
from geo.registry.indicators import INDICATORS, indicator


@pytest.mark.parametrize(("level", "count"), [("soa01", 890), ("sdz21", 850), ("dea14", 80)])
def test_areas_are_all_there_and_a_coverage(level: str, count: int) -> None:
    table = tables.load(f"areas_{level}")
    assert len(table) == count
    assert table["lad24_code"].nunique() == 11
    boundaries.check_coverage(boundaries.load(level).geometry.to_numpy(), level)


def test_super_data_zones_nest_in_electoral_areas() -> None:
    zones, upper = tables.load("areas_sdz21"), tables.load("areas_dea14")
    assert set(zones["dea14_code"]) == set(upper.index)
    assert (zones["dea14_code"].map(upper["lad24_code"]) == zones["lad24_code"]).all()
    outlines = boundaries.load("sdz21").geometry.area.groupby(zones["dea14_code"]).sum()
    assert (outlines - boundaries.load("dea14").geometry.area).abs().max() < 1
    assert holders("sdz21", "N21000001") == [("lad24", "N09000001"), ("dea14", "N10000104")]


def test_who_has_enrolled_is_the_rest_of_who_has_not() -> None:
    table = area_table("soa01")
    both = table["nimdm17_he_enrolled"] + table["nimdm17_he_not_enrolled"]
    assert both.dropna().sub(1).abs().max() < 1e-9
    assert table["nimdm17_he_not_enrolled"].isna().sum() == 10
    turned, published = indicator("nimdm17_he_enrolled"), indicator("nimdm17_he_not_enrolled")
    assert "Have enrolled" in turned.label
    assert "turned round" in turned.meaning
    assert (turned.worse, published.worse) == ("low", "high")
    assert turned.columns == ("nimdm17_he_not_enrolled",)
    assert table["nimdm17_he_not_enrolled"].mean() == pytest.approx(0.64, abs=0.005)


def test_fifths_are_of_areas_where_nobody_counts_the_young() -> None:
    found = classify(area_table("soa01"), indicator("nimdm17_he_enrolled"))
    assert found.rule == "Five classes with about equal numbers of areas."
    assert all(170 <= row.areas <= 185 for row in found.classes)


def test_figures_are_of_northern_ireland_alone_and_no_placeholder() -> None:
    for level in ("dea14", "lad24"):
        table = area_table(level)
        known = table["ni_leavers_he"].dropna()
        assert len(known) == {"dea14": 80, "lad24": 11}[level]
        assert known.between(0.2, 0.7).all()
        assert set(table.loc[known.index, "nation"]) == {"Northern Ireland"}
    for entry in INDICATORS:
        if entry.nations == ("Northern Ireland",):
            assert not {"lsoa21", "dz11"} & set(entry.geographies)
    shares = tables.load("ni_area_explorer")["ni_census21_level4"]
    assert not shares.isin([0, 1]).any()


@pytest.mark.raw
def test_ten_areas_say_what_the_publisher_says(raw: Path) -> None:
    with (raw / "nisra/nimdm2017-soa.csv").open(encoding="utf-8-sig") as file:
        rows = {row["SOA2001"]: row for row in csv.DictReader(file)}
    index = tables.load("nimdm17_soa01")
    for code in [*index.index[:5], *index.index[-5:]]:
        own, published = index.loc[code], rows[code]
        assert own["nimdm17_rank"] == int(published["MDM_rank"])
        assert own["nimdm17_education_rank"] == int(published["P4_Education_rank"])
        if published["PP_HE_perc"]:
            not_enrolled = float(published["PP_HE_perc"]) / 100
            assert own["nimdm17_he_not_enrolled"] == pytest.approx(not_enrolled)
    (path,) = (raw / "nisra").glob("DERIVED_nisra_area_explorer*")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        explorer = {row["code"]: row for row in csv.DictReader(file)}
    for code in [*area_table("dea14").index[:5], *area_table("dea14").index[-5:]]:
        published = float(explorer[code]["Destination.perc.destHEpct"]) / 100
        assert area_table("dea14")["ni_leavers_he"][code] == pytest.approx(published, abs=1e-6)
