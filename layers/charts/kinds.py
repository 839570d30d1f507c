"""The registry of kinds of chart; one chart of a view, and what a view can be drawn as."""

from __future__ import annotations

from geo.errors import BadInputError
from layers.charts.beeswarm import BEESWARM
from layers.charts.funnel import FUNNEL
from layers.charts.model import Chart, ChartKind
from layers.charts.ranked import RANKED
from layers.charts.scatter import SCATTER
from layers.charts.target import TARGET
from layers.charts.view import ChartView
from layers.charts.years import YEARS

CHARTS: tuple[ChartKind, ...] = (RANKED, BEESWARM, YEARS, SCATTER, TARGET, FUNNEL)
"""Kinds in the order of menus."""


def find_chart(name: str) -> ChartKind:
    """Return the kind of chart with a name.

    Raises
    ------
    BadInputError
        If there is none.
    """
    for kind in CHARTS:
        if kind.name == name:
            return kind
    names = ", ".join(kind.name for kind in CHARTS)
    raise BadInputError(f"No chart is called {name!r}. Choose one of {names}.")


def why_not(view: ChartView) -> str:
    """Return why a view cannot be drawn as its kind and what to do; empty where it can.

    Examples
    --------
    >>> why_not(ChartView("years"))
    'A line over years is of a place. Name one with in=, such as in=E06000009.'
    """
    return find_chart(view.chart).why_not(view)


def chart_of(view: ChartView) -> Chart:
    """Return a chart: its table, and its words written from the table.

    Parameters
    ----------
    view
        What is drawn; `layers.charts.read_link` makes one of an address.

    Raises
    ------
    BadInputError
        If there is no such kind, or it cannot be drawn of this measure, level or place; the message
        says why and what to do.

    Examples
    --------
    >>> chart = chart_of(ChartView(marked=("E06000009",)))
    >>> chart.words.title
    'Blackpool: 27.7%, 1st to 4th lowest of 148 counties and unitary authorities'
    """
    kind = find_chart(view.chart)
    if why := kind.why_not(view):
        raise BadInputError(why)
    view = kind.settled(view)
    table = kind.table(view)
    return Chart(kind, view, table, kind.words(view, table))


def offered_charts(view: ChartView) -> tuple[ChartKind, ...]:
    """Return the kinds that a view can be drawn as."""
    return tuple(kind for kind in CHARTS if not kind.why_not(view))
