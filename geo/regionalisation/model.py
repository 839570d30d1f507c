"""A regional map: which region each neighbourhood of England is in, and what is left out."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType

import pandas as pd

from geo import tables
from geo.errors import BadInputError
from geo.registry import SMALLEST

LEFT_OUT = ""
"""Region of an area that is in none."""
MOST_REGIONS = 200
"""Regions of one map, at most."""
LONGEST_REGION = 80
"""Letters of the name of a region, at most."""
_SEPARATORS = "~;"
"""What parts an edit in an address, and so stands in no name."""


@dataclass(frozen=True, eq=False)
class Regionalisation:
    """A division of England into regions."""

    id: str
    """Short name, as in an address: the id of a geography, or of a map of one's own."""
    name: str
    source: str
    """Where the map comes from, in one sentence."""
    region_of: pd.Series
    """Name of the region of each neighbourhood of England, by `area_code`; `LEFT_OUT` for none."""
    order: tuple[str, ...] = ()
    """Names of regions in the order of tables; others come after them, by the alphabet."""
    notices: tuple[str, ...] = ()
    """What was assumed or found when it was read, in words."""

    def __post_init__(self) -> None:
        if self.region_of.index.has_duplicates:
            raise BadInputError(f"{self.name}: a neighbourhood stands twice. Keep one region each.")
        if not self.regions:
            raise BadInputError(
                f"{self.name}: no neighbourhood of England is in a region. Give at least one."
            )
        if len(self.regions) > MOST_REGIONS:
            raise BadInputError(
                f"{self.name} has {len(self.regions):,} regions; {MOST_REGIONS} is the most. Give "
                "a map of fewer, larger regions."
            )

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Names of the regions that hold a neighbourhood."""
        held = set(self.region_of.unique()) - {LEFT_OUT}
        first = [name for name in self.order if name in held]
        return (*first, *sorted(held.difference(first)))

    def districts_of(self, areas: pd.DataFrame) -> pd.DataFrame:
        """Return how the districts of England are divided.

        Parameters
        ----------
        areas
            By neighbourhood: `district` (its code) and `young_people`.

        Returns
        -------
        districts
            By `district` and `region`: `neighbourhoods` and `young_people` of the part.
        """
        parts = areas.assign(region=self.region_of.reindex(areas.index).fillna(LEFT_OUT))
        grouped = parts.groupby(["district", "region"])["young_people"]
        return pd.DataFrame({"neighbourhoods": grouped.size(), "young_people": grouped.sum()})


@lru_cache(maxsize=1)
def english_areas() -> pd.DataFrame:
    """Return the neighbourhoods of England and what holds each; shared, so never change it.

    Returns
    -------
    areas
        By `area_code`, in code order: the bundled table `areas_lsoa21`.
    """
    table = tables.load(f"areas_{SMALLEST}")
    return table[table["nation"] == "England"].sort_index()


@lru_cache(maxsize=1)
def english_districts() -> Mapping[str, str]:
    """Return the names of the districts of England by their codes, in the order of the alphabet.

    Examples
    --------
    >>> next(iter(english_districts().items()))
    ('E07000223', 'Adur')
    """
    table = tables.load("areas_lad24", ["area_name", "nation"])
    names = table.loc[table["nation"] == "England", "area_name"].sort_values()
    return MappingProxyType({str(code): str(name) for code, name in names.items()})


def clean_region(text: str) -> str:
    """Return the name of a region on one line, without the signs that part edits.

    Examples
    --------
    >>> clean_region(" Tees  Valley;and~more ")
    'Tees Valley and more'
    """
    kept = "".join(
        " " if one in _SEPARATORS or unicodedata.category(one)[0] == "C" else one for one in text
    )
    return " ".join(kept.split())
