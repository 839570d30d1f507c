from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.boundaries.vintages import (
    carry_counts,
    carry_rates,
    correct_parents,
    derive_msoa_change,
    with_groups,
)
from geo.errors import BadInputError


def table(text: str) -> pd.DataFrame:
    """Read a table drawn in ASCII; `.` is missing."""
    lines = [line.split() for line in text.strip().splitlines()]
    frame = pd.DataFrame(lines[1:], columns=lines[0]).replace(".", np.nan)
    for column in frame:
        if column not in ("from_code", "to_code", "change", "code", "basis", "source"):
            frame[column] = frame[column].astype("float64")
    return frame


PAIRS = table(
    """
    from_code to_code change
    A         A       unchanged
    B         B1      split
    B         B2      split
    B         B3      split
    C         CD      merged
    D         CD      merged
    E         EF1     irregular
    F         EF1     irregular
    F         EF2     irregular
    G         G1      split
    G         G2      split
    """
)
OLD = table(
    """
    code cohort rate
    A    100    0.5
    B    100    0.4
    C    60     0.2
    D    20     0.6
    E    50     0.1
    F    50     0.3
    G    .      .
    """
).set_index("code")


def test_groups_hold_areas_that_changed_together() -> None:
    grouped = with_groups(PAIRS).set_index(["from_code", "to_code"])["group"]
    assert grouped["C", "CD"] == grouped["D", "CD"]
    assert grouped["E", "EF1"] == grouped["F", "EF2"]
    assert grouped.nunique() == 5


def test_counts_are_shared_so_that_parts_sum_to_the_whole() -> None:
    carried = carry_counts(OLD["cohort"], PAIRS)
    assert carried.to_dict() == pytest.approx(
        {
            "A": 100,
            "B1": 34,
            "B2": 33,
            "B3": 33,
            "CD": 80,
            "EF1": 50,
            "EF2": 50,
            "G1": np.nan,
            "G2": np.nan,
        },
        nan_ok=True,
    )


def test_counts_are_shared_by_weight_where_all_parts_have_one() -> None:
    shares = pd.Series({"B1": 1.0, "B2": 1.0, "B3": 2.0, "G1": 5.0})
    carried = carry_counts(OLD["cohort"], PAIRS, shares)
    assert carried[["B1", "B2", "B3"]].tolist() == [25, 25, 50]
    # One part of the second group has no weight: its people are shared equally.
    assert carry_counts(pd.Series({"G": 7.0}), PAIRS, shares)[["G1", "G2"]].tolist() == [4, 3]


def test_rates_are_copied_inherited_or_averaged_by_pupils() -> None:
    carried = carry_rates(OLD["rate"], OLD["cohort"], PAIRS)
    expected = table(
        """
        code rate cohort basis     source
        A    0.5  100    direct    A
        B1   0.4  100    inherited B
        B2   0.4  100    inherited B
        B3   0.4  100    inherited B
        CD   0.3  80     merged    C+D
        EF1  0.2  100    mixed     E+F
        EF2  0.2  100    mixed     E+F
        G1   .    .      inherited G
        G2   .    .      inherited G
        """
    ).set_index("code")
    pd.testing.assert_frame_equal(carried, expected, check_names=False, check_dtype=False)


def test_a_merger_with_a_suppressed_area_is_partial() -> None:
    suppressed = OLD.copy()
    suppressed.loc["D"] = np.nan
    carried = carry_rates(suppressed["rate"], suppressed["cohort"], PAIRS)
    assert carried.loc["CD", ["rate", "cohort", "basis"]].tolist() == [0.2, 60, "partial"]


def test_an_old_area_without_a_row_gives_nothing() -> None:
    carried = carry_rates(OLD["rate"].drop("A"), OLD["cohort"].drop("A"), PAIRS)
    assert "A" not in carried.index


@st.composite
def changes(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    old = draw(st.integers(1, 8))
    new = draw(st.integers(1, 8))
    links = draw(st.sets(st.tuples(st.integers(0, old - 1), st.integers(0, new - 1)), min_size=1))
    pairs = pd.DataFrame(
        [(f"O{a}", f"N{b}", "irregular") for a, b in links],
        columns=["from_code", "to_code", "change"],
    )
    codes = sorted(set(pairs["from_code"]))
    counts = draw(
        st.lists(
            st.one_of(st.integers(0, 10_000), st.just(None)),
            min_size=len(codes),
            max_size=len(codes),
        )
    )
    weights = draw(st.lists(st.floats(0, 1e6), min_size=new, max_size=new))
    return (
        pairs,
        pd.Series(counts, index=codes, dtype="float64"),
        pd.Series(weights, index=[f"N{b}" for b in range(new)]),
    )


@given(changes())
def test_no_person_is_lost_or_made(case: tuple[pd.DataFrame, pd.Series, pd.Series]) -> None:
    pairs, counts, weights = case
    carried = carry_counts(counts, pairs, weights)
    assert carried.sum() == counts.sum()
    assert ((carried.dropna() % 1) == 0).all()
    assert set(carried.index) == set(pairs["to_code"])


@given(changes(), st.randoms())
def test_the_order_of_rows_does_not_matter(
    case: tuple[pd.DataFrame, pd.Series, pd.Series], random: object
) -> None:
    pairs, counts, weights = case
    order = list(range(len(pairs)))
    random.shuffle(order)  # type: ignore[attr-defined]
    first = carry_counts(counts, pairs, weights)
    second = carry_counts(counts, pairs.iloc[order], weights)
    pd.testing.assert_series_equal(first, second)


def test_msoa_change_is_derived_from_neighbourhoods() -> None:
    best_fit = pd.DataFrame(
        {
            "from_code": ["M1", "M2", "M3", "M4"],
            "from_name": ["Ayton 001", "Ayton 002", "Ayton 003", "Ayton 004"],
            "to_code": ["M1", "M2", "M34", "M34"],
        }
    )
    lsoas = pd.DataFrame(
        {
            "from_name": ["Ayton 001A", "Ayton 002A", "Ayton 002B", "Ayton 003A", "Ayton 004A"],
            "to_code": ["L1", "L2", "L3", "L4", "L5"],
            "change": ["unchanged"] * 5,
        }
    )
    parents = pd.DataFrame(
        {"msoa21_code": ["M1", "M2", "M9", "M34", "M34"]}, index=["L1", "L2", "L3", "L4", "L5"]
    )
    derived = derive_msoa_change(best_fit, lsoas, parents)
    assert derived.to_dict("records") == [
        {"from_code": "M1", "to_code": "M1", "change": "unchanged"},
        {"from_code": "M2", "to_code": "M2", "change": "split"},
        {"from_code": "M2", "to_code": "M9", "change": "split"},
        {"from_code": "M3", "to_code": "M34", "change": "merged"},
        {"from_code": "M4", "to_code": "M34", "change": "merged"},
    ]


def test_an_msoa_whose_border_moved_is_irregular() -> None:
    # A neighbourhood of M1 changed irregularly; M2 kept its border; M3 and M4 exchanged ground.
    best_fit = pd.DataFrame(
        {
            "from_code": ["M1", "M2", "M3", "M4"],
            "from_name": ["Ayton 001", "Ayton 002", "Ayton 003", "Ayton 004"],
            "to_code": ["M1", "M2", "M5", "M5"],
        }
    )
    lsoas = table(
        """
        from_code  to_code change
        001A       L1      unchanged
        001B       L2      irregular
        002A       L3      unchanged
        002B       L4      split
        003A       L5      unchanged
        004A       L6      unchanged
        004B       L7      unchanged
        """
    ).rename(columns={"from_code": "from_name"})
    lsoas["from_name"] = "Ayton " + lsoas["from_name"]
    parents = pd.DataFrame(
        {"msoa21_code": ["M1", "M1", "M2", "M2", "M5", "M5", "M6"]}, index=lsoas["to_code"]
    )
    derived = derive_msoa_change(best_fit, lsoas, parents)
    assert derived.to_numpy().tolist() == [
        ["M1", "M1", "irregular"],
        ["M2", "M2", "unchanged"],
        ["M3", "M5", "irregular"],
        ["M4", "M5", "irregular"],
        ["M4", "M6", "irregular"],
    ]


def test_a_neighbourhood_in_no_msoa_stops_the_derivation() -> None:
    best_fit = pd.DataFrame({"from_code": ["M1"], "from_name": ["Ayton 001"], "to_code": ["M1"]})
    lsoas = pd.DataFrame({"from_name": ["Beeton 001A"], "to_code": ["L1"], "change": ["unchanged"]})
    parents = pd.DataFrame({"msoa21_code": ["M1"]}, index=["L1"])
    with pytest.raises(BadInputError, match="1 neighbourhoods are in no MSOA"):
        derive_msoa_change(best_fit, lsoas, parents)


def test_a_misplaced_neighbourhood_joins_the_ward_it_shares_most_border_with() -> None:
    #  +---+---+
    #  | X | R |   X is said to be in authority P; the indices say Q.
    #  |   +---+   S shares a longer border with X than R does.
    #  |   | S |
    #  +---+---+
    outlines = pd.Series(
        [shapely.box(0, 0, 1, 3), shapely.box(1, 2, 2, 3), shapely.box(1, 0, 2, 2)],
        index=["X", "R", "S"],
    )
    parents = pd.DataFrame(
        {
            "ward24_code": ["p1", "q1", "q2"],
            "ward24_name": ["P one", "Q one", "Q two"],
            "lad24_code": ["P", "Q", "Q"],
            "lad24_name": ["Pee", "Queue", "Queue"],
        },
        index=["X", "R", "S"],
    )
    corrected, moved = correct_parents(parents, pd.Series({"X": "Q", "R": "Q"}), outlines)
    assert moved == ["X"]
    assert corrected.loc["X"].tolist() == ["q2", "Q two", "Q", "Queue"]
    assert parents.loc["X", "lad24_code"] == "P"
