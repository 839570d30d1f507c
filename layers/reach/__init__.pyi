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
    shown_of,
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
    reach_of,
    shown_by_reach,
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
    "reach_of",
    "ringed",
    "shown_by_reach",
    "shown_of",
    "used_facts",
    "whose",
    "with_reach",
    "zone_contacts",
]
