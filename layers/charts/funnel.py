"""Funnel plot: every area by how many people its rate is of, between limits that allow for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from geo.areas import area_table, inside_of
from geo.compare import Funnel, funnel_of, limits_at
from geo.errors import BadInputError
from geo.registry import percent_text
from layers.charts.figures import (
    AREA,
    CHOSEN,
    interval_text,
    known,
    level_figures,
    plural_of,
    where_text,
)
from layers.charts.labels import dots_of, label_dots
from layers.charts.model import ChartKind, ChartWords
from layers.charts.plot import NARROW_PX, Canvas, Plot, grid_across
from layers.charts.view import ChartView

INSIDE = "inside"
"""Part of the areas inside the place that a chart looks at."""
_TALL, _NARROW_TALL, _AXIS = 360.0, 340.0, 40.0
_ZONES = {
    "within": "within the limits",
    "low": "below the 95% limit",
    "high": "above the 95% limit",
    "very low": "below the 99.8% limit",
    "very high": "above the 99.8% limit",
}


def why_not(view: ChartView) -> str:
    """Return why there is no funnel; empty where there is one."""
    if view.year:
        return "A funnel is of the latest year alone. Leave year= out."
    try:
        funnel_of(view.measure, view.level)
    except BadInputError as error:
        return str(error)
    return ""


def funnel_table(view: ChartView) -> pd.DataFrame:
    """Return the figures of a funnel.

    Returns
    -------
    figures
        As `level_figures`, of the whole level, without the nation: `role` is `inside` for areas of
        the place that is looked at. With them `z` (by chance alone), `z_adjusted` (with the spread
        between places), `zone`, the limits at the area's own number of people (`limit_low_95`,
        `limit_high_95`, `limit_low_99_8`, `limit_high_99_8`), and `target`, `phi` and `tau` of the
        funnel, as `geo.compare.Funnel` has them.
    """
    funnel = funnel_of(view.measure, view.level)
    made = known(level_figures(replace(view, within="")))
    made = made.loc[made.index.isin(funnel.places.index)]
    if view.within:
        codes = _codes_inside(view)
        made = made.assign(
            role=made["role"].mask((made["role"] == AREA) & made.index.isin(codes), INSIDE)
        )
    limits = limits_at(funnel, made["people"].to_numpy(dtype="float64"))
    limits = limits.set_axis([f"limit_{name}" for name in limits], axis=1).set_index(made.index)
    own = funnel.places.loc[made.index, ["z", "z_adjusted", "zone"]]
    return made.join(own).join(limits).assign(target=funnel.target, phi=funnel.phi, tau=funnel.tau)


def _codes_inside(view: ChartView) -> pd.Index:
    return area_table(view.level).index[inside_of(view.level, view.within)]


def words(view: ChartView, table: pd.DataFrame) -> ChartWords:
    """Write the words of a funnel from its table."""
    entry = view.entry
    about, marks = f"{entry.meaning}.", funnel_words(table)
    inside = int((table["role"] == INSIDE).sum())
    if inside:
        marks = f"{marks} Blue: {plural_of(view, inside)} of {where_text(view)}."
    chosen = [table.loc[[code]].iloc[0] for code in view.marked if code in table.index]
    said = [
        f"{row['area_name']}: {entry.text(float(row['value']))}, {_ZONES[str(row['zone'])]}. "
        f"Its 95% interval is {interval_text(entry, row)}."
        for row in chosen
    ]
    title = f"{entry.label} in {plural_of(view, len(table))}"
    if len(chosen) == 1:
        row = chosen[0]
        zone = _ZONES[str(row["zone"])]
        title = (
            f"{row['area_name']}: {entry.text(float(row['value']))}, {zone} for its number of "
            "people"
        )
    short = f"Funnel plot of {entry.label}, {plural_of(view, len(table))}. {title}."
    long = " ".join([about, marks, *said])
    return ChartWords(title, about, marks, short, long, entry.period)


def funnel_words(table: pd.DataFrame) -> str:
    """Return what the limits of a funnel are, and how many areas lie beyond them."""
    beyond = int((table["zone"] != "within").sum())
    lie = f"{beyond} lie{'s' if beyond == 1 else ''} outside"
    if not float(table["tau"].iloc[0]):
        return f"Line: all of them together. Shaded: 95% limits by chance alone; {lie}."
    return (
        "Line: all of them together. Shaded: 95% limits that allow for how much places differ; "
        f"{lie}. Dotted: by chance alone."
    )


def height_px(_table: pd.DataFrame, width_px: float) -> float:
    """Return the height of a funnel."""
    return _NARROW_TALL if width_px < NARROW_PX else _TALL


def paint(canvas: Canvas, view: ChartView, table: pd.DataFrame) -> None:
    """Draw the funnel."""
    unit, inks = canvas.unit, canvas.inks
    funnel = funnel_of(view.measure, view.level)
    people = table["people"]
    across = (np.log10(float(people.min()) / 1.15), np.log10(float(people.max()) * 1.15))
    curve = np.logspace(*across, 160)
    limits = limits_at(funnel, curve)
    low = min(float(table["value"].min()), float(limits["low_95"].min()))
    high = max(float(table["value"].max()), float(limits["high_95"].max()))
    ends = (max(0.0, np.floor(low * 20) / 20), min(1.0, np.ceil(high * 20) / 20))
    box = (
        canvas.left + 42 * unit,
        canvas.top,
        canvas.right - 46 * unit,
        canvas.bottom - _AXIS * unit,
    )
    plot = Plot(box, (float(across[0]), float(across[1])), (float(ends[0]), float(ends[1])))
    grid_across(canvas, plot, view.entry)
    _people_axis(canvas, plot)
    _limit_lines(canvas, plot, funnel, curve, limits)
    x, y = plot.x(np.log10(people)), plot.y(table["value"])
    for role, colour, radius in ((AREA, inks.dot, 2.6), (INSIDE, inks.second, 3.0)):
        own = table["role"] == role
        canvas.dots(x[own], y[own], radius, colour, alpha=0.75, zorder=8)
    chosen = table["role"] == CHOSEN
    canvas.dots(x[chosen], y[chosen], 5.2, inks.mark, zorder=12, edgecolor=inks.paper, lw=1)
    canvas.note(view.entry, table, x, y)
    bounds = (*plot.box[:2], canvas.right, plot.box[3])
    label_dots(canvas, dots_of(canvas, table, x, y), bounds)


def _people_axis(canvas: Canvas, plot: Plot) -> None:
    left, _, right, bottom = plot.box
    unit, soft = canvas.unit, canvas.inks.soft
    low, high = plot.across
    factors = (1, 2, 5) if high - low < (1.2 if canvas.is_narrow else 1.7) else (1,)
    powers = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    for tick in (factor * 10.0**power for power in powers for factor in factors):
        if not low <= np.log10(tick) <= high:
            continue
        x = plot.x(np.log10(tick))
        canvas.line([x, x], [bottom, bottom + 4 * unit], soft, 0.8, zorder=1)
        canvas.text(x, bottom + 17 * unit, f"{tick:,.0f}", 11, colour=soft, align="center")
    of = "People that the rate is of (logarithmic scale)"
    canvas.text(right, bottom + 33 * unit, of, 11, colour=soft, align="right")
    canvas.line([left, right], [bottom, bottom], soft, 0.9, zorder=2)


def _limit_lines(
    canvas: Canvas, plot: Plot, funnel: Funnel, curve: Any, limits: pd.DataFrame
) -> None:
    left, _, right, _ = plot.box
    unit, soft = canvas.unit, canvas.inks.soft
    x = plot.x(np.log10(curve))
    heights = [
        np.clip(plot.y(limits[f"{end}_95"]), plot.box[1], plot.box[3]) for end in ("low", "high")
    ]
    canvas.sheet.axes.fill_between(x, *heights, color=canvas.inks.band, lw=0, zorder=0)
    for name, style, label in (("95", "-", "95%"), ("99_8", (0, (5, 3)), "99.8%")):
        for end in ("low", "high"):
            y = _inside(plot, limits[f"{end}_{name}"])
            canvas.line(x, y, soft, 1.0, ls=style)
            if y[-1] == y[-1]:
                base = float(y[-1]) + 4 * unit
                canvas.text(right + 6 * unit, base, label, 11, colour=soft)
                canvas.taken.append((right, base - 11 * unit, canvas.sheet.width, base + 3 * unit))
    if funnel.tau:
        chance = limits_at(replace(funnel, tau=0.0), curve)
        for end in ("low_95", "high_95"):
            canvas.line(x, _inside(plot, chance[end]), soft, 1.0, ls=(0, (1, 2)), zorder=4)
    y = plot.y(funnel.target)
    canvas.line([left, right], [y, y], canvas.inks.ink, 1.2, zorder=6)
    canvas.text(right + 6 * unit, y + 4 * unit, percent_text(funnel.target, 1), 11, bold=True)


def _inside(plot: Plot, values: Any) -> Any:
    """Return heights on the sheet; a line ends where it leaves the window."""
    y = np.asarray(plot.y(values))
    return np.where((y < plot.box[1] - 0.5) | (y > plot.box[3] + 0.5), np.nan, y)


FUNNEL = ChartKind(
    "funnel",
    "Funnel plot",
    "Every area by how many people its rate is of, between limits that allow for how areas differ.",
    why_not,
    funnel_table,
    words,
    height_px,
    paint,
)
