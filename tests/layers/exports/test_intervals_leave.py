"""No rate leaves alone: over every level and export its interval goes with it, or the reason."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from geo.areas.join import AreaTable, build_areas
from geo.areas.series import at_year
from geo.build.dictionary import words_of
from geo.compare.intervals import NO_INTERVAL, measured_rates, with_intervals
from geo.registry.geographies import GEOGRAPHIES
from geo.registry.indicators import indicators_at
from layers.browser.card import card_of
from layers.exports.files import read_link
from layers.exports.map_table import build_map_table
from layers.exports.tables import write_areas
from layers.kind_options import with_options
from layers.measure.options import YearOptions
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
    table = build_areas("utla23")[0].table
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
        "child_poverty_rate: how many people it is of is not published"
    ]
    again = with_intervals(AreaTable("lad24", made)).table
    assert list(again) == list(made)


@pytest.mark.parametrize("level", LEVELS)
def test_the_card_of_each_rate_says_its_interval_or_why_there_is_none(level: str) -> None:
    """The first area of the level that has a figure, of each of its rates."""
    table = build_areas(level)[0].table
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
