"""What the script of every page does: steps back, keys, and the menu of a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from layers.browser.static_files import STATIC
from tests.browsing import Visit, address_holds

pytestmark = pytest.mark.browser

SITE = "http://localhost/"
# The parts of Streamlit's page that the script knows.
PAGE = """<!doctype html><html lang=en><title>Page</title><body>
<div data-testid="stApp" data-test-script-state="notRunning">
  <section data-testid="stSidebar" style="position:absolute;left:0;top:0;width:200px">
    <div data-testid="stSidebarCollapseButton"><button id=fold>close</button></div>
    <label data-testid="stRadio"><input type=radio id=choice>Deprivation</label>
    <div data-testid="stExpander"><button id=bring>Browse</button>
      <div data-testid="stFileUploader"></div></div>
  </section>
  <main style="margin-left:210px"><p id=text>Words</p><input id=writing>
    <iframe srcdoc="<input class=cs-find-input value=old>"></iframe></main>
</div>"""


@pytest.fixture(scope="module")
def phone(browser: object) -> Iterator[object]:
    """One tab for the file."""
    tab = browser.new_page()
    tab.set_default_timeout(45_000)
    tab.route(f"{SITE}**", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    yield tab
    tab.close()


@pytest.fixture
def bare(phone: object) -> object:
    """A bare page with the script, opened anew, as wide as a phone."""
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.goto(SITE)
    phone.add_script_tag(path=STATIC / "page.js")
    phone.evaluate("() => { fold.onclick = () => (window.folded = (window.folded || 0) + 1); }")
    return phone


def pushed(tab: object, *urls: str) -> int:
    """Go to addresses within the page; return how many steps back that made."""
    return tab.evaluate(
        """(urls) => {
          const before = history.length;
          for (const url of urls) history.pushState({}, "", url);
          return history.length - before;
        }""",
        list(urls),
    )


def test_an_address_that_a_page_fills_in_is_no_step_of_its_own(bare: object) -> None:
    assert pushed(bare, "/reach", "/reach?with=reach&in=E12000002") == 1
    assert bare.evaluate("location.search") == "?with=reach&in=E12000002"
    assert pushed(bare, "/reach?with=reach") == 1
    # What somebody does on a page that was not filled in is a step.
    bare.locator("#text").click()
    assert pushed(bare, "/profile") == 1
    bare.locator("#text").click()
    assert pushed(bare, "/profile?in=E06000009") == 1


def test_an_address_that_a_page_completes_is_no_step_of_its_own(bare: object) -> None:
    whole = "/cold-spots?with=cold&in=E06000009"
    assert pushed(bare, "/cold-spots?in=E06000009", whole) == 1
    assert bare.evaluate("location.search") == "?with=cold&in=E06000009"
    bare.locator("#text").click()
    assert pushed(bare, "/reach?in=E06000009", "/reach?with=reach&in=E06000010") == 2


def test_an_address_that_is_filled_in_before_its_path_is_there_is_no_step_either(
    bare: object,
) -> None:
    bare.evaluate("history.replaceState({}, '', '/?level=region')")
    bare.locator("#text").click()
    assert pushed(bare, "/?with=reach", "/reach?with=reach") == 1
    bare.go_back()
    assert bare.evaluate("location.pathname + location.search") == "/?level=region"


def test_the_first_choice_on_the_first_page_is_a_step(bare: object) -> None:
    assert pushed(bare, "/?show=iod25_decile") == 1


def test_a_slash_finds_a_place_from_anywhere_but_a_text(bare: object) -> None:
    held = "() => document.querySelector('iframe').contentDocument.activeElement.className"
    bare.locator("#writing").click()
    bare.keyboard.press("/")
    assert bare.locator("#writing").input_value() == "/"
    assert bare.evaluate(held) == ""
    bare.locator("#text").click()
    bare.keyboard.press("Control+/")
    assert bare.evaluate(held) == ""
    bare.keyboard.press("/")
    assert bare.evaluate(held) == "cs-find-input"
    bare.keyboard.type("Leeds")
    box = bare.frame_locator("iframe").locator("input")
    assert box.input_value() == "Leeds"


def test_escape_closes_a_dialog_that_lost_the_focus(bare: object) -> None:
    bare.evaluate(
        """() => {
          const box = Object.assign(document.createElement("div"), { role: "dialog" });
          box.innerHTML = '<button id=made>CSV</button><button aria-label=Close>x</button>';
          box.lastChild.onclick = () => box.remove();
          document.body.append(box);
          made.focus();
        }"""
    )
    bare.keyboard.press("/")
    bare.keyboard.press("Escape")
    # With the focus inside, Streamlit's own dialog hears it.
    assert bare.locator("[role=dialog]").count() == 1
    bare.evaluate("made.disabled = true; document.activeElement.blur()")
    bare.keyboard.press("Escape")
    assert bare.locator("[role=dialog]").count() == 0


RUN = """async (width) => {
  const app = document.querySelector("[data-testid=stApp]");
  for (const state of ["running", "notRunning"]) {
    app.dataset.testScriptState = state;
    await new Promise((done) => setTimeout(done));
  }
  return window.folded || 0;
}"""


def test_a_choice_by_touch_closes_the_menu_of_a_phone(bare: object) -> None:
    assert bare.evaluate(RUN) == 0
    bare.locator("#bring").click()
    assert bare.evaluate(RUN) == 0
    bare.locator("#choice").click()
    bare.keyboard.press("ArrowDown")
    assert bare.evaluate(RUN) == 0
    bare.locator("#choice").click()
    assert bare.evaluate(RUN) == 1
    assert bare.evaluate(RUN) == 1
    bare.set_viewport_size({"width": 1024, "height": 740})
    bare.locator("#choice").click()
    assert bare.evaluate(RUN) == 1


def test_a_choice_whose_run_is_not_seen_closes_the_menu_by_its_address(bare: object) -> None:
    # A quick run begins and ends between two drawings of the page.
    folded = "window.folded || 0"
    bare.locator("#choice").click()
    assert pushed(bare, "/?show=iod25_decile") == 1
    assert bare.evaluate(folded) == 1
    # What the page writes into its address by itself is no choice.
    bare.locator("#text").click()
    assert pushed(bare, "/?show=iod25_score") == 1
    assert bare.evaluate(folded) == 1


def test_a_phone_chooses_goes_back_and_takes_a_map(browser: object, address: str) -> None:
    """Menu, one press back, and Escape after a download, in the app itself."""
    visit = Visit(browser, width=360, height=740)
    tab = visit.tab
    visit.open(f"{address}/?level=region")
    visit.painted("region.tundra_rate")
    tab.keyboard.press("/")
    visit.frame.wait_for_function("() => document.activeElement.matches('.cs-find-input')")
    menu, fold = tab.get_by_test_id("stExpandSidebarButton"), "stSidebarCollapseButton"
    menu.click()
    tab.get_by_text("Deprivation", exact=True).click()
    tab.get_by_test_id(fold).wait_for(state="hidden")
    address_holds(visit, "show=iod25")
    menu.click()
    tab.get_by_role("link", name="Reach").click()
    tab.get_by_test_id(fold).wait_for(state="hidden")
    address_holds(visit, "with=reach")
    tab.go_back()
    tab.wait_for_function("() => location.pathname === '/'")
    tab.get_by_role("heading", level=1).filter(has_not_text="Within").wait_for()
    menu.click()
    tab.get_by_role("button", name=re.compile("Take this map")).click()
    csv = tab.get_by_role("button", name="CSV", exact=True)
    csv.wait_for()
    visit.at_rest()
    with tab.expect_download(timeout=90_000):
        csv.click()
    visit.at_rest()
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("Escape")
    tab.get_by_role("dialog").wait_for(state="hidden")
    visit.close()
