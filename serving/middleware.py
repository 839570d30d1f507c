"""What stands between the network and the app: known host names, and headers that protect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketClose
from streamlit import config

from serving import browsers
from serving import upload_budget as budget
from serving.hosting import hosting, tiles_origin
from serving.streamlit_internals import is_host_allowed

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HERE = ("localhost", "127.0.0.1", "::1")
"""Names of one's own machine, under which no stranger's page can pass."""
STRANGE = (
    "This server does not answer to that host name. Whoever runs it lists its names in the setting "
    "`hosts` (COLDSPOTS_HOSTS)."
)
_HEALTH = ("/health", "/_stcore/health")
"""Asked by machines under whatever name; the answers are the same for everybody."""
_METRICS = "/_stcore/metrics"
"""Counts of Streamlit's own, for whoever is on the machine itself."""
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
)
_TLS_ONLY = (b"strict-transport-security", b"max-age=31536000")
_POLICY = (
    # Streamlit, Leaflet and Vega write scripts and styles of their own; nothing comes from outside.
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'self' data: blob:{}"
    "; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_PLAIN_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")


def know_hosts() -> None:
    """Read the host names of the settings, for pages and for the web socket.

    On one's own machine, without the setting, its own names alone are known, so that a page whose
    name was made to lead here (DNS rebinding) gets nothing.
    """
    names = hosting().hosts
    if names or (config.get_option("server.address") or "") in HERE:
        config.set_option("server.allowedHosts", [*HERE, *names])


def _header(scope: Scope, name: bytes) -> str | None:
    listed = [value for key, value in scope["headers"] if key == name]
    return listed[0].decode("latin-1") if len(listed) == 1 else None


def _name(host: str | None) -> str:
    """Return a host without its port."""
    try:
        return urlsplit(f"//{host or ''}").hostname or ""
    except ValueError:
        return ""


class KnownHosts:
    """Refuses requests under a name that is not the app's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket") or self._is_known(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await PlainTextResponse(STRANGE, 400)(scope, receive, send)

    def _is_known(self, scope: Scope) -> bool:
        base = (config.get_option("server.baseUrlPath") or "").strip("/")
        path = scope["path"].removeprefix(f"/{base}") if base else scope["path"]
        host = _header(scope, b"host")
        if path == _METRICS:
            return _name(host) in HERE
        return path in _HEALTH or is_host_allowed(host)


class Protected:
    """Adds headers to every answer, which a proxy may sharpen."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to what comes back."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = [*_HEADERS, (b"content-security-policy", _policy(_header(scope, b"host")))]
        if scope.get("scheme") == "https":
            headers.append(_TLS_ONLY)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                new = [pair for pair in headers if pair[0] not in present]
                message = {**message, "headers": [*message["headers"], *new]}
            await send(message)

        await self.app(scope, receive, sent)


def _policy(host: str | None) -> bytes:
    # Older Safari does not take the page's own web socket for 'self'.
    own = f" ws://{host} wss://{host}" if host and _PLAIN_HOST.fullmatch(host) else ""
    policy = _POLICY.format(own)
    if tiles := hosting().tiles:
        policy += f"; img-src 'self' data: blob: {tiles_origin(tiles)}"
    return policy.encode("ascii")


def middleware() -> list[Middleware]:
    """Return what every request passes through."""
    return [
        Middleware(Protected),
        Middleware(KnownHosts),
        Middleware(browsers.Named),
        Middleware(budget.Budget),
    ]
