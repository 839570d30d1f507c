"""Insets of conurbations: which are drawn, where, and how large."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.areas import area_table
from geo.coldspots import ColdSpotQuery, find_all
from layers.exports import read_link, write_view
from layers.pictures import insets
from layers.pictures.areas import Drawn, _chosen_zone, drawn_of
from layers.view import MapView


def test_conurbations_are_in_the_order_of_their_people() -> None:
    names = [name for name, _ in insets.conurbations()]
    assert names[:3] == ["London", "West Midlands", "Greater Manchester"]
    people = area_table("cauth25")["population"]
    assert people.loc["E47000007"] > people.loc["E47000001"]
    # Counties with a mayor are no conurbation: York and North Yorkshire has 8,300 square kilometres.
    assert "York and North Yorkshire" not in names
    assert {"Glasgow City", "Cardiff"} < set(names)


def squares(side_m: float, count: int) -> Drawn:
    """Squares in a row round the middle of London, in three classes by turns."""
    middle = shapely.centroid(dict(insets.conurbations())["London"])
    shapes = np.array(
        [
            shapely.box(
                middle.x + side_m * number,
                middle.y,
                middle.x + side_m * (number + 1),
                middle.y + side_m,
            )
            for number in range(count)
        ]
        + [shapely.box(0, 0, 10, 10), shapely.box(650_000, 650_000, 650_010, 650_010)],
        dtype=object,
    )
    none = np.zeros(len(shapes), bool)
    classes = (np.arange(len(shapes)) % 3).astype(np.uint8)
    return Drawn(shapes, classes, none, pd.RangeIndex(len(shapes)), False)


@pytest.mark.parametrize(
    ("side_m", "count", "found"),
    [(499, 5, True), (501, 5, False), (499, 4, False)],
)
def test_areas_are_specks_under_five_pixels_and_at_least_five(
    side_m: float, count: int, found: bool
) -> None:
    names = [name for name, _ in insets.specks(squares(side_m, count), 100.0, 1.0)]
    assert ("London" in names) == found


def test_a_conurbation_that_lies_partly_beyond_the_map_is_left_out() -> None:
    drawn = drawn_of(MapView(within="E12000002"), hatched=False, hexagonal=False)
    names = [name for name, _ in insets.specks(drawn, 500.0, 1.0)]
    assert "Greater Manchester" in names
    assert "London" not in names
    assert "West Yorkshire" not in names


def test_room_is_made_only_where_the_map_hardly_shrinks() -> None:
    tall, wide = (0, 0, 100_000, 300_000), (0, 0, 300_000, 100_000)
    box = (10.0, 20.0, 400.0, 300.0)
    found = insets.room_beside(box, tall, 1.0)
    assert found is not None
    (left, top, width, height), column = found
    assert (left, top, height) == (10.0, 20.0, 300.0)
    assert column[0] + column[2] == pytest.approx(410.0)
    assert column[0] - (left + width) == pytest.approx(12.0)
    assert 118 <= column[2] <= 190
    assert insets.room_beside(box, wide, 1.0) is None
    assert insets.room_beside((10.0, 20.0, 120.0, 300.0), tall, 1.0) is None
    assert insets.room_beside((10.0, 20.0, 400.0, 77.0), tall, 1.0) is None


def test_insets_lie_in_their_column_and_are_larger_than_the_map() -> None:
    column = (500.0, 50.0, 150.0, 400.0)
    grounds = [(f"Place {number}", (0, 0, 40_000, 30_000)) for number in range(5)]
    found = insets.insets_in(column, grounds, 1_000.0, 1.0)
    assert [inset.name for inset in found] == ["Place 0", "Place 1", "Place 2"]
    edges = [
        (one.frame.left, one.frame.top, one.frame.left + one.frame.width,
         one.frame.top + one.frame.height)
        for one in found
    ]  # fmt: skip
    assert all(left >= 500 and right <= 650 for left, _, right, _ in edges)
    assert all(top >= 50 and bottom <= 450 for _, top, _, bottom in edges)
    assert all(one[3] < other[1] for one, other in pairwise(edges))
    assert insets.insets_in(column, grounds, 300.0, 1.0) == []
    least = insets.insets_in(column, grounds[:1], 1_000.0, 1.0)
    assert 1_000 / least[0].frame.m_per_px >= 1.8


def test_nothing_is_put_into_a_column_without_conurbations() -> None:
    assert insets.insets_in((0, 0, 150.0, 400.0), [], 1_000.0, 1.0) == []


def test_an_inset_in_one_class_is_not_drawn() -> None:
    drawn = squares(400, 60)
    for others, found in ((0, False), (2, False), (3, True)):
        codes = np.zeros(len(drawn.shapes), np.uint8)
        codes[:others] = 3
        names = [name for name, _ in insets.specks(replace(drawn, codes=codes), 100.0, 1.0)]
        assert ("London" in names) == found, others
    # Three of sixty are one in twenty; of more they are too few.
    drawn = squares(200, 80)
    codes = np.zeros(len(drawn.shapes), np.uint8)
    codes[:3] = 3
    assert not insets.specks(replace(drawn, codes=codes), 100.0, 1.0)


def circles(*at: tuple[float, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(at, columns=["easting_m", "northing_m", "young_people"])
    return table.assign(radius_px=3.0, code=0)


def test_a_crowd_of_circles_has_an_inset_of_its_own() -> None:
    column = (500.0, 50.0, 150.0, 400.0)
    near = [(300_000.0 + 3_000 * at, 600_000.0, 100.0) for at in range(5)]
    far = [(100_000.0 * at, 100_000.0, 300.0) for at in range(1, 6)]
    found = insets.crowd(column, circles(*near, *far), 1_000.0, 1.0, lambda at: "Here")
    (inset,) = found
    assert (inset.name, inset.circled) == ("Here", True)
    west, south, east, north = inset.frame.ground
    assert all(west <= x <= east and south <= y <= north for x, y, _ in near)
    assert (east + west) / 2 == pytest.approx(306_000)
    assert 3.5 <= 1_000 / inset.frame.m_per_px <= 4.0
    # Four are no crowd, nor are five with less than a quarter of the people.
    assert not insets.crowd(column, circles(*near[1:], *far), 1_000.0, 1.0, lambda at: "")
    more = [(x, y, 301.0) for x, y, _ in far]
    assert not insets.crowd(column, circles(*near, *more), 1_000.0, 1.0, lambda at: "")


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ("with=cold&level=dz11&in=S92000003", ["Around Glasgow"]),
        ("with=cold&level=soa01&by=threshold&in=N92000002", ["Belfast"]),
        ("level=msoa21", ["London"]),
        ("in=E06000009", []),
    ],
)
def test_a_picture_names_its_insets(link: str, names: list[str], tmp_path: Path) -> None:
    view, _ = read_link(link)
    write_view(view, tmp_path / "one.svg")
    root = ET.parse(tmp_path / "one.svg").getroot()
    said = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]
    found = [said[at - 1] for at, text in enumerate(said) if text.endswith("times as large")]
    assert found == names


def test_a_chosen_zone_is_outlined_as_far_as_it_lies_on_the_map() -> None:
    view, _ = read_link("with=cold&in=E08000016&area=zone-E01007317")
    drawn = drawn_of(view, hatched=False, hexagonal=False)
    zone = find_all(ColdSpotQuery("lsoa21")).areas["zone_id"].reindex(drawn.index)
    (found,) = _chosen_zone(view, drawn)
    wanted = shapely.union_all(drawn.shapes[(zone == "zone-E01007317").to_numpy()])
    assert found.symmetric_difference(wanted).area < 1e-6 * wanted.area
    assert not len(_chosen_zone(replace(view, select=""), drawn))
    assert not len(_chosen_zone(replace(view, select="E01007317"), drawn))
