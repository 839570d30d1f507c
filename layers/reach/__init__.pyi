from .files import (
    contacts_of,
    zone_contacts,
)
from .kind import (
    Reach,
    reach_bases,
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
    can_reach,
    counted_nation,
    has_likely,
    settled,
    with_reach,
)
from .state import (
    DRAWN,
    in_prose,
    kept,
    key_of,
    listed_points,
    lowered_article,
    named,
    pack_points,
    provider_names,
    reach_indicator,
    reach_of,
    show_words,
    whose,
    without_article,
)
from .words import (
    bases,
    distance_words,
    list_of,
    plural_of,
)

__all__ = [
    "DRAWN",
    "NEW_SITES",
    "OWN_SITES",
    "Reach",
    "ReachOptions",
    "Shown",
    "available_shows",
    "bases",
    "can_reach",
    "contacts_of",
    "counted_nation",
    "distance_words",
    "doubtful_facts",
    "find_partner_sets",
    "has_likely",
    "in_prose",
    "kept",
    "key_of",
    "list_of",
    "listed_points",
    "lowered_article",
    "named",
    "pack_points",
    "plural_of",
    "provider_names",
    "provider_options",
    "reach_bases",
    "reach_indicator",
    "reach_of",
    "ringed",
    "settled",
    "show_words",
    "used_facts",
    "whose",
    "with_reach",
    "without_article",
    "zone_contacts",
]
