"""Journeys of real visitors through the map page, with real clicks and keys and nothing outside."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.areas import build_areas
from geo.bivariate import classify_disagreement
from tests.browsing import FRAME, READ, Visit

pytestmark = pytest.mark.browser

BLACKPOOL, CENTRAL, STREET = "E06000009", "E02002642", "E01012737"


def settled(visit: Visit, key: str, within: str = "") -> None:
    """Wait until the map shows a measure inside a place."""
    visit.painted(key)
    visit.frame.wait_for_function(
        """([key, within]) => {
          const { state } = map_div.coldspots;
          return state.key === key && (state.place ? state.place.code : "") === within;
        }""",
        arg=[key, within],
    )


def on_screen(visit: Visit, code: str) -> tuple[float, float]:
    """Find a point of the screen that lies in an area of the level shown."""
    visit.frame.wait_for_function("() => !map_div._animatingZoom && !map_div._panAnim?._inProgress")
    at = visit.frame.evaluate(
        """(code) => {
          const { level } = map_div.coldspots.what, area = level.codes.indexOf(code);
          const size = map_div.getSize();
          for (let x = 4; x < size.x; x += 6) for (let y = 60; y < size.y - 40; y += 6) {
            const over = document.elementFromPoint(x, y);
            if (!over.closest(".leaflet-map-pane") && over !== map_div.getContainer()) continue;
            const around = [[0, 0], [4, 0], [-4, 0], [0, 4], [0, -4]];
            const inside = around.every(([dx, dy]) =>
              coldspots.areaAt(level, map_div.containerPointToLatLng([x + dx, y + dy])) === area);
            const site = map_div.coldspots.sites.at(map_div, L.point(x, y));
            if (inside && site < 0) return { x, y };
          }
          return null;
        }""",
        code,
    )
    assert at, f"{code} is not on the screen"
    box = visit.map.bounding_box()
    return box["x"] + at["x"], box["y"] + at["y"]


def address_holds(visit: Visit, *parts: str) -> None:
    for part in parts:
        visit.tab.wait_for_function(
            "(part) => decodeURIComponent(location.search).includes(part)", arg=part
        )


def test_a_postcode_is_read_in_plain_words(visit: Visit, address: str) -> None:
    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    visit.map.focus()
    visit.tab.keyboard.press("/")
    visit.tab.keyboard.type("fy1 1aa")
    visit.inside.get_by_role("option", name="FY1 1AA").wait_for()
    visit.tab.keyboard.press("Enter")
    card = visit.inside.locator('.cs-card[data-full="true"]')
    card.wait_for()
    text = card.inner_text()
    row = build_areas("lsoa21")[0].table.loc[STREET]
    assert f"{row['tundra_rate']:.1%}" in text
    low, high = row["tundra_rate_low"], row["tundra_rate_high"]
    assert f"95% interval {low:.0%} to {high:.0%}" in text
    assert "Places most like it" in text
    address_holds(visit, f"area={STREET}", "at=53.8")


def test_misspelt_names_and_nonsense_get_a_kind_answer(visit: Visit, address: str) -> None:
    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    box = visit.inside.get_by_role("combobox", name="Find a place")
    box.fill("blackpol")
    visit.inside.get_by_text("Did you mean Blackpool?").wait_for()
    box.fill("{{ 7919*7907 }}<img src=x onerror=window.PWN=1>")
    visit.inside.get_by_text("Type a postcode such as").wait_for()
    assert "62615533" not in visit.inside.locator("body").inner_text()
    assert visit.frame.evaluate("() => window.PWN") is None


def test_one_drills_by_click_down_to_a_neighbourhood_and_back(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?level=region&sites=none")
    visit.painted("region.tundra_rate")
    visit.frame.evaluate("() => { window.sameFrame = true; }")
    lsoas = build_areas("lsoa21")[0].table
    street = lsoas[lsoas["lad24_code"] == "E06000064"]["area_km2"].idxmax()
    local = lsoas["msoa21_code"][street]
    for code, name, key in (
        ("E12000002", "North West", "lad24.tundra_rate"),
        ("E06000064", "Westmorland and Furness", "msoa21.tundra_rate"),
        (local, lsoas["local_name"][street], "lsoa21.tundra_rate"),
    ):
        visit.tab.mouse.click(*on_screen(visit, code))
        visit.inside.get_by_role("heading", name=name, exact=True).wait_for()
        visit.inside.get_by_role("button", name="Look inside").click()
        settled(visit, key, code)
    visit.tab.mouse.click(*on_screen(visit, street))
    visit.inside.get_by_role("heading", name=lsoas["area_name"][street]).wait_for()
    address_holds(visit, f"in={local}", f"area={street}", "at=")
    trail = visit.inside.get_by_role("navigation", name="Place")
    assert trail.get_by_role("listitem").all_inner_texts() == [
        *("England", "North West", "Westmorland and Furness", lsoas["local_name"][street]),
    ]
    trail.get_by_role("button", name="North West").click()
    settled(visit, "lsoa21.tundra_rate", "E12000002")
    trail.get_by_role("button", name="England").click()
    settled(visit, "lsoa21.tundra_rate")
    assert visit.frame.evaluate("() => window.sameFrame") is True


def test_one_drills_by_keyboard_alone(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?level=lad24&in=E12000002&area={BLACKPOOL}")
    settled(visit, "lad24.tundra_rate", "E12000002")
    visit.map.focus()
    visit.tab.keyboard.press("Shift+ArrowRight")
    beside = visit.frame.wait_for_function(
        "(code) => { const { select } = map_div.coldspots.state;"
        " return select && select.code !== code && select.code; }",
        arg=BLACKPOOL,
    ).json_value()
    assert beside in ("E07000119", "E07000128", "E07000123")
    visit.tab.keyboard.press("Shift+ArrowLeft")
    visit.frame.wait_for_function(
        "(code) => map_div.coldspots.state.select?.code === code", arg=BLACKPOOL
    )
    visit.tab.keyboard.press("Enter")
    settled(visit, "msoa21.tundra_rate", BLACKPOOL)
    visit.map.focus()
    visit.tab.keyboard.press("Backspace")
    settled(visit, "lad24.tundra_rate", "E12000002")
    visit.map.focus()
    visit.tab.keyboard.press("Escape")
    visit.frame.wait_for_function("() => map_div.coldspots.state.select === null")


def test_the_address_pasted_elsewhere_opens_the_same_map(
    browser: object, visit: Visit, address: str
) -> None:
    visit.open(f"{address}/?level=msoa21&in={BLACKPOOL}&sites=none")
    settled(visit, "msoa21.tundra_rate", BLACKPOOL)
    visit.tab.mouse.click(*on_screen(visit, CENTRAL))
    visit.inside.locator('.cs-card[data-full="true"]').wait_for()
    visit.frame.evaluate("() => map_div.setZoom(13, { animate: false })")
    address_holds(visit, ",13")
    pasted = visit.tab.url
    other = Visit(browser)
    other.open(pasted)
    settled(other, "msoa21.tundra_rate", BLACKPOOL)
    other.inside.locator('.cs-card[data-full="true"]').wait_for()
    look = """() => {
      const { state } = map_div.coldspots, { lat, lng } = map_div.getCenter();
      return [state.key, state.select.code, state.place.code, map_div.getZoom(), state.sites.kinds,
        lat.toFixed(3), lng.toFixed(3)];
    }"""
    assert other.frame.evaluate(look) == visit.frame.evaluate(look)
    other.close()


def test_the_browsers_back_button_goes_back(visit: Visit, address: str) -> None:
    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    visit.tab.get_by_text("Deprivation", exact=True).first.click()
    visit.painted("lsoa21.iod25_decile")
    visit.tab.go_back()
    visit.painted("lsoa21.tundra_rate")


def test_what_lies_outside_the_place_is_masked(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?in={BLACKPOOL}&hatch=no&sites=none")
    settled(visit, "lsoa21.tundra_rate", BLACKPOOL)
    mask = visit.frame.evaluate(
        "() => { const { what } = map_div.coldspots;"
        " return what.level.codes.filter((code, at) => what.mask[at]); }"
    )
    lsoas = build_areas("lsoa21")[0].table
    assert sorted(mask) == sorted(lsoas.index[lsoas["lad24_code"] == BLACKPOOL])
    grey = visit.frame.evaluate("() => map_div.coldspots.state.style.classes[252].fill")
    # Poulton-le-Fylde, outside; not on a border.
    assert visit.frame.evaluate(READ, [53.846, -2.985])["colour"] == grey


def test_panning_runs_nothing_again(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?in={BLACKPOOL}")
    settled(visit, "lsoa21.tundra_rate", BLACKPOOL)
    visit.frame.evaluate(
        "() => { const { apply } = coldspots; window.applied = 0;"
        " coldspots.apply = (...all) => { window.applied++; return apply(...all); }; }"
    )
    before = visit.tab.url
    for _ in range(3):
        visit.frame.evaluate("() => map_div.panBy([120, 40], { animate: false })")
    visit.tab.wait_for_function("(old) => location.href !== old", arg=before)
    assert visit.frame.evaluate("() => window.applied") == 0


def test_the_level_follows_the_zoom_if_one_likes(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?level=region&byzoom=yes")
    visit.painted("region.tundra_rate")
    for zoom, key in ((7.5, "lad24"), (9.5, "msoa21"), (11.5, "lsoa21"), (5.75, "region")):
        visit.frame.evaluate("(zoom) => map_div.setView([53.5, -2.3], zoom)", zoom)
        visit.painted(f"{key}.tundra_rate")


def test_two_measures_stand_on_one_map_and_in_one_plot(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?with=disagree")
    visit.painted("lsoa21.disagree")
    table = build_areas("lsoa21")[0].table
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
    visit.open(f"{address}/?with=both&in={BLACKPOOL}")
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
    assert visit.frame.evaluate("() => map_div.coldspots.chosen.getLayers().length") == 2


def test_a_class_of_the_legend_is_shown_alone(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?in={BLACKPOOL}")
    settled(visit, "lsoa21.tundra_rate", BLACKPOOL)
    row = visit.inside.get_by_role("button", name="Lowest fifth", exact=True)
    row.click()
    visit.inside.get_by_role("button", name="Table").click()
    visit.inside.get_by_text("1 to 19 of 19 neighbourhoods").wait_for()
    assert set(visit.inside.locator(".cs-table tbody td:last-child").all_inner_texts()) == {
        "Lowest fifth"
    }


def test_the_table_holds_what_the_map_shows(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?in={BLACKPOOL}&as=table")
    settled(visit, "lsoa21.tundra_rate", BLACKPOOL)
    lsoas = build_areas("lsoa21")[0].table
    here = lsoas[lsoas["lad24_code"] == BLACKPOOL]
    visit.inside.get_by_text(f"1 to 50 of {len(here)} neighbourhoods").wait_for()
    visit.inside.get_by_text(f"Of {len(here)} neighbourhoods in Blackpool").first.wait_for()
    figures = visit.inside.locator(".cs-table tbody td.cs-figure").all_inner_texts()
    lowest = here["tundra_rate"].sort_values().head(50)
    assert figures == [f"{value:.1%}" for value in lowest]
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
    visit.open(f"{address}/?level=lad24&as=many")
    visit.inside.locator('.cs-many[data-painted="5"]').wait_for()
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
    assert len(filled) == 5
    assert min(filled) >= 5
    visit.inside.get_by_role("button", name="IMD score").click()
    visit.painted("lad24.iod25_score")
    address_holds(visit, "show=iod25_score")


@pytest.mark.parametrize("method", ["natural", "own"])
def test_other_classes_are_painted_as_their_legend_counts(
    visit: Visit, address: str, method: str
) -> None:
    more = "&limits=20,30,40" if method == "own" else ""
    visit.open(f"{address}/?classes={method}{more}")
    visit.painted("lsoa21.tundra_rate")
    drawn = pd.Series(visit.frame.evaluate("() => Array.from(map_div.coldspots.what.codes)"))
    rows = visit.frame.evaluate("() => map_div.coldspots.state.legend.rows")
    assert {row["code"]: row["areas"] for row in rows} == drawn.value_counts().to_dict()


def test_limits_are_typed_and_kept_in_the_address(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?level=lad24")
    visit.painted("lad24.tundra_rate")
    visit.tab.get_by_text("More", exact=True).click()
    visit.tab.get_by_role("combobox", name="Classes").click()
    visit.tab.get_by_role("option", name="My own limits").click()
    limits = visit.tab.get_by_label("Limits, in %")
    limits.fill("40, 30")
    limits.press("Enter")
    visit.tab.get_by_text("Give one to four numbers").wait_for()
    limits.fill("30, 40, 50")
    limits.press("Enter")
    address_holds(visit, "classes=own", "limits=30,40,50")
    visit.inside.get_by_text("30.1 to 40.0%").wait_for()


def test_hatching_marks_what_may_be_chance_and_can_be_switched_off(
    visit: Visit, address: str
) -> None:
    visit.open(address)
    visit.painted("lsoa21.tundra_rate")
    lsoas = build_areas("lsoa21")[0].table
    chance = lsoas["prob_lowest_fifth"]
    unsure = visit.frame.evaluate(
        "() => map_div.coldspots.what.uncertain.reduce((n, code) => n + (code === 1), 0)"
    )
    assert unsure == int(((chance >= 0.05) & (chance <= 0.95)).sum())
    visit.tab.get_by_text("More", exact=True).click()
    visit.tab.get_by_text("Hatch what may be chance").click()
    visit.frame.wait_for_function("() => map_div.coldspots.what.uncertain === null")
    address_holds(visit, "hatch=no")


def test_at_360_pixels_everything_is_within_reach(browser: object, address: str) -> None:
    visit = Visit(browser, 360, 740, has_touch=True)
    visit.open(f"{address}/?area={STREET}")
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
