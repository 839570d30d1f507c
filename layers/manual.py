"""The manual inside the app: its pages, what links between them lead to, and its headings.

The same Markdown is read on a forge and built as a site. Here it is cut into parts, one a heading,
so that each heading has the anchor that links elsewhere give it.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.settings import home_dir

FIRST = "index"
"""The page that is shown unless another is asked for: the list of contents."""
GROUPS = {
    "tutorials": "Start here",
    "how-to": "How to",
    "reference": "Reference",
    "explanation": "How it works",
    "operating": "Run it on a server",
}
"""The folders that the app shows, and what each is called."""
_ONLY_BUILT = "reference/python"
"""The page that is made when the manual is built as a site."""

_COMMENT = re.compile(r"^ *<!--.*?-->\n+", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_PART = re.compile(r"(```.*?^ *```$)|^(#{1,3}) ([^\n]+)$", re.MULTILINE | re.DOTALL)
_TITLED = re.compile(r"^( *)```(\w+) title=\"([^\"]*)\"$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A heading of a page and what stands under it, or a picture."""

    level: int
    """1 for the title of the page."""
    title: str
    anchor: str
    body: str


def manual_dir() -> Path:
    """Return the folder of the manual."""
    return home_dir() / "docs"


@cache
def page_names() -> tuple[str, ...]:
    """Return the pages that the app shows, by their paths without suffix; none without a manual."""
    folder = manual_dir()
    found = [
        path.relative_to(folder).with_suffix("").as_posix()
        for name in GROUPS
        for path in sorted((folder / name).rglob("*.md"))
    ]
    there = [FIRST] if (folder / f"{FIRST}.md").is_file() else []
    return tuple(there + [name for name in found if name != _ONLY_BUILT])


@cache
def page_title(name: str) -> str:
    """Return the title of a page."""
    text = (manual_dir() / f"{name}.md").read_text(encoding="utf-8")
    return text.partition("\n")[0].removeprefix("# ")


def address_of(name: str) -> str:
    """Return the address of a page, as the app's pages link to it.

    Examples
    --------
    >>> address_of("how-to/refresh")
    'help?page=how-to/refresh'
    """
    return "help" if name == FIRST else f"help?page={name}"


def slug(title: str) -> str:
    """Return the anchor of a heading, as the site makes it too.

    Examples
    --------
    >>> slug("A map, in an *article*")
    'a-map-in-an-article'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def read_page(name: str) -> list[Part]:
    """Return a page in parts, its links leading to pages of the app.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    if name not in page_names():
        raise KeyError(name)
    text = (manual_dir() / f"{name}.md").read_text(encoding="utf-8")
    text = _LINK.sub(lambda found: _link(name, found), _COMMENT.sub("", text))
    return _parts(_TITLED.sub(r"\1`\3`:\n\n\1```\2", text))


def _parts(text: str) -> list[Part]:
    found = [match for match in _PART.finditer(text) if match[2]]
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        Part(len(match[2]), match[3], slug(match[3]), text[match.end() : end].strip())
        for match, end in zip(found, ends, strict=True)
    ]


def _link(name: str, found: re.Match[str]) -> str:
    """Write a link so that it leads somewhere in the app; what the app does not have is text."""
    picture, words, target = found.groups()
    if picture:
        return ""
    if target.startswith(("http://", "https://")):
        return found[0]
    if target.startswith("/"):
        return f"[{words}](.{target})"
    path, _, anchor = target.partition("#")
    if not path:
        return found[0]
    to = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)).removesuffix(".md")
    if to not in page_names():
        return words
    return f"[{words}]({address_of(to)}{'#' if anchor else ''}{anchor})"
