"""The verb `check-copy`: its exit codes, its table, its JSON, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands import run

RIGHT = "In Cardiff, more than 1% of children live in low-income families.\n"


def test_exit_codes_tell_right_from_wrong(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(RIGHT, encoding="utf-8")
    code, out, _ = run("check-copy", str(path))
    assert code == 0
    assert "right when rounded" in out
    path.write_text(RIGHT.replace("more", "fewer"), encoding="utf-8")
    code, out, _ = run("check-copy", str(path), "--json")
    assert code == 1
    [claim] = json.loads(out)["claims"]
    assert (claim["verdict"], claim["place"]) == ("wrong", "W06000015")
    path.write_text("Nothing at all.", encoding="utf-8")
    assert run("check-copy", str(path))[:2] == (
        0, "No figure, rank, comparison or change was found.\n")  # fmt: skip


def test_the_place_of_a_text_is_given(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("Here, 1% of children live in low-income families.", encoding="utf-8")
    assert "Of which place?" in run("check-copy", str(path))[1]
    assert run("check-copy", str(path), "--in", "W06000015")[0] == 1


def test_what_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    code, _, error = run("check-copy", str(path))
    assert code == 3
    assert "cannot be read" in error
    path.write_bytes(b"\xff\xfe\x00\x81")
    assert "not UTF-8" in run("check-copy", str(path))[2]
    path.write_text("x" * 60_000, encoding="utf-8")
    assert "50,000 at most" in run("check-copy", str(path))[2]
    path.write_text("x", encoding="utf-8")
    assert run("check-copy", str(path), "--in", "X1")[0] == 3
