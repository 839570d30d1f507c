"""When something was, in the spellings people use."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.uploads.dates import NO_DATE, TERM_OF_TWO, is_when, read_dates


def read(*cells: str) -> list[tuple[str, str, str]]:
    """Return day, school year and problem of each cell."""
    made = read_dates(pd.Series(cells, dtype="str"))
    days = made["date"].dt.strftime("%Y-%m-%d").fillna("")
    return list(zip(days, made["year"], made["problem"], strict=True))


@pytest.mark.parametrize(
    ("cell", "day", "year"),
    [
        ("2024-08-31", "2024-08-31", "2023/24"),
        ("01/09/2024", "2024-09-01", "2024/25"),
        ("1 Sept 2024", "2024-09-01", "2024/25"),
        ("2024-09-01 09:30", "2024-09-01", "2024/25"),
        ("March 2025", "2025-03-01", "2024/25"),
        ("2024", "2024-01-01", "2024"),
        ("2023/24", "2023-09-01", "2023/24"),
        ("2023-24", "2023-09-01", "2023/24"),
        ("2023/2024", "2023-09-01", "2023/24"),
        ("2023 to 2024", "2023-09-01", "2023/24"),
        ("AY23/24", "2023-09-01", "2023/24"),
        ("AY 2023-24", "2023-09-01", "2023/24"),
        ("AY11/12", "2011-09-01", "2011/12"),
        ("23/24", "2023-09-01", "2023/24"),
        ("2099/00", "2099-09-01", "2099/00"),
        ("Autumn 2024", "2024-09-01", "2024/25"),
        ("Autumn term 2024/25", "2024-09-01", "2024/25"),
        ("Spring 2025", "2025-01-01", "2024/25"),
        ("spring term, 2024/25", "2025-01-01", "2024/25"),
        ("Summer 25", "2025-04-01", "2024/25"),
        ("Lent Term 2025", "2025-01-01", "2024/25"),
        ("Term 1 2024/25", "2024-09-01", "2024/25"),
        ("T3 2024-25", "2025-04-01", "2024/25"),
        ("Term 1 2024", "2024-09-01", "2024/25"),
    ],
)
def test_what_people_write_is_read(cell: str, day: str, year: str) -> None:
    assert read(cell) == [(day, year, "")]
    assert is_when(cell)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("", ""),
        ("2023/25", NO_DATE),
        ("24", NO_DATE),
        ("11/12", NO_DATE),
        ("31/02/2024", NO_DATE),
        ("soon", NO_DATE),
        ("Autumn", NO_DATE),
        ("Spring 2024/26", NO_DATE),
        ("Term 2 2024", TERM_OF_TWO),
        ("Term 7 2024/25", NO_DATE),
    ],
)
def test_what_is_no_date_or_could_be_two_is_told(cell: str, problem: str) -> None:
    assert read(cell) == [("", "", problem)]


def test_a_fourth_term_makes_six_of_them() -> None:
    found = read("Term 2 2024/25", "Term 3 2024/25", "Term 6 2024/25")
    assert [day for day, _, _ in found] == ["2024-11-01", "2025-01-01", "2025-06-01"]
    assert {year for _, year, _ in found} == {"2024/25"}


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2000, 9, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y",
       "%d %B %Y", "%d.%m.%Y"]))  # fmt: skip
def test_any_day_is_itself_and_in_its_school_year(day: date, form: str) -> None:
    first = day.year if day >= date(day.year, 9, 1) else day.year - 1
    year = f"{first}/{(first + 1) % 100:02d}"
    assert read(day.strftime(form)) == [(day.isoformat(), year, "")]
    assert read(year)[0][1] == year


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_date_or_told_of(text: str) -> None:
    ((day, year, problem),) = read(text)
    assert bool(day) == bool(year)
    assert not (day and problem)
    assert bool(problem) == bool(text.strip() and not day)
