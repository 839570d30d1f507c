"""Within one document one thing has one number, and one is not several."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest

from geo import tables
from geo.areas.cache import area_table
from geo.coldspots.results import ColdSpotQuery, find_all
from geo.reach.measure import find_reach
from geo.reach.partnerships import provider_sites
from layers.browser.card import card_of
from layers.coldspots.words import describe_cold_spots
from layers.exports.sentences import sentences_of, sentences_of_place
from layers.kind_options import change_options
from layers.profiles.compose import Whose, profile_of, profile_of_partnership
from layers.profiles.model import Profile
from layers.reach.options import ReachOptions
from layers.reach.query import with_reach
from layers.reach.words import reach_title
from layers.view import MapView
from layers.words.traces import Sentence, Trace, named

SEED = 20
HOW_MANY = {"lsoa21": 70, "msoa21": 35, "ward24": 30, "lad24": 25, "utla23": 12, "region": 3,
            "cauth25": 3}  # fmt: skip
ZONES = 22
ONE_AS_SEVERAL = re.compile(
    r"(?<![\d.,])1 (?:more only )?(are|have|were|live|lie|had clearly|neighbourhoods|zones|people|"
    r"places|areas|pupils|sites|cold spots|local areas|local authority districts|wards|providers|"
    r"authorities|young people|teaching sites|institutions)\b"
)
SEVERAL_AS_ONE = re.compile(
    r"(?<![\d.,])(?!1 )\d[\d,]* (is|has|was|lives|lies|had a clearly|neighbourhood|zone|person|pupil|"
    r"site|cold spot|local area|young person)\b"
)
COLD_SPOTS = {
    "areas that are cold spots",
    "count of its cold spots",
    "neighbourhoods whose cold_spot is true",
}
"""Formulas that are words for one thing: how many cold spots a place has."""


def places() -> list[str]:
    draw = np.random.default_rng(SEED)
    found = ["E92000001", "E09000001"]
    for level, count in HOW_MANY.items():
        codes = [code for code in area_table(level).index if code[0] == "E"]
        found += [str(code) for code in draw.choice(codes, count, replace=False)]
    for level, count in (("lsoa21", ZONES), ("msoa21", ZONES // 4)):
        zones = find_all(ColdSpotQuery(level)).zones.index.to_numpy(dtype=str)
        found += [str(code) for code in draw.choice(zones, count, replace=False)]
    return found


def thing(trace: Trace) -> tuple[str, str, str]:
    """Return what a figure is of: its field, its area, and how it is counted."""
    if trace.formula in COLD_SPOTS and trace.dataset.startswith("coldspots_lsoa21"):
        return "cold spots", trace.area_code, ""
    return trace.field, trace.area_code, trace.formula


def numbers(said: list[Sentence]) -> dict[tuple[str, str, str], set[str]]:
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for trace in dict.fromkeys(trace for sentence in said for trace in sentence.traces):
        if trace.area_code and not isinstance(trace.value, str):
            found[thing(trace)].add(trace.figure.removesuffix(" km"))
    return found


def slips(said: list[Sentence]) -> Iterator[str]:
    for sentence in said:
        if ONE_AS_SEVERAL.search(sentence.text) or SEVERAL_AS_ONE.search(sentence.text):
            yield sentence.text


def of_profile(made: Profile) -> list[Sentence]:
    left = ("sources", "licences", "made")
    return [said for where, said in made.sentences() if where not in left]


@pytest.mark.slow
def test_no_document_gives_two_numbers_for_one_thing_or_takes_one_for_several() -> None:
    codes = places()
    assert len(set(codes)) >= 200
    for code in codes:
        for said in (of_profile(profile_of(code)[1]), list(sentences_of_place(code))):
            twice = {key: held for key, held in numbers(said).items() if len(held) > 1}
            assert twice == {}, code
            fields = {trace.field for sentence in said for trace in sentence.traces}
            assert not {"young_people", "young_people_now"} <= fields, code
            assert list(slips(said)) == [], code
            text = " ".join(sentence.text for sentence in said)
            assert not re.search(
                r"(?<![\d.,])0 (strong|moderate|tentative|more only|are cold)", text
            )


@pytest.mark.parametrize("mode", ["map", "both", "disagree", "cold", "reach"])
@pytest.mark.parametrize("within", ["E06000009", "E09000001", "E06000053", "E07000040"])
def test_no_map_gives_two_numbers_for_one_thing(mode: str, within: str) -> None:
    view = MapView(within=within, mode="one" if mode == "map" else mode)  # type: ignore[arg-type]
    said = list(sentences_of(with_reach(view) if mode == "reach" else view))
    assert {key: held for key, held in numbers(said).items() if len(held) > 1} == {}
    assert list(slips(said)) == []
    if mode == "reach":
        assert "young_people" not in {trace.field for one in said for trace in one.traces}


def words_of(made: Profile, part: str) -> str:
    found = next(one for one in made.parts if one.id == part)
    return " ".join(sentence.text for sentence in found.said)


def test_cold_spots_are_counted_in_people_of_one_year() -> None:
    table, cold = area_table("lsoa21"), find_all(ColdSpotQuery("lsoa21")).areas["cold_spot"]
    here = table["lad24_code"].eq("E08000035") & cold.reindex(table.index, fill_value=False)
    young = f"{int(table.loc[here, 'young_people_now'].sum()):,}"
    _, leeds = profile_of("E08000035")
    assert f"{young} people aged 13 to 17 in 2026" in words_of(leeds, "cold")
    listed = find_all(ColdSpotQuery("lsoa21", "likely")).areas["cold_spot"]
    here = table["lad24_code"].eq("E08000035") & listed.reindex(table.index, fill_value=False)
    young = f"{int(table.loc[here, 'young_people_now'].sum()):,}"
    said = f"Of the {young} young people here in the likely lowest fifth"
    assert said in words_of(leeds, "range")
    assert f"{int(here.sum())} are in the likely lowest fifth; {young} people aged 13 to 17" in (
        words_of(leeds, "cold")
    )
    assert "10 in 100 may be" in words_of(leeds, "cold").replace("which 10", "10")


def test_the_share_of_cold_spots_is_of_those_that_could_be_judged() -> None:
    _, made = profile_of("E12000002")
    facts = [f"{fact.figure.text} {fact.words.text}" for fact in made.facts]
    judged = find_all(ColdSpotQuery("lsoa21")).areas["status"] != "not assessed"
    here = area_table("lsoa21")["region_code"].reindex(judged.index) == "E12000002"
    whole, rest = int((judged & here).sum()), int((~judged & here).sum())
    table = area_table("lsoa21")
    codes = table.index[table["region_code"] == "E12000002"]
    listed, tested = (
        int(find_all(ColdSpotQuery("lsoa21", name)).areas["cold_spot"].reindex(codes).sum())
        for name in ("likely", "local-g")
    )
    told = (
        f"{listed:,} of {len(codes):,} of its neighbourhoods are in the likely lowest fifth, of "
        f"which 10 in 100 may be wrong; {tested:,} are tested cold spots"
    )
    assert told in facts
    assert rest > 0
    assert f"Of {whole:,} neighbourhoods in the North West that could be assessed" in words_of(
        made, "cold"
    )


def test_a_map_of_another_level_says_so_in_its_key() -> None:
    _, region = profile_of("E12000002")
    assert any("Local areas tested as cold spots" in row.label.text for row in region.map.legend)
    assert any("count local areas" in note.text and "text counts neighbourhoods" in note.text
               for note in region.map.notes)  # fmt: skip
    _, district = profile_of("E08000035")
    assert district.map.notes == ()


def spread_zone() -> str:
    """Return the zone that lies in most counties and unitary authorities."""
    zones, table = find_all(ColdSpotQuery("lsoa21")).zones, area_table("lsoa21")
    members = zones["area_codes"].str.split().explode()
    return str(members.map(table["utla23_code"]).groupby(level=0).nunique().idxmax())


def test_no_county_is_said_to_hold_a_zone_of_which_it_holds_a_part() -> None:
    zone, table = spread_zone(), area_table("lsoa21")
    codes = find_all(ColdSpotQuery("lsoa21")).zones.loc[zone, "area_codes"].split()
    young = table.loc[codes].groupby("utla23_code")["young_people_now"].sum()
    assert len(young) > 1
    said = words_of(profile_of(zone)[1], "attainment")
    assert "that holds it" not in said.replace("what holds it", "")
    assert f"most of the zone's young people; the zone lies in {len(young)}" in said
    name = area_table("utla23").loc[young.idxmax(), "area_name"]
    assert f"by 19 in {name}" in said


def test_a_zone_does_not_count_its_cold_spots_among_themselves() -> None:
    zone = spread_zone()
    count = int(find_all(ColdSpotQuery("lsoa21")).zones.loc[zone, "areas"])
    _, made = profile_of(zone)
    facts = [f"{fact.figure.text} {fact.words.text}" for fact in made.facts]
    assert f"{count} touching neighbourhoods, each tested as a cold spot" in facts
    assert not any(" of " in fact.figure.text for fact in made.facts)


def test_ranks_far_apart_are_given_and_not_on_a_neighbourhood() -> None:
    said = " ".join(sentence.text for sentence in sentences_of_place("E06000009"))
    assert "by young participation and 1st to 4th by entry by 19 (95% intervals)" in said
    assert "lower by entry by 19" in said
    for code in ("E01012673", "E02002633"):
        assert "Among " not in " ".join(one.text for one in sentences_of_place(code))


def test_several_have_worked_and_one_has() -> None:
    one, two = ("10007795",), ("10007795", "10003863")
    for providers, verb in ((one, "has"), (two, "have")):
        view = with_reach(MapView())
        view = change_options(view, ReachOptions, providers=providers, show="engaged")
        assert reach_title(view).endswith(f" {verb} worked")


def test_a_place_with_one_neighbourhood_to_judge_is_told_as_one() -> None:
    view = MapView(mode="cold", within="E09000001")
    said = describe_cold_spots(view, named("lad24", "E09000001"))[0].text
    assert (
        said
        == "The one neighbourhood in the City of London that could be assessed is no cold spot."
    )


def test_a_partnership_counts_one_kind_of_people() -> None:
    reach = find_reach(provider_sites(["10007795"]), 10)
    said = of_profile(profile_of_partnership("One", reach)[1])
    fields = {trace.field for sentence in said for trace in sentence.traces}
    assert "young_people" not in fields
    assert list(slips(said)) == []
    assert Whose(reach, "One").words


@pytest.mark.parametrize("code", ["E01035608", "E01035609", "E01035624"])
def test_an_area_that_shares_its_pupils_says_whose_its_interval_rests_on(code: str) -> None:
    row = tables.load("tundra_lsoa21").loc[code]
    on, own = int(row["source_cohort"]), int(row["cohort"])
    assert (row["basis"], on > own) == ("mixed", True)
    card = card_of(MapView(select=code))
    assert card is not None
    lines = " ".join(card["lines"])
    assert f"on {on} pupils. The figure is put together from several areas of 2011." in lines
    assert f"All {on} pupils are those of what it was part of; {own} of them are counted" in lines
    said = " ".join(sentence.text for sentence in sentences_of_place(code))
    assert f"on {on} pupils). Those {on} pupils are all of the areas of 2011" in said
    assert f"{own} of them are counted here where figures are added up" in said
