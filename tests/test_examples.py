"""Every command and every Python example of the README and of the manual runs, in order, page by page.

A block of `sh` holds commands of `coldspots`; a block of `python` is executed; a block with a title
is written as that file first. What cannot run has a comment before it that says why.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

import pytest
import typer

import cli
from geo.settings import project_dir
from layers.browser.query import from_query
from layers.charts.view import from_query as chart_from_query
from layers.compared.options import from_query as compare_from_query
from layers.profiles.options import from_query as profile_from_query
from layers.regions.options import from_query as regions_from_query
from layers.stories.options import code_of as story_code_of
from tests.commands import run
from tests.docs import manual

ROOT = project_dir()
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *manual()]
INERT = ("text", "nginx", "sql")
"""Languages of blocks that only show something."""
RECIPES = "CONTRIBUTING.md"
"""Its blocks are files of recipes, which `test_recipes.py` follows."""
NOT_RUN = 15
"""Blocks that cannot run: what installs, serves, asks the network or takes minutes."""


class Block(NamedTuple):
    """A fenced block."""

    page: str
    language: str
    title: str
    text: str
    not_run: str
    """Why it cannot run; empty where it does."""


_FENCE = re.compile(
    r"(?:^ *<!-- not run: (?P<why>[^\n]*?) -->\n+)?"
    r"^(?P<indent> *)```(?P<language>[\w-]*)(?: title=\"(?P<title>[^\"]*)\")?\n"
    r"(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


def blocks(path: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, in order."""
    name = path.relative_to(ROOT).as_posix()
    for found in _FENCE.finditer(path.read_text(encoding="utf-8")):
        lines = found["text"].splitlines()
        text = "\n".join(line.removeprefix(found["indent"]) for line in lines) + "\n"
        yield Block(name, found["language"], found["title"] or "", text, found["why"] or "")


def commands(text: str) -> list[list[str]]:
    """Return the commands of a block, as a shell would split them."""
    joined = text.replace("\\\n", " ")
    split = [shlex.split(line, comments=True) for line in joined.splitlines()]
    return [words for words in split if words]


ALL = [block for page in PAGES for block in blocks(page)]
RUN = [page for page in PAGES if any(not b.not_run for b in blocks(page)) and page.name != RECIPES]


@pytest.fixture(scope="module")
def ran() -> set[tuple[str, ...]]:
    """Hold the commands that ran: one that stands on several pages runs once."""
    return set()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all pages, as a reader has."""
    return tmp_path_factory.mktemp("desk")


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_run(
    page: Path, desk: Path, ran: set[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.not_run:
            continue
        if block.title:
            Path(block.title).write_text(block.text, encoding="utf-8")
        elif block.language == "sh":
            for words in commands(block.text):
                assert words[0] == "coldspots", f"not a verb, and not marked: {words}"
                if tuple(words) not in ran:
                    code, _, error = run(*words[1:])
                    assert code == 0, f"{' '.join(words)}: {error}"
                    ran.add(tuple(words))
        elif block.language == "python":
            exec(compile(block.text, f"{block.page}, an example", "exec"), names)
        elif block.language == "toml":
            assert tomllib.loads(block.text)
        else:
            assert block.language in INERT, f"{block.page}: {block.language!r}"


def test_what_cannot_run_says_why_and_is_counted() -> None:
    marked = [block for block in ALL if block.not_run]
    assert len(marked) == NOT_RUN, [block.page for block in marked]
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        assert text.count("<!-- not run:") == sum(b.not_run != "" for b in blocks(path)), path
        assert text.count("```") == 2 * len(list(blocks(path))), path


def test_what_cannot_run_names_verbs_and_options_that_there_are() -> None:
    verbs = typer.main.get_command(cli.app).commands
    for block in ALL:
        if block.language == "sh" and block.not_run:
            for words in commands(block.text):
                if words[0] == "coldspots":
                    _check(words, verbs)


def test_a_command_in_a_line_of_text_names_verbs_and_options_that_there_are() -> None:
    verbs = typer.main.get_command(cli.app).commands
    seen = 0
    for path in PAGES:
        for line in re.findall(r"`(coldspots [a-z][^`\n]*)`", path.read_text(encoding="utf-8")):
            _check(shlex.split(line), verbs)
            seen += 1
    assert seen > 10


def _check(words: list[str], verbs: dict[str, object]) -> None:
    assert words[1] in verbs, words
    options = {name for one in verbs[words[1]].params for name in one.opts}
    for word in words[2:]:
        assert not word.startswith("--") or word in options, (words, word)


READS = {
    "charts": chart_from_query,
    "compare": compare_from_query,
    "profile": profile_from_query,
    "regions": regions_from_query,
    "story": story_code_of,
}


def test_every_address_in_the_manual_is_understood() -> None:
    seen = 0
    for path in PAGES:
        for page, query in re.findall(r"\]\(/([\w-]*)\?([^)]*)\)", path.read_text("utf-8")):
            read = READS.get(page, from_query)
            _, notes = read(dict(parse_qsl(query)))
            assert notes == [], (path, query)
            seen += 1
    assert seen >= 6


def test_the_picture_of_the_readme_is_the_one_that_its_command_draws(
    desk: Path, ran: set[tuple[str, ...]]
) -> None:
    [words] = [
        words
        for block in ALL
        if block.language == "sh" and not block.not_run
        for words in commands(block.text)
        if "nottingham.png" in words
    ]
    if tuple(words) not in ran:
        code, _, error = run(*words[1:-1], str(desk / "nottingham.png"))
        assert code == 0, error
    drawn = (desk / "nottingham.png").read_bytes()
    assert drawn == (ROOT / "docs" / "pictures" / "nottingham.png").read_bytes()
    assert len(drawn) < 160_000
