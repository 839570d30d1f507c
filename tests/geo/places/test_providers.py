from __future__ import annotations

import pandas as pd
import pytest
import shapely

from geo.places.providers import (
    AS_PUBLISHED,
    NOT_PLACED,
    RESTORED,
    address_postcodes,
    match_names,
    place_sites,
    plain_name,
    provider_kind,
    to_metres,
)

# Two nations as boxes in EPSG:27700: England around Leeds and London, Wales around Cardiff.
NATIONS = {
    "England": shapely.union_all(
        [
            shapely.box(400_000, 380_000, 480_000, 470_000),
            shapely.box(500_000, 160_000, 560_000, 200_000),
        ]
    ),
    "Wales": shapely.box(300_000, 160_000, 340_000, 200_000),
}


def sites(*rows: tuple[str, float, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["ukprn", "latitude", "longitude", "nation"])


def placed(
    *rows: tuple[str, float, float, str],
    at: dict[str, tuple] | None = None,
    nations: dict | None = None,
) -> pd.DataFrame:
    addresses = pd.DataFrame.from_dict(
        at or {}, orient="index", columns=["easting_m", "northing_m"], dtype="float64"
    )
    return place_sites(sites(*rows), nations or NATIONS, addresses)


def test_degrees_become_metres() -> None:
    # Ordnance Survey's worked example point, OSGB36 datum aside: Big Ben.
    metres = to_metres(pd.Series([-0.1246]), pd.Series([51.5007])).iloc[0]
    assert metres["easting_m"] == pytest.approx(530_268, abs=10)
    assert metres["northing_m"] == pytest.approx(179_640, abs=10)


def test_a_lost_minus_sign_is_restored_where_land_proves_it() -> None:
    found = placed(("1", 53.8, 1.55, "England"))  # Leeds, typed into the North Sea
    assert found["position"].tolist() == [RESTORED]
    assert found["easting_m"].iloc[0] == pytest.approx(429_700, abs=500)


def test_a_lost_minus_sign_is_restored_where_the_address_proves_it() -> None:
    # Both points are in London; the provider's own address is at the western one.
    west = to_metres(pd.Series([-0.1281]), pd.Series([51.5322])).iloc[0].tolist()
    found = placed(("1", 51.5322, 0.1281, "England"), at={"1": tuple(west)})
    assert found["position"].tolist() == [RESTORED]
    assert found[["easting_m", "northing_m"]].iloc[0].tolist() == pytest.approx(west, abs=1)


def test_an_eastern_point_without_proof_is_left() -> None:
    found = placed(("1", 51.5322, 0.1281, "England"))
    assert found["position"].tolist() == [AS_PUBLISHED]


def test_a_point_in_another_nation_is_kept_as_typed() -> None:
    found = placed(("1", 51.48, -3.18, "England"))  # Cardiff
    assert found["position"].tolist() == [AS_PUBLISHED]
    assert found["placed"].all()


def test_a_campus_just_off_the_outline_is_ashore() -> None:
    east = to_metres(pd.Series([-0.9]), pd.Series([53.5])).iloc[0]
    edge = {"England": shapely.box(400_000, 380_000, east["easting_m"] - 500, 470_000)}
    found = placed(("1", 53.5, -0.9, "England"), nations=edge)
    assert found["position"].tolist() == [AS_PUBLISHED]


def test_abroad_and_at_sea_are_not_placed() -> None:
    found = placed(("1", 48.86, 2.31, "England"), ("2", 54.0, -4.0, "Wales"), ("3", 41.9, 12.5, ""))
    assert found["position"].tolist() == [NOT_PLACED] * 3
    assert found[["easting_m", "northing_m"]].isna().all(axis=None)
    assert not found["placed"].any()


@pytest.mark.parametrize(
    ("legal", "trading", "listed", "kind"),
    [
        ("Imperial College of Science, Technology and Medicine", "", True, "university"),
        ("The University of Law Limited", "", False, "university"),
        ("Glasgow School of Art.", "", True, "university"),
        ("Barnsley College", "", False, "college"),
        ("University Centre Somerset College Group", "", False, "college"),
        ("Solihull College and University Centre", "", False, "college"),
        ("Coleg Gwent", "", False, "college"),
        ("Petroc", "", False, "college"),
        ("London Churchill College Ltd", "", False, "other"),
        ("Nazarene Theological College", "", False, "other"),
        ("Point Blank Limited", "", False, "other"),
        ("Goldsmiths' College", "Goldsmiths, University of London", False, "university"),
    ],
)
def test_kinds_of_provider(legal: str, trading: str, listed: bool, kind: str) -> None:
    colleges = {plain_name("Petroc")}
    assert provider_kind(legal, trading, hesa_listed=listed, dfe_colleges=colleges)[0] == kind


def test_postcodes_are_read_from_the_end_of_addresses() -> None:
    addresses = pd.Series(["13 Road, Bournemouth, BH5 2DF", "Paris, France", "Ware, SG128LX "])
    assert address_postcodes(addresses).tolist() == ["BH52DF", "", "SG128LX"]


PROVIDERS = pd.DataFrame(
    {
        "name": ["Keele University", "Solent", "City College", "City College"],
        "legal_name": ["University of Keele", "Southampton Solent University", "A Ltd", "B Ltd"],
    },
    index=["1", "2", "3", "4"],
)


@pytest.mark.parametrize(
    ("name", "ukprn", "match"),
    [
        ("The University of Keele", "1", "exact"),
        ("Keele University", "1", "exact"),
        ("Southampton Solent Universty", "", "doubtful"),
        ("City College", "", "doubtful"),  # fits two
        ("Harrow College and Uxbridge College (HCUC)", "", "none"),
        ("", "", "not named"),
    ],
)
def test_names_are_matched_exactly_or_not_at_all(name: str, ukprn: str, match: str) -> None:
    found = match_names(pd.Series([name]), PROVIDERS).iloc[0]
    assert (found["ukprn"], found["match"]) == (ukprn, match)
