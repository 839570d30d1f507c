"""Charts: every figure of their tables and words, worked out another way from the bundled tables."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pandas as pd
import pypdf
import pytest
from PIL import Image
from statsmodels.stats.proportion import proportion_confint

from geo import tables
from geo.errors import BadInputError
from geo.registry import dataset, indicator
from layers.charts import ChartView, chart_of, csv_of, draw, offered_charts, read_link
from layers.charts.kinds import why_not
from layers.charts.rows import shown_rows
from layers.charts.years import runs_of, spread

BLACKPOOL, HULL, NORTH_EAST, GLASGOW = "E06000009", "E06000010", "E12000001", "S12000049"
POOLE = "E06000058"
RANKED = ChartView(marked=(BLACKPOOL,))


def published(measure: str, year: int = 2024) -> pd.DataFrame:
    """Return rate and pupils of every authority of a year, read from the tables."""
    period = f"{year - 1}-{str(year)[2:]}"
    rows = tables.load("lait").reset_index()
    rates = rows[rows["measure"].eq(measure) & rows["period"].eq(period)]
    counts = tables.load("cohorts19").reset_index()
    group = {"he19_rate": "all", "he19_fsm_rate": "fsm"}[measure]
    counts = counts[counts["year"].astype(int).eq(year) & counts["group"].eq(group)]
    made = rates.set_index("area_code")[["value"]]
    return made.join(counts.set_index("area_code")[["pupils"]])


def wilson(rate: float, pupils: float) -> tuple[float, float]:
    low, high = proportion_confint(rate * pupils, pupils, method="wilson")
    return float(low), float(high)


def test_a_ranking_holds_every_authority_in_the_order_of_its_published_rate() -> None:
    table = chart_of(RANKED).table
    raw = published("he19_rate")
    ranked = table[table["role"] != "nation"]
    have = ranked[ranked["value"].notna()]
    wanted = raw.loc[[code for code in ranked.index if code in raw.index], "value"].dropna()
    assert have["value"].to_dict() == wanted.to_dict()
    assert list(have["value"]) == sorted(have["value"])
    for code in (BLACKPOOL, HULL, POOLE):
        low, high = wilson(*raw.loc[code])
        assert have.loc[code, "low"] == pytest.approx(low)
        assert have.loc[code, "high"] == pytest.approx(high)
    nation = table[table["role"] == "nation"].iloc[0]
    assert nation["value"] == raw.loc["E92000001", "value"]


def test_ranks_are_counted_from_intervals_that_lie_apart() -> None:
    table = chart_of(RANKED).table
    have = table[table["low"].notna() & (table["role"] != "nation")]
    for code in (BLACKPOOL, POOLE):
        row = have.loc[code]
        worse = int((have["high"] <= row["low"]).sum())
        better = int((have["low"] >= row["high"]).sum())
        assert row["rank_low"] == worse + 1
        assert row["rank_high"] == row["of"] - better
    title = chart_of(RANKED).words.title
    row = have.loc[BLACKPOOL]
    assert title == (
        f"Blackpool: 27.7%, {row['rank_low']}st to {row['rank_high']}th lowest of {row['of']} "
        "counties and unitary authorities"
    )


def test_no_rank_stands_alone_where_the_interval_is_wider() -> None:
    words = chart_of(ChartView(marked=(POOLE,))).words
    for text in (words.title, words.short, words.long):
        assert re.search(r"\d+(st|nd|rd|th) to \d+(st|nd|rd|th) lowest", text)
        assert not re.search(r"(?<!to )\b\d+(st|nd|rd|th) lowest", text)


def test_ranks_inside_a_region_are_those_of_the_region() -> None:
    table = chart_of(ChartView(within=NORTH_EAST)).table
    own = table[table["role"] == "area"]
    assert len(own) == 12
    assert set(own["of"]) == {12}
    raw = published("he19_rate")
    assert own["value"].to_dict() == raw.loc[own.index, "value"].to_dict()


@pytest.mark.parametrize(("count", "runs"), [(60, [60]), (61, [10, 10])])
def test_all_are_drawn_up_to_sixty_and_the_ends_of_more(count: int, runs: list[int]) -> None:
    codes = [f"E{number:02}" for number in range(count)]
    table = pd.DataFrame({"value": range(count), "role": "area"}, index=codes)
    assert [len(run) for run in shown_rows(table)] == runs


def test_the_neighbours_of_the_chosen_one_are_drawn() -> None:
    table = chart_of(ChartView(marked=(POOLE,))).table
    first, middle, last = shown_rows(table)
    have = [code for code in table.index if table.loc[code, "role"] != "nation"]
    at = have.index(POOLE)
    assert middle == have[at - 2 : at + 3]
    assert first == have[:10]
    left = [code for code in table.index[table["value"].notna()] if code in have]
    assert last == left[-10:]
    text = draw(chart_of(ChartView(marked=(POOLE,))), ".svg").decode()
    between = [at - 2 - 10, len(left) - 10 - (at + 3)]
    assert [f"⋮ {number} more" in text for number in between] == [True, True]


def test_a_small_sheet_shows_fewer_rows_and_none_lies_on_another() -> None:
    text = draw(chart_of(ChartView(marked=(POOLE,))), ".svg", 1200, 675).decode()
    names = re.findall(r">([A-Z][^<]*)</text>", text)
    assert "Bournemouth, Christchurch and Poole" in names
    assert text.count(" more<") == 2


def test_what_a_picture_says_is_in_its_table() -> None:
    chart = chart_of(RANKED)
    text = draw(chart, ".svg").decode()
    entry = indicator("he19_rate")
    shown = {entry.text(value) for value in chart.table["value"].dropna()}
    figures = re.findall(r">(\d+\.\d%)", text)
    assert len(figures) == 20
    assert set(figures) <= shown
    rows = [*csv.DictReader(io.StringIO(csv_of(chart).decode("utf-8-sig")))]
    assert len(rows) == len(chart.table)
    own = next(row for row in rows if row["area_code"] == BLACKPOOL)
    assert (own["value"], own["role"], own["measure"]) == ("0.277", "chosen", "he19_rate")
    assert own["period"] == "aged 19 in 2023-24"


def test_every_rate_has_an_interval_or_the_reason_for_none() -> None:
    for link in ("in=S12000049", "show=he19_rate&in=E06000009&chart=years", "show=he19_rate"):
        table = chart_of(read_link(link)).table
        have = table["value"].notna()
        assert (table["low"].notna() | (table["why_no_interval"] != ""))[have].all()
        assert (table.loc[~have, "why_none"] != "").all()


def test_a_line_holds_the_published_rate_of_each_year_and_of_region_and_nation() -> None:
    chart = chart_of(ChartView("years", marked=(BLACKPOOL,)))
    assert [*dict.fromkeys(chart.table["role"])] == ["chosen", "region", "nation"]
    for year in (2016, 2020, 2024):
        raw = published("he19_rate", year)
        for code in (BLACKPOOL, "E12000002", "E92000001"):
            row = chart.table.loc[(code, year)]
            assert row["value"] == raw.loc[code, "value"]
            low, high = wilson(*raw.loc[code])
            assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    first, last = (published("he19_rate", year).loc[BLACKPOOL, "value"] for year in (2016, 2024))
    assert chart.words.title == (
        f"Blackpool: {100 * last:.1f}% in 2023-24, down {100 * (first - last):.1f} points since "
        "2015-16"
    )


def test_lines_part_where_the_registry_says_that_years_do_not_compare() -> None:
    periods = indicator("attainment8").periods
    assert periods is not None
    runs = runs_of(periods)
    for before, after in pairwise(periods.years):
        assert (runs[before] == runs[after]) is (after in periods.compared_with(before))
    absence = indicator("absence_rate").periods
    assert absence is not None
    gap = runs_of(absence)
    assert 2020 not in gap
    assert gap[2021] == gap[2019] + 1
    words = chart_of(ChartView("years", "region", "absence_rate", marked=(NORTH_EAST,))).words
    assert "2019-20 was not published" in words.subtitle


def test_names_at_the_ends_of_lines_keep_apart() -> None:
    spots = spread([10.0, 12.0, 11.0, 95.0], 20.0, 0.0, 100.0)
    ordered = sorted(spots)
    assert all(after - before >= 20 - 1e-9 for before, after in pairwise(ordered))
    assert ordered[0] >= 0
    assert ordered[-1] <= 100
    assert spots[0] < spots[2] < spots[1] < spots[3]


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("chart=years&show=tundra_rate&in=E06000009", "one period alone"),
        ("chart=years&show=he19_rate", "Name one with in="),
        ("chart=ranked&level=lsoa21&show=iod25_decile&in=E06000009", "published as a decile"),
        ("chart=ranked&level=region&show=he19_rate&in=E12000001", ""),
        ("chart=pie&show=he19_rate", "No chart is called 'pie'"),
    ],
)
def test_what_cannot_be_drawn_says_why(link: str, why: str) -> None:
    view = read_link(link)
    if not why:
        assert chart_of(view).table is not None
        return
    with pytest.raises(BadInputError, match=why):
        chart_of(view)


def test_a_page_offers_only_what_can_be_drawn() -> None:
    for view in (RANKED, ChartView(level="lad24", measure="simd20_university", marked=(GLASGOW,))):
        for kind in offered_charts(view):
            assert draw(chart_of(read_link(f"{view.to_query()}&chart={kind.name}")), ".svg")
    names = [kind.name for kind in offered_charts(ChartView(measure="iod25_score"))]
    assert "years" not in names
    assert why_not(ChartView("years", measure="iod25_score"))


@pytest.mark.parametrize(
    "view",
    [
        RANKED,
        ChartView("years", marked=(BLACKPOOL,)),
        ChartView(within=NORTH_EAST, marked=(HULL,)),
        ChartView(marked=(BLACKPOOL, HULL), target=45.5, year=2020, against="iod25_score"),
        ChartView(level="lad24", measure="simd20_university", marked=(GLASGOW,)),
    ],
)
def test_an_address_reads_back_as_it_was_written(view: ChartView) -> None:
    if view.within and view.marked:
        view = ChartView(within=NORTH_EAST, marked=("E06000001",))
    assert read_link(view.to_query()) == view


def test_the_address_of_a_map_is_one_of_a_chart() -> None:
    view = read_link("level=msoa21&show=tundra_rate&in=E06000009")
    assert (view.level, view.within, view.marked) == ("msoa21", BLACKPOOL, ())
    view = read_link("in=Blackpool")
    assert (view.level, view.measure, view.marked) == ("utla23", "he19_rate", (BLACKPOOL,))
    view = read_link("in=S12000049")
    assert (view.level, view.measure) == ("lad24", "simd20_university")


@pytest.mark.parametrize(
    "link",
    [
        "in=Blackpol", "show=nothing", "level=nowhere", "show=he19_rate&target=many",
        "show=he19_rate&year=1066", "measure=he19_rate", "show=he19_rate&against=nothing",
        "show=he19_rate&area=E01000001", "level=lsoa21&show=tundra_rate&in=E01000001&area=S01006506",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused(link: str) -> None:
    with pytest.raises(BadInputError, match="address"):
        read_link(link)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_files_are_always_the_same_and_hold_the_whole_attribution(suffix: str) -> None:
    chart = chart_of(ChartView("years", marked=(BLACKPOOL,)))
    content = draw(chart, suffix)
    assert content == draw(chart_of(ChartView("years", marked=(BLACKPOOL,))), suffix)
    lines = {
        line.rstrip(".")
        for name in indicator("he19_rate").datasets
        for line in dataset(name).attribution_lines
    }
    if suffix == ".png":
        rights = Image.open(io.BytesIO(content)).text["Copyright"]
    elif suffix == ".pdf":
        rights = pypdf.PdfReader(io.BytesIO(content)).metadata["/Keywords"]
    else:
        rights = content.decode()
        root = ET.fromstring(content)
        assert chart.words.title in (root[0].text or "")
        assert "England" in "".join(root.itertext())
    assert lines
    for line in lines:
        assert line in rights


@pytest.mark.parametrize(("width", "height"), [(1200, 675), (360, 640)])
def test_a_picture_is_as_large_as_asked(width: int, height: int) -> None:
    content = draw(chart_of(ChartView("years", marked=(BLACKPOOL,))), ".png", width, height, dpi=96)
    assert Image.open(io.BytesIO(content)).size == (width, height)


@pytest.mark.parametrize(("width", "height"), [(279, 400), (8001, 400), (760, 60)])
def test_a_size_that_cannot_be_drawn_is_refused(width: int, height: int) -> None:
    with pytest.raises(BadInputError, match=r"Choose|higher"):
        draw(chart_of(RANKED), ".png", width, height)


def test_an_editors_headline_is_said_to_be_the_editors() -> None:
    text = draw(chart_of(RANKED), ".svg", title="Blackpool falls behind").decode()
    assert "Blackpool falls behind" in text
    assert "Headline: the editor's." in text.replace("&#x27;", "'")
    assert "editor" not in draw(chart_of(RANKED), ".svg").decode()
