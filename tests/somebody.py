"""Another visitor at work, for tests of lines in which one waits for one's turn."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from serving.job_queue import heavy

SOON_S = 10.0


@contextlib.contextmanager
def somebody(kind: str = "siting") -> Iterator[None]:
    """Let another visitor be at work of a kind."""
    go, here = threading.Event(), threading.Event()

    def stay() -> None:
        with heavy(kind, who="somebody"):
            here.set()
            go.wait(SOON_S)

    thread = threading.Thread(target=stay)
    thread.start()
    assert here.wait(SOON_S)
    try:
        yield
    finally:
        go.set()
        thread.join(SOON_S)
