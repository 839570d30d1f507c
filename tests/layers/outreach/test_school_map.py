"""The layers of the map of schools: every school once, by what is said of it, over its cold spots."""

from __future__ import annotations

import pytest
import shapely

from geo.areas import area_table
from geo.boundaries.outlines import load
from geo.coldspots import ColdSpotQuery, find_all
from geo.outreach import (
    Overview,
    ShareOutOptions,
    find_overview,
    merge,
    partner_of,
    read_records,
    schools_in,
    summaries_of,
)
from geo.reach import provider_sites
from layers.outreach import NOBODY_TAKES, school_map
from layers.outreach.school_map import SchoolMap
from tests.geo.outreach.test_overview import BLACKPOOL, ROWS

LANCASTER, LANCASHIRE = "10007768", "10007141"


def areas_km2(made: SchoolMap, layer: str) -> float:
    shapes = [shapely.geometry.shape(one["geometry"]) for one in getattr(made, layer)]
    return sum(shape.area for shape in shapes) / 1e6


@pytest.fixture(scope="module")
def bare() -> SchoolMap:
    return school_map(Overview(schools_in(BLACKPOOL)))


def test_schools_stand_where_the_list_says(bare: SchoolMap) -> None:
    table = schools_in(BLACKPOOL).table
    assert bare.classes == ["Work not known"]
    assert bare.schools.index.equals(table.index)
    assert bare.schools["easting_m"].equals(table["easting_m"].astype("float64"))
    assert bare.schools["near"].tolist() == table["cold_young_people_now"].tolist()
    assert set(bare.schools["who"]) == {""}


def test_districts_and_cold_spots_have_their_extent(bare: SchoolMap) -> None:
    assert [one["properties"]["name"] for one in bare.districts] == ["Blackpool"]
    outlines = load("lsoa21").geometry
    here = area_table("lsoa21")["lad24_code"] == BLACKPOOL
    whole = outlines[here.index[here]].area.sum() / 1e6
    assert areas_km2(bare, "districts") == pytest.approx(whole, rel=0.01)
    listed = find_all(ColdSpotQuery("lsoa21", "likely")).areas["cold_spot"].astype(bool)
    cold = outlines[[code for code in listed.index[listed] if here[code]]].area.sum() / 1e6
    assert areas_km2(bare, "cold") == pytest.approx(cold, rel=0.02)


def test_a_place_without_cold_spots_has_none_drawn() -> None:
    made = school_map(Overview(schools_in("E07000223")))
    listed = find_all(ColdSpotQuery("lsoa21", "likely")).areas["cold_spot"].astype(bool)
    inside = area_table("lsoa21")["lad24_code"] == "E07000223"
    assert bool(made.cold) == bool((listed & inside.reindex(listed.index)).any())


def test_work_and_share_outs_are_shown_by_class() -> None:
    place = schools_in(BLACKPOOL)
    overlap = merge(summaries_of(read_records(ROWS.encode())))
    found = Overview(place, overlap)
    made = school_map(found)
    assert made.classes == ["Nobody works there", "Three or more partners", "One or two partners"]
    for state, words in (("gap", 0), ("duplication", 1), ("worked with", 2)):
        shown = made.schools.index[made.schools["shown_as"] == made.classes[words]]
        assert sorted(shown) == sorted(found.urns_of(state))
    assert "North, South, College" in set(made.schools["who"])
    partners = [partner_of(name, provider_sites([code])) for name, code in
                (("Lancaster", LANCASTER), ("Lancashire", LANCASHIRE))]  # fmt: skip
    first = str(place.table.index[0])
    options = ShareOutOptions("schools", 1.0, agreed={first: "nobody"}, seconds=10)
    shared = find_overview(place, overlap, partners, options)
    told = school_map(shared)
    assert told.classes[-1] == NOBODY_TAKES
    assert told.schools.loc[first, "shown_as"] == NOBODY_TAKES
    assert set(told.classes[:-1]) <= {"Lancaster", "Lancashire"}
    assert told.schools["shown_as"].isin(told.classes).all()


def test_towns_are_those_of_the_place() -> None:
    made = school_map(Overview(schools_in("E47000003")))
    assert made.towns["name"].tolist()[:2] == ["Leeds", "Bradford"]
    assert len(made.towns) == 8
