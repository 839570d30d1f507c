"""A story as a Word document: headings, lists and a table as such, pictures with descriptions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from layers.pictures import plain
from layers.stories.model import Story
from layers.stories.pictured import Pictures

_WIDTH_CM = 15.5
_PAGE_CM, _MARGIN_CM = (21.0, 29.7), 2.2
_SIZES = {
    "Normal": 10.5,
    "Title": 22,
    "Subtitle": 11,
    "Intense Quote": 12,
    "Heading 1": 14,
    "Heading 2": 11.5,
    "Heading 3": 10.5,
    "Caption": 9,
}
"""Points of type, by style."""
_LONGEST = 30
"""Letters of a cell beyond which its column grows no wider."""
_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""A date that is the same each time, as the same story gives the same bytes."""
_ZIP_DATE = (2026, 1, 1, 0, 0, 0)


def word_of(story: Story, pictures: Pictures) -> bytes:
    """Write a story as `.docx`; the same story gives the same bytes."""
    from docx import Document

    made = Document()
    set_properties(made, story.headline.text, story.name.text)
    set_look(made)
    made.add_heading(plain(story.headline.text), level=0)
    made.add_paragraph(plain(story.standfirst.text), style="Intense Quote")
    made.add_paragraph(plain(f"{story.name.text} · {story.kind.text}"), style="Subtitle")
    for said in story.bullets:
        made.add_paragraph(plain(said.text), style="List Bullet")
    for paragraph in story.body:
        made.add_paragraph(plain(" ".join(said.text for said in paragraph)))

    def picture(content: bytes, alt: str, title: str, told: str) -> None:
        add_picture(made, content, _WIDTH_CM, alt, title)
        made.add_paragraph(plain(title), style="Caption")
        made.add_paragraph(plain(told))

    picture(pictures.map, story.map.short.text, f"{story.map.title.text}.", story.map.long.text)
    for content, chart, told in zip(pictures.charts, story.charts, pictures.told, strict=True):
        picture(content, chart.alt.text, chart.caption.text, told)
    if story.figures:
        made.add_heading("The figures", level=1)
        rows = [
            (row.label.text, row.figure.text, row.interval.text, row.period.text)
            for row in story.figures
        ]
        add_table(made, ("Measure", "Figure", "95% interval", "Period"), rows, words=4)
    made.add_heading("What the figures cannot say", level=1)
    for said in story.limits:
        made.add_paragraph(plain(said.text), style="List Bullet")
    made.add_heading("Sources", level=1)
    for said in (*story.sources, *story.licences, story.made):
        made.add_paragraph(plain(said.text))
    held = io.BytesIO()
    made.save(held)
    return with_fixed_dates(held.getvalue())


def set_properties(made: Any, title: str, subject: str) -> None:
    """Set title, subject, language and dates of a Word document."""
    from docx.oxml.ns import qn

    kept = made.core_properties
    kept.title, kept.subject = plain(title), plain(subject)
    kept.author, kept.language, kept.comments = "Cold Spots", "en-GB", ""
    kept.created = kept.modified = kept.last_printed = _DATE
    kept.last_modified_by, kept.revision = "Cold Spots", 1
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def set_look(made: Any) -> None:
    """Set a Word document on A4, in one typeface that every machine has."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = made.sections[0]
    page.page_width, page.page_height = Cm(_PAGE_CM[0]), Cm(_PAGE_CM[1])
    page.left_margin = page.right_margin = Cm(_MARGIN_CM)
    page.top_margin = page.bottom_margin = Cm(_MARGIN_CM)
    for name, size in _SIZES.items():
        style = made.styles[name]
        style.font.name, style.font.size, style.font.italic = "Arial", Pt(size), False
        style.font.color.rgb = RGBColor(0x16, 0x20, 0x2C)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
    made.styles["Caption"].font.bold = False
    made.styles["Normal"].paragraph_format.space_after = Pt(6)
    made.styles["Normal"].paragraph_format.line_spacing = 1.1


def add_picture(made: Any, content: bytes, width_cm: float, alt: str, title: str) -> None:
    """Add a picture with what stands for it where it cannot be seen."""
    from docx.shared import Cm

    shape = made.add_picture(io.BytesIO(content), width=Cm(width_cm))
    held = shape._inline.docPr
    held.set("descr", plain(alt))
    held.set("title", plain(title))
    made.paragraphs[-1].paragraph_format.keep_with_next = True


def add_table(
    made: Any, headings: Sequence[str], rows: Sequence[Sequence[str]], words: int,
    strong: Sequence[bool] = (),
) -> None:  # fmt: skip
    """Add a table whose first row is read as headings and repeated on each page.

    Parameters
    ----------
    words
        Columns of words, at the left; the others are aligned to the right.
    strong
        Which rows are bold; none unless given.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    table = made.add_table(rows=1 + len(rows), cols=len(headings), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    bold = [True, *(strong or [False] * len(rows))]
    for texts, row, heavy in zip([headings, *rows], table.rows, bold, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            entry = cell.paragraphs[0]
            run = entry.add_run(plain(text))
            run.bold, run.font.size = heavy, Pt(9)
            entry.paragraph_format.space_before = entry.paragraph_format.space_after = Pt(1.5)
            if at >= words:
                entry.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _set_widths(table, [headings, *rows])


def _set_widths(table: Any, rows: Sequence[Sequence[str]]) -> None:
    """Set the width of each column of a table by its longest text."""
    from docx.shared import Cm

    longest = [min(max(len(text) for text in texts), _LONGEST) + 6
               for texts in zip(*rows, strict=True)]  # fmt: skip
    room = _PAGE_CM[0] - 2 * _MARGIN_CM
    table.autofit = False
    for column, length in zip(table.columns, longest, strict=True):
        column.width = Cm(room * length / sum(longest))
        for cell in column.cells:
            cell.width = column.width


def with_fixed_dates(content: bytes) -> bytes:
    """Return a Word document with one date on each of its parts: same text, same bytes."""
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
