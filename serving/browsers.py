"""Which browser a visit belongs to, and whether it has left: a cookie, and how its line ended.

The cookie is a random name for the browser, until it is closed. No script and no other site can
read or send it, and nothing is looked up by it: it is only compared.
"""

from __future__ import annotations

import re
import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from streamlit import config

from serving import streamlit_internals as inside

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "coldspots_visit"
_NAME = re.compile(r"[A-Za-z0-9_-]{43}")
_SETS = "_stcore/health"
"""What a page of the app asks before it opens its line. The page's own address does not set the
cookie: a browser that follows a link of another site leaves it out there, and would get a second
one."""
_GOING_AWAY = 1001
"""How a browser ends its line when the tab is closed, loaded anew or led elsewhere. A line that
breaks ends otherwise."""


@dataclass
class Line:
    """A web socket: whose it is, which visit it carries and how it ended."""

    browser: str
    session: str = ""
    code: int = 0


@dataclass
class Browsers:
    """Whose each visit is, and when which was left."""

    of: dict[str, str] = field(default_factory=dict)
    left: dict[str, float] = field(default_factory=dict)

    def owns(self, session: str, browser: str) -> bool:
        """Test whether a visit is of a browser; one without cookies is like any other such."""
        return secrets.compare_digest(self.of.get(session, "").encode(), browser.encode())

    def connecting(self, connect: inside.Connect) -> inside.Connect:
        """Make visits known as they begin; only the browser that had one takes it up again."""

        def connected(*parts: Any, existing_session_id: str | None = None, **more: Any) -> str:
            line = _line.get()
            browser = "" if line is None else line.browser
            if existing_session_id in self.of and not self.owns(existing_session_id, browser):
                existing_session_id = None
            session = connect(*parts, existing_session_id=existing_session_id, **more)
            self.of[session] = browser
            self.left.pop(session, None)
            if line is not None:
                line.session = session
            return session

        return connected

    def ended(self, line: Line) -> None:
        """Note that a line has ended; a browser that went away does not come back to its visit."""
        if line.code == _GOING_AWAY and line.session:
            self.left[line.session] = time.monotonic()

    def forget(self, runtime: inside.Runtime) -> None:
        """Forget visits that are over."""
        for known in (self.of, self.left):
            for session in [one for one in known if not inside.is_known(runtime, one)]:
                known.pop(session, None)


browsers = Browsers()
_line: ContextVar[Line | None] = ContextVar("line", default=None)


def browser_of(scope: Scope) -> str:
    """Return the name of the browser that asks; empty where it has none."""
    for key, value in scope["headers"]:
        if key == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                continue
            if found is not None and _NAME.fullmatch(found.value):
                return found.value
    return ""


class Named:
    """Gives browsers their cookie, and follows the lines of their visits."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request or a line on."""
        if scope["type"] == "websocket":
            await self._follow(scope, receive, send)
        elif scope["type"] == "http" and _asks_first(scope) and not browser_of(scope):
            await self.app(scope, receive, _naming(scope, send))
        else:
            await self.app(scope, receive, send)

    async def _follow(self, scope: Scope, receive: Receive, send: Send) -> None:
        line = Line(browser_of(scope))

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                line.code = message.get("code") or 0
            return message

        mark = _line.set(line)
        try:
            await self.app(scope, heard, send)
        finally:
            _line.reset(mark)
            browsers.ended(line)


def _asks_first(scope: Scope) -> bool:
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    path = scope["path"].removeprefix(f"/{base}") if base else scope["path"]
    return path.lstrip("/") == _SETS


def _naming(scope: Scope, send: Send) -> Send:
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    name = f"{COOKIE}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=Strict{secure}"

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message["headers"], (b"set-cookie", name.encode("ascii"))]
            message = {**message, "headers": headers}
        await send(message)

    return sent
