"""Charts and tables to embed: one page each that asks nothing of any other."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layers.charts import (
    ChartView,
    chart_of,
    chart_page,
    chart_snippet,
    draw,
    table_page,
    write_chart,
)
from layers.charts.html import MOST_ROWS, text_rows
from layers.charts.kinds import CHARTS
from tests.likeness import check_alike

GOLDEN = Path(__file__).parents[2] / "golden"
BLACKPOOL = "E06000009"


class Ids(HTMLParser):
    """Which ids a page has, and which it asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.asked: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "aria-labelledby":
                self.asked |= set((value or "").split())
            self.asked |= set(re.findall(r"url\(#([^)]+)\)", value or ""))
            if name.endswith("href") and (value or "").startswith("#"):
                self.asked.add((value or "")[1:])


def chart(kind: str) -> object:
    return chart_of(ChartView(kind, marked=(BLACKPOOL,)))


@pytest.mark.parametrize("kind", CHARTS, ids=lambda kind: kind.name)
def test_a_page_has_its_chart_twice_and_no_name_twice(kind: object) -> None:
    made = chart(kind.name)
    page = chart_page(made)
    read = Ids()
    read.feed(page)
    assert len(read.ids) == len(set(read.ids))
    assert read.asked <= set(read.ids)
    assert page.count("<svg ") == 2
    outside = re.findall(r'(?:src|href)="(?!#|data:)[^"]*"|url\("?https?:', page)
    assert not outside
    # Title, period, source and credit are in both drawings.
    for drawn in re.findall(r"<svg .*?</svg>", page, flags=re.DOTALL):
        text = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn))
        assert "Source: DfE" in text
        assert "2023-24" in text
        assert "Chart: Cold Spots" in text.replace("\n", " ")


@pytest.mark.parametrize("kind", CHARTS, ids=lambda kind: kind.name)
def test_a_table_has_every_row_and_no_rate_without_its_interval(kind: object) -> None:
    made = chart(kind.name)
    headings, rows, left_out = text_rows(made)
    assert len(rows) + left_out == len(made.table)
    assert left_out == 0
    at = headings.index("95% interval")
    for row, (_, raw) in zip(rows, made.table.iterrows(), strict=True):
        figure = row[at - 1]
        assert (figure == made.view.entry.text(raw["value"])) or figure == raw["why_none"]
        if raw["value"] == raw["value"]:
            assert row[at]
    page = table_page(made)
    assert "<svg" not in page
    assert page.count("<tr") == len(rows) + 1
    assert "Department for Education licensed under the Open Government Licence v3.0" in page


def test_a_long_table_keeps_its_ends_and_what_is_marked() -> None:
    made = chart_of(ChartView(level="msoa21", measure="tundra_rate", marked=("E02002643",)))
    _, rows, left_out = text_rows(made)
    assert len(rows) <= MOST_ROWS
    assert len(rows) + left_out == len(made.table)
    assert made.table.loc["E02002643", "area_name"] in {row[0] for row in rows}
    assert f"{left_out:,} rows in the middle are left out" in table_page(made)


def test_names_and_headlines_are_escaped() -> None:
    page = chart_page(chart("ranked"), title='<script>alert("x")</script>')
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert '"><' not in chart_snippet(chart("ranked"), "a.html", title='"><b>')[:80]


def test_a_file_is_what_its_name_says(tmp_path: Path) -> None:
    made = chart("ranked")
    starts = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF", ".csv": b"\xef\xbb\xbf",
              ".html": b"<!doctype html>"}  # fmt: skip
    for suffix, start in starts.items():
        write_chart(made, tmp_path / f"chart{suffix}")
        assert (tmp_path / f"chart{suffix}").read_bytes().startswith(start)
    write_chart(made, tmp_path / "table.html", table_alone=True)
    assert b"<svg" not in (tmp_path / "table.html").read_bytes()


@pytest.mark.parametrize("kind", CHARTS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.slow
def test_charts_look_as_they_did(kind: object, dark: bool, tmp_path: Path) -> None:
    """After a change that is meant, and looked at: COLDSPOTS_NEW_PICTURES=1."""
    made = chart(kind.name)
    for name, width, height in (("wide", 1200, 675), ("narrow", 360, None)):
        path = tmp_path / "chart.png"
        path.write_bytes(draw(made, ".png", width, height, dark=dark, dpi=96))
        found = np.asarray(Image.open(path).convert("RGB"))
        assert found.shape[1] == width
        look = "dark" if dark else "light"
        check_alike(found, GOLDEN / f"chart_{kind.name}_{name}_{look}.png")
