"""A user's own sites: read, checked row by row, the good ones kept and the bad ones handed back."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from geo import tables
from geo.errors import BadInputError, first_of
from geo.places import match_schools
from geo.uploads.addresses import (
    NO_POSTCODE,
    column_with_postcodes,
    fill_postcodes,
    mark_addresses,
)
from geo.uploads.columns import Layout, kind_of, pick, recognise
from geo.uploads.decimals import COULD_BE_TWO, could_be_two, numbers
from geo.uploads.locate import NOWHERE, WHERE, locate
from geo.uploads.rows import PROBLEM_COLUMNS, Rows, content_of, read_rows
from geo.uploads.spreadsheet_safety import inert

SITE_COLUMNS = ("provider", "provider_name", "name", "easting_m", "northing_m", "courses", "source")
"""What a site is described by, wherever it comes from; the index is `site_id`."""
OWN = "own"
"""What the id of a site from a file begins with, and its `source`."""
OWN_PARTNER = "Your own sites"
"""Whose a site from a file is that names no provider, or that is a school."""
_ABOUT = ("name", "provider", "courses")
_SCHOOL = ("urn", "name", "town")


def read_sites(
    source: bytes | Path, root: Path | None = None, layout: Layout | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    r"""Read sites or partner schools from CSV, XLSX, ODS or GeoJSON; nothing is stored.

    Parameters
    ----------
    source
        A file, or its bytes: up to 20 MB and 50,000 rows, with a heading. A row says where it is
        by `postcode`, `easting` and `northing`, or `latitude` and `longitude`, under the headings
        of `geo.uploads.columns`; `name`, `provider` and `courses` are read too. A postcode may
        stand in an address. Partner schools may say where they are by `urn`, or by `name` and
        `town`; they are of no provider.
    root
        The data folder; the bundled one unless given.
    layout
        Sheet and columns, where a person chose them.

    Returns
    -------
    sites
        Good rows, indexed by `site_id` (`own-` and the line): the columns of `SITE_COLUMNS`.
        `courses` is missing where none are given.
    bad
        The others, indexed by `line`: `value`, `reason`, and the file's own columns.
    notices
        What was assumed or left out, in words.

    Raises
    ------
    BadInputError
        If the file cannot be read, or no row of it can be used.

    Examples
    --------
    >>> sites, bad, _ = read_sites(b"name,postcode\nHub,FY1 1AA\nShop,FY1")
    >>> sites["easting_m"].tolist(), bad["reason"].tolist()
    ([330862.0], ['not a postcode: write it like S1 2HH'])
    """
    asked = layout or Layout()
    rows = read_rows(content_of(source), sheet=asked.sheet)
    schools = kind_of(rows.table.columns, asked.roles) == "schools"
    cells, said = place_cells(rows, (*WHERE, *_SCHOOL), asked, by_school=schools)
    placed = mark_addresses(locate(cells, root, rows.mark), cells, NOWHERE)
    if schools:
        placed = _with_schools(placed, cells, root)
    about = pick(rows.table, _ABOUT, asked.roles)
    shape = rows.table.get("geometry_type")
    if shape is not None:
        other = ~shape.isin(["Point", ""]) & (placed["problem"] != "")
        placed.loc[other, "value"] = shape[other]
        placed.loc[other, "problem"] = "only points can be used, and this is none"
    courses = numbers(about["courses"], rows.mark)
    wrong = (about["courses"] != "") & ~((courses >= 0) & (courses < 1e6))
    placed.loc[wrong, "value"] = about["courses"]
    placed.loc[wrong, "problem"] = "the number of courses is no number of 0 or more"
    placed.loc[wrong & could_be_two(about["courses"], rows.mark), "problem"] = COULD_BE_TWO
    bad = bad_rows(rows, placed)
    good = ~rows.table.index.isin(bad.index)
    name = about["name"].where(about["name"] != "", about["provider"])
    name = name.where(name != "", "Site of line " + name.index.astype("str"))
    # A partner school is a site of whoever brings it, and no provider of its own.
    named = (about["provider"] != "") & (not schools)
    provider = about["provider"].where(named, OWN_PARTNER)
    sites = placed[["easting_m", "northing_m"]].assign(
        provider=provider, provider_name=provider, name=name, courses=courses, source=OWN
    )[good]
    check_any(sites, bad)
    same = sites.duplicated(["easting_m", "northing_m", "name", "provider"])
    shared = sites[~same].duplicated(["easting_m", "northing_m"])
    notices = [*rows.notices, *said]
    if schools:
        notices.append("Read as partner schools: they are of no provider.")
    if same.any():
        notices.append(f"{first_of(sites.index[same])} lines repeat a site: each is kept once.")
    if shared.any():
        notices.append(
            f"{int(shared.sum()):,} sites stand where another does (first: line "
            f"{sites.index[~same][shared][0]}): both are kept, people are counted once."
        )
    if len(bad):
        notices.append(f"{len(bad):,} of {len(rows.table):,} rows cannot be used and are listed.")
    sites = sites[~same]
    sites.index = pd.Index([f"{OWN}-{line}" for line in sites.index], name="site_id", dtype="str")
    return sites[list(SITE_COLUMNS)], bad, notices


def place_cells(
    rows: Rows, wanted: tuple[str, ...], layout: Layout, *, by_school: bool
) -> tuple[pd.DataFrame, list[str]]:
    """Return the columns that say where rows are, postcodes taken out of addresses.

    Parameters
    ----------
    rows
        Of a file.
    wanted
        Canonical columns, `postcode` among them.
    layout
        What a person chose.
    by_school
        Whether a URN, or a name and a town, say where a row is.

    Returns
    -------
    cells
        Those wanted and `address`, stripped.
    notices
        What was taken from where.

    Raises
    ------
    BadInputError
        If no column says where a row is.
    """
    roles = dict(layout.roles)
    found = recognise(rows.table.columns, (*wanted, "address"), roles)
    notices = []
    if not _says_where(found, by_school=by_school):
        inside = column_with_postcodes(rows.table)
        if inside is None or inside[1] in roles:
            raise BadInputError(
                f"No column says where a row is, among {list(rows.table.columns)[:8]}. Call one "
                "postcode, or two easting and northing, or latitude and longitude; schools may "
                "have a urn, or a name and a town."
            )
        roles[inside[1]] = inside[0]
        notices.append(f"The column {inside[1]!r} was read for postcodes, as it has them.")
    cells, said = fill_postcodes(pick(rows.table, (*wanted, "address"), roles))
    return cells, [*notices, *said]


def _says_where(found: Collection[str], *, by_school: bool) -> bool:
    pairs = ({"easting", "northing"}, {"latitude", "longitude"}, {"postcode"}, {"address"},
             {"area_code"})  # fmt: skip
    schools = ({"urn"}, {"name", "town"})
    return any(pair <= set(found) for pair in (*pairs, *(schools if by_school else ())))


def _with_schools(placed: pd.DataFrame, cells: pd.DataFrame, root: Path | None) -> pd.DataFrame:
    """Locate the rows that give only a school's URN or name; leave the others."""
    bare = placed["problem"].isin([NOWHERE, NO_POSTCODE])
    bare &= (cells["urn"] != "") | (cells["name"] != "")
    if not bare.any():
        return placed
    matched = match_schools(cells[bare], root)
    at = tables.load("schools", ["easting_m", "northing_m"], root).reindex(matched["urn"])
    found = (matched["urn"] != "").to_numpy()
    made = placed.copy()
    lines = matched.index
    made.loc[lines, "value"] = cells["urn"].where(cells["urn"] != "", cells["name"])[lines]
    made.loc[lines, "problem"] = matched["problem"]
    for name in ("easting_m", "northing_m"):
        made.loc[lines[found], name] = at[name].to_numpy()[found]
    return made


def bad_rows(rows: Rows, checked: pd.DataFrame) -> pd.DataFrame:
    """List the rows with a problem: `value`, `reason`, and the file's own columns.

    `checked` has `value` and `problem` (empty for none), on the index of the rows' table.
    """
    broken = pd.Series(rows.faults, dtype="str").reindex(checked.index).fillna("")
    reason = checked["problem"].where(broken == "", broken)
    bad = reason != ""
    own = rows.table[bad].drop(columns="geometry_type", errors="ignore")
    # A file may have columns of these names itself.
    own.columns = [f"{name} " if name in ("value", "reason") else name for name in own.columns]
    own.insert(0, "reason", reason[bad])
    own.insert(0, "value", checked.loc[bad, "value"])
    # Written with another one, its numbers would be others.
    own.attrs["mark"] = rows.mark
    return own


def check_any(good: pd.DataFrame, bad: pd.DataFrame) -> None:
    """Refuse a file of which no row can be used, with the first reason.

    Raises
    ------
    BadInputError
        If nothing is good.
    """
    if len(good):
        return
    line, first = bad.index[0], bad.iloc[0]
    raise BadInputError(
        f"None of {len(bad):,} rows can be used (first: line {line}, {str(first['value'])[:60]!r}: "
        f"{first['reason']}). Mend them and try again; nothing was stored."
    )


def bad_to_csv(bad: pd.DataFrame) -> bytes:
    r"""Write bad rows as a CSV file to mend and read again, its cells parted as in the file itself.

    Formulas are inert in it.

    Examples
    --------
    >>> bad = read_sites(b"name,postcode\nHub,FY1 1AA\n=1+1,FY1")[1]
    >>> print(bad_to_csv(bad).decode("utf-8-sig").replace("\r", ""))
    line,problem_value,problem,name,postcode
    3,FY1,not a postcode: write it like S1 2HH,'=1+1,FY1
    <BLANKLINE>
    """
    own = [str(name) for name in bad.columns[2:]]
    head = pd.Series([*PROBLEM_COLUMNS, *(name.strip() for name in own)], dtype="str")
    cells = [bad.index.astype("str"), *(inert(bad[name]) for name in bad.columns)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=bad.attrs.get("mark", ","))
    writer.writerow(inert(head))
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode("utf-8-sig")
