"""Long work that can be stopped: it looks, step by step, whether whoever began it still wants it.

A page says what is looked at (`stoppable`); a terminal says nothing, and its work goes on to the
end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol

Look = Callable[[], object]

_asked: ContextVar[Look | None] = ContextVar("asked", default=None)


def look() -> None:
    """Raise what stops the work, if anything does: to be called between the steps of long work."""
    asked = _asked.get()
    if asked is not None:
        asked()


def is_stoppable() -> bool:
    """Test whether anything can stop the work."""
    return _asked.get() is not None


@contextmanager
def stoppable(asked: Look) -> Iterator[None]:
    """Let work be stopped by what is called at each of its steps, and raises."""
    mark = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(mark)


class Turn(Protocol):
    """A place at heavy work."""

    def left_s(self) -> float:
        """Return the seconds left of it."""


class _Alone:
    """The turn of whoever shares the machine with nobody."""

    def left_s(self) -> float:
        """Return the seconds left of it: there is no end."""
        return math.inf


@contextmanager
def _no_line(kind: str, waits: Callable[[str], object] | None = None) -> Iterator[Turn]:  # noqa: ARG001
    yield _Alone()


_line: Callable[..., AbstractContextManager[Turn]] = _no_line


def use_line(line: Callable[..., AbstractContextManager[Turn]]) -> None:
    """Make heavy work wait in a line from now on, as where many share one server."""
    global _line
    _line = line


def in_line(
    kind: str, waits: Callable[[str], object] | None = None
) -> AbstractContextManager[Turn]:
    """Wait for a turn at heavy work of a kind; at once where nobody else is served.

    Parameters
    ----------
    kind
        What the line is called.
    waits
        Hears in a sentence how many come first.
    """
    return _line(kind, waits)
