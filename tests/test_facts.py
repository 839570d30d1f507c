"""Published totals, and named areas with the value that the publisher prints."""

from __future__ import annotations

import numpy as np
import pytest

from geo import tables
from geo.areas.cache import area_table
from geo.areas.join import build_areas
from geo.boundaries import contiguity as graph
from geo.build.verify import recompute_scores
from geo.registry.geographies import bundled


@pytest.mark.parametrize(
    ("name", "rows", "english"),
    [
        ("lsoa21", 35_672, 33_755),
        ("msoa21", 7_264, 6_856),
        ("ward24", 7_536, 6_784),
        ("lad24", 361, 296),
        ("utla23", 175, 153),
        ("cauth25", 15, 15),
        ("region", 9, 9),
        ("nation", 4, 1),
        ("smc205", 205, 150),
        ("dz11", 6_976, 0),
        ("iz11", 1_279, 0),
        ("pcon24", 650, 543),
        ("lsip23", 38, 38),
        ("soa01", 890, 0),
        ("sdz21", 850, 0),
        ("dea14", 80, 0),
    ],
)
def test_numbers_of_areas(name: str, rows: int, english: int) -> None:
    areas = tables.load(f"areas_{name}")
    assert len(areas) == rows
    assert (areas["nation"] == "England").sum() == english


def test_the_registry_states_the_counts_of_the_tables() -> None:
    for entry in bundled():
        areas = tables.load(f"areas_{entry.id}")
        assert len(areas) == entry.count
        assert areas["nation"].value_counts().to_dict() == entry.counts


@pytest.mark.parametrize(
    ("name", "rows", "suppressed"), [("tundra_lsoa11", 32_844, 1_229), ("tundra_msoa11", 6_791, 28)]
)
def test_tundra_rows_and_suppressions(name: str, rows: int, suppressed: int) -> None:
    table = tables.load(name)
    assert len(table) == rows
    assert table["rate"].isna().sum() == suppressed


@pytest.mark.parametrize(
    ("code", "cohort", "rate", "quintile"),
    [("E02000001", 80, 0.65, 5), ("E02000002", 435, 0.38, 2), ("E02000003", 600, 0.503, 4)],
)
def test_tundra_of_named_msoas(code: str, cohort: int, rate: float, quintile: int) -> None:
    row = tables.load("tundra_msoa11").loc[code]
    assert row.tolist() == [cohort, rate, quintile]


@pytest.mark.parametrize("level", ["lsoa", "msoa"])
def test_pupils_are_kept_between_vintages(level: str) -> None:
    old = tables.load(f"tundra_{level}11")["cohort"].sum()
    new = tables.load(f"tundra_{level}21")["cohort"].sum()
    assert old == new
    if level == "lsoa":
        assert old == 2_688_585  # copied to every part of a split it would be 2,799,385


@pytest.mark.parametrize(("level", "limit"), [("lsoa", 0.287), ("msoa", 0.311)])
def test_the_lowest_fifth_ends_where_the_next_begins(level: str, limit: float) -> None:
    """So that the limit of the chance is the publisher's, whichever side it is read from."""
    from geo.areas.rates import lowest_fifth_limit

    table = tables.load(f"tundra_{level}11")
    assert lowest_fifth_limit(table["rate"], table["quintile"]) == limit
    assert table.loc[table["quintile"] == 2, "rate"].min() == limit


@pytest.mark.parametrize(
    ("level", "uncertain", "known"), [("lsoa21", 10_209, 32_502), ("msoa21", 1_293, 6_828)]
)
def test_for_a_third_of_neighbourhoods_the_lowest_fifth_is_uncertain(
    level: str, uncertain: int, known: int
) -> None:
    from geo.packs import binary as pack
    from geo.settings import UNCERTAIN

    table = area_table(level)
    chance = table["prob_true_fifth_1"]
    assert chance.notna().sum() == known
    assert chance.notna().equals(table["tundra_rate"].notna())
    assert chance.between(*UNCERTAIN).sum() == uncertain
    assert pack.index()["uncertain"][level]["areas"] == uncertain


def test_few_neighbourhoods_are_in_the_lowest_fifth_by_their_whole_interval() -> None:
    table = area_table("lsoa21")
    lowest = table[(table["tundra_quintile"] == 1).fillna(False)]
    assert len(lowest) == 6_127  # 39 of them stand at the limit itself
    assert (lowest["tundra_rate"] < 0.287).sum() == (table["tundra_rate"] < 0.287).sum() == 6_088
    assert (lowest["tundra_rate_high"] <= 0.287).sum() == 1_302


@pytest.mark.parametrize(
    ("level", "mean", "deviation", "people"),
    [("lsoa", 0.421, 0.135, 12.4), ("msoa", 0.422, 0.120, 15.9)],
)
def test_how_true_rates_vary(level: str, mean: float, deviation: float, people: float) -> None:
    """A neighbourhood's own 85 pupils outweigh the prior: its rate is shrunk by an eighth."""
    from geo.areas.rates import fit_prior

    published = tables.load(f"tundra_{level}11")
    prior = fit_prior(published["rate"], published["cohort"])
    assert prior.mean == pytest.approx(mean, abs=0.0005)
    assert prior.variance**0.5 == pytest.approx(deviation, abs=0.0005)
    assert prior.people == pytest.approx(people, abs=0.05)


def test_england_as_one_area() -> None:
    england = area_table("nation").loc["E92000001"]
    assert england["area_name"] == "England"
    assert england["population"] == 56_550_138  # ONS, mid-2020
    assert england["tundra_rate"] == pytest.approx(0.4223, abs=0.00005)
    assert england["tundra_cohort"] == 2_708_760
    series = tables.load("lait").reset_index().set_index(["la_number", "measure", "period"])
    assert england["he19_rate"] == series.at[("970", "he19_rate", "2023-24"), "value"]
    assert england["he19_rate"] == pytest.approx(0.458)  # as the tool prints it: 45.8
    assert england["iod25_most_deprived_share"] == pytest.approx(0.1, abs=0.0001)


def test_the_city_of_london_is_summed_from_msoas() -> None:
    rate = area_table("lad24").at["E09000001", "tundra_rate"]
    assert rate == pytest.approx(0.65)


def test_imd_scores_recompute_from_the_domain_ranks() -> None:
    off = np.abs(recompute_scores())
    assert len(off) == 33_755
    assert (off > 0.001).sum() == 0


def test_the_share_in_the_most_deprived_tenth_is_that_published() -> None:
    ours = area_table("lad24")["iod25_most_deprived_share"].dropna()
    published = tables.load("iod25_lad24")["iod25_most_deprived_share"]
    assert len(ours) == 296
    assert (ours - published).abs().max() < 0.000051


def test_contiguity_of_the_country() -> None:
    pairs = graph.load("lsoa21")
    assert len(pairs) == 104_285
    codes = tables.load("areas_lsoa21").index
    assert codes[graph.isolates(pairs, len(codes))].tolist() == ["E01019077"]
    assert graph.components(pairs, len(codes)) == 6


def test_every_english_neighbourhood_is_coloured_or_counted_as_missing() -> None:
    from geo.packs import binary as pack

    rows = pack.index()["columns"]["lsoa21"]["tundra_rate"]["legend"]["rows"]
    assert sum(row["areas"] for row in rows) == 35_672
    coloured = sum(row["areas"] for row in rows if row["code"] < 250)
    table = area_table("lsoa21")
    assert coloured == table["tundra_rate"].notna().sum() == 32_502


@pytest.mark.parametrize(
    ("code", "name", "district"),
    [
        ("E01012737", "Blackpool 010E", "Blackpool"),
        ("E02002642", "Blackpool 010", "Blackpool"),
        ("E06000009", "Blackpool", "Blackpool"),
    ],
)
def test_names(code: str, name: str, district: str) -> None:
    from geo.registry.geographies import geography_of

    row = build_areas(geography_of(code))[0].table.loc[code]
    assert row["area_name"] == name
    assert row["lad24_name"] in (district, "")


def test_teaching_sites() -> None:
    sites = tables.load("sites")
    counts = sites["position"].value_counts()
    assert counts["longitude sign restored"] == 25
    assert counts["moved to its institution's address, where another list has it too"] == 4
    assert counts[counts.index.str.startswith("in doubt")].sum() == 11
    assert (~sites["placed"]).sum() == 3 + 11
    assert sites["at_other_provider"].sum() == 248
    assert (sites["courses_part_time"] > 0).sum() == 342
