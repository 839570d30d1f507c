"""The United Kingdom as a place: found, in the address, in the trail, and true at every level."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo.areas.cache import area_table, inside_of
from geo.areas.join import build_areas
from geo.places.search import finder
from geo.registry.geographies import GEOGRAPHIES
from geo.registry.indicators import indicators_at
from geo.settings import project_dir
from layers.browser.events import after
from layers.browser.query import from_query
from layers.browser.state import crumbs_of, read_packs, state_of
from layers.exports.files import read_link
from layers.guardrails import check_view, check_words
from layers.kinds import kind_names
from layers.pictures.areas import drawn_of
from layers.view import MapView
from layers.words.reading import reading_of
from tests.commands import run

KINGDOM, BLACKPOOL = "K02000001", "E06000009"
LEVELS = [entry.id for entry in GEOGRAPHIES if entry.on_map]
MAPS = [
    *((level, entry.id, "one") for level in LEVELS for entry in indicators_at(level)[:1]),
    ("lad24", "child_poverty_rate", "one"),
    ("utla23", "he19_rate", "change"),
    ("lsoa21", "tundra_rate", "draws"),
    ("lsoa21", "tundra_rate", "both"),
    ("lad24", "tundra_rate", "nations"),
    ("pcon24", "tundra_rate", "nations"),
    ("lsoa21", "tundra_rate", "cold"),
    ("dz11", "simd20_university", "cold"),
    ("lsoa21", "tundra_rate", "reach"),
    ("lsoa21", "tundra_rate", "taught"),
]


@pytest.mark.parametrize(
    "text",
    ["united kingdom", "United Kingdom", "uk", "UK", "great britain", "unitd kingdom", KINGDOM],
)
def test_it_is_found(text: str) -> None:
    found = finder().find(text).results[0]
    assert (found.key, found.code, found.kind) == (KINGDOM, KINGDOM, "area")
    assert (found.name, found.where) == ("United Kingdom", "All four nations")


@pytest.mark.parametrize("written", [KINGDOM, "United Kingdom", "united kingdom"])
def test_an_address_may_name_it_and_says_it_by_its_code(written: str) -> None:
    view, notes = from_query({"in": written, "level": "lad24"})
    assert (view.kingdom, view.within, notes) == (True, "", [])
    assert view.to_query() == f"level=lad24&in={KINGDOM}"
    assert read_link(view.to_query())[0] == view


def test_every_kind_is_tried() -> None:
    assert set(kind_names()) - {mode for _, _, mode in MAPS} <= {"disagree", "sites", "cold"}


@pytest.mark.parametrize(("level", "measure", "mode"), MAPS)
def test_no_level_and_no_kind_ends_in_an_error(level: str, measure: str, mode: str) -> None:
    asked = {"level": level, "show": measure, "with": mode, "in": KINGDOM}
    view, _ = from_query({key: value for key, value in asked.items() if value})
    assert (view.kingdom, view.mode) == (True, mode)
    state = state_of(view, read_packs(), dark=False)
    assert [crumb["name"] for crumb in state["crumbs"]] == ["United Kingdom"]
    # From the Scillies to Shetland and from Fermanagh to Lowestoft.
    (south, west), (north, east) = state["bounds"]
    assert south < 50 < 60 < north
    assert west < -8 < 1.7 < east
    check_view(view)
    check_words(view, reading_of(view))
    # What is measured in one nation alone does not speak of all.
    here = state["legend"]["place"]
    said = reading_of(view)
    grey = "is measured in" in " ".join(said)
    assert (here == "the United Kingdom") <= (not grey)


def test_the_measures_of_england_say_why_the_others_are_grey() -> None:
    said = reading_of(MapView(geography="lad24", within=KINGDOM))
    assert (
        "What this map shows is measured in England alone: Wales, Scotland and Northern Ireland "
        "publish measures of their own, on other scales, so their areas are grey."
    ) in said
    assert "The map “Four nations, each in its own fifths” shows each by its own measure." in said
    assert said[0].startswith("Of 296 local authority districts in England with a figure")
    zones = MapView(geography="dz11", indicator="simd20_university", within=KINGDOM)
    assert (
        "Data zones are of Scotland alone: no other nation has areas of that kind."
        in reading_of(zones)
    )
    nations = MapView(geography="lad24", mode="nations", within=KINGDOM)
    assert reading_of(nations) == reading_of(replace(nations, kingdom=False))
    assert not any("grey" in line for line in reading_of(MapView(geography="lad24")))


def test_one_goes_there_by_the_trail_and_by_the_find_box_and_out_again() -> None:
    view = MapView(geography="lad24", indicator="child_poverty_rate", within=BLACKPOOL)
    root = crumbs_of(view)[0]
    assert root == {"code": KINGDOM, "name": "United Kingdom"}
    there, moves = after(view, {"kind": "inside", "code": root["code"]})
    assert (there.kingdom, there.within, there.geography, moves) == (True, "", "lad24", True)
    found, moves = after(MapView(within=BLACKPOOL), {"kind": "found", "code": KINGDOM})
    assert (found.kingdom, found.within, moves) == (True, "", True)
    assert after(there, {"kind": "select", "code": KINGDOM})[0] == there
    entered, _ = after(found, {"kind": "inside", "code": BLACKPOOL})
    assert (entered.kingdom, entered.within) == (False, BLACKPOOL)
    england, _ = after(found, {"kind": "inside", "code": "E92000001"})
    assert not england.kingdom
    assert crumbs_of(england)[0]["name"] == "England"


def test_its_table_holds_every_area() -> None:
    for level in ("nation", "lad24", "pcon24"):
        assert len(build_areas(level, within=KINGDOM)[0].table) == len(area_table(level))
        assert inside_of(level, KINGDOM).all()


def test_the_terminal_knows_it(tmp_path: Path) -> None:
    file = tmp_path / "uk.csv"
    code, _, error = run("areas", "--geography", "pcon24", "--within", KINGDOM, "--out", str(file))
    assert code == 0, error
    assert len(pd.read_csv(file)) == 650
    code, out, error = run("export", "--link", "level=nation&in=United Kingdom", "--out", str(file))
    assert code == 0, error
    assert f"in={KINGDOM}" in out


def test_a_picture_of_it_shows_all_of_it() -> None:
    england = drawn_of(MapView(geography="nation"), hatched=False, hexagonal=False).ground
    whole = drawn_of(
        MapView(geography="nation", within=KINGDOM), hatched=False, hexagonal=False
    ).ground
    # The north of Shetland lies at 1,220 km on the national grid, that of England at 657 km.
    assert england[3] < 660_000
    assert whole[3] > 1_200_000


@pytest.mark.slow
def test_the_page_says_why_the_other_nations_are_grey() -> None:
    app = AppTest.from_file(str(project_dir() / "app.py"), default_timeout=60)
    for key, value in {"level": "pcon24", "in": KINGDOM}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    assert not app.info
    assert app.title[0].value == "Young participation (TUNDRA), England"
    assert any("so their areas are grey" in one.value for one in app.markdown)
