"""The three recipes of CONTRIBUTING.md, each followed to the letter in a copy of the project."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo.settings import data_dir, project_dir
from tests.test_examples import Block, blocks

ROOT = project_dir()
NEEDED = ("cli", "geo", "layers", "serving", "views", "tests")
BLOCKS = list(blocks(ROOT / "CONTRIBUTING.md"))


def recipe(heading: str) -> list[Block]:
    """Return the blocks under a heading."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [block for block in BLOCKS if block.text.strip() in part and block.title]


def follow(steps: list[Block], home: Path) -> None:
    """Write the new files of a recipe and make its edits."""
    for step in steps:
        path = home / step.title
        if step.language == "diff":
            old = "".join(f"{line[1:]}\n" for line in lines(step) if line[0] in " -")
            new = "".join(f"{line[1:]}\n" for line in lines(step) if line[0] in " +")
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1, (step.title, old)
            path.write_text(text.replace(old, new), encoding="utf-8")
        elif step.language == "copy":
            assert not path.exists()
            shutil.copytree(home / step.text.strip(), path)
        else:
            assert not path.exists()
            path.write_text(step.text, encoding="utf-8")


def lines(step: Block) -> list[str]:
    return [line for line in step.text.splitlines() if line]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Copy the code as it is compiled, without the data."""
    for name in NEEDED:
        if (ROOT / name).is_dir():
            left_out = shutil.ignore_patterns("node_modules", "golden", "_bundle")
            shutil.copytree(ROOT / name, tmp_path / name, ignore=left_out)
    for name in ("pyproject.toml", "app.py"):
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def ran(home: Path, *command: str) -> str:
    """Run Python in the copy, on the bundled data; return what it printed."""
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=home,
        env={**os.environ, "COLDSPOTS_DATA": str(data_dir()), "PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def verb(home: Path, *words: str) -> str:
    return ran(home, "-c", "import cli; cli.main()", *words)


def test_a_dataset_is_declared_read_and_spoilt_by_the_tests(home: Path) -> None:
    follow(recipe("Add a dataset"), home)
    assert "coast_distance" in verb(home, "fetch", "--list")
    tests = ran(
        home, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider",
        "tests/geo/publishers/test_publishers.py", "-k", "coast_distance",
    )  # fmt: skip
    [passed] = re.findall(r"(\d+) passed", tests)
    assert int(passed) >= 8
    assert "failed" not in tests


def test_a_kind_of_map_stands_in_the_menu_and_is_drawn(home: Path) -> None:
    follow(recipe("Add a kind of map"), home)
    told = ran(
        home, "-c", "from layers.kinds import kinds_at\nprint([k.label for k in kinds_at('lad24')])"
    )
    assert "Distance to the coast" in told
    verb(home, "export", "--link", "level=lad24&with=coast&in=E12000002", "--out", "coast.svg")
    assert "Distance to the coast" in (home / "coast.svg").read_text("utf-8")
    link = "level=lad24&with=coast&unit=miles&rounded=yes&in=E12000002"
    assert link in verb(home, "export", "--link", link, "--out", "miles.svg")
    assert "Distance to the coast in miles, rounded" in (home / "miles.svg").read_text("utf-8")


@pytest.mark.skipif(not (ROOT / "cli" / "program.py").is_file(), reason="needs the package cli")
def test_a_verb_stands_in_the_help_and_answers(home: Path) -> None:
    follow(recipe("Add a verb"), home)
    assert "Say which level of areas a code is of." in verb(home, "--help")
    assert (
        verb(home, "level", "E06000009").strip() == "E06000009: local authority districts (lad24)"
    )
    assert json.loads(verb(home, "level", "E12000002", "--json"))["level"] == "region"


def test_every_block_of_the_recipes_is_followed() -> None:
    titled = [block for block in BLOCKS if block.title]
    headings = ("Add a dataset", "Add a kind of map", "Add a verb")
    followed = [block for heading in headings for block in recipe(heading)]
    assert len(followed) == len(titled) > 10
