"""Reach by minutes in a real browser: a real Valhalla behind the server, a site, a router that dies."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from geo.reach.measure import find_reach
from geo.travel.choice import CostChoice, limited
from geo.uploads.sites import read_sites
from tests.browsing import Visit, address_holds, serving
from tests.real_routers import BRISTOL, running

pytestmark = pytest.mark.browser

HUB = "name,easting,northing\nHub,358800,172950\n"
BRISTOL_UA = "E06000023"


def test_minutes_by_a_router_and_without_it(browser: object, tmp_path: Path) -> None:
    hub = tmp_path / "hub.csv"
    hub.write_text(HUB)
    home = tmp_path / "home"
    home.mkdir()
    with running("valhalla", "walk", BRISTOL) as router:
        settings = {
            "COLDSPOTS_ROUTER": "valhalla",
            "COLDSPOTS_ROUTER_URL": router.address,
            "COLDSPOTS_ROUTER_MODES": "walk,drive",
        }
        with serving(home, **settings) as (url, _):
            visit = Visit(browser, 1280, 900)
            visit.tab.goto(f"{url}/reach?with=reach&in={BRISTOL_UA}")
            visit.painted("lsoa21.reach.gaps")
            visit.tab.get_by_text("Your own sites and records").click()
            visit.tab.locator('input[type="file"]').nth(0).set_input_files(hub)
            visit.tab.get_by_text("is sent to the router: Valhalla").wait_for()
            visit.tab.get_by_text("Journey time", exact=True).click()
            heading = visit.tab.get_by_role("heading", name="Within 30 minutes on foot of")
            heading.wait_for(timeout=60_000)
            address_holds(visit, "minutes=30")
            sites, _, _ = read_sites(HUB.encode())
            choice = CostChoice(
                router="valhalla", router_url=router.address, mode="walk", max_minutes=30
            )
            by = limited(choice)
            reach = find_reach(sites, by.limit, source=by.source, within=BRISTOL_UA)
            people = int(reach.ground.people()[reach.kept & reach.in_range].sum())
            assert people > 100
            visit.tab.get_by_text(f"{people:,} (").first.wait_for()
            visit.tab.get_by_text("© OpenStreetMap contributors, ODbL").wait_for()
            router.process.kill()
            router.process.wait()
            with pytest.raises(requests.ConnectionError):
                requests.get(router.address, timeout=2)
            visit.tab.get_by_text("by car", exact=True).click()
            visit.tab.get_by_text("Shown instead: 10 km in a straight line").wait_for(
                timeout=90_000
            )
            visit.tab.get_by_role("heading", name="Within 10 km of").wait_for()
            visit.close()
