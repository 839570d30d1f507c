"""Rows of a table by flag."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.areas import area_table
from geo.arrays import rows_where
from geo.reach import load_ground

RATES = pd.DataFrame(
    {"rate": [0.1, 0.2, 0.3, 0.4], "name": ["a", "b", "c", "d"]}, index=["E1", "E2", "S1", "W1"]
)


@pytest.mark.parametrize(
    "flags",
    ["0000", "1000", "0001", "0110", "1111", "1010", "1101"],
)
def test_flagged_rows_are_those_of_a_mask(flags: str) -> None:
    mask = np.array([sign == "1" for sign in flags])
    pd.testing.assert_frame_equal(rows_where(RATES, mask), RATES[mask])


@pytest.mark.parametrize(("flags", "shared"), [("0110", True), ("1010", False)])
def test_rows_that_follow_one_another_share_memory(flags: str, shared: bool) -> None:
    found = rows_where(RATES, np.array([sign == "1" for sign in flags]))
    assert np.shares_memory(found["rate"].to_numpy(), RATES["rate"].to_numpy()) is shared


def test_what_is_changed_in_rows_is_not_in_the_table() -> None:
    table = RATES.copy()
    found = rows_where(table, np.array([True, True, False, False]))
    found = found.assign(cold_spot=True)
    found.loc["E1", "rate"] = 0.9
    assert table.loc["E1", "rate"] == 0.1


@pytest.mark.parametrize("definition", ["local-g", "likely"])
def test_the_ground_of_reach_is_no_second_copy_of_the_areas(definition: str) -> None:
    """Two of 36 MB each, before."""
    whole, england = area_table("lsoa21"), load_ground(definition=definition).areas
    assert len(england) == 33_755
    for column in ("tundra_rate", "iod25_score"):
        assert np.shares_memory(england[column].to_numpy(), whole[column].to_numpy()), column
