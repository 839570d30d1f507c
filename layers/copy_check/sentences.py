"""Split a text into sentences and clauses, each with where it stands."""

from __future__ import annotations

import re
from itertools import pairwise

Span = tuple[int, int]
"""Where something begins and ends in a text."""

_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9£])|\s*\n+\s*")
_ABBREVIATION = re.compile(r"\b(?:St|Mr|Mrs|Ms|Dr|No|vs|approx|e\.g|i\.e)\.$")
_CLAUSE = re.compile(
    r"[;:]\s|\s[–—-]\s|,?\s(?:while|whereas|whilst|but|although|though)\s|"
    r"(?:,\s|\s)(?:compared (?:with|to)|against|up from|down from|versus)\s|"
    r",\s(?:and|with)\s"
)


def sentences_of(text: str) -> list[Span]:
    """Return where each sentence of a text stands, without the blanks around it.

    Examples
    --------
    >>> text = "In Hull, 27.7% went on. That is low."
    >>> [text[start:end] for start, end in sentences_of(text)]
    ['In Hull, 27.7% went on.', 'That is low.']
    """
    spans, begin = [], 0
    for mark in _END.finditer(text):
        if _ABBREVIATION.search(text, begin, mark.start()):
            continue
        spans.append((begin, mark.start()))
        begin = mark.end()
    spans.append((begin, len(text)))
    return [_trimmed(text, span) for span in spans if text[slice(*span)].strip()]


def clauses_of(text: str, span: Span) -> list[Span]:
    """Return where each clause of a sentence stands; together they are all of it.

    Examples
    --------
    >>> text = "Hull's rate fell, while England's rose."
    >>> [text[start:end] for start, end in clauses_of(text, (0, len(text)))]
    ["Hull's rate fell", ", while England's rose."]
    """
    starts = [span[0], *(mark.start() for mark in _CLAUSE.finditer(text, *span)), span[1]]
    return [(one, other) for one, other in pairwise(starts) if one < other]


def _trimmed(text: str, span: Span) -> Span:
    part = text[slice(*span)]
    return span[0] + len(part) - len(part.lstrip()), span[1] - len(part) + len(part.rstrip())
