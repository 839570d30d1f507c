"""Distance to a target: which areas meet it, which do not, and which cannot be told.

The usual target is two parts of the "triple lock" that the UPP Foundation's inquiry into widening
participation recommends: "a gap of no more than 10 percentage points between the highest and lowest
regional HE participation rates" and "a 50% floor for progression to HE at 18-19 across all regions"
(UPP Foundation, 2025, page `UPP_PAGE`).
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geo.areas import difference
from geo.registry import Indicator, geography
from layers.charts import ranked
from layers.charts.figures import (
    NATION,
    dated,
    interval_text,
    known,
    level_figures,
    missing_note,
    opening,
    plural_of,
    points_text,
    row_of,
    said_of,
    where_text,
)
from layers.charts.model import ChartKind, ChartWords
from layers.charts.plot import NARROW_PX, Canvas, grid_down
from layers.charts.rows import LINE_ABOVE, lay_rows, line_down, rows_height_px, span_of
from layers.charts.view import ChartView

UPP_FLOOR, UPP_GAP = 0.5, 0.1
UPP_PAGE = (
    "https://upp-foundation.org/upp-foundations-widening-participation-inquiry-recommends-"
    "triple-lock-target-for-access-to-higher-education/"
)
_UPP_MEASURES = ("he19_rate", "tundra_rate")
"""Rates at 18 or 19, as the target has them."""
MET, UNMET, UNKNOWN = "met", "not met", "not known"
_KEY, _NARROW_KEY = 18.0, 54.0
_DASHED = (0, (4, 3))
_KEY_WORDS = {MET: "met", UNMET: "not met", UNKNOWN: "not known: its interval holds the target"}


def target_of(view: ChartView) -> float | None:
    """Return the target of a chart in the unit of the measure's column; None where it has none."""
    if view.target is None:
        return UPP_FLOOR if is_upp(view) else None
    return view.target / 100 if view.entry.kind == "rate" else view.target


def is_upp(view: ChartView) -> bool:
    """Test whether a chart has the UPP Foundation's target."""
    return view.target is None and view.measure in _UPP_MEASURES


def why_not(view: ChartView) -> str:
    """Return why there is no distance to a target; empty where there is one."""
    if why := ranked.why_not(view):
        return why.replace("a ranking needs", "a target needs")
    if target_of(view) is None:
        return (
            f"No target is set for {view.entry.label}. Give one of your own with target=, such as "
            "target=50, in the unit of the measure."
        )
    return ""


def target_table(view: ChartView) -> pd.DataFrame:
    """Return how far areas are from a target.

    Returns
    -------
    figures
        As `level_figures`, with `target`, `distance` (figure less target) and `state`: `met`,
        `not met`, or `not known` where the 95% interval holds the target; by the figure alone where
        it has no interval, empty without a figure. For the UPP Foundation's target also
        `gap_to_highest` with `gap_low` and `gap_high` (95% interval) and `gap_state`, against 10
        points.
    """
    entry, target = view.entry, target_of(view)
    assert target is not None
    made = level_figures(view)
    low, high = (made[end].fillna(made["value"]) for end in ("low", "high"))
    over, under = low >= target, high < target
    if entry.worse == "high":
        over, under = high <= target, low > target
    state = np.select([over, under], [MET, UNMET], UNKNOWN)
    made = made.assign(
        target=target,
        distance=made["value"] - target,
        state=np.where(made["value"].notna(), state, ""),
    )
    return _with_gaps(made) if is_upp(view) else made


def _with_gaps(made: pd.DataFrame) -> pd.DataFrame:
    """Add how far each area lies below the highest."""
    highest = known(made)["value"].idxmax()
    ends = ["value", "low", "high"]
    top = made.loc[[highest] * len(made), ends].set_axis(made.index)
    gap = difference(made[ends], top)
    own = made["role"] != NATION
    low, high = (gap[end].fillna(gap["change"]) for end in ("low", "high"))
    state = np.select([high <= UPP_GAP, low > UPP_GAP], [MET, UNMET], UNKNOWN)
    made = made.assign(
        gap_to_highest=gap["change"].where(own),
        gap_low=gap["low"].where(own),
        gap_high=gap["high"].where(own),
        gap_state=np.where(own & made["value"].notna(), state, ""),
    )
    # The highest is no distance from itself, and surely so.
    first = made.index == highest
    return made.assign(
        gap_low=made["gap_low"].mask(first),
        gap_high=made["gap_high"].mask(first),
        gap_state=np.where(first, MET, made["gap_state"]),
    )


def words(view: ChartView, table: pd.DataFrame) -> ChartWords:
    """Write the words of a distance to a target from its table."""
    entry = dated(view)
    rows = known(table)
    aim = _whole(entry.text(float(table["target"].iloc[0])))
    title = _title(view, table, aim)
    about = [opening(view), _whose(view, aim)]
    if is_upp(view):
        about.append(_gap_words(rows))
    if rows["low"].isna().all():
        about.append("No interval is published, so met or not goes by the figure alone.")
    about.append(missing_note(view, table))
    counts = "; ".join(
        f"{state}: {count}" for state in (MET, UNMET, UNKNOWN)
        if (count := int((rows["state"] == state).sum()))
    )  # fmt: skip
    text = " ".join(filter(None, about))
    short = f"Chart of the distance to a target of {aim}, {plural_of(view, len(rows))}. {title}."
    return ChartWords(
        title,
        text,
        "",
        short,
        " ".join([text, f"Of {plural_of(view, len(rows))}, {counts}.", *said_of(view, table)]),
        entry.period,
    )


def _title(view: ChartView, table: pd.DataFrame, aim: str) -> str:
    entry, rows = dated(view), known(table)
    target = f"the {aim} target" if aim.endswith("%") else f"the target of {aim}"
    chosen = next((code for code in view.marked if code in rows.index), "")
    if chosen:
        row = row_of(table, chosen)
        name, value = row["area_name"], entry.text(float(row["value"]))
        if row["state"] == UNKNOWN:
            return f"{name}: {value}, too near {target} to tell"
        side = "above" if row["distance"] > 0 else "below"
        if row["distance"] == 0:
            return f"{name}: {value}, the target"
        far = distance_text(entry, abs(float(row["distance"])))
        return f"{name}: {value}, {far} {side} {target}"
    met = int((rows["state"] == MET).sum())
    unknown = int((rows["state"] == UNKNOWN).sum())
    count = plural_of(view, len(rows))
    meet = "meets" if met == 1 else "meet"
    title = f"{met or 'None'} of {count} in {where_text(view)} {meet} {target}"
    return f"{title}; {unknown} unclear" if unknown else title


def _whose(view: ChartView, aim: str) -> str:
    """Return whose target it is, and how it is met."""
    way = "at least" if view.entry.worse == "low" else "at most"
    if not is_upp(view):
        return f"Target: {way} {aim}."
    held = ""
    if view.level != "region":
        held = f"; held here against {geography(view.level).plural}"
    return (
        f"Target (UPP Foundation, 2025): 50% at 18-19 in every region, and at most 10 percentage "
        f"points between highest and lowest{held}."
    )


def _gap_words(rows: pd.DataFrame) -> str:
    """Return the gap between the highest and the lowest, and whether it is small enough."""
    lowest = rows.loc[[rows["value"].idxmin()]].iloc[0]
    gap = points_text(float(lowest["gap_to_highest"]))
    interval = ""
    if pd.notna(lowest["gap_low"]):
        ends = [points_text(float(lowest[end])) for end in ("gap_low", "gap_high")]
        low, high = (end.removesuffix(" points") for end in ends)
        interval = f" (95% interval {low} to {high})"
    return f"The gap is {gap}{interval}: {lowest['gap_state']}."


def distance_text(entry: Indicator, distance: float) -> str:
    """Write a distance: of rates in percentage points.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> distance_text(indicator("he19_rate"), -0.2231)
    '−22.3 points'
    """
    sign = "−" if distance < 0 else ""
    if entry.kind == "rate":
        return f"{sign}{points_text(abs(distance))}"
    return f"{sign}{entry.text(abs(distance)).removeprefix('+')}"


def height_px(table: pd.DataFrame, width_px: float) -> float:
    """Return the height that the rows and the key need."""
    return rows_height_px(table, width_px) + (_NARROW_KEY if width_px < NARROW_PX else _KEY)


def paint(canvas: Canvas, view: ChartView, table: pd.DataFrame) -> None:
    """Draw a dot and its interval for each area, and a line from the target to it."""
    entry, inks = dated(view), canvas.inks
    target = float(table["target"].iloc[0])
    lines = [target]
    if is_upp(view):
        lines.append(float(known(table)["value"].max()) - UPP_GAP)
    key = _draw_key(canvas, {*known(table)["state"]}, gap=is_upp(view))
    rows = lay_rows(
        canvas,
        table,
        lambda row: _row_text(canvas, entry, row),
        lambda shown: _padded(span_of(shown, *lines)),
        LINE_ABOVE + key,
    )
    plot = rows.plot
    grid_down(canvas, plot, entry)
    for one in rows:
        x, aim = float(plot.x(float(one.row["value"]))), float(plot.x(target))
        colour = inks.mark if one.marked else inks.bar
        canvas.line([aim, x], [one.y, one.y], colour, 1.8, zorder=4)
        if pd.notna(one.row["low"]):
            spread = [float(plot.x(float(one.row[end]))) for end in ("low", "high")]
            canvas.line(spread, [one.y, one.y], inks.ink, 1.2, zorder=7)
        _dot(canvas, x, one.y, str(one.row["state"]))
        canvas.note(entry, one.row.to_frame().T, x, one.y)
    end = "points" if canvas.is_narrow else "figure, points from target"
    if entry.kind != "rate":
        end = end.replace("points", "distance")
    canvas.text(canvas.right, plot.box[1] - 6 * canvas.unit, end, 10.5, colour=inks.soft,
                align="right")  # fmt: skip
    line_down(canvas, plot, f"Target {_whole(entry.text(target))}", target)
    for line in lines[1:]:
        x = float(plot.x(line))
        canvas.line([x, x], [plot.box[1], plot.box[3]], inks.ink, 1.0, zorder=6, ls=_DASHED)


def _row_text(canvas: Canvas, entry: Indicator, row: pd.Series) -> str:
    distance = distance_text(entry, float(row["distance"])).removesuffix(" points")
    plus = "+" if row["distance"] > 0 else ""
    if canvas.is_narrow:
        return f"{plus}{distance}"
    interval = interval_text(entry, row)
    held = f" ({interval.removesuffix(entry.suffix)})" if interval else ""
    return f"{entry.text(float(row['value']))}{held}, {plus}{distance}"


def _dot(canvas: Canvas, x: float, y: float, state: str) -> None:
    inks = canvas.inks
    if state == UNKNOWN:
        canvas.dots([x], [y], 4.2, inks.paper, zorder=9, edgecolor=inks.ink, lw=1.3 * canvas.unit)
    elif state == MET:
        canvas.dots([x], [y], 4.4, inks.second, zorder=9)
    else:
        canvas.dots([x], [y], 4.0, inks.unmet, zorder=9, marker="D")


def _draw_key(canvas: Canvas, states: set[str], *, gap: bool) -> float:
    """Write what the marks mean; return the height it takes, in pixels of a sheet of unit 1."""
    unit, soft = canvas.unit, canvas.inks.soft
    entries = [(state, _KEY_WORDS[state]) for state in (MET, UNMET, UNKNOWN) if state in states]
    entries += [("gap", "10 points below the highest")] if gap else []
    x, y, lines = canvas.left, canvas.top + 6 * unit, 1
    for name, text in entries:
        wide = canvas.wide(text, 11.5) + 34 * unit
        if x > canvas.left and x + wide - 18 * unit > canvas.right:
            x, y, lines = canvas.left, y + _KEY * unit, lines + 1
        if name == "gap":
            canvas.line([x + 6 * unit] * 2, [y - 10 * unit, y + 2 * unit], canvas.inks.ink, 1.0,
                        ls=_DASHED)  # fmt: skip
        else:
            _dot(canvas, x + 5 * unit, y - 4 * unit, name)
        canvas.text(x + 15 * unit, y, text, 11.5, colour=soft)
        x += wide
    return _KEY * lines


def _padded(ends: tuple[float, float]) -> tuple[float, float]:
    pad = 0.03 * ((ends[1] - ends[0]) or 1.0)
    return ends[0] - pad, ends[1] + pad


def _whole(text: str) -> str:
    """Write a round figure without its nought.

    Examples
    --------
    >>> _whole("50.0%"), _whole("47.5%")
    ('50%', '47.5%')
    """
    return re.sub(r"\.0+(?=\D|$)", "", text)


TARGET = ChartKind(
    "target",
    "Distance to a target",
    "How far each area is from a 50% floor and a gap of 10 points, or from a target of your own.",
    why_not,
    target_table,
    words,
    height_px,
    paint,
)
