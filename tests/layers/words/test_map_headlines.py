"""Headlines of maps without a place, and of people: each figure by another road."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geo import tables
from geo.areas import area_table
from geo.coldspots import ColdSpotQuery, find_all
from layers.browser import from_query
from layers.kinds import kind_of
from layers.words import LONGEST, defined, level_headline


def headline(**query: str) -> str:
    view, notes = from_query(query)
    assert notes == []
    return kind_of(view).headline(view)


@pytest.mark.parametrize(
    ("level", "measure", "said"),
    [
        ("utla23", "he19_rate", "Entry to higher education is lowest in Knowsley and Blackpool"),
        ("pcon24", "tundra_rate", "Entry to higher education was lowest in Bristol South"),
        ("region", "tundra_rate", "Entry to higher education was lowest in the South West"),
    ],
)
def test_the_lowest_are_named(level: str, measure: str, said: str) -> None:
    assert level_headline(level, "E92000001", measure) == said
    lowest = area_table(level)[measure].dropna().nsmallest(2)
    names = area_table(level)["area_name"].loc[lowest.index].tolist()
    assert names[0] in said


def ranks(lows: list[int]) -> pd.DataFrame:
    codes = area_table("utla23")["he19_rate"].nsmallest(len(lows)).index
    return pd.DataFrame({"rank_low": lows}, index=codes)


@pytest.mark.parametrize(
    ("lows", "said"),
    [
        ([1, 1, 1, 1, 2], "Knowsley, Blackpool, the Isle of Wight and North Lincolnshire"),
        ([1, 1, 1, 1, 1], "England sees entry to higher education rise"),
        ([2, 3], "England sees entry to higher education rise"),
    ],
)
def test_up_to_four_are_named(monkeypatch: pytest.MonkeyPatch, lows: list[int], said: str) -> None:
    monkeypatch.setattr("layers.words.headlines.ranks_of", lambda *_: ranks(lows))
    assert said in level_headline("utla23", "E92000001", "he19_rate")


def test_small_areas_are_not_named() -> None:
    assert headline(level="lsoa21").startswith("In England, 42.2% of young people")
    assert headline(level="dz11", show="simd20_university").startswith("In Scotland, ")


def test_a_measure_without_words_of_its_own_has_none() -> None:
    assert level_headline("lsoa21", "E92000001", "iod25_decile") == ""


def test_people_of_tested_cold_spots() -> None:
    cold = tables.load("coldspots_lsoa21")["status"] == "cold spot"
    table = area_table("lsoa21").loc[cold.index[cold]]
    here = int(table.loc[table["region_code"] == "E12000002", "young_people"].sum())
    said = f"In the North West, {here:,} young people live in tested cold spots"
    assert headline(**{"with": "cold", "in": "E12000002"}) == said


def test_people_of_the_likely_list() -> None:
    chance = area_table("lsoa21")["prob_true_fifth_1"]
    listed = find_all(ColdSpotQuery("lsoa21", "likely")).areas["cold_spot"]
    # Whoever is listed is likelier to be low than anybody who is not, and of them a tenth is wrong.
    named = listed.index[listed.astype(bool)]
    rest = chance.drop(named).dropna()
    assert chance[named].min() >= rest.max()
    assert 1 - chance[named].mean() == pytest.approx(0.1, abs=0.005)
    here = int(area_table("lsoa21").loc[named, "young_people"].sum())
    said = f"In England, {here:,} young people live in the likely lowest fifth"
    assert headline(**{"with": "cold", "definition": "likely"}) == said


def test_one_nation_alone_is_neither_lowest_nor_highest() -> None:
    said = "In England, 42.2% of young people went on to higher education"
    assert headline(level="nation", show="tundra_rate") == said


def test_people_of_a_chosen_zone() -> None:
    zone = find_all(ColdSpotQuery("lsoa21")).zones.loc["zone-E01007317"]
    parts = find_all(ColdSpotQuery("lsoa21")).areas["zone_id"] == "zone-E01007317"
    young = int(area_table("lsoa21").loc[parts.index[parts], "young_people"].sum())
    asked = {"with": "cold", "in": "E08000016", "area": "zone-E01007317"}
    assert headline(**asked) == f"{zone['zone_name']}: {young:,} young people live there"
    assert headline(**asked | {"area": "E01007317"}) == ""


def test_a_long_name_of_a_zone_leaves_room_for_less() -> None:
    asked = {"with": "cold", "level": "lsoa21"}
    zones = find_all(ColdSpotQuery("lsoa21")).zones
    made = {code: headline(**asked, area=str(code)) for code in zones.index}
    assert max(map(len, made.values())) <= LONGEST
    ford = zones.index[zones["zone_name"] == "Ford, Sefton"][0]
    assert made[ford] == "Ford, Sefton: 172 young people live in two touching cold spots"
    blacon = zones.index[zones["zone_name"] == "Blacon North, Cheshire West and Chester"][0]
    assert made[blacon].endswith(": 291 young people live there")


def test_the_limit_of_the_lowest_fifth_where_no_test_is_made() -> None:
    rates = tables.load("nimdm17_soa01")["nimdm17_he_not_enrolled"].dropna().sort_values()
    # A fifth of the areas have a share as low as this or lower.
    limit = 1 - rates.iloc[-round(len(rates) / 5)]
    asked = {"with": "cold", "level": "soa01", "definition": "threshold"}
    said = headline(**asked, **{"in": "N92000002"})
    found = re.fullmatch(
        r"In Northern Ireland's lowest fifth of areas, at most ([\d.]+)% of people aged 18 to 21 "
        "had enrolled in higher education",
        said,
    )
    assert found is not None
    assert float(found[1]) / 100 == pytest.approx(limit, abs=0.0006)
    assert headline(**asked, **{"in": "N09000003"}) == ""


def test_a_definition_without_a_list_has_none() -> None:
    assert headline(**{"with": "cold", "definition": "threshold"}) == ""


def test_people_beyond_the_limit_are_everyone_less_those_within() -> None:
    view, _ = from_query({"with": "reach", "in": "E12000002"})
    said = kind_of(view).sentences(view, defined("the North West", "name"))[0].text
    found = re.search(r"of the ([\d,]+) young people .*?, ([\d,]+) \(", said)
    assert found is not None
    whole, there = (int(part.replace(",", "")) for part in found.groups())
    assert kind_of(view).headline(view) == (
        f"In the North West, {whole - there:,} young people in the likely lowest fifth live over "
        "10 km from any site"
    )


def test_nobody_beyond_the_limit_and_maps_of_scores() -> None:
    assert headline(**{"with": "reach", "in": "E06000018"}) == (
        "In Nottingham, all young people in the likely lowest fifth live within 10 km of a site"
    )
    assert headline(**{"with": "reach", "reach": "tiers"}) == ""


def test_most_areas_lead_a_headline_of_change() -> None:
    asked = {"with": "change", "level": "utla23", "show": "he19_rate"}
    assert headline(**asked) == (
        "Entry to HE by 19 rose clearly in 106 of 145 council areas since 2015-16"
    )
    assert headline(**asked, **{"in": "E12000001"}) == (
        "Entry to HE by 19 rose clearly in 6 of 12 council areas in the North East since 2015-16"
    )
    assert headline(**asked, area="E06000009") == ""


def test_an_index_without_intervals_has_a_plain_statement_or_the_score_of_a_place() -> None:
    asked = {"level": "smc205", "show": "smc_labour_market"}
    assert headline(**asked) == "How areas of the United Kingdom compare on labour market outcomes"
    every = tables.load("smc_composites").reset_index()
    here = (every["area_code"] == "smc205-096") & (every["measure"] == "smc_labour_market")
    value = every.loc[here, "value"]
    # The publisher's last period is the one that is shown.
    said = f"Leeds scored {round(float(value.iloc[-1]), 2):.2f} on labour market outcomes"
    assert headline(**asked, area="smc205-096") == said
    assert headline(**asked, **{"in": "W92000004"}).startswith("How areas of Wales compare")


DECILES = [
    (
        {"in": "E06000009"},
        "In Blackpool, 40% of neighbourhoods are in England's most deprived tenth",
    ),
    ({"in": "E07000147"}, "In North Norfolk, no neighbourhood is in England's most deprived tenth"),
    (
        {},
        "The North East has the largest share of neighbourhoods in the most deprived tenth: 21%",
    ),
    (
        {"show": "iod25_education_decile", "in": "E14001105"},
        "In Blackpool South, 38% of neighbourhoods are in the most deprived tenth for "
        "education, skills and training",
    ),
    ({"area": "E01012670"}, "Blackpool 011A is in England's most deprived tenth"),
    ({"area": "E01012664"}, "Blackpool 001B is in decile 5 of 10"),
]


@pytest.mark.parametrize(("asked", "said"), DECILES)
def test_deciles_are_said_by_the_worst_tenth(asked: dict[str, str], said: str) -> None:
    query = {"show": "iod25_decile", **asked}
    assert headline(**query) == said
    table = area_table("lsoa21")
    worst = table[query["show"]] == 1
    if "%" in said:
        named = {"E06000009": "lad24_code", "E14001105": "pcon24_code"}
        code = query.get("in", "E12000001")
        here = table[named.get(code, "region_code")] == code
        share = (worst & here).sum() / here.sum()
        assert f"{100 * share:.0f}%" in said
    if not asked:
        shares = worst[table["region_code"] != ""].groupby(table["region_code"]).mean()
        assert shares.idxmax() == "E12000001"


def test_every_area_in_the_worst_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    made = area_table("lsoa21").assign(iod25_decile=1)
    monkeypatch.setattr("layers.measure.headlines.area_table", lambda level: made)
    said = "In Blackpool, every neighbourhood is in England's most deprived tenth"
    assert headline(show="iod25_decile", **{"in": "E06000009"}) == said
    # No part of England has the largest share, so there is nothing to say of it.
    assert headline(show="iod25_decile") == ""


def test_other_measures_are_said_by_their_range() -> None:
    asked = {"level": "lad24", "show": "iod25_score"}
    scores = area_table("lad24")["iod25_score"].dropna()
    ends = f"{scores.min():.1f} to {scores.max():.1f}"
    assert headline(**asked) == f"IMD score: {ends} across council areas in England"
    blackpool = scores["E06000009"]
    assert headline(**asked, area="E06000009") == f"IMD score in Blackpool: {blackpool:.1f}"
    assert headline(show="iod25_he_entry_rank") == ""


@pytest.mark.parametrize("measure", ["iod25_decile", "iod25_score", "tundra_rate"])
def test_a_chosen_area_without_a_figure_is_not_passed_over(measure: str) -> None:
    """Glasgow has none of England's: the first sentence says so, and stands in the headline."""
    level = "lad24" if measure == "iod25_score" else "lsoa21"
    assert headline(show=measure, level=level, area="S12000049") == ""


def test_both_measures_are_said_by_young_people() -> None:
    table = area_table("lad24").dropna(subset=["tundra_rate", "iod25_score"])

    def third(column: str, *, lowest: bool) -> pd.Index:
        ordered = table.sort_values(column, ascending=lowest)["young_people"]
        return ordered.index[ordered.cumsum() <= ordered.sum() / 3]

    both = third("tundra_rate", lowest=True).intersection(third("iod25_score", lowest=False))
    share = table.loc[both, "young_people"].sum() / table["young_people"].sum()
    said = f"In England, {100 * share:.0f}% of young people live where participation is low and"
    assert headline(level="lad24", **{"with": "both"}) == f"{said} deprivation high"
    assert headline(level="lad24", **{"with": "both", "area": "E06000009"}) == ""
    assert headline(**{"with": "both", "in": "E06000053"}) == ""


def test_disagreement_is_said_of_those_with_low_participation() -> None:
    view, _ = from_query({"with": "disagree", "in": "E12000003"})
    said = kind_of(view).sentences(view, defined("Yorkshire", "name"))[0].text
    found = re.search(r"figures, ([\d,]+) have .* ([\d,]+) are both", said)
    assert found is not None
    cold, both = (int(part.replace(",", "")) for part in found.groups())
    assert headline(**{"with": "disagree", "in": "E12000003"}) == (
        f"In Yorkshire and The Humber, {100 * cold / (cold + both):.0f}% of areas where few go on "
        "are not the most deprived"
    )


def test_nations_and_draws() -> None:
    asked = {"with": "nations", "level": "pcon24"}
    said = "Where fewest go on to higher education in "
    assert headline(**asked, **{"in": "K02000001"}) == (
        f"{said}the United Kingdom, each nation by its own measure"
    )
    assert headline(**asked, **{"in": "S92000003"}) == f"{said}Scotland"
    assert headline(**asked, **{"in": "W92000004"}) == ""
    assert headline(level="msoa21", **{"with": "draws", "draw": "3"}) == (
        "Possible England 3 of 10: what stays from one to the next is sure"
    )


GREATER_MANCHESTER, CAMBRIDGESHIRE, GREATER_LINCOLNSHIRE = "E47000001", "E47000008", "E47000017"
LONG = {
    "both": {"with": "both"},
    "disagree": {"with": "disagree"},
    "deciles": {"show": "iod25_decile"},
    "change": {"with": "change", "level": "utla23", "show": "he19_rate"},
    "taught": {"with": "taught"},
    "tested": {"with": "cold"},
    "rates": {"level": "utla23", "show": "he19_rate"},
}


@pytest.mark.parametrize("asked", LONG.values(), ids=LONG)
@pytest.mark.parametrize("code", ["E12000006", GREATER_MANCHESTER, GREATER_LINCOLNSHIRE])
def test_headlines_of_places_with_long_names_fit_a_line(asked: dict[str, str], code: str) -> None:
    assert len(headline(**asked, **{"in": code})) <= LONGEST


def test_figures_of_a_combined_authority_run_over_its_council_areas() -> None:
    table = area_table("utla23")
    here = table.loc[table["cauth25_code"] == GREATER_MANCHESTER, "he19_rate"].astype(float)
    ends = f"{100 * here.min():.1f}% to {100 * here.max():.1f}%"
    asked = {"level": "utla23", "show": "he19_rate", "in": GREATER_MANCHESTER}
    assert headline(**asked) == (
        f"In Greater Manchester's council areas, {ends} go on to higher education by 19"
    )


def test_all_both_and_one_are_no_counts() -> None:
    asked = {"with": "change", "level": "utla23", "show": "he19_rate"}
    said = headline(**asked, **{"in": CAMBRIDGESHIRE})
    assert said == "Entry to HE by 19 rose clearly in both council areas from 2015-16 to 2023-24"
    alone = headline(**asked, **{"in": "E06000009,E07000128,E07000121"})
    assert alone == "Entry to HE by 19 fell clearly in Blackpool from 2015-16 to 2023-24"


def test_a_patch_has_the_share_of_its_young_people_and_no_range() -> None:
    table = area_table("lsoa21")
    here = table[table["lad24_code"].isin(["E07000138", "E07000142"])]
    here = here[["tundra_rate", "tundra_cohort"]].dropna().astype(float)
    rate = (here["tundra_rate"] * here["tundra_cohort"]).sum() / here["tundra_cohort"].sum()
    below = float(area_table("nation").loc["E92000001", "tundra_rate"]) - rate
    assert round(100 * below) == 4
    assert headline(**{"in": "E07000138,E07000142"}) == (
        "Lincoln and West Lindsey were four points below England for entry to higher education"
    )


def test_a_long_decile_names_no_nation() -> None:
    said = headline(show="iod25_decile", **{"in": CAMBRIDGESHIRE})
    assert said.endswith("4% of neighbourhoods are in the most deprived tenth")
    assert headline(show="iod25_decile", **{"in": "E06000009"}).endswith(
        "England's most deprived tenth"
    )


@pytest.mark.parametrize("asked", [{"with": "cold"}, {"with": "reach"}], ids=["cold", "reach"])
def test_one_is_on_an_island(asked: dict[str, str]) -> None:
    assert headline(**asked, **{"in": "E06000046"}).startswith("On the Isle of Wight, ")


def test_a_long_line_says_over_and_site() -> None:
    said = headline(**{"with": "reach", "in": "E10000019"})
    assert re.fullmatch(
        r"In Lincolnshire, [\d,]+ young people in the likely lowest fifth live over 10 km from any "
        "site",
        said,
    )


def test_a_patch_without_areas_of_a_level_is_told_so() -> None:
    _, notes = from_query({"level": "utla23", "show": "he19_rate", "in": "E07000138,E07000142"})
    assert "Patches and counties and unitary authorities are drawn one without" in notes[0]
