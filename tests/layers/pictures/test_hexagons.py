"""Names on hexagons, and the constituencies' layout as a picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.cartogram import hexagons_at
from layers.browser.state import read_packs
from layers.pictures.areas import can_be_hexagons, drawn_of
from layers.pictures.frame import MARGIN, Frame
from layers.pictures.hexagons import names_in
from layers.pictures.hexagons.names import (
    LEAST_PX,
    NONE,
    contrast,
    hexagon_lines,
    hexagon_words,
    ink_on,
    shortened,
)
from layers.pictures.layout import Boxes, boxes_in
from layers.pictures.looks import INK, fills_of
from layers.pictures.render import draw_static
from layers.pictures.sheet import new_sheet, width_of
from layers.style.legend import legend_of
from layers.view import MapView

SVG = "{http://www.w3.org/2000/svg}"
LONDON = MapView(geography="lad24", within="E12000007")
SEATS = MapView(geography="pcon24", mode="nations", within="K02000001")


def texts(path: Path) -> list[str]:
    return ["".join(found.itertext()) for found in ET.parse(path).getroot().iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Hackney"], ["Hac"]),
        (["Harrow", "Haringey"], ["Harr", "Hari"]),
        (["Kingston upon Thames"], ["KT"]),
        (["Blackpool North and Fleetwood", "Brent North"], ["BNF", "BN"]),
        (["Leeds East", "Lincoln East"], ["LeE", "LiE"]),
        (["Leeds 021B", "Bradford 021B"], ["L021B", "B021B"]),
        (["Ynys Môn"], ["YM"]),
        (["Of"], ["Of"]),
    ],
)
def test_names_are_shortened_by_the_rule(names: list[str], short: list[str]) -> None:
    assert shortened(names) == short


def test_short_names_of_all_constituencies_differ() -> None:
    from geo.areas import area_table

    names = area_table("pcon24")["area_name"].tolist()
    assert len(set(shortened(names))) == 650


def one_hexagon(across: float) -> tuple[np.ndarray, Frame]:
    """A hexagon of a width in pixels: a metre to the pixel."""
    return hexagons_at(np.array([[0.0, 0.0]]), across), Frame(0, 0, 100, 100, (0, 0, 100, 100))


@pytest.mark.parametrize("across", [20, 40, 80, 160])
def test_letters_stay_inside_their_hexagon(across: float) -> None:
    shapes, frame = one_hexagon(across)
    found = names_in(shapes, pd.Index(["A"]), ["Hammersmith and Fulham"], frame, 1)
    lines = found.lines["A"]
    assert found.size_px >= LEAST_PX
    assert found.short == ({} if across > 40 else {"HF": "Hammersmith and Fulham"})
    tall = 1.12 * found.size_px
    for number, text in enumerate(lines):
        middle = (number - (len(lines) - 1) / 2) * tall
        half = width_of(text, found.size_px) / 2
        box = shapely.box(-half, middle - tall / 2, half, middle + tall / 2)
        assert shapely.contains(shapes[0], box)


def test_no_name_is_written_too_small_to_read() -> None:
    shapes, frame = one_hexagon(12)
    assert names_in(shapes, pd.Index(["A"]), ["Hackney"], frame, 1) == NONE
    # The same hexagon on a sheet of half the unit: letters may be half as large.
    assert names_in(shapes, pd.Index(["A"]), ["Hackney"], frame, 0.5).lines == {"A": ["Hac"]}


@pytest.mark.parametrize("style", ["light", "print", "safe"])
def test_letters_stand_out_from_every_class(style: str) -> None:
    for view in (LONDON, replace(LONDON, indicator="iod25_score"), SEATS):
        for look in fills_of(view, 5, style).values():
            assert contrast(ink_on(look.colour), look.colour) >= 4, look
    assert (ink_on("#ffffff"), ink_on("#000000")) == (INK, "#ffffff")


def test_the_key_and_the_description_explain_every_short_name(tmp_path: Path) -> None:
    draw_static(LONDON, tmp_path / "map.svg", shape="hex", width_px=520, height_px=390)
    written = texts(tmp_path / "map.svg")
    told = ET.parse(tmp_path / "map.svg").getroot().find(f"{SVG}desc").text or ""
    assert "Waltham" in written
    assert "HF" in written
    assert "HF: Hammersmith and Fulham" in told
    assert "HF: Hammersmith and Fulham" in " ".join(written)
    assert any(line.startswith("Each hexagon is one local authority district") for line in written)


def test_a_long_key_is_left_to_the_description() -> None:
    from layers.pictures.hexagons import HexNames

    many = HexNames({}, 7, {f"A{at}": f"Area {at}" for at in range(25)})
    assert "A7: Area 7" not in " ".join(hexagon_lines("district", many))
    assert "A7: Area 7" in hexagon_words("district", many)
    few = HexNames({}, 7, dict(list(many.short.items())[:24]))
    assert "A7: Area 7" in hexagon_lines("district", few)[1]


def test_the_kingdom_is_drawn_with_the_names_of_its_regions(tmp_path: Path) -> None:
    draw_static(SEATS, tmp_path / "map.svg", shape="hex", width_px=720, height_px=900)
    written = " ".join(texts(tmp_path / "map.svg"))
    for name in ("Scotland", "Wales", "London", "South West", "Northern Ireland"):
        assert name in written


def laid_out(
    view: MapView, width: int, height: int, title: str = "A headline of a line"
) -> tuple[Boxes, Frame, float, float]:
    """Return the layout, and how wide a hexagon and the sheet's unit are, in pixels."""
    sheet = new_sheet(width, height, "#ffffff")
    legend = legend_of(view, read_packs()) | {
        "ringed": None, "circled": None, "undrawn": "", "drawn": []
    }  # fmt: skip
    drawn = drawn_of(view, hatched=False, hexagonal=True)
    boxes, frame = boxes_in(sheet, legend, (title, "Below it."), height - 40, drawn)
    left, _, right, _ = shapely.bounds(drawn.shapes[0])
    return boxes, frame, (right - left) / frame.m_per_px, sheet.unit


LONG = "In the lowest fifth of their own nation: " + "some seats in one and others, " * 4


@pytest.mark.parametrize("title", ["A headline of a line", LONG])
def test_all_seats_of_the_kingdom_fill_a_sheet_of_column_width(title: str) -> None:
    boxes, frame, across, _ = laid_out(SEATS, 640, 450, title)
    assert boxes.head is not None
    # Below such a headline they were under 7 pixels wide.
    assert across >= 8.6
    # The map begins beside headline and key, and all of it is on the sheet.
    assert boxes.map[0] >= boxes.legend[0] + max(boxes.legend[2], boxes.head)
    assert boxes.map[0] + boxes.map[2] <= 640 - MARGIN
    west, south, east, north = drawn_of(SEATS, hatched=False, hexagonal=True).ground
    left, top = frame.to_px(west, north)
    right, bottom = frame.to_px(east, south)
    assert boxes.map[0] <= left < right <= boxes.map[0] + boxes.map[2]
    assert boxes.map[1] <= top < bottom <= boxes.map[1] + boxes.map[3]


def test_hexagons_that_would_not_be_larger_keep_the_headline_above() -> None:
    # London is as wide as it is high; a column for its headline would take from its width.
    assert laid_out(LONDON, 640, 450)[0].head is None
    assert laid_out(SEATS, 540, 960)[0].head is None
    # A headline too long for a column stands above, too.
    assert laid_out(SEATS, 640, 450, LONG * 4)[0].head is None


def test_what_hexagons_leave_out_is_not_in_their_legend(tmp_path: Path) -> None:
    england = MapView(geography="pcon24", indicator="iod25_score")
    assert len(drawn_of(england, hatched=False, hexagonal=True).shapes) == 543
    draw_static(england, tmp_path / "map.svg", shape="hex")
    assert not any("Not covered" in line for line in texts(tmp_path / "map.svg"))
    whole = replace(england, within="K02000001")
    assert len(drawn_of(whole, hatched=False, hexagonal=True).shapes) == 650
    draw_static(whole, tmp_path / "whole.svg", shape="hex")
    assert any("Not covered" in line for line in texts(tmp_path / "whole.svg"))


def test_hexagons_are_offered_where_they_can_be_drawn() -> None:
    assert can_be_hexagons(LONDON)
    assert can_be_hexagons(SEATS)
    assert not can_be_hexagons(replace(SEATS, geography="lad24"))
    assert can_be_hexagons(replace(SEATS, geography="lad24", within="S92000003"))
