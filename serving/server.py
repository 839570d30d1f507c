"""What the app's server does besides pages: the map's own files, health, a log, ends of visits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit import config, net_util

from geo import areas, coldspots
from geo.errors import IntegrityError
from geo.settings import VERSION, data_dir
from geo.tables import bundle
from layers import browser
from layers.browser import PACKS_URL, STATIC, STATIC_URL, joined
from serving import browsers, downloads, health, log, memory, visits
from serving import find_route as find
from serving import middleware as guard
from serving import streamlit_internals as inside

if TYPE_CHECKING:
    from starlette.requests import Request

DAY_S = 86_400
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


def _packs() -> Path:
    return data_dir() / "packs"


class HashedFiles(StaticFiles):
    """Files whose address carries their hash: a browser may keep them for good."""

    def _check(self, path: str) -> None:
        """Refuse a file that may not be the one meant."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """Answer with a file, never compressed a second time, or with a pack made here."""
        content = browser.made(path)
        if content is None:
            try:
                self._check(path)
            except IntegrityError as error:
                return Response(f"{error}", 503, media_type="text/plain")
            response = await super().get_response(path, scope)
        else:
            response = Response(content)
        if response.status_code == 200:
            response.headers["Cache-Control"] = _FOREVER
            if path.endswith(".gz"):
                response.headers["Content-Type"] = "application/gzip"
        return response


class PackFiles(HashedFiles):
    """Packs of the bundle, each as it is recorded."""

    def _check(self, path: str) -> None:
        """Refuse a pack that is not the one recorded, under a name that says nothing of folders."""
        if "/" not in path and not path.startswith("."):
            # What cannot be a name of a file is answered as any that is not there.
            with suppress(OSError):
                bundle.checked(_packs() / path)


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
        Mount(prefix + PACKS_URL.rstrip("/"), PackFiles(directory=_packs())),
    ]


def read_tables(is_over: Callable[[], bool] = lambda: False) -> None:
    """Read what later pages need: the tables, the index of places, the findings of the tests.

    Parameters
    ----------
    is_over
        Asked before each step: whether this process is to end.
    """
    for step in (areas.warm, find.warm, coldspots.warm, memory.settle):
        if is_over():
            return
        step()


async def check_each_day() -> None:
    """Hash the bundle once a day: a file that changed is not read again, and the log says so."""
    while True:
        await asyncio.sleep(DAY_S)
        await _done(bundle.check_all, "bundle")


async def _done(work: Callable[[], object], event: str) -> None:
    """Do something away from the loop that serves the app; the log says if it fails."""
    try:
        await run_in_threadpool(work)
    except Exception as error:
        log.failure(error, event)


@asynccontextmanager
async def lifespan(
    _: object, ahead: Callable[[], object] = lambda: None
) -> AsyncIterator[dict[str, object]]:
    """Set up what lives as long as the server.

    Parameters
    ----------
    ahead
        Loads what the first page needs, while its browser is busy with Streamlit's scripts.
    """
    log.install()
    guard.know_hosts()
    # `coldspots serve` has just done it.
    bundle.check_all(anew=False)
    log.note("started", version=VERSION)
    runtime = inside.get_instance()
    inside.put_store(runtime, downloads.Names)
    inside.put_connect(runtime, browsers.browsers.connecting)
    tasks = [
        asyncio.create_task(visits.end_when_over(runtime)),
        asyncio.create_task(check_each_day()),
        # It begins once this has returned, and the server listens.
        asyncio.create_task(_done(ahead, "read ahead")),
    ]
    yield {}
    for task in tasks:
        task.cancel()
    log.note("ended")
