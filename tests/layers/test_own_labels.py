"""An editor's labels: read, cleaned, refused, marked, and drawn beside each other at their place."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from pyproj import Transformer

from geo.errors import BadInputError, MisleadingError
from layers.browser import from_query, read_packs, state_of
from layers.exports import read_link, write_view
from layers.exports.html import page_of
from layers.pictures.frame import Frame
from layers.pictures.marks import draw_callouts
from layers.pictures.sheet import new_sheet
from layers.view import (
    LABEL_LENGTH,
    MOST_LABELS,
    MapView,
    OwnLabel,
    read_label,
    with_fitting_words,
    with_labels,
    with_measure,
)

SVG = "{http://www.w3.org/2000/svg}"
TOWER = "The Tower@53.8159,-3.0553"
BLACKPOOL = MapView(within="E06000009")


def texts(path: Path) -> list[str]:
    root = ET.parse(path).getroot()
    return ["".join(one.itertext()).strip() for one in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (TOWER, OwnLabel("The Tower", 53.8159, -3.0553)),
        ("a@b@51.5, -0.1", OwnLabel("a@b", 51.5, -0.1)),
        ("turned\u202e\x07 two\nlines@51.5,-0.1", OwnLabel("turned two lines", 51.5, -0.1)),
        ("one|two@51.5,-0.1", OwnLabel("one/two", 51.5, -0.1)),
        ("x" * LABEL_LENGTH + "@49,2.5", OwnLabel("x" * LABEL_LENGTH, 49.0, 2.5)),
    ],
)
def test_a_label_is_a_clean_text_and_a_place(written: str, read: OwnLabel) -> None:
    assert read_label(written) == read
    assert read_label(str(read)) == read


@pytest.mark.parametrize(
    "written",
    [
        "", "@53,-3", "No place", "Half@53.8", "Three@53.8,-3,1", "Words@here,there",
        "Not a number@nan,-3", "Boundless@inf,-3", "Paris@48.86,2.35", "South@48.99,0",
        "x" * (LABEL_LENGTH + 1) + "@53.8,-3",
    ],
)  # fmt: skip
def test_what_is_no_label_is_refused_and_left_out_of_an_address(written: str) -> None:
    with pytest.raises(BadInputError):
        read_label(written)
    view, notes = from_query({"level": "region", "labels": written})
    assert view.own.labels == ()
    assert len(notes) == bool(written)
    assert not any(written in note for note in notes if written)


def test_six_labels_are_the_most() -> None:
    six = with_labels(MapView(), [TOWER] * MOST_LABELS)
    again, notes = from_query(dict(parse_qsl(six.to_query())))
    assert (again, notes) == (six, [])
    with pytest.raises(BadInputError, match="7 labels would hide the map"):
        with_labels(MapView(), [TOWER] * (MOST_LABELS + 1))
    more, notes = from_query({"level": "lad24", "labels": "|".join([TOWER] * 7)})
    assert len(more.own.labels) == MOST_LABELS
    assert "more than 6 labels" in notes[0]


def test_labels_are_marked_and_leave_with_their_map() -> None:
    view = with_labels(MapView(geography="lad24"), [TOWER])
    assert view.own.mark() == "Labels: the editor's."
    assert with_fitting_words(view, with_measure(view, "iod25_score")).own.labels == ()
    assert with_fitting_words(view, replace(view, hatch=False)).own.labels == view.own.labels


def test_a_picture_has_the_label_its_mark_and_its_words_in_the_description(tmp_path: Path) -> None:
    view = with_labels(BLACKPOOL, [TOWER])
    write_view(view, tmp_path / "map.svg")
    said = texts(tmp_path / "map.svg")
    assert said.count("The Tower") == 1
    assert any(line.startswith("Labels: the editor's.") for line in said)
    # The address at the foot stays short; the map is the same without them.
    assert any(line.endswith("map ?in=E06000009") for line in said)
    told = ET.parse(tmp_path / "map.svg").getroot().find(f"{SVG}desc").text or ""
    assert told.endswith("Labels of the editor's: The Tower.")
    # Hexagons lie near their place and not on it: nothing is drawn, and nothing marked.
    write_view(view, tmp_path / "hex.svg", shape="hex")
    assert "Tower" not in (tmp_path / "hex.svg").read_text(encoding="utf-8")
    assert "the editor's" not in " ".join(texts(tmp_path / "hex.svg"))


def test_a_label_off_the_map_or_of_reach_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="'London' lies outside the map"):
        write_view(with_labels(BLACKPOOL, ["London@51.5,-0.1"]), tmp_path / "map.png")
    with pytest.raises(MisleadingError):
        write_view(with_labels(BLACKPOOL, ["They reach all@53.81,-3.05"]), tmp_path / "map.png")
    assert list(tmp_path.iterdir()) == []


def frame() -> Frame:
    """Return a window of 400 by 300 pixels round Blackpool, 50 m a pixel."""
    east, north = Transformer.from_crs(4326, 27700, always_xy=True).transform(-3.03, 53.81)
    return Frame(100, 50, 400, 300, (east - 10_000, north - 7_500, east + 10_000, north + 7_500))


def boxes_of(labels: list[str]) -> tuple[list[tuple[float, float, float, float]], list]:
    sheet = new_sheet(640, 450, "#ffffff")
    draw_callouts(sheet, frame(), [read_label(label) for label in labels])
    boxes = [patch.get_bbox().extents for patch in sheet.axes.patches if hasattr(patch, "get_xy")]
    lines = [line.get_xydata() for line in sheet.axes.lines]
    return [tuple(box) for box in boxes], lines


def test_labels_stand_on_the_map_beside_each_other_and_over_no_place() -> None:
    near = [f"A label of some length {at}@{53.80 + at / 300:.4f},-3.03" for at in range(6)]
    boxes, lines = boxes_of(near)
    assert len(boxes) == 6
    spots = {tuple(line[0]) for line in lines}
    assert len(spots) == 6
    for at, (left, low, right, high) in enumerate(boxes):
        assert left >= 100
        assert right <= 500
        assert min(low, high) >= 50
        assert max(low, high) <= 350
        for x, y in spots:
            assert not (left < x < right and min(low, high) < y < max(low, high))
        for other in boxes[at + 1 :]:
            apart = other[0] >= right or other[2] <= left
            assert apart or min(other[1::2]) >= max(low, high) or max(other[1::2]) <= min(low, high)


def test_a_line_begins_at_the_place() -> None:
    _, lines = boxes_of(["Here@53.81,-3.03"])
    # The middle of the window.
    assert tuple(lines[0][0]) == pytest.approx((300, 200), abs=0.1)


def test_labels_without_room_are_refused() -> None:
    with pytest.raises(BadInputError, match="There is no room on the map"):
        draw_callouts(
            new_sheet(640, 450, "#ffffff"),
            Frame(100, 50, 60, 45, frame().ground),
            [read_label("A label of some length@53.81,-3.03")],
        )


HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}"


def test_a_page_has_them_as_text() -> None:
    plain, hostile = (
        page_of(with_labels(BLACKPOOL, [f"{text}@53.81,-3.05"]), read_packs())
        for text in ("Here", HOSTILE)
    )
    tags = re.compile(r"<(?:img|script)\b")
    assert len(tags.findall(hostile)) == len(tags.findall(plain))
    state = state_of(with_labels(BLACKPOOL, [TOWER]), read_packs(), dark=False)
    assert state["callouts"] == [{"text": "The Tower", "at": [53.8159, -3.0553]}]
    assert state["own"]["mark"] == "Labels: the editor's."
    assert read_link(f"in=E06000009&labels={TOWER}")[0].own.labels == (read_label(TOWER),)
