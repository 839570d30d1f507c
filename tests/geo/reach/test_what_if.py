"""What if: counted again from distances, and nobody counted twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.errors import BadInputError, NoAnswerError
from geo.reach import (
    MOST_HUBS,
    Change,
    Reach,
    altered,
    changed_districts,
    compare_reach,
    find_reach,
    listed_areas,
    load_ground,
    provider_sites,
)

TEESSIDE, HARTLEPOOL = "10007161", "10007161-HC"
TEES_VALLEY = "E06000001,E06000002,E06000003,E06000004,E06000005"
GAINSBOROUGH = ("Gainsborough", 481_500.0, 390_000.0)


def near(sites: pd.DataFrame, limit_m: float = 10_000) -> pd.Series:
    """Return whether the people of each neighbourhood live near a site, by plain distance."""
    at = tables.load("centroids_lsoa21")
    found = np.zeros(len(at), np.bool_)
    for east, north in sites[["easting_m", "northing_m"]].to_numpy():
        found |= np.hypot(at["easting_m"] - east, at["northing_m"] - north).to_numpy() <= limit_m
    return pd.Series(found, index=at.index)


def measured(sites: pd.DataFrame, within: str) -> Reach:
    return find_reach(sites, 10, within=within, ground=load_ground(None, "England", "likely"))


def test_a_site_that_goes_counted_another_way() -> None:
    sites = provider_sites([TEESSIDE])
    left = altered(sites, Change((HARTLEPOOL,)))
    assert set(sites.index) - set(left.index) == {HARTLEPOOL}
    before, after = measured(sites, TEES_VALLEY), measured(left, TEES_VALLEY)
    counted = compare_reach(before, after)
    areas = tables.load("areas_lsoa21", ["lad24_code", "nation"])
    here = areas.index[areas["lad24_code"].isin(TEES_VALLEY.split(","))]
    people = tables.load("people_lsoa21", [f"aged_{age}" for age in (7, 8, 9, 10, 11)]).sum(axis=1)
    first, then = near(sites)[here], near(left)[here]
    assert counted.loc["all"].to_dict() == {
        "people": people[here].sum(),
        "before": people[here][first].sum(),
        "after": people[here][then].sum(),
        "gained": 0,
        "lost": people[here][first & ~then].sum(),
    }
    deciles = tables.load("iod25_lsoa21", ["iod25_decile"])["iod25_decile"].reindex(here)
    for number in range(1, 11):
        own = here[(deciles == number).to_numpy()]
        assert counted.loc[f"tenth_{number}", "after"] == people[own][then[own]].sum()
    lost = people[here][first & ~then].groupby(areas["lad24_code"]).sum()
    assert changed_districts(before, after)["lost"].to_dict() == lost[lost > 0].to_dict()


def test_nobody_is_counted_twice() -> None:
    sites = provider_sites([TEESSIDE])
    then = altered(sites, Change((HARTLEPOOL,), (("Loftus", 471_800.0, 518_500.0),)))
    counted = compare_reach(measured(sites, TEES_VALLEY), measured(then, TEES_VALLEY))
    assert (counted["before"] + counted["gained"] - counted["lost"] == counted["after"]).all()
    tenths = counted.loc[[f"tenth_{number}" for number in range(1, 11)]]
    assert (tenths.sum() == counted.loc["all"]).all()
    assert (counted["gained"]["all"], counted["lost"]["all"]) != (0, 0)
    assert (counted.loc["listed"] <= counted.loc["all"]).all()


def test_a_hub_brings_the_listed_areas_round_it() -> None:
    sites = provider_sites(["10007151"])
    place = "E07000138,E07000139,E07000142"
    before = measured(sites, place)
    after = measured(altered(sites, Change(hubs=(GAINSBOROUGH,))), place)
    counts = listed_areas(before, after)
    own = before.ground.cold & before.kept
    codes = before.ground.areas.index[own]
    assert counts["areas"] == len(codes)
    assert counts["before"] == int(near(sites)[codes].sum())
    hub = pd.DataFrame([GAINSBOROUGH[1:]], columns=["easting_m", "northing_m"])
    assert counts["after"] == int((near(sites) | near(hub))[codes].sum())
    assert counts["after"] > counts["before"]


def test_nothing_changed_changes_nothing() -> None:
    sites = provider_sites([TEESSIDE])
    pd.testing.assert_frame_equal(altered(sites, Change()), sites)
    assert Change().is_none
    same = measured(sites, TEES_VALLEY)
    counted = compare_reach(same, same)
    assert (counted["before"] == counted["after"]).all()
    assert changed_districts(same, same).empty


def test_a_provider_goes_with_all_its_sites() -> None:
    sites = provider_sites([TEESSIDE, "10004344"])
    left = altered(sites, Change((TEESSIDE,)))
    assert set(left["provider"]) == {"10004344"}


def test_what_cannot_be_is_refused() -> None:
    sites = provider_sites([TEESSIDE])
    with pytest.raises(BadInputError, match="'10007795' is not among the sites"):
        altered(sites, Change(("10007795",)))
    with pytest.raises(NoAnswerError, match="Every site is taken away"):
        altered(sites, Change((TEESSIDE,)))
    most = tuple((f"Hub {at}", 450_000.0 + at, 500_000.0) for at in range(MOST_HUBS + 1))
    assert len(altered(sites, Change(hubs=most[:-1]))) == len(sites) + MOST_HUBS
    with pytest.raises(BadInputError, match="6 hubs are too many"):
        altered(sites, Change(hubs=most))
