from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.areas.classes import NOT_COVERED, NOT_PUBLISHED, SUPPRESSED, Class, Classes
from geo.arrays import Ints
from geo.boundaries import topology
from geo.boundaries.topology import Rings
from geo.errors import BadInputError, IntegrityError
from geo.packs.arcs import pack_arcs, read_arcs
from geo.packs.binary import (
    NO_VALUE,
    pack_column,
    pack_level,
    pack_sites,
    read_pack,
    to_cells,
)
from geo.packs.codec import (
    MORE,
    decode_integers,
    decode_short,
    decode_texts,
    encode_integers,
    encode_short,
    encode_texts,
    fold,
    unfold,
)
from geo.registry.indicators import indicator
from geo.settings import project_dir
from tests.geo.boundaries.test_topology import grid


@given(st.lists(st.integers(0, 2**62)))
def test_integers_survive(values: list[int]) -> None:
    assert decode_integers(encode_integers(values)).tolist() == values


@given(st.lists(st.integers(-(2**60), 2**60)))
def test_folding_is_undone(values: list[int]) -> None:
    assert unfold(fold(values)).tolist() == values


@given(st.integers(0, 127))
def test_a_small_number_is_one_byte(value: int) -> None:
    assert encode_integers([value]) == bytes([value])


@given(st.lists(st.one_of(st.integers(0, MORE + 2), st.integers(0, 2**40))))
def test_short_integers_survive(values: list[int]) -> None:
    first, low, high = encode_short(values)
    assert decode_short(first, low, high).tolist() == values
    assert len(first) == len(values)
    assert len(low) == sum(value >= MORE for value in values)


@given(st.lists(st.sampled_from(["Hull 001A", "Hull 001B", "Hull", "Môn", "Mô", "Mó", ""])))
def test_texts_survive(texts: list[str]) -> None:
    lines = "\n".join(texts).encode()
    assert decode_texts(*encode_texts(lines)) == lines


def test_a_text_is_told_once() -> None:
    names = [f"Kingston upon Hull {number:03}A" for number in range(1, 33)]
    _, _, tails = encode_texts("\n".join(names * 2).encode())
    # After the first, only the digits that change and what follows them.
    assert len(tails.split(b"\n")) == 32
    assert len(tails) < 32 * 4 + len(names[0])


def britain(side: int = 3) -> np.ndarray:
    """A grid of kilometre squares somewhere in England."""
    return shapely.transform(grid(side, 1_000), lambda xy: xy + [400_000, 300_000])


def arcs_of(content: bytes) -> tuple[list[list[tuple[int, int]]], list[tuple[int, int]]]:
    """Read a pack of arcs, arc by arc, as the browser does; -1 on the right stands for nobody."""
    header, parts = read_pack(content)
    axes = []
    for axis in "xy":
        begins = unfold(decode_integers(parts[f"begin_{axis}"])).tolist()
        steps = unfold(
            decode_short(parts[axis], parts[f"{axis}_low"], parts[f"{axis}_high"])
        ).tolist()
        at, lines = 0, []
        for begin, count in zip(begins, decode_integers(parts["counts"]).tolist(), strict=True):
            line = [at + begin]
            for _ in range(count - 1):
                line.append(line[-1] + steps.pop(0))
            at = line[-1]
            lines.append(line)
        assert steps == []
        axes.append(lines)
    arcs = [list(zip(x, y, strict=True)) for x, y in zip(*axes, strict=True)]
    owners = decode_integers(parts["arcs_of_member"]).tolist()
    left = [member for member, own in enumerate(owners) for _ in range(own)]
    across = decode_integers(parts["across"]).tolist()
    right = [one + step if step else -1 for one, step in zip(left, across, strict=True)]
    assert len(owners) == header["members"]
    assert len(arcs) == header["arcs"] == len(right)
    assert sum(map(len, arcs)) == header["points"]
    return arcs, list(zip(left, right, strict=True))


def outlines_of(content: bytes, groups: Ints) -> list[shapely.Geometry]:
    """Rebuild areas from the arcs that part them from others, each with the area on its left."""
    arcs, sides = arcs_of(content)
    lines: dict[int, list[list[tuple[int, int]]]] = {}
    for arc, (left, right) in zip(arcs, sides, strict=True):
        here, there = groups[left], groups[right] if right >= 0 else -1
        if here != there:
            lines.setdefault(here, []).append(arc)
            lines.setdefault(there, []).append(arc[::-1])
    found = []
    for area in range(int(groups.max()) + 1):
        faces = shapely.get_parts(shapely.polygonize([shapely.LineString(x) for x in lines[area]]))
        inside = [face for face in faces if _on_the_left(face, lines[area])]
        found.append(shapely.union_all(inside))
    return found


def _on_the_left(face: shapely.Polygon, lines: list[list[tuple[int, int]]]) -> bool:
    """Test whether lines walk a face with it on their left: clockwise, where y is to the south."""
    steps = {step for line in lines for step in itertools.pairwise(line)}
    ring = list(shapely.orient_polygons(face, exterior_cw=True).exterior.coords)
    return any(step in steps for step in itertools.pairwise(ring))


def expected_cells(outlines: np.ndarray) -> np.ndarray:
    return shapely.transform(outlines, to_cells)


def test_arcs_survive_to_the_cell() -> None:
    cut = topology.build(britain())
    arcs, _ = arcs_of(pack_arcs(cut))
    cells = to_cells(cut.coordinates).tolist()
    bounds = zip(cut.arc_starts[:-1], cut.arc_starts[1:], strict=True)
    stored = [[tuple(cell) for cell in cells[begin:end]] for begin, end in bounds]
    assert sorted(min(arc, arc[::-1]) for arc in arcs) == sorted(
        min(arc, arc[::-1]) for arc in stored
    )


def test_an_arc_has_its_area_on_the_left() -> None:
    arcs, sides = arcs_of(pack_arcs(topology.build(britain(2))))
    middle = [outline.centroid for outline in expected_cells(britain(2))]
    for arc, (left, right) in zip(arcs, sides, strict=True):
        (x0, y0), (x1, y1) = arc[:2]
        # With y to the south, what lies on the left of a step has a negative cross product with it.
        for side, sign in ((left, -1), (right, 1)):
            if side >= 0:
                away = (x1 - x0) * (middle[side].y - y0) - (y1 - y0) * (middle[side].x - x0)
                assert away * sign > 0


def test_arcs_come_as_the_rings_walk_them() -> None:
    """What makes packs small: nothing is spent on a vertex at which two arcs of a ring meet."""
    arcs, sides = arcs_of(pack_arcs(topology.build(britain(2))))
    lefts = [left for left, _ in sides]
    assert lefts == sorted(lefts)
    own = [arc for arc, left in zip(arcs, lefts, strict=True) if left == 0]
    assert len(own) == 3
    assert all(before[-1] == after[0] for before, after in itertools.pairwise(own))


def test_an_arc_shorter_than_a_cell_keeps_its_ends() -> None:
    tiny = shapely.transform(grid(2, 0.25), lambda xy: xy + [400_000, 300_000])
    header, parts = read_pack(pack_arcs(topology.build(tiny)))
    assert (decode_integers(parts["counts"]) >= 2).all()
    assert header["arcs"] == 8


def test_a_level_is_put_together_from_members() -> None:
    outlines = britain()
    cut = topology.build(outlines)
    areas = pd.DataFrame(
        {
            "area_name": ["Westshire", "Eastshire"],
            "local_name": ["Môn", ""],
            "context": ["North", "South"],
        },
        index=["E06000001", "E06000002"],
    )
    # The middle row is in none of the two.
    groups = np.array([0, 0, 1, -1, -1, -1, 1, 1, 0])
    header, parts = read_pack(pack_level("lad24", areas, groups, "arcs.bin.gz"))
    assert parts["codes"].decode().split("\n") == areas.index.tolist()
    assert parts["local_names"].decode().split("\n") == ["Môn", ""]
    assert [header["contexts"][n] for n in decode_integers(parts["context"])] == ["North", "South"]
    stored = np.cumsum(unfold(decode_integers(parts["groups"])))
    assert stored.tolist() == groups.tolist()
    for area, found in enumerate(outlines_of(pack_arcs(cut), stored)):
        members = expected_cells(outlines[groups == area])
        assert shapely.equals(found, shapely.union_all(members))


def test_a_line_break_in_a_name_becomes_a_blank() -> None:
    areas = pd.DataFrame(
        {"area_name": ["Two\nlines"], "local_name": [""], "context": [""]}, index=["E01000001"]
    )
    _, parts = read_pack(pack_level("lsoa21", areas, np.zeros(1, np.int64), "arcs"))
    assert parts["names"] == b"Two lines"


def column(values: list[float], codes: list[int], name: str = "tundra_rate") -> tuple:
    classes = Classes("", (), (Class("", 1, 1),), {}, np.array(codes, np.uint8))
    return read_pack(pack_column(pd.Series(values), classes, indicator(name)))


def test_a_column_holds_each_value_as_it_is_shown() -> None:
    header, parts = column(
        [0.3805, np.nan, 0.052, np.nan, 0.955], [1, SUPPRESSED, 0, NOT_COVERED, 4]
    )
    stored = np.frombuffer(parts["values"], "<u2")
    assert stored.tolist()[1] == stored.tolist()[3] == NO_VALUE
    entry = indicator("tundra_rate")
    shown = [
        f"{(int(value) + header['least']) / 10 ** header['decimals']:.1f}%"
        for value in stored
        if value != NO_VALUE
    ]
    assert shown == [entry.text(0.3805), entry.text(0.052), entry.text(0.955)]
    assert list(parts["classes"]) == [1, SUPPRESSED, 0, NOT_COVERED, 4]


@pytest.mark.fault(34)
def test_missing_is_never_zero() -> None:
    header, parts = column([np.nan, np.nan], [NOT_PUBLISHED, SUPPRESSED])
    assert header["least"] == 0
    assert np.frombuffer(parts["values"], "<u2").tolist() == [NO_VALUE, NO_VALUE]


def test_a_wide_column_takes_four_bytes() -> None:
    header, parts = column([0.0, 99_999.0], [0, 1], "iod25_score")
    assert header["bytes"] == 4
    assert np.frombuffer(parts["values"], "<u4").tolist() == [0, 999_990]


def test_a_pack_made_quickly_holds_the_same() -> None:
    values = pd.Series(np.random.default_rng(1).normal(20, 5, 20_000))
    codes = (values > 20).to_numpy(np.uint8)
    classes = Classes("", (), (Class("", 1, 1),), {}, codes)
    quick, slow = (
        pack_column(values, classes, indicator("tundra_rate"), quick=quick)
        for quick in (True, False)
    )
    assert read_pack(quick) == read_pack(slow)
    assert quick != slow
    assert len(slow) <= len(quick) < 1.05 * len(slow)


def test_sites_of_an_undeclared_kind_are_refused() -> None:
    sites = pd.DataFrame(
        {
            "easting_m": [4e5],
            "northing_m": [3e5],
            "name": ["A"],
            "provider_name": ["B"],
            "kind": ["shop"],
            "part_time": [False],
        }
    )
    with pytest.raises(BadInputError, match="shop"):
        pack_sites(sites, ["university"])


PACKED_APART = """
import hashlib
from geo.boundaries import topology
from geo.packs.arcs import pack_arcs, read_arcs
from tests.geo.packs.test_pack import britain
print(hashlib.sha256(pack_arcs(topology.build(britain()))).hexdigest())
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_content_gives_the_same_bytes(seed: str) -> None:
    """In another process, whose sets and hashes come in another order."""
    packed = pack_arcs(topology.build(britain()))
    done = subprocess.run(
        [sys.executable, "-c", PACKED_APART],
        cwd=project_dir(), env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(packed).hexdigest()
    # Neither a name nor a time stands in the header.
    assert packed[3:8] == bytes(5)


@pytest.mark.parametrize("content", [b"", b"not a pack", b"\x1f\x8b\x08\x00broken"])
def test_a_broken_pack_is_refused(content: bytes) -> None:
    with pytest.raises(IntegrityError, match="cannot be read"):
        read_pack(content)


def cut_rings(rings: Rings, areas: np.ndarray) -> Rings:
    """Cut some areas out of a topology's rings, to be packed in their place."""
    wanted = np.isin(rings.ring_areas, areas)
    lengths = np.diff(rings.ring_starts)
    return Rings(
        refs=rings.refs[np.repeat(wanted, lengths)],
        ring_starts=np.concatenate([[0], np.cumsum(lengths[wanted])]),
        ring_areas=np.searchsorted(areas, rings.ring_areas[wanted]),
        areas=len(areas),
    )


@given(st.sets(st.integers(0, 8), min_size=1))
def test_some_areas_are_cut_out_with_their_arcs(chosen: set[int]) -> None:
    outlines = britain()
    cut = topology.build(outlines)
    few = replace(cut, rings=cut_rings(cut.rings, np.array(sorted(chosen))))
    content = pack_arcs(few)
    found = outlines_of(content, np.arange(len(chosen)))
    assert shapely.equals(found, expected_cells(outlines[sorted(chosen)])).all()


def test_more_areas_than_two_bytes_can_number_survive() -> None:
    edges_m = 20.0 * np.arange(266)
    west, south = (run.ravel() for run in np.meshgrid(edges_m[:-1], edges_m[:-1]))
    squares = shapely.box(west + 400_000, south + 300_000, west + 400_020, south + 300_020)

    arcs = read_arcs(pack_arcs(topology.build(squares)))

    assert (arcs.members, len(squares)) == (70_225, 70_225)
    assert arcs.left.max() == 70_224
    # The last square meets those to its west and south, and twice nothing.
    mine = (arcs.left == 70_224) | (arcs.right == 70_224)
    across = np.where(arcs.left == 70_224, arcs.right, arcs.left)[mine]
    assert sorted(set(across.tolist())) == [-1, 69_959, 70_223]
    # Every inner border is there once: 265 rows of 264, and as many columns.
    assert int((arcs.right >= 0).sum()) == 2 * 265 * 264
