"""Packs cut to a place: three squares in a row, and the bundled packs beside what they become."""

from __future__ import annotations

import numpy as np
import pytest

from geo.packs import binary as pack
from geo.packs.arcs import Arcs, assemble_arcs, read_arcs
from geo.packs.binary import read_pack
from geo.packs.cut import (
    box_around,
    cut_arcs,
    cut_column,
    cut_level,
    cut_places,
    cut_sites,
    read_groups,
)

PACKS = pack.index()


def bundled(name: str) -> bytes:
    return (pack.folder() / name).read_bytes()


# A square of 4,000 cells, and two narrow neighbours, B and C, in the east; each line walked with its left on the left.
LINES = [
    ((4000, 0), (2000, 9), (0, 0), (0, 4000), (4000, 4000)),
    ((4000, 4000), (4003, 2000), (4000, 0)),
    ((5000, 0), (4500, 30), (4000, 0)),
    ((4000, 4000), (5000, 4000)),
    ((5000, 4000), (5003, 2000), (5000, 0)),
    ((5000, 4000), (6000, 4000), (6000, 0), (5000, 0)),
]
LEFT, RIGHT = [0, 0, 1, 1, 1, 2], [-1, 1, -1, -1, 2, -1]
ROW = assemble_arcs(
    Arcs(
        np.array([point for line in LINES for point in line]),
        np.array([len(line) for line in LINES]),
        np.array(LEFT),
        np.array(RIGHT),
        3,
    )
)


def lines_of(content: bytes) -> dict[tuple[int, int], list[tuple[tuple[int, int], ...]]]:
    """List the lines of a pack by their two sides."""
    arcs, found = read_arcs(content), {}
    ends = np.cumsum(arcs.counts)
    for end, count, left, right in zip(ends, arcs.counts, arcs.left, arcs.right, strict=True):
        line = tuple((int(x), int(y)) for x, y in arcs.cells[end - count : end])
        found.setdefault((int(left), int(right)), []).append(line)
    return found


def test_what_is_kept_stays_and_the_rest_is_drawn_more_simply() -> None:
    kept = np.array([True, False, False])
    row = cut_arcs(ROW, kept, land=[np.array([0, 0, 0])], frame=[np.array([0, 0, 1])])
    assert lines_of(row) == {
        (0, -1): [LINES[0]],
        (0, 1): [LINES[1]],
        (1, -1): [((4000, 4000), (5000, 4000)), ((5000, 0), (4500, 30), (4000, 0))],
        (1, 2): [(LINES[4][0], LINES[4][2])],
        (2, -1): [LINES[5]],
    }


def test_what_is_kept_does_not_stand_for_what_lies_around() -> None:
    """Whichever of them comes first, the land around has no colour of the place."""
    # The land is all three; the one that is kept is its first, its middle and its last.
    for at in range(3):
        kept = np.arange(3) == at
        row = lines_of(cut_arcs(ROW, kept, land=[np.array([0, 0, 0])], frame=[]))
        own = {line for sides, lines in row.items() if at in sides for line in lines}
        assert own == {line for line, *sides in zip(LINES, LEFT, RIGHT, strict=True) if at in sides}


def test_borders_of_no_level_are_left_out() -> None:
    kept = np.array([True, False, False])
    row = lines_of(cut_arcs(ROW, kept, land=[np.array([0, 0, 0])], frame=[]))
    assert (0, 2) not in row
    assert (1, 2) not in row
    bare = lines_of(cut_arcs(ROW, kept, land=[], frame=[]))
    assert bare == {(0, -1): [LINES[0]], (0, 1): [LINES[1]]}


def test_far_away_lines_are_straight() -> None:
    far = assemble_arcs(
        Arcs(
            np.array([(0, 0), (0, 100), (100, 0), (0, 0), (90000, 0), (95000, 900), (99000, 0)]),
            np.array([4, 3]),
            np.array([0, 1]),
            np.array([-1, -1]),
            2,
        )
    )
    cut = lines_of(cut_arcs(far, np.array([True, False]), [np.array([0, 1])], []))
    assert cut == {
        (0, -1): [((0, 0), (0, 100), (100, 0), (0, 0))],
        (1, -1): [((90000, 0), (99000, 0))],
    }


@pytest.mark.parametrize("name", [PACKS["land"]["arcs"], PACKS["levels"]["smc205"]["arcs"]])
def test_arcs_are_read_as_they_were_packed(name: str) -> None:
    arcs = read_arcs(bundled(name))
    assert isinstance(arcs, Arcs)
    assert assemble_arcs(arcs) == bundled(name)


def test_a_level_keeps_its_positions_and_the_names_of_what_is_kept() -> None:
    entry = PACKS["levels"]["region"]
    whole = bundled(entry["file"])
    groups = read_groups(whole)
    content, areas = cut_level(whole, groups == 3, "others.bin.gz")
    header, parts = read_pack(content)
    names = read_pack(whole)[1]["names"].decode().split("\n")
    assert areas.tolist() == [number == 3 for number in range(9)]
    assert parts["names"].decode().split("\n") == ["", "", "", names[3], "", "", "", "", ""]
    assert header["arcs"] == "others.bin.gz"
    assert set(read_groups(content).tolist()) == {-1, 3}


def test_a_column_keeps_the_figures_of_what_is_kept() -> None:
    whole = bundled(PACKS["columns"]["region"]["iod25_most_deprived_share"]["file"])
    areas = np.arange(9) == 4
    before, after = read_pack(whole)[1], read_pack(cut_column(whole, areas))[1]
    figures, left = (np.frombuffer(parts["values"], "<u2") for parts in (before, after))
    assert left.tolist() == [65535] * 4 + [figures[4]] + [65535] * 4
    assert list(after["classes"]) == [255] * 4 + [before["classes"][4]] + [255] * 4


def test_points_stay_in_the_box_and_large_places_everywhere() -> None:
    whole = bundled(PACKS["sites"]["file"])
    header, parts = read_pack(whole)
    arcs = bundled(PACKS["land"]["arcs"])
    kept = read_groups(bundled(PACKS["levels"]["region"]["file"])) == 0
    box = box_around(arcs, kept, 0.0)
    cut = read_pack(cut_sites(whole, box))
    names = cut[1]["names"].decode().split("\n")
    assert 0 < cut[0]["sites"] == len(names) < header["sites"]
    assert "Durham University" in cut[1]["providers"].decode()
    assert "University of Exeter" in parts["providers"].decode()
    assert "University of Exeter" not in cut[1]["providers"].decode()
    places = read_pack(cut_places(bundled(PACKS["places"]["file"]), box, 6))[1]["names"].decode()
    assert {"London", "Bristol", "Durham", "Alnwick"} <= set(places.split("\n"))
    assert "Truro" not in places.split("\n")
