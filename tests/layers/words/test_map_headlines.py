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
from layers.words import defined, level_headline


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


def test_a_definition_without_a_list_has_none() -> None:
    assert headline(**{"with": "cold", "definition": "threshold"}) == ""


def test_people_beyond_the_limit_are_everyone_less_those_within() -> None:
    view, _ = from_query({"with": "reach", "in": "E12000002"})
    said = kind_of(view).sentences(view, defined("the North West", "name"))[0].text
    found = re.search(r"of the ([\d,]+) young people .*?, ([\d,]+) \(", said)
    assert found is not None
    whole, there = (int(part.replace(",", "")) for part in found.groups())
    start = (
        f"In the North West, {whole - there:,} young people in the likely lowest fifth live more"
    )
    assert kind_of(view).headline(view).startswith(start)


def test_nobody_beyond_the_limit_and_maps_of_scores() -> None:
    assert headline(**{"with": "reach", "in": "E06000018"}) == (
        "In Nottingham, every young person in the likely lowest fifth lives within 10 km of a "
        "teaching site"
    )
    assert headline(**{"with": "reach", "reach": "tiers"}) == ""


def test_most_areas_lead_a_headline_of_change() -> None:
    asked = {"with": "change", "level": "utla23", "show": "he19_rate"}
    assert headline(**asked) == (
        "Entry to HE by 19 rose clearly in 106 of 145 counties and unitary authorities from "
        "2015-16 to 2023-24"
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
