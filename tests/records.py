"""The record of a data folder that a test made or changed on purpose."""

from __future__ import annotations

from pathlib import Path

from geo.files import sha256_of, write_json
from geo.tables.bundle import FOLDERS, NAME


def record(root: Path) -> None:
    """Record every file of a data folder as it is now: what a test put there is meant."""
    files = {
        path.relative_to(root).as_posix(): {"sha256": sha256_of(path), "sources": ["a test"]}
        for folder in FOLDERS
        for path in sorted((root / folder).glob("[!.]*"))
    }
    write_json(root / NAME, {"files": files})
