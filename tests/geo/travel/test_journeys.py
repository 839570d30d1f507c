"""Journey times as costs, from a router on loopback."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pytest_httpserver import HTTPServer

from geo.errors import BadInputError
from geo.travel.journeys import Journeys
from tests.geo.travel.test_routers import BRADFORD, LEEDS, SPEED_M_PER_S, YORK, Double, router

HOMES = pd.DataFrame([LEEDS, BRADFORD, YORK], ["L", "B", "Y"], ["easting_m", "northing_m"])
SITES = pd.DataFrame([LEEDS, YORK, (100_000.0, 20_000.0)], ["l", "y", "far"], HOMES.columns)


@pytest.fixture
def double(httpserver: HTTPServer) -> Double:
    return Double(httpserver)


def test_minutes_within_the_limit(double: Double) -> None:
    shares: list[float] = []
    found = Journeys(router(double), shares.append).between(HOMES, SITES, 30)
    straight = np.hypot(*(np.array(LEEDS) - np.array(BRADFORD))) / SPEED_M_PER_S / 60
    assert found.unit == "min"
    table = found.within.toarray()
    assert table[1, 0] == pytest.approx(straight, rel=0.01)
    assert table[:, 2].tolist() == [0, 0, 0]
    # From Leeds to York takes an hour at this pace.
    assert table[0, 1] == table[2, 0] == 0
    rows, columns, minutes = found.pairs()
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [(0, 0), (1, 0), (2, 1)]
    assert minutes[0] == minutes[2] == 0
    assert found.nearest.tolist() == [0, 0, 1]
    assert "osrm at" in found.provenance
    assert shares[-1] == 1
    # Nobody drives to the far site within half an hour, so the router is not asked; the others
    # have the same homes around them, and go together.
    assert len(double.asked) == 1
    assert len(double.asked[0]["destinations"].split(";")) == 2


def test_no_limit_and_no_site(double: Double) -> None:
    with pytest.raises(BadInputError, match="reaches nobody"):
        Journeys(router(double)).between(HOMES, SITES, 0)
    found = Journeys(router(double)).between(HOMES, SITES.iloc[:0], 30)
    assert found.nearest.tolist() == [-1, -1, -1]
    assert double.asked == []


def test_sites_far_apart_are_asked_for_one_by_one(double: Double) -> None:
    # Around each site are its own homes: together they would ask for three times as many pairs.
    places = [LEEDS, (400_000.0, 100_000.0), (250_000.0, 55_000.0)]
    sites = pd.DataFrame(places, ["l", "s", "w"], HOMES.columns)
    homes = sites.add(900).set_axis(["L", "S", "W"])
    found = Journeys(router(double)).between(homes, sites, 10)
    assert len(double.asked) == 3
    assert (found.within.toarray() > 0).tolist() == np.eye(3, dtype=bool).tolist()
    together = Journeys(router(double)).between(homes.iloc[:1], sites.iloc[:1], 10)
    assert together.within[0, 0] == found.within[0, 0]


def test_more_than_a_server_can_be_asked_is_refused(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.travel.journeys.MOST_REQUESTS", 3)
    many = pd.concat([HOMES] * 34, ignore_index=True)
    Journeys(router(double)).between(many, SITES, 30)
    assert len(double.asked) == 3
    more = pd.concat([HOMES] * 51, ignore_index=True)
    with pytest.raises(
        BadInputError, match="would take 4 requests to the router, and 3 is the most"
    ):
        Journeys(router(double)).between(more, SITES, 30)
    assert len(double.asked) == 3
