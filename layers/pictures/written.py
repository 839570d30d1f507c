"""A drawn sheet as the bytes of a file: PNG, SVG that is read aloud, or PDF, without a date."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import escape

from layers.pictures.sheet import Sheet, plain
from layers.pictures.tagged_pdf import tagged

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
