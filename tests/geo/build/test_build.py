"""The build: all of it, or nothing is changed; the same input gives the same bytes."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geo import tables
from geo.build import _replace_files
from geo.build.verify import check_bundle
from geo.errors import BadInputError, UnknownAreaError
from geo.files import read_json, sha256_of
from geo.publishers import commons
from geo.publishers.ons import lookups as ons_lookups
from geo.publishers.ons import people as ons_people
from geo.publishers.reading import check_same_areas
from geo.registry.datasets import dataset
from geo.settings import data_dir, project_dir
from geo.tables.bundle import FOLDERS
from layers.method.limits import NULL_CHECK


def linked(raw: Path, into: Path) -> Path:
    """A folder of raw files that can be spoilt: links to the real ones."""
    for path in raw.rglob("*"):
        if path.is_file():
            copy = into / path.relative_to(raw)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(path)
    return into


def build(raw: Path, data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", "build", "--raw", str(raw), "--data", str(data)]
    # With as many threads for linear algebra as `make data` has.
    own = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
    return subprocess.run(
        command, cwd=project_dir(), env=own, capture_output=True, text=True, check=False
    )


@pytest.mark.raw
def test_the_bundle_is_what_the_build_makes_byte_for_byte(raw: Path, tmp_path: Path) -> None:
    done = build(raw, tmp_path)
    assert done.returncode == 0, done.stderr
    made, bundled = (
        read_json(tmp_path / "provenance.json"),
        read_json(data_dir() / "provenance.json"),
    )
    assert made["files"].keys() == bundled["files"].keys()
    differ = [
        name
        for name, entry in made["files"].items()
        if entry["sha256"] != bundled["files"][name]["sha256"]
    ]
    assert differ == []
    assert made == bundled
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".build")]


def spoil(folder: Path, name: str, change: Callable[[str], str]) -> None:
    """Change what one raw file says."""
    path = folder / name
    whole = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = change(whole.decode("utf-8-sig"))
    path.unlink()
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")


def read_centroids(raw: Path) -> None:
    """As the build step does it: what is read must be of the areas there are."""
    areas = tables.load("areas_msoa21", ["area_name"])
    check_same_areas(
        ons_people.read_centroids(raw, "msoa21").index, areas.index, dataset("centroids_msoa21")
    )


SPOILT = {
    "a row too few": (
        "humaniverse_geographr/lookup_ltla23_utla23.csv.gz",
        lambda text: text[: text.rstrip().rindex("\n") + 1],
        ons_lookups.read_upper_tier,
        "317 rows of data, expected 318",
    ),
    "a code of another vintage": (
        "commons_library/MSOA-Names-2.2.csv",
        lambda text: text.replace("E02006534", "E01006534", 1),
        commons.read_msoa_names,
        "(first: E01006534)",
    ),
    "a code of no area there is": (
        "ons/MSOA_PopCentroids_EW_2021.csv.gz",
        lambda text: text.replace("E02000001", "E02999999", 1),
        read_centroids,
        "1 (first: E02999999) codes are of no area there is, 1 (first: E02000001) areas have no row",
    ),
    "a web page": (
        "humaniverse_geographr/lookup_lsoa21_ward24_ltla24.csv.gz",
        lambda text: "<html>Not found</html>",
        ons_lookups.read_lsoa_parents,
        "no single column",
    ),
}


@pytest.mark.fault(25)
@pytest.mark.raw
@pytest.mark.parametrize("fault", list(SPOILT))
def test_a_wrong_file_is_refused_where_it_is_read(raw: Path, tmp_path: Path, fault: str) -> None:
    name, change, read, message = SPOILT[fault]
    read(raw)
    folder = linked(raw, tmp_path / "raw")
    spoil(folder, name, change)
    with pytest.raises((BadInputError, UnknownAreaError), match=re.escape(message)):
        read(folder)


@pytest.mark.fault(25)
@pytest.mark.raw
def test_a_wrong_file_stops_the_build_and_changes_nothing(raw: Path, tmp_path: Path) -> None:
    folder = linked(raw, tmp_path / "raw")
    name = "humaniverse_geographr/ruc21_lsoa21.csv.gz"
    spoil(folder, name, lambda text: text.replace("classification", "class", 1))
    data = tmp_path / "data"
    data.mkdir()
    (data / "provenance.json").write_text('{"old": true}')
    done = build(folder, data)
    assert done.returncode == 3, done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("coldspots: ")
    assert "no single column 'classification'" in last
    assert "Traceback" not in done.stderr
    assert json.loads((data / "provenance.json").read_text()) == {"old": True}
    assert {path.name for path in data.iterdir()} <= {"provenance.json", ".lock"}


def test_what_no_build_makes_is_left_alone(tmp_path: Path) -> None:
    """The check on worlds without cold spots is measured, not built."""
    made, root = tmp_path / "made", tmp_path / "data"
    for folder in FOLDERS:
        (made / folder).mkdir(parents=True)
        (made / folder / "new.bin").write_text("new")
        (root / folder).mkdir(parents=True)
        (root / folder / "old.bin").write_text("old")
    (made / "provenance.json").write_text("{}")
    shutil.copy(data_dir() / NULL_CHECK, root)
    _replace_files(made, root)
    assert sha256_of(root / NULL_CHECK) == sha256_of(data_dir() / NULL_CHECK)
    assert [path.name for path in (root / "tables").iterdir()] == ["new.bin"]


@pytest.mark.raw
def test_an_absent_file_is_a_source_that_is_unavailable(raw: Path, tmp_path: Path) -> None:
    folder = linked(raw, tmp_path / "raw")
    (
        folder / "ons/Lower_layer_Super_Output_Areas_December_2021_EW_BGC_assembled_8dp.geojson.gz"
    ).unlink()
    done = build(folder, tmp_path / "data")
    assert done.returncode == 4
    assert "boundaries_lsoa21" in done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the bundle that can be damaged."""
    folder = tmp_path_factory.mktemp("bundle") / "data"
    shutil.copytree(data_dir(), folder, ignore=shutil.ignore_patterns(".*"))
    return folder


def problems(root: Path) -> dict[str, str]:
    return {name: problem for name, problem in check_bundle(root) if problem}


HASHES = "every file has its recorded hash"


def problem(root: Path, check: str) -> str:
    """Return what one check finds wrong."""
    ((_, problem),) = check_bundle(root, only=[check])
    return problem


def test_a_changed_byte_is_found(copy: Path) -> None:
    path = copy / "tables/centroids_msoa21.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:-200] + bytes([whole[-200] ^ 1]) + whole[-199:])
    try:
        assert "centroids_msoa21" in problem(copy, HASHES)
    finally:
        path.write_bytes(whole)


def test_a_lost_file_is_found(copy: Path) -> None:
    path = copy / "boundaries/region.parquet"
    whole = path.read_bytes()
    path.unlink()
    try:
        assert "boundaries/region.parquet" in problem(copy, HASHES)
        assert problem(copy, "outlines region")
    finally:
        path.write_bytes(whole)


def test_a_stranger_in_the_folder_is_found(copy: Path) -> None:
    path = copy / "tables/extra.parquet"
    path.write_bytes(b"x")
    try:
        assert "1 (first: tables/extra.parquet)" in problem(copy, HASHES)
    finally:
        path.unlink()


def test_a_value_out_of_its_range_is_found(copy: Path) -> None:
    import pandas as pd

    path = copy / "tables/iod25_lad24.parquet"
    whole = path.read_bytes()
    table = pd.read_parquet(path)
    table.loc["E06000001", "iod25_most_deprived_share"] = 42.0
    table.to_parquet(path)
    try:
        assert "in_range" in problem(copy, "table iod25_lad24")
        assert problem(copy, HASHES)
    finally:
        path.write_bytes(whole)


def test_the_recorded_hashes_are_those_of_the_files() -> None:
    for name, entry in read_json(data_dir() / "provenance.json")["files"].items():
        assert sha256_of(data_dir() / name) == entry["sha256"]
        assert entry["sources"]


def test_the_bundle_is_small_enough() -> None:
    total = sum(path.stat().st_size for path in data_dir().rglob("*") if path.is_file())
    assert total < 60_000_000
