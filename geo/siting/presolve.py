"""A smaller siting question with the same answer: alike places merged, idle candidates dropped."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from geo.arrays import Flags, Floats, Ints
from geo.stops import look

_NAME_BYTES = 20
_AT_ONCE = 2_048
"""Pairs of candidates compared at once, so that no step needs more than some megabytes."""
_PAIRS = 500_000
"""Pairs of candidates listed at once."""
_MOST_WORDS = 16_000_000
"""Words of 64 rows that all candidates may cover: 128 MB. Of more, only those that cover the same
are merged: the answer is as good, and its proof takes longer."""
_MOST_COMPARED = 4_000_000_000
"""Words that may be compared, likewise."""


@dataclass(frozen=True, eq=False)
class Reduced:
    """Demand that is still to be won, and the candidates worth a look."""

    covers: Any
    """Who would be in range of whom: CSR of ones, shape (rows, columns), sorted."""
    weight: Floats
    """People of each row: shape (rows,)."""
    must: Floats
    """Of those, the ones a minimum share is asked for: shape (rows,)."""
    columns: Ints
    """Which candidate each column is: shape (columns,)."""
    whole: bool
    """Whether all weights are whole numbers, as people are."""


def reduce(covers: Any, weight: Floats, must: Floats) -> Reduced:
    """Leave out demand nobody can win, merge what is covered alike, drop dominated candidates.

    Parameters
    ----------
    covers
        CSR, shape (demand, candidates); a stored entry means in range.
    weight, must
        People of each demand row, and those of them that a minimum share is asked for.

    Returns
    -------
    reduced
        For every number of sites it has the optimum of what was given: a site that covers part of
        what another covers can be put in its place, and rows covered by the same sites are won or
        lost together.
    """
    ones = _ones(covers)
    kept = (np.diff(ones.indptr) > 0) & (weight > 0)
    ones, weight, must = merge(ones[kept], weight[kept], must[kept])
    columns = np.flatnonzero(~dominated(ones)) if ones.shape[0] else np.empty(0, np.int64)
    # With fewer columns more rows are alike.
    ones, weight, must = merge(_ones(ones[:, columns]), weight, must)
    whole = bool((weight == np.floor(weight)).all() and (must == np.floor(must)).all())
    return Reduced(ones, weight, must, columns, whole)


def _ones(covers: Any) -> Any:
    """Return the pattern as sorted ones, without touching what was given."""
    made = sparse.csr_array(
        (np.ones(covers.nnz), covers.indices.copy(), covers.indptr.copy()), shape=covers.shape
    )
    made.sort_indices()
    return made


def merge(rows: Any, weight: Floats, must: Floats) -> tuple[Any, Floats, Floats]:
    """Merge rows with the same entries; their weights add up. The order is that of the first."""
    begins, ends = rows.indptr[:-1].tolist(), rows.indptr[1:].tolist()
    seen: dict[bytes, int] = {}
    group = np.empty(len(weight), np.int64)
    first: list[int] = []
    for row, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        # A short name of the entries: they themselves would be the whole table once more.
        named = blake2b(rows.indices[begin:end].tobytes(), digest_size=_NAME_BYTES)
        named.update(rows.data[begin:end].tobytes())
        key = named.digest()
        number = seen.setdefault(key, len(seen))
        group[row] = number
        if number == len(first):
            first.append(row)
    count = len(first)
    return (
        rows[first],
        np.bincount(group, weight, minlength=count).astype("float64"),
        np.bincount(group, must, minlength=count).astype("float64"),
    )


def dominated(covers: Any) -> Flags:
    """Mark candidates whose demand another one covers too.

    Of candidates that cover the same, the first is kept. One that covers nobody is marked.

    Parameters
    ----------
    covers
        CSR of ones, shape (rows, candidates).

    Examples
    --------
    >>> dominated(sparse.csr_array([[1, 1, 1, 0], [0, 1, 1, 0]]))
    array([ True, False,  True,  True])
    """
    by_site = covers.T.tocsr()
    marked = _repeated(by_site) | (np.diff(by_site.indptr) == 0)
    left = np.flatnonzero(~marked)
    by_site = by_site[left]
    words = -(-by_site.shape[1] // 64)
    shared = np.bincount(by_site.indices, minlength=by_site.shape[1])
    rarest = _rarest(by_site, shared)
    pairs = shared[rarest]
    if words * len(left) > _MOST_WORDS or words * int(pairs.sum()) > _MOST_COMPARED:
        return marked
    bits, covers = _packed(by_site), covers[:, left]
    covers.sort_indices()
    # Some sites at a time, with all that might cover as much.
    ends = np.searchsorted(np.cumsum(pairs), np.arange(0, pairs.sum(), _PAIRS) + _PAIRS) + 1
    begin = 0
    for end in ends.tolist():
        some = np.arange(begin, min(end, len(left)))
        begin = end
        marked[left[_inside(some, rarest, covers, by_site, bits)]] = True
    return marked


def _repeated(by_site: Any) -> Flags:
    """Mark the candidates that cover just what one before them does."""
    seen: set[bytes] = set()
    marked = np.zeros(by_site.shape[0], dtype=bool)
    for site, (begin, end) in enumerate(
        zip(by_site.indptr[:-1].tolist(), by_site.indptr[1:].tolist(), strict=True)
    ):
        key = blake2b(by_site.indices[begin:end].tobytes(), digest_size=_NAME_BYTES).digest()
        marked[site] = key in seen
        seen.add(key)
    return marked


def _rarest(by_site: Any, shared: Ints) -> Ints:
    """Name the row that each candidate shares with the fewest."""
    if not by_site.shape[0]:
        return np.empty(0, np.int64)
    rows = by_site.shape[1]
    order = shared[by_site.indices] * rows + by_site.indices
    return np.minimum.reduceat(order, by_site.indptr[:-1]) % rows


def _inside(
    some: Ints, rarest: Ints, covers: Any, by_site: Any, bits: npt.NDArray[np.uint64]
) -> Ints:
    """Find those of some candidates of which another covers all.

    It must cover the row that they share with the fewest, so nobody else need be looked at.
    """
    sizes = np.diff(by_site.indptr)
    count = np.diff(covers.indptr)[rarest[some]]
    small = np.repeat(some, count)
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    large = covers.indices[np.repeat(covers.indptr[rarest[some]], count) + offset]
    wins = (sizes[large] > sizes[small]) | ((sizes[large] == sizes[small]) & (large < small))
    small, large = small[wins], large[wins]
    found = []
    for begin in range(0, len(small), _AT_ONCE):
        look()
        one, other = small[begin : begin + _AT_ONCE], large[begin : begin + _AT_ONCE]
        found.append(one[~(bits[one] & ~bits[other]).any(axis=1)])
    return np.concatenate([np.empty(0, np.int64), *found])


def _packed(by_site: Any) -> npt.NDArray[np.uint64]:
    """Write the rows that each candidate covers as bits, 64 to a word."""
    count, rows = by_site.shape
    words = -(-rows // 64)
    bits = np.zeros((count, words), np.uint64)
    for begin in range(0, count, 512):
        part = by_site[begin : begin + 512]
        flags = np.zeros((part.shape[0], words * 64), bool)
        flags[np.repeat(np.arange(part.shape[0]), np.diff(part.indptr)), part.indices] = True
        bits[begin : begin + 512] = np.packbits(flags, axis=1).view(np.uint64)
    return bits
