"""Arcs in the order, and in the direction, in which the rings of a topology first walk them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.arrays import Ints
from geo.boundaries.topology import (
    Bools,
    Rings,
    Topology,
)


@dataclass(frozen=True)
class Walk:
    """Arcs as rings first walk them, and the areas that each parts: all of shape (arcs,)."""

    arcs: Ints
    """Their numbers in the topology; those that no ring uses are left out."""
    backwards: Bools
    """Whether the first walk is against the arc's own direction."""
    left: Ints
    """Position of the area that lies on the left in the first walk; never decreases."""
    right: Ints
    """Position of the one on the right, -1 for none."""


def walk_of(rings: Rings) -> Walk:
    """Walk rings in turn, each with its area on the left.

    Examples
    --------
    Two areas: the first walks arcs 2 and 0, the second arc 0 the other way, and 1.

    >>> rings = Rings(np.array([2, 0, ~0, 1]), np.array([0, 2, 4]), np.array([0, 1]), 2)
    >>> walk = walk_of(rings)
    >>> walk.arcs.tolist(), walk.left.tolist(), walk.right.tolist()
    ([2, 0, 1], [0, 0, 1], [-1, 1, -1])
    """
    arc = np.where(rings.refs < 0, ~rings.refs, rings.refs)
    owner = np.repeat(rings.ring_areas, np.diff(rings.ring_starts))
    arcs, first = np.unique(arc, return_index=True)
    last = len(arc) - 1 - np.unique(arc[::-1], return_index=True)[1]
    order = np.argsort(first)
    arcs, first, last = arcs[order], first[order], last[order]
    right = np.where(last > first, owner[last], -1)
    return Walk(arcs, rings.refs[first] < 0, owner[first], right)


def vertices_of(topology: Topology, walk: Walk) -> tuple[Ints, Ints]:
    """List the vertices that a walk passes, and the arcs that they belong to.

    Returns
    -------
    vertices, arc
        Positions in `topology.coordinates`, and in `walk.arcs`, one arc after the other.
    """
    lengths = np.diff(topology.arc_starts)[walk.arcs]
    arc = np.repeat(np.arange(len(walk.arcs)), lengths)
    step = np.arange(len(arc)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    step = np.where(walk.backwards[arc], lengths[arc] - 1 - step, step)
    return topology.arc_starts[walk.arcs][arc] + step, arc
