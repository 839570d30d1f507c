from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import topology
from geo.classes import NOT_COVERED, NOT_PUBLISHED, SUPPRESSED, Class, Classes
from geo.codec import decode_integers, encode_integers, fold, unfold
from geo.errors import BadInputError, IntegrityError
from geo.indicators import indicator
from geo.pack import (
    NO_VALUE,
    cut_arcs,
    pack_arcs,
    pack_column,
    pack_level,
    pack_sites,
    read_pack,
    to_cells,
)
from tests.geo.test_topology import grid, rebuilt


@given(st.lists(st.integers(0, 2**62)))
def test_integers_survive(values: list[int]) -> None:
    assert decode_integers(encode_integers(values)).tolist() == values


@given(st.lists(st.integers(-(2**60), 2**60)))
def test_folding_is_undone(values: list[int]) -> None:
    assert unfold(fold(values)).tolist() == values


@given(st.integers(0, 127))
def test_a_small_number_is_one_byte(value: int) -> None:
    assert encode_integers([value]) == bytes([value])


def britain(side: int = 3) -> np.ndarray:
    """A grid of kilometre squares somewhere in England."""
    return shapely.transform(grid(side, 1_000), lambda xy: xy + [400_000, 300_000])


def test_arcs_survive_to_the_cell() -> None:
    cut = topology.build(britain())
    header, parts = read_pack(pack_arcs(cut))
    counts = decode_integers(parts["counts"])
    x = np.cumsum(unfold(decode_integers(parts["x"])))
    y = np.cumsum(unfold(decode_integers(parts["y"])))
    assert header["arcs"] == len(counts) == len(cut.arc_starts) - 1
    assert counts.tolist() == np.diff(cut.arc_starts).tolist()
    cells = to_cells(cut.coordinates)
    assert np.array_equal(np.stack([x, y], 1), cells)


def test_an_arc_shorter_than_a_cell_keeps_its_ends() -> None:
    tiny = shapely.transform(grid(2, 0.25), lambda xy: xy + [400_000, 300_000])
    header, parts = read_pack(pack_arcs(topology.build(tiny)))
    assert (decode_integers(parts["counts"]) >= 2).all()
    assert header["arcs"] == 8


def test_rings_survive_in_a_level() -> None:
    outlines = britain()
    cut = topology.build(outlines)
    areas = pd.DataFrame(
        {
            "area_name": [f"Area {number}" for number in range(9)],
            "local_name": ["Môn", *[""] * 8],
            "context": ["North"] * 5 + ["South"] * 4,
        },
        index=[f"E0100000{number}" for number in range(9)],
    )
    header, parts = read_pack(pack_level("lsoa21", areas, cut.rings, "arcs.bin.gz"))
    assert parts["codes"].decode().split("\n") == areas.index.tolist()
    assert parts["local_names"].decode().split("\n")[0] == "Môn"
    assert [header["contexts"][n] for n in decode_integers(parts["context"])] == [
        *["North"] * 5,
        *["South"] * 4,
    ]
    refs = np.cumsum(unfold(decode_integers(parts["refs"])))
    assert refs.tolist() == cut.rings.refs.tolist()
    assert decode_integers(parts["rings"]).tolist() == [1] * 9


def test_a_line_break_in_a_name_becomes_a_blank() -> None:
    cut = topology.build(britain(1))
    areas = pd.DataFrame(
        {"area_name": ["Two\nlines"], "local_name": [""], "context": [""]}, index=["E01000001"]
    )
    _, parts = read_pack(pack_level("lsoa21", areas, cut.rings, "arcs"))
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


def test_missing_is_never_zero() -> None:
    header, parts = column([np.nan, np.nan], [NOT_PUBLISHED, SUPPRESSED])
    assert header["least"] == 0
    assert np.frombuffer(parts["values"], "<u2").tolist() == [NO_VALUE, NO_VALUE]


def test_a_wide_column_takes_four_bytes() -> None:
    header, parts = column([0.0, 99_999.0], [0, 1], "iod25_score")
    assert header["bytes"] == 4
    assert np.frombuffer(parts["values"], "<u4").tolist() == [0, 999_990]


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


def test_the_same_content_gives_the_same_bytes() -> None:
    cut = topology.build(britain())
    assert pack_arcs(cut) == pack_arcs(cut)


@pytest.mark.parametrize("content", [b"", b"not a pack", b"\x1f\x8b\x08\x00broken"])
def test_a_broken_pack_is_refused(content: bytes) -> None:
    with pytest.raises(IntegrityError, match="cannot be read"):
        read_pack(content)


@given(st.sets(st.integers(0, 8), min_size=1))
def test_some_areas_are_cut_out_with_their_arcs(chosen: set[int]) -> None:
    outlines = britain()
    cut = topology.build(outlines)
    kept, rings = cut_arcs(cut.rings, np.array(sorted(chosen)))
    lengths = np.diff(cut.arc_starts)[kept]
    taken = np.concatenate([np.arange(cut.arc_starts[a], cut.arc_starts[a + 1]) for a in kept])
    small = topology.Topology(
        cut.coordinates[taken], np.concatenate([[0], np.cumsum(lengths)]), rings
    )
    assert shapely.equals(rebuilt(small, rings), outlines[sorted(chosen)]).all()
