"""How sure a figure is, in the browser: at the pointer, in the table and in the legend."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.areas.series import at_year
from layers.browser.state import read_packs
from layers.exports.files import read_link
from layers.exports.html import page_of
from layers.style.legend import legend_of
from tests.browsing import FRAME, Visit

pytestmark = pytest.mark.browser

SHROPSHIRE, KENT = "E06000051", "E10000016"
MIDDLE = """(code) => {
  const { map, what } = map_div.coldspots;
  const { codes } = what.level;
  const { areaBounds } = coldspots;
  const at = map.latLngToContainerPoint(areaBounds(what.level, codes.indexOf(code)).getCenter());
  const box = map.getContainer().getBoundingClientRect();
  return [box.left + at.x, box.top + at.y];
}"""


def expected(code: str, year: int | None = None) -> str:
    """The interval of a county's rate, in words, from its series."""
    row = at_year("he19_rate", "utla23", year).loc[code]
    low, high = (int(1000 * row[end] + 0.5) / 10 for end in ("low", "high"))
    return f"95% interval {low:.1f}% to {high:.1f}%"


def point_at(visit: Visit, code: str) -> None:
    x, y = visit.frame.evaluate(MIDDLE, code)
    box = visit.tab.locator(FRAME).bounding_box()
    visit.tab.mouse.move(box["x"] + x, box["y"] + y)
    visit.tab.mouse.move(box["x"] + x + 1, box["y"] + y)


def test_ends_come_when_somebody_points_and_are_those_of_the_year(
    browser: object, address: str
) -> None:
    visit = Visit(browser, fresh=True)
    asked: list[str] = []
    visit.context.on("request", lambda request: asked.append(request.url))
    visit.open(f"{address}/?level=utla23&show=he19_rate&sites=none")
    visit.painted("utla23.he19_rate")
    assert not [url for url in asked if ".ends-" in url]
    point_at(visit, SHROPSHIRE)
    tip = visit.inside.locator(".cs-tip")
    tip.locator(".cs-tip-more").wait_for()
    assert expected(SHROPSHIRE) in tip.inner_text()
    assert len([url for url in asked if ".ends-" in url]) == 1
    point_at(visit, KENT)
    visit.frame.wait_for_function(
        "(text) => document.querySelector('.cs-tip').textContent.includes(text)",
        arg=expected(KENT),
    )
    assert len([url for url in asked if ".ends-" in url]) == 1
    visit.close()


def test_the_table_has_the_interval_beside_the_rate(visit: Visit, address: str) -> None:
    visit.turn(f"{address}/?level=utla23&show=he19_rate&year=2016&as=table")
    visit.painted("utla23.he19_rate.2016")
    row = visit.inside.locator(f'.cs-table tr[data-code="{KENT}"]')
    visit.inside.locator(".cs-table-tools input").fill(KENT)
    text = expected(KENT, 2016).removeprefix("95% interval ")
    row.get_by_text(text, exact=True).wait_for()
    headings = visit.inside.locator(".cs-table thead th").all_inner_texts()
    assert "95% interval" in headings
    assert headings.index("95% interval") == 3
    visit.inside.locator(".cs-table-tools input").fill("")
    # The lowest ends first, and who has none last.
    visit.inside.get_by_role("button", name="95% interval").click()
    lows = at_year("he19_rate", "utla23", 2016)["low"].dropna().sort_values()
    first = visit.inside.locator(".cs-table tbody tr").first
    first.wait_for()
    assert first.get_attribute("data-code") == lows.index[0]


def test_a_rate_without_an_interval_says_why_at_the_pointer_and_over_the_table(
    visit: Visit, address: str
) -> None:
    why = "No interval: the number of people it covers is not published."
    visit.turn(f"{address}/?level=lad24&show=child_poverty_rate&sites=none")
    visit.painted("lad24.child_poverty_rate")
    point_at(visit, "E07000145")
    visit.inside.locator(".cs-tip-more").wait_for()
    assert why in visit.inside.locator(".cs-tip").inner_text()
    visit.inside.get_by_role("button", name="Table").click()
    assert why in visit.inside.locator(".cs-table .cs-words").inner_text()


def test_one_area_whose_people_are_not_published_says_so(visit: Visit, address: str) -> None:
    """The Isles of Scilly have a rate, and nobody says of how many."""
    row = at_year("he19_rate", "utla23").loc["E06000053"]
    assert row["value"] > 0
    assert row["low"] != row["low"]
    visit.turn(f"{address}/?level=utla23&show=he19_rate&sites=none&at=49.92,-6.3,10")
    visit.painted("utla23.he19_rate")
    visit.frame.evaluate(
        "() => { const { what } = map_div.coldspots;"
        " map_div.coldspots.pointAt(what.level.codes.indexOf('E06000053'), L.point(200, 200)); }"
    )
    why = "No interval: the number of people it covers is not published."
    visit.inside.locator(".cs-tip").get_by_text(why).wait_for()


@pytest.mark.parametrize(
    "link",
    ["level=lad24&show=tundra_rate", "level=lad24&show=tundra_rate&classes=own&limits=30,40,50"],
)
def test_the_key_says_of_each_class_how_many_may_be_elsewhere(
    visit: Visit, address: str, link: str
) -> None:
    visit.turn(f"{address}/?{link}")
    visit.painted("lad24.tundra_rate")
    legend = legend_of(read_link(link)[0], read_packs())
    visit.frame.wait_for_function(
        "(count) => map_div.coldspots.state.legend.rows.length === count",
        arg=len(legend["rows"]),
    )
    told = visit.inside.locator(".cs-legend .cs-doubt").all_inner_texts()
    assert told == [row["doubt"] for row in legend["rows"]]
    assert legend["doubt"] in visit.inside.locator(".cs-legend").inner_text()


def test_a_page_that_stands_alone_tells_both(browser: object, tmp_path: Path) -> None:
    view = read_link("level=utla23&show=he19_rate&sites=none")[0]
    path = tmp_path / "map.html"
    path.write_text(page_of(view, read_packs()), encoding="utf-8")
    visit = Visit(browser, width=1200, fresh=True)
    visit.open(path.as_uri())
    visit.tab.wait_for_selector("[data-painted]")
    assert visit.tab.locator(".cs-doubt").count() >= 5
    whole = "Object.values(window).find((one) => one instanceof L.Map).coldspots"
    x, y = visit.tab.evaluate(MIDDLE.replace("map_div.coldspots", whole), SHROPSHIRE)
    visit.tab.mouse.move(x, y)
    visit.tab.mouse.move(x + 1, y)
    visit.tab.locator(".cs-tip-more").wait_for()
    assert expected(SHROPSHIRE) in visit.tab.locator(".cs-tip").inner_text()
    visit.close()
