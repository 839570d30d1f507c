"""Real routers: OSRM and Valhalla over extracts of OpenStreetMap, asked as a user would ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from shapely import points, prepare, union_all

from geo.errors import BadInputError, NoAnswerError, SourceUnavailableError
from geo.patch import patch_by_minutes, save_patch
from geo.reach.measure import load_ground
from geo.travel.isochrones import fetch_isochrones
from geo.travel.journeys import Journeys
from geo.travel.routers import BATCH, Mode, Router, to_degrees
from tests.commands import quick, run
from tests.real_routers import BRISTOL, LIECHTENSTEIN, Running, metres, running

VADUZ, SCHAAN, BALZERS = (9.5209, 47.1410), (9.5087, 47.1662), (9.5031, 47.0660)
ESCHEN, MALBUN = (9.5220, 47.2110), (9.6100, 47.1020)
TOWNS = [VADUZ, SCHAAN, BALZERS, ESCHEN, MALBUN]
FAR_AWAY = (9.5209, 46.9)
"""27 km south of Vaduz, in Switzerland, and 17 km beyond the edge of the extract."""
TOLERANCE = {"osrm": 0.002, "valhalla": 0.02}
"""Of a table against a route, as a share: Valhalla's table and its routes are searched for in two
ways and round at other places."""


@pytest.fixture(scope="module")
def osrm_walk() -> Iterator[Running]:
    with running("osrm", "walk", LIECHTENSTEIN) as one:
        yield one


@pytest.fixture(scope="module")
def osrm_drive() -> Iterator[Running]:
    with running("osrm", "drive", LIECHTENSTEIN) as one:
        yield one


@pytest.fixture(scope="module")
def osrm_bristol() -> Iterator[Running]:
    with running("osrm", "walk", BRISTOL) as one:
        yield one


@pytest.fixture(scope="module")
def valhalla() -> Iterator[Running]:
    # Two extracts in one graph: between them there is no way.
    with running("valhalla", "walk", LIECHTENSTEIN, BRISTOL) as one:
        yield one


@pytest.fixture(params=["osrm_walk", "osrm_drive", "valhalla"])
def server(request: pytest.FixtureRequest) -> Running:
    return request.getfixturevalue(request.param)


def modes(server: Running, request: pytest.FixtureRequest) -> list[Mode]:
    if server.kind == "valhalla":
        return ["walk", "cycle", "drive"]
    return ["walk"] if "osrm_walk" in request.node.name else ["drive"]


def test_a_table_says_what_each_route_says(server: Running, request: pytest.FixtureRequest) -> None:
    for mode in modes(server, request):
        places = metres(TOWNS)
        found = server.router(mode).matrix(places, places)
        degrees = to_degrees(places).tolist()
        for row, here in enumerate(degrees):
            for column, there in enumerate(degrees):
                told = server.route_s(mode, here, there)
                near = pytest.approx(told, rel=TOLERANCE[server.kind], abs=2)
                assert found.seconds[row, column] == near, (mode, row, column)
        # Malbun lies 1,100 m above the valley, by 12 km of road.
        assert found.metres[0, 4] > 11_000
        assert not any(part.any() for part in found.off_map)


def test_two_routers_agree_about_walking(osrm_walk: Running, valhalla: Running) -> None:
    places = metres(TOWNS[:4])
    tables = [one.router("walk").matrix(places, places).seconds for one in (osrm_walk, valhalla)]
    assert tables[0] == pytest.approx(tables[1], rel=0.08)


def test_driving_is_faster_than_cycling_and_that_than_walking(valhalla: Running) -> None:
    places = metres([VADUZ, BALZERS])
    minutes = [
        valhalla.router(mode).matrix(places[:1], places[1:]).seconds[0, 0] / 60
        for mode in ("drive", "cycle", "walk")
    ]
    assert minutes == sorted(minutes)
    # 9 km along the valley.
    assert 8 < minutes[0] < 16
    assert 100 < minutes[2] < 140


@pytest.mark.parametrize("name", ["osrm_walk", "valhalla"])
def test_a_home_off_the_map_is_not_moved_onto_it(name: str, request: pytest.FixtureRequest) -> None:
    """Both routers answer as if it lay at the edge of their map."""
    server = request.getfixturevalue(name)
    places = metres([VADUZ, FAR_AWAY, SCHAAN])
    assert server.route_s("walk", FAR_AWAY, VADUZ) > 0
    found = server.router("walk").matrix(places, places[[0, 2]])
    assert np.isfinite(found.seconds).tolist() == [[True, True], [False, False], [True, True]]
    assert found.off_map[0].tolist() == [False, True, False]
    homes = pd.DataFrame(places, ["v", "far", "s"], ["easting_m", "northing_m"])
    costs = Journeys(server.router("walk")).between(homes, homes.iloc[:1], 400)
    assert costs.nearest.tolist() == [0, -1, 0]
    assert costs.provenance.endswith(
        "; 1 area more than 300 m from any way of the router's map count as out of range"
    )


def told_apart(one: Running, mode: Mode, places: np.ndarray) -> np.ndarray:
    """Which pairs have no way; some of them, and some that have one, are asked as routes."""
    found = one.router(mode).matrix(places, places)
    places = places[~found.off_map[0]]
    found = one.router(mode).matrix(places, places)
    none = np.isnan(found.seconds)
    assert 0 < none.sum() < none.size
    degrees = to_degrees(places).tolist()
    asked = [*np.argwhere(none)[::97], *np.argwhere(~none)[::97]]
    for row, column in asked:
        told = one.route_s(mode, degrees[row], degrees[column])
        assert (told is None) == none[row, column]
        if told is not None:
            near = pytest.approx(told, rel=TOLERANCE[one.kind], abs=2)
            assert found.seconds[row, column] == near
    return none


def test_a_pair_without_a_way_is_no_way_and_not_zero() -> None:
    lon, lat = np.meshgrid(np.linspace(-2.598, -2.581, 9), np.linspace(51.452, 51.459, 5))
    places = metres(list(zip(lon.ravel(), lat.ravel(), strict=True)))
    with running("osrm", "drive", BRISTOL) as one:
        row, column = np.argwhere(told_apart(one, "drive", places))[0]
        assert len(places) == 45
        homes = pd.DataFrame(places, [f"h{at}" for at in range(45)], ["easting_m", "northing_m"])
        costs = Journeys(one.router("drive")).between(homes, homes.iloc[[column]], 200)
    assert row not in costs.pairs()[0]
    assert costs.nearest[row] == -1
    assert np.isnan(costs.nearest_cost[row])


def test_a_pair_without_a_way_by_valhalla(valhalla: Running) -> None:
    random = np.random.default_rng(1)
    told_apart(valhalla, "walk", metres([VADUZ]) + random.uniform(-1_500, 1_500, (45, 2)))


def test_two_countries_without_a_way_between_them(valhalla: Running) -> None:
    """Valhalla refuses a whole table for one pair that is too far apart, or has no way."""
    places = metres([VADUZ, (-2.592, 51.455), SCHAAN])
    found = valhalla.router("walk").matrix(places, places)
    assert np.isnan(found.seconds[[0, 1, 1, 2], [1, 0, 2, 1]]).all()
    assert found.seconds[0, 2] == pytest.approx(found.seconds[2, 0], rel=0.05)
    assert not any(part.any() for part in found.off_map)


@pytest.mark.parametrize(("engine", "mode"), [("osrm", "walk"), ("valhalla", "cycle")])
def test_a_router_that_dies_between_batches(engine: str, mode: Mode, tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    places = metres([VADUZ]) + random.uniform(-1_500, 1_500, (BATCH + 9, 2))
    with running(engine, mode, LIECHTENSTEIN) as one:
        router = one.router(mode, cache=tmp_path, timeout_s=5, patience_s=5)

        def kill(_: float) -> None:
            one.process.kill()
            one.process.wait()

        with pytest.raises(SourceUnavailableError) as caught:
            router.matrix(places, places[:3], kill)
    said = str(caught.value)
    assert said == (
        f"{engine} at {router.host}: batch 2 of 2 was not answered (nobody there takes the call); "
        "answers before it are kept, see that the server runs, and ask again."
    )
    assert len(list(tmp_path.iterdir())) == 1
    with running(engine, mode, LIECHTENSTEIN) as again:
        found = again.router(mode).matrix(places, places[:3])
    assert np.isfinite(found.seconds).mean() > 0.8


def test_an_isochrone_holds_what_the_table_says(valhalla: Running) -> None:
    limit, edge_m = 20, 200
    site, random = metres([VADUZ]), np.random.default_rng(3)
    around = site + random.uniform(-2_000, 2_000, (1_000, 2))
    found = fetch_isochrones(valhalla.router("walk"), site, limit)
    (outline,) = found.outlines
    assert outline.is_valid
    assert found.provenance.startswith("within 20 min, by valhalla at 127.0.0.1:")
    assert 1e6 < outline.area < 6e6
    table = valhalla.router("walk").matrix(around, site)
    near = table.seconds[:, 0] / 60 <= limit
    prepare(outline)
    inside = np.array([outline.contains(one) for one in points(around)])
    # On a hillside without paths a point is moved to the nearest, in the table alone; and the edge
    # of the outline is that of cells.
    clear = np.array([outline.boundary.distance(one) > edge_m for one in points(around)])
    assert clear.sum() > 200
    assert (inside & clear).sum() > 30
    assert (inside[clear] == near[clear]).mean() > 0.97
    assert not (~inside & near & clear).any()


def test_an_isochrone_is_kept(valhalla: Running, tmp_path: Path) -> None:
    site = metres([SCHAAN])
    first = fetch_isochrones(valhalla.router("cycle", cache=tmp_path), site, 10)
    (kept,) = tmp_path.iterdir()
    assert json.loads(kept.read_bytes())["type"] == "Polygon"
    silent = Router("valhalla", valhalla.address, mode="cycle", cache=tmp_path)
    again = fetch_isochrones(silent, site, 10)
    assert again.outlines[0].equals(first.outlines[0])
    kept.write_bytes(b"{}")
    assert fetch_isochrones(silent, site, 10).outlines[0].equals(first.outlines[0])


def test_osrm_draws_no_isochrones(osrm_walk: Running) -> None:
    with pytest.raises(BadInputError, match="osrm draws no isochrones. Use a router of the kind"):
        fetch_isochrones(osrm_walk.router(), metres([VADUZ]), 10)


def test_reach_on_foot_in_the_middle_of_bristol(osrm_bristol: Running, tmp_path: Path) -> None:
    out = tmp_path / "reach.csv"
    asked = ["reach", "--partners", "--router", "osrm", "--router-url", osrm_bristol.address]
    hub = tmp_path / "hub.csv"
    hub.write_text("name,easting,northing\nHub,358_900,173_100\n".replace("_", ""))
    asked[2:2] = [str(hub)]
    asked += ["--mode", "walk", "--max-minutes", "10", "--within", "E06000023"]
    made = json.loads(quick(*asked, "--json", "--out", str(out)))
    table = pd.read_csv(out, index_col="area_code")
    homes = to_degrees(load_ground().origins.loc[table.index].to_numpy())
    (hub_at,) = to_degrees(np.array([[358_900.0, 173_100.0]])).tolist()
    near = table["in_range"]
    assert near.any()
    for code, home in zip(table.index, homes.tolist(), strict=True):
        if near[code]:
            told = osrm_bristol.route_s("walk", home, hub_at)
            assert table.loc[code, "nearest_cost"] == pytest.approx(told / 60, abs=0.01)
    assert made["covered"] == table.loc[near, "young_people_now"].sum()
    assert "more than 300 m from any way of the router's map count as out of range" in made["costs"]
    # The extract is 1.2 km wide; moved onto it, all of Bristol would be in range.
    assert 1 < near.sum() < 10


def test_the_terminal_says_that_a_router_is_gone(tmp_path: Path) -> None:
    with running("osrm", "walk", BRISTOL) as one:
        gone = one.address
    hub = tmp_path / "hub.csv"
    hub.write_text("name,easting,northing\nHub,358900,173100\n")
    asked = ["reach", "--partners", str(hub), "--router", "osrm", "--router-url", gone]
    code, _, err = run(*asked, "--max-minutes", "10", "--within", "E06000023")
    assert code == 4
    assert "nobody there takes the call" in err
    assert "see that the server runs" in err


def test_a_site_off_the_map_has_no_isochrone(valhalla: Running) -> None:
    """Valhalla alone would draw one round the way that is nearest, 17 km away."""
    found = fetch_isochrones(valhalla.router("walk"), metres([VADUZ, FAR_AWAY]), 10)
    assert [one.is_empty for one in found.outlines] == [False, True]
    assert found.provenance.endswith(
        "; 1 site more than 300 m from any way of the router's map left out"
    )


HUB = pd.DataFrame({"easting_m": [358_800.0, 358_950.0], "northing_m": [172_950.0, 173_050.0]})
"""Two sites in the middle of Bristol."""


def test_a_patch_by_minutes_holds_who_lives_within_them(valhalla: Running) -> None:
    made = patch_by_minutes(valhalla.router("walk"), HUB, 15, "Near")
    assert made.provenance.startswith("within 15 min, by valhalla at 127.0.0.1:")
    assert (made.sites, made.left_out, made.day) == (2, 0, datetime.now(UTC).date())
    found = fetch_isochrones(valhalla.router("walk"), HUB.to_numpy(), 15)
    whole = union_all(found.outlines)
    ground = load_ground()
    inside = [whole.contains(one) for one in points(ground.origins.to_numpy())]
    assert sum(inside) >= 2
    saved = save_patch(made.code)
    assert set(saved.shares.index) == set(ground.origins.index[inside])
    assert saved.young_people == ground.areas.loc[inside, "young_people"].sum()
    with pytest.raises(NoAnswerError, match="No small area's people live within 6 min, by"):
        patch_by_minutes(valhalla.router("walk"), HUB + 5_000, 6)


COLLEGE = "10039956"
"""Six sites, of which one lies in the middle of Bristol."""


def test_a_patch_by_minutes_in_the_terminal(valhalla: Running, tmp_path: Path) -> None:
    out = tmp_path / "ours.geojson"
    ask = ["patch", "--provider", COLLEGE, "--router", "valhalla", "--max-minutes", "12"]
    ask += ["--router-url", valhalla.address]
    said = quick(*ask, "--name", "Twelve minutes", "--out", str(out))
    assert said.startswith("Twelve minutes: ")
    assert "Outlined by: within 12 min, by valhalla at 127.0.0.1:" in said
    assert "; 5 sites more than 1,000 m from any way of the router's map left out" in said
    made = json.loads(quick(*ask, "--json"))
    assert made["areas"] == 1
    kept = json.loads(out.read_text("utf-8"))["features"][0]["properties"]
    assert kept["drawn"].startswith("within 12 min, by valhalla at 127.0.0.1:")
    # The file is a place of other verbs.
    held = json.loads(quick("patch", str(out), "--json"))
    assert (held["areas"], held["young_people"]) == (1, made["young_people"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--max-minutes", "12"], "needs all of --provider, --router, --router-url"),
        (["--router", "osrm", "--max-minutes", "12"], "needs all of --provider, --router"),
        (
            ["--router", "osrm", "--router-url", "http://127.0.0.1:9", "--max-minutes", "12"],
            "osrm draws no isochrones",
        ),
        (
            ["--router", "valhalla", "--router-url", "http://127.0.0.1:9", "--max-minutes", "12"],
            "where the sites are was not answered (nobody there takes the call)",
        ),
    ],
)
def test_a_patch_by_minutes_is_refused_in_a_line(more: list[str], said: str) -> None:
    code, _, err = run("patch", "--provider", COLLEGE, *more)
    assert code in (3, 4)
    assert said in " ".join(err.split())
