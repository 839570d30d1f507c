"""Figures of a map: by hand in a small world, another way in England, and as properties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import tables
from geo.errors import BadInputError
from geo.reach import DEMAND, load_ground
from geo.regionalisation import (
    RATE,
    Assessment,
    assess,
    check_maps,
    compare_maps,
    load_region_ground,
    official_map,
)
from geo.regionalisation.assess import balance_of, region_rates
from geo.regionalisation.ground import nearest_providers
from geo.regionalisation.model import MOST_REGIONS, Regionalisation, english_areas
from geo.regionalisation.splits import cut_zones, find_catchments, find_journeys
from tests.geo.regionalisation.world import PEOPLE, RATES, WEST_EAST, ground, regions


def made(names: list[str]) -> Regionalisation:
    return Regionalisation("toy", "Toy", "", regions(names), ("West", "East"))


@pytest.fixture(scope="module")
def toy() -> Assessment:
    return assess(made(WEST_EAST), ground(), RATES)


def test_the_regions_of_the_small_world(toy: Assessment) -> None:
    found = toy.regions
    assert found.index.tolist() == ["West", "East"]
    expected = {
        "districts": [2, 2],
        "young_people": [60, 90],
        "likely_areas": [2, 1],
        "likely_people": [50, 50],
        "tested_areas": [2, 2],
        "tested_people": [50, 90],
        "zones": [1, 2],
        "providers": [1, 2],
        "sites": [1, 2],
        "schools": [3, 0],
        # c is 1 km from d's site and 2 km from e's and a's: its nearest lies in East.
        "nearest_elsewhere": [30, 0],
        "all_near_elsewhere": [0, 0],
        RATE: [0.3, 0.5],
    }
    assert {key: found[key].tolist() for key in expected} == expected


def test_what_the_small_world_leaves_out_and_cuts(toy: Assessment) -> None:
    assert toy.left_out.to_dict("index") == {"D4": {"neighbourhoods": 1, "young_people": 60}}
    assert (toy.young_people, toy.left_out_people) == (150, 60)
    # D2 is c and d; D4 lies out of the map whole.
    assert toy.cut_districts == ("D2",)
    assert toy.zones.to_dict("index") == {
        "long": {
            "name": "Long zone", "regions": "West; East", "young_people": 90.0, "apart": 40.0
        }
    }  # fmt: skip


def test_a_zone_is_cut_by_the_outer_border_too() -> None:
    cut = cut_zones(ground().areas, regions(["West", "West", "", "", "", ""]))
    assert cut["regions"].to_dict() == {"long": "no region; West"}
    assert cut["apart"].to_dict() == {"long": 20.0}


def test_catchments_of_the_small_world(toy: Assessment) -> None:
    # Within a kilometre of a: a and b; P's site in e lies outside West and is not counted. Of d:
    # c, d and e. R is abroad and has no region.
    expected = {
        "P": {"name": "Pea", "region": "West", "regions": 2, "sites": 1, "young_people": 30.0,
              "outside": 0.0, "share": 0.0},
        "Q": {"name": "Queue", "region": "East", "regions": 1, "sites": 1, "young_people": 120.0,
              "outside": 30.0, "share": 0.25},
    }  # fmt: skip
    assert toy.catchments.sort_index().to_dict("index") == expected
    assert toy.summary["reach_outside"] == 30 / 150


def test_journeys_are_of_areas_in_a_region_alone() -> None:
    found = find_journeys(ground(), regions(["West", "West", "", "East", "East", "East"]))
    # The nearest site of c is in d: it crosses no border of a region that c is in.
    assert found.loc["c"].tolist() == [False, False]
    found = find_journeys(ground(), regions(["West", "West", "West", "East", "East", "East"]))
    assert found["nearest"].tolist() == [False, False, True, False, False, False]


@pytest.mark.parametrize(("limit_km", "expected"), [(1.0, 0.25), (0.99, 0.0)])
def test_reach_ends_at_its_limit(limit_km: float, expected: float) -> None:
    found = find_catchments(ground(limit_km), regions(WEST_EAST))
    assert found.loc["Q", "share"] == expected


@pytest.mark.parametrize(("beside", "count"), [(10.0, 0), (10.1, 1)])
def test_most_of_a_reach_is_more_than_half_of_it(beside: float, count: int) -> None:
    # P's reach is a, its own region, with ten people, and b.
    world = ground()
    areas = world.areas.assign(young_people=[10, beside, 0, 0, 0, 0])
    own = Regionalisation("toy", "Toy", "", regions(["A", *["B"] * 5]))
    found = assess(own, replace(world, areas=areas), RATES.reindex(["A", "B"]))
    assert found.catchments.loc["P", "young_people"] == 10 + beside
    assert found.summary["institutions_mostly_outside"] == count


def test_balance_of_the_small_world(toy: Assessment) -> None:
    found = toy.summary
    assert (found["young_people_largest"], found["young_people_smallest"]) == ("East", "West")
    assert found["young_people_ratio"] == 1.5
    # Mean 75, each 15 away from it.
    assert found["young_people_variation"] == pytest.approx(0.2)
    assert (found["likely_people_ratio"], found["likely_people_variation"]) == (1.0, 0.0)
    assert found["without_provider"] == []


def test_an_empty_region_has_no_ratio() -> None:
    found = balance_of(pd.Series({"A": 5.0, "B": 0.0}))
    assert np.isnan(found.ratio)
    assert found.variation == 1.0
    assert np.isnan(balance_of(pd.Series({"A": 0.0})).variation)


def test_a_region_without_a_site_is_named() -> None:
    names = ["One", "Two", "Two", "Two", "Two", "Two"]
    found = assess(made(["Two", "One", *names[2:]]), ground(), RATES.reindex(["One", "Two"]))
    assert found.without_provider == ["One"]
    # Nobody of b has a site in their own region.
    assert found.regions.loc["One", "all_near_elsewhere"] == 20


PARTITIONS = st.lists(st.sampled_from(["A", "B", "C", ""]), min_size=6, max_size=6).filter(any)


def measured(names: list[str]) -> Assessment:
    own = Regionalisation("toy", "Toy", "", regions(names))
    return assess(own, ground(), RATES.reindex(pd.Index(own.regions)))


@settings(max_examples=10)
@given(PARTITIONS)
def test_nobody_is_lost_and_merging_cuts_nothing_more(names: list[str]) -> None:
    found = measured(names)
    assert found.young_people + found.left_out_people == sum(PEOPLE)
    for one in set(names) - {""}:
        merged = measured(["A" if name in (one, "A") else name for name in names])
        assert len(merged.zones) <= len(found.zones)
        assert merged.zones["apart"].sum() <= found.zones["apart"].sum()
        assert len(merged.cut_districts) <= len(found.cut_districts)
        before, after = (
            one.regions[["nearest_elsewhere", "all_near_elsewhere"]].sum()
            for one in (found, merged)
        )
        assert (after <= before).all()


@given(
    st.lists(st.tuples(*[st.integers(0, 50)] * 2), min_size=1, max_size=40),
    st.lists(st.integers(0, 4), min_size=40, max_size=40),
)
def test_nearest_providers_another_way(places: list[tuple[int, int]], whose: list[int]) -> None:
    sites, provider = np.array(places, float), np.array(whose[: len(places)])
    homes = np.array([[0.3, 0.1], [25.2, 24.7], [49.9, 12.4]])
    found = nearest_providers(homes, sites, provider)
    for home, row in zip(homes, found, strict=True):
        away = np.hypot(*(sites - home).T)
        best = sorted(away[provider == one].min() for one in np.unique(provider))[:3]
        held = row[row >= 0]
        assert away[held].tolist() == pytest.approx(best)
        assert len(np.unique(provider[held])) == len(held) == min(3, len(np.unique(provider)))


def test_a_zone_of_many_sites_of_one_provider_hides_no_other() -> None:
    # More sites of one provider than are looked at first.
    sites = np.column_stack([np.arange(41.0), np.zeros(41)])
    provider = np.array([0] * 40 + [1])
    assert nearest_providers(np.array([[0.0, 0.0]]), sites, provider).tolist() == [[0, 40, -1]]


def test_maps_of_england_another_way() -> None:
    areas = load_ground().areas
    for level in ("region", "cauth25", "lsip23"):
        found = assess(official_map(level))
        names = tables.load(f"areas_{level}", ["area_name"])["area_name"]
        own = areas[f"{level}_code"]
        people = areas[DEMAND].astype("float64").groupby(own[own != ""].map(names)).sum()
        pd.testing.assert_series_equal(
            found.regions["young_people"].sort_index(), people.sort_index(), check_names=False
        )
        outside = areas.loc[own == "", DEMAND].sum()
        assert found.left_out_people == outside
        published = tables.load(f"posterior_{level}")["tundra_rate_modelled"].rename(names)
        close = found.regions[RATE].reindex(published.index)
        assert np.abs(close - published).max() < 0.0001


def test_the_ground_is_that_of_reach() -> None:
    found = load_region_ground()
    for definition, column in (("local-g", "tested"), ("likely", "likely")):
        there = load_ground(definition=definition)
        assert found.areas.index.equals(there.areas.index)
        assert (found.areas[column].to_numpy() == there.cold).all()
        assert (found.areas["young_people"].to_numpy() == there.people()).all()


def test_a_map_that_cuts_local_areas_has_a_rate_all_the_same() -> None:
    areas = english_areas()
    region = pd.Series("", index=areas.index)
    first = areas.index[areas["lad24_code"] == "E07000138"]
    region[first[::2]], region[first[1::2]] = "A", "B"
    rates = region_rates(Regionalisation("own", "Own", "", region))
    assert rates.index.tolist() == ["A", "B"]
    assert (rates[f"{RATE}_low"] < rates[RATE]).all()
    assert (rates[RATE] < rates[f"{RATE}_high"]).all()


def test_maps_side_by_side() -> None:
    found = compare_maps([assess(official_map(one)) for one in ("region", "cauth25")])
    assert found.columns.tolist() == ["region", "cauth25"]
    assert found.loc["regions"].tolist() == [9, 15]


@pytest.mark.parametrize("ids", [[], ["a", "b", "c", "d", "e"], ["a", "a"]])
def test_maps_that_cannot_stand_side_by_side(ids: list[str]) -> None:
    with pytest.raises(BadInputError, match="side by side|given twice"):
        check_maps(ids)
    check_maps(["a", "b", "c", "d"])


def test_the_most_regions_of_a_map() -> None:
    def many(count: int) -> Regionalisation:
        codes = pd.Index([f"x{at}" for at in range(count)])
        return Regionalisation("m", "Many", "", pd.Series([f"R{at}" for at in range(count)], codes))

    assert len(many(MOST_REGIONS).regions) == MOST_REGIONS
    with pytest.raises(BadInputError, match="most"):
        many(MOST_REGIONS + 1)
    with pytest.raises(BadInputError, match="no neighbourhood"):
        Regionalisation("n", "None", "", pd.Series([""], ["x"]))
    with pytest.raises(BadInputError, match="twice"):
        Regionalisation("n", "Twice", "", pd.Series(["A", "B"], ["x", "x"]))
