"""Compact binary geometry and columns for the browser, whole or cut down to a place."""

from geo.packs.arcs import (
    pack_arcs,
)
from geo.packs.binary import (
    read_pack,
)
from geo.packs.codec import (
    Ints,
    decode_integers,
    encode_integers,
)
from geo.packs.cut import (
    Mask,
    box_around,
    cut_arcs,
    cut_column,
    cut_level,
    cut_places,
    cut_sites,
    read_groups,
)
from geo.packs.site_points import (
    load_points,
)

__all__ = [
    "Ints",
    "Mask",
    "box_around",
    "cut_arcs",
    "cut_column",
    "cut_level",
    "cut_places",
    "cut_sites",
    "decode_integers",
    "encode_integers",
    "load_points",
    "pack_arcs",
    "read_groups",
    "read_pack",
]
