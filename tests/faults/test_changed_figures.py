"""A figure that was changed in a bundled file is not read: by no reader, no verb, no server."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from starlette.exceptions import HTTPException

from geo import tables
from geo.areas import build_areas
from geo.boundaries import contiguity as graph
from geo.boundaries import outlines as boundaries
from geo.errors import IntegrityError
from geo.files import read_json, write_json
from geo.packs import binary as pack
from geo.places import postcodes, search_postcodes
from geo.settings import data_dir, project_dir
from geo.tables import bundle
from layers.browser import runtime_packs as made_packs
from serving import server
from tests.commands import alone, run
from tests.records import link_bundle, record


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundle as a data folder of one's own: links, of which a test changes one."""
    root = link_bundle(tmp_path / "data")
    shutil.copy(data_dir() / "null_check.json", root)
    monkeypatch.setenv("COLDSPOTS_DATA", str(root))
    return root


def spoil(path: Path) -> None:
    """Change one byte in the middle, and neither the size nor the time."""
    whole, when = path.read_bytes(), path.stat()
    at = len(whole) // 2
    path.unlink()
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    os.utime(path, ns=(when.st_atime_ns, when.st_mtime_ns))


PACK = next(
    name for name in read_json(data_dir() / bundle.NAME)["files"] if "packs/region-" in name
)
READERS: dict[str, Callable[[], object]] = {
    "tables/areas_region.parquet": lambda: tables.load("areas_region"),
    "tables/tundra_lsoa21.parquet": lambda: tables.load("tundra_lsoa21", ["rate"], data_dir()),
    "joined/region.parquet": lambda: build_areas("region"),
    "tables/people_dz11.parquet": lambda: build_areas("nation"),
    "boundaries/region.parquet": lambda: boundaries.load("region"),
    "boundaries/msoa21.parquet": lambda: boundaries.load_stored("msoa21"),
    "boundaries/lad24.parquet": lambda: boundaries.load("nation"),
    "boundaries/contiguity_msoa21.parquet": lambda: graph.load("msoa21"),
    "tables/postcodes.parquet": lambda: postcodes.find(["S1 2HH"]),
    "packs/index.json": pack.index,
    PACK: lambda: made_packs.content_of(PACK.removeprefix("packs/")),
}


@pytest.mark.fault(63)
@pytest.mark.parametrize("name", READERS)
def test_a_changed_file_is_not_read(copy: Path, name: str) -> None:
    READERS[name]()
    spoil(copy / name)
    with pytest.raises(
        IntegrityError, match=rf"{re.escape(name)}: its sha256 is \w+, and \w+ is rec"
    ):
        READERS[name]()


@pytest.mark.fault(63)
def test_postcodes_that_changed_while_the_server_runs_are_not_read(copy: Path) -> None:
    found = search_postcodes.Postcodes({}, copy)
    spoil(copy / "tables/postcodes.parquet")
    with pytest.raises(IntegrityError, match="its sha256 is"):
        found._read("S")


@pytest.mark.fault(63)
def test_a_figure_changed_in_a_table_ends_a_verb_with_five(copy: Path, tmp_path: Path) -> None:
    path = copy / "tables/tundra_lsoa21.parquet"
    table = pd.read_parquet(path)
    table.loc["E01000001", "rate"] = 0.99
    path.unlink()
    table.to_parquet(path)
    out = tmp_path / "a.csv"
    code, said, err = run("areas", "-g", "lsoa21", "--out", str(out))
    assert (code, said) == (5, "")
    assert err.startswith("coldspots: tables/tundra_lsoa21.parquet: its sha256 is ")
    assert err.count("\n") == 1
    assert not out.exists()
    code, _, err = run("areas", "-g", "lsoa21", "--out", str(out), "--data", str(copy))
    assert code == 5
    # Of one's own making, with its own record, the same file is read.
    record(copy)
    assert run("areas", "-g", "lsoa21", "--out", str(out))[0] == 0


@pytest.mark.fault(63)
def test_a_stored_join_of_other_figures_is_not_read(copy: Path, tmp_path: Path) -> None:
    path = copy / "tables/iod25_lad24.parquet"
    out = tmp_path / "a.csv"
    ask = ("areas", "-g", "lad24", "--out", str(out), "--data", str(copy))
    assert run(*ask)[0] == 0
    before = pd.read_csv(out, comment="#").set_index("area_code")["iod25_score"]
    table = pd.read_parquet(path)
    table.loc["E06000009", "iod25_score"] = 12.5
    path.unlink()
    table.to_parquet(path)
    out.unlink()
    code, _, err = run(*ask)
    assert (code, out.exists()) == (5, False)
    assert err.startswith("coldspots: tables/iod25_lad24.parquet: its sha256 is ")
    # Of one's own making, with its own record, the figure is read and the old join is not.
    record(copy)
    assert run(*ask)[0] == 0
    after = pd.read_csv(out, comment="#").set_index("area_code")["iod25_score"]
    assert (before["E06000009"] != 12.5, after["E06000009"]) == (True, 12.5)
    assert after.drop("E06000009").equals(before.drop("E06000009"))


@pytest.mark.fault(63)
def test_a_file_without_a_record_is_not_read(copy: Path) -> None:
    content = read_json(copy / bundle.NAME)
    del content["files"]["tables/areas_region.parquet"]
    write_json(copy / bundle.NAME, content)
    with pytest.raises(IntegrityError, match="areas_region.parquet is not in provenance.json"):
        tables.load("areas_region")
    (copy / bundle.NAME).unlink()
    with pytest.raises(IntegrityError, match=r"provenance.json is missing"):
        tables.load("areas_lad24")
    with bundle.trusting(copy):
        assert len(tables.load("areas_region", root=copy)) == 9


@pytest.mark.fault(63)
def test_a_file_is_hashed_once_as_long_as_it_stays(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    real = bundle.sha256_of

    def counted(path: Path) -> str:
        hashed.append(path.name)
        return real(path)

    monkeypatch.setattr(bundle, "sha256_of", counted)
    for _ in range(3):
        tables.load("areas_region", ["area_name"])
        tables.load("areas_region", root=copy)
    assert hashed == ["areas_region.parquet"]
    os.utime(copy / "tables/areas_region.parquet")
    tables.load("areas_region")
    assert hashed == ["areas_region.parquet"] * 2
    bundle.check_all(copy)
    assert len(hashed) > 100
    whole = len(hashed)
    bundle.check_all(copy, anew=False)
    assert len(hashed) == whole
    os.utime(copy / "tables/areas_region.parquet", (1, 1))
    bundle.check_all(copy, anew=False)
    assert hashed[whole:] == ["areas_region.parquet"]
    bundle.check_all(copy)
    assert len(hashed) > whole + 100


@pytest.mark.fault(63)
def test_a_server_does_not_start_on_a_changed_bundle(copy: Path) -> None:
    spoil(copy / "packs/index.json")
    code, out, err = alone("serve", "--port", "1")
    assert (code, out) == (5, "")
    assert err.startswith("coldspots: 1 (first: packs/index.json) files differ from their recorded")
    assert err.count("\n") == 1

    async def start() -> None:
        async with server.lifespan(None):
            pass

    with pytest.raises(IntegrityError, match="files differ from their recorded hash"):
        asyncio.run(start())


@pytest.mark.fault(63)
def test_a_running_server_finds_out_within_a_day(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file whose size and times say that nothing happened is found by the daily check alone."""
    name = "areas_region"
    tables.load(name)
    path = copy / "tables" / f"{name}.parquet"
    before = bundle._state(path)
    spoil(path)
    monkeypatch.setattr(bundle, "_state", _unmoved(bundle._state, path, before))
    assert len(tables.load(name)) == 9
    days: Iterator[float] = iter([0.0])

    async def sleep(seconds: float) -> None:
        assert seconds == 86_400
        if next(days, None) is None:
            raise asyncio.CancelledError

    monkeypatch.setattr(server.asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(server.check_each_day())
    assert '"event": "bundle"' in capsys.readouterr().err
    with pytest.raises(IntegrityError, match="its sha256 is"):
        tables.load(name)


def _unmoved(real: Callable[[Path], object], path: Path, state: object) -> Callable[[Path], object]:
    return lambda one: state if one == path else real(one)


@pytest.mark.fault(63)
def test_a_changed_pack_is_not_served(copy: Path) -> None:
    files = server.PackFiles(directory=pack.folder())
    name = PACK.removeprefix("packs/")
    # A link out of the folder is never served.
    linked = (copy / PACK).resolve()
    (copy / PACK).unlink()
    shutil.copy(linked, copy / PACK)
    scope = {"type": "http", "method": "GET", "headers": []}
    assert asyncio.run(files.get_response(name, scope)).status_code == 200
    spoil(copy / PACK)
    answer = asyncio.run(files.get_response(name, scope))
    assert (answer.status_code, "its sha256 is" in bytes(answer.body).decode()) == (503, True)
    for stranger in ("none.bin.gz", "x" * 5_000, "\0", "../provenance.json", ""):
        with pytest.raises(HTTPException) as refused:
            asyncio.run(files.get_response(stranger, scope))
        assert refused.value.status_code == 404


@pytest.mark.fault(63)
def test_no_reader_of_the_bundle_forgets_to_look() -> None:
    """Who asks where a bundled file is either writes it or asks `checked` for it."""
    where = {"path_of", "folder", "data_dir"}
    known = {
        # Where files are, and what makes or describes them.
        "geo/tables/bundle.py", "geo/settings.py", "geo/tables/run_paths.py", "geo/build/verify.py", "geo/build/__init__.py",
        "geo/build/packs.py", "geo/build/places.py", "geo/build/points.py",
        "geo/build/posterior.py", "geo/build/scan.py", "geo/build/constituencies.py", "geo/build/northern_ireland.py", "geo/build/scotland.py",
        # The record itself, and the figures of the method, which no build makes.
        "cli/verbs/build.py", "cli/verbs/info.py", "layers/exports/manifest.py", "layers/method/limits.py", "layers/method/model_check.py",
        "layers/profiles/compose.py",
        "layers/profiles/sources.py", "views/data.py", "serving/health.py",
        # Where the data folder is, so as not to write into it.
        "cli/verbs/fetch.py",
        # Sizes and times alone.
        "layers/browser/state.py", "geo/provision/selection.py",
    }  # fmt: skip
    forgets = []
    for top in ("geo", "layers", "serving", "views", "cli"):
        for path in sorted((project_dir() / top).rglob("*.py")):
            name = path.relative_to(project_dir()).as_posix()
            text = path.read_text(encoding="utf-8")
            if not any(word in text for word in where):
                continue
            calls = {
                node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.Call)
            }
            if calls & where and name not in known and "checked" not in calls:
                forgets.append(name)
    assert forgets == []
