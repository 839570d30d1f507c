r"""JSON of strangers, measured before it is read: lists and objects take more than they show.

`[],` is three bytes of a file and a hundred of memory, so what a text would become is counted in
its bytes, outside strings, in a fraction of the time that reading it takes.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from geo.errors import BadInputError

MOST_PARTS = 500_000
"""Lists and objects that a text may hold: 50,000 features have 200,000."""
MOST_VALUES = 2_000_000
"""Commas outside strings: values of lists and objects."""
MOST_DEEP = 100
"""Lists and objects within one another."""
_AT_ONCE = 1 << 20
"""Bytes that are looked at together."""


def check_shape(content: bytes, what: str = "The file") -> None:
    r"""Refuse JSON with more parts than make sense, before it is read.

    Parameters
    ----------
    content
        The text, in an encoding that leaves ASCII as it is. Whether it is JSON is not looked at.
    what
        What to call it.

    Raises
    ------
    BadInputError
        If it holds too many lists and objects or values, or is nested too deeply.

    Examples
    --------
    >>> check_shape(b'{"a": ["[[[[", "\\"[[[["]}')
    """
    parts = values = deep = 0
    inside = False
    # Backslashes stand in strings alone: two of them are one sign, and one makes a quotation mark
    # a sign like any other.
    plain = content.replace(b"\\\\", b"").replace(b'\\"', b"")
    for begin in range(0, len(plain), _AT_ONCE):
        signs = np.frombuffer(plain, np.uint8, min(_AT_ONCE, len(plain) - begin), begin)
        quoted = np.logical_xor.accumulate(signs == ord('"')) ^ inside
        inside = bool(quoted[-1])
        # `[` and `{` differ in one bit, as `]` and `}` do.
        lower = signs | 0x20
        step = (lower == ord("{")).astype(np.int8) - (lower == ord("}")).astype(np.int8)
        step[quoted] = 0
        values += int(((signs == ord(",")) & ~quoted).sum())
        parts += int((step == 1).sum())
        levels = deep + np.cumsum(step, dtype=np.int32)
        if int(levels.max()) > MOST_DEEP:
            raise BadInputError(
                f"{what} is JSON nested too deeply: {MOST_DEEP} levels are the most. Leave "
                "out what is not needed."
            )
        deep = int(levels[-1])
        _check(parts, MOST_PARTS, f"{what} has more than {MOST_PARTS:,} lists and objects of JSON")
        _check(values, MOST_VALUES, f"{what} has more than {MOST_VALUES:,} values of JSON")


def _check(found: int, most: int, said: str) -> None:
    if found > most:
        raise BadInputError(f"{said}. Keep what is needed, or divide it.")


def parse_json(content: bytes, what: str, refusal: str) -> Any:
    """Read JSON that is not to be trusted.

    Parameters
    ----------
    content
        The text, in UTF-8.
    what
        What to call it where it holds too much.
    refusal
        What is said of a file that is not JSON.

    Raises
    ------
    BadInputError
        If it is not JSON, or holds too much.

    Examples
    --------
    >>> parse_json(b'{"name": "Us"}', "The file", "This is not JSON.")
    {'name': 'Us'}
    """
    check_shape(content, what)
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInputError(refusal) from error
