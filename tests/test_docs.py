"""The documents say what is true of the code now."""

from __future__ import annotations

import re
import tomllib

import pytest
import typer

import cli
from geo.build.verify import _checks
from geo.settings import VERSION, data_dir, project_dir
from tests.docs import README, filled

ROOT = project_dir()


def test_the_tables_of_the_readme_are_those_of_the_registries() -> None:
    text = README.read_text(encoding="utf-8")
    assert filled(text) == text, "run `make docs`"


def test_every_verb_is_in_the_readme_and_no_other() -> None:
    commands = typer.main.get_command(cli.app).commands
    verbs = {name for name, command in commands.items() if not command.hidden}
    text = README.read_text(encoding="utf-8")
    section = text.split("## The terminal")[1].split("## ")[0]
    assert set(re.findall(r"^\| `(\w+)", section, flags=re.MULTILINE)) == verbs


def test_the_readme_counts_the_checks() -> None:
    count = len([*_checks(data_dir())])
    assert f"All {count} checks passed." in README.read_text(encoding="utf-8")


def test_every_chore_of_the_makefile_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)[1].split())
    told = set(re.findall(r"^(\w+):.*## ", text, flags=re.MULTILINE))
    assert targets - told == {"browser"}


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.fault(36)
def test_every_dependency_is_pinned_and_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^    "([\w-]+)[><=~][^"]*",( *#.*)?$', text, flags=re.MULTILINE)
    files = ("requirements.txt", "requirements-test.txt", "requirements-bench.txt")
    pinned = "".join((ROOT / name).read_text(encoding="utf-8") for name in files)
    assert len(listed) > 20
    for name, reason in listed:
        assert reason, f"{name} has no reason"
        assert re.search(rf"^{re.escape(name)}==", pinned, flags=re.MULTILINE), name
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or re.match(r"[\w-]+==[\w.]+( ;.*)?$", line), line


def test_the_glossary_is_in_order() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    words = re.findall(r"^\*\*(.+?)[.,(]", text, flags=re.MULTILINE)
    plain = [word.strip().lower() for word in words]
    assert plain == sorted(plain)


def test_no_document_speaks_of_a_machine() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("benchmarks/*.md"), ROOT / "Makefile"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work)/", text), path
