"""Several processes of the app under a parent that loads once what all of them read.

The parent loads libraries and tables and forks; the system maps its memory into each process and
copies a page of it only when one writes there. A process that dies is forked anew in a moment.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import BadInputError

SHORT_S = 10.0
"""A process that ends sooner has not served anybody."""
SHORT_LIVES = 3
"""So many in a row, and starting more would not help."""

_ARENA_MAX = -8
"""M_ARENA_MAX of glibc's malloc.h."""
_HEAPS = 2


def preload(app: Path) -> None:
    """Load what every process needs: the app's modules, the tables, the index and the findings.

    Parameters
    ----------
    app
        The app's entry. It is run as Streamlit imports it; no page is drawn.
    """
    from layers.browser import read_packs
    from serving.server import read_tables

    runpy.run_path(str(app), run_name="app")
    read_packs()
    read_tables()


def few_heaps() -> None:
    """Have few heaps, all of the system's kind, so that what a visit needed can be given back.

    What the environment says counts for more. To be called before pyarrow is imported, which reads
    its variable then; of malloc, the variable is read before a process begins.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if "MALLOC_ARENA_MAX" in os.environ:
        return
    os.environ["MALLOC_ARENA_MAX"] = f"{_HEAPS}"
    # Only glibc has it.
    if sys.platform == "linux" and (options := getattr(ctypes.CDLL(None), "mallopt", None)):
        options(_ARENA_MAX, _HEAPS)


@dataclass
class Processes:
    """A process for each port, each begun anew when it dies.

    Parameters
    ----------
    run
        Serves on a port, and returns an exit code.
    ports
        One for each process.
    note
        Logs what happened: an event and its port.
    """

    run: Callable[[int], int]
    ports: Sequence[int]
    note: Callable[[str, int], None]
    _running: dict[int, tuple[int, float]] = field(default_factory=dict)
    """Port and time of beginning of each process, by its number."""
    _short: dict[int, int] = field(default_factory=dict)
    _stopping: bool = False

    def serve(self) -> int:
        """Serve until stopped; return the exit code.

        Returns
        -------
        code
            0 when stopped by SIGTERM or SIGINT; that of a process that ended three times within ten
            seconds of its beginning, after which the others are stopped too.
        """
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._stop)
        for port in self.ports:
            self._begin(port)
        code = 0
        while self._running:
            number, status = os.waitpid(-1, 0)
            if number not in self._running:
                continue
            port, began = self._running.pop(number)
            if self._stopping:
                continue
            self.note("process ended", port)
            short = time.monotonic() - began < SHORT_S
            self._short[port] = self._short.get(port, 0) + 1 if short else 0
            if self._short[port] >= SHORT_LIVES:
                self.note("process given up", port)
                code = os.waitstatus_to_exitcode(status) or 1
                self._stop()
            else:
                self._begin(port)
        return abs(code)

    def _stop(self, *_: object) -> None:
        self._stopping = True
        for number in list(self._running):
            # One that has ended may not have been taken off the list yet.
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGTERM)

    def _begin(self, port: int) -> None:
        # A signal between the fork and the note of it would miss the new process.
        held = {signal.SIGTERM, signal.SIGINT}
        signal.pthread_sigmask(signal.SIG_BLOCK, held)
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        number = os.fork()
        if number == 0:
            for sign in held:
                signal.signal(sign, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, held)
            code = 1
            try:
                threading.Thread(target=_end_without, args=(parent,), daemon=True).start()
                code = self.run(port)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        self._running[number] = (port, time.monotonic())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, held)
        # The signal may have come between the end of the one before and the beginning of this.
        if self._stopping:
            self._stop()


def _end_without(parent: int) -> None:
    """End this process, as SIGTERM does, once its parent is gone."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def streamlit(arguments: Sequence[str]) -> int:
    """Run `python -m streamlit` in this process; return its exit code."""
    sys.argv = ["streamlit", *arguments]
    try:
        runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def serve_all(
    app: Path,
    ports: Sequence[int],
    arguments: Callable[[int], Sequence[str]],
    note: Callable[[str, int], None],
) -> int:
    """Load what the processes share, then serve the app on every port until stopped.

    Parameters
    ----------
    app
        The app's entry.
    ports
        One for each process.
    arguments
        Gives the arguments of Streamlit for a port.
    note
        Logs what happened: an event and its port.

    Returns
    -------
    code
        Exit code.

    Raises
    ------
    BadInputError
        Where a process cannot be forked with what it has loaded.
    """
    if sys.platform != "linux":
        raise BadInputError(
            f"--processes {len(ports)}: processes share what they load on Linux alone. Start one "
            "`coldspots serve --port N` for each port."
        )
    preload(app)
    return Processes(lambda port: streamlit(arguments(port)), ports, note).serve()
