"""The page of schools uses its width: map and list beside each other, or one below the other."""

from __future__ import annotations

import pytest

from tests.browsing import Visit

pytestmark = pytest.mark.browser

BOXES = """() => ['[data-testid="stVegaLiteChart"]', ".st-key-schools_beside table"].map((name) => {
  const { left, top, right, bottom } = document.querySelector(name).getBoundingClientRect();
  return { left, top, right, bottom };
})"""


@pytest.mark.parametrize(("width", "beside"), [(1440, True), (768, False), (390, False)])
def test_the_list_stands_beside_the_map_where_there_is_room(
    browser: object, address: str, width: int, beside: bool
) -> None:
    visit = Visit(browser, width, 900)
    visit.open(f"{address}/schools?in=E06000009")
    visit.tab.locator('[data-testid="stVegaLiteChart"] :is(canvas, svg)').first.wait_for()
    visit.tab.locator(".st-key-schools_beside table").first.wait_for()
    titles = visit.tab.locator('[data-testid="stVegaLiteChart"] .role-legend-title text')
    assert "Young people in cold spots near" in titles.all_text_contents()
    chart, table = visit.tab.evaluate(BOXES)
    assert (table["left"] >= chart["right"]) is beside
    assert (table["top"] >= chart["bottom"]) is not beside
    assert table["right"] <= width
    if beside:
        # Neither leaves half of the page empty.
        main = visit.tab.locator(".stMainBlockContainer").bounding_box()
        assert table["right"] - chart["left"] > 0.93 * main["width"]
    visit.close()
