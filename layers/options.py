"""What maps of reach and of new sites ask, and the files of a visitor that they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from geo.siting import Goal

Shown = Literal["gaps", "tiers", "catchment", "gravity", "engaged"]

MOST_ADDED = 20
"""Sites that a map of new sites adds at most."""
UPLOADED = "upload"
"""What an address calls a visitor's own list: it never holds the list itself."""
OWN_SITES = "own"
"""What an address calls all of a visitor's own sites as one partner."""


@dataclass(frozen=True)
class ReachOptions:
    """Whose reach, how far, and what of it colours the areas."""

    providers: tuple[str, ...] = ()
    """UKPRNs of a partnership; empty for everyone who teaches higher education."""
    km: float = 10.0
    without: str = ""
    """UKPRN of a partner that is left out, or `OWN_SITES`; empty for none."""
    show: Shown = "gaps"

    def pairs(self) -> dict[str, str]:
        """Return the keys of an address: only what differs from the first view."""
        first = ReachOptions()
        return {
            "providers": ",".join(self.providers),
            "km": f"{self.km:g}" if self.km != first.km else "",
            "without": self.without,
            "reach": self.show if self.show != first.show else "",
        }


@dataclass(frozen=True)
class SitingOptions:
    """How many new sites, among which, for whom, and what makes a choice good."""

    add: int = 3
    goal: Goal = "coverage"
    candidates: str = "schools"
    """One of `geo.siting.problem.CANDIDATES`, or `UPLOADED`."""
    demand: str = "cold"
    """One of `geo.siting.problem.DEMAND`, or `UPLOADED`."""
    share: int = 80
    """Percent of people to have in range, for the goal `cover`."""
    deprived: int = 0
    """Least percent of the most deprived fifth to have in range, for `coverage`."""
    picked: tuple[str, ...] = ()
    """Candidates chosen by hand, to compare."""

    def pairs(self) -> dict[str, str]:
        """Return the keys of an address: only what differs from the first view."""
        first = SitingOptions()
        return {
            "add": str(self.add) if self.add != first.add else "",
            "goal": self.goal if self.goal != first.goal else "",
            "candidates": self.candidates if self.candidates != first.candidates else "",
            "demand": self.demand if self.demand != first.demand else "",
            "share": str(self.share) if self.share != first.share else "",
            "deprived": str(self.deprived) if self.deprived else "",
            "picked": ",".join(self.picked),
        }


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
