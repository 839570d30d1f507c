"""The joined table of a geography, and what is worked out on it.

Containment, sums from small areas to upper ones, classes, rates with their uncertainty, and
places alike. What maps ask for again and again is kept in `geo.areas.cache`.
"""

from geo.areas.aggregate import (
    sum_by,
)
from geo.areas.bivariate import (
    DEPRIVATION,
    PARTICIPATION,
)
from geo.areas.cache import (
    Row,
    area_table,
    classes_of,
    classes_of_two,
    count_rows,
    counts_inside,
    give_back,
    holders,
    holds,
    inside_of,
    is_in_nation,
    is_larger,
    join_report,
    knows_young,
    levels_of,
    name_of,
    nation_of,
    warm,
)
from geo.areas.classes import (
    CLASS_COUNT,
    METHODS,
    NO_AREA,
    NOT_COVERED,
    NOT_PUBLISHED,
    SUPPRESSED,
    Class,
    Classes,
    Method,
    check_limits,
    classify,
    equal_weight_breaks,
    method_names,
)
from geo.areas.containment import (
    PARENTS,
    inside,
    of_2024,
)
from geo.areas.join import (
    AreaTable,
    JoinLine,
    build_areas,
    lowest_fifth_of,
)
from geo.areas.rates import (
    Prior,
    chance_below,
    fit_prior,
    lowest_fifth_limit,
    wilson_interval,
)
from geo.areas.similar import (
    context_sentence,
    similar_places,
)

__all__ = [
    "CLASS_COUNT",
    "DEPRIVATION",
    "METHODS",
    "NOT_COVERED",
    "NOT_PUBLISHED",
    "NO_AREA",
    "PARENTS",
    "PARTICIPATION",
    "SUPPRESSED",
    "AreaTable",
    "Class",
    "Classes",
    "JoinLine",
    "Method",
    "Prior",
    "Row",
    "area_table",
    "build_areas",
    "chance_below",
    "check_limits",
    "classes_of",
    "classes_of_two",
    "classify",
    "context_sentence",
    "count_rows",
    "counts_inside",
    "equal_weight_breaks",
    "fit_prior",
    "give_back",
    "holders",
    "holds",
    "inside",
    "inside_of",
    "is_in_nation",
    "is_larger",
    "join_report",
    "knows_young",
    "levels_of",
    "lowest_fifth_limit",
    "lowest_fifth_of",
    "method_names",
    "name_of",
    "nation_of",
    "of_2024",
    "similar_places",
    "sum_by",
    "warm",
    "wilson_interval",
]
