"""What keeps the full collections of garbage short while many visit."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Iterator

import pytest

from serving import memory
from serving.memory import Settling, settle


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Nothing stays out of the way of the other tests' collections."""
    yield
    gc.unfreeze()


class Visit:
    """What a visit leaves behind: a ring, which only a collection can take away."""

    def __init__(self) -> None:
        self.ring = self


def test_a_long_collection_calls_for_a_freeze_once() -> None:
    one = Settling()
    one.heard("start", {"generation": 2})
    time.sleep(memory.LONG_S * 2)
    one.heard("stop", {"generation": 2})
    assert one.due
    gc.unfreeze()
    one.freeze_if_due()
    assert gc.get_freeze_count() > 1_000
    assert not one.due
    gc.unfreeze()
    one.due = True
    one.freeze_if_due()
    assert gc.get_freeze_count() == 0, "not twice within AGAIN_S"


def test_short_and_partial_collections_call_for_nothing() -> None:
    one = Settling()
    for generation in (0, 1):
        one.heard("start", {"generation": generation})
        time.sleep(memory.LONG_S * 2)
        one.heard("stop", {"generation": generation})
    one.heard("start", {"generation": 2})
    one.heard("stop", {"generation": 2})
    assert not one.due
    gc.unfreeze()
    one.freeze_if_due()
    assert gc.get_freeze_count() == 0


def test_what_a_frozen_visit_left_is_found_when_all_is_looked_through() -> None:
    left = Visit()
    gone = weakref.ref(left)
    gc.freeze()
    del left
    gc.collect()
    assert gone() is not None
    one = Settling()
    one.look_if_due()
    assert gone() is not None, "nothing was frozen on account of visits yet"
    one.due = True
    one.freeze_if_due()
    one.look_if_due()
    assert gone() is None


@pytest.mark.parametrize(("ended", "every_s"), [(False, memory.LOOK_S), (True, memory.SOON_S)])
def test_all_is_looked_through_once_a_minute_and_sooner_after_a_visit(
    ended: bool, every_s: float
) -> None:
    now = time.monotonic()
    for ago, looks in ((every_s - 1, False), (every_s + 1, True)):
        left = Visit()
        gone = weakref.ref(left)
        gc.freeze()
        del left
        one = Settling(frozen=now, looked=now - ago, ended=ended)
        one.look_if_due()
        assert (gone() is None) == looks
        assert one.ended == (ended and not looks)


def test_what_lives_is_out_of_sight_and_lives_on() -> None:
    living = Visit()
    settle()
    assert gc.get_freeze_count() > 1_000
    assert living.ring is living
