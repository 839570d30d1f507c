"""Which areas belong to a patch: by literal districts, by a circle drawn by hand, by shares."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas import (
    area_table,
    build_areas,
    holders,
    holds,
    inside_of,
    levels_of,
    name_of,
    nation_of,
    patch_members,
    patch_parts,
    patch_shares,
)
from geo.errors import UnknownAreaError
from geo.registry import Circle, Outline, Patch

LINCOLN, NORTH_KESTEVEN, WEST_LINDSEY = "E07000138", "E07000139", "E07000142"
TWO = f"{LINCOLN},{WEST_LINDSEY}"
ROUND = "E20km_53.2307_-0.5406"
CATHEDRAL = (53.2344, -0.5361)


def young(codes: pd.Index) -> int:
    """Count people aged 13 to 17 from the table of people alone."""
    people = tables.load("people_lsoa21", [f"aged_{age}" for age in (13, 14, 15, 16, 17)])
    return int(people.reindex(codes).sum().sum())


def test_two_districts_hold_what_each_holds() -> None:
    both = inside_of("lsoa21", TWO)
    one, other = inside_of("lsoa21", LINCOLN), inside_of("lsoa21", WEST_LINDSEY)
    assert not (one & other).any()
    np.testing.assert_array_equal(both, one | other)
    assert [*area_table("lad24").index[inside_of("lad24", TWO)]] == [LINCOLN, WEST_LINDSEY]


def test_every_level_of_two_districts_is_the_union_of_theirs() -> None:
    for level in ("msoa21", "ward24"):
        np.testing.assert_array_equal(
            inside_of(level, TWO), inside_of(level, LINCOLN) | inside_of(level, WEST_LINDSEY)
        )


def test_no_region_belongs_to_a_patch_that_lacks_one_of_its_districts() -> None:
    districts = area_table("lad24")
    north_east = districts.index[districts["region_code"] == "E12000001"]
    whole = Patch("E", tuple(north_east)).code()
    assert [*area_table("region").index[inside_of("region", whole)]] == ["E12000001"]
    smallest = area_table("lad24").loc[north_east, "young_people"].astype("float64").idxmin()
    assert not holds("region", Patch("E", tuple(north_east.drop(smallest))).code())


def test_a_circle_holds_the_neighbourhoods_whose_people_live_near() -> None:
    at = tables.load("centroids_lsoa21")
    # Easting and northing of the point, from the Ordnance Survey's own converter.
    away_m = np.hypot(at["easting_m"] - 497_500, at["northing_m"] - 371_800)
    members = patch_members("E5km_53.2344_-0.5398")
    assert set(members.index) >= set(at.index[away_m <= 4_400])
    assert set(members.index) <= set(at.index[away_m <= 5_600])
    assert int(members["young_people"].sum()) == young(members.index)


def test_a_district_belongs_to_a_circle_by_half_of_its_young_people() -> None:
    shares = patch_shares(ROUND)
    found = shares[shares["level"] == "lad24"]["share"]
    members = patch_members(ROUND).index
    owner = tables.load("areas_lsoa21", ["lad24_code"])["lad24_code"]
    for code in (LINCOLN, NORTH_KESTEVEN, WEST_LINDSEY):
        own = owner.index[owner == code]
        assert found[code] == pytest.approx(young(own.intersection(members)) / young(own))
    inside = area_table("lad24").index[inside_of("lad24", ROUND)]
    assert [*inside] == [LINCOLN, NORTH_KESTEVEN]
    assert found[NORTH_KESTEVEN] >= 0.5 > found[WEST_LINDSEY]


def test_an_outline_holds_what_lies_in_it() -> None:
    west, east, south, north = -0.62, -0.48, 53.18, 53.26
    box = Outline(((west, south), (east, south), (east, north), (west, north)))
    members = patch_members(Patch("E", (box,)).code())
    assert "E01026186" in members.index or len(members) > 30
    around = patch_members(Patch("E", (Circle(53.22, -0.55, 4.0),)).code())
    assert set(around.index) <= set(members.index)


def test_a_patch_has_a_name_a_nation_and_a_level_of_its_own() -> None:
    assert levels_of(TWO) == ("patch",)
    assert name_of("patch", TWO) == "Lincoln and West Lindsey"
    assert name_of("patch", f"{TWO},Enamed_Our_own") == "Our own"
    assert nation_of(TWO) == "England"
    assert nation_of("S12000036,S12000049") == "Scotland"
    assert holders("patch", TWO) == []
    assert patch_parts(f"{LINCOLN},{ROUND}") == ("Lincoln", "the 20 km round Lincoln")
    four = Patch("E", ("E06000001", "E06000002", "E06000003", "E06000004")).code()
    assert name_of("patch", four) == "Hartlepool, Middlesbrough and 2 others"


@pytest.mark.parametrize(
    "code",
    [
        f"{WEST_LINDSEY},{LINCOLN}",
        f"{LINCOLN},E07009999",
        f"{LINCOLN},W06000015",
        "E0.5km_54.5000_-0.1000",
    ],
)
def test_what_is_written_otherwise_or_holds_nothing_is_no_place(code: str) -> None:
    assert levels_of(code) == ()


def test_areas_of_a_patch_are_joined_as_those_of_a_place() -> None:
    table = build_areas("lsoa21", within=TWO)[0].table
    assert len(table) == int(inside_of("lsoa21", TWO).sum()) == 113
    with pytest.raises(UnknownAreaError, match="No area lies within the patch"):
        build_areas("dz11", within=TWO)


def test_patches_of_the_other_nations_hold_their_own_small_areas() -> None:
    two = "S12000036,S12000049"
    assert int(inside_of("dz11", two).sum()) == int(
        inside_of("dz11", "S12000036").sum() + inside_of("dz11", "S12000049").sum()
    )
    belfast = "N20km_54.5970_-5.9300"
    assert holds("soa01", belfast)
    assert holds("sdz21", belfast)
    assert patch_members(belfast)["young_people"].isna().all()
