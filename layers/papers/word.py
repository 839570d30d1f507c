"""A paper as a Word document: headings, lists and tables as such, pictures with descriptions."""

from __future__ import annotations

import io
from typing import Any

from layers.papers.html import logo_alt
from layers.papers.model import TO_FILL, Block, Paper
from layers.pictures import plain
from layers.profiles import MapPart, ProfileTable
from layers.stories import (
    add_picture,
    add_table,
    set_look,
    set_properties,
    with_fixed_dates,
)

_MAP_CM, _WIDE_MAP_CM, _LOGO_CM = 11.0, 15.5, 4.5


def word_of(paper: Paper, picture: bytes, logo: bytes = b"") -> bytes:
    """Write a paper as `.docx`; the same paper gives the same bytes."""
    from docx import Document

    made = Document()
    set_properties(made, paper.title.text, paper.name.text)
    set_look(made)
    if logo:
        add_picture(made, logo, _LOGO_CM, logo_alt(paper), "Logo")
    made.add_heading(plain(paper.title.text), level=0)
    made.add_paragraph(plain(f"{paper.name.text} · {paper.kind.text}"), style="Subtitle")
    for line in paper.front:
        entry = made.add_paragraph()
        entry.add_run(f"{plain(line.label)}: ").bold = True
        entry.add_run(plain(line.said.text))
    for number, section in enumerate(paper.sections, 1):
        made.add_heading(plain(f"{number}. {section.title}"), level=1)
        for block in section.blocks:
            _add_block(made, paper, block, picture)
    made.add_paragraph(plain(paper.made.text), style="Caption")
    held = io.BytesIO()
    made.save(held)
    return with_fixed_dates(held.getvalue())


def _add_block(made: Any, paper: Paper, block: Block, picture: bytes) -> None:
    if block.title:
        made.add_heading(plain(block.title), level=2)
    if block.has_map and paper.map is not None:
        wide_cm = _WIDE_MAP_CM if paper.has_wide_map else _MAP_CM
        add_picture(made, picture, wide_cm, paper.map.described.text, block.title)
        _add_legend(made, paper.map)
    for said in block.said:
        made.add_paragraph(plain(said.text))
    for said in block.points:
        made.add_paragraph(plain(said.text), style="List Bullet")
    for table in block.tables:
        # Levels of headings are not skipped: readers find their way by them.
        _add_table(made, table, 3 if block.title else 2)
    for number in range(1, block.blanks + 1):
        made.add_paragraph(f"{number}. {TO_FILL}")


def _add_legend(made: Any, drawn: MapPart) -> None:
    rows = [(row.label.text, row.count.text) for row in drawn.legend]
    add_table(made, ("Class on the map", drawn.counted or "Areas"), rows, words=1)
    made.add_paragraph(style="Caption")


def _add_table(made: Any, table: ProfileTable, level: int) -> None:
    if table.title:
        made.add_heading(plain(table.title), level=level)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    strong = [row.strong for row in table.rows]
    add_table(made, table.headings, rows, table.words, strong)
    # A paragraph parts a table from what comes next, with a note or without.
    made.add_paragraph(plain(table.note.text if table.note else ""), style="Caption")
