"""Findings of one place: ranks from both ends, region and nation, change, and what is not tested."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from geo import tables
from geo.areas import at_year
from geo.compare import Interval, find_place, finding_of, findings_of
from geo.compare.findings import RankInterval, verdict_of
from geo.registry import indicator

BLACKPOOL, SCILLY, CARDIFF, GLASGOW = "E06000009", "E06000053", "W06000015", "S12000049"


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.001, 0.2, "higher"),
        (0.0, 0.2, "not clear"),
        (-0.2, 0.0, "not clear"),
        (-0.2, -0.001, "lower"),
        (np.nan, np.nan, "not tested"),
    ],
)
def test_a_verdict_needs_an_interval_without_nought(low: float, high: float, verdict: str) -> None:
    assert verdict_of(Interval((low + high) / 2, low, high)) == verdict


def test_ranks_count_from_both_ends() -> None:
    rank = RankInterval(first=3, last=7, of=10, level="region")
    assert (rank.among_lowest, rank.among_highest) == (7, 8)
    assert RankInterval(10, 10, 10, "region").among_highest == 1


@pytest.mark.parametrize("measure", ["he19_rate", "he19_gap"])
def test_ranks_are_counted_from_the_lowest_whichever_end_is_worse(measure: str) -> None:
    found = finding_of(find_place(BLACKPOOL), indicator(measure))
    assert found is not None
    assert found.rank is not None
    rows = at_year(measure, "utla23").dropna(subset=["value"])
    own, ends = rows.loc[BLACKPOOL], rows[["low", "high"]].fillna({"low": -1, "high": 2})
    assert found.rank.first == 1 + int((ends["high"] < own["low"]).sum())
    assert found.rank.last == len(rows) - int((ends["low"] > own["high"]).sum())
    assert found.rank.of == len(rows)


def test_region_and_nation_are_tested_by_newcombe() -> None:
    found = findings_of(find_place(BLACKPOOL))[0]
    lait = tables.load("lait").reset_index()
    lait = lait[(lait["measure"] == "he19_rate") & (lait["period"] == "2023-24")]
    lait = lait.set_index("area_code")
    for beside, code in ((found.region, "E12000002"), (found.nation, "E92000001")):
        assert beside is not None
        assert (beside.code, beside.value) == (code, lait["value"][code])
        rows = at_year("he19_rate", beside.level).loc[code]
        low, high = confint_proportions_2indep(
            found.figure.value * found.people, found.people,
            rows["value"] * rows["people"], rows["people"], method="newcomb",
        )  # fmt: skip
        made = (beside.difference.low, beside.difference.high)
        assert made == pytest.approx((low, high), abs=1e-9)
        assert beside.verdict == "lower"


def test_a_change_is_set_against_that_of_the_nation() -> None:
    found = findings_of(find_place(BLACKPOOL))[0]
    assert found.change is not None
    assert found.nation is not None
    assert found.nation.change is not None
    assert (found.change.since, found.change.until) == (2016, 2024)
    assert (found.change.verdict, found.nation.change.verdict) == ("lower", "higher")
    own, theirs = found.change.size, found.nation.change.size
    below = np.hypot(own.value - own.low, theirs.high - theirs.value)
    above = np.hypot(own.high - own.value, theirs.value - theirs.low)
    apart = own.value - theirs.value
    assert found.nation.change_verdict == ("lower" if apart + above < 0 < below else "not clear")


def test_without_people_nothing_is_tested() -> None:
    found = findings_of(find_place(SCILLY))[0]
    assert found.rank is None
    assert found.why_no_interval == "the number of people it covers is not published"
    assert found.nation is not None
    assert found.nation.verdict == "not tested"
    assert found.change is not None
    assert found.change.verdict == "not tested"


def test_each_nation_has_its_own_measures_and_no_other() -> None:
    assert findings_of(find_place(CARDIFF)) == ()
    glasgow = findings_of(find_place(GLASGOW))
    assert [one.measure for one in glasgow] == ["simd20_university"]
    assert glasgow[0].region is None
    assert glasgow[0].nation is not None
    assert glasgow[0].nation.code == "S92000003"


def test_a_nation_is_set_against_nothing() -> None:
    found = findings_of(find_place("E92000001"))[0]
    assert (found.rank, found.region, found.nation) == (None, None, None)
