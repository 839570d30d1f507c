"""The last table kept as data, and the fast rows held against it by their ratio to the peer.

Seconds drift with the machine; how many times faster than a peer in the same run drifts less.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.timing import Row, machine
from geo.settings import project_dir

LAST = project_dir() / "benchmarks" / "last.json"
LOSS = 0.25
"""Part of a ratio that may be lost: timings on shared machines drift by less."""

_TIMES = re.compile(r"^([\d,]+(?:\.\d+)?) times (?:faster|as fast)\b")


def times_of(row: Row) -> float | None:
    """Return how many times faster than its peer a row says we are; none where it has no peer.

    Examples
    --------
    >>> times_of(Row("a map", "1 s", "folium: 16 s", "16.2 times faster", "15 times", True))
    16.2
    >>> times_of(Row("a page", "1 s", "none", "", "under 2 s", True)) is None
    True
    """
    found = _TIMES.match(row.ratio)
    return float(found[1].replace(",", "")) if found else None


@dataclass(frozen=True)
class Table:
    """Rows of one run."""

    rows: tuple[Row, ...]
    machine: str
    commit: str
    day: str
    seconds: dict[str, float]
    """How long each set of rows took."""

    def markdown(self) -> str:
        """Write the table."""
        taken = ", ".join(f"{name} {seconds:.0f}" for name, seconds in self.seconds.items())
        lines = [
            f"Measured on {self.machine}, at {self.commit}, {self.day}; medians of 5 or more, of 3 "
            f"for a slow peer, in one run. Seconds that each set took: {taken}.",
            "",
            "| what | ours | peer | ratio | asked | met |",
            "|---|---|---|---|---|---|",
        ]
        for row in self.rows:
            met = "yes" if row.met else "NO"
            lines.append(
                f"| {row.what} | {row.ours} | {row.peer} | {row.ratio} | {row.asked} | {met} |"
            )
        return "\n".join(lines) + "\n"


def table_of(rows: Iterable[Row], seconds: dict[str, float]) -> Table:
    """Put rows that were just measured to a table, with the machine, the commit and the day."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=project_dir(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    day = datetime.now(UTC).date().isoformat()
    return Table(tuple(rows), machine(), done.stdout.strip() or "no commit", day, seconds)


def keep(table: Table, path: Path = LAST) -> None:
    """Keep a table as the last one; rows that it does not have stay from the one before."""
    before = load(path)
    new = {row.what for row in table.rows}
    rows = [*table.rows, *(row for row in before.rows if row.what not in new)] if before else None
    text = json.dumps(asdict(table) | ({"rows": [asdict(row) for row in rows]} if rows else {}),
                      indent=1, ensure_ascii=False)  # fmt: skip
    path.write_text(text + "\n", encoding="utf-8")


def load(path: Path = LAST) -> Table | None:
    """Load the last table; none where there is none yet."""
    if not path.is_file():
        return None
    held = json.loads(path.read_text(encoding="utf-8"))
    return Table(**{**held, "rows": tuple(Row(**row) for row in held["rows"])})


def held(
    names: Iterable[str], measure: Callable[[str], list[Row]], last: Table
) -> tuple[list[Row], list[str]]:
    """Measure sets of rows, a set twice that lost; return the rows, and what lost both times.

    On a shared machine a row of half a second may lose a quarter by chance; hardly twice in turn.
    """
    rows, said = list[Row](), list[str]()
    for name in names:
        measured = measure(name)
        if lost := _lost(measured, last):
            measured = measure(name)
            said += [line for what, line in _lost(measured, last).items() if what in lost]
        rows += measured
    return rows, said


def slower(now: Iterable[Row], last: Table) -> list[str]:
    """List the rows that lost more than `LOSS` of their ratio, and those without comparison."""
    return list(_lost(now, last).values())


def _lost(now: Iterable[Row], last: Table) -> dict[str, str]:
    """Say of each row that lost how much."""
    before = {row.what: times_of(row) for row in last.rows}
    said = dict[str, str]()
    for row in now:
        times = times_of(row)
        if times is None:
            continue
        if (was := before.get(row.what)) is None:
            said[row.what] = f"{row.what}: not in the last table. Run `make bench`."
        elif times < was * (1 - LOSS):
            said[row.what] = f"{row.what}: {times:g} times faster than its peer, {was:g} before."
    return said
