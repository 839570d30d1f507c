"""What a profile holds: parts with sentences and tables, each figure held by a trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from layers.pictures import Fill
from layers.view import MapView
from layers.words import Sentence, Trace

Mark = tuple[float, float, float]
"""Low end, value and high end of an interval, in the unit of the table's scale."""


@dataclass(frozen=True)
class ProfileRow:
    """One row of a table."""

    cells: tuple[Sentence, ...]
    """As many as there are headings; the first names the row."""
    mark: Mark | None = None
    """Where its figure stands on the scale; a bar has its value alone, from 0."""
    strong: bool = False
    """Whether it is of the place itself."""


@dataclass(frozen=True)
class Scale:
    """What the marks of a table are drawn against."""

    low: float
    high: float
    ends: tuple[Trace, Trace]
    """The two ends, in words."""
    rule: float | None = None
    """A value that all rows are compared with, such as England's."""
    bars: bool = False
    """Bars from the low end, or points with their intervals."""
    name: str = ""
    """Heading of the drawn column."""


@dataclass(frozen=True)
class ProfileTable:
    """A small table; the first column is words, the others are figures."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[ProfileRow, ...]
    scale: Scale | None = None
    note: Sentence | None = None
    words: int = 1
    """Columns of words, at the left; the others are aligned to the right."""
    is_even: bool = False
    """Whether the columns of figures of a paper are equally wide, as of things side by side."""


@dataclass(frozen=True)
class Line:
    """One place of a chart over the years."""

    name: Sentence
    """What it is called, and its latest figure."""
    values: tuple[float | None, ...]
    """Shares of the height of the chart, 0 to 1; None where a year has no figure."""


@dataclass(frozen=True)
class LineChart:
    """A small chart of a measure over its years, the place itself first."""

    title: Sentence
    described: Sentence
    """What stands for the chart where it cannot be seen."""
    ends: tuple[Trace, Trace]
    """The first year and the last."""
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """One section."""

    id: str
    title: str
    said: tuple[Sentence, ...] = ()
    tables: tuple[ProfileTable, ...] = ()
    charts: tuple[LineChart, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One figure large, with what it is."""

    figure: Sentence
    words: Sentence


@dataclass(frozen=True)
class LegendRow:
    """One class of the map."""

    look: Fill
    label: Sentence
    count: Sentence
    hatched: bool = False


@dataclass(frozen=True)
class MapPart:
    """The map of a profile, without its picture."""

    view: MapView
    title: Sentence
    described: Sentence
    """What stands for the picture where it cannot be seen."""
    counted: str
    legend: tuple[LegendRow, ...]
    notes: tuple[Sentence, ...] = ()

    def legend_for_page(self) -> list[dict[str, str]]:
        """Return the rows of the legend as a template writes them."""
        return [
            {
                "fill": row.look.colour,
                "pattern": "hatch" if row.hatched else row.look.pattern,
                "ink": row.look.ink or "#16202c",
                "label": row.label.text,
                "count": row.count.text,
            }
            for row in self.legend
        ]


@dataclass(frozen=True)
class Profile:
    """Two pages about a place, a zone of cold spots or a partnership."""

    code: str
    """Of the area or zone; empty for a partnership."""
    name: Sentence
    kind: Sentence
    lead: tuple[Sentence, ...]
    facts: tuple[Fact, ...]
    map: MapPart
    parts: tuple[Part, ...]
    limits: tuple[Sentence, ...]
    sources: tuple[Sentence, ...]
    licences: tuple[Sentence, ...]
    made: Sentence

    def sentences(self) -> Iterator[tuple[str, Sentence]]:
        """Yield everything that is shown as text, with where it stands."""
        yield "name", self.name
        yield "kind", self.kind
        yield from _numbered("lead", self.lead)
        for number, fact in enumerate(self.facts, 1):
            yield f"fact {number}", fact.figure
            yield f"fact {number}", fact.words
        yield "map", self.map.title
        yield "map", self.map.described
        for row in self.map.legend:
            yield "legend", row.label
            yield "legend", row.count
        yield from _numbered("map", self.map.notes)
        for part in self.parts:
            yield from _numbered(part.id, part.said)
            for table in part.tables:
                yield from _of_table(f"{part.id}: {table.title}", table)
            for chart in part.charts:
                yield from _of_chart(f"{part.id}: chart", chart)
        yield from _numbered("limits", self.limits)
        yield from _numbered("sources", self.sources)
        yield from _numbered("licences", self.licences)
        yield "made", self.made

    def traces(self) -> list[Trace]:
        """List every trace once, in the order in which figures are shown."""
        return list(dict.fromkeys(one for _, said in self.sentences() for one in said.traces))


def _numbered(where: str, said: tuple[Sentence, ...]) -> Iterator[tuple[str, Sentence]]:
    for sentence in said:
        yield where, sentence


def _of_table(where: str, table: ProfileTable) -> Iterator[tuple[str, Sentence]]:
    for row in table.rows:
        for cell in row.cells:
            yield where, cell
    if table.scale is not None:
        for end in table.scale.ends:
            yield where, Sentence(end.figure, (end,))
    if table.note is not None:
        yield where, table.note


def _of_chart(where: str, chart: LineChart) -> Iterator[tuple[str, Sentence]]:
    yield where, chart.title
    yield where, chart.described
    for line in chart.lines:
        yield where, line.name
    for end in chart.ends:
        yield where, Sentence(end.figure, (end,))


def figure_cell(trace: Trace) -> Sentence:
    """Make a cell of one figure."""
    return Sentence(trace.figure, (trace,))


def to_page(profile: Profile) -> dict[str, Any]:
    """Return what a template writes: texts, and where marks stand from 0 to 1.

    Nothing in it is markup; a template must write each text letter by letter.
    """
    drawn = profile.map
    return {
        "code": profile.code,
        "name": profile.name.text,
        "kind": profile.kind.text,
        "lead": [one.text for one in profile.lead],
        "facts": [{"figure": one.figure.text, "words": one.words.text} for one in profile.facts],
        "map": {
            "title": drawn.title.text,
            "alt": drawn.described.text,
            "counted": drawn.counted,
            "notes": [one.text for one in drawn.notes],
            "legend": drawn.legend_for_page(),
        },
        "parts": {
            part.id: {
                "id": part.id,
                "title": part.title,
                "said": [one.text for one in part.said],
                "tables": [_table_page(table) for table in part.tables],
                "charts": [_chart_page(chart) for chart in part.charts],
            }
            for part in profile.parts
        },
        "limits": [one.text for one in profile.limits],
        "sources": [one.text for one in profile.sources],
        "licences": [one.text for one in profile.licences],
        "made": profile.made.text,
    }


def _chart_page(chart: LineChart) -> dict[str, Any]:
    return {
        "title": chart.title.text,
        "alt": chart.described.text,
        "ends": [end.figure for end in chart.ends],
        "lines": [
            {"name": line.name.text, "parts": _parts_of_line(line.values)} for line in chart.lines
        ],
    }


def _parts_of_line(values: tuple[float | None, ...]) -> list[list[tuple[float, float]]]:
    """Return the runs of points of a line, from 0 to 1 to the right and down.

    Examples
    --------
    >>> _parts_of_line((0.0, 1.0, None, 0.5))
    [[(0.0, 1.0), (0.3333, 0.0)], [(1.0, 0.5)]]
    """
    parts = list[list[tuple[float, float]]]()
    before: float | None = None
    for at, value in enumerate(values):
        if value is not None:
            parts += [[]] if before is None else []
            parts[-1].append((round(at / (len(values) - 1), 4), round(1 - value, 4)))
        before = value
    return parts


def _table_page(table: ProfileTable) -> dict[str, Any]:
    scale = table.scale
    return {
        "title": table.title,
        "headings": list(table.headings),
        "words": table.words,
        "note": table.note.text if table.note else "",
        "scale": None
        if scale is None
        else {
            "ends": [end.figure for end in scale.ends],
            "rule": None if scale.rule is None else _along(scale, scale.rule),
            "bars": scale.bars,
            "name": scale.name,
        },
        "rows": [
            {
                "cells": [cell.text for cell in row.cells],
                "mark": [_along(scale, end) for end in row.mark] if row.mark and scale else None,
                "strong": row.strong,
            }
            for row in table.rows
        ],
    }


def _along(scale: Scale, value: float) -> float:
    """Return where a value stands on a scale, from 0 to 1."""
    place = (value - scale.low) / (scale.high - scale.low)
    return round(min(max(place, 0.0), 1.0), 4)
