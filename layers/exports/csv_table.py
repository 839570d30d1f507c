"""A table as CSV that a spreadsheet opens as it is: UTF-8 with a mark, no cell that runs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd

from geo.uploads import inert, inert_names


def inert_table(table: pd.DataFrame) -> pd.DataFrame:
    """Move the index into columns, and make cells and headings that could be formulas inert."""
    flat = table.reset_index()
    text = [column for column in flat if pd.api.types.is_string_dtype(flat[column])]
    made = flat.assign(**{str(column): inert(flat[column]) for column in text})
    return made.set_axis(inert_names(made.columns), axis=1)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table, its index first; numbers are left as they are."""
    import pyarrow as pa
    from pyarrow import csv

    content = pa.Table.from_pandas(inert_table(table), preserve_index=False)
    with path.open("wb") as handle:
        handle.write(b"\xef\xbb\xbf")
        csv.write_csv(content, handle, csv.WriteOptions(quoting_style="needed"))


def table_csv(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of a CSV file, as `write_csv` writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_csv(table, path)
        return path.read_bytes()
