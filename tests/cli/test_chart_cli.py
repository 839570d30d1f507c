"""The verb `chart`: its files, what it says, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from layers.charts import ChartView, chart_of, csv_of
from tests.commands import quick, run

LINK = "show=he19_rate&in=E06000009"


def test_a_chart_of_a_map_s_link(tmp_path: Path) -> None:
    path = tmp_path / "ranked.csv"
    said = quick("chart", "ranked", "--link", f"http://localhost:8501/?{LINK}", "--out", str(path))
    assert "chart=ranked&level=utla23&show=he19_rate&in=E06000009" in said
    assert path.read_bytes() == csv_of(chart_of(ChartView(marked=("E06000009",))))


def test_a_picture_is_as_large_as_asked(tmp_path: Path) -> None:
    path = tmp_path / "years.png"
    options = ("--size", "1200x675", "--dpi", "96", "--title", "Fewer go", "--dark")
    quick("chart", "years", "--link", LINK, "--out", str(path), *options)
    with Image.open(path) as picture:
        assert picture.size == (1200, 675)
        assert picture.text["Title"] == "Fewer go"


def test_a_target_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "target.csv"
    quick("chart", "target", "--link", LINK, "--out", str(path), "--target", "30")
    table = pd.read_csv(path).set_index("area_code")
    assert table.loc["E06000009", "state"] == "not known"
    assert table.loc["E06000009", "target"] == 0.3


def test_a_page_comes_with_what_to_paste(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    code, _, err = run("chart", "years", "--link", LINK, "--out", str(path))
    assert code == 0
    assert '<iframe data-coldspots src="page.html" title="Blackpool: 27.7%' in err
    quick("chart", "years", "--link", LINK, "--out", str(path), "--table")
    assert "<svg" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "code", "problem"),
    [
        (["pie", "--link", LINK, "--out", "a.png"], 3, "No chart is called 'pie'"),
        (["years", "--link", "show=tundra_rate&in=E06000009", "--out", "a.png"], 3, "one period"),
        (["ranked", "--link", "in=Blackpol", "--out", "a.png"], 3, "Did you mean Blackpool"),
        (["ranked", "--link", "measure=he19_rate", "--out", "a.png"], 3, "no key of an address"),
        (["ranked", "--link", LINK, "--out", "a.gif"], 3, "A chart cannot be .gif"),
        (["ranked", "--link", LINK, "--out", "a.png", "--size", "9x9"], 3, "cannot be drawn"),
        (["target", "--link", "show=attainment8", "--out", "a.png"], 3, "--target=|target="),
        (["scatter", "--link", LINK, "--against", "none", "--out", "a.png"], 3, "No indicator"),
        (["ranked", "--out", "a.png"], 2, "--link"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    asked: list[str], code: int, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found, out, err = run("chart", *asked)
    assert found == code
    assert any(part in out + err for part in problem.split("|"))
    assert not list(tmp_path.iterdir())
