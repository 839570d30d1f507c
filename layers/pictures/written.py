"""A drawn sheet as the bytes of a file: PNG, SVG that is read aloud, or PDF, without a date."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import escape

from geo.errors import IntegrityError
from layers.pictures.sheet import Sheet, plain

_BEHIND = "'Source Sans 3', 'Segoe UI', Roboto, Arial, sans-serif"


def written(
    sheet: Sheet, description: str, suffix: str, dots: float, title: str, rights: str = ""
) -> bytes:
    """Write the figure without a date, with what it shows and whose data it rests on inside."""
    held = io.BytesIO()
    title = plain(title)
    metadata: dict[str, Any] = {"Title": title}
    if suffix == ".svg":
        metadata |= {"Date": None, "Creator": "Cold Spots", "Rights": rights or None}
    elif suffix == ".pdf":
        metadata |= {"CreationDate": None, "Creator": "Cold Spots", "Subject": description}
        metadata |= {"Keywords": plain(rights)} if rights else {}
    else:
        metadata |= {"Software": "Cold Spots", "Description": plain(description)}
        metadata |= {"Copyright": plain(rights)} if rights else {}
    sheet.figure.savefig(held, format=suffix[1:], dpi=dots, metadata=metadata)
    content = held.getvalue()
    if suffix == ".svg":
        return _described(content, title, description)
    return tagged(content, plain(description)) if suffix == ".pdf" else content


_SVG_OPEN = re.compile(r"<svg ([^>]*)>\s*(<title>.*?</title>)?", re.DOTALL)
_SVG_FONT = re.compile(r'(style="font: [^"]*\'DejaVu Sans\')')


def _described(content: bytes, title: str, description: str) -> bytes:
    """Return an SVG a name and a description that are read aloud, and typefaces to fall back on."""
    text = content.decode("utf-8")
    told = (
        f'<title id="map-title">{escape(title)}</title>\n'
        f' <desc id="map-desc">{escape(plain(description))}</desc>'
    )

    def opened(found: re.Match[str]) -> str:
        named = 'role="img" aria-labelledby="map-title map-desc" xml:lang="en-GB"'
        return f"<svg {named} {found.group(1)}>\n {told}"

    text = _SVG_OPEN.sub(opened, text, count=1)
    return _SVG_FONT.sub(lambda found: f"{found.group(1)}, {_BEHIND}", text).encode("utf-8")


# A tagged PDF is told to those who cannot see it: one figure with its description, in English.
# What is added is an update at the end of the file (ISO 32000-1, 7.5.6), so that nothing that was
# drawn is written anew: a catalogue with a tree of structure (14.7), the page marked as a figure.
_CATALOGUE = re.compile(rb"^(\d+) 0 obj\n<< (/Type /Catalog\b.*?) >>\nendobj", re.M | re.S)
_PAGE = re.compile(rb"^(\d+) 0 obj\n<< (/Type /Page\b.*?) >>\nendobj", re.M | re.S)
_CONTENTS = re.compile(rb"/Contents (\d+ 0 R)")
_BOX = re.compile(rb"/MediaBox (\[[^\]]*\])")
_TRAILER = re.compile(rb"trailer\n<< (.*?) >>\nstartxref\n(\d+)\n%%EOF\s*$", re.S)
_SIZE = re.compile(rb"/Size (\d+)")


def tagged(content: bytes, alt: str) -> bytes:
    """Tag a PDF of one page as a figure with a description.

    Parameters
    ----------
    content
        As matplotlib writes it.
    alt
        What the picture shows, in words.

    Raises
    ------
    IntegrityError
        If the file is not written as expected.
    """
    found = [pattern.search(content) for pattern in (_CATALOGUE, _PAGE, _TRAILER)]
    catalogue, page, trailer = found
    if catalogue is None or page is None or trailer is None:
        raise IntegrityError(
            "The PDF has no catalogue, page and trailer where they are looked for."
        )
    contents, box, size = (
        pattern.search(part)
        for pattern, part in ((_CONTENTS, page[2]), (_BOX, page[2]), (_SIZE, trailer[1]))
    )
    if contents is None or box is None or size is None:
        raise IntegrityError("The page of the PDF has no contents or no size.")
    first = int(size[1])
    tree, document, figure, parents, begin, end = range(first, first + 6)
    this = int(page[1])
    marked = _CONTENTS.sub(b"/Contents [%d 0 R %s %d 0 R]" % (begin, contents[1], end), page[2])
    objects = {
        int(catalogue[1]): b"<< %s /Lang (en-GB) /MarkInfo << /Marked true >> /StructTreeRoot "
        b"%d 0 R /ViewerPreferences << /DisplayDocTitle true >> >>" % (catalogue[2], tree),
        this: b"<< %s /StructParents 0 /Tabs /S >>" % marked,
        tree: b"<< /Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey 1 >>"
        % (document, parents),
        document: b"<< /Type /StructElem /S /Document /P %d 0 R /K %d 0 R >>" % (tree, figure),
        figure: b"<< /Type /StructElem /S /Figure /P %d 0 R /Pg %d 0 R /K 0 /Alt %s /A << /O "
        b"/Layout /Placement /Block /BBox %s >> >>" % (document, this, _text(alt), box[1]),
        parents: b"<< /Nums [0 [%d 0 R]] >>" % figure,
        begin: _stream(b"/Figure << /MCID 0 >> BDC\n"),
        end: _stream(b"\nEMC\n"),
    }
    return _updated(content, objects, trailer[1], trailer[2])


def _text(text: str) -> bytes:
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().encode("ascii") + b">"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _updated(content: bytes, objects: dict[int, bytes], trailer: bytes, last: bytes) -> bytes:
    """Append objects, new or in place of older ones, and the table that says where they are."""
    made = bytearray(content if content.endswith(b"\n") else content + b"\n")
    table = bytearray(b"xref\n0 1\n0000000000 65535 f \n")
    for number, body in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    grown = _SIZE.sub(b"/Size %d" % (max(objects) + 1), trailer)
    made += table + b"trailer\n<< %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (grown, last, start)
    return bytes(made)
