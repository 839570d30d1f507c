"""Summaries of partners who share no pupils: merged as if pooled, and nothing given away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from geo import tables
from geo.errors import BadInputError
from geo.outreach.merge import Overlap, Range, merge
from geo.outreach.records import Records, read_records
from geo.outreach.summary import (
    ABOUT,
    Summary,
    above_schools,
    load_summary,
    summaries_of,
    summarise,
)
from geo.settings import SMALL_COUNT
from geo.uploads import WHOLE

# Three schools of Blackpool, two of Blackburn, one of the City of London.
URNS = ["119871", "140143", "140759", "141257", "119793", "100001"]
PARTNERS = ["North", "South", "College"]


def records_of(counts: dict[tuple[str, str], int]) -> Records:
    """Rows of at most seven young people each, so that no row is a count."""
    lines = ["urn,partner,number"]
    for (urn, who), count in counts.items():
        parts = [7] * (count // 7) + ([count % 7] if count % 7 else [])
        lines += [f"{urn},{who},{part}" for part in parts]
    return read_records("\n".join(lines).encode())


def through_files(records: Records) -> list[Summary]:
    """Summarise each partner's own part, and read what it hands over."""
    made = []
    for who in records.partners:
        own = Records(records.table[records.table["partner"] == who], records.bad)
        made.append(load_summary(json.dumps(summarise(own, who).to_json()).encode()))
    return made


COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(URNS), st.sampled_from(PARTNERS)),
    st.sampled_from([1, 1, 2, 4, 9, 10, 11, 12, 40]),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(COUNTS)
def test_the_merge_of_files_is_the_answer_on_the_pooled_file_wherever_nothing_is_hidden(
    counts: dict[tuple[str, str], int],
) -> None:
    pooled = records_of(counts)
    overlap = merge(through_files(pooled))
    rows = pooled.table.groupby(["urn", "partner"])["number"].sum()
    # Who works where is the same everywhere: gaps, overlap and duplication are whole.
    assert {urn: set(some) for urn, some in overlap.partners_at.items()} == {
        urn: set(some.index.get_level_values("partner")) for urn, some in rows.groupby("urn")
    }
    above = above_schools(pd.Index(URNS))
    for urn in URNS:
        true = sum(count for (at, _), count in counts.items() if at == urn)
        check(overlap.count_at(urn), true)
        for who in PARTNERS:
            check(overlap.count_at(urn, who), counts.get((urn, who), 0))
    for code in {*above.to_numpy().ravel(), WHOLE} - {""}:
        inside = [urn for urn in URNS if not code or code in set(above.loc[urn])]
        assert inside or code == WHOLE
        for who in PARTNERS:
            true = sum(counts.get((urn, who), 0) for urn in (inside if code else URNS))
            check(overlap.count_in(code, who), true)
    apart = merge(summaries_of(pooled))
    pd.testing.assert_frame_equal(apart.work, overlap.work)
    pd.testing.assert_frame_equal(apart.areas, overlap.areas)


def check(found: Range, true: int) -> None:
    """What is shown is what is so; what is hidden holds it."""
    assert found.low <= true <= (true if found.high is None else found.high)
    if found.is_known:
        assert found.low == true


def shown_sums(overlap: Overlap, who: str) -> Iterator[tuple[np.ndarray, float]]:
    """Yield all equations on a partner's counts by school that the merged answer tells."""
    above = above_schools(pd.Index(URNS))
    there = np.array([who in overlap.partners_at.get(urn, []) for urn in URNS])
    for at, urn in enumerate(URNS):
        one = overlap.count_at(urn, who)
        if one.is_known:
            yield np.eye(len(URNS))[at], one.low
        whole = overlap.count_at(urn)
        if whole.is_known:
            rest = sum(overlap.count_at(urn, other).low for other in PARTNERS if other != who)
            yield np.eye(len(URNS))[at], whole.low - rest
    for code in {*above.to_numpy().ravel(), WHOLE} - {""} | {WHOLE}:
        inside = np.array([not code or code in set(above.loc[urn]) for urn in URNS])
        found = overlap.count_in(code, who)
        if found.is_known:
            yield (inside & there).astype(float), found.low


@settings(max_examples=30, deadline=None)
@given(COUNTS)
def test_no_hidden_count_can_be_worked_out_of_the_merged_answer(
    counts: dict[tuple[str, str], int],
) -> None:
    """By an integer program over all that is told: each hidden count keeps three values or more."""
    overlap = merge(through_files(records_of(counts)))
    for who in overlap.partners:
        sums = list(shown_sums(overlap, who))
        rows = np.array([row for row, _ in sums] or [np.zeros(len(URNS))])
        told = np.array([value for _, value in sums] or [0.0])
        there = np.array([who in overlap.partners_at.get(urn, []) for urn in URNS])
        for at, urn in enumerate(URNS):
            true = counts.get((urn, who), 0)
            found = overlap.count_at(urn, who)
            if not true or found.is_known:
                # What is shown is no small number.
                assert not 0 < true < SMALL_COUNT
                continue
            ends = []
            for sign in (1, -1):
                goal = np.zeros(len(URNS))
                goal[at] = sign
                made = milp(
                    goal,
                    integrality=np.ones(len(URNS)),
                    bounds=Bounds(there.astype(float), np.where(there, 10_000.0, 0)),
                    constraints=LinearConstraint(rows, told, told),
                )
                ends.append(sign * made.fun)
            low, high = ends
            assert high - low >= 2
            # And the range that is told is all that can be known, no more and no less.
            assert found.low == low
            assert found.high == high or (found.high is None and high > 5_000)


def test_a_small_count_and_what_would_give_it_away_stand_as_null_alike() -> None:
    held = summarise(records_of({("119871", "North"): 30, ("140143", "North"): 4})).to_json()
    assert [one["count"] for one in held["schools"]] == [None, None]
    assert held["total"] == 34
    assert {one["code"]: one["count"] for one in held["areas"]} == {
        "E06000009": 34, "E12000002": 34
    }  # fmt: skip
    # At the limit itself nothing is hidden.
    held = summarise(records_of({("119871", "North"): 30, ("140143", "North"): 10})).to_json()
    assert [one["count"] for one in held["schools"]] == [30, 10]


def test_ways_and_activities_stand_only_where_the_count_does() -> None:
    rows = ["urn,type,intensity,n", "119871,Talk,one off,9", "119871,Mentoring,sustained,10"]
    rows += ["140143,Talk,one off,4"] + ["140759,Club,sustained,3"] * 10
    made = summarise(read_records("\n".join(rows).encode()), "Us").schools
    assert made["count"].astype(object).where(made["count"].notna(), None).tolist() == [
        None, None, 30
    ]  # fmt: skip
    assert made["types"].tolist() == [(), (), ("Club",)]
    assert made["intensities"].tolist() == [(), (), ("sustained",)]
    assert made["activities"].astype(object).where(made["activities"].notna(), None).tolist() == [
        None, None, 10
    ]  # fmt: skip
    alone = summarise(read_records("\n".join(rows[:3]).encode()), "Us").schools
    # Nine at a talk are not told apart from the nineteen; two rows are not told.
    assert alone["types"].tolist() == [("Mentoring",)]
    assert alone["activities"].isna().all()


def test_a_file_without_numbers_counts_rows_and_says_so() -> None:
    text = "urn\n" + "119871\n" * 12
    made = summarise(read_records(text.encode()), "Us")
    assert (made.counts, made.total) == ("rows", 12)
    overlap = merge([made])
    assert overlap.count_at("119871").text == "12 or more"
    assert overlap.uncounted == ("Us",)


def test_the_file_holds_no_row_and_says_in_words_what_is_in_it() -> None:
    text = "urn,name,pupil,date,n\n119871,,Ann Example,2025-03-01,30\n"
    said = json.dumps(summarise(read_records(text.encode()), "Us").to_json())
    assert "Ann" not in said
    assert "2025" not in said
    assert all(line in json.loads(said)["about"] for line in ABOUT)
    assert f"from 1 to {SMALL_COUNT - 1}" in said


def test_whose_a_summary_is_must_be_clear() -> None:
    two = read_records(b"urn,partner,n\n119871,A,30\n119871,B,30")
    with pytest.raises(BadInputError, match="Name one of them"):
        summarise(two)
    with pytest.raises(BadInputError, match="none of C"):
        summarise(two, "C")
    assert summarise(two, "a").total == 30
    with pytest.raises(BadInputError, match="Two summaries are of a"):
        merge([summarise(two, "A"), summarise(two, "a")])
    with pytest.raises(BadInputError, match="0 summaries"):
        merge([])


@cache
def good_text() -> str:
    counts = {("119871", "North"): 30, ("140143", "North"): 14, ("100001", "North"): 20}
    return json.dumps(summarise(records_of(counts)).to_json())


def good() -> dict[str, Any]:
    return json.loads(good_text())


def changed(**parts: Any) -> dict[str, Any]:
    return {**good(), **parts}


def school(**parts: Any) -> dict[str, Any]:
    held = good()
    held["schools"][0] = {**held["schools"][0], **parts}
    return held


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (list, 'no "kind"'),
        (lambda: changed(kind="x"), 'no "kind"'),
        (lambda: changed(format=2), "another form"),
        (lambda: changed(least_shown=5), "another least count"),
        (lambda: changed(pupils=["Ann"]), "'pupils', which no summary has"),
        (lambda: changed(partner=""), "partner must be a name"),
        (lambda: changed(partner="x" * 81), "partner must be a name"),
        (lambda: changed(counts="heads"), "counts must be"),
        (lambda: changed(schools={}), "schools must be a list"),
        (lambda: changed(schools=[]), "schools must be a list"),
        (lambda: changed(areas=7), "areas must be a list"),
        (lambda: changed(total=3), "10 or more"),
        (lambda: changed(total=True), "10 or more"),
        (lambda: changed(total=65), "do not add up"),
        (lambda: changed(areas=[]), "not those that hold its schools"),
        (lambda: school(urn="7"), "no URN"),
        (lambda: school(urn="140143"), "stands twice"),
        (lambda: school(count=9), "10 or more"),
        (lambda: school(count=31), "do not add up"),
        (lambda: school(count=None, activities=12), "tells more than its count allows"),
        (lambda: school(count=None, types=["Talk"]), "tells more than its count allows"),
        (lambda: school(count="30"), "10 or more"),
        (lambda: school(intensities=["weekly"]), "is none of"),
        (lambda: school(types=["x" * 61]), "short texts"),
        (lambda: school(types=["x"] * 21), "short texts"),
        (lambda: school(surname="Example"), "'surname', which no summary has"),
    ],
)
def test_a_stranger_file_that_is_no_summary_is_refused_in_a_sentence(
    made: Callable[[], Any], said: str
) -> None:
    content = json.dumps(made()).encode()
    with pytest.raises(BadInputError, match=said):
        load_summary(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"[" * 2_000,
        b'{"kind":' * 200,
        b"[]," * 600_000,
        b"x" * 5_000_001,
    ],
)
def test_a_stranger_file_of_other_bytes_is_refused_before_it_is_read(content: bytes) -> None:
    with pytest.raises(BadInputError):
        load_summary(content)


def test_a_good_file_is_read_as_it_was_written() -> None:
    held = good()
    again = load_summary(json.dumps(held).encode()).to_json()
    assert again == held


def test_schools_lie_in_areas_of_three_levels() -> None:
    above = above_schools(pd.Index(["119871"]))
    assert above.iloc[0].tolist() == ["E06000009", "E06000009", "E12000002"]
    assert set(tables.load("schools").index) >= set(URNS)
