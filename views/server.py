"""What the app's server sends besides pages: the map's own files, and headers that protect."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit import config, net_util

from geo import pack
from layers.made_packs import made
from layers.offline_map import PACKS_URL, STATIC, STATIC_URL, joined
from views import find

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FOREVER = "public, max-age=31536000, immutable"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
)


@cache
def _typeface() -> bytes:
    """Name the typeface of Streamlit's own pages to the map, which stands in a frame of its own.

    Without it the map would be written in whatever the visitor's machine has.
    """
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    rules = [
        f'@font-face {{ font-family: "Source Sans 3"; font-weight: 200 900; font-display: swap; '
        f'src: url("../../../static/media/{file.name}") format("woff2"); }}'
        for file in sorted(media.glob("SourceSansVF-Upright*.woff2"))
    ]
    return "\n".join(rules).encode()


class HashedFiles(StaticFiles):
    """Files whose address carries their hash: a browser may keep them for good."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """Answer with a file, never compressed a second time, or with a pack made here."""
        content = made(path)
        if content is None:
            response = await super().get_response(path, scope)
        else:
            response = Response(content)
        if response.status_code == 200:
            response.headers["Cache-Control"] = _FOREVER
            if path.endswith(".gz"):
                response.headers["Content-Type"] = "application/gzip"
        return response


async def _joined(request: Request) -> Response:
    """Answer with all scripts or all styles of the map in one file."""
    suffix = request.path_params["suffix"]
    kinds = {"js": "text/javascript", "css": "text/css"}
    if suffix not in kinds:
        return Response("There is no such file.", 404)
    content = joined(suffix) + (_typeface() if suffix == "css" else b"")
    return Response(content, media_type=kinds[suffix], headers={"Cache-Control": _FOREVER})


class Protected:
    """Adds headers to every answer: no sniffing of types, no frames on other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to what comes back."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                new = [pair for pair in _HEADERS if pair[0] not in present]
                message = {**message, "headers": [*message["headers"], *new]}
            await send(message)

        await self.app(scope, receive, sent if scope["type"] == "http" else send)


def routes() -> list[BaseRoute]:
    """Serve the map's scripts, the packs and the find box under the app's own address."""
    # Streamlit asks outside for this machine's address when a stranger's page knocks: nothing here
    # may call out.
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    prefix = f"/{base}/" if base else "/"
    return [
        find.route(prefix),
        Route(f"{prefix}{STATIC_URL}all.{{suffix}}", _joined),
        Mount(prefix + STATIC_URL.rstrip("/"), HashedFiles(directory=STATIC)),
        Mount(prefix + PACKS_URL.rstrip("/"), HashedFiles(directory=pack.folder())),
    ]


def middleware() -> list[Middleware]:
    """Return what every request passes through."""
    return [Middleware(Protected)]
