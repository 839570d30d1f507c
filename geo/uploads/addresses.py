"""Postcodes inside addresses, and columns that hold them whatever they are called."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

NO_POSTCODE = "an address without a postcode: add its postcode"
_INSIDE = r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)" "[ \u00a0]{0,3}" r"([0-9][A-Z]{2})\b"
_WHOLE = r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}"
_LOOKED = 200
"""Filled cells of a column that are looked at."""
_HALF = 0.5
"""Share of them that must have a postcode."""
_MOSTLY = 0.9
"""Share of these that are nothing else in a column of postcodes."""


def postcodes_inside(cells: pd.Series) -> pd.Series:
    """Return the last postcode in each text, `""` for none: an address ends with its own.

    Examples
    --------
    >>> postcodes_inside(pd.Series(["Town Hall, Blackpool fy1 1ad", "1 High St"])).tolist()
    ['FY1 1AD', '']
    """
    text = cells.str.upper()
    found = text.str.extract(rf"^.*{_INSIDE}", flags=re.DOTALL)
    return (found[0] + " " + found[1]).fillna("").astype("str")


def fill_postcodes(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Put postcodes that stand inside other text into the column of postcodes.

    Parameters
    ----------
    cells
        Text with the columns `postcode` and `address`.

    Returns
    -------
    filled
        The same, `postcode` taken out of the text round it or, where it is empty, out of `address`.
    notices
        How many were.
    """
    given = cells["postcode"]
    plain = given.str.upper().str.replace(r"[^A-Z0-9]", "", regex=True)
    round_it = (given != "") & ~plain.str.fullmatch(_WHOLE)
    asked = cells["address"].where(given == "", given)
    wanted = round_it | ((given == "") & (asked != ""))
    if not wanted.any():
        return cells, []
    inside = postcodes_inside(asked[wanted])
    # Of two in a cell for one nobody knows which is meant.
    many = asked[wanted].str.upper().str.count(_INSIDE) > 1
    inside = inside.mask(many & round_it[wanted], "")
    taken = int((inside != "").sum())
    filled = given.copy()
    filled[inside.index[inside != ""]] = inside[inside != ""]
    notices = [f"{taken:,} postcodes were taken out of the text round them."] if taken else []
    return cells.assign(postcode=filled), notices


def mark_addresses(placed: pd.DataFrame, cells: pd.DataFrame, nowhere: str) -> pd.DataFrame:
    """Return what rows with an address alone lack, beside where the others are.

    Parameters
    ----------
    placed
        `value` and `problem` of each row.
    cells
        As `fill_postcodes` gives them, on the same index.
    nowhere
        What `problem` says of a row that names no place.
    """
    bare = (placed["problem"] == nowhere) & (cells["address"] != "")
    if not bare.any():
        return placed
    return placed.assign(
        value=placed["value"].where(~bare, cells["address"]),
        problem=placed["problem"].where(~bare, NO_POSTCODE),
    )


def column_with_postcodes(table: pd.DataFrame) -> tuple[str, str] | None:
    """Find the column in which most cells have a postcode, whatever it is called.

    Returns
    -------
    role, heading
        `"postcode"` where the cells are nothing else, else `"address"`; None without one.

    Examples
    --------
    >>> column_with_postcodes(pd.DataFrame({"Ref": ["A1"], "Where": ["1 High St, Ayr, KA7 1AA"]}))
    ('address', 'Where')
    """
    best, found = 0.0, None
    for heading in table:
        cells = table[heading].str.strip()
        filled = cells[cells != ""].head(_LOOKED)
        if filled.empty:
            continue
        plain = filled.str.upper().str.replace(r"[\s.-]", "", regex=True)
        whole = np.asarray(plain.str.fullmatch(_WHOLE), dtype=bool)
        share = float((whole | (postcodes_inside(filled) != "").to_numpy()).mean())
        if share >= _HALF and share > best:
            role = "postcode" if whole.mean() >= _MOSTLY * share else "address"
            best, found = share, (role, str(heading))
    return found
