"""Whether a teaching site stands where its institution and its name say: what speaks for its place.

Coordinates are typed by providers, some of them wrongly. A point is believed where something else
says the same: a postcode, a name, or another list. What nothing speaks for is told from what is
merely far from its institution's address, as most branches are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from geo.arrays import Floats
from geo.places.providers import AS_PUBLISHED, RESTORED, plain_name

NEAR_M = 10_000.0
"""A site this near to what speaks for its place is believed."""
SHARED_M = 1_000.0
"""Another institution's site this near stands on the same premises, or across the road."""
UNSIGNED_M = 3_000.0
"""A site that a minus would bring this near to another's may have lost that minus."""
AGREE_M = 2_000.0
"""Two lists that place an institution this near to each other agree."""

AT_ADDRESS = "near its institution's address"
AT_NAMED = "near the institution or school that its name gives"
AT_PLACE = "near the place that its name gives"
AT_OTHER = "beside another institution's site"
AT_OWN = "near another site of its institution"
BRANCH = "a branch: neither its institution nor its name gives its place"
UNKNOWN = "no postcode of its institution has a place"
MOVED = "moved to its institution's address, where another list has it too"
IN_DOUBT = "in doubt: far from its institution's address, whose name it has"
ELSEWHERE = "in doubt: far from the place that its name gives"
UNSIGNED = "in doubt: with a minus before its longitude it would stand among others"
IN_DOUBTS = (IN_DOUBT, ELSEWHERE, UNSIGNED)

_POINT = ["easting_m", "northing_m"]
_LEAST_NAME = 4
_COMMON = frozenset(
    (
        *("academy", "bridge", "campus", "castle", "central", "centre", "college", "east"),
        *("gateway", "hospital", "house", "north", "park", "school", "south", "station"),
        *("street", "town", "university", "west"),
    )
)
"""Words that name wards too, and so no one place."""


class Gazetteer:
    """Points by name: what a site's name may give."""

    def __init__(self, named: Mapping[str, Floats]) -> None:
        """Keep points by plain name: shape (points, 2) each."""
        from scipy.spatial import KDTree

        self._trees = {name: KDTree(points) for name, points in named.items() if len(points)}
        self._longest = max((len(name.split()) for name in self._trees), default=0)

    @classmethod
    def of(cls, names: Iterable[str], points: Floats) -> Gazetteer:
        """Gather points under their names; what has no point or a short name is left out."""
        known: dict[str, list[Floats]] = {}
        for name, point in zip(names, points, strict=True):
            plain = spelt(name)
            if np.isfinite(point).all() and len(plain) >= _LEAST_NAME and plain not in _COMMON:
                known.setdefault(plain, []).append(point)
        return cls({name: np.array(held) for name, held in known.items()})

    def away(self, text: str, point: Floats) -> float:
        """Measure how far a point is from what a text names, in metres; infinite for nothing."""
        if not np.isfinite(point).all():
            return np.inf
        words = spelt(text).split()
        found = np.inf
        for size in range(1, min(self._longest, len(words)) + 1):
            for begin in range(len(words) - size + 1):
                tree = self._trees.get(" ".join(words[begin : begin + size]))
                if tree is not None:
                    found = min(found, float(tree.query(point)[0]))
        return found


def parts_of(name: str) -> list[str]:
    """Part the name of a ward or local area into the places that it joins.

    Examples
    --------
    >>> parts_of("Gotham, Sutton Bonington & Kingston")
    ['Gotham', 'Sutton Bonington', 'Kingston']
    """
    return [part for part in re.split(r",\s*|\s+(?:&|and)\s+", name) if part]


def spelt(name: str) -> str:
    """Reduce a name to its words, small and without signs.

    Examples
    --------
    >>> spelt("King's Lynn & West-Norfolk")
    'kings lynn and west norfolk'
    """
    plain = re.sub(r"['\N{RIGHT SINGLE QUOTATION MARK}]", "", name.lower().replace("&", " and "))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def has_name_of(site: str, *names: str) -> bool:
    """Test whether a site is called as its institution is, and so is no branch.

    Examples
    --------
    >>> has_name_of("Goldsmiths College", "Goldsmiths, University of London", "Goldsmiths' College")
    True
    >>> has_name_of("Canary Wharf", "UCL", "University College London")
    False
    """
    return plain_name(site) in {plain_name(re.sub(r"\(.*?\)", "", name)) for name in names if name}


def check_sites(
    sites: pd.DataFrame,
    providers: pd.DataFrame,
    addresses: pd.DataFrame,
    listed: pd.DataFrame,
    institutions: Gazetteer,
    places: Gazetteer,
    towns: Gazetteer,
) -> pd.DataFrame:
    """Check where each site lies; mend what is provable, drop what is in doubt.

    Parameters
    ----------
    sites
        By `site_id`: `ukprn`, `host_ukprn`, `name`, `easting_m`, `northing_m`, `position`,
        `placed`; and `west_easting_m` and `west_northing_m`, the point with a minus before its
        longitude.
    providers
        By `ukprn`: `name`, `legal_name` and `address`.
    addresses, listed
        `easting_m` and `northing_m` by `ukprn`: of the postcode of the institution's address, and
        of the institution in other lists.
    institutions, places, towns
        Points of institutions and schools; of places of any size, which may speak for a site; and
        of towns and districts, which also speak against one that is far from them.

    Returns
    -------
    checked
        `easting_m`, `northing_m`, `position`, `placed` and `place_basis` (what speaks for the
        place; empty where it is not placed).
    """
    found: Any = sites[[*_POINT, "position", "placed"]].assign(place_basis="")
    turned: Any = sites[[f"west_{name}" for name in _POINT]]
    whose = pd.concat([addresses, listed.reindex(addresses.index)])

    def speaks(at: object, point: Floats) -> str:
        row: Any = sites.loc[[at]].iloc[0]
        mine = whose.loc[whose.index.isin([row["ukprn"], row["host_ukprn"]])].to_numpy()
        if np.nanmin(np.append(np.hypot(*(mine - point).T), np.inf)) <= NEAR_M:
            return AT_ADDRESS
        if institutions.away(row["name"], point) <= NEAR_M:
            return AT_NAMED
        return AT_PLACE if places.away(row["name"], point) <= NEAR_M else ""

    for at in found.index[found["placed"]]:
        basis = speaks(at, found.loc[at, _POINT].to_numpy(dtype="float64"))
        if not basis and found.at[at, "position"] == AS_PUBLISHED:
            point = turned.loc[at].to_numpy(dtype="float64")
            if basis := speaks(at, point):
                found.loc[at, [*_POINT, "position"]] = [*point, RESTORED]
        found.at[at, "place_basis"] = basis
    _by_others(found, sites)
    for at in found.index[found["placed"] & (found["place_basis"] == "")]:
        ukprn, name = str(sites.at[at, "ukprn"]), str(sites.at[at, "name"])
        names = [str(providers.at[ukprn, column]) for column in ("name", "legal_name")]
        address = str(providers.at[ukprn, "address"])
        home = addresses.loc[ukprn].to_numpy(dtype="float64")
        point = found.loc[at, _POINT].to_numpy(dtype="float64")
        main = has_name_of(name, *names) or f" {spelt(name)} " in f" {spelt(address)} "
        if main and _agree(home, listed, ukprn, institutions, (name, *names)):
            found.loc[at, [*_POINT, "position"]] = [*home.round(1), MOVED]
            found.at[at, "place_basis"] = AT_ADDRESS
            continue
        far = np.isfinite(towns.away(name, point))
        west = turned.loc[at].to_numpy(dtype="float64")
        other = np.hypot(*(west - point)) > AGREE_M and _beside(found, sites, at, west, UNSIGNED_M)
        told = {IN_DOUBT: main, ELSEWHERE: bool(far), UNSIGNED: bool(other)}
        doubts = [doubt for doubt, holds in told.items() if holds]
        if doubts:
            found.loc[at, _POINT] = np.nan
            found.loc[at, ["position", "placed"]] = [doubts[0], False]
        else:
            found.at[at, "place_basis"] = BRANCH if np.isfinite(home).all() else UNKNOWN
    return found


def _by_others(found: Any, sites: pd.DataFrame) -> None:
    """Believe a site that stands beside another institution's, or near another of its own."""
    lacking = found.index[found["placed"] & (found["place_basis"] == "")]
    told = [_beside(found, sites, at, found.loc[at, _POINT].to_numpy("float64")) for at in lacking]
    found.loc[lacking, "place_basis"] = told


def _beside(found: Any, sites: Any, at: object, point: Floats, shared: float = SHARED_M) -> str:
    """Return which believed sites a point stands with: another institution's, or its own."""
    believed = found["placed"] & (found["place_basis"] != "") & (found.index != at)
    away = np.hypot(*(found.loc[believed, _POINT].to_numpy(dtype="float64") - point).T)
    own = (sites.loc[believed, "ukprn"] == sites.at[at, "ukprn"]).to_numpy()
    if (away[~own] <= shared).any():
        return AT_OTHER
    return AT_OWN if (away[own] <= NEAR_M).any() else ""


def _agree(
    home: Floats, listed: pd.DataFrame, ukprn: str, known: Gazetteer, names: Iterable[str]
) -> bool:
    """Test whether another list has an institution at the address that it gives itself."""
    other = listed.reindex([ukprn]).to_numpy(dtype="float64")[0]
    if np.hypot(*(other - home)) <= AGREE_M:
        return True
    return any(known.away(name, home) <= AGREE_M for name in names)
