"""Profiles of many places: files and index, what is kept, what an interruption leaves."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import psutil
import pytest

import cli
from geo import tables
from geo.errors import BadInputError, DiskError, GeoError, IntegrityError, UnknownAreaError
from geo.files import HALF
from geo.settings import VERSION, data_dir, project_dir
from layers.coldspots.zone_words import zone_of
from layers.profiles import batch as report_batch
from layers.profiles import sources as report_sources
from layers.profiles.batch import Batch, Entry, Order, places_of
from layers.profiles.whose import inputs_of

RUTLAND, LANCASHIRE = "E06000017", "E10000017"


def shas(folder: Path) -> dict[str, str]:
    """Hash each profile of a folder."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("E*.pdf"))
    }


def whole(folder: Path) -> set[str]:
    """Name the profiles whose traces hold their hash."""
    found = set()
    for name, digest in shas(folder).items():
        trace = folder / name.replace(".pdf", ".trace.json")
        if trace.is_file() and json.loads(trace.read_text(encoding="utf-8"))["sha256"] == digest:
            found.add(name)
    return found


@pytest.fixture(scope="module")
def rutland(tmp_path_factory: pytest.TempPathFactory) -> tuple[Order, Batch]:
    folder = tmp_path_factory.mktemp("batch") / "new"
    order = Order("msoa21", folder, RUTLAND, ".pdf", workers=1)
    return order, report_batch.run_batch(order)


def test_each_place_has_a_profile_its_traces_and_a_line_in_the_index(
    rutland: tuple[Order, Batch],
) -> None:
    order, batch = rutland
    areas = tables.load("areas_msoa21")
    codes = sorted(areas.index[areas["lad24_code"] == RUTLAND])
    assert (batch.written, batch.kept, batch.failed) == (len(codes), 0, {})
    with (order.folder / "index.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["area_code"] for row in rows] == codes
    page = (order.folder / "index.html").read_text(encoding="utf-8")
    for row in rows:
        assert row["area_name"] == areas["local_name"][row["area_code"]]
        assert (order.folder / row["profile"]).is_file()
        assert f'href="{row["profile"]}"' in page
        held = json.loads((order.folder / row["traces"]).read_text(encoding="utf-8"))
        assert held["code"] == row["area_code"]
        assert held["version"] == VERSION
        bundle = (data_dir() / "provenance.json").read_bytes()
        assert held["bundle"] == hashlib.sha256(bundle).hexdigest()
    assert len(whole(order.folder)) == len(codes)


def test_only_what_is_missing_broken_or_old_is_made_again(rutland: tuple[Order, Batch]) -> None:
    order, _ = rutland
    before = shas(order.folder)
    missing, broken, old, *_ = (order.folder / name for name in before)
    missing.unlink()
    broken.write_bytes(broken.read_bytes()[:-1])
    trace = old.with_name(old.name.replace(".pdf", ".trace.json"))
    trace.write_text(trace.read_text(encoding="utf-8").replace(VERSION, "0.0.9"), encoding="utf-8")
    half = order.folder / f"{HALF}abcd1234.pdf"
    half.write_text("half", encoding="utf-8")
    batch = report_batch.run_batch(order)
    assert (batch.written, batch.kept) == (3, len(before) - 3)
    assert shas(order.folder) == before
    assert not half.exists()


def test_other_options_make_all_of_them_again(rutland: tuple[Order, Batch]) -> None:
    order, batch = rutland
    made_with = report_sources.made_with
    same = made_with(inputs_of(order.whose))
    further = report_batch.reach_run.ReachQuery(costs=report_batch.reach_run.CostChoice(max_km=5))
    other = made_with(inputs_of(further))
    assert [report_batch._is_whole(order, entry, same) for entry in batch.entries] == [True] * 5
    assert not any(report_batch._is_whole(order, entry, other) for entry in batch.entries)


@pytest.mark.fault(29)
def test_a_place_that_fails_leaves_the_others_be_and_a_full_disk_does_not(
    rutland: tuple[Order, Batch], tmp_path: Path
) -> None:
    good, bad = rutland[1].entries[0], Entry("X00000001", "None", "msoa21", "X00000001")
    order, batch = Order("msoa21", tmp_path, suffix=".pdf"), Batch([bad, good])
    for entry in (bad, good):
        report_batch._record(done(report_batch._one(order, entry)), entry, batch)
    assert batch.written == 1
    assert isinstance(batch.failed["X00000001"], UnknownAreaError)
    assert "1 failed (first: X00000001: 'X00000001' is no area" in batch.line()
    assert {path.name for path in tmp_path.glob("*.pdf")} == {f"{good.stem}.pdf"}
    (tmp_path / f"{good.stem}.pdf").unlink()
    (tmp_path / f"{good.stem}.pdf").mkdir()
    with pytest.raises(DiskError, match="Could not write"):
        report_batch._record(done(report_batch._one(order, good)), good, batch)
    assert not list(tmp_path.glob(f"{HALF}*"))


def done(problem: GeoError | None) -> Future[GeoError | None]:
    future: Future[GeoError | None] = Future()
    future.set_result(problem)
    return future


def test_a_fault_that_nobody_foresaw_costs_one_place_and_is_said_as_such(
    rutland: tuple[Order, Batch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(code: str, whose: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(report_batch.report, "profile_of", broken)
    first, second, third = rutland[1].entries[:3]
    batch = Batch([first, second, third])
    order = Order("msoa21", tmp_path, suffix=".pdf")
    with pytest.raises(ZeroDivisionError):
        report_batch._one(order, first)
    failed: Future[GeoError | None] = Future()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        failed = pool.submit(int, "no number")
        report_batch._record(failed, first, batch)
    failed = Future()
    failed.set_exception(MemoryError("too much"))
    report_batch._record(failed, second, batch)
    report_batch._record(done(None), third, batch)
    assert (batch.written, batch.left, list(batch.failed)) == (1, 0, [first.code, second.code])
    said = str(batch.failed[first.code])
    assert re.match(r"a fault of Cold Spots itself at process\.py:\d+: ValueError: invalid", said)
    assert said.endswith("Please report this line, with the command.")
    assert "itself: MemoryError: too much." in str(batch.failed[second.code])
    assert all(isinstance(problem, IntegrityError) for problem in batch.failed.values())


def test_a_process_that_the_system_ends_is_said_to_lack_memory(tmp_path: Path) -> None:
    entry = Entry("E02000001", "A", "msoa21", "E02000001-a")
    failed: Future[GeoError | None] = Future()
    failed.set_exception(BrokenProcessPool())
    batch = Batch([entry], written=3)
    with pytest.raises(IntegrityError, match="3 profiles were written and are whole: run the same"):
        report_batch._record(failed, entry, batch)
    assert batch.failed == {}


@contextlib.contextmanager
def begun(folder: Path, workers: int) -> Iterator[subprocess.Popen[str]]:
    """Begin a batch as a person does, and wait for its first profile."""
    command = [sys.executable, "-m", "cli", "profile", "--all", "msoa21", "--within", LANCASHIRE]
    command += ["--out-dir", str(folder), "--workers", str(workers)]
    # A shell leaves what it runs in the background deaf to Ctrl-C, and so would these tests be.
    running = subprocess.Popen(
        command, cwd=project_dir(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=hear_interrupts,
    )  # fmt: skip
    end = time.monotonic() + 60
    try:
        while not list(folder.glob("*.trace.json")):
            assert running.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        yield running
    finally:
        # Whatever the test found, no process and no pipe of it is left to the next one.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()


def hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.fault(28)
def test_stopped_or_killed_it_leaves_whole_files_and_goes_on(tmp_path: Path) -> None:
    with begun(tmp_path, 1) as stopped:
        os.killpg(stopped.pid, signal.SIGINT)
        said, errors = stopped.communicate(timeout=240)
    assert stopped.returncode == 130
    assert "run the same command to go on" in said
    assert "Traceback" not in errors
    first = whole(tmp_path)
    assert first == set(shas(tmp_path))
    assert f"{len(first)} profiles written" in said

    (tmp_path / next(iter(first))).with_suffix(".trace.json").unlink()
    with begun(tmp_path, 2) as killed:
        while len(list(tmp_path.glob("*.trace.json"))) <= len(first):
            time.sleep(0.05)
        workers = psutil.Process(killed.pid).children(recursive=True)
        killed.kill()
        _, alive = psutil.wait_procs(workers, timeout=240)
        assert alive == []
    assert len(shas(tmp_path)) > len(first)
    assert whole(tmp_path) == set(shas(tmp_path))
    assert not list(tmp_path.glob(f"{HALF}*"))


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (["--all", "lad24"], "give --all with a level and --out-dir"),
        (["E06000009", "--all", "lad24", "--out-dir", "x"], "neither a code"),
        (["--all", "lsoa11", "--out-dir", "x"], "Profiles of 'lsoa11' cannot be made"),
        (["--all", "lad24", "--out-dir", "x", "--format", "doc"], "cannot be .doc"),
        (["--all", "msoa21", "--within", "S12000033", "--out-dir", "x"], "No area lies within"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_line(asked: list[str], problem: str) -> None:
    with pytest.raises(GeoError, match=problem):
        cli.app(["profile", *asked], standalone_mode=False)


def test_zones_and_areas_are_those_inside(tmp_path: Path) -> None:
    assert [entry.code for entry in places_of("lad24", "E12000001")] == sorted(
        tables.load("areas_lad24").query("region_code == 'E12000001'").index
    )
    held = [set(zone_of(entry.code)[1]["area_codes"].split())
            for entry in places_of("zones", "E06000009")]  # fmt: skip
    areas, cold = tables.load("areas_lsoa21"), tables.load("coldspots_lsoa21")["cold_spot"]
    here = set(areas.index[areas["lad24_code"] == "E06000009"])
    assert all(one & here for one in held)
    assert set().union(*held) & here == set(cold.index[cold]) & here
    with pytest.raises(BadInputError, match="No zone"):
        places_of("zones", RUTLAND)
