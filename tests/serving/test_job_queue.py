"""Heavy work in line, with real threads that really wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from geo.errors import BusyError
from serving import job_queue as queue
from serving.job_queue import heavy
from tests.somebody import SOON_S, somebody


class Crowd:
    """Threads that stand in line; what was done, by whom, in order."""

    def __init__(self, kind: str = "siting") -> None:
        self.kind = kind
        self.done: list[str] = []
        self.at_once = self.most_at_once = 0
        self.errors: list[BaseException] = []
        self.threads: list[threading.Thread] = []
        self.lock = threading.Lock()

    def work(self, who: str, seconds: float) -> None:
        try:
            with heavy(self.kind, who=who):
                with self.lock:
                    self.at_once += 1
                    self.most_at_once = max(self.most_at_once, self.at_once)
                time.sleep(seconds)
                with self.lock:
                    self.at_once -= 1
                    self.done.append(who)
        except BusyError as error:
            self.errors.append(error)

    def send(self, who: str, seconds: float = 0.02) -> None:
        """Send one into the line, and see it stand there before the next."""
        before = standing(self.kind)
        thread = threading.Thread(target=self.work, args=(who, seconds))
        self.threads.append(thread)
        thread.start()
        until(lambda: standing(self.kind) > before or not thread.is_alive())

    def go_home(self) -> None:
        for thread in self.threads:
            thread.join(SOON_S)
            assert not thread.is_alive()


def standing(kind: str) -> int:
    line = queue._lines[kind]
    with line.moved:
        return len(line.working) + len(line.waiting) + len(line.later)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    """Whatever a test does, nobody is left in line after it."""
    yield
    assert [standing(kind) for kind in queue.KINDS] == [0] * len(queue.KINDS)


def test_one_at_a_time_in_the_order_of_coming() -> None:
    crowd = Crowd()
    with somebody():
        for who in "abcdef":
            crowd.send(who)
    crowd.go_home()
    assert crowd.done == list("abcdef")
    assert crowd.most_at_once == 1


def test_ten_searches_of_one_visitor_do_not_starve_the_rest() -> None:
    """They came first, all ten; the others still pass after one of them."""
    crowd = Crowd()
    with somebody():
        for _ in range(10):
            crowd.send("greedy")
        for who in ("x", "y", "z"):
            crowd.send(who)
    crowd.go_home()
    assert crowd.done == ["greedy", "x", "y", "z", *["greedy"] * 9]


def test_the_greedy_stand_behind_whoever_comes_meanwhile() -> None:
    crowd, more = Crowd(), threading.Event()

    def first() -> None:
        with heavy("siting", who="greedy"):
            more.wait(SOON_S)

    thread = threading.Thread(target=first)
    thread.start()
    until(lambda: standing("siting") == 1)
    crowd.send("greedy")
    crowd.send("x")
    more.set()
    crowd.go_home()
    thread.join(SOON_S)
    assert crowd.done == ["x", "greedy"]


def test_different_kinds_do_not_wait_for_each_other() -> None:
    with somebody("siting"), somebody("pack"), heavy("profile", who="me", wait_s=1):
        pass


def test_who_waits_is_told_how_many_come_first() -> None:
    crowd, told = Crowd(), []

    def hear(words: str) -> None:
        told.append(words)
        if len(told) == 1:
            go.set()

    go, told_me = threading.Event(), threading.Event()

    def blocker() -> None:
        with heavy("siting", who="blocker"):
            go.wait(SOON_S)
            told_me.wait(SOON_S)

    thread = threading.Thread(target=blocker)
    thread.start()
    until(lambda: standing("siting") == 1)
    crowd.send("x")
    crowd.send("y")
    me = threading.Thread(target=lambda: _stand("me", hear))
    me.start()
    until(lambda: bool(told))
    told_me.set()
    for one in (thread, me):
        one.join(SOON_S)
    crowd.go_home()
    assert told[0] == "3 searches of other visitors come first."


def _stand(who: str, hear: queue.Told) -> None:
    with heavy("siting", hear, who=who):
        pass


def test_who_has_left_gives_the_place_up() -> None:
    """The word that is told is where a page finds out that its visitor has gone."""

    class GoneError(Exception):
        pass

    def gone(words: str) -> None:
        assert words == "One search of another visitor comes first."
        raise GoneError

    with somebody():
        with pytest.raises(GoneError), heavy("siting", gone, who="me"):
            pytest.fail("it was not its turn")
        assert standing("siting") == 1


def test_a_failure_lets_the_next_one_in() -> None:
    with pytest.raises(ZeroDivisionError), heavy("siting", who="a"):
        1 / 0  # noqa: B018
    with heavy("siting", who="b", wait_s=0.5):
        pass


def test_nobody_waits_for_ever() -> None:
    with somebody():
        said = "One search of another visitor comes first. This one was not begun in 0 seconds"
        with pytest.raises(BusyError, match=said), heavy("siting", who="me", wait_s=0.05):
            pytest.fail("it was not its turn")


def test_the_line_has_an_end_and_the_greedy_do_not_fill_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queue, "PLACES", 3)
    crowd = Crowd()
    with somebody():
        for _ in range(9):
            crowd.send("greedy")
        crowd.send("x")
        crowd.send("y")
        with pytest.raises(BusyError, match="3 searches of other visitors are waiting already"):
            crowd.send("z")
            raise crowd.errors[0]
    crowd.go_home()
    assert crowd.done == ["greedy", "x", "y", *["greedy"] * 8]


def test_work_inside_work_of_its_kind_needs_no_second_turn() -> None:
    with heavy("pack", who="me") as turn, heavy("pack", wait_s=0.1), heavy("siting", who="me"):
        assert 119 < turn.left_s() <= 120


def test_work_that_takes_too_long_stops_at_its_next_step() -> None:
    queue.Turn(queue.KINDS["profile"], time.monotonic() + 60).check()
    with pytest.raises(BusyError, match="This profile took more than 60 seconds and was stopped"):
        queue.Turn(queue.KINDS["profile"], time.monotonic() - 0.01).check()


def test_a_visitor_is_the_same_in_all_that_is_done_for_it() -> None:
    crowd = Crowd()
    mark = queue.visitor.set("me")
    try:
        with heavy("siting"):
            crowd.send("me")
            crowd.send("x")
    finally:
        queue.visitor.reset(mark)
    crowd.go_home()
    assert crowd.done == ["x", "me"]
