"""What of Streamlit has no public name: all of it that the app needs, in one place.

Written for the release in `WRITTEN_FOR`; a test fails with another, so that each of these is looked
at before one is taken. No other module imports from inside Streamlit, which another test sees to.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

import streamlit as st
import streamlit.logger
from streamlit.runtime import Runtime, exists, get_instance
from streamlit.runtime.media_file_storage import (
    MediaFileKind,
    MediaFileStorage,
    MediaFileStorageError,
)
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

__all__ = [
    "WRITTEN_FOR",
    "Connect",
    "MediaFileKind",
    "MediaFileStorage",
    "MediaFileStorageError",
    "Runtime",
    "UploadedFile",
    "broken_off",
    "browser_token",
    "current_session",
    "drop_upload",
    "drop_uploads",
    "end",
    "exists",
    "get_instance",
    "is_active",
    "is_host_allowed",
    "is_known",
    "loggers",
    "put_connect",
    "put_formatter",
    "put_store",
    "uploading",
    "uploads_of",
]

WRITTEN_FOR = "1.67.0"

Connect = Callable[..., str]


def current_session() -> str:
    """Return the session of the visit whose page is being drawn; empty outside a page."""
    context = get_script_run_ctx()
    return "" if context is None else context.session_id


def browser_token() -> str:
    """Return the guard of uploads that the browser sent, the same in all its tabs, or nothing."""
    token, _ = decode_xsrf_token_string(st.context.cookies.get(XSRF_COOKIE_NAME, ""))
    return token.hex() if token else ""


def loggers() -> list[logging.Logger]:
    """Return the loggers that Streamlit has made so far."""
    return list(streamlit.logger._loggers.values())


def put_formatter(setup: Callable[[logging.Logger], None]) -> None:
    """Do something else with each logger that Streamlit makes than giving it a handler."""
    streamlit.logger.setup_formatter = setup  # type: ignore[assignment]


def put_store(runtime: Runtime, make: Callable[[MediaFileStorage], MediaFileStorage]) -> None:
    """Replace Streamlit's store of files by one of ours, which may go on using it."""
    runtime.media_file_mgr._storage = make(runtime.media_file_mgr._storage)


def put_connect(runtime: Runtime, make: Callable[[Connect], Connect]) -> None:
    """Wrap the function that begins a visit or takes it up again."""
    runtime.connect_session = make(runtime.connect_session)  # type: ignore[method-assign]


def broken_off(runtime: Runtime) -> MutableMapping[str, Any]:
    """Return the visits that have broken off and may be taken up again, by their session."""
    return runtime._session_mgr._session_storage._cache  # type: ignore[attr-defined]


def is_active(runtime: Runtime, session: str) -> bool:
    """Test whether a visit goes on."""
    return runtime.is_active_session(session)


def is_known(runtime: Runtime, session: str) -> bool:
    """Test whether a visit goes on, or has broken off and may be taken up again."""
    return is_active(runtime, session) or session in broken_off(runtime)


def end(visit: Any) -> None:
    """End a visit that has broken off, and drop all that it holds."""
    visit.session.shutdown()
    # Whoever still holds the visit itself holds nothing of it.
    visit.session.session_state.clear()


def uploads_of(runtime: Runtime, session: str) -> dict[str, int]:
    """Return how many bytes each upload of a visit takes, by its number; names take some too."""
    held = runtime.uploaded_file_mgr.file_storage.get(session, {})  # type: ignore[attr-defined]
    return {
        number: len(file.data) + sum(map(sys.getsizeof, (number, file.name, file.type)))
        for number, file in list(held.items())
    }


def drop_upload(runtime: Runtime, session: str, number: str) -> None:
    """Drop one upload of a visit."""
    runtime.uploaded_file_mgr.remove_file(session, number)  # type: ignore[attr-defined]


def drop_uploads(runtime: Runtime, session: str) -> None:
    """Drop all uploads of a visit."""
    runtime.uploaded_file_mgr.remove_session_files(session)


def uploading(runtime: Runtime) -> list[str]:
    """Return the visits of which uploads are kept, by their session."""
    return list(runtime.uploaded_file_mgr.file_storage)  # type: ignore[attr-defined]
