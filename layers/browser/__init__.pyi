from .area_layer import (
    Command,
)
from .card import (
    where_of,
)
from .compose import (
    build_map,
)
from .cut_packs import (
    cut_to_place,
)
from .ends_pack import (
    figure_ends,
    rate_ends,
)
from .events import (
    after,
)
from .offline_map import (
    OfflineMap,
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
    mask_of,
    read_packs,
    state_of,
)
from .static_files import (
    PACKS_URL,
    READER,
    STATIC,
    STATIC_URL,
    embedded,
    joined,
)
from .still_so import (
    constituency_of,
    constituency_of_areas,
    entry_lines,
    entry_places,
    entry_series,
    latest_entry_of,
    ucas_sentence,
)

__all__ = [
    "PACKS_URL",
    "READER",
    "STATIC",
    "STATIC_URL",
    "Command",
    "OfflineMap",
    "after",
    "build_map",
    "constituency_of",
    "constituency_of_areas",
    "content_of",
    "cut_to_place",
    "embedded",
    "entry_lines",
    "entry_places",
    "entry_series",
    "figure_ends",
    "from_query",
    "joined",
    "keep",
    "latest_entry_of",
    "made",
    "many_of",
    "mask_of",
    "place_called",
    "rate_ends",
    "read_packs",
    "state_of",
    "ucas_sentence",
    "where_of",
]
