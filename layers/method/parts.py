"""What the sections of the method page are made of, and the facts of the test that they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from geo import settings
from geo.areas import Prior, area_table
from geo.coldspots import load_nodes, standardise, touching
from geo.registry import ENGLAND

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Section:
    """One heading of the page and what stands under it."""

    anchor: str
    """What a link to it ends in, after the hash."""
    title: str
    body: str
    """Markdown, formulas quoted."""
    level: int = 2
    """2 for a section, 3 for a part of the section before it."""


@dataclass(frozen=True)
class Facts:
    """What went into the test of a level."""

    nodes: int
    """Published rates that were tested."""
    prior: Prior
    """The rate of all areas that have one, together, and how true rates vary."""
    england: float
    """England's rate, as every other page gives it: pupils of areas without a rate count too."""
    smallest: float
    """Cohort behind the least sure rate, in people."""
    middle: float
    """Median cohort."""
    neighbours: float
    """Median number of neighbours."""


@cache
def facts_of(level: str) -> Facts:
    """Return what goes into the test of a level."""
    nodes, pairs = load_nodes(level)
    sizes = touching(pairs, len(nodes.codes)).sizes
    kept = sizes > 0
    cohort = nodes.cohort[kept]
    return Facts(
        nodes=int(kept.sum()),
        prior=standardise(nodes.rate[kept], cohort)[1],
        england=float(area_table("nation")["tundra_rate"][ENGLAND]),
        smallest=float(cohort.min()),
        middle=float(np.median(cohort)),
        neighbours=float(np.median(sizes[kept])),
    )


def spelled(number: int) -> str:
    """Write a whole number as a newspaper does: small ones as words.

    Examples
    --------
    >>> spelled(3), spelled(1_234)
    ('three', '1,234')
    """
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def listed(names: Sequence[str]) -> str:
    """Join names with commas and "and".

    Examples
    --------
    >>> listed(["income", "health", "crime"])
    'income, health and crime'
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def grid(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Make a Markdown table: the first column to the left, figures to the right.

    Examples
    --------
    >>> print(grid(["", "Count"], [["Zones", "12"]]))
    |  | Count |
    | --- | ---: |
    | Zones | 12 |
    """
    lines = [headings, ["---", *["---:"] * (len(headings) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def paragraphs(*texts: str) -> str:
    """Join paragraphs, leaving out empty ones."""
    return "\n\n".join(filter(None, texts))


def formula(*lines: str) -> str:
    r"""Set formulas apart, as text: it wraps on a phone, is read aloud, and waits for no script.

    Examples
    --------
    >>> formula("p = 1", "q = 2")
    '> p = 1\n>\n> q = 2'
    """
    return "\n>\n".join(f"> {line}" for line in lines)


def share(value: float) -> str:
    """Write a share as a percentage, with a decimal only where it needs one.

    Examples
    --------
    >>> share(0.05), share(0.025), share(0.95)
    ('5%', '2.5%', '95%')
    """
    return f"{value * 100:.3g}%"


def young() -> str:
    """Return which ages are counted as young people, and when.

    Examples
    --------
    >>> young()
    'aged 13 to 17 at mid-2020'
    """
    first, last = settings.YOUNG_AGES
    return f"aged {first} to {last} at mid-2020"
