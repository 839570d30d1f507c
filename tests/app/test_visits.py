"""The end of a visit: whose browser went away ends soon, whose line broke may come back."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from serving import visits
from serving.browsers import Browsers
from tests.app.test_downloads import Running


class Stored:
    """A visit that has broken off."""

    def __init__(self) -> None:
        self.over = self.cleared = False
        self.session = self
        self.session_state = SimpleNamespace(clear=lambda: setattr(self, "cleared", True))

    def shutdown(self) -> None:
        self.over = True


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> Running:
    made = Running("on")
    made.uploaded_file_mgr = MemoryUploadedFileManager("/upload")
    cache = TTLCache(9, 120, timer=lambda: clock[0])
    made._session_mgr._session_storage._cache = cache
    now = time.monotonic()
    left = {"left": now - visits.LEFT_S - 1, "just left": now, "on": now - visits.LEFT_S - 1}
    names = dict.fromkeys(("on", "left", "just left", "broken"), "")
    monkeypatch.setattr(visits, "browsers", Browsers(of=names, left=left))
    cache.update({name: Stored() for name in ("left", "just left", "broken")})
    return made


def test_a_visit_that_was_left_ends_and_one_that_broke_off_waits(
    running: Running, clock: list[float]
) -> None:
    stored = running._session_mgr._session_storage._cache
    held = dict(stored)
    assert visits.end_over(running) == 1
    assert {name: (one.over, one.cleared) for name, one in held.items()} == {
        "left": (True, True),
        "just left": (False, False),
        "broken": (False, False),
    }
    assert set(stored) == {"just left", "broken"}
    assert set(visits.browsers.of) == {"on", "just left", "broken"}
    clock[0] = 121
    assert visits.end_over(running) == 2
    assert all(one.over and one.cleared for one in held.values())
    assert set(visits.browsers.of) == {"on"}
    assert visits.end_over(running) == 0
