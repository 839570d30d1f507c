"""Beeswarm: every area of a level as a dot sized by people, along its figure, none on another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.areas import area_table
from geo.arrays import Floats
from layers.charts import ranked
from layers.charts.figures import (
    CHOSEN,
    NATION,
    dated,
    interval_text,
    known,
    level_figures,
    missing_note,
    opening,
    plural_of,
    said_of,
)
from layers.charts.labels import Dot, label_dots
from layers.charts.model import ChartKind, ChartWords
from layers.charts.plot import NARROW_PX, Canvas, Plot, grid_down, lies_on
from layers.charts.rows import line_down
from layers.charts.view import ChartView
from layers.words import AGED

MOST_DOTS = 700
"""Dots that can be told apart on a sheet."""
_LARGEST, _SMALLEST, _EVEN = 18.0, 1.4, 6.0
"""Radii of dots, in pixels of a sheet of unit 1: the first shrinks where there is no room."""
_SLACK = 1e-6
_TALL, _NARROW_TALL, _AXIS, _ABOVE, _MARGIN = 300.0, 330.0, 22.0, 18.0, 18.0


def why_not(view: ChartView) -> str:
    """Return why areas cannot be drawn as dots; empty where they can."""
    if why := ranked.why_not(view):
        return why.replace("a ranking needs", "a swarm needs")
    count = len(known(level_figures(view)))
    if count > MOST_DOTS:
        return (
            f"{plural_of(view, count)} are more dots than can be told apart ({MOST_DOTS}). Name a "
            "place with in=, or choose a level of larger areas."
        )
    return ""


def swarm_table(view: ChartView) -> pd.DataFrame:
    """Return the figures of the areas of a chart, with the people that size its dots.

    Returns
    -------
    figures
        As `level_figures`, with `size_people` and `sized_by`: `people` that the rate is of, or
        `young people` aged 13 to 17 at mid-2020 where nobody counts them; empty and missing where
        nobody knows either.
    """
    made = level_figures(view)
    own = made["role"] != NATION
    sized, by = made["people"], "people"
    if made.loc[own & made["value"].notna(), "people"].isna().any():
        table = area_table(view.level)
        young = table["young_people"] if "young_people" in table else pd.Series(dtype="float64")
        sized, by = young.reindex(made.index).astype("float64"), "young people"
        if sized[own & made["value"].notna()].isna().any():
            sized, by = sized.where(sized.isna()), ""
    return made.assign(size_people=sized.where(own), sized_by=np.where(own, by, ""))


def words(view: ChartView, table: pd.DataFrame) -> ChartWords:
    """Write the words of a swarm from its table."""
    held = ranked.words(view, table)
    rows = known(table)
    count = plural_of(view, len(rows))
    by = str(rows["sized_by"].iloc[0])
    size = {
        "people": "sized by the people its rate is of",
        "young people": f"sized by its young people aged {AGED.figure} at mid-2020",
        "": "all of one size: people are not counted",
    }[by]
    dots = f"Each dot is one area, {size}."
    missing = missing_note(view, table)
    entry = dated(view)
    middle = entry.text(float(rows["value"].median()))
    spread = (
        f"Dots run from {entry.text(float(rows['value'].min()))} to "
        f"{entry.text(float(rows['value'].max()))}; half of the areas lie below {middle}."
    )
    return ChartWords(
        held.title,
        " ".join(filter(None, [opening(view), missing])),
        dots,
        f"Beeswarm of {entry.label}, {count}. {held.title}.",
        " ".join(filter(None, [opening(view), dots, spread, *said_of(view, table), missing])),
        entry.period,
    )


def height_px(_table: pd.DataFrame, width_px: float) -> float:
    """Return the height of a swarm."""
    return _NARROW_TALL if width_px < NARROW_PX else _TALL


def paint(canvas: Canvas, view: ChartView, table: pd.DataFrame) -> None:
    """Draw the dots."""
    unit, inks, entry = canvas.unit, canvas.inks, dated(view)
    rows = known(table)
    nation = table[table["role"] == NATION]
    values = rows["value"].to_numpy(dtype="float64")
    held = np.append(values, nation["value"].to_numpy(dtype="float64"))
    low, high = float(held.min()), float(held.max())
    pad = 0.02 * ((high - low) or 1.0)
    room = _MARGIN * unit
    box = (
        canvas.left + room,
        canvas.top + _ABOVE * unit,
        canvas.right - room,
        canvas.bottom - _AXIS * unit,
    )
    plot = Plot(box, (low - pad, high + pad), (0, 1))
    x = plot.x(values)
    radius, y = placed(x, rows["size_people"], box[3] - box[1] - 4 * unit, unit)
    middle = (box[1] + box[3]) / 2
    grid_down(canvas, plot, entry)
    for _, row in nation.iterrows():
        value = float(row["value"])
        line_down(canvas, plot, f"{row['area_name']} {entry.text(value)}", value)
    from matplotlib.collections import EllipseCollection

    marked = (rows["role"] == CHOSEN).to_numpy()
    axes = canvas.sheet.axes
    for own, colour, order in ((~marked, inks.dot, 9), (marked, inks.mark, 12)):
        axes.add_collection(
            EllipseCollection(
                2 * radius[own],
                2 * radius[own],
                np.zeros(int(own.sum())),
                units="xy",
                offsets=np.column_stack([x[own], middle - y[own]]),
                transOffset=axes.transData,
                facecolor=colour,
                edgecolor=inks.paper,
                lw=0.5 * unit,
                zorder=order,
            )
        )
    canvas.note(entry, rows, x, middle - y)
    ends = {0, len(rows) - 1}
    names = [
        _label(canvas, view, row) if own else str(row["area_name"]) if at in ends else ""
        for at, ((_, row), own) in enumerate(zip(rows.iterrows(), marked, strict=True))
    ]
    placed_at = zip(x, middle - y, radius, names, marked.tolist(), strict=True)
    dots = [Dot(float(a), float(b), float(r), name, own) for a, b, r, name, own in placed_at]
    label_dots(canvas, dots, (canvas.left, box[1], canvas.right, box[3]))
    if rows["size_people"].notna().all():
        _size_key(canvas, plot, rows["size_people"].to_numpy(dtype="float64"), radius)


def _label(canvas: Canvas, view: ChartView, row: pd.Series) -> str:
    """Return the label of a marked dot: its name, and where there is room its figure."""
    name, entry = str(row["area_name"]), dated(view)
    if canvas.is_narrow:
        return name
    interval = interval_text(entry, row).removesuffix(entry.suffix)
    held = f" ({interval})" if interval else ""
    return f"{name} {entry.text(float(row['value']))}{held}"


def _size_key(canvas: Canvas, plot: Plot, people: Floats, radius: Floats) -> None:
    """Show how many people two dots stand for, in a corner that is free."""
    unit, soft = canvas.unit, canvas.inks.soft
    largest = int(np.argmax(people))
    most = round_below(float(people[largest]))
    scale = float(radius[largest]) / np.sqrt(float(people[largest]))
    entries = [(count, scale * np.sqrt(count)) for count in (most, round_below(most / 5))]
    texts = [f"{count:,.0f} people" for count, _ in entries]
    wide = max(canvas.wide(text, 10.5) for text in texts) + 2 * entries[0][1] + 6 * unit
    tall = sum(max(2 * size + 3 * unit, 14 * unit) for _, size in entries)
    _, top, _, bottom = plot.box
    corners = [(left, y) for y in (bottom - tall - 2 * unit, top + 4 * unit)
               for left in (canvas.right - wide, canvas.left)]  # fmt: skip
    for left, y in corners:
        if lies_on((left, y, left + wide, y + tall), canvas.taken):
            continue
        for (_, size), text in zip(entries, texts, strict=True):
            step = max(2 * size + 3 * unit, 14 * unit)
            x = left + entries[0][1]
            canvas.dots([x], [y + step / 2], size / unit, canvas.inks.dot)
            base = y + step / 2 + 3.5 * unit
            canvas.text(x + entries[0][1] + 6 * unit, base, text, 10.5, colour=soft)
            y += step
        return


def round_below(count: float) -> float:
    """Return the largest of 1, 2 and 5 with noughts that is not above a count.

    Examples
    --------
    >>> [round_below(count) for count in (95041, 2000, 7)]
    [50000.0, 2000.0, 5.0]
    """
    power = 10.0 ** np.floor(np.log10(count) + 1e-12)
    return float(
        max(factor * power for factor in (1, 2, 5) if factor * power <= count * (1 + 1e-12))
    )


def placed(x: Floats, people: pd.Series, room: float, unit: float) -> tuple[Floats, Floats]:
    """Return radii and places of dots whose areas show people, as large as there is room for.

    Parameters
    ----------
    x
        Where each stands, in pixels.
    people
        Of each; dots are alike where they are missing.
    room
        Height that there is, in pixels.
    unit
        Size of everything on the sheet.

    Returns
    -------
    radius, y
        In pixels.
    """
    share = np.ones(len(x))
    if people.notna().all() and people.max() > 0:
        share = np.sqrt(people.to_numpy(dtype="float64") / float(people.max()))
    # Dots that cover more than half of the sheet cannot be parted: no need to try.
    fit = np.sqrt(0.5 * room * float(np.ptp(x)) / (np.pi * float((share**2).sum()))) / unit
    largest = max(min(_LARGEST if people.notna().all() else _EVEN, fit), 2 * _SMALLEST)
    while True:
        radius = np.maximum(share * largest, _SMALLEST) * unit
        y = swarm(x, radius, 0.6 * unit)
        if np.max(np.abs(y) + radius) <= room / 2 or largest < 2 * _SMALLEST:
            return radius, y
        largest *= 0.92


def swarm(x: Floats, radius: Floats, apart: float = 0.5) -> Floats:
    """Return how far from the line each dot stands, so that no two overlap.

    The largest dots are placed first, each at the point nearest the line that is free; a tie goes
    above. The same dots give the same swarm.

    Parameters
    ----------
    x
        Where each dot stands along the line, shape `(dots,)`; it is never moved.
    radius
        Of each, in the same unit, above 0.
    apart
        Least distance between the rims of two.

    Returns
    -------
    y
        Distance of each from the line, shape `(dots,)`; below 0 on its other side.

    Examples
    --------
    >>> swarm(np.array([0.0, 1.0, 30.0]), np.array([5.0, 5.0, 5.0]), apart=0.0).round(2).tolist()
    [0.0, 9.95, 0.0]
    """
    y = np.zeros(len(x))
    order = np.lexsort((np.arange(len(x)), x, -radius))
    done = np.zeros(len(x), bool)
    for at in order:
        reach = radius + radius[at] + apart
        near = np.flatnonzero(done & (np.abs(x - x[at]) < reach))
        # A dot beside another stands free of it from here upwards, and to here downwards.
        half = np.sqrt(np.maximum(reach[near] ** 2 - (x[near] - x[at]) ** 2, 0.0))
        tried = np.concatenate(([0.0], y[near] + half, y[near] - half))
        tried = tried[np.lexsort((tried < 0, np.round(np.abs(tried), 9)))]
        gaps = np.abs(tried[:, None] - y[near][None, :])
        free = (gaps >= half[None, :] - _SLACK).all(axis=1)
        y[at] = tried[np.argmax(free)]
        done[at] = True
    return y


BEESWARM = ChartKind(
    "beeswarm",
    "Beeswarm",
    "Every area as a dot sized by its people, with the chosen ones named.",
    why_not,
    swarm_table,
    words,
    height_px,
    paint,
)
