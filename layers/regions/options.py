"""What the page "Regions" asks for: which maps, and how one is drawn; to and from an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from geo.errors import GeoError
from geo.regionalisation import (
    MOST_MAPS,
    OFFICIAL_MAPS,
    OWN_ID,
    Assessment,
    Edit,
    Regionalisation,
    assess,
    edit_map,
    edits_text,
    map_id,
    official_map,
    read_edits,
)

DRAWN = "drawn"
"""Id of the map that is drawn on the page."""
DRAWN_NAME = "Our map"
FIRST_MAPS = ("region", "lsip23")
"""Maps that the page begins with."""
MOST_SIGNS = 1_500
"""Signs of changes that an address holds, at most; more are kept for the visit alone."""


@dataclass(frozen=True)
class RegionsAsked:
    """Which maps are compared."""

    maps: tuple[str, ...] = FIRST_MAPS
    """Ids: keys of `OFFICIAL_MAPS`, `drawn` and `own`."""
    base: str = FIRST_MAPS[1]
    """Official map that the drawn one begins with."""
    edits: tuple[Edit, ...] = ()
    """Its changes."""

    @property
    def fits_address(self) -> bool:
        """Test whether the changes are few enough for an address."""
        return len(edits_text(self.edits)) <= MOST_SIGNS

    def pairs(self) -> dict[str, str]:
        """Return the keys of an address: only what there is. A file of one's own is in none."""
        drawn = bool(self.edits) and self.fits_address
        maps = tuple(one for one in self.maps if one != OWN_ID and (drawn or one != DRAWN))
        pairs = {"maps": ",".join(maps) if drawn or maps != FIRST_MAPS else ""}
        if drawn:
            pairs |= {"base": self.base, "edits": edits_text(self.edits)}
        return {key: value for key, value in pairs.items() if value}

    def with_edits(self, edits: Sequence[Edit]) -> RegionsAsked:
        """Return the same with other changes of the drawn map, which is then among the maps.

        Raises
        ------
        BadInputError, UnknownAreaError
            If a change cannot be made.
        """
        drawn_map(self.base, tuple(edits))
        maps = tuple(one for one in self.maps if one != DRAWN)
        if edits:
            maps = (*maps[: MOST_MAPS - 1], DRAWN)
        return replace(self, edits=tuple(edits), maps=maps or FIRST_MAPS)


def from_query(query: Mapping[str, str]) -> tuple[RegionsAsked, list[str]]:
    """Read what an address asks for; what cannot be used is left out, with a note.

    Examples
    --------
    >>> from_query({"maps": "region,cauth25"})[0].maps
    ('region', 'cauth25')
    >>> from_query({"maps": "region,nowhere"})[1]
    ['The address names a regional map that there is not; it was left out.']
    """
    notes: list[str] = []
    base = (*_known([query.get("base", "")], notes), FIRST_MAPS[1])[0]
    base = FIRST_MAPS[1] if base == DRAWN else base
    edits: tuple[Edit, ...] = ()
    try:
        edits = read_edits(query.get("edits", ""))
        drawn_map(base, edits)
    except GeoError:
        notes.append(
            "The map of the address cannot be drawn: one of its changes does not fit it. The "
            "others are shown."
        )
        edits = ()
    wanted = [one for one in query.get("maps", "").split(",") if one]
    maps = _known(wanted if edits else [one for one in wanted if one != DRAWN], notes)
    if edits and not wanted:
        maps = (*FIRST_MAPS, DRAWN)
    if len(maps) > MOST_MAPS:
        notes.append(f"The address names more than {MOST_MAPS} maps; the first are shown.")
    return RegionsAsked(
        maps[:MOST_MAPS] or FIRST_MAPS, base if edits else FIRST_MAPS[1], edits
    ), notes


def _known(words: Sequence[str], notes: list[str]) -> tuple[str, ...]:
    found = dict[str, None]()
    for word in filter(None, words):
        try:
            found[DRAWN if word == DRAWN else map_id(word)] = None
        except GeoError:
            notes.append("The address names a regional map that there is not; it was left out.")
    return tuple(found)


@lru_cache(maxsize=16)
def drawn_map(base: str, edits: tuple[Edit, ...]) -> Regionalisation:
    """Return an official map with changes.

    Raises
    ------
    BadInputError, UnknownAreaError
        If a change cannot be made.
    """
    return edit_map(official_map(base), edits, DRAWN_NAME, DRAWN)


@lru_cache(maxsize=16)
def _measured(made: Regionalisation) -> Assessment:
    return assess(made)


def answer_of(asked: RegionsAsked, own: Assessment | None = None) -> list[Assessment]:
    """Measure the maps that are asked for; official and drawn ones are kept in memory.

    Parameters
    ----------
    own
        A map of the visitor's file, where there is one.
    """
    found = []
    for one in asked.maps:
        if one in OFFICIAL_MAPS:
            found.append(_measured(official_map(one)))
        elif one == DRAWN and asked.edits:
            found.append(_measured(drawn_map(asked.base, asked.edits)))
        elif one == OWN_ID and own is not None:
            found.append(own)
    return found
