"""Places outside England: no answer of the search ends in an error, and their page says what is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from geo import tables
from geo.areas.cache import area_table, nation_of
from geo.places.search import finder
from layers.browser.card import card_of
from layers.browser.events import after
from layers.browser.query import from_query
from layers.browser.state import crumbs_of, read_packs, state_of
from layers.coldspots.options import with_cold
from layers.coldspots.zone_card import heading_of
from layers.kinds import kind_of
from layers.pictures.words import subtitle_of, title_sentence
from layers.reach.query import with_reach
from layers.style.legend import legend_of, nations_of
from layers.view import MapView
from layers.words.beyond_words import beyond_sentence, left_behind
from layers.words.reading import reading_of

GLASGOW, BELFAST, CARDIFF, BLACKPOOL = "S12000049", "N09000003", "W06000015", "E06000009"
KINGDOM = "K02000001"
SCOTLAND, WALES, GLASGOW_INDEX, CARDIFF_BAY = "S92000003", "W92000004", "smc205-067", "W02000422"
BEYOND = [GLASGOW, BELFAST, CARDIFF, SCOTLAND, WALES, GLASGOW_INDEX, CARDIFF_BAY]
MIXED = (
    "Young people of Northern Ireland are not known here. Those not covered are of Scotland and "
    "Wales alone."
)
STARTS = {
    "neighbourhoods": MapView(),
    "inside a place": MapView(within=BLACKPOOL),
    "regions": MapView(geography="region"),
    "cold spots": with_cold(MapView()),
    "reach": with_reach(MapView()),
}


@pytest.fixture(scope="module")
def packs() -> dict[str, Any]:
    return read_packs()


@pytest.mark.parametrize("code", BEYOND)
@pytest.mark.parametrize("start", STARTS)
def test_a_place_of_any_nation_can_be_gone_to_looked_into_and_linked(
    start: str, code: str, packs: dict[str, Any]
) -> None:
    for kind in ("found", "inside", "select"):
        view, _ = after(STARTS[start], {"kind": kind, "code": code})
        assert code in (view.select, view.within)
        state_of(view, packs, dark=False)
        assert heading_of(view)
        told = beyond_sentence(code).text in reading_of(view)
        assert told == (nation_of(code) not in nations_of(view))
        pairs = dict(pair.split("=") for pair in view.to_query().split("&"))
        assert from_query(pairs) == (view, [])


@pytest.mark.parametrize("asked", ["glasgow", "Belfast", "cardiff", "scotland", "wales"])
def test_every_answer_of_a_search_leads_somewhere(asked: str, packs: dict[str, Any]) -> None:
    for hit in finder().find(asked).results:
        view, _ = after(MapView(), {"kind": "found", "code": hit.code})
        state_of(view, packs, dark=False)


def test_what_there_is_of_a_place_outside_england_is_said() -> None:
    sites = tables.load("sites")
    scottish = int(sites.loc[sites["placed"], "nation"].eq("Scotland").sum())
    said = beyond_sentence(GLASGOW)
    assert said.text.startswith(
        f"Glasgow City is in Scotland. What there is of Scotland here: {scottish} teaching sites; "
    )
    assert "conditions of childhood" in said.text
    assert "entry to university, entry to university, index of 2016" in said.text
    assert said.text.endswith(
        "All other measures are of other nations, on scales of their own. Cold spots are tested "
        "here within Scotland alone, among its data zones; their map is approximate."
    )
    assert said.untraced() == []
    assert "how many people aged 13 to 17 lived in each area" in beyond_sentence(CARDIFF).text
    card = card_of(MapView(select=GLASGOW))
    assert card is not None
    assert card["where"].endswith(", Scotland")
    assert said.text in card["lines"]
    english = card_of(MapView(select=BLACKPOOL))
    assert english is not None
    assert english["where"].endswith("North West")
    assert not any("England alone" in line for line in english["lines"])


def test_the_trail_of_a_welsh_place_does_not_say_england() -> None:
    trail = [crumb["name"] for crumb in crumbs_of(MapView(within=CARDIFF))]
    assert trail == ["United Kingdom", "Wales", "Cardiff"]
    assert [crumb["code"] for crumb in crumbs_of(MapView(within=WALES))] == [KINGDOM, WALES]
    assert crumbs_of(MapView())[0]["name"] == "England"
    assert crumbs_of(MapView(within=BLACKPOOL))[0] == {"code": "", "name": "England"}


@pytest.mark.parametrize("code", [GLASGOW, BELFAST, CARDIFF, SCOTLAND, CARDIFF_BAY, "W01000003"])
def test_the_trail_does_not_say_england_while_a_place_beyond_it_is_outlined(code: str) -> None:
    assert crumbs_of(MapView(select=code)) == [{"code": KINGDOM, "name": "United Kingdom"}]


def test_the_trail_does_not_say_england_over_a_measure_of_other_nations() -> None:
    everywhere = MapView(geography="smc205", indicator="smc_labour_market")
    assert crumbs_of(everywhere) == [{"code": KINGDOM, "name": "United Kingdom"}]
    assert crumbs_of(MapView(select=BLACKPOOL)) == [{"code": "", "name": "England"}]


def test_the_trail_begins_with_the_kingdom_where_several_nations_are_measured_or_looked_at() -> (
    None
):
    def trail(view: MapView) -> list[tuple[str, str]]:
        return [(crumb["code"], crumb["name"]) for crumb in crumbs_of(view)]

    kingdom, england = (KINGDOM, "United Kingdom"), ("E92000001", "England")
    region, blackpool = ("E12000002", "North West"), (BLACKPOOL, "Blackpool")
    both = MapView(geography="lad24", indicator="child_poverty_rate")
    assert trail(both) == [kingdom]
    assert trail(replace(both, within="E12000002")) == [kingdom, england, region]
    assert trail(replace(both, within=GLASGOW)) == [
        kingdom,
        ("S92000003", "Scotland"),
        (GLASGOW, "Glasgow City"),
    ]
    assert trail(replace(both, within=SCOTLAND)) == [kingdom, ("S92000003", "Scotland")]
    beside = MapView(within=BLACKPOOL, select=CARDIFF)
    assert trail(beside) == [kingdom, england, region, blackpool]
    # One nation alone: its own map begins with it.
    assert trail(MapView(within=BLACKPOOL)) == [("", "England"), region, blackpool]
    scottish = MapView(geography="dz11", indicator="simd20_university", within=GLASGOW)
    assert trail(scottish) == [("", "Scotland"), (GLASGOW, "Glasgow City")]


def test_every_step_of_a_trail_can_be_gone_to() -> None:
    view = MapView(geography="lad24", indicator="child_poverty_rate", within="E12000002")
    for crumb in crumbs_of(view):
        assert kind_of(view).can_enter(view, crumb["code"])


def test_a_place_is_left_with_a_word() -> None:
    here = MapView(within=CARDIFF)
    assert left_behind(here, with_cold(here)) == []
    assert left_behind(here, with_reach(here)) == []
    belfast = MapView(geography="lad24", within="N92000002")
    (note,) = left_behind(belfast, with_reach(belfast))
    assert "no young people are counted by small area" in note
    assert note.endswith("so reach cannot be measured there: all of England is shown.")
    assert left_behind(MapView(within=BLACKPOOL), MapView(geography="region")) == [
        "Blackpool holds no regions: all of them are shown. Regions are larger than local "
        "authority districts: none is looked for inside one."
    ]
    assert left_behind(MapView(), with_reach(MapView())) == []


def test_legends_count_the_young_people_of_wales_on_every_page(packs: dict[str, Any]) -> None:
    table = area_table("lsoa21")
    welsh = table[table["nation"] == "Wales"]
    views = [(MapView(), "young_people"), (with_cold(MapView()), "young_people")]
    views.append((with_reach(MapView()), "young_people_now"))
    for view, column in views:
        rows = legend_of(view, packs)["rows"]
        (row,) = (row for row in rows if row["label"] == "Not covered: Wales")
        assert (row["areas"], row["young_people"]) == (len(welsh), int(welsh[column].sum()))


@pytest.mark.parametrize(
    ("view", "title"),
    [
        (
            MapView(geography="lad24", select=GLASGOW),
            "Glasgow City is outlined and has no figure on this map of England",
        ),
        (
            replace(with_cold(MapView()), select=GLASGOW),
            "Glasgow City is outlined and has no figure on this map of England",
        ),
        (
            MapView(within=BLACKPOOL, select=GLASGOW),
            "Glasgow City is outlined and has no figure on this map of Blackpool",
        ),
        (MapView(within="W06000001"), "No neighbourhoods on the Isle of Anglesey have a figure"),
    ],
)
def test_a_picture_says_that_the_place_has_no_figure(view: MapView, title: str) -> None:
    assert title_sentence(view) == title
    said = reading_of(view)
    assert said[0] == f"{title}."
    assert len(said) == len(set(said))


@pytest.mark.parametrize("select", ["", GLASGOW, GLASGOW_INDEX])
def test_a_measure_of_all_nations_is_of_the_united_kingdom(select: str) -> None:
    view = MapView(geography="smc205", indicator="smc_labour_market", select=select)
    assert "the United Kingdom. " in subtitle_of(view)
    assert "in the United Kingdom with a figure" in " ".join(reading_of(view))
    assert "no figure" not in " ".join(reading_of(view))


@pytest.mark.parametrize(
    ("view", "note"),
    [
        (
            MapView(geography="lad24"),
            MIXED,
        ),
        (
            MapView(geography="lad24", within="N92000002"),
            "Young people of Northern Ireland are not known here.",
        ),
        (MapView(geography="lad24", within=WALES), ""),
        (MapView(geography="lad24", within="E12000002"), ""),
        (MapView(geography="utla23"), ""),
        (MapView(), ""),
        (MapView(geography="lad24", mode="both"), MIXED),
    ],
)
def test_a_legend_says_whose_young_people_it_counts(
    view: MapView, note: str, packs: dict[str, Any]
) -> None:
    assert legend_of(view, packs)["peopleNote"] == note
