"""Maps to begin with: those of official geographies whose areas are whole districts."""

from __future__ import annotations

from functools import lru_cache

from geo import tables
from geo.errors import UnknownAreaError
from geo.regionalisation.model import LEFT_OUT, Regionalisation, english_areas
from geo.registry import PARENTS, geography

OFFICIAL_MAPS = {
    "region": "Nine regions",
    "cauth25": "Combined authorities",
    "lsip23": "Skills improvement plan areas",
    "utla23": "Counties and unitary authorities",
}
"""Geographies whose areas can be regions, and what a map of each is called."""
MAP_WORDS = {
    "regions": "region",
    "cauth": "cauth25",
    "combined-authorities": "cauth25",
    "lsip": "lsip23",
    "lsips": "lsip23",
    "utla": "utla23",
    "counties": "utla23",
}
"""Other words for them."""


def map_id(text: str) -> str:
    """Return the id of an official map by its id or another word for it.

    Raises
    ------
    UnknownAreaError
        If there is none; the message lists what there is.

    Examples
    --------
    >>> map_id("regions"), map_id("LSIP"), map_id("cauth25")
    ('region', 'lsip23', 'cauth25')
    """
    word = text.strip().casefold()
    found = MAP_WORDS.get(word, word)
    if found not in OFFICIAL_MAPS:
        raise UnknownAreaError(
            f"No regional map is called {text[:40]!r}. Choose one of {', '.join(OFFICIAL_MAPS)}, "
            "or give a file of your own."
        )
    return found


def official_map(name: str) -> Regionalisation:
    """Return the regional map of an official geography.

    Parameters
    ----------
    name
        A key of `OFFICIAL_MAPS`, or a word of `MAP_WORDS`.

    Returns
    -------
    map
        Areas of England in no area of the geography, as in no combined authority, are left out.

    Raises
    ------
    UnknownAreaError
        If there is no such map.

    Examples
    --------
    >>> official_map("regions").regions[:2]
    ('North East', 'North West')
    """
    return _official(map_id(name))


@lru_cache(maxsize=8)
def _official(level: str) -> Regionalisation:
    areas = tables.load(f"areas_{level}", ["area_name", "nation"])
    names = areas.loc[areas["nation"] == "England", "area_name"]
    owner = english_areas()[PARENTS[level]]
    region = owner.map(names).fillna(LEFT_OUT).astype("str").rename("region")
    entry = geography(level)
    source = f"{entry.plural.capitalize()}. {entry.made_by}"
    return Regionalisation(level, OFFICIAL_MAPS[level], source, region, tuple(map(str, names)))
