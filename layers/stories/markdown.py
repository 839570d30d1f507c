"""A story as Markdown, with its pictures beside it."""

from __future__ import annotations

import re

from layers.pictures import plain
from layers.stories.model import Story
from layers.stories.pictured import Pictures

_MARKS = re.compile(r"([\\`*_{}\[\]<>#+!|~])")


def safe(text: str) -> str:
    r"""Return a text that Markdown shows letter by letter.

    Examples
    --------
    >>> print(safe("A *new* school"))
    A \*new\* school
    """
    return _MARKS.sub(r"\\\1", plain(text))


def picture_names(stem: str, charts_drawn: int) -> list[str]:
    """Name the pictures that stand beside a story: the map, then its charts."""
    charts = [f"{stem}-chart-{number}.png" for number in range(1, charts_drawn + 1)]
    return [f"{stem}-map.png", *charts]


def markdown_of(story: Story, pictures: Pictures, stem: str) -> str:
    """Write a story as Markdown whose pictures are called by `stem`."""
    names = picture_names(stem, len(story.charts))
    lines = [f"# {safe(story.headline.text)}", "", f"**{safe(story.standfirst.text)}**", ""]
    lines += [f"*{safe(story.name.text)} · {safe(story.kind.text)}*", ""]
    lines += [f"* {safe(said.text)}" for said in story.bullets] + [""]
    for paragraph in story.body:
        lines += [safe(" ".join(said.text for said in paragraph)), ""]
    lines += _figure(names[0], story.map.short.text, f"{story.map.title.text}.")
    lines += [safe(story.map.long.text), ""]
    for name, chart, told in zip(names[1:], story.charts, pictures.told, strict=True):
        lines += [*_figure(name, chart.alt.text, chart.caption.text), safe(told), ""]
    if story.figures:
        lines += ["## The figures", "", "| Measure | Figure | 95% interval | Period |"]
        lines += ["|---|---|---|---|"]
        for row in story.figures:
            cells = (row.label, row.figure, row.interval, row.period)
            lines.append(f"| {' | '.join(safe(cell.text) for cell in cells)} |")
        lines.append("")
    lines += ["## What the figures cannot say", ""]
    lines += [f"* {safe(said.text)}" for said in story.limits]
    lines += ["", "## Sources", "", *(f"* {safe(said.text)}" for said in story.sources), ""]
    lines += [safe(" ".join(said.text for said in story.licences)), "", safe(story.made.text), ""]
    return "\n".join(lines)


def _figure(name: str, alt: str, caption: str) -> list[str]:
    return [f"![{safe(alt)}]({name})", "", f"*{safe(caption)}*", ""]
