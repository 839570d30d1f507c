"""Tables of the facts that public pages give of partnerships: those used, and those in doubt."""

from __future__ import annotations

from urllib.parse import urlsplit

from geo.reach import starting_list
from layers.coldspots import LEFT, TextTable, plain


def used_facts() -> TextTable:
    """List the facts whose institution is a provider of the list, each with its source."""
    facts, _ = starting_list()
    rows = [
        [
            plain(fact["name"]),
            plain(fact["ukprn"]),
            plain(fact["label"].removeprefix(f"{fact['name']}: ")),
            _source(fact["source_url"]),
        ]
        for fact in facts.sort_values(["name", "label"]).to_dict("records")
    ]
    words = (
        "Each is one institution with its role. Who else belongs to a partnership is not in those "
        "pages, so none is made up: add whom you know of."
    )
    headings = dict.fromkeys(("Institution", "UKPRN", "Role", "Source"), LEFT)
    return TextTable(f"{len(rows)} facts used", headings, rows, words)


def doubtful_facts() -> TextTable:
    """List the facts that could not be matched to one provider, and why."""
    _, left = starting_list()
    rows = [
        [
            plain(fact["institution"]) or "nobody",
            plain(fact["partnership"]),
            plain(fact["role"]),
            plain(fact["why"]),
            _source(fact["source_url"]),
        ]
        for fact in left.sort_values(["partnership", "institution"]).to_dict("records")
    ]
    headings = dict.fromkeys(
        ("Named as", "Named with", "Role", "Why it is not used", "Source"), LEFT
    )
    return TextTable(f"{len(rows)} facts in doubt, not used", headings, rows)


def _host(url: str) -> str:
    return str(urlsplit(url).hostname).removeprefix("www.")


def _source(url: object) -> str:
    """Link to a page on the web; anything else is shown as text."""
    text = str(url)
    safe = text.startswith(("https://", "http://")) and not set(text) & set(" ()<>[]|\\\"'`")
    return f"[{plain(_host(text))}]({text})" if safe else plain(text)
