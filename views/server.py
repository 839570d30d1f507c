"""What the app's server does besides pages: the map's own files, health, a log, ends of visits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit import config, net_util
from streamlit.runtime import get_instance

from geo import pack
from geo.settings import VERSION
from layers.made_packs import made
from layers.offline_map import PACKS_URL, STATIC, STATIC_URL, joined
from views import browsers, downloads, find, guard, health, inside, log, shell, visits

if TYPE_CHECKING:
    from starlette.requests import Request

_FOREVER = "public, max-age=31536000, immutable"


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


def routes() -> list[BaseRoute]:
    """Serve the map's scripts, the packs and the find box under the app's own address."""
    # Streamlit asks outside for this machine's address when a stranger's page knocks: nothing here
    # may call out.
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    prefix = f"/{base}/" if base else "/"
    return [
        find.route(prefix),
        health.route(prefix),
        downloads.route(prefix),
        Route(f"{prefix}{STATIC_URL}all.{{suffix}}", _joined),
        Mount(prefix + STATIC_URL.rstrip("/"), HashedFiles(directory=STATIC)),
        Mount(prefix + PACKS_URL.rstrip("/"), HashedFiles(directory=pack.folder())),
    ]


def failed(error: Exception) -> bool:
    """Tell a visitor of an error that no page caught, in one line; the rest is in the log."""
    shell.apologise(log.failure(error, "failed", page="callback"))
    return True


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[dict[str, object]]:
    """Set up what lives as long as the server."""
    log.install()
    guard.know_hosts()
    log.note("started", version=VERSION)
    runtime = get_instance()
    inside.put_store(runtime, downloads.Names)
    inside.put_connect(runtime, browsers.browsers.connecting)
    sweeping = asyncio.create_task(visits.end_when_over(runtime))
    yield {}
    sweeping.cancel()
    log.note("ended")
