"""Devices, pipes and files that grow, where a verb expects a file: one line, at once, exit 3."""

from __future__ import annotations

import contextlib
import os
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

import geo.counting.stream
from geo.counting.stream import make_plan
from geo.counting.workers import count_with
from geo.errors import BadInputError, SourceUnavailableError
from geo.publishers import reading
from geo.registry.datasets import dataset
from geo.uploads import regular_files as opened
from geo.uploads.regular_files import read_most
from geo.uploads.rows import content_of
from serving import hosting
from tests.commands import run

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")

REACH = ("reach", "--provider", "10007795")
ASKED = {
    "partners": ("reach", "--partners", "own.csv"),
    "activity": (*REACH, "--activity", "own.csv"),
    "partnership": ("reach", "--partnership", "own.csv"),
    "costs": (*REACH, "--max-km", "5", "--costs", "own.csv"),
    "candidates": ("site", "--candidates", "own.csv"),
    "demand": ("site", "--demand", "own.csv"),
    "there already": ("site", "--partners", "own.csv"),
    "profile": ("profile", "E06000009", "--partners", "own.csv"),
    "rows": ("count", "own.csv", "--out", "out.csv"),
    "row groups": ("count", "own.parquet", "--out", "out.csv"),
    "work with schools": ("schools", "--in", "E06000009", "--activities", "own.csv"),
    "summary": ("schools", "--in", "E06000009", "--summary", "own.csv"),
    "agreed": (
        "schools",
        "--in",
        "E06000009",
        "--share-out",
        "--partners",
        "X=10007768",
        "--agreed",
        "own.csv",
    ),
    "own work": ("summarise", "own.csv", "--out", "own.json"),
    "regional map": ("regions", "--own", "own.csv"),
    "manifest": ("export", "--manifest", "own.csv", "--out", "out.zip"),
}
KINDS = {
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a folder": Path.mkdir,
}


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    """Who waits for a pipe that says nothing is woken, and the test fails."""

    def woken(*_: object) -> None:
        raise TimeoutError("a test waited for a file that never comes")

    before = signal.signal(signal.SIGALRM, woken)
    signal.alarm(10)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.fault(55)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("verb", ASKED)
def test_what_is_no_regular_file_is_refused_by_every_verb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "own.parquet" if verb == "row groups" else "own.csv"
    KINDS[kind](tmp_path / name)
    code, out, err = run(*ASKED[verb])
    assert (code, out) == (3, "")
    assert err == (
        f"coldspots: {name}: this is {kind}, not a regular file, and nothing of it was read. Copy "
        "what it holds into a file and give that.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.fault(55)
def test_a_file_is_measured_by_what_is_read_of_it(tmp_path: Path) -> None:
    """Files under /proc say that they are empty; a file that is written has more by and by."""
    assert Path("/proc/self/maps").stat().st_size == 0
    assert len(read_most(Path("/proc/self/maps"), 99)) == 100
    with pytest.raises(BadInputError, match="more than 99 bytes: 0 MB is the most"):
        content_of(Path("/proc/self/maps"), 99)
    path = tmp_path / "own.csv"
    path.write_bytes(b"a" * 99)
    assert content_of(path, 99) == b"a" * 99
    path.write_bytes(b"a" * 100)
    with pytest.raises(BadInputError, match="more than 99 bytes"):
        content_of(path, 99)


@pytest.mark.fault(55)
def test_a_file_that_grows_while_it_is_read_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.csv"
    path.write_text("postcode\n" + "FY1 1AA\n" * 20)
    plan = make_plan(path, "lsoa21", ())

    class Written(geo.counting.stream._AsFound):
        def __init__(self, handle: BinaryIO) -> None:
            super().__init__(handle)
            with path.open("a") as more:
                more.write("FY1 1AA\n" * 1_000)

    monkeypatch.setattr("geo.counting.stream._AsFound", Written)
    assert count_with(plan, 1).rows == 20


@pytest.mark.fault(55)
def test_a_pipe_among_the_publishers_files_is_no_file_of_theirs(tmp_path: Path) -> None:
    source = dataset("tundra_lsoa11")
    path = tmp_path / source.file
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    with pytest.raises(SourceUnavailableError, match=r"is not under .*; nothing was changed"):
        reading.read_csv(tmp_path, source, ["a"])


@pytest.mark.fault(55)
def test_the_settings_are_no_device(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    for make in KINDS.values():
        make(path)
        with pytest.raises(BadInputError, match="could not be read as TOML"):
            hosting.read({"COLDSPOTS_CONFIG": str(path)})
        path.rmdir() if path.is_dir() else path.unlink()
    path.write_bytes(b"#" * 1_000_000)
    assert hosting.read({"COLDSPOTS_CONFIG": str(path)}) == hosting.Hosting()
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(BadInputError, match="could not be read as TOML"):
        hosting.read({"COLDSPOTS_CONFIG": str(path)})


@pytest.mark.fault(55)
def test_what_is_refused_is_closed_again(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    numbers = Path("/proc/self/fd")
    before = len(list(numbers.iterdir()))
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), Path("/proc/self/maps")):
        with contextlib.suppress(BadInputError):
            opened.check_regular(path)
    assert len(list(numbers.iterdir())) == before


@pytest.mark.fault(55)
def test_a_manifest_is_found_in_a_pack_and_beside_it(tmp_path: Path) -> None:
    for name, content in (("manifest.json", b"[]"), ("x.zip", b"")):
        path = tmp_path / name
        path.write_bytes(content)
        if name == "x.zip":
            with zipfile.ZipFile(path, "w") as pack:
                pack.writestr("manifest.json", "[]")
        code, _, err = run("export", "--manifest", str(path), "--out", str(tmp_path / "o.zip"))
        assert code == 3
        assert "this is no manifest of a pack" in err
