"""The verb `enrich`: its files, what it says of bad rows, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from geo.enrich import EnrichOptions, enrich
from layers.exports import AREA_NOT_PERSON, enriched, write_list
from tests.commands import quick, run

LIST = "ref,phone,postcode\n001,+44 7700 900123,FY1 1AA\n002,=cmd|' /C calc'!A0,FY1\n"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_csv_file_and_its_notes(listed: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out.csv"
    code, said, beside = run("enrich", str(listed), "--out", str(out), "--rule",
                             "low: tundra_quintile <= 2 or imd_decile <= 2")  # fmt: skip
    assert code == 0
    assert "2 rows," in said
    assert "Line 3, 'FY1': not a postcode: write it like S1 2HH" in beside
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0])[:4] == ["ref", "phone", "postcode", "problem"]
    assert rows[0]["ref"] == "001"
    assert rows[0]["phone"] == "+44 7700 900123"
    assert rows[1]["phone"].startswith("'=cmd")
    assert rows[0]["lsoa21_code"] == "E01012737"
    assert rows[0]["low"] == "yes"
    assert rows[1]["low"] == ""
    notes = (tmp_path / "new" / "out.notes.txt").read_text("utf-8")
    assert notes.startswith(AREA_NOT_PERSON)
    assert "decides nobody's eligibility" in notes
    assert "he19_rate (share, county or unitary authority, aged 19 in 2023-24): " in notes
    assert "Office for Students" in notes


def test_a_workbook_keeps_text_as_text_and_says_what_it_describes(
    listed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.xlsx"
    quick("enrich", str(listed), "--out", str(out), "--measure", "imd_decile", "--no-zones")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["List", "Dictionary", "Notes"]
    rows = list(book["List"].iter_rows())
    assert [cell.value for cell in rows[1][:3]] == ["001", "+44 7700 900123", "FY1 1AA"]
    assert {cell.data_type for row in rows[1:] for cell in row[:3]} == {"s"}
    headings = [cell.value for cell in rows[0]]
    decile = next(at for at, one in enumerate(headings) if one.startswith("imd_decile ("))
    assert rows[1][decile].value == 1
    assert rows[2][decile].value is None
    assert book["Notes"]["A1"].value == AREA_NOT_PERSON
    listed_in_words = [row[0].value for row in book["Dictionary"].iter_rows(min_row=2)]
    assert listed_in_words == headings[4:]
    assert (tmp_path / "out.notes.txt").exists()


def test_json_is_the_same_answer(listed: Path, tmp_path: Path) -> None:
    told = json.loads(quick("enrich", str(listed), "--out", str(tmp_path / "o.csv"), "--json"))
    made = enrich(LIST.encode())
    assert told["added"] == list(made.headings)
    assert told["rows_with_a_problem"] == len(made.bad) == 1
    assert told["problems"][0]["line"] == 3


@pytest.mark.parametrize(
    ("options", "code", "problem"),
    [
        (["--out", "out.parquet"], 3, "End the name in one of .csv, .xlsx"),
        (["--out", "list.csv"], 2, "it would be lost"),
        (["--out", "o.csv", "--rule", "polar <= 2"], 3, "names 'polar'"),
        (["--out", "o.csv", "--measure", "polar"], 3, "Choose among: tundra_quintile"),
        (["--out", "o.csv", "--providers", "3"], 3, "Give 0 to 2"),
        (["--out", "o.csv", "--column", "where"], 3, "no column 'where'"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_line(
    listed: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    code: int,
    problem: str,
) -> None:
    monkeypatch.chdir(listed.parent)
    found, _, said = run("enrich", "list.csv", *options)
    assert found == code
    assert problem in said
    assert said.count("\n") == 1
    assert listed.read_text("utf-8") == LIST
    assert not (listed.parent / "o.csv").exists()


@pytest.mark.parametrize("name", ["old.csv", "old.xlsx"])
def test_old_files_stay_whole_when_writing_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made = enrich(LIST.encode(), EnrichOptions(()))
    path, notes = tmp_path / name, tmp_path / "old.notes.txt"
    write_list(made, path)
    before = path.read_bytes(), notes.read_bytes()

    def stopped(*_: object) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(enriched, "list_notes", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_list(made, path)
    assert (path.read_bytes(), notes.read_bytes()) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([name, "old.notes.txt"])
