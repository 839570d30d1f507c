"""Maps side by side in words, tables and files: figures counted again, traces, and what reads back."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import docx
import numpy as np
import pandas as pd
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import image

from geo import tables
from geo.errors import BadInputError
from geo.regionalisation import (
    MOST_MAPS,
    Assessment,
    Edit,
    assess,
    official_map,
    read_edits,
    read_map,
)
from layers.regions import (
    CLASSES,
    DRAWN,
    FIRST_MAPS,
    RegionsAsked,
    answer_of,
    comparison_rows,
    from_query,
    lines_of,
    map_picture,
    paper_content,
    region_tables,
    write_regions,
    zones_table,
)
from layers.regions.options import MOST_SIGNS
from layers.regions.paper import regions_paper
from layers.regions.picture import maps_picture
from layers.regions.tables import figures_table
from tests.commands import quick, run
from tests.geo.regionalisation.test_assess import made as toy_map
from tests.geo.regionalisation.world import RATES, WEST_EAST, ground
from tests.tags import Tags

MOVED = "move~E07000138~Humber;merge~Cumbria~Lancashire"


@pytest.fixture(scope="module")
def found() -> list[Assessment]:
    return answer_of(RegionsAsked(("region", "cauth25", DRAWN), "lsip23", read_edits(MOVED)))


@pytest.fixture(scope="module")
def toy() -> Assessment:
    return assess(toy_map(WEST_EAST), ground(), RATES)


def test_what_is_said_of_the_small_world(toy: Assessment) -> None:
    assert [one.text for one in lines_of(toy)] == [
        "2 regions hold 150 young people (aged 13 to 17 in 2026, if nobody had moved). 60 more, "
        "29% of England's, live in 1 district or part of one in no region.",
        "By the spatial model, the share that goes on to higher education runs from 30.0% in West "
        "(90% interval 20.0% to 40.0%) to 50.0% in East (40.0% to 60.0%).",
        "100 young people live in the likely lowest fifth: from 50 in West to 50 in West.",
        "Borders cut 1 of 2 zones of tested cold spots, and 40 young people of them live on the "
        "smaller side: Long zone (40).",
        "A border cuts 1 district.",
        "For 30 of the young people (20%) the nearest teaching site lies outside their own region; "
        "for 0 the nearest three providers all do.",
        "1 of 2 institutions teaches in more than one region. Of the young people within 10 km of "
        "an institution's sites in its own region, added up over institutions, 20% live outside "
        "that region; for 0 institutions it is more than half.",
        "The largest region, East, has 90 young people and the smallest, West, 60: 1.5 to one. "
        "The coefficient of variation is 0.20 for young people and 0.00 for those in the likely "
        "lowest fifth.",
        "Every region has a teaching site.",
    ]


def test_the_table_of_the_small_world(toy: Assessment) -> None:
    cells = {label: [one.text for one in held] for label, held in comparison_rows([toy])}
    assert cells == {
        "Regions": ["2"],
        "Young people in them": ["150"],
        "Young people in no region": ["60"],
        "Share that goes on, lowest to highest region": ["30.0% to 50.0%"],
        "Young people in the likely lowest fifth": ["100 (67%)"],
        "Zones of cold spots cut": ["1 of 2"],
        "Young people of cut zones on the smaller side": ["40"],
        "Districts cut": ["1"],
        "Young people whose nearest site is outside their region": ["30 (20%)"],
        "Young people whose nearest three providers are all outside it": ["0 (0%)"],
        "Institutions that teach in several regions": ["1 of 2"],
        "Reach of institutions outside their own region": ["20%"],
        "Largest region": ["East, 90"],
        "Smallest region": ["West, 60"],
        "Largest to smallest": ["1.5 times"],
        "Unevenness of young people": ["0.20"],
        "Unevenness of those in the likely lowest fifth": ["0.00"],
        "Regions without a teaching site": ["0"],
    }
    people, learning = region_tables(toy)
    rows = [[cell.text for cell in row.cells] for row in people.rows]
    assert rows[0] == ["1 West", "2", "60", "30.0%", "20.0% to 40.0%", "50", "50"]
    rows = [[cell.text for cell in row.cells] for row in learning.rows]
    assert rows == [["1 West", "1", "1", "3", "30", "0"], ["2 East", "2", "2", "0", "0", "0"]]
    rows = [[cell.text for cell in row.cells] for row in zones_table(toy).rows]
    assert rows == [["Long zone (West; East)", "90", "40"]]


def test_one_region_has_nothing_to_balance() -> None:
    own = assess(read_map(b"district,region\nLincoln,Humber"))
    said = " ".join(one.text for one in lines_of(own))
    assert "1 region holds" in said
    assert "nothing to balance" in said
    assert "go on to higher education" in said
    assert re.search(r"None of \d institutions teach in more than one region", said)
    assert "No border cuts any of the" in said


def test_no_figure_is_without_a_trace(found: list[Assessment]) -> None:
    paper = regions_paper([*found, answer_of(RegionsAsked(("utla23",)))[0]], "Us")
    assert [said.text for _, said in paper.sentences() if said.untraced()] == []
    known = {*tables.tables(), ""}
    named = {one for held in paper.traces() for one in held.dataset.split("+")}
    assert {
        one for one in named if one.startswith(("people", "posterior", "draws", "cold"))
    } <= known


def test_no_map_is_called_the_best(found: list[Assessment]) -> None:
    said = " ".join(one.text for made in found for one in lines_of(made))
    assert not re.search(r"\b(better|best|worse|worst|should|recommend)\b", said)


def test_districts_that_move_are_counted_again(found: list[Assessment]) -> None:
    one = found[-1].regions
    people = tables.load("people_lsoa21", [f"aged_{age}" for age in range(7, 12)]).sum(axis=1)
    district = tables.load("areas_lsoa21", ["lad24_code"])["lad24_code"]
    assert one.loc["Humber", "young_people"] == people[district == "E07000138"].sum()
    sites = tables.load("sites")
    there = sites["placed"] & (sites["lsoa21_code"].map(district) == "E07000138")
    assert one.loc["Humber", "sites"] == there.sum()
    schools = tables.load("schools", ["lsoa21_code"])["lsoa21_code"]
    assert one.loc["Humber", "schools"] == (schools.map(district) == "E07000138").sum()
    assert "Cumbria" not in one.index


@pytest.mark.parametrize(
    "asked",
    [
        RegionsAsked(),
        RegionsAsked(("cauth25",)),
        RegionsAsked(("region", DRAWN), "utla23", (Edit("merge", "Kent", "Medway"),)),
        RegionsAsked((*FIRST_MAPS, DRAWN), "lsip23", read_edits(MOVED)),
        RegionsAsked(FIRST_MAPS, "lsip23", read_edits(MOVED)),
        RegionsAsked((DRAWN,), "lsip23", read_edits(MOVED)),
    ],
)
def test_an_address_says_what_is_asked(asked: RegionsAsked) -> None:
    assert from_query(asked.pairs()) == (asked, [])


@given(st.dictionaries(st.sampled_from(["maps", "base", "edits"]), st.text(max_size=40)))
def test_any_address_gives_maps_and_repeats_nothing(query: dict[str, str]) -> None:
    asked, _ = from_query(query)
    assert from_query(asked.pairs())[0] == asked
    # What is no word of ours is recognised by a sign that no note has.
    _, notes = from_query({key: f"{text}\N{CURRENCY SIGN}{text}" for key, text in query.items()})
    assert not any("\N{CURRENCY SIGN}" in note for note in notes)


def test_what_an_address_cannot_show_is_told() -> None:
    asked, notes = from_query({"maps": "region,x", "base": "y", "edits": "move~E1~A"})
    assert asked == RegionsAsked(("region",))
    assert len(notes) == 3
    asked, notes = from_query({"maps": "region,cauth25,lsip23,utla23,drawn", "edits": MOVED})
    assert len(asked.maps) == MOST_MAPS
    assert len(notes) == 1


def test_an_address_holds_so_many_changes() -> None:
    one = Edit("move", "E07000138", "Humber")
    length = len(one.text()) + 1
    many = RegionsAsked().with_edits([one] * (MOST_SIGNS // length))
    assert many.fits_address
    assert "edits" in many.pairs()
    more = many.with_edits([one] * (MOST_SIGNS // length + 2))
    assert not more.fits_address
    assert more.pairs() == {}


def test_a_map_that_is_drawn_takes_a_place_among_the_maps() -> None:
    four = RegionsAsked(("region", "cauth25", "lsip23", "utla23"))
    drawn = four.with_edits(read_edits(MOVED))
    assert drawn.maps == ("region", "cauth25", "lsip23", DRAWN)
    assert drawn.with_edits([]).maps == ("region", "cauth25", "lsip23")


def colours(picture: bytes, key: str) -> float:
    drawn = image.imread(io.BytesIO(picture))[:, :, :3]
    colour = CLASSES[key][1].colour
    wanted = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return float((np.abs(drawn - wanted).max(axis=2) < 0.01).mean())


def test_the_pictures_show_what_is_cut_and_left_out(found: list[Assessment]) -> None:
    region, combined = map_picture(found[0]), map_picture(found[1])
    assert colours(region, "cut") > 0
    # Letters have edges of every grey.
    assert colours(region, "outside") < 0.001
    assert colours(combined, "outside") > 0.05
    whole = assess(read_map(b"district,region\nLincoln,Humber"))
    assert colours(map_picture(whole), "cut") == 0
    shapes = {
        count: image.imread(io.BytesIO(maps_picture([*found, whole][:count]))).shape
        for count in (1, 3, 4)
    }
    height, width = shapes[1][:2]
    assert shapes[3][:2] == (height, 3 * width)
    assert shapes[4][:2] == (2 * height, 2 * width)


def test_a_paper_reads_back(found: list[Assessment]) -> None:
    titles = ["The maps side by side", "Nine regions", "Combined authorities", "Our map",
              "What we cannot know", "Sources"]  # fmt: skip
    written = docx.Document(io.BytesIO(paper_content(found, ".docx", "Us")))
    heads = [one.text for one in written.paragraphs if one.style.name == "Heading 1"]
    assert heads == [f"{at}. {one}" for at, one in enumerate(titles, 1)]
    assert written.tables[1].rows[1].cells[1].text == "9"
    assert len(written.inline_shapes) == 1
    seen = Tags()
    seen.feed(paper_content(found, ".html", "<b>Us</b>").decode())
    assert [tag for tag, _ in seen.seen].count("img") == 1
    assert "<b>Us</b>" in seen.text
    reader = pypdf.PdfReader(io.BytesIO(paper_content(found, ".pdf")), strict=True)
    assert bool(reader.trailer["/Root"]["/MarkInfo"]["/Marked"])
    text = "".join(one.extract_text() for one in reader.pages)
    assert "3,551,494" in text


def test_a_paper_needs_a_map() -> None:
    with pytest.raises(BadInputError, match="needs a map"):
        regions_paper([])


def test_figures_of_every_region_in_a_file(found: list[Assessment], tmp_path: Path) -> None:
    write_regions(found[:2], tmp_path / "f.csv")
    read = pd.read_csv(tmp_path / "f.csv")
    assert len(read) == 9 + 15
    assert read.columns[:3].tolist() == ["map", "map_name", "region"]
    own = read[read["map"] == "region"]
    assert own["young_people"].sum() == found[0].young_people
    assert figures_table(found)["nearest_elsewhere"].dtype == "int64"
    with pytest.raises(BadInputError, match="f.txt"):
        write_regions(found, tmp_path / "f.txt")


def test_the_terminal_compares_draws_and_saves(tmp_path: Path) -> None:
    out, kept = tmp_path / "f.json", tmp_path / "own.geojson"
    said = quick("regions", "--map", "regions", "--edits", MOVED, "--out", str(out),
                 "--save-map", str(kept))  # fmt: skip
    assert "No map is best by these figures alone" in said
    held = json.loads(out.read_text())["maps"]
    assert [one["map"] for one in held] == ["region", DRAWN]
    assert held[1]["regions"] == 38
    printed = json.loads(quick("regions", "--map", "region", "--own", str(kept), "--json"))["maps"]
    assert printed[1]["regions"] == 38
    assert printed[1]["young_people"] == held[1]["young_people"]
    table = tmp_path / "own.csv"
    quick("regions", "--map", "region", "--own", str(kept), "--save-map", str(table))
    assert (read_map(table).region_of == read_map(kept).region_of).all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--map", "ward24"], "Choose one of region"),
        (["--map", "region", "--map", "regions"], "given twice"),
        (["--save-map", "own.csv"], "Give one with --own, or --edits"),
        (["--out", "f.png"], "f.png"),
        (["--edits", "move~x~y"], "no district of England"),
        (["--own", "nowhere.csv"], "nowhere.csv"),
    ],
)
def test_the_terminal_refuses_with_what_to_do(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, error = run("regions", *arguments)
    assert code != 0
    assert said in error
    assert not [*tmp_path.iterdir()]


def test_official_maps_are_measured_once() -> None:
    one, other = (answer_of(RegionsAsked(("region",)))[0] for _ in range(2))
    assert one is other
    assert one.map is official_map("regions")
