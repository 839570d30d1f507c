"""The kind of map that shows one draw of all true rates after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import pandas as pd

from geo import tables
from geo.areas import AreaTable, Classes, Row, area_table, classify
from geo.packs import binary as pack
from geo.posterior import POSTERIOR_LEVELS, load_draws
from geo.registry import Words, geography, indicator
from geo.settings import NOT_ONE_PERSON
from layers.browser import keep
from layers.kind_options import KindOptions, with_options
from layers.kinds import ChartColumn, MapKind, YearChoice
from layers.style import CIVIDIS, measure_colours, paint_column, ramp
from layers.view import MapView
from layers.words import Sentence, Trace, areas_of, say, sentences_by_class

SHOWN = 10
"""Draws to page through; more would not show more."""
DRAWS = "draws"
_RATE = replace(
    indicator("tundra_rate"),
    id="tundra_rate_drawn",
    label="Ten possible Englands",
    meaning="Young participation as it may truly be: one of ten Englands that the figures allow",
)


@dataclass(frozen=True)
class DrawOptions(KindOptions):
    """Which of the draws is shown."""

    draw: int = 1
    """From 1 to `SHOWN`."""

    def pairs(self) -> dict[str, str]:
        return {"draw": str(self.draw) if self.draw != DrawOptions.draw else ""}

    @classmethod
    def read(cls, query: Mapping[str, str], notes: list[str], level: str) -> Self:
        del level  # the draws of every level are numbered alike
        asked = query.get("draw", "") or str(cls.draw)
        if asked in map(str, range(1, SHOWN + 1)):
            return cls(int(asked))
        notes.append(f"The address asks for a draw that is none of 1 to {SHOWN}; 1 is shown.")
        return cls()


@lru_cache(maxsize=SHOWN)
def rates_drawn(level: str, draw: int) -> pd.Series:
    """Return the true rates of one draw by `area_code`; missing without a published rate."""
    rates = load_draws(level).draw(draw - 1)
    return rates.reindex(area_table(level).index).rename(_RATE.id)


@lru_cache(maxsize=4)
def published_limits(level: str, root: Path | None = None) -> tuple[float, ...]:
    """Return where the published fifths end, in per cent: the same limits for every draw."""
    old = tables.load(f"tundra_{level[:-2]}11", ["rate", "quintile"], root)
    ends = old.groupby("quintile")["rate"].max()
    return tuple(round(float(ends[fifth]) * 100, 1) for fifth in range(1, 5))


@lru_cache(maxsize=SHOWN)
def classes_drawn(level: str, draw: int) -> Classes:
    """Classify the rates of one draw by the limits of the published fifths."""
    table = area_table(level).assign(**{_RATE.id: rates_drawn(level, draw)})
    made = classify(table, _RATE, "own", published_limits(level))
    rule = "Limits of the published fifths, the same in every draw, so that the maps compare."
    return replace(made, rule=rule)


class TenEnglands(MapKind):
    """One of ten joint draws of the true rates of all areas."""

    id = DRAWS
    label = "Ten possible Englands"
    options = (DrawOptions,)
    columns = {  # noqa: RUF012
        _RATE.id: Words(
            "Young participation, one draw",
            "true rate in one of ten draws of the spatial model, to steps of 0.004",
            "share, 0 to 1",
            "low is of concern",
            "suppressed, or outside England",
            _RATE.period,
            _RATE.datasets,
            "No published figure, and no estimate: one possibility among many.",
        )
    }

    def levels(self) -> tuple[str, ...]:
        return POSTERIOR_LEVELS

    def begin(self, view: MapView) -> MapView:
        return replace(view, mode=self.id, indicator="tundra_rate", classes="usual", limits=())

    def read(self, view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
        return replace(super().read(view, query, notes), indicator="tundra_rate")

    def year_choices(self, view: MapView) -> tuple[YearChoice, ...]:
        labels = tuple((draw, f"{draw} of {SHOWN}") for draw in range(1, SHOWN + 1))
        return (
            YearChoice(
                "draw", "Possible England", labels, DrawOptions.of(view).draw, "Play all ten"
            ),
        )

    def with_year(self, view: MapView, key: str, year: int) -> MapView:
        return with_options(view, DrawOptions(year))

    def key(self, view: MapView) -> str:
        return f"{self.id}.{DrawOptions.of(view).draw}"

    def classes(self, view: MapView) -> Classes:
        return classes_drawn(view.geography, DrawOptions.of(view).draw)

    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        rates = rates_drawn(view.geography, DrawOptions.of(view).draw)
        content = pack.pack_column(rates, self.classes(view), _RATE)
        return paint_column(keep(f"{view.geography}.{self.key(view)}", content), _RATE)

    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        return measure_colours(_RATE, count)

    def safe_colours(self, view: MapView, usual: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(ramp(CIVIDIS, len(usual)))

    def title(self, view: MapView) -> str:
        return f"Young participation, possible England {DrawOptions.of(view).draw} of {SHOWN}"

    def period(self, view: MapView) -> str:
        return _RATE.period

    def opening(self, view: MapView) -> str:
        level = geography(view.geography).label
        return (
            f"One of ten Englands that the published rates allow, by {level}: {self.period(view)}. "
            "What stays from one to the next is sure; what flickers is chance."
        )

    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        def first(view: MapView, rows: list[Row], place: Trace) -> list[Sentence]:
            low = areas_of(view, rows[0])
            return [
                say("In this one, {low} in {place} have the lowest rates.", low=low, place=place)
            ]

        return sentences_by_class(view, place, first)

    def headline(self, view: MapView) -> str:
        if view.select:
            return ""
        draw = DrawOptions.of(view).draw
        return f"Possible England {draw} of {SHOWN}: what stays from one to the next is sure"

    def caveat(self, view: MapView) -> str:
        said = "A draw is no estimate: it is one possibility, as likely as each of the others."
        return f"{said} {indicator('tundra_rate').caveat} {NOT_ONE_PERSON}"

    def measures(self, view: MapView) -> tuple[str, ...]:
        return ("tundra_rate",)

    def figure_words(self, view: MapView) -> str:
        return f"tundra_rate in draw {DrawOptions.of(view).draw}"

    def class_words(self, view: MapView, row: Row) -> str:
        plural, draw = geography(view.geography).plural, DrawOptions.of(view).draw
        return f"{plural} in class {row['label']!r} of draw {draw} of tundra_rate"

    def verdict(self, view: MapView) -> list[str]:
        rate = rates_drawn(view.geography, DrawOptions.of(view).draw)[view.select]
        if pd.isna(rate):
            return []
        return [f"In this possible England {_RATE.text(float(rate))} go on here."]

    def table(self, view: MapView) -> AreaTable:
        areas = super().table(view)
        rates = rates_drawn(view.geography, DrawOptions.of(view).draw)
        return replace(areas, table=areas.table.join(rates))

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        drawn = f"Young participation, possible England {DrawOptions.of(view).draw} of {SHOWN}"
        return [
            ChartColumn(_RATE.id, drawn, _RATE, "one draw of many"),
            *super().chart_columns(view),
        ]


KINDS = (TenEnglands(),)
