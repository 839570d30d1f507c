"""The find box in a real browser, on a small page of its own, over the real search."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from geo.errors import IntegrityError
from geo.places.search import TOO_LONG, WHAT_TO_TYPE
from layers.browser.static_files import STATIC
from serving import find_route as find
from tests.browsing import let_animations_end

FAILED = "The search does not answer just now. Try again in a moment."

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Find</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="static/leaflet/leaflet.css">
<link rel="stylesheet" href="static/coldspots.css"><link rel="stylesheet" href="static/find.css">
<script src="static/packs.js"></script><script src="static/leaflet/leaflet.js"></script>
<script src="static/map.js"></script></head>
<body><main><h1 hidden>Find</h1><div id="map_div" style="height: 100vh"></div></main><script>
  window.chosen = [];
  const map = L.map("map_div", { zoomControl: false }).setView([53, -2], 6);
  L.control.zoom({ position: "topright" }).addTo(map);
  const base = new URLSearchParams(location.search).get("base") || "";
  window.box = new coldspots.Find({
    ask: coldspots.findOnServer(base),
    choose: (result) => window.chosen.push(result),
  }).addTo(map);
</script></body></html>"""


async def _page(request: object) -> HTMLResponse:
    return HTMLResponse(PAGE)


async def _slow(request: object) -> JSONResponse:
    import asyncio

    await asyncio.sleep(1.2)
    return await find._find(request)


async def _broken(request: object) -> JSONResponse:
    return JSONResponse({}, status_code=500)


def _app() -> Starlette:
    return Starlette(
        routes=[
            find.route("/"),
            Route("/page", _page),
            Route("/slow/app/find", _slow),
            Route("/broken/app/find", _broken),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]
    )


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The small page and the real search, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(
        _app(), host="127.0.0.1", port=port, log_level="error", access_log=False, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    find.places.finder()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/page"
    server.should_exit = True
    thread.join(timeout=10)


# ---- the address itself ----


def ask(address: str, text: str, method: str = "GET") -> tuple[int, dict, dict]:
    """Send a text to the search itself; return the status, the headers and the answer."""
    url = address.replace("/page", "/app/find?") + urllib.parse.urlencode({"q": text})
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method)) as answer:
            return answer.status, dict(answer.headers), json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            content = error.read()
        return error.code, dict(error.headers), json.loads(content) if content[:1] == b"{" else {}


def test_the_address_answers_in_json_that_is_not_kept(address: str) -> None:
    status, headers, found = ask(address, "fy1 1aa")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert found["sentence"] == ""
    assert found["results"] == [
        {
            "kind": "postcode",
            "geography": "lsoa21",
            "code": "E01012737",
            "key": "FY1 1AA",
            "name": "FY1 1AA",
            "where": "Postcode in Central Blackpool, Blackpool",
            "lat": 53.818782,
            "lng": -3.051657,
        }
    ]


@pytest.mark.fault(17)
def test_a_text_of_any_length_gets_a_short_answer(address: str) -> None:
    for text in ("a" * 81, "leeds " * 100, "x" * 20_000):
        assert ask(address, text)[2] == {"results": [], "sentence": TOO_LONG}
    assert ask(address, "")[2] == {"results": [], "sentence": WHAT_TO_TYPE}
    assert ask(address, "leeds", method="POST")[0] == 405


def test_data_that_cannot_be_read_are_said_in_words(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise IntegrityError("areas_lad24.parquet: cannot be read")

    monkeypatch.setattr(find.places, "finder", broken)
    status, _, found = ask(address, "leeds")
    assert (status, found) == (503, {"results": [], "sentence": find.BROKEN})


def test_what_is_asked_is_not_logged(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    assert ask(address, "FY1 1AA")[0] == 200
    assert not [line for line in caplog.messages if "FY1" in line]


# ---- the box ----


@pytest.fixture(scope="module")
def window(browser: object) -> Iterator[object]:
    """One tab for the file: what is opened in a new one costs three times as much."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def tab(window: object, address: str) -> Iterator[object]:
    """The small page, opened anew; a page error fails the test."""
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(str(error))

    window.set_viewport_size({"width": 1024, "height": 768})
    window.set_default_timeout(20_000)
    window.on("pageerror", note)
    window.goto(address)
    yield window
    window.remove_listener("pageerror", note)
    assert errors == []


def box(tab: object) -> object:
    return tab.get_by_role("combobox", name="Find a place")


def options(tab: object) -> list[str]:
    """Return the names that answer what stands in the box, not what stood there before."""
    answers = json.dumps(box(tab).input_value().strip())
    tab.locator(f"[role=listbox][data-answers={answers}] [role=option]").first.wait_for()
    return tab.locator(".cs-find-name").all_inner_texts()


def chosen(tab: object) -> list[dict]:
    return json.loads(tab.evaluate("() => JSON.stringify(window.chosen)"))


def marked(tab: object) -> str:
    """The text of the option that the box says is active."""
    return box(tab).evaluate(
        "(node) => document.getElementById(node.getAttribute('aria-activedescendant'))"
        ".querySelector('.cs-find-name').textContent"
    )


@pytest.mark.browser
def test_typing_lists_places_and_enter_takes_the_first(tab: object) -> None:
    assert box(tab).get_attribute("aria-expanded") == "false"
    box(tab).press_sequentially("leeds", delay=20)
    assert options(tab)[0] == "Leeds"
    assert box(tab).get_attribute("aria-expanded") == "true"
    assert tab.get_by_role("listbox", name="Places found").is_visible()
    tab.get_by_role("status").get_by_text("8 places found").wait_for()
    box(tab).press("Enter")
    assert [place["code"] for place in chosen(tab)] == ["E08000035"]
    assert box(tab).input_value() == "Leeds"
    assert tab.get_by_role("listbox").count() == 0


@pytest.mark.browser
def test_the_arrows_home_and_end_mark_an_option(tab: object) -> None:
    box(tab).fill("abbey")
    names = options(tab)
    wheres = tab.locator(".cs-find-where").all_inner_texts()
    assert names[:2] == ["Abbey", "Abbey"]
    assert len(set(wheres)) == len(wheres)
    box(tab).press("ArrowDown")
    box(tab).press("ArrowDown")
    assert tab.get_by_role("option", selected=True).get_attribute("data-at") == "1"
    for key, at in (("End", "7"), ("ArrowDown", "0"), ("ArrowUp", "7"), ("Home", "0")):
        box(tab).press(key)
        assert tab.get_by_role("option", selected=True).get_attribute("data-at") == at, key
    box(tab).press("ArrowDown")
    assert marked(tab) == "Abbey"
    box(tab).press("Enter")
    assert wheres[1] == chosen(tab)[0]["where"]


@pytest.mark.browser
def test_each_arrow_steps_to_its_own_side_and_goes_round(tab: object) -> None:
    """Three places: 0, 1 and 2. Up from none is the last, down from none the first."""
    tab.evaluate(
        """() => {
          const results = ["A", "B", "C"].map((name) => ({ name, where: "" }));
          box.options.ask = () => ({ results, sentence: "" });
        }"""
    )
    steps = {
        "ArrowUp": ["ArrowUp 2", "ArrowUp 1", "ArrowUp 0", "ArrowUp 2", "ArrowDown 0"],
        "ArrowDown": ["ArrowDown 0", "ArrowDown 1", "ArrowDown 2", "ArrowUp 1", "Home 0"],
        "Home": ["Home none", "End none", "Shift+ArrowDown none", "Control+ArrowDown none"],
        "End": ["ArrowDown 0", "End 2", "Shift+ArrowUp 2", "ArrowUp 1"],
    }
    for name, pressed in steps.items():
        box(tab).fill(name)
        assert options(tab) == ["A", "B", "C"]
        for key, at in (step.split() for step in pressed):
            box(tab).press(key)
            selected = tab.locator("[role=option][aria-selected=true]")
            found = selected.first.get_attribute("data-at") if selected.count() else "none"
            assert found == at, (name, key)
            assert selected.count() == (at != "none")


@pytest.mark.browser
def test_enter_before_the_answer_takes_the_first_of_the_new_text(tab: object) -> None:
    box(tab).fill("leeds")
    options(tab)
    box(tab).fill("FY1 1AA")
    box(tab).press("Enter")
    tab.wait_for_function("() => window.chosen.length === 1")
    assert chosen(tab)[0]["name"] == "FY1 1AA"


@pytest.mark.browser
def test_a_place_is_chosen_with_the_pointer(tab: object) -> None:
    box(tab).fill("university of leeds")
    tab.get_by_role("option").first.click()
    assert chosen(tab)[0]["key"] == "10007795"
    assert box(tab).evaluate("(node) => node === document.activeElement")


@pytest.mark.browser
def test_escape_clears_then_leaves_and_the_slash_comes_back(tab: object) -> None:
    tab.locator("#map_div").press("/")
    assert box(tab).evaluate("(node) => node === document.activeElement")
    box(tab).press_sequentially("hull/leeds")
    assert box(tab).input_value() == "hull/leeds"
    box(tab).press("Escape")
    assert box(tab).input_value() == ""
    assert box(tab).evaluate("(node) => node === document.activeElement")
    box(tab).press("Escape")
    assert not box(tab).evaluate("(node) => node === document.activeElement")
    tab.keyboard.press("/")
    assert box(tab).evaluate("(node) => node === document.activeElement")
    assert box(tab).input_value() == ""


@pytest.mark.browser
def test_the_cross_clears(tab: object) -> None:
    box(tab).fill("hull")
    options(tab)
    tab.get_by_role("button", name="Clear what is typed").click()
    assert box(tab).input_value() == ""
    assert tab.get_by_role("listbox").count() == 0


@pytest.mark.browser
def test_a_misspelling_is_asked_back_kindly(tab: object) -> None:
    box(tab).fill("blackpol")
    tab.get_by_text("No place is called “blackpol”. Did you mean Blackpool?").wait_for()
    assert options(tab)[0] == "Blackpool"


@pytest.mark.fault(1)
@pytest.mark.browser
@pytest.mark.parametrize(
    "text", ["<img src=x onerror=window.PWN=1>", "{{7*7}}", "\"'><script>window.PWN=1</script>"]
)
def test_markup_stays_text(tab: object, text: str) -> None:
    box(tab).fill(text)
    said = tab.get_by_role("status")
    said.get_by_text("No place is called").wait_for()
    assert text in said.inner_text()
    assert "49" not in said.inner_text()
    assert tab.evaluate("() => window.PWN") is None
    assert tab.locator(".cs-find img, .cs-find script").count() == 0


@pytest.mark.fault(1)
@pytest.mark.browser
def test_markup_in_a_name_stays_text(tab: object) -> None:
    name = "<b onclick=window.PWN=1>Leeds</b>"
    answer = {"results": [{"name": name, "where": "<i>{{7*7}}</i>", "code": "E1"}], "sentence": ""}
    tab.evaluate("(answer) => { box.options.ask = () => answer; }", answer)
    box(tab).fill("x")
    assert options(tab) == [name]
    assert tab.locator(".cs-find-where").inner_text() == "<i>{{7*7}}</i>"
    box(tab).press("Enter")
    assert box(tab).input_value() == name
    assert tab.evaluate("() => window.PWN") is None


@pytest.mark.browser
def test_a_slow_answer_shows_that_something_happens(tab: object, address: str) -> None:
    tab.goto(f"{address}?base=slow/")
    box(tab).fill("leeds")
    tab.get_by_role("status").get_by_text("Searching", exact=True).wait_for()
    assert options(tab)[0] == "Leeds"
    assert tab.get_by_text("Searching", exact=True).count() == 0


@pytest.mark.browser
def test_a_failed_request_is_said_kindly_and_can_be_repeated(tab: object, address: str) -> None:
    tab.goto(f"{address}?base=broken/")
    box(tab).fill("leeds")
    tab.get_by_text(FAILED).wait_for()
    tab.evaluate("() => { box.options.ask = coldspots.findOnServer(''); }")
    box(tab).press("Enter")
    tab.wait_for_function("() => window.chosen.length === 1")


@pytest.mark.browser
def test_an_answer_that_comes_too_late_is_dropped(tab: object) -> None:
    tab.evaluate(
        """() => {
          window.answer = {};
          box.options.ask = (text, signal) => new Promise((done) => {
            if (text === "first") signal.addEventListener("abort", () => (window.aborted = true));
            answer[text] = () => done({ results: [{ name: text, where: "" }], sentence: "" });
          });
        }"""
    )
    for text in ("first", "second"):
        box(tab).fill(text)
        tab.wait_for_function("(text) => answer[text]", arg=text)
    tab.evaluate("() => answer.second()")
    assert options(tab) == ["second"]
    tab.evaluate("() => answer.first()")
    let_animations_end(tab)
    assert options(tab) == ["second"]
    assert tab.evaluate("() => window.aborted") is True


@pytest.mark.browser
def test_a_page_that_stands_alone_searches_its_own_names(tab: object) -> None:
    tab.evaluate(
        """() => {
          const level = {
            geography: "lsoa21",
            codes: ["E01012737", "E01000001", "E01011111"],
            names: ["Blackpool 010E", "City of London 001A", "Leeds 001A"],
            localNames: ["Central Blackpool", "City of London", ""],
            contexts: ["Blackpool", "City of London", "Leeds"],
            context: [0, 1, 2],
          };
          const points = {
            cell_m: 2, x: [-170000], y: [-3560000],
            names: ["Oxford Road"], providers: ["University of Manchester"],
          };
          const view = { what: { level, points } };
          box.options.ask = (text) => coldspots.findLocally(view, text);
        }"""
    )
    expected = {
        "e01012737": ["Central Blackpool"],
        "BLACK pool": ["Central Blackpool"],
        "central": ["Central Blackpool"],
        # The shorter name first.
        "001a": ["Leeds 001A", "City of London"],
        "universityof man": ["Oxford Road"],
    }
    for text, names in expected.items():
        box(tab).fill("")
        box(tab).fill(text)
        tab.wait_for_function(
            "(text) => box._list.children.length > 0 && !box._later && !box._request", arg=text
        )
        assert options(tab) == names, text
    box(tab).press("Enter")
    site = chosen(tab)[0]
    assert (site["kind"], round(site["lat"]), round(site["lng"])) == ("site", 54, -3)
    box(tab).fill("nowhere at all")
    tab.get_by_text("Nothing on this map is called “nowhere at all”.").wait_for()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1024, 768), (360, 740)])
def test_the_box_can_be_used_by_everybody(
    tab: object, address: str, width: int, height: int
) -> None:
    """The rules of axe-core, light and dark, the size of what is touched, nothing too wide."""
    from axe_playwright_python.sync_playwright import Axe

    tab.set_viewport_size({"width": width, "height": height})
    tab.goto(address)
    for theme in ("light", "dark"):
        tab.evaluate("(theme) => { map_div.dataset.theme = theme; }", theme)
        box(tab).fill("")
        box(tab).fill("abbey")
        options(tab)
        box(tab).press("ArrowDown")
        found = Axe().run(
            tab, context=".cs-find", options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]}
        )
        assert [rule["id"] for rule in found.response["violations"]] == []
        phone = width < 600
        control = tab.locator(".cs-find").bounding_box()
        assert control["width"] == (width - 24 if phone else 264)
        least = 44 if phone else 36
        for part in (box(tab), tab.get_by_role("option").first):
            assert part.bounding_box()["height"] >= least
        assert tab.evaluate("() => document.documentElement.scrollWidth") <= width
        zoom = tab.locator(".leaflet-control-zoom").bounding_box()
        assert zoom["x"] >= control["x"] + control["width"] or zoom["y"] >= control["y"] + 80
