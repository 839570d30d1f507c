"""Build step: the joined table of each upper level, so that nobody has to wait for the join."""

from __future__ import annotations

from pathlib import Path

from geo import tables
from geo.areas import join_anew


def build_joined(root: Path) -> None:
    """Join and store the table of each level that is worth it."""
    for level in tables.JOINED:
        tables.store_joined(level, join_anew(level, root), root)
