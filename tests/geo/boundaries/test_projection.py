"""Points from one reference system to another: known places, any thread, a forked process."""

from __future__ import annotations

import multiprocessing
import threading

import numpy as np
import pytest
from pyproj import Transformer

from geo.boundaries import from_degrees, project, to_degrees

# The church tower of the Ordnance Survey's guide to coordinate systems.
CAISTER = (651409.9, 313177.3), (1.716, 52.658)


def test_a_known_place_and_back() -> None:
    metres, degrees = CAISTER
    assert np.round(np.hstack(to_degrees(*metres)), 3).tolist() == list(degrees)
    there = from_degrees(*(float(one) for one in to_degrees(*metres)))
    assert np.hstack(there) == pytest.approx(metres, abs=0.01)


def test_the_shape_stays_and_what_is_missing_is_infinite() -> None:
    x, y = to_degrees([651409.9, np.nan], [313177.3, 313177.3])
    assert x.shape == y.shape == (2,)
    assert np.isfinite(x).tolist() == [True, False]


def test_every_thread_gets_what_the_library_gives() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.uniform(100_000, 600_000, 50), rng.uniform(50_000, 1_000_000, 50)
    direct = Transformer.from_crs("EPSG:27700", "EPSG:3857", always_xy=True).transform(x, y)
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(project(x, y, "EPSG:27700", "EPSG:3857")))
        for _ in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(got) == 4
    for east, north in got:
        assert east.tolist() == direct[0].tolist()
        assert north.tolist() == direct[1].tolist()


def _forked(pipe: multiprocessing.connection.Connection) -> None:
    pipe.send(to_degrees(*CAISTER[0])[0].round(3).item())


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="the system cannot fork"
)
def test_a_forked_process_has_a_thread_of_its_own() -> None:
    to_degrees(*CAISTER[0])
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_forked, args=(there,))
    child.start()
    try:
        assert here.poll(20)
        assert here.recv() == CAISTER[1][0]
    finally:
        child.kill()
        child.join()
