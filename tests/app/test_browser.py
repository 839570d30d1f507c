"""The map page in a real browser: counts painted areas, reads colours back, points, clicks, types."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas.cache import inside_of
from geo.boundaries import outlines as boundaries
from geo.registry.indicators import indicator
from geo.settings import DISPLAY_CRS
from layers.browser.state import read_packs, state_of
from layers.exports.files import read_link
from layers.exports.html import page_of
from layers.view import MapView
from tests.browsing import FRAME, READ, Visit, address_holds, expected_colours

pytestmark = pytest.mark.browser


def check_colours(visit: Visit, spots: pd.DataFrame, table: pd.DataFrame, name: str) -> None:
    colours = expected_colours(table, name)
    coloured = spots[spots[name].notna()]
    per_class = coloured.groupby(colours[coloured.index]).head(10)
    assert len(per_class) >= 20
    for code, row in per_class.iterrows():
        found = visit.frame.evaluate(READ, [row["lat"], row["lon"]])
        assert found["colour"] == colours[code], (code, row["area_name"])


def test_every_neighbourhood_is_painted_in_its_colour(
    visit: Visit, address: str, spots: pd.DataFrame, table: pd.DataFrame
) -> None:
    visit.turn(f"{address}/?hatch=no")
    assert visit.painted("lsoa21.tundra_rate") == 35_672
    check_colours(visit, spots, table, "tundra_rate")
    suppressed = spots[(spots["tundra_rate"].isna()) & spots["tundra_basis"].notna()]
    for _, row in suppressed.head(3).iterrows():
        found = visit.frame.evaluate(READ, [row["lat"], row["lon"]])
        palette = set(expected_colours(table, "tundra_rate")[table["tundra_rate"].notna()])
        assert found["colour"] not in palette


def test_pointing_at_an_area_names_it_and_gives_its_value(
    visit: Visit, address: str, spots: pd.DataFrame
) -> None:
    visit.turn(f"{address}/?sites=none")
    visit.painted("lsoa21.tundra_rate")
    for code in spots.index[:40:13]:
        row = spots.loc[code]
        at = visit.frame.evaluate(READ, [row["lat"], row["lon"]])
        box = visit.map.bounding_box()
        visit.tab.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
        tip = visit.inside.locator(".cs-tip")
        tip.get_by_text(row["area_name"]).wait_for()
        text = tip.inner_text()
        assert row["local_name"] in text
        assert indicator("tundra_rate").text(row["tundra_rate"]) in text


def test_another_question_restyles_the_same_map(
    visit: Visit, address: str, spots: pd.DataFrame, table: pd.DataFrame
) -> None:
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    visit.frame.evaluate("() => { window.sameFrame = true; }")
    visit.tab.get_by_text("Deprivation", exact=True).first.click()
    assert visit.painted("lsoa21.iod25_decile") == 35_672
    check_colours(visit, spots, table, "iod25_decile")
    assert visit.frame.evaluate("() => window.sameFrame") is True
    address_holds(visit, "show=iod25_decile")
    visit.tab.get_by_role("heading", name="IMD decile, England").wait_for()
    legend = visit.inside.locator(".cs-legend")
    assert "6,751" in legend.inner_text()


@pytest.mark.parametrize(
    ("level", "name", "areas"),
    [
        ("msoa21", "tundra_rate", 7_264),
        ("ward24", "tundra_rate", 7_536),
        ("utla23", "he19_rate", 175),
        ("cauth25", "tundra_rate", 15),
        ("region", "attainment8", 9),
        ("nation", "tundra_rate", 4),
    ],
)
def test_levels_open_from_a_link(
    visit: Visit, address: str, level: str, name: str, areas: int
) -> None:
    visit.turn(f"{address}/?level={level}&show={name}")
    assert visit.painted(f"{level}.{name}") == areas


def test_choosing_a_level_keeps_the_frame(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    visit.frame.evaluate("() => { window.sameFrame = true; }")
    visit.tab.get_by_role("combobox", name="Areas").click()
    visit.tab.get_by_role("option", name="Regions").click()
    # Above small areas the latest measure leads.
    assert visit.painted("region.he19_rate") == 9
    assert visit.frame.evaluate("() => window.sameFrame") is True


def test_a_postcode_lands_on_its_neighbourhood(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    visit.inside.get_by_label("Find a place").fill("fy1 1aa")
    visit.tab.keyboard.press("Enter")
    visit.inside.get_by_role("heading", name="Blackpool 010E").wait_for()
    visit.frame.wait_for_function("() => map_div.getZoom() >= 12")
    visit.frame.wait_for_function("() => map_div.coldspots.outlines._what.outlines.length === 1")
    code = visit.frame.evaluate(
        """() => {
          const [{ level, area }] = map_div.coldspots.outlines._what.outlines;
          return level.codes[area];
        }"""
    )
    assert code == "E01012737"
    address_holds(visit, "area=E01012737")


def test_sites_stand_on_top_by_kind(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    # All sites of the Kingdom are drawn; the key counts those in England.
    sites = tables.load("sites")
    placed = sites[sites["placed"]]
    taught = placed[placed["kind"].isin(["university", "college"])]
    drawn = "map_div.coldspots.sites.count()"
    assert visit.frame.evaluate(f"() => {drawn}") == len(taught)
    shown = state_of(MapView(), read_packs(), dark=False)["legend"]["sites"]
    assert 0 < sum(row["count"] for row in shown) < len(taught)
    visit.tab.get_by_role("button", name="Universities").click()
    colleges = placed[placed["kind"] == "college"]
    visit.frame.wait_for_function(f"() => {drawn} === {len(colleges)}")
    visit.tab.get_by_text("More", exact=True).click()
    visit.tab.get_by_text("Only where part-time courses are taught").click()
    count = int((colleges["courses_part_time"] > 0).sum())
    visit.frame.wait_for_function(f"() => {drawn} === {count}")
    address_holds(visit, "parttime=yes")


def test_pointing_at_a_site_names_it(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?sites=university&area=E01012737")
    visit.painted("lsoa21.tundra_rate")
    site = tables.load("sites")
    site = site[(site["kind"] == "university") & site["placed"]].iloc[0]
    at = visit.frame.evaluate(
        """() => {
          const { points } = map_div.coldspots.what, i = points.kind.indexOf(0);
          map_div.setView(coldspots.toLatLng(points.x[i], points.y[i], points.cell_m), 15, {animate: false});
          const on = map_div.latLngToContainerPoint(map_div.getCenter());
          return { x: on.x, y: on.y, name: points.names[i] };
        }"""
    )
    box = visit.map.bounding_box()
    visit.tab.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    visit.inside.locator(".cs-tip-name").get_by_text(at["name"]).wait_for()


@pytest.mark.parametrize(
    ("width", "height", "least"), [(1440, 900, 2 / 3), (1024, 768, 2 / 3), (360, 740, 0.9)]
)
def test_the_map_is_the_page(
    browser: object, address: str, width: int, height: int, least: float
) -> None:
    """Loaded dark at each size, then light when the visitor's system is."""
    visit = Visit(browser, width, height, color_scheme="dark")
    visit.open(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    for scheme in ("dark", "light"):
        visit.tab.emulate_media(color_scheme=scheme)
        visit.inside.locator(f'#map_div[data-theme="{scheme}"]').wait_for()
        box = visit.tab.locator(FRAME).bounding_box()
        assert box["width"] >= least * width
        assert box["height"] >= 0.7 * height
        assert box["y"] + box["height"] <= height + 30
        assert visit.tab.evaluate("() => document.documentElement.scrollWidth") <= width
    visit.close()


# Colours of the painted tiles under points, on a page of the app or on one that stands alone.
COLOURS = f"""(points) => {{
  const shown = window.map_div && map_div.coldspots ? map_div
    : Object.values(window).find((one) => one && one.coldspots && one.getZoom);
  const read = {READ.strip().replace("map_div", "shown")};
  const painted = new Promise((done) => shown.coldspots.areas.once("painted", done));
  shown.setZoom(shown.getZoom() > 8 ? 8 : 9, {{ animate: false }});
  return painted.then(() => points.map((point) => (read(point) || {{}}).colour));
}}"""


@pytest.mark.parametrize(
    ("query", "place", "key", "least"),
    [
        ("level=lad24&in=E12000007", "E12000007", "lad24.tundra_rate", 25),
        ("level=msoa21&with=both&in=E12000007", "E12000007", "msoa21.both", 600),
        ("level=lad24&in=E12000001", "E12000001", "lad24.tundra_rate", 9),
        ("level=msoa21&in=E47000001", "E47000001", "msoa21.tundra_rate", 250),
    ],
)
def test_a_page_of_a_place_is_painted_as_the_app_is(
    visit: Visit,
    browser: object,
    address: str,
    tmp_path: Path,
    query: str,
    place: str,
    key: str,
    least: int,
) -> None:
    """In the middle of each area: inside the same classes, outside none."""
    view, notes = read_link(f"hatch=no&{query}")
    assert notes == []
    middles = boundaries.load(view.geography).representative_point().to_crs(DISPLAY_CRS)
    points = list(zip(middles.y, middles.x, strict=True))
    visit.turn(f"{address}/?hatch=no&{query}")
    visit.painted(key)
    app = visit.frame.evaluate(COLOURS, points)
    page = tmp_path / "map.html"
    page.write_text(page_of(view, read_packs()), encoding="utf-8")
    alone = Visit(browser, offline=True)
    alone.open(page.as_uri())
    alone.tab.wait_for_selector("[data-painted]")
    found = alone.tab.evaluate(COLOURS, points)
    alone.close()
    seen = pd.DataFrame({"app": app, "page": found, "inside": inside_of(view.geography, place)})
    seen = seen.replace("none", None).dropna()
    inside, outside = seen[seen["inside"]], seen[~seen["inside"]]
    assert len(inside) >= least
    # A pixel on a border mixes two colours, and may be rounded either way.
    channels = [
        np.array([list(bytes.fromhex(colour[1:])) for colour in inside[side]], int)
        for side in ("app", "page")
    ]
    assert np.abs(channels[0] - channels[1]).max() <= 2
    assert len(outside) >= 20
    for side in ("app", "page"):
        # Here too some points lie on a border.
        assert outside[side].isin(inside[side]).mean() < 0.02
