from .files import (
    contacts_of,
    zone_contacts,
)
from .kind import (
    REACH_BASES,
    Reach,
    ringed,
)
from .options import (
    OWN_SITES,
    ReachOptions,
    Shown,
)
from .partner_facts import (
    doubtful_facts,
    used_facts,
)
from .partner_sets import (
    find_partner_sets,
    provider_options,
)
from .query import (
    NEW_SITES,
    available_shows,
    with_reach,
)
from .state import (
    DRAWN,
    SHOWS,
    kept,
    key_of,
    listed_points,
    lowered_article,
    named,
    pack_points,
    provider_names,
    reach_indicator,
    reach_of,
    whose,
)
from .words import (
    BASES,
    DISTANCE,
)

__all__ = [
    "BASES",
    "DISTANCE",
    "DRAWN",
    "NEW_SITES",
    "OWN_SITES",
    "REACH_BASES",
    "SHOWS",
    "Reach",
    "ReachOptions",
    "Shown",
    "available_shows",
    "contacts_of",
    "doubtful_facts",
    "find_partner_sets",
    "kept",
    "key_of",
    "listed_points",
    "lowered_article",
    "named",
    "pack_points",
    "provider_names",
    "provider_options",
    "reach_indicator",
    "reach_of",
    "ringed",
    "used_facts",
    "whose",
    "with_reach",
    "zone_contacts",
]
