"""An index of names: exact, beginning, by words in any order, contained, misspelt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from geo.places.search_text import plain_words, telling

Rows = npt.NDArray[np.int64]

LEAST_CONTAINED = 3
"""Letters below which a text is not looked for inside names: nearly all would hold it."""
MOST_CONTAINED = 400
LEAST_MISSPELT = 4
"""Letters below which a word has to be spelt right."""
MOST_LIKE = 200
_FAR = 99


@dataclass(frozen=True)
class Texts:
    """Plain texts in one piece of memory: as many objects of their own would hold on to much more.

    What is only needed while an index is made lies between them, and is not given back.

    Examples
    --------
    >>> texts = Texts.of(["leeds", "", "york"])
    >>> texts[0], texts[2], len(texts)
    ('leeds', 'york', 3)
    """

    content: bytes
    starts: npt.NDArray[np.int32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """Put plain texts one after another."""
        lengths = np.fromiter(map(len, texts), dtype="int32", count=len(texts))
        starts = np.zeros(len(texts) + 1, dtype="int32")
        np.cumsum(lengths, out=starts[1:])
        return cls("".join(texts).encode("ascii"), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> str:
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self.content[self.starts[at] : self.starts[at + 1]].decode("ascii")

    def __iter__(self) -> Iterator[str]:
        return (self[at] for at in range(len(self)))


@dataclass(frozen=True)
class WordTable:
    """Which rows hold which words: the words in order, and the rows of each one after another."""

    words: Texts
    starts: Rows
    rows: npt.NDArray[np.int32]

    @classmethod
    def build(cls, texts: Sequence[str]) -> WordTable:
        """Index plain texts by their words."""
        number: dict[str, int] = {}
        split = [[number.setdefault(word, len(number)) for word in text.split()] for text in texts]
        words = sorted(number)
        place = np.empty(len(words), dtype="int64")
        place[[number[word] for word in words]] = np.arange(len(words))
        codes = place[np.fromiter(chain.from_iterable(split), dtype="int64")]
        of_row = np.repeat(np.arange(len(split), dtype="int32"), [len(words) for words in split])
        counts = np.bincount(codes, minlength=len(words))
        rows = of_row[np.argsort(codes, kind="stable")]
        return cls(Texts.of(words), np.append(0, np.cumsum(counts)), rows)

    def beginning(self, start: str) -> npt.NDArray[np.int32]:
        """Return the rows with a word that begins so; a row may come twice."""
        low, high = bisect_left(self.words, start), bisect_left(self.words, start + "~")
        return self.rows[self.starts[low] : self.starts[high]]


@dataclass(frozen=True)
class NameIndex:
    """Names in alphabetical order, with what is needed to find them by any part.

    Every method answers with positions of names; `place` and `weight` say whose a name is, and how
    early it comes among its equals.
    """

    names: Texts
    place: npt.NDArray[np.int32]
    weight: npt.NDArray[np.float32]
    joined: str
    """All names without their blanks, one after another, each after a line break."""
    joined_starts: Rows
    words: WordTable
    context: WordTable
    """Words of where each one is."""

    @classmethod
    def build(cls, names: pd.DataFrame, around: Sequence[str]) -> NameIndex:
        """Index names.

        Parameters
        ----------
        names
            `place`, `name` and `weight`, from `geo.places.search_places.load_names`.
        around
            Where each place is, in words, by its number.
        """
        plain = np.array([plain_words(name) for name in names["name"]], dtype=object)
        order = np.argsort(plain, kind="stable")
        order = order[plain[order] != ""]
        ordered = [str(name) for name in plain[order]]
        place = names["place"].to_numpy(dtype="int32")[order]
        compact = [name.replace(" ", "") for name in ordered]
        lengths = accumulate((len(name) + 1 for name in compact), initial=0)
        known: dict[str, str] = {text: plain_words(text) for text in set(around)}
        return cls(
            names=Texts.of(ordered),
            place=place,
            weight=names["weight"].to_numpy(dtype="float32")[order],
            joined="\n" + "\n".join(compact) + "\n",
            joined_starts=np.fromiter(lengths, dtype="int64"),
            words=WordTable.build(ordered),
            context=WordTable.build([known[around[number]] for number in place]),
        )

    def exact(self, asked: str) -> Rows:
        """Find names that are the text."""
        return self._between(asked, asked + " ")

    def beginning(self, asked: str) -> Rows:
        """Find names that begin with the text."""
        return self._between(asked, asked + "~")

    def _between(self, low: str, high: str) -> Rows:
        start, end = bisect_left(self.names, low), bisect_left(self.names, high)
        return np.arange(start, end)

    def with_words(self, asked: str) -> Rows:
        """Find names whose words begin with all words of the text, in any order."""
        return self._with_words(asked, context=False)

    def in_context(self, asked: str) -> Rows:
        """Find the same where words of where the place is count too, but not alone."""
        return self._with_words(asked, context=True)

    def _with_words(self, asked: str, *, context: bool) -> Rows:
        words = telling(asked)
        if not words:
            return np.arange(0)
        found, named = np.ones(len(self.names), dtype=bool), np.zeros(len(self.names), dtype=bool)
        for word in words:
            here = np.zeros(len(self.names), dtype=bool)
            here[self.words.beginning(word)] = True
            named |= here
            if context:
                here[self.context.beginning(word)] = True
            found &= here
        return np.flatnonzero(found & named)

    def holding(self, asked: str) -> Rows:
        """Find names that hold the text anywhere, blanks aside; at most some hundreds."""
        part = asked.replace(" ", "")
        if len(part) < LEAST_CONTAINED:
            return np.arange(0)
        places: list[int] = []
        at = self.joined.find(part)
        while at >= 0 and len(places) < MOST_CONTAINED:
            places.append(at)
            at = self.joined.find(part, self.joined.index("\n", at))
        return np.searchsorted(self.joined_starts, np.array(places, dtype="int64")) - 1

    def like(self, asked: str) -> Rows:
        """Find names that the text may be a misspelling of, the likeliest first.

        Each word may be one letter out, from eight letters two, and be cut short; among equals,
        the name most like the whole text, then the larger place.
        """
        off = np.zeros(len(self.names), dtype="int64")
        for word in telling(asked):
            off += self._off(word)
            if off.min() >= _FAR:
                break
        found = np.flatnonzero(off < _FAR)
        if not len(found) or not telling(asked):
            return np.arange(0)
        found = found[np.lexsort((-self.weight[found], off[found]))[:MOST_LIKE]]
        if not any(map(str.isdigit, asked)):
            found = found[[not any(map(str.isdigit, self.names[int(row)])) for row in found]]
        alike = [fuzz.ratio(asked, self.names[int(row)]) // 10 for row in found]
        return found[np.lexsort((-self.weight[found], -np.array(alike), off[found]))]

    def _off(self, word: str) -> Rows:
        """Count by how many letters each name misses a word."""
        off = np.full(len(self.names), _FAR, dtype="int64")
        allowed = 0 if len(word) < LEAST_MISSPELT or any(map(str.isdigit, word)) else 1
        allowed += allowed and len(word) >= 8
        if allowed:
            cut = _cut(self, len(word))
            near = process.extract(
                word, cut, scorer=OSA.distance, score_cutoff=allowed, limit=None, processor=None
            )
            # The nearest last: where words share rows, the smaller distance stays.
            for start, distance, _ in sorted(near, key=lambda found: -found[1]):
                off[self.words.beginning(start)] = distance
        off[self.words.beginning(word)] = 0
        return off

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=12)
def _cut(index: NameIndex, length: int) -> list[str]:
    """List the words of all names, cut to about the length of a word that may lack a letter."""
    words = [word for word in index.words.words if len(word) >= length - 2]
    ends = range(max(LEAST_MISSPELT, length - 1), length + 2)
    return sorted({word[:end] for word in words for end in ends})
