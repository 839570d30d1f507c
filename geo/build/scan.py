"""Build step: the spatial scan of participation, so that each zone has a chance of its own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables
from geo.arrays import Floats
from geo.coldspots import Nodes, load_nodes, points_of
from geo.files import read_json
from geo.scan import MOST, REPLICATES, SCAN_LEVELS, scan
from geo.settings import data_dir

SEED = 1
METHOD = 1
"""Goes up with every change of what a scan gives: a bundled one of another is made anew."""


def build_scans(root: Path) -> dict[str, str]:
    """Store which areas are in a cluster of low rates, and the chance of that cluster.

    A scan that is bundled already, of the same input, is taken over.

    Returns
    -------
    fingerprints
        Of the input of each level, by table, for the provenance.
    """
    fingerprints = {}
    for level in SCAN_LEVELS:
        nodes = load_nodes(level, root)[0]
        points = points_of(nodes, level, root)
        name = f"scan_{level}"
        fingerprints[name] = fingerprint(nodes, points)
        made = _bundled(name, fingerprints[name])
        tables.store(name, scan_level(nodes, points) if made is None else made, root)
    return fingerprints


def fingerprint(nodes: Nodes, points: Floats) -> str:
    """Name the input and the settings: the same name, the same scan."""
    found = hashlib.sha256(f"{METHOD} {MOST} {REPLICATES} {SEED}".encode())
    for part in (nodes.rate, nodes.cohort, points):
        found.update(np.ascontiguousarray(part, np.float64).tobytes())
    found.update(np.ascontiguousarray(nodes.of_area, np.int64).tobytes())
    return found.hexdigest()


def _bundled(name: str, wanted: str) -> pd.DataFrame | None:
    """Load a scan from the bundle, if it is of the same input."""
    path = data_dir() / tables.NAME
    if not path.is_file() or read_json(path).get("models", {}).get(name) != wanted:
        return None
    return tables.load(name)


def scan_level(nodes: Nodes, points: Floats) -> pd.DataFrame:
    """Scan a level; return its areas that are in a cluster, with its number and chance."""
    found = scan(nodes.rate, nodes.cohort, points, seed=SEED)
    inside = nodes.of_area >= 0
    cluster = np.zeros(len(nodes.areas), np.int64)
    cluster[inside] = found.cluster[nodes.of_area[inside]]
    held = cluster > 0
    return pd.DataFrame(
        {"scan_cluster": cluster[held], "scan_p": found.p[cluster[held] - 1].round(4)},
        index=nodes.areas[held].rename("area_code"),
    )
