"""The file of a patch: its outline, its areas with their shares, and an id that stays.

It is GeoJSON, so that any program for maps opens it. Boundaries of statistical areas change every
few years; a patch is kept as its outline and as areas of one vintage with the share of each that
lies in it, and is carried to another vintage by how its areas changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
import shapely.geometry

from geo import tables
from geo.areas import name_of, patch_members, patch_of_2024
from geo.boundaries import from_degrees, to_degrees, vintages
from geo.boundaries import outlines as boundaries
from geo.errors import BadInputError, GeoError
from geo.files import as_json
from geo.registry import (
    MOST_PARTS,
    MOST_POINTS,
    NATIONS,
    PATCH,
    Outline,
    joined,
)
from geo.uploads import content_of, parse_json

KIND = "coldspots patch"
VINTAGES = {"lsoa21": "LSOA 2021", "lsoa11": "LSOA 2011", "dz11": "data zones of 2011"}
"""Small areas that a patch can be kept as."""
_MOST_BYTES = 5_000_000
_HALF = 0.5
_SIMPLE_M = 25.0
"""How far the outline in the file may lie from that of its areas."""
_DECIMALS = 5
_LONGEST_LINE = 300
"""Letters of a remark that a file holds, at most."""


@dataclass(frozen=True, eq=False)
class SavedPatch:
    """A patch as its file has it."""

    id: str
    """Lasting: what the patch was called at first, whatever became of its areas."""
    code: str
    """Of the patch, for an address."""
    shares: pd.DataFrame
    """By `area_code`, its small areas: `share` in the patch, 0 to 1, and `young_people` there, aged
    13 to 17 at mid-2020."""
    vintage: str
    """One of `VINTAGES`: what `shares` are of."""
    drawn: str = ""
    """Who outlined it, if a router did; as a file says it, and so not to be trusted."""

    @property
    def name(self) -> str:
        """Return what the patch is called."""
        return name_of(PATCH.id, self.code) if PATCH.is_code(self.code) else ""

    @property
    def young_people(self) -> float:
        """Return how many people aged 13 to 17 lived in it at mid-2020."""
        return float(self.shares["young_people"].sum())

    @property
    def uncertain(self) -> float:
        """Return how many of them live in areas of which a part alone is known to be inside."""
        part = self.shares["share"].between(0, 1, inclusive="neither")
        return float(self.shares.loc[part, "young_people"].sum())


def save_patch(code: str, patch_id: str = "") -> SavedPatch:
    """Return a patch as it is kept in a file, with the small areas of today's boundaries.

    Parameters
    ----------
    code
        Of the patch.
    patch_id
        Its lasting id, if it has one; made from the code unless given.

    Raises
    ------
    BadInputError, UnknownAreaError
        If there is no such patch, or it lies in Northern Ireland, whose young people are not
        counted by small area.
    """
    members = patch_members(code)
    members = members[members["young_people"].notna()]
    if members.empty:
        raise BadInputError(
            "The patch holds no small area whose young people are counted. Choose places in "
            "England, Wales or Scotland."
        )
    shares = pd.DataFrame({"share": 1.0, "young_people": members["young_people"]})
    made = hashlib.sha256(code.encode()).hexdigest()[:12]
    vintage = str(members["level"].iloc[0])
    return SavedPatch(patch_id or f"patch-{made}", code, shares.sort_index(), vintage)


def carry_patch(patch: SavedPatch, vintage: str) -> SavedPatch:
    """Carry a patch to small areas of another vintage; its people and its id stay the same.

    Areas that changed together form a group. The part of a group's people who live in the patch
    goes over to every new area of the group, so nobody is lost; where within the group they live is
    not known, and `uncertain` counts them.

    Raises
    ------
    BadInputError
        If the patch cannot be carried there.
    """
    if vintage == patch.vintage:
        return patch
    if {vintage, patch.vintage} != {"lsoa11", "lsoa21"}:
        offered = ", ".join(one for one in VINTAGES if one != patch.vintage)
        raise BadInputError(
            f"A patch of {VINTAGES[patch.vintage]} cannot be carried to {vintage!r}. Patches of "
            f"England and Wales go between lsoa11 and lsoa21; of {offered} nothing else is known."
        )
    groups = _groups()
    old, new = (f"{'from' if one == 'lsoa11' else 'to'}_code" for one in (patch.vintage, vintage))
    group_of = groups.drop_duplicates(old).set_index(old)["group"]
    missing = patch.shares.index.difference(group_of.index)
    if len(missing):
        raise BadInputError(
            f"{missing[0]} is not among the areas of {VINTAGES[patch.vintage]}. Give the vintage "
            "that the patch was made with."
        )
    whole = _people_of_groups()
    inside = patch.shares["young_people"].groupby(group_of[patch.shares.index].to_numpy()).sum()
    part = (inside / whole.reindex(inside.index).where(lambda one: one > 0)).fillna(1.0).clip(0, 1)
    there = groups.drop_duplicates(new).set_index(new)["group"]
    there = there[there.isin(part.index)]
    young = _people_of(vintage).reindex(there.index).fillna(0.0)
    share = there.map(part)
    # What a group has in all is what its own areas have, so that sums stay.
    held = young.groupby(there.to_numpy()).transform("sum")
    own = there.map(inside) * (young / held.where(held > 0)).fillna(
        1 / there.groupby(there).transform("size")
    )
    shares = pd.DataFrame({"share": share, "young_people": own}).rename_axis("area_code")
    return replace(patch, shares=shares.sort_index(), vintage=vintage)


@cache
def _groups() -> pd.DataFrame:
    return vintages.with_groups(tables.load("change_lsoa"))


@cache
def _people_of(vintage: str) -> pd.Series:
    """Return people aged 13 to 17 of small areas; those of 2011 share what their group has."""
    people = tables.load("people_lsoa21", [f"aged_{age}" for age in range(13, 18)])
    young = people.sum(axis=1).astype("float64")
    if vintage == "lsoa21":
        return young
    groups = _groups()
    old = groups.drop_duplicates("from_code").set_index("from_code")["group"]
    return old.map(_people_of_groups()) / old.groupby(old).transform("size")


@cache
def _people_of_groups() -> pd.Series:
    new = _groups().drop_duplicates("to_code").set_index("to_code")["group"]
    return _people_of("lsoa21").reindex(new.index).fillna(0.0).groupby(new.to_numpy()).sum()


def outline_of(code: str) -> shapely.Geometry:
    """Return the outline of a patch's small areas, united, in EPSG:27700."""
    members = patch_members(code)
    level = str(members["level"].iloc[0])
    shapes = boundaries.load(level).geometry.reindex(members.index[members["level"] == level])
    return boundaries.unite(shapes.to_numpy(), coverage=True)


def patch_json(patch: SavedPatch) -> bytes:
    """Write the file of a patch: GeoJSON (RFC 7946), in degrees.

    Returns
    -------
    content
        One feature, whose properties are `kind`, `name`, `code`, `vintage`, `young_people`,
        `uncertain`, `drawn` if a router drew it, and `areas`: the share of each small area.
    """
    shape = shapely.simplify(outline_of(patch.code), _SIMPLE_M)
    degrees = shapely.set_precision(
        shapely.transform(shape, to_degrees, interleaved=False), 10.0**-_DECIMALS
    )
    shares = patch.shares["share"].round(6)
    properties: dict[str, Any] = {
        "kind": KIND,
        "format": 1,
        "name": patch.name,
        "code": patch.code,
        "vintage": patch.vintage,
        "young_people": round(patch.young_people),
        "uncertain": round(patch.uncertain),
        **({"drawn": patch.drawn} if patch.drawn else {}),
        "areas": {str(code): float(share) for code, share in shares.items()},
    }
    feature = {
        "type": "Feature",
        "id": patch.id,
        "properties": properties,
        "geometry": shapely.geometry.mapping(degrees),
    }
    return as_json({"type": "FeatureCollection", "features": [feature]})


def load_patch(source: bytes | Path) -> SavedPatch:
    """Read a patch from its own file, or from any GeoJSON with polygons in degrees.

    Parameters
    ----------
    source
        Not to be trusted.

    Returns
    -------
    patch
        With the small areas of today's boundaries. A file of our own keeps its id; polygons of
        another program become outlines of a new patch.

    Raises
    ------
    BadInputError
        If it is neither, or lies outside Great Britain.
    """
    whole = content_of(source, _MOST_BYTES)
    content = parse_json(
        whole,
        "The patch's file",
        "This is not a patch's file: it is not JSON. Save one from the program, or export "
        "polygons as GeoJSON.",
    )
    features = content.get("features", [content]) if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise BadInputError("This is not a patch's file: it is not GeoJSON with features.")
    own = features[0].get("properties") if len(features) == 1 else None
    if isinstance(own, dict) and own.get("kind") == KIND:
        return _own_patch(features[0], own)
    return save_patch(code_of_polygons([_shape_of(one) for one in features]))


def _own_patch(feature: dict[str, Any], properties: dict[str, Any]) -> SavedPatch:
    code, patch_id, areas = (properties.get("code"), feature.get("id"), properties.get("areas"))
    vintage = properties.get("vintage")
    if not isinstance(code, str) or vintage not in VINTAGES or not isinstance(areas, dict):
        raise BadInputError(
            "The patch's file lacks its code, its vintage or its areas. Save it again."
        )
    kept = patch_id if isinstance(patch_id, str) and _is_id(patch_id) else ""
    try:
        return replace(save_patch(patch_of_2024(code), kept), drawn=_drawn(properties))
    except GeoError:
        # Its parts are no longer there: what is left are its areas and their shares.
        return save_patch(
            _code_of_areas(areas, str(vintage), str(properties.get("name", ""))), kept
        )


def _drawn(properties: dict[str, Any]) -> str:
    text = properties.get("drawn")
    usable = isinstance(text, str) and len(text) <= _LONGEST_LINE and text.isprintable()
    return str(text) if usable else ""


def _is_id(text: str) -> bool:
    return text.startswith("patch-") and text.removeprefix("patch-").isalnum() and len(text) < 40


def _code_of_areas(areas: dict[str, Any], vintage: str, name: str) -> str:
    """Return the code of a patch of the small areas that lie in it by half at least."""
    shares = pd.Series(areas, dtype="object")
    kept = shares[[isinstance(one, int | float) and 0 < one <= 1 for one in shares]].astype(
        "float64"
    )
    if kept.empty:
        raise BadInputError("The patch's file names no areas. Save it again.")
    people = _people_of(vintage) if vintage != "dz11" else pd.Series(1.0, index=kept.index)
    shaped = pd.DataFrame(
        {"share": kept, "young_people": kept * people.reindex(kept.index).fillna(0)}
    )
    patch = SavedPatch("", "", shaped.rename_axis("area_code"), vintage)
    now = carry_patch(patch, "lsoa21" if vintage == "lsoa11" else vintage)
    codes = now.shares.index[now.shares["share"] >= _HALF]
    letter = str(codes[0])[0]
    return _shortest(letter, codes, name)


def _shortest(letter: str, codes: pd.Index, name: str) -> str:
    """Return the code of a patch of small areas, written with larger ones where all is inside."""
    left, parts = pd.Index(codes), list[str]()
    base = "dz11" if letter == "S" else "lsoa21"
    areas = tables.load(f"areas_{base}")
    for column in ("lad24_code", "ward24_code", "msoa21_code", "iz11_code"):
        if column not in areas:
            continue
        owner = areas[column]
        inside = owner.index.isin(left)
        whole = pd.Series(inside, index=owner.index).groupby(owner).all()
        held = [str(code) for code in whole.index[whole] if code]
        parts += held
        left = left.difference(owner.index[owner.isin(held)])
    parts += map(str, left)
    if len(parts) <= MOST_PARTS:
        return joined(letter, parts, name)
    shapes = boundaries.load(base).geometry.reindex(codes).to_numpy()
    return _outlined(letter, [boundaries.unite(shapes, coverage=True)], name)


def code_of_polygons(shapes: list[shapely.Geometry], name: str = "") -> str:
    """Return the code of a patch of polygons in degrees, as another program has drawn them.

    Parameters
    ----------
    shapes
        Polygons, longitude first. Corners are left out until there are few enough.

    Raises
    ------
    BadInputError
        If there is no polygon, or nobody's area lies in one.
    """
    in_metres = [shapely.transform(one, from_degrees, interleaved=False) for one in shapes]
    if not in_metres or not all(shapely.is_valid(one) and one.area > 0 for one in in_metres):
        raise BadInputError(
            "The file has no polygon that can be used. Draw one that does not cross itself, in "
            "degrees (WGS 84)."
        )
    best = code_of_outlines(in_metres, name)
    if not best:
        raise BadInputError(
            "No small area's people live within the polygon. Is it in degrees, longitude first, "
            "and in the United Kingdom?"
        )
    return best


def code_of_outlines(shapes: list[shapely.Geometry], name: str = "") -> str:
    """Return the code of a patch of polygons (EPSG:27700); empty if nobody lives in them."""
    return in_own_nation(lambda letter: _outlined(letter, shapes, name))


def in_own_nation(make: Callable[[str], str]) -> str:
    """Return the code of a patch in the nation where it holds most small areas; empty for none.

    Parameters
    ----------
    make
        Makes the code for the letter of a nation.
    """
    counts = dict[str, int]()
    for letter in NATIONS:
        code = make(letter)
        try:
            counts[code] = len(patch_members(code))
        except GeoError:
            continue
    best = max(counts, key=lambda code: counts[code], default="")
    return best if best and counts[best] else ""


def _outlined(letter: str, shapes: list[shapely.Geometry], name: str) -> str:
    """Return the code of a patch of polygons, in EPSG:27700, the largest first."""
    rings = [
        shapely.Polygon(one.exterior)
        for shape in shapes
        for one in shapely.get_parts(shape)
        if isinstance(one, shapely.Polygon)
    ]
    rings.sort(key=lambda one: -one.area)
    return joined(letter, [Outline(_corners(ring)) for ring in rings[:MOST_PARTS]], name)


def _corners(ring: shapely.Polygon) -> tuple[tuple[float, float], ...]:
    """Return the corners of a ring in degrees, few enough for an address."""
    step_m, kept = 1.0, ring
    while len(kept.exterior.coords) > MOST_POINTS + 1:
        step_m *= 1.5
        kept = ring.simplify(step_m)
    corners = to_degrees(*np.array(kept.exterior.coords[:-1]).T)
    return tuple(zip(*(one.round(4).tolist() for one in corners), strict=True))


def _shape_of(feature: dict[str, Any]) -> shapely.Geometry:
    geometry = feature.get("geometry", feature)
    kinds = ("Polygon", "MultiPolygon")
    if not isinstance(geometry, dict) or geometry.get("type") not in kinds:
        raise BadInputError(
            "A feature of the file is no polygon. Draw the patch as one or more polygons."
        )
    try:
        return shapely.geometry.shape(geometry)
    except (shapely.errors.GEOSException, ValueError, TypeError, KeyError, IndexError) as error:
        raise BadInputError("A polygon of the file cannot be read. Export it again.") from error
