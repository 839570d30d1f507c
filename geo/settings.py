"""Constants the whole project shares, each with its unit, and where its data lie.

ANALYSIS_CRS
    Every geometry inside `geo` is in EPSG:27700 (British National Grid, metres).
DISPLAY_CRS
    Longitude and latitude, EPSG:4326; reached once, where a layer or a file is made.
SNAP_PER_M
    Boundaries are stored on a grid of 1/64 m, which a double holds exactly, so that
    neighbours share their vertices to the bit.
PACK_CELL_M
    Cell of the grid that the browser packs are drawn on, in web-mercator metres.
YOUNG_AGES, YOUNG_AGES_NOW
    Ages at mid-2020 counted as `young_people` and as `young_people_now` (who are 13 to 17
    in 2026, if nobody had moved). Both ends are included.
CONFIDENCE_LEVEL
    Level of every interval shown.
UNCERTAIN
    Whether an area is in the lowest fifth is uncertain where the chance of it lies between
    these, both included.
SMALL_COUNT
    Counts of people from a user's own file below this are not shown.
LOCK_SECONDS
    How long a writer waits for another one before it gives up, in seconds.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

VERSION = "0.3.0"

ANALYSIS_CRS = "EPSG:27700"
DISPLAY_CRS = "EPSG:4326"
SNAP_PER_M = 64
PACK_CELL_M = 2.0

YOUNG_AGES = (13, 17)
YOUNG_AGES_NOW = (7, 11)
CONFIDENCE_LEVEL = 0.95
UNCERTAIN = (0.05, 0.95)
SMALL_COUNT = 10

LOCK_SECONDS = 60

TUNDRA_WHO = "GCSE leavers 2010 to 2014"
TUNDRA_LEFT_OUT = (
    "Pupils of special schools, of independent schools and of schools outside England "
    "are not in the figure."
)
SCHOOLS_OPEN_ON = "24 May 2025"
"""Day on which the schools and colleges listed were open."""
RESULTS_YEAR = "2018-19"
"""School year of the results of schools and colleges."""
SCHOOL_PAGE = (
    "https://www.get-information-schools.service.gov.uk/Establishments/Establishment/Details/{}"
)
"""Public page of a school or college by its URN; it is linked to and never fetched."""
NOT_ONE_PERSON = (
    "A figure for a place says nothing about one person, and decides nobody's eligibility."
)


@cache
def project_dir() -> Path:
    """Return the folder that holds `app.py`."""
    return Path(__file__).resolve().parents[1]


@cache
def home_dir() -> Path:
    """Return the folder that holds `data`, `docs` and `.streamlit`.

    It is that of the project, or of the bundle that lies inside the package where it was installed.
    """
    bundle = Path(__file__).resolve().parent / "_bundle"
    return bundle if bundle.is_dir() else project_dir()


def cache_dir() -> Path:
    """Return the cache of what a user fetched: `COLDSPOTS_CACHE`, else the system's folder."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("COLDSPOTS_CACHE") or user_cache_path("coldspots", appauthor=False))


def data_dir() -> Path:
    """Return the folder of the bundled data: `COLDSPOTS_DATA`, else that of the app."""
    return Path(os.environ.get("COLDSPOTS_DATA") or home_dir() / "data")
