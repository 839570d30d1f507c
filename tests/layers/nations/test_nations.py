"""Four nations on one map: fifths of each, never one scale, and a refusal where more is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo.areas.cache import area_table
from geo.areas.classes import NOT_PUBLISHED
from geo.areas.join import AreaTable
from geo.areas.nations import classes_of_nations, fifths_of_nations, scale_of, scales_of
from geo.errors import MisleadingError
from geo.settings import project_dir
from layers.browser.card import card_of
from layers.browser.query import from_query
from layers.browser.state import read_packs, state_of
from layers.exports.files import read_link
from layers.exports.map_table import build_map_table
from layers.exports.sentences import sentences_of
from layers.guardrails import check_table, check_view
from layers.kinds import find_kind, kind_of
from layers.style.legend import legend_of
from layers.view import MapView
from tests.commands import run

GLASGOW, BELFAST, CARDIFF, BLACKPOOL = "S12000049", "N09000003", "W06000015", "E06000009"
NONE_OF_WALES = "No small-area participation is published for Wales"


def nations(level: str = "lad24", **more: object) -> MapView:
    return MapView(mode="nations", geography=level, **more)


def read(query: str) -> tuple[MapView, list[str]]:
    return from_query(dict(parse_qsl(query)))


@pytest.mark.parametrize(
    "query",
    [
        "level=lad24&with=nations",
        "level=pcon24&with=nations&in=S92000003",
        "level=lad24&with=nations&in=W92000004&area=W06000015",
    ],
)
def test_an_address_comes_back_as_it_went(query: str) -> None:
    view, notes = read(query)
    assert notes == []
    assert view.to_query() == query


@pytest.mark.parametrize("level", ["lad24", "pcon24"])
def test_each_nation_is_parted_at_its_own_limits(level: str) -> None:
    table, codes = area_table(level), classes_of_nations(level).of_area
    for scale in scales_of(level):
        shown = table[scale.measure.id].astype(float).round(3)
        ends = [*scale.classes.breaks, 1.0]
        assert len(ends) == 5
        for fifth, end in enumerate(ends):
            of_fifth = shown[(table["nation"] == scale.nation) & (codes == fifth)]
            assert len(of_fifth) > 0
            assert of_fifth.max() <= end + 1e-9
            assert fifth == 0 or of_fifth.min() > ends[fifth - 1] + 1e-9


def test_a_fifth_of_a_nation_holds_a_fifth_of_its_own_people() -> None:
    """Young people of each fifth of England and Scotland; eleven districts of Northern Ireland."""
    table, codes = area_table("lad24"), classes_of_nations("lad24").of_area
    for nation, off in (("England", 0.02), ("Scotland", 0.12)):
        here = table["nation"] == nation
        people = table["young_people"][here].astype(float).groupby(codes[here]).sum()
        assert (people / people.sum() - 0.2).abs().max() < off
        assert scale_of("lad24", nation).by_people  # type: ignore[union-attr]
    irish = codes[(table["nation"] == "Northern Ireland").to_numpy()]
    assert len(irish) == 11
    assert not scale_of("lad24", "Northern Ireland").by_people  # type: ignore[union-attr]


def test_the_lowest_fifth_of_scotland_is_not_measured_against_england() -> None:
    codes = pd.Series(classes_of_nations("lad24").of_area, area_table("lad24").index)
    fifths = fifths_of_nations("lad24")
    # The highest value of Scotland lies far below the lowest of England: they are other measures.
    scottish = fifths[fifths.index.str.startswith("S")]
    english = fifths[fifths.index.str.startswith("E")]
    assert scottish["value"].max() < english["value"].min()
    assert set(codes[scottish.index]) == set(codes[english.index]) == {0, 1, 2, 3, 4}


def test_wales_has_words_and_no_colour() -> None:
    classes = classes_of_nations("lad24")
    assert classes.missing[NOT_PUBLISHED].label == NONE_OF_WALES
    assert classes.missing[NOT_PUBLISHED].areas == 22
    here = classes_of_nations("pcon24").missing
    assert {here[code].label: here[code].areas for code in here} == {
        NONE_OF_WALES: 32,
    }
    assert set(here) == {NOT_PUBLISHED}


def test_the_legend_has_a_scale_for_each_nation() -> None:
    legend = legend_of(nations(), read_packs())
    assert legend["scales"] == [
        "England: Young participation (TUNDRA), GCSE leavers 2010 to 2014. Fifths of young people "
        "end at 36.1, 39.9, 43.7 and 50.0%.",
        "Scotland: Entry to university, one year, as in SIMD 2020. Fifths of young people end at "
        "7.6, 8.6, 9.3 and 10.9%.",
        "Northern Ireland: School leavers entering HE, school leavers of 2024/25. Fifths of areas "
        "end at 39.4, 39.8, 40.5 and 43.8%.",
    ]
    assert sum(row["areas"] for row in legend["rows"]) == 361
    assert {row["young_people"] for row in legend["rows"]} == {0}
    assert "never compares across nations" in legend["rule"]
    assert legend["place"] == "the United Kingdom"


def test_the_legend_of_a_place_has_the_scale_of_its_nation_alone() -> None:
    lines = legend_of(nations(within="E12000002"), read_packs())["scales"]
    assert [line.partition(":")[0] for line in lines] == ["England"]
    assert legend_of(MapView(), read_packs())["scales"] == []


def test_the_nations_are_parted_by_a_line() -> None:
    state = state_of(nations(), read_packs(), dark=False)
    assert state["frame"]["id"] == "nation"
    assert state["style"]["lines"]["frame"]["from"] == 4
    usual = state_of(MapView(geography="lad24"), read_packs(), dark=False)
    assert usual["frame"] is None
    assert usual["style"]["lines"]["frame"]["from"] == 7


@pytest.mark.parametrize(
    ("code", "value", "measure", "said"),
    [
        (BLACKPOOL, "38.4%", "Young participation (TUNDRA)", "fifth of England's local authority"),
        (GLASGOW, "10.9%", "SIMD 2020", "Second highest fifth of Scotland's local authority"),
        (BELFAST, "39.8%", "School leavers", "Second lowest fifth of Northern Ireland's"),
        (CARDIFF, "Not covered: Wales", "", f"{NONE_OF_WALES}."),
    ],
)
def test_a_card_speaks_of_the_measure_of_its_own_nation(
    code: str, value: str, measure: str, said: str
) -> None:
    card = card_of(nations(select=code))
    assert card is not None
    assert card["value"] == value
    assert measure in card["measure"]
    assert said in card["lines"][0]


def test_what_is_said_names_each_nation_by_itself() -> None:
    text = " ".join(line.text for line in sentences_of(nations()))
    assert "72 of 296 local authority districts in England, 8 of 32 in Scotland and 4 of 11" in text
    assert (
        "Scotland: Entry to university, one year, as in SIMD 2020; its lowest fifth goes up to"
        in text
    )
    assert f"{NONE_OF_WALES}: 22 local authority districts have no colour." in text
    assert "nobody can say" in text


def test_a_table_names_the_measure_of_each_row() -> None:
    table = build_map_table(nations()).table
    own = {"England": "tundra_rate", "Scotland": "simd20_university"}
    own["Northern Ireland"] = "ni_leavers_he"
    for nation, column in own.items():
        rows = table[table["nation"] == nation]
        assert rows["measure"].nunique() == 1
        assert rows["value"].tolist() == rows[column].astype(float).tolist()
        assert sorted(rows["fifth_of_nation"].unique()) == [1, 2, 3, 4, 5]
    welsh = table[table["nation"] == "Wales"]
    assert (welsh["measure"] == "").all()
    assert welsh[["value", "fifth_of_nation"]].isna().all(axis=None)
    assert (welsh["map_class"] == NONE_OF_WALES).all()


ROWS = {"measure": ["TUNDRA", "SIMD", ""], "value": [0.3, 0.1, float("nan")]}


def table_of(**more: list[float]) -> AreaTable:
    return AreaTable("lad24", pd.DataFrame({**ROWS, **more}, index=["E06000001", GLASGOW, CARDIFF]))


def test_values_of_two_measures_are_neither_unnamed_nor_ranked() -> None:
    check_table(table_of())
    with pytest.raises(MisleadingError, match="1 .*have a value and no measure beside it"):
        check_table(table_of(value=[0.3, 0.1, 0.2]))
    with pytest.raises(MisleadingError, match="The column rank ranks values of several measures"):
        check_table(table_of(rank=[2, 1, 3]))


@pytest.mark.parametrize("more", ["classes=natural", "classes=own&limits=20,30", "limits=20"])
def test_one_scale_is_refused_with_its_reason(more: str, tmp_path: Path) -> None:
    link = f"level=lad24&with=nations&{more}"
    view, notes = read(link)
    assert view == nations()
    assert "can be neither classed nor ranked together" in " ".join(notes)
    with pytest.raises(MisleadingError, match="neither classed nor ranked together"):
        read_link(link)
    for suffix in ("png", "csv", "html", "zip"):
        code, _, error = run("export", "--link", link, "--out", str(tmp_path / f"map.{suffix}"))
        assert code == 3
        assert "neither classed nor ranked together" in error
    assert list(tmp_path.iterdir()) == []


def test_the_page_says_why_there_is_no_one_scale_and_shows_the_rest() -> None:
    page = AppTest.from_file(str(project_dir() / "app.py"), default_timeout=120)
    for key, value in (("level", "lad24"), ("with", "nations"), ("classes", "natural")):
        page.query_params[key] = value
    page.run()
    assert not page.exception
    said = [one.value for kind in (page.warning, page.info, page.caption) for one in kind]
    assert any("neither classed nor ranked together" in one for one in said)
    assert page.title[0].value.startswith("Four nations, each in its own fifths")
    [menu] = [box for box in page.selectbox if box.label == "Show"]
    assert menu.value == "nations"
    assert "Classes" not in [box.label for box in page.selectbox]


def test_an_export_of_a_view_that_is_classed_together_is_refused() -> None:
    check_view(nations())
    with pytest.raises(MisleadingError, match="neither classed nor ranked"):
        check_view(replace(nations(), classes="natural"))
    with pytest.raises(MisleadingError, match="neither classed nor ranked"):
        check_view(replace(nations(), classes="own", limits=(20.0,)))


def test_a_measure_that_is_asked_for_is_left_out_and_told() -> None:
    view, notes = read("level=lad24&show=iod25_score&with=nations")
    assert view == nations()
    assert "each nation's own measure" in notes[0]


def test_another_level_shows_one_measure_of_it() -> None:
    away = kind_of(nations()).at_level(nations(), "lsoa21")
    assert (away.mode, away.geography) == ("one", "lsoa21")
    stays = kind_of(nations()).at_level(nations(), "pcon24")
    assert (stays.mode, stays.geography) == ("nations", "pcon24")
    begun = find_kind("nations").begin(MapView(geography="lad24", indicator="iod25_score"))
    assert begun == nations()


@pytest.mark.parametrize("level", ["lad24", "pcon24"])
def test_a_picture_holds_every_scale(level: str, tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    code, _, error = run("export", "--link", f"level={level}&with=nations", "--out", str(out))
    assert code == 0, error
    text = out.read_text("utf-8")
    for words in ("England: Young participation", "Scotland: Entry to university", "published for"):
        assert words in text


def test_hexagons_of_one_nation_never_lie_on_the_land_of_another(tmp_path: Path) -> None:
    link = "level=lad24&with=nations"
    out = tmp_path / "map.svg"
    code, _, error = run("export", "--link", link, "--shape", "hex", "--out", str(out))
    assert code == 3
    assert "would lie on the land of another" in error
    assert not out.exists()
    code, _, error = run(
        "export", "--link", f"{link}&in=S92000003", "--shape", "hex", "--out", str(out)
    )
    assert code == 0, error


def test_constituencies_of_all_nations_have_hexagons_of_a_layout(tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    code, _, error = run(
        "export", "--link", "level=pcon24&with=nations", "--shape", "hex", "--out", str(out)
    )
    assert code == 0, error
    text = out.read_text("utf-8")
    for words in ("Each hexagon is one parliamentary constituency", "Scotland", "South West"):
        assert words in text


def test_the_title_of_a_place_speaks_of_its_nation_alone() -> None:
    assert kind_of(nations()).period(nations()).startswith("England: GCSE leavers 2010 to 2014; ")
    scottish = nations(within="S92000003")
    assert kind_of(scottish).period(scottish) == "Scotland: one year, as in SIMD 2020"
