"""Whole numbers to few bytes and back: variable length, seven bits a byte; signed ones folded."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def encode_integers(values: npt.ArrayLike) -> bytes:
    """Write whole numbers from 0 as variable-length integers.

    Examples
    --------
    >>> list(encode_integers([1, 128, 300]))
    [1, 128, 1, 172, 2]
    """
    left = np.asarray(values, dtype=np.uint64).ravel()
    length = np.ones(len(left), np.int64)
    for more in range(1, 10):
        length += left >= np.uint64(1) << np.uint64(7 * more)
    ends = np.cumsum(length)
    out = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    for byte in range(int(length.max()) if len(length) else 0):
        here = length > byte
        part = (left[here] >> np.uint64(7 * byte)) & np.uint64(0x7F)
        follows = np.where(length[here] > byte + 1, 0x80, 0).astype(np.uint64)
        out[(ends - length)[here] + byte] = (part | follows).astype(np.uint8)
    return out.tobytes()


def decode_integers(content: bytes) -> Ints:
    """Read variable-length integers: the inverse of `encode_integers`."""
    raw = np.frombuffer(content, np.uint8)
    last = np.flatnonzero(raw < 0x80)
    starts = np.concatenate([[0], last[:-1] + 1]) if len(last) else last
    shift = np.arange(len(raw)) - np.repeat(starts, last - starts + 1)
    parts = (raw & 0x7F).astype(np.int64) << (7 * shift)
    return np.add.reduceat(parts, starts) if len(starts) else np.empty(0, np.int64)


def fold(values: npt.ArrayLike) -> Ints:
    """Fold signed numbers onto 0, 1, 2 ...: 0, -1, 1, -2, 2.

    Examples
    --------
    >>> fold([0, -1, 1, -2]).tolist()
    [0, 1, 2, 3]
    """
    signed = np.asarray(values, dtype=np.int64)
    return (signed << 1) ^ (signed >> 63)


def unfold(values: npt.ArrayLike) -> Ints:
    """Unfold: the inverse of `fold`."""
    folded = np.asarray(values, dtype=np.int64)
    return (folded >> 1) ^ -(folded & 1)
