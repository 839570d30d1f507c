"""Run every benchmark and print one table."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks import (
    check_copy,
    cold_spots,
    count,
    data_core,
    enrich,
    first_paint,
    in_app,
    load,
    newsroom,
    pages,
    pan_zoom,
    profiles,
    provision,
    reach,
    reach_page,
    readability,
    search,
    siting,
    static,
)
from benchmarks.timing import machine
from geo.settings import project_dir


def main() -> None:
    """Run, and print the table as Markdown."""
    raw = Path(os.environ.get("COLDSPOTS_RAW") or project_dir().parent / "shared/data/raw")
    rows = data_core.run(raw if raw.is_dir() else None)
    rows += [*first_paint.run(), *pan_zoom.run(), *in_app.run(), *search.run(), *cold_spots.run()]
    rows += [*reach.run(), *reach_page.run(), *siting.run(), *profiles.run()]
    rows += provision.run()
    rows += [*static.run(), *newsroom.run(), *pages.run(), *count.run(), *enrich.run(), *load.run()]
    rows += [*readability.run(), *check_copy.run()]
    print(f"Measured on {machine()}; medians of 5 or more, of 3 for a slow peer, in one run.\n")
    print("| what | ours | peer | ratio | asked | met |\n|---|---|---|---|---|---|")
    for row in rows:
        met = "yes" if row.met else "NO"
        print(f"| {row.what} | {row.ours} | {row.peer} | {row.ratio} | {row.asked} | {met} |")


if __name__ == "__main__":
    main()
