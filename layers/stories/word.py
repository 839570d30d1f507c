"""A story as a Word document: headings, lists and a table as such, pictures with descriptions."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from layers.pictures import plain
from layers.stories.model import Story
from layers.stories.pictured import Pictures

_WIDTH_CM = 15.5
_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""A date that is the same each time, as the same story gives the same bytes."""
_ZIP_DATE = (2026, 1, 1, 0, 0, 0)


def word_of(story: Story, pictures: Pictures) -> bytes:
    """Write a story as `.docx`; the same story gives the same bytes."""
    from docx import Document
    from docx.shared import Cm

    made = Document()
    _settle(made, story)
    made.add_heading(plain(story.headline.text), level=0)
    made.add_paragraph(plain(story.standfirst.text), style="Intense Quote")
    made.add_paragraph(plain(f"{story.name.text} · {story.kind.text}"), style="Subtitle")
    for said in story.bullets:
        made.add_paragraph(plain(said.text), style="List Bullet")
    for paragraph in story.body:
        made.add_paragraph(plain(" ".join(said.text for said in paragraph)))

    def picture(content: bytes, alt: str, title: str, told: str) -> None:
        shape = made.add_picture(io.BytesIO(content), width=Cm(_WIDTH_CM))
        held = shape._inline.docPr
        held.set("descr", plain(alt))
        held.set("title", plain(title))
        made.add_paragraph(plain(title), style="Caption")
        made.add_paragraph(plain(told))

    picture(pictures.map, story.map.short.text, f"{story.map.title.text}.", story.map.long.text)
    for content, chart, told in zip(pictures.charts, story.charts, pictures.told, strict=True):
        picture(content, chart.alt.text, chart.caption.text, told)
    if story.figures:
        made.add_heading("The figures", level=1)
        _table(made, story)
    made.add_heading("What the figures cannot say", level=1)
    for said in story.limits:
        made.add_paragraph(plain(said.text), style="List Bullet")
    made.add_heading("Sources", level=1)
    for said in (*story.sources, *story.licences, story.made):
        made.add_paragraph(plain(said.text))
    held = io.BytesIO()
    made.save(held)
    return _dated(held.getvalue())


def _settle(made: Any, story: Story) -> None:
    """Set title, language and dates of a document."""
    from docx.oxml.ns import qn

    kept = made.core_properties
    kept.title, kept.subject = plain(story.headline.text), plain(story.name.text)
    kept.author, kept.language, kept.comments = "Cold Spots", "en-GB", ""
    kept.created = kept.modified = kept.last_printed = _DATE
    kept.last_modified_by, kept.revision = "Cold Spots", 1
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _table(made: Any, story: Story) -> None:
    from docx.oxml import OxmlElement

    table = made.add_table(rows=1, cols=4, style="Light List Accent 1")
    heads = ("Measure", "Figure", "95% interval", "Period")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
    # The row of headings is repeated on each page, and read as headings.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in story.figures:
        texts = (row.label.text, row.figure.text, row.interval.text, row.period.text)
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = plain(text)


def _dated(content: bytes) -> bytes:
    """Return the same document with one date on each of its parts."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return held.getvalue()
