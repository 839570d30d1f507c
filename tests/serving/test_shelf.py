"""What is kept in memory, and what goes when there is too much."""

from __future__ import annotations

import threading

from layers.reach.options import ReachOptions
from layers.reach.query import with_reach
from layers.reach.state import KEPT_MB, reach_of, reaches, size_mb
from layers.reach.weighted_cache import Shelf
from layers.view import MapView
from tests.serving.test_job_queue import SOON_S


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    made: list[str] = []
    shelf = Shelf(2)

    def ask(key: str) -> None:
        assert shelf.take(key, lambda: made.append(key) or key) == key

    for key in "abacb":
        ask(key)
    assert made == ["a", "b", "c", "b"]
    assert list(shelf.held) == ["c", "b"]


def test_the_weight_counts_and_the_last_stays_whatever_it_weighs() -> None:
    shelf = Shelf(10, float)
    for weight in (4, 5, 1):
        shelf.take(weight, lambda weight=weight: weight)
    assert list(shelf.held) == [4, 5, 1]
    shelf.take(3, lambda: 3)
    assert list(shelf.held) == [5, 1, 3]
    shelf.take(99, lambda: 99)
    assert list(shelf.held) == [99]


def test_an_error_keeps_nothing() -> None:
    shelf = Shelf(2)
    for _ in range(2):
        try:
            shelf.take("a", lambda: 1 // 0)
        except ZeroDivisionError:
            continue
    assert not shelf.held
    assert shelf.take("a", lambda: 1) == 1


def test_nobody_waits_while_another_makes() -> None:
    shelf, go = Shelf(2), threading.Event()
    slow = threading.Thread(target=lambda: shelf.take("slow", lambda: go.wait(SOON_S)))
    slow.start()
    assert shelf.take("quick", lambda: 1) == 1
    go.set()
    slow.join(SOON_S)
    assert set(shelf.held) == {"slow", "quick"}


def test_reaches_are_kept_by_their_size() -> None:
    """One institution's are small and many stay; one of everyone at 30 km weighs a hundred times."""
    reaches.held.clear()
    small = with_reach(MapView(), "reach", options=(ReachOptions(("10007795",), km=5.0),))
    wide = with_reach(MapView(), "reach", options=(ReachOptions(km=30.0),))
    assert reach_of(small) is reach_of(small)
    assert size_mb(reach_of(small)) < 3
    assert size_mb(reach_of(wide)) > 30 * size_mb(reach_of(small))
    assert sum(map(size_mb, reaches.held.values())) <= KEPT_MB or len(reaches.held) == 1
