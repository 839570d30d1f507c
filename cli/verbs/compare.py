"""The verbs that put things side by side: `compare` places, and `regions`, regional maps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Json
from cli.output import echo, new_table, print_json, print_table, spinner
from geo.errors import BadInputError

if TYPE_CHECKING:
    from geo.compare import Comparison
    from geo.regionalisation import Assessment


def compare(
    places: Annotated[
        list[str], typer.Argument(help="Codes of areas, or names that mean one place alone.")
    ],
    measures: Annotated[
        list[str] | None, typer.Option("--measure", help="Compare by this; repeatable.")
    ] = None,
    chosen: Annotated[
        str,
        typer.Option("--set", help="Measures: shared, entry, attainment, deprivation or all."),
    ] = "shared",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File of figures, .csv.")] = None,
    differences: Annotated[
        Path | None, typer.Option("--differences", help="File of tested differences, .csv.")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Dots with intervals: .png, .svg or .pdf.")
    ] = None,
    funnel: Annotated[
        Path | None, typer.Option("--funnel", help="Funnel plot of their level, likewise.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare places: figures with their intervals, changes, and the tested differences."""
    from geo.compare import compare as run
    from geo.files import write_bytes
    from geo.tables import check_paths
    from layers.compared import csv_of, difference_table, figure_table

    for path in filter(None, (out, differences)):
        if path.suffix.lower() != ".csv":
            raise BadInputError(f"{path.name}: a comparison is written as CSV. End it in .csv.")
    files = {"--out": out, "--differences": differences, "--chart": chart, "--funnel": funnel}
    check_paths({name: path for name, path in files.items() if path is not None}, {})
    with spinner("Comparing"):
        found = run([_code_of(text) for text in places], chosen, measures or ())
        if not found.measures:
            raise BadInputError(
                "These places have no measure of this set in common. Choose another with --set."
            )
        if out is not None:
            write_bytes(out, csv_of(figure_table(found)))
        if differences is not None:
            write_bytes(differences, csv_of(difference_table(found)))
        _write_charts(found, chart, funnel)
    if as_json:
        print_json(found.summary())
        return
    _print(found)


def _code_of(text: str) -> str:
    """Return the code of a place that is named by its code or by a name of it alone."""
    from geo.areas import levels_of, of_2024
    from geo.errors import UnknownAreaError
    from geo.places import finder

    code = of_2024(text.strip(), None)
    if levels_of(code):
        return code
    results = [
        one
        for one in finder().find(text).results
        if one.kind == "area" and one.geography != "smc205"
    ]
    wanted = text.strip().casefold()
    alike = [one for one in results if one.name.casefold() == wanted]
    codes = dict.fromkeys(one.code for one in alike)
    if len(codes) == 1:
        return next(iter(codes))
    listed = "; ".join(f"{one.code} ({one.name}, {one.where})" for one in (alike or results)[:5])
    if not listed:
        raise UnknownAreaError(f"{text!r} is no place here. Give its code, such as E06000009.")
    raise UnknownAreaError(f"{text!r} is not the name of one place alone: {listed}. Give the code.")


def _write_charts(found: Comparison, chart: Path | None, funnel: Path | None) -> None:
    from geo.compare import funnel_level
    from geo.files import write_bytes
    from layers.compared import dot_chart, funnel_chart, main_measure, marks_of

    if chart is not None:
        entry = main_measure(found)
        write_bytes(chart, dot_chart(found, entry, chart.suffix.lower()))
    if funnel is not None:
        entry = next(
            (one for one in found.measures if funnel_level(found.places, one)), main_measure(found)
        )
        level = funnel_level(found.places, entry)
        if not level:
            raise BadInputError(
                "There is no funnel: it needs a district, county, unitary authority or "
                "constituency of England among the places, and a rate whose people are counted."
            )
        write_bytes(funnel, funnel_chart(entry, level, marks_of(found), funnel.suffix.lower()))


def _print(found: Comparison) -> None:
    from layers.compared import notes_of, said_of, text_rows

    headings, rows = text_rows(found)
    table = new_table("", "Measure", *headings)
    for (label, period, _), *cells in rows:
        table.add_row(
            f"{label}\n{period}",
            *("\n".join(filter(None, cell)) for cell in cells),
            end_section=True,
        )
    print_table(table)
    for entry in found.measures:
        if found.is_tested(entry):
            echo(f"{entry.label}, {entry.period}")
            for one in said_of(found, entry):
                echo(f"  {one.text}")
    for note in notes_of(found):
        echo(note.text)


def regions(
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="region, cauth25 (combined authorities), lsip23 or utla23; repeatable.",
            show_default="region and lsip23",
        ),
    ] = None,
    own: Annotated[
        Path | None,
        typer.Option("--own", help="A map of your own: CSV, XLSX, ODS or GeoJSON."),
    ] = None,
    base: Annotated[str, typer.Option("--base", help="The map that --edits changes.")] = "lsip23",
    edits: Annotated[
        str,
        typer.Option(
            "--edits",
            help="Changes as an address has them, such as 'move~E07000138~Humber;merge~A~B'.",
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A .docx, .pdf, .html, .csv or .json file.")
    ] = None,
    save_map: Annotated[
        Path | None,
        typer.Option("--save-map", help="Your own map as .csv or .geojson; that of --edits first."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Whose paper it is.")] = "",
    as_json: Json = False,
) -> None:
    """Compare regional maps of England: young people, cold spots, what borders cut, balance."""
    from geo.regionalisation import OWN_ID, assess, check_maps, map_id, read_edits, read_map
    from geo.tables import check_paths
    from layers.regions import (
        DRAWN,
        FIRST_MAPS,
        RegionsAsked,
        answer_of,
        check_map_suffix,
        check_regions_suffix,
        regions_json,
        write_map,
        write_regions,
    )

    files = {"--out": out, "--save-map": save_map}
    check_paths({name: path for name, path in files.items() if path is not None}, {"--own": own})
    if out is not None:
        check_regions_suffix(out)
    if save_map is not None:
        check_map_suffix(save_map)
    changes = read_edits(edits)
    wanted = tuple(map(map_id, maps or FIRST_MAPS))
    wanted += ((DRAWN,) if changes else ()) + ((OWN_ID,) if own is not None else ())
    check_maps(wanted)
    with spinner("Measuring the maps"):
        mine = None if own is None else assess(read_map(own))
        found = answer_of(RegionsAsked(wanted, map_id(base), changes), mine)
        if save_map is not None:
            kept = next((one for one in found if one.map.id in (DRAWN, OWN_ID)), None)
            if kept is None:
                raise BadInputError(
                    "--save-map is of a map of your own. Give one with --own, or --edits."
                )
            write_map(kept, save_map)
        if out is not None:
            write_regions(found, out, by)
    for one in found:
        for note in one.map.notices:
            echo(note, err=True)
    if as_json:
        print_json(regions_json(found))
        return
    _print_maps(found)


def _print_maps(found: Sequence[Assessment]) -> None:
    from layers.regions import NO_BEST, comparison_rows, lines_of

    table = new_table("", "Figure", *(one.map.name for one in found))
    for label, cells in comparison_rows(found):
        table.add_row(label, *(cell.text for cell in cells))
    print_table(table)
    for one in found:
        echo(one.map.name)
        for line in lines_of(one):
            echo(f"  {line.text}")
    echo(NO_BEST.text)
