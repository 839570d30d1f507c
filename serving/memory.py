"""Full collections of garbage, which Streamlit runs after every page, made short.

A collection looks at every object that Python keeps, so with many visits each page would wait
longer for it than for its map. What has lived for a while is therefore put out of its sight, and
from then on looked through once a minute, visitors or not, for what visits have left behind.
"""

from __future__ import annotations

import gc
import math
import time
from dataclasses import dataclass
from typing import Any

from geo import areas

LONG_S = 0.003
"""A collection that takes longer calls for a freeze."""
AGAIN_S = 2.0
"""How long after one there is none again."""
LOOK_S = 60.0
"""How long after a look through everything there is none again."""
SOON_S = 15.0
"""The same once a visit has ended, whose things may be out of sight."""


def settle() -> None:
    """Collect all garbage; what is left is out of the way of collections."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    areas.give_back()


@dataclass
class Settling:
    """Whether collections take long, and when what was done about it."""

    began: float = 0.0
    due: bool = False
    frozen: float = -math.inf
    looked: float = -math.inf
    ended: bool = False
    """Whether a visit has ended since the last look."""

    def heard(self, phase: str, info: dict[str, Any]) -> None:
        """Time a full collection: to be one of `gc.callbacks`."""
        if info["generation"] < 2:
            return
        if phase == "start":
            self.began = time.monotonic()
        elif time.monotonic() - self.began > LONG_S:
            self.due = True

    def freeze_if_due(self) -> None:
        """Freeze what there is, where collections take long."""
        now = time.monotonic()
        if self.due and now - self.frozen >= AGAIN_S:
            gc.freeze()
            self.frozen, self.due = now, False

    def look_if_due(self) -> None:
        """Collect all garbage once in `LOOK_S`, or `SOON_S`, from the first freeze on."""
        now = time.monotonic()
        if self.frozen > -math.inf and now - self.looked >= (SOON_S if self.ended else LOOK_S):
            settle()
            self.looked, self.due, self.ended = now, False, False


settling = Settling()


def watch() -> None:
    """Begin to take the time of collections."""
    settle()
    if settling.heard not in gc.callbacks:
        gc.callbacks.append(settling.heard)
