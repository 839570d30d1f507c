"""Long work that can be stopped: it looks, step by step, whether whoever began it still wants it.

A page says what is looked at (`stoppable`); a terminal says nothing, and its work goes on to the
end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Look = Callable[[], object]

_asked: ContextVar[Look | None] = ContextVar("asked", default=None)


def look() -> None:
    """Raise what stops the work, if anything does: to be called between the steps of long work."""
    asked = _asked.get()
    if asked is not None:
        asked()


def is_stoppable() -> bool:
    """Tell whether anything can stop the work."""
    return _asked.get() is not None


@contextmanager
def stoppable(asked: Look) -> Iterator[None]:
    """Let work be stopped by what is called at each of its steps, and raises."""
    mark = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(mark)
