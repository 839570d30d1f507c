"""Charts of a comparison as pictures: dots with intervals, and the funnel of a level.

Drawn by matplotlib on the sheet that static maps are drawn on, so that typeface, descriptions and
files without a date are the same; what is only looked at on the page is drawn in its own HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from geo.compare import Comparison, Funnel, funnel_of, limits_at
from geo.errors import BadInputError
from geo.registry import Indicator, dataset, geography, percent_text
from layers.compared.tables import cell_of
from layers.compared.words import plain_name, scale_of
from layers.pictures import ACCENT, Sheet, drawing, new_sheet, width_of, wrapped, written

SUFFIXES = (".png", ".svg", ".pdf")
_DOTS = 192.0


@dataclass(frozen=True)
class Inks:
    """Colours of a chart."""

    paper: str = "#ffffff"
    ink: str = "#16202c"
    soft: str = "#526071"
    rule: str = "#d5dbe1"
    dot: str = "#8fa3b5"
    mark: str = ACCENT
    band: str = "#eef3f7"


LIGHT = Inks()
DARK = Inks("#0e1117", "#eef2f6", "#aab6c2", "#3a4653", "#6f8598", "#ff7ab0", "#1a2430")


@dataclass(frozen=True)
class _Plot:
    """The window that figures are drawn in: a box of the sheet and what it spans."""

    box: tuple[float, float, float, float]
    """Left, top, right and bottom, in pixels."""
    across: tuple[float, float]
    upwards: tuple[float, float]

    def x(self, value: Any) -> Any:
        left, _, right, _ = self.box
        return left + (right - left) * (value - self.across[0]) / (self.across[1] - self.across[0])

    def y(self, value: Any) -> Any:
        _, top, _, bottom = self.box
        low, high = self.upwards
        return bottom - (bottom - top) * (value - low) / (high - low)


def _frame(
    width_px: int, height_px: int, title: str, subtitle: str, entry: Indicator, inks: Inks
) -> tuple[Sheet, float, float]:
    """Make a sheet with title, subtitle and sources; return it and where its middle lies."""
    sheet = new_sheet(width_px, height_px, inks.paper)
    y, wide = 14.0, width_px - 32.0
    for line in wrapped(title, 18, wide, bold=True):
        y += 20
        sheet.text(16, y, line, 18, bold=True, colour=inks.ink)
    y += 3
    for line in wrapped(subtitle, 12.5, wide):
        y += 16
        sheet.text(16, y, line, 12.5, colour=inks.soft)
    rows = wrapped(_credit(entry), 9.5, wide)
    foot = height_px - 12 - 12 * (len(rows) - 1)
    for number, row in enumerate(rows):
        sheet.text(16, foot + 12 * number, row, 9.5, colour=inks.soft)
    return sheet, y + 14, foot - 16


def _credit(entry: Indicator) -> str:
    owners = dict.fromkeys(dataset(name).publisher.name for name in entry.datasets)
    lines = dict.fromkeys(
        line for name in entry.datasets for line in dataset(name).attribution_lines
    )
    licences = " ".join(f"{line.rstrip('.')}." for line in lines)
    return f"{', '.join(owners)}, {entry.period}. {licences} Chart: Cold Spots."


def _ticks(low: float, high: float, most: int = 6) -> list[float]:
    span = high - low
    step = 10.0 ** np.floor(np.log10(span / most))
    for factor in (1, 2, 5, 10):
        if span / (step * factor) <= most:
            step *= factor
            break
    first = np.ceil(low / step - 1e-9) * step
    return [float(tick) for tick in np.arange(first, high + step * 1e-6, step)]


def dot_chart(
    found: Comparison, entry: Indicator, suffix: str = ".png", width_px: int = 760
) -> bytes:
    """Draw the figures of chosen places as dots with their 95% intervals.

    Parameters
    ----------
    found
        The comparison.
    entry
        One of its measures.
    suffix
        `.png`, `.svg` or `.pdf`.
    width_px
        Of the picture.

    Raises
    ------
    BadInputError
        If there is no such format, or no place has a figure.
    """
    _check(suffix)
    own = found.figures.loc[entry.id]
    known = own[own["value"].notna()]
    if known.empty:
        raise BadInputError(f"No place has a figure of {entry.label}. Choose another measure.")
    title = f"{entry.label}: {len(known)} places compared"
    about = f"{entry.meaning}, {entry.period}."
    if known["low"].notna().any():
        about += " Dots are figures as published; lines are 95% intervals."
    row_px = 34.0
    with drawing():
        lines = [wrapped(title, 18, width_px - 32, bold=True), wrapped(about, 12.5, width_px - 32),
                 wrapped(_credit(entry), 9.5, width_px - 32)]  # fmt: skip
        tall = sum(len(part) * px for part, px in zip(lines, (20, 16, 12), strict=True))
        height = int(81 + tall + row_px * len(own))
        sheet, top, bottom = _frame(width_px, height, title, about, entry, LIGHT)
        low, high = scale_of(known[["value", "low", "high"]].to_numpy(), None)
        names = [plain_name(found, place) for place in found.places]
        left = 28 + min(max(width_of(name, 13.5) for name in names), width_px * 0.34)
        plot = _Plot((left, top, width_px - 128.0, bottom - 22), (low, high), (0, 1))
        _grid_down(sheet, plot, entry, LIGHT)
        for number, place in enumerate(found.places):
            y = top + row_px * (number + 0.5)
            row = own.loc[[place.code]].iloc[0]
            name = wrapped(names[number], 13.5, left - 28)
            for at, line in enumerate(name[:2]):
                sheet.text(16, y + 5 + (at - (len(name[:2]) - 1) / 2) * 14, line, 13.5,
                           colour=LIGHT.ink)  # fmt: skip
            value, interval = cell_of(entry, row)
            if row["why_none"]:
                sheet.text(left, y + 4, interval, 12, colour=LIGHT.soft)
                continue
            if not np.isnan(row["low"]):
                ends = [plot.x(float(row[end])) for end in ("low", "high")]
                sheet.axes.plot(ends, [y, y], color="#2f74b5", lw=2.6, solid_capstyle="round",
                                zorder=10)  # fmt: skip
            sheet.axes.scatter([plot.x(float(row["value"]))], [y], s=44, color="#2f74b5", lw=0,
                               zorder=11)  # fmt: skip
            sheet.text(width_px - 16, y, value, 13.5, bold=True, colour=LIGHT.ink, align="right")
            sheet.text(width_px - 16, y + 13, interval, 10, colour=LIGHT.soft, align="right")
        said = "; ".join(
            f"{name} {cell_of(entry, own.loc[[place.code]].iloc[0])[0]}"
            for name, place in zip(names, found.places, strict=True)
        )
        return written(sheet, f"{about} {said}.", suffix, _DOTS, title)


def _grid_down(sheet: Sheet, plot: _Plot, entry: Indicator, inks: Inks) -> None:
    _, top, _, bottom = plot.box
    for tick in _ticks(*plot.across):
        x = plot.x(tick)
        sheet.axes.plot([x, x], [top, bottom], color=inks.rule, lw=0.8, zorder=1)
        sheet.text(x, bottom + 15, _tick_text(entry, tick), 11, colour=inks.soft, align="center")


def _tick_text(entry: Indicator, tick: float) -> str:
    if entry.kind == "rate":
        return percent_text(tick)
    return f"{tick:,.{0 if abs(tick - round(tick)) < 1e-9 else 1}f}{entry.suffix}"


def _check(suffix: str) -> None:
    if suffix not in SUFFIXES:
        raise BadInputError(
            f"A chart cannot be {suffix or 'without a suffix'}. End the name in one of "
            f"{', '.join(SUFFIXES)}."
        )


@lru_cache(maxsize=32)
def funnel_chart(
    entry: Indicator,
    level: str,
    marked: tuple[tuple[str, str], ...] = (),
    suffix: str = ".png",
    *,
    width_px: int = 760,
    height_px: int = 520,
    inks: Inks = LIGHT,
) -> bytes:
    """Draw every place of a level by how many people its rate is of, between its limits.

    Parameters
    ----------
    entry
        A rate whose people are counted.
    level
        Districts, counties and unitary authorities, or constituencies.
    marked
        Codes and names of places to mark and label; those of other levels are left out.
    suffix
        `.png`, `.svg` or `.pdf`.
    width_px, height_px, inks
        Size and colours.

    Raises
    ------
    BadInputError
        If there is no such format or funnel.
    """
    _check(suffix)
    funnel = funnel_of(entry.id, level)
    plural = geography(level).plural
    title = f"{entry.label} of {len(funnel.places)} {plural}"
    about = funnel_words(funnel, entry)
    with drawing():
        sheet, top, bottom = _frame(width_px, height_px, title, about, entry, inks)
        places = funnel.places
        least, most = (float(end) for end in places["people"].agg(["min", "max"]))
        across = (np.log10(least / 1.15), np.log10(most * 1.15))
        curve = np.logspace(*across, 160)
        limits = limits_at(funnel, curve)
        low = min(float(places["value"].min()), float(limits["low_99_8"].iloc[-1]))
        high = max(float(places["value"].max()), float(limits["high_99_8"].iloc[-1]))
        ends = (np.floor(low * 20) / 20, np.ceil(high * 20) / 20)
        plot = _Plot((58.0, top, width_px - 62.0, bottom - 40), across, ends)
        _funnel_axes(sheet, plot, inks)
        _funnel_lines(sheet, plot, funnel, curve, limits, inks)
        others = ~places.index.isin([code for code, _ in marked])
        sheet.axes.scatter(
            plot.x(np.log10(places["people"][others])), plot.y(places["value"][others]), s=15,
            color=inks.dot, lw=0, alpha=0.75, zorder=8,
        )  # fmt: skip
        said = _funnel_marks(sheet, plot, funnel, marked, inks)
        return written(sheet, f"{about} {said}".strip(), suffix, _DOTS, title)


def _funnel_axes(sheet: Sheet, plot: _Plot, inks: Inks) -> None:
    left, _, right, bottom = plot.box
    for tick in _ticks(*plot.upwards):
        y = plot.y(tick)
        sheet.axes.plot([left, right], [y, y], color=inks.rule, lw=0.7, zorder=1)
        sheet.text(left - 7, y + 4, percent_text(tick), 11, colour=inks.soft, align="right")
    low, high = plot.across
    factors = (1, 2, 5) if high - low < 1.7 and sheet.width > 500 else (1,)
    powers = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    for tick in (factor * 10.0**power for power in powers for factor in factors):
        if not low <= np.log10(tick) <= high:
            continue
        x = plot.x(np.log10(tick))
        sheet.axes.plot([x, x], [bottom, bottom + 4], color=inks.soft, lw=0.8, zorder=1)
        sheet.text(x, bottom + 17, f"{tick:,.0f}", 11, colour=inks.soft, align="center")
    of = "People that the rate is of (logarithmic scale)"
    sheet.text(right, bottom + 33, of, 11, colour=inks.soft, align="right")
    sheet.axes.plot([left, right], [bottom, bottom], color=inks.soft, lw=0.9, zorder=2)


def _funnel_lines(
    sheet: Sheet, plot: _Plot, funnel: Funnel, curve: Any, limits: Any, inks: Inks
) -> None:
    left, _, right, _ = plot.box
    x = plot.x(np.log10(curve))
    sheet.axes.fill_between(
        x, plot.y(limits["low_95"]), plot.y(limits["high_95"]), color=inks.band, lw=0, zorder=0
    )
    for name, style, label in (("95", "-", "95%"), ("99_8", (0, (5, 3)), "99.8%")):
        for end in ("low", "high"):
            y = _inside(plot, limits[f"{end}_{name}"])
            sheet.axes.plot(x, y, color=inks.soft, lw=1.0, ls=style, zorder=5)
            sheet.text(right + 6, float(np.asarray(y)[-1]) + 4, label, 11, colour=inks.soft)
    if funnel.tau:
        chance = limits_at(replace(funnel, tau=0.0), curve)
        for end in ("low_95", "high_95"):
            y = _inside(plot, chance[end])
            sheet.axes.plot(x, y, color=inks.soft, lw=1.0, ls=(0, (1, 2)), zorder=4)
    y = plot.y(funnel.target)
    sheet.axes.plot([left, right], [y, y], color=inks.ink, lw=1.2, zorder=6)
    sheet.text(right + 6, y + 4, percent_text(funnel.target, 1), 11, bold=True, colour=inks.ink)


def _inside(plot: _Plot, values: Any) -> Any:
    """Return heights on the sheet; a line ends where it leaves the window."""
    y = np.asarray(plot.y(values))
    return np.where((y < plot.box[1]) | (y > plot.box[3]), np.nan, y)


def _funnel_marks(
    sheet: Sheet, plot: _Plot, funnel: Funnel, marked: Sequence[tuple[str, str]], inks: Inks
) -> str:
    """Mark and label places, so that no label lies on another; return what is said of them."""
    rows = funnel.places
    points = {
        code: (float(plot.x(np.log10(rows["people"][code]))), float(plot.y(rows["value"][code])))
        for code, _ in marked
        if code in rows.index
    }
    taken = [(x - 7, y - 7, x + 7, y + 7) for x, y in points.values()]
    said = list[str]()
    for code, name in marked:
        if code not in points:
            continue
        x, y = points[code]
        sheet.axes.scatter([x], [y], s=62, color=inks.mark, edgecolor=inks.paper, lw=1, zorder=12)
        spot = _label_spot(x, y, width_of(name, 12.5, bold=True), plot, taken)
        taken.append(spot)
        sheet.text(spot[0], spot[3] - 3, name, 12.5, bold=True, colour=inks.mark, halo=inks.paper)
        row = rows.loc[[code]].iloc[0]
        said.append(f"{name}: {percent_text(row['value'], 1)}, {_zone_words(str(row['zone']))}.")
    return " ".join(said)


_Box = tuple[float, float, float, float]


def _label_spot(x: float, y: float, wide: float, plot: _Plot, taken: Sequence[_Box]) -> _Box:
    """Find a box for a label beside its mark that no other label or mark is in, the nearest."""
    tall = 16.0
    starts = [(x + 11, y - 8), (x - 11 - wide, y - 8)]
    for step in range(1, 6):
        for down in (-8 - 14 * step, -8 + 14 * step):
            starts += [(x + 6, y + down), (x - 6 - wide, y + down)]
    left, top, right, bottom = plot.box
    boxes = [(a, b, a + wide, b + tall) for a, b in starts]
    inside = [box for box in boxes if box[0] >= left and box[2] <= right + 50
              and box[1] >= top and box[3] <= bottom]  # fmt: skip
    for box in inside:
        if not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in taken
        ):
            return box
    return (inside or boxes)[0]


def _zone_words(zone: str) -> str:
    words = {
        "within": "within the limits",
        "low": "below the 95% limit",
        "high": "above the 95% limit",
        "very low": "below the 99.8% limit",
        "very high": "above the 99.8% limit",
    }
    return words[zone]


def funnel_words(funnel: Funnel, entry: Indicator) -> str:
    """Return what the limits of a funnel are, and what lies beyond them."""
    beyond = int((funnel.places["zone"] != "within").sum())
    lie = f"{beyond} lie{'s' if beyond == 1 else ''} outside"
    if not funnel.tau:
        return f"{entry.meaning}. Shaded: 95% limits by chance alone, which explains it; {lie}."
    return (
        f"{entry.meaning}. Shaded: 95% limits that allow for how much places differ; {lie}. "
        "Dotted: by chance alone."
    )


def marks_of(found: Comparison) -> tuple[tuple[str, str], ...]:
    """Return codes and names of the places of a comparison, to mark in a funnel."""
    return tuple((place.code, plain_name(found, place)) for place in found.places)
