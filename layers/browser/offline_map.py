"""A folium map whose every file is local: nothing is asked of any other machine."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

import folium
from folium.template import Template

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


class OfflineMap(folium.Map):
    """A map without tiles, with our scripts and nobody else's."""

    default_js: tuple[tuple[str, str], ...] = (("scripts", stamped("js")),)
    default_css = (("styles", stamped("css")),)

    # folium's own page forbids zooming by touch, which people with low vision need.
    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: [52.9, -1.8], zoom: 6, minZoom: 5, maxZoom: 16,
                zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 90,
                maxBounds: [[46, -18], [63.5, 12]], maxBoundsViscosity: 0.8,
                zoomControl: false
            });
            L.control.zoom({position: "bottomright"}).addTo({{ this.get_name() }});
            L.control.scale({position: "bottomleft"}).addTo({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, *, alone: bool = False) -> None:
        """Make the map.

        Parameters
        ----------
        alone
            Whether its files are put into the page, instead of their address; all but those that
            open packs, which the page has with its packs.
        """
        super().__init__(tiles=None)
        if alone:
            self.default_js = (
                ("scripts", embedded(*MAP)),
                ("embed", embedded("embed.js")),
            )
            self.default_css = (("styles", embedded(*STYLES)),)
