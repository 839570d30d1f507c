"""Turns of pages, with real threads that really wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from serving import page_slots as turns
from serving.job_queue import heavy
from serving.page_slots import PAGES_AT_ONCE, away, page_turn
from tests.serving.test_job_queue import SOON_S, until


@pytest.fixture(autouse=True)
def all_given_back() -> Iterator[None]:
    """Whatever a test does, every place is free after it."""
    yield
    until(lambda: turns._pages.free == PAGES_AT_ONCE)
    assert not turns._pages.line


class Pages:
    """Pages that are worked out until they are let go; which ones are, and were, in order."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.threads: list[threading.Thread] = []
        self.go = {name: threading.Event() for name in "abcdef"}

    def send(self, name: str, *, searching: bool = False) -> None:
        """Begin a page, and see it at work or in line before the next."""
        waiting = len(turns._pages.line)

        def work() -> None:
            with page_turn():
                self.begun.append(name)
                if searching:
                    with heavy("siting", who=name):
                        assert self.go[name].wait(SOON_S)
                else:
                    assert self.go[name].wait(SOON_S)

        self.threads.append(threading.Thread(target=work))
        self.threads[-1].start()
        until(lambda: name in self.begun or len(turns._pages.line) > waiting)

    def end(self) -> None:
        """Let all go."""
        for event in self.go.values():
            event.set()
        for thread in self.threads:
            thread.join(SOON_S)
            assert not thread.is_alive()


def test_few_pages_at_once_in_the_order_of_coming() -> None:
    pages = Pages()
    for name in "abcd":
        pages.send(name)
    assert pages.begun == ["a", "b"]
    pages.go["b"].set()
    until(lambda: pages.begun == ["a", "b", "c"])
    pages.go["a"].set()
    until(lambda: pages.begun == ["a", "b", "c", "d"])
    pages.end()


def test_pages_that_wait_for_a_search_keep_nobody_from_a_map() -> None:
    """One searches and three wait in line for it: more than there are places."""
    pages = Pages()
    for name in "abcd":
        pages.send(name, searching=True)
        until(lambda: turns._pages.free == PAGES_AT_ONCE)
    pages.send("e")
    assert pages.begun == list("abcde")
    pages.end()


def test_a_page_that_comes_back_from_a_search_waits_for_a_place_again() -> None:
    pages = Pages()
    pages.send("a", searching=True)
    until(lambda: turns._pages.free == PAGES_AT_ONCE)
    pages.send("b")
    pages.send("c")
    pages.go["a"].set()
    until(lambda: len(turns._pages.line) == 1)
    pages.threads[0].join(0.05)
    assert pages.threads[0].is_alive()
    pages.end()


def test_an_error_in_a_search_comes_back_to_its_place() -> None:
    with page_turn():
        with pytest.raises(ZeroDivisionError), away():
            assert turns._pages.free == PAGES_AT_ONCE
            raise ZeroDivisionError
        assert turns._pages.free == PAGES_AT_ONCE - 1


class StopError(BaseException):
    """As Streamlit ends the script of somebody who has left."""


def test_a_page_that_is_stopped_in_a_search_does_not_wait_again() -> None:
    pages = Pages()
    with pytest.raises(StopError), page_turn(), away():
        pages.send("a")
        pages.send("b")
        raise StopError
    pages.end()


def test_an_error_gives_the_place_back() -> None:
    for _ in range(PAGES_AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), page_turn():
            raise ZeroDivisionError


def test_work_outside_a_page_takes_and_gives_no_place() -> None:
    with away():
        assert turns._pages.free == PAGES_AT_ONCE
