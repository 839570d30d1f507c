"""The documents say what is true of the code now."""

from __future__ import annotations

import re
import tomllib

import pytest
import typer
import yaml

import cli
from geo import tables
from geo.build.verify import _checks
from geo.registry import INDICATORS
from geo.settings import VERSION, data_dir, project_dir
from layers.kinds import kind_names
from layers.manual import slug
from layers.view import MapView
from tests.docs import made, manual

ROOT = project_dir()


README = ROOT / "README.md"


def test_what_the_manual_takes_from_the_code_is_what_the_code_says() -> None:
    for path, text in made().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make docs`"


def test_every_verb_is_in_the_manual_and_no_other() -> None:
    commands = typer.main.get_command(cli.app).commands
    verbs = {name for name, command in commands.items() if not command.hidden}
    text = (ROOT / "docs" / "reference" / "verbs.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## (\S+)$", text, flags=re.MULTILINE)) == verbs


def test_the_readme_is_one_page_with_one_picture() -> None:
    assert README.stat().st_size < 9_000
    assert len(re.findall(r"^!\[", README.read_text(encoding="utf-8"), flags=re.MULTILINE)) == 1


def test_every_key_of_an_address_is_in_the_manual() -> None:
    text = (ROOT / "docs" / "reference" / "addresses.md").read_text(encoding="utf-8")
    keys = {key for name in kind_names() for key in MapView(mode=name).pairs()}
    rows = re.findall(r"^\| (?:`\w+` \| )?((?:`\w+`(?:, )?)+) \|", text, flags=re.MULTILINE)
    told = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert keys <= told
    assert told - keys <= set(kind_names())


def test_every_link_of_a_document_leads_to_a_page_and_a_heading() -> None:
    seen = 0
    for path in [README, ROOT / "CONTRIBUTING.md", ROOT / "GLOSSARY.md", *manual()]:
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
            if target.startswith(("http", "/", "mailto:")):
                continue
            name, _, anchor = target.partition("#")
            to = (path.parent / name).resolve() if name else path
            assert to.is_file(), (path, target)
            heads = (
                []
                if not anchor
                else re.findall(r"^#+ (.+)$", to.read_text(encoding="utf-8"), flags=re.MULTILINE)
            )
            assert not anchor or anchor in map(slug, heads), (path, target)
            seen += 1
    assert seen > 80


def test_the_nations_have_what_the_manual_says() -> None:
    assert set(tables.load("sites")["nation"]) == {
        "England", "Wales", "Scotland", "Northern Ireland"
    }  # fmt: skip
    assert {one for entry in INDICATORS for one in entry.nations} == {
        "England", "Wales", "Scotland", "Northern Ireland"
    }  # fmt: skip
    areas = tables.load("areas_lsoa21")
    assert set(areas["nation"]) == {"England", "Wales"}


def test_the_readme_counts_the_checks() -> None:
    count = len([*_checks(data_dir())])
    assert f"All {count} checks passed." in README.read_text(encoding="utf-8")


def test_every_chore_of_the_makefile_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)[1].split())
    told = set(re.findall(r"^([\w-]+):.*## ", text, flags=re.MULTILINE))
    assert targets - told == {"browser"}


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    [day] = re.findall(
        rf"^## \[{re.escape(VERSION)}\] - (\d{{4}}-\d\d-\d\d)$", text, flags=re.MULTILINE
    )
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == VERSION
    assert citation["date-released"].isoformat() == day
    assert {"message", "title", "authors"} <= set(citation)


def test_the_changelog_keeps_to_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
    assert heads[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\]( - \d{4}-\d\d-\d\d)?", head) for head in heads[1:])
    kinds = set(re.findall(r"^### (.*)$", text, flags=re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Data"}


@pytest.mark.fault(36)
def test_every_dependency_is_pinned_and_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^    "([\w-]+)[><=~][^"]*",( *#.*)?$', text, flags=re.MULTILINE)
    names = ("", "-test", "-bench", "-docs", "-mutants")
    files = [f"requirements{name}.txt" for name in names]
    pinned = "".join((ROOT / name).read_text(encoding="utf-8") for name in files)
    assert len(listed) > 20
    for name, reason in listed:
        assert reason, f"{name} has no reason"
        assert re.search(rf"^{re.escape(name)}==", pinned, flags=re.MULTILINE), name
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or re.match(r"[\w-]+==[\w.]+( ;.*)?$", line), line


def test_the_glossary_is_in_order() -> None:
    text = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\*\*(.+?)[.,(]", text, flags=re.MULTILINE)
    plain = [word.strip().lower() for word in words]
    assert plain == sorted(plain)


def test_no_document_speaks_of_a_machine() -> None:
    for path in [*ROOT.glob("*.md"), *manual(), *ROOT.glob("benchmarks/*.md"), ROOT / "Makefile"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work)/", text), path
