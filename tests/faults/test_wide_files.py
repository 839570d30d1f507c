"""Files that are small to send and large to read: commas, brackets and blank rows without end."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadInputError
from geo.reach.partnerships import load_partnership
from geo.uploads import json_shape
from geo.uploads import rows as uploads
from geo.uploads.json_shape import check_shape
from geo.uploads.rows import MOST_CELLS, read_rows
from geo.uploads.sites import read_sites
from tests.commands import run

COMMAS = b"," * 19_900_000


def refused(read: Callable[[bytes], object], content: bytes) -> tuple[str, float]:
    """Return why a file was refused, and the seconds of this process that it took."""
    began = time.process_time()
    with pytest.raises(BadInputError) as caught:
        read(content)
    return str(caught.value), time.process_time() - began


@pytest.mark.fault(51)
@pytest.mark.parametrize("before", [b"", b'"",', b'"\n,",', b"a,b\n", b'a,b\n"\n"'])
def test_a_row_of_commas_without_end_is_refused_at_once(before: bytes) -> None:
    said, took = refused(read_sites, before + COMMAS[: 19_900_000 - len(before)] + b"\n1\n")
    assert "more than 16,384 cells, as many as a spreadsheet has columns" in said
    assert took < 2


@pytest.mark.fault(51)
def test_as_many_cells_as_a_spreadsheet_has_columns_and_one_more() -> None:
    for row in (b"%s\n1\n", b"a\n%s\n", b"a\n1\n%s\n"):
        content = row.replace(b"%s", b"1" + b"," * (MOST_CELLS - 1))
        assert read_rows(content).table.shape[1] == 1
        assert "16,384 cells" in refused(read_rows, content.replace(b"1,", b"1,,"))[0]


@pytest.mark.fault(51)
def test_commas_inside_quotation_marks_are_no_cells() -> None:
    text = '"' + "1 2, " * 20_000 + '"'
    for cell in (text, text.replace("1 2", '""', 1), text.replace(", ", ",\n", 50)):
        found = read_rows(f"name,wkt\nHub,{cell}\nInn,\n".encode())
        assert found.table["name"].tolist() == ["Hub", "Inn"]
        assert found.faults == {}


@pytest.mark.fault(51)
def test_cells_are_counted_row_by_row() -> None:
    many = b"a,b\n" + (b"1" + b"," * 10_000 + b"\n") * 3 + b'"x\ny",2\n'
    found = read_rows(many)
    assert found.table["a"].tolist() == ["1", "1", "1", "x\ny"]
    assert found.table.index.tolist() == [2, 3, 4, 5]
    assert found.faults == {}


@pytest.mark.fault(51)
def test_cells_past_the_heading_are_faults_and_are_not_kept() -> None:
    found = read_rows(b"a,b\n1,2,,\n1,2,,3\n1\n")
    assert found.table.to_numpy().tolist() == [["1", "2"], ["1", "2"], ["1", ""]]
    assert list(found.faults) == [3]


@pytest.mark.fault(51)
def test_as_many_empty_rows_as_there_may_be_and_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_EMPTY", 3)
    assert len(read_rows(b"\na,b\n,\n1,2\n , \n").table) == 1
    assert refused(read_rows, b"\na,b\n,\n1,2\n , \n\n")[0] == (
        "The file has more than 3 empty rows. Delete them."
    )


@pytest.mark.fault(51)
def test_headings_of_nothing_at_the_end_are_no_columns() -> None:
    assert list(read_rows(b" a ,,b,,  ,\n1,2,3,,,\n").table) == ["a", "column 2", "b"]


@pytest.mark.fault(53)
@pytest.mark.parametrize("read", [read_sites, load_partnership])
@pytest.mark.parametrize("part", [b"[],", b'{"a":1},', b"1,", b'"",', b"[[]],[],"])
def test_wide_json_is_refused_before_it_is_read(
    read: Callable[[bytes], object], part: bytes
) -> None:
    content = b'{"features": [' + part * (19_800_000 // len(part)) + b"0]}"
    tracemalloc.start()
    try:
        said, took = refused(read, content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "has more than 500,000 lists and objects" in said or "2,000,000 values" in said
    assert took < 3
    assert peak < 100_000_000


@pytest.mark.fault(53)
def test_a_terminal_refuses_wide_json_in_one_line(tmp_path: object) -> None:
    path = tmp_path / "own.json"  # type: ignore[operator]
    path.write_bytes(b"[" + b"[]," * 600_000 + b"[]]")
    code, out, err = run("reach", "--partners", str(path))
    assert (code, out) == (3, "")
    assert err == (
        "coldspots: The file has more than 500,000 lists and objects of JSON. Keep what is "
        "needed, or divide it.\n"
    )


TEXTS = st.text(st.sampled_from('ab[]{},"\\/\n£'), max_size=6)
JSON = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=30,
)


def size_of(value: object) -> tuple[int, int, int]:
    """Count lists and objects, commas and levels of what was read."""
    if not isinstance(value, list | dict):
        return 0, 0, 0
    inner = [size_of(one) for one in (value.values() if isinstance(value, dict) else value)]
    parts, values, levels = (list(column) for column in zip((0, 0, 0), *inner, strict=True))
    return 1 + sum(parts), max(len(value) - 1, 0) + sum(values), 1 + max(levels)


@pytest.mark.fault(53)
@given(JSON, st.booleans(), st.sampled_from([1, 2, 3, 7, 1 << 20]))
def test_what_is_counted_in_the_bytes_is_what_json_becomes(
    value: object, spaced: bool, at_once: int
) -> None:
    content = json.dumps(value, indent=1 if spaced else None, ensure_ascii=False).encode()
    sizes = dict(zip(("MOST_PARTS", "MOST_VALUES", "MOST_DEEP"), size_of(value), strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_shape, "_AT_ONCE", at_once)
        for name, size in sizes.items():
            patch.setattr(json_shape, name, size)
        check_shape(content)
        for name, size in sizes.items():
            if size:
                patch.setattr(json_shape, name, size - 1)
                with pytest.raises(BadInputError):
                    check_shape(content)
                patch.setattr(json_shape, name, size)


@pytest.mark.fault(53)
def test_fifty_thousand_features_with_ten_properties_are_read() -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [-3.05, 53.81]},
        "properties": {f"p{n}": n for n in range(10)},
    }
    one = json.dumps(feature).encode()
    check_shape(b'{"type": "FeatureCollection", "features": [' + b",".join([one] * 50_000) + b"]}")
