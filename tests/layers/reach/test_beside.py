"""Two maps of a reach beside each other: figures and pixels recomputed, addresses, refusals."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from PIL import Image
from streamlit.testing.v1 import AppTest

from geo import tables
from geo.areas.cache import area_table
from geo.boundaries import outlines as boundaries
from geo.errors import BadInputError
from geo.packs.binary import read_pack
from geo.posterior import WRONG
from layers.browser.events import after
from layers.browser.query import from_query
from layers.browser.runtime_packs import content_of
from layers.browser.state import read_packs, state_of
from layers.exports import read_link, write_view
from layers.exports.html import files_of
from layers.kind_options import change_options
from layers.pictures.multiples import many_title, small_maps
from layers.reach.beside import beside, pair_of
from layers.reach.options import ReachOptions
from layers.style.palette import REACH
from layers.view import MapView
from tests.app.test_app import APP
from tests.commands import run

LEEDS, UNIVERSITY, BECKETT = "E08000035", "10007795", "10003861"
LINK = f"with=reach&providers={UNIVERSITY}&km=5&in={LEEDS}"
BOTH = f"with=reach&providers={UNIVERSITY},{BECKETT}&km=5&in={LEEDS}"
SVG = "{http://www.w3.org/2000/svg}"


def viewed(link: str) -> MapView:
    view, notes = read_link(link)
    assert not notes
    return view


def near(providers: list[str], km: float) -> np.ndarray:
    """Which neighbourhoods of Leeds are in range, from the tables alone."""
    sites = tables.load("sites")
    sites = sites[sites["ukprn"].isin(providers)][["easting_m", "northing_m"]].to_numpy()
    at = tables.load("centroids_lsoa21").loc[codes()].to_numpy()
    apart = np.hypot(at[:, None, 0] - sites[None, :, 0], at[:, None, 1] - sites[None, :, 1])
    return apart.min(axis=1) <= 1000 * km


def codes() -> list[str]:
    table = area_table("lsoa21")
    return list(table.index[table["lad24_code"] == LEEDS])


def young() -> np.ndarray:
    people = tables.load("people_lsoa21").loc[codes()]
    return people[[f"aged_{age}" for age in range(7, 12)]].sum(axis=1).to_numpy()


def listed() -> np.ndarray:
    """Who is in the likely lowest fifth: the surest first, as long as 10% of them may be wrong."""
    chance = area_table("lsoa21")["prob_true_fifth_1"].dropna().sort_values(ascending=False)
    wrong = (1 - chance).cumsum() / np.arange(1, len(chance) + 1)
    return np.isin(codes(), chance.index[wrong <= WRONG])


def out(providers: list[str], km: float, *, cold: bool = False) -> int:
    gone = ~near(providers, km) & listed() if cold else ~near(providers, km)
    return int(young()[gone].sum())


def texts(path: Path) -> list[str]:
    return ["".join(found.itertext()) for found in ET.parse(path).getroot().iter(f"{SVG}text")]


def test_two_limits_say_and_count_who_is_out_of_range(tmp_path: Path) -> None:
    write_view(beside(viewed(LINK), "10"), tmp_path / "two.svg")
    said = texts(tmp_path / "two.svg")
    five, ten = (out([UNIVERSITY], km, cold=True) for km in (5, 10))
    head = f"In Leeds, {five:,} young people in the likely lowest fifth are out of range at 5 km"
    assert " ".join(said).startswith(f"{head} and {ten:,} at 10 km")
    for km in (5, 10):
        at = said.index(f"Within {km} km")
        assert said[at + 1] == f"{out([UNIVERSITY], km):,} young people out of range"
    at = said.index("5 km")
    figures = [int(one.replace(",", "")) for one in said[at:] if one.replace(",", "").isdigit()]
    rows = []
    for cold, there in ((True, False), (True, True), (False, False), (False, True)):
        for km in (5, 10):
            here = (listed() == cold) & (near([UNIVERSITY], km) == there)
            rows.append(int(here.sum()))
    assert figures[:8] == rows
    assert any("the University of Leeds" in one for one in said)


def test_the_picture_shows_the_areas_of_both_maps(tmp_path: Path) -> None:
    """Pixels of each class are as many as its areas are large, on either map."""
    write_view(beside(viewed(LINK), "10"), tmp_path / "two.png")
    picture = np.asarray(Image.open(tmp_path / "two.png").convert("RGB")).astype(int)
    shapes = boundaries.load("lsoa21").geometry.loc[codes()].to_numpy()
    size = shapely.area(shapes)
    # The key stands to the left; the maps share what is right of it.
    right = picture[:, 2 * 222 :]
    halves = np.array_split(right, 2, axis=1)
    for km, half in zip((5, 10), halves, strict=True):
        reached = near([UNIVERSITY], km)
        wanted, found = [], []
        for at, (cold, there) in enumerate(
            ((True, False), (True, True), (False, False), (False, True))
        ):
            wanted.append(size[(listed() == cold) & (reached == there)].sum())
            colour = [int(REACH["gaps"][at][one : one + 2], 16) for one in (1, 3, 5)]
            found.append((np.abs(half - colour).max(axis=2) <= 3).sum())
        shares = np.array(found) / sum(found)
        assert np.abs(shares - np.array(wanted) / sum(wanted)).max() < 0.03, km


def test_without_a_partner_the_headline_says_who_depends_on_it(tmp_path: Path) -> None:
    view = beside(viewed(BOTH), BECKETT)
    more = out([UNIVERSITY], 5, cold=True) - out([UNIVERSITY, BECKETT], 5, cold=True)
    assert more > 1
    assert many_title(view) == (
        f"Without Leeds Beckett University, {more:,} more young people in the likely lowest fifth "
        "in Leeds would be out of range"
    )
    every, left = (one for one, _ in small_maps(view))
    assert ReachOptions.of(every).without == ""
    assert ReachOptions.of(left).without == BECKETT
    assert [item["title"] for _, item in small_maps(view)] == [
        "With Leeds Beckett University", "Without Leeds Beckett University",
    ]  # fmt: skip
    # Nobody depends on a partner that stands where another does, far away.
    far = beside(viewed(f"with=reach&providers={UNIVERSITY},10007773&km=5&in={LEEDS}"), "10007773")
    assert many_title(far).startswith(
        "In Leeds, no young person in the likely lowest fifth depends"
    )


def test_the_nearer_limit_stands_first_whichever_is_the_views_own() -> None:
    ten = viewed(LINK.replace("km=5", "km=10"))
    titles = [item["title"] for _, item in small_maps(beside(ten, "5"))]
    assert titles == ["Within 5 km", "Within 10 km"]


def test_an_address_holds_it() -> None:
    view = beside(viewed(LINK), "7.5")
    query = dict(pair.split("=") for pair in view.to_query().split("&"))
    assert (query["beside"], query["as"]) == ("7.5", "many")
    assert from_query(query) == (view, [])
    for wrong in ("0", "-5", "nan", "1e9", "12345678", "<b>"):
        found, notes = from_query({**query, "beside": wrong})
        assert pair_of(found) is None
        assert len(notes) == 1
        assert wrong not in notes[0]
    # Its own limit beside itself: the ways to see it stand there, as without the key.
    own, notes = from_query({**query, "beside": "5"})
    assert pair_of(own) is None
    assert len(small_maps(own)) > 2


def test_the_page_gets_a_pack_of_each_map_and_a_click_opens_it() -> None:
    view = beside(viewed(LINK), "10")
    state = state_of(view, read_packs(), dark=False)
    here = (area_table("lsoa21")["lad24_code"] == LEEDS).to_numpy()
    for item, km in zip(state["many"], (5, 10), strict=True):
        found = np.frombuffer(read_pack(content_of(item["file"]))[1]["classes"], np.uint8)[here]
        assert (found % 2 == 1).tolist() == near([UNIVERSITY], km).tolist()
        chosen, _ = after(view, item["event"])
        assert (ReachOptions.of(chosen).km, chosen.look) == (km, "map")
    assert after(view, {"kind": "reach", "beside": 2})[0] == view
    assert after(view, {"kind": "reach", "beside": [0]})[0] == view


def drawn_on(item: dict[str, Any]) -> int:
    """Count the sites in the pack that a small map draws."""
    return int(read_pack(content_of(item["sites"]["file"]))[0]["sites"])


def test_each_of_two_maps_draws_its_own_sites_and_limit() -> None:
    listed = tables.load("sites")
    of = {code: int((listed["ukprn"] == code).sum()) for code in (UNIVERSITY, BECKETT)}
    limits = state_of(beside(viewed(LINK), "10"), read_packs(), dark=False)["many"]
    assert [item["sites"]["ringM"] for item in limits] == [5_000, 10_000]
    assert [drawn_on(item) for item in limits] == [of[UNIVERSITY]] * 2
    state = state_of(beside(viewed(BOTH), BECKETT), read_packs(), dark=False)
    assert [drawn_on(item) for item in state["many"]] == [sum(of.values()), of[UNIVERSITY]]
    # A page that stands alone has them inside.
    assert {item["sites"]["file"] for item in state["many"]} <= set(files_of(state))
    ways = state_of(replace(viewed(LINK), look="many"), read_packs(), dark=False)["many"]
    assert [drawn_on(item) for item in ways] == [of[UNIVERSITY]] * len(ways)


@pytest.mark.parametrize(
    ("link", "what", "said"),
    [
        (LINK, "5", "would be the same"),
        (LINK, UNIVERSITY, "nobody would be left"),
        (LINK, BECKETT, "one of several partners"),
        (LINK, "far", "neither a limit"),
        (LINK, "101", "up to 100"),
        (f"in={LEEDS}", "20", "a map of reach alone"),
    ],
)
def test_what_makes_no_pair_is_refused(link: str, what: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        beside(viewed(link), what)


def test_scores_that_have_other_classes_at_each_limit_give_way_to_range() -> None:
    view = beside(change_options(viewed(LINK), ReachOptions, show="catchment"), "10")
    assert ReachOptions.of(view).show == "gaps"
    tiers = beside(change_options(viewed(LINK), ReachOptions, show="tiers"), "10")
    assert [replace(one, at=None).look for one, _ in small_maps(tiers)] == ["map", "map"]
    assert ReachOptions.of(tiers).show == "tiers"


def test_the_terminal_draws_it(tmp_path: Path) -> None:
    drawn = tmp_path / "two.svg"
    code, said, error = run("export", "--link", LINK, "--beside", "10", "--out", str(drawn))
    assert code == 0, error
    view, notes = read_link(said.split(": ")[1].strip())
    assert (notes, view) == ([], beside(viewed(LINK), "10"))
    assert many_title(view)[:40] in " ".join(texts(drawn))
    code, _, error = run("export", "--link", LINK, "--beside", "5", "--out", str(drawn))
    assert (code, "would be the same" in error) == (3, True)
    both = ("--beside", "10", "--by-region", "--out", str(drawn))
    code, _, error = run("export", "--link", LINK, *both)
    assert (code, "--beside" in error) == (2, True)


def test_the_page_offers_what_stands_beside_a_map() -> None:
    app = AppTest.from_file(APP, default_timeout=60).run()
    for key, value in (pair.split("=") for pair in f"{BOTH}&as=many".split("&")):
        app.query_params[key] = value
    app = app.switch_page("views/reach.py").run()
    box = app.selectbox(key="beside")
    assert box.value is None
    assert {"The limit at 10 km", "Without Leeds Beckett University"} < set(box.options)
    assert "The limit at 5 km" not in box.options
    app = box.set_value("10").run()
    assert not app.exception
    assert "10" in app.query_params["beside"]
    app = app.selectbox(key="beside").set_value(None).run()
    assert "beside" not in app.query_params
