"""New sites by minutes on their page: OSRM and Valhalla are asked, and what they say is recounted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from geo import tables
from geo.areas import area_table
from geo.travel.routers import to_degrees
from layers.reach import state
from serving.hosting import hosting
from tests.app.test_four_nations import opened, said
from tests.real_routers import BRISTOL, Running, running

BRISTOL_UA = "E06000023"
MINUTES, FAR_M = 6, 300
ASKED = {
    "with": "sites", "in": BRISTOL_UA, "add": "1", "demand": "all", "candidates": "msoa",
    "travel": "walk", "minutes": str(MINUTES),
}  # fmt: skip


@pytest.fixture(scope="module", params=["osrm", "valhalla"])
def router(request: pytest.FixtureRequest) -> Iterator[Running]:
    with running(request.param, "walk", BRISTOL) as one:
        yield one


def forget() -> None:
    """Forget the settings, and what another router said."""
    hosting.cache_clear()
    for cache in (state.reaches, state._results):
        cache.held.clear()


@pytest.fixture(autouse=True)
def settings(router: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    set_to = {"ROUTER": router.kind, "ROUTER_URL": router.address, "ROUTER_MODES": "walk,drive"}
    for name, value in set_to.items():
        monkeypatch.setenv(f"COLDSPOTS_{name}", value)
    forget()
    yield
    forget()


def people_by_hand(router: Running) -> dict[str, int]:
    """Young people within the minutes of each local area's middle, by one route after another."""
    areas = area_table("lsoa21")
    areas = areas[areas["lad24_code"] == BRISTOL_UA]
    homes = tables.load("centroids_lsoa21").loc[areas.index, ["easting_m", "northing_m"]]
    middles = tables.load("centroids_msoa21").reindex(areas["msoa21_code"].unique())
    middles = middles[["easting_m", "northing_m"]]
    # A point far from any way is on no map, though a router would move it to the next one.
    off = router.router("walk").matrix(homes.to_numpy(), middles.to_numpy()).off_map
    homes, middles = homes[~off[0]], middles[~off[1]]
    starts, ends = to_degrees(homes.to_numpy()).tolist(), to_degrees(middles.to_numpy()).tolist()
    people = areas.loc[homes.index, "young_people_now"].astype(int).to_numpy()
    counted = {}
    for code, end in zip(middles.index, ends, strict=True):
        told = [router.route_s("walk", start, end) for start in starts]
        near = np.array([one is not None and one <= MINUTES * 60 for one in told])
        counted[str(code)] = int(people[near].sum())
    return counted


def test_the_best_site_on_foot_is_recounted(router: Running) -> None:
    counted = people_by_hand(router)
    code = max(counted, key=lambda one: counted[one])
    assert counted[code] > 50
    app = opened("new_sites", **ASKED)
    assert not app.exception
    assert f"brings {counted[code]:,} more young people within {MINUTES} minutes on foot" in said(
        app
    )
    assert any(code in one.value for one in app.markdown)
    name = {"osrm": "OSRM", "valhalla": "Valhalla"}[router.kind]
    assert f"by {name}" in " ".join(one.value for one in (*app.markdown, *app.caption))


def test_a_place_is_asked_about_alone(router: Running) -> None:
    """All sites of the country, from all its homes by car, would be 12,651 requests."""
    app = opened("new_sites", **(ASKED | {"travel": "drive", "minutes": "15"}))
    assert not app.exception
    assert [one.value for one in app.warning] == []
    assert "15 minutes by car" in said(app)


def test_where_the_router_is_gone_distance_is_shown(
    router: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLDSPOTS_ROUTER_URL", "http://127.0.0.1:9")
    forget()
    app = opened("new_sites", **ASKED)
    assert not app.exception
    noted = " ".join(one.value for one in app.warning).replace("\\", "")
    assert "was not answered (nobody there takes the call)" in noted
    assert "Shown instead: 10 km in a straight line" in noted
