"""Records whose columns cannot be counted: one line, and no traceback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.counting.stream import make_plan
from geo.counting.workers import count_with
from geo.errors import BadInputError
from tests.commands import run

CODES = pa.array(["S1 2HH"] * 20)
LISTS = pa.array([["S1 2HH"]] * 20)
RECORDS = pa.array([{"a": 1}] * 20)
MAPS = pa.array([[("a", 1)]] * 20, type=pa.map_(pa.string(), pa.int64()))
DAYS = pa.array([date(2025, 1, 1)] * 20)


@pytest.mark.fault(67)
@pytest.mark.parametrize("name", ["area", "area_code", "records"])
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_column_called_as_one_of_the_answer_is_refused(
    tmp_path: Path, name: str, suffix: str
) -> None:
    path, out = tmp_path / f"people{suffix}", tmp_path / "out.csv"
    if suffix == ".csv":
        path.write_text(f"postcode,{name}\n" + "S1 2HH,x\n" * 20)
    else:
        pq.write_table(pa.table({"postcode": CODES, name: CODES}), path)
    code, said, err = run("count", str(path), "--by", name, "--out", str(out))
    assert (code, said) == (3, "")
    assert err.startswith(f"coldspots: --by: '{name}' is what the answer calls")
    assert err.count("\n") == 1
    assert not out.exists()


@pytest.mark.fault(67)
@pytest.mark.parametrize(
    ("columns", "by", "message"),
    [
        ({"postcode": CODES, "kind": LISTS}, ("kind",), "'kind' holds more than one value .list"),
        ({"postcode": CODES, "kind": RECORDS}, ("kind",), "more than one value .struct<a: int64>"),
        ({"postcode": CODES, "kind": MAPS}, ("kind",), "'kind' holds more than one value .map"),
        ({"postcode": LISTS}, (), "'postcode' holds more than one value"),
        ({"easting": RECORDS, "northing": CODES}, (), "'easting' holds more than one value"),
        ({"easting": DAYS, "northing": DAYS}, (), "Unsupported cast from date32"),
    ],
)
def test_nested_cells_and_days_for_metres_are_refused(
    tmp_path: Path, columns: dict[str, pa.Array], by: tuple[str, ...], message: str
) -> None:
    path = tmp_path / "people.parquet"
    pq.write_table(pa.table(columns), path)
    with pytest.raises(BadInputError, match=message):
        count_with(make_plan(path, "lsoa21", by), 1)


def _table(path: Path) -> None:
    pq.write_table(pa.table([CODES, CODES, CODES], names=["postcode", "kind", "kind"]), path)


def _text(path: Path) -> None:
    path.write_text("postcode,kind,kind\n" + "S1 2HH,a,b\n" * 20)


@pytest.mark.fault(67)
@pytest.mark.parametrize(("suffix", "write"), [(".parquet", _table), (".csv", _text)])
def test_a_column_that_stands_twice_is_refused_where_it_is_used(
    tmp_path: Path, suffix: str, write: Callable[[Path], None]
) -> None:
    path = tmp_path / f"people{suffix}"
    write(path)
    with pytest.raises(BadInputError, match="2 columns are called 'kind'"):
        make_plan(path, "lsoa21", ("kind",))
    assert count_with(make_plan(path, "lsoa21", ()), 1).rows == 20


@pytest.mark.fault(67)
def test_a_heading_in_another_coding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("postcode,é\nS1 2HH,1\n".encode("latin-1"))
    with pytest.raises(BadInputError, match=r"people.csv: it cannot be read \('utf-8' codec"):
        make_plan(path, "lsoa21", ())
