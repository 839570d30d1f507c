from .beside import (
    beside,
)
from .files import (
    contacts_of,
    zone_contacts,
)
from .isochrones import (
    ringed,
)
from .kind import (
    InRange,
    Reach,
    reach_bases,
)
from .minutes import (
    ServerRouter,
    has_minutes,
    known_modes,
    limit_text,
    limited_by,
    measurable,
    measured,
    router_asked,
    router_for,
    use_router,
)
from .options import (
    OWN_SITES,
    BesideOptions,
    ReachOptions,
    Shown,
    read_minutes,
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
    REACH,
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
    "REACH",
    "BesideOptions",
    "InRange",
    "Reach",
    "ReachOptions",
    "ServerRouter",
    "Shown",
    "available_shows",
    "bases",
    "beside",
    "can_reach",
    "contacts_of",
    "counted_nation",
    "distance_words",
    "doubtful_facts",
    "find_partner_sets",
    "has_likely",
    "has_minutes",
    "in_prose",
    "kept",
    "key_of",
    "known_modes",
    "limit_text",
    "limited_by",
    "list_of",
    "listed_points",
    "lowered_article",
    "measurable",
    "measured",
    "named",
    "pack_points",
    "plural_of",
    "provider_names",
    "provider_options",
    "reach_bases",
    "reach_indicator",
    "reach_of",
    "read_minutes",
    "ringed",
    "router_asked",
    "router_for",
    "settled",
    "show_words",
    "use_router",
    "used_facts",
    "whose",
    "with_reach",
    "without_article",
    "zone_contacts",
]
