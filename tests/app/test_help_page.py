"""The manual inside the app: every link leads somewhere, and people get from page to page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.settings import project_dir
from layers import manual
from tests.browsing import Visit

LINK = re.compile(r"\]\(([^)\s]+)\)")


def test_every_page_of_the_manual_is_shown_but_those_of_the_site_alone() -> None:
    folder = project_dir() / "docs"
    names = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md")}
    left_out = names - set(manual.page_names())
    assert {name.partition("/")[0] for name in left_out} == {"contributing", "reference"}
    assert "reference/python" in left_out


@pytest.mark.parametrize("name", manual.page_names())
def test_every_link_of_a_page_leads_to_a_page_and_a_heading(name: str) -> None:
    parts = manual.read_page(name)
    assert parts[0].level == 1
    assert len({part.anchor for part in parts}) == len(parts)
    for part in parts:
        assert "<!--" not in part.body
        assert "![" not in part.body
        for target in LINK.findall(part.body):
            address, _, anchor = target.partition("#")
            if address.startswith(("http", "./")):
                continue
            to = address.partition("?page=")[2] or (manual.FIRST if address else name)
            there = {one.anchor for one in manual.read_page(to)}
            assert not anchor or anchor in there, target


def test_code_is_not_taken_for_headings() -> None:
    bodies = "".join(part.body for part in manual.read_page("how-to/python"))
    assert "# What became of each source in the join." in bodies


def test_a_page_that_there_is_not_shows_the_contents() -> None:
    app = AppTest.from_file(str(project_dir() / "app.py"), default_timeout=60)
    app.query_params["page"] = "../../etc/passwd"
    app.run()
    app.switch_page("views/help.py").run()
    assert not app.exception
    assert app.title[0].value == "Cold Spots"


def test_without_a_manual_there_is_no_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manual, "home_dir", lambda: tmp_path)
    manual.page_names.cache_clear()
    assert manual.page_names() == ()
    manual.page_names.cache_clear()


@pytest.mark.browser
def test_one_reads_from_page_to_page_without_leaving_the_visit(visit: Visit, address: str) -> None:
    visit.open(f"{address}/method")
    visit.tab.get_by_role("link", name="Help", exact=True).first.click()
    visit.tab.get_by_role("heading", name="Cold Spots", exact=True).wait_for()
    visit.tab.evaluate("() => { window.sameVisit = true; }")
    visit.tab.locator(".stMain").get_by_role("link", name="Plan with a partnership").click()
    visit.tab.get_by_role("heading", name="Plan with a partnership", exact=True).wait_for()
    visit.tab.wait_for_function("() => location.search.startsWith('?page=tutorials')")
    visit.tab.locator(".stMain").get_by_role("link", name="Where you have worked").click()
    heading = visit.tab.get_by_role("heading", name="Where you have worked", exact=True)
    heading.wait_for()
    visit.tab.wait_for_function(
        """() => {
          const top = document.getElementById("where-you-have-worked")?.getBoundingClientRect().top;
          return top !== undefined && top >= 0 && top < 300;
        }"""
    )
    visit.tab.locator(".stSidebar").get_by_role("link", name="Glossary").click()
    visit.tab.get_by_role("heading", name="Glossary", exact=True).wait_for()
    assert visit.tab.evaluate("() => window.sameVisit")
    assert len(visit.context.pages) == 1
    visit.tab.go_back()
    visit.tab.get_by_role(
        "heading", name="Measure whom a partnership reaches", exact=True
    ).wait_for()
    assert visit.outside == []
    assert visit.errors == []


@pytest.mark.browser
def test_a_link_clicked_before_the_list_is_drawn_stays_in_the_visit(
    visit: Visit, address: str
) -> None:
    visit.open(f"{address}/help")
    visit.tab.locator(".stSidebar").get_by_role("link", name="Glossary").wait_for()
    visit.tab.evaluate(
        """async () => {
          const list = document.querySelector('.stSidebar'), parent = list.parentNode;
          const link = [...document.querySelectorAll('.stMain a[href^="help"]')]
            .find((one) => one.textContent === 'Plan with a partnership');
          const mark = document.createComment('list');
          parent.replaceChild(mark, list);
          link.click();
          await new Promise((done) => setTimeout(done, 300));
          parent.replaceChild(list, mark);
        }"""
    )
    visit.tab.get_by_role("heading", name="Plan with a partnership", exact=True).wait_for()
    assert len(visit.context.pages) == 1
    assert visit.errors == []
