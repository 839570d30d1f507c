"""The files of a visitor that maps of reach and of new sites rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd


@dataclass(frozen=True, eq=False)
class Uploads:
    """A visitor's own files, held in memory for the visit: never in an address, log or cache."""

    sites: pd.DataFrame | None = None
    """As `geo.uploads.sites.read_sites` gives them."""
    activity: pd.DataFrame | None = None
    """As `geo.reach.activity.read_activity` gives them."""
    candidates: pd.DataFrame | None = None
    demand: pd.DataFrame | None = None
    """As `geo.siting.demand.read_demand` gives them."""
    digests: dict[str, str] = field(default_factory=dict)
    """Keyed digest (`geo.uploads.digests`) of each file as it was given, by what it is: all that a
    manifest says of it."""
    found: dict[Any, Any] = field(default_factory=dict)
    """What was measured with them, by what was asked: it goes when they go."""

    @property
    def held(self) -> bool:
        """Whether there is any file."""
        parts = (self.sites, self.activity, self.candidates, self.demand)
        return any(part is not None for part in parts)
