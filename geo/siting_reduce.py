"""A smaller siting question with the same answer: alike places merged, idle candidates dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_AT_ONCE = 2_048
"""Pairs of candidates compared at once, so that no step needs more than some megabytes."""


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
        key = rows.indices[begin:end].tobytes() + rows.data[begin:end].tobytes()
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
    sizes = np.diff(by_site.indptr)
    marked = sizes == 0
    bits = _packed(by_site)
    small, large = _rivals(covers, by_site, sizes)
    for begin in range(0, len(small), _AT_ONCE):
        one, other = small[begin : begin + _AT_ONCE], large[begin : begin + _AT_ONCE]
        inside = ~(bits[one] & ~bits[other]).any(axis=1)
        marked[one[inside]] = True
    return marked


def _rivals(covers: Any, by_site: Any, sizes: Ints) -> tuple[Ints, Ints]:
    """Pair each candidate with those that might cover all it covers.

    They must cover the row that it shares with the fewest, so nobody else need be looked at.
    """
    shared = np.diff(covers.indptr)
    sites = np.flatnonzero(sizes > 0)
    site_of = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((shared[by_site.indices], site_of))
    rarest = by_site.indices[order[by_site.indptr[sites]]]
    count = shared[rarest]
    small = np.repeat(sites, count)
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    large = covers.indices[np.repeat(covers.indptr[rarest], count) + offset].astype(np.int64)
    wins = (sizes[large] > sizes[small]) | ((sizes[large] == sizes[small]) & (large < small))
    return small[wins], large[wins]


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
