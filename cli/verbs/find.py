"""The verb `find`: cold spots, how sure they are, and the zones they make."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import options
from cli.options import Json, Root
from cli.output import echo, echo_note, print_json, spinner, warn_renamed


def find(
    geography_name: Annotated[
        str,
        typer.Option(
            "--geography",
            "-g",
            help="lsoa21 or msoa21; dz11 in Scotland; soa01 in Northern Ireland, with threshold.",
        ),
    ] = "lsoa21",
    definition: Annotated[
        str,
        typer.Option("--definition", help="local-g, likely, threshold, double, gap or weightings."),
    ] = "local-g",
    within: options.Within = None,
    q: Annotated[float, typer.Option(help="Share of false discoveries to allow.")] = 0.05,
    expected_wrong: Annotated[
        float,
        typer.Option(help="With likely: share of wrong ones to expect in the list."),
    ] = 0.1,
    seed: Annotated[
        int | None, typer.Option(help="Accepted and not needed: nothing is drawn at random.", min=0)
    ] = None,
    out: options.AreasFile = None,
    zones: Annotated[Path | None, typer.Option("--zones", help="File of zones, likewise.")] = None,
    schools: Annotated[
        Path | None,
        typer.Option("--schools", help="File of schools near the zones: .csv .parquet .xlsx."),
    ] = None,
    as_json: Json = False,
    data: Root = None,
    method: Annotated[str | None, typer.Option("--method", hidden=True)] = None,
) -> None:
    """Find cold spots, say how sure they are, and join those that touch into zones."""
    from geo.coldspots import find as run
    from geo.tables import check_paths
    from layers.exports import check_suffix, files_of, remark_on, write_areas
    from layers.words import cold_spot_lines

    if method is not None:
        warn_renamed("--method", "--definition")
        definition = method
    for path in filter(None, (out, zones, schools)):
        check_suffix(path, outlines=path is not schools)
    wanted = files_of("--out", out) | files_of("--zones", zones) | {"--schools": schools}
    check_paths(wanted, {}, data)
    if seed is not None:
        echo("--seed is not needed: chances are exact, and nothing is drawn at random.", err=True)
    with spinner(f"Looking for cold spots ({definition}) at {geography_name}"):
        result = run(
            geography_name, definition, within=within, q=q, expected_wrong=expected_wrong, root=data
        )
        if out is not None:
            write_areas(result.areas, out)
        if zones is not None:
            write_areas(result.zones, zones)
        if schools is not None:
            write_areas(result.schools(data), schools)
    for path in filter(None, (out, zones)):
        echo_note(remark_on(path, geography_name))
    if as_json:
        print_json(result.summary())
        return
    for line in cold_spot_lines(result):
        echo(line)
