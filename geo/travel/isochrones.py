"""Isochrones: the outlines of what lies within some minutes of a site, drawn by a router."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from geo.arrays import Floats
from geo.errors import BadInputError
from geo.files import write_bytes
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS
from geo.travel.costs import check_limit
from geo.travel.protocols import fetch_off_m, is_off_map
from geo.travel.routers import OFF_MAP_M, Mode, Router, to_degrees

DRAWS: tuple[str, ...] = ("valhalla", "openrouteservice")
"""Kinds of routers that draw isochrones: OSRM does not."""
MOST_SITES = 40
"""Sites whose isochrones one question asks for: each is a request of its own."""
_SMOOTH_M: dict[Mode, int] = {"drive": 200, "cycle": 100, "walk": 25}
"""Metres by which an outline may be simplified."""


@dataclass(frozen=True, eq=False)
class Isochrones:
    """What lies within some minutes of each of some sites."""

    outlines: list[Any]
    """A shapely polygon or multipolygon (EPSG:27700) a site; an empty one for a site that is off
    the router's map."""
    minutes: float
    provenance: str
    """Who drew them, for which way to travel, and when."""
    day: date
    """The last on which the router was asked."""

    @property
    def left_out(self) -> int:
        """How many sites are off the router's map."""
        return sum(one.is_empty for one in self.outlines)


def fetch_isochrones(
    router: Router,
    sites: Floats,
    minutes: float,
    progress: Callable[[float], None] = lambda _: None,
) -> Isochrones:
    """Request what lies within some minutes of each site, on the way to it.

    Parameters
    ----------
    sites
        Metres (EPSG:27700): shape (n, 2).
    minutes
        Time to the site.
    progress
        Called with the share of sites that are done, 0 to 1.

    Raises
    ------
    BadInputError
        If the router is of a kind that draws none, the limit is none, or there are too many sites.
    SourceUnavailableError
        If the router does not answer, or not in its own protocol.
    """
    router.check()
    check_limit(minutes, "min")
    if router.kind not in DRAWS:
        raise BadInputError(
            f"{router.kind} draws no isochrones. Use a router of the kind {' or '.join(DRAWS)}."
        )
    if not 1 <= len(sites) <= MOST_SITES:
        raise BadInputError(
            f"Isochrones of {len(sites):,} sites are asked for. Give 1 to {MOST_SITES}."
        )
    from shapely import Polygon

    places, far_m = to_degrees(sites), OFF_MAP_M[router.mode]
    with router.answering("where the sites are"):
        off_m = fetch_off_m(router.kind, router.client(), router.profile, places)
    off = is_off_map(off_m, far_m)
    outlines: list[Any] = []
    days = [datetime.now(UTC).date()]
    for number, place in enumerate(places.tolist(), 1):
        outline: Any = Polygon()
        if not off[number - 1]:
            which = f"isochrone {number} of {len(sites)}"
            outline, day = _outline(router, place, minutes, which)
            days.append(day)
        outlines.append(outline)
        progress(number / len(sites))
    words = f"within {minutes:g} min, by {router.provenance(min(days), max(days))}"
    if off.any():
        count = int(off.sum())
        words += (
            f"; {count:,} site{'s' if count > 1 else ''} more than {far_m:,} m from any way of the "
            "router's map left out"
        )
    return Isochrones(outlines, minutes, words, max(days))


def _outline(router: Router, place: list[float], minutes: float, which: str) -> tuple[Any, date]:
    """Return an outline from the cache or the router, which is then cached, and its date."""
    path = _path(router, place, minutes)
    if path is not None and (kept := _kept(path)) is not None:
        return kept, datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    with router.answering(which):
        shape = _fetch(router, place, minutes)
        outline = _to_metres(shape)
    if path is not None:
        write_bytes(path, json.dumps(shape).encode())
    return outline, datetime.now(UTC).date()


def _path(router: Router, place: list[float], minutes: float) -> Path | None:
    if router.cache is None:
        return None
    asked = ["isochrone", router.kind, router.address, router.mode, place, minutes]
    return router.cache / f"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:24]}.json"


def _kept(path: Path) -> Any:
    try:
        return _to_metres(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _fetch(router: Router, place: list[float], minutes: float) -> dict[str, Any]:
    """Return the outline of one site as GeoJSON, in degrees."""
    client = router.client()
    asked: dict[str, Any] = {
        "locations": place,
        "profile": router.profile,
        "intervals": [round(minutes * 60)],
    }
    if router.kind == "openrouteservice":
        found = client.isochrones(**asked, location_type="destination")
    else:
        # Towards the site, and no part of it left out for being small.
        asked |= {
            "polygons": True,
            "generalize": _SMOOTH_M[router.mode],
            "denoise": 0.01,
            "reverse": True,
        }
        found = client.isochrones(**asked)
    (feature,) = found.raw["features"]
    return dict(feature["geometry"])


def _to_metres(shape: dict[str, Any]) -> Any:
    """Return an outline in degrees as a valid shape in metres (EPSG:27700).

    Raises
    ------
    ValueError
        If it is no polygon.
    """
    from pyproj import Transformer
    from shapely import make_valid, transform
    from shapely.geometry import shape as read_shape

    outline = read_shape(shape)
    if outline.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a {outline.geom_type} for an outline")
    move = Transformer.from_crs(DISPLAY_CRS, ANALYSIS_CRS, always_xy=True)
    moved = transform(outline, lambda at: np.stack(move.transform(at[:, 0], at[:, 1]), axis=1))
    return make_valid(moved)
