"""Each kind of chart: its table and words, recomputed from the bundled tables another way."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from statsmodels.stats.proportion import confint_proportions_2indep

from geo.areas import area_table
from geo.compare import funnel_of
from geo.errors import BadInputError
from geo.registry import indicator
from layers.charts import ChartView, Plot, chart_of, draw, frame, read_link
from layers.charts.beeswarm import MOST_DOTS, placed, swarm
from layers.charts.kinds import CHARTS, why_not
from layers.charts.labels import Dot, label_dots
from layers.charts.plot import lies_on
from layers.charts.scatter import rank_correlation
from layers.charts.target import MET, UNKNOWN, UNMET
from layers.pictures import width_of
from tests.layers.charts.test_charts import BLACKPOOL, GLASGOW, NORTH_EAST, POOLE, published

LONDON, SOUTH_WEST = "E12000007", "E12000009"


def overlaps(x: np.ndarray, y: np.ndarray, radius: np.ndarray) -> int:
    """Count pairs of dots that lie on each other."""
    far = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    least = radius[:, None] + radius[None, :]
    return int(np.triu(far < least - 1e-6, k=1).sum())


@settings(max_examples=60, deadline=None)
@given(some.lists(some.tuples(some.floats(0, 200), some.floats(0.5, 12)), min_size=1, max_size=60))
def test_no_two_dots_of_a_swarm_overlap(dots: list[tuple[float, float]]) -> None:
    x, radius = (np.array(column) for column in zip(*dots, strict=True))
    y = swarm(x, radius, apart=0.0)
    assert overlaps(x, y, radius) == 0
    assert (y == swarm(x, radius, apart=0.0)).all()


def test_dots_that_do_not_meet_stay_on_the_line() -> None:
    x = np.array([0.0, 10.1, 20.2])
    assert swarm(x, np.full(3, 5.0), apart=0.0).tolist() == [0.0, 0.0, 0.0]
    assert swarm(x, np.full(3, 5.1), apart=0.0).tolist() != [0.0, 0.0, 0.0]


@pytest.mark.parametrize("link", ["show=he19_rate", "show=tundra_rate&level=pcon24"])
def test_the_swarm_of_a_level_fits_its_sheet_and_none_overlap(link: str) -> None:
    table = chart_of(read_link(f"{link}&chart=beeswarm")).table
    own = table[table["value"].notna() & (table["role"] != "nation")]
    x = 700 * (own["value"].to_numpy() - own["value"].min()) / np.ptp(own["value"])
    radius, y = placed(x, own["size_people"], 260.0, 1.0)
    assert overlaps(x, y, radius) == 0
    assert np.max(np.abs(y) + radius) <= 130
    # Areas of dots show people, down to the smallest that is seen.
    seen = radius > 1.5
    share = radius[seen] ** 2 / own["size_people"].to_numpy()[seen]
    assert np.ptp(share) < 1e-9 * share.mean()


def test_dots_are_sized_by_pupils_or_else_by_young_people() -> None:
    table = chart_of(read_link("show=tundra_rate&level=region&chart=beeswarm")).table
    own = table[table["role"] == "area"]
    assert set(own["sized_by"]) == {"people"}
    assert (own["size_people"] == area_table("region").loc[own.index, "tundra_source_cohort"]).all()
    table = chart_of(read_link("in=S12000049&chart=beeswarm")).table
    assert table.loc[GLASGOW, "sized_by"] == "young people"
    young = area_table("lad24")["young_people"]
    assert table.loc[GLASGOW, "size_people"] == young[GLASGOW]


def test_more_dots_than_can_be_told_apart_are_refused() -> None:
    why = why_not(ChartView("beeswarm", "msoa21", "tundra_rate"))
    assert f"({MOST_DOTS})" in why
    assert not why_not(ChartView("beeswarm", "msoa21", "tundra_rate", within="E06000018"))


def test_labels_lie_on_no_dot_and_no_other_label() -> None:
    canvas = frame(600, 400, "A", "B", "C")
    plot = Plot((50, 60, 580, 360), (0, 1), (0, 1))
    rows = [(60 + 25 * (at % 18), 70 + 30 * (at // 18)) for at in range(120)]
    dots = [Dot(x, y, 5, "Bournemouth" if at in (3, 40) else "", at in (3, 40))
            for at, (x, y) in enumerate(rows)]  # fmt: skip
    label_dots(canvas, dots, plot.box)
    labels = canvas.taken[len(dots) :]
    assert len(labels) == 2
    for at, label in enumerate(labels):
        assert not lies_on(label, [dot.box for dot in dots] + labels[:at])
        assert label[0] >= 50
        assert label[2] <= 580


def test_a_rank_correlation_is_that_of_ranks() -> None:
    chart = chart_of(ChartView("scatter", marked=(BLACKPOOL,)))
    raw = published("he19_rate")["value"]
    table = chart.table
    assert table["value"].to_dict() == raw.loc[table.index].to_dict()
    score = area_table("utla23").loc[table.index, "iod25_score"]
    assert table["against_value"].to_dict() == score.to_dict()
    ranks = table[["value", "against_value"]].rank()
    rho = float(ranks["value"].corr(ranks["against_value"]))
    row = table.iloc[0]
    assert row["rank_correlation"] == pytest.approx(rho)
    half = 1.959964 * np.sqrt((1 + rho**2 / 2) / (len(table) - 3))
    ends = np.tanh(np.arctanh(rho) + np.array([-half, half]))
    assert [row["correlation_low"], row["correlation_high"]] == pytest.approx(ends, abs=1e-6)
    said = chart.words.subtitle
    assert f"over {len(table)} areas" in said
    assert f"{abs(rho):.2f}" in said
    assert "does not show that one causes the other" in said
    assert "tends to be lower where deprivation is higher" in chart.words.title


def test_no_link_is_claimed_where_the_interval_holds_none() -> None:
    chart = chart_of(read_link("show=he19_rate&level=utla23&in=E12000001&chart=scatter"))
    row = chart.table.iloc[0]
    assert row["correlation_low"] < 0 < row["correlation_high"]
    assert "no clear link" in chart.words.title


def test_the_most_deprived_decile_is_the_lowest() -> None:
    asked = "level=dz11&show=simd20_university&in=S12000049&chart=scatter&against=simd20_decile"
    chart = chart_of(read_link(asked))
    assert chart.table["rank_correlation"].iloc[0] > 0
    assert "lower where deprivation is higher" in chart.words.title


@pytest.mark.parametrize("count", [3, 4])
def test_a_correlation_needs_four_pairs(count: int) -> None:
    found = rank_correlation(pd.Series([3, 1, 2, 5][:count]), pd.Series([1, 2, 3, 0][:count]))
    assert np.isnan(found).all() == (count == 3)


def test_a_target_is_met_by_intervals_that_lie_wholly_beyond_it() -> None:
    table = chart_of(ChartView("target", target=45.0)).table
    own = table[table["low"].notna()]
    raw = published("he19_rate")
    assert {MET, UNMET, UNKNOWN} <= set(own["state"])
    for code, row in own.iterrows():
        wanted = MET if row["low"] >= 0.45 else UNMET if row["high"] < 0.45 else UNKNOWN
        assert row["state"] == wanted
        assert row["distance"] == pytest.approx(raw.loc[code, "value"] - 0.45)


def test_a_target_of_what_should_be_low_is_met_from_below() -> None:
    link = "show=child_poverty_rate&level=lad24&chart=target&target=20&in=E12000001"
    table = chart_of(read_link(link)).table
    own = table[table["role"] == "area"]
    assert ((own["state"] == MET) == (own["value"] <= 0.2)).all()
    assert set(own["state"]) == {MET, UNMET}


def test_the_gap_between_regions_by_hand() -> None:
    chart = chart_of(ChartView("target", "region"))
    raw = published("he19_rate")
    own = raw.loc[[code for code in raw.index if str(code).startswith("E12")]]
    assert own["value"].idxmax() == LONDON
    assert own["value"].idxmin() == SOUTH_WEST
    gap = own.loc[LONDON, "value"] - own.loc[SOUTH_WEST, "value"]
    row = chart.table.loc[SOUTH_WEST]
    assert row["gap_to_highest"] == pytest.approx(gap)
    counts = [(own.loc[code, "value"] * own.loc[code, "pupils"], own.loc[code, "pupils"])
              for code in (LONDON, SOUTH_WEST)]  # fmt: skip
    low, high = confint_proportions_2indep(*counts[0], *counts[1], method="newcomb")
    assert [row["gap_low"], row["gap_high"]] == pytest.approx([low, high], abs=1e-4)
    assert row["gap_state"] == UNMET
    assert f"The gap is {100 * gap:.1f} points" in chart.words.subtitle
    met = int((own["value"] >= 0.5).sum())
    assert chart.words.title == f"{met} of 9 regions in England meets the 50% target"
    assert chart.table.loc[LONDON, "gap_state"] == MET


def test_the_title_of_a_target_fits_a_line() -> None:
    titles = [
        chart_of(ChartView("target", "utla23", within=within, marked=marked)).words.title
        for within, marked in (("E12000002", ()), ("", ()), ("", ("E06000009",)))
    ]
    assert titles == [
        "1 of 22 counties and unitary authorities in the North West meets the 50% target; 1 unclear",
        "38 of 148 counties and unitary authorities in England meet the 50% target; 6 unclear",
        "Blackpool: 27.7%, 22.3 points below the 50% target",
    ]
    assert max(map(len, titles)) <= 90


def test_the_usual_target_is_of_rates_at_nineteen_alone() -> None:
    assert "UPP Foundation" in chart_of(ChartView("target", "region")).words.subtitle
    assert "Give one of your own" in why_not(ChartView("target", measure="attainment8"))
    words = chart_of(ChartView("target", target=50.0)).words
    assert "UPP" not in words.subtitle
    assert "at least 50%" in words.subtitle


def test_a_funnel_has_the_limits_of_each_area_at_its_own_people() -> None:
    chart = chart_of(ChartView("funnel", marked=(BLACKPOOL,)))
    funnel = funnel_of("he19_rate", "utla23")
    row = chart.table.loc[BLACKPOOL]
    error = np.sqrt(funnel.target * (1 - funnel.target) / row["people"] + funnel.tau**2)
    assert row["limit_low_95"] == pytest.approx(funnel.target - 1.959964 * error, abs=1e-6)
    assert row["zone"] == "low"
    assert row["limit_low_99_8"] < row["value"] < row["limit_low_95"]
    assert chart.words.title == ("Blackpool: 27.7%, below the 95% limit for its number of people")


def test_a_funnel_shows_the_areas_of_a_region_among_all() -> None:
    chart = chart_of(ChartView("funnel", within=NORTH_EAST))
    assert (chart.table["role"] == "inside").sum() == 12
    assert "Blue: 12 counties and unitary authorities of the North East" in chart.words.subtitle
    with pytest.raises(BadInputError, match="latest year"):
        chart_of(ChartView("funnel", year=2020))


@pytest.mark.parametrize("kind", CHARTS, ids=lambda kind: kind.name)
@pytest.mark.parametrize(("width", "height"), [(1200, 675), (360, None), (760, None)])
def test_no_text_of_a_picture_leaves_its_sheet(
    kind: object, width: int, height: int | None
) -> None:
    chart = chart_of(ChartView(kind.name, marked=(POOLE if kind.name != "years" else BLACKPOOL,)))
    text = draw(chart, ".svg", width, height).decode()
    box = [float(one) for one in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text).groups()]
    for style, x, y, said in re.findall(
        r'<text style="([^"]+)" x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]+)</text>', text
    ):
        size = float(re.search(r"font-size: ([\d.]+)px", style)[1])
        wide = width_of(said.replace("&amp;", "&"), size / 0.75, "700" in style) * 0.75
        start = {"start": 0.0, "middle": 0.5, "end": 1.0}[re.search(r"anchor: (\w+)", style)[1]]
        assert float(x) - start * wide >= -1, said
        assert float(x) + (1 - start) * wide <= box[0] + 1, said
        assert 0 <= float(y) <= box[1], said


@pytest.mark.parametrize("kind", CHARTS, ids=lambda kind: kind.name)
def test_the_words_of_a_chart_say_only_what_its_table_has(kind: object) -> None:
    chart = chart_of(ChartView(kind.name, marked=(BLACKPOOL,)))
    entry = indicator("he19_rate")
    numbers = {
        entry.text(value).rstrip("%")
        for name in chart.table
        if name
        in ("value", "low", "high", "target", "distance", "gap_to_highest", "gap_low", "gap_high")
        for value in chart.table[name].dropna().abs()
    }
    if kind.name == "beeswarm":
        own = chart.table[chart.table["role"] != "nation"]
        numbers.add(entry.text(own["value"].median()).rstrip("%"))
    for share in re.findall(r"\b(\d+\.\d)(?=%| to | points)", chart.words.long):
        # A change is the difference of two figures of the table.
        assert share in numbers or kind.name == "years", share
