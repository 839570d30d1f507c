"""Demand from a user's CSV file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.errors import BadInputError, first_of
from geo.places import postcodes, to_metres
from geo.uploads import COULD_BE_TWO, FARTHEST_M, content_of, could_be_two, numbers, read_rows

_MOST_WEIGHT = 1e9
_PLACES = "postcode, or easting and northing, or latitude and longitude"


def read_demand(source: bytes | Path) -> pd.DataFrame:
    """Read demand: `weight`, and the `area_code` of a neighbourhood or a place of the user's own.

    Parameters
    ----------
    source
        A CSV file, or its bytes.

    Returns
    -------
    demand
        Indexed by line of the file: `area_code` (empty where a point is given), `weight`,
        `easting_m`, `northing_m` (missing where a code is given). Rows without a weight or a place
        are left out.

    Raises
    ------
    BadInputError
        If there is no such file, it has no weights or places, or no row has both.
    """
    name = source.name if isinstance(source, Path) else "The file"
    rows, mark = _read(source, name)
    if "weight" not in rows:
        raise BadInputError(f"{name} has no column weight. Name the people to serve so.")
    weight = numbers(rows["weight"], mark)
    _check_two(rows[["weight"]], mark, name)
    wrong = weight.notna() & ~weight.between(0, _MOST_WEIGHT)
    if wrong.any():
        first = rows["weight"][wrong]
        raise BadInputError(
            f"{name}, line {first.index[0]}: a weight of {first.iloc[0][:60]!r} is no number of "
            f"people; {len(first):,} such lines. Give numbers of 0 or more."
        )
    if "area_code" in rows:
        code = rows["area_code"].fillna("").str.strip()
        table = pd.DataFrame({"area_code": code, "weight": weight})
        table = table.assign(easting_m=float("nan"), northing_m=float("nan"))
        kept = table[(code != "") & weight.notna()]
    else:
        placed = _located(rows, name, mark)
        kept = pd.DataFrame({"area_code": "", "weight": weight}).join(placed).dropna()
    if kept.empty:
        raise BadInputError(f"{name}: none of {len(rows):,} rows has a weight and a place.")
    return kept


def _check_two(rows: pd.DataFrame, mark: str, name: str) -> None:
    for column in rows:
        two = rows[column][could_be_two(rows[column], mark)]
        if len(two):
            raise BadInputError(
                f"{name}, line {two.index[0]}: {two.iloc[0][:60]!r} is {COULD_BE_TWO}; "
                f"{len(two):,} such lines."
            )


def _read(source: bytes | Path, name: str) -> tuple[pd.DataFrame, str]:
    if isinstance(source, Path) and not source.exists():
        raise BadInputError(f"There is no file {name}. Give the path of a CSV file.")
    read = read_rows(content_of(source))
    for line, fault in read.faults.items():
        raise BadInputError(f"{name}, line {line}: it {fault}.")
    rows = read.table.apply(lambda column: column.str.strip())
    names = rows.columns.str.lower()
    if not names.is_unique:
        raise BadInputError(
            f"{name}: {first_of(names[names.duplicated()])} headings differ in capitals alone."
        )
    return rows.set_axis(names, axis=1), read.mark


def _located(rows: pd.DataFrame, name: str, mark: str) -> pd.DataFrame:
    if {"easting", "northing"} <= set(rows):
        metres = rows[["easting", "northing"]]
        _check_two(metres, mark, name)
        metres = metres.apply(lambda column: numbers(column, mark))
        placed = metres.set_axis(["easting_m", "northing_m"], axis=1)
    elif {"latitude", "longitude"} <= set(rows):
        degrees = rows[["latitude", "longitude"]]
        degrees = degrees.apply(lambda column: numbers(column, mark, degrees=True))
        placed = to_metres(degrees["longitude"], degrees["latitude"])
    elif "postcode" in rows:
        found = postcodes.find(rows["postcode"].tolist())
        placed = found[["easting_m", "northing_m"]].astype("float64").set_axis(rows.index)
    else:
        columns = ", ".join(map(str, rows.columns[:6]))
        raise BadInputError(f"{name} has the columns {columns}. Name its places: {_PLACES}.")
    placed = placed.where(placed.abs() < FARTHEST_M)
    if not placed.notna().all(axis=1).any():
        lost = first_of([f"line {line}" for line in placed.index])
        raise BadInputError(f"{name}: no row has a usable place, {lost}. Give {_PLACES}.")
    return placed
