"""Outlines of areas: an exact coverage, its arcs, which areas touch, and codes across vintages."""

from geo.boundaries.arc_order import (
    vertices_of,
    walk_of,
)
from geo.boundaries.contiguity import (
    Pairs,
)
from geo.boundaries.topology import (
    Topology,
)

__all__ = [
    "Pairs",
    "Topology",
    "vertices_of",
    "walk_of",
]
