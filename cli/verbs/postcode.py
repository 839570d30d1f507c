"""The verbs `postcode` and `enrich`: which areas postcodes are in, and lists with their figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import Json, Root
from cli.output import echo, print_json, progress_bar
from geo.errors import BadInputError

if TYPE_CHECKING:
    from geo.enrich import Enriched

SHOWN = 10
"""Rows with a problem that are printed; the file has all."""


def postcode(
    codes: Annotated[list[str], typer.Argument(help="Postcodes, in any spelling.")],
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Find the areas that postcodes are in."""
    from geo.places import find

    areas = find(codes, data)
    bad = areas[areas["problem"] != ""]
    if as_json:
        rows = areas.astype(object).where(areas.notna(), None)
        print_json({"postcodes": rows.to_dict("records")})
    else:
        for row in areas.itertuples():
            text = str(row.problem) or _describe(row)
            echo(f"{row.postcode!s}: {text}", err=bool(row.problem))
    if len(bad):
        raise typer.Exit(BadInputError.exit_code)


def _describe(row: Any) -> str:
    """Return where a postcode is."""
    names = f"{row.local_name}, {row.lad24_name}" if row.local_name else row.lad24_name
    held = {"msoa21": row.msoa21_code, "ward24": row.ward24_code, "lad24": row.lad24_code}
    codes = ", ".join(f"{level} {code}" for level, code in held.items() if code)
    return f"{names}; {row.name} ({row.geography} {row.code}, {codes})"


def enrich(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="LIST",
            help="CSV, XLSX or ODS with a column of postcodes, or of addresses that have one.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write: .csv or .xlsx.")],
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            help="Id of a measure to add, as `info` lists them; repeatable. Also tundra_quintile, "
            "imd_decile, imd_fifth and imd_index.",
            show_default="tundra_rate, tundra_quintile, imd_decile, he19_rate",
        ),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            help='A column of yes and no: "low: tundra_quintile <= 2 or imd_decile <= 2"; '
            "repeatable.",
        ),
    ] = None,
    column: Annotated[
        str, typer.Option("--column", help="Heading of the column with postcodes or addresses.")
    ] = "",
    sheet: Annotated[str, typer.Option("--sheet", help="Sheet of a workbook.")] = "",
    zones: Annotated[
        bool, typer.Option("--zones/--no-zones", help="Whether to add the zone of cold spots.")
    ] = True,
    providers: Annotated[
        int, typer.Option("--providers", help="Nearest providers to add, 0 to 2.")
    ] = 2,
    as_json: Json = False,
) -> None:
    """Add areas, measures, zone and nearest providers to a list of postcodes."""
    from geo.enrich import USUAL, EnrichOptions
    from geo.enrich import enrich as run
    from geo.tables import check_paths
    from layers.exports import check_list_suffix, files_of_list, write_list

    check_list_suffix(out)
    check_paths(files_of_list("--out", out), {"LIST": source})
    chosen = tuple(USUAL if measure is None else measure)
    options = EnrichOptions(chosen, tuple(rule or ()), zones, providers, sheet, column)
    with progress_bar(f"Enriching {source.name}") as progress:
        made = run(source, options, progress=lambda share: progress(share / 2))
        write_list(made, out, lambda share: progress((1 + share) / 2))
    if as_json:
        print_json(_summary(made, out))
        return
    for notice in made.notices:
        echo(notice, err=True)
    for line, row in made.bad.head(SHOWN).iterrows():
        echo(f"Line {line}, {str(row['value'])[:40]!r}: {row['problem']}", err=True)
    if len(made.bad) > SHOWN:
        echo(f"{len(made.bad) - SHOWN:,} more are in the column problem.", err=True)
    echo(f"{len(made.table):,} rows, {len(made.added)} columns added: {out}")


def _summary(made: Enriched, out: Path) -> dict[str, Any]:
    return {
        "rows": len(made.table),
        "rows_with_a_problem": len(made.bad),
        "column": made.column,
        "sheet": made.sheet,
        "added": list(made.headings),
        "problems": [
            {"line": line, "value": row["value"], "problem": row["problem"]}
            for line, row in made.bad.head(SHOWN).iterrows()
        ],
        "notices": made.notices,
        "out": str(out),
    }
