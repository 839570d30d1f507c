"""Journeys of real visitors through the map page, with real clicks and keys and nothing outside."""

from __future__ import annotations

import re

import pytest

from geo.areas.cache import area_table
from tests.browsing import READ, Visit, address_holds, address_lacks, settled

pytestmark = pytest.mark.browser

BLACKPOOL, CENTRAL, STREET = "E06000009", "E02002642", "E01012737"


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


def card_of_first(visit: Visit, address: str, typed: str, offered: str) -> str:
    """Type into the find box, press Enter once a name is offered, and read the card."""
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    visit.map.focus()
    visit.tab.keyboard.press("/")
    visit.tab.keyboard.type(typed)
    visit.inside.get_by_role("option", name=offered).first.wait_for()
    visit.tab.keyboard.press("Enter")
    card = visit.inside.locator('.cs-card[data-full="true"]')
    card.wait_for()
    return card.inner_text()


def test_the_first_screen_answers_for_now(visit: Visit, address: str) -> None:
    """Entry by 19 of the latest year; a place says its rank and which way it has gone."""
    visit.turn(address)
    visit.painted("utla23.he19_rate")
    visit.tab.get_by_text("aged 19 in 2023-24").first.wait_for()
    visit.map.focus()
    visit.tab.keyboard.press("/")
    visit.tab.keyboard.type("blackpool")
    visit.inside.get_by_role("option", name="Blackpool").first.wait_for()
    visit.tab.keyboard.press("Enter")
    card = visit.inside.locator('.cs-card[data-full="true"]')
    card.wait_for()
    text = card.inner_text()
    assert "27.7%" in text
    assert "1st to 4th lowest of 148 counties and unitary authorities (95% interval)" in text
    assert "down 9.0 points since 2015-16" in text
    line = card.get_by_role("img", name="Blackpool: 36.7% in 2015-16, 27.7% in 2023-24.")
    assert line.is_visible()
    address_holds(visit, "level=utla23", "show=he19_rate", "area=E06000009")
    visit.tab.reload()
    visit.painted("utla23.he19_rate")
    card.wait_for()


def test_a_town_is_gone_to_and_what_holds_it_is_told(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=msoa21")
    visit.painted("msoa21.tundra_rate")
    look_for(visit, "whitby", "Town in North Yorkshire")
    card = visit.inside.locator('.cs-card[data-full="true"]')
    card.wait_for()
    assert "Whitby West" in card.inner_text()
    visit.frame.wait_for_function(
        "() => map_div.coldspots.labels.written().some(({ name }) => name === 'Ruswarp')"
    )
    written = visit.frame.evaluate("() => map_div.coldspots.labels.written()")
    assert "Whitby" in [name["name"] for name in written]
    assert visit.frame.evaluate("() => map_div.coldspots.pin._at") is None
    address_holds(visit, "area=")


def test_a_postcode_is_pinned_until_something_else_is_found(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    look_for(visit, "FY1 1AA", "FY1 1AA")
    visit.frame.wait_for_function("() => map_div.coldspots.pin._at")
    pin = visit.frame.evaluate("() => map_div.coldspots.pin._at")
    assert pin == pytest.approx([53.8175, -3.0505], abs=0.01)
    # Its tip stands where the postcode lies, drawn in its colour.
    seen = visit.frame.evaluate(
        """() => {
          const { pin, map } = map_div.coldspots;
          const at = map_div.latLngToContainerPoint(pin._at);
          const ratio = pin._canvas.width / pin._canvas.clientWidth;
          const box = pin._canvas.getBoundingClientRect(), home = map_div.getContainer().getBoundingClientRect();
          const x = (at.x - (box.left - home.left)) * ratio, y = (at.y - (box.top - home.top)) * ratio;
          const pen = pin._canvas.getContext("2d");
          return [[0, -6], [0, 8]].map(([dx, dy]) => [...pen.getImageData(x + dx * ratio, y + dy * ratio, 1, 1).data]);
        }"""
    )
    assert seen[0][:3] == [0xC2, 0x18, 0x5B]
    assert seen[1][3] == 0
    look_for(visit, "blackpool", "Local authority district")
    visit.frame.wait_for_function("() => map_div.coldspots.pin._at === null")
    # What was chosen is under way to the server: the next test would come before it.
    address_holds(visit, "E06000009")


def look_for(visit: Visit, typed: str, offered: str) -> None:
    """Type into the find box in place of what was there, and press Enter on what is offered."""
    visit.map.focus()
    visit.tab.keyboard.press("/")
    visit.tab.keyboard.press("Control+A")
    visit.tab.keyboard.type(typed)
    visit.inside.get_by_role("option", name=offered).first.wait_for()
    visit.tab.keyboard.press("Enter")


def test_small_areas_keep_an_address_of_their_own(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    address_holds(visit, "level=lsoa21")
    visit.tab.reload()
    visit.painted("lsoa21.tundra_rate")


def test_the_years_of_a_measure_are_played(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=utla23&show=he19_rate&area=E06000009")
    visit.painted("utla23.he19_rate")
    visit.tab.get_by_role("button", name="Play the years").click()
    visit.painted("utla23.he19_rate.2016")
    visit.tab.get_by_text("aged 19 in 2015-16").first.wait_for()
    visit.painted("utla23.he19_rate.2018")
    visit.inside.locator(".cs-card").get_by_text("37.4%").first.wait_for()
    visit.tab.get_by_role("button", name="Play the years").wait_for()
    visit.painted("utla23.he19_rate")
    visit.inside.locator(".cs-card").get_by_text("27.7%").first.wait_for()
    address_lacks(visit, "year=")


def test_the_change_of_neet_is_a_map_of_its_own(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=utla23&show=neet_rate")
    visit.painted("utla23.neet_rate")
    visit.tab.get_by_role("combobox", name="Show").click()
    visit.tab.get_by_role("option", name="Change between two years").click()
    visit.painted("utla23.change.neet_rate.2022.2025")
    visit.tab.get_by_text("Between 2022 and 2025, NEET or not known rose clearly in").wait_for()
    legend = visit.inside.locator(".cs-legend")
    legend.get_by_text("No clear change", exact=True).wait_for()
    visit.tab.get_by_role("slider", name="From").press("ArrowRight")
    visit.painted("utla23.change.neet_rate.2023.2025")
    address_holds(visit, "with=change", "from=2023", "year=2025")
    visit.tab.go_back()
    visit.painted("utla23.change.neet_rate.2022.2025")


def test_a_postcode_is_read_in_plain_words(visit: Visit, address: str) -> None:
    text = card_of_first(visit, address, "fy1 1aa", "FY1 1AA")
    row = area_table("lsoa21").loc[STREET]
    assert f"{row['tundra_rate']:.1%}" in text
    low, high = row["tundra_rate_low"], row["tundra_rate_high"]
    assert f"95% interval {low:.0%} to {high:.0%}" in text
    assert "Places most like it" in text
    address_holds(visit, f"area={STREET}", "at=53.8")


@pytest.mark.parametrize(
    ("typed", "offered", "parts", "said"),
    [
        (
            "glasgow",
            "Glasgow City",
            ("level=lad24", "show=simd20_university", "area=S12000049"),
            ["10.9%", "Entry to university", "Look inside: 136 intermediate zones", "Scotland"],
        ),
        (
            "BT1 5GS",
            "BT1 5GS",
            ("level=sdz21", "area=N21000251"),
            ["Botanic_A", "Super data zone (2021)", "Belfast", "43.7%"],
        ),
        (
            "Ynys Môn",
            "Isle of Anglesey",
            ("show=child_poverty_rate", "area=W06000001"),
            ["Isle of Anglesey", "24.1%", "Wales"],
        ),
        (
            "caerdydd",
            "Cardiff",
            ("show=child_poverty_rate", "area=W06000015"),
            ["Cardiff", "19.6%", "down 0.5 points since 2021-22"],
        ),
        (
            "pontypridd",
            "Pontypridd",
            ("level=pcon24", "area=W07000106"),
            ["Parliamentary constituency (2024), Wales", "29.2%"],
        ),
    ],
)
def test_no_place_of_the_kingdom_ends_in_an_error(
    visit: Visit, address: str, typed: str, offered: str, parts: tuple[str, ...], said: list[str]
) -> None:
    """From the first screen, by Enter: each place says something true of its own nation."""
    visit.turn(address)
    visit.painted("utla23.he19_rate")
    visit.map.focus()
    visit.tab.keyboard.press("/")
    visit.tab.keyboard.type(typed)
    visit.inside.get_by_role("option", name=offered).first.wait_for()
    visit.tab.keyboard.press("Enter")
    card = visit.inside.locator('.cs-card[data-full="true"]')
    card.wait_for()
    for text in said:
        card.get_by_text(text).first.wait_for()
    address_holds(visit, *parts)
    note = visit.tab.get_by_text("Entry to HE by 19 is not published for")
    note.first.wait_for()
    if "W0" in parts[-1]:
        assert "No small-area participation is published for Wales." in note.first.inner_text()


def test_misspelt_names_and_nonsense_get_a_kind_answer(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    box = visit.inside.get_by_role("combobox", name="Find a place")
    box.fill("blackpol")
    visit.inside.get_by_text("Did you mean Blackpool?").wait_for()
    box.fill("{{ 7919*7907 }}<img src=x onerror=window.PWN=1>")
    visit.inside.get_by_text("Type a postcode such as").wait_for()
    assert "62615533" not in visit.inside.locator("body").inner_text()
    assert visit.frame.evaluate("() => window.PWN") is None


def test_one_drills_by_click_down_to_a_neighbourhood_and_back(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=region&sites=none")
    visit.painted("region.tundra_rate")
    visit.frame.evaluate("() => { window.sameFrame = true; }")
    lsoas = area_table("lsoa21")
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
    address_lacks(visit, "in=")
    assert visit.frame.evaluate("() => window.sameFrame") is True


def test_one_drills_by_keyboard_alone(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=lad24&in=E12000002&area={BLACKPOOL}")
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
    address_lacks(visit, "area=")


def test_the_address_pasted_elsewhere_opens_the_same_map(
    browser: object, visit: Visit, address: str
) -> None:
    visit.turn(f"{address}/?level=msoa21&in={BLACKPOOL}&sites=none")
    settled(visit, "msoa21.tundra_rate", BLACKPOOL)
    visit.tab.mouse.click(*on_screen(visit, CENTRAL))
    visit.inside.locator('.cs-card[data-full="true"]').wait_for()
    visit.frame.evaluate("() => { map_div.setZoom(13, { animate: false }); }")
    address_holds(visit, f"area={CENTRAL}", ",13")
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
    visit.turn(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    visit.tab.get_by_text("Deprivation", exact=True).first.click()
    visit.painted("lsoa21.iod25_decile")
    visit.tab.go_back()
    visit.painted("lsoa21.tundra_rate")


def test_what_lies_outside_the_place_is_masked(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?in={BLACKPOOL}&hatch=no&sites=none")
    settled(visit, "lsoa21.tundra_rate", BLACKPOOL)
    mask = visit.frame.evaluate(
        "() => { const { what } = map_div.coldspots;"
        " return what.level.codes.filter((code, at) => what.mask[at]); }"
    )
    lsoas = area_table("lsoa21")
    assert sorted(mask) == sorted(lsoas.index[lsoas["lad24_code"] == BLACKPOOL])
    grey = visit.frame.evaluate("() => map_div.coldspots.state.style.classes[252].fill")
    # Poulton-le-Fylde, outside; not on a border.
    assert visit.frame.evaluate(READ, [53.846, -2.985])["colour"] == grey


def test_panning_runs_nothing_again(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?in={BLACKPOOL}")
    settled(visit, "lsoa21.tundra_rate", BLACKPOOL)
    visit.frame.evaluate(
        "() => { const { apply } = coldspots; window.applied = 0;"
        " coldspots.apply = (...all) => { window.applied++; return apply(...all); }; }"
    )
    before = visit.tab.url
    for _ in range(3):
        visit.frame.evaluate("() => { map_div.panBy([120, 40], { animate: false }); }")
    visit.tab.wait_for_function("(old) => location.href !== old", arg=before)
    assert visit.frame.evaluate("() => window.applied") == 0


def test_the_level_follows_the_zoom_if_one_likes(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=region&byzoom=yes")
    visit.painted("region.tundra_rate")
    for zoom, key in ((7.5, "lad24"), (9.5, "msoa21"), (11.5, "lsoa21"), (5.75, "region")):
        visit.frame.evaluate("(zoom) => { map_div.setView([53.5, -2.3], zoom); }", zoom)
        visit.painted(f"{key}.tundra_rate")


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("story", "Blackpool"),
        ("profile", "Blackpool"),
        ("schools", "Schools in Blackpool: who works where"),
    ],
)
def test_on_a_phone_the_box_stands_where_the_page_begins(
    browser: object, address: str, page: str, heading: str
) -> None:
    """The menu at the side is folded there: a box in it was not to be seen."""
    visit = Visit(browser, 390, 780)
    visit.turn(f"{address}/{page}")
    visit.tab.get_by_text("Or begin with one of these:").wait_for()
    box = visit.tab.get_by_role("textbox", name="Find a place")
    box.wait_for()
    visit.at_rest()
    box.fill("blackpool")
    box.press("Enter")
    address_holds(visit, "in=E06000009")
    visit.tab.get_by_role("heading", name=re.compile(heading)).first.wait_for()
    visit.close()
