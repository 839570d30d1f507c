"""Tables of travel in the protocol of each kind of router, with how far each point lies from a way.

A router moves every point to the nearest way of its map, however far that is: one that holds a town
gives a home 50 km off the minutes from the edge of that town. What is too far from any way is
therefore told apart here, and has no way.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from geo.arrays import Flags, Floats

Kind = Literal["osrm", "valhalla", "openrouteservice"]

_NO_WAY = frozenset({154, 170, 171, 442})
"""Errors of Valhalla that refuse a whole table for one of its pairs: further apart than it looks
(200 km unless it is set otherwise, 400 km by car), in two parts of the network, with no way near,
without a path."""


@dataclass(frozen=True, eq=False)
class Table:
    """What a router answers for some origins and some destinations."""

    seconds: Floats
    """Shape (origins, destinations); NaN where there is no way."""
    metres: Floats
    """Likewise, along the way."""
    origins_off_m: Floats
    """Metres from each origin to the nearest way; NaN where none is known, 0 where the router does
    not say."""
    destinations_off_m: Floats

    def values(self) -> Floats:
        """Return all of it as one array, shape (2, origins + 1, destinations + 1), to keep."""
        rows, columns = self.seconds.shape
        whole = np.full((2, rows + 1, columns + 1), np.nan)
        whole[:, :-1, :-1] = self.seconds, self.metres
        whole[0, :-1, -1], whole[0, -1, :-1] = self.origins_off_m, self.destinations_off_m
        return whole

    @classmethod
    def of_values(cls, whole: Floats) -> Table:
        """Return the table that an array holds."""
        return cls(whole[0, :-1, :-1], whole[1, :-1, :-1], whole[0, :-1, -1], whole[0, -1, :-1])

    def on_map(self, most_m: float) -> Table:
        """Return the table without a way from or to what is off the router's map."""
        origins, destinations = self.origins_off_m, self.destinations_off_m
        off = is_off_map(origins, most_m)[:, None] | is_off_map(destinations, most_m)
        seconds, metres = (np.where(off, np.nan, part) for part in (self.seconds, self.metres))
        return Table(seconds, metres, self.origins_off_m, self.destinations_off_m)


def is_off_map(metres: Floats, most_m: float) -> Flags:
    """Test which points are too far from any way.

    Examples
    --------
    >>> is_off_map(np.array([0.0, 300.0, 301.0, np.nan]), 300).tolist()
    [False, False, True, True]
    """
    return ~(metres <= most_m)


def fetch_table(
    kind: Kind, client: Any, profile: str, froms: Floats, tos: Floats, most_m: float
) -> Table:
    """Request a table of seconds and of metres from a client of routingpy.

    Parameters
    ----------
    froms, tos
        Longitude and latitude: shape (n, 2).
    most_m
        Metres from the nearest way beyond which a point is not on the router's map.

    Raises
    ------
    ValueError
        If the answer is no table of that shape. What the client raises is left as it is.
    """
    find = {"osrm": _osrm, "valhalla": _valhalla, "openrouteservice": _openrouteservice}[kind]
    table = find(client, profile, froms, tos, most_m)
    shape = (len(froms), len(tos))
    wrong = [part.shape for part in (table.seconds, table.metres) if part.shape != shape]
    if wrong or table.origins_off_m.shape + table.destinations_off_m.shape != shape:
        raise ValueError(f"a table of {table.seconds.shape}, asked for {shape}")
    return table


def _osrm(client: Any, profile: str, froms: Floats, tos: Floats, _: float) -> Table:
    found = client.matrix(**_indexed(profile, froms, tos))
    return _named_table(found, "distance", froms, tos)


def _openrouteservice(client: Any, profile: str, froms: Floats, tos: Floats, _: float) -> Table:
    found = client.matrix(**_indexed(profile, froms, tos), metrics=["duration", "distance"])
    return _named_table(found, "snapped_distance", froms, tos)


def _indexed(profile: str, froms: Floats, tos: Floats) -> dict[str, Any]:
    return {
        "locations": np.concatenate([froms, tos]).tolist(),
        "profile": profile,
        "sources": list(range(len(froms))),
        "destinations": list(range(len(froms), len(froms) + len(tos))),
    }


def _named_table(found: Any, moved: str, froms: Floats, tos: Floats) -> Table:
    """Read a table whose answer says beside it how far each point was moved."""
    off = [
        _moved(found.raw.get(part), moved, len(points))
        for part, points in (("sources", froms), ("destinations", tos))
    ]
    return Table(_numbers(found.durations), _numbers(found.distances), *off)


def _moved(points: Any, moved: str, count: int) -> Floats:
    if not points:
        return np.zeros(count)
    return np.array([np.nan if one is None else one.get(moved, 0.0) for one in points], "float64")


def _numbers(table: Any) -> Floats:
    return np.array(table, dtype="float64")


def _valhalla(client: Any, profile: str, froms: Floats, tos: Floats, most_m: float) -> Table:
    # It refuses a table for one point that is off its map, so these are looked for first.
    off = _located(client, profile, np.concatenate([froms, tos]))
    from_off, to_off = off[: len(froms)], off[len(froms) :]
    seconds, metres = np.full((2, len(froms), len(tos)), np.nan)
    whole = Table(seconds, metres, from_off, to_off)
    rows, columns = (np.flatnonzero(~is_off_map(part, most_m)) for part in (from_off, to_off))

    def fill(rows: Any, columns: Any) -> None:
        found = _valhalla_part(client, profile, froms[rows], tos[columns])
        if found is not None:
            at = np.ix_(rows, columns)
            whole.seconds[at], whole.metres[at] = found
        elif len(rows) > 1 or len(columns) > 1:
            _halved(fill, rows, columns)

    if len(rows) and len(columns):
        fill(rows, columns)
    return whole


def _halved(fill: Callable[[Any, Any], None], rows: Any, columns: Any) -> None:
    """Fill both halves of what was refused: one pair without a way spoils no more."""
    if len(rows) >= len(columns):
        for part in np.array_split(rows, 2):
            fill(part, columns)
    else:
        for part in np.array_split(columns, 2):
            fill(rows, part)


def _valhalla_part(
    client: Any, profile: str, froms: Floats, tos: Floats
) -> tuple[Floats, Floats] | None:
    """Return seconds and metres; None where the router refuses a table of such pairs."""
    from routingpy import exceptions

    try:
        found = client.matrix(**_indexed(profile, froms, tos))
    except exceptions.RouterApiError as error:
        if _error_code(error.message) in _NO_WAY:
            return None
        raise
    return _numbers(found.durations), _numbers(found.distances)


def _error_code(text: Any) -> int:
    try:
        return int(json.loads(text)["error_code"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0


def fetch_off_m(kind: Kind, client: Any, profile: str, points: Floats) -> Floats:
    """Request the metres from each point to the nearest way; NaN where there is none.

    They are 0 for a kind of router that is not asked for them alone.
    """
    return _located(client, profile, points) if kind == "valhalla" else np.zeros(len(points))


def _located(client: Any, profile: str, points: Floats) -> Floats:
    from pyproj import Geod

    places = [{"lon": lon, "lat": lat} for lon, lat in points.tolist()]
    asked = {"locations": places, "costing": profile}
    found = client.client._request("/locate", post_params=asked)
    if not isinstance(found, list) or len(found) != len(points):
        raise ValueError(f"no list of {len(points)} places")
    off = np.full(len(points), np.nan)
    for at, place in enumerate(found):
        ends = [(one["correlated_lon"], one["correlated_lat"]) for one in place["edges"] or []]
        if ends:
            lon, lat = np.array(ends, dtype="float64").T
            here = np.broadcast_to(points[at], (len(ends), 2))
            off[at] = Geod(ellps="WGS84").inv(here[:, 0], here[:, 1], lon, lat)[2].min()
    return off
