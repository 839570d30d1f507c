"""Which sentences a body keeps: the ones that matter most, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from layers.stories.model import LEAST_WORDS, MOST_WORDS
from layers.words import Sentence


@dataclass(frozen=True)
class Line:
    """A sentence that a body may hold."""

    paragraph: int
    weight: int
    """0 for what must be there; the higher, the sooner it is left out."""
    said: Sentence


ENOUGH = 150
"""Words from which nothing is added that could be left out."""


def paragraphs_of(lines: Iterable[Line]) -> tuple[tuple[Sentence, ...], ...]:
    """Return the paragraphs of a body, in their order.

    What matters most goes in first. Nothing that would lead past `MOST_WORDS` is added, and nothing
    at all once there is `ENOUGH`.

    Examples
    --------
    >>> said = [Line(1, 0, Sentence("One two.")), Line(2, 1, Sentence("Three four five."))]
    >>> [[one.text for one in part] for part in paragraphs_of(said)]
    [['One two.'], ['Three four five.']]
    """
    listed = [line for line in lines if line.said.text]
    kept, words = list[int](), 0
    for at in sorted(range(len(listed)), key=lambda at: (listed[at].weight, at)):
        count, weight = len(listed[at].said.text.split()), listed[at].weight
        if weight and (words >= ENOUGH or words + count > MOST_WORDS):
            continue
        kept.append(at)
        words += count
    chosen = [listed[at] for at in sorted(kept)]
    numbers = sorted({line.paragraph for line in chosen})
    return tuple(
        tuple(line.said for line in chosen if line.paragraph == number) for number in numbers
    )


def is_long_enough(words: int) -> bool:
    """Test whether a body has as many words as a story needs, and no more than it may.

    Examples
    --------
    >>> [is_long_enough(count) for count in (119, 120, 180, 181)]
    [False, True, True, False]
    """
    return LEAST_WORDS <= words <= MOST_WORDS
