"""Travel times from routers that somebody runs: OSRM, Valhalla and OpenRouteService, one interface.

Nothing is asked of any router unless its address is given; what it answers is kept in a folder of
the user's, so that the same question is not asked twice.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import numpy as np

from geo.arrays import Flags, Floats
from geo.errors import BadInputError, SourceUnavailableError
from geo.files import write_bytes
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS
from geo.travel.protocols import Kind, Table, fetch_table, is_off_map

Mode = Literal["drive", "walk", "cycle"]

PROFILES: dict[Kind, dict[Mode, str]] = {
    "osrm": {"drive": "driving", "walk": "walking", "cycle": "cycling"},
    "valhalla": {"drive": "auto", "walk": "pedestrian", "cycle": "bicycle"},
    "openrouteservice": {
        "drive": "driving-car",
        "walk": "foot-walking",
        "cycle": "cycling-regular",
    },
}
"""What each kind of router calls the ways to travel."""
OFF_MAP_M: dict[Mode, int] = {"drive": 1_000, "cycle": 500, "walk": 300}
"""Metres from the nearest way of a router's map beyond which a point is not on that map: some four
minutes on foot, two by car along a lane that the map lacks."""
BATCH = 50
"""Most origins, and most destinations, of one request: public servers refuse larger tables."""
TIMEOUT_S, PATIENCE_S = 30, 90
"""How long one request may take, and how long a busy server is asked again."""


@dataclass(frozen=True)
class Matrix:
    """Travel from each origin to each destination."""

    seconds: Floats
    """Shape (origins, destinations); NaN where there is no way."""
    metres: Floats
    """Likewise, along the way."""
    provenance: str
    """Who answered, for which way to travel, and when."""
    days: tuple[date, date]
    """First and last day of the answers: some may be kept ones."""
    off_map: tuple[Flags, Flags]
    """Origins and destinations further than `OFF_MAP_M` from any way of the router's map, which so
    have none: shapes (origins,) and (destinations,)."""


@dataclass(frozen=True)
class Router:
    """A router at an address."""

    kind: Kind
    address: str
    """Such as `http://localhost:5000`."""
    mode: Mode = "drive"
    key: str = field(default="", repr=False)
    """For servers that want one; it is neither kept nor shown."""
    cache: Path | None = None
    """Folder of answers; none are kept unless given."""
    timeout_s: int = TIMEOUT_S
    patience_s: int = PATIENCE_S
    called: str = ""
    """What words call it: its kind and where it is, unless given."""

    def matrix(
        self,
        origins: Floats,
        destinations: Floats,
        progress: Callable[[float], None] = lambda _: None,
    ) -> Matrix:
        """Request the travel between points, a batch at a time.

        Parameters
        ----------
        origins, destinations
            Metres (EPSG:27700): shape (n, 2).
        progress
            Called with the share of batches that are done, 0 to 1.

        Raises
        ------
        BadInputError
            If the kind, the mode or the address is none, or there is no point.
        SourceUnavailableError
            If the server does not answer, or not in its own protocol. Batches that were answered
            are kept in `cache`, so asking again goes on where it stopped.
        """
        self.check()
        if not len(origins) or not len(destinations):
            raise BadInputError("Travel times need at least one origin and one destination.")
        froms, tos = to_degrees(origins), to_degrees(destinations)
        seconds = np.full((len(froms), len(tos)), np.nan)
        metres = np.full_like(seconds, np.nan)
        batches = list(_batches(len(froms), len(tos)))
        off_map = np.zeros(len(froms), np.bool_), np.zeros(len(tos), np.bool_)
        days = []
        for number, (rows, columns) in enumerate(batches, 1):
            which = f"batch {number} of {len(batches)}"
            table, day = self._batch(froms[rows], tos[columns], which)
            seconds[rows, columns], metres[rows, columns] = table.seconds, table.metres
            off_map[0][rows] |= is_off_map(table.origins_off_m, OFF_MAP_M[self.mode])
            off_map[1][columns] |= is_off_map(table.destinations_off_m, OFF_MAP_M[self.mode])
            days.append(day)
            progress(number / len(batches))
        first, last = min(days), max(days)
        return Matrix(seconds, metres, self.provenance(first, last), (first, last), off_map)

    @property
    def host(self) -> str:
        """Name the server, without what an address may hold of a password."""
        parts = urlsplit(self.address)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    def provenance(self, first: date, last: date) -> str:
        """Return who answered, for which way to travel, and when."""
        when = f"on {last}" if first == last else f"from {first} to {last}"
        return f"{self.name}, {self.profile}, asked {when}"

    @property
    def name(self) -> str:
        """What words call it."""
        return self.called or f"{self.kind} at {self.host}"

    def check(self) -> None:
        """Refuse a kind, a way to travel or an address that is none.

        Raises
        ------
        BadInputError
            With what there is.
        """
        if self.kind not in PROFILES or self.mode not in PROFILES[self.kind]:
            raise BadInputError(
                f"No router is called {self.kind!r} with {self.mode!r}. Choose one of "
                f"{', '.join(PROFILES)}, and one of drive, walk, cycle."
            )
        try:
            parts = urlsplit(self.address)
            usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise BadInputError(
                f"{self.address!r} is no router's address. Give one such as http://localhost:5000."
            )

    def _batch(self, froms: Floats, tos: Floats, which: str) -> tuple[Table, date]:
        """Return a batch from the cache or the router, which is then cached, and its date."""
        most_m = OFF_MAP_M[self.mode]
        path = self._path(froms, tos)
        kept = None if path is None else _kept(path, (2, len(froms) + 1, len(tos) + 1))
        if path is not None and kept is not None:
            day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
            return Table.of_values(kept).on_map(most_m), day
        with self.answering(which):
            table = fetch_table(self.kind, self.client(), self.profile, froms, tos, most_m)
        if path is not None:
            write_bytes(path, _as_npy(table.values()))
        return table.on_map(most_m), datetime.now(UTC).date()

    def _path(self, froms: Floats, tos: Floats) -> Path | None:
        if self.cache is None:
            return None
        asked = [self.kind, self.address, self.mode, froms.tolist(), tos.tolist()]
        return self.cache / f"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:24]}.npy"

    @contextmanager
    def answering(self, which: str) -> Iterator[None]:
        """Turn the failure of a question into one line that says what became of it.

        Raises
        ------
        SourceUnavailableError
            Instead of whatever the client or the answer makes go wrong inside.
        """
        import requests
        from routingpy import exceptions

        failures = (
            *(exceptions.RouterError, exceptions.Timeout, exceptions.JSONParseError),
            *(requests.RequestException, KeyError, TypeError, ValueError, RecursionError),
            *(AttributeError, IndexError),
        )
        try:
            with warnings.catch_warnings():
                # The client warns whenever it asks again.
                warnings.simplefilter("ignore", UserWarning)
                yield
        except failures as error:
            kept = "" if self.cache is None else "answers before it are kept, "
            raise SourceUnavailableError(
                f"{self.name}: {which} was not answered ({self._reason(error)}); "
                f"{kept}see that the server runs, and ask again."
            ) from error

    def _reason(self, error: Exception) -> str:
        """Return in a few words why there is no answer; what a server writes is cut short."""
        import requests
        from routingpy import exceptions

        if isinstance(error, exceptions.Timeout | requests.Timeout):
            return f"no answer within {self.timeout_s} s"
        if isinstance(error, requests.ConnectionError):
            return "nobody there takes the call"
        words = " ".join(str(error).split())[:160]
        return "".join(sign for sign in words if sign.isprintable()) or type(error).__name__

    @property
    def profile(self) -> str:
        """What the router calls the way to travel."""
        return PROFILES[self.kind][self.mode]

    def client(self) -> Any:
        """Return a client of routingpy that speaks to the server."""
        import routingpy

        common: dict[str, Any] = {
            "base_url": self.address.rstrip("/"),
            "timeout": self.timeout_s,
            "retry_timeout": self.patience_s,
            "retry_over_query_limit": True,
            # A server that sends on elsewhere is not followed: it was the address that was allowed.
            "allow_redirects": False,
        }
        if self.kind == "osrm":
            return routingpy.OSRM(**common)
        if self.kind == "valhalla":
            return routingpy.Valhalla(**common)
        return routingpy.ORS(api_key=self.key or None, **common)


def to_degrees(points: Floats) -> Floats:
    """Turn metres (EPSG:27700) into longitude and latitude, to about a metre."""
    from pyproj import Transformer

    transformer = Transformer.from_crs(ANALYSIS_CRS, DISPLAY_CRS, always_xy=True)
    return np.round(np.stack(transformer.transform(points[:, 0], points[:, 1]), axis=1), 5)


def _batches(rows: int, columns: int) -> Iterator[tuple[slice, slice]]:
    for row in range(0, rows, BATCH):
        for column in range(0, columns, BATCH):
            yield (
                slice(row, min(row + BATCH, rows)),
                slice(column, min(column + BATCH, columns)),
            )


def _kept(path: Path, shape: tuple[int, int, int]) -> Floats | None:
    """Read an answer that was kept; None if there is none that can be used."""
    try:
        values: Floats = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError, MemoryError):
        return None
    return values if values.shape == shape else None


def _as_npy(values: Floats) -> bytes:
    import io

    content = io.BytesIO()
    np.save(content, values, allow_pickle=False)
    return content.getvalue()
