"""How much one visit may upload: bytes and files, counted where they come in.

Streamlit takes as many files as a client sends, under numbers that the client makes up, and keeps
each until the visit is over. What is kept and what is on its way count together; a file that is
removed, or replaced under its own number, is given back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from streamlit import config

from serving import streamlit_internals as inside
from serving.hosting import MB, hosting
from serving.streamlit_internals import Runtime, exists, get_instance

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_UPLOAD = re.compile(r"_stcore/upload_file/([^/]+)/([^/]+)")
_LINGER = 2 * MB
"""Bytes that are read and thrown away beyond the largest file, so that a client hears why."""


class Coming:
    """An upload on its way: of which visit, under which number, how many bytes so far."""

    def __init__(self, session: str, number: str) -> None:
        self.session, self.number, self.size = session, number, 0


class Budget:
    """Refuses uploads that would take a visit over what it may hold."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._coming: defaultdict[str, list[Coming]] = defaultdict(list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it as soon as it is known to be too much."""
        found = _upload(scope)
        if found is None:
            return await self.app(scope, receive, send)
        one = Coming(*found)
        refusal = self._grow(one, _declared(scope))
        if refusal:
            await _drain(receive)
            return await PlainTextResponse(refusal, 413)(scope, receive, send)
        self._coming[one.session].append(one)
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            refusal = self._grow(one, came)
            if refusal:
                # What came of it is not kept: Streamlit stops reading here.
                if message.get("more_body"):
                    await _drain(receive)
                raise HTTPException(413, refusal)
            return message

        try:
            await self.app(scope, counted, send)
        finally:
            self._coming[one.session].remove(one)
            if not self._coming[one.session]:
                del self._coming[one.session]

    def _grow(self, one: Coming, size: int) -> str:
        """Count an upload as larger, if it is; return why it may not be, or nothing."""
        if size <= one.size and size:
            return ""
        kept = inside.uploads_of(get_instance(), one.session)
        kept.pop(one.number, None)
        others = [other for other in self._coming.get(one.session, []) if other is not one]
        held = sum(kept.values()) + sum(other.size for other in others)
        count = len(kept) + len(others)
        most, most_files = hosting().upload_mb * MB, hosting().upload_files
        if held + size > most or count + 1 > most_files:
            return (
                f"This visit holds {count} files of {held / MB:.1f} MB, and one more of "
                f"{size / MB:.1f} MB or above is too much: a visit may hold {most_files} files and "
                f"{most / MB:.0f} MB. Remove a file, or press Forget my files, and try again."
            )
        one.size = max(one.size, size)
        return ""


def _upload(scope: Scope) -> tuple[str, str] | None:
    """Return the visit and the number of a file that is being sent; nothing for other requests."""
    if scope["type"] != "http" or scope["method"] != "PUT":
        return None
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    path = scope["path"].removeprefix(f"/{base}") if base else scope["path"]
    found = _UPLOAD.fullmatch(path.lstrip("/"))
    return None if found is None else (found[1], found[2])


def _declared(scope: Scope) -> int:
    """Return how large a request says it is; what says nothing is counted as it comes."""
    for key, value in scope["headers"]:
        if key == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _drain(receive: Receive) -> None:
    """Throw away what else comes, up to the largest file: who still sends hears no answer."""
    left = config.get_option("server.maxUploadSize") * 1024 * 1024 + _LINGER
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body"):
            return


def give_back(number: str = "") -> None:
    """Drop an upload of the visit that is being served, or all of them.

    A box that was left or emptied does not always tell Streamlit so.
    """
    session = inside.current_session()
    if not session or not exists():
        return
    if number:
        inside.drop_upload(get_instance(), session, number)
    else:
        inside.drop_uploads(get_instance(), session)


def drop_strays(runtime: Runtime) -> None:
    """Drop uploads whose visit ended while they were on their way."""
    for session in inside.uploading(runtime):
        if not inside.is_known(runtime, session):
            inside.drop_uploads(runtime, session)
