from .arc_order import (
    vertices_of,
    walk_of,
)
from .contiguity import (
    Pairs,
    join_parts,
)
from .projection import (
    from_degrees,
    project,
    to_degrees,
)
from .topology import (
    Topology,
)

__all__ = [
    "Pairs",
    "Topology",
    "from_degrees",
    "join_parts",
    "project",
    "to_degrees",
    "vertices_of",
    "walk_of",
]
