"""Which courses count: a subject, a mode of study, and who enters; and what is taken away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from geo import tables
from geo.errors import BadInputError
from geo.fetch import own_copy
from geo.provision.details import with_details
from geo.uploads import SITE_COLUMNS

MODES = ("full-time", "part-time")
LEAST_POINTS, MOST_POINTS = 1, 240
"""Least and most UCAS tariff points from which a published band runs."""
_PROVIDER = re.compile(r"\d{8}")
_PART = re.compile(r"(?P<provider>\d{8})(?P<kind>[:/])(?P<name>.+)")


@dataclass(frozen=True)
class Selection:
    """Which courses count."""

    subject: str = ""
    """Code of the Common Aggregation Hierarchy, of any level; empty for every subject."""
    mode: str = ""
    """One of `MODES`; empty for both."""
    max_points: float | None = None
    """Only courses whose median entrant is in a band that runs from so many points or fewer."""
    min_points: float | None = None
    """Only courses whose median entrant is in a band that runs from so many points or more."""

    def __post_init__(self) -> None:
        """Refuse a mode that is none, and limits on points that no course can meet."""
        if self.mode and self.mode not in MODES:
            raise BadInputError(f"No mode of study is called {self.mode!r}. Choose {_either()}.")
        for points in (self.max_points, self.min_points):
            if points is not None and not LEAST_POINTS <= points <= MOST_POINTS:
                raise BadInputError(
                    f"{points:g} tariff points are not between {LEAST_POINTS} and {MOST_POINTS}, "
                    "from which the published bands run."
                )

    @property
    def has_points(self) -> bool:
        """Test whether courses are chosen by who enters them."""
        return not (self.max_points is None and self.min_points is None)


def _either() -> str:
    return " or ".join(MODES)


def load_courses(root: Path | None = None) -> pd.DataFrame:
    """Load the courses at sites that have a place.

    Returns
    -------
    courses
        A row for each course, site and subject: `site_id`, `provider` (UKPRN of who teaches),
        `course_id`, `mode` (one of `MODES`), `subject` (level 3), and the columns of the bundled
        table `courses`; where the user has a copy of the table of courses, also `title` and
        `award_level`, without courses taught at a distance alone. Shared: never change it.
    """
    own = None if root is not None else own_copy("discover_uni_course_details")
    written = [path.stat().st_mtime_ns for path in (tables.path_of("courses", root), own) if path]
    return _courses(root, *written)


@lru_cache(maxsize=2)
def _courses(root: Path | None, *_written_ns: int) -> pd.DataFrame:
    courses = tables.load("courses", root=root).reset_index()
    sites = tables.load("sites", ["ukprn", "placed"], root)
    there = sites.loc[courses["site_id"]]
    kept = courses.assign(
        provider=there["ukprn"].to_numpy(), mode=courses["mode"].str.replace("_", "-")
    )
    kept = kept[there["placed"].to_numpy()].reset_index(drop=True)
    return with_details(kept) if root is None else kept


def subjects(level: int = 2, root: Path | None = None) -> pd.Series:
    """Return the names of the subjects of a level, by code.

    Parameters
    ----------
    level
        1 (21 broad subjects) or 2 (35).

    Examples
    --------
    >>> subjects()["CAH07-01"], len(subjects(1))
    ('physics and astronomy', 21)
    """
    listed = tables.load("subjects", root=root)
    return listed.loc[listed["level"] == level, "label"]


def find_subject(text: str, root: Path | None = None) -> str:
    """Return the code of a subject that is given by its code or its name.

    Raises
    ------
    BadInputError
        If there is none: the nearest names are given.

    Examples
    --------
    >>> find_subject("Physics and astronomy"), find_subject("cah16"), find_subject("any")
    ('CAH07-01', 'CAH16', '')
    """
    wanted = " ".join(text.split())
    if wanted.casefold() in ("", "any"):
        return ""
    codes = _codes(root)
    if wanted.upper() in codes:
        return wanted.upper()
    named = {str(label).casefold(): code for code, label in subjects(1, root).items()}
    named |= {str(label).casefold(): code for code, label in subjects(2, root).items()}
    if wanted.casefold() in named:
        return str(named[wanted.casefold()])
    near = [name for name in named if wanted.casefold() in name] or [*named]
    listed = "; ".join(f"{named[name]} {name}" for name in near[:5])
    raise BadInputError(
        f"No subject is called {wanted!r}. Give a code or a name of the Common Aggregation "
        f"Hierarchy, such as {listed}."
    )


def _codes(root: Path | None) -> set[str]:
    return {*tables.load("subjects", root=root).index, *load_courses(root)["subject"].unique()}


def subject_name(code: str, root: Path | None = None) -> str:
    """Return what a subject is called; one of level 3 by the level above, as no names are known.

    Examples
    --------
    >>> subject_name("CAH07-01"), subject_name("CAH07-01-01"), subject_name("")
    ('physics and astronomy', 'CAH07-01-01 (of physics and astronomy)', 'any subject')
    """
    if not code:
        return "any subject"
    labels = tables.load("subjects", ["label"], root)["label"]
    if code in labels.index:
        return str(labels[code])
    return f"{code} (of {labels[code[:8]]})"


def matching(
    selection: Selection, courses: pd.DataFrame | None = None, root: Path | None = None
) -> pd.DataFrame:
    """Return the rows of courses that are selected.

    Parameters
    ----------
    courses
        Rows of `load_courses`; all of them unless given. Those whose points are not known are left
        out where courses are chosen by points.
    """
    rows = load_courses(root) if courses is None else courses
    kept = pd.Series(data=True, index=rows.index)
    if selection.subject:
        code = find_subject(selection.subject, root)
        kept &= (rows["subject"] == code) | rows["subject"].str.startswith(f"{code}-")
    if selection.mode:
        kept &= rows["mode"] == selection.mode
    if selection.max_points is not None:
        kept &= rows["points_median"] <= selection.max_points
    if selection.min_points is not None:
        kept &= rows["points_median"] >= selection.min_points
    return rows[kept]


def teaching_sites(rows: pd.DataFrame, root: Path | None = None) -> pd.DataFrame:
    """Return the sites where some courses are taught.

    Parameters
    ----------
    rows
        Rows of courses, as `matching` returns them.

    Returns
    -------
    sites
        By `site_id`, in their order: the columns of `geo.uploads.SITE_COLUMNS`; `courses` counts
        a course of several subjects in parts.
    """
    counted = rows.groupby("site_id", sort=True)["share"].sum()
    sites = tables.load("sites", root=root).rename(columns={"ukprn": "provider"})
    sites = sites.loc[counted.index]
    return sites.assign(courses=counted, source="listed")[list(SITE_COLUMNS)]


def remove(courses: pd.DataFrame, removed: Sequence[str]) -> pd.DataFrame:
    """Return courses without those that are taken away.

    Parameters
    ----------
    removed
        Each the UKPRN of a provider (`10007795`), the id of a site (`10007795-M`), a subject at a
        provider (`10007795:CAH07-01`) or a course of a provider (`10007795/F300`).

    Raises
    ------
    BadInputError
        If one of them teaches none of the courses.

    Examples
    --------
    >>> rows = load_courses()
    >>> len(remove(rows, ["10007795"])) < len(rows)
    True
    """
    gone = pd.Series(data=False, index=courses.index)
    for one in removed:
        own = _named_by(courses, one)
        if not own.any():
            raise BadInputError(
                f"{one!r} teaches none of these courses, so it cannot be taken away. Give a "
                "provider (10007795), a site (10007795-M), a subject at a provider "
                "(10007795:CAH07-01) or a course of one (10007795/F300)."
            )
        gone |= own
    return courses[~gone]


def _named_by(courses: pd.DataFrame, one: str) -> pd.Series:
    if _PROVIDER.fullmatch(one):
        return courses["provider"] == one
    part = _PART.fullmatch(one)
    if part is None:
        return courses["site_id"] == one
    own = courses["provider"] == part["provider"]
    if part["kind"] == "/":
        return own & (courses["course_id"] == part["name"])
    code = part["name"].upper()
    return own & ((courses["subject"] == code) | courses["subject"].str.startswith(f"{code}-"))
