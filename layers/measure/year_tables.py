"""Tables with every year of a measure: a column each, or a row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from geo.areas import AreaTable, series_of
from geo.registry import INDICATORS, Indicator, Words

_UNIT = "the measure's own unit"
_COUNTED = "nobody counts whom the figures are of"
YEAR_COLUMNS = {
    "year": Words("Year", "in which the period ends", "year"),
    "year_period": Words("Period", "as its publisher writes it"),
    "year_value": Words("Figure", "of the measure in that year", _UNIT, missing="not published"),
    "year_people": Words("People", "that a rate is of", "people", missing=_COUNTED),
    "year_low": Words("Low end", "of the 95% interval of a rate", _UNIT, missing=_COUNTED),
    "year_high": Words("High end", "of the 95% interval of a rate", _UNIT, missing=_COUNTED),
} | {
    f"{entry.id}_{year}": Words(
        f"{entry.label}, {label}",
        f"{entry.meaning}: {entry.periods.text(year)}",
        "0 to 1" if entry.kind == "rate" else entry.suffix.strip() or "score",
        f"{entry.worse} is of concern",
        "not published",
        entry.periods.text(year),
        entry.datasets,
        entry.caveat,
    )
    for entry in INDICATORS
    if entry.periods
    for year, label in entry.periods.labels
}
YEAR_COLUMNS |= {
    f"{entry.id}_{year}_{end}": replace(
        YEAR_COLUMNS[f"{entry.id}_{year}"],
        label=f"{entry.label}, {label}, {end} end",
        about=f"{end} end of the 95% interval: {entry.periods.text(year)}",
        missing=_COUNTED,
    )
    for entry in INDICATORS
    if entry.periods and entry.kind == "rate"
    for year, label in entry.periods.labels
    for end in ("low", "high")
}


@dataclass(frozen=True)
class YearTable(AreaTable):
    """Areas with a row for each year."""

    rows = "areas and years"
    outlined = False


def wide(areas: AreaTable, entry: Indicator, level: str) -> AreaTable:
    """Add a column for each year of a measure, and the ends of its interval where it has any."""
    series = series_of(entry.id, level)
    added = {}
    for year in sorted(series.index.unique("year")):
        found = series.xs(year, level="year")
        added[f"{entry.id}_{year}"] = found["value"]
        if found["low"].notna().any():
            added |= {f"{entry.id}_{year}_{end}": found[end] for end in ("low", "high")}
    return replace(areas, table=areas.table.join(pd.DataFrame(added)))


def long(areas: AreaTable, entry: Indicator, level: str) -> AreaTable:
    """Return a row for each area and year: names and parents, then the figure of the year."""
    series = series_of(entry.id, level).reset_index("year")
    series["year_period"] = series["year"].map(dict(entry.periods.labels if entry.periods else ()))
    columns = ["year", "year_period", "value", "people", "low", "high"]
    names = {name: f"year_{name}" for name in columns[2:]}
    keys = [
        column
        for column in areas.table
        if column in ("area_name", "local_name", "geography", "nation")
        or str(column).endswith(("_code", "_name"))
    ]
    made = areas.table[keys].join(series[columns].rename(columns=names), how="inner")
    return YearTable(areas.geography, made)


YEAR_TABLES: dict[str, Callable[[AreaTable, Indicator, str], AreaTable]] = {
    "wide": wide,
    "long": long,
}
