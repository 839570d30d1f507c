"""Maps of reach and of new sites: figures recomputed, addresses, words, files kept private."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qsl

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import tables
from geo.areas.cache import area_table
from geo.coldspots.results import bundled
from geo.errors import BadInputError
from geo.reach.classes import scores
from geo.reach.coverage import LIMITS_KM
from geo.reach.lists import left_out, zones_left_out
from geo.reach.measure import find_reach
from geo.reach.partnerships import provider_sites
from geo.siting.problem import build_case
from geo.siting.question import Comparison
from geo.siting.result import find_sites
from geo.uploads.sites import read_sites
from layers.browser import runtime_packs as made_packs
from layers.browser.card import card_of
from layers.browser.query import from_query
from layers.browser.state import read_packs, state_of
from layers.coldspots.zone_tables import plain
from layers.exports.files import write_view
from layers.exports.html import page_of
from layers.exports.tables import content_of
from layers.kind_options import change_options, with_options
from layers.new_sites.options import SitingOptions
from layers.new_sites.picks import read_picks
from layers.new_sites.state import gain_words, siting_of
from layers.new_sites.tables import chosen_table, gain_table, picked_table
from layers.reach.card import reach_lines
from layers.reach.files import contacts_of
from layers.reach.options import ReachOptions
from layers.reach.partner_facts import doubtful_facts, used_facts
from layers.reach.query import with_reach
from layers.reach.state import reach_of, whose
from layers.reach.tables import (
    authority_table,
    gap_table,
    limit_table,
    overlap_table,
    partner_table,
    tier_table,
    zone_gap_table,
)
from layers.style.legend import legend_of, title_of, visible_classes
from layers.uploads import Uploads, with_uploads
from layers.view import MapView, at_level, one_measure
from layers.words.reading import caveat_of, describe_view, opening_of, reading_of

PACKS = read_packs()
LEEDS, BLACKPOOL, YORKSHIRE = "E08000035", "E06000009", "E12000003"
UNIVERSITY, HALLAM = "10007795", "10005790"
TWO = with_reach(
    MapView(sites=()),
    options=(ReachOptions(providers=(UNIVERSITY, HALLAM), cold="local-g"),),
    within=YORKSHIRE,
)
NEXT = with_reach(MapView(sites=()), "sites", within="E12000006")
OWN = b"name,postcode\nSecret hub,LS1 4AP\nOther hub,BD1 1HY\n"


def with_files(view: MapView = TWO, activity: pd.DataFrame | None = None) -> MapView:
    return with_uploads(view, Uploads(sites=read_sites(OWN)[0], activity=activity))


def by_hand(view: MapView) -> pd.DataFrame:
    """Measure straight distances one site at a time, without the program's own search."""
    sites = provider_sites(ReachOptions.of(view).providers)
    ground = reach_of(view).ground
    km = [
        np.hypot(
            ground.origins["easting_m"] - site["easting_m"],
            ground.origins["northing_m"] - site["northing_m"],
        ).rename(site["provider"])
        / 1_000
        for _, site in sites.iterrows()
    ]
    near = pd.concat(km, axis=1) <= ReachOptions.of(view).km
    people = area_table("lsoa21")["young_people_now"].reindex(near.index).astype("float64")
    return pd.DataFrame(
        {
            "near": near.any(axis=1),
            "providers": near.T.groupby(level=0).any().T.sum(axis=1),
            "cold": bundled("lsoa21")["cold_spot"].reindex(near.index),
            "people": people,
            "here": area_table("lsoa21")["region_code"].reindex(near.index) == YORKSHIRE,
        }
    )


def test_the_legend_counts_what_distances_by_hand_give() -> None:
    hand = by_hand(TWO)
    hand = hand[hand["here"]]
    rows = legend_of(TWO, PACKS)["rows"]
    for row, (cold, near) in zip(
        rows, [(True, False), (True, True), (False, False), (False, True)], strict=True
    ):
        part = hand[(hand["cold"] == cold) & (hand["near"] == near)]
        assert (row["areas"], row["young_people"]) == (len(part), part["people"].sum()), row


def test_people_are_counted_in_the_likely_lowest_fifth_unless_tested_ones_are_named() -> None:
    usual = change_options(TWO, ReachOptions, cold="likely")
    assert reach_of(with_reach(MapView(within=YORKSHIRE))).ground.definition == "likely"
    assert "list" not in usual.to_query()
    assert "list=tested" in TWO.to_query()
    chance = tables.load("posterior_lsoa21")["prob_true_fifth_1"].sort_values(ascending=False)
    wrong = (1 - chance).cumsum() / np.arange(1, len(chance) + 1)
    # Places of one chance are in or out together.
    wrong = wrong.groupby(chance).last()
    least = wrong.index[wrong <= 0.1].min()
    hand = by_hand(usual)
    hand = hand[hand["here"]]
    listed = chance.reindex(hand.index).fillna(0) >= least
    rows = legend_of(usual, PACKS)["rows"]
    for row, (cold, near) in zip(
        rows, [(True, False), (True, True), (False, False), (False, True)], strict=True
    ):
        part = hand[(listed == cold) & (hand["near"] == near)]
        assert (row["areas"], row["young_people"]) == (len(part), part["people"].sum()), row
    assert rows[0]["label"] == "Likely lowest fifth, out of range"
    near = "Who is in range of a teaching site, and who of none"
    assert opening_of(usual) == (
        f"{near}, in the likely lowest fifth and elsewhere, by neighbourhood."
    )
    assert opening_of(TWO) == f"{near}, in tested cold spots and elsewhere, by neighbourhood."
    scots = with_reach(MapView(within="S12000033"))
    assert opening_of(scots) == f"{near}, in tested cold spots and elsewhere, by data zone."
    assert opening_of(with_reach(MapView(within="W06000015"))) == f"{near}, by neighbourhood."
    text = " ".join(reading_of(usual))
    assert "neighbourhoods in the likely lowest fifth" in text
    assert "10 in 100 may be wrong" in text
    assert "Tested cold spots answer where" in " ".join(reading_of(TWO))
    assert reach_of(with_reach(MapView(within="S12000033"))).ground.definition == "local-g"


def test_tiers_are_numbers_of_different_providers() -> None:
    hand = by_hand(TWO)
    view = change_options(TWO, ReachOptions, show="tiers")
    codes = pd.Series(visible_classes(view).of_area, index=area_table("lsoa21").index)
    assert (codes[hand.index] == np.minimum(hand["providers"], 3)).all()
    table = tier_table(view)
    of_one = hand[hand["here"] & (hand["providers"] == 1)]
    assert table.rows[1][1:3] == [f"{len(of_one):,}", f"{of_one['people'].sum():,.0f}"]


def test_catchment_classes_split_young_people_evenly() -> None:
    view = with_reach(MapView(), options=(ReachOptions(show="catchment"),))
    classes = visible_classes(view).classes
    none, *served = [row.young_people for row in classes]
    assert none == pytest.approx(531_494, rel=0.02)
    assert max(served) - min(served) < 0.1 * sum(served)


def test_a_gravity_map_shows_sites_over_their_distance() -> None:
    """Each neighbourhood against each site, one by one."""
    view = change_options(TWO, ReachOptions, show="gravity")
    reach = reach_of(view)
    here = reach.ground.origins.to_numpy()
    there = reach.sites[["easting_m", "northing_m"]].to_numpy()
    apart = np.sqrt(((here[:, None] - there[None]) ** 2).sum(axis=2)) / 1000
    hand = np.where(apart <= 10, 1 / np.maximum(apart, 0.5), 0).sum(axis=1)
    assert reach.costs.limit == 10
    assert scores(reach, "gravity") == pytest.approx(hand)
    assert reach.table().table["gravity"].to_numpy() == pytest.approx(hand[reach.kept])
    classes = visible_classes(view)
    codes = pd.Series(classes.of_area, index=area_table("lsoa21").index)
    assert ((codes[reach.ground.areas.index] == 0) == (hand == 0)).all()
    assert classes.classes[0].label == "None in range"
    at = reach.ground.areas.index.get_loc("E01011264")
    assert f"gravity score: {hand[at]:.2f}" in " ".join(reach_lines(view, "E01011264"))


def test_facts_of_partnerships_are_listed_with_their_sources_and_doubts() -> None:
    used, doubtful = used_facts(), doubtful_facts()
    facts = tables.load("partnerships")
    assert len(used.rows) == (facts["match"] == "exact").sum()
    assert len(doubtful.rows) == (facts["match"] != "exact").sum()
    assert all(row[-1].startswith("[") and "](http" in row[-1] for row in used.rows)
    assert ["New College Durham", "10004576"] in [row[:2] for row in used.rows]
    assert "Barking and Dagenham College" in [row[0] for row in doubtful.rows]
    assert {row[3] for row in doubtful.rows} == {
        "no provider of undergraduate courses is called so",
        "the source names no institution",
    }


def test_each_sentence_holds_its_figures_in_traces() -> None:
    activity = pd.DataFrame({"area_code": ["E01011264"], "date": [pd.NaT], "number": [4.0]})
    views = [
        TWO,
        change_options(TWO, ReachOptions, without=HALLAM),
        with_reach(MapView()),
        NEXT,
        with_options(NEXT, SitingOptions(picked=("137188",))),
        with_files(activity=activity),
    ]
    for view in views:
        for sentence in describe_view(view):
            assert sentence.untraced() == [], sentence.text


def test_the_words_say_what_distance_is_and_is_not() -> None:
    for view in (TWO, NEXT):
        said = " ".join([opening_of(view), *reading_of(view), caveat_of(view)])
        assert "reached" not in said
        assert "In range is distance" in said
        assert "if nobody had moved" in said


@pytest.mark.fault(34)
def test_small_counts_of_ones_own_people_are_not_told() -> None:
    few = pd.DataFrame({"area_code": ["E01011264"], "date": [pd.NaT], "number": [4.0]})
    said = " ".join(reading_of(with_files(activity=few)))
    assert "fewer than 10" in said
    many = few.assign(number=40.0)
    assert "People in it: 40." in " ".join(reading_of(with_files(activity=many)))


def test_without_a_partner_only_those_of_it_alone_are_lost() -> None:
    hand = by_hand(TWO)
    alone = hand[hand["here"] & hand["near"]]
    other = by_hand(change_options(TWO, ReachOptions, providers=(UNIVERSITY,)))
    lost = alone[~other["near"].reindex(alone.index)]
    view = change_options(TWO, ReachOptions, without=HALLAM)
    assert f"{lost['people'].sum():,.0f} fewer are in range" in " ".join(reading_of(view))
    row = next(row for row in partner_table(TWO).rows if "Hallam" in row[0])
    assert row[3] == f"{lost['people'].sum():,.0f}"


def test_tables_agree_with_the_reach_itself() -> None:
    reach = reach_of(TWO)
    left = reach.table().table
    left = left[left["cold_not_in_range"]]
    listed = gap_table(TWO)
    assert f"of {len(left):,}" in listed.words
    assert listed.rows[0][2] == f"{left['young_people_now'].max():,}"
    limits = {row[0]: row for row in limit_table(TWO).rows}
    assert len(limits) == len(LIMITS_KM)
    wider = find_reach(provider_sites(ReachOptions.of(TWO).providers), 20, within=YORKSHIRE)
    there = wider.ground.people()[wider.kept & wider.in_range].sum()
    assert limits["20 km"][1] == f"{there:,.0f}"
    assert len(authority_table(TWO).rows) == 15
    assert len(overlap_table(TWO).rows) == 2


def test_the_list_tells_its_rows_apart_and_begins_with_what_is_chosen() -> None:
    """Several neighbourhoods of one local area bear its name."""
    england = replace(TWO, within="")
    names = [row[0] for row in gap_table(england).rows]
    shown = [name.partition("]")[0] for name in names]
    assert len(set(shown)) == len(shown)
    left = left_out(reach_of(england))
    last = str(left.index[-1])
    assert last not in " ".join(names)
    rows = gap_table(replace(england, select=last)).rows
    assert str(left["area_name"].iloc[-1]) in rows[0][0]
    assert rows[1][0].partition("]")[0] == shown[0]
    zones = zones_left_out(reach_of(england))
    zone, named = str(zones.index[-1]), str(zones["zone_name"].iloc[-1])
    listed = zone_gap_table(replace(england, select=zone)).rows[0][0]
    assert named in listed.replace("\\", "")
    held = zones["area_codes"].iloc[-1].split()
    first = [row[0] for row in gap_table(replace(england, select=zone)).rows[: len(held)]]
    assert any(str(left["area_name"][code]) in first[0] for code in held if code in left.index)


def test_a_card_tells_the_nearest_site_and_who_is_in_range() -> None:
    card = card_of(replace(TWO, select="E01011264"))
    assert card is not None
    row = reach_of(TWO).table().table.loc["E01011264"]
    assert any(f"{row['nearest_km']:.1f} km" in line for line in card["lines"])
    assert any("University of Leeds" in line for line in card["lines"])
    welsh = area_table("lsoa21").index[area_table("lsoa21")["nation"] == "Wales"][0]
    card = card_of(replace(TWO, within="", select=str(welsh)))
    assert card is not None
    assert any("not in England" in line for line in card["lines"])


@st.composite
def views(draw: st.DrawFn) -> MapView:
    providers = draw(
        st.lists(st.sampled_from([UNIVERSITY, HALLAM, "10000163"]), max_size=3, unique=True)
    )
    reach = ReachOptions(
        tuple(providers),
        draw(st.sampled_from([*LIMITS_KM, 12.5])),
        draw(st.sampled_from(["", *providers])),
        draw(st.sampled_from(["gaps", "tiers", "catchment", "gravity"])),
    )
    mode = draw(st.sampled_from(["reach", "sites"]))
    siting = SitingOptions(
        draw(st.integers(1, 20)),
        draw(st.sampled_from(["coverage", "cover", "median"])),
        draw(st.sampled_from(["schools", "colleges", "msoa"])),
        draw(st.sampled_from(["cold", "all"])),
        draw(st.integers(1, 100)),
        draw(st.integers(0, 100)),
    )
    asked = (reach, siting) if mode == "sites" else (reach,)
    within = draw(st.sampled_from(["", LEEDS, YORKSHIRE]))
    return with_reach(MapView(), mode, asked, within=within)


@given(views())
def test_an_address_opens_the_same_map_elsewhere(view: MapView) -> None:
    found, notes = from_query(dict(parse_qsl(view.to_query())))
    assert notes == []
    assert found == view


@pytest.mark.fault(17)
@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"with": "reach", "providers": "1,2,<script>"}, "are not in the list of October 2025"),
        ({"with": "reach", "km": "-3"}, "no distance"),
        ({"with": "reach", "km": "nan"}, "no distance"),
        ({"with": "reach", "without": "{{7*7}}"}, "not in the partnership"),
        ({"with": "reach", "reach": "engaged"}, "no address holds"),
        ({"with": "reach", "in": "N09000003"}, "no young people are counted by small area"),
        ({"with": "sites", "add": "999"}, "1 to 20"),
        ({"with": "sites", "goal": "magic"}, "goal"),
        ({"with": "sites", "candidates": "upload"}, "cannot hold"),
        ({"with": "sites", "picked": "100001,x"}, "left out"),
    ],
)
def test_what_cannot_be_used_falls_back_with_a_note(query: dict[str, str], note: str) -> None:
    view, notes = from_query(query)
    assert any(note in one for one in notes), notes
    assert "<script>" not in " ".join(notes)
    assert state_of(view, PACKS, dark=False)["legend"]["rows"]


def test_other_levels_do_not_take_a_map_of_reach_elsewhere() -> None:
    assert at_level(TWO, "region") == TWO
    assert one_measure(TWO).mode == "one"


def test_own_files_are_in_no_address_no_cache_and_no_pack_of_the_server() -> None:
    before = set(made_packs._made)
    view = with_files()
    state = state_of(view, PACKS, dark=False)
    assert "Secret" not in view.to_query()
    assert set(made_packs._made) == before
    assert state["sites"]["file"].startswith("data:")
    assert state["paint"]["columns"][0].startswith("data:")
    assert state["legend"]["sites"][-1] == {"kind": 4, "label": "Your own sites", "count": 2}
    assert "your own sites" in state["legend"]["title"]
    # Without the files nothing of them is left.
    assert "own" not in str(state_of(TWO, PACKS, dark=False)["legend"]["sites"])
    # A page that stands alone holds what it needs.
    assert f'data-pack="{state["sites"]["file"]}"' in page_of(view, PACKS)


def test_new_sites_are_those_that_the_solver_proves() -> None:
    case = build_case(
        "schools", "likely", max_km=10, there=provider_sites(None), within="E12000006"
    )
    found = find_sites(case, 3)
    assert chosen_table(NEXT).rows[0][1] == plain(found.sites().table["name"].iloc[0])
    assert siting_of(NEXT).answer.objective == found.answer.objective
    gained = found.answer.covered - found.answer.already
    rows = legend_of(NEXT, PACKS)["rows"]
    assert rows[1]["young_people"] == gained
    assert f"bring {gained:,.0f} more" in reading_of(NEXT)[0]
    assert [row[1] for row in gain_table(NEXT).rows] == [
        f"{step.objective:,.0f}" for step in found.curve
    ]
    assert "Proven best" in reading_of(NEXT)[1]


def test_a_choice_by_hand_is_set_beside_the_best() -> None:
    found, notes = read_picks("137188\nNo such school", "schools", None)
    assert found == ("137188",)
    assert "No candidate is called" in notes[0]
    view = with_options(NEXT, SitingOptions(add=1, picked=found))
    table = picked_table(view)
    assert [row[0] for row in table.rows] == [
        "Picked by hand",
        "Best found",
        "No choice is better than",
    ]
    assert int(table.rows[0][1].replace(",", "")) <= int(table.rows[1][1].replace(",", ""))


def test_metres_of_a_median_are_told_in_kilometres(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver counts person-metres: 26,000 are 26 person-km."""
    columns = {"name": ["A", "B"], "kind": "", "town": "", "site": ["a", "b"]}
    sites = pd.DataFrame({**columns, "gain": [np.nan, 26_000.0]}, index=[1, 2])
    beside = Comparison(52_000.0, 26_000.0, 13_000.0, 0.5, 0.25)
    found = SimpleNamespace(
        answer=SimpleNamespace(goal="median"),
        unit="km",
        sites=sites,
        picked=beside,
        picked_sites=sites,
    )
    monkeypatch.setattr("layers.new_sites.tables.siting_of", lambda _: found)
    chosen = chosen_table(NEXT)
    assert list(chosen.headings)[-2] == "Person-km saved"
    assert [row[-2:] for row in chosen.rows] == [["not known", "–"], ["26", "–"]]
    picked = picked_table(NEXT)
    assert list(picked.headings) == ["Choice", "Person-km", "Sites"]
    assert [row[1] for row in picked.rows] == ["52", "26", "13"]
    rows = sites.to_dict("records")
    assert [gain_words(found, row) for row in rows] == [
        "What it adds alone is not known",
        "Saves 26 person-km",
    ]
    # People in range are told as they are.
    found.answer.goal, found.sites = "coverage", sites.assign(covered=[1_000, 27_000])
    assert chosen_table(NEXT).rows[1][-2:] == ["26,000", "27,000"]
    assert gain_words(found, rows[1]) == "Adds 26,000 young people"
    assert [row[1] for row in picked_table(NEXT).rows] == ["52,000", "26,000", "13,000"]


def test_chosen_sites_are_drawn_first_and_in_order() -> None:
    state = state_of(NEXT, PACKS, dark=False)
    assert state["legend"]["sites"][-1]["kind"] == 5
    assert state["legend"]["sites"][-1]["count"] == 3
    assert "many" not in state["looks"]


def test_a_link_to_reach_or_new_sites_is_written_as_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "reach.csv"
    write_view(TWO, path)
    written = pd.read_csv(path, encoding="utf-8-sig", index_col="area_code")
    assert written["cold_not_in_range"].sum() == legend_of(TWO, PACKS)["rows"][0]["areas"]
    write_view(NEXT, tmp_path / "sites.csv")
    sites = pd.read_csv(tmp_path / "sites.csv", encoding="utf-8-sig")
    assert sites["name"].tolist() == siting_of(NEXT).sites["name"].tolist()
    for view, name in ((TWO, "reach.png"), (NEXT, "sites.svg")):
        write_view(view, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 20_000


def test_whom_to_contact_about_what_is_left_out() -> None:
    sheet = contacts_of(TWO).table
    ground = reach_of(TWO).ground
    left = reach_of(TWO).table().table
    homes = ground.origins.loc[left.index[left["cold_not_in_range"]]]
    school = tables.load("schools").loc[sheet.index[0]]
    away = np.hypot(
        homes["easting_m"] - school["easting_m"], homes["northing_m"] - school["northing_m"]
    )
    near = away[away <= 3_000].index
    people = area_table("lsoa21")["young_people_now"][near].sum()
    assert sheet["young_people_now"].iloc[0] == people == sheet["young_people_now"].max()
    book = openpyxl.load_workbook(io.BytesIO(content_of(contacts_of(TWO), ".xlsx")))
    assert book["Contacts"]["A1"].value == "urn"
    assert book["Contacts"].max_row == len(sheet) + 1
    nobody = with_reach(MapView(), options=(ReachOptions(km=30.0),), within=BLACKPOOL)
    with pytest.raises(BadInputError, match="no schools to contact"):
        contacts_of(nobody)


NOTTINGHAM, NOTTINGHAM_TRENT = "10007154", "10004797"


def test_a_partner_left_out_is_not_named_among_those_whose_reach_it_is() -> None:
    both = with_reach(
        MapView(),
        options=(ReachOptions(providers=(NOTTINGHAM, NOTTINGHAM_TRENT)),),
        within="E06000018",
    )
    assert whose(both) == "the University of Nottingham and Nottingham Trent University"
    one = change_options(both, ReachOptions, without=NOTTINGHAM)
    assert whose(one) == "Nottingham Trent University"
    assert title_of(one) == "Within 10 km of Nottingham Trent University"
    said = reading_of(one)
    assert any(text.startswith("Without the University of Nottingham, ") for text in said)
    assert not any("University of Nottingham" in text for text in said if "Without" not in text)
    everyone = with_options(both, ReachOptions(without=NOTTINGHAM))
    assert whose(everyone).endswith("higher education but the University of Nottingham")
