"""Files to take along: made when a button is pressed, and served to the visit that pressed it.

Streamlit's own store will not do. It keeps the files of all visits together and names one over
1 MiB by its length and 64 KiB of its head, middle and tail: of two visitors with like files the
second was handed the first one's. It gives a file to whoever has the address, and drops it when
other visits come and go, which may be long after its own. So files of visitors never get there:
each has a name that nobody can guess, is given to the browser of its visit alone, and goes with it.

Every page offers its files through `draw`.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import streamlit as st
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config

from serving import presence as present
from serving.browsers import browser_of, browsers
from serving.streamlit_internals import (
    MediaFileKind,
    MediaFileStorage,
    MediaFileStorageError,
    Runtime,
    current_session,
    get_instance,
)

if TYPE_CHECKING:
    from starlette.requests import Request

TAKE_URL = "app/take/"
MOST = 3
"""Files of one visit that wait to be fetched; the oldest goes when another is made."""
WAIT_S = 120.0
"""How long a file waits. A browser fetches it at once, and a second press makes it anew."""
WHOLE = 1_048_576
"""Bytes of a file that Streamlit names by all of it; of a larger one it looks at parts."""
GONE = (
    "This file is not here. It was made for one visit, in one browser, and is gone with it. Open "
    "the page again and press its button."
)
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


@dataclass(frozen=True)
class File:
    """A file that waits to be fetched."""

    session: str
    content: bytes
    name: str
    mime: str
    made: float = field(default_factory=time.monotonic)


class Files:
    """The files of all visits that wait to be fetched, each under a name that cannot be guessed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, File] = {}

    def keep(self, file: File) -> str:
        """Store a file and return its name."""
        name = secrets.token_urlsafe(32)
        with self._lock:
            own = [one for one, held in self._held.items() if held.session == file.session]
            for old in own[: len(own) + 1 - MOST]:
                del self._held[old]
            self._held[name] = file
        return name

    def get(self, name: str) -> File | None:
        """Return a file by its name."""
        return self._held.get(name)

    def drop_over(self, runtime: Runtime) -> None:
        """Drop the files of visits that have ended or broken off, and those nobody fetched."""
        late = time.monotonic() - WAIT_S
        with self._lock:
            self._held = {
                name: file
                for name, file in self._held.items()
                if runtime.is_active_session(file.session) and file.made > late
            }


files = Files()


def draw(label: str, make: Callable[[], bytes], name: str, mime: str, **looks: Any) -> None:
    """Draw a button that makes a file when it is pressed.

    Parameters
    ----------
    label
        What stands on it.
    make
        Makes the file, in a thread of its own.
    name
        Of the file.
    mime
        How a server calls such files.
    looks
        What else Streamlit's button takes: key, type, icon, width, disabled.
    """
    session = current_session()

    def made() -> bytes:
        with present.working_for(session):
            content = make()
        # Streamlit's store gets the name in place of the file.
        return files.keep(File(session, content, name, mime)).encode("ascii")

    st.download_button(label, made, name, mime, on_click="ignore", **looks)


class Names(MediaFileStorage):
    """In place of Streamlit's store: turns names into addresses, and keeps nothing itself."""

    def __init__(self, shared: MediaFileStorage) -> None:
        self.shared = shared
        """Of what is no visitor's, such as the icon of the pages."""

    def load_and_get_id(
        self,
        path_or_data: str | bytes,
        mimetype: str,
        kind: MediaFileKind,
        filename: str | None = None,
    ) -> str:
        """Store a small file for everybody, or pass on a name that `draw` has made.

        Raises
        ------
        MediaFileStorageError
            If it is anything else.
        """
        if kind is MediaFileKind.DOWNLOADABLE:
            name = path_or_data.decode("latin-1") if isinstance(path_or_data, bytes) else ""
            if files.get(name) is None:
                raise MediaFileStorageError(
                    "A file to take along came past the place for it. Offer it with "
                    "`serving.downloads.draw`."
                )
            return name
        if isinstance(path_or_data, bytes) and len(path_or_data) > WHOLE:
            raise MediaFileStorageError(
                f"A shared file has {len(path_or_data):,} bytes, and over {WHOLE:,} it would be "
                "named by parts of it. Serve it from a route of its own."
            )
        return self.shared.load_and_get_id(path_or_data, mimetype, kind, filename)

    def get_url(self, file_id: str) -> str:
        """Return the address of a file."""
        if files.get(file_id) is None:
            return self.shared.get_url(file_id)
        return f"{_prefix()}{TAKE_URL}{file_id}"

    def delete_file(self, file_id: str) -> None:
        """Drop a shared file; those of visits go with their visit."""
        self.shared.delete_file(file_id)


def _prefix() -> str:
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"


async def _send_file(request: Request) -> Response:
    """Answer with a file, to the browser whose visit made it and while that visit goes on."""
    file = files.get(request.path_params["name"])
    if (
        file is None
        or not get_instance().is_active_session(file.session)
        or not browsers.owns(file.session, browser_of(request.scope))
    ):
        return PlainTextResponse(GONE, 404, headers=_HEADERS)
    headers = {**_HEADERS, "Content-Disposition": disposition(file.name)}
    return Response(file.content, media_type=file.mime, headers=headers)


def disposition(name: str) -> str:
    """Return the header that makes a browser keep a file, and under which name.

    Examples
    --------
    >>> disposition("sites-to-mend.csv")
    'attachment; filename="sites-to-mend.csv"'
    >>> disposition('Ynys "M\u00f4n".csv')
    "attachment; filename*=utf-8''Ynys%20%22M%C3%B4n%22.csv"
    """
    if name.isascii() and name.isprintable() and not {'"', "\\"} & set(name):
        return f'attachment; filename="{name}"'
    return f"attachment; filename*=utf-8''{quote(name, safe='')}"


def route(prefix: str) -> Route:
    """Return the route of files under the app's own address, such as `/`."""
    return Route(f"{prefix}{TAKE_URL}{{name}}", _send_file, methods=["GET"])
