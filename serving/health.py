"""Answers whether the app can do its work: its server runs, and its bundle is whole."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from geo.errors import GeoError
from geo.files import read_json
from geo.settings import VERSION, data_dir
from geo.tables import NAME

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

HEALTH_URL = "health"
AGAIN_S = 60
"""How long an answer holds: every file is read for it."""


@lru_cache(maxsize=1)
def _found(_: int) -> dict[str, str]:
    """Return how the bundle is: each of its files has its recorded hash, or what is wrong."""
    # Imported here: a server is to listen before it has loaded the tables' library.
    from geo.build.verify import check_bundle

    made_by = ""
    try:
        made_by = str(read_json(data_dir() / NAME)["build_version"])
        problem = next(iter(check_bundle()))[1]
    except (GeoError, OSError, KeyError, ValueError) as error:
        problem = f"The bundle cannot be read ({type(error).__name__})."
    return {
        "status": "broken" if problem else "ok",
        "version": VERSION,
        "bundle": made_by,
        "problem": problem and f"{problem} `coldspots check` says more.",
    }


async def _health(_: Request) -> Response:
    # The same number for a minute, so that the answer is looked for once in it.
    answer = await run_in_threadpool(_found, int(time.monotonic() // AGAIN_S))
    status = 503 if answer["problem"] else 200
    return JSONResponse(answer, status_code=status, headers={"Cache-Control": "no-store"})


def route(prefix: str) -> Route:
    """Return the route under the app's own address, such as `/`."""
    return Route(prefix + HEALTH_URL, _health, methods=["GET"])
