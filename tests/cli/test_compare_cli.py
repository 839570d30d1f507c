"""The verb `compare`: its table, sentences, files, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from geo.compare import compare
from layers.compared import difference_table, figure_table
from tests.commands import quick, run

BLACKPOOL, HULL = "E06000009", "E06000010"


def test_places_by_code_and_by_name() -> None:
    said = quick("compare", "blackpool", HULL, "--measure", "he19_rate")
    assert "27.7%" in said
    assert "The rate is lower in Blackpool than in Kingston upon Hull: 27.7% against 34.7%" in said
    assert "−9.0 points since 2015-16 (−12.3 to −5.6)" in said


def test_json_is_the_comparison() -> None:
    held = json.loads(quick("compare", BLACKPOOL, HULL, "--measure", "he19_rate", "--json"))
    found = compare([BLACKPOOL, HULL], measures=["he19_rate"])
    assert held == json.loads(json.dumps(found.summary()))
    assert held["differences"][0]["verdict"] == "lower"
    assert held["differences"][0]["prob_lower"] is None


def test_files_are_those_of_the_comparison(tmp_path: Path) -> None:
    names = ("figures.csv", "tests.csv", "dots.svg", "funnel.png")
    paths = [tmp_path / name for name in names]
    options = [word for pair in zip(("--out", "--differences", "--chart", "--funnel"),
               map(str, paths), strict=True) for word in pair]  # fmt: skip
    quick("compare", BLACKPOOL, HULL, "--set", "entry", *options)
    found = compare([BLACKPOOL, HULL], "entry")
    figures = pd.read_csv(paths[0])
    assert figures["value"].tolist() == pytest.approx(figure_table(found)["value"].tolist())
    tests = pd.read_csv(paths[1])
    assert tests["sentence"].fillna("").tolist() == difference_table(found)["sentence"].tolist()
    assert paths[2].read_text("utf-8").count("Blackpool") >= 2
    assert paths[3].read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ([BLACKPOOL], "Choose 2 to 8"),
        ([BLACKPOOL, "Hull"], "E06000010 (Kingston upon Hull"),
        ([BLACKPOOL, "qqqqzzzz"], "is no place here"),
        ([BLACKPOOL, HULL, "--set", "none"], "No set of measures"),
        ([BLACKPOOL, HULL, "--measure", "none"], "No indicator"),
        ([BLACKPOOL, HULL, "--out", "a.xlsx"], "written as CSV"),
        ([BLACKPOOL, HULL, "--chart", "a.gif"], "A chart cannot be .gif"),
        (["E05001234", "E05001235", "--funnel", "a.png"], "There is no funnel"),
        (["W06000015", "S12000049", "--set", "entry"], "no measure of this set in common"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    asked: list[str], problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run("compare", *asked)
    assert code != 0
    assert problem in err
    assert not [*tmp_path.iterdir()]
