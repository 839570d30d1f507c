"""The map to draw on: what it shows, and the patch that drawn corners give."""

from __future__ import annotations

import math
import re

import pyproj
import pytest
import shapely

from geo.areas import patch_members
from geo.errors import BadInputError
from geo.patch import outline_of
from geo.registry import MOST_POINTS, read_patch
from geo.tables import load
from layers.patches import drawing_board, drawn_outline, outline_note
from layers.patches.board import MOST_DRAWN

LINCOLN = "E07000138"
ROUND_LINCOLN = [[-0.65, 53.18], [-0.45, 53.18], [-0.45, 53.28], [-0.65, 53.28]]


def shape_of(path: str, board: dict) -> shapely.Geometry:
    """Read a path back into a shape in EPSG:27700."""
    turn = pyproj.Transformer.from_crs("EPSG:3857", "EPSG:27700", always_xy=True).transform
    rings = []
    for ring in re.findall(r"M(-?\d+) (-?\d+)l([^z]+)z", path):
        x, y = int(ring[0]), int(ring[1])
        numbers = [int(one) for one in ring[2].split()]
        points = [(x, y)]
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            points.append((x, y))
        east, north = board["origin"]
        step = board["step"]
        rings.append([turn(east + a * step, north - b * step) for a, b in points])
    return shapely.union_all([shapely.Polygon(ring).buffer(0) for ring in rings])


def test_the_board_shows_the_patch_where_it_lies() -> None:
    board = drawing_board(LINCOLN)
    drawn, whole = shape_of(board["patch"], board), outline_of(LINCOLN)
    assert drawn.symmetric_difference(whole).area < 0.02 * whole.area
    assert "Lincoln" in [name for name, _, _ in board["names"]]
    x, y = next((x, y) for name, x, y in board["names"] if name == "Lincoln")
    assert 0 < x < board["size"][0]
    assert 0 < y < board["size"][1]


def test_the_board_lies_round_a_place_that_is_looked_at() -> None:
    board = drawing_board("", (53.23, -0.54))
    assert board["patch"] == ""
    east, north = (
        board["origin"][0] + board["step"] * board["size"][0] / 2,
        board["origin"][1] - board["step"] * board["size"][1] / 2,
    )
    assert math.degrees(east / 6378137) == pytest.approx(-0.54, abs=0.005)
    up = math.degrees(2 * math.atan(math.exp(north / 6378137)) - math.pi / 2)
    assert up == pytest.approx(53.23, abs=0.005)


def test_the_whole_country_is_light_and_has_no_small_borders() -> None:
    board = drawing_board("")
    assert board["fine"] == ""
    assert len(board["districts"]) < 600_000
    assert {name for name, _, _ in board["names"]} >= {"London", "Birmingham"}


def test_a_drawn_outline_holds_those_whose_middle_lies_in_it() -> None:
    code, kept = drawn_outline(ROUND_LINCOLN)
    assert kept == 4
    middles = load("centroids_lsoa21")
    turn = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True).transform
    ring = shapely.Polygon([turn(*corner) for corner in ROUND_LINCOLN])
    inside = shapely.contains_xy(ring, middles["easting_m"], middles["northing_m"])
    members = patch_members(code)
    assert set(members.index[members["level"] == "lsoa21"]) == set(middles.index[inside])
    [part] = read_patch(code).shapes
    assert {tuple(corner) for corner in ROUND_LINCOLN} == set(part.corners)


def test_many_corners_are_thinned_to_what_an_address_holds() -> None:
    turns = [2 * math.pi * at / 200 for at in range(200)]
    code, kept = drawn_outline(
        [[-0.54 + 0.2 * math.cos(turn), 53.23 + 0.12 * math.sin(turn)] for turn in turns]
    )
    assert 20 < kept <= MOST_POINTS
    assert len(code) < 400
    assert outline_note(200, kept) == (
        f"The outline was added, with {kept} of its 200 corners: an address has room for 60."
    )


@pytest.mark.parametrize(
    ("corners", "said"),
    [
        (None, "has no corners"),
        (ROUND_LINCOLN[:2], "has 2 corners"),
        ([[-0.5, 53.2]] * (MOST_DRAWN + 1), "has 301 corners"),
        ([*ROUND_LINCOLN[:2], "ab"], "no place on the map"),
        ([*ROUND_LINCOLN[:2], [-0.5, float("nan")]], "no place on the map"),
        ([*ROUND_LINCOLN[:2], [-0.5, True]], "no place on the map"),
        ([ROUND_LINCOLN[0], ROUND_LINCOLN[2], ROUND_LINCOLN[1], ROUND_LINCOLN[3]], "crosses"),
        ([[1.5, 53.5], [1.6, 53.5], [1.6, 53.6]], "Nobody's neighbourhood"),
    ],
)
def test_what_is_no_outline_is_refused(corners: object, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        drawn_outline(corners)
