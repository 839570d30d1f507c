"""When something was: a day, a month, a year, a school year or a term, as people write them.

Days come before months. A period stands for its first day; a school year begins on 1 September.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

NO_DATE = "not a date: write it like 2026-03-31, 31/03/2026, 2026, 2025/26 or Autumn 2025"
TERM_OF_TWO = "a term of two possible school years: write it like Term 2 2024/25"

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y")
_MONTHS = ("%Y-%m", "%b %Y", "%B %Y")
_CLOCK = r"[T ]\d{1,2}:\d{2}.*$"
_SCHOOL_YEAR = r"(?:ay|academic year|school year)? ?'?(20\d\d|\d\d) ?(?:[/-]|to|–) ?(?:20)?(\d\d)"
_TERMS = {
    "autumn": 0,
    "aut": 0,
    "michaelmas": 0,
    "spring": 1,
    "spr": 1,
    "lent": 1,
    "summer": 2,
    "sum": 2,
    "trinity": 2,
}
_OF_THREE = ("-09-01", "-01-01", "-04-01")
"""First days taken for autumn, spring and summer."""
_OF_SIX = ("-09-01", "-11-01", "-01-01", "-02-15", "-04-01", "-06-01")
"""First days taken for the six terms that some authorities have."""
_FIRST_OF_NEXT_YEAR = {3: 1, 6: 2}
"""Which term, from 0, is the first that lies in the second calendar year."""
_BEGINS = 9
"""Month in which a school year begins."""


def read_dates(cells: pd.Series) -> pd.DataFrame:
    """Read when things were.

    Parameters
    ----------
    cells
        Text.

    Returns
    -------
    read
        On the index of `cells`: `date` (the first day of what is meant; missing where it is none),
        `year` (the school year, such as 2024/25; for a calendar year that year; `""` without a
        date) and `problem` (`""`, or what is wrong of a cell that is filled).

    Examples
    --------
    >>> cells = pd.Series(["31/03/2026", "AY23/24", "Autumn 2024", "Term 2 2024/25", "2024", "?"])
    >>> read_dates(cells)["date"].dt.strftime("%Y-%m-%d").tolist()
    ['2026-03-31', '2023-09-01', '2024-09-01', '2025-01-01', '2024-01-01', nan]
    >>> read_dates(cells)["year"].tolist()
    ['2025/26', '2023/24', '2024/25', '2024/25', '2024', '']
    """
    text = cells.str.strip().str.replace(_CLOCK, "", regex=True)
    plain = text.str.lower().str.replace(r"[,\s]+", " ", regex=True).str.strip()
    plain = plain.str.replace(r"\bsept\b", "sep", regex=True)
    date = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[s]")
    for form in (*_DAYS, *_MONTHS):
        read = pd.to_datetime(plain, format=form, errors="coerce")
        date = date.where(date.notna(), read.astype("datetime64[s]"))
    date = date.where(date.notna(), _to_days(_years(plain)))
    terms, doubtful = _terms(plain)
    date = date.where(date.notna(), _to_days(terms))
    is_year = plain.str.fullmatch(r"20\d\d") & date.notna()
    year = _school_years(date).mask(is_year, plain)
    wrong = (text != "") & date.isna()
    problem = pd.Series("", index=cells.index, dtype="str").mask(wrong, NO_DATE)
    return pd.DataFrame(
        {"date": date, "year": year, "problem": problem.mask(wrong & doubtful, TERM_OF_TWO)}
    )


def _to_days(text: pd.Series) -> pd.Series:
    return pd.to_datetime(text, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")


def _school_years(date: pd.Series) -> pd.Series:
    """Write the school year of each day."""
    first = date.dt.year - (date.dt.month < _BEGINS)
    known = date.notna()
    begins = first.where(known, 2000).astype("int64")
    ends = ((begins + 1) % 100).astype("str").str.zfill(2)
    return (begins.astype("str") + "/" + ends).where(known, "").astype("str")


def _first_year(cells: pd.Series) -> pd.Series:
    """Return the year in which a school year begins; missing where it is none.

    Two numbers of two digits are a school year only if the second is no month.
    """
    parts = cells.str.extract(f"^{_SCHOOL_YEAR}$")
    first, last = (pd.to_numeric(parts[at], errors="coerce") for at in (0, 1))
    short = first < 100
    marked = cells.str.contains("ay|year", regex=True)
    fine = ((first + 1) % 100 == last) & (~short | (last > 12) | marked)
    return first.where(~short, 2000 + first).where(fine)


def _years(cells: pd.Series) -> pd.Series:
    """Return the first day of a year, and of a school year that ends in the one after it.

    Examples
    --------
    >>> _years(pd.Series(["2024", "2023/24", "2023/25"])).tolist()
    ['2024-01-01', '2023-09-01', nan]
    """
    first = _first_year(cells)
    begins = first.astype("Int64").astype("str") + "-09-01"
    year = cells.where(cells.str.fullmatch(r"20\d\d")) + "-01-01"
    return year.fillna(begins.where(first.notna()))


def _terms(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the first day of each term, and which are of one of two school years."""
    names = "|".join(_TERMS)
    named = cells.str.extract(rf"^({names})(?: ?term)? (.+)$")
    numbered = cells.str.extract(r"^(?:term|t) ?([1-6])\b ?(.*)$")
    number = pd.to_numeric(numbered[0], errors="coerce") - 1
    year_text = named[1].fillna(numbered[1]).fillna("").str.strip()
    first = _first_year(year_text)
    single = pd.to_numeric(
        year_text.where(year_text.str.fullmatch(r"'?(?:20)?\d\d")).str.strip("'"), errors="coerce"
    )
    single = single.where(~(single < 100), single + 2000)
    # Where a file has a fourth term, its terms are six.
    terms = 6 if bool((number > 2).any()) else 3
    days = _OF_SIX if terms == 6 else _OF_THREE
    order = named[0].map(_TERMS)
    of_three = order.notna()
    later = np.where(
        of_three, order >= _FIRST_OF_NEXT_YEAR[3], number >= _FIRST_OF_NEXT_YEAR[terms]
    )
    # Autumn 2024 and Spring 2025 say their own calendar year; Term 1 2024 can only be autumn's.
    from_single = single.where(of_three | ~pd.Series(later, index=cells.index))
    calendar = (first + later).where(first.notna(), from_single)
    at = order.where(of_three, number)
    month_day = pd.Series("", index=cells.index, dtype="object")
    for term, day in enumerate(_OF_THREE):
        month_day[of_three & (at == term)] = day
    for term, day in enumerate(days):
        month_day[~of_three & (at == term)] = day
    found = calendar.notna() & (month_day != "")
    text = calendar.astype("Int64").astype("str") + month_day
    doubtful = number.notna() & single.notna() & first.isna() & from_single.isna()
    return text.where(found), doubtful


def is_when(text: str) -> bool:
    """Test whether a text says when something was.

    Examples
    --------
    >>> is_when("Spring term 2024/25"), is_when("Spring visit")
    (True, False)
    """
    if not re.search(r"\d", text):
        return False
    return bool(read_dates(pd.Series([text], dtype="str"))["date"].notna().iloc[0])
