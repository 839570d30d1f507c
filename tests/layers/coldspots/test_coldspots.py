"""Cold spots as the browser gets them, as cards and tables write them, as addresses ask for them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import tables
from geo.areas.cache import area_table
from geo.areas.rates import wilson_interval
from geo.coldspots.classes import LABELS, cold_classes, labels_of
from geo.coldspots.results import ColdSpotQuery, bundled, find_all
from geo.coldspots.zone_schools import schools_near
from geo.packs import binary as pack
from geo.packs.codec import decode_integers
from geo.posterior import load_draws
from layers.browser import runtime_packs as made_packs
from layers.browser.card import card_of
from layers.browser.cut_packs import cut_to_place
from layers.browser.events import after
from layers.browser.query import from_query
from layers.browser.state import read_packs, state_of
from layers.coldspots.options import ColdSpotOptions, cold_spot_query, with_cold
from layers.coldspots.packs import column_file, zones_file
from layers.coldspots.state import recipe_rows, side_by_side
from layers.coldspots.two_lists import two_lists
from layers.coldspots.words import verdict_of
from layers.coldspots.zone_card import heading_of, members_of, zone_lines
from layers.coldspots.zone_tables import (
    listed_zones,
    recipe_table,
    tables_of_zone,
    young_here,
    zones_in,
)
from layers.exports.html import page_of
from layers.style.palette import COLD
from layers.view import MapView, one_measure
from layers.words.reading import caveat_of, opening_of, reading_of
from tests.layers.style.test_style import APART, EYES, apart

COLDEST = MapView(mode="cold")
LEEDS, GLASGOW = "E08000035", "S12000049"
PACKS = read_packs()


@pytest.fixture(scope="module")
def zone() -> pd.Series:
    return find_all(ColdSpotQuery("lsoa21")).zones.iloc[3]


@pytest.mark.parametrize("level", ["lsoa21", "msoa21"])
@pytest.mark.parametrize("method", ["local-g", "threshold", "gap"])
def test_packs_hold_classes_and_zones(level: str, method: str) -> None:
    asked = ColdSpotQuery(level, method)
    table, found = area_table(level), find_all(asked)
    _, column = pack.read_pack(made_packs.content_of(column_file(asked)))
    assert column["classes"] == cold_classes(asked).of_area.tobytes()
    header, parts = pack.read_pack(made_packs.content_of(zones_file(asked)))
    ids = np.array(["", *parts["codes"].decode().split("\n")])
    of_area = pd.Series(ids[decode_integers(parts["ofArea"])], index=table.index)
    assert of_area[found.areas.index].tolist() == found.areas["zone_id"].tolist()
    assert decode_integers(parts["young"]).sum() == table.loc[of_area != "", "young_people"].sum()
    assert header["areas"] == len(found.zones)
    # Each member of the arcs, a neighbourhood or a district beyond, is in the zone of its area.
    members = tables.load("areas_lsoa21", ["msoa21_code"])
    own = members.index if level == "lsoa21" else members["msoa21_code"]
    steps = decode_integers(parts["groups"])
    groups = np.cumsum((steps >> 1) ^ -(steps & 1))
    arcs, _ = pack.read_pack((pack.folder() / header["arcs"]).read_bytes())
    assert len(groups) == arcs["members"]
    assert ids[groups[: len(own)] + 1].tolist() == of_area[own].tolist()
    assert (groups[len(own) :] == -1).all()


def test_packs_that_nobody_asks_for_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_packs, "_made", type(made_packs._made)())
    monkeypatch.setattr(made_packs, "MOST", 2)
    first, second = made_packs.keep("a", b"1"), made_packs.keep("b", b"2")
    made_packs.keep("a", b"1")
    third = made_packs.keep("c", b"3")
    assert made_packs.made(second) is None
    assert [made_packs.made(name) for name in (first, third)] == [b"1", b"3"]


COLD_VIEWS = st.builds(
    lambda level, method, q, weights, **more: with_cold(
        MapView(**more),
        geography=level,
        definition=method,
        q=q if method == "local-g" else 0.05,
        weights=weights if method == "weightings" and level == "lsoa21" else (1, 1, 1, 1),
    ),
    level=st.sampled_from(["lsoa21", "msoa21"]),
    method=st.sampled_from(list(LABELS)),
    q=st.sampled_from([0.01, 0.05, 0.1]),
    weights=st.tuples(*[st.integers(0, 5)] * 4).filter(any),
    within=st.sampled_from(["", "E12000003", LEEDS]),
    select=st.sampled_from(["", "E01011281", LEEDS]),
    look=st.sampled_from(["map", "table", "many"]),
    sites=st.sampled_from([(), ("college",)]),
)


@given(COLD_VIEWS)
def test_a_view_of_cold_spots_survives_the_address(view: MapView) -> None:
    assert from_query(dict(parse_qsl(view.to_query()))) == (view, [])


def test_a_zone_survives_the_address_and_a_stale_one_is_said(zone: pd.Series) -> None:
    view = with_cold(MapView(), select=str(zone.name))
    assert from_query(dict(parse_qsl(view.to_query()))) == (view, [])
    for stale in ("zone-E01000001", "zone-<script>", "zone-"):
        found, notes = from_query({"with": "cold", "area": stale})
        assert found.select == ""
        assert len(notes) == 1
        assert "zone" in notes[0]
        assert "script" not in notes[0]
    assert from_query({"area": str(zone.name)})[1]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"by": "magic"}, "definition"),
        ({"by": "double", "level": "msoa21"}, "definition"),
        ({"q": "0.5"}, "0.01, 0.05, 0.1"),
        ({"q": "nan"}, "0.01, 0.05, 0.1"),
        ({"by": "weightings", "weights": "0,0,0,0"}, "weights"),
        ({"by": "weightings", "weights": "1,1,1"}, "weights"),
        ({"by": "weightings", "weights": "1,1,1,9"}, "weights"),
        ({"by": "weightings", "weights": "1,1,1,-1"}, "weights"),
        ({"level": "region"}, "neighbourhoods and local areas"),
    ],
)
def test_what_cannot_be_used_is_said(query: dict[str, str], words: str) -> None:
    view, notes = from_query({"with": "cold", **query})
    assert len(notes) == 1
    assert words in notes[0]
    assert view.mode == "cold"
    assert not notes[0].endswith(" .")


def test_a_zone_becomes_what_holds_its_first_area(zone: pd.Series) -> None:
    view = with_cold(MapView(), select=str(zone.name))
    first = str(zone.name).removeprefix("zone-")
    other = with_cold(view, definition="threshold")
    areas = find_all(cold_spot_query(other)).areas
    assert other.select == areas["zone_id"][first]
    assert one_measure(view).select == ""
    assert one_measure(view) == MapView()


def test_what_is_done_on_the_map_of_cold_spots(zone: pd.Series) -> None:
    chosen, moved = after(COLDEST, {"kind": "select", "code": zone.name})
    assert (chosen.select, moved) == (zone.name, False)
    assert after(COLDEST, {"kind": "inside", "code": zone.name})[0].select == zone.name
    assert after(MapView(), {"kind": "select", "code": zone.name})[0] == MapView()
    assert after(COLDEST, {"kind": "select", "code": "zone-E99"})[0] == COLDEST
    other, _ = after(COLDEST, {"kind": "definition", "definition": "gap"})
    assert ColdSpotOptions.of(other).definition == "gap"
    assert after(COLDEST, {"kind": "definition", "definition": "hot"})[0] == COLDEST
    inside, _ = after(COLDEST, {"kind": "inside", "code": LEEDS})
    assert (inside.within, inside.mode, inside.geography) == (LEEDS, "cold", "lsoa21")
    out, _ = after(inside, {"kind": "out"})
    assert (out.within, out.mode, out.geography) == ("E12000003", "cold", "lsoa21")
    level, _ = after(COLDEST, {"kind": "level", "level": "region"})
    assert level == COLDEST


def test_the_card_of_a_zone_recomputed(zone: pd.Series) -> None:
    view = with_cold(MapView(), select=str(zone.name))
    card = card_of(view)
    assert card is not None
    table = area_table("lsoa21")
    zones = find_all(cold_spot_query(view)).areas["zone_id"]
    codes = zones.index[zones == zone.name]
    members = table.loc[codes]
    pupils = members["tundra_cohort"].sum()
    rate = (members["tundra_rate"] * members["tundra_cohort"]).sum() / pupils
    interval = wilson_interval(pd.Series([rate]), pd.Series([pupils])).iloc[0]
    drawn = load_draws("lsoa21").summary(codes)
    assert card["value"] == f"{drawn.mean:.1%}"
    assert "by the spatial model" in card["measure"]
    text = " ".join(card["lines"])
    model = f"{drawn.mean:.1%}, nine times in ten between {drawn.low:.0%} and {drawn.high:.0%}."
    assert f"By the spatial model {model} Measured: " in text
    ends = f"{interval['low']:.0%} to {interval['high']:.0%}"
    assert f"Measured: {rate:.1%} (95% interval {ends}), on {pupils:,}" in text
    assert f"{members['young_people'].sum():,} people aged 13 to 17" in text
    assert f"{members['young_people_now'].sum():,} would be 13 to 17 in 2026" in text
    deprived = members.loc[members["iod25_decile"] <= 2, "young_people"].sum()
    assert f"{deprived / members['young_people'].sum():.0%} of them in neighbourhoods" in text
    shown = members["prob_true_fifth_1"].mul(100).round().astype(int)
    assert f"{len(codes)} neighbourhoods: {(shown >= 95).sum()} are 95% or more likely" in text
    assert f", {shown.between(80, 94).sum()} are 80% to 95% likely" in text
    assert "strong" not in text
    assert heading_of(view) == f"{zone['zone_name']}: a zone of cold spots"
    assert card["beside"][-1]["name"] == "England"
    assert card["beside"][1]["name"] in zone["lad24_names"]


def test_the_page_of_a_zone_lists_its_areas_and_whom_to_ring(zone: pd.Series) -> None:
    view = with_cold(MapView(), select=str(zone.name))
    about, areas, schools = tables_of_zone(view)
    assert zone["zone_name"] == about.title
    assert len(areas.rows) == zone["areas"] == len(members_of(view))
    assert sum(int(row[2].replace(",", "")) for row in areas.rows) == zone["young_people"]
    near = schools_near(find_all(cold_spot_query(view)).zones.loc[[zone.name]], "lsoa21")
    assert [row[1].split("]")[0][1:] for row in schools.rows] == near["urn"].tolist()
    assert all(
        row[1].endswith(f"/{urn})") for row, urn in zip(schools.rows, near["urn"], strict=True)
    )
    assert [row[4] for row in schools.rows] == [f"{m / 1000:.1f} km" for m in near["distance_m"]]
    assert "open on 24 May 2025" in schools.words


def test_zones_of_a_place_are_listed_by_young_people() -> None:
    view = with_cold(MapView(), within="E12000003")
    here = zones_in(view)
    table = area_table("lsoa21")
    inside = table.index[table["region_code"] == "E12000003"]
    zones = find_all(cold_spot_query(view)).areas["zone_id"].reindex(inside).dropna()
    assert set(here.index) == set(zones) - {""}
    listed = listed_zones(view)
    young = [int(row[2].replace(",", "")) for row in listed.rows]
    assert young == sorted(young, reverse=True)
    assert len(listed.rows) == min(20, len(here))
    assert list(listed.headings)[2:5:2] == ["Aged 13 to 17 here", "Aged 13 to 17 of the whole zone"]


def test_a_place_counts_the_part_of_a_zone_inside_and_the_whole_beside_it() -> None:
    view = with_cold(MapView(), within="E07000146")  # King's Lynn and West Norfolk
    table = area_table("lsoa21")
    here = table["lad24_code"] == "E07000146"
    cold = find_all(cold_spot_query(view)).areas["cold_spot"].reindex(table.index, fill_value=False)
    zones = zones_in(view)
    assert zones["young_here"].sum() == table.loc[here & cold.astype(bool), "young_people"].sum()
    assert (zones["young_here"] < zones["young_people"]).any()
    for (_, zone), row in zip(zones.iterrows(), listed_zones(view).rows, strict=False):
        assert row[1:5] == [
            f"{zone[name]:,}" for name in ("areas_here", "young_here", "areas", "young_people")
        ]
    assert young_here(view) == zones["young_here"].to_dict()
    assert young_here(with_cold(MapView())) is None
    plain = state_of(MapView(within="E07000146"), read_packs(), dark=False)
    assert plain["youngHere"] is plain["zones"] is None
    whole = zones_in(with_cold(MapView()))
    assert (whole["young_here"] == whole["young_people"]).all()
    assert "Areas here" not in listed_zones(with_cold(MapView())).headings


@pytest.mark.fault(1)
@given(st.text(max_size=40))
def test_names_in_tables_are_no_markup(name: str) -> None:
    from layers.coldspots.zone_tables import plain

    written = plain(name)
    bare = written.replace("\\", "")
    assert bare == " ".join(name.split()).replace("\\", "")
    for mark in "[]<>|*`$":
        assert written.count(mark) == written.count(f"\\{mark}")


def test_recipes_are_counted() -> None:
    rows, found = recipe_rows(COLDEST), bundled("lsoa21")
    assert rows[0]["cold"] == found["cold_spot"].sum() == rows[0]["shared"]
    assert [row["cold"] for row in rows[1:]] == [
        int(found[name].sum())
        for name in (
            *("other_level", "other_measure", "yekutieli", "nearest", "distance"),
            "other_cohort",
        )
    ]
    assert recipe_table(COLDEST).rows[0][1] == f"{found['cold_spot'].sum():,}"
    assert recipe_rows(with_cold(MapView(), definition="gap")) == []
    assert state_of(MapView(), read_packs(), dark=False)["recipes"] == []


def test_definitions_stand_side_by_side() -> None:
    shown = side_by_side(COLDEST)
    assert [one["id"] for one in shown] == list(LABELS)
    found = bundled("lsoa21")["cold_spot"].sum()
    assert shown[0]["period"] == f"{found:,} cold spots in England"
    state = state_of(with_cold(MapView(), look="many"), PACKS, dark=False)
    assert state["many"] == shown
    assert len(side_by_side(with_cold(MapView(), geography="msoa21"))) == 4


def words(code: str, view: MapView = COLDEST) -> str:
    return " ".join(verdict_of(view, code))


def test_a_verdict_is_plain_words_first() -> None:
    found = bundled("lsoa21")
    strong = found.index[found["confidence"] == "strong"][0]
    text = words(strong)
    assert text.startswith("Cold spot: low participation in surroundings where it is low")
    assert "strong" not in text
    scots = bundled("dz11")
    moderate = scots.index[scots["confidence"] == "moderate"][0]
    scottish = words(moderate, with_cold(MapView(), geography="dz11"))
    assert scottish.startswith("Cold spot, moderate: low entry to university")
    assert text.index("Local G*") > text.index("Also found")
    for row, said in (
        (found["cold_surroundings"], "its own rate may not be"),
        (found["low_high"], "low itself, among places that are not"),
        ((found["status"] == "not marked") & ~found["low_high"], "no colder than chance may make"),
    ):
        assert said in words(found.index[row][0])
    assert words(found.index[found["z"].isna()][0]).startswith("Not assessed")
    assert words(area_table("lsoa21").query("nation == 'Wales'").index[0]) == "Not covered: Wales."
    z, p = found.loc[strong, ["z", "p_adjusted"]]
    assert f"Local G* {z:.1f}" in text
    assert ("under 0.001" if p < 0.001 else f"{p:.3f}") in text


def test_a_verdict_names_the_recipes_that_agree() -> None:
    found = bundled("lsoa21")
    alone = found["cold_spot"] & ~found[["other_level", "other_measure", "yekutieli"]].any(axis=1)
    assert "No other way that counts finds it." in words(found.index[alone][0])
    one = found["cold_spot"] & found["other_measure"] & ~found["other_level"] & ~found["yekutieli"]
    text = words(found.index[one][0])
    assert "Also found by the deprivation index's own measure of entry." in text


@pytest.mark.parametrize("method", list(LABELS))
def test_every_definition_is_read_aloud(method: str) -> None:
    view = with_cold(MapView(), definition=method, within=LEEDS)
    said = " ".join(reading_of(view))
    table = area_table("lsoa21")
    areas = find_all(cold_spot_query(view)).areas
    here = areas[(table.loc[areas.index, "lad24_code"] == LEEDS).to_numpy()]
    cold = here["cold_spot"].to_numpy(dtype=bool)
    young = table.loc[here.index[cold], "young_people"].sum()
    assert f"{cold.sum():,} are cold spots: {young:,} people" in said
    assert "GCSE leavers 2010 to 2014" in opening_of(view)
    assert "A place not marked may be cold too" in caveat_of(view)


def test_a_place_without_cold_spots_says_so() -> None:
    view = with_cold(MapView(), within="E09000033")
    assert "none is a cold spot" in " ".join(reading_of(view))


def test_a_card_shows_how_sure_a_rate_is() -> None:
    code = "E01012737"
    row, own = area_table("lsoa21").loc[code], bundled("lsoa21").loc[code]
    for view in (MapView(select=code), with_cold(MapView(), select=code)):
        card = card_of(view)
        assert card is not None
        text = " ".join(card["lines"])
        assert f"95% interval {row['tundra_rate_low']:.0%}" in text
        low, high = (f"{row[f'tundra_rate_modelled_{end}']:.0%}" for end in ("low", "high"))
        assert f"about {row['tundra_rate_modelled']:.0%} go on, and nine times in ten" in text
        assert f"nine times in ten between {low} and {high}. The chance that fewer" in text
        # The bundled draws say the same, within the luck of 200 of them.
        drawn = load_draws("lsoa21").summary(pd.Index([code]))
        assert drawn.mean == pytest.approx(row["tundra_rate_modelled"], abs=0.01)
        assert drawn.prob_below_national == pytest.approx(row["prob_below_national"], abs=0.1)
        rank = int(text.split("Rank ")[1].split(" to ")[0].replace(",", ""))
        assert rank <= own["rank_low"] < rank * 1.1 + 1


def test_a_page_that_stands_alone_holds_its_zones() -> None:
    view = with_cold(MapView(), within=LEEDS, sites=())
    page = page_of(view, PACKS)
    state, _ = cut_to_place(state_of(view, PACKS, dark=False), view)
    for name in (state["zones"]["file"], state["paint"]["columns"][0], state["sure"]):
        assert f'data-pack="{name}"' in page


@pytest.mark.parametrize("method", list(LABELS))
@pytest.mark.parametrize("eye", EYES)
def test_colours_of_cold_spots_stay_apart(method: str, eye: str | None) -> None:
    colours = COLD[method]
    assert len(colours) == len(labels_of(method, "lsoa21"))
    assert all(apart(one, other, eye) > APART for one, other in pairwise(colours))


SCOTLAND = MapView(mode="cold", geography="dz11", indicator="simd20_university")


def test_cold_spots_of_scotland_have_an_address_without_a_measure() -> None:
    view, notes = from_query({"with": "cold", "level": "dz11"})
    assert (view, notes) == (SCOTLAND, [])
    assert view.to_query() == "level=dz11&with=cold"
    assert from_query({"with": "cold", "in": GLASGOW})[0].geography == "dz11"
    assert from_query({"with": "cold", "in": LEEDS})[0].geography == "lsoa21"
    assert with_cold(view, geography="msoa21").indicator == "tundra_rate"
    assert with_cold(MapView(mode="cold"), geography="dz11") == view


def test_northern_ireland_is_told_why_nothing_is_tested() -> None:
    _, notes = from_query({"with": "cold", "level": "lsoa21", "in": "N92000002"})
    assert "only the lowest fifth" in notes[0]
    assert "have not enrolled" in notes[0]


def test_definitions_offered_in_scotland_need_its_measures_alone() -> None:
    assert [one["id"] for one in side_by_side(SCOTLAND)] == ["local-g", "threshold"]
    assert all(one["period"].endswith("in Scotland") for one in side_by_side(SCOTLAND))


@pytest.mark.parametrize("method", ["local-g", "threshold"])
def test_packs_of_scotland_hold_classes_and_zones(method: str) -> None:
    asked = ColdSpotQuery("dz11", method)
    table, found = area_table("dz11"), find_all(asked)
    _, body = pack.read_pack(made_packs.content_of(column_file(asked)))
    cold = found.areas["cold_spot"].reindex(table.index).to_numpy(bool)
    drawn = np.frombuffer(body["classes"], np.uint8)
    assert ((drawn < (3 if method == "local-g" else 1)) == cold).all()
    header, parts = pack.read_pack(made_packs.content_of(zones_file(asked)))
    assert header["areas"] == len(found.zones)
    of_area = decode_integers(parts["ofArea"])
    assert ((of_area > 0) == cold).all()


def test_words_of_scotland_say_approximate_and_count_students() -> None:
    found, table = find_all(ColdSpotQuery("dz11")).areas, area_table("dz11")
    cold = found["cold_spot"]
    students = int((cold & table["simd20_many_students"]).sum())
    said = " ".join(reading_of(SCOTLAND))
    assert f"{int(cold.sum())} are cold spots" in said
    assert f"{students} of them are full of students" in said
    assert "did not go on" not in said
    assert "England" not in said
    assert caveat_of(SCOTLAND).count("Approximate:") == 1
    assert "people aged 17 to 21 of mid-2020 as cohorts" in opening_of(SCOTLAND)
    assert state_of(SCOTLAND, PACKS, dark=False)["legend"]["title"].endswith("approximate")


def test_the_card_of_a_student_zone_is_marked() -> None:
    found, table = find_all(ColdSpotQuery("dz11")), area_table("dz11")
    marked = table.index[found.areas["cold_spot"] & table["simd20_many_students"]]
    plain = table.index[found.areas["cold_spot"] & ~table["simd20_many_students"]]
    assert any("full of students" in line for line in verdict_of(SCOTLAND, marked[0]))
    said = verdict_of(SCOTLAND, plain[0])
    assert not any("full of students" in line for line in said)
    assert "below Scotland's" in said[-1]
    assert any(line.startswith("Approximate:") for line in said)


def test_a_zone_of_students_alone_is_marked() -> None:
    zones = find_all(ColdSpotQuery("dz11")).zones
    alone = zones.index[zones["student_areas"] == zones["areas"]]
    part = zones.index[zones["student_areas"].between(1, zones["areas"] - 1)]
    none = zones.index[zones["student_areas"] == 0]
    for code, words in ((alone[0], "no more than that many moved"), (part[0], "are marked as")):
        card = card_of(replace(SCOTLAND, select=code))
        assert card is not None
        assert words in " ".join(card["lines"])
    card = card_of(replace(SCOTLAND, select=none[0]))
    assert card is not None
    assert "students" not in " ".join(card["lines"])
    assert [row["name"] for row in card["beside"]][-1] == "Scotland"
    listed = listed_zones(SCOTLAND)
    told = {row[0].partition("]")[0][1:]: row[-1] for row in listed.rows}
    assert told["St Andrews Central, Fife"] == "5 of 6"
    parts = tables_of_zone(replace(SCOTLAND, select=alone[0]))
    assert [row[-1] for row in parts[1].rows] == ["yes"]
    assert parts[2].words == "No list of the schools of Scotland is among the files."


def test_recipes_of_scotland_are_counted_in_scotland() -> None:
    assert "in all Scotland" in recipe_table(SCOTLAND).words
    assert "2016" in " ".join(row[0] for row in recipe_table(SCOTLAND).rows)


def test_zones_of_the_browser_say_what_their_share_is_and_which_are_marked() -> None:
    scottish = state_of(SCOTLAND, PACKS, dark=False)["zones"]
    assert (scottish["share"], scottish["nation"]) == ("enter in a year", "Scotland")
    zones = find_all(ColdSpotQuery("dz11")).zones
    assert set(scottish["marks"]) == set(zones.index[zones["student_areas"] > 0])
    alone = zones.index[zones["student_areas"] == zones["areas"]][0]
    assert scottish["marks"][alone] == "full of students"
    assert "5 of 6 full of students" in scottish["marks"].values()
    english = state_of(COLDEST, PACKS, dark=False)["zones"]
    assert english["share"] == "went on, by the model"
    assert (english["nation"], english["marks"]) == ("England", {})


LIKELY_LOW = with_cold(MapView(), definition="likely")


@pytest.mark.parametrize("share", [0.05, 0.1, 0.125, 0.2])
def test_the_likely_lowest_fifth_is_as_long_as_its_promise_allows(share: float) -> None:
    listed = find_all(ColdSpotQuery("lsoa21", "likely", expected_wrong=share)).areas["cold_spot"]
    # Sorted by hand: the longest head of the list whose mean chance of being wrong is allowed.
    chance = tables.load("posterior_lsoa21")["prob_true_fifth_1"].sort_values(ascending=False)
    mean_wrong = (1 - chance).expanding().mean()
    last = chance[mean_wrong[mean_wrong <= share + 1e-12].index[-1]]
    longest = int((mean_wrong <= share + 1e-12).sum())
    assert abs(int(listed.sum()) - longest) <= int((chance == last).sum())
    assert (1 - chance[listed.index[listed]]).mean() <= share + 1e-12


def test_the_two_lists_are_counted_beside_each_other() -> None:
    view = with_cold(MapView(), within="E06000009")
    table = two_lists(view)
    assert table is not None
    tested = find_all(ColdSpotQuery("lsoa21")).areas["cold_spot"]
    listed = find_all(ColdSpotQuery("lsoa21", "likely")).areas["cold_spot"]
    areas = area_table("lsoa21").query("lad24_code == 'E06000009'")
    both, one, other = (
        areas.index.isin(flags[flags].index)
        for flags in (tested & listed, tested & ~listed, listed & ~tested)
    )
    assert [row[1:] for row in table.rows] == [
        [f"{here.sum():,}", f"{areas.loc[here, 'young_people'].sum():,}"]
        for here in (both, one, other)
    ]
    # The list is the same whichever of the two is shown; other definitions have none.
    again = two_lists(with_cold(view, definition="likely"))
    assert again is not None
    assert again.rows == table.rows
    assert two_lists(with_cold(view, definition="gap")) is None
    assert two_lists(with_cold(MapView(), geography="dz11")) is None


def test_a_share_of_wrong_ones_travels_in_the_address() -> None:
    view = with_cold(LIKELY_LOW, expected_wrong=0.05)
    assert "wrong=0.05" in view.to_query()
    assert from_query(dict(parse_qsl(view.to_query()))) == (view, [])
    notes = from_query({"with": "cold", "by": "likely", "wrong": "0.3"})[1]
    assert "an expected share of wrong ones that is none of 0.05, 0.1, 0.125, 0.2" in " ".join(
        notes
    )


def test_a_zone_says_its_rate_by_the_model_beside_the_measured_one() -> None:
    zones = find_all(ColdSpotQuery("lsoa21")).zones
    zone = zones.index[0]
    row = zones.loc[zone]
    drawn = load_draws("lsoa21")
    codes = row["area_codes"].split()
    # Pupil by pupil and draw by draw, from the bytes themselves.
    cohort = tables.load("tundra_lsoa21")["cohort"][codes].astype(float)
    each = np.stack([drawn.steps[drawn.unit[code]] for code in codes]) * 0.004
    rates = cohort.to_numpy() @ each / cohort.sum()
    assert row["tundra_rate_modelled"] == pytest.approx(rates.mean())
    assert row["tundra_rate_modelled_low"] == pytest.approx(
        np.quantile(rates, 0.05, method="weibull")
    )
    said = " ".join(zone_lines(with_cold(MapView(), select=zone)))
    ends = " and ".join(f"{row[f'tundra_rate_modelled_{end}']:.0%}" for end in ("low", "high"))
    rate = f"{row['tundra_rate_modelled']:.1%}"
    assert f"By the spatial model {rate}, nine times in ten between {ends}. Measured: " in said
    assert said.count("luck has a hand in that") == 1
    # Selection makes measured rates of zones too low: on the whole the model draws them up.
    assert (zones["tundra_rate_modelled"] > zones["tundra_rate"]).mean() > 0.9


def test_a_zone_says_whether_an_independent_scan_finds_it() -> None:
    zones = find_all(ColdSpotQuery("lsoa21")).zones
    scanned = {
        "finds it too: p = 0.001; 94% of its": zones.index[0],
        "does not find it: no window there stands out.": zones.index[zones["scan_p"].isna()][0],
        "does not find it: p = 0.": zones.index[zones["scan_p"] > 0.05][0],
        "finds it too: p = 0.001.": zones.index[
            (zones["scan_share"] == 1) & (zones["scan_p"] == 0.001)
        ][0],
        "finds a part of it: p = 0.": zones.index[
            zones["scan_share"].between(0, 0.5, "neither") & (zones["scan_p"] <= 0.05)
        ][0],
    }
    listed = listed_zones(COLDEST)
    at = list(listed.headings).index("Found by an independent scan")
    assert listed.rows[0][at] == "yes (p = 0.001)"
    for words, zone in scanned.items():
        said = " ".join(zone_lines(with_cold(MapView(), select=str(zone))))
        assert f"An independent scan (Kulldorff 1997) {words}" in said
    # Scotland is not scanned, and has no such line.
    other = str(find_all(ColdSpotQuery("dz11")).zones.index[0])
    said = " ".join(zone_lines(replace(SCOTLAND, select=other)))
    assert "scan" not in said


def test_a_zone_says_how_its_authority_stands_now(zone: pd.Series) -> None:
    said = zone_lines(with_cold(MapView(), select=str(zone.name)))
    lines = [line for line in said if line.startswith("Still so? Entry to HE by 19 in ")]
    assert len(lines) == 1
    # By another road: the authority of most of its young people, and the figure of its county.
    areas = area_table("lsoa21").loc[zone["area_codes"].split()]
    county = areas.groupby("utla23_code")["young_people"].sum().idxmax()
    rate = area_table("utla23")["he19_rate"][county]
    assert f"{rate:.1%}" in lines[0]
    assert "since" in lines[0]
