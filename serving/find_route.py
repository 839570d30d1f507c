"""Answers the find box: one address that takes a text and gives places back, as JSON.

What is asked is neither kept nor logged: it may be somebody's own postcode.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from geo import places
from geo.errors import GeoError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FIND_URL = "app/find"
BROKEN = "The search cannot read its data. Whoever runs this server should run `coldspots check`."

_HEADERS = {"Cache-Control": "no-store"}


async def _find(request: Request) -> Response:
    """Answer `?q=...` with places and a sentence, away from the loop that serves the app."""
    asked = request.query_params.get("q", "")
    if len(asked) > 4 * places.LONGEST:
        return JSONResponse(asdict(places.SearchAnswer((), places.TOO_LONG)), headers=_HEADERS)
    try:
        answer = await run_in_threadpool(lambda: places.finder().find(asked))
    except GeoError:
        return JSONResponse(
            asdict(places.SearchAnswer((), BROKEN)), status_code=503, headers=_HEADERS
        )
    return JSONResponse(asdict(answer), headers=_HEADERS)


def route(prefix: str) -> Route:
    """Return the route of the find box under the app's own address, such as `/`."""
    return Route(prefix + FIND_URL, _find, methods=["GET"])


def warm() -> None:
    """Build the index and read every postcode now, so that the first visitor does not wait."""
    places.finder().postcodes.load()
