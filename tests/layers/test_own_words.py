"""An editor's own words: read from an address, cut, marked, inert, and dropped where they misfit."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from layers.browser.query import from_query
from layers.browser.state import read_packs, state_of
from layers.exports.embed import embed_snippet
from layers.exports.files import read_link, write_view
from layers.exports.html import page_of
from layers.view import MOST, MapView, OwnWords, clean, read_own, with_fitting_words, with_measure

HOSTILE = '</title><script>alert("x")</script><img src=x onerror=alert(1)>{{7*7}}'
VIEW = MapView(geography="region", own=OwnWords("Our line", "Below it", "Chart: The Paper"))
PACKS = read_packs()


@pytest.mark.parametrize("key", MOST)
def test_words_at_the_limit_stay_and_longer_ones_are_cut_with_a_note(key: str) -> None:
    most, notes = MOST[key], list[str]()
    assert getattr(read_own({key: "x" * most}, notes), key) == "x" * most
    assert notes == []
    assert getattr(read_own({key: "x" * (most + 1)}, notes), key) == "x" * most
    assert len(notes) == 1
    assert str(most) in notes[0]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("two\nlines\tand  blanks", "two lines and blanks"),
        ("left\u202eright", "leftright"),
        ("bell\x07", "bell"),
        ("\x1b[31mred", "[31mred"),
        ("Ynys Môn – 12%", "Ynys Môn – 12%"),
    ],
)
def test_what_is_not_seen_is_left_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_mark_names_those_that_are_written() -> None:
    assert OwnWords().mark() == ""
    assert OwnWords("a").mark() == "Headline: the editor's."
    assert OwnWords("a", "b", "c").mark() == "Headline, subtitle, credit: the editor's."


def test_the_state_of_a_map_has_the_words_and_the_credit_before_the_sources() -> None:
    state = state_of(VIEW, PACKS, dark=False)
    assert state["own"] == {
        "title": "Our line",
        "subtitle": "Below it",
        "credit": "Chart: The Paper",
        "mark": "Headline, subtitle, credit: the editor's.",
    }
    assert state["credit"].startswith("Chart: The Paper. ")
    assert "Open Government Licence" in state["credit"]


class Tags(HTMLParser):
    """Counts elements and keeps the title."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, int] = {}
        self.title, self._in = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] = self.seen.get(tag, 0) + 1
        self._in = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self._in = False

    def handle_data(self, data: str) -> None:
        self.title += data if self._in else ""


def tags(page: str) -> Tags:
    parsed = Tags()
    parsed.feed(page)
    return parsed


def test_hostile_words_are_text_in_a_page_and_its_snippet() -> None:
    plain, hostile = (
        tags(page_of(replace(VIEW, own=OwnWords(text, text, text)), PACKS))
        for text in ("Here", HOSTILE)
    )
    assert hostile.seen == plain.seen
    assert hostile.title.strip() == HOSTILE
    first = embed_snippet(replace(VIEW, own=OwnWords(HOSTILE)), "m.html").split("\n")[0]
    assert first.count("<") == 2


def test_a_picture_of_a_link_has_its_words_and_an_option_counts_for_more(tmp_path: Path) -> None:
    def title_in(path: Path) -> str:
        return re.search(r"<title[^>]*>(.*?)</title>", path.read_text())[1]

    path = tmp_path / "map.svg"
    view = read_link("level=region&title=Where+fewest+go+on&credit=Chart:+PA")[0]
    write_view(view, path)
    assert title_in(path) == "Where fewest go on"
    assert "Headline, credit: the editor" in " ".join(
        re.sub("<[^>]+>", " ", path.read_text()).split()
    )
    write_view(view, path, title="Another")
    assert title_in(path) == "Another"
    write_view(view, tmp_path / "map.png")
    with Image.open(io.BytesIO((tmp_path / "map.png").read_bytes())) as drawn:
        assert drawn.info["Title"] == "Where fewest go on"


def test_a_headline_goes_with_its_map_and_a_credit_stays() -> None:
    other = with_fitting_words(VIEW, with_measure(VIEW, "iod25_score"))
    assert other.own == OwnWords(credit="Chart: The Paper")
    place = with_fitting_words(VIEW, replace(VIEW, within="E12000001"))
    assert place.own.title == ""
    for same in (replace(VIEW, at=(53.0, -2.0, 8.0)), replace(VIEW, look="table"),
                 replace(VIEW, sites=()), replace(VIEW, hatch=False)):  # fmt: skip
        assert with_fitting_words(VIEW, same).own == VIEW.own
    written = replace(VIEW, own=OwnWords("New"))
    assert with_fitting_words(VIEW, written).own.title == "New"


def test_an_address_that_has_them_is_the_maps_own() -> None:
    view, notes = from_query({"level": "region", "title": " Our   line ", "credit": "PA"})
    assert (view.own, notes) == (OwnWords("Our line", credit="PA"), [])
    assert "title=Our+line" in view.to_query()
