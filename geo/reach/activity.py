"""Where a partnership has really worked: an activity file, row by row, to neighbourhoods.

Distance is not engagement. Only a row that says that people were worked with makes a neighbourhood
engaged: the one it names, or the one in which the school or postcode that it names stands.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.errors import BadInputError
from geo.places import postcodes
from geo.settings import SCHOOLS_OPEN_ON
from geo.uploads import (
    COULD_BE_TWO,
    bad_rows,
    check_any,
    content_of,
    could_be_two,
    numbers,
    pick,
    read_rows,
    recognise,
)

_WHERE = ("urn", "area_code", "postcode")
_COLUMNS = (*_WHERE, "date", "number")
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y")

NO_SCHOOL = f"no school or college listed as open on {SCHOOLS_OPEN_ON} has this URN"
SCHOOL_NOWHERE = "the list gives no place for this school"
OLD_AREA = "not a neighbourhood of 2021 (lsoa21)"
NO_PLACE = "no school, postcode or area"
NOBODY = "the number is not a whole number of 1 or more"
NO_DATE = "not a date: write it like 2026-03-31, 31/03/2026, 2026 or 2025/26"
_SCHOOL_YEAR = r"^(20\d\d) ?[/-] ?(?:20)?(\d\d)$"
"""A school year, such as 2023/24: it begins on 1 September."""


def read_activity(
    source: bytes | Path, root: Path | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    r"""Read an activity file; nothing is stored.

    Parameters
    ----------
    source
        A CSV file, or its bytes: a row says where by `urn` (of a school), `area_code` (lsoa21) or
        `postcode`, the first of these that is filled in; `date` and `number` (of people) are read
        too. Days come before months; a year, or a school year, stands for its first day.
    root
        The data folder; the bundled one unless given.

    Returns
    -------
    activity
        Good rows, indexed by `line`: `area_code` (lsoa21), `date` and `number`, missing where the
        file has none.
    bad, notices
        As `geo.uploads.sites.read_sites` gives them.

    Raises
    ------
    BadInputError
        If the file cannot be read, or no row of it can be used.

    Examples
    --------
    >>> read_activity(b"school urn,pupils\n100001,30")[0][["area_code", "number"]].values.tolist()
    [['E01000002', 30.0]]
    """
    rows = read_rows(content_of(source))
    found = recognise(rows.table.columns, _COLUMNS)
    if not set(found) & set(_WHERE):
        raise BadInputError(
            f"No column says where a row was, among {list(rows.table.columns)[:8]}. Call one urn, "
            "area_code or postcode."
        )
    cells = pick(rows.table, _COLUMNS)
    placed = _placed(cells, root)
    date = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[s]")
    day = cells["date"].str.replace(r"[T ]\d{1,2}:\d{2}.*$", "", regex=True)
    for form in _DATES:
        read = pd.to_datetime(day, format=form, errors="coerce")
        date = date.where(date.notna(), read.astype("datetime64[s]"))
    date = date.where(date.notna(), _years(day))
    number = numbers(cells["number"], rows.mark)
    whole = (number >= 1) & (number < 1e7) & (number % 1 == 0)
    notices = list(rows.notices)
    fine = placed["problem"] == ""
    if "date" in found:
        undated = fine & date.isna()
        placed.loc[undated, "value"], placed.loc[undated, "problem"] = cells["date"], NO_DATE
    else:
        notices.append("No column of dates: when the work was done is not known.")
    if "number" in found:
        empty = fine & (placed["problem"] == "") & ~whole
        placed.loc[empty, "value"], placed.loc[empty, "problem"] = cells["number"], NOBODY
        placed.loc[empty & could_be_two(cells["number"], rows.mark), "problem"] = COULD_BE_TWO
    else:
        notices.append("No column of numbers: how many took part is not known.")
    bad = bad_rows(rows, placed)
    made = placed[["area_code"]].assign(date=date, number=number)
    activity = made[~made.index.isin(bad.index)]
    check_any(activity, bad)
    if len(bad):
        # Not of how many: a row may be a person.
        many = "rows cannot be used and are" if len(bad) > 1 else "row cannot be used and is"
        notices.append(f"{len(bad):,} {many} listed.")
    return activity, bad, notices


def _years(cells: pd.Series) -> pd.Series:
    """Return the first day of a year, and of a school year that ends in the one after it.

    Examples
    --------
    >>> _years(pd.Series(["2024", "2023/24", "2023/25"])).dt.strftime("%Y-%m-%d").tolist()
    ['2024-01-01', '2023-09-01', nan]
    """
    year = cells.where(cells.str.fullmatch(r"20\d\d"))
    parts = cells.str.extract(_SCHOOL_YEAR)
    first, last = (pd.to_numeric(parts[at], errors="coerce") for at in (0, 1))
    begins = parts[0].where((first + 1) % 100 == last) + "-09-01"
    text = (year + "-01-01").fillna(begins)
    return pd.to_datetime(text, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")


def _placed(cells: pd.DataFrame, root: Path | None) -> pd.DataFrame:
    """Find the neighbourhood of each row: `area_code`, `value` and `problem`."""
    placed = pd.DataFrame(
        {"area_code": "", "value": "", "problem": NO_PLACE}, index=cells.index, dtype="str"
    )
    by_urn = cells["urn"] != ""
    by_area = ~by_urn & (cells["area_code"] != "")
    by_postcode = ~by_urn & ~by_area & (cells["postcode"] != "")
    schools = tables.load("schools", ["lsoa21_code"], root)["lsoa21_code"]
    codes = tables.load("areas_lsoa21", ["area_name"], root).index
    if by_urn.any():
        urn = cells.loc[by_urn, "urn"].str.replace(r"\.0$", "", regex=True)
        code = urn.map(schools)
        problem = pd.Series("", index=urn.index, dtype="str").mask(code == "", SCHOOL_NOWHERE)
        problem = problem.mask(code.isna(), NO_SCHOOL)
        _put(placed, by_urn, code.fillna(""), cells["urn"], problem)
    if by_area.any():
        code = cells.loc[by_area, "area_code"].str.upper()
        problem = pd.Series("", index=code.index, dtype="str").mask(~code.isin(codes), OLD_AREA)
        _put(placed, by_area, code, cells["area_code"], problem)
    if by_postcode.any():
        text = cells.loc[by_postcode, "postcode"]
        known = postcodes.find(text.tolist(), root).set_axis(text.index)
        _put(placed, by_postcode, known["lsoa21_code"], cells["postcode"], known["problem"])
    return placed


def _put(
    placed: pd.DataFrame, some: pd.Series, code: pd.Series, value: pd.Series, problem: pd.Series
) -> None:
    placed.loc[some, "area_code"] = code
    placed.loc[some, "value"] = value[some]
    placed.loc[some, "problem"] = problem
