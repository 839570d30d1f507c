"""What a text states, and what the data say of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What may be said of a claim."""

    RIGHT = "right"
    """As published, rounded as the text writes it."""
    ROUNDED = "right when rounded"
    """True of a figure that was rounded to words: "about a quarter", "one in four"."""
    WRONG = "wrong"
    BEYOND = "beyond the interval"
    """The published figures say so; the interval or the test does not."""
    NOT_OURS = "not ours"
    """No such figure, place or measure; a cause; a person; a forecast."""
    NOT_CHECKED = "not checked"
    """Not understood: somebody must look."""


SYMBOLS = {
    Verdict.RIGHT: "✓",
    Verdict.ROUNDED: "≈",
    Verdict.WRONG: "✗",
    Verdict.BEYOND: "±",
    Verdict.NOT_OURS: "–",
    Verdict.NOT_CHECKED: "?",
}
"""Sign of each verdict, so that none is told by colour alone."""


@dataclass(frozen=True)
class Checked:
    """One claim of a text with its verdict."""

    start: int
    """Where it begins in the text."""
    end: int
    """Where it ends."""
    text: str
    verdict: Verdict
    statement: str
    """One sentence: what is so, or why nothing is said."""
    place: str = ""
    """Code of the place that it was held against; empty for none."""
    measure: str = ""
    """Id of the measure that it was held against; empty for none."""
    period: str = ""
    """Of whom and when the figure is."""
    source: str = ""
    """Who publishes the figure."""


@dataclass(frozen=True)
class CopyCheck:
    """A text and all that was found in it."""

    text: str
    claims: tuple[Checked, ...]
    """In the order of the text; no two overlap."""

    @property
    def counts(self) -> dict[Verdict, int]:
        """Return how many claims have each verdict, in the order of `Verdict`."""
        found = Counter(one.verdict for one in self.claims)
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def is_wrong(self) -> bool:
        """Test whether something is wrong or goes beyond its interval."""
        return any(one.verdict in (Verdict.WRONG, Verdict.BEYOND) for one in self.claims)

    def summary(self) -> dict[str, Any]:
        """Return the check as it is written to JSON, without the text around the claims."""
        return {
            "kind": "coldspots copy check",
            "counts": {str(key): count for key, count in self.counts.items()},
            "claims": [{**vars(one), "verdict": str(one.verdict)} for one in self.claims],
        }
