"""A paper as one HTML page that stands alone and prints, or as a part of a page of the app."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from layers.papers.model import TO_FILL, Block, Paper
from layers.profiles import ProfileTable, environment

_TEMPLATES = Path(__file__).parent / "templates"


def page_of(paper: Paper, picture: bytes, logo: bytes = b"") -> str:
    """Write a paper as a page that asks for nothing."""
    page = environment(_TEMPLATES).get_template("paper.html")
    return page.render(d=to_page(paper), **_pictures(picture, logo)) + "\n"


def part_of(paper: Paper, picture: bytes, logo: bytes = b"") -> str:
    """Write a paper as a part of a page of the app, which `look_of_paper` gives its look."""
    part = environment(_TEMPLATES).get_template("paper_part.html")
    return part.render(d=to_page(paper), **_pictures(picture, logo))


def look_of_paper(*, dark: bool) -> str:
    """Return the look of a paper inside a page that is dark or light."""
    return environment(_TEMPLATES).get_template("paper_look.html").render(dark=dark)


def _pictures(picture: bytes, logo: bytes) -> dict[str, str]:
    return {
        "picture": base64.b64encode(picture).decode(),
        "logo": base64.b64encode(logo).decode(),
    }


def logo_alt(paper: Paper) -> str:
    """Return what stands for the logo where it cannot be seen."""
    return f"Logo of {paper.by}" if paper.by else "Logo"


def to_page(paper: Paper) -> dict[str, Any]:
    """Return what the templates write; nothing in it is markup."""
    drawn = paper.map
    return {
        "code": paper.code,
        "title": paper.title.text,
        "kind": f"{paper.name.text} · {paper.kind.text}",
        "name": paper.name.text,
        "logo_alt": logo_alt(paper),
        "blank": TO_FILL,
        "front": [{"label": one.label, "text": one.said.text} for one in paper.front],
        "map": {}
        if drawn is None
        else {
            "alt": drawn.described.text,
            "counted": drawn.counted,
            "wide": paper.has_wide_map,
            "legend": drawn.legend_for_page(),
        },
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "blocks": [_block_page(block) for block in section.blocks],
            }
            for section in paper.sections
        ],
        "made": paper.made.text,
    }


def _block_page(block: Block) -> dict[str, Any]:
    return {
        "title": block.title,
        "said": [one.text for one in block.said],
        "points": [one.text for one in block.points],
        "tables": [_table_page(table) for table in block.tables],
        "has_map": block.has_map,
        "blanks": block.blanks,
    }


def _table_page(table: ProfileTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "headings": list(table.headings),
        "words": table.words,
        "even": table.is_even,
        "note": "" if table.note is None else table.note.text,
        "rows": [
            {"cells": [cell.text for cell in row.cells], "strong": row.strong} for row in table.rows
        ],
    }
