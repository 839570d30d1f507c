"""What a kind of chart is, and one chart of it: its table, its words and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from layers.charts.plot import Canvas
from layers.charts.view import ChartView


@dataclass(frozen=True)
class ChartWords:
    """The words of a chart, written from its table."""

    title: str
    about: str
    """What the figures are, of whom and when, and what is left out."""
    marks: str
    """What its marks mean; a table has none."""
    short: str
    """What a reader who does not see it is told in a sentence."""
    long: str
    """The same in full."""
    period: str
    """Of whom and when the figures speak, as the credit says it."""

    @property
    def subtitle(self) -> str:
        """Return what stands under the title of a picture."""
        return " ".join(filter(None, (self.about, self.marks)))


@dataclass(frozen=True)
class ChartKind:
    """One kind of chart."""

    name: str
    """What an address calls it."""
    label: str
    """What a menu calls it."""
    about: str
    """What it shows, in a sentence."""
    why_not: Callable[[ChartView], str]
    """Why it cannot be drawn of a view and what to do; empty where it can."""
    table: Callable[[ChartView], pd.DataFrame]
    """Every figure it shows, indexed by `area_code` and what else tells its rows apart."""
    words: Callable[[ChartView, pd.DataFrame], ChartWords]
    height_px: Callable[[pd.DataFrame, float], float]
    """Height that its middle needs at a width, in pixels of a sheet of unit 1."""
    paint: Callable[[Canvas, ChartView, pd.DataFrame], None]
    """Draw its middle, between the words above and the credit below."""
    settled: Callable[[ChartView], ChartView] = lambda view: view
    """Name in the view what the kind chooses where nothing is named."""


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart: a kind, what is asked of it, and what it says."""

    kind: ChartKind
    view: ChartView
    table: pd.DataFrame
    words: ChartWords
