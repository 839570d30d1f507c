"""Run every benchmark and print one table: `--fast` runs those of a minute, `--check` is a gate."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    check_copy,
    cold_spots,
    count,
    data_core,
    enrich,
    finer,
    first_paint,
    gate,
    in_app,
    load,
    newsroom,
    pages,
    pan_zoom,
    profiles,
    provision,
    reach,
    reach_page,
    readability,
    search,
    siting,
    starting,
    static,
)
from benchmarks.timing import Row
from geo.settings import project_dir


def _data_core() -> list[Row]:
    raw = Path(os.environ.get("COLDSPOTS_RAW") or project_dir().parent / "shared/data/raw")
    return data_core.run(raw if raw.is_dir() else None)


def _load() -> list[Row]:
    """Half of what `python -m benchmarks.load` does: the whole takes seven minutes."""
    return load.run((50, 200), presses=3, reruns=300)


SETS: dict[str, Callable[[], list[Row]]] = {
    "data": _data_core,
    "first paint": first_paint.run,
    "finer": finer.run,
    "pan and zoom": pan_zoom.run,
    "start": starting.run,
    "in the app": in_app.run,
    "search": search.run,
    "cold spots": cold_spots.run,
    "reach": reach.run,
    "page of reach": reach_page.run,
    "siting": siting.run,
    "profiles": profiles.run,
    "provision": provision.run,
    "pictures": static.run,
    "newsroom": newsroom.run,
    "pages": pages.run,
    "count": count.run,
    "enrich": enrich.run,
    "load": _load,
    "readability": readability.run,
    "copy": check_copy.run,
}
FAST = ("cold spots", "reach", "siting", "pictures")
"""Sets that have a peer and are over soon."""


def main(arguments: list[str]) -> int:
    """Run, print the table as Markdown and keep it; or hold the fast rows against the last one."""
    if "--check" in arguments:
        return _check()
    seconds = dict[str, float]()
    chosen = FAST if "--fast" in arguments else tuple(SETS)
    table = gate.table_of([row for name in chosen for row in _timed(name, seconds)], seconds)
    print(table.markdown())
    gate.keep(table)
    return 0


def _timed(name: str, seconds: dict[str, float]) -> list[Row]:
    begin = time.perf_counter()
    rows = SETS[name]()
    seconds[name] = round(time.perf_counter() - begin, 1)
    print(f"{name}: {seconds[name]:.0f} s", file=sys.stderr)
    return rows


def _check() -> int:
    if (last := gate.load()) is None:
        print("There is no last table: run `make bench` first.", file=sys.stderr)
        return 1
    seconds = dict[str, float]()
    rows, said = gate.held(FAST, lambda name: _timed(name, seconds), last)
    print(gate.table_of(rows, seconds).markdown())
    print("\n".join(said) or f"No row is slower by more than {gate.LOSS:.0%}.", file=sys.stderr)
    return int(bool(said))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
