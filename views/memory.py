"""Full collections of garbage, which Streamlit runs after every page, made short.

A collection looks at every object that Python keeps, so with many visits each page would wait
longer for it than for its map. What has lived for a while is therefore put out of its sight, and
looked through once a minute for what visits have left behind.
"""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass
from threading import Lock
from typing import Any

from geo.atlas import give_back

LONG_S = 0.01
"""A collection that takes longer calls for a freeze."""
AGAIN_S = 2.0
"""How long after one there is none again."""
THOROUGH_S = 60.0
"""How long after a look through everything there is none again."""


def settle() -> None:
    """Look through everything for garbage; what is left is out of the way of collections."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    give_back()


@dataclass
class Settling:
    """When collections took long, and what was done about it."""

    began: float = 0.0
    due: bool = False
    frozen: float = 0.0
    looked: float = 0.0

    def heard(self, phase: str, info: dict[str, Any]) -> None:
        """Take the time of a full collection: to be one of `gc.callbacks`."""
        if info["generation"] < 2:
            return
        if phase == "start":
            self.began = time.monotonic()
        elif time.monotonic() - self.began > LONG_S:
            self.due = True

    def settle_if_due(self) -> None:
        """Freeze where collections take long, and now and then look through everything."""
        now = time.monotonic()
        if not self.due or now - self.frozen < AGAIN_S or not _one.acquire(blocking=False):
            return
        try:
            if now - self.looked > THOROUGH_S:
                settle()
                self.looked = now
            else:
                gc.freeze()
            self.frozen, self.due = now, False
        finally:
            _one.release()


_one = Lock()
settling = Settling()


def watch() -> None:
    """Begin to take the time of collections."""
    settle()
    settling.looked = time.monotonic()
    if settling.heard not in gc.callbacks:
        gc.callbacks.append(settling.heard)
