"""Titles and distance learning, where the user has a copy of Discover Uni's table of courses."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from geo.fetch import cache_dir, of_file, own_copy
from geo.publishers.hesa import read_course_details
from geo.registry import dataset

COURSE = ["provider", "course_id", "mode"]


def with_details(courses: pd.DataFrame) -> pd.DataFrame:
    """Return courses with what the user's own copy says of them, as they are without one.

    Parameters
    ----------
    courses
        With `provider`, `course_id` and `mode`.

    Returns
    -------
    courses
        With `title` and `award_level`, empty where the copy does not say. Courses that are taught
        at a distance alone are left out: no site of theirs is where one goes.

    Raises
    ------
    BadInputError, IntegrityError
        If the copy is not as the registry declares it, or not the one handed over.
    """
    path = own_copy("discover_uni_course_details")
    if path is None:
        return courses
    details = _details(path.stat().st_mtime_ns)
    joined = courses.merge(details, on=COURSE, how="left")
    joined = joined.fillna({"title": "", "award_level": "", "distance": ""})
    return joined[joined["distance"] != "yes"].drop(columns="distance").reset_index(drop=True)


@lru_cache(maxsize=1)
def _details(_written_ns: int) -> pd.DataFrame:
    raw = cache_dir() / "raw"
    of_file(raw, dataset("discover_uni_course_details").file)
    details = read_course_details(raw).rename(columns={"ukprn": "provider", "level": "award_level"})
    details["mode"] = details["mode"].str.replace("_", "-")
    return details[[*COURSE, "title", "award_level", "distance"]]
