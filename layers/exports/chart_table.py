"""A map's table as Datawrapper and Flourish take it: headings in words, per cent, their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from geo.areas import AreaTable
from geo.compare import ranks_of, why_no_interval
from geo.errors import BadInputError
from geo.files import replacing
from geo.registry import INDICATORS, ONS_FIELDS, OWN_INDICATORS, Words, geography, steps_of
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS
from geo.uploads import inert, inert_names
from layers.exports.dictionary import words_of
from layers.exports.map_table import MAP_CLASS, build_map_table
from layers.guardrails import check_table, check_view
from layers.kinds import ChartColumn, kind_of
from layers.view import MapView

PLACE, CLASS, CODE = "Place", "Class", "area_code"
WHY = "Why no interval"
_PEOPLE = {
    "young_people": "People aged 13 to 17, mid-2020",
    "young_people_now": "People aged 7 to 11, mid-2020 (13 to 17 in 2026)",
}
_MEASURES = {entry.id: entry for entry in (*INDICATORS, *OWN_INDICATORS)}
_HUNDRED = re.compile(r"\b0 to 1$|^(?:difference of shares|share)$")
_DIGITS = 6
"""Significant digits of a figure that no registry gives decimals."""


@dataclass(frozen=True)
class ChartTable:
    """A table made for chart tools."""

    table: pd.DataFrame
    """Columns by the headings that the file has; its index is left out of it."""
    about: Mapping[str, str]
    """What each column is."""
    key: str = CODE
    """Heading of the column that tells rows apart."""


@dataclass(frozen=True)
class _Columns:
    """The columns of a chart table as they are put together."""

    made: dict[str, pd.Series] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)

    def add(self, heading: str, values: pd.Series, about: str) -> None:
        """Add a column, unless it is empty in every row or there is one of its name."""
        filled = values.notna() & (values.astype("str") != "")
        if heading not in self.made and filled.any():
            self.made[heading] = values
            self.about[heading] = f"{about[:1].upper()}{about[1:]}."


def build_chart_table(view: MapView) -> ChartTable:
    """Return what a map shows as a table for chart and map tools.

    Parameters
    ----------
    view
        What is shown. Where its table can have every year, years as rows are left out: these tools
        take a column each.

    Returns
    -------
    table
        The place's name first; then the figures that the map shows, rates in per cent with the
        decimals of their measure, each followed by its 95% interval or by why there is none, and by
        the ranks between which it lies; then class and people; last our code and the ONS's columns
        of code and name. No column is empty in every row.

    Raises
    ------
    MisleadingError
        If the map or its table would mislead (`layers.guardrails`).

    Examples
    --------
    >>> made = build_chart_table(MapView(geography="region", indicator="tundra_rate"))
    >>> list(made.table)[:4]
    ['Place', 'Young participation (TUNDRA), %', 'Lower end of 95% interval, %', \
'Upper end of 95% interval, %']
    """
    kind = kind_of(view)
    if kind.pairs(view).get("years") == "long":
        view = kind.with_year_table(view, "wide")
    check_view(view)
    areas = build_map_table(view)
    check_table(areas)
    listed = [column for column in kind.chart_columns(view) if column.name in areas.table]
    if not kind.has_classes():
        return _of_sites(areas, listed)
    table, columns = areas.table, _Columns()
    columns.add(PLACE, _places(areas), "what people call the area")
    # Of two figures with intervals each interval says whose it is.
    alone = sum(_doubted(column, table) for column in listed) < 2
    for column in listed:
        _add_figure(columns, areas, column, alone=alone)
    if MAP_CLASS in table:
        # A minus at the beginning would be taken for a formula.
        label = table[MAP_CLASS]
        label = label.mask(label.str.startswith("-"), "From " + label)
        columns.add(CLASS, label, words_of(MAP_CLASS).about)
    people = kind.people_column
    if people in table:
        columns.add(_PEOPLE[people], table[people].round().astype("Int64"), words_of(people).about)
    for heading, values, about in _keys(areas):
        columns.add(heading, values, about)
    return ChartTable(pd.DataFrame(columns.made, index=table.index), columns.about)


def check_chart_suffix(path: Path) -> None:
    """Refuse a file name that does not end in `.csv`.

    Raises
    ------
    BadInputError
        With what to do.
    """
    if path.suffix.lower() != ".csv":
        raise BadInputError(
            f"{path.name}: a table for chart tools is a CSV file. End the name in .csv."
        )


def write_chart_csv(made: ChartTable, path: Path) -> None:
    """Write a chart table as RFC 4180 says: UTF-8 without a mark, and no cell that runs.

    Raises
    ------
    DiskError
        If the file cannot be written; what was there is unchanged.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(as_csv(made))


def as_csv(made: ChartTable) -> bytes:
    """Return a chart table as the bytes of its file."""
    table = made.table
    text = [name for name in table if pd.api.types.is_string_dtype(table[name])]
    safe = table.assign(**{str(name): inert(table[name].fillna("")) for name in text})
    safe = safe.set_axis(inert_names(safe.columns), axis=1)
    written: str = safe.to_csv(index=False, lineterminator="\r\n")
    return written.encode("utf-8")


def fields_of(made: ChartTable) -> list[dict[str, str]]:
    """Describe the columns of a chart table as a data package does."""
    return [
        {
            "name": name,
            "title": name,
            "type": _type(made.table[name]),
            "description": f"{made.about[name]} Empty: not known.",
        }
        for name in map(str, made.table)
    ]


def _type(values: pd.Series) -> str:
    if pd.api.types.is_integer_dtype(values):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(values) else "string"


def _doubted(column: ChartColumn, table: pd.DataFrame) -> bool:
    """Test whether a figure goes with an interval, or with the reason for none."""
    return f"{column.name}_low" in table or _why(column) != ""


def _why(column: ChartColumn) -> str:
    """Return why a figure has no interval; empty of counts, text and chances."""
    if column.why or column.like is None:
        return column.why
    entry = _MEASURES.get(column.name) or _MEASURES.get(column.like.id)
    return "" if entry is None or entry.classing == "chances" else why_no_interval(entry)


def _add_figure(columns: _Columns, areas: AreaTable, column: ChartColumn, *, alone: bool) -> None:
    """Add a figure, its interval or the reason for none, and its ranks."""
    table, name, words = areas.table, column.name, words_of(column.name)
    heading = column.heading or (column.like.label if column.like else words.label)
    unit = _unit(column, words)
    columns.add(heading + unit, _shown(table[name], column, words), words.about)
    if not _doubted(column, table):
        return
    of = "" if alone else f", {_lowered(heading)}"
    if f"{name}_low" in table:
        for end, said in (("low", "Lower"), ("high", "Upper")):
            about = words_of(f"{name}_{end}").about
            width = "90" if "90%" in about else "95"
            values = _shown(table[f"{name}_{end}"], column, words)
            columns.add(f"{said} end of {width}% interval{of}{unit}", values, about)
    lacks = table[name].notna() & table.get(f"{name}_low", pd.Series(np.nan, table.index)).isna()
    reasons = pd.Series("", index=table.index, dtype="str").mask(lacks, _why(column))
    columns.add(f"{WHY}{of}", reasons, "why nobody can say how sure the figure is")
    _add_ranks(columns, areas, column, of)


def _add_ranks(columns: _Columns, areas: AreaTable, column: ChartColumn, of: str) -> None:
    """Add the ranks between which the latest figure lies among all areas of its level."""
    like, level = column.like, areas.geography
    if like is None or column.name != like.id or level not in like.geographies:
        return
    # Of measures with years the table may be of another year, whose ranks are others.
    if like.periods or f"{like.id}_low" not in areas.table:
        return
    ranks = ranks_of(like.id, level).reindex(areas.table.index)
    first = "lowest" if like.worse == "low" else "highest"
    for end, said in (("low", "from"), ("high", "to")):
        about = f"rank among all areas of the level that have a figure, {said} this one"
        columns.add(
            f"Rank{of}, {said} (1 = {first})", ranks[f"rank_{end}"].round().astype("Int64"), about
        )


def _unit(column: ChartColumn, words: Words) -> str:
    """Return what a heading says of the unit, after a comma; empty for counts and text."""
    like, unit = column.like, words.unit
    if like is None:
        if _HUNDRED.search(unit):
            return ", percentage points" if "difference" in unit else ", %"
        return f", {unit}" if unit in ("km", "minutes", "metres") else ""
    if like.kind == "rate":
        return ", percentage points" if "point" in like.suffix else ", %"
    if like.kind == "decile":
        return "" if "decile" in like.label.lower() else ", decile"
    if like.kind == "rank":
        return ""
    return f", {like.suffix.strip()}" if like.suffix.strip() else ""


def _shown(values: pd.Series, column: ChartColumn, words: Words) -> pd.Series:
    """Return figures as a chart tool shows them."""
    like = column.like
    if pd.api.types.is_bool_dtype(values):
        return values.map({True: "yes", False: "no"}).astype("str")
    if not pd.api.types.is_numeric_dtype(values):
        return values.fillna("").astype("str")
    if like is None and pd.api.types.is_integer_dtype(values):
        return values.astype("Int64")
    figures = values.to_numpy(dtype="float64", na_value=np.nan) * column.scale
    if like is not None:
        decimals, step = like.decimals, like.step
    elif _HUNDRED.search(words.unit):
        decimals, step = 1, 0.001
    elif words.unit in ("rank", "people", "people, or person-metres", "fifth", "sites"):
        decimals, step = 0, 1.0
    elif words.unit in ("km", "minutes"):
        decimals, step = 1, 0.1
    else:
        return pd.Series([float(f"{one:.{_DIGITS}g}") for one in figures], index=values.index)
    shown = pd.Series(np.round(steps_of(figures, step) / 10.0**decimals, decimals), values.index)
    return shown.astype("Int64") if decimals == 0 else shown + 0.0


def _places(areas: AreaTable) -> pd.Series:
    """Name the areas as people call them; those of one name with their authority."""
    table = areas.table
    named = table["local_name"].fillna("")
    names = table["area_name"] if areas.geography == "lsoa21" else named.mask(named == "", None)
    names = names.fillna(table["area_name"]).astype("str")
    twice = names.duplicated(keep=False)
    if "lad24_name" in table:
        holder = table["lad24_name"].fillna("")
        names = names.mask(twice & (holder != ""), names + ", " + holder)
    twice = names.duplicated(keep=False)
    return names.mask(twice, names + " (" + table.index.astype("str") + ")")


def _keys(areas: AreaTable) -> Iterator[tuple[str, pd.Series, str]]:
    """List our code, and the columns of code and name of the ONS's own files."""
    table, level = areas.table, areas.geography
    codes = table.index.to_series().astype("str")
    yield CODE, codes, "official code of the area, as in the other files"
    if stem := ONS_FIELDS.get(level, ""):
        yield f"{stem}CD", codes, "the same, under the name that the ONS gives it"
        yield f"{stem}NM", table["area_name"].astype("str"), "official name of the area"
    if geography(level).is_small and "lad24_name" in table:
        within = geography("lad24").label
        yield "LAD24CD", table["lad24_code"].fillna("").astype("str"), f"code of its {within}"
        yield "LAD24NM", table["lad24_name"].fillna("").astype("str"), f"name of its {within}"


def _of_sites(areas: AreaTable, listed: list[ChartColumn]) -> ChartTable:
    """Return sites, which are points: their names, figures, and where they lie in degrees."""
    from pyproj import Transformer

    table, columns = areas.table, _Columns()
    columns.add("Site", table["name"].astype("str"), "name of the site")
    for column in listed:
        _add_figure(columns, areas, column, alone=True)
    turn = Transformer.from_crs(ANALYSIS_CRS, DISPLAY_CRS, always_xy=True)
    east, north = table["easting_m"].to_numpy(), table["northing_m"].to_numpy()
    longitude, latitude = turn.transform(east, north)
    columns.add("Latitude", pd.Series(latitude, table.index).round(6), "degrees north, WGS84")
    columns.add("Longitude", pd.Series(longitude, table.index).round(6), "degrees east, WGS84")
    columns.add("site", table["site"].astype("str"), "number of the site, as in the other files")
    return ChartTable(pd.DataFrame(columns.made, index=table.index), columns.about, "site")


def _lowered(text: str) -> str:
    """Begin with a small letter, unless the word is an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
