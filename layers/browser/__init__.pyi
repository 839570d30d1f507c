from .area_layer import (
    Command,
)
from .card import (
    APART,
    entry_lines,
    latest_entry_of,
    lies_apart,
    where_of,
)
from .compose import (
    build_map,
)
from .cut_packs import (
    cut_to_place,
)
from .events import (
    after,
)
from .offline_map import (
    PACKS_URL,
    READER,
    STATIC,
    STATIC_URL,
    OfflineMap,
    embedded,
    joined,
)
from .place_names import (
    place_called,
)
from .query import (
    from_query,
)
from .runtime_packs import (
    content_of,
    keep,
    made,
)
from .small_multiples import (
    many_of,
)
from .state import (
    read_packs,
    state_of,
)

__all__ = [
    "APART",
    "PACKS_URL",
    "READER",
    "STATIC",
    "STATIC_URL",
    "Command",
    "OfflineMap",
    "after",
    "build_map",
    "content_of",
    "cut_to_place",
    "embedded",
    "entry_lines",
    "from_query",
    "joined",
    "keep",
    "latest_entry_of",
    "lies_apart",
    "made",
    "many_of",
    "place_called",
    "read_packs",
    "state_of",
    "where_of",
]
