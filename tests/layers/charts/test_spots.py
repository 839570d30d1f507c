"""Where the marks of a chart lie, and what its page shows of a place that is chosen."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from layers.charts import ChartView, chart_of
from layers.charts.figures import figure_text
from layers.charts.html import _chooser, chart_page
from layers.charts.plot import Spot
from layers.charts.render import draw, draw_noted

BLACKPOOL = "E06000009"
KINDS = {"ranked": "value", "target": "value", "beeswarm": "value", "scatter": "against_value"}


def held(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="spots">(.*?)</script>', page)
    return json.loads(found[1])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wide", [360, 800])
def test_marks_lie_along_the_axis(kind: str, wide: int) -> None:
    chart = chart_of(ChartView(kind, marked=(BLACKPOOL,)))
    content, spots = draw_noted(chart, ".svg", wide)
    assert content == draw(chart, ".svg", wide)
    rows = chart.table.set_index("area_name")
    values = np.array([float(rows[KINDS[kind]][one.name]) for one in spots])
    across = np.array([one.x for one in spots])
    assert len(spots) >= 10
    assert np.corrcoef(values, across)[0, 1] > 0.99999
    assert all(0 <= one.x <= 1 and 0 <= one.y <= 1 for one in spots)
    for one in spots:
        assert one.text == figure_text(chart.view.entry, rows.loc[one.name])


@pytest.mark.parametrize("kind", ["years", "scatter", "funnel"])
def test_higher_figures_lie_higher(kind: str) -> None:
    chart = chart_of(ChartView(kind, marked=(BLACKPOOL,)))
    _, spots = draw_noted(chart, ".svg", 800)
    rows = chart.table
    names = rows["area_name"] + (", " + rows["period_label"] if kind == "years" else "")
    values = dict(zip(names, rows["value"].astype(float), strict=True))
    known = [values[one.name] for one in spots]
    assert np.corrcoef(known, [one.y for one in spots])[0, 1] < -0.99999
    assert len({one.name for one in spots}) == len(spots) == int(rows["value"].notna().sum())


def test_a_page_holds_what_it_shows_and_asks_for_nothing() -> None:
    chart = chart_of(ChartView("ranked", marked=(BLACKPOOL,)))
    page = chart_page(chart)
    shown = held(page)
    assert shown["texts"]["Blackpool"] == "27.7% (95% interval 25.3 to 30.2%)"
    assert [set(one) for one in shown["drawn"]] == [set(shown["texts"])] * 2
    options = re.findall(r"<option>(.*?)</option>", page)
    assert options == sorted(shown["texts"])
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)


def test_a_name_ends_no_script() -> None:
    spots = [Spot("</script><b>", "1%", 0.1, 0.2), Spot("B", "2%", 0.3, 0.4)]
    part = _chooser(spots, spots)
    assert "</script><b>" not in part
    assert set(held(part)["texts"]) == {"</script><b>", "B"}


def test_one_mark_is_not_chosen_among() -> None:
    assert _chooser([Spot("A", "1%", 0.1, 0.2)], []) == ""
