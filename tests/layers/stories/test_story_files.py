"""Files of stories, opened by readers we did not write; batches; what cannot be written."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path

import docx
import pytest
from PIL import Image

from geo.errors import BadInputError
from layers.profiles import run_batch
from layers.stories import Story, order_of, story_of, write_story
from layers.stories.markdown import safe
from layers.stories.model import SHORT_ALT
from tests.tags import Tags

BLACKPOOL = "E06000009"
WEST_OF_ENGLAND = "E47000009"
"""It has three districts."""


@pytest.fixture(scope="module")
def story() -> Story:
    return story_of(BLACKPOOL)


@pytest.fixture(scope="module")
def folder(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("story")
    for suffix in ("html", "md", "docx"):
        (made / suffix).mkdir()
        write_story(story, made / suffix / f"one.{suffix}")
    return made


def read(path: Path) -> Tags:
    page = Tags()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def test_a_page_stands_alone_and_is_described(story: Story, folder: Path) -> None:
    page = read(folder / "html" / "one.html")
    pictures = [attrs for tag, attrs in page.seen if tag == "img"]
    assert len(pictures) == 3
    assert all(one["src"].startswith("data:image/png;base64,") for one in pictures)
    assert all(one["alt"] for one in pictures)
    assert len(pictures[0]["alt"]) <= SHORT_ALT
    tags = [tag for tag, _ in page.seen]
    assert tags.count("h1") == 1
    assert not {"script", "link", "iframe"} & set(tags)
    assert dict(page.seen)["html"]["lang"] == "en-GB"
    assert story.headline.text in page.text
    for heading in ("The figures", "What the figures cannot say", "Sources"):
        assert heading in page.text
    assert "GCSE leavers 2010 to 2014" in page.text


def test_markdown_names_the_pictures_beside_it(story: Story, folder: Path) -> None:
    text = (folder / "md" / "one.md").read_text(encoding="utf-8")
    names = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert names == ["one-map.png", "one-chart-1.png", "one-chart-2.png"]
    for name in names:
        with Image.open(folder / "md" / name) as picture:
            assert picture.width == 1440
    assert text.startswith(f"# {story.headline.text}\n")
    assert "| Entry to higher education by 19 | 27.7% | 25.3% to 30.2% |" in text


def test_markdown_shows_hostile_text_letter_by_letter() -> None:
    assert safe("<b>*x*</b> [a](b) # | `c`") == r"\<b\>\*x\*\</b\> \[a\](b) \# \| \`c\`"


def test_a_word_document_has_headings_lists_and_described_pictures(
    story: Story, folder: Path
) -> None:
    made = docx.Document(str(folder / "docx" / "one.docx"))
    assert made.core_properties.title == story.headline.text
    assert made.core_properties.language == "en-GB"
    styles = [one.style.name for one in made.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 3
    assert styles.count("List Bullet") == 3 + len(story.limits)
    alts = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert alts == [story.map.short.text, *(one.alt.text for one in story.charts)]
    table = made.tables[0]
    assert len(table.rows) == 1 + len(story.figures)
    assert [cell.text for cell in table.rows[1].cells][:2] == [
        "Entry to higher education by 19", "27.7%"]  # fmt: skip
    text = " ".join(one.text for one in made.paragraphs)
    for _, said in story.sentences():
        assert said.text in text or any(
            said.text in cell.text for row in table.rows for cell in row.cells
        ) or said.text in (story.map.short.text, *(one.alt.text for one in story.charts)) or (
            said.text in (story.name.text, story.kind.text)
        )  # fmt: skip


@pytest.mark.parametrize("suffix", ["html", "md", "docx"])
def test_the_same_story_gives_the_same_bytes_and_its_traces(
    story: Story, folder: Path, suffix: str, tmp_path: Path
) -> None:
    write_story(story, tmp_path / f"one.{suffix}")
    first, again = (place / f"one.{suffix}" for place in (folder / suffix, tmp_path))
    assert first.read_bytes() == again.read_bytes()
    held = json.loads((tmp_path / "one.trace.json").read_text(encoding="utf-8"))
    assert held["sha256"] == hashlib.sha256(again.read_bytes()).hexdigest()
    assert held["code"] == BLACKPOOL
    figures = {one["figure"] for row in held["shown"] for one in row["traces"]}
    assert {"27.7%", "18.1 points", "11.3%"} <= figures
    rows = held["charts"][0]["rows"]
    own = next(row for row in rows if row["area_code"] == BLACKPOOL)
    assert own["value"] == pytest.approx(0.277)


@pytest.mark.parametrize("name", ["one.pdf", "one", "one.doc"])
def test_a_suffix_of_no_format_is_refused(story: Story, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError, match="a story cannot be"):
        write_story(story, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_batch_goes_on_where_it_stopped_and_has_an_index(tmp_path: Path) -> None:
    order = order_of("lad24", tmp_path, WEST_OF_ENGLAND, ".md", workers=1)
    shares = list[float]()
    made = run_batch(order, shares.append)
    assert (made.written, made.kept, made.failed) == (3, 0, {})
    assert shares[-1] == 1.0
    assert made.line() == "3 stories written"
    rows = list(csv.DictReader(io.StringIO((tmp_path / "index.csv").read_text("utf-8-sig"))))
    assert rows[1]["story"] == "E06000023-bristol-city-of.md"
    assert all((tmp_path / row["story"]).is_file() for row in rows)
    index = read(tmp_path / "index.html")
    assert "3 stories: local authority districts of West of England" in index.text
    assert "E06000023-bristol-city-of.md" in [a.get("href") for t, a in index.seen if t == "a"]
    (tmp_path / "E06000023-bristol-city-of-map.png").unlink()
    (tmp_path / "E06000025-south-gloucestershire.md").write_text("cut", encoding="utf-8")
    made = run_batch(order)
    assert (made.written, made.kept) == (2, 1)
    assert (tmp_path / "E06000023-bristol-city-of-map.png").is_file()


@pytest.mark.parametrize(("level", "suffix"), [("lsoa21", ".html"), ("lad24", ".pdf")])
def test_a_batch_of_no_stories_is_refused(tmp_path: Path, level: str, suffix: str) -> None:
    with pytest.raises(BadInputError):
        order_of(level, tmp_path, suffix=suffix)
