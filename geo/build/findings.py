"""Build step: cold spots by the method's own settings, and rank intervals, so no page waits."""

from __future__ import annotations

from pathlib import Path

from geo import tables
from geo.coldspots import LEVELS, find_robust, load_nodes, ranks_of


def build_findings(root: Path) -> None:
    """Test the bundled rates and store what was found."""
    for level in LEVELS:
        found = find_robust(level, root=root)[0]
        ranks = ranks_of(load_nodes(level, root)[0])
        tables.store(f"coldspots_{level}", found.join(ranks), root)
