"""The verb `contacts`: schools to contact about a place, or cold spots near a school or college."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli import options
from cli.options import Json, Root
from cli.output import echo, new_table, print_json, print_table, spinner

PRINTED = 20
"""Rows of a list that are printed; a file has all."""


def contacts(
    place: Annotated[
        str | None, typer.Argument(metavar="[AREA_OR_ZONE]", help="Code of an area, or a zone_id.")
    ] = None,
    urn: Annotated[
        str | None, typer.Option("--urn", help="Instead: URN of a school or college.")
    ] = None,
    max_km: Annotated[float, typer.Option("--max-km", help="Near is up to this.")] = 3,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File of the list: .csv .xlsx .parquet."),
    ] = None,
    cold: options.ColdList = None,
    as_json: Json = False,
    data: Root = None,
) -> None:
    """List the schools and colleges near a place, or the cold spots near a school or college."""
    from geo.errors import BadInputError
    from geo.reach import contacts_for_place, contacts_for_school
    from geo.tables import check_paths
    from layers.exports import check_suffix, files_of, write_areas
    from layers.words import contact_lines

    definition = options.definition_of(cold)
    if (place is None) == (urn is None):
        raise BadInputError("Whose list? Give the code of an area or zone, or --urn of a school.")
    if out is not None:
        check_suffix(out, outlines=place is None)
    check_paths(files_of("--out", out), {}, data)
    with spinner("Listing"):
        if place is not None:
            result = contacts_for_place(place, max_km, data, definition)
        else:
            result = contacts_for_school(str(urn), max_km, data, definition)
        if out is not None:
            write_areas(result.sheet, out)
    if as_json:
        print_json(result.summary)
        return
    first, *rest = contact_lines(result)
    echo(first)
    if len(result.sheet.table):
        print_table(_rows(result.sheet.table))
    left = len(result.sheet.table) - PRINTED
    if left > 0:
        echo(f"{left:,} more: {'in ' + str(out) if out else 'give --out for all of them'}.")
    for line in rest:
        echo(line)


def _rows(table: Any) -> Any:
    """Tabulate the first rows of a list, people and kilometres at the right."""
    from geo.reach import COLD_DEMAND, DEMAND

    of_place = COLD_DEMAND in table
    names = ("URN", "school or college", "kind", "town") if of_place else ("code", "where", "zone")
    counts = ("km", "young people", "in cold spots") if of_place else ("km", "young people")
    made = new_table("", *names, *counts)
    texts = ["name", "kind", "town"] if of_place else ["local_name", "zone_name"]
    people = [DEMAND, COLD_DEMAND] if of_place else [DEMAND]
    for code, row in table.head(PRINTED).iterrows():
        numbers = [f"{row['distance_km']:.2f}", *(f"{row[one]:,.0f}" for one in people)]
        made.add_row(str(code), *(str(row[one]) for one in texts), *numbers)
    return made
