"""Which areas lie inside a place, named by a code of 2024 or of another year, or by a patch's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo import tables
from geo.arrays import Flags, Floats
from geo.boundaries import from_degrees, outlines
from geo.errors import UnknownAreaError
from geo.registry import (
    NATIONS,
    PARENTS,
    UNITED_KINGDOM,
    Circle,
    Outline,
    bundled,
    is_patch,
    joined,
    read_patch,
)

HALF = 0.5
"""Part of an area's young people who live in a patch, from which the area belongs to it."""
_WHOLE = 0.999
"""The same for what is larger than an authority: a patch is never taken for a region."""
_LARGE = 5
_M_PER_KM = 1000.0


def inside(base: pd.DataFrame, code: str, root: Path | None) -> pd.Series:
    """Return whether each area is, or lies inside, the area with a code.

    Parameters
    ----------
    base
        A table of areas with the columns of `geo.registry.PARENTS`; one that is left out holds
        none of them.
    code
        Of any level; an authority's may be of another year. An area belongs to a patch if at least
        half of its young people live there, or all of them if it is larger than an authority.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    UnknownAreaError
        If nothing does.
    """
    if code == UNITED_KINGDOM:
        return pd.Series(True, index=base.index)
    if is_patch(code):
        found = base.index.isin(_held_by_patch(code, root))
        if not found.any():
            raise UnknownAreaError(
                "No area lies within the patch. Give a larger circle, or more areas."
            )
        return pd.Series(found, index=base.index)
    code = of_2024(code, root)
    found = base.index == code
    for column in base.columns.intersection([*PARENTS.values()]):
        found |= (base[column] == code).to_numpy()
    if not code or not found.any():
        raise UnknownAreaError(
            f"No area lies within {code!r}. Give the code of a local area, ward, authority, "
            "county, combined authority, region or nation, such as E06000009."
        )
    return pd.Series(found, index=base.index)


def of_2024(code: str, root: Path | None) -> str:
    """Return the code of 2024 for an authority's code of another year.

    Raises
    ------
    UnknownAreaError
        If the authority was joined with others: its land is only part of the new one's.
    """
    codes = tables.load("authority_codes", root=root)
    if code not in codes.index:
        return code
    name, now, same = (codes[column][code] for column in ("name", "lad24_code", "same_place"))
    if not same:
        raise UnknownAreaError(f"{code} ({name}) became part of {codes['name'][now]}. Give {now}.")
    return str(now)


def patch_of_2024(code: str) -> str:
    """Return the code of a patch with the authorities of other years by their codes of 2024.

    Parameters
    ----------
    code
        Of a patch or of one area.

    Raises
    ------
    BadInputError
        If it is not written as one.
    UnknownAreaError
        If an authority was joined with others.

    Examples
    --------
    >>> patch_of_2024("E08000039,E08000017")
    'E08000017,E08000019'
    """
    patch = read_patch(code)
    parts = (of_2024(part, None) if isinstance(part, str) else part for part in patch.parts)
    return joined(patch.nation, parts, patch.name)


def patch_members(code: str, root: Path | None = None) -> pd.DataFrame:
    """Return the smallest areas of the map that lie in a patch, of each kind that it holds.

    A small area lies in a circle or an outline if the middle of its people does, or the middle of
    its outline where that of its people is not known.

    Parameters
    ----------
    code
        Of a patch.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    members
        By `area_code`: `level` and `young_people`, aged 13 to 17 at mid-2020, which is missing in
        Northern Ireland.

    Raises
    ------
    BadInputError
        If the code cannot be read.
    UnknownAreaError
        If it names an area that there is not.
    """
    shares = patch_shares(code, root)
    members = shares[(shares["small"]) & (shares["share"] > 0)]
    return members[["level", "young_people"]]


@lru_cache(maxsize=32)
def patch_shares(code: str, root: Path | None = None) -> pd.DataFrame:
    """Return which part of the young people of each area live in a patch.

    Parameters
    ----------
    code, root
        As for `patch_members`.

    Returns
    -------
    shares
        By `area_code`, every area of any level that holds a part of the patch: `level`, `small`
        (whether it is one of the smallest of the map), `share` (0 to 1) and `young_people` of the
        whole area. Shared: never change it.

    Raises
    ------
    BadInputError, UnknownAreaError
        As for `patch_members`.
    """
    patch = read_patch(code)
    known, found = set[str](), list[pd.DataFrame]()
    for base in _bases(patch.nation):
        areas = tables.load(f"areas_{base}", root=root)
        areas = areas[areas["nation"] == NATIONS[patch.nation]]
        inside = np.zeros(len(areas), np.bool_)
        for part in patch.areas:
            now = of_2024(part, root)
            here = areas.index == now
            for column in areas.columns.intersection([*PARENTS.values()]):
                here |= (areas[column] == now).to_numpy()
            known |= {part} if here.any() else set()
            inside |= here
        for shape in patch.shapes:
            inside |= _lies_in(shape, _middles(base, areas.index, root))
        found += _shares_of(base, areas, pd.Series(inside, index=areas.index), root)
    if missing := [part for part in patch.areas if part not in known]:
        raise UnknownAreaError(
            f"There is no area {missing[0]!r} of which a patch can be made. Give the code of a "
            "local area, ward, authority, county or region, such as E07000138."
        )
    return pd.concat(found)


def _bases(nation: str) -> tuple[str, ...]:
    """Return the levels of the smallest areas of a nation's maps."""
    name = NATIONS[nation]
    return tuple(
        entry.id
        for entry in bundled()
        if entry.size == 0 and entry.drawn_with == entry.id and name in entry.counts
    )


def _shares_of(
    base: str, areas: pd.DataFrame, inside: pd.Series, root: Path | None
) -> list[pd.DataFrame]:
    """Return the part of each area that lies in a patch, the smallest areas first."""
    young = _young(base, root).reindex(areas.index)
    # Where nobody is counted, each of the smallest areas weighs the same.
    weight = young.fillna(0) if young.notna().any() else pd.Series(1.0, index=areas.index)
    columns = {base: pd.Series(areas.index, index=areas.index)}
    columns |= {level: areas[name] for level, name in PARENTS.items() if name in areas}
    found = []
    for level, owner in columns.items():
        owner = owner[owner != ""]
        if owner.empty:
            continue
        # What holds no area of the patch, which is most of a country, has no share of it.
        holds = owner[inside[owner.index]].unique()
        owner = owner[owner.isin(holds)] if len(holds) else owner
        held, empty = weight[owner.index].groupby(owner).sum(), owner.groupby(owner).size()
        part = weight[owner.index].where(inside[owner.index], 0).groupby(owner).sum()
        # An area without young people goes by the number of its parts.
        counted = inside[owner.index].astype("float64").groupby(owner).sum() / empty
        share = (part / held.where(held > 0)).fillna(counted)
        frame = pd.DataFrame(
            {
                "level": level,
                "small": level == base,
                "share": share,
                "young_people": young[owner.index].groupby(owner).sum(min_count=1),
            }
        )
        found.append(frame[frame["share"] > 0].rename_axis("area_code"))
    return found


def _young(base: str, root: Path | None) -> pd.Series:
    if base not in COUNTED.values():
        return pd.Series(dtype="float64")
    people = tables.load(f"people_{base}", [f"aged_{age}" for age in range(13, 18)], root)
    return people.sum(axis=1).astype("float64")


@lru_cache(maxsize=8)
def _held_by_patch(code: str, root: Path | None) -> frozenset[str]:
    """Return the areas of any level that belong to a patch."""
    shares = patch_shares(code, root)
    sizes = {entry.id: entry.size or 0 for entry in bundled()}
    large = shares["level"].map(sizes) >= _LARGE
    return frozenset(shares.index[shares["share"] >= np.where(large, _WHOLE, HALF)])


@lru_cache(maxsize=4)
def _all_middles(base: str, root: Path | None) -> pd.DataFrame:
    if base in COUNTED.values():
        return tables.load(f"centroids_{base}", root=root)
    shapes = outlines.load(base, root=root).geometry
    at = shapely.get_coordinates(shapely.point_on_surface(shapes.to_numpy()))
    return pd.DataFrame(at, index=shapes.index, columns=["easting_m", "northing_m"])


def _middles(base: str, codes: pd.Index, root: Path | None) -> Floats:
    at: Floats = _all_middles(base, root).reindex(codes)[["easting_m", "northing_m"]].to_numpy()
    return at


def to_metres(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the easting and northing of a point, in EPSG:27700."""
    easting_m, northing_m = from_degrees(longitude, latitude)
    return float(easting_m), float(northing_m)


def _lies_in(shape: Circle | Outline, points_m: Floats) -> Flags:
    """Return which points, eastings and northings in EPSG:27700, lie in a circle or an outline."""
    if isinstance(shape, Circle):
        middle = to_metres(shape.longitude, shape.latitude)
        near: Flags = np.hypot(*(points_m - middle).T) <= shape.radius_km * _M_PER_KM
        return near
    longitude, latitude = np.array(shape.corners, dtype="float64").T
    corners = np.column_stack(from_degrees(longitude, latitude))
    within: Flags = shapely.contains_xy(shapely.make_valid(shapely.Polygon(corners)), *points_m.T)
    return within


COUNTED = {"England": "lsoa21", "Wales": "lsoa21", "Scotland": "dz11"}
"""Nations whose young people are counted, and at which level."""


def nation_at(code: str | None) -> str:
    """Name the nation whose young people are counted for a place; England for none.

    Raises
    ------
    UnknownAreaError
        If no young people are counted there.

    Examples
    --------
    >>> nation_at("S12000049"), nation_at("E08000035"), nation_at(None)
    ('Scotland', 'England', 'England')
    """
    nation = NATIONS.get((code or "E")[:1], "England")
    if nation not in COUNTED:
        raise UnknownAreaError(
            f"{code} is in {nation}, where no young people are counted by small area among the "
            f"files. Give the code of a place in {', '.join([*COUNTED][:-1])} or Scotland."
        )
    return nation
