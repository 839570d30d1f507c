"""The map page without a mouse: what Tab reaches, in which order, and what the keys do there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browsing import Visit

pytestmark = pytest.mark.browser

FOCUSED = """
() => {
  let at = document.activeElement;
  while (at && at.tagName === "IFRAME") at = at.contentDocument.activeElement;
  if (!at || at === document.body) return null;
  return {
    tag: at.tagName.toLowerCase(),
    classes: [...at.classList].join(" "),
    name: at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || "",
    inMap: at.ownerDocument !== document,
  };
}
"""


@pytest.fixture(scope="module")
def there(browser: object, address: str) -> Iterator[Visit]:
    """A visitor on the map page, with the mouse left alone."""
    made = Visit(browser)
    made.open(f"{address}/?level=lsoa21")
    made.painted("lsoa21.tundra_rate")
    yield made
    made.close()


def tabbed(visit: Visit, most: int = 60) -> list[dict]:
    """Press Tab until the map has been passed; list what had the focus, in order."""
    reached: list[dict] = []
    for _ in range(most):
        visit.tab.keyboard.press("Tab")
        at = visit.tab.evaluate(FOCUSED)
        if reached and reached[-1]["inMap"] and not (at and at["inMap"]):
            break
        if at:
            reached.append(at)
    return reached


def focus_map(visit: Visit) -> None:
    visit.frame.evaluate("() => { window.focus(); map_div.getContainer().focus(); }")


def test_tab_goes_from_the_controls_into_the_map_and_out_again(there: Visit) -> None:
    reached = tabbed(there)
    inside = [at for at in reached if at["inMap"]]
    controls = [at["name"] for at in reached if not at["inMap"]]
    assert any("Areas" in name for name in controls)
    names = " ".join(at["name"] for at in inside)
    assert "Zoom in" in names
    assert "Zoom out" in names
    assert any(at["name"].startswith("Find") for at in inside)
    assert any("leaflet-container" in at["classes"] for at in inside)
    assert any(at["tag"] == "summary" for at in inside)
    # The last Tab landed outside: nobody is caught in the map.
    after = there.tab.evaluate(FOCUSED)
    assert not (after and after["inMap"])


def test_keys_move_and_zoom_the_map(there: Visit) -> None:
    focus_map(there)
    before = there.frame.evaluate("() => [map_div.getZoom(), map_div.getCenter().lng]")
    there.tab.keyboard.press("+")
    there.frame.wait_for_function(f"() => map_div.getZoom() > {before[0]}")
    there.frame.wait_for_function("() => !map_div._animatingZoom")
    here = there.frame.evaluate("() => map_div.getCenter().lng")
    there.tab.keyboard.press("ArrowRight")
    there.frame.wait_for_function(f"() => map_div.getCenter().lng > {here}")
    there.tab.keyboard.press("-")
    there.frame.wait_for_function(f"() => map_div.getZoom() === {before[0]}")


def test_the_legend_closes_and_opens_by_keyboard(there: Visit) -> None:
    there.frame.evaluate("() => document.querySelector('.cs-legend > summary').focus()")
    there.tab.keyboard.press("Enter")
    assert there.frame.evaluate("() => document.querySelector('.cs-legend').open") is False
    there.tab.keyboard.press("Enter")
    assert there.frame.evaluate("() => document.querySelector('.cs-legend').open") is True
