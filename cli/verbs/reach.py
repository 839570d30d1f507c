"""The verb `reach`: who is within range of a partnership, and where it has worked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import options
from cli.options import Json, Root
from cli.output import echo, echo_note, print_json, progress_bar

if TYPE_CHECKING:
    from geo.travel import CostChoice


@options.with_travel
def reach(
    provider: options.Provider = None,
    partnership: options.PartnershipFile = None,
    partners: options.PartnersFile = None,
    *,
    travel: CostChoice,
    supply: Annotated[str, typer.Option(help="What a site offers: each (1) or courses.")] = "each",
    part_time: Annotated[
        bool, typer.Option("--part-time", help="Only sites with part-time courses.")
    ] = False,
    activity: options.ActivityFile = None,
    within: options.Within = None,
    out: options.AreasFile = None,
    zones: Annotated[
        Path | None, typer.Option("--zones", help="File of zones with cold spots out of range.")
    ] = None,
    bad: Annotated[
        Path | None, typer.Option("--bad", help="CSV file of rows that cannot be used, to mend.")
    ] = None,
    cold: options.ColdList = None,
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Say who is within range of a partnership, whom nobody is near, and where it has worked."""
    from geo.reach import run as reach_run
    from geo.tables import check_paths
    from layers.exports import check_suffix, files_of, remark_on, write_areas
    from layers.words import reach_answer_lines

    definition = options.definition_of(cold) or "likely"
    for path in filter(None, (out, zones)):
        check_suffix(path)
    check_paths(
        files_of("--out", out) | files_of("--zones", zones) | {"--bad": bad},
        {
            "--partnership": partnership,
            "--partners": partners,
            "--activity": activity,
            "--costs": travel.table,
        },
        data,
    )
    ukprns = tuple(provider or ())
    with progress_bar("Measuring reach") as progress:
        question = reach_run.ReachQuery(
            ukprns, partnership, partners, activity, travel, supply, part_time, within, definition
        )
        read = reach_run.read(question, bad, data, progress)
        for notice in read.notices:
            echo(notice, err=True)
        result = reach_run.run(question, read, data)
        if out is not None:
            write_areas(result.table(), out)
        if zones is not None:
            write_areas(reach_run.zone_table(result), zones)
    for path in filter(None, (out, zones)):
        echo_note(remark_on(path, result.ground.level))
    if as_json:
        print_json(reach_run.summary(result, part_time))
        return
    for line in reach_answer_lines(result):
        echo(line)
