"""What a newsroom pastes into an article so that a map's page stands in it, as high as it needs."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from layers.pictures import many_title
from layers.style import place_name, title_of
from layers.view import MapView

_SCRIPT = (
    'addEventListener("message",function(e){'
    'if(!e.data||e.data.coldspots!=="height")return;'
    'document.querySelectorAll("iframe[data-coldspots]").forEach(function(f){'
    "if(f.contentWindow===e.source)"
    'f.style.height=Math.min(1200,Math.max(320,Number(e.data.px)||0))+"px"})})'
)


def embed_snippet(view: MapView, name: str) -> str:
    """Write the HTML that embeds a map's page: a frame, and a script that sets its height.

    Without the script, where a site allows none, the frame keeps a height that fits most screens.
    The frame may run the map's scripts and open its downloads, and has no part in the article's
    own origin.

    Parameters
    ----------
    view
        What the page shows; it gives the frame its title, which screen readers speak.
    name
        The page's file name or address.

    Examples
    --------
    >>> print(embed_snippet(MapView(geography="region"), "map.html").splitlines()[0])
    <iframe data-coldspots src="map.html" title="Young participation (TUNDRA), England" \
loading="lazy" sandbox="allow-scripts allow-downloads" \
style="width:100%;height:600px;border:0"></iframe>
    """
    one = view.own.title or f"{title_of(view)}, {place_name(view)}"
    return frame_snippet(many_title(view) if view.look == "many" else one, name)


def frame_snippet(title: str, name: str) -> str:
    """Write the HTML that embeds a page of ours which tells how high it is.

    Parameters
    ----------
    title
        What screen readers call the frame.
    name
        The page's file name or address.
    """
    source = escape(quote(name, safe="/:?&=%#~@+,;()!*'"))
    return (
        f'<iframe data-coldspots src="{source}" title="{escape(title)}" loading="lazy" '
        'sandbox="allow-scripts allow-downloads" '
        'style="width:100%;height:600px;border:0"></iframe>\n'
        f"<script>{_SCRIPT}</script>"
    )
