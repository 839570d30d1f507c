"""Write with too little room, and as somebody who may not: a process of its own tells what it saw."""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from geo.errors import DiskError
from tests.faults.writers import SLOW, WRITERS, content

NOBODY = 65_534


def tried(path: Path, name: str) -> list[object]:
    """Return what a write came to, and whether the old file and nothing else is there."""
    before = content(path), sorted(one.name for one in path.parent.iterdir())
    try:
        {**WRITERS, **SLOW}[name](path, "other")
        came = "written"
    except DiskError as error:
        came = str(error)
    after = content(path), sorted(one.name for one in path.parent.iterdir())
    return [came, before == after]


if __name__ == "__main__":
    home = Path(sys.argv[1])
    told: dict[str, list[list[object]]] = {}
    for name, write in {**WRITERS, **SLOW}.items():
        path = home / name
        path.parent.mkdir(exist_ok=True)
        write(path, "other")
        size = path.stat().st_size
        write(path, "one")
        rooms = [0, size // 2, size - 1] if name in WRITERS else [size // 2]
        told[name] = []
        for room in rooms:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            told[name].append(tried(path, name))
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    for folder in (home, home / "tables"):
        folder.chmod(0o555)
    if os.geteuid() == 0:
        # Root may write anywhere; nobody may not.
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    for name in WRITERS:
        told[name].append(tried(home / name, name))
    print(json.dumps(told))
