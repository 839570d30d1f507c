"""Kill a writer at every step of its writing, and say what is there afterwards: a process of its own.

Each death is a real SIGKILL of a forked child, which the n-th step sends to itself.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path

from geo.files import HALF
from tests.faults.writers import SLOW, WRITERS, Steps, Writer, content


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def written(write: Writer, path: Path, at: int) -> bool:
    """Write in a child that dies at a step; tell whether it came to that."""
    child = os.fork()
    if not child:
        with Steps(path.parent, at, die):
            write(path, "other")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def deaths(write: Writer, path: Path, turns: list[int]) -> list[list[object]]:
    """Return what was there after each death: old or new, and how many half files beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, "other")
    new = content(path)
    write(path, "one")
    old = content(path)
    assert old != new
    seen: list[list[object]] = []
    for turn in turns or count(1):
        assert turn < 40
        killed = written(write, path, turn)
        found = {old: "old", new: "new"}.get(content(path), "broken")
        halves = list(path.parent.glob(f"{HALF}*"))
        seen.append([killed, found, len(halves)])
        for half in halves:
            half.unlink()
        if not killed:
            break
    return seen


if __name__ == "__main__":
    home = Path(sys.argv[1])
    told = {name: deaths(write, home / name, []) for name, write in WRITERS.items()}
    # A picture takes a second to draw: it is killed in its write alone.
    told |= {name: deaths(write, home / name, [4]) for name, write in SLOW.items()}
    print(json.dumps(told))
