"""The verb `paper`: files by suffix or format, a logo of one's own, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from tests.commands import quick, run
from tests.layers.papers.logos import DRAWN

BURNLEY = "E07000117"


def test_a_paper_is_printed_or_written(tmp_path: Path) -> None:
    said = quick("paper", BURNLEY)
    assert said.splitlines()[0] == "Young people going on to higher education in Burnley"
    (tmp_path / "own.svg").write_bytes(DRAWN)
    out = tmp_path / "burnley"
    said = quick("paper", BURNLEY, "--format", "docx", "--out", str(out), "--by", "Burnley College",
                 "--form", "access-plan", "--logo", str(tmp_path / "own.svg"))  # fmt: skip
    assert f"{out}.docx: Where our outreach could go: what is known of Burnley" in said
    made = docx.Document(f"{out}.docx")
    assert made.inline_shapes[0]._inline.docPr.get("descr") == "Logo of Burnley College"
    assert "Provider: Burnley College" in [one.text for one in made.paragraphs]
    held = json.loads(quick("paper", BURNLEY, "--json"))
    assert (held["kind"], held["form"]) == ("coldspots paper traces", "council")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["X1"], "X1"),
        ([BURNLEY, "--form", "letter"], "Choose council, access-plan or briefing"),
        (["S12000049", "--form", "access-plan"], "lies in Scotland"),
        ([BURNLEY, "--format", "pdf"], "Name one with --out"),
        ([BURNLEY, "--out", "a.md"], "a paper cannot be"),
        ([BURNLEY, "--out", "a.pdf", "--format", "docx"], "does not end in .docx"),
        ([BURNLEY, "--logo", "none.png"], "--logo is of a file"),
        ([BURNLEY, "--out", "a.pdf", "--logo", "none.png"], "none.png cannot be read"),
        ([BURNLEY, "--provider", "10000001"], "10000001"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_line(
    words: list[str], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, error = run("paper", *words)
    assert code != 0
    assert why in error
    assert len(error.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_logo_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "own.html"
    path.write_bytes(DRAWN)
    code, _, error = run("paper", BURNLEY, "--out", str(path), "--logo", str(path))
    assert code == 2
    assert "it would be lost" in error
    assert path.read_bytes() == DRAWN
