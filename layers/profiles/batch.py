"""Profiles of many places: what is there and whole is kept, several processes make the rest."""

from __future__ import annotations

import csv
import hashlib
import io
import multiprocessing
import os
import re
import signal
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from json import loads
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from geo.areas import area_table, inside_of, levels_of, name_of
from geo.coldspots import ColdSpotQuery, find_all
from geo.errors import BadInputError, DiskError, GeoError, IntegrityError
from geo.files import HALF, only_writer, write_bytes
from geo.reach import run as reach_run
from geo.registry import geography, indicator
from geo.uploads import inert
from layers.browser import where_of
from layers.coldspots import level_in, zone_of
from layers.profiles import compose as report
from layers.profiles.html import environment
from layers.profiles.nations import OF_ONE_NATION
from layers.profiles.sources import TRACE, made_line, trace_path

ZONES = "zones"
"""What stands for a level where the places are zones of tested cold spots."""
INDEX = "index"
COLUMNS = ("area_code", "area_name", "where", "profile", "traces")
_LONGEST = 60


class Maker(Protocol):
    """What makes one file of a batch; it is sent to other processes whole."""

    @property
    def noun(self) -> str:
        """What the files are called, many of them."""

    def check_suffix(self, path: Path) -> None:
        """Refuse a file name that ends in no format."""

    def made_with(self) -> dict[str, Any]:
        """Return what a file is made with: where all of it is the same, so is the file."""

    def begin(self) -> None:
        """Make a process ready."""

    def prepare(self, code: str, path: Path) -> Callable[[], object]:
        """Compose what is said of a place; return what writes it, its traces last."""

    def whole(self, path: Path) -> bool:
        """Test whether what stands beside the file of a place is there."""


@dataclass(frozen=True)
class Order:
    """What a batch makes."""

    level: str
    """Level of areas, or `ZONES`."""
    folder: Path
    within: str = ""
    """Code of what holds the places; empty for all there are."""
    suffix: str = ".pdf"
    whose: reach_run.ReachQuery = field(default_factory=reach_run.ReachQuery)
    again: bool = False
    """Whether to make anew what is there."""
    workers: int = 0
    """Processes; as many as there are cores unless given."""
    maker: Maker | None = None
    """What makes the files; profiles unless given."""

    @property
    def made_by(self) -> Maker:
        """Return what makes the files."""
        return self.maker or report.ProfileMaker(self.whose)


@dataclass
class Batch:
    """What became of a batch."""

    entries: list[Entry]
    """Every place asked for, in the order of codes."""
    kept: int = 0
    written: int = 0
    failed: dict[str, GeoError] = field(default_factory=dict)
    """Why not, by code."""
    stopped: bool = False
    """Whether it was interrupted: what is there is whole, and another run goes on."""
    noun: str = "profiles"
    """What the files are called."""

    @property
    def left(self) -> int:
        """Count the places that were not come to."""
        return len(self.entries) - self.kept - self.written - len(self.failed)

    def line(self) -> str:
        """Return in one line what became of it, and what to do next."""
        said = [f"{self.written:,} {self.noun} written"]
        said += [f"{self.kept:,} kept as they were"] if self.kept else []
        if self.failed:
            code, problem = next(iter(self.failed.items()))
            said.append(f"{len(self.failed):,} failed (first: {code}: {problem})")
        if self.stopped:
            said.append(f"stopped with {self.left:,} to go: run the same command to go on")
        return "; ".join(said)

    def summary(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        return {
            "places": len(self.entries),
            "written": self.written,
            "kept": self.kept,
            "left": self.left,
            "failed": {code: str(problem) for code, problem in self.failed.items()},
        }


def places_of(level: str, within: str = "") -> list[Entry]:
    """List the places that a batch is about, with the files they get.

    Raises
    ------
    BadInputError
        If there is no such level, or its areas have no profile.
    UnknownAreaError
        If nothing lies within the place.
    """
    if level == ZONES:
        return _zones(within)
    levels = (*indicator("tundra_rate").geographies, *OF_ONE_NATION)
    if level not in levels:
        raise BadInputError(
            f"Profiles of {level!r} cannot be made. Choose one of {', '.join([*levels, ZONES])}."
        )
    codes = area_table(level).index[inside_of(level, within)]
    return [_entry(level, str(code), name_of(level, str(code))) for code in sorted(codes)]


def _zones(within: str) -> list[Entry]:
    level = level_in(within)
    found = find_all(ColdSpotQuery(level))
    here = set(area_table(level).index[inside_of(level, within)])
    held = found.zones["area_codes"].str.split().explode()
    codes = sorted(set(held.index[held.isin(here)]))
    if not codes:
        raise BadInputError(f"No zone of tested cold spots lies within {within}.")
    return [_entry(ZONES, code, str(zone_of(code)[1]["zone_name"])) for code in codes]


def _entry(level: str, code: str, name: str) -> Entry:
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", letters.replace("'", ""))[:_LONGEST].strip("-")
    return Entry(code, name, level, f"{code}-{slug}" if slug else code)


def run_batch(order: Order, progress: Callable[[float], None] = lambda _: None) -> Batch:
    """Make the profiles of a batch, and an index of them.

    A profile is kept where the traces beside it say that the same version made it from the same
    bundle and the same options, and their hash is its own.

    Parameters
    ----------
    order
        What to make.
    progress
        Called with the share that is done, 0 to 1.

    Raises
    ------
    BadInputError
        If the level, the format or an option cannot be used.
    DiskError
        If the folder cannot be written, or another run is writing into it.
    """
    maker = order.made_by
    maker.check_suffix(Path(f"file{order.suffix}"))
    batch = Batch(places_of(order.level, order.within), noun=maker.noun)
    made_with = maker.made_with()
    with _alone(order.folder):
        left = []
        for entry in batch.entries:
            whole = not order.again and _is_whole(order, entry, made_with)
            batch.kept += whole
            left += [] if whole else [entry]
        if left:
            _make(order, left, batch, progress)
        if not batch.stopped:
            there = [entry for entry in batch.entries if entry.code not in batch.failed]
            write_index(
                order.folder, there, order.level, order.within, order.suffix, TRACE,
                maker.noun,
            )  # fmt: skip
    return batch


def in_the_way(folder: Path, suffix: str, given: Sequence[Path]) -> Path | None:
    """Return the first of some files that a batch into a folder would write over."""
    ends = (suffix, TRACE, f"{INDEX}.csv", f"{INDEX}.html")
    home = os.path.realpath(folder)
    for path in given:
        real = Path(os.path.realpath(path))
        if str(real.parent) == home and real.name.endswith(ends):
            return real
    return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder, and clear away what a killed run left half written."""
    try:
        with only_writer(folder):
            for path in folder.glob(f"{HALF}*"):
                path.unlink(missing_ok=True)
            yield
    except FileExistsError as error:
        raise DiskError(f"{folder} is a file. Name a folder for the profiles.") from error
    except PermissionError as error:
        raise DiskError(f"{folder} cannot be written. Choose another folder.") from error


def _is_whole(order: Order, entry: Entry, made_with: dict[str, Any]) -> bool:
    path = order.folder / f"{entry.stem}{order.suffix}"
    try:
        held = loads(trace_path(path).read_bytes())
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        same = {"code": entry.code, "sha256": digest, **made_with}
        known = all(held.get(key) == value for key, value in same.items())
        return known and order.made_by.whole(path)
    except (OSError, ValueError, AttributeError):
        return False


def _make(order: Order, left: list[Entry], batch: Batch, progress: Callable[[float], None]) -> None:
    count = min(order.workers or os.cpu_count() or 1, len(left))
    # Begun anew, not forked: threads of the parent would be missing in a copy of it.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, context, _begin, (order,)) as pool:
        waiting = {pool.submit(_one, order, entry): entry for entry in left}
        progress(0.0)
        try:
            for done, future in enumerate(as_completed(list(waiting)), 1):
                _record(future, waiting.pop(future), batch)
                progress(done / len(left))
        except KeyboardInterrupt:
            batch.stopped = True
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        for future, entry in waiting.items():
            if not future.cancelled():
                _record(future, entry, batch)


def _record(future: Future[GeoError | None], entry: Entry, batch: Batch) -> None:
    """Count what became of a place; a full disk ends the batch, for the next one fails as well."""
    try:
        problem = future.result()
    except BrokenProcessPool as error:
        raise IntegrityError(
            f"A process was ended by the system, perhaps for want of memory. {batch.written:,} "
            f"{batch.noun} were written and are whole: run the same command again to go on, with "
            "--workers 1 if memory is short."
        ) from error
    except Exception as error:
        # Whatever it is, it costs this place alone.
        problem = _fault(error, batch.noun)
    if isinstance(problem, DiskError):
        raise problem
    if problem is None:
        batch.written += 1
    else:
        batch.failed[entry.code] = problem


def _fault(error: Exception, noun: str) -> GeoError:
    """Return the error of a place that failed for an unforeseen reason, with the line of code."""
    # The process that failed sends its own traceback as the cause.
    steps = re.findall(r'File "(?:.*/)?([^"/]+)", line (\d+)', str(error.__cause__ or ""))
    where = f" at {steps[-1][0]}:{steps[-1][1]}" if steps else ""
    return IntegrityError(
        f"a fault of Cold Spots itself{where}: {type(error).__name__}: {error}. The other {noun} "
        "are not touched by it. Please report this line, with the command."
    )


_writing = threading.Lock()


def _begin(order: Order) -> None:
    """Make a process ready: it leaves interruptions to the parent, and ends when that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    order.made_by.begin()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        with _writing:
            os._exit(1)


def _one(order: Order, entry: Entry) -> GeoError | None:
    """Write the file of one place; return why not, if it is a reason that was foreseen."""
    try:
        path = order.folder / f"{entry.stem}{order.suffix}"
        write = order.made_by.prepare(entry.code, path)
        with _writing:
            write()
    except GeoError as error:
        return error
    return None


@dataclass(frozen=True)
class Entry:
    """One place of a batch."""

    code: str
    name: str
    level: str
    """Level of areas, or `ZONES`."""
    stem: str
    """Name of its files without a suffix."""

    @property
    def where(self) -> str:
        """Return what kind of place it is, and what holds it."""
        if self.level == ZONES:
            return str(zone_of(self.code)[1]["lad24_names"])
        return where_of(self.level, self.code)


def write_index(
    folder: Path,
    entries: list[Entry],
    level: str,
    within: str,
    suffix: str,
    traces: str,
    noun: str = "profiles",
) -> None:
    """Write `index.html` and `index.csv` of the files in a folder, each whole or not at all.

    Parameters
    ----------
    folder, entries
        Where the files are, and the places that have one.
    level, within, suffix, traces
        What was asked for, and what the names of files and of their traces end in.
    noun
        What the files are called, many of them.
    """
    rows = [
        (entry.code, entry.name, entry.where, entry.stem + suffix, entry.stem + traces)
        for entry in entries
    ]
    one = {"stories": "story"}.get(noun, "profile")
    write_bytes(folder / f"{INDEX}.csv", _table(rows, one))
    kind = "zones of cold spots" if level == ZONES else geography(level).plural
    if within and levels_of(within):
        kind = f"{kind} of {name_of(levels_of(within)[0], within)}"
    page = environment().get_template("profiles.html").render(
        noun=noun,
        one=one,
        title=f"{len(rows):,} {noun}: {kind}",
        rows=sorted(rows, key=lambda row: (row[1].lower(), row[0])),
        kind=suffix.lstrip(".").upper(),
        made=made_line().text.split(". ")[0] + ".",
    )  # fmt: skip
    write_bytes(folder / f"{INDEX}.html", f"{page}\n".encode())


def _table(rows: Sequence[tuple[str, ...]], one: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([one if column == "profile" else column for column in COLUMNS])
    cells = [inert(pd.Series(column, dtype="str")) for column in zip(*rows, strict=True)]
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode("utf-8-sig")
