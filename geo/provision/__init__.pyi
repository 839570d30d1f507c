from .adults import (
    by_adult_skills,
)
from .homes import (
    load_homes,
)
from .openings import (
    Openings,
    find_openings,
)
from .outcomes import (
    AWARDS,
    continuation_by_provider,
    earnings_by_region,
    earnings_tables,
)
from .overview import (
    Overview,
    closures,
    find_overview,
    heat_table,
    hinges,
    limits_table,
    nations_without,
)
from .range import (
    LIMIT_KM,
    LIMITS_KM,
    TIERS,
    Provision,
    find_provision,
    homes_in,
)
from .selection import (
    MODES,
    Selection,
    find_subject,
    load_courses,
    matching,
    remove,
    subject_name,
    subjects,
    teaching_sites,
)
from .site_table import (
    site_table,
)
from .what_if import (
    change_record,
    compare_provision,
)
from .zones import (
    zones_beyond,
)

__all__ = [
    "AWARDS",
    "LIMITS_KM",
    "LIMIT_KM",
    "MODES",
    "TIERS",
    "Openings",
    "Overview",
    "Provision",
    "Selection",
    "by_adult_skills",
    "change_record",
    "closures",
    "compare_provision",
    "continuation_by_provider",
    "earnings_by_region",
    "earnings_tables",
    "find_openings",
    "find_overview",
    "find_provision",
    "find_subject",
    "heat_table",
    "hinges",
    "homes_in",
    "limits_table",
    "load_courses",
    "load_homes",
    "matching",
    "nations_without",
    "remove",
    "site_table",
    "subject_name",
    "subjects",
    "teaching_sites",
    "zones_beyond",
]
