"""The verb `site`: where new sites would do most good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import options
from cli.options import Json
from cli.output import echo, print_json, progress_bar, spinner, warn_renamed

if TYPE_CHECKING:
    import pandas as pd

    from geo.travel import CostChoice

PRINTED = 5
"""Rows of a file that cannot be used, named one by one."""


@options.with_travel
def site(
    candidates: Annotated[
        str,
        typer.Option("--candidates", help="schools, all-schools, colleges, msoa, or a CSV file."),
    ] = "schools",
    add: Annotated[int, typer.Option("--add", help="How many sites to add.")] = 3,
    *,
    travel: CostChoice,
    demand: Annotated[
        str,
        typer.Option(
            "--demand",
            help="Whom to serve: all, likely (the likely lowest fifth), cold (tested "
            "cold spots), "
            "or a CSV file of weights.",
        ),
    ] = "all",
    goal: Annotated[
        str,
        typer.Option(
            "--goal",
            help="coverage (most in range), cover (fewest sites) or median (nearest).",
        ),
    ] = "coverage",
    partners: Annotated[
        Path | None, typer.Option("--partners", help="CSV file of sites that are there already.")
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", help="Code of an area: demand and candidates in it.")
    ] = None,
    beyond: Annotated[
        bool | None,
        typer.Option(
            "--beyond/--no-beyond",
            help="Serve young people beyond the border of the place too who live near a candidate; "
            "unless given, where all of a whole nation are served.",
            show_default=False,
        ),
    ] = None,
    share: Annotated[
        float, typer.Option("--share", help="For cover: percent of people to have in range.")
    ] = 80,
    deprived: Annotated[
        float,
        typer.Option(
            "--deprived", help="For coverage: least percent of the most deprived fifth in range."
        ),
    ] = 0,
    picked: Annotated[
        list[str] | None,
        typer.Option("--picked", help="A candidate chosen by hand, to compare; give it often."),
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", help="How long to look for a proof.")
    ] = 60.0,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File of sites, as `areas` writes it.")
    ] = None,
    as_json: Json = False,
    method: Annotated[str | None, typer.Option("--method", hidden=True)] = None,
    least_deprived: Annotated[float | None, typer.Option("--least-deprived", hidden=True)] = None,
) -> None:
    """Find where new sites would do most good, proven best or with the bound of what could be."""
    from geo.siting import CANDIDATES, DEMAND, build_case, find_sites, read_demand
    from geo.tables import check_paths
    from geo.travel import limited
    from layers.exports import check_suffix, files_of, write_areas
    from layers.words import siting_lines

    if method is not None:
        warn_renamed("--method", "--goal")
        goal = method
    if least_deprived is not None:
        warn_renamed("--least-deprived", "--deprived, in percent,")
        deprived = round(100 * least_deprived, 9)
    if 0 < share <= 1:
        share = round(100 * share, 9)
        echo(f"--share is in percent now: give {share:g}, not a part of 1.", err=True)
    if out is not None:
        check_suffix(out)
    own = {
        "--candidates": None if candidates in CANDIDATES else candidates,
        "--demand": None if demand in DEMAND else demand,
        "--partners": partners,
        "--costs": travel.table,
    }
    check_paths(files_of("--out", out), own)
    sites = candidates if candidates in CANDIDATES else _sites(Path(candidates))
    people = demand if demand in DEMAND else read_demand(Path(demand))
    existing = None if partners is None else _sites(partners)
    with progress_bar("Measuring") as progress:
        case = build_case(
            sites,
            people,
            limited=limited(travel, progress),
            there=existing,
            within=within,
            beyond=beyond,
        )
    with spinner("Looking for the best sites"):
        result = find_sites(
            case,
            add,
            goal,
            share=share,
            deprived=deprived,
            picked=picked or (),
            seconds=seconds,
        )
        if out is not None:
            write_areas(result.sites(), out)
    if as_json:
        print_json(result.summary())
        return
    for line in siting_lines(result):
        echo(line)


def _sites(path: Path) -> pd.DataFrame:
    """Read sites from a file; say on the side what was assumed, and which rows were left out."""
    from geo.uploads import read_sites

    sites, wrong, notices = read_sites(path)
    for notice in notices:
        echo(f"{path.name}: {notice}", err=True)
    for line, reason in wrong["reason"].head(PRINTED).items():
        echo(f"{path.name}, line {line}: {reason}", err=True)
    if len(wrong) > PRINTED:
        echo(f"{path.name}: {len(wrong) - PRINTED:,} more rows were left out", err=True)
    return sites
