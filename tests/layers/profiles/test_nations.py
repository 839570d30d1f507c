"""Profiles of Scotland, Wales and Northern Ireland: their own measure, areas and index."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import numpy as np
import pypdf
import pytest

from geo import tables
from geo.areas.cache import area_table
from geo.areas.classes import NOT_COVERED
from geo.reach import find_reach, load_ground, provider_sites
from layers.profiles.compose import Whose, content_of, profile_of, profile_of_partnership
from layers.profiles.map import _drawn_of
from layers.profiles.model import Profile

GLASGOW, FIFE, BELFAST, CARDIFF = "S12000049", "S12000047", "N09000003", "W06000015"
EVERY = {
    "Scotland": ["S92000003", GLASGOW, "S14000095", "S02001236", "S01006506", "zone-S01009718"],
    "Northern Ireland": ["N92000002", BELFAST, "N05000002", "N10000302", "N21000001", "95AA01S1"],
    "Wales": ["W92000004", CARDIFF, "W07000112", "W05001504", "W02000001", "W01000003"],
}
"""Of each nation a place of each of its levels."""
OWN = {"Scotland": "SIMD 2020", "Northern Ireland": "NI|MDM|school leavers", "Wales": "WIMD"}
OF_OTHERS = ("TUNDRA", "GCSE leavers", "Indices of Deprivation", "WIMD", "SIMD", "NIMDM")


def texts(made: Profile) -> Iterator[str]:
    for where, said in made.sentences():
        if not where.startswith("licences"):
            yield said.text


def part(made: Profile, name: str) -> str:
    found = next(one for one in made.parts if one.id == name)
    return " ".join(said.text for said in found.said)


@pytest.mark.parametrize("code", [code for codes in EVERY.values() for code in codes])
def test_a_profile_shows_its_own_nations_figures_and_no_others(code: str) -> None:
    nation = next(name for name, codes in EVERY.items() if code in codes)
    place, made = profile_of(code)
    drawn = _drawn_of(place).drawn
    # No map of grey.
    assert (drawn.codes < NOT_COVERED).mean() > 0.9
    said = " ".join(texts(made))
    own = {"Scotland": "SIMD", "Northern Ireland": "NIMDM", "Wales": "WIMD"}[nation]
    assert [word for word in OF_OTHERS if word in said and word not in (own, "TUNDRA")] == []
    assert [one.untraced() for _, one in made.sentences() if one.untraced()] == []
    assert all(
        row.cells[0].text for one in made.parts for table in one.tables for row in table.rows
    )
    assert "nan" not in re.findall(r"[a-z]+", said.lower())


@pytest.mark.parametrize("code", [GLASGOW, BELFAST, CARDIFF])
def test_a_profile_elsewhere_stands_on_two_pages(code: str) -> None:
    place, made = profile_of(code)
    reader = pypdf.PdfReader(io.BytesIO(content_of(place, made, ".pdf")))
    assert len(reader.pages) == 2
    assert f"<h1>{made.name.text}</h1>" in content_of(place, made, ".html").decode()


def test_a_council_of_scotland_is_averaged_by_the_people_of_those_ages() -> None:
    zones, people = tables.load("areas_dz11"), tables.load("people_dz11")
    index = tables.load("simd_dz11")
    here = zones.index[(zones["lad24_code"] == GLASGOW)]
    share = index["simd20_university"].reindex(here).astype(float)
    aged = people[[f"aged_{age}" for age in range(17, 22)]].sum(axis=1).reindex(here).astype(float)
    own = float((share * aged).sum() / aged[share.notna()].sum())
    _, made = profile_of(GLASGOW)
    assert made.facts[0].figure.text == f"{own:.1%}" == "10.9%"
    assert "That is the 29th lowest of 32 local authority districts of Scotland" in " ".join(
        one.text for one in made.lead
    )
    deprived = int((index["simd20_decile"].reindex(here) <= 2).sum())
    table = next(one for one in made.parts if one.id == "deprivation").tables[0]
    assert table.rows[0].cells[1].text == f"{deprived} of {len(here)}"


def test_belfast_lists_its_electoral_areas_and_counts_the_lowest_fifth() -> None:
    _, made = profile_of(BELFAST)
    rows = tables.load("ni_area_explorer")["ni_leavers_he"]
    assert made.lead[0].text == (
        f"In Belfast, {rows[BELFAST]:.1%} of school leavers of 2024/25 entered higher education."
    )
    areas = tables.load("areas_dea14")
    inside = rows[areas.index[areas["lad24_code"] == BELFAST]].sort_values()
    table = next(one for one in made.parts if one.id == "participation").tables[0]
    shown = [row.cells[1].text for row in table.rows]
    assert shown == [*(f"{value:.1%}" for value in inside), f"{rows[BELFAST]:.1%}"]
    enrolled = 1 - tables.load("nimdm17_soa01")["nimdm17_he_not_enrolled"].astype(float)
    there = tables.load("areas_soa01")["lad24_code"] == BELFAST
    lowest = int((enrolled[there[there].index].round(3) <= 0.251).sum())
    assert f"Of 167 super output areas here with a figure, {lowest} are in the" in part(
        made, "cold"
    )
    assert "Nothing is tested in Northern Ireland" in part(made, "cold")
    assert "do not count young people" in part(made, "range")


def test_cardiff_says_that_no_participation_is_published_and_shows_its_own_index() -> None:
    place, made = profile_of(CARDIFF)
    assert "no small-area participation is published for Wales" in made.lead[0].text
    assert made.map.view.indicator == "wimd25_decile"
    assert made.map.title.text.startswith("WIMD decile by neighbourhood")
    assert "No cold spots are tested here" in part(made, "cold")
    table = next(one for one in made.parts if one.id == "range").tables[0]
    assert table.headings == ("Providers in range", "Young people", "Share")
    assert place.areas["cold_spot"].sum() == 0


@pytest.mark.parametrize(("code", "level"), [(FIFE, "dz11"), (CARDIFF, "lsoa21")])
def test_who_is_in_range_elsewhere_is_found_by_brute_force(code: str, level: str) -> None:
    _, made = profile_of(code)
    areas, people = tables.load(f"areas_{level}"), tables.load(f"people_{level}")
    homes = tables.load(f"centroids_{level}").loc[areas.index[areas["lad24_code"] == code]]
    sites = tables.load("sites")
    sites = sites[sites["placed"]]
    apart = np.hypot(
        homes["easting_m"].to_numpy()[:, None] - sites["easting_m"].to_numpy(),
        homes["northing_m"].to_numpy()[:, None] - sites["northing_m"].to_numpy(),
    )
    near = (apart <= 10_000).any(axis=1)
    young = people[[f"aged_{age}" for age in range(7, 12)]].sum(axis=1).reindex(homes.index)
    said = part(made, "range")
    assert f"Of {int(young.sum()):,} young people of" in said
    assert f" {int(young[near].sum()):,} live within 10 km" in said


def test_whose_reach_is_measured_in_the_nation_of_the_place() -> None:
    sites = provider_sites(["10007790"])
    whose = Whose(find_reach(sites, 10), "Edinburgh")
    _, made = profile_of("S12000036", whose)
    reach = whose.in_nation("Scotland").reach
    assert reach.ground.nation == "Scotland"
    here = (area_table("dz11")["lad24_code"] == "S12000036").to_numpy()
    people = int(reach.ground.people()[here & reach.in_range].sum())
    assert f" {people:,} live within 10 km of a site of Edinburgh" in part(made, "range")
    assert whose.in_nation("Northern Ireland") is whose


@pytest.mark.parametrize(("within", "nation"), [(GLASGOW, "Scotland"), (CARDIFF, "Wales")])
def test_a_partnership_is_measured_in_scotland_and_in_wales(within: str, nation: str) -> None:
    reach = find_reach(provider_sites(None), 10, within=within, ground=load_ground(None, nation))
    place, made = profile_of_partnership("All who teach", reach, "there")
    assert place.nation == nation
    assert [one.untraced() for _, one in made.sentences() if one.untraced()] == []
    assert f"{nation}'s own measures are of areas" in made.lead[0].text


def test_a_data_zone_with_a_share_but_nobody_of_that_age_is_said_to_have_nobody() -> None:
    zones, people = tables.load("simd_dz11"), tables.load("people_dz11")
    aged = people[[f"aged_{age}" for age in range(17, 22)]].sum(axis=1)
    without = int((zones["simd20_university"].isna() | (aged == 0)).sum())
    assert without == 3
    assert f"{without} not assessed: no share published, or nobody of that age" in part(
        profile_of("S92000003")[1], "cold"
    )
