"""What somebody typed, made harmless and plain: signs, accents and words."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
"""Longest text that is looked for, in characters: nobody types a longer name."""
REPEATED = 40
"""Longest text that a sentence repeats, in characters."""
MOST_WORDS = 8
"""Words of a text beyond these are ignored."""

_SMALL = frozenset({"of", "the", "and", "at", "in", "for", "on"})
_SAME = {"saint": "st"}


def cleaned(text: str) -> str:
    r"""Drop signs that cannot be seen, and blanks at the ends and doubled.

    Of a text far too long only the beginning is kept, still longer than `LONGEST`.

    Examples
    --------
    >>> cleaned("  Leeds\n\u202ecity ")
    'Leeds city'
    """
    seen = (
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in text[: 4 * LONGEST]
        if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(seen).split())


def shortened(asked: str) -> str:
    """Cut a text so that a sentence can repeat it."""
    return asked if len(asked) <= REPEATED else asked[: REPEATED - 1].rstrip() + "…"


def plain_words(text: str) -> str:
    """Reduce a name, or what somebody typed, to plain words.

    Small letters without accents, digits, single blanks; an apostrophe joins, any other sign
    parts. Letters of other alphabets are dropped, and "the" at either end.

    Examples
    --------
    >>> plain_words(" Ynys  Môn & St. Mary's ")
    'ynys mon and st marys'
    """
    bare = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    bare = re.sub(r"['’`\u0300-\u036f]", "", bare)
    words = re.sub(r"[^a-z0-9]+", " ", bare).split()
    if len(words) > 1:
        words = words[words[0] == "the" : len(words) - (words[-1] == "the")] or words
    return " ".join(_SAME.get(word, word) for word in words)


def telling(asked: str) -> list[str]:
    """Return the words of a plain text that tell something.

    Examples
    --------
    >>> telling("university of the arts")
    ['university', 'arts']
    """
    words = asked.split()[:MOST_WORDS]
    return [word for word in words if word not in _SMALL]
