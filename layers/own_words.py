"""An editor's own words on a map: a headline, a subtitle and a credit, marked as theirs."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

MOST = {"title": 120, "subtitle": 200, "credit": 160}
"""Letters of each, at most, by what an address calls it."""
_NAMES = {"title": "headline", "subtitle": "subtitle", "credit": "credit"}


@dataclass(frozen=True)
class OwnWords:
    """What an editor writes on a map in place of, or beside, our own words."""

    title: str = ""
    subtitle: str = ""
    credit: str = ""
    """A line before the sources, such as the newspaper's own."""

    def pairs(self) -> dict[str, str]:
        """Return the keys of an address; what is not written is empty."""
        return {"title": self.title, "subtitle": self.subtitle, "credit": self.credit}

    def mark(self) -> str:
        """Return which of the words are the editor's, in a sentence; empty for none.

        Examples
        --------
        >>> OwnWords(title="Here", credit="Photo: PA").mark()
        "Headline, credit: the editor's."
        """
        theirs = ", ".join(_NAMES[key] for key, text in self.pairs().items() if text)
        return f"{theirs[0].upper()}{theirs[1:]}: the editor's." if theirs else ""


NO_WORDS = OwnWords()
"""Nothing of an editor's."""


def clean(text: str) -> str:
    r"""Return a text on one line, without characters that are not seen or that turn a line round.

    Examples
    --------
    >>> clean(" Two\n lines\u202e ")
    'Two lines'
    """
    seen = (one for one in text if one.isspace() or not unicodedata.category(one).startswith("C"))
    return " ".join("".join(seen).split())


def read_own(query: Mapping[str, str], notes: list[str]) -> OwnWords:
    """Read an editor's words from an address; cut what is too long, and add a note then.

    Parameters
    ----------
    query
        Keys and values of an address, not to be trusted.
    notes
        Sentences on what could not be used, which repeat nothing of the address.

    Examples
    --------
    >>> notes = []
    >>> len(read_own({"title": "a" * 121}, notes).title), notes
    (120, ['The headline of the address has more than 120 characters; the rest is cut.'])
    """
    read = {}
    for key, most in MOST.items():
        text = clean(query.get(key, ""))
        if len(text) > most:
            notes.append(
                f"The {_NAMES[key]} of the address has more than {most} characters; the rest is "
                "cut."
            )
        read[key] = text[:most].rstrip()
    return OwnWords(**read)
