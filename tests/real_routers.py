"""Real routers for the tests: OSRM and Valhalla over small extracts, on loopback.

They are left out with a reason where the extracts are not here, or pip's index has no package of
the router for this computer.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
from pyproj import Transformer

from geo.errors import SourceUnavailableError
from geo.travel.routers import PROFILES, Mode, Router
from routing.engines import build_graph, serve
from routing.packages import routers_dir
from tests.conftest import raw_dir

LIECHTENSTEIN, BRISTOL = "liechtenstein-latest", "whitelion_bristol_uk"
_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


def extract(name: str) -> Path:
    folder = raw_dir()
    path = None if folder is None else folder / "osm_router_test" / f"{name}.osm.pbf"
    if path is None or not path.is_file():
        pytest.skip(f"the extract {name} of OpenStreetMap is not here: set COLDSPOTS_RAW")
    return path


def metres(degrees: list[tuple[float, float]]) -> np.ndarray:
    """Longitude and latitude as metres (EPSG:27700)."""
    return np.stack(_TO_METRES.transform(*np.array(degrees).T), axis=1)


@cache
def graph(engine: str, mode: str, *names: str) -> Path:
    try:
        return build_graph(engine, mode, [extract(one) for one in names], routers_dir(), _silent)
    except SourceUnavailableError as error:
        pytest.skip(str(error))


def _silent(_: str) -> None:
    pass


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Running:
    """A router that runs, and what it says of one pair by its other question."""

    kind: str
    address: str
    process: Any

    def router(self, mode: Mode = "walk", **more: Any) -> Router:
        return Router(self.kind, self.address, mode=mode, **more)

    def route_s(self, mode: Mode, here: list[float], there: list[float]) -> float | None:
        """Seconds of the route between two points in degrees; None where it finds none."""
        profile = PROFILES[self.kind][mode]
        if self.kind == "osrm":
            pair = ";".join(f"{lon},{lat}" for lon, lat in (here, there))
            answer = requests.get(f"{self.address}/route/v1/{profile}/{pair}", timeout=20).json()
            return answer["routes"][0]["duration"] if answer["code"] == "Ok" else None
        places = [{"lon": lon, "lat": lat} for lon, lat in (here, there)]
        asked = {"locations": places, "costing": profile, "directions_type": "none"}
        answer = requests.post(f"{self.address}/route", json=asked, timeout=20).json()
        return answer["trip"]["summary"]["time"] if "trip" in answer else None


@contextmanager
def running(engine: str, mode: str, *names: str) -> Iterator[Running]:
    port, made = free_port(), graph(engine, mode, *names)
    with serve(engine, made, routers_dir(), port) as process:
        yield Running(engine, f"http://127.0.0.1:{port}", process)
