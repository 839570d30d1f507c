"""The files of a visitor, what is measured with them, and a view as that visitor sees it.

An address says nothing of them. They live with the visit, and travel beside what a view says only
where a map, a table or words are made for the one who brought them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

import pandas as pd

from geo.travel import CostTable
from layers.view import MapView
from layers.weighted_cache import WeightedCache

OWN_MB = 100.0
"""Reaches of a visitor's own files that are kept, by their size."""
MOST_OWN = 64
"""Classes, packs and searches of a visitor's own files that are kept."""


def _reaches() -> WeightedCache:
    return WeightedCache(OWN_MB, attrgetter("size_mb"))


def _results() -> WeightedCache:
    return WeightedCache(MOST_OWN)


def _profiles() -> WeightedCache:
    return WeightedCache(1)


@dataclass(frozen=True, eq=False)
class Uploads:
    """A visitor's own files, held in memory for the visit: never in an address, log or cache.

    What is measured with them is kept with them. Other files are other uploads: `replace` begins
    with nothing measured, so that no figure outlives the file that it was made with.
    """

    sites: pd.DataFrame | None = None
    """As `geo.uploads.sites.read_sites` gives them."""
    activity: pd.DataFrame | None = None
    """As `geo.reach.activity.read_activity` gives them."""
    candidates: pd.DataFrame | None = None
    demand: pd.DataFrame | None = None
    """As `geo.siting.demand.read_demand` gives them."""
    costs: CostTable | None = None
    """Journey times in minutes, as `geo.travel.read_costs` gives them."""
    router: Any = None
    """The visitor's own router (`layers.reach.ServerRouter`), where the server lets them name one.
    """
    digests: dict[str, str] = field(default_factory=dict)
    """Keyed digest (`geo.uploads.digests`) of each file as it was given, by what it is: all that a
    manifest says of it."""
    reaches: WeightedCache = field(init=False, default_factory=_reaches)
    """Of `geo.reach.measure.Reach`."""
    results: WeightedCache = field(init=False, default_factory=_results)
    profiles: WeightedCache = field(init=False, default_factory=_profiles)

    @property
    def held(self) -> bool:
        """Whether there is any file."""
        parts = (
            *(self.sites, self.activity, self.candidates, self.demand),
            *(self.costs, self.router),
        )
        return any(part is not None for part in parts)


@dataclass(frozen=True)
class PrivateView(MapView):
    """A view as one visitor sees it: all that an address says, and beside it their own files.

    It equals no view without the files, nor one with those of another visit. It is made for one
    page or file, and never kept (`without_uploads`).
    """

    uploads: Uploads = field(default_factory=Uploads, repr=False)


def uploads_of(view: MapView) -> Uploads:
    """Return the files that a view is seen with; empty ones for what an address alone says."""
    return view.uploads if isinstance(view, PrivateView) else Uploads()


def is_private(view: MapView) -> bool:
    """Test whether a view is seen with a visitor's own files."""
    return uploads_of(view).held


def with_uploads(view: MapView, uploads: Uploads | None) -> MapView:
    """Return a view as the visitor sees it who brought some files; as it is without any.

    Examples
    --------
    >>> own = Uploads(sites=pd.DataFrame({"name": ["Hub"]}))
    >>> view = with_uploads(MapView(within="E06000009"), own)
    >>> view.to_query(), is_private(view), is_private(with_uploads(view, None))
    ('in=E06000009', True, False)
    """
    said = {entry.name: getattr(view, entry.name) for entry in fields(MapView)}
    if uploads is None or not uploads.held:
        return MapView(**said)
    return PrivateView(**said, uploads=uploads)


def without_uploads(view: MapView) -> MapView:
    """Return what an address says of a view, and nothing else."""
    return with_uploads(view, None)
