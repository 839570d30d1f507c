"""The pictures of a story, drawn once for whichever file they go into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from layers.charts import chart_of
from layers.stories.model import Story
from layers.stories.pictured import chart_picture, map_picture


@dataclass(frozen=True)
class Pictures:
    """PNGs of a story, and what its charts say in full."""

    map: bytes
    charts: tuple[bytes, ...]
    told: tuple[str, ...]
    """Of each chart, what it shows in words."""


@lru_cache(maxsize=4)
def pictures_of(story: Story) -> Pictures:
    """Draw the map and the charts of a story."""
    charts = [chart_of(one.view) for one in story.charts]
    return Pictures(
        map_picture(story.map),
        tuple(chart_picture(one) for one in story.charts),
        tuple(one.words.long for one in charts),
    )


def chart_tables(story: Story) -> list[dict[str, Any]]:
    """Return the table behind each chart, as JSON holds it: what is not known is null."""
    made = []
    for one in story.charts:
        rows = chart_of(one.view).table.reset_index().to_dict("records")
        kept = [
            {str(key): None if value != value else value for key, value in row.items()}
            for row in rows
        ]
        made.append({"view": one.view.to_query(), "caption": one.caption.text, "rows": kept})
    return made
