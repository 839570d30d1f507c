"""Every way to write a file that somebody keeps, and a way to break each step of the writing."""

from __future__ import annotations

import builtins
import hashlib
import io
import os
import re
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from geo import tables
from geo.areas.join import AreaTable, build_areas
from geo.fetch import cache as fetched
from geo.files import write_bytes
from geo.reach.partnerships import Partnership
from geo.uploads.sites import bad_to_csv, read_sites
from layers.exports.files import write_view
from layers.exports.tables import write_areas
from layers.view import MapView

PLACES = {"one": "E06000009", "other": "E06000001"}
MEASURES = {"one": "tundra_rate", "other": "iod25_score"}
Writer = Callable[[Path, str], None]


@cache
def _joined(which: str) -> AreaTable:
    return build_areas("msoa21", within=PLACES[which])[0]


def _areas(path: Path, which: str) -> None:
    write_areas(_joined(which), path)


def _map(path: Path, which: str) -> None:
    view = MapView(geography="region", indicator=MEASURES[which], sites=())
    write_view(view, path, size="300x300")


def _partnership(path: Path, which: str) -> None:
    Partnership(which, ("10007795",)).save(path)


def _record(path: Path, which: str) -> None:
    fetched.note(path.parent, "msoa_names", {"on": "2026-11-26", "how": which})


def _bad(path: Path, which: str) -> None:
    rows = f"name,postcode\nHub,FY1 1AA\n{which},FY1".encode()
    write_bytes(path, bad_to_csv(read_sites(rows)[1]))


def _table(path: Path, which: str) -> None:
    table = tables.load("areas_region")
    tables.store("areas_region", table.assign(area_name=which), path.parent.parent)


WRITERS: dict[str, Writer] = {
    **dict.fromkeys(("a.csv", "a.parquet", "a.xlsx", "a.geojson", "a.gpkg"), _areas),
    "m.html": _map,
    "p.json": _partnership,
    "fetched.json": _record,
    "bad.csv": _bad,
    "tables/areas_region.parquet": _table,
}
SLOW: dict[str, Writer] = dict.fromkeys(("m.svg", "m.png", "m.pdf"), _map)


def content(path: Path) -> str:
    """What a file holds; a GeoPackage, which knows the time, by its rows, checked by SQLite."""
    if path.suffix == ".html":
        text = path.read_text(encoding="utf-8")
        assert text.rstrip().endswith("</html>")
        # folium names its parts at random.
        return hashlib.sha256(re.sub(r"[0-9a-f]{32}", "", text).encode()).hexdigest()
    if path.suffix != ".gpkg":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    with sqlite3.connect(path) as opened:
        assert opened.execute("pragma integrity_check").fetchone() == ("ok",)
        (name,) = opened.execute("select table_name from gpkg_contents").fetchone()
        rows = opened.execute(f"select area_code, length(geom) from {name}").fetchall()
    opened.close()
    return repr(sorted(rows))


class _Handle:
    """An open file each of whose writes is a step, half done when it breaks."""

    def __init__(self, handle: Any, steps: Steps) -> None:
        self._handle, self._steps = handle, steps

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handle, name)

    def __enter__(self) -> _Handle:
        return self

    def __exit__(self, *_: object) -> None:
        self._handle.close()

    def write(self, data: Any) -> int:
        def half() -> None:
            self._handle.write(data[: len(data) // 2])
            self._handle.flush()

        self._steps.step("write", half)
        return self._handle.write(data)


class Steps:
    """Counts what a writer asks of the system; the one `at` is broken.

    Opens for writing, writes from Python, closings, flushes, changes of mode and moves count, of
    files in the folder alone.
    """

    def __init__(self, folder: Path, at: int = 0, act: Callable[[], None] = lambda: None) -> None:
        self.folder, self.at, self.act = str(folder), at, act
        self.done: list[str] = []
        self.numbers: set[int] = set()

    def step(self, name: str, half: Callable[[], None] = lambda: None) -> None:
        self.done.append(name)
        if len(self.done) == self.at:
            half()
            self.act()

    def __enter__(self) -> Steps:
        self.real = {
            name: getattr(os, name) for name in ("open", "close", "fsync", "chmod", "replace")
        }
        self.real_open = io.open

        def broken(name: str) -> Callable[..., Any]:
            def call(*given: Any, **named: Any) -> Any:
                ours = given[0] in self.numbers or str(given[0]).startswith(self.folder)
                if ours or name == "fsync":
                    self.step(name)
                made = self.real[name](*given, **named)
                if name == "open" and ours:
                    self.numbers.add(made)
                elif name == "close":
                    self.numbers.discard(given[0])
                return made

            return call

        def opened(file: Any, mode: str = "r", *given: Any, **named: Any) -> Any:
            if not set(mode) & set("wax+") or not str(file).startswith(self.folder):
                return self.real_open(file, mode, *given, **named)
            self.step("open")
            return _Handle(self.real_open(file, mode, *given, **named), self)

        for name in self.real:
            setattr(os, name, broken(name))
        io.open = builtins.open = opened
        return self

    def __exit__(self, *_: object) -> None:
        for name, real in self.real.items():
            setattr(os, name, real)
        io.open = builtins.open = self.real_open
