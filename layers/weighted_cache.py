"""What was made once and may be asked for again, kept in memory up to a weight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


def _one(_: Any) -> float:
    return 1.0


@dataclass
class WeightedCache:
    """Things by their keys; those that were asked for longest ago go first.

    Examples
    --------
    >>> cache = WeightedCache(2)
    >>> [cache.get(key, lambda: key.upper()) for key in "abac"]
    ['A', 'B', 'A', 'C']
    >>> list(cache.held)
    ['a', 'c']
    """

    most: float
    """Weight that is kept; what was asked for last is kept whatever it weighs."""
    weigh: Callable[[Any], float] = _one
    held: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is kept under a key, or make it; two who come at once may both make it."""
        with self.lock:
            if key in self.held:
                self.held.move_to_end(key)
                return self.held[key]
        made = make()
        with self.lock:
            self.held[key] = made
            self.held.move_to_end(key)
            # What a thing weighs may grow while it is used, so all are weighed anew.
            weights = {one: self.weigh(thing) for one, thing in self.held.items()}
            left = sum(weights.values())
            while left > self.most and len(self.held) > 1:
                left -= weights[self.held.popitem(last=False)[0]]
        return made
