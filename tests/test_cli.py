from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import cli
from geo import tables
from geo.settings import project_dir


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the terminal as a person does."""
    done = subprocess.run(
        [sys.executable, "cli.py", *arguments],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def quick(*arguments: str) -> str:
    """Run it in this process, where nothing is refused."""
    done = CliRunner().invoke(cli.app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_info_lists_everything_in_the_registries() -> None:
    from geo.datasets import DATASETS
    from geo.geographies import bundled
    from geo.indicators import INDICATORS

    text = quick("info")
    for entry in [*bundled(), *INDICATORS, *DATASETS]:
        assert entry.id in text
    content = json.loads(quick("info", "--json"))
    assert {entry["id"] for entry in content["datasets"]} == {entry.id for entry in DATASETS}
    assert all(entry["licence"] and entry["sha256_of_copy"] for entry in content["datasets"])


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx", ".geojson", ".gpkg"])
def test_areas_are_written_in_each_format(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"areas{suffix}"
    text = quick("areas", "--geography", "lad24", "--within", "E12000001", "--out", str(out))
    assert text.startswith("12 areas")
    if suffix == ".csv":
        assert out.read_bytes().startswith(b"\xef\xbb\xbf")
        table = pd.read_csv(out)
    elif suffix == ".parquet":
        table = pd.read_parquet(out).reset_index()
    elif suffix == ".xlsx":
        book = openpyxl.load_workbook(out)
        rows = list(book["lad24"].values)
        table = pd.DataFrame(rows[1:], columns=rows[0])
        notes = [str(row[0]) for row in book["Notes"].values]
        assert any("GCSE leavers 2010 to 2014" in note for note in notes)
        assert any("Open Government Licence" in note for note in notes)
        book.close()
    else:
        import geopandas

        table = geopandas.read_file(out)
        assert table.geometry.notna().all()
        assert table.crs.to_epsg() == (4326 if suffix == ".geojson" else 27700)
    assert len(table) == 12
    rate = table.set_index("area_code").at["E06000001", "tundra_rate"]
    from geo.areas import build_areas

    assert rate == pytest.approx(build_areas("lad24")[0].table.at["E06000001", "tundra_rate"])


def test_areas_report_as_json() -> None:
    content = json.loads(quick("areas", "-g", "lsoa21", "--json"))
    assert content["areas"] == 35_672
    lines = {line["table"]: line for line in content["join"]}
    assert lines["tundra_lsoa21"]["suppressed"] == 1_253


def test_postcodes_in_words_and_as_json() -> None:
    assert "Central Blackpool" in quick("postcode", "fy1 1aa")
    content = json.loads(quick("postcode", "FY1 1AA", "S1 2HH", "--json"))
    assert [row["lsoa21_code"] for row in content["postcodes"]] == ["E01012737", "E01033264"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["postcode", "XX"], 3, "not a postcode"),
        (["areas", "-g", "lsoa31", "-o", "a.csv"], 3, "No geography is called"),
        (["areas", "-g", "lsoa11", "-o", "a.csv"], 3, "ask for lsoa21"),
        (["areas", "-g", "lad24", "-o", "a.doc"], 3, "no format is called '.doc'"),
        (["areas", "-g", "lad24"], 3, "Nothing to do"),
        (["areas", "-g", "lad24", "--within", "X", "-o", "a.csv"], 3, "No area lies within"),
        (["areas", "-g", "lad24", "-o", "/proc/none/a.csv"], 6, "Could not write"),
        (["areas"], 2, "--geography"),
        (["nonsense"], 2, "No such command"),
        (["build", "--raw", "/nowhere"], 4, "is not a folder"),
        (["check", "--data", "/nowhere"], 5, "missing"),
        (["info", "--colour"], 2, "No such option"),
    ],
)
def test_a_refusal_is_one_line_and_an_exit_code(
    arguments: list[str], code: int, message: str
) -> None:
    status, out, err = run(*arguments)
    assert status == code, err
    assert message in out + err
    assert "Traceback" not in out + err
    if status not in (2, 5):
        assert len(err.strip().splitlines()) == 1


def test_a_refused_table_leaves_the_old_file(kept: Path) -> None:
    status, _, _ = run("areas", "-g", "lad24", "--within", "X", "-o", str(kept))
    assert status == 3


def test_help_names_every_verb() -> None:
    text = quick("--help")
    for verb in ("info", "areas", "postcode", "build", "check", "serve"):
        assert verb in text


def test_a_link_becomes_a_page_or_a_table(tmp_path: Path) -> None:
    page, table = tmp_path / "map.html", tmp_path / "areas.csv"
    link = "http://localhost:8501/?level=msoa21&in=E06000009&with=both"
    quick("export", "--link", link, "--out", str(page))
    text = page.read_text(encoding="utf-8")
    assert text.lstrip().startswith("<!DOCTYPE html>")
    assert "Cold Spots: Participation and deprivation" in text
    quick("export", "--link", "level=msoa21&in=E06000009", "--out", str(table))
    assert len(pd.read_csv(table)) == 19


def test_a_stale_link_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    out = tmp_path / "areas.csv"
    code, _, said = run("export", "--link", "level=oa21&in=E12000001", "--out", str(out))
    assert code == 0
    assert "names a level that this map does not have" in said
    lsoas = tables.load("areas_lsoa21", ["region_code"])
    assert len(pd.read_csv(out)) == (lsoas["region_code"] == "E12000001").sum()


def test_a_map_is_not_written_in_a_format_there_is_not(tmp_path: Path) -> None:
    code, _, said = run("export", "--link", "", "--out", str(tmp_path / "map.docx"))
    assert code == 3
    assert "End the name in one of .html" in said
    assert list(tmp_path.iterdir()) == []


def test_cold_spots_go_to_files_the_same_each_time(tmp_path: Path) -> None:
    said = []
    for name in ("one", "other"):
        out, zones = tmp_path / f"{name}.csv", tmp_path / f"{name}-zones.geojson"
        arguments = ["find", "-g", "msoa21", "--method", "gap", "--within", "E12000001"]
        text = quick(*arguments, "-o", str(out), "--zones", str(zones))
        said.append((out.read_bytes(), zones.read_bytes(), text))
    assert said[0] == said[1]
    table = pd.read_csv(tmp_path / "one.csv", index_col="area_code")
    shapes = json.loads((tmp_path / "one-zones.geojson").read_text(encoding="utf-8"))["features"]
    cold = table[table["cold_spot"]]
    assert said[0][2].startswith(f"{len(cold)} of {len(table)} local areas are cold spots, in ")
    assert {shape["properties"]["zone_id"] for shape in shapes} == set(cold["zone_id"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-g", "lad24"], "where rates are published"),
        (["-g", "town"], "where rates are published"),
        (["--method", "hot"], "No method is called 'hot'"),
        (["--q", "2", "-g", "msoa21"], "q is 2.0"),
        (["--within", "E99999999", "-g", "msoa21", "--method", "threshold"], "No area lies within"),
        (
            ["-g", "msoa21", "--method", "double"],
            "double needs measures that are published for neighbourhoods",
        ),
        (["-o", "cold.doc"], "no format is called '.doc'"),
    ],
)
def test_a_search_that_cannot_be_is_one_line(arguments: list[str], message: str) -> None:
    code, _, said = run("find", *arguments)
    assert code == 3
    assert message in said
    assert said.count("\n") == 1
