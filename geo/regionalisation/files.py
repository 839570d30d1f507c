"""Maps of one's own, read from a table or from polygons that people bring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
import shapely.geometry

from geo import tables
from geo.areas import of_2024
from geo.arrays import in_index
from geo.boundaries import to_degrees
from geo.errors import BadInputError, UnknownAreaError
from geo.regionalisation.model import (
    LEFT_OUT,
    LONGEST_REGION,
    Regionalisation,
    clean_region,
    english_areas,
    english_districts,
)
from geo.regionalisation.written import KIND
from geo.registry import PARENTS, SMALLEST, geography_of
from geo.uploads import content_of, parse_json, read_rows

OWN_ID = "own"
"""Id of a map that was read from a file."""
_MOST_BYTES = 20_000_000
_NAMES = (
    "region", "regionname", "partnership", "partnershipname", "accesspartnership",
    "regionalaccesspartnership", "proposedregion", "newregion", "group", "zone", "name", "title",
)  # fmt: skip
"""Headings of the column, or names of the property, that says which region, as plain letters."""
_IN_TABLES = _NAMES[:-2]
"""The same in a table, where a name may be that of the district."""
_CODE = r"[ENSW]\d{8}"
_SHOWN = 3


def read_map(source: bytes | Path, name: str = "") -> Regionalisation:
    r"""Read a regional map of one's own; nothing is stored.

    Parameters
    ----------
    source
        A file, or its bytes: CSV, XLSX or ODS with a column of areas (codes of any level of
        England, or names of districts) and one of regions, or GeoJSON with polygons in degrees
        and the name of the region of each. In polygons a neighbourhood goes by the middle of its
        people. A row without a region leaves its area out.
    name
        What the map is called; that of the file, or "Own map", unless given.

    Raises
    ------
    BadInputError, UnknownAreaError
        If it cannot be read, names an area that there is not, or puts an area in two regions.

    Examples
    --------
    >>> made = read_map(b"district,region\nLincoln,Humber\nE07000142,Humber")
    >>> made.regions, made.region_of["E01026129"]
    (('Humber',), 'Humber')
    """
    content = content_of(source, _MOST_BYTES)
    label = clean_region(name or (source.stem if isinstance(source, Path) else ""))
    label = label[:LONGEST_REGION] or "Own map"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        region, order, said = _from_features(_features(content))
        what = "Polygons of your own; a neighbourhood goes by the middle of its people."
    else:
        region, order, said = _from_table(content)
        what = "A table of your own."
    said += _half_districts(region)
    return Regionalisation(OWN_ID, label, what, region, order, tuple(said))


_Read = tuple[pd.Series, tuple[str, ...], list[str]]


def _from_table(content: bytes) -> _Read:
    rows = read_rows(content)
    table = rows.table.apply(lambda column: column.str.strip())
    names = _district_names()
    if any(re.fullmatch(_CODE, str(one)) or str(one).casefold() in names for one in table.columns):
        raise BadInputError(
            "The file has no headings: its first line names an area. Put a line such as "
            "district,region above it."
        )
    at = _region_column(table, names)
    others = [one for one in table.columns if one != at]
    scores = {one: _score(table[one], names) for one in others}
    best = max(scores, key=lambda one: scores[one], default="")
    if not best or not scores[best]:
        raise BadInputError(
            f"No column names areas of England, among {list(table.columns)[:8]}. Give one of "
            "codes, such as E07000138, or of names of districts."
        )
    named = table[table[best] != ""]
    if len(named) < len(table[table[at] != ""]):
        blank = table.index[(table[best] == "") & (table[at] != "")]
        raise BadInputError(
            f"Line {blank[0]} gives a region and no area. Give the area in the column {best!r}, or "
            "delete the row."
        )
    codes = named[best].map(lambda text: names.get(text.casefold(), text))
    inside = _expanded(codes)
    inside["text"] = named[best].reindex(inside["line"]).to_numpy()
    regions, order, said = _spelt_once(named[at])
    found = inside.assign(region=regions.reindex(inside["line"]).to_numpy())
    _check_once(found)
    region = pd.Series(LEFT_OUT, index=english_areas().index, dtype="str", name="region")
    region.loc[found["area_code"]] = found["region"].to_numpy()
    return region, order, [*rows.notices, *said]


def _region_column(table: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Return the column that names the region: by its heading, or the only other one."""
    plain = {_plain(str(one)): str(one) for one in reversed(table.columns)}
    for heading in _IN_TABLES:
        if heading in plain:
            return plain[heading]
    filled = [str(one) for one in table.columns if (table[one] != "").any()]
    unlike = [one for one in filled if not _score(table[one], names)]
    if len(filled) == 2:
        return unlike[0] if len(unlike) == 1 else filled[1]
    raise BadInputError(
        f"No column says which region an area is in, among {list(table.columns)[:8]}. Call it "
        "region."
    )


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold())


def _score(cells: pd.Series, names: Mapping[str, str]) -> float:
    """Count the cells that are codes or, at half their worth, names of districts."""
    filled = cells[cells != ""]
    coded = filled.str.fullmatch(_CODE)
    return float(coded.sum()) + filled[~coded].str.casefold().isin([*names]).sum() / 2


def _district_names() -> dict[str, str]:
    """Return the codes of the districts of England by their names, in small letters."""
    named = {name.casefold(): code for code, name in english_districts().items()}
    bare = {re.sub(r", (city|county) of$", "", name): code for name, code in named.items()}
    return {**bare, **named}


def _expanded(codes: pd.Series, word: str = "line") -> pd.DataFrame:
    """Return the neighbourhoods of the areas of each line: `line`, `text` and `area_code`.

    Parameters
    ----------
    codes
        By line, which may stand more than once.
    word
        What a line is called.
    """
    areas = english_areas()
    known = in_index(codes, areas.index)
    small = codes.loc[known]
    parts = [pd.DataFrame({"line": small.index, "text": small.array, "area_code": small.array})]
    unknown = list[str]()
    for line, text in codes.loc[~known].items():
        level, code = _level_and_code(str(text), f"{word} {line}")
        column = PARENTS.get(level, "")
        own = _positions(column).get(code) if column in areas else None
        if own is None:
            unknown.append(f"{word} {line}: {code[:40]!r}")
            continue
        parts.append(pd.DataFrame({"line": line, "text": str(text), "area_code": areas.index[own]}))
    if unknown:
        listed = "; ".join(unknown[:_SHOWN])
        raise UnknownAreaError(
            f"{len(unknown):,} of {len(codes):,} areas are none of England: {listed}. Give codes "
            "of today's areas, such as E07000138, or names of districts as the Office for "
            "National Statistics spells them."
        )
    return pd.concat(parts, ignore_index=True)


@cache
def _positions(column: str) -> dict[str, npt.NDArray[np.intp]]:
    """Return the rows of `english_areas` in each area that a column names; shared."""
    rows = english_areas().groupby(column).indices
    return {str(code): np.asarray(own) for code, own in rows.items()}


def _level_and_code(text: str, where: str) -> tuple[str, str]:
    """Return the level and today's code of an area; no level of what is no code."""
    try:
        code = of_2024(text, None)
        level = geography_of(code)
    except UnknownAreaError as error:
        if "became part of" in str(error):
            raise UnknownAreaError(f"{where.capitalize()}: {error}") from error
        return "", text
    if code[0] in "SWN" or level not in (SMALLEST, *PARENTS) or level == "nation":
        raise BadInputError(
            f"{where.capitalize()}: {code} is no part of England's regions. Regional access "
            "partnerships are of England alone: give areas smaller than England, in it."
        )
    return level, code


def _spelt_once(cells: pd.Series) -> tuple[pd.Series, tuple[str, ...], list[str]]:
    """Clean names of regions; those that differ in capitals alone are one region."""
    clean = cells.map(clean_region)
    long = clean[clean.str.len() > LONGEST_REGION]
    if len(long):
        raise BadInputError(
            f"Line {long.index[0]}: the name of the region has {len(long.iloc[0])} letters; "
            f"{LONGEST_REGION} is the most. Give a shorter one."
        )
    first = dict[str, str]()
    for one in clean:
        first.setdefault(one.casefold(), one)
    same = clean.nunique() - len(first)
    said = [f"{same} names of regions differ in capitals alone and are one each."] if same else []
    blank = int((clean == "").sum())
    if blank:
        rows = "1 row has" if blank == 1 else f"{blank:,} rows have"
        said.append(f"{rows} no region: those areas are left out.")
    return clean.map(lambda one: first[one.casefold()]), tuple(filter(None, first.values())), said


def _check_once(found: pd.DataFrame, word: str = "line") -> None:
    """Refuse an area that two lines put into different regions."""
    several = found.groupby("area_code")["region"].nunique()
    twice = several.index[several > 1]
    if twice.empty:
        return
    areas = english_areas()
    districts = areas.loc[twice, "lad24_code"].drop_duplicates()
    code = str(districts.iloc[0])
    pair = found[found["area_code"] == districts.index[0]].drop_duplicates("region")[:2]
    words = [
        f"{one.region or 'no region'!r} ({word} {one.line}: {one.text[:40]})"
        for one in pair.itertuples()
    ]
    name = english_districts()[code]
    count = "1 district is" if len(districts) == 1 else f"{len(districts):,} districts are"
    raise BadInputError(
        f"{count} in two regions: {name} ({code}) is in {words[0]} and in {words[1]}. Keep one of "
        f"the {word}s."
    )


def _half_districts(region: pd.Series) -> list[str]:
    """Return a notice of the districts that are in the map in part; none if all are whole."""
    areas = english_areas()
    here = region.reindex(areas.index) != LEFT_OUT
    counted = here.groupby(areas["lad24_code"]).agg(["sum", "size"])
    half = counted[(counted["sum"] > 0) & (counted["sum"] < counted["size"])]
    if half.empty:
        return []
    code = str(half.index[0])
    name = english_districts()[code]
    inside, whole = (int(one) for one in half.iloc[0])
    what = "1 district is" if len(half) == 1 else f"{len(half):,} districts are"
    return [
        f"{what} in the map in part alone: of {name} ({code}) {inside:,} of {whole:,} "
        "neighbourhoods. If that was not meant, add the rest of it to a region."
    ]


def _features(content: bytes) -> list[dict[str, Any]]:
    held = parse_json(
        content,
        "The map's file",
        "This is no map that can be used: it is not JSON. Save a map from the program, or "
        "export polygons as GeoJSON.",
    )
    features = held.get("features") if isinstance(held, dict) else None
    if not isinstance(features, list) or not features:
        raise BadInputError("This is no map that can be used: it is not GeoJSON with features.")
    if not all(isinstance(one, dict) for one in features):
        raise BadInputError("This is no map that can be used: a feature of it is no object.")
    return features


def _from_features(features: list[dict[str, Any]]) -> _Read:
    properties = [one["properties"] if isinstance(one.get("properties"), dict) else {}
                  for one in features]  # fmt: skip
    lines = range(1, len(features) + 1)
    names = pd.Series([_name_in(one) for one in properties], index=lines, dtype="str")
    if (blank := names.index[names == ""]).size:
        raise BadInputError(
            f"Feature {blank[0]} has no name. Give each polygon the name of its region, in a "
            "property called region."
        )
    regions, order, said = _spelt_once(names)
    if all(one.get("kind") == KIND for one in properties):
        return _from_codes(properties, regions), order, said
    shapes = [_shape_of(one, line) for line, one in zip(lines, features, strict=True)]
    return _from_shapes(shapes, regions), order, said


def _name_in(properties: Mapping[str, Any]) -> str:
    plain = {_plain(str(key)): value for key, value in reversed([*properties.items()])}
    found = next((plain[key] for key in _NAMES if isinstance(plain.get(key), str)), "")
    return clean_region(found)


def _from_codes(properties: list[dict[str, Any]], regions: pd.Series) -> pd.Series:
    """Read the areas that our own file lists."""
    rows: dict[int, list[str]] = {}
    for line, held in zip(regions.index, properties, strict=True):
        lists = [held.get("districts", []), held.get("neighbourhoods", [])]
        codes = [one for some in lists if isinstance(some, list) for one in some]
        if not codes or not all(isinstance(one, str) for one in codes):
            raise BadInputError(f"Feature {line} lists no areas. Save the map again.")
        rows[line] = codes
    lines = np.repeat([*rows], [len(some) for some in rows.values()])
    listed = pd.Series([code for some in rows.values() for code in some], index=lines)
    inside = _expanded(listed, "feature")
    found = inside.assign(region=regions.reindex(inside["line"]).to_numpy())
    _check_once(found, "feature")
    region = pd.Series(LEFT_OUT, index=english_areas().index, dtype="str", name="region")
    region.loc[found["area_code"]] = found["region"].to_numpy()
    return region


def _shape_of(feature: Mapping[str, Any], line: int) -> shapely.Geometry:
    try:
        shape = shapely.geometry.shape(feature["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.GEOSException) as error:
        raise BadInputError(
            f"Feature {line} is no polygon. Export polygons as GeoJSON, in degrees (WGS 84)."
        ) from error
    if not isinstance(shape, shapely.Polygon | shapely.MultiPolygon) or shape.is_empty:
        raise BadInputError(
            f"Feature {line} is no polygon. Export polygons as GeoJSON, in degrees (WGS 84)."
        )
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise BadInputError(f"Feature {line} has a corner that is no place. Export it again.")
    return shapely.make_valid(shape)


def _from_shapes(shapes: list[shapely.Geometry], regions: pd.Series) -> pd.Series:
    """Return the region of each neighbourhood: of the polygon that its centroid lies in."""
    points = tables.load("centroids_lsoa21", ["easting_m", "northing_m"])
    points = points.loc[english_areas().index]
    at = shapely.points(*to_degrees(points["easting_m"], points["northing_m"]))
    point, shape = shapely.STRtree(shapes).query(at, predicate="intersects")
    pairs = pd.DataFrame({"at": point, "region": regions.to_numpy()[shape]}).drop_duplicates()
    twice = pairs[pairs["at"].duplicated(keep=False)]
    if len(twice):
        first = twice[twice["at"] == twice["at"].iloc[0]]
        code = points.index[first["at"].iloc[0]]
        raise BadInputError(
            f"{twice['at'].nunique():,} neighbourhoods lie in two regions: {code} in "
            f"{first['region'].iloc[0]!r} and in {first['region'].iloc[1]!r}. Draw polygons that "
            "do not overlap."
        )
    region = pd.Series(LEFT_OUT, index=points.index, dtype="str", name="region")
    region.loc[points.index[pairs["at"]]] = pairs["region"].to_numpy()
    if pairs.empty:
        raise BadInputError(
            "No neighbourhood's people live within the polygons. Are they in degrees (WGS 84), "
            "longitude first, and in England?"
        )
    return region
