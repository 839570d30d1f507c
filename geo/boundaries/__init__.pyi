from .arc_order import (
    vertices_of,
    walk_of,
)
from .contiguity import (
    Pairs,
    join_parts,
)
from .topology import (
    Topology,
)

__all__ = [
    "Pairs",
    "Topology",
    "join_parts",
    "vertices_of",
    "walk_of",
]
