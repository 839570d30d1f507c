"""Patches to begin with: which districts hold half of whom an institution has in range."""

from __future__ import annotations

import numpy as np
import pytest

from geo import tables
from geo.areas import area_table
from geo.errors import NoAnswerError, UnknownAreaError
from geo.patch import country_round, suggest_for_place, suggest_for_providers

LINCOLN_UNIVERSITY, TEESSIDE, OPEN = "10007151", "10007161", "10007773"


def test_lincoln_counted_another_way() -> None:
    found = suggest_for_providers([LINCOLN_UNIVERSITY])
    sites = tables.load("sites")
    own = sites[(sites["ukprn"] == LINCOLN_UNIVERSITY) & sites["placed"]]
    at = tables.load("centroids_lsoa21")
    near = np.zeros(len(at), np.bool_)
    for east, north in own[["easting_m", "northing_m"]].to_numpy():
        near |= np.hypot(at["easting_m"] - east, at["northing_m"] - north).to_numpy() <= 10_000
    people = tables.load("people_lsoa21", [f"aged_{age}" for age in (7, 8, 9, 10, 11)])
    district = tables.load("areas_lsoa21", ["lad24_code"])["lad24_code"]
    counted = people.sum(axis=1)[at.index[near]].groupby(district[at.index[near]]).sum()
    counted = counted.sort_values(ascending=False)
    assert found.districts["in_range"].astype("int64").to_dict() == counted.to_dict()
    chosen = [*found.districts.index[found.districts["chosen"]]]
    share = counted[chosen].sum() / counted.sum()
    assert share >= 0.5 > counted[chosen[:-1]].sum() / counted.sum()
    assert found.share == pytest.approx(share)
    assert found.code == "E07000138"


def test_a_campus_in_london_does_not_move_the_patch_there() -> None:
    found = suggest_for_providers([TEESSIDE])
    assert found.code == "E06000002,E06000004"
    assert found.left_out == ("Teesside University: Teesside University London Campus",)
    assert suggest_for_providers([LINCOLN_UNIVERSITY]).left_out == ()


def test_a_larger_part_takes_more_districts() -> None:
    assert country_round((LINCOLN_UNIVERSITY,)) == "E07000138,E07000139,E07000142"
    whole = suggest_for_providers([LINCOLN_UNIVERSITY], part=1.0)
    assert whole.districts["chosen"].all()


def test_whoever_has_no_known_place_has_no_patch() -> None:
    with pytest.raises(NoAnswerError, match="known place"):
        suggest_for_providers([OPEN])
    assert country_round((OPEN,)) == ""


def test_nobody_within_range_is_no_patch() -> None:
    with pytest.raises(NoAnswerError, match=r"within 0.01 km"):
        suggest_for_providers([LINCOLN_UNIVERSITY], 0.01)


def test_northern_ireland_counts_nobody() -> None:
    with pytest.raises(NoAnswerError, match="Northern Ireland"):
        suggest_for_providers(["10007807"])


def test_a_combined_authority_is_its_districts_under_its_name() -> None:
    found = suggest_for_place("E47000001")
    table = area_table("lad24")
    assert set(found.districts.index) == set(table.index[table["cauth25_code"] == "E47000001"])
    assert found.code.endswith(",Enamed_Greater_Manchester")
    assert found.share == 1.0
    assert suggest_for_place("E06000009").code == "E06000009"


@pytest.mark.parametrize(("code", "said"), [("E99999999", "no place"), ("E05009302", "no whole")])
def test_what_has_no_districts_is_refused(code: str, said: str) -> None:
    with pytest.raises(UnknownAreaError, match=said):
        suggest_for_place(code)
