"""What is taught where, as the publisher's tables say it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import BadInputError, SourceUnavailableError
from geo.publishers import hesa
from geo.publishers.hesa.courses import TARIFF_BANDS
from geo.registry import dataset
from tests.geo.examples import Rows, write

Declare = Callable[..., None]
KEY = ["UKPRN", "KISCOURSEID", "KISMODE"]
BANDS = [f"T{points:03d}" for points in TARIFF_BANDS]


def lay(raw: Path, declare: Declare, name: str, rows: Rows) -> None:
    write(raw, name, rows)
    declare(name, rows=len(rows) - 1)


def test_a_course_of_two_subjects_counts_half_in_each(tmp_path: Path, declare: Declare) -> None:
    rows: Rows = [
        [*KEY, "SBJ"],
        ["10000163", "A", "01", "CAH07-01-01"],
        ["10000163", "A", "01", "CAH09-01-01"],
        ["10000163", "A", "02", "CAH07-01-01"],
    ]
    lay(tmp_path, declare, "discover_uni_subjects", rows)
    read = hesa.read_course_subjects(tmp_path)
    assert read["share"].tolist() == [0.5, 0.5, 1.0]
    assert read["mode"].tolist() == ["full_time", "full_time", "part_time"]


def test_a_subject_of_another_level_is_refused(tmp_path: Path, declare: Declare) -> None:
    rows: Rows = [[*KEY, "SBJ"], ["10000163", "A", "01", "CAH07-01"]]
    lay(tmp_path, declare, "discover_uni_subjects", rows)
    with pytest.raises(BadInputError, match="'CAH07-01' is not a subject of level 3"):
        hesa.read_course_subjects(tmp_path)


def test_the_publishers_own_file_is_read_before_the_copy(tmp_path: Path, declare: Declare) -> None:
    rows: Rows = [[*KEY, "SBJ"], ["10000163", "A", "01", "CAH07-01-01"]]
    lay(tmp_path, declare, "discover_uni_subjects", rows)
    own = tmp_path / dataset("discover_uni_subjects").own_file
    own.write_text("UKPRN,KISCOURSEID,KISMODE,SBJ\n10000163,B,01,CAH07-01-02\n")
    assert hesa.read_course_subjects(tmp_path)["course_id"].tolist() == ["B"]


def test_places_are_those_that_are_named(tmp_path: Path, declare: Declare) -> None:
    rows: Rows = [
        ["PUBUKPRN", *KEY, "LOCID"],
        ["10000001", "10000163", "A", "01", "AE"],
        ["10000163", "10000163", "B", "01", ""],
    ]
    lay(tmp_path, declare, "discover_uni_courses", rows)
    read = hesa.read_course_places(tmp_path)
    assert read.to_dict("records") == [
        {
            "ukprn": "10000163",
            "course_id": "A",
            "mode": "full_time",
            "published_by": "10000001",
            "loc_id": "AE",
        }
    ]


def test_figures_that_were_not_given_stay_unknown(tmp_path: Path, declare: Declare) -> None:
    rows: Rows = [
        [*KEY, "TARPOP", "TARAGG", "TARSBJ", *BANDS],
        ["10000163", "A", "01", "20", "14", "", "0", "100", *["0"] * 12],
        ["10000163", "B", "01", "", "", "", *[""] * 14],
    ]
    lay(tmp_path, declare, "discover_uni_tariff", rows)
    read = hesa.read_entry_tariffs(tmp_path)
    assert read["course_id"].tolist() == ["A"]
    assert read[["entrants", "points_48"]].iloc[0].tolist() == [20, 100]
    rows[1][4] = "15"
    lay(tmp_path, declare, "discover_uni_tariff", rows)
    with pytest.raises(BadInputError, match="TARAGG '15' is not one of"):
        hesa.read_entry_tariffs(tmp_path)


DETAILS: Rows = [
    ["PUBUKPRN", *KEY, "DISTANCE", "FOUNDATION", "HONOURS", *["HECOS"] * 5, "TITLE", "KISLEVEL"],
    [
        *("10000163", "10000163", "A", "01", "0", "2", "1", "100425", "100419", "", "", ""),
        *("Physics, with a foundation year", "03"),
    ],
    ["10000163", "10000163", "A", "02", "1", "0", "", *[""] * 5, "Physics", "04"],
]


def test_the_table_of_courses_is_read_where_there_is_one(tmp_path: Path, declare: Declare) -> None:
    with pytest.raises(SourceUnavailableError, match="discover_uni_course_details"):
        hesa.read_course_details(tmp_path)
    lay(tmp_path, declare, "discover_uni_course_details", DETAILS)
    read = hesa.read_course_details(tmp_path)
    assert read.loc[0].to_dict() == {
        "ukprn": "10000163",
        "course_id": "A",
        "mode": "full_time",
        "title": "Physics, with a foundation year",
        "level": "first degree",
        "distance": "no",
        "foundation_year": "optional",
        "honours": "yes",
        "hecos": "100425 100419",
    }
    assert read.loc[1, ["level", "distance", "honours", "hecos"]].tolist() == [
        *("other undergraduate", "yes", "", ""),
    ]


def test_an_unknown_level_of_a_course_is_refused(tmp_path: Path, declare: Declare) -> None:
    rows = [list(row) for row in DETAILS]
    rows[1][-1] = "09"
    lay(tmp_path, declare, "discover_uni_course_details", rows)
    with pytest.raises(BadInputError, match="KISLEVEL '09' is not one of"):
        hesa.read_course_details(tmp_path)
