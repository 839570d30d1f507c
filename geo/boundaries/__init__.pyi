from .arc_order import (
    vertices_of,
    walk_of,
)
from .contiguity import (
    Pairs,
)
from .topology import (
    Topology,
)

__all__ = [
    "Pairs",
    "Topology",
    "vertices_of",
    "walk_of",
]
