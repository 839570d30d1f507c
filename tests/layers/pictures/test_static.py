"""Static maps, opened by readers we did not write."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import cast
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import pypdf
import pytest
import shapely
from PIL import Image

from geo.areas import NO_AREA
from geo.areas.cache import area_table
from geo.errors import BadInputError
from layers.browser.state import read_packs
from layers.kinds import kind_of
from layers.new_sites.options import SitingOptions
from layers.new_sites.state import siting_of
from layers.pictures import multiples
from layers.pictures.areas import Drawn, draw_areas, drawn_of
from layers.pictures.frame import MARGIN, Frame, frame_in
from layers.pictures.hexagons import hexagons
from layers.pictures.hexagons.names import contrast
from layers.pictures.labels import candidates, place, without_satellites
from layers.pictures.layout import fitted
from layers.pictures.legend import swatch
from layers.pictures.looks import STYLES, Fill, Style, fills_of
from layers.pictures.multiples import small_maps
from layers.pictures.render import draw_static, drawing
from layers.pictures.rings import circles_of, outside, rings_of
from layers.pictures.sheet import PX_PER_INCH, new_map_sheet, new_sheet, width_of, wrapped
from layers.pictures.sites import LOOKS, mark, sites_drawn
from layers.pictures.words import datasets_of, described, source_lines, title_sentence
from layers.reach.options import ReachOptions, Shown
from layers.reach.query import with_reach
from layers.style.legend import legend_of, title_of, visible_classes
from layers.view import MapView
from layers.words.reading import reading_of
from tests.likeness import check_alike

BLACKPOOL = MapView(within="E06000009")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("static")
    for suffix in (".png", ".svg", ".pdf"):
        draw_static(BLACKPOOL, made / f"one{suffix}")
        draw_static(BLACKPOOL, made / f"two{suffix}")
    return made


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_same_view_gives_the_same_bytes(folder: Path, suffix: str) -> None:
    assert (folder / f"one{suffix}").read_bytes() == (folder / f"two{suffix}").read_bytes()


def test_a_png_is_twice_its_size_and_holds_every_colour_of_its_legend(folder: Path) -> None:
    picture = Image.open(folder / "one.png").convert("RGB")
    assert picture.size == (1280, 900)
    # To the right of the legend there is only the map.
    pixels = np.asarray(picture)[150:, 450:].reshape(-1, 3)
    colours = {"#{:02x}{:02x}{:02x}".format(*pixel) for pixel in np.unique(pixels, axis=0)}
    fills = fills_of(BLACKPOOL, 5, "light")
    rows = legend_of(BLACKPOOL, read_packs())["rows"]
    expected = {fills[row["code"]].colour for row in rows if row["areas"]}
    assert len(expected) == 5
    assert expected <= colours


def test_sites_are_drawn_and_named_in_the_legend(tmp_path: Path) -> None:
    everyone = MapView(sites=("university", "college", "other", "school"))
    counts = sites_drawn(everyone)["number"].value_counts().sort_index().tolist()
    assert counts == read_packs()["sites"]["counts"]
    part = sites_drawn(replace(everyone, part_time=True))["number"].value_counts()
    assert [int(part.get(kind, 0)) for kind in range(4)] == read_packs()["sites"]["part_time"]
    draw_static(MapView(within="E06000009"), tmp_path / "few.svg")
    text = (tmp_path / "few.svg").read_text(encoding="utf-8")
    assert "Colleges teaching HE" in text
    assert "Universities" not in text
    # A map of a nation shows none unless they are asked for, and then says that they are too many.
    draw_static(MapView(geography="region"), tmp_path / "none.svg")
    text = (tmp_path / "none.svg").read_text(encoding="utf-8")
    assert "teaching sites" not in text
    assert "Universities" not in text
    assert len(sites_drawn(MapView(), wide=True)) == 0
    one = replace(MapView(), sites=("university",))
    assert len(sites_drawn(one, wide=True)) == read_packs()["sites"]["counts"][0]
    everyone = replace(everyone, geography="region", sites=everyone.sites[:3])
    draw_static(everyone, tmp_path / "many.svg")
    text = (tmp_path / "many.svg").read_text(encoding="utf-8")
    found = re.search(r"([0-9]+) teaching sites would hide the", text)
    assert found is not None
    assert 600 < int(found[1]) < 990


def test_a_key_has_no_row_for_a_class_that_nothing_can_be_in(tmp_path: Path) -> None:
    view = MapView(geography="smc205", indicator="smc_labour_market")
    rows = legend_of(view, read_packs())["rows"]
    assert [row["label"] for row in rows].count(NO_AREA) == 1
    draw_static(view, tmp_path / "map.svg")
    root = ET.parse(tmp_path / "map.svg").getroot()
    said = ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]
    assert NO_AREA not in said
    assert {row["label"] for row in rows} - {NO_AREA} <= set(said)
    # The headline takes one line, and the picture's name is the headline.
    assert (root[0].text or "") in said


@pytest.mark.parametrize("style", STYLES)
def test_the_rim_of_a_mark_is_seen_on_the_darkest_and_the_lightest_class(style: Style) -> None:
    fills = fills_of(BLACKPOOL, 5, style)
    scale = 4
    for number, ground in itertools.product(LOOKS, (fills[0].colour, fills[4].colour)):
        sheet = new_sheet(60, 60, ground)
        mark(sheet.axes, number, 30, 30, 1, 12)
        held = BytesIO()
        sheet.figure.savefig(held, format="png", dpi=scale * PX_PER_INCH)
        picture = Image.open(held).convert("RGB")
        # From the middle outwards, so many pixels in each direction stand out from the ground.
        for angle in np.linspace(0, 2 * np.pi, 24):
            steps = np.arange(0, 15 * scale)
            at = np.stack([np.cos(angle) * steps, np.sin(angle) * steps], 1) + 30 * scale
            passed = [picture.getpixel((int(x), int(y))) for x, y in at]
            clear = sum(contrast("#{:02x}{:02x}{:02x}".format(*one), ground) >= 3 for one in passed)
            assert clear / scale >= 0.75, (number, ground, angle)


def test_new_sites_carry_their_number(tmp_path: Path) -> None:
    view = with_reach(MapView(), "sites", within="E12000003", options=(SitingOptions(add=2),))
    draw_static(view, tmp_path / "new.svg")
    root = ET.parse(tmp_path / "new.svg").getroot()
    said = ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]
    assert said.count("1") == said.count("2") == 1
    assert "3" not in said
    assert "New sites, in order of what they add" in " ".join(said)


PICTURES = {
    "static_england": (MapView(), "light", "map"),
    "static_blackpool": (BLACKPOOL, "print", "map"),
    "static_ward": (MapView(within="E05015188"), "safe", "map"),
    "static_hexagons": (MapView(within="E12000007", geography="msoa21"), "light", "hex"),
    "static_reach": (
        with_reach(MapView(), within="E08000035", options=(ReachOptions(("10007795",), 5),)),
        "light",
        "map",
    ),
}
GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.slow
def test_pictures_look_as_they_did(name: str, tmp_path: Path) -> None:
    """After a change that is meant, and looked at: COLDSPOTS_NEW_PICTURES=1."""
    view, style, shape = PICTURES[name]
    draw_static(view, tmp_path / "map.png", style=style, shape=shape, scale=1)
    found = np.asarray(Image.open(tmp_path / "map.png").convert("RGB"))
    assert found.shape == (450, 640, 3)
    check_alike(found, GOLDEN / f"{name}.png")


def test_an_svg_has_a_name_a_description_and_live_text(folder: Path) -> None:
    root = ET.parse(folder / "one.svg").getroot()
    assert root[0].tag == f"{SVG}title"
    assert (root[0].text or "").startswith("Blackpool was four points below England")
    assert "GCSE leavers 2010 to 2014" in (root.find(f"{SVG}desc").text or "")
    text = " ".join("".join(found.itertext()) for found in root.iter(f"{SVG}text"))
    for row in legend_of(BLACKPOOL, read_packs())["rows"]:
        assert row["label"] in text
        assert f"{row['areas']:,}" in text
    assert "Source: Office for Students, ONS" in text
    assert "OGL v3.0" in text
    assert "GCSE leavers" in text


def test_the_credit_takes_two_lines_and_every_attribution_is_in_the_file(folder: Path) -> None:
    assert len(source_lines(BLACKPOOL, "")) == 2
    sheet = new_sheet(640, 450, "#ffffff")
    wide = 0.97 * (sheet.width - 2 * MARGIN * sheet.unit)
    for view in (BLACKPOOL, MapView(mode="cold"), MapView(geography="utla23")):
        for line in source_lines(view, ""):
            assert len(wrapped(line, 7.6 * sheet.unit, wide)) == 1
    lines = {line for entry in datasets_of(BLACKPOOL) for line in entry.attribution_lines}
    assert len(lines) >= 6
    with Image.open(folder / "one.png") as picture:
        rights = picture.text["Copyright"]
    read = pypdf.PdfReader(folder / "one.pdf").metadata["/Keywords"]
    marked = (folder / "one.svg").read_text(encoding="utf-8")
    for line in lines:
        assert line.rstrip(".") in rights
        assert line.rstrip(".") in read
        assert escape(line.rstrip(".")) in marked


def test_a_pdf_holds_its_typefaces(folder: Path) -> None:
    content = (folder / "one.pdf").read_bytes()
    assert b"/FontFile2" in content
    assert b"FiraSans" in content


def test_a_pdf_is_tagged_as_a_figure_with_a_description(folder: Path) -> None:
    reader = pypdf.PdfReader(folder / "one.pdf", strict=True)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    figure = root["/StructTreeRoot"]["/K"]["/K"]
    assert figure["/S"] == "/Figure"
    assert figure["/Alt"] == described(BLACKPOOL)
    (page,) = reader.pages
    assert figure["/Pg"] == page
    of_page = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert of_page[0] == page["/StructParents"]
    assert of_page[1][0].get_object() == figure
    drawn = page.get_contents().get_data().strip()
    assert drawn.startswith(b"/Figure << /MCID 0 >> BDC")
    assert drawn.endswith(b"EMC")
    assert "Blackpool was four points below England" in " ".join(page.extract_text().split())
    assert reader.metadata.title.startswith("Blackpool was four points below England")


@pytest.mark.fault(1)
@pytest.mark.parametrize(
    "title", ["Cost $x^2$ of $y$", "<b>&amp;</b> {{ 7919*7907 }}", "Ynys Môn ŵ ŷ", "\u202eevil\x00"]
)
def test_a_hostile_title_arrives_as_text(tmp_path: Path, title: str) -> None:
    draw_static(MapView(geography="region"), tmp_path / "map.svg", title=title)
    root = ET.parse(tmp_path / "map.svg").getroot()
    expected = title.replace("\u202e", "").replace("\x00", "")
    assert root[0].text == expected
    assert expected in ["".join(found.itertext()) for found in root.iter(f"{SVG}text")]


def test_each_area_has_one_hexagon_and_neighbours_stay_near() -> None:
    view = MapView(geography="lad24")
    outlines = drawn_of(view, hatched=False, hexagonal=False)
    made = drawn_of(view, hatched=False, hexagonal=True)
    assert len(made.shapes) == 296
    at = np.round(shapely.get_coordinates(shapely.centroid(made.shapes))).astype(int)
    assert len(np.unique(at, axis=0)) == 296
    assert np.ptp(shapely.area(made.shapes)) < 1
    english = visible_classes(view).of_area != 253
    shapes = outlines.shapes[english]
    one, other = shapely.STRtree(shapes).query(shapes, predicate="touches")
    apart = np.hypot(*(at[one] - at[other]).T) / np.sqrt(shapely.area(made.shapes[0]))
    assert (apart < 4).mean() > 0.8


def test_nine_areas_on_a_square_keep_their_order() -> None:
    middles = np.array([(x, y) for y in range(3) for x in range(3)], float) * 10
    _, at = hexagons(middles, shapely.box(-5, -5, 25, 25))
    assert len(np.unique(at, axis=0)) == 9
    assert at[0, 1] < at[8, 1]


def _named(*rows: tuple[str, float, float, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "easting_m", "northing_m", "settled"])


def _placed(places: pd.DataFrame, **more: object) -> list[tuple[str, float, float]]:
    """Names of 20 px on a sheet of 100 by 100, in lines of 10: a pixel to the metre."""
    box = (0.0, 0.0, 100.0, 100.0)
    found = place(places, lambda x, y: (x, y), box, lambda _: 20.0, 10, **more)
    return [(label.name, label.x, label.y) for label in found]


@pytest.mark.parametrize(
    ("x", "y", "at"),
    [
        (50, 50, (65.5, 50)),  # right of its dot, where there is room
        (75, 50, (59.5, 50)),  # else left
        (50, 95, (50, 85.5)),  # a line stands a line off the foot: above
        (50, 90, (65.5, 90)),
        (50, 5, (50, 14.5)),  # and off the top: below
    ],
)
def test_a_name_stands_right_of_its_dot_else_where_there_is_room(x: int, y: int, at: tuple) -> None:
    found = _placed(_named(("A", x, y, True)))
    assert found == [("A", *at)]


def test_names_do_not_collide() -> None:
    """B lies under A's name; C is free; D meets C to the right and stands to the left of its dot."""
    given = [("A", 20, 50, True), ("B", 35, 50, True), ("C", 50, 80, True), ("D", 45, 80, True)]
    found = _placed(_named(*given))
    assert [name for name, *_ in found] == ["A", "B", "C", "D"]
    assert ("D", 45 - 15.5, 80) in found
    # A gives way to the dot of B, which comes next; alone it would stand to the right.
    assert found[0] == ("A", 20, 40.5)
    assert _placed(_named(given[0]))[0] == ("A", 35.5, 50)


def test_no_more_names_than_asked_for() -> None:
    given = _named(("A", 20, 20, True), ("B", 20, 50, True), ("C", 20, 80, True))
    assert [name for name, *_ in _placed(given, most=2)] == ["A", "B"]


def test_greys_are_grey_and_apart() -> None:
    fills = [fills_of(MapView(), 5, "print")[code].colour for code in range(5)]
    levels = [int(fill[1:3], 16) for fill in fills]
    assert all(fill[1:3] == fill[3:5] == fill[5:7] for fill in fills)
    assert min(np.diff(levels)) >= 40
    assert STYLES == ("light", "print", "safe")


@pytest.mark.parametrize(
    "wrong",
    [{"style": "loud"}, {"shape": "star"}, {"width_px": 10}, {"width_px": 8000, "height_px": 8000}],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(tmp_path: Path, wrong: dict) -> None:
    with pytest.raises(BadInputError):
        draw_static(MapView(geography="region"), tmp_path / "map.png", **wrong)
    assert not (tmp_path / "map.png").exists()


def test_areas_are_hatched_from_5_to_95_per_cent_in_the_place_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Chances typed by hand: six neighbourhoods of Blackpool, and one of Westminster."""
    table = area_table("lsoa21").copy()
    blackpool = table.index[table["lad24_code"] == "E06000009"]
    elsewhere = table.index[table["lad24_code"] == "E09000033"][0]
    table["prob_true_fifth_1"] = 0.0
    chances = [0.0499, 0.05, 0.5, 0.95, 0.9501, np.nan]
    table.loc[blackpool[:6], "prob_true_fifth_1"] = chances
    table.loc[elsewhere, "prob_true_fifth_1"] = 0.5
    monkeypatch.setattr("layers.pictures.areas.area_table", lambda level: table)
    made = drawn_of(BLACKPOOL, hatched=True, hexagonal=False)
    assert made.index.tolist() == blackpool.tolist()
    assert made.index[made.unsure].tolist() == blackpool[1:4].tolist()
    assert not drawn_of(BLACKPOOL, hatched=False, hexagonal=False).unsure.any()


def test_hatching_stays_inside_the_areas_that_are_uncertain() -> None:
    """Three squares of 100 m in a row, the middle one uncertain, 1 m to the pixel."""
    squares = np.array([shapely.box(x, 0, x + 100, 100) for x in (0, 100, 200)], dtype=object)
    uncertain = np.array([False, True, False])
    codes = np.zeros(3, np.uint8)
    drawn = Drawn(squares, codes, uncertain, pd.Index(["A", "B", "C"]), hexagonal=True)
    frame = Frame(0, 0, 400, 100, (0, 0, 400, 100))
    with drawing():
        sheet = new_sheet(400, 100, "#ffffff")
        axes = sheet.window(0, 0, 400, 100)
        axes.set_xlim(0, 400)
        axes.set_ylim(0, 100)
        draw_areas(axes, frame, MapView(), drawn, {0: Fill("#c0c0c0")}, 1)
        held = BytesIO()
        sheet.figure.savefig(held, format="png", dpi=PX_PER_INCH)
    dark = np.asarray(Image.open(held).convert("L")) < 160
    assert dark.shape == (100, 400)
    # The borders of the squares, 4 px round each side, do not count.
    shares = [float(dark[4:96, x + 4 : x + 96].mean()) for x in (0, 100, 200, 300)]
    assert shares[0] == shares[2] == shares[3] == 0
    assert 0.1 < shares[1] < 0.4


def test_nine_classes_have_nine_looks_in_grey(tmp_path: Path) -> None:
    """Stripes, dots or nothing on three greys, on the map and in the key."""
    view = MapView(geography="msoa21", mode="both", within="E08000035")
    looks = fills_of(view, 9, "print")
    assert len({(looks[code].colour, looks[code].pattern) for code in range(9)}) == 9
    inked = {}
    for code in range(9):
        sheet = new_sheet(300, 300, "#ffffff")
        swatch(sheet, looks[code], 20, 20)
        held = BytesIO()
        sheet.figure.savefig(held, format="png", dpi=PX_PER_INCH * 4)
        pixels = np.asarray(Image.open(held).convert("L"))[88:118, 88:138]
        inked[code] = (int(np.median(pixels[pixels > 40])), float((pixels < 40).mean()))
    for row in range(3):
        stripes, dots, plain = (inked[3 * row + at][1] for at in range(3))
        assert stripes > 0.1
        assert 0.02 < dots < stripes
        assert plain == 0


def test_the_title_of_a_map_of_reach_is_of_what_it_colours() -> None:
    def title(show: str) -> str:
        asked = ReachOptions(show=cast("Shown", show))
        return title_sentence(with_reach(MapView(), within="E12000003", options=(asked,)))

    assert "in the likely lowest fifth" in title("gaps")
    view = with_reach(MapView(), within="E12000003", options=(ReachOptions(show="tiers"),))
    none = next(row for row in legend_of(view, read_packs())["rows"] if row["code"] == 0)["areas"]
    for show in ("tiers", "catchment", "gravity"):
        assert "lowest fifth" not in title(show)
        assert title(show).startswith(f"{none} of the 3,355 neighbourhoods in Yorkshire")
    assert "for 1,000 young people" in title("catchment")


@pytest.mark.parametrize(
    ("show", "unit"),
    [
        ("gaps", ""),
        ("tiers", ""),
        ("catchment", "Sites for 1,000 young people of their catchments (E2SFCA)"),
        ("gravity", "Sites, each divided by its distance in km (gravity)"),
    ],
)
def test_a_legend_of_scores_has_its_unit(tmp_path: Path, show: str, unit: str) -> None:
    asked = ReachOptions(show=cast("Shown", show))
    view = with_reach(MapView(), within="E06000009", options=(asked,))
    assert legend_of(view, read_packs())["unit"] == unit
    draw_static(view, tmp_path / "map.svg")
    assert unit in " ".join(texts_of(tmp_path / "map.svg"))


def texts_of(path: Path) -> list[str]:
    root = ET.parse(path).getroot()
    return ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]


def test_a_title_counts_the_new_sites_that_there_are() -> None:
    tested = SitingOptions(demand="cold")
    durham = with_reach(MapView(), "sites", within="E06000047", options=(tested,))
    assert len(siting_of(durham).sites) == 1
    assert title_of(durham).startswith("The best one of the schools and colleges for new sites (3")
    two = with_reach(MapView(), "sites", within="E12000003", options=(SitingOptions(add=2),))
    assert title_of(two) == "The best 2 of the schools and colleges for new sites"
    none = title_of(with_reach(MapView(), "sites", within="E06000009", options=(tested,)))
    assert none == "None of the schools and colleges would bring anyone else into range"


def test_one_site_picked_by_hand_is_one() -> None:
    tested = SitingOptions(demand="cold")
    durham = with_reach(MapView(), "sites", within="E06000047", options=(tested,))
    (best,) = siting_of(durham).sites.index
    asked = SitingOptions(demand="cold", picked=(str(siting_of(durham).sites["site"].iloc[0]),))
    said = reading_of(with_reach(durham, "sites", options=(asked,)))
    assert best is not None
    assert "The 1 site picked by hand comes to" in " ".join(said)


def test_a_place_is_named_by_its_settlements_the_main_one_first() -> None:
    for code, first, also in (
        ("E06000009", "Blackpool", "Bispham"),
        ("E12000002", "Liverpool", "Carlisle"),
        ("E06000065", "Ripon", "Whitby"),
        ("W06000011", "Swansea", "Gorseinon"),
        ("S12000049", "Glasgow", "Castlemilk"),
        ("N09000005", "Derry", "Strabane"),
    ):
        found = candidates(MapView(within=code))
        assert found["name"].iloc[0] == first
        assert also in set(found["name"])
        assert found["name"].is_unique
    # A village that has room is no landmark of a region.
    assert "Wooler" not in set(candidates(MapView(within="E12000001"))["name"])
    assert "Hull" in set(candidates(MapView())["name"])
    assert not {"Cardiff", "Belfast"} & set(candidates(MapView())["name"])


def test_the_few_areas_of_most_concern_are_named_first(tmp_path: Path) -> None:
    london = MapView(geography="lad24", within="E12000007")
    assert candidates(london)["name"].iloc[0] == "Havering"
    draw_static(london, tmp_path / "map.svg")
    assert "Havering" in texts_of(tmp_path / "map.svg")
    # Many of them say nothing about one: then the boroughs with most people come first.
    many = candidates(replace(london, classes="own", limits=(60.0,)))
    assert many["name"].tolist()[:3] == ["Barnet", "Croydon", "Newham"]
    assert candidates(MapView(geography="lad24"))["name"].iloc[0] == "London"


def settled(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    named = pd.DataFrame(rows, columns=["name", "easting_m", "northing_m", "lead"])
    return named.assign(settled=named["lead"] > 0)


@pytest.mark.parametrize(
    ("away", "lead", "left"),
    [
        # Near and much smaller; near and nearly as large; as small but farther off.
        (19.0, 30.0, ["Main"]),
        (19.0, 41.0, ["Main", "Other"]),
        (21.0, 30.0, ["Main", "Other"]),
        # The name of an area is no settlement's.
        (5.0, 0.0, ["Main", "Other"]),
    ],
)
def test_a_satellite_is_not_named_beside_its_main_settlement(
    away: float, lead: float, left: list[str]
) -> None:
    places = settled(("Main", 100, 100, 100), ("Other", 100, 100 + away, lead))
    kept = without_satellites(places, lambda x, y: (x, y), 20)
    assert kept["name"].tolist() == left


def test_london_stands_without_its_satellites_and_they_where_it_is_not_shown(
    tmp_path: Path,
) -> None:
    def named(view: MapView) -> list[str]:
        draw_static(view, tmp_path / "map.svg")
        root = ET.parse(tmp_path / "map.svg").getroot()
        return ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]

    england = named(MapView(geography="utla23", indicator="he19_rate"))
    assert "London" in england
    assert "St Albans" not in england
    assert "St Albans" in named(MapView(geography="lad24", within="E12000006"))


def test_a_name_gives_way_to_a_number() -> None:
    places = _named(("City", 50.0, 50.0, False))
    box = (0.0, 0.0, 100.0, 100.0)

    def put(clear: list[tuple[float, float, float]]) -> list[float]:
        found = place(places, lambda x, y: (x, y), box, lambda _: 20.0, 10, clear=clear)
        return [label.y for label in found]

    assert put([]) == [50]
    assert put([(80, 50, 8)]) == [50]
    (moved,) = put([(50, 50, 8)])
    assert abs(moved - 50) > 8 + 5
    assert put([(50, 50, 8), (50, 36, 9), (50, 64, 9)]) != [50]
    assert put([(50, 50, 60)]) == []


def test_cold_spots_too_small_to_see_are_ringed_and_no_site_lies_on_them(tmp_path: Path) -> None:
    view = MapView(mode="cold", within="E07000244")
    draw_static(view, tmp_path / "map.svg")
    assert "Ringed: cold spots too small to" in " ".join(texts_of(tmp_path / "map.svg"))
    drawn = drawn_of(view, hatched=False, hexagonal=False)
    frame = frame_in(0, 0, 420, 290, drawn.ground)
    rings = rings_of(view, drawn, frame, 1)
    cold = drawn.shapes[drawn.codes <= 2]
    assert (len(cold), len(rings)) == (19, 3)
    discs = shapely.union_all([shapely.Point(x, y).buffer(radius) for x, y, radius in rings])
    # Each ring holds a whole zone; the others are large enough to be seen.
    ringed = cold[shapely.intersects(discs, cold)]
    assert shapely.contains(discs, ringed).all()
    zones = shapely.get_parts(shapely.union_all(cold))
    seen = zones[~shapely.intersects(discs, zones)]
    assert (np.sqrt(shapely.area(seen)) / frame.m_per_px >= 9).all()
    sites = sites_drawn(view)
    kept = outside(sites, rings)
    gone = sites.drop(kept.index)
    assert len(gone)
    assert shapely.intersects_xy(discs, gone["easting_m"], gone["northing_m"]).all()
    assert not shapely.intersects_xy(discs.buffer(-50), kept["easting_m"], kept["northing_m"]).any()


def test_from_afar_zones_are_circles_whose_areas_show_their_young_people(tmp_path: Path) -> None:
    view = MapView(mode="cold", within="E12000001")
    drawn = drawn_of(view, hatched=False, hexagonal=False)
    circles = circles_of(view, drawn, 1)
    table, zone = area_table("lsoa21"), kind_of(view).zones(view)
    here = table.index[(table["region_code"] == "E12000001")]
    young = table.loc[here, "young_people"].groupby(zone.reindex(here)).sum().drop("")
    assert circles["young_people"].sort_index().tolist() == young.sort_index().tolist()
    assert circles["young_people"].is_monotonic_decreasing
    large = circles[circles["young_people"] > 200]
    assert np.allclose((large["radius_px"] / 5.2) ** 2, large["young_people"] / 1000)
    assert circles["radius_px"].min() >= 2
    draw_static(view, tmp_path / "far.svg")
    assert "Zone with 1,000 young people" in " ".join(texts_of(tmp_path / "far.svg"))
    # Near enough to see its neighbourhoods, or as hexagons, a place has no circles.
    near = MapView(mode="cold", within="E06000009")
    shown = drawn_of(near, hatched=False, hexagonal=False)
    assert circles_of(near, shown, 1).empty
    assert circles_of(view, replace(drawn, hexagonal=True), 1).empty
    assert circles_of(MapView(within="E12000001"), drawn, 1).empty


@pytest.mark.parametrize(("size", "sites"), [((1080, 1920), 0), ((300, 420), 0), ((640, 450), 0)])
def test_a_region_has_its_circles_on_every_sheet(
    size: tuple[int, int], sites: int, tmp_path: Path
) -> None:
    view = MapView(mode="cold", within="E12000002")
    draw_static(view, tmp_path / "map.svg", width_px=size[0], height_px=size[1])
    text = " ".join(texts_of(tmp_path / "map.svg"))
    assert "Zone with 1,000 young people" in text
    assert text.count("Universities") == sites


def test_a_subtitle_too_long_for_its_lines_loses_whole_sentences() -> None:
    text = "One two three. Four five six. Seven."
    wide = width_of("One two three.", 10) + 1
    assert fitted(text, 10, wide, 3) == ["One two three.", "Four five six.", "Seven."]
    assert fitted(text, 10, wide, 2) == ["One two three.", "Four five six."]
    assert fitted(text, 10, wide, 1) == ["One two three."]
    # The first sentence is whole, however many lines it takes.
    assert fitted(text, 10, width_of("three.", 10) + 1, 1) == ["One", "two", "three."]


@pytest.mark.parametrize("size", [(300, 420), (1080, 1080), (1080, 1350), (1080, 1920), (640, 450)])
def test_no_subtitle_breaks_off_in_a_sentence(size: tuple[int, int], tmp_path: Path) -> None:
    view = MapView(mode="cold", within="E12000006")
    draw_static(view, tmp_path / "map.svg", width_px=size[0], height_px=size[1])
    above = texts_of(tmp_path / "map.svg")
    head = " ".join(above[: above.index("neighbourhoods")])
    assert head.endswith(".")
    assert "rarely show by chance: GCSE leavers 2010 to 2014." in head


@pytest.mark.parametrize(
    ("size", "unit"),
    [((640, 450), 1), ((1200, 675), 1.5), ((300, 420), 0.7), ((440, 630), 1),
     ((1080, 1920), 1080 / 440), ((1080, 1350), 1350 / 630), ((1100, 1000), 1100 / 640), ((1099, 1000), 1000 / 630)],
)  # fmt: skip
def test_letters_are_larger_on_what_is_looked_at_on_a_phone(
    size: tuple[int, int], unit: float
) -> None:
    """A story on a phone 360 px wide has a headline of 14 px; it had 10."""
    assert new_map_sheet(*size, "#ffffff").unit == pytest.approx(unit, abs=0.001)
    assert 17 * new_map_sheet(1080, 1920, "#ffffff").unit / 3 > 13.9


def test_cold_spots_that_are_seen_are_not_ringed(tmp_path: Path) -> None:
    draw_static(replace(BLACKPOOL, mode="cold"), tmp_path / "map.svg")
    draw_static(MapView(mode="cold"), tmp_path / "all.svg")
    for name in ("map", "all"):
        assert "Ringed" not in " ".join(texts_of(tmp_path / f"{name}.svg"))


@pytest.mark.parametrize(
    ("view", "maps"),
    [
        (MapView(geography="lad24", within="E12000002", look="many"), 6),
        (MapView(within="E06000009", look="many"), 6),
        (MapView(mode="cold", within="E06000009", look="many"), 6),
        (with_reach(MapView(), within="E06000009", look="many"), 4),
    ],
)
def test_small_maps_are_drawn_beside_each_other(tmp_path: Path, view: MapView, maps: int) -> None:
    shown = small_maps(view)
    assert len(shown) == len({one.to_query() for one, _ in shown}) == maps
    draw_static(view, tmp_path / "many.svg")
    draw_static(replace(view, look="map"), tmp_path / "one.svg")
    text = " ".join(texts_of(tmp_path / "many.svg"))
    assert text.startswith(f"{maps} maps of ")
    for _, item in shown:
        assert item["title"] in text
        assert item["period"][:20] in text
    assert (tmp_path / "many.svg").read_bytes() != (tmp_path / "one.svg").read_bytes()


@pytest.mark.parametrize(
    ("wide", "high", "spare"),
    [(50, 200, 137.0), (50, 63, 0.0), (50, 64, 1.0), (200, 100, 0.0)],
)
def test_the_key_moves_up_by_what_maps_leave_empty(wide: int, high: int, spare: float) -> None:
    # A square ground in a cell: its window is as high as it is wide, and 6 per cent for air.
    cells = [(0.0, 0.0, float(wide), float(high))] * 2
    assert multiples._spare([(0, 0, 100, 100)] * 2, cells, 10.0) == pytest.approx(spare)
