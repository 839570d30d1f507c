"""The table behind a chart as it is read: headings in words, figures as pages write them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from geo.registry import Indicator, indicator
from layers.charts.figures import NATION, dated, interval_text
from layers.charts.model import Chart
from layers.charts.target import distance_text
from layers.words import ordinal

MOST_ROWS = 400
"""Rows of a table in a page; of more, the ends and what is marked stand there."""
_AT_ENDS = 50


def text_rows(chart: Chart) -> tuple[list[str], list[list[str]], int]:
    """Return the table behind a chart as headings and rows of texts.

    Returns
    -------
    headings
        In words; the first is that of the rows.
    rows
        A row for each row of the table, in its order.
    left_out
        Rows that are not among them: `csv_of` has all.
    """
    entry, table = dated(chart.view), chart.table
    shown = _shortened(table)
    columns = _columns(entry, table)
    rows = [[cell(row) for _, cell in columns] for _, row in shown.reset_index().iterrows()]
    return [heading for heading, _ in columns], rows, len(table) - len(shown)


def _shortened(table: pd.DataFrame) -> pd.DataFrame:
    if len(table) <= MOST_ROWS:
        return table
    own = table["role"] != "area"
    own.iloc[:_AT_ENDS] = True
    own.iloc[-_AT_ENDS:] = True
    return table[own]


_Cell = Callable[[pd.Series], str]


def _columns(entry: Indicator, table: pd.DataFrame) -> list[tuple[str, _Cell]]:
    """Return headings, and what a cell of each says of a row."""

    def figure(name: str) -> _Cell:
        return lambda row: "" if pd.isna(row[name]) else entry.text(float(row[name]))

    def number(name: str) -> _Cell:
        return lambda row: "" if pd.isna(row[name]) else f"{int(row[name]):,}"

    def text(name: str) -> _Cell:
        return lambda row: str(row[name])

    found: list[tuple[str, _Cell]] = [("Place", text("area_name"))]
    if "period_label" in table:
        found.append(("Period", text("period_label")))
    found.append((entry.label, lambda row: figure("value")(row) or str(row["why_none"])))
    found.append(("95% interval", lambda row: interval_text(entry, row) or _why(row)))
    if "against_value" in table:
        second = indicator(str(table["against"].iloc[0]))
        found.append((second.label, lambda row: second.text(float(row["against_value"]))))
    if "target" in table and "state" in table:
        found.append(("Distance from target", lambda row: _distance(entry, row["distance"])))
        found.append(("Target", text("state")))
    if "gap_to_highest" in table:
        found.append(("Below the highest", lambda row: _distance(entry, row["gap_to_highest"])))
        found.append(("Within 10 points of it", text("gap_state")))
    if "zone" in table:
        found.append(("Limits", text("zone")))
    if table["people"].notna().any():
        found.append(("People", number("people")))
    if "size_people" in table and (table["sized_by"] == "young people").any():
        found.append(("Young people", number("size_people")))
    if "rank_low" in table and table["rank_low"].notna().any():
        end = "lowest" if entry.worse == "low" else "highest"
        found.append((f"Rank from the {end} (95% interval)", _ranks))
    return found


def _why(row: pd.Series) -> str:
    return "" if pd.isna(row["value"]) else str(row["why_no_interval"])


def _distance(entry: Indicator, value: float) -> str:
    if value != value:
        return ""
    return f"{'+' if value > 0 else ''}{distance_text(entry, float(value))}"


def _ranks(row: pd.Series) -> str:
    if pd.isna(row["rank_low"]) or row["role"] == NATION:
        return ""
    low, high = int(row["rank_low"]), int(row["rank_high"])
    return ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}"
