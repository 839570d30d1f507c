"""Maps of reach by minutes: from a real router over central Bristol, and from a visitor's table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import requests
from shapely import Point

from geo.areas.cache import area_table
from geo.compare.figures import values_at
from geo.errors import SourceUnavailableError
from geo.reach.measure import find_reach, load_ground
from geo.reach.partnerships import provider_sites
from geo.travel import MINUTES, CostChoice, read_costs
from geo.travel.routers import to_degrees
from layers.browser.query import from_query
from layers.browser.state import read_packs, state_of
from layers.kinds import kind_of
from layers.new_sites import nearest_answered
from layers.reach import ServerRouter, measured, minutes, use_router
from layers.reach.isochrones import isochrones_of
from layers.reach.options import ReachOptions
from layers.reach.state import reach_of, reaches
from layers.reach.tables import gap_table, limit_table
from layers.uploads import Uploads, with_uploads
from layers.view import MapView
from layers.words.reading import caveat_of, opening_of, reading_of
from tests.real_routers import BRISTOL, Running, running

PACKS = read_packs()
HUB = (358_800.0, 172_950.0)
"""In the middle of the extract."""
BRISTOL_UA, UNIVERSITY = "E06000023", "10007786"
ASKED = f"with=reach&in={BRISTOL_UA}&minutes=6&travel=walk"


def view_of(query: str, uploads: Uploads | None = None) -> MapView:
    pairs = dict(part.split("=") for part in query.split("&"))
    view, notes = from_query(pairs)
    assert notes == []
    return with_uploads(view, uploads)


def hub() -> pd.DataFrame:
    row = {"name": "Hub", "provider": "own", "provider_name": "Your own sites", "source": "own"}
    row |= {"easting_m": HUB[0], "northing_m": HUB[1], "courses": np.nan}
    return pd.DataFrame([row], pd.Index(["own-1"], name="site_id"))


@pytest.fixture(autouse=True)
def no_router() -> Iterator[None]:
    found = minutes._find
    use_router(lambda: None)
    yield
    use_router(found)
    reaches.held.clear()


def has(server: Running, *modes: str) -> None:
    choice = CostChoice(router=server.kind, router_url=server.address, timeout_s=5)
    use_router(lambda: ServerRouter(choice, modes))


@pytest.fixture(scope="module")
def valhalla() -> Iterator[Running]:
    with running("valhalla", "walk", BRISTOL) as one:
        yield one


def by_hand(server: Running, limit: float) -> pd.Series:
    """Minutes of each neighbourhood near the hub, by requests of the test's own."""
    origins = load_ground().origins
    near = origins[np.hypot(*(origins.to_numpy() - np.array(HUB)).T) < 900]
    (there,) = to_degrees(np.array([HUB])).tolist()
    found = {}
    for code, (lon, lat) in zip(near.index, to_degrees(near.to_numpy()).tolist(), strict=True):
        place = {"locations": [{"lon": lon, "lat": lat}], "costing": "pedestrian"}
        (located,) = requests.post(f"{server.address}/locate", json=place, timeout=9).json()
        ends = [(one["correlated_lon"], one["correlated_lat"]) for one in located["edges"]]
        # A degree of latitude is 111 km, one of longitude 69 km here.
        off = min(np.hypot((x - lon) * 69_400, (y - lat) * 111_200) for x, y in ends)
        told = server.route_s("walk", [lon, lat], there)
        if off < 300 and told is not None and told / 60 <= limit:
            found[code] = told / 60
    return pd.Series(found)


def test_what_is_in_range_by_minutes_counted_another_way(valhalla: Running) -> None:
    has(valhalla, "drive", "walk")
    view = view_of(ASKED, Uploads(sites=hub()))
    reach, hand = reach_of(view), by_hand(valhalla, 6)
    found = reach.ground.areas.index[reach.in_range]
    assert 2 <= len(hand) <= 8
    assert set(found) == set(hand.index)
    people = area_table("lsoa21")["young_people_now"].loc[hand.index].sum()
    said = reading_of(view)
    assert f"{people:,} (" in " ".join(said)
    assert "live within 6 minutes on foot of" in " ".join(said)
    assert kind_of(view).title(view) == "Within 6 minutes on foot of your own sites"
    table = kind_of(view).table(view).table
    assert table.loc[hand.index, "nearest_cost"].to_numpy() == pytest.approx(hand, abs=0.2)


def test_no_word_of_it_speaks_of_kilometres(valhalla: Running) -> None:
    has(valhalla, "walk")
    uploads = Uploads(sites=hub())
    for show in ("gaps", "tiers", "catchment", "gravity"):
        view = view_of(f"{ASKED}&reach={show}", uploads)
        kind = kind_of(view)
        parts = [kind.title(view), kind.headline(view), opening_of(view), *reading_of(view)]
        parts += [caveat_of(view), kind.classes(view).rule, kind.unit(view)]
        parts += [str(state_of(view, PACKS, dark=False)["legend"])]
        code = reach_of(view).ground.areas.index[reach_of(view).in_range][0]
        parts += kind.verdict(replace(view, select=code))
        parts += [str(limit_table(view).rows), str(gap_table(view).rows)]
        for text in parts:
            assert not re.search(r"\d km\b|in km|straight line", text), text
    assert "Journey times in minutes by Valhalla, pedestrian, asked on" in caveat_of(view)
    assert "© OpenStreetMap contributors" in caveat_of(view)
    assert kind.period(view).endswith("; ways: © OpenStreetMap contributors (ODbL)")
    assert (
        kind_of(view)
        .headline(view_of(ASKED, uploads))
        .endswith("live over 6 minutes on foot from the nearest of your own sites")
    )
    # Where the router is stays with the server.
    assert "127.0.0.1" not in " ".join(parts)


def test_lines_round_the_sites_are_the_isochrones(valhalla: Running) -> None:
    has(valhalla, "walk")
    view = view_of(ASKED, Uploads(sites=hub()))
    (outline,) = isochrones_of(view)
    assert outline.contains(Point(HUB))
    sites = state_of(view, PACKS, dark=False)["sites"]
    assert sites["ringM"] == 0
    (line,) = sites["drawn"]
    assert len(line) == 2 * len(outline.exterior.coords)
    # At a distance the limit is a circle, and nothing is drawn by a router.
    by_km = state_of(view_of(f"with=reach&in={BRISTOL_UA}&km=5"), PACKS, dark=False)["sites"]
    assert "drawn" not in by_km
    # The university is 600 m from the extract: nobody is in range of it, and no line is round it.
    far = view_of(f"{ASKED}&providers={UNIVERSITY}")
    assert not reach_of(far).in_range.any()
    assert isochrones_of(far) == []
    assert "1 site more than 300 m from any way" in caveat_of(far)


def test_a_router_that_is_gone_leaves_a_distance() -> None:
    with running("osrm", "walk", BRISTOL) as one:
        gone = one
    has(gone, "walk")
    view = view_of(f"{ASKED}&providers={UNIVERSITY}")
    with pytest.raises(SourceUnavailableError, match="^OSRM: batch 1 of 1 was not answered"):
        reach_of(view)
    shown, notes = nearest_answered(view, reach_of)
    assert measured(shown).minutes == 0
    assert notes[-1] == "Shown instead: 10 km in a straight line."
    assert "nobody there takes the call" in notes[0]
    assert "127.0.0.1" not in notes[0]


def test_a_question_too_large_for_a_turn_is_shown_by_distance(valhalla: Running) -> None:
    """Every site of England at once; not one request of it is made."""
    has(valhalla, "drive")
    shown, notes = nearest_answered(view_of("with=reach&minutes=60"), reach_of)
    assert re.match(
        r"This would take [\d,]+ requests to the router, and 1,000 is the most", notes[0]
    )
    assert notes[-1] == "Shown instead: 10 km in a straight line."
    assert measured(shown).minutes == 0


def test_without_a_router_an_address_of_minutes_shows_distance() -> None:
    view = view_of(f"{ASKED}&providers={UNIVERSITY}")
    assert "minutes=6" in view.to_query()
    assert measured(view).minutes == 0
    assert kind_of(view).title(view) == "Within 10 km of the University of Bristol"


TABLE = """area_code,site,cost
E01033908,10007786-A,12
E01033907,10007786-A,15.5
E01014538,10007786-A,16
"""


def test_a_table_of_the_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = Uploads(costs=read_costs(TABLE.replace("10007786-A", site()).encode(), MINUTES))
    view = view_of(f"with=reach&in={BRISTOL_UA}&minutes=15.5&providers={UNIVERSITY}", uploads)
    reach = reach_of(view)
    found = set(reach.ground.areas.index[reach.in_range])
    # Both sides of the limit: 15.5 is within it, 16 is not.
    assert found == {"E01033908", "E01033907"}
    assert kind_of(view).title(view) == "Within 15.5 minutes of the University of Bristol"
    assert "OpenStreetMap" not in caveat_of(view) + kind_of(view).period(view)
    again = find_reach(reach.sites, 15.5, source=uploads.costs, within=BRISTOL_UA)
    assert again.in_range.tolist() == reach.in_range.tolist()
    # No other visit sees it.
    assert not reaches.held


def site() -> str:
    return str(provider_sites([UNIVERSITY]).index[0])


def test_a_distance_stands_beside_how_well_a_place_is_connected() -> None:
    cornwall = "E06000052"
    said = reading_of(view_of(f"with=reach&in={cornwall}"))
    here = values_at("connectivity_score", "lad24")["value"][cornwall]
    england = values_at("connectivity_score", "nation")["value"]["E92000001"]
    assert here < england
    assert said[-1] == (
        "A straight line is not a journey: the connectivity of Cornwall by walking, cycling and "
        f"public transport scores {here:.1f} out of a hundred, against {england:.1f} for England, "
        "in the latest Indices of Deprivation."
    )
    assert "connectivity" not in " ".join(reading_of(view_of("with=reach")))
    assert "connectivity" not in " ".join(reading_of(view_of("with=reach&in=W06000015")))


@pytest.mark.parametrize(
    ("query", "minutes", "mode", "note"),
    [
        ({"minutes": "30"}, 30, "", ""),
        ({"minutes": "120", "travel": "cycle"}, 120, "cycle", ""),
        ({"minutes": "120.5"}, 0, "", "no time up to 120 minutes"),
        ({"minutes": "0"}, 0, "", "no time up to 120 minutes"),
        ({"minutes": "nan"}, 0, "", "no time up to 120 minutes"),
        ({"minutes": "30", "travel": "fly"}, 30, "", "names a way to travel that there is not"),
    ],
)
def test_addresses_of_minutes(query: dict[str, str], minutes: float, mode: str, note: str) -> None:
    view, notes = from_query({"with": "reach", **query})
    asked = ReachOptions.of(view)
    assert (asked.minutes, asked.travel) == (minutes, mode)
    assert note in " ".join(notes)
    assert bool(notes) == bool(note)
    again, _ = from_query(dict(part.split("=") for part in view.to_query().split("&")))
    assert again == view
