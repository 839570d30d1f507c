"""Buttons that copy the address of what a page shows, and the code that embeds it.

The page's own script (`web/src/panels/copy.js`) does the copying: no page is run for it.
"""

from __future__ import annotations

import base64
from html import escape

import streamlit as st


def draw_copies(query: str, embed: str = "") -> None:
    """Draw a button that copies the page's address, and one for the embed code where there is one.

    Parameters
    ----------
    query
        What stands after the question mark of the address that shows the same; empty for the
        address as it is. Where the map is at the moment is added to it by the browser.
    embed
        HTML that embeds the page's content in an article; empty where there is none.
    """
    st.html(copies_html(query, embed))


def copies_html(query: str, embed: str = "") -> str:
    """Write the buttons.

    Examples
    --------
    >>> print(copies_html("in=E06000009"))
    <div class="cs-copies"><button type="button" data-copy="link" data-query="in=E06000009">Copy \
link</button><span role="status"></span></div>
    """
    held = base64.b64encode(embed.encode()).decode()
    # Streamlit leaves nothing that looks like markup in an attribute.
    code = (
        f'<button type="button" data-copy="embed" data-text="{held}">Copy embed code</button>'
        if embed
        else ""
    )
    return (
        f'<div class="cs-copies"><button type="button" data-copy="link" '
        f'data-query="{escape(query)}">Copy link</button>{code}<span role="status"></span></div>'
    )
