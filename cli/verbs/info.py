"""The verb `info`: which datasets, indicators and geographies there are."""

from __future__ import annotations

from cli.options import Json
from cli.output import new_table, print_json, print_table
from geo.registry import bundled
from geo.settings import VERSION


def info(as_json: Json = False) -> None:
    """List datasets, indicators and geographies, with period, licence and hash."""
    from geo.files import read_json
    from geo.registry import DATASETS, INDICATORS
    from geo.settings import data_dir
    from geo.tables import NAME

    bundle = read_json(data_dir() / NAME)
    hashes = {name: entry["sha256_of_copy"] for name, entry in bundle["datasets"].items()}
    if as_json:
        print_json(
            {
                "version": VERSION,
                "geographies": [vars(entry) | {"count": entry.count} for entry in bundled()],
                "indicators": [
                    {**vars(entry), "periods": dict(entry.periods.labels) if entry.periods else {}}
                    for entry in INDICATORS
                ],
                "datasets": [{"id": name, **entry} for name, entry in bundle["datasets"].items()],
            }
        )
        return
    levels = new_table("Geographies", "name", "what", "areas", "in which nations")
    for level in bundled():
        inside = ", ".join(f"{nation} {count:,}" for nation, count in level.counts.items())
        levels.add_row(level.id, level.plural, f"{level.count:,}", inside)
    print_table(levels)
    numbers = new_table("Indicators", "column", "what", "period", "levels")
    for number in INDICATORS:
        numbers.add_row(number.id, number.label, number.period, " ".join(number.geographies))
    print_table(numbers)
    files = new_table(
        "Datasets", "name", "publisher", "period", "rows", "licence", "sha256 of our copy"
    )
    for entry in DATASETS:
        files.add_row(
            entry.id,
            entry.publisher.name,
            entry.period,
            f"{entry.rows:,}",
            entry.publisher.licence or "not stated",
            hashes[entry.id][:16],
        )
    print_table(files)
