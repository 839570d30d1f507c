"""Motorways of the user's own cache: ready to draw, numbered, packed for the browser and cut."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from geo.arrays import Ints
from geo.errors import IntegrityError
from geo.fetch.cache import note
from geo.packs import cut_lines, pack_lines, read_pack, to_cells
from geo.packs.codec import decode_integers, unfold
from geo.places import motorway_sources, motorways, number_points
from tests.geo.publishers.test_motorways import IRISH, NAME, line, written


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The raw files of a cache of one's own, with nothing in it."""
    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path))
    return tmp_path / "raw"


def link(road: str, *vertices: tuple[float, float]) -> tuple[dict[str, str], dict[str, object]]:
    return {"road": road, "form": "Dual Carriageway"}, line(*vertices)


def test_without_a_copy_there_are_none(raw: Path) -> None:
    assert motorways() is None
    assert motorway_sources() == []
    # A copy that comes is seen at once, and one that goes is gone.
    written(raw, NAME, [link("M6", (0, 0), (9_000, 0))])
    assert [one.id for one in motorway_sources()] == [NAME]
    found = motorways()
    assert found is not None
    assert found["road"].tolist() == ["M6"]
    (raw / motorway_sources()[0].file).unlink()
    assert motorways() is None


def test_links_of_a_road_become_lines_as_long_as_they_come(raw: Path) -> None:
    written(
        raw,
        NAME,
        [
            link("M6", (2_000, 0), (5_000, 0)),
            # A bend of 30 m is drawn straight; one of 300 m is not.
            link("M6", (5_000, 0), (6_000, 30), (7_000, 0)),
            link("M6", (7_000, 0), (8_000, 300), (9_000, 0)),
            link("M6", (90_000, 0), (91_000, 0)),
            link("M1", (2_000, 10), (2_000, 900)),
        ],
    )
    found = motorways()
    assert found is not None
    assert found["road"].tolist() == ["M1", "M6", "M6"]
    assert [shape.wkt for shape in found["geometry"]] == [
        "LINESTRING (2000 10, 2000 900)",
        "LINESTRING (2000 0, 7000 0, 8000 300, 9000 0)",
        "LINESTRING (90000 0, 91000 0)",
    ]


def test_both_islands_are_put_together(raw: Path) -> None:
    written(raw, NAME, [link("M1", (430_000, 300_000), (430_000, 390_000))])
    section = {"section": "7060M0001_01"}
    written(raw, IRISH, [(section, line((-5.95, 54.60), (-6.50, 54.47)))])
    found = motorways()
    assert found is not None
    # Two roads of one name stay two lines, the longest first.
    assert found["road"].tolist() == ["M1", "M1"]
    assert shapely.length(found["geometry"].to_numpy()).round(-3).tolist() == [90_000, 38_000]
    assert [one.id for one in motorway_sources()] == [NAME, IRISH]


def test_a_copy_that_was_changed_is_refused(raw: Path) -> None:
    written(raw, NAME, [link("M6", (0, 0), (9_000, 0))])
    file = motorway_sources()[0].file
    note(raw.parent, NAME, {"files": {file: "0" * 64}, "on": "2026-12-01"})
    with pytest.raises(IntegrityError, match="not the one recorded on 2026-12-01"):
        motorways()


# Numbers


def roads(*lines: tuple[str, LineString]) -> pd.DataFrame:
    names, shapes = zip(*lines, strict=True)
    return pd.DataFrame({"road": names, "geometry": list(shapes)})


def test_a_long_road_has_its_number_in_the_middle_first() -> None:
    found = number_points(roads(("M6", LineString([(0, 0), (300_000, 0)]))))
    first = found[found["from_zoom"] == 7]
    assert first["easting_m"].tolist() == [149_750]
    assert set(found["name"]) == {"M6"}
    assert found["from_zoom"].is_monotonic_increasing
    assert found["from_zoom"].max() == 12


def test_a_short_road_waits_for_a_nearer_zoom() -> None:
    # At zoom 9 numbers stand 39 km apart: a quarter of that is 9.8 km.
    long, short = (LineString([(0, at), (length, at)]) for at, length in ((0, 9_800), (1, 9_700)))
    found = number_points(roads(("M32", long), ("M49", short))).groupby("name")["from_zoom"].min()
    assert found.to_dict() == {"M32": 9, "M49": 10}


def test_two_carriageways_have_one_number() -> None:
    lines = [LineString([(0, at), (60_000, at)]) for at in (0, 30)]
    found = number_points(roads(("M5", lines[0]), ("M5", lines[1])))
    assert (found["from_zoom"] == 7).sum() == 1
    assert (found["from_zoom"] == 8).sum() == 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["M1", "M2"]),
            st.integers(0, 300), st.integers(0, 300), st.integers(1, 200),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_numbers_of_a_road_keep_apart_at_every_zoom(
    drawn: list[tuple[str, int, int, int]],
) -> None:
    lines = [
        (road, LineString([(x * 1e3, y * 1e3), ((x + long) * 1e3, y * 1e3)]))
        for road, x, y, long in drawn
    ]
    found = number_points(roads(*lines))
    for zoom in range(7, 13):
        for road, shown in found[found["from_zoom"] <= zoom].groupby("name"):
            on = shapely.union_all([shape for name, shape in lines if name == road])
            places = shown[["easting_m", "northing_m"]].to_numpy()
            assert (shapely.distance(on, shapely.points(places)) < 1e-6).all()
            for one, other in itertools.combinations(places, 2):
                assert np.hypot(*(one - other)) >= 20e6 / 2**zoom - 1e-6


# Packs


def unpacked(content: bytes) -> list[list[tuple[int, int]]]:
    """Take lines apart as the browser does."""
    header, parts = read_pack(content)
    counts = decode_integers(parts["counts"])
    x, y = (np.cumsum(unfold(decode_integers(parts[axis]))) for axis in "xy")
    assert header["lines"] == len(counts)
    cells = list(zip(x.tolist(), y.tolist(), strict=True))
    ends = np.cumsum(counts).tolist()
    return [cells[end - count : end] for count, end in zip(counts, ends, strict=True)]


def test_lines_are_packed_as_cells_and_cut_to_a_box() -> None:
    lines = np.array(
        [
            LineString([(400_000, 300_000), (401_000, 300_000), (402_000, 301_000)]),
            LineString([(500_000, 300_000), (501_000, 300_000)]),
        ]
    )
    packed = pack_lines(lines)
    whole = unpacked(packed)
    for cells, shape in zip(whole, lines, strict=True):
        assert cells == [tuple(cell) for cell in to_cells(shapely.get_coordinates(shape)).tolist()]

    def box(*corners: tuple[int, int]) -> tuple[Ints, Ints]:
        west, east = np.array(corners[0]), np.array(corners[1])
        return west, east

    (west, south), (east, north) = whole[0][0], whole[0][2]
    # A line that crosses the box has no vertex in it; one that ends a cell beside it goes.
    assert unpacked(cut_lines(packed, box((west + 9, south - 9), (west + 19, south)))) == [whole[0]]
    assert unpacked(cut_lines(packed, box((east, north), (east + 5, north)))) == [whole[0]]
    assert unpacked(cut_lines(packed, box((east + 1, north), (east + 5, north)))) == []
    assert unpacked(cut_lines(packed, box((west - 9, south + 50), (east, south + 90)))) == []
    assert unpacked(cut_lines(packed, box((-(10**7), -(10**8)), (10**7, 10**7)))) == whole


def test_a_folder_that_may_not_be_read_holds_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server may run for a user to whom the folder of caches is closed: no error of it."""
    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path))
    written(tmp_path / "raw", NAME, [link("M6", (0, 0), (9_000, 0))])
    assert len(motorway_sources()) == 1
    # Whoever runs the tests as root may read everything: the answer of the system is stood in for.
    monkeypatch.setattr("os.access", lambda *_: False)
    assert motorway_sources() == []
    assert motorways() is None
