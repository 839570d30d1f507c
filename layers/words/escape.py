"""Text that a page shows as it stands: nothing of it is markup."""

from __future__ import annotations

import re

# What begins something in Markdown as Streamlit reads it: code, stress, links, tables, formulas,
# colours and icons, HTML; at the beginning also a list; and addresses that would become links.
_MARKS = re.compile(r"[\\`*_\[\]<>#|$:~&{}!^]|^[-+=]|(?<=^\d)[.)]|(?<=\bwww)\.", re.IGNORECASE)


def inert(text: str) -> str:
    """Return a text for a Markdown element: every mark shown as itself, on one line."""
    return _MARKS.sub(lambda mark: "\\" + mark[0], " ".join(text.split()))
