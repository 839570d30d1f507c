"""A user's own sites: read, checked row by row, the good ones kept and the bad ones handed back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from geo.errors import BadInputError, first_of
from geo.uploads.columns import pick, recognise
from geo.uploads.decimals import COULD_BE_TWO, could_be_two, numbers
from geo.uploads.locate import WHERE, locate
from geo.uploads.rows import PROBLEM_COLUMNS, Rows, content_of, read_rows
from geo.uploads.spreadsheet_safety import inert

SITE_COLUMNS = ("provider", "provider_name", "name", "easting_m", "northing_m", "courses", "source")
"""What a site is described by, wherever it comes from; the index is `site_id`."""
OWN = "own"
"""What the id of a site from a file begins with, and its `source`."""
OWN_PARTNER = "Your own sites"
"""Whose a site from a file is that names no provider, or that is a school."""
_ABOUT = ("name", "provider", "courses")


def read_sites(
    source: bytes | Path, root: Path | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    r"""Read sites from CSV or GeoJSON; nothing is stored.

    Parameters
    ----------
    source
        A file, or its bytes: up to 20 MB and 50,000 rows, with a heading. A row says where it is
        by `postcode`, `easting` and `northing`, or `latitude` and `longitude`, under the headings
        of `geo.uploads.columns`; `name`, `provider` and `courses` are read too. With a `urn`, sites
        are schools, and of no provider.
    root
        The data folder; the bundled one unless given.

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
    rows = read_rows(content_of(source))
    found = recognise(rows.table.columns, WHERE)
    both = {"easting", "northing"} <= set(found) or {"latitude", "longitude"} <= set(found)
    if not both and "postcode" not in found:
        raise BadInputError(
            f"No column says where a row is, among {list(rows.table.columns)[:8]}. Call one "
            "postcode, or two easting and northing, or latitude and longitude."
        )
    placed = locate(pick(rows.table, WHERE), root, rows.mark)
    about = pick(rows.table, _ABOUT)
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
    schools = "urn" in recognise(rows.table.columns, ("urn",))
    named = (about["provider"] != "") & (not schools)
    provider = about["provider"].where(named, OWN_PARTNER)
    sites = placed[["easting_m", "northing_m"]].assign(
        provider=provider, provider_name=provider, name=name, courses=courses, source=OWN
    )[good]
    check_any(sites, bad)
    same = sites.duplicated(["easting_m", "northing_m", "name", "provider"])
    shared = sites[~same].duplicated(["easting_m", "northing_m"])
    notices = list(rows.notices)
    if schools:
        notices.append("There is a column of URNs: these are schools, not providers.")
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
