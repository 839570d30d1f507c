"""A list with what was added to it, as CSV or XLSX, and beside it notes of what that describes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from geo.enrich import Enriched
from geo.errors import BadInputError
from geo.files import replacing
from geo.registry import dataset
from geo.settings import NOT_ONE_PERSON
from geo.uploads import inert, inert_names
from layers.exports.workbook import workbook

LIST_SUFFIXES = (".csv", ".xlsx")
BESIDE_LIST = ".notes.txt"
"""What the name of the notes ends in that are written beside a list."""
AREA_NOT_PERSON = "Every added column describes an area, not a person."
_DICTIONARY = ("Column", "What it is", "Period", "Sources", "What it cannot tell")
_PLACE_FILES = ("postcodes", "boundaries_lsoa21")
_PROVIDER_FILES = ("discover_uni_locations", "discover_uni_courses")

Progress = Callable[[float], object]


def check_list_suffix(path: Path) -> None:
    """Refuse a file name whose suffix names no format of a list.

    Raises
    ------
    BadInputError
        With those that there are.
    """
    if path.suffix.lower() not in LIST_SUFFIXES:
        raise BadInputError(
            f"{path.name}: no format is called {path.suffix or 'nothing'!r}. End the name in one "
            f"of {', '.join(LIST_SUFFIXES)}."
        )


def files_of_list(option: str, path: Path) -> dict[str, Path | str | None]:
    """Name every file that writing a list to `path` makes, after the option that gave it."""
    return {option: path, f"the notes beside {option}": path.with_suffix(BESIDE_LIST)}


def write_list(made: Enriched, path: Path, progress: Progress = lambda _: None) -> None:
    """Write a list with what was added in the format that the suffix names, and notes beside it.

    Both are written whole or not at all. Cells that a spreadsheet would run as a formula are made
    inert.

    Raises
    ------
    BadInputError
        If the suffix names no format.
    DiskError
        If a file cannot be written; what was there is unchanged.
    """
    check_list_suffix(path)
    notes = path.with_suffix(BESIDE_LIST)
    with replacing(path) as temporary, replacing(notes) as beside:
        if path.suffix.lower() == ".csv":
            temporary.write_bytes(list_as_csv(made))
        else:
            temporary.write_bytes(list_as_xlsx(made, progress))
        beside.write_text("\n".join(list_notes(made)) + "\n", encoding="utf-8")
    progress(1.0)


def list_as_csv(made: Enriched) -> bytes:
    """Return a list with what was added as the bytes of a CSV file."""
    held = io.BytesIO()
    table = made.table
    import pyarrow as pa
    from pyarrow import csv

    flat = table.assign(**{one: inert(table[one]) for one in _text_columns(table)})
    content = pa.Table.from_pandas(
        flat.set_axis(inert_names(flat.columns), axis=1), preserve_index=False
    )
    held.write(b"\xef\xbb\xbf")
    csv.write_csv(content, held, csv.WriteOptions(quoting_style="needed"))
    return held.getvalue()


def list_as_xlsx(made: Enriched, progress: Progress = lambda _: None) -> bytes:
    """Return a list with what was added as a workbook: the list, its columns, and notes.

    Text stays text, so that a telephone number keeps its zeros.
    """
    table = made.table
    flat = table.assign(**{one: inert(table[one]) for one in _text_columns(table)})
    return workbook(
        "List",
        flat.set_axis(inert_names(flat.columns), axis=1),
        {"Dictionary": _dictionary(made), "Notes": [[line] for line in list_notes(made)]},
        properties={"title": "List", "comments": AREA_NOT_PERSON},
        progress=progress,
    )


def _text_columns(table: pd.DataFrame) -> list[str]:
    return [str(one) for one in table if pd.api.types.is_string_dtype(table[one])]


def _dictionary(made: Enriched) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [_DICTIONARY]
    for heading, one in zip(made.headings, made.added, strict=True):
        sources = "; ".join(dict.fromkeys(dataset(name).title for name in one.datasets))
        rows.append((heading, one.about, one.period, sources, one.caveat))
    return rows


def list_notes(made: Enriched) -> list[str]:
    """Write what a list must say of itself: what it describes, of when, by whom, and what not."""
    lines = [
        AREA_NOT_PERSON,
        NOT_ONE_PERSON,
        f"Rows: {len(made.table):,}; with a problem and no figures: {len(made.bad):,} (column "
        "problem).",
        f"Postcodes were read from the column {made.column!r}; the list's own columns come first, "
        "as they were.",
        "",
        "Columns that were added:",
    ]
    for heading, one in zip(made.headings, made.added, strict=True):
        caveat = f". {one.caveat}" if one.caveat else "."
        lines.append(f"{heading}: {one.about}{caveat}")
    names = [name for one in made.added for name in one.datasets]
    names += _PLACE_FILES
    names += _PROVIDER_FILES if any(one.id.startswith("provider_") for one in made.added) else ()
    sources = [dataset(name) for name in dict.fromkeys(names)]
    lines += ["", "Sources and licences:"]
    named = [f"{entry.publisher.name}: {entry.title} ({entry.period})" for entry in sources]
    lines += dict.fromkeys(named)
    lines += list(dict.fromkeys(line for entry in sources for line in entry.attribution_lines))
    return lines
