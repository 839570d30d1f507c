"""Whole numbers and texts to few bytes and back, in a way that deflate can shorten further."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.arrays import Ints


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


MORE = 255
"""What a byte of `encode_short` holds where the number did not fit."""


def encode_short(values: npt.ArrayLike) -> tuple[bytes, bytes, bytes]:
    """Write whole numbers from 0, most of them small, as a byte each, with the excess apart.

    Numbers that deflate has to tell from each other stay in runs of their own, which brings it to
    within a hundredth of their entropy.

    Returns
    -------
    first, low, high
        The number, or `MORE` where it is not below it; of what it exceeds `MORE` by, the last
        eight bits, and the rest with variable length.

    Examples
    --------
    >>> [list(run) for run in encode_short([3, 254, 255, 600])]
    [[3, 254, 255, 255], [0, 89], [0, 1]]
    """
    numbers = np.asarray(values, dtype=np.int64).ravel()
    excess = numbers[numbers >= MORE] - MORE
    first, low = np.minimum(numbers, MORE).astype(np.uint8), (excess & 0xFF).astype(np.uint8)
    return first.tobytes(), low.tobytes(), encode_integers(excess >> 8)


def decode_short(first: bytes, low: bytes, high: bytes) -> Ints:
    """Read what `encode_short` wrote."""
    numbers = np.frombuffer(first, np.uint8).astype(np.int64)
    excess = np.frombuffer(low, np.uint8).astype(np.int64) + (decode_integers(high) << 8)
    numbers[numbers == MORE] += excess
    return numbers


def encode_texts(lines: bytes) -> tuple[bytes, bytes, bytes]:
    r"""Write lines so that those told before, and beginnings of the one before, are not repeated.

    Parameters
    ----------
    lines
        UTF-8, one text a line.

    Returns
    -------
    back, kept, tails
        Of each line, 0 if it is new, else how many new ones ago it was told; of each new line, how
        many bytes it shares with the new one before; and what follows them, one a line.

    Examples
    --------
    >>> back, kept, tails = encode_texts(b"Hull 001A\nHull 001B\nHull 001A")
    >>> list(back), list(kept), tails
    ([0, 0, 2], [0, 8], b'Hull 001A\nB')
    """
    told: dict[bytes, int] = {}
    back, kept, tails, before = [], [], [], b""
    for line in lines.split(b"\n"):
        if line in told:
            back.append(len(told) - told[line])
            continue
        told[line] = len(told)
        back.append(0)
        pairs = enumerate(zip(before, line, strict=False))
        shared = min(len(before), len(line))
        kept.append(next((at for at, (old, new) in pairs if old != new), shared))
        tails.append(line[kept[-1] :])
        before = line
    return encode_integers(back), encode_integers(kept), b"\n".join(tails)


def decode_texts(back: bytes, kept: bytes, tails: bytes) -> bytes:
    """Read what `encode_texts` wrote."""
    told, before = [], b""
    for shared, tail in zip(decode_integers(kept).tolist(), tails.split(b"\n"), strict=True):
        before = before[:shared] + tail
        told.append(before)
    lines, new = [], 0
    for ago in decode_integers(back).tolist():
        new += ago == 0
        lines.append(told[new - max(ago, 1)])
    return b"\n".join(lines)
