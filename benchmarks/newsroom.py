"""The newsroom pack of an authority and of England: the whole command, from a cold start to zip."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.timing import Row, command

ASKED = (
    ("a local authority (Blackpool)", "in=E06000009", 10),
    ("England", "", 30),
)
MOST_MB = 900


def run(runs: int = 3) -> list[Row]:
    """Measure."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pack.zip"
        for what, link, limit_s in ASKED:
            took, peak = command(["export", "--link", link, "--out", str(out)], runs)
            size = out.stat().st_size / 1e6
            rows.append(
                Row(
                    f"newsroom pack of {what}, cold start to zip ({size:.0f} MB)",
                    f"{took:.1f} s, {peak:.0f} MB",
                    "none",
                    "",
                    f"under {limit_s} s, {MOST_MB} MB",
                    took < limit_s and peak < MOST_MB,
                )
            )
    return rows


if __name__ == "__main__":
    for line in run():
        print(line)
