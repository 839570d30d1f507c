"""What the first screen needs, made before anybody has asked for it."""

from __future__ import annotations

import importlib

from layers.browser import build_map, read_packs
from layers.start.findings import latest_findings
from layers.view import FIRST_SCREEN


def warm() -> None:
    """Make the first screen's findings and map, and load what another library loads of folium."""
    importlib.import_module("folium.plugins")
    latest_findings()
    build_map(FIRST_SCREEN, read_packs(), dark=False)
