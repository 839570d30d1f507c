"""The bundled table of courses: joined by the publisher's rules, and counted from the raw files."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.errors import IntegrityError
from geo.places.courses import build_courses, points_of

COURSE = {"ukprn": "10000001", "course_id": "A", "mode": "full_time"}
PLACES = pd.DataFrame([COURSE | {"published_by": "10000002", "loc_id": "X"}])
SUBJECTS = pd.DataFrame(
    [
        COURSE | {"subject": "CAH07-01-01", "share": 0.5},
        COURSE | {"subject": "CAH09-01-01", "share": 0.5},
    ]
)
TARIFFS = pd.DataFrame(
    [
        COURSE | {"pooled": "12", "pooled_subject": "CAH07-01", "entrants": 90.0},
        COURSE | {"pooled": "13", "pooled_subject": "CAH07-01-01", "entrants": 30.0},
        COURSE | {"pooled": "13", "pooled_subject": "CAH07-01-02", "entrants": 60.0},
    ]
).assign(points_1=[0, 0, 0], points_48=[100, 0, 50], points_240=[0, 95, 50])
CONTINUATION = pd.DataFrame([COURSE | {"pooled": "14", "pooled_subject": "", "continued": 90.0}])
SITES = pd.Index(["10000001-X"])


def test_the_closest_pooled_figure_of_a_subject_counts_and_no_other() -> None:
    made = build_courses(PLACES, SUBJECTS, TARIFFS, CONTINUATION, SITES)
    physics = made.loc[("10000001-X", "A", "full_time", "CAH07-01-01")]
    assert physics["entrants"] == 30
    assert physics["points_pooled"] == "13"
    assert physics[["points_low", "points_median", "points_high"]].tolist() == [240] * 3
    maths = made.loc[("10000001-X", "A", "full_time", "CAH09-01-01")]
    assert np.isnan(maths["points_median"])
    assert maths["points_pooled"] == ""
    assert made["continued"].tolist() == [90, 90]
    assert made["continued_pooled"].tolist() == ["14", "14"]
    assert made["share"].sum() == 1


def test_shares_that_were_rounded_away_leave_points_unknown() -> None:
    shares = pd.DataFrame({"points_1": [25, 20], "points_48": [25, 29], "points_64": [0, 0]})
    found = points_of(shares)
    assert found.loc[0].tolist() == [1, 1, 48]
    assert found.loc[1].isna().all()


def test_a_course_without_subject_or_site_is_refused() -> None:
    with pytest.raises(IntegrityError, match="have no subject"):
        build_courses(PLACES, SUBJECTS[:0], TARIFFS, CONTINUATION, SITES)
    with pytest.raises(IntegrityError, match="10000001-X.* at a site that there is not"):
        build_courses(PLACES, SUBJECTS, TARIFFS, CONTINUATION, SITES[:0])


def test_shares_add_up_to_the_courses_of_each_site() -> None:
    courses, sites = tables.load("courses"), tables.load("sites")
    summed = courses.groupby(["site_id", "mode"])["share"].sum().unstack(fill_value=0)
    for mode in ("full_time", "part_time"):
        counted = sites[f"courses_{mode}"]
        expected = summed[mode].reindex(counted.index, fill_value=0)
        assert np.allclose(counted, expected, atol=1e-9)
    assert courses["share"].sum() == pytest.approx(32_104)
    labels = tables.load("subjects")
    narrow = courses.index.get_level_values("subject").str[:8].unique()
    assert sorted(narrow) == labels.index[labels["level"] == 2].tolist()
    assert sorted({code[:5] for code in narrow}) == labels.index[labels["level"] == 1].tolist()


def _rows(raw: Path, name: str) -> list[dict[str, str]]:
    path = raw / "discover_uni" / name
    opened = gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8-sig")
    with opened as file:
        return list(csv.DictReader(file))


@pytest.mark.raw
def test_courses_recount_from_the_publishers_files(raw: Path) -> None:
    subjects: dict[tuple[str, ...], list[str]] = {}
    for row in _rows(raw, "SBJ.csv.gz"):
        key = (row["UKPRN"], row["KISCOURSEID"], row["KISMODE"])
        subjects.setdefault(key, []).append(row["SBJ"])
    by_provider: Counter[str] = Counter()
    by_subject: Counter[str] = Counter()
    by_site: Counter[str] = Counter()
    for row in _rows(raw, "COURSELOCATION.csv"):
        if not row["LOCID"]:
            continue
        held = subjects[row["UKPRN"], row["KISCOURSEID"], row["KISMODE"]]
        by_provider[row["UKPRN"]] += 1
        by_site[f"{row['UKPRN']}-{row['LOCID']}"] += 1
        for subject in held:
            by_subject[subject[:8]] += Fraction(1, len(held))  # type: ignore[assignment]
    courses = tables.load("courses").reset_index()
    for made, expected in (
        (courses.groupby(courses["site_id"].str[:8])["share"].sum(), by_provider),
        (courses.groupby(courses["subject"].str[:8])["share"].sum(), by_subject),
        (courses.groupby("site_id")["share"].sum(), by_site),
    ):
        assert set(made.index) == set(expected)
        assert all(abs(made[key] - float(expected[key])) < 1e-6 for key in expected)


@pytest.mark.raw
def test_points_of_courses_alone_recompute_from_the_bands(raw: Path) -> None:
    courses = tables.load("courses").reset_index()
    alone = courses[courses["points_pooled"].isin(["14", "24"])]
    modes = {"01": "full_time", "02": "part_time"}
    published = {
        (row["UKPRN"], row["KISCOURSEID"], modes[row["KISMODE"]]): row
        for row in _rows(raw, "TARIFF.csv.gz")
        if row["TARAGG"] in ("14", "24")
    }
    for row in alone.iloc[::97].itertuples():
        bands = published[row.site_id[:8], row.course_id, row.mode]
        shares = [(int(name[1:]), int(bands[name])) for name in bands if name[1:].isdigit()]
        # Write out every entrant, and take the one in the middle.
        line = [points for points, share in shares for _ in range(share)]
        if len(line) < 50:
            assert np.isnan(row.points_median)
            continue
        assert row.points_median == line[-(-len(line) // 2) - 1]
        assert row.points_low == line[-(-len(line) // 4) - 1]
        assert row.points_high == line[-(-len(line) * 3 // 4) - 1]
        assert row.entrants == int(bands["TARPOP"])
