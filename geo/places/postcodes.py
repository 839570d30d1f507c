"""Postcode to point to area, offline: 2.7 million postcodes of the installed package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo import tables
from geo.boundaries import project
from geo.errors import IntegrityError
from geo.publishers.ons.people import postcode_letters, postcode_package, read_postcodes
from geo.settings import ANALYSIS_CRS
from geo.tables import checked

NO_AREA = 65_535
_IRISH_GRID = "EPSG:29902"
NEAR_M = 100.0
"""A point up to this far outside every outline, on a quay or a bridge, goes to the nearest."""

_FORM = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_NATIONS = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
_SMALL = ("lsoa21", "dz11", "sdz21")
"""Levels of the small areas that hold postcodes: of England and Wales, Scotland, the last."""
_PARENTS = (
    "msoa21_code",
    "ward24_code",
    "lad24_code",
    "utla23_code",
    "cauth25_code",
    "region_code",
    "nation_code",
)

NOT_A_POSTCODE = "not a postcode: write it like S1 2HH"
UNKNOWN = "no such postcode in the directory of November 2025"
NO_POINT = "the directory gives no place for it"
NO_LSOA = "on no area that is bundled"


def plain(text: str) -> str:
    """Reduce a postcode to capitals and digits.

    Examples
    --------
    >>> plain(" s1-2hh ")
    'S12HH'
    """
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def spaced(code: str) -> str:
    """Write a postcode with its blank.

    Examples
    --------
    >>> spaced("S12HH")
    'S1 2HH'
    """
    return f"{code[:-3]} {code[-3:]}"


def find(
    codes: Sequence[str],
    root: Path | None = None,
    *,
    areas: bool = True,
    super_output_areas: bool = False,
) -> pd.DataFrame:
    """Find where postcodes are.

    Parameters
    ----------
    codes
        Postcodes as people write them.
    root
        The data folder; the bundled one unless given.
    areas
        Whether to name the areas too; without them no outline is read, and a place in Scotland is
        no problem.
    super_output_areas
        Whether to find the super output areas of Northern Ireland (2001) too, which no other area
        here tells of: `soa01_code`, `""` elsewhere.

    Returns
    -------
    found
        One row for each of `codes`, in order: `postcode` (written properly), `easting_m` and
        `northing_m` (EPSG:27700; missing if unknown or in Northern Ireland), `nation`,
        `geography` and `code` of the small area that holds it (`lsoa21` in England and Wales,
        `dz11` in Scotland, `sdz21` in Northern Ireland), `lsoa21_code` where it is one, the areas
        that hold it with their names, and `problem`: empty, or what is wrong in words.

    Raises
    ------
    IntegrityError
        If the bundled table belongs to another edition of the postcode package.
    """
    # What a terminal could not decode has no place in a table of text.
    texts = [code.encode("utf-8", "replace").decode() for code in codes]
    asked = pd.DataFrame({"asked": texts, "plain": [plain(code) for code in texts]})
    formed = asked["plain"].str.fullmatch(_FORM.pattern)
    known = _load(set(asked.loc[formed, "plain"]), root)
    found = asked.join(known, on="plain")
    missing = found["lsoa21"].isna()
    found["problem"] = np.select(
        [~formed, missing, found["easting_m"].isna()],
        [NOT_A_POSTCODE, UNKNOWN, NO_POINT],
        default="",
    )
    found["nation"] = found["authority_code"].str[0].map(_NATIONS).fillna("")
    if areas:
        _place_near(found, root)
        _place_irish(found, root)
        nowhere = (found[list(_SMALL)].isna() | (found[list(_SMALL)] == NO_AREA)).all(axis=1)
        found.loc[(found["problem"] == "") & nowhere, "problem"] = NO_LSOA
    if super_output_areas:
        found["soa01_code"] = _super_output_areas(found, root)
    irish = found["nation"] == "Northern Ireland"
    found.loc[irish, ["easting_m", "northing_m"]] = np.nan
    postcode = found["plain"].map(spaced).where(formed, found["asked"])
    parts: list[Any] = [postcode.rename("postcode"), found[["easting_m", "northing_m", "nation"]]]
    parts += [_areas(found[list(_SMALL)], root)] if areas else []
    parts += [found["soa01_code"]] if super_output_areas else []
    return pd.concat([*parts, found["problem"]], axis=1)


def _load(codes: set[str], root: Path | None) -> pd.DataFrame:
    """Load what is known of some postcodes, with their neighbourhood's position."""
    folder, version = postcode_package()
    order = postcode_letters(folder)
    wanted = pd.Series(sorted(codes), dtype="str")
    parts = []
    stored = _open(root)
    # One letter at a time, and of it only what is asked for: all of them at once would take half a
    # gigabyte.
    for letter, some in wanted.groupby(wanted.str[:1]):
        if letter not in order:
            continue
        group = stored.read_row_group(order.index(str(letter)), columns=["lsoa21", "dz11"])
        listed = read_postcodes(folder, str(letter))
        if len(listed) != group.num_rows:
            raise IntegrityError(
                f"postcodes: the package is version {version}, and the bundled neighbourhoods are "
                "of another. Install requirements.txt, or run `coldspots build`."
            )
        for level in ("lsoa21", "dz11"):
            listed[level] = group.column(level).to_numpy().astype("float64")
        asked = pc.is_in(pa.array(listed["postcode"]), value_set=pa.array(some))
        parts.append(listed[asked.to_numpy(zero_copy_only=False)])
        del listed, group
        pa.default_memory_pool().release_unused()
    columns = ["postcode", "easting_m", "northing_m", "authority_code", "lsoa21", "dz11"]
    whole = pd.concat(parts) if parts else pd.DataFrame(columns=columns)
    return whole.set_index("postcode")


def _open(root: Path | None) -> pq.ParquetFile:
    path = checked(tables.path_of("postcodes", root))
    try:
        return pq.ParquetFile(path)
    except (OSError, ValueError) as error:
        raise IntegrityError(
            f"{path.name}: the bundled postcodes cannot be read. Restore the data folder from the "
            "repository."
        ) from error


def _place_near(found: pd.DataFrame, root: Path | None) -> None:
    """Move points just outside every outline into their nearest neighbourhood."""
    here = found["nation"].isin(["England", "Wales"]) & (found["lsoa21"] == NO_AREA)
    here &= found["problem"] == ""
    if not here.any():
        return
    import shapely

    from geo.boundaries import outlines as boundaries

    tree = shapely.STRtree(boundaries.load("lsoa21", root).geometry.to_numpy())
    points = shapely.points(found.loc[here, ["easting_m", "northing_m"]].to_numpy(dtype="float64"))
    point, area = tree.query_nearest(points, max_distance=NEAR_M, all_matches=False)
    found.loc[found.index[here][point], "lsoa21"] = area.astype("float64")


def from_irish_grid(points: pd.DataFrame) -> pd.DataFrame:
    """Convert `easting_m` and `northing_m` from the Irish grid to EPSG:27700.

    The directory gives the postcodes of Northern Ireland on the Irish grid, whose numbers fall on
    British ground.
    """
    columns = ["easting_m", "northing_m"]
    metres = points[columns].to_numpy(dtype="float64")
    turned = np.column_stack(project(metres[:, 0], metres[:, 1], _IRISH_GRID, ANALYSIS_CRS))
    # It gives infinity where there is no point.
    turned[np.isnan(metres).any(axis=1)] = np.nan
    return pd.DataFrame(turned, index=points.index, columns=columns)


def irish_positions(
    points: pd.DataFrame, root: Path | None = None, level: str = "sdz21"
) -> npt.NDArray[np.int64]:
    """Find the super data zone of points on the Irish grid: its position in code order, or -1.

    `level` may be `"soa01"`, for super output areas.
    """
    from geo.boundaries import outlines as boundaries

    outlines = boundaries.load(level, root).geometry.to_numpy()
    return boundaries.locate(from_irish_grid(points), outlines)


def _place_irish(found: pd.DataFrame, root: Path | None) -> None:
    """Find the super data zone of postcodes of Northern Ireland, of those that were asked for."""
    found["sdz21"] = float(NO_AREA)
    here = (found["nation"] == "Northern Ireland") & (found["problem"] == "")
    if here.any():
        position = irish_positions(found[here], root)
        found.loc[here, "sdz21"] = np.where(position < 0, NO_AREA, position).astype("float64")


def _super_output_areas(found: pd.DataFrame, root: Path | None) -> pd.Series:
    """Return the code of the super output area of postcodes of Northern Ireland."""
    code = pd.Series("", index=found.index, dtype="str")
    here = (found["nation"] == "Northern Ireland") & (found["problem"] == "")
    if here.any():
        from geo.boundaries import outlines as boundaries

        listed = boundaries.load("soa01", root).index.to_numpy(dtype=object)
        position = irish_positions(found[here], root, "soa01")
        code[here] = np.where(position < 0, "", listed[position])
    return code


def _areas(positions: pd.DataFrame, root: Path | None) -> pd.DataFrame:
    """Name the small area at the position that each row has, and the areas that hold it."""
    districts = tables.load("areas_lad24", ["area_name"], root)["area_name"]
    parts = []
    for level in _SMALL:
        position = positions[level]
        known = position.notna() & (position != NO_AREA)
        if not known.any():
            continue
        areas = tables.load(f"areas_{level}", ["area_name", "local_name", *_PARENTS], root)
        chosen = areas.iloc[position[known].astype("int64")].reset_index(names="code")
        chosen = chosen.rename(columns={"area_name": "name"}).set_axis(position.index[known])
        chosen.insert(0, "geography", level)
        is_lsoa = level == "lsoa21"
        chosen.insert(3, "lsoa21_code", chosen["code"] if is_lsoa else "")
        chosen.insert(4, "lsoa21_name", chosen["name"] if is_lsoa else "")
        parts.append(chosen)
    columns = ["geography", "code", "name", "lsoa21_code", "lsoa21_name", "local_name", *_PARENTS]
    whole = pd.concat(parts) if parts else pd.DataFrame(columns=columns, dtype="str")
    after = whole.columns.tolist().index("lad24_code") + 1
    whole.insert(after, "lad24_name", whole["lad24_code"].map(districts))
    return whole.reindex(positions.index).fillna("")
