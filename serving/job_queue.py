"""Heavy work in line: few at once, a place for each visitor, and a word on how many are before.

What takes a core for seconds stands behind `heavy`, so that maps go on being drawn meanwhile. The
line is served in the order of coming, but a visitor has one place in it: whoever asks ten times
stands ten times at the end, each time after the former is done, and the rest pass between.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from geo.errors import BusyError
from geo.stops import stoppable, use_line
from serving.page_slots import away

Waits = Callable[[str], object]

WAIT_S = 120.0
"""How long anybody waits in line before being asked to come back."""
PLACES = 50
"""Visitors who may wait in one line; more are asked to come back."""
TELL_S = 0.5
"""How often those who wait are told how they stand."""

visitor: ContextVar[str] = ContextVar("visitor", default="")
"""Who asks: the same for everything that one visitor does. Without it, each thread is its own."""
present: ContextVar[Callable[[], bool]] = ContextVar("present", default=lambda: True)
"""Whether who asks is still there."""
_inside: ContextVar[tuple[str, ...]] = ContextVar("inside", default=())


class LeftError(BusyError):
    """Work that was stopped because nobody waits for it any more."""


def check_present() -> None:
    """Raise if who asks has left.

    Raises
    ------
    LeftError
        If they have.
    """
    if not present.get()():
        raise LeftError(
            "The visit that this was for is over, so it was stopped; nothing was changed. Open the "
            "page again to ask once more."
        )


@dataclass(frozen=True)
class Kind:
    """A kind of heavy work."""

    name: str
    """In words, as a visitor reads it."""
    names: str
    """Of many."""
    at_once: int
    """How many of it run at the same time."""
    seconds: float
    """How long one of it may take, by the work's own looking at the clock."""
    less: str = "Ask for a smaller place, or for less at once."
    """What to do where that was not enough."""


KINDS = {
    "siting": Kind("search", "searches", 1, 60.0),
    "journeys": Kind("question to the router", "questions to the router", 1, 180.0),
    "pack": Kind("pack", "packs", 1, 120.0),
    "testing": Kind("test", "tests", 1, 120.0),
    "profile": Kind("profile", "profiles", 1, 60.0),
    "story": Kind("story", "stories", 1, 60.0),
    "reading": Kind("file", "files", 1, 30.0, "Divide the file, or leave out columns."),
}


@dataclass(eq=False)
class _Ticket:
    who: str


@dataclass
class Turn:
    """A place at work: the time that is left of it."""

    kind: Kind
    until: float

    def left_s(self) -> float:
        """Return the seconds left, 0 at least."""
        return max(self.until - time.monotonic(), 0.0)

    def check(self) -> None:
        """Raise if the time is over or the visitor has left, between the steps of long work.

        Raises
        ------
        BusyError
            If it is, or they have.
        """
        check_present()
        if not self.left_s():
            raise BusyError(
                f"This {self.kind.name} took more than {self.kind.seconds:.0f} seconds and was "
                f"stopped; nothing was changed. {self.kind.less}"
            )


@dataclass
class Line:
    """Those who work, those who wait, and what else they want later."""

    kind: Kind
    working: list[_Ticket] = field(default_factory=list)
    waiting: deque[_Ticket] = field(default_factory=deque)
    later: list[_Ticket] = field(default_factory=list)
    """Of visitors who have a place already."""
    moved: threading.Condition = field(default_factory=threading.Condition)

    def come(self, who: str) -> _Ticket:
        """Join the line at its end.

        Raises
        ------
        BusyError
            If no place is left to wait in.
        """
        with self.moved:
            if any(one.who == who for one in (*self.working, *self.waiting)):
                ticket = _Ticket(who)
                self.later.append(ticket)
                return ticket
            if len(self.waiting) >= PLACES:
                raise BusyError(
                    f"{len(self.waiting)} {self.kind.names} of other visitors are waiting already. "
                    "Nothing was begun; try again in a few minutes."
                )
            ticket = _Ticket(who)
            self.waiting.append(ticket)
            self._call()
            return ticket

    def wait(self, ticket: _Ticket, waits: Waits | None, most_s: float) -> None:
        """Wait for the turn of a place.

        Raises
        ------
        BusyError
            If it does not come in time, or the visitor has left.
        """
        end = time.monotonic() + most_s
        while True:
            with self.moved:
                if ticket in self.working:
                    return
                words = self._words(ticket)
            if time.monotonic() >= end:
                raise BusyError(
                    f"{words} This one was not begun in {most_s:.0f} seconds. Try again later."
                )
            check_present()
            # What is told may end the wait: a visitor who asks for something else.
            if waits is not None:
                waits(words)
            with self.moved:
                if ticket not in self.working:
                    self.moved.wait(min(TELL_S, max(end - time.monotonic(), 0.0)))

    def leave(self, ticket: _Ticket) -> None:
        """Leave the line; the same visitor's next job joins at its end."""
        with self.moved:
            for places in (self.working, self.waiting, self.later):
                if ticket in places:
                    places.remove(ticket)
            held = {one.who for one in (*self.working, *self.waiting)}
            own = [one for one in self.later if one.who == ticket.who]
            if own and ticket.who not in held:
                self.later.remove(own[0])
                self.waiting.append(own[0])
            self._call()

    def _call(self) -> None:
        while self.waiting and len(self.working) < self.kind.at_once:
            self.working.append(self.waiting.popleft())
        self.moved.notify_all()

    def _words(self, ticket: _Ticket) -> str:
        if ticket in self.later:
            return f"Another {self.kind.name} of yours comes first."
        place = self.waiting.index(ticket) if ticket in self.waiting else 0
        before = len(self.working) + place
        if before == 1:
            return f"One {self.kind.name} of another visitor comes first."
        return f"{before} {self.kind.names} of other visitors come first."


_lines = {name: Line(kind) for name, kind in KINDS.items()}


@contextmanager
def heavy(
    kind: str, waits: Waits | None = None, *, who: str = "", wait_s: float = WAIT_S
) -> Iterator[Turn]:
    """Wait in line for one's turn, work, and let the next one in.

    Parameters
    ----------
    kind
        One of `KINDS`. Work of the same kind inside it needs no turn of its own.
    waits
        Hears in a sentence how many come first, twice a second while one waits. If it raises, the
        place is given up.
    who
        The visitor; `visitor` unless given.
    wait_s
        How long to wait.

    Yields
    ------
    Turn
        The time that is left.

    Raises
    ------
    BusyError
        If the turn does not come in time, or too many wait.
    """
    inside, line = _inside.get(), _lines[kind]
    if kind in inside:
        yield Turn(line.kind, math.inf)
        return
    ticket = line.come(who or visitor.get() or f"thread {threading.get_ident()}")
    mark = _inside.set((*inside, kind))
    with away():
        try:
            line.wait(ticket, waits, wait_s)
            turn = Turn(line.kind, time.monotonic() + line.kind.seconds)
            # All work inside looks at its turn, however deep it is.
            with stoppable(turn.check):
                yield turn
        finally:
            _inside.reset(mark)
            line.leave(ticket)


use_line(heavy)
