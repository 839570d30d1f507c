"""Discover Uni: what is taught where, with entry tariffs and continuation, course by course.

Quirks: a course is told by UKPRN, KISCOURSEID and KISMODE. Where few entered it, the publisher
pools courses of one subject or two years, says so by a code, and has a row for each subject then;
that subject need not be the course's own. Shares are rounded to 5, so that they seldom add up to
100; those of under 2.5% are 0.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.hesa.places import MODES, check_ukprn
from geo.publishers.reading import as_found, check_unique, read_csv, refuse, to_number
from geo.registry import Dataset, dataset

COURSE = ["ukprn", "course_id", "mode"]
"""Columns that tell a course."""
TARIFF_BANDS = (1, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240)
"""Least UCAS tariff points of each published band; the last is open."""
_KEY = ["UKPRN", "KISCOURSEID", "KISMODE"]
_SUBJECT = r"CAH\d\d-\d\d-\d\d"
_POOLED = {"11", "12", "13", "14", "21", "22", "23", "24"}
"""What figures are of: 1 one year or 2 two years; and 1, 2 or 3 the provider's courses in a subject
of that level, or 4 the course alone."""
_FLAGS = {"0": "no", "1": "yes", "2": "optional"}
AWARDS = {"03": "first degree", "04": "other undergraduate"}
"""What KISLEVEL stands for."""


def read_course_places(raw: Path) -> pd.DataFrame:
    """Read where each course is taught.

    Returns
    -------
    places
        A row for each course at each place: `ukprn`, `course_id`, `mode` (`full_time` or
        `part_time`), `published_by` (UKPRN of who publishes it) and `loc_id`. Courses that name
        no place are left out.
    """
    source = dataset("discover_uni_courses")
    text = read_csv(raw, source, ["PUBUKPRN", *_KEY, "LOCID"])
    text = text[text["LOCID"] != ""]
    check_unique(text, [*_KEY, "LOCID"], source)
    made = _course(text, source)
    return made.assign(published_by=text["PUBUKPRN"], loc_id=text["LOCID"]).reset_index(drop=True)


def read_course_subjects(raw: Path) -> pd.DataFrame:
    """Read the subjects of each course.

    Returns
    -------
    subjects
        A row for each course and subject: `ukprn`, `course_id`, `mode`, `subject` (level 3 of the
        Common Aggregation Hierarchy) and `share`: 1 over the number of the course's subjects.
    """
    source = as_found(raw, dataset("discover_uni_subjects"))
    text = read_csv(raw, source, [*_KEY, "SBJ"])
    check_unique(text, [*_KEY, "SBJ"], source)
    bad = text.loc[~text["SBJ"].str.fullmatch(_SUBJECT), "SBJ"]
    if len(bad):
        raise refuse(source, f"{bad.iloc[0]!r} is not a subject of level 3, such as CAH07-01-01.")
    share = 1 / text.groupby(_KEY)["SBJ"].transform("size")
    return _course(text, source).assign(subject=text["SBJ"], share=share)


def read_entry_tariffs(raw: Path) -> pd.DataFrame:
    """Read the UCAS tariff points of entrants of each course.

    Returns
    -------
    tariffs
        A row for each course, or for each course and subject where subjects are pooled: `ukprn`,
        `course_id`, `mode`; `pooled` (the publisher's code), `pooled_subject` (empty for a course
        alone), `entrants`; and `points_1` ... `points_240`: per cent of entrants in each of
        `TARIFF_BANDS`. Rows without figures are left out.
    """
    source = as_found(raw, dataset("discover_uni_tariff"))
    bands = {f"T{points:03d}": f"points_{points}" for points in TARIFF_BANDS}
    text = read_csv(raw, source, [*_KEY, "TARPOP", "TARAGG", "TARSBJ", *bands])
    text = text[text["T001"] != ""]
    made = pooled_rows(text, source, "TAR").assign(
        entrants=to_number(text, "TARPOP", source, low=1, high=100_000)
    )
    for theirs, ours in bands.items():
        made[ours] = to_number(text, theirs, source, low=0, high=100)
    return made


def read_continuation(raw: Path) -> pd.DataFrame:
    """Read what students of each course do a year after they entered.

    Returns
    -------
    continuation
        A row for each course, or for each course and subject where subjects are pooled: `ukprn`,
        `course_id`, `mode`, `pooled`, `pooled_subject`; and `continued`, the per cent who go on
        at the same provider. Rows without figures are left out.
    """
    source = as_found(raw, dataset("discover_uni_continuation"))
    text = read_csv(raw, source, [*_KEY, "CONTAGG", "CONTSBJ", "UCONT"])
    text = text[text["UCONT"] != ""]
    made = pooled_rows(text, source, "CONT")
    return made.assign(continued=to_number(text, "UCONT", source, low=0, high=100))


def read_subjects(raw: Path) -> pd.DataFrame:
    """Read the names of subjects.

    Returns
    -------
    subjects
        By `subject` (a code of level 1 or 2): `level` and `label`.
    """
    source = dataset("cah_labels")
    text = read_csv(raw, source, ["cah_code", "level", "label"])
    check_unique(text, ["cah_code"], source)
    level = to_number(text, "level", source, low=1, high=2).astype("int64")
    made = pd.DataFrame({"level": level, "label": text["label"].str.strip()})
    made.index = pd.Index(text["cah_code"], name="subject")
    return made.sort_index()


def read_course_details(raw: Path) -> pd.DataFrame:
    """Read the table of courses itself, which only a user's own copy of the archive has.

    Returns
    -------
    details
        A row for each course: `ukprn`, `course_id`, `mode`, `title`; `level` (first degree or
        other undergraduate; empty if not said); `distance`, `foundation_year` and `honours` (no,
        yes, optional; empty if not said); and `hecos`, up to five codes with blanks between.
    """
    source = dataset("discover_uni_course_details")
    wanted = ["TITLE", "KISLEVEL", "DISTANCE", "FOUNDATION", "HONOURS"]
    # HECOS heads five columns, of which pandas numbers all but the first.
    subjects = ["HECOS", *(f"HECOS.{number}" for number in range(1, 5))]
    text = read_csv(raw, source, [*_KEY, *wanted, *subjects])
    check_unique(text, _KEY, source)
    made = _course(text, source)
    made["title"] = text["TITLE"].str.strip()
    made["level"] = _coded(text, "KISLEVEL", AWARDS, source)
    names = {"DISTANCE": "distance", "FOUNDATION": "foundation_year", "HONOURS": "honours"}
    for theirs, ours in names.items():
        made[ours] = _coded(text, theirs, _FLAGS, source)
    made["hecos"] = text[subjects].agg(" ".join, axis=1).str.split().str.join(" ")
    return made


def _course(text: pd.DataFrame, source: Dataset) -> pd.DataFrame:
    check_ukprn(text, "UKPRN", source.id)
    mode = named_mode(text, source)
    made = {"ukprn": text["UKPRN"], "course_id": text["KISCOURSEID"], "mode": mode}
    return pd.DataFrame(made)


def named_mode(text: pd.DataFrame, source: Dataset) -> pd.Series:
    """Return the mode of each row: `full_time` or `part_time`."""
    if (text["KISMODE"] == "").any():
        raise refuse(source, "a course has no mode (KISMODE).")
    return _coded(text, "KISMODE", MODES, source)


def pooled_rows(text: pd.DataFrame, source: Dataset, prefix: str) -> pd.DataFrame:
    """Name the course of each row, and how the publisher pooled it."""
    code, subject = f"{prefix}AGG", f"{prefix}SBJ"
    check_unique(text, [*_KEY, subject], source)
    unknown = set(text[code]) - _POOLED
    if unknown:
        raise refuse(source, f"{code} {min(unknown)!r} is not one of {sorted(_POOLED)}.")
    return _course(text, source).assign(pooled=text[code], pooled_subject=text[subject])


def _coded(text: pd.DataFrame, column: str, codes: dict[str, str], source: Dataset) -> pd.Series:
    """Return the words that a column of codes stands for; an empty cell stays empty."""
    unknown = set(text[column]) - {*codes, ""}
    if unknown:
        raise refuse(source, f"{column} {min(unknown)!r} is not one of {list(codes)}.")
    return text[column].map({**codes, "": ""})
