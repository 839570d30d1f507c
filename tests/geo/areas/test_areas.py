"""The joined table of the bundle, recomputed another way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas.cache import area_table
from geo.areas.containment import inside
from geo.areas.join import build_areas
from geo.errors import UnknownAreaError
from geo.registry import NATION_CODES, NATIONS, PARENTS, parents_of
from geo.registry.geographies import bundled, geography
from geo.registry.indicators import INDICATORS, indicators_at

LEVELS = [entry.id for entry in bundled()]


@pytest.fixture(scope="module")
def joined() -> dict[str, pd.DataFrame]:
    return {level: area_table(level) for level in LEVELS}


@pytest.mark.parametrize("level", LEVELS)
def test_every_boundary_is_there_exactly_once(joined: dict, level: str) -> None:
    from geo.boundaries import outlines as boundaries

    assert joined[level].index.tolist() == boundaries.load(level).index.tolist()
    assert joined[level].index.is_unique


@pytest.mark.parametrize("level", LEVELS)
def test_every_indicator_of_a_level_is_a_column(joined: dict, level: str) -> None:
    for entry in INDICATORS:
        assert (entry.id in joined[level]) or entry not in indicators_at(level)
        if entry in indicators_at(level):
            assert joined[level][entry.id].notna().any()


@pytest.mark.parametrize("level", LEVELS)
def test_england_is_never_given_to_another_nation(joined: dict, level: str) -> None:
    table = joined[level]
    abroad = table[table["nation"] != "England"]
    for entry in indicators_at(level):
        if entry.nations == ("England",):
            assert abroad[entry.id].isna().all()


def test_the_report_counts_what_happened() -> None:
    _, report = build_areas("lsoa21")
    line = report.line("tundra_lsoa21")
    assert (line.boundaries, line.matched, line.only_in_boundaries) == (35_672, 33_755, 1_917)
    assert line.only_in_table == 0
    # 31,810 codes live on; 828 split and 28 suppressed ... recomputed from the change lookup.
    changes = tables.load("change_lsoa")
    english = changes[changes["from_code"].str.startswith("E")]
    copied = english.loc[english["change"] == "unchanged", "to_code"].nunique()
    assert line.copied == copied == 31_810
    assert line.inherited == english.loc[english["change"] == "split", "to_code"].nunique()
    assert line.mixed == english.loc[english["change"] == "irregular", "to_code"].nunique()
    merged = english.loc[english["change"] == "merged", "to_code"].nunique()
    assert line.merged + line.partial == merged
    assert line.copied + line.inherited + line.mixed + merged == 33_755


@pytest.mark.parametrize("level", ["lad24", "utla23", "cauth25", "region", "nation"])
def test_upper_rates_sum_published_msoas_by_plain_arithmetic(joined: dict, level: str) -> None:
    column = PARENTS[level]
    small = tables.load("tundra_msoa21").join(tables.load("areas_msoa21", [column]))
    totals: dict[str, list[float]] = {}
    for row in small.itertuples():
        code = getattr(row, column)
        if code and not np.isnan(row.rate):
            total = totals.setdefault(code, [0.0, 0.0])
            total[0] += row.rate * row.cohort
            total[1] += row.cohort
    found = joined[level]
    for code, (weighted, cohort) in totals.items():
        assert found.at[code, "tundra_rate"] == pytest.approx(weighted / cohort, abs=1e-12)
        assert found.at[code, "tundra_cohort"] == cohort
    assert found["tundra_rate"].notna().sum() == len(totals)


def test_a_ward_sums_its_neighbourhoods(joined: dict) -> None:
    inside = joined["lsoa21"][joined["lsoa21"]["ward24_code"] == "E05015202"]
    known = inside[inside["tundra_rate"].notna()]
    rate = (known["tundra_rate"] * known["tundra_cohort"].astype(float)).sum()
    rate /= known["tundra_cohort"].astype(float).sum()
    assert joined["ward24"].at["E05015202", "tundra_rate"] == pytest.approx(rate)


@pytest.mark.parametrize("level", ["msoa21", "ward24", "lad24", "utla23", "region", "nation"])
def test_people_are_the_sum_of_neighbourhoods(joined: dict, level: str) -> None:
    english = joined["lsoa21"][joined["lsoa21"]["nation"] == "England"]
    there = joined[level][joined[level]["nation"] == "England"]
    for column in ("population", "young_people", "young_people_now"):
        assert there[column].sum() == english[column].sum()


def test_no_level_has_a_quintile_that_nobody_published(joined: dict) -> None:
    assert "tundra_quintile" in joined["msoa21"]
    for level in ("ward24", "lad24", "utla23", "cauth25", "region", "nation"):
        assert "tundra_quintile" not in joined[level]
        assert not [name for name in joined[level] if name.endswith("_decile")]


def test_intervals_use_the_cohort_that_the_rate_was_measured_on(joined: dict) -> None:
    table = joined["lsoa21"]
    parts = table[(table["tundra_basis"] == "inherited") & table["tundra_rate"].notna()]
    assert (parts["tundra_source_cohort"] > parts["tundra_cohort"].astype(float)).all()
    row = parts.iloc[0]
    n, p, z = row["tundra_source_cohort"], row["tundra_rate"], 1.959963985
    low = (p + z**2 / (2 * n) - z * ((p * (1 - p) + z**2 / (4 * n)) / n) ** 0.5) / (1 + z**2 / n)
    assert row["tundra_rate_low"] == pytest.approx(low, abs=1e-9)


def test_authority_scores_are_those_published(joined: dict) -> None:
    published = tables.load("iod25_lad24")
    here = joined["lad24"].loc[published.index]
    assert here["iod25_score"].tolist() == published["iod25_score"].tolist()
    assert here["iod25_rank"].astype(float).tolist() == published["iod25_rank_of_score"].tolist()
    # A unitary authority is one district: its county-level score is the published one too.
    assert joined["utla23"].at["E06000009", "iod25_score"] == here.at["E06000009", "iod25_score"]


def test_our_own_averages_are_near_the_published_ones(joined: dict) -> None:
    """What is averaged from local areas, weighted as here, is what authorities are published at."""
    from geo.areas.aggregate import weighted_means

    index = tables.load("iod25_lsoa21", ["iod25_score", "implied_population"])
    parent = tables.load("areas_lsoa21", ["lad24_code", "msoa21_code"])
    weights = index.pop("implied_population")
    ours = weighted_means(index, weights, parent["lad24_code"])["iod25_score"]
    published = tables.load("iod25_lad24")["iod25_score"]
    assert (ours.reindex(published.index) - published).abs().max() < 0.25
    inside = parent["msoa21_code"] == "E02002642"
    here = index["iod25_score"][inside.reindex(index.index)]
    by_hand = (here * weights[here.index]).sum() / weights[here.index].sum()
    assert joined["msoa21"].at["E02002642", "iod25_score"] == pytest.approx(by_hand)


def test_a_county_value_is_never_its_districts(joined: dict) -> None:
    for column in ("he19_rate", "he19_fsm_rate", "attainment8", "level3_19_rate"):
        assert column not in joined["lad24"]
        assert column in joined["utla23"]


def test_authorities_without_a_series_of_their_own_have_none(joined: dict) -> None:
    table = joined["utla23"]
    for code in ("E06000063", "E06000064", "E06000061", "E06000062"):  # divided counties
        assert np.isnan(table.at[code, "he19_rate"])
    assert table.at["E06000065", "he19_rate"] > 0  # North Yorkshire goes on


def test_within_filters_and_never_recomputes(joined: dict) -> None:
    inside = build_areas("lsoa21", within="E06000009")[0].table
    assert len(inside) == 94
    pd.testing.assert_frame_equal(inside, joined["lsoa21"].loc[inside.index])
    assert build_areas("lad24", within="E06000009")[0].table.index.tolist() == ["E06000009"]


@pytest.mark.parametrize("level", LEVELS)
def test_all_of_a_nation_lies_within_it(joined: dict, level: str) -> None:
    """By the rule that a join filters its rows with, as the test before this says."""
    base = tables.load(f"areas_{level}")
    for nation in geography(level).counts:
        letter = next(first for first, name in NATIONS.items() if name == nation)
        lies = inside(base, NATION_CODES[letter], None)
        assert lies.equals(base["nation"] == nation)
        assert joined[level].index[lies].tolist() == base.index[base["nation"] == nation].tolist()


def test_an_upper_level_names_its_nation_and_a_nation_nothing(joined: dict) -> None:
    districts = joined["lad24"]["nation_code"]
    assert districts["S12000005"] == "S92000003"
    assert districts["N09000001"] == "N92000002"
    assert districts["W06000001"] == "W92000004"
    assert (joined["nation"][list(parents_of("lsoa21").values())] == "").all(axis=None)


@pytest.mark.parametrize("level", LEVELS)
def test_square_kilometres_are_those_of_the_outlines(joined: dict, level: str) -> None:
    from geo.boundaries import outlines as boundaries

    inside = boundaries.load(level).geometry.area / 1e6
    assert (joined[level]["area_km2"] - inside).abs().max() <= 0.00005 + 1e-6
    assert joined[level]["area_km2"].gt(0).all()


@pytest.mark.parametrize(
    ("level", "prior", "limit"), [("lsoa21", "lsoa11", 0.287), ("msoa21", "msoa11", 0.311)]
)
def test_shrunk_rates_by_plain_arithmetic(
    joined: dict, level: str, prior: str, limit: float
) -> None:
    from scipy.stats import beta

    old = tables.load(f"tundra_{prior}").dropna()
    people, average = old["cohort"].sum(), old["cohort"].mean()
    mean = (old["rate"] * old["cohort"]).sum() / people
    spread = ((old["rate"] - mean) ** 2 * old["cohort"]).sum() / people
    worth = mean * (1 - mean) / (spread - mean * (1 - mean) / average) - 1
    table = joined[level]
    known = table[table["tundra_rate"].notna()]
    for code in [*known.index[::997], known["tundra_rate"].idxmin(), known["tundra_rate"].idxmax()]:
        rate, n = known.loc[code, "tundra_rate"], known.loc[code, "tundra_source_cohort"]
        shrunk = (n * rate + worth * mean) / (n + worth)
        assert known.at[code, "tundra_rate_shrunk"] == pytest.approx(shrunk)
        posterior = beta(n * rate + worth * mean, n * (1 - rate) + worth * (1 - mean))
        chance = known.at[code, "prob_lowest_fifth"]
        assert chance == pytest.approx(posterior.cdf(limit), abs=1e-9)
    missing = table["tundra_rate"].isna()
    assert table.loc[missing, ["tundra_rate_shrunk", "prob_lowest_fifth"]].isna().all(axis=None)


def test_only_levels_with_published_rates_have_a_chance_of_the_lowest_fifth(joined: dict) -> None:
    there = [level for level in LEVELS if "prob_lowest_fifth" in joined[level]]
    assert there == ["lsoa21", "msoa21"]


@pytest.mark.parametrize("code", ["E06999999", "", "nonsense", "{{ 7919*7907 }}"])
def test_an_unknown_place_is_refused(code: str) -> None:
    with pytest.raises(UnknownAreaError, match="No area lies within"):
        build_areas("lsoa21", within=code)


@pytest.mark.fault(21)
@pytest.mark.parametrize(
    ("code", "name"), [("E08000039", "Sheffield"), ("E06000048", "Northumberland")]
)
def test_an_authority_may_be_given_by_its_code_of_another_year(code: str, name: str) -> None:
    assert build_areas("lad24", within=code)[0].table["area_name"].tolist() == [name]


def test_an_authority_that_was_joined_with_others_is_refused_with_its_successor() -> None:
    with pytest.raises(
        UnknownAreaError, match=r"E07000026 \(Allerdale\) became part of Cumberland"
    ):
        build_areas("lsoa21", within="E07000026")


@pytest.mark.fault(21)
def test_a_geography_of_2011_is_converted_not_drawn() -> None:
    with pytest.raises(UnknownAreaError, match="ask for lsoa21"):
        build_areas("lsoa11")


def test_whole_numbers_are_whole(joined: dict) -> None:
    table = joined["lsoa21"]
    for column in table:
        if column.endswith(("_rank", "_decile")) or column in ("population", "young_people"):
            assert str(table[column].dtype) == "Int64", column


def test_entry_ranks_run_from_the_highest_non_entry(joined: dict) -> None:
    table = joined["lsoa21"]
    worst = table["iod25_he_non_entry"].idxmax()
    assert table.at[worst, "iod25_he_entry_rank"] == 1
    assert table["iod25_he_entry_rank"].max() <= 33_721
    assert table["iod25_he_entry_rank"].notna().sum() == 33_721


def test_periods_in_the_registry_are_those_of_the_data(joined: dict) -> None:
    from geo.registry.indicators import indicator

    row = joined["utla23"].loc["E08000035"]
    for name in ("he19_rate", "he19_fsm_rate", "he19_nonfsm_rate", "level3_19_rate"):
        assert row[f"{name}_period"] in indicator(name).period
    assert row["attainment8_period"] == "2025"
    assert "2024-25" in indicator("attainment8").period


@pytest.mark.parametrize("level", ["region", "nation"])
def test_geometry_comes_in_metres(level: str) -> None:
    shapes = build_areas(level)[0].with_geometry()
    assert shapes.crs.to_epsg() == 27700
    assert shapes.geometry.notna().all()
