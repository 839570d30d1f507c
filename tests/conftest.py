from __future__ import annotations

import dataclasses
import gc
import os
import socket
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from geo.areas.cache import give_back
from geo.registry import datasets
from geo.settings import project_dir
from geo.uploads.digests import KEY

# A key of the tests': none is made in the folder of whoever runs them.
os.environ[KEY] = "0" * 64

# These machines are slow at times: a property is about its answer, not about its speed.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

pytest_plugins = ["tests.browsing"]

LONGEST = (
    "test_build.py",
    "test_accessible.py",
    "test_cold_page.py",
    "test_browser.py",
    "test_panels.py",
    "test_journeys.py",
    "test_profile_batch.py",
    "test_painting.py",
    "test_reach_page.py",
    "test_profile_page.py",
    "test_check_afterwards.py",
    "test_killed.py",
)
"""Files that begin first, so that no worker is left alone with one at the end."""


SLOW = (
    "test_build.py",
    "test_briefing.py",
    "test_profile_batch.py",
    "test_check_afterwards.py",
    "test_killed.py",
    "test_full_disk.py",
    "test_fuzz.py",
    "test_pack_cli.py",
    "test_report_figures.py",
    "test_cut_packs.py",
    "test_newsroom.py",
    "test_readers.py",
    "test_server.py",
    "test_two_processes.py",
    "test_real_routers.py",
    "test_load.py",
    "test_profile_page.py",
    "test_every_string.py",
    "test_static.py",
    "test_archives.py",
    "test_app.py",
    "test_charts_page.py",
    "test_compare_page.py",
    "test_enrich_page.py",
    "test_four_nations.py",
    "test_patch_page.py",
    "test_regions_page.py",
    "test_schools_page.py",
    "test_story_page.py",
    "test_taught_page.py",
    "test_uploads_page.py",
    "test_what_if_page.py",
    "test_examples.py",
    "test_manual_site.py",
    "test_recipes.py",
)
"""Files of builds, killed processes, whole packs, pages and pictures, servers and routers; single
tests carry the mark."""


def slow_tests() -> set[str]:
    """Return the single tests of `slow.txt`, by file and name."""
    lines = Path(__file__).with_name("slow.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(LONGEST)))
    listed = slow_tests()
    for item in items:
        if item.path.name in SLOW or item.nodeid.partition("[")[0] in listed:
            item.add_marker("slow")


def pytest_collection() -> None:
    """Look for no garbage among what is imported and collected, which stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later search for garbage."""
    gc.collect()
    gc.freeze()
    gc.enable()


LOCAL = {"127.0.0.1", "::1", "localhost"}


PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20 if hasattr(os, "sysconf") else 0.0


def memory_mb() -> float:
    """Return the memory of this process; 0 where the system does not say."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * PAGE_MB if statm.is_file() else 0.0


def most_kept_mb() -> float:
    """Return how much memory a worker may have, a tenth of the machine's, before it forgets answers.

    What is imported and collected is half of the least; three workers are to come to no more than
    4 GB, and two may have as much between them.
    """
    known = "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {})
    tenth = os.sysconf("SC_PHYS_PAGES") * PAGE_MB / 10 if known else 0.0
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return min(max(1_000.0, tenth), 3_900.0 / min(max(workers, 2), 3))


def forget_answers() -> None:
    """Empty every cache of the program and of the tests: each makes its answers anew."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("geo", "layers", "serving", "views", "cli", "tests"):
            for held in list(vars(module).values()):
                if callable(clear := getattr(held, "cache_clear", None)):
                    clear()


@pytest.fixture(autouse=True, scope="module")
def memory_given_back() -> Iterator[None]:
    """What a file of tests needed at its most is there for the next one, on small machines too."""
    yield
    # To look through all that a worker keeps takes half a second: only where there is a need.
    if memory_mb() > most_kept_mb():
        gc.collect()
        give_back()
    if memory_mb() > most_kept_mb():
        forget_answers()
        gc.collect()
        give_back()


@pytest.fixture(autouse=True, scope="session")
def components_found_once() -> Iterator[None]:
    """Streamlit searches all installed packages for components in each `AppTest`: once is enough."""
    if "streamlit" not in sys.modules:
        yield
        return
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        searched = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", searched)
        yield


@pytest.fixture(autouse=True)
def no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to reach another machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOCAL:  # type: ignore[index]
            raise AssertionError(f"a test reached out to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


def raw_dir() -> Path | None:
    """Return the folder of the publishers' raw files, if it is here."""
    folder = Path(os.environ.get("COLDSPOTS_RAW") or project_dir().parent / "shared/data/raw")
    return folder if (folder / "ofs").is_dir() else None


@pytest.fixture(scope="session")
def raw() -> Path:
    """The publishers' raw files; tests that need them skip where they are not."""
    folder = raw_dir()
    if folder is None:
        pytest.skip("the publishers' raw files are not here: set COLDSPOTS_RAW to their folder")
    return folder


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change what the registry says of a dataset, such as its number of rows."""

    def change(name: str, **changes: object) -> None:
        entries = dict(datasets._by_id())
        entries[name] = dataclasses.replace(entries[name], **changes)
        monkeypatch.setattr(datasets, "_by_id", lambda: entries)

    return change


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """A folder with one old file, which must be as it was when the test ends."""
    old = tmp_path / "old.csv"
    old.write_text("what was there\n")
    yield old
    assert old.read_text() == "what was there\n"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
