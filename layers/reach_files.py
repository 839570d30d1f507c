"""The reach that a view shows as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from layers.export_data import write_areas
from layers.reach_state import reach_of
from layers.view import MapView


def reach_csv(view: MapView) -> bytes:
    """Write the neighbourhoods of a view with what reach adds to them, as CSV."""
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "reach.csv"
        write_areas(reach_of(view).table(), path)
        return path.read_bytes()
