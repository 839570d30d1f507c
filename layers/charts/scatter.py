"""Scatter: one measure against another of the same areas, with their rank correlation in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.compare import values_at
from geo.registry import Indicator, indicator, indicators_at
from layers.charts.figures import (
    AREA,
    CHOSEN,
    dated,
    figure_text,
    known,
    level_figures,
    plural_of,
    where_text,
)
from layers.charts.labels import dots_of, label_dots
from layers.charts.model import ChartKind, ChartWords
from layers.charts.plot import NARROW_PX, Canvas, Plot, grid_across, grid_down
from layers.charts.view import ChartView
from layers.words import lowered

FEWEST = 10
"""Areas of which a rank correlation is said."""
MOST = 8_000
_FINE = 1_500
"""Dots up to which each is a shape of its own in a file of lines."""
_TALL, _NARROW_TALL, _AXIS = 340.0, 330.0, 40.0
NO_CAUSE = "It does not show that one causes the other, and says nothing of any one person."


def second_of(view: ChartView) -> str:
    """Return the measure that a chart sets its own against: the first of deprivation unless asked.

    Empty where its level has none.
    """
    if view.against:
        return view.against
    nations = set(view.entry.nations)
    # A nation's own index before what is measured in all of them.
    there = sorted(indicators_at(view.level), key=lambda entry: len(entry.nations))
    for kinds in (("score", "rate"), ("decile",)):
        for entry in there:
            fits = entry.theme == "Deprivation" and entry.kind in kinds
            if fits and entry.id != view.measure and nations & set(entry.nations):
                return entry.id
    return ""


def settled(view: ChartView) -> ChartView:
    """Return the view with the second measure named."""
    return replace(view, against=second_of(view))


def why_not(view: ChartView) -> str:
    """Return why two measures cannot be set against each other; empty where they can."""
    if view.year:
        return "Two measures are set against each other by their latest figures. Leave year= out."
    against = second_of(view)
    if not against:
        return (
            "This level has no measure of deprivation. Choose another with level=, or a second "
            "measure with against=."
        )
    if against == view.measure:
        return "The two measures are the same. Choose another with against=."
    count = len(scatter_table(view))
    if count < FEWEST:
        return (
            f"{plural_of(view, count)} of {where_text(view)} "
            f"{'has' if count == 1 else 'have'} both figures, and a correlation needs {FEWEST}. "
            "Choose a larger place or smaller areas."
        )
    if count > MOST:
        return (
            f"{plural_of(view, count)} are more dots than can be told apart ({MOST:,}). Name a "
            "place with in=, or choose a level of larger areas."
        )
    return ""


def scatter_table(view: ChartView) -> pd.DataFrame:
    """Return the figures of the areas that have both measures.

    Returns
    -------
    figures
        As `level_figures`, without the nation; `against` (name of the second measure),
        `against_value`, and of all areas together `rank_correlation` (Spearman's),
        `correlation_low` and `correlation_high` (95% interval), and `areas`, of which it is.
    """
    against = second_of(view)
    made = known(level_figures(view))
    second = values_at(against, view.level)["value"].reindex(made.index)
    made = made.assign(against=against, against_value=second)
    made = made[made["against_value"].notna()]
    rho, low, high = rank_correlation(made["value"], made["against_value"])
    return made.assign(
        rank_correlation=rho, correlation_low=low, correlation_high=high, areas=len(made)
    )


def rank_correlation(first: pd.Series, second: pd.Series) -> tuple[float, float, float]:
    """Return Spearman's rank correlation with its 95% interval.

    Returns
    -------
    correlation, low, high
        -1 to 1; all missing below four pairs, or where one of the two is the same everywhere.

    References
    ----------
    Bonett, D. G. and Wright, T. A. (2000). Sample size requirements for estimating Pearson, Kendall
    and Spearman correlations. Psychometrika 65, 23-28.

    Examples
    --------
    >>> low = rank_correlation(pd.Series(range(20)), pd.Series(range(20)) ** 2)
    >>> [round(one, 3) for one in low]
    [1.0, 1.0, 1.0]
    """
    from scipy.special import ndtri

    count = len(first)
    if count < 4 or first.nunique() < 2 or second.nunique() < 2:
        return float("nan"), float("nan"), float("nan")
    # Loading it takes as long as a chart.
    from scipy.stats import spearmanr

    rho = float(spearmanr(first, second).statistic)
    if abs(rho) > 1 - 1e-12:
        return rho, rho, rho
    half = float(ndtri(0.975)) * np.sqrt((1 + rho**2 / 2) / (count - 3))
    return rho, float(np.tanh(np.arctanh(rho) - half)), float(np.tanh(np.arctanh(rho) + half))


def words(view: ChartView, table: pd.DataFrame) -> ChartWords:
    """Write the words of two measures from their table."""
    entry, second = dated(view), indicator(view.against)
    said = correlation_words(table)
    count = plural_of(view, len(table))
    title = _title(entry, second, table.iloc[0], view)
    about = f"{count} of {where_text(view)}. {entry.label}: {lowered(entry.meaning)}."
    whose = f"{second.label}: {lowered(second.meaning)}."
    chosen = [
        f"{one['area_name']}: {entry.label} {figure_text(entry, one)}, {second.label} "
        f"{second.text(float(one['against_value']))}."
        for code in view.marked
        if code in table.index
        for _, one in table.loc[[code]].iterrows()
    ]
    return ChartWords(
        title,
        f"{about} {said}",
        "",
        f"Scatter plot of {entry.label} against {second.label}, {count}. {title}.",
        " ".join([about, whose, said, *chosen]),
        "; ".join(dict.fromkeys([entry.period, second.period])),
    )


def _title(entry: Indicator, second: Indicator, row: pd.Series, view: ChartView) -> str:
    low, high = row["correlation_low"], row["correlation_high"]
    if not (low > 0 or high < 0):
        return f"{entry.label} and {lowered(second.label)}: no clear link in {where_text(view)}"
    rises, what = bool(low > 0), lowered(second.label)
    if second.theme == "Deprivation":
        # The lowest decile is the most deprived.
        rises, what = rises is (second.worse == "high"), "deprivation"
        if second.id == "child_poverty_rate":
            what = "child poverty"
    side = "higher" if rises else "lower"
    return f"{entry.label} tends to be {side} where {what} is higher; the link is {_strength(row)}"


def _strength(row: pd.Series) -> str:
    """Return how strong a rank correlation is, in a word."""
    if row["correlation_low"] <= 0 <= row["correlation_high"]:
        return "no clear link"
    size = abs(float(row["rank_correlation"]))
    return "strong" if size >= 0.7 else "moderate" if size >= 0.4 else "weak"


def correlation_words(table: pd.DataFrame) -> str:
    """Return the rank correlation of two measures, of how many areas, and what it does not say."""
    row = table.iloc[0]
    rho, low, high = (float(row[name]) for name in _CORRELATION)
    if rho != rho:
        return "One of the two is the same everywhere, so they have no rank correlation."
    return (
        f"Rank correlation {_signed(rho)} over {int(row['areas']):,} areas ({_strength(row)}; 95% "
        f"interval {_signed(low)} to {_signed(high)}). {NO_CAUSE}"
    )


_CORRELATION = ("rank_correlation", "correlation_low", "correlation_high")


def _signed(value: float) -> str:
    """Write a correlation.

    Examples
    --------
    >>> _signed(-0.7249), _signed(0.3)
    ('−0.72', '0.30')
    """
    return f"{'−' if round(value, 2) < 0 else ''}{abs(value):.2f}"


def height_px(_table: pd.DataFrame, width_px: float) -> float:
    """Return the height of a scatter plot."""
    return _NARROW_TALL if width_px < NARROW_PX else _TALL


def paint(canvas: Canvas, view: ChartView, table: pd.DataFrame) -> None:
    """Draw the dots and the names of both axes."""
    unit, inks = canvas.unit, canvas.inks
    entry, second = dated(view), indicator(view.against)
    box = (
        canvas.left + 42 * unit,
        canvas.top + 18 * unit,
        canvas.right - 8 * unit,
        canvas.bottom - _AXIS * unit,
    )
    plot = Plot(box, _ends(table["against_value"]), _ends(table["value"]))
    grid_across(canvas, plot, entry)
    grid_down(canvas, plot, second)
    canvas.text(canvas.left, canvas.top + 6 * unit, f"{entry.label} ↑", 11.5, bold=True,
                colour=inks.soft)  # fmt: skip
    canvas.text(box[2], box[3] + 33 * unit, f"{second.label} →", 11.5, bold=True, colour=inks.soft,
                align="right")  # fmt: skip
    x, y = plot.x(table["against_value"]), plot.y(table["value"])
    own, chosen = table["role"] == AREA, table["role"] == CHOSEN
    many = int(own.sum()) > _FINE
    canvas.dots(x[own], y[own], 1.6 if many else 3.0, inks.dot, alpha=0.4 if many else 0.75,
                rasterized=many)  # fmt: skip
    canvas.dots(x[chosen], y[chosen], 5.2, inks.mark, zorder=12, edgecolor=inks.paper, lw=1)
    canvas.note(entry, table if not many else table[chosen], *(
        one if not many else one[chosen] for one in (x, y)))  # fmt: skip
    bounds = (*plot.box[:2], canvas.right, plot.box[3])
    label_dots(canvas, dots_of(canvas, table, x, y), bounds)


def _ends(values: pd.Series) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    pad = 0.05 * ((high - low) or 1.0)
    return (max(0.0, low - pad) if low >= 0 else low - pad), high + pad


SCATTER = ChartKind(
    "scatter",
    "Two measures",
    "One measure against another, of deprivation unless named, with their rank correlation.",
    why_not,
    scatter_table,
    words,
    height_px,
    paint,
    settled,
)
