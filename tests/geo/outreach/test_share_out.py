"""Share-outs: all assignments tried, loads within what was asked, each school in one list."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BadInputError, NoAnswerError
from geo.outreach.partners import NOBODY, Partner
from geo.outreach.share_out import (
    AGREED_NOBODY,
    BY_HAND,
    TOO_FAR,
    ShareOutOptions,
    share_out,
)


def schools_of(points: list[tuple[int, int, int | None]]) -> pd.DataFrame:
    """Schools by kilometres east and north, and pupils."""
    index = pd.Index([f"s{number}" for number in range(len(points))], name="urn")
    table = pd.DataFrame(points, index=index, columns=["easting_m", "northing_m", "pupils"])
    return table.astype("float64").mul([1000, 1000, 1])


def partners_of(points: list[tuple[int, int]], weights: list[float] | None = None) -> list[Partner]:
    made = []
    for number, (east, north) in enumerate(points):
        site = pd.DataFrame(
            {"name": ["Hub"], "easting_m": [east * 1e3], "northing_m": [north * 1e3]}
        )
        made.append(Partner("ABCDE"[number], site, 1.0 if weights is None else weights[number]))
    return made


def best_of_all(
    schools: pd.DataFrame, partners: list[Partner], working: dict[str, list[str]], tolerance: float
) -> tuple[int, float] | None:
    """Try every assignment: most relations kept, then least km; None if none keeps the loads."""
    names = [one.name for one in partners]
    weight = np.array([one.weight for one in partners])
    share = schools["pupils"].sum() * weight / weight.sum()
    found = []
    for chosen in product(range(len(partners)), repeat=len(schools)):
        load = np.bincount(chosen, schools["pupils"], len(partners))
        if (np.abs(load - share) > tolerance * share + 1e-6).any():
            continue
        kept = km = 0.0
        for urn, who in zip(schools.index, chosen, strict=True):
            site = partners[who].sites.iloc[0]
            away = np.hypot(
                *(schools.loc[urn, one] - site[one] for one in ("easting_m", "northing_m"))
            )
            km += round(away / 1000, 3)
            kept += names[who] in working.get(urn, [])
        found.append((-int(kept), round(km, 3)))
    return min(found) if found else None


POINT = st.integers(0, 30)
CASES = {
    "schools": st.lists(st.tuples(POINT, POINT, st.integers(50, 150)), min_size=6, max_size=6),
    "places": st.lists(st.tuples(POINT, POINT), min_size=3, max_size=3),
    "weights": st.lists(st.sampled_from([1.0, 1.0, 2.0]), min_size=3, max_size=3),
    "works": st.lists(st.sampled_from(["", "A", "B", "C", "AC"]), min_size=6, max_size=6),
    "tolerance": st.sampled_from([0.05, 0.1, 0.3, 0.6]),
}


@settings(max_examples=20, deadline=None)
@given(**CASES)
def test_no_assignment_of_six_schools_to_three_partners_is_better(
    schools: list, places: list, weights: list, works: list, tolerance: float
) -> None:
    table, partners = schools_of(schools), partners_of(places, weights)
    working = {urn: list(some) for urn, some in zip(table.index, works, strict=True) if some}
    expected = best_of_all(table, partners, working, tolerance)
    options = ShareOutOptions(tolerance=tolerance)
    if expected is None:
        with pytest.raises(NoAnswerError, match="there is one") as caught:
            share_out(table, partners, working, options)
        would = caught.value.instead["tolerance"]
        assert best_of_all(table, partners, working, would) is not None
        assert best_of_all(table, partners, working, would - 0.0101) is None
        return
    made = share_out(table, partners, working, options)
    assert (-made.kept, round(made.travel_km, 3)) == pytest.approx(expected, abs=2e-3)
    assert made.gap == 0
    assert made.kept_most == made.kept


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(POINT, POINT, st.integers(1, 400)), min_size=4, max_size=40),
    st.lists(st.tuples(POINT, POINT), min_size=1, max_size=4),
    st.sampled_from(["pupils", "schools"]),
)
def test_every_school_is_in_one_list_and_loads_are_within_what_was_asked(
    schools: list, places: list, by: str
) -> None:
    table, partners = schools_of(schools), partners_of(places)
    asked = ShareOutOptions(by=by, tolerance=0.5)
    try:
        made = share_out(table, partners, {}, asked)
    except NoAnswerError as error:
        made = share_out(table, partners, {}, ShareOutOptions(by, error.instead["tolerance"]))
    assert made.table.index.equals(table.index)
    assert set(made.table["partner"]) <= {one.name for one in partners}
    lists = [urn for who in [*made.loads.index, NOBODY] for urn in made.urns_of(who)]
    assert sorted(lists) == sorted(table.index)
    load = table["pupils"] if by == "pupils" else pd.Series(1.0, table.index)
    for who, row in made.loads.iterrows():
        own = load[made.table["partner"] == who].sum()
        assert row["load"] == own
        assert (
            abs(own - load.sum() / len(partners))
            <= made.tolerance * load.sum() / len(partners) + 1e-5
        )


ROW = schools_of([(0, 0, 100), (1, 0, 100), (9, 0, 100), (10, 0, 100)])
ENDS = partners_of([(0, 0), (10, 0)])


def test_a_relation_is_kept_before_travel_is_saved() -> None:
    assert share_out(ROW, ENDS).table["partner"].tolist() == ["A", "A", "B", "B"]
    made = share_out(ROW, ENDS, {"s0": ["B"], "s3": ["Z"]})
    assert made.table["partner"].tolist() == ["B", "A", "A", "B"]
    assert made.table["because"].tolist() == [
        "works there already", "nearest partner", "evens out the loads", "nearest partner"
    ]  # fmt: skip
    assert (made.kept, made.could_stay) == (1, 1)


def test_relations_that_would_break_the_loads_are_not_kept() -> None:
    made = share_out(ROW, ENDS, {urn: ["A"] for urn in ROW.index})
    assert made.loads["schools"].tolist() == [2, 2]
    assert (made.kept, made.could_stay) == (2, 4)


def test_what_is_agreed_by_hand_stands_and_counts_in_the_loads() -> None:
    options = ShareOutOptions(agreed={"s0": "b", "s1": "nobody"}, tolerance=0.4)
    made = share_out(ROW, ENDS, {}, options)
    assert made.table["partner"].tolist() == ["B", NOBODY, "A", "B"]
    assert made.table["because"].tolist()[:2] == [BY_HAND, AGREED_NOBODY]
    assert made.loads["share"].tolist() == [150, 150]


def test_nobody_takes_a_school_that_is_too_far_from_all() -> None:
    far = pd.concat([ROW, schools_of([(90, 0, 70)]).set_axis(["far"])])
    made = share_out(far, ENDS, {}, ShareOutOptions(max_km=12))
    assert made.urns_of(NOBODY) == ["far"]
    assert made.table["because"]["far"] == TOO_FAR
    exactly = share_out(far, ENDS, {}, ShareOutOptions(max_km=80, tolerance=0.2))
    assert exactly.urns_of(NOBODY) == []


def test_weights_give_shares_and_a_school_without_a_roll_counts_as_none() -> None:
    table = ROW.assign(pupils=[100.0, 100.0, 100.0, None])
    made = share_out(table, partners_of([(0, 0), (10, 0)], [2, 1]))
    assert made.loads["load"].tolist() == [200, 100]
    assert made.loads["share"].tolist() == [200, 100]
    assert made.unknown == 1


def test_bounds_that_cannot_be_kept_are_refused_with_those_that_can() -> None:
    table = schools_of([(0, 0, 300), (1, 0, 100)])
    with pytest.raises(NoAnswerError, match="Within 50% there is one"):
        share_out(table, ENDS)
    made = share_out(table, ENDS, {}, ShareOutOptions(tolerance=0.5))
    assert sorted(made.loads["load"]) == [100, 300]
    with pytest.raises(NoAnswerError):
        share_out(table, ENDS, {}, ShareOutOptions(tolerance=0.49))
    with pytest.raises(NoAnswerError, match="Within 50%"):
        share_out(table, ENDS, {}, ShareOutOptions(agreed={"s0": "A", "s1": "B"}))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (ShareOutOptions(by="desks"), "No load is called"),
        (ShareOutOptions(tolerance=-1), "is none"),
        (ShareOutOptions(agreed={"x": "A"}), "not in the place"),
        (ShareOutOptions(agreed={"s0": "Z"}), "no partner here"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: ShareOutOptions, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        share_out(ROW, ENDS, {}, options)


def test_partners_need_names_of_their_own() -> None:
    with pytest.raises(BadInputError, match="Two partners"):
        share_out(ROW, [ENDS[0], ENDS[0]])
    with pytest.raises(BadInputError, match="0 partners"):
        share_out(ROW, [])


def test_no_load_is_above_its_bound_and_one_may_be_at_it() -> None:
    """Six schools at A's door: four each would be nearest, three is the most within half."""
    six = schools_of([(0, 0, 1)] * 6)
    three = partners_of([(0, 0), (5, 0), (6, 0)])
    made = share_out(six, three, {}, ShareOutOptions("schools", 0.5))
    assert made.loads["schools"].tolist() == [3, 2, 1]
    assert share_out(six, three, {}, ShareOutOptions("schools", 0.99)).loads[
        "schools"
    ].tolist() == [3, 2, 1]
    assert share_out(six, three, {}, ShareOutOptions("schools", 1)).loads["schools"].tolist() == [
        4, 2, 0
    ]  # fmt: skip
