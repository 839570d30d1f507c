"""Counts of people at every level at once: which must not be shown, so that none can be worked out.

A count below the least shown is hidden, and with it as many others as it takes. Everything that is
shown, the counts of upper areas and the total among it, still leaves each hidden count three values
or more. Which counts are hidden depends on the records alone and not on the level that is looked
at: two files of the same records, at two levels, fit together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo import tables
from geo.arrays import Flags
from geo.registry import PARENTS, SMALLEST, held_by, parents_of
from geo.settings import SMALL_COUNT

Whole = npt.NDArray[np.int64]

LEVEL = SMALLEST
UPWARDS = held_by(SMALLEST)
"""Levels whose areas lie wholly inside those of the next one."""
LEAST_VALUES = 3
"""Values that a hidden count can have at least, given everything that is shown."""
WHOLE = ""
"""The code of everything together."""


def hide(parent: Whole, count: Whole, hidden: Flags | None = None) -> Flags:
    r"""Return which counts of a tree are hidden.

    Parameters
    ----------
    parent
        Position of what holds each; -1 for the whole. Whatever holds others stands before them.
    count
        Of each: the sum of what it holds. What is 0 is known to be so.
    hidden
        Those that are hidden already.

    Returns
    -------
    hidden
        Those below the least shown, and those that would give one of them away.

    Notes
    -----
    Below a shown count, everything down to the next shown ones hangs together in one equation: the
    hidden counts at its ends, each 1 or more, add up to a known sum. So each of `k` ends has
    `sum - k + 1` values, and a hidden count in between as many, unless it holds all the ends (it
    is then known) or none. Where an equation gives a count away the smallest shown count beside it
    is hidden too, and where there is none, what holds them; until no equation does.

    Examples
    --------
    An authority of 134 with local areas of 130 and 4; another of 50:

    >>> hide(np.array([-1, 0, 1, 1, 0]), np.array([184, 134, 130, 4, 50])).tolist()
    [False, False, True, True, False]
    """
    size, there = len(parent), count > 0
    held = np.flatnonzero(there & (parent >= 0))
    ends = there.copy()
    ends[parent[held]] = False
    layers = _layers(parent, held)
    hidden = there & ((count < SMALL_COUNT) | (hidden if hidden is not None else False))
    by_count = held[np.argsort(count[held], kind="stable")]
    while True:
        # How many hidden ends hang below each, through hidden ones alone, and what they come to.
        ways = np.where(hidden & ends, 1, 0)
        total = np.where(hidden & ends, count, 0)
        for layer in layers:
            some = layer[hidden[layer]]
            np.add.at(ways, parent[some], ways[some])
            np.add.at(total, parent[some], total[some])
        loose = hidden & ~ends & (ways == 0)
        tight = ~hidden & (ways > 0) & (total - ways + 1 < LEAST_VALUES)
        below = held[hidden[held]]
        alone = below[(ways[below] == ways[parent[below]]) & ~hidden[parent[below]]]
        tight[parent[alone]] = True
        # What hangs on a hidden count in between is settled before what is beside it.
        tight &= not loose.any()
        wrong = loose | tight
        if not wrong.any():
            return hidden
        open_ = by_count[~hidden[by_count]]
        open_ = open_[wrong[parent[open_]]]
        beside, first = np.unique(parent[open_], return_index=True)
        done = np.zeros(size, np.bool_)
        done[beside] = True
        hidden = hidden.copy()
        hidden[open_[first]] = True
        hidden[np.flatnonzero(tight & ~done)] = True


def _layers(parent: Whole, held: Whole) -> list[Whole]:
    """Part what is held by how deep it lies, the deepest first."""
    depth = np.zeros(len(parent), np.int64)
    while True:
        deeper = depth.copy()
        deeper[held] = depth[parent[held]] + 1
        if (deeper == depth).all():
            break
        depth = deeper
    return [held[depth[held] == at] for at in range(int(depth.max(initial=0)), 0, -1)]


@dataclass(frozen=True, eq=False)
class Tree:
    """Counts of small areas, added up to every level."""

    parent: Whole
    """Position of what holds each; -1 for the whole, which is the first."""
    count: Whole
    codes: npt.NDArray[np.object_]
    """Of the area of each; `WHOLE` for everything together."""
    at: tuple[Whole, ...]
    """Of each level, the smallest first: where each row is counted in it, or -1."""


def tree(count: Whole, levels: list[npt.NDArray[np.object_]], group: Whole | None = None) -> Tree:
    """Add counts up.

    Parameters
    ----------
    count
        Of each row.
    levels
        Codes of each row's areas, a list for each level from the smallest; `""` for none.
    group
        Number of what is counted apart; each group is a tree, and all hang on one whole.
    """
    apart = np.zeros(len(count), np.int64) if group is None else group
    groups = int(apart.max(initial=-1)) + 1
    parent, codes = [np.array([-1])], [np.array([WHOLE], dtype=object)]
    holder = np.zeros(len(count), np.int64)
    size = 1
    if group is not None:
        parent.append(np.zeros(groups, np.int64))
        codes.append(np.full(groups, WHOLE, dtype=object))
        holder, size = 1 + apart, 1 + groups
    at: list[Whole] = []
    above = np.full(len(count), WHOLE, dtype=object)
    for code in levels[::-1]:
        # A unitary authority is its own upper tier, under one code.
        new = (code != "") & (code != above)
        number = pd.factorize(code)[0].astype(np.int64) * groups + apart
        _, first, place = np.unique(number[new], return_index=True, return_inverse=True)
        parent.append(holder[new][first])
        codes.append(code[new][first])
        holder, above = holder.copy(), np.where(code != "", code, above)
        holder[new] = size + place
        at.append(np.where(code != "", holder, -1))
        size += len(first)
    holders = np.concatenate(parent).astype(np.int64)
    sums = np.zeros(size, np.int64)
    np.add.at(sums, holder, count)
    for layer in _layers(holders, np.arange(1, size)):
        np.add.at(sums, holders[layer], sums[layer])
    return Tree(holders, sums, np.concatenate(codes), tuple(at[::-1]))


def hide_groups(made: Tree) -> Flags:
    """Return which counts of a tree are hidden, where the sum of an area's groups may be known too.

    An area's hidden counts of its own add up to what is left of its sum: there, too, none may stand
    alone, and what they add up to must leave each of them enough values. This looks at one area at
    a time: sums of several areas' groups, crosswise, are not looked at.
    """
    hidden = hide(made.parent, made.count)
    while True:
        before = int(hidden.sum())
        for at in made.at:
            nodes = np.unique(at[at >= 0])
            area = pd.factorize(made.codes[nodes])[0]
            ways = np.bincount(area, hidden[nodes])
            total = np.bincount(area, np.where(hidden[nodes], made.count[nodes], 0))
            wrong = (ways == 1) | ((ways > 0) & (total - ways + 1 < LEAST_VALUES))
            open_ = np.flatnonzero(~hidden[nodes] & wrong[area])
            open_ = open_[np.argsort(made.count[nodes][open_], kind="stable")]
            _, first = np.unique(area[open_], return_index=True)
            hidden[nodes[open_[first]]] = True
        if int(hidden.sum()) == before:
            return hidden
        hidden = hide(made.parent, made.count, hidden)


@dataclass(frozen=True, eq=False)
class Shown:
    """Counts of people by area at every level, with those to hide."""

    counts: pd.Series
    """By code, `WHOLE` among them; missing where it is not shown. What is not in it is 0."""

    def of(self, code: str) -> int | None:
        """Return a count, or None where it is not shown."""
        count = self.counts.get(code, 0)
        return None if pd.isna(count) else int(count)


def shown(counts: pd.Series, above: pd.DataFrame) -> Shown:
    """Add counts of small areas up to every level, and hide what must not be shown.

    Parameters
    ----------
    counts
        By code of small area.
    above
        Of each small area the codes of what holds it, the smallest first; `""` for none.

    Examples
    --------
    >>> places = pd.DataFrame({"town": ["T", "T", "U"]}, index=["a", "b", "c"])
    >>> found = shown(pd.Series({"a": 130, "b": 4, "c": 50}), places)
    >>> [found.of(code) for code in ("a", "b", "c", "T", "U", "")]
    [None, None, 50, 134, 50, 184]
    """
    some = counts[counts > 0].astype("int64")
    count: Whole = np.asarray(some, dtype=np.int64)
    made = tree(count, levels_of(some.index, above))
    sums = pd.array(made.count, dtype="Int64")
    sums[hide(made.parent, made.count)] = pd.NA
    return Shown(pd.Series(sums, index=pd.Index(made.codes, dtype="object")))


def levels_of(codes: pd.Index, above: pd.DataFrame) -> list[npt.NDArray[np.object_]]:
    """List the codes of small areas and of what holds them, level by level."""
    upper = above.reindex(codes).fillna("").astype(object)
    return [codes.to_numpy(dtype=object), *(upper[one].to_numpy() for one in upper)]


@lru_cache(maxsize=8)
def above_of(level: str = LEVEL, root: Path | None = None) -> pd.DataFrame:
    """Return the codes of what holds each neighbourhood, for a tree in which a level has a place.

    Returns
    -------
    above
        On the index of neighbourhoods, the smallest level first. A level whose areas cross those
        of others (a ward, a combined authority) has a tree of its own, of what it lies inside.
    """
    base = tables.load(f"areas_{LEVEL}", list(parents_of(LEVEL).values()), root)
    if level == LEVEL or level in UPWARDS:
        return base[[PARENTS[one] for one in UPWARDS]]
    return base[[PARENTS[one] for one in (level, *held_by(level))]]
