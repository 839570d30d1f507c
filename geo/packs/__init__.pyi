from .arcs import (
    pack_arcs,
)
from .binary import (
    pack_lines,
    pack_places,
    read_pack,
    to_cells,
)
from .codec import (
    encode_integers,
)
from .cut import (
    Mask,
    box_around,
    cut_arcs,
    cut_column,
    cut_level,
    cut_lines,
    cut_places,
    cut_sites,
    read_groups,
)
from .site_points import (
    load_points,
    points_within,
)

__all__ = [
    "Mask",
    "box_around",
    "cut_arcs",
    "cut_column",
    "cut_level",
    "cut_lines",
    "cut_places",
    "cut_sites",
    "encode_integers",
    "load_points",
    "pack_arcs",
    "pack_lines",
    "pack_places",
    "points_within",
    "read_groups",
    "read_pack",
    "to_cells",
]
