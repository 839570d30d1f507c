"""What a map asks for again and again, kept in memory: joined tables, classes, who is inside."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import replace
from functools import cache, lru_cache
from typing import TypedDict

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from geo import tables
from geo.areas import bivariate
from geo.areas.classes import NOT_COVERED, Classes, Method, classify
from geo.areas.containment import inside, of_2024, patch_members, to_metres
from geo.areas.join import AreaTable, JoinReport, build_areas
from geo.areas.own_cache import with_own
from geo.errors import GeoError, UnknownAreaError
from geo.registry import (
    GEOGRAPHIES,
    NATIONS,
    PARENTS,
    PATCH,
    UNITED_KINGDOM,
    Circle,
    geography,
    held_by,
    indicator,
    is_patch,
    read_patch,
)

Codes = npt.NDArray[np.uint8]
Inside = npt.NDArray[np.bool_]
_NEAR_M = 4000
"""How near a settlement is after which a circle is called."""
_NAMED = 3
"""Parts of a patch that its name lists, at most."""


class Row(TypedDict):
    """One class inside a place, as a legend shows it."""

    code: int
    label: str
    areas: int
    young_people: int
    """Aged 13 to 17 at mid-2020; 0 where not known."""


@cache
def _built(level: str) -> tuple[AreaTable, JoinReport]:
    areas, report = build_areas(level)
    return replace(areas, table=with_own(areas.table, level)), report


def area_table(level: str) -> pd.DataFrame:
    """Return the joined table of a level, in the order of its pack; shared, so never change it."""
    return _built(level)[0].table


def join_report(level: str) -> JoinReport:
    """Return the report of the join that made the table of a level."""
    return _built(level)[1]


@lru_cache(maxsize=64)
def classes_of(
    level: str, name: str, method: Method = "usual", limits: tuple[float, ...] = ()
) -> Classes:
    """Return the classes of an indicator over a whole level.

    Limits are found over the whole level whichever place is looked at, so that places compare.
    """
    return classify(area_table(level), indicator(name), method, limits)


@lru_cache(maxsize=16)
def classes_of_two(level: str, mode: str) -> Classes:
    """Return the classes of participation and deprivation together: `both` or `disagree`."""
    find = bivariate.classify_both if mode == "both" else bivariate.classify_disagreement
    return find(area_table(level))


@lru_cache(maxsize=256)
def inside_of(level: str, code: str) -> Inside:
    """Return whether each area of a level lies within a place; all do where none is named.

    Raises
    ------
    UnknownAreaError
        If none does.
    """
    table = _base(level)
    if code in ("", UNITED_KINGDOM):
        return np.ones(len(table), np.bool_)
    if is_patch(code):
        return inside(table[[]], code, None).to_numpy()
    # A code stands in one column or two: comparing all seven takes five times as long.
    columns = _columns_that_name(level).get(of_2024(code, None), [])
    return inside(table[columns], code, None).to_numpy()


@cache
def _base(level: str) -> pd.DataFrame:
    """Return the areas of a level, their nation and the codes of what holds them.

    In the order of `area_table`, which it does not join; shared, never changed.
    """
    base = tables.load(f"areas_{level}")
    return base[base.columns.intersection(["nation", *PARENTS.values()])]


@cache
def _columns_that_name(level: str) -> dict[str, list[str]]:
    table, columns = _base(level), dict[str, list[str]]()
    for column in table.columns.drop("nation", errors="ignore"):
        for code in table[column].dropna().unique():
            columns.setdefault(str(code), []).append(column)
    return columns


def holds(level: str, code: str) -> bool:
    """Return whether a place holds areas of a level; some nations have none."""
    try:
        return bool(inside_of(level, code).any())
    except UnknownAreaError:
        return False


@cache
def straddling(level: str, code: str) -> int:
    """Count the areas of a level that lie only partly in a place: those not inside, with a part in.

    Small areas say which; that of a constituency is where most of their people live.

    Examples
    --------
    >>> straddling("msoa21", "E08000035"), straddling("region", "E08000035")
    (0, 0)
    """
    if (column := PARENTS.get(level)) is None or not holds(level, code):
        return 0
    # Tables of other nations hold nothing of the place, and take long to build.
    letter = code[:1]
    bases = [
        base
        for base in sorted({entry.drawn_with for entry in GEOGRAPHIES if entry.bundled} - {level})
        if (letter not in NATIONS or NATIONS[letter] in geography(base).counts)
        and column in _base(base)
        and holds(base, code)
    ]
    if not bases:
        return 0
    parts = [_base(base)[column][inside_of(base, code)] for base in bases]
    found = set(pd.concat(parts)) - {""}
    return len(found - set(_base(level).index[inside_of(level, code)]))


@cache
def is_in_nation(level: str, nation: str) -> Inside:
    """Return whether each area of a level is of a nation."""
    return (_base(level)["nation"] == nation).to_numpy()


def nation_of(code: str) -> str:
    """Name the nation that an area of the map is in.

    Examples
    --------
    >>> nation_of("S12000049")
    'Scotland'
    """
    if is_patch(code):
        return NATIONS[code[0]]
    return str(_base(levels_of(code)[0])["nation"][code])


@cache
def knows_young(level: str) -> dict[str, Inside]:
    """Return of each nation the areas at a level of which young people are known.

    Returns
    -------
    known
        Whether each area is of the nation and counted; a nation without any has all False.
    """
    table = area_table(level)
    known = np.zeros(len(table), np.bool_)
    if "young_people" in table:
        known = table["young_people"].notna().to_numpy()
    return {str(one): is_in_nation(level, one) & known for one in table["nation"].unique()}


@cache
def _young(level: str) -> npt.NDArray[np.float64]:
    table = area_table(level)
    if "young_people" not in table:
        return np.zeros(len(table))
    return table["young_people"].to_numpy(dtype="float64", na_value=0)


@lru_cache(maxsize=256)
def counts_inside(classes: Classes, level: str, code: str) -> list[Row]:
    """Count as `count_rows` does the young people of mid-2020; kept in memory."""
    return count_rows(classes, level, code, _young(level))


def count_rows(
    classes: Classes, level: str, code: str, people: npt.NDArray[np.float64]
) -> list[Row]:
    """Count the areas and people of each class inside a place.

    Returns
    -------
    rows
        Classes first, then the missing ones that there are.
    """
    here = inside_of(level, code)
    found = classes.of_area[here]
    areas = np.bincount(found, minlength=256)
    inside = np.bincount(found, weights=people[here], minlength=256)
    rows = [*enumerate(classes.classes), *sorted(classes.missing.items())]
    return [
        {
            "code": number,
            "label": row.label,
            "areas": int(areas[number]),
            "young_people": round(inside[number]),
        }
        for number, row in rows
        if number < NOT_COVERED or areas[number]
    ]


@cache
def levels_of(code: str) -> tuple[str, ...]:
    """Name the levels of the map at which there is an area with a code; none if there is none.

    A patch has a level of its own.
    """
    if is_patch(code):
        return _level_of_patch(code)
    return tuple(
        entry.id
        for entry in GEOGRAPHIES
        if entry.on_map and entry.is_code(code) and code in _codes(entry.id)
    )


@cache
def _codes(level: str) -> frozenset[str]:
    return frozenset(tables.load(f"areas_{level}", ["area_name"]).index)


def _level_of_patch(code: str) -> tuple[str, ...]:
    try:
        members = patch_members(code)
    except GeoError:
        return ()
    # The same patch has one code: what is written otherwise is not known.
    return (PATCH.id,) if len(members) and read_patch(code).code() == code else ()


@cache
def _name_of_patch(code: str) -> str:
    """Return what a patch is called: its own name, or its parts, the first three by name."""
    names = [*patch_parts(code)]
    if own := read_patch(code).name:
        return own
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} others"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def patch_parts(code: str) -> tuple[str, ...]:
    """Return what a patch is put together from, part by part, in words.

    Examples
    --------
    >>> patch_parts("E07000138,E20km_53.2307_-0.5406")
    ('Lincoln', 'the 20 km round Lincoln')
    """
    patch = read_patch(code)
    areas = [name_of(levels_of(part)[0], part) for part in map(_now, patch.areas)]
    circles = [
        f"the {shape.radius_km:g} km round {_settlement_at(shape)}"
        for shape in patch.shapes
        if isinstance(shape, Circle)
    ]
    drawn = len(patch.shapes) - len(circles)
    outlines = [] if not drawn else ["a drawn outline" if drawn == 1 else f"{drawn} outlines"]
    return (*areas, *circles, *outlines)


def _settlement_at(circle: Circle) -> str:
    """Name the largest settlement near the middle of a circle, or else where it is."""
    settled = tables.load("settlements")
    middle = to_metres(circle.longitude, circle.latitude)
    away_m = np.hypot(*(settled[["easting_m", "northing_m"]].to_numpy() - middle).T)
    for kind in (("city", "town"), tuple(settled["kind"].unique())):
        near = settled["kind"].isin(kind).to_numpy() & (away_m <= _NEAR_M)
        if near.any():
            return str(settled["name"].iloc[int(np.where(near, away_m, np.inf).argmin())])
    return f"{circle.latitude:.2f}, {circle.longitude:.2f}"


def _now(code: str) -> str:
    return of_2024(code, None)


def name_of(level: str, code: str) -> str:
    """Return what people call an area: its local name where it has one."""
    if level == PATCH.id:
        return _name_of_patch(code)
    row = _names(level).loc[code]
    if level == "lsoa21" or not row["local_name"]:
        return str(row["area_name"])
    return str(row["local_name"])


@cache
def _names(level: str) -> pd.DataFrame:
    return tables.load(f"areas_{level}", ["area_name", "local_name"])


def holders(level: str, code: str) -> list[tuple[str, str]]:
    """List what holds an area, the largest first: pairs of level and code, itself not among them.

    A county is left out where it is the authority itself.
    """
    if level == PATCH.id:
        return []
    row = area_table(level).loc[code]
    found: list[tuple[str, str]] = []
    for upper in reversed(held_by(geography(level).drawn_with)):
        if upper == "nation":
            continue
        column = PARENTS[upper]
        held = str(row[column]) if column in row and upper != level else ""
        if held and held != code and held not in [pair[1] for pair in found]:
            found.append((upper, held))
    # A unitary authority is one place at two levels; the district stands for it.
    return [("lad24" if "lad24" in levels_of(held) else upper, held) for upper, held in found]


def is_larger(upper: str, level: str) -> bool:
    """Test whether the areas of one level can hold those of another.

    Examples
    --------
    >>> is_larger("lad24", "pcon24"), is_larger("pcon24", "lad24"), is_larger("nation", "smc205")
    (True, False, True)
    """
    if upper in held_by(level):
        return True
    above, below = geography(upper).size, geography(level).size
    return above is not None and below is not None and above > below


def warm() -> None:
    """Read the tables of all levels, so that nobody waits for them later."""
    for entry in GEOGRAPHIES:
        if entry.on_map:
            area_table(entry.id)


def give_back() -> None:
    """Return memory that reading the tables needed, and nothing uses now, to the system."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        # Only glibc has it; elsewhere the system takes pages back by itself.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
