"""The page of a patch: suggested, changed part by part, kept in the address, and started from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from geo.patch import patch_json, save_patch
from geo.registry import read_patch
from layers.patches import (
    PatchAsked,
    district_rows,
    from_query,
    joined_patch,
    part_rows,
    renamed,
    steps_from,
    without_part,
)
from tests.app.test_app import APP
from tests.browsing import Visit

LINCOLN, NORTH_KESTEVEN, WEST_LINDSEY = "E07000138", "E07000139", "E07000142"
UNIVERSITY = "10007151"
TWO = f"{LINCOLN},{WEST_LINDSEY}"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("views/partnership/patch.py")
    return app.run()


def said(app: AppTest) -> str:
    return " ".join(
        one.value for kind in (app.title, app.markdown, app.info) for one in kind
    ).replace("\\", "")


def asked(app: AppTest, key: str) -> str:
    held = app.query_params[key]
    return held if isinstance(held, str) else held[0]


def test_an_address_says_which_patch() -> None:
    made = PatchAsked(TWO, (UNIVERSITY,))
    assert from_query(made.pairs()) == (made, [])
    assert from_query({"in": "Lincoln, West Lindsey"})[0].code == TWO
    assert from_query({"in": "<b>", "providers": "1"})[0] == PatchAsked()
    # Sheffield by its code of 2025.
    assert from_query({"in": "E08000039,E08000017"})[0].code == "E08000017,E08000019"
    assert from_query({"in": "E08000039"})[0].code == "E08000019"
    assert len(from_query({"in": "<b>", "providers": "1"})[1]) == 2


def test_districts_are_counted() -> None:
    rows = {row[0]: row for row in district_rows("E20km_53.2307_-0.5406")}
    assert rows[LINCOLN][2] == 1.0
    assert sum(row[3] for row in rows.values()) == pytest.approx(1, abs=0.01)
    assert [row[4] for row in district_rows(TWO)] == [5194.0, 4484.0]
    assert [row[4] for row in district_rows("N09000001,N09000002")] == [None, None]


def test_parts_come_and_go() -> None:
    [first, second] = part_rows(TWO)
    assert (first.name, first.kind) == ("Lincoln", "local authority district")
    assert without_part(TWO, second.part) == LINCOLN
    assert without_part(LINCOLN, LINCOLN) == ""
    assert joined_patch("", LINCOLN) == LINCOLN
    assert joined_patch(f"{TWO},Enamed_Ours", NORTH_KESTEVEN).endswith("Enamed_Ours")
    assert renamed(f"{TWO},Enamed_Ours", "") == TWO


def test_where_nobody_is_counted_reach_does_not_start() -> None:
    labels = [step.label for step in steps_from(PatchAsked("N09000001,N09000002"))]
    assert "Reach" not in labels
    assert "Story" not in labels
    assert "Story" in [step.label for step in steps_from(PatchAsked(TWO))]
    [reach] = [step for step in steps_from(PatchAsked(TWO, (UNIVERSITY,))) if step.label == "Reach"]
    assert reach.pairs == {"in": TWO, "providers": UNIVERSITY}


def test_an_institution_begins_with_its_districts_and_they_can_be_changed() -> None:
    app = opened(providers=UNIVERSITY)
    assert not app.exception
    assert "Suggested: 54% of the young people within 10 km" in said(app)
    assert asked(app, "in") == LINCOLN
    app.button(key=f"near_{WEST_LINDSEY}").click().run()
    assert asked(app, "in") == TWO
    app.button(key="part_0").click().run()
    assert asked(app, "in") == WEST_LINDSEY
    assert not app.exception


def test_places_are_added_by_name_and_a_name_is_given() -> None:
    app = opened(**{"in": LINCOLN})
    app.text_input(key="patch_text").set_value("West Lindsey").run()
    assert asked(app, "in") == TWO
    app.text_input(key="patch_name").set_value("Our own").run()
    assert asked(app, "in") == f"{TWO},Enamed_Our_own"
    assert app.title[0].value == "Our patch: Our own"
    app.text_input(key="patch_text").set_value("Cardiff").run()
    assert "lie in England and Wales" in said(app)
    assert asked(app, "in") == f"{TWO},Enamed_Our_own"


def test_a_combined_authority_is_parted_into_its_districts() -> None:
    app = opened(**{"in": "E47000001"})
    app.button(key="districts").click().run()
    assert asked(app, "in").count("E08") == 10
    app.button(key="part_0").click().run()
    assert asked(app, "in").count("E08") == 9
    assert asked(app, "in").endswith("Enamed_Greater_Manchester")


def test_a_circle_is_added() -> None:
    app = opened(**{"in": WEST_LINDSEY})
    app.text_input(key="patch_middle").set_value("LN6 7TS")
    app.number_input(key="patch_km").set_value(5.0)
    [button] = [one for one in app.button if one.label == "Add the circle"]
    button.click().run()
    assert re.fullmatch(rf"{WEST_LINDSEY},E5km_53\.\d+_-0\.\d+", asked(app, "in"))


def test_a_file_of_a_patch_is_taken_in(tmp_path: Path) -> None:
    app = opened()
    box = next(one for one in app.file_uploader if one.key.startswith("patch_file"))
    box.set_value(("ours.geojson", patch_json(save_patch(TWO)), "application/geo+json")).run()
    assert asked(app, "in") == TWO
    box = next(one for one in app.file_uploader if one.key.startswith("patch_file"))
    box.set_value(("bad.geojson", b"{", "application/geo+json")).run()
    assert "not JSON" in said(app)
    assert asked(app, "in") == TWO


@pytest.mark.browser
def test_a_team_puts_its_patch_together_and_starts_from_it(browser: object, address: str) -> None:
    visit = Visit(browser)
    visit.open(f"{address}/patch?providers={UNIVERSITY}")
    tab = visit.tab
    tab.get_by_role("button", name="West Lindsey").click()
    tab.get_by_role("heading", name="Our patch: Lincoln and West Lindsey").wait_for()
    visit.at_rest()
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="The patch, GeoJSON").click()
    kept = json.loads(Path(taken.value.path()).read_text("utf-8"))
    assert kept["features"][0]["properties"]["code"] == TWO
    tab.get_by_role("link", name="Cold spots").last.click()
    tab.get_by_role("heading", name=re.compile("cold spots, Lincoln and West Lindsey")).wait_for()
    visit.painted("lsoa21.cold.local-g")
    assert visit.frame.evaluate("() => map_div.coldspots.state.place.code") == TWO
    tab.go_back()
    tab.get_by_role("heading", name="Our patch: Lincoln and West Lindsey").wait_for()
    visit.close()


def press(tab: object, *places: tuple[float, float]) -> None:
    """Press on the map to draw on, at shares of its width and height."""
    board = tab.locator(".board")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    for right, down in places:
        tab.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)
        # Two presses at once would end the outline.
        tab.wait_for_timeout(500)


@pytest.mark.browser
def test_an_outline_is_drawn_on_the_map(browser: object, address: str) -> None:
    visit = Visit(browser, 360, 740)
    visit.open(f"{address}/patch?in={LINCOLN}")
    tab = visit.tab
    tab.get_by_text("Draw an outline on a map").click()
    said = tab.locator(".said")
    tab.locator(".board .patch[d^=M]").wait_for(state="attached")
    press(tab, (0.3, 0.3), (0.7, 0.7), (0.7, 0.3), (0.3, 0.7))
    tab.get_by_role("button", name="Finish").click()
    expect(said, "crosses its own line")
    for _ in range(2):
        tab.get_by_role("button", name="Undo").click()
    expect(said, "2 corners")
    tab.locator(".board").press("Escape")
    expect(said, "Click or tap")
    press(tab, (0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.3))
    tab.get_by_text("The outline was added, with its 3 corners.").wait_for()
    tab.wait_for_function("() => location.search.includes('drawn_')")
    [code] = parse_qs(urlsplit(tab.url).query)["in"]
    assert code.startswith(f"{LINCOLN},Edrawn_")
    [drawn] = read_patch(code).shapes
    assert len(drawn.corners) == 3
    # The board lies round Lincoln, and so does the outline.
    easts, norths = zip(*drawn.corners, strict=True)
    assert -0.8 < min(easts) < -0.56 < -0.54 < max(easts) < -0.3
    assert 53.1 < min(norths) < 53.21 < 53.24 < max(norths) < 53.4
    people = sum(row[4] for row in district_rows(code))
    assert people > sum(row[4] for row in district_rows(LINCOLN))
    tab.reload()
    tab.get_by_role("heading", name="Our patch: Lincoln and a drawn outline").wait_for()
    tab.get_by_role("button", name="a drawn outline").click()
    tab.get_by_role("heading", name="Our patch: Lincoln", exact=True).wait_for()
    visit.close()


def expect(said: object, text: str) -> None:
    said.filter(has_text=text).wait_for()
