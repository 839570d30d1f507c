"""What a story holds: its texts, each figure with its trace, two charts and a map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layers.charts import ChartView
from layers.view import MapView
from layers.words import Sentence, Trace

SHORT_ALT = 125
"""Characters of a short description at most, as screen readers and picture desks want it."""
LEAST_WORDS, MOST_WORDS = 120, 180
"""Words of a body."""


@dataclass(frozen=True)
class FigureRow:
    """One figure of the story with its interval, or why there is none."""

    label: Sentence
    figure: Sentence
    interval: Sentence
    period: Sentence


@dataclass(frozen=True)
class StoryChart:
    """One chart of a story, without its picture."""

    view: ChartView
    caption: Sentence
    alt: Sentence


@dataclass(frozen=True)
class StoryMap:
    """The map of a story, without its picture."""

    view: MapView
    title: Sentence
    short: Sentence
    """What stands for it where it cannot be seen, in `SHORT_ALT` characters."""
    long: Sentence
    """The same in full."""


@dataclass(frozen=True)
class Story:
    """A story of one place, ready to be edited."""

    code: str
    name: Sentence
    kind: Sentence
    headline: Sentence
    standfirst: Sentence
    body: tuple[tuple[Sentence, ...], ...]
    """Paragraphs of sentences."""
    bullets: tuple[Sentence, ...]
    charts: tuple[StoryChart, ...]
    map: StoryMap
    figures: tuple[FigureRow, ...]
    limits: tuple[Sentence, ...]
    """What the figures cannot say."""
    sources: tuple[Sentence, ...]
    licences: tuple[Sentence, ...]
    made: Sentence

    def sentences(self) -> Iterator[tuple[str, Sentence]]:
        """Yield everything that is shown as text, with where it stands."""
        yield "name", self.name
        yield "kind", self.kind
        yield "headline", self.headline
        yield "standfirst", self.standfirst
        for number, paragraph in enumerate(self.body, 1):
            for said in paragraph:
                yield f"paragraph {number}", said
        for said in self.bullets:
            yield "bullets", said
        for number, chart in enumerate(self.charts, 1):
            yield f"chart {number}", chart.caption
            yield f"chart {number}", chart.alt
        for said in (self.map.title, self.map.short, self.map.long):
            yield "map", said
        for row in self.figures:
            for said in (row.label, row.figure, row.interval, row.period):
                yield "figures", said
        for where in ("limits", "sources", "licences"):
            for said in getattr(self, where):
                yield where, said
        yield "made", self.made

    def traces(self) -> list[Trace]:
        """List every trace once, in the order in which figures are shown."""
        return list(dict.fromkeys(one for _, said in self.sentences() for one in said.traces))

    def words(self) -> int:
        """Count the words of the body."""
        return sum(len(said.text.split()) for paragraph in self.body for said in paragraph)
