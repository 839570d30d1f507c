"""Reach: who is in range of a partnership's sites, who engages, which schools to contact."""

from geo.reach.activity import (
    read_activity,
)
from geo.reach.catchment import (
    bands,
    e2sfca,
)
from geo.reach.classes import (
    IN_RANGE_OF,
    PER,
    SCORES,
    assemble,
    demand_of,
    limit_words,
    over_all,
    reach_classes,
    scores,
)
from geo.reach.contacts import (
    CALL_KM,
    COLD_DEMAND,
    find_place,
    schools_for,
)
from geo.reach.contacts_result import (
    CallSheet,
    call_place,
)
from geo.reach.coverage import (
    IN_RANGE,
    LIMITS_KM,
    PEOPLE,
    SHARE,
    by_adult_skills,
    by_authority,
    by_decile,
    by_provider,
    by_tier,
    covered,
    curve,
    overlap,
)
from geo.reach.engagement import (
    worked,
)
from geo.reach.lists import (
    are_left_out,
    left_out,
    zones_left_out,
)
from geo.reach.measure import (
    DEMAND,
    LEVEL,
    LIMIT_KM,
    TIERS,
    Reach,
    find_reach,
    load_ground,
    tiers,
)
from geo.reach.partnerships import (
    Partnership,
    check_ukprns,
    load_partnership,
    no_sites,
    provider_sites,
    starting_list,
)
from geo.reach.place_counts import (
    DOMAINS,
    M_PER_KM,
    MOST_DEPRIVED,
    Floats,
    distances,
    half_within,
    middle_of,
    most_deprived,
    nearest_sites,
    rate_of,
)
from geo.reach.run import (
    Asked,
    Read,
)

__all__ = [
    "CALL_KM",
    "COLD_DEMAND",
    "DEMAND",
    "DOMAINS",
    "IN_RANGE",
    "IN_RANGE_OF",
    "LEVEL",
    "LIMITS_KM",
    "LIMIT_KM",
    "MOST_DEPRIVED",
    "M_PER_KM",
    "PEOPLE",
    "PER",
    "SCORES",
    "SHARE",
    "TIERS",
    "Asked",
    "CallSheet",
    "Floats",
    "Partnership",
    "Reach",
    "Read",
    "are_left_out",
    "assemble",
    "bands",
    "by_adult_skills",
    "by_authority",
    "by_decile",
    "by_provider",
    "by_tier",
    "call_place",
    "check_ukprns",
    "covered",
    "curve",
    "demand_of",
    "distances",
    "e2sfca",
    "find_place",
    "find_reach",
    "half_within",
    "left_out",
    "limit_words",
    "load_ground",
    "load_partnership",
    "middle_of",
    "most_deprived",
    "nearest_sites",
    "no_sites",
    "over_all",
    "overlap",
    "provider_sites",
    "rate_of",
    "reach_classes",
    "read_activity",
    "schools_for",
    "scores",
    "starting_list",
    "tiers",
    "worked",
    "zones_left_out",
]
