"""Spreadsheets of OpenDocument: what is read of them, and what repeats in them may cost."""

from __future__ import annotations

import io
import time
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BadInputError
from geo.uploads import opendocument, read_sites
from geo.uploads.rows import read_rows

NAMES = 'xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:fo="f" office:version="1.3"'


def ods(tables: str, styles: str = "", head: str = "") -> bytes:
    """Put a spreadsheet together by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "content.xml",
            f"{head}<office:document-content {NAMES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def table(rows: str, name: str = "One", style: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def text(*cells: str) -> str:
    """Write a row of text cells."""
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(one)}</text:p>'
        "</table:table-cell>"
        if one
        else "<table:table-cell/>"
        for one in cells
    )
    return f"<table:table-row>{inner}</table:table-row>"


def cell(value: str, kind: str = "float", attribute: str = "value", shown: str = "?") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


SITES = text("name", "postcode", "courses") + text("Hub", "FY1 1AA", "3") + text("Shop", "FY1", "")


def test_sites_are_those_of_the_same_csv_file() -> None:
    good, bad, _ = read_sites(ods(table(SITES)))
    same, same_bad, _ = read_sites(b"name,postcode,courses\nHub,FY1 1AA,3\nShop,FY1,\n")
    assert good.to_dict() == same.to_dict()
    assert bad.to_dict() == same_bad.to_dict()


def test_cells_are_read_by_their_value() -> None:
    row = "".join(
        [
            cell("100001"),
            cell("2.5"),
            cell("0.3", "percentage", shown="30%"),
            cell("true", "boolean", "boolean-value", "WAHR"),
            cell("2026-03-01", "date", "date-value", "1. M&#228;rz"),
            cell("2026-03-01T09:30:00", "date", "date-value"),
            '<table:table-cell office:value-type="string"><office:annotation><text:p>a note'
            '</text:p></office:annotation><text:p>two<text:s text:c="2"/>words<text:tab/>'
            "<text:span>in</text:span></text:p><text:p>lines</text:p></table:table-cell>",
        ]
    )
    head = text(*(f"c{at}" for at in range(7)))
    rows = read_rows(ods(table(f"{head}<table:table-row>{row}</table:table-row>")))
    wanted = ["100001", "2.5", "0.3", "TRUE", "2026-03-01", "2026-03-01 09:30",
              "two  words\tin\nlines"]  # fmt: skip
    assert rows.table.loc[2].tolist() == wanted


def test_repeated_rows_and_cells_keep_their_numbers() -> None:
    rows = (
        text("name", "postcode", "a", "b")
        + '<table:table-row table:number-rows-repeated="7"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
        + '<table:table-row table:number-rows-repeated="2"><table:table-cell '
        'table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
        "<table:table-cell/><table:table-cell><text:p>y</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        + text("z")
        + '<table:table-row table:number-rows-repeated="1048564"><table:table-cell/>'
        "</table:table-row>"
    )
    found = read_rows(ods(table(rows))).table
    assert found.index.tolist() == [9, 10, 11]
    assert found.to_numpy().tolist() == [
        ["x", "x", "", "y"],
        ["x", "x", "", "y"],
        ["z", "", "", ""],
    ]


def test_sheets_are_chosen_like_those_of_xlsx_and_hidden_ones_come_last() -> None:
    styles = (
        '<style:style style:name="ta1" style:family="table"><style:table-properties '
        'table:display="false"/></style:style>'
    )
    book = ods(table(SITES, "Old", "ta1") + table(text("Notes"), "Read me") + table(SITES, "New"),
               styles)  # fmt: skip
    rows = read_rows(book)
    assert rows.sheets == ("Read me", "New", "Old")
    assert rows.sheet == "New"
    assert read_rows(book, sheet="Old").table["name"].tolist() == ["Hub", "Shop"]


@pytest.mark.fault(37)
def test_what_repeats_too_often_is_refused_soon() -> None:
    began = time.monotonic()
    one = "<table:table-cell{}><text:p>x</text:p></table:table-cell>"
    wide = one.format(' table:number-columns-repeated="16385"')
    with pytest.raises(BadInputError, match="more than 16,384 cells"):
        read_rows(ods(table(f"<table:table-row>{wide}</table:table-row>")))
    times = ' table:number-rows-repeated="1048576"'
    long = f"<table:table-row{times}>{one.format('')}</table:table-row>"
    with pytest.raises(BadInputError, match="more than 50,000 rows"):
        read_rows(ods(table(text("postcode") + long)))
    both = one.format(' table:number-columns-repeated="100"')
    with pytest.raises(BadInputError, match="repeats cells more than 2,000,000 times"):
        read_rows(ods(table(text("a", "b") + f"<table:table-row{times}>{both}</table:table-row>")))
    assert time.monotonic() - began < 3


@pytest.mark.fault(37)
def test_both_sides_of_the_limit_of_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell '
        'table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    book = ods(table(text("a", "b") + row))
    monkeypatch.setattr(opendocument, "MOST_REPEATED", 5)
    assert len(read_rows(book).table) == 3
    monkeypatch.setattr(opendocument, "MOST_REPEATED", 4)
    with pytest.raises(BadInputError, match="repeats cells"):
        read_rows(book)


@pytest.mark.fault(6, 8, 37)
def test_bombs_entities_and_other_documents_are_refused() -> None:
    with pytest.raises(BadInputError, match="unpacks to 10[0-9] MB, limit 100 MB"):
        read_rows(ods(table(" " * 105_000_000)))
    lol = '<!DOCTYPE a [<!ENTITY x "lol">]>'
    with pytest.raises(BadInputError, match="declares a document type"):
        read_rows(ods(table(text("a")), head=lol))
    with pytest.raises(BadInputError, match="has no sheet"):
        read_rows(ods(""))
    with pytest.raises(BadInputError, match="cannot be read"):
        read_rows(ods("</table:table>"))


GOOD = ods(table(SITES))


@pytest.mark.fault(9, 18)
@settings(max_examples=30, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), cut=st.integers(0, 40), more=st.binary(max_size=40))
def test_a_book_with_other_bytes_in_it_is_read_or_refused(at: int, cut: int, more: bytes) -> None:
    said = ""
    try:
        read_sites(GOOD[:at] + more + GOOD[at + cut :])
    except BadInputError as error:
        said = str(error)
    assert "\n" not in said
    assert len(said) < 1_200


_CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")),
                 max_size=6)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_any_rows_are_read_as_they_were_written(rows: list[list[str]]) -> None:
    filled = [["x", *row] for row in rows]
    book = ods(table(text("ref", "name", "postcode", "other") + "".join(text(*r) for r in filled)))
    found = read_rows(book).table
    from geo.uploads.spreadsheet_safety import plain_cells

    for name, column in zip(found, zip(*filled, strict=True), strict=True):
        import pandas as pd

        assert found[name].tolist() == plain_cells(pd.Series(column, dtype="str")).tolist()
