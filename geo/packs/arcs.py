"""Packs of arcs: each border once, with the two members that it parts (see `geo.packs.binary`)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.arrays import Ints
from geo.boundaries import Topology, vertices_of, walk_of
from geo.packs.binary import assemble, read_pack, to_cells
from geo.packs.codec import (
    decode_integers,
    decode_short,
    encode_integers,
    encode_short,
    fold,
    unfold,
)
from geo.settings import PACK_CELL_M


class Arcs(NamedTuple):
    """Arcs in order: those with the same member on the left follow each other, the first first."""

    cells: Ints
    """Of all vertices, one arc after the other: shape (n, 2)."""
    counts: Ints
    """Vertices of each arc."""
    left: Ints
    """Its member on the left."""
    right: Ints
    """Its member on the right; -1 for none."""
    members: int
    """How many there are."""


def pack_arcs(topology: Topology) -> bytes:
    """Pack the arcs of some areas, the members of the levels that are drawn with them.

    Arcs come in the order, and run in the direction, in which the rings first walk them: an arc
    often begins where the one before ended, and its member, which lies on its left, is that of the
    arc before or a later one.

    Parameters
    ----------
    topology
        In EPSG:27700, its rings walked with the area on the left. Arcs that its rings do not use
        are left out.
    """
    walk = walk_of(topology.rings)
    vertices, arc = vertices_of(topology, walk)
    cells = to_cells(topology.coordinates)[vertices]
    # Vertices that fell into the cell of the one before are dropped, but an arc keeps its ends.
    repeats = np.zeros(len(cells), np.bool_)
    repeats[1:] = (cells[1:] == cells[:-1]).all(axis=1) & (arc[1:] == arc[:-1])
    tips = np.append(arc[1:] != arc[:-1], True)
    repeats &= ~tips
    cells, arc = cells[~repeats], arc[~repeats]
    members = topology.rings.areas
    return assemble_arcs(Arcs(cells, np.bincount(arc), walk.left, walk.right, members))


def assemble_arcs(arcs: Arcs) -> bytes:
    """Make a pack of arcs."""
    steps = np.diff(arcs.cells, axis=0, prepend=0)
    begins = _begins(arcs.counts)
    header = {
        "kind": "arcs",
        "cell_m": PACK_CELL_M,
        "arcs": len(arcs.counts),
        "points": len(arcs.cells),
        "members": arcs.members,
    }
    parts = {
        "counts": encode_integers(arcs.counts),
        "begin_x": encode_integers(fold(steps[begins, 0])),
        "begin_y": encode_integers(fold(steps[begins, 1])),
        **_short("x", steps[~begins, 0]),
        **_short("y", steps[~begins, 1]),
        "arcs_of_member": encode_integers(np.bincount(arcs.left, minlength=arcs.members)),
        "across": encode_integers(np.where(arcs.right < 0, 0, arcs.right - arcs.left)),
    }
    return assemble(header, parts)


def _begins(counts: Ints) -> npt.NDArray[np.bool_]:
    """Return whether each vertex begins its arc."""
    begins = np.zeros(int(counts.sum()), np.bool_)
    begins[np.cumsum(counts) - counts] = True
    return begins


def _short(name: str, values: Ints) -> dict[str, bytes]:
    """Write a run of signed numbers, most of them small, as three parts."""
    return dict(zip((name, f"{name}_low", f"{name}_high"), encode_short(fold(values)), strict=True))


def read_arcs(content: bytes) -> Arcs:
    """Read what `assemble_arcs` made."""
    header, parts = read_pack(content)
    counts = decode_integers(parts["counts"])
    begins = _begins(counts)
    cells = np.empty((len(begins), 2), np.int64)
    for at, axis in enumerate("xy"):
        cells[begins, at] = unfold(decode_integers(parts[f"begin_{axis}"]))
        runs = (parts[axis], parts[f"{axis}_low"], parts[f"{axis}_high"])
        cells[~begins, at] = unfold(decode_short(*runs))
    own, across = decode_integers(parts["arcs_of_member"]), decode_integers(parts["across"])
    left = np.repeat(np.arange(len(own)), own)
    right = np.where(across == 0, -1, left + across)
    return Arcs(cells.cumsum(axis=0), counts, left, right, header["members"])
