"""The figures that charts draw: of every area of a level, of what is marked, and of the nation."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from geo.areas import (
    area_table,
    at_year,
    holders,
    inside_of,
    levels_of,
    name_of,
    nation_of,
    rank_ends,
)
from geo.compare import ranks_of, values_at, why_no_interval
from geo.registry import (
    NATION_CODES,
    Indicator,
    dataset,
    geography,
    in_year,
    indicator,
    percent_text,
)
from layers.charts.view import FIRST, ChartView
from layers.pictures import figures_credit
from layers.words import league_words, place_in_prose

AREA, CHOSEN, REGION, NATION = "area", "chosen", "region", "nation"
"""Part that a row plays in a chart."""
_WITH_DISTRICT = ("msoa21", "ward24", "iz11", "dea14")
"""Levels whose areas share names, so that each is written with its district."""


def dated(view: ChartView) -> Indicator:
    """Return the measure of a chart, as it speaks of its year."""
    return in_year(view.entry, view.year) if view.year else view.entry


def level_figures(view: ChartView) -> pd.DataFrame:
    """Return the figures of the areas of a chart, and of the nation they lie in.

    Parameters
    ----------
    view
        A chart of one measure.

    Returns
    -------
    figures
        Indexed by `area_code`, from the worst figure; areas without one, then the nation last.
        `area_name`; `role` (one of `area`, `chosen` and `nation`); `value` in the unit of the
        measure's column; `low` and `high` (95% interval); `people` that the rate is of;
        `rank_low`, `rank_high` and `of`, between which ranks from the worst it stands among how
        many (missing without an interval); `why_none` and `why_no_interval`, empty where there is
        one. Shared: never change it.
    """
    return _level_figures(replace(view, chart=FIRST, target=None, against=""))


@lru_cache(maxsize=16)
def _level_figures(view: ChartView) -> pd.DataFrame:
    entry, level = view.entry, view.level
    table = area_table(level)
    here = table["nation"].isin(entry.nations).to_numpy()
    if view.within:
        here = here & inside_of(level, view.within)
    codes = table.index[here]
    values = _values(view, level).reindex(codes)
    made = values.assign(role=np.where(codes.isin(view.marked), CHOSEN, AREA))
    made = made.join(_ranks(view, values))
    made = made.assign(code=codes).sort_values(
        ["value", "code"], ascending=[entry.worse == "low", True], na_position="last"
    )
    made = made.drop(columns="code")
    made.insert(0, "area_name", _names(level, made.index))
    nation = nation_row(view)
    if nation is not None:
        made = pd.concat([made, nation])
    return _with_reasons(made, entry)


def _values(view: ChartView, level: str) -> pd.DataFrame:
    if view.year:
        return at_year(view.measure, level, view.year)[["value", "low", "high", "people"]]
    return values_at(view.measure, level)


def _ranks(view: ChartView, values: pd.DataFrame) -> pd.DataFrame:
    """Return between which ranks areas stand among those of the chart."""
    if not view.within and not view.year:
        ranks = ranks_of(view.measure, view.level).reindex(values.index)
    else:
        known = values[values["value"].notna()]
        ranks = rank_ends(known, view.entry.worse == "low").assign(of=len(known))
    whole = ranks.reindex(values.index).astype("Float64").astype("Int64")
    return whole.assign(of=whole["of"].where(whole["rank_low"].notna()))


def _names(level: str, codes: pd.Index) -> list[str]:
    """Return what areas are called, with their district where others have the same name."""
    table = area_table(level).loc[codes]
    local = table["local_name"] if level != "lsoa21" else table["area_name"]
    names = local.where(local != "", table["area_name"]).astype("str")
    if level in _WITH_DISTRICT and table["lad24_name"].nunique() > 1:
        names = names + ", " + table["lad24_name"].astype("str")
    return [plain_name(name) for name in names]


def plain_name(name: str) -> str:
    """Return a name as a heading has it.

    Examples
    --------
    >>> plain_name("Kingston upon Hull, City of"), plain_name("North East")
    ('Kingston upon Hull', 'North East')
    """
    return place_in_prose(name).removeprefix("the ")


def nation_of_view(view: ChartView) -> str:
    """Return the code of the nation that a chart's areas are held against; empty for none."""
    if view.subject:
        nation = nation_of(view.subject)
    elif len(view.entry.nations) == 1:
        nation = view.entry.nations[0]
    else:
        return ""
    return next(code for code in NATION_CODES.values() if name_of("nation", code) == nation)


def nation_row(view: ChartView) -> pd.DataFrame | None:
    """Return the row of the nation that a chart's areas are held against; None without one."""
    code = nation_of_view(view)
    if not code or view.level == "nation" or "nation" not in view.entry.geographies:
        return None
    row = _values(view, "nation").reindex([code])
    if row["value"].isna().all():
        return None
    row = row.rename_axis("area_code")
    row.insert(0, "area_name", [name_of("nation", code)])
    return row.assign(role=NATION)


def _with_reasons(made: pd.DataFrame, entry: Indicator) -> pd.DataFrame:
    missing = made["value"].isna()
    none = entry.missing_text[0].lower() + entry.missing_text[1:]
    unsure = made["low"].isna() & ~missing
    return made.assign(
        why_none=np.where(missing, none, ""),
        why_no_interval=np.where(unsure, why_no_interval(entry), ""),
    )


def upper_places(view: ChartView) -> list[tuple[str, str, str]]:
    """Return role, level and code of a chart's subject, its region and its nation."""
    code = view.subject
    level = next((one for one in levels_of(code) if one in view.entry.geographies), "")
    if not level:
        return []
    found = [(CHOSEN, level, code)]
    if level != "nation":
        found += [(REGION, *pair) for pair in holders(level, code) if pair[0] == "region"]
        found.append((NATION, "nation", nation_of_view(view)))
    return [one for one in found if one[1] in view.entry.geographies]


def known(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of areas that have a figure."""
    return table[table["value"].notna() & table["role"].isin([AREA, CHOSEN])]


def interval_text(entry: Indicator, row: pd.Series) -> str:
    """Write an interval; empty where there is none."""
    if pd.isna(row["low"]):
        return ""
    low, high = (entry.text(float(row[end])) for end in ("low", "high"))
    return f"{low.removesuffix(entry.suffix)} to {high}"


def figure_text(entry: Indicator, row: pd.Series) -> str:
    """Write a figure with its interval, or why there is none."""
    if pd.isna(row["value"]):
        return str(row["why_none"])
    interval = interval_text(entry, row)
    value = entry.text(float(row["value"]))
    return f"{value} (95% interval {interval})" if interval else f"{value} (no interval)"


def rank_text(view: ChartView, row: pd.Series) -> str:
    """Write between which ranks an area stands; empty where its interval is not known."""
    if pd.isna(row["rank_low"]) or row["of"] < 2:
        return ""
    low, high, of = (int(row[name]) for name in ("rank_low", "rank_high", "of"))
    return league_words(view.entry, view.level, low, high, of).removesuffix(" (95% interval)")


def row_of(table: pd.DataFrame, code: str) -> pd.Series:
    """Return the row of one area."""
    return table.loc[[code]].iloc[0]


def said_of(view: ChartView, table: pd.DataFrame) -> list[str]:
    """Return a sentence of each marked area with a figure, and of the nation."""
    said = []
    for code in view.marked:
        if code in table.index:
            row = row_of(table, code)
            parts = [figure_text(view.entry, row), rank_text(view, row)]
            said.append(f"{row['area_name']}: {', '.join(filter(None, parts))}.")
    for _, row in table[table["role"] == NATION].iterrows():
        said.append(f"{row['area_name']}: {figure_text(view.entry, row)}.")
    return said


def where_text(view: ChartView) -> str:
    """Return where the areas of a chart lie, after a preposition; empty for all there are."""
    if not view.within:
        nations = view.entry.nations
        return nations[0] if len(nations) == 1 else "the United Kingdom"
    return place_in_prose(name_of(levels_of(view.within)[-1], view.within))


def plural_of(view: ChartView, count: int) -> str:
    """Return a count of areas of the level, in words."""
    level = geography(view.level)
    return f"{count:,} {level.plural if count != 1 else level.label.partition(' (')[0]}"


def missing_note(view: ChartView, table: pd.DataFrame) -> str:
    """Return how many areas are left out because they have no figure; empty for none."""
    count = int(((table["role"] != NATION) & table["value"].isna()).sum())
    if not count:
        return ""
    return f"{plural_of(view, count)} without a figure {'is' if count == 1 else 'are'} left out."


def opening(view: ChartView) -> str:
    """Return what the figures are, of whom and when."""
    entry = dated(view)
    return f"{entry.meaning}, {entry.period}."


def credit(view: ChartView, period: str) -> str:
    """Return whose figures a chart shows and of when, in a line."""
    sources = [dataset(name) for entry in measures_of(view) for name in entry.datasets]
    return f"{figures_credit(sources)}. Data: {period}. Chart: Cold Spots."


def rights(view: ChartView) -> str:
    """Return every line that publishers ask for, for the metadata of a file."""
    lines = (
        line
        for entry in measures_of(view)
        for name in entry.datasets
        for line in dataset(name).attribution_lines
    )
    return ". ".join(line.rstrip(".") for line in dict.fromkeys(lines)) + "."


def measures_of(view: ChartView) -> list[Indicator]:
    """Return the measures of a chart, as they speak of its year."""
    return [dated(view), *([indicator(view.against)] if view.against else [])]


def unit_name(entry: Indicator) -> str:
    """Return the unit of a measure's column."""
    return "share, 0 to 1" if entry.kind == "rate" else entry.suffix.strip() or "score"


def points_text(share: float) -> str:
    """Write a difference of shares in percentage points.

    Examples
    --------
    >>> points_text(0.2114)
    '21.1 points'
    """
    return f"{percent_text(share, 1).removesuffix('%')} points"
