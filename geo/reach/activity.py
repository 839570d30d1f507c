"""Where a partnership has really worked: an activity file, row by row, to neighbourhoods.

Distance is not engagement. Only a row that says that people were worked with makes a neighbourhood
engaged: the one it names, or the one in which the school or postcode that it names stands.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import tables
from geo.arrays import in_index
from geo.places import match_schools, postcodes
from geo.uploads import (
    COULD_BE_TWO,
    NO_DATE,
    Layout,
    bad_rows,
    check_any,
    content_of,
    could_be_two,
    mark_addresses,
    numbers,
    place_cells,
    read_dates,
    read_rows,
    recognise,
)

_WHERE = ("urn", "area_code", "postcode")
_SCHOOL = ("name", "town")
_WHAT = ("date", "term", "number", "provider", "type", "intensity")
ACTIVITY_COLUMNS = (
    *("area_code", "date", "number", "year", "type", "intensity", "partner", "urn", "school"),
)
"""The canonical table of activities, indexed by `line`."""
INTENSITIES = {
    "one-off": "oneoff single once oneoffactivity oneoffevent oneday event",
    "sustained": "sustained ongoing series programme multiintervention multiple repeated regular "
    "sustainedprogramme progressive multiactivity",
    "residential": "residential overnight residentialactivity residentialprogramme",
}
"""How intense an activity is, and the spellings of each, in small letters and digits."""

OLD_AREA = "not a neighbourhood of 2021 (lsoa21)"
SCHOOL_NOWHERE = "the list gives no place for this school"
NO_PLACE = "no school, postcode or area"
NOBODY = "the number is not a whole number of 1 or more"


def read_activity(
    source: bytes | Path, root: Path | None = None, layout: Layout | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    r"""Read an activity file; nothing is stored.

    Parameters
    ----------
    source
        A CSV, XLSX or ODS file, or its bytes: a row says where by `urn` (of a school), `area_code`
        (lsoa21) or `postcode`, the first of these that is filled in; else by an address with a
        postcode in it, or the school's `name` and `town`. `date` or `term`, `number` (of people),
        `provider` (the partner), `type` and `intensity` are read too.
    root
        The data folder; the bundled one unless given.
    layout
        Sheet and columns, where a person chose them.

    Returns
    -------
    activity
        Good rows, indexed by `line`, the columns of `ACTIVITY_COLUMNS`: `area_code` (lsoa21),
        `date` (the first day of what the file says) and `number`, missing where the file has none;
        `year` (school year, such as 2024/25, or the calendar year that the file says), `type` (as
        in the file, one spelling of each), `intensity` (one-off, sustained or residential),
        `partner`, `urn` and `school` (its name by the list, or else by the file): `""` for none.
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
    asked = layout or Layout()
    rows = read_rows(content_of(source), sheet=asked.sheet)
    found = recognise(rows.table.columns, (*_WHERE, *_SCHOOL, *_WHAT, "address"), asked.roles)
    cells, said = place_cells(rows, (*_WHERE, *_SCHOOL, *_WHAT), asked, by_school=True)
    placed = _placed(cells, root)
    placed = mark_addresses(placed, cells, NO_PLACE)
    when = read_dates(_when(cells))
    date = when["date"]
    number = numbers(cells["number"], rows.mark)
    whole = (number >= 1) & (number < 1e7) & (number % 1 == 0)
    notices = [*rows.notices, *said]
    fine = placed["problem"] == ""
    if {"date", "term"} & set(found):
        undated = fine & date.isna()
        placed.loc[undated, "value"] = _when(cells)
        placed.loc[undated, "problem"] = when["problem"].mask(when["problem"] == "", NO_DATE)
    else:
        notices.append("No column of dates: when the work was done is not known.")
    if "number" in found:
        empty = fine & (placed["problem"] == "") & ~whole
        placed.loc[empty, "value"], placed.loc[empty, "problem"] = cells["number"], NOBODY
        placed.loc[empty & could_be_two(cells["number"], rows.mark), "problem"] = COULD_BE_TWO
    else:
        notices.append("No column of numbers: how many took part is not known.")
    bad = bad_rows(rows, placed)
    intensity, unknown = _intensities(cells["intensity"])
    made = placed[["area_code", "urn", "school"]].assign(
        date=date,
        number=number,
        year=when["year"],
        type=_one_spelling(cells["type"]),
        intensity=intensity,
        partner=_one_spelling(cells["provider"]),
    )[[*ACTIVITY_COLUMNS]]
    activity = made[~made.index.isin(bad.index)]
    unknown = unknown[~made.index.isin(bad.index)]
    if unknown.any():
        first = cells["intensity"][unknown.index[unknown]].iloc[0]
        notices.append(
            "An intensity that is none of one-off, sustained and residential was left out (first: "
            f"line {unknown.index[unknown][0]}, {first[:40]!r}); its rows count."
        )
    check_any(activity, bad)
    if len(bad):
        # Not of how many: a row may be a person.
        many = "rows cannot be used and are" if len(bad) > 1 else "row cannot be used and is"
        notices.append(f"{len(bad):,} {many} listed.")
    return activity, bad, notices


def _when(cells: pd.DataFrame) -> pd.Series:
    """Put a term and its year together, where they stand in two columns."""
    both = (cells["term"] + " " + cells["date"]).str.strip()
    # A day says more than its term.
    is_day = cells["date"].str.contains(r"[/.-]\d{1,2}[/.-]|\d{4}-\d\d-", regex=True)
    return both.where((cells["term"] != "") & ~is_day, cells["date"])


def _one_spelling(cells: pd.Series) -> pd.Series:
    """Write each text as it is first written, whatever its capitals and blanks.

    Examples
    --------
    >>> _one_spelling(pd.Series(["Campus visit", "campus  Visit", ""])).tolist()
    ['Campus visit', 'Campus visit', '']
    """
    text = cells.str.split().str.join(" ")
    return text.groupby(text.str.casefold()).transform("first").astype("str")


def _intensities(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return each intensity by its usual name, and which are filled in with none of them.

    Examples
    --------
    >>> _intensities(pd.Series(["One off", "SUSTAINED", "high"]))[0].tolist()
    ['one-off', 'sustained', '']
    """
    names = {text: name for name, texts in INTENSITIES.items() for text in texts.split()}
    plain = cells.str.lower().str.replace(r"[^a-z0-9]", "", regex=True)
    known = plain.map(names)
    return known.fillna("").astype("str"), (plain != "") & known.isna()


def _placed(cells: pd.DataFrame, root: Path | None) -> pd.DataFrame:
    """Find the neighbourhood and the school of each row: with `value` and `problem`."""
    columns = {"area_code": "", "urn": "", "school": cells["name"], "value": ""}
    placed = pd.DataFrame({**columns, "problem": NO_PLACE}, index=cells.index, dtype="str")
    by_urn = cells["urn"] != ""
    by_area = ~by_urn & (cells["area_code"] != "")
    by_postcode = ~by_urn & ~by_area & (cells["postcode"] != "")
    schools = tables.load("schools", ["name", "lsoa21_code"], root)
    codes = tables.load("areas_lsoa21", ["area_name"], root).index
    if by_area.any():
        code = cells.loc[by_area, "area_code"].str.upper()
        problem = pd.Series("", index=code.index, dtype="str").mask(
            ~in_index(code, codes), OLD_AREA
        )
        _put(placed, by_area, code, cells["area_code"], problem)
    if by_postcode.any():
        text = cells.loc[by_postcode, "postcode"]
        known = postcodes.find(text.tolist(), root).set_axis(text.index)
        _put(placed, by_postcode, known["lsoa21_code"], cells["postcode"], known["problem"])
    _put_schools(placed, cells, schools, root)
    return placed


def _put_schools(
    placed: pd.DataFrame, cells: pd.DataFrame, schools: pd.DataFrame, root: Path | None
) -> None:
    """Find the schools that are named, and by them the neighbourhood of rows that say no other."""
    told = cells[["urn", "name", "town", "postcode"]]
    # A name alone may be of a hall or a club: it is looked for where something says of where.
    of_school = (cells["urn"] != "") | (
        (cells["name"] != "") & ((cells["town"] != "") | (cells["postcode"] != ""))
    )
    if not of_school.any():
        return
    matched = match_schools(told[of_school], root)
    urn = matched["urn"]
    known = urn != ""
    placed.loc[urn.index, "urn"] = urn
    placed.loc[urn.index[known], "school"] = urn[known].map(schools["name"])
    needed = (placed.loc[urn.index, "problem"] == NO_PLACE) | (cells.loc[urn.index, "urn"] != "")
    wanted = urn.index[needed]
    code = urn[wanted].map(schools["lsoa21_code"]).fillna("")
    problem = matched["problem"][wanted].mask((urn[wanted] != "") & (code == ""), SCHOOL_NOWHERE)
    some = pd.Series(placed.index.isin(wanted), index=placed.index)
    value = cells["urn"].where(cells["urn"] != "", cells["name"])
    _put(placed, some, code, value, problem)


def _put(
    placed: pd.DataFrame, some: pd.Series, code: pd.Series, value: pd.Series, problem: pd.Series
) -> None:
    placed.loc[some, "area_code"] = code
    placed.loc[some, "value"] = value[some]
    placed.loc[some, "problem"] = problem
