"""Workbooks that people bring: what is read of them, and what a hostile one can do."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BadInputError
from geo.reach.activity import read_activity
from geo.siting.demand import read_demand
from geo.stops import stoppable
from geo.uploads import workbooks
from geo.uploads.dates import NO_DATE
from geo.uploads.rows import read_rows
from geo.uploads.sites import read_sites

SHEET = '<worksheet xmlns="x"><sheetData>{}</sheetData></worksheet>'
BOOK = '<workbook xmlns="x" xmlns:r="y"><sheets><sheet name="One" r:id="rId1"/></sheets></workbook>'
RELATIONS = (
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
)


def saved(rows: list[list[Any]], more: dict[str, list[list[Any]]] | None = None) -> bytes:
    """Save rows as a spreadsheet does, with other sheets after the first."""
    book = openpyxl.Workbook()
    book.active.title = "Schools"
    for row in rows:
        book.active.append(row)
    for name, others in (more or {}).items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def made(sheet: str, **members: str) -> bytes:
    """Put a workbook together by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", members.get("book", BOOK))
        book.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        book.writestr("xl/worksheets/sheet1.xml", SHEET.format(sheet))
        if "texts" in members:
            book.writestr("xl/sharedStrings.xml", members["texts"])
    return out.getvalue()


SITES = [["name", "postcode", "courses"], ["Hub", "FY1 1AA", 3], ["Shop", "FY1", None]]


def test_sites_of_a_workbook_are_those_of_the_same_csv_file() -> None:
    good, bad, notices = read_sites(saved(SITES, {"Notes": [["name"]]}))
    same, same_bad, _ = read_sites(b"name,postcode,courses\nHub,FY1 1AA,3\nShop,FY1,\n")
    assert good.to_dict() == same.to_dict()
    assert bad.to_dict() == same_bad.to_dict()
    assert notices[0] == (
        "Of 2 sheets 'Schools' was read, which has the headings that are known best."
    )


def test_cells_are_read_as_they_are_shown() -> None:
    cells = [100001, 100001.0, 2.5, True, date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), "é & <b>"]
    rows = read_rows(saved([[f"c{at}" for at in range(len(cells))], cells]))
    wanted = ["100001", "100001", "2.5", "TRUE", "2026-03-01", "2026-03-01 09:30", "é & <b>"]
    assert rows.table.loc[2].tolist() == wanted


def test_an_activity_workbook_has_dates_and_numbers() -> None:
    content = saved([["URN", "Date", "Pupils"], [100001, date(2026, 3, 1), 30]])
    found, bad, _ = read_activity(content)
    assert bad.empty
    assert found["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-03-01"]
    assert found["number"].tolist() == [30]
    demand = read_demand(saved([["area_code", "weight"], ["E01012737", 2.5]]))
    assert demand["weight"].tolist() == [2.5]


def test_a_line_over_the_heading_is_a_title() -> None:
    """In a workbook and in the CSV file that a spreadsheet makes of it; lines keep their number."""
    title = [["Partner schools of 2026"], [], *SITES]
    as_csv = b"Partner schools of 2026,,\n,,\nname,postcode,courses\nHub,FY1 1AA,3\nShop,FY1,\n"
    for content in (saved(title), as_csv):
        good, bad, notices = read_sites(content)
        assert good["name"].tolist() == ["Hub"]
        assert bad.index.tolist() == [5]
        assert "The first line was taken for a title, and the next for the heading." in notices


def test_a_single_column_has_no_title() -> None:
    assert read_rows(b"our schools\nFY1 1AA\nS1 2HH\n").table.to_dict("list") == {
        "our schools": ["FY1 1AA", "S1 2HH"]
    }
    rows = read_rows(b"postcode\nFY1 1AA,x\n")
    assert list(rows.table) == ["postcode"]
    assert list(rows.faults) == [2]


@pytest.mark.parametrize(
    ("year", "day"),
    [("2024", "2024-01-01"), ("2023/24", "2023-09-01"), ("2023-2024", "2023-09-01")],
)
def test_a_year_is_a_date(year: str, day: str) -> None:
    for content in (
        f"urn,Year,pupils\n100001,{year},30\n".encode(),
        saved([["urn", "Year", "pupils"], [100001, year, 30]]),
    ):
        found, bad, notices = read_activity(content)
        assert bad.empty
        assert found["date"].dt.strftime("%Y-%m-%d").tolist() == [day]
        assert not any("dates" in notice for notice in notices)


def test_years_that_are_none_are_listed() -> None:
    _, bad, _ = read_activity(b"urn,Year\n100001,2024\n100001,2023/25\n100001,24\n")
    assert bad["value"].tolist() == ["2023/25", "24"]
    assert set(bad["reason"]) == {NO_DATE}


@pytest.mark.fault(37)
def test_what_unpacks_to_too_much_is_refused_by_its_header() -> None:
    content = made("<row/>" * 20_000_000)
    assert len(content) < 1_000_000
    began = time.monotonic()
    with pytest.raises(BadInputError, match="The workbook unpacks to 120 MB, limit 100 MB"):
        read_sites(content)
    assert time.monotonic() - began < 1


@pytest.mark.fault(9, 24)
def test_a_cell_far_out_costs_nothing_and_one_too_far_is_refused() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>a</t></is></c></row>'
    began = time.monotonic()
    with pytest.raises(BadInputError, match="heading has 16,384 columns"):
        read_rows(made(far + far))
    with pytest.raises(BadInputError, match="more than 16,384 cells"):
        read_rows(made('<row r="1"><c r="XFE1"><v>1</v></c></row>'))
    assert time.monotonic() - began < 1


@pytest.mark.fault(24)
def test_too_many_rows_and_texts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    with pytest.raises(BadInputError, match="more than 50,000 rows"):
        read_rows(made(row.replace("2", "3") + row * 50_001))
    monkeypatch.setattr(workbooks, "MOST_TEXTS", 2)
    with pytest.raises(BadInputError, match="more than 2 different texts"):
        read_rows(made(row, texts="<sst>" + "<si><t>a</t></si>" * 3 + "</sst>"))


@pytest.mark.fault(8)
def test_a_workbook_that_declares_entities_is_refused() -> None:
    lol = '<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    for members in ({"book": lol + BOOK}, {"texts": f"{lol}<sst><si><t>&x;&f;</t></si></sst>"}):
        with pytest.raises(BadInputError, match="declares a document type"):
            read_rows(made("<row/>", **members))


def test_a_formula_is_what_was_saved_of_it() -> None:
    cells = '<row><c t="str"><f>1+1</f><v>a</v></c><c><f>2</f><v>4</v></c></row>'
    rows = read_rows(made(cells + cells))
    assert rows.table.to_dict("list") == {"a": ["a"], "4": ["4"]}


def test_older_workbooks_and_other_files_are_refused_in_our_words() -> None:
    for content, said in (
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "older kind \\(XLS\\), or one with a password"),
        (b"%PDF-1.7 x", "This is a PDF"),
        (b"PK\x03\x04" + b"x" * 99, "cannot be read"),
    ):
        with pytest.raises(BadInputError, match=said):
            read_sites(content)


GOOD = saved(SITES)


@pytest.mark.fault(9, 18)
@settings(max_examples=30, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), cut=st.integers(0, 40), more=st.binary(max_size=40))
def test_a_workbook_with_other_bytes_in_it_is_read_or_refused(
    at: int, cut: int, more: bytes
) -> None:
    said = ""
    try:
        read_sites(GOOD[:at] + more + GOOD[at + cut :])
    except BadInputError as error:
        said = str(error)
    assert "\n" not in said
    assert len(said) < 1_200


@pytest.mark.fault(54)
def test_reading_stops_between_pieces() -> None:
    row = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    content = made(row.replace("2", "3") + row * 40_000)
    looks = 0

    def left() -> None:
        nonlocal looks
        looks += 1
        if looks > 10:
            raise BadInputError("The visit is over.")

    with stoppable(left), pytest.raises(BadInputError, match="The visit is over"):
        read_rows(content)
    assert looks == 11


def hidden_first(content: bytes) -> bytes:
    """Hide the first sheet of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_sheet_with_the_headings_is_read_whichever_it_is() -> None:
    notes = [["How to fill this in"], ["Write one school a line"], ["Ask us"]]
    rows = read_rows(saved(notes, {"Data": SITES, "Lists": [["Visit"], ["Talk"]]}))
    assert rows.sheet == "Data"
    assert rows.sheets == ("Schools", "Data", "Lists")
    assert rows.table["name"].tolist() == ["Hub", "Shop"]
    assert read_rows(saved(notes, {"Data": SITES}), sheet="Schools").table.shape == (2, 1)
    with pytest.raises(BadInputError, match="no sheet 'Other'. Choose one of"):
        read_rows(saved(SITES), sheet="Other")


def test_a_hidden_sheet_is_read_only_where_it_is_asked_for() -> None:
    content = hidden_first(saved(SITES, {"Plan": [["Where", "What"], ["Leeds", "Visit"]]}))
    assert read_rows(content).sheet == "Plan"
    assert read_rows(content, sheet="Schools").table["name"].tolist() == ["Hub", "Shop"]


@pytest.mark.parametrize(
    ("rows", "headings", "first", "said"),
    [
        # A title, a line with a day, and an empty line over the headings.
        (
            [["Schools we work with"], ["Date:", "12/03/2024"], [], ["School", "URN", "Pupils"],
             ["A", 100001, 3]],
            ["School", "URN", "Pupils"], 5, "2 lines were taken for a title",
        ),
        # Merged cells over columns whose own headings differ: theirs alone count.
        (
            [["School", None, "Activity", None], ["Name", "URN", "Date", "Number"],
             ["A", 100001, "2024-03-01", 3]],
            ["Name", "URN", "Date", "Number"], 3, "Two lines of headings were read as one.",
        ),
        # Merged downwards on the left, and the same headings under two terms.
        (
            [["School", "URN", "Autumn", None, "Spring", None],
             [None, None, "Pupils", "Date", "Pupils", "Date"], ["A", 100001, 3, "x", 4, "y"]],
            ["School", "URN", "Autumn: Pupils", "Autumn: Date", "Spring: Pupils", "Spring: Date"],
            3, "Two lines of headings were read as one.",
        ),
        # A heading that is missing is no merged cell: the next line is of data.
        ([["School", None, "URN"], ["A", "FY1 1AA", 100001]], ["School", "column 2", "URN"], 2, ""),
        ([["Name", "Notes"], ["University", "Partner"]], ["Name", "Notes"], 2, ""),
    ],
)  # fmt: skip
def test_headings_are_found_under_titles_and_in_two_lines(
    rows: list[list[Any]], headings: list[str], first: int, said: str
) -> None:
    found = read_rows(saved(rows))
    assert list(found.table) == headings
    assert found.table.index[0] == first
    assert said in " ".join(found.notices)
    as_csv = "\n".join(",".join("" if one is None else str(one) for one in row) for row in rows)
    assert list(read_rows(as_csv.encode()).table) == headings
