"""HESA and the Office for Students: Discover Uni's institutions, teaching locations and courses."""

from geo.publishers.hesa.courses import (
    read_continuation,
    read_course_details,
    read_course_places,
    read_course_subjects,
    read_entry_tariffs,
    read_subjects,
)
from geo.publishers.hesa.outcomes import read_sector_earnings, read_subject_continuation
from geo.publishers.hesa.places import read_course_counts, read_institutions, read_locations

__all__ = [
    "read_continuation",
    "read_course_counts",
    "read_course_details",
    "read_course_places",
    "read_course_subjects",
    "read_entry_tariffs",
    "read_institutions",
    "read_locations",
    "read_sector_earnings",
    "read_subject_continuation",
    "read_subjects",
]
