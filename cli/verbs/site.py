"""Verbs about sites: where new ones would do most good, what changes if some come or go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import options
from cli.options import Json
from cli.output import (
    echo,
    new_table,
    print_json,
    print_table,
    progress_bar,
    spinner,
    warn_renamed,
)

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


def what_if(
    provider: options.Provider = None,
    within: options.Within = None,
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", help="Id of a site, or UKPRN, to take away; repeatable."),
    ] = None,
    hub: Annotated[
        list[str] | None,
        typer.Option(
            "--hub", help="Postcode, town, school or campus of a hub to add; up to five times."
        ),
    ] = None,
    max_km: Annotated[float, typer.Option("--max-km", help="In range is up to this.")] = 10,
    max_minutes: options.MaxMinutes = None,
    router: options.Router = "",
    router_url: options.RouterUrl = "",
    mode: options.Mode = "",
    costs: options.CostFile = None,
    as_json: Json = False,
) -> None:
    """List who comes into range and who falls out of it if sites go or hubs come."""
    from urllib.parse import urlencode

    from geo.errors import BadInputError
    from geo.travel import KM, MINUTES, CostChoice, check_limit, read_costs
    from layers.reach import ServerRouter
    from layers.uploads import Uploads
    from layers.what_if import WhatIfAsked, answer_of, lines_of, rows_shown, with_hub_at

    check_limit(max_km, KM)
    told = bool(costs) + bool(router and router_url)
    if (max_minutes is not None) != (told == 1) or bool(router) != bool(router_url):
        raise BadInputError(
            "Minutes need --max-minutes with either --costs, or --router and --router-url."
        )
    own = Uploads()
    if costs is not None:
        own = Uploads(costs=read_costs(costs, MINUTES, costs.name))
    elif router:
        choice = CostChoice(router=router, router_url=router_url)
        own = Uploads(router=ServerRouter(choice, (mode or "drive",)))
    if not (drop or hub):
        raise BadInputError(
            "Nothing comes or goes. Give --drop with the id of a site or a UKPRN, or --hub with "
            "a postcode, town, school or campus."
        )
    asked = WhatIfAsked(
        within or "", tuple(provider or ()), max_km, tuple(drop or ()), (), max_minutes or 0.0, mode
    )
    for text in hub or ():
        added = with_hub_at(asked, text)
        if added is None:
            raise BadInputError(
                f"No place is called {text!r}, so no hub can stand there. Give a postcode, a town, "
                "a school or a campus."
            )
        asked = added
    with spinner("Measuring before and after"):
        answer = answer_of(asked, own)
    if as_json:
        print_json(
            {
                "within": asked.within,
                "providers": list(asked.providers),
                "max_km": None if asked.minutes else asked.km,
                "max_minutes": asked.minutes or None,
                "costs": answer.before.costs.provenance,
                "removed": list(asked.removed),
                "hubs": [
                    {"name": name, "easting_m": east, "northing_m": north}
                    for name, east, north in asked.hubs
                ],
                "counts": answer.counts.to_dict("index"),
                "areas": answer.areas,
                "districts": answer.districts.reset_index().to_dict("records"),
                "address": f"/what-if?{urlencode(asked.pairs(), safe=',;')}",
            }
        )
        return
    for sentence in lines_of(answer):
        echo(sentence.text)
    shown = new_table("", "who", "young people", "now", "then")
    for who, label in rows_shown(answer).items():
        row = answer.counts.loc[who]
        shown.add_row(label, *(f"{row[one]:,}" for one in ("people", "before", "after")))
    print_table(shown)
    echo(f"The same as a page: /what-if?{urlencode(asked.pairs(), safe=',;')}")


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
