"""The record of a data folder that a test made or changed on purpose."""

from __future__ import annotations

import shutil
from pathlib import Path

from geo.files import sha256_of, write_json
from geo.settings import data_dir
from geo.tables.bundle import FOLDERS, NAME


def link_bundle(root: Path) -> Path:
    """Make a data folder of one's own: links to the bundle, of which a test changes one."""
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True)
        for path in (data_dir() / folder).iterdir():
            (root / folder / path.name).symlink_to(path)
    shutil.copy(data_dir() / NAME, root / NAME)
    return root


def record(root: Path) -> None:
    """Record every file of a data folder as it is now: what a test put there is meant."""
    files = {
        path.relative_to(root).as_posix(): {"sha256": sha256_of(path), "sources": ["a test"]}
        for folder in FOLDERS
        for path in sorted((root / folder).glob("[!.]*"))
    }
    write_json(root / NAME, {"files": files})
