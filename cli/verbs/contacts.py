"""Verbs about schools: whom to contact, who works with which school, a summary to hand over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import options
from cli.options import Json, Root
from cli.output import echo, new_table, print_json, print_table, spinner

if TYPE_CHECKING:
    from geo.outreach import Overlap, Overview, Partner
    from layers.coldspots import TextTable

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


Activities = Annotated[
    Path | None,
    typer.Option(
        "--activities",
        help="Records of work with schools: CSV or XLSX, a school by URN, by name and town, or by "
        "postcode.",
    ),
]


def schools(
    place: Annotated[str, typer.Option("--in", help="Code of an area, or a zone_id.")],
    activities: Activities = None,
    partner: Annotated[
        str, typer.Option("--partner", help="Whose the records are that name no partner.")
    ] = "",
    summaries: Annotated[
        list[Path] | None,
        typer.Option(
            "--summary", help="A partner's summary, as `summarise` writes it; repeatable."
        ),
    ] = None,
    partners: Annotated[
        list[str] | None,
        typer.Option(
            "--partners",
            help="Who takes schools: Name=UKPRN (several by +) or Name=FILE of sites; repeatable.",
        ),
    ] = None,
    shares: Annotated[
        bool, typer.Option("--share-out", help="Share the schools out among the partners.")
    ] = False,
    by: Annotated[
        str, typer.Option("--by", help="What loads are counted in: pupils or schools.")
    ] = "pupils",
    tolerance: Annotated[
        float, typer.Option("--tolerance", help="How far a load may be from its share, per cent.")
    ] = 10,
    weights: Annotated[
        list[str] | None,
        typer.Option("--weight", help="Name=2 gives a partner twice the share; repeatable."),
    ] = None,
    agreed: Annotated[
        Path | None,
        typer.Option("--agreed", help="Agreed by hand: a school and its partner in each row."),
    ] = None,
    max_km: Annotated[
        float | None,
        typer.Option("--max-km", help="Nobody takes a school farther from all partners."),
    ] = None,
    near_km: Annotated[
        float, typer.Option("--near-km", help="A cold spot is near a school up to this.")
    ] = 3,
    cold: options.ColdList = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="File of the schools: .csv .xlsx .parquet; of a share-out also .docx .pdf .html.",
        ),
    ] = None,
    lists: Annotated[
        Path | None,
        typer.Option("--lists", help="Folder for each partner's list of schools to contact."),
    ] = None,
    bad: Annotated[
        Path | None, typer.Option("--bad", help="File for records that name no school found.")
    ] = None,
    as_json: Json = False,
    data: Root = None,
) -> None:
    """List the schools of a place and who works with them: gaps, duplication, a share-out."""
    from geo.errors import BadInputError
    from geo.outreach import (
        ShareOutOptions,
        find_overview,
        read_agreed,
        schools_in,
    )
    from geo.tables import check_paths
    from layers.exports import check_suffix, write_areas
    from layers.outreach import ANNEX_FORMATS, annex_of, list_files, write_lists
    from layers.papers import write_paper
    from layers.profiles import trace_path

    if shares and not partners:
        raise BadInputError('--share-out needs partners. Name them, as --partners "Name=UKPRN".')
    if not shares and (partners or weights or agreed or lists or max_km is not None):
        raise BadInputError(
            "--partners, --weight, --agreed, --max-km and --lists are of a share-out. Add "
            "--share-out."
        )
    is_annex = out is not None and out.suffix.lower() in ANNEX_FORMATS
    if out is not None and not (is_annex and shares):
        check_suffix(out, ANNEX_FORMATS if shares else (), outlines=False)
    outputs: dict[str, Path | None] = {"--out": out, "--bad": bad}
    if is_annex and out is not None:
        outputs["the traces beside --out"] = trace_path(out)
    inputs: dict[str, Path | None] = {"--activities": activities, "--agreed": agreed}
    inputs |= {f"--summary {number}": path for number, path in enumerate(summaries or (), 1)}
    check_paths(outputs, inputs, data)
    with spinner("Listing"):
        overlap = _overlap(activities, partner, summaries or [], bad, data)
        chosen = _partners(partners or [], weights or [], data)
        asked = ShareOutOptions(
            by, tolerance / 100, max_km, {} if agreed is None else read_agreed(agreed, data)
        )
        found = find_overview(
            schools_in(place, near_km, options.definition_of(cold), data), overlap, chosen, asked
        )
        if is_annex and out is not None:
            write_paper(annex_of(found), out)
        elif out is not None:
            write_areas(found.sheet(), out)
        if lists is not None:
            files = list_files(found, lists)
            check_paths({f"--lists {path.name}": path for path in files}, inputs, data)
            write_lists(found, files)
    if as_json:
        print_json(found.summary)
        return
    _print_overview(found, out)
    if lists is not None:
        echo(f"Each partner's list is in {lists}, as CSV and XLSX.")


def _overlap(
    activities: Path | None, partner: str, files: list[Path], bad: Path | None, data: Path | None
) -> Overlap | None:
    """Put the records of a file and the summaries of partners together."""
    from geo.errors import BadInputError
    from geo.files import write_bytes
    from geo.outreach import load_summary, merge, read_records, summaries_of
    from geo.uploads import bad_to_csv

    if activities is None and (partner or bad is not None):
        raise BadInputError("--partner and --bad are of records. Give them with --activities.")
    made = []
    if activities is not None:
        records = read_records(activities, partner, data)
        for notice in records.notices:
            echo(notice, err=True)
        for line, row in records.bad.head(3).iterrows():
            echo(f"Line {line}, {str(row['value'])[:40]!r}: {row['reason']}", err=True)
        if bad is not None:
            write_bytes(bad, bad_to_csv(records.bad))
        made += summaries_of(records, data)
    for path in files:
        made.append(load_summary(path, data))
    return merge(made, data) if made else None


def _partners(texts: list[str], weights: list[str], data: Path | None) -> list[Partner]:
    """Read partners with their weights."""
    from geo.errors import BadInputError
    from geo.outreach import parse_partner, partner_of

    given = {}
    for text in weights:
        name, _, weight = text.rpartition("=")
        try:
            given[name.strip().casefold()] = float(weight)
        except ValueError:
            raise BadInputError(
                f"--weight {text[:60]!r} is no name and number. Write it like Name=2."
            ) from None
    made = [parse_partner(text, data) for text in texts]
    other = set(given) - {one.name.casefold() for one in made}
    if other:
        raise BadInputError(f"--weight names {min(other)!r}, which is none of --partners.")
    return [partner_of(one.name, one.sites, given.get(one.name.casefold(), 1.0)) for one in made]


def _print_overview(found: Overview, out: Path | None) -> None:
    from layers.outreach import (
        loads_table,
        opening_lines,
        partners_table,
        rules_lines,
        schools_table,
        share_out_lines,
    )

    for line in opening_lines(found):
        echo(line)
    _print_text(schools_table(found, list(found.order[:PRINTED])))
    left = len(found.order) - PRINTED
    if left > 0:
        echo(f"{left:,} more: {'in ' + str(out) if out else 'give --out for all of them'}.")
    if found.overlap is not None:
        _print_text(partners_table(found))
    if found.shared is not None:
        _print_text(loads_table(found.shared))
        for line in share_out_lines(found.shared):
            echo(line)
    for line in rules_lines(found):
        echo(line)


def _print_text(made: TextTable) -> None:
    table = new_table(made.title, *made.headings)
    for column, side in zip(table.columns, made.headings.values(), strict=True):
        column.justify = "right" if side.endswith(":") else "left"
    for row in made.rows:
        table.add_row(*row)
    print_table(table)


def summarise(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="Your own records of work with schools.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to hand over, .json.")],
    partner: Annotated[
        str, typer.Option("--partner", help="Whose records they are, as others are to read it.")
    ] = "",
    bad: Annotated[
        Path | None, typer.Option("--bad", help="File for records that name no school found.")
    ] = None,
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Write a small file of counts to hand over to other partners, small numbers hidden."""
    from geo.errors import BadInputError
    from geo.files import write_bytes
    from geo.outreach import ABOUT, read_records
    from geo.outreach import summarise as run
    from geo.tables import check_paths
    from geo.uploads import bad_to_csv
    from layers.outreach import summary_lines

    if out.suffix.lower() != ".json":
        raise BadInputError(f"{out.name}: a summary is written as JSON. End the name in .json.")
    check_paths({"--out": out, "--bad": bad}, {"FILE": source}, data)
    records = read_records(source, root=data)
    for notice in records.notices:
        echo(notice, err=True)
    made = run(records, partner, data)
    made.save(out, data)
    if bad is not None:
        write_bytes(bad, bad_to_csv(records.bad))
    if as_json:
        print_json(made.to_json(data))
        return
    for line in summary_lines(made):
        echo(line)
    echo(f"Hand over {out}, and nothing else. What it says of itself:")
    for line in ABOUT:
        echo(f"  {line}")
