"""The paths of one run, held against each other before anything is written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

from geo.errors import OverwriteError
from geo.settings import data_dir
from geo.tables.bundle import FOLDERS, NAME

Paths = Mapping[str, Path | str | None]
"""Path by the option that gave it; None where none was given."""


def check_paths(outputs: Paths, inputs: Paths, root: Path | None = None) -> None:
    """Refuse a run that would write over what it reads, over the bundle, or twice to one file.

    Links are followed: two names of one file are the same file.

    Parameters
    ----------
    outputs
        What the run writes.
    inputs
        What it reads.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    OverwriteError
        With the two options.
    """
    written = {name: Path(path) for name, path in outputs.items() if path is not None}
    read = {name: Path(path) for name, path in inputs.items() if path is not None}
    for out, path in written.items():
        for name, other in read.items():
            if _same(path, other):
                raise OverwriteError(
                    f"{out} {path} is the file that {name} reads: it would be lost. Give {out} a "
                    "file of its own."
                )
        if _is_bundled(path, root or data_dir()):
            raise OverwriteError(
                f"{out} {path} is a file of the bundled data. Give {out} a file of its own."
            )
    for one, two in combinations(written, 2):
        if _same(written[one], written[two]):
            raise OverwriteError(
                f"{written[one]} is named twice, by {one} and by {two}. Give each a file of its "
                "own."
            )


def check_folders(outputs: Paths, inputs: Paths) -> None:
    """Refuse a run that would write into a folder that it reads, or into one that holds it.

    Raises
    ------
    OverwriteError
        With the two options.
    """
    for out, path in outputs.items():
        for name, other in inputs.items():
            if path is None or other is None:
                continue
            real, read = Path(os.path.realpath(path)), Path(os.path.realpath(other))
            if real.is_relative_to(read) or read.is_relative_to(real):
                raise OverwriteError(
                    f"{out} {path} and {name} {other} are one folder, or one holds the other: what "
                    f"is read would be written over. Give {out} a folder of its own."
                )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        # One of them is not there yet.
        return os.path.realpath(one) == os.path.realpath(other)


def _is_bundled(path: Path, root: Path) -> bool:
    real, home = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    return real == home / NAME or any(real.is_relative_to(home / folder) for folder in FOLDERS)
