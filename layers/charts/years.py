"""Lines over the years: the chosen place with its region and its nation, apart where years are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from geo.areas import name_of, series_of, standing_of
from geo.compare import why_no_interval
from geo.registry import Indicator, Periods
from layers.charts.figures import (
    CHOSEN,
    NATION,
    REGION,
    figure_text,
    interval_text,
    plain_name,
    upper_places,
)
from layers.charts.model import ChartKind, ChartWords
from layers.charts.plot import NARROW_PX, Canvas, Plot, grid_across
from layers.charts.view import ChartView
from layers.words import travel_words

_TALL, _NARROW_TALL, _AXIS = 300.0, 320.0, 24.0


def why_not(view: ChartView) -> str:
    """Return why there is no line over years; empty where there is one."""
    entry = view.entry
    if entry.periods is None:
        return (
            f"{entry.label} is published for one period alone ({entry.period}). Choose a measure "
            "with several, such as he19_rate."
        )
    if not view.subject:
        return "A line over years is of a place. Name one with in=, such as in=E06000009."
    places = upper_places(view)
    if not places:
        levels = ", ".join(entry.geographies)
        return (
            f"{entry.label} is not published of the place itself. It exists at: {levels}. Choose "
            "a place of one of them."
        )
    if len(_values(view, *places[0][1:]).dropna()) < 2:
        return f"The place has fewer than two years of {entry.label}. Choose another measure."
    return ""


def _values(view: ChartView, level: str, code: str) -> pd.Series:
    series = series_of(view.measure, level)["value"]
    if code not in series.index.get_level_values("area_code"):
        return pd.Series(dtype="float64")
    return series.loc[code]


def years_table(view: ChartView) -> pd.DataFrame:
    """Return the figures of a place, its region and its nation over the years.

    Returns
    -------
    figures
        Indexed by `area_code` and `year` (in which the period ends), the place first: `area_name`,
        `role` (`chosen`, `region` or `nation`), `run` (years of one number compare, from 1),
        `period_label`, `value`, `low`, `high`, `people`, `why_none` and `why_no_interval`.
    """
    entry = view.entry
    periods = entry.periods
    assert periods is not None
    runs = runs_of(periods)
    none = entry.missing_text[0].lower() + entry.missing_text[1:]
    parts = []
    for role, level, code in upper_places(view):
        series = series_of(entry.id, level)
        rows = series[series.index.get_level_values("area_code") == code].droplevel("area_code")
        rows = rows.reindex(periods.years)[["value", "low", "high", "people"]]
        rows.insert(0, "area_name", plain_name(name_of(level, code)))
        rows.insert(1, "role", role)
        rows.insert(2, "run", [runs[year] for year in periods.years])
        rows.insert(3, "period_label", [label for _, label in periods.labels])
        parts.append(pd.concat({code: rows}, names=["area_code", "year"]))
    made = pd.concat(parts)
    made.index.names = ["area_code", "year"]
    missing, unsure = made["value"].isna(), made["low"].isna()
    return made.assign(
        why_none=np.where(missing, none, ""),
        why_no_interval=np.where(unsure & ~missing, why_no_interval(entry), ""),
    )


def runs_of(periods: Periods) -> dict[int, int]:
    """Return the number of the run of each year: years of one run compare and follow one another.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> runs = runs_of(indicator("attainment8").periods)
    >>> runs[2019] == runs[2018], runs[2020] == runs[2019], runs[2020] == runs[2021]
    (True, False, True)
    """
    years = periods.years
    usual = min((after - before for before, after in pairwise(years)), default=1)
    runs, number = {years[0]: 1}, 1
    for before, after in pairwise(years):
        # Periods of several years may be one longer than the rest, with nothing left out.
        number += bool(periods.why_not(before, after)) or after - before > 1.5 * usual
        runs[after] = number
    return runs


def words(view: ChartView, table: pd.DataFrame) -> ChartWords:
    """Write the words of a line over years from its table."""
    entry = view.entry
    periods = entry.periods
    assert periods is not None
    own = table[table["role"] == CHOSEN]
    name = str(own["area_name"].iloc[0])
    known = own[own["value"].notna()].droplevel("area_code")
    last = known.iloc[-1]
    title = f"{name}: {entry.text(float(last['value']))} in {last['period_label']}"
    if travel := _travel(view):
        title = f"{title}, {travel}"
    first_period = str(known["period_label"].iloc[0])
    until = ", until" if " to " in first_period else " to"
    period = f"{first_period}{until} {last['period_label']}"
    about = [f"{entry.label}. {entry.meaning}, {period}.", _breaks(periods)]
    banded = bool(known["low"].notna().any())
    if not banded:
        about.append(f"No interval: {why_no_interval(entry)}.")
    marks = "Shaded: 95% intervals." if banded else ""
    others = table[table["role"] != CHOSEN].groupby("area_code", sort=False)
    said = [_line_words(view, group.droplevel("area_code")) for _, group in others]
    text = " ".join(filter(None, about))
    named = " and ".join(str(group["area_name"].iloc[0]) for _, group in others)
    beside = f" with {named}" if named else ""
    short = f"Line chart of {entry.label}{beside}: {title}."
    every = "; ".join(
        f"{row['period_label']}: {figure_text(entry, row)}" for _, row in known.iterrows()
    )
    note = periods.note if periods.note not in text else ""
    long = " ".join(filter(None, [text, f"{name}, {every}.", *said, note]))
    return ChartWords(title, text, marks, short, long, period)


def _travel(view: ChartView) -> str:
    _, level, code = upper_places(view)[0]
    found = standing_of(view.measure, level, code)
    return travel_words(view.entry, found) if found is not None else ""


def _breaks(periods: Periods) -> str:
    """Return what the gaps in the lines are; empty where there is none."""
    whys = dict.fromkeys(filter(None, (periods.why_not(a, b) for a, b in pairwise(periods.years))))
    if whys:
        return f"Years either side of a gap do not compare: {'; '.join(whys)}."
    if len(set(runs_of(periods).values())) > 1:
        return periods.note or "A gap is a year that was not published."
    return ""


def _line_words(view: ChartView, rows: pd.DataFrame) -> str:
    rows = rows[rows["value"].notna()]
    if rows.empty:
        return ""
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"{first['area_name']}: {figure_text(view.entry, first)} in {first['period_label']}, "
        f"{figure_text(view.entry, last)} in {last['period_label']}."
    )


def height_px(_table: pd.DataFrame, width_px: float) -> float:
    """Return the height of the lines."""
    return _NARROW_TALL if width_px < NARROW_PX else _TALL


def paint(canvas: Canvas, view: ChartView, table: pd.DataFrame) -> None:
    """Draw the lines, each named at its end."""
    entry, unit, inks = view.entry, canvas.unit, canvas.inks
    years = [int(year) for year in dict.fromkeys(table.index.get_level_values("year"))]
    groups = [group.droplevel("area_code") for _, group in table.groupby("area_code", sort=False)]
    labels = [_label(view, group) for group in groups]
    beside = 0.0
    if not canvas.is_narrow:
        beside = max(canvas.wide(text, 12.5, bold=True) for pair in labels for text in pair)
    spans = table[["value", "low", "high"]].to_numpy(dtype="float64")
    low, high = float(np.nanmin(spans)), float(np.nanmax(spans))
    pad = 0.08 * ((high - low) or 1.0)
    ends = (max(0.0, low - pad) if low >= 0 else low - pad, high + pad)
    left, right = canvas.left + 40 * unit, canvas.right - beside - (14 if beside else 8) * unit
    above = 18 * unit * len(labels) if canvas.is_narrow else 6 * unit
    plot = Plot(
        (left, canvas.top + above, right, canvas.bottom - _AXIS * unit),
        (years[0], years[-1] if len(years) > 1 else years[0] + 1),
        ends,
    )
    grid_across(canvas, plot, entry)
    _year_axis(canvas, plot, table, years)
    looks = {CHOSEN: (inks.mark, 2.6), REGION: (inks.second, 1.7), NATION: (inks.ink, 1.5)}
    for group in reversed(groups):
        colour, width = looks[str(group["role"].iloc[0])]
        _line(canvas, plot, group, colour, width, entry)
    _names(canvas, plot, groups, labels, [looks[str(group["role"].iloc[0])][0] for group in groups])


def _line(
    canvas: Canvas, plot: Plot, group: pd.DataFrame, colour: str, width: float, entry: Indicator
) -> None:
    for _, run in group.groupby("run"):
        # A year without a figure parts a line too.
        piece = run["value"].isna().cumsum()
        for _, part in run[run["value"].notna()].groupby(piece):
            x = plot.x(part.index.to_numpy(dtype="float64"))
            y = plot.y(part["value"].to_numpy(dtype="float64"))
            if part["low"].notna().any():
                ends = [plot.y(part[end].to_numpy(dtype="float64")) for end in ("low", "high")]
                canvas.sheet.axes.fill_between(x, *ends, color=colour, alpha=0.16, lw=0, zorder=3)
                if len(part) == 1:
                    canvas.line([x[0], x[0]], [ends[0][0], ends[1][0]], colour, 1.2, zorder=6)
            canvas.line(x, y, colour, width, zorder=8, solid_capstyle="round")
            canvas.dots(x, y, 2.2 + width / 4, colour)
            canvas.note(entry, part, x, y)


def _label(view: ChartView, group: pd.DataFrame) -> tuple[str, str]:
    """Return the name of a line, and its last figure with its interval."""
    row = group[group["value"].notna()]
    name = str(group["area_name"].iloc[0])
    if row.empty:
        return name, "no figure"
    last = row.iloc[-1]
    value = view.entry.text(float(last["value"]))
    interval = interval_text(view.entry, last)
    own = last["role"] == CHOSEN and interval
    return name, f"{value} ({interval.removesuffix(view.entry.suffix)})" if own else value


def _names(
    canvas: Canvas,
    plot: Plot,
    groups: list[pd.DataFrame],
    labels: list[tuple[str, str]],
    colours: list[str],
) -> None:
    """Name the lines at their ends, so that no name lies on another; above them on a phone."""
    unit = canvas.unit
    if canvas.is_narrow:
        y = canvas.top + 8 * unit
        for (name, value), colour in zip(labels, colours, strict=True):
            canvas.line([canvas.left, canvas.left + 14 * unit], [y - 4 * unit] * 2, colour, 2.4)
            canvas.text(canvas.left + 20 * unit, y, f"{name} {value}", 12, bold=True, colour=colour)
            y += 17 * unit
        return
    wanted = []
    for number, group in enumerate(groups):
        known = group[group["value"].notna()]
        if len(known):
            wanted.append((float(plot.y(float(known["value"].iloc[-1]))), number))
    tall = 31 * unit
    spots = spread([y for y, _ in wanted], tall, plot.box[1] + tall / 2, plot.box[3] - tall / 2)
    for (_, number), y in zip(wanted, spots, strict=True):
        name, value = labels[number]
        x = plot.box[2] + 10 * unit
        canvas.text(x, y - 1 * unit, name, 12.5, bold=True, colour=colours[number])
        canvas.text(x, y + 13 * unit, value, 12, colour=colours[number])


def spread(wanted: list[float], apart: float, low: float, high: float) -> list[float]:
    """Move points on a line apart as little as need be, between two ends.

    Parameters
    ----------
    wanted
        Where each would stand.
    apart
        Least distance of two.
    low, high
        Between which they stand, as far as there is room.

    Examples
    --------
    >>> spread([10.0, 11.0, 40.0], 8.0, 0.0, 100.0)
    [6.5, 14.5, 40.0]
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    blocks: list[list[float]] = []
    for at in order:
        # Each block is the sum of where its points would have it begin, and how many there are.
        blocks.append([wanted[at], 1.0])
        while len(blocks) > 1 and (
            blocks[-2][0] / blocks[-2][1] + blocks[-2][1] * apart > blocks[-1][0] / blocks[-1][1]
        ):
            total, count = blocks.pop()
            blocks[-1][0] += total - count * blocks[-1][1] * apart
            blocks[-1][1] += count
    found = [start / count + apart * step for start, count in blocks for step in range(int(count))]
    for at, y in enumerate(found):
        found[at] = max(y, low + apart * at)
    for at in reversed(range(len(found))):
        found[at] = min(found[at], high - apart * (len(found) - 1 - at))
    spots = [0.0] * len(wanted)
    for at, y in zip(order, found, strict=True):
        spots[at] = y
    return spots


def _year_axis(canvas: Canvas, plot: Plot, table: pd.DataFrame, years: list[int]) -> None:
    """Write the periods under the lines, as many as there is room for, the last always."""
    first = table.index[0][0]
    own = table.loc[first]
    labels = [str(own.loc[year, "period_label"]) for year in years]
    wide = max(canvas.wide(label, 11) for label in labels) + 10 * canvas.unit
    room = plot.box[2] - plot.box[0]
    every = max(1, int(np.ceil(len(years) * wide / (room + wide))))
    bottom = plot.box[3]
    canvas.line([plot.box[0], plot.box[2]], [bottom, bottom], canvas.inks.soft, 0.9, zorder=2)
    for number, (year, label) in enumerate(zip(years, labels, strict=True)):
        x = float(plot.x(year))
        canvas.line([x, x], [bottom, bottom + 4 * canvas.unit], canvas.inks.soft, 0.8, zorder=2)
        if (len(years) - 1 - number) % every:
            continue
        half = canvas.wide(label, 11) / 2
        middle = min(max(x, canvas.left + half), canvas.right - half)
        canvas.text(middle, bottom + 18 * canvas.unit, label, 11, colour=canvas.inks.soft,
                    align="center")  # fmt: skip


YEARS = ChartKind(
    "years",
    "Over the years",
    "The place with its region and nation, year by year, with a gap where years do not compare.",
    why_not,
    years_table,
    words,
    height_px,
    paint,
)
