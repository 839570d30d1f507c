"""The local scripts and styles of a map: joined, stamped, or embedded in a page."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

STATIC = Path(__file__).parent / "static"
READER = "packs.js"
"""The script that opens packs; it needs neither of the others."""
MAP = ("leaflet/leaflet.js", "map.js")
"""The map's script, built from `web/` by `make web`, after the library that it draws with."""
STYLES = ("leaflet/leaflet.css", "coldspots.css", "panels.css", "find.css")

# What a `data:` address in double quotes holds as it stands, besides letters and figures: a quarter
# less than base64.
_PLAIN = " !$'()*+,/:;=?@[]^`{|}~"

# streamlit-folium's page lies at component/<name>/index.html under the app's address.
APP_ROOT = "../../"
STATIC_URL = "app/static/map/"
PACKS_URL = "app/static/packs/"


def compact(styles: bytes) -> bytes:
    r"""Return styles without comments and without blanks that mean nothing.

    Examples
    --------
    >>> compact(b"/* Above */\n.a > b,\n.c { top: 0; }\n\n.d { left: 1px }\n")
    b'.a > b,.c{top:0;}.d{left:1px}'
    """
    bare = re.sub(rb"/\*.*?\*/", b"", styles, flags=re.DOTALL)
    tight = re.sub(rb"\s*([{};])\s*", rb"\1", re.sub(rb"\s+", b" ", bare))
    return re.sub(rb"([:,]) ", rb"\1", tight).strip()


@cache
def embedded(*names: str) -> str:
    """Return local files of one kind as one `data:` address, for a page that stands alone."""
    kind = "text/css" if names[0].endswith(".css") else "text/javascript"
    content = b"\n".join((STATIC / name).read_bytes() for name in names)
    content = compact(content) if kind == "text/css" else content
    return f"data:{kind},{quote(content, safe=_PLAIN)}"


@cache
def joined(suffix: str) -> bytes:
    """Join all scripts, or all styles, into one file: a page then asks once."""
    names = (READER, *MAP) if suffix == "js" else STYLES
    content = b"\n".join((STATIC / name).read_bytes() for name in names)
    return compact(content) if suffix == "css" else content


@cache
def stamped(suffix: str) -> str:
    """Return the address of a joined file, with its hash, so that a new one is never mistaken."""
    digest = hashlib.sha256(joined(suffix)).hexdigest()[:12]
    return f"{APP_ROOT}{STATIC_URL}all.{suffix}?v={digest}"
