"""The readers' door: open a publisher's file and refuse it, in one line, if it is not as declared.

Everything is read as text. A number column may hold numbers and the marks that the registry
declares, nothing else; every refusal names the file, the place in it and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.errors import BadInputError, SourceUnavailableError, UnknownAreaError, first_of
from geo.publishers.archives import check_workbook
from geo.registry import Dataset

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

ADVICE = "Compare it with the publisher's page ({page}); nothing was changed."


def refuse(source: Dataset, found: str) -> BadInputError:
    """Make the error that stops a reader: which file, what was found, what to do."""
    advice = ADVICE.format(page=source.page or "the registry")
    return BadInputError(f"{source.id} ({Path(source.file).name}): {found} {advice}")


def raw_path(raw: Path, source: Dataset) -> Path:
    """Return where the file of `source` lies under the folder `raw`.

    Raises
    ------
    SourceUnavailableError
        If it is not there.
    """
    path = raw / source.file
    if not path.is_file():
        raise SourceUnavailableError(
            f"{source.id}: {source.file} is not under {raw}. Get it from {source.page} and put it "
            "there; nothing was changed."
        )
    return path


def read_csv(
    raw: Path,
    source: Dataset,
    columns: Sequence[str],
    *,
    cut_short: bool = False,
    encoding: str = "utf-8-sig",
    only: tuple[str, Sequence[str]] = ("", ()),
) -> pd.DataFrame:
    """Read the columns asked for from a CSV file (gzipped or not), as text.

    Parameters
    ----------
    raw
        Folder of raw files.
    source
        The registry's entry; its `rows` must be met.
    columns
        Names that must be in the header, in any order; other columns may be there too.
    cut_short
        Whether a header may be longer or shorter than the name asked for, as long as the longer
        of the two begins with the shorter.
    encoding
        Of the text.
    only
        A column, and its values whose rows are read and counted; all, unless it is given.

    Returns
    -------
    table
        Text columns named as asked, no missing values (an empty cell is `""`), one row per line
        of data.
    """
    column, values = only
    if column:
        header = _open_csv(raw, source, encoding, nrows=0).columns
        found = _match_header(source, list(header), [*columns, column], cut_short)
        table = _open_csv(raw, source, encoding, only=(found.pop(), values), columns=found)
    else:
        table = _open_csv(raw, source, encoding)
        found = _match_header(source, list(table.columns), columns, cut_short)
    _check_rows(source, len(table))
    return table[found].set_axis(list(columns), axis=1)


_CHUNK = 50_000
"""Rows read at once of a file of which some rows are kept: such files have half a million."""


def _open_csv(
    raw: Path,
    source: Dataset,
    encoding: str = "utf-8-sig",
    *,
    nrows: int | None = None,
    only: tuple[str, Sequence[str]] = ("", ()),
    columns: Sequence[str] = (),
) -> pd.DataFrame:
    path = raw_path(raw, source)
    how: dict[str, Any] = {"dtype": "str", "keep_default_na": False, "encoding": encoding}
    column, values = only
    try:
        if column:
            wanted = {column, *columns}
            chunks = pd.read_csv(
                path, **how, usecols=lambda name: str(name).strip() in wanted, chunksize=_CHUNK
            )
            kept = [
                chunk[chunk[column].isin(values)]
                for chunk in (one.rename(columns=str.strip) for one in chunks)
            ]
            return pd.concat(kept, ignore_index=True)
        table = pd.read_csv(path, **how, index_col=False, nrows=nrows)
    except (ValueError, OSError, EOFError) as error:
        reason = str(error).splitlines()[0]
        name = encoding.removesuffix("-sig").upper()
        raise refuse(source, f"it cannot be read as a {name} CSV file: {reason}.") from error
    table.columns = table.columns.str.strip()
    return table


def as_found(raw: Path, source: Dataset) -> Dataset:
    """Return the dataset with the file that is there: the publisher's own before a copy."""
    files = source.files_in(raw)
    return replace(source, file=files[0]) if files else source


def read_headed(
    raw: Path, source: Dataset, columns: Mapping[str, str], sheets: str = ""
) -> pd.DataFrame:
    """Read columns by their headings, from the publisher's workbook or from a CSV copy of it.

    Parameters
    ----------
    source
        The registry's entry, `as_found`.
    columns
        What each column is called in the copy, and in the workbook; the first is the key. Of a
        heading letters and digits count, and `%` as "percent".
    sheets
        How the names of the worksheets begin that are looked at; all, unless it is given. Those
        without the key are passed over; its rows may begin under a title.

    Returns
    -------
    table
        Text columns named as in the copy, one row for each key.
    """
    if Path(source.file).suffix not in (".xlsx", ".ods"):
        table = _open_csv(raw, source)
        found = _by_heading(list(table.columns), columns)
        made = table[list(found.values())].set_axis(list(found), axis=1)
    else:
        made = _join_sheets(_open_workbook(raw, source), source, columns, sheets)
    absent = [theirs for ours, theirs in columns.items() if ours not in made]
    if absent:
        raise refuse(source, f"no single column is headed {absent[0]!r}.")
    _check_rows(source, len(made))
    return made[list(columns)]


def _join_sheets(
    workbook: CalamineWorkbook, source: Dataset, columns: Mapping[str, str], sheets: str
) -> pd.DataFrame:
    key = next(iter(columns))
    made = pd.DataFrame()
    for name in filter(lambda one: one.startswith(sheets), workbook.sheet_names):
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for at, row in enumerate(rows[:_TITLE_ROWS]):
            header = [_as_text(cell) for cell in row]
            found = _by_heading(header, columns)
            if key not in found:
                continue
            wanted = {ours: header.index(theirs) for ours, theirs in found.items()}
            new = {ours: place for ours, place in wanted.items() if ours == key or ours not in made}
            body = [[_as_text(line[place]) for place in new.values()] for line in rows[at + 1 :]]
            table = pd.DataFrame(body, columns=list(new), dtype="str")
            table = table[table[key] != ""]
            check_unique(table, [key], source)
            _check_rows(source, len(table))
            made = made.merge(table, on=key, how="outer") if len(made) else table
            break
    return made.fillna("")


_TITLE_ROWS = 12
"""Rows at the top of a worksheet among which its header is looked for."""


def _by_heading(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Find each column that is headed, whole or cut short, by either of its names."""
    plain = {heading: _plain(heading) for heading in header if heading}
    found = {}
    for ours, theirs in columns.items():
        names = {_plain(ours), _plain(theirs)}
        fits = [heading for heading, text in plain.items() if text in names] or [
            heading
            for heading, text in plain.items()
            if len(text) >= _CUT and _same_beginning(text, _plain(theirs))
        ]
        if len(fits) == 1 and list(header).count(fits[0]) == 1:
            found[ours] = fits[0]
    return found


_CUT = 40
"""Characters from which on a heading may be one that was cut short."""


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.casefold().replace("%", "percent"))


def _open_workbook(raw: Path, source: Dataset) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    path = raw_path(raw, source)
    check_workbook(path, f"{source.id} ({path.name})")
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as error:
        raise refuse(source, f"it is not a spreadsheet that can be read: {error}.") from error


def read_sheet(raw: Path, source: Dataset, sheet: str, columns: Sequence[str]) -> pd.DataFrame:
    """Read a worksheet whose header is in row 1, as text.

    A header may be longer in the file than in `columns`, and the other way round: publishers cut
    long headers short, so the longer of the two must begin with the shorter.

    Returns
    -------
    table
        Text columns named as in `columns`; whole numbers have no decimal point.
    """
    workbook = _open_workbook(raw, source)
    if sheet not in workbook.sheet_names:
        listed = ", ".join(repr(name) for name in workbook.sheet_names)
        raise refuse(source, f"there is no sheet {sheet!r}, only {listed}.")
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    header = [str(cell).strip() for cell in rows[0]] if rows else []
    while header and not header[-1]:
        header.pop()
    if len(header) != len(columns) or not all(map(_same_beginning, header, columns)):
        raise refuse(
            source,
            f"sheet {sheet!r}, row 1: the header is {header[:12]}, expected {list(columns)}.",
        )
    body = [[_as_text(cell) for cell in row[: len(columns)]] for row in rows[1:]]
    table = pd.DataFrame(body, columns=list(columns), dtype="str")
    _check_rows(source, len(table))
    return table


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _match_header(
    source: Dataset, header: list[str], asked: Sequence[str], cut_short: bool
) -> list[str]:
    found = []
    for name in asked:
        fits = [name] if name in header else []
        if not fits and cut_short:
            fits = [column for column in header if _same_beginning(column, name)]
        if len(fits) != 1 or header.count(fits[0]) != 1:
            raise refuse(
                source,
                f"line 1: no single column {name!r} in the header, found {header[:12]}.",
            )
        found += fits
    return found


def _same_beginning(one: str, other: str) -> bool:
    return bool(one) and (one.startswith(other) or other.startswith(one))


def _check_rows(source: Dataset, found: int) -> None:
    if not source.is_whole(found):
        raise refuse(source, f"{found:,} rows of data, expected {source.rows:,}.")


def to_number(
    table: pd.DataFrame,
    column: str,
    source: Dataset,
    *,
    low: float,
    high: float,
    marks: Mapping[str, str] | None = None,
    first_row: int = 2,
) -> pd.Series:
    """Turn a text column into numbers; a declared mark becomes missing.

    Parameters
    ----------
    low, high
        Least and greatest value that makes sense, in the column's unit; both included.
    marks
        Marks allowed; the dataset's own unless given.
    first_row
        Row of the file that the table's first row stands in, for the message.

    Returns
    -------
    numbers
        Floats on the table's index; missing where a mark stood.

    Raises
    ------
    BadInputError
        If a cell is neither a number nor a mark, or lies outside the range: its row is named.
    """
    allowed = source.marks if marks is None else marks
    text = table[column].str.strip()
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    unknown = numbers.isna() & ~text.isin(list(allowed))
    unknown |= numbers.isin([float("inf"), float("-inf")])
    if unknown.any():
        at = int(unknown.to_numpy().argmax())
        known = ", ".join(repr(mark) for mark in allowed) or "none"
        raise refuse(
            source,
            f"row {at + first_row}, column {column!r}: {text.iloc[at]!r} is neither a number nor a "
            f"known suppression mark ({known}); {int(unknown.sum()):,} such cells.",
        )
    outside = (numbers < low) | (numbers > high)
    if outside.any():
        at = int(outside.to_numpy().argmax())
        raise refuse(
            source,
            f"row {at + first_row}, column {column!r}: {text.iloc[at]} is outside "
            f"{low:g} to {high:g}; {int(outside.sum()):,} such cells.",
        )
    return numbers


def to_whole(
    table: pd.DataFrame, column: str, source: Dataset, *, low: int, high: int
) -> pd.Series:
    """Turn a text column without marks into whole numbers.

    Raises
    ------
    BadInputError
        If a cell is not a whole number in the range.
    """
    numbers = to_number(table, column, source, low=low, high=high, marks={})
    broken = numbers % 1 != 0
    if broken.any():
        at = int(broken.to_numpy().argmax())
        raise refuse(
            source,
            f"row {at + 2}, column {column!r}: {table[column].iloc[at]} is not a whole number; "
            f"{int(broken.sum()):,} such cells.",
        )
    return numbers.astype("int64")


def check_unique(table: pd.DataFrame, columns: Sequence[str], source: Dataset) -> None:
    """Refuse a table in which the same key stands twice."""
    repeated = table.duplicated(list(columns), keep="first")
    if repeated.any():
        at = int(repeated.to_numpy().argmax())
        key = " ".join(str(table[name].iloc[at]) for name in columns)
        raise refuse(
            source, f"row {at + 2}: {key} stands more than once; {int(repeated.sum()):,} repeats."
        )


def check_same_areas(found: pd.Index, expected: pd.Index, source: Dataset) -> None:
    """Refuse a table whose areas are not exactly those expected.

    Raises
    ------
    UnknownAreaError
        With the codes that nobody knows and those that are missing.
    """
    unknown, missing = found.difference(expected), expected.difference(found)
    if len(unknown) or len(missing):
        raise UnknownAreaError(
            f"{source.id} ({Path(source.file).name}): {first_of(unknown)} codes are of no area "
            f"there is, {first_of(missing)} areas have no row. "
            + ADVICE.format(page=source.page or "the registry")
        )


def check_area_codes(table: pd.DataFrame, column: str, geography: str, source: Dataset) -> None:
    """Refuse codes of another form or vintage, and codes that repeat."""
    from geo.registry import check_codes

    check_codes(table[column], geography, f"{source.id} ({Path(source.file).name})")
