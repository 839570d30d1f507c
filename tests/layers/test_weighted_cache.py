"""What is kept in memory, and what goes when there is too much."""

from __future__ import annotations

import threading

from layers.reach.options import ReachOptions
from layers.reach.query import with_reach
from layers.reach.state import KEPT_MB, reach_of, reaches
from layers.view import MapView
from layers.weighted_cache import WeightedCache
from tests.serving.test_job_queue import SOON_S


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    made: list[str] = []
    cache = WeightedCache(2)

    def ask(key: str) -> None:
        assert cache.get(key, lambda: made.append(key) or key) == key

    for key in "abacb":
        ask(key)
    assert made == ["a", "b", "c", "b"]
    assert list(cache.held) == ["c", "b"]


def test_the_weight_counts_and_the_last_stays_whatever_it_weighs() -> None:
    cache = WeightedCache(10, float)
    for weight in (4, 5, 1):
        cache.get(weight, lambda weight=weight: weight)
    assert list(cache.held) == [4, 5, 1]
    cache.get(3, lambda: 3)
    assert list(cache.held) == [5, 1, 3]
    cache.get(99, lambda: 99)
    assert list(cache.held) == [99]


def test_an_error_keeps_nothing() -> None:
    cache = WeightedCache(2)
    for _ in range(2):
        try:
            cache.get("a", lambda: 1 // 0)
        except ZeroDivisionError:
            continue
    assert not cache.held
    assert cache.get("a", lambda: 1) == 1


def test_nobody_waits_while_another_makes() -> None:
    cache, go = WeightedCache(2), threading.Event()
    slow = threading.Thread(target=lambda: cache.get("slow", lambda: go.wait(SOON_S)))
    slow.start()
    assert cache.get("quick", lambda: 1) == 1
    go.set()
    slow.join(SOON_S)
    assert set(cache.held) == {"slow", "quick"}


def test_reaches_are_kept_by_their_size() -> None:
    """One institution's are small and many stay; one of everyone at 30 km weighs a hundred times."""
    reaches.held.clear()
    small = with_reach(MapView(), "reach", options=(ReachOptions(("10007795",), km=5.0),))
    wide = with_reach(MapView(), "reach", options=(ReachOptions(km=30.0),))
    assert reach_of(small) is reach_of(small)
    assert reach_of(small).size_mb < 3
    assert reach_of(wide).size_mb > 30 * reach_of(small).size_mb
    assert sum(one.size_mb for one in reaches.held.values()) <= KEPT_MB or len(reaches.held) == 1
