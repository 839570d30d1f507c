"""A page of HTML read by the standard library: its tags with their attributes, and its text."""

from __future__ import annotations

from html.parser import HTMLParser


class Tags(HTMLParser):
    """What a page holds."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data
