"""The looks that a map can take on beside itself: its table, and small maps beside each other."""

from __future__ import annotations

from typing import Any

from layers.kinds import kind_of
from layers.view import MapView


def looks_of(view: MapView) -> dict[str, str]:
    """Return the looks that a view can take on, as the bar over the map offers them."""
    many = kind_of(view).small_maps
    return {"map": "Map", "table": "Table", **({"many": many} if many else {})}


def many_of(view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is shown as small maps beside each other, the chosen one first."""
    return kind_of(view).many(view, packs) if view.look == "many" else []
