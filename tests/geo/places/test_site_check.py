"""Sites against what their institutions and names give, on made-up maps and on the bundle."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.places.providers import AS_PUBLISHED, RESTORED, address_postcodes
from geo.places.search import finder
from geo.places.site_check import (
    AT_ADDRESS,
    AT_NAMED,
    AT_OTHER,
    AT_OWN,
    AT_PLACE,
    BRANCH,
    ELSEWHERE,
    IN_DOUBT,
    IN_DOUBTS,
    MOVED,
    NEAR_M,
    UNKNOWN,
    UNSIGNED,
    Gazetteer,
    check_sites,
)
from geo.reach.partnerships import provider_sites

HOME, FAR = (0.0, 0.0), (40_000.0, 0.0)
NOWHERE = (np.nan, np.nan)


def metres(points: dict[str, tuple[float, float]]) -> pd.DataFrame:
    columns = ["easting_m", "northing_m"]
    return pd.DataFrame.from_dict(points, orient="index", columns=columns, dtype="float64")


def checked(
    *rows: tuple[str, str, tuple[float, float], tuple[float, float]],
    home: tuple[float, float] = HOME,
    listed: tuple[float, float] = NOWHERE,
    named: dict[str, tuple[float, float]] | None = None,
) -> pd.DataFrame:
    """Check sites: UKPRN, name, where it stands, and where it would with a minus."""
    sites = pd.DataFrame(
        {
            "ukprn": [row[0] for row in rows],
            "host_ukprn": "",
            "name": [row[1] for row in rows],
            "easting_m": [row[2][0] for row in rows],
            "northing_m": [row[2][1] for row in rows],
            "west_easting_m": [row[3][0] for row in rows],
            "west_northing_m": [row[3][1] for row in rows],
            "position": AS_PUBLISHED,
            "placed": True,
        }
    )
    providers = pd.DataFrame(
        {"name": "Ashby College", "legal_name": "", "address": "Mill Lane, Ashby"},
        index=["1", "2"],
    )
    names = named or {}
    gazetteer = Gazetteer.of(names, np.array([*names.values()], dtype="float64").reshape(-1, 2))
    addresses = metres({"1": home, "2": (-500_000.0, 0.0)})
    nothing = Gazetteer({})
    return check_sites(
        sites, providers, addresses, metres({"1": listed}), nothing, gazetteer, gazetteer
    )


@pytest.mark.parametrize(("name", "basis"), [("Ashby College", AT_ADDRESS), ("Annexe", AT_ADDRESS)])
def test_a_site_near_its_address_stays(name: str, basis: str) -> None:
    found = checked(("1", name, (9_900.0, 0.0), (9_900.0, 0.0)))
    assert found["place_basis"].tolist() == [basis]
    assert found["position"].tolist() == [AS_PUBLISHED]


@pytest.mark.parametrize("name", ["Ashby College", "Mill Lane"])
def test_a_main_site_far_away_goes_to_the_address_where_another_list_agrees(name: str) -> None:
    found = checked(("1", name, FAR, FAR), listed=(1_500.0, 0.0))
    assert found[["easting_m", "northing_m"]].iloc[0].tolist() == [0.0, 0.0]
    assert found["position"].tolist() == [MOVED]
    assert found["place_basis"].tolist() == [AT_ADDRESS]


def test_a_main_site_far_away_is_in_doubt_where_no_list_agrees() -> None:
    for listed in (NOWHERE, (3_000.0, 0.0)):
        found = checked(("1", "Ashby College", FAR, FAR), listed=listed)
        assert found["position"].tolist() == [IN_DOUBT]
        assert not found["placed"].any()
        assert found[["easting_m", "place_basis"]].iloc[0].fillna("").tolist() == ["", ""]


def test_a_branch_far_away_is_believed_and_says_why() -> None:
    assert checked(("1", "Annexe", FAR, FAR))["place_basis"].tolist() == [BRANCH]
    found = checked(("1", "Annexe at Welby", FAR, FAR), named={"Welby": (49_000.0, 0.0)})
    assert found["place_basis"].tolist() == [AT_PLACE]
    assert checked(("1", "Annexe", FAR, FAR), home=NOWHERE)["place_basis"].tolist() == [UNKNOWN]


def test_a_branch_far_from_the_town_that_it_names_is_in_doubt() -> None:
    found = checked(("1", "Annexe at Welby", FAR, FAR), named={"Welby": (51_000.0, 0.0)})
    assert found["position"].tolist() == [ELSEWHERE]


def test_a_minus_is_restored_where_the_name_or_the_address_proves_it() -> None:
    found = checked(("1", "Annexe", FAR, (3_000.0, 0.0)))
    assert found["position"].tolist() == [RESTORED]
    assert found["easting_m"].tolist() == [3_000.0]
    west = (-40_000.0, 0.0)
    found = checked(("1", "Annexe at Welby", FAR, west), named={"Welby": west})
    assert found[["position", "place_basis"]].iloc[0].tolist() == [RESTORED, AT_PLACE]


def test_a_minus_that_would_bring_it_among_others_is_a_doubt_alone() -> None:
    west = (2_000.0, 20_000.0)
    near = ("2", "At Welby", (2_000.0, 22_000.0), (2_000.0, 22_000.0))
    named = {"Welby": (2_000.0, 22_000.0)}
    found = checked(("1", "Annexe", FAR, west), near, named=named)
    assert found["position"].tolist() == [UNSIGNED, AS_PUBLISHED]


def test_other_sites_speak_for_one_that_nothing_else_speaks_for() -> None:
    named = {"Welby": FAR}
    other = ("2", "At Welby", FAR, FAR)
    beside, near = (40_900.0, 0.0), (49_000.0, 0.0)
    assert checked(("1", "A", beside, beside), other, named=named)["place_basis"][0] == AT_OTHER
    assert checked(("1", "A", near, near), other, named=named)["place_basis"][0] == BRANCH
    own = ("1", "At Welby", FAR, FAR)
    assert checked(("1", "A", near, near), own, named=named)["place_basis"][0] == AT_OWN


def metres_of(postcode: str) -> tuple[float, float]:
    hit = finder().postcodes.find(postcode[:-3], postcode[-3:])
    return NOWHERE if hit is None else (hit.easting_m, hit.northing_m)


@pytest.fixture(scope="module")
def away() -> pd.Series:
    """How far each placed site in Great Britain is from its institution's own postcode."""
    sites, providers = tables.load("sites"), tables.load("providers")
    sites = sites[sites["placed"] & (sites["nation"] != "Northern Ireland")]
    codes = address_postcodes(providers["address"])
    at = pd.DataFrame({ukprn: metres_of(code) for ukprn, code in codes.items() if code}).T
    points = sites[["easting_m", "northing_m"]].to_numpy()
    return pd.Series(np.hypot(*(points - at.reindex(sites["ukprn"]).to_numpy()).T), sites.index)


def test_no_site_is_far_from_every_postcode_without_a_reason(away: pd.Series) -> None:
    sites = tables.load("sites")
    reasons = {AT_ADDRESS, AT_NAMED, AT_PLACE, AT_OTHER, AT_OWN, BRANCH, UNKNOWN}
    assert set(sites.loc[sites["placed"], "place_basis"]) <= reasons
    assert (sites["place_basis"] != "").equals(sites["placed"])
    far = away[away > NEAR_M].index
    assert len(far) > 100
    bare = sites.loc[far]
    plain = bare["name"].str.lower() == bare["provider_name"].str.lower()
    assert not (plain & (bare["place_basis"] == BRANCH)).any()


@pytest.mark.parametrize("site", ["10002718-AA", "10007778-PC", "10001000-BC", "10004686-NE"])
def test_four_sites_that_were_published_elsewhere_stand_at_their_address(
    site: str, away: pd.Series
) -> None:
    assert tables.load("sites").at[site, "position"] == MOVED
    assert away[site] < 1


def test_sites_in_doubt_are_nobodys_nearest() -> None:
    sites = tables.load("sites")
    doubtful = sites.index[sites["position"].isin(IN_DOUBTS)]
    assert "10007155-LD" in doubtful  # Portsmouth's London campus, published at Silverstone.
    assert not provider_sites(None).index.isin(doubtful).any()
