"""A story as one HTML page that stands alone, or as a part of a page of the app."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from layers.profiles import environment
from layers.stories.model import Story
from layers.stories.pictured import Pictures

_TEMPLATES = Path(__file__).parent / "templates"


def page_of(story: Story, pictures: Pictures) -> str:
    """Write a story as a page that asks for nothing."""
    page = environment(_TEMPLATES).get_template("story.html").render(d=to_page(story, pictures))
    return page + "\n"


def part_of(story: Story, pictures: Pictures) -> str:
    """Write a story as a part of a page of the app, which `look_of_story` gives its look."""
    return environment(_TEMPLATES).get_template("story_part.html").render(
        d=to_page(story, pictures)
    )  # fmt: skip


def look_of_story(*, dark: bool) -> str:
    """Return the look of a story inside a page that is dark or light."""
    return environment(_TEMPLATES).get_template("story_look.html").render(dark=dark)


def to_page(story: Story, pictures: Pictures) -> dict[str, Any]:
    """Return what the templates write; nothing in it is markup."""
    return {
        "code": story.code,
        "name": story.name.text,
        "kind": story.kind.text,
        "headline": story.headline.text,
        "standfirst": story.standfirst.text,
        "body": [" ".join(said.text for said in paragraph) for paragraph in story.body],
        "bullets": [said.text for said in story.bullets],
        "map": {
            "title": story.map.title.text,
            "alt": story.map.short.text,
            "told": story.map.long.text,
            "picture": base64.b64encode(pictures.map).decode(),
        },
        "charts": [
            {
                "caption": chart.caption.text,
                "alt": chart.alt.text,
                "told": told,
                "picture": base64.b64encode(picture).decode(),
            }
            for chart, picture, told in zip(
                story.charts, pictures.charts, pictures.told, strict=True
            )
        ],
        "figures": [
            [row.label.text, row.figure.text, row.interval.text, row.period.text]
            for row in story.figures
        ],
        "limits": [said.text for said in story.limits],
        "sources": [said.text for said in story.sources],
        "licences": [said.text for said in story.licences],
        "made": story.made.text,
    }
