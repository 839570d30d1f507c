"""Few pages are worked out at once: more would share the same cores and all come later.

Python runs one thread at a time: of a hundred pages begun together each takes a hundred times as
long, and switching between them takes more. Pages that wait their turn are let in as they came.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

PAGES_AT_ONCE = 2
"""More than one, as parts of the work need no Python and some wait for a file."""


@dataclass(eq=False)
class Turns:
    """Places for a few, and a line before them."""

    free: int
    line: deque[threading.Event] = field(default_factory=deque)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> None:
        """Wait for a place; who came first has it first."""
        with self.lock:
            if self.free:
                self.free -= 1
                return
            mine = threading.Event()
            self.line.append(mine)
        mine.wait()

    def give(self) -> None:
        """Pass the slot to the next page, or give it back."""
        with self.lock:
            if self.line:
                self.line.popleft().set()
            else:
                self.free += 1


_pages = Turns(PAGES_AT_ONCE)
_held: ContextVar[bool] = ContextVar("held", default=False)


@contextmanager
def page_turn() -> Iterator[None]:
    """Wait for a place to work a page out in, and give it up at the end, however that comes."""
    _pages.take()
    mark = _held.set(True)
    try:
        yield
    finally:
        if _held.get():
            _pages.give()
        _held.reset(mark)


@contextmanager
def away() -> Iterator[None]:
    """Free the slot while this page waits, or does what has a line of its own."""
    if not _held.get():
        yield
        return
    _pages.give()
    _held.set(False)
    try:
        yield
    except Exception:
        _back()
        raise
    # A page that is stopped, as its visitor left or asks for another, needs no place any more:
    # what stops it is no `Exception`.
    _back()


def _back() -> None:
    _pages.take()
    _held.set(True)
