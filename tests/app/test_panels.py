"""What the map page shows beside colours: two measures, plot, table, small maps, classes, hatching."""

from __future__ import annotations

import pandas as pd
import pytest
from pyproj import Transformer

from geo import tables
from geo.areas.bivariate import classify_disagreement
from geo.areas.cache import area_table
from geo.coldspots.results import bundled
from tests.browsing import FRAME, Visit, address_holds, let_animations_end, settled

pytestmark = pytest.mark.browser

BLACKPOOL, STREET = "E06000009", "E01012737"


def test_two_measures_stand_on_one_map_and_in_one_plot(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?with=disagree")
    visit.painted("lsoa21.disagree")
    table = area_table("lsoa21")
    expected = classify_disagreement(table)
    drawn = visit.frame.evaluate("() => Array.from(map_div.coldspots.what.codes)")
    assert drawn == expected.of_area.tolist()
    counts = visit.inside.locator(".cs-classes .cs-row").first.inner_text()
    assert f"{expected.classes[0].areas:,}" in counts
    plot = visit.inside.locator(".cs-scatter canvas")
    box = plot.bounding_box()
    # A drag over the low left of the plot: low participation without deprivation.
    visit.tab.mouse.move(box["x"] + 40, box["y"] + box["height"] * 0.62)
    visit.tab.mouse.down()
    visit.tab.mouse.move(box["x"] + 90, box["y"] + box["height"] * 0.84, steps=4)
    visit.tab.mouse.up()
    visit.frame.wait_for_function("() => map_div.coldspots.picked !== null")
    shown = visit.frame.evaluate(
        "() => { const { picked, what } = map_div.coldspots; const codes = new Set();"
        " picked.forEach((yes, at) => yes && codes.add(what.codes[at])); return [...codes]; }"
    )
    assert 0 in shown
    assert 1 not in shown
    status = visit.inside.locator(".cs-scatter-status").inner_text()
    count = visit.frame.evaluate("() => map_div.coldspots.picked.reduce((a, b) => a + b, 0)")
    assert status.startswith(f"{count:,} of ")
    visit.inside.get_by_role("button", name="Show all").click()
    visit.frame.wait_for_function("() => map_div.coldspots.picked === null")


def test_a_dot_of_the_plot_is_an_area_of_the_map(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?with=both&in={BLACKPOOL}")
    settled(visit, "lsoa21.both", BLACKPOOL)
    at = visit.frame.evaluate(
        "(code) => { const { scatter, what } = map_div.coldspots;"
        " const area = what.level.codes.indexOf(code); return [scatter.x[area], scatter.y[area]]; }",
        STREET,
    )
    box = visit.inside.locator(".cs-scatter canvas").bounding_box()
    scale = box["width"] / 272
    visit.tab.mouse.click(box["x"] + at[0] * scale, box["y"] + at[1] * scale)
    visit.inside.get_by_role("heading", name="Blackpool 010E").wait_for()
    assert visit.frame.evaluate("() => map_div.coldspots.outlines._what.outlines.length") == 2


def test_a_class_of_the_legend_is_shown_alone(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?in={BLACKPOOL}")
    settled(visit, "lsoa21.tundra_rate", BLACKPOOL)
    row = visit.inside.get_by_role("button", name="Lowest fifth", exact=True)
    row.click()
    visit.inside.get_by_role("button", name="Table").click()
    visit.inside.get_by_text("1 to 19 of 19 neighbourhoods").wait_for()
    assert set(visit.inside.locator(".cs-table tbody td:last-child").all_inner_texts()) == {
        "Lowest fifth"
    }


def test_the_table_holds_what_the_map_shows(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?in={BLACKPOOL}&as=table")
    settled(visit, "lsoa21.tundra_rate", BLACKPOOL)
    lsoas = area_table("lsoa21")
    here = lsoas[lsoas["lad24_code"] == BLACKPOOL]
    visit.inside.get_by_text(f"1 to 50 of {len(here)} neighbourhoods").wait_for()
    visit.inside.get_by_text(f"Of {len(here)} neighbourhoods in Blackpool").first.wait_for()
    figures = visit.inside.locator(".cs-table tbody td.cs-figure").all_inner_texts()
    shown = here.sort_values("tundra_rate", kind="stable").head(50)
    assert figures[::4] == [f"{value:.1%}" for value in shown["tundra_rate"]]
    # Equal rates have different cohorts, so intervals are told in the order of the table.
    codes = visit.inside.locator(".cs-table tbody tr").evaluate_all(
        "(rows) => rows.map((row) => row.dataset.code)"
    )
    ends = here.loc[codes, ["tundra_rate_low", "tundra_rate_high"]].mul(100).round().astype(int)
    assert figures[1::4] == [f"{low}% to {high}%" for low, high in ends.to_numpy()]
    ranks = bundled("lsoa21").loc[codes, ["rank_low", "rank_high"]].to_numpy()
    for text, (low, high) in zip(figures[2::4], ranks, strict=True):
        least, most = (int(end.replace(",", "")) for end in text.split(" to "))
        assert least <= low <= high <= most
    chances = here.loc[codes, "prob_true_fifth_1"].mul(100)
    told = [float(text.removesuffix("%")) for text in figures[3::4]]
    assert told == pytest.approx(chances.tolist(), abs=0.51)
    sort = visit.inside.get_by_role("columnheader", name="Young participation")
    assert sort.get_attribute("aria-sort") == "ascending"
    sort.get_by_role("button").click()
    assert sort.get_attribute("aria-sort") == "descending"
    top = visit.inside.locator(".cs-table tbody td.cs-figure").first.inner_text()
    assert top == f"{here['tundra_rate'].max():.1%}"
    visit.inside.get_by_label("Show only names or codes with").fill(STREET.lower())
    visit.inside.get_by_text("1 to 1 of 1 neighbourhoods").wait_for()
    visit.inside.get_by_role("button", name="Blackpool 010E").click()
    visit.inside.locator(f'.cs-card[data-code="{STREET}"][data-full="true"]').wait_for()


def test_small_maps_change_the_measure(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=lad24&as=many")
    visit.inside.locator('.cs-many[data-painted="6"]').wait_for()
    filled = visit.frame.evaluate(
        """() => [...document.querySelectorAll(".cs-many canvas")].map((canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const colours = new Set();
          for (let i = 0; i < data.length; i += 400) if (data[i + 3] === 255) {
            colours.add(data[i] * 65536 + data[i + 1] * 256 + data[i + 2]);
          }
          return colours.size;
        })"""
    )
    assert len(filled) == 6
    assert min(filled) >= 5
    visit.inside.get_by_role("button", name="IMD score").click()
    visit.painted("lad24.iod25_score")
    address_holds(visit, "show=iod25_score")


def test_labels_of_an_editors_point_at_their_places(visit: Visit, address: str) -> None:
    labels = "The+Tower@53.8159,-3.0553%7C%3Cb%3EPier@53.819,-3.058"
    visit.turn(f"{address}/?level=msoa21&in=E06000009&labels={labels}")
    visit.inside.locator(".cs-callout span").nth(1).wait_for()
    told = visit.frame.evaluate(
        """() => [...document.querySelectorAll(".cs-callout")].map((node) => {
          const home = map_div.getContainer().getBoundingClientRect();
          const { left, top } = node.getBoundingClientRect();
          const { lat, lng } = map_div.containerPointToLatLng([left - home.left, top - home.top]);
          const box = node.firstChild.getBoundingClientRect();
          return { text: node.textContent, lat, lng, top: box.top, bottom: box.bottom };
        })"""
    )
    assert [one["text"] for one in told] == ["The Tower", "<b>Pier"]
    assert told[0]["lat"] == pytest.approx(53.8159, abs=0.001)
    assert told[0]["lng"] == pytest.approx(-3.0553, abs=0.001)
    one, other = told
    assert one["bottom"] <= other["top"] or other["bottom"] <= one["top"]


EXTENTS = """() => [...document.querySelectorAll(".cs-many canvas")].map((canvas) => {
  const { width, height, clientWidth, clientHeight } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let box = [width, height, 0, 0];
  for (let at = 0; at < width * height; at++) if (data[4 * at + 3]) {
    const [x, y] = [at % width, (at / width) | 0];
    box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
  }
  return [...box, Math.round(width / devicePixelRatio) - clientWidth, clientWidth, clientHeight];
})"""
"""Of each small map: where it is painted, whether it is stretched, and how large it stands."""


def test_before_and_after_are_equal_in_size_and_scale_on_paper(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=utla23&show=he19_rate&with=change&as=many")
    visit.inside.locator('.cs-many[data-painted="2"]').wait_for()
    screen = visit.frame.evaluate(EXTENTS)
    assert screen[0] == screen[1]
    wide = visit.tab.viewport_size
    visit.tab.emulate_media(media="print")
    visit.tab.set_viewport_size({"width": 794, "height": 1123})
    settled = f"""() => {{
      const all = ({EXTENTS})();
      return document.querySelector(".cs-many").dataset.painted === "2" && all[0][4] === 0;
    }}"""
    visit.frame.wait_for_function(settled)
    # The large map may show other ground once the first of the two is painted: it has its size of
    # paper later than the panel over it.
    visit.frame.evaluate(
        """() => new Promise((done) => {
          const node = document.querySelector(".cs-many");
          const watch = new MutationObserver(() => {
            if (node.dataset.painted === "1") map_div.setZoom(map_div.getZoom() + 2, { animate: false });
            if (node.dataset.painted === "2") watch.disconnect(), done();
          });
          watch.observe(node, { attributes: true });
          node.style.paddingBottom = "41px";
        })"""
    )
    before, after = visit.frame.evaluate(EXTENTS)
    visit.tab.emulate_media(media="screen")
    visit.tab.set_viewport_size(wide)
    assert before == after != screen[0]
    # Large enough to be read: a map is at least half as wide as its frame.
    assert before[2] - before[0] > before[5] / 2


INKS = """(places) => [...document.querySelectorAll(".cs-many canvas")].map((canvas) => {
  const { clientWidth: width, clientHeight: height } = canvas;
  const { center, zoom } = map_div.coldspots.many._window(width, height);
  const corner = map_div.project(center, zoom).subtract([width / 2, height / 2]);
  const pen = canvas.getContext("2d"), ratio = canvas.width / width;
  return places.map((place) => {
    const at = map_div.project(place, zoom).subtract(corner);
    const read = (x) => [...pen.getImageData(x * ratio, at.y * ratio, 1, 1).data].slice(0, 3);
    return [read(at.x), read(at.x - 16), read(at.x + 16)];
  });
})"""
"""Of each small map: the colours at places, and 16 pixels to the left and right of them."""


def test_small_maps_of_a_reach_have_the_sites_where_they_stand(visit: Visit, address: str) -> None:
    asked = "providers=10007151&km=10&beside=20&as=many&in=E10000019"
    visit.turn(f"{address}/reach?{asked}")
    visit.inside.locator('.cs-many[data-painted="2"]').wait_for()
    sites = tables.load("sites")
    sites = sites[sites["ukprn"] == "10007151"]
    turned = Transformer.from_crs(27700, 4326)
    places = [turned.transform(*at) for at in sites[["easting_m", "northing_m"]].to_numpy()]
    ink = visit.frame.evaluate("() => map_div.coldspots.state.style.sites.ink")
    ink = [int(ink[at : at + 2], 16) for at in (1, 3, 5)]
    maps = visit.frame.evaluate(INKS, places)
    assert len(maps) == 2
    for site in (one for found in maps for one in found):
        assert site[0] == ink
        assert ink not in site[1:]


@pytest.mark.parametrize("method", ["natural", "own"])
def test_other_classes_are_painted_as_their_legend_counts(
    visit: Visit, address: str, method: str
) -> None:
    more = "&limits=20,30,40" if method == "own" else ""
    visit.turn(f"{address}/?classes={method}{more}")
    visit.painted("lsoa21.tundra_rate")
    drawn = pd.Series(visit.frame.evaluate("() => Array.from(map_div.coldspots.what.codes)"))
    rows = visit.frame.evaluate("() => map_div.coldspots.state.legend.rows")
    assert {row["code"]: row["areas"] for row in rows} == drawn.value_counts().to_dict()


def unfold_more(visit: Visit) -> None:
    """Open the rest of the controls, unless an earlier test of the visit has."""
    if not visit.tab.get_by_role("combobox", name="Classes").is_visible():
        visit.tab.get_by_text("More", exact=True).click()
    # A list that opens while the panel still unfolds, or is scrolled, is closed again.
    visit.tab.get_by_role("button", name="Take this map").scroll_into_view_if_needed()
    let_animations_end(visit.tab)


def test_limits_are_typed_and_kept_in_the_address(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=lad24")
    visit.painted("lad24.tundra_rate")
    unfold_more(visit)
    visit.tab.get_by_role("combobox", name="Classes").click()
    visit.tab.get_by_role("option", name="My own limits").click()
    limits = visit.tab.get_by_label("Limits, in %")
    limits.fill("40, 30")
    limits.press("Enter")
    visit.tab.get_by_text("Give one to four numbers").wait_for()
    limits.fill("30, 40, 50")
    limits.press("Enter")
    address_holds(visit, "classes=own", "limits=30,40,50")
    rates = area_table("lad24")["tundra_rate"] * 100
    second = rates[(rates > 30.05) & (rates < 40.05)]
    visit.inside.get_by_text(f"{second.min():.1f} to {second.max():.1f}%").wait_for()


def test_hatching_marks_what_may_be_chance_and_can_be_switched_off(
    visit: Visit, address: str
) -> None:
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    lsoas = area_table("lsoa21")
    chance = lsoas["prob_true_fifth_1"]
    unsure = visit.frame.evaluate(
        "() => map_div.coldspots.what.uncertain.reduce((n, code) => n + (code === 1), 0)"
    )
    assert unsure == int(((chance >= 0.05) & (chance <= 0.95)).sum())
    unfold_more(visit)
    visit.tab.get_by_text("Hatch uncertain areas").click()
    visit.frame.wait_for_function("() => map_div.coldspots.what.uncertain === null")
    address_holds(visit, "hatch=no")


def test_at_360_pixels_everything_is_within_reach(browser: object, address: str) -> None:
    visit = Visit(browser, 360, 740, has_touch=True)
    visit.turn(f"{address}/?area={STREET}")
    visit.painted("lsoa21.tundra_rate")
    visit.inside.locator('.cs-card[data-full="true"]').wait_for()
    width = visit.frame.evaluate("() => document.documentElement.scrollWidth")
    assert width <= visit.tab.locator(FRAME).bounding_box()["width"]
    for name in ("Map", "Table", "Small maps", "Close"):
        box = visit.inside.get_by_role("button", name=name, exact=True).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert min(box["width"], box["height"]) >= 24
    visit.inside.get_by_role("button", name="Close").click()
    visit.inside.locator(".cs-card").wait_for(state="hidden")
    visit.close()


@pytest.mark.parametrize(
    "query",
    [
        f"in={BLACKPOOL}&area={STREET}",
        f"in={BLACKPOOL}&with=both",
        f"in={BLACKPOOL}&with=cold",
        f"in={BLACKPOOL}&with=cold&area=zone-E01012673",
    ],
)
def test_no_panel_covers_another(visit: Visit, address: str, query: str) -> None:
    """On a desk, then in a smaller window, then as narrow as a phone."""
    visit.turn(f"{address}/?{query}")
    keys = {"both": "lsoa21.both", "cold": "lsoa21.cold.local-g"}
    visit.painted(next((key for word, key in keys.items() if word in query), "lsoa21.tundra_rate"))
    if "area" in query:
        visit.inside.locator('.cs-card[data-full="true"]').wait_for()
    for width, height in [(1440, 900), (1024, 768), (360, 740)]:
        visit.tab.set_viewport_size({"width": width, "height": height})
        visit.frame.wait_for_function(
            # The frame is as wide as the page leaves it, and the map fills it.
            """(width) => innerWidth <= width && innerWidth > width / 2
              && map_div.getSize().x === map_div.getContainer().clientWidth""",
            arg=width,
        )
        # What is folded when it opens in a narrow frame.
        visit.frame.evaluate(
            """() => document.querySelectorAll(".cs-legend, .cs-scatter, .cs-zones")
              .forEach((box) => { box.open = innerWidth > 800; })"""
        )
        # A card on a phone is a sheet over the map: it may cover the zoom buttons until it is
        # closed.
        allowed = {".cs-card .leaflet-control-zoom"} if width == 360 else set()
        assert set(covered(visit)) <= allowed, width


def test_no_panel_opens_over_the_place_nor_a_label_over_a_card(visit: Visit, address: str) -> None:
    """The plot opened over Great Yarmouth; the map showed through the card to the pointer."""
    visit.turn(f"{address}/?level=lsoa21&in=E07000145")
    visit.painted("lsoa21.tundra_rate")
    visit.tab.get_by_role("combobox", name="Show").click()
    visit.tab.get_by_role("option", name="Participation with deprivation").click()
    visit.painted("lsoa21.both")
    assert visit.frame.evaluate("() => map_div.coldspots._isClear()")
    place = """() => {
      const bounds = map_div.coldspots.placeBounds();
      const corner = (at) => map_div.latLngToContainerPoint(at);
      const [from, to] = [corner(bounds.getNorthWest()), corner(bounds.getSouthEast())];
      const plot = document.querySelector(".cs-scatter").getBoundingClientRect();
      const key = document.querySelector(".cs-legend").getBoundingClientRect();
      return [from.x - key.right, plot.left - to.x];
    }"""
    left, right = visit.frame.evaluate(place)
    assert min(left, right) > 0
    assert abs(left - right) < 30
    visit.frame.evaluate("() => map_div.coldspots.choose('E01026624')")
    card = visit.inside.locator('.cs-card[data-full="true"]')
    card.wait_for()
    box = visit.map.bounding_box()
    visit.tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.inside.locator(".cs-tip-name").wait_for()
    at = card.bounding_box()
    visit.tab.mouse.move(at["x"] + 60, at["y"] + 60)
    visit.inside.locator(".cs-tip").wait_for(state="hidden")


def covered(visit: Visit) -> list[str]:
    """List the pairs of panels that cover each other."""
    return visit.frame.evaluate(
        """() => {
          const names = [".cs-bar-find", ".cs-crumbs", ".cs-looks", ".cs-legend", ".cs-card",
            ".cs-scatter", ".cs-zones", ".leaflet-control-zoom", ".leaflet-control-scale"];
          const seen = names.map((name) => [name, document.querySelector(name)])
            .filter(([, node]) => node && node.checkVisibility())
            .map(([name, node]) => [name, node.getBoundingClientRect()]);
          const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom
            && b.top < a.bottom;
          return seen.flatMap(([one, a], i) => seen.slice(i + 1)
            .filter(([, b]) => meet(a, b)).map(([other]) => `${one} ${other}`));
        }"""
    )


@pytest.mark.parametrize("page", ["cold-spots", "reach"])
def test_nothing_lies_over_the_credit_of_a_phone(browser: object, address: str, page: str) -> None:
    visit = Visit(browser, 390, 780)
    visit.open(f"{address}/{page}?in={BLACKPOOL}")
    visit.inside.locator("#map_div[data-painted]").wait_for()
    visit.inside.locator(".leaflet-control-attribution").get_by_text("Office").wait_for()
    over = visit.frame.evaluate(
        """() => {
          const credit = document.querySelector(".leaflet-control-attribution").getBoundingClientRect();
          return [...document.querySelectorAll(".cs-zones, .leaflet-control-scale")]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().bottom > credit.top)
            .map((one) => one.className);
        }"""
    )
    assert over == []
    # The trail has no room for England: it fades on the left until it is moved there.
    trail = visit.inside.locator(".cs-crumbs")
    visit.inside.locator(".cs-crumbs.cs-cut").wait_for()
    assert trail.evaluate("(one) => getComputedStyle(one.firstChild, '::before').width") == "32px"
    trail.evaluate("(one) => { one.scrollLeft = 0; }")
    visit.inside.locator(".cs-crumbs:not(.cs-cut)").wait_for()
    visit.close()
