"""No rate leaves alone: over every level and export its interval goes with it, or the reason."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from geo.areas.cache import area_table, inside_of
from geo.areas.join import AreaTable, build_areas
from geo.areas.series import at_year
from geo.compare.intervals import NO_INTERVAL, measured_rates, with_intervals
from geo.packs.binary import read_pack
from geo.packs.codec import decode_integers
from geo.registry.geographies import GEOGRAPHIES
from geo.registry.indicators import indicator, indicators_at
from layers.browser.card import card_of
from layers.browser.cut_packs import cut_to_place
from layers.browser.runtime_packs import content_of
from layers.browser.state import read_packs, state_of
from layers.coldspots.zone_tables import (
    TextTable,
    listed_zones,
    lowest_areas,
    tables_of_zone,
    zones_in,
)
from layers.exports.dictionary import words_of
from layers.exports.files import read_link
from layers.exports.html import files_of, page_of
from layers.exports.map_table import build_map_table
from layers.exports.tables import write_areas
from layers.kind_options import with_options
from layers.measure.options import YearOptions
from layers.reach.tables import authority_table, first_left_out, gap_table, zone_gap_table
from layers.view import MapView

LEVELS = [entry.id for entry in GEOGRAPHIES if entry.on_map]


def alone(table: pd.DataFrame) -> list[str]:
    """List the rates of a table that have neither ends nor a reason."""
    reasons = " ".join(table[NO_INTERVAL].astype("str").unique()) if NO_INTERVAL in table else ""
    found = []
    for entry in measured_rates(table.columns):
        low, high = f"{entry.id}_low", f"{entry.id}_high"
        ends = low in table and high in table and table[low].notna().any()
        told = entry.id in reasons.replace(",", " ").replace(":", " ").split()
        if not (ends or told) and table[entry.id].notna().any():
            found.append(entry.id)
    return found


@pytest.mark.parametrize("level", LEVELS)
def test_no_rate_of_a_level_stands_alone(level: str) -> None:
    areas = with_intervals(build_areas(level)[0])
    assert alone(areas.table) == []
    for name in areas.table:
        words_of(str(name))


def test_the_lint_finds_a_rate_that_is_alone() -> None:
    table = area_table("utla23")
    assert "he19_rate" in alone(table)
    assert "child_poverty_rate" in alone(table)
    assert "tundra_rate" not in alone(table)


@pytest.mark.parametrize(
    "link",
    [
        "level=utla23&show=he19_rate",
        "level=utla23&show=he19_rate&year=2016",
        "level=utla23&show=child_poverty_rate&year=2016",
        "level=lad24&with=disagree",
        "level=utla23&with=change",
        "level=lad24&with=nations",
        "with=cold&in=E06000018",
        "with=reach&in=E06000018",
        "with=draws&in=E06000018",
    ],
)
def test_no_rate_of_a_map_stands_alone(link: str) -> None:
    assert alone(build_map_table(read_link(link)[0]).table) == []


def test_the_ends_of_another_year_are_those_of_that_year() -> None:
    table = build_map_table(read_link("level=utla23&show=he19_rate&year=2016")[0]).table
    found = at_year("he19_rate", "utla23", 2016).reindex(table.index)
    pd.testing.assert_series_equal(table["he19_rate_low"], found["low"], check_names=False)
    latest = at_year("he19_rate", "utla23").reindex(table.index)
    assert not table["he19_rate_low"].equals(latest["low"])
    known = table["he19_rate_low"].notna()
    rate = table["he19_rate"][known]
    assert (rate.between(table["he19_rate_low"][known], table["he19_rate_high"][known])).all()


def test_every_year_of_a_wide_table_has_its_ends() -> None:
    table = build_map_table(read_link("level=utla23&show=he19_rate&years=wide")[0]).table
    years = [name for name in table if str(name).removeprefix("he19_rate_").isdigit()]
    assert len(years) == 9
    for name in years:
        known = table[f"{name}_low"].notna()
        assert known.sum() > 140
        assert (table[f"{name}_low"][known] <= table[name][known]).all()
        assert (table[name][known] <= table[f"{name}_high"][known]).all()


def test_a_change_has_the_ends_of_both_years() -> None:
    table = build_map_table(read_link("level=utla23&with=change")[0]).table
    for when, year in (("before", 2016), ("after", 2024)):
        found = at_year("he19_rate", "utla23", year).reindex(table.index)
        assert table[f"value_{when}_low"].equals(found["low"])
        assert table[f"value_{when}_high"].equals(found["high"])


def test_the_map_of_nations_has_the_ends_of_each_nations_measure() -> None:
    table = build_map_table(read_link("level=lad24&with=nations")[0]).table
    english = table["nation"] == "England"
    assert table["value_low"][english].equals(table["tundra_rate_low"][english])
    assert table["value_low"][~english].isna().all()
    reasons = str(table[NO_INTERVAL].iloc[0])
    assert "simd20_university" in reasons


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".geojson", ".gpkg", ".topojson", ".parquet"])
def test_each_format_is_read_back_with_intervals_or_reasons(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"areas{suffix}"
    areas, _ = build_areas("utla23", within="E12000007")
    write_areas(areas, path)
    assert alone(read_back(path)) == []
    if suffix == ".topojson":
        assert alone(pd.read_csv(tmp_path / "areas.map.csv", encoding="utf-8-sig")) == []


def read_back(path: Path) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path, encoding="utf-8-sig")
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, read_only=True)
        rows = list(book["utla23"].iter_rows(values_only=True))
        book.close()
        return pd.DataFrame(rows[1:], columns=[str(cell) for cell in rows[0]])
    if path.suffix == ".gpkg":
        with sqlite3.connect(path) as base:
            return pd.read_sql("select * from utla23", base)
    content = json.loads(path.read_text(encoding="utf-8"))
    shapes = content.get("features") or content["objects"]["utla23"]["geometries"]
    return pd.DataFrame([shape["properties"] for shape in shapes])


def test_a_table_of_anything_but_areas_is_left_as_it_is() -> None:
    table = pd.DataFrame({"tundra_rate": [0.3]}, index=pd.Index(["z1"], name="zone_id"))
    areas = AreaTable("lsoa21", table)
    assert with_intervals(areas) is areas


def test_what_has_ends_is_left_and_only_what_lacks_them_is_named() -> None:
    """A literal table: one rate with ends, one of which nobody counts the people."""
    table = pd.DataFrame(
        {"tundra_rate": [0.3], "tundra_rate_low": [0.2], "tundra_rate_high": [0.4]}
        | {"child_poverty_rate": [0.1]},
        index=pd.Index(["E09000002"], name="area_code"),
    )
    made = with_intervals(AreaTable("lad24", table)).table
    assert list(made) == [*table, NO_INTERVAL]
    assert made[NO_INTERVAL].tolist() == [
        "child_poverty_rate: the number of people it covers is not published"
    ]
    again = with_intervals(AreaTable("lad24", made)).table
    assert list(again) == list(made)


@pytest.mark.parametrize("level", LEVELS)
def test_the_card_of_each_rate_says_its_interval_or_why_there_is_none(level: str) -> None:
    """The first area of the level that has a figure, of each of its rates."""
    table = area_table(level)
    for entry in measured_rates(table.columns):
        known = table.index[table[entry.id].notna()]
        if entry not in indicators_at(level) or not len(known):
            continue
        card = card_of(MapView(geography=level, indicator=entry.id, select=str(known[0])))
        assert card is not None
        said = [
            line for line in card["lines"] if re.search(r"\b9[05]% interval|^No interval: ", line)
        ]
        assert said, (level, entry.id, card["lines"])


def test_a_cards_interval_is_that_of_its_year() -> None:
    """Blackpool in 2016 and at last, by Wilson's formula from rate and pupils."""
    view = MapView(geography="utla23", indicator="he19_rate", select="E06000009")
    for year in (2016, 2024):
        row = at_year("he19_rate", "utla23", year).loc["E06000009"]
        rate, people, z = row["value"], row["people"], 1.959963984540054
        middle = (rate + z * z / (2 * people)) / (1 + z * z / people)
        half = (
            z / (1 + z * z / people) * (rate * (1 - rate) / people + (z / 2 / people) ** 2) ** 0.5
        )
        card = card_of(with_options(view, YearOptions(year)))
        assert card is not None
        expected = (
            f"95% interval {middle - half:.1%} to {middle + half:.1%}, on {people:,.0f} people."
        )
        assert expected in card["lines"]


# What a browser shows at the pointer and in its table, of the map and of a page that is passed on.

PACKS = read_packs()


def painted_rates(state: dict) -> list[int]:
    """Return which of the figures that a browser shows of an area are rates of people."""
    kinds = [read_pack(content_of(name))[0]["indicator"] for name in state["paint"]["columns"]]
    shown = kinds[: 1 if state["paint"]["kind"] == "one" else 2]
    change = indicator(state["measure"]).kind == "rate"
    return [
        at
        for at, name in enumerate(shown)
        if measured_rates([name]) or (name == "change" and change)
    ]


def told_of(state: dict) -> dict[int, str]:
    """Return how each painted figure's interval comes to the browser, or the reason for none."""
    if state["sure"]:
        return {0: state["sure"]}
    return {int(one["figure"]): one["file"] or one["why"] for one in state["ends"]}


LINKS = [
    *(
        f"level={level}&show={entry.id}"
        for level in LEVELS
        for entry in measured_rates(entry.id for entry in indicators_at(level))
    ),
    "level=utla23&show=he19_rate&year=2016",
    "level=utla23&with=change",
    "level=lad24&with=disagree",
    "with=both",
    "with=cold",
    "with=cold&level=dz11&in=S92000003",
    "level=lad24&with=nations",
    "with=reach&in=E06000009",
    "with=sites&in=E06000009",
]


@pytest.mark.parametrize("link", LINKS)
def test_no_rate_at_the_pointer_or_in_the_pages_table_stands_alone(link: str) -> None:
    view = read_link(link)[0]
    state = state_of(view, PACKS, dark=False) | {"measure": view.indicator}
    told = told_of(state)
    for at in painted_rates(state):
        assert told.get(at), (link, at)
    for one in state["ends"]:
        assert bool(one["file"]) != bool(one["why"])
        if one["file"]:
            header, parts = read_pack(content_of(one["file"]))
            assert header["areas"] == len(area_table(view.geography))
            assert set(header["extra"]) >= {"span"} or set(header["extra"]) >= {"low", "high"}
            assert any(parts["classes"][at] != 255 for at in range(header["areas"]))


def test_the_lint_sees_a_painted_rate_that_is_alone() -> None:
    view = read_link("level=utla23&show=he19_rate")[0]
    state = state_of(view, PACKS, dark=False) | {"measure": view.indicator}
    assert painted_rates(state) == [0]
    assert told_of({**state, "ends": []}).get(0) is None


def test_the_ends_in_the_browser_are_those_of_the_table() -> None:
    """To a tenth of a percent, each high end as far above the low one as the pack says."""
    view = read_link("level=utla23&show=he19_rate&year=2016")[0]
    state = state_of(view, PACKS, dark=False)
    header, parts = read_pack(content_of(state["ends"][0]["file"]))
    stored = memoryview(parts["values"]).cast("H")
    span = decode_integers(parts["span"])
    found = at_year("he19_rate", "utla23", 2016).reindex(area_table("utla23").index)
    known = 0
    for at, (low, high) in enumerate(zip(found["low"], found["high"], strict=True)):
        if pd.isna(low):
            assert stored[at] == 0xFFFF
            continue
        known += 1
        assert (stored[at] + header["least"]) / 1000 == pytest.approx(low, abs=0.00051)
        assert (stored[at] + header["least"] + span[at]) / 1000 == pytest.approx(high, abs=0.00051)
    assert known > 140


@pytest.mark.parametrize("link", ["level=utla23&show=he19_rate", "level=lad24&in=E12000007"])
def test_a_page_that_is_passed_on_holds_the_ends(link: str) -> None:
    view = read_link(link)[0]
    page = page_of(view, PACKS)
    held = set(re.findall(r'data-pack="?([^" ]+)"?', page))
    state, cut = cut_to_place(state_of(view, PACKS, dark=False), view)
    (ends,) = state["ends"]
    assert ends["file"] in held
    assert ends["file"] in files_of(state)
    if view.within:
        header, parts = read_pack(cut[ends["file"]])
        inside = inside_of("lad24", view.within)
        assert header["extra"] == ["span"]
        assert [code != 255 for code in parts["classes"]] == inside.tolist()


# Tables that the pages themselves draw.

RATE_HEADINGS = {
    *(entry.label for level in LEVELS for entry in measured_rates(e.id for e in indicators_at(level))),
    "Participation", "Entry to university", "Went on", "Entered in a year",
}  # fmt: skip


def rates_alone(table: TextTable) -> list[str]:
    """List the headings of rates that name no interval, in a table that says no reason either."""
    return [
        heading
        for heading in table.headings
        if any(heading.startswith(name) for name in RATE_HEADINGS)
        and "interval" not in heading
        and "No interval: " not in table.words
    ]


@pytest.mark.parametrize(
    ("link", "make"),
    [
        ("with=cold", listed_zones),
        ("with=cold&in=E12000002", listed_zones),
        ("with=cold&level=dz11&in=S92000003", listed_zones),
        ("with=cold&level=soa01&in=N92000002", lowest_areas),
        ("with=reach", gap_table),
        ("with=reach&in=S92000003", gap_table),
        ("with=reach", zone_gap_table),
        ("with=reach&in=E06000009", authority_table),
    ],
)
def test_no_rate_of_a_pages_own_table_stands_alone(
    link: str, make: Callable[[MapView], TextTable]
) -> None:
    made = make(read_link(link)[0])
    assert made.headings
    assert rates_alone(made) == []


def test_the_tables_of_a_zone_have_intervals() -> None:
    view = read_link("with=cold")[0]
    zone = str(zones_in(view).index[0])
    for made in tables_of_zone(replace(view, select=zone)):
        assert rates_alone(made) == []
    assert rates_alone(TextTable("", {"Participation": "---"}, [])) == ["Participation"]


def test_who_went_on_stands_with_its_interval_in_the_table_of_gaps() -> None:
    view = read_link("with=reach")[0]
    made = gap_table(view)
    first, _ = first_left_out(view)
    at = list(made.headings).index("Went on (95% interval)")
    for row, (code, area) in zip(made.rows, first.iterrows(), strict=True):
        ends = area_table("lsoa21").loc[code]
        low, high = (round(100 * ends[f"tundra_rate_{end}"] + 1e-9) for end in ("low", "high"))
        assert row[at] == f"{100 * area['tundra_rate']:.1f}% ({low}% to {high}%)"
