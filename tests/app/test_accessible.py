"""Nothing serious or critical against the accessibility rules of axe-core, on any page.

At the size of a desk and of a phone, light and dark, and inside the map's frame too. No rule is
left out and no element excused. A visit of each size goes from page to page: light, each is turned
dark as it stands, as it is when a visitor's system turns dark in the evening. What has turned dark
has the same elements in other colours: the rules that look at colours are asked again.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pypdf
import pytest

from geo.areas import name_of
from layers.browser.state import read_packs
from layers.charts import Chart, ChartView, chart_of, write_chart
from layers.charts.figures import figure_text
from layers.exports import read_link, write_view
from layers.exports.html import page_of
from layers.papers import paper_of, write_paper
from layers.profiles.batch import Entry, write_index
from layers.profiles.compose import profile_of, write_profile
from layers.stories import story_of, write_story
from layers.view import MapView
from tests.browsing import FRAME, TURN, Visit
from views.layout import _DARK_LOOK

pytestmark = pytest.mark.browser

SIZES = {"desk": (1440, 900), "phone": (360, 740)}


@pytest.fixture(params=SIZES, scope="module")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """All tests at one size, then all at the other."""
    return SIZES[request.param]


@pytest.fixture
def visitor(browser: object, size: tuple[int, int]) -> Iterator[Visit]:
    """One visitor for each size."""
    made = Visit(browser, *size)
    yield made
    made.close()


@cache
def axe_script() -> str:
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


def ids(rules: object) -> list[str]:
    return [rule["id"] for rule in rules] if isinstance(rules, list) else []


COLOURS = ("color-contrast", "link-in-text-block", "frame-tested")
"""Rules that look at colours, and the one that says whether frames were looked into."""


def barriers(tab: object, *, framed: bool = True, rules: tuple[str, ...] = ()) -> list[str]:
    """List what is serious or critical on a page and in its frames: rule, element, remedy.

    All rules are asked, unless some are named. Only what is wrong is told element by element: to name the hundreds that are right took longer
    than to look at them. Axe itself says whether it looked into every frame.
    """
    for frame in tab.frames:
        if not frame.evaluate("() => 'axe' in window"):
            frame.evaluate(axe_script())
    options = {"resultTypes": ["violations"]} | ({"runOnly": [*rules]} if rules else {})
    answer = tab.evaluate("(options) => axe.run(options)", options)
    kinds = [kind for kind in answer if "frame-tested" in ids(answer[kind])]
    assert kinds == ["passes" if len(tab.frames) > 1 and framed else "inapplicable"]
    return [
        f"{rule['id']} ({rule['impact']}) at {node['target']}: {node['html'][:200]}\n"
        f"    {' '.join(node['failureSummary'].split())}"
        for rule in answer["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def check(tab: object, rules: tuple[str, ...] = ()) -> None:
    found = barriers(tab, rules=rules)
    assert not found, "\n".join(found)


# Whether a page has turned to a scheme, with the few colours that the app adds to Streamlit's.
TURNED = f"""(scheme) => {{
  const app = document.querySelector('[data-testid="stApp"]');
  const added = [...document.querySelectorAll("style")].map((one) => one.outerHTML);
  return app.dataset.testScriptState === "notRunning"
    && getComputedStyle(app).colorScheme === scheme
    && added.includes({json.dumps(_DARK_LOOK)}) === (scheme === "dark");
}}"""


def has_begun(visitor: Visit) -> None:
    """Wait until a page is run anew, for a second at most: what stands there is the old one."""
    from playwright.sync_api import TimeoutError as TookTooLongError

    with contextlib.suppress(TookTooLongError):
        visitor.tab.wait_for_selector('[data-test-script-state="running"]', timeout=1_000)


def check_light_and_dark(visitor: Visit, prepare: Callable[[Visit], None] | None = None) -> None:
    """Check the page as it stands, light, and then dark.

    Its map says when the system has turned dark, and is left light; a page without one is run again
    and prepared, and is light once it is run for what comes next.
    """
    if not visitor.tab.evaluate(TURNED, "light"):
        turn_to("light", visitor, prepare)
    check(visitor.tab)
    turn_to("dark", visitor, prepare)
    check(visitor.tab, COLOURS)
    if prepare:
        visitor.tab.emulate_media(color_scheme="light")
    else:
        turn_to("light", visitor, prepare)


def turn_to(scheme: str, visitor: Visit, prepare: Callable[[Visit], None] | None) -> None:
    visitor.tab.emulate_media(color_scheme=scheme)
    if prepare:
        visitor.tab.wait_for_function(
            """(scheme) => getComputedStyle(document.querySelector('[data-testid="stApp"]'))
              .colorScheme === scheme""",
            arg=scheme,
        )
        # An address with an anchor is one of the same page, and runs nothing.
        visitor.tab.evaluate(TURN, visitor.tab.url.partition("#")[0])
        has_begun(visitor)
        prepare(visitor)
    else:
        visitor.inside.locator(f'#map_div[data-theme="{scheme}"]').wait_for()
    visitor.tab.wait_for_function(TURNED, arg=scheme)


def is_phone(visitor: Visit) -> bool:
    """Test whether the page is so narrow that its menu lies over it."""
    return visitor.tab.viewport_size["width"] < 700


def open_menu(visitor: Visit) -> None:
    """Open the menu of a phone, which an earlier test may have left open; a desk has it open."""
    visitor.at_rest()
    if is_phone(visitor):
        expand = visitor.tab.get_by_test_id("stExpandSidebarButton")
        fold = visitor.tab.get_by_test_id("stSidebarCollapseButton")
        expand.or_(fold).filter(visible=True).first.wait_for()
        if not fold.is_visible():
            expand.click()
        fold.wait_for()


def heading(visitor: Visit, name: str) -> None:
    visitor.tab.get_by_role("heading", name=name).wait_for()


def test_the_map_page(visitor: Visit, address: str) -> None:
    """At first look; then with sidebar and legend open, a refusal shown, a name at the pointer."""
    visitor.open(f"{address}/?level=lsoa21")
    visitor.painted("lsoa21.tundra_rate")
    check_light_and_dark(visitor)
    open_menu(visitor)
    visitor.inside.get_by_label("Find a place").fill("blackpol")
    visitor.inside.get_by_role("option").first.wait_for()
    legend = visitor.tab.frame_locator(FRAME).locator(".cs-legend")
    legend.evaluate("(box) => { box.open = true; }")
    visitor.frame.evaluate(
        # In braces: a map that is handed back would be written out whole.
        """() => { map_div.fire("mousemove", {
          latlng: L.latLng(52.9, -1.8), containerPoint: L.point(120, 300) }); }"""
    )
    visitor.tab.frame_locator(FRAME).locator(".cs-tip-name").wait_for()
    check_light_and_dark(visitor)


@pytest.mark.parametrize(
    "query", ["area=E01012737", "with=both&in=E06000009", "as=table", "as=many"]
)
def test_what_stands_over_the_map(visitor: Visit, address: str, query: str) -> None:
    visitor.turn(f"{address}/?{query}")
    visitor.painted("lsoa21.both" if "both" in query else "lsoa21.tundra_rate")
    if "area" in query:
        visitor.inside.locator('.cs-card[data-full="true"]').wait_for()
    if "many" in query:
        visitor.inside.locator('.cs-many[data-painted="6"]').wait_for()
    check_light_and_dark(visitor)


def test_the_page_of_notices(visitor: Visit, address: str) -> None:
    visitor.turn(f"{address}/notices")
    heading(visitor, "Equality impact")
    visitor.tab.get_by_text("held in memory for the visit").wait_for()
    check_light_and_dark(visitor, lambda visitor: heading(visitor, "Equality impact"))


@pytest.mark.parametrize("query", ["", "?with=cold&area=zone-E01011281", "?with=cold&as=table"])
def test_the_page_of_cold_spots(visitor: Visit, address: str, query: str) -> None:
    visitor.turn(f"{address}/cold-spots{query}")
    visitor.painted("lsoa21.cold.local-g")
    open_menu(visitor)
    if "area" in query:
        visitor.inside.locator('.cs-card[data-full="true"]').wait_for()
        visitor.tab.get_by_role("heading", name="Schools to contact").wait_for()
    visitor.inside.locator(".cs-zones, .cs-card").evaluate_all(
        "(all) => all.forEach((one) => { one.open = true; })"
    )
    check_light_and_dark(visitor)


@pytest.mark.parametrize("page", ["reach", "where-next"])
def test_the_pages_of_reach_and_new_sites(visitor: Visit, address: str, page: str) -> None:
    visitor.turn(f"{address}/{page}?in=E12000006&area=E01024020&with=")
    mode = "reach" if page == "reach" else "sites"
    visitor.painted(f"lsoa21.{mode}.gaps")
    open_menu(visitor)
    for more in visitor.tab.get_by_test_id("stExpander").all():
        more.locator("summary").click()
    visitor.tab.get_by_text("Files stay on this machine").wait_for()
    check_light_and_dark(visitor)


def test_the_page_of_profiles(visitor: Visit, address: str) -> None:
    def read(visitor: Visit) -> None:
        visitor.tab.get_by_role("heading", name="Sources and licences").wait_for()

    def choose(visitor: Visit) -> None:
        read(visitor)
        open_menu(visitor)
        visitor.tab.get_by_role("textbox", name="Find a place").wait_for()

    visitor.turn(f"{address}/profile?in=E06000009&providers=10007795")
    read(visitor)
    if is_phone(visitor):
        check_light_and_dark(visitor, read)
    choose(visitor)
    check_light_and_dark(visitor, choose)


def test_the_page_of_stories(visitor: Visit, address: str) -> None:
    def read(visitor: Visit) -> None:
        visitor.tab.get_by_role("heading", name="What the figures cannot say").wait_for()

    visitor.turn(f"{address}/story?in=E06000009")
    read(visitor)
    check_light_and_dark(visitor, read)


def still(visitor: Visit) -> None:
    """Wait until a run is over: what is drawn anew is pale until then."""
    visitor.tab.wait_for_selector('[data-test-script-state="notRunning"]')


def test_the_page_of_schools(visitor: Visit, address: str) -> None:
    def read(visitor: Visit) -> None:
        visitor.tab.get_by_role("heading", name="Downloads").wait_for()
        still(visitor)

    visitor.turn(f"{address}/schools?in=E06000009")
    read(visitor)
    check_light_and_dark(visitor, read)


def test_the_page_that_checks_copy(visitor: Visit, address: str) -> None:
    def read(visitor: Visit) -> None:
        text = visitor.tab.get_by_label("Text", exact=True)
        text.fill("In Cardiff, fewer than 1% of children live in low-income families.")
        visitor.tab.get_by_role("button", name="Check", exact=True).click()
        visitor.tab.wait_for_selector(".checked mark.wrong")
        still(visitor)

    visitor.open(f"{address}/check-copy")
    read(visitor)
    check_light_and_dark(visitor, read)


def test_the_dialog_of_files(visitor: Visit, address: str) -> None:
    """With the table for charts among them; the map behind it is hidden from readers."""
    visitor.turn(f"{address}/?level=lad24&in=E12000002")
    visitor.painted("lad24.tundra_rate")
    visitor.tab.get_by_role("button", name=re.compile("Take this map")).press("Enter")
    visitor.tab.get_by_role("button", name="CSV for charts", exact=True).wait_for()
    still(visitor)
    found = barriers(visitor.tab, framed=False)
    visitor.tab.keyboard.press("Escape")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("form", "part"), [("council", "Legal implications"), ("access-plan", "Evaluation")]
)
def test_a_place_as_a_paper(visitor: Visit, address: str, form: str, part: str) -> None:
    def read(visitor: Visit) -> None:
        visitor.tab.get_by_role("heading", name=part).wait_for()
        still(visitor)

    visitor.turn(f"{address}/profile?in=E06000009&as={form}")
    read(visitor)
    check_light_and_dark(visitor, read)


def test_the_data_page(visitor: Visit, address: str) -> None:
    visitor.turn(f"{address}/data")
    heading(visitor, "Licence lines")
    check_light_and_dark(visitor, lambda visitor: heading(visitor, "Licence lines"))


def test_a_page_of_the_manual(visitor: Visit, address: str) -> None:
    visitor.turn(f"{address}/help?page=reference/measures")
    heading(visitor, "What they cannot tell")
    check_light_and_dark(visitor, lambda visitor: heading(visitor, "What they cannot tell"))


def test_the_page_of_comparisons(visitor: Visit, address: str) -> None:
    def read(visitor: Visit) -> None:
        visitor.tab.get_by_role("heading", name="Side by side").wait_for()

    visitor.turn(f"{address}/compare?with=E06000009,E06000010,S12000049&set=all")
    read(visitor)
    main = visitor.tab.get_by_test_id("stMain")
    assert main.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    check_light_and_dark(visitor, read)


@pytest.mark.parametrize(
    ("asked", "read_to"),
    [
        ("patch?in=E07000138,E07000142", "Districts that it lies in"),
        ("what-if?in=E07000142&providers=10007151&hub=481500,390000,Hub", "What if: West Lindsey"),
        ("schools?in=E07000138", "Schools and colleges"),
        ("taught-where?subject=CAH07-01&in=E07000145", "Taught where"),
        ("enrich", "Enrich a list"),
        ("regions", "Regions"),
    ],
)
def test_the_pages_that_start_from_a_patch(
    visitor: Visit, address: str, asked: str, read_to: str
) -> None:
    """Also that nothing is cut at the side."""

    def read(visitor: Visit) -> None:
        heading(visitor, read_to)
        still(visitor)

    visitor.turn(f"{address}/{asked}")
    read(visitor)
    main = visitor.tab.get_by_test_id("stMain")
    assert main.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    check_light_and_dark(visitor, read)


def test_the_page_of_charts(visitor: Visit, address: str) -> None:
    def read(visitor: Visit) -> None:
        table = visitor.tab.get_by_text("The figures as a table")
        table.wait_for()
        # On a phone the menu that an earlier test opened lies over the page.
        menu = visitor.tab.get_by_test_id("stSidebarCollapseButton").locator("button")
        visitor.at_rest()
        if menu.is_visible() and is_phone(visitor):
            menu.click()
        table.click()
        visitor.tab.get_by_role("rowheader", name="Blackpool").wait_for()
        # What is drawn anew is pale until the run is over.
        visitor.tab.wait_for_selector('[data-test-script-state="notRunning"]')

    visitor.turn(f"{address}/charts?chart=target&show=he19_rate&in=E06000009")
    read(visitor)
    main = visitor.tab.get_by_test_id("stMain")
    assert main.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    check_light_and_dark(visitor, read)


def test_the_method_page(visitor: Visit, address: str) -> None:
    """Also that a link to a part leads there, and that nothing is cut at the side."""
    visitor.turn(f"{address}/method#zones")
    visitor.tab.get_by_role("heading", name="Papers").wait_for()
    visitor.tab.wait_for_function(
        """() => {
          const box = document.getElementById("zones").getBoundingClientRect();
          return box.top >= 0 && box.top < innerHeight;
        }"""
    )
    cut = visitor.tab.evaluate(
        """() => [...document.querySelectorAll(".stMain .stMarkdown, .stMain table, .katex-html")]
          .filter((part) => part.getBoundingClientRect().right > innerWidth
            || part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
          .map((part) => part.textContent.slice(0, 60))"""
    )
    assert cut == []
    check_light_and_dark(visitor, lambda visitor: heading(visitor, "Papers"))


def test_a_page_alone(browser: object, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    page.write_text(page_of(MapView(geography="region"), read_packs()), encoding="utf-8")
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.wait_for_selector("[data-painted]")
    check(visit.tab)
    visit.tab.evaluate("() => { document.querySelector('[data-theme]').dataset.theme = 'dark'; }")
    check(visit.tab, COLOURS)
    visit.close()


def at_each_size(visit: Visit, also: Callable[[], None] | None = None) -> None:
    """Check a page at the size of a desk and of a phone: nothing is cut at the side at either."""
    for width, height in SIZES.values():
        visit.tab.set_viewport_size({"width": width, "height": height})
        nothing_is_cut(visit.tab)
        check(visit.tab)
        if also:
            also()


def nothing_is_cut(tab: object) -> None:
    assert tab.evaluate(
        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("code", ["E06000009", "W06000001"])
def test_a_profile_alone(browser: object, tmp_path: Path, code: str) -> None:
    """From the disk without a network, light and dark; nothing is cut at the side."""
    page = tmp_path / "profile.html"
    write_profile(*profile_of(code), page)
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.get_by_role("heading", name="Sources and licences").wait_for()
    assert visit.tab.evaluate("() => document.fonts.check('16px \\'Fira Sans\\'')")

    def dark() -> None:
        visit.tab.emulate_media(color_scheme="dark")
        check(visit.tab, COLOURS)
        visit.tab.emulate_media(color_scheme="light")

    at_each_size(visit, dark)
    visit.tab.emulate_media(color_scheme="dark", media="print")
    pages = len(pypdf.PdfReader(io.BytesIO(visit.tab.pdf(prefer_css_page_size=True))).pages)
    assert pages == 2
    visit.close()


@pytest.mark.parametrize("code", ["E06000009", "W06000001"])
def test_a_story_alone(browser: object, tmp_path: Path, code: str) -> None:
    """From the disk without a network; every picture is there, nothing is cut at the side."""
    page = tmp_path / "story.html"
    write_story(story_of(code), page)
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.get_by_role("heading", name="What the figures cannot say").wait_for()
    assert visit.tab.evaluate("() => [...document.images].every((one) => one.naturalWidth > 0)")
    at_each_size(visit)
    for more in visit.tab.locator("summary").all():
        more.click()
    at_each_size(visit)
    visit.close()


def test_a_paper_alone(browser: object, tmp_path: Path) -> None:
    page = tmp_path / "paper.html"
    write_paper(paper_of("E06000009", by="Blackpool Council"), page)
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.get_by_role("heading", name="Background papers").wait_for()
    at_each_size(visit)
    visit.close()


def _write_map(link: str, path: Path) -> None:
    write_view(read_link(link)[0], path)


def _write_index(folder: Path) -> None:
    entries = [
        Entry(code, name_of("region", code), "region", f"{code}-place")
        for code in ("E12000001", "E12000007")
    ]
    write_index(folder, entries, "region", "", ".html", ".trace.json", "stories")


PAIR = "with=reach&providers=10007795&km=5&beside=10&in=E08000035&as=many"
OTHERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "embed": ("map.html", lambda folder: _write_map("in=E06000009", folder / "map.html")),
    "pair": ("map.html", lambda folder: _write_map(PAIR, folder / "map.html")),
    "index": ("index.html", _write_index),
    "plan": ("paper.html", lambda folder: write_paper(
        paper_of("E06000009", "access-plan", by="A university"), folder / "paper.html")),
}  # fmt: skip
"""Kinds of exported file that the tests above do not open: what each is called, and what writes it."""


@pytest.mark.parametrize("kind", OTHERS)
def test_every_other_file_alone(browser: object, tmp_path: Path, kind: str) -> None:
    """At the width of the narrowest article, light and dark."""
    name, write = OTHERS[kind]
    write(tmp_path)
    visit = Visit(browser, 320, 700, offline=True)
    visit.open((tmp_path / name).as_uri())
    if name == "map.html":
        visit.tab.wait_for_selector("[data-painted]")
    check(visit.tab)
    visit.tab.emulate_media(color_scheme="dark")
    check(visit.tab, COLOURS)
    visit.close()


# Rows are alike but for the chosen one, and axe looks at the colours behind each cell: twenty will do.
THIN = """() => document.querySelectorAll("tbody tr:not(.chosen)")
  .forEach((row, at) => { if (at >= 20) { row.remove(); } })"""


@pytest.mark.parametrize("kind", ["ranked", "years", "target", "beeswarm", "scatter", "funnel"])
def test_a_chart_alone(browser: object, tmp_path: Path, kind: str) -> None:
    """From the disk without a network: one drawing of two, nothing cut at the side, all read."""
    chart = chart_of(ChartView(kind, marked=("E06000009",)))
    widths = (320, 1200)
    # A chart of years has a row a year.
    rows_chosen = (chart.table["area_name"] == "Blackpool").sum()

    def read(visit: Visit) -> None:
        """Read the table, at each width."""
        for width in widths:
            visit.tab.set_viewport_size({"width": width, "height": 700})
            nothing_is_cut(visit.tab)
        visit.tab.evaluate(THIN)
        assert visit.tab.locator("tr.chosen").count() == rows_chosen > 0
        for width in widths:
            visit.tab.set_viewport_size({"width": width, "height": 700})
            check(visit.tab)

    for name, alone in (("chart", False), ("table", True)):
        page = tmp_path / f"{name}.html"
        write_chart(chart, page, table_alone=alone)
        visit = Visit(browser, widths[0], 700, offline=True)
        visit.open(page.as_uri())
        if not alone:
            for width in widths:
                visit.tab.set_viewport_size({"width": width, "height": 700})
                a_place_is_chosen(visit.tab, chart)
            visit.tab.get_by_text("The figures as a table").click()
        read(visit)
        visit.close()


def a_place_is_chosen(tab: object, chart: Chart) -> None:
    """Choose a place in a chart's own list, read what is said of it, and leave it."""
    shown = tab.locator("svg:visible")
    assert shown.count() == 1
    for text in (chart.words.title.split(" ")[0], "Source: DfE", "2023-24"):
        assert text in shown.text_content()
    chosen = tab.get_by_label("Show a place")
    options = chosen.locator("option").all_text_contents()
    # Chosen anew at each width: what is chosen already is not told again.
    chosen.select_option(next(one for one in options if not one.startswith("Blackpool")))
    name = next(one for one in options if one.startswith("Blackpool"))
    chosen.select_option(name)
    said = tab.locator("output").text_content()
    row = chart.table[chart.table["area_name"] == "Blackpool"].iloc[0]
    assert said == f"{name}: {figure_text(chart.view.entry, row)}"
    assert tab.locator(".tip:visible").text_content() == said
    check(tab)
    tab.keyboard.press("Escape")
    assert tab.locator(".tip:visible").count() == 0


def test_a_barrier_inside_a_frame_is_seen(visit: Visit, address: str) -> None:
    """The other tests mean something only if the rules reach into the map's frame."""
    visit.open(f"{address}/_stcore/health")
    visit.tab.evaluate(
        """() => new Promise((done) => {
          const frame = document.createElement("iframe"), bare = document.createElement("img");
          bare.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
          frame.src = location.href;
          frame.onload = () => done(frame.contentDocument.body.append(bare));
          document.body.append(frame);
        })"""
    )
    assert [line for line in barriers(visit.tab) if "image-alt" in line and "iframe" in line]


def test_a_faint_colour_is_seen_by_the_rules_of_colours_alone(visit: Visit, address: str) -> None:
    visit.open(f"{address}/_stcore/health")
    visit.tab.evaluate(
        """() => {
          document.documentElement.lang = "";
          document.body.innerHTML = "<main><p style='color: #ccc; background: #fff'>Faint</p></main>";
        }"""
    )
    every, colours = (barriers(visit.tab, rules=rules) for rules in ((), COLOURS))
    assert [line.split()[0] for line in colours] == ["color-contrast"]
    assert {"color-contrast", "html-has-lang"} <= {line.split()[0] for line in every}


def test_the_rules_of_colours_are_all_there_are(visit: Visit, address: str) -> None:
    """Of those that are asked: contrast beyond what the law asks is off in axe itself."""
    visit.open(f"{address}/_stcore/health")
    visit.tab.evaluate(axe_script())
    told = visit.tab.evaluate(
        "() => axe.getRules().map(({ ruleId, description }) => [ruleId, description])"
    )
    of_colours = {
        rule for rule, text in told if "colo" in f"{rule} {text}".lower() or "contrast" in text
    }
    assert of_colours - {"color-contrast-enhanced"} == set(COLOURS) - {"frame-tested"}
