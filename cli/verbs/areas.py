"""The verb `areas`: the joined table of a geography, and what became of every source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Json, Root
from cli.output import echo, echo_note, print_json, spinner
from geo.errors import BadInputError
from geo.registry import bundled, geography

if TYPE_CHECKING:
    from geo.areas import JoinLine

LEVELS = ", ".join(entry.id for entry in bundled())


def areas(
    geography_name: Annotated[
        str, typer.Option("--geography", "-g", help=f"Level of areas: {LEVELS}.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write: .csv .parquet .xlsx .geojson .gpkg."),
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", help="Code of an area; only what lies inside it.")
    ] = None,
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Write the joined table of a geography, and say what became of every source."""
    from geo.areas import build_areas
    from geo.tables import check_paths
    from layers.exports import check_suffix, files_of, remark_on, write_areas

    geography(geography_name)
    if out is None and not as_json:
        raise BadInputError("Nothing to do: give a file with --out, or --json for the report.")
    if out is not None:
        check_suffix(out)
    check_paths(files_of("--out", out), {}, data)
    with spinner(f"Joining and writing {geography_name}"):
        table, report = build_areas(geography_name, within=within, root=data)
        if out is not None:
            write_areas(table, out)
    if out is not None:
        echo_note(remark_on(out, geography_name))
    if as_json:
        print_json(
            {
                "geography": geography_name,
                "areas": len(table.table),
                "columns": list(table.table.columns),
                "out": str(out) if out else None,
                "join": [vars(line) for line in report.lines],
            }
        )
        return
    echo(f"{len(table.table):,} areas, {len(table.table.columns)} columns: {out}")
    for line in report.lines:
        echo(_describe(line))


def _describe(line: JoinLine) -> str:
    """Return what became of one source table in a join."""
    how = {
        "copied": line.copied,
        "inherited": line.inherited,
        "merged": line.merged,
        "partial": line.partial,
        "mixed": line.mixed,
        "suppressed": line.suppressed,
    }
    parts = [f"{count:,} {name}" for name, count in how.items() if count]
    ways = f" ({', '.join(parts)})" if parts else ""
    return (
        f"  {line.table}: {line.matched:,} of {line.boundaries:,} areas matched{ways}; "
        f"{line.only_in_table:,} rows without an area"
    )
