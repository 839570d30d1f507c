"""The server's log: JSON lines on stderr that say what happened, never to whom or what was asked.

A line holds words of the program and numbers alone. What an error says is left out, because it may
quote a visitor's file or question: its type, its places in the code and its number are there.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from geo.settings import project_dir
from serving import streamlit_internals as inside
from serving.hosting import hosting

_TOLD_ALREADY = "streamlit.error_util"
"""Streamlit's own word on a failed page, of which `failure` has told."""
_MOST_FRAMES = 30
_lock = threading.Lock()


def note(event: str, **told: str | float | list[str]) -> None:
    """Write a line, if everything is logged here."""
    if hosting().logs_all():
        _write(event, **told)


def failure(error: BaseException, event: str = "failed", **told: str) -> str:
    """Write a line about an error; return its number, which a visitor can quote.

    The same error at the same place has the same number, whoever met it and when.
    """
    number = number_of(error)
    _write(event, id=number, error=_types(error), where=_where(error.__traceback__), **told)
    return number


def number_of(error: BaseException) -> str:
    """Return the number of an error: of its type and of the last function of ours it was in."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if _is_ours(Path(one.filename))]
    last = (ours or list(frames))[-1:]
    at = "".join(f"{Path(one.filename).name} {one.name}" for one in last)
    return "E-" + hashlib.sha256(f"{type(error).__name__} {at}".encode()).hexdigest()[:6]


_OURS = (
    *("cli", "geo", "layers", "serving", "views", "tests", "benchmarks"),
    "app.py",
)


def _is_ours(file: Path) -> bool:
    if not file.is_relative_to(project_dir()):
        return False
    # Where it is installed, other packages lie beside ours; in a project, below it.
    return file.relative_to(project_dir()).parts[0] in _OURS


def _types(error: BaseException | None) -> list[str]:
    """Name the type of an error and of those that led to it."""
    listed: list[str] = []
    while error is not None and len(listed) < 5:
        listed.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return listed


def _where(trace: TracebackType | None) -> list[str]:
    """Name the places an error went through, without a path of this machine."""
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        file = Path(code.co_filename)
        named = str(trace.tb_frame.f_globals.get("__name__", ""))
        if _is_ours(file):
            named = file.relative_to(project_dir()).as_posix()
        places.append(f"{named}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-_MOST_FRAMES:]


def _write(event: str, **told: Any) -> None:
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **told}
    with _lock:
        print(json.dumps(line, ensure_ascii=True), file=sys.stderr, flush=True)


class Lines(logging.Handler):
    """Writes what libraries log: who, how bad and at which line of theirs, without their words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        if record.name == _TOLD_ALREADY:
            return
        told: dict[str, Any] = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "at": f"{record.module}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[1] is not None:
            failure(record.exc_info[1], "library", **told)
        else:
            _write("library", **told)


def install() -> None:
    """Route everything that this process logs through `Lines`."""
    root = logging.getLogger()
    root.handlers[:] = [Lines(logging.WARNING)]
    logging.captureWarnings(True)
    threading.excepthook = lambda told: (
        failure(told.exc_value, "thread") if told.exc_value is not None else None
    )
    # Streamlit gives each of its loggers a handler of its own, also those it makes later.
    inside.put_formatter(_pass_on)
    for logger in (*inside.loggers(), *_uvicorn()):
        _pass_on(logger)


def _uvicorn() -> list[logging.Logger]:
    names = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")
    return [logging.getLogger(name) for name in names]


def _pass_on(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = True
