"""The verb `story`: files by suffix or format, what it refuses, and what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import quick, run

CARDIFF = "W06000015"


def test_a_story_is_printed_or_written(tmp_path: Path) -> None:
    said = quick("story", CARDIFF)
    assert said.splitlines()[2] == "In Cardiff, 19.6% of children live in low-income families"
    out = tmp_path / "cardiff"
    said = quick("story", CARDIFF, "--format", "docx", "--out", str(out))
    assert f"{out}.docx: In Cardiff, 19.6%" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "cardiff.docx", "cardiff.trace.json"]  # fmt: skip
    held = json.loads(quick("story", "E07000138,E07000142", "--json"))
    assert held["headline"].startswith("In Lincoln and West Lindsey, 38.2%")
    held = json.loads(quick("story", CARDIFF, "--json"))
    assert held["headline"].startswith("In Cardiff")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "A story of what"),
        (["X1"], "X1"),
        (["E01012673"], "too small for a story"),
        ([CARDIFF, "--format", "md"], "Name one with --out"),
        ([CARDIFF, "--out", "a.pdf"], "a story cannot be"),
        ([CARDIFF, "--out", "a.html", "--format", "md"], "does not end in .md"),
        (["--all", "lad24"], "--out with a folder"),
        ([CARDIFF, "--all", "lad24", "--out", "x"], "--out with a folder"),
        (["--all", "lsoa21", "--out", "x"], "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_line(
    words: list[str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, error = run("story", *words)
    assert code != 0
    assert why in error
    assert len(error.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
