"""The verbs `reach` and `provision`: who is near a partnership, and near a subject's courses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import options
from cli.options import Json, Root
from cli.output import echo, echo_note, print_json, progress_bar

if TYPE_CHECKING:
    import pandas as pd

    from geo.provision import Selection
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
    """Count who is within range of a partnership, whom nobody is near, and where it has worked."""
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


def provision(
    subject: Annotated[
        str,
        typer.Option("--subject", help="Code or name of a subject, such as CAH07-01; or any."),
    ] = "any",
    max_km: Annotated[
        float | None,
        typer.Option("--max-km", help="In range up to this.", show_default="30"),
    ] = None,
    max_minutes: options.MaxMinutes = None,
    mode: Annotated[
        str, typer.Option("--mode", help="full-time or part-time; both unless given.")
    ] = "",
    max_points: Annotated[
        float | None,
        typer.Option("--max-points", help="Only where the median entrant has up to so many."),
    ] = None,
    min_points: Annotated[
        float | None,
        typer.Option("--min-points", help="Only where the median entrant has at least so many."),
    ] = None,
    within: options.Within = None,
    *,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            help="What if this closes: a provider (10007795), a site (10007795-M), a subject at a "
            "provider (10007795:CAH07-01) or a course of one (10007795/F300); repeatable.",
        ),
    ] = None,
    add: Annotated[
        int, typer.Option("--add", help="From how many more sites it would reach most people.")
    ] = 0,
    costs: options.CostFile = None,
    router: options.Router = "",
    router_url: options.RouterUrl = "",
    travel: Annotated[
        str,
        typer.Option("--travel", help="How to travel: drive, walk or cycle.", show_default="drive"),
    ] = "",
    router_key: options.RouterKey = "",
    router_cache: options.RouterCache = None,
    router_timeout: options.RouterTimeout = 30,
    out: options.AreasFile = None,
    sites: Annotated[
        Path | None,
        typer.Option("--sites", help="CSV file of courses by site, subject and mode."),
    ] = None,
    zones: Annotated[
        Path | None, typer.Option("--zones", help="CSV file of zones beyond every provider.")
    ] = None,
    heat: Annotated[
        Path | None,
        typer.Option("--heat", help="File of all subjects by region and nation: CSV or HTML."),
    ] = None,
    closures: Annotated[
        Path | None,
        typer.Option("--closures", help="CSV file of what closes, for each subject and provider."),
    ] = None,
    hinges: Annotated[
        Path | None,
        typer.Option("--hinges", help="CSV file of subjects and regions that hang on a provider."),
    ] = None,
    limits: Annotated[
        Path | None, typer.Option("--limits", help="CSV file of all subjects at 15 to 90 km.")
    ] = None,
    adults: Annotated[
        Path | None,
        typer.Option("--adults", help="CSV file of part-time courses by the skills of adults."),
    ] = None,
    earnings: Annotated[
        Path | None,
        typer.Option("--earnings", help="CSV file of earnings three years on, by region."),
    ] = None,
    continuation: Annotated[
        Path | None,
        typer.Option("--continuation", help="CSV file of who stays a year on, by provider."),
    ] = None,
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Count who is in range of a subject, of part-time or of selective courses, and what closes."""
    from dataclasses import replace

    from geo.errors import BadInputError
    from geo.provision import (
        LIMIT_KM,
        Selection,
        by_adult_skills,
        change_record,
        continuation_by_provider,
        earnings_tables,
        find_openings,
        find_provision,
        find_subject,
        site_table,
        zones_beyond,
    )
    from geo.tables import check_paths
    from geo.travel import CostChoice, limited
    from layers.exports import check_suffix, files_of, write_areas
    from layers.provision import adult_lines, change_lines, opening_lines, provision_lines

    selection = Selection(find_subject(subject, data), mode, max_points, min_points)
    files = {"--zones": zones, "--heat": heat, "--closures": closures, "--hinges": hinges}
    files |= {"--limits": limits, "--sites": sites, "--adults": adults}
    files |= {"--earnings": earnings, "--continuation": continuation}
    _check_files(files)
    if out is not None:
        check_suffix(out)
    check_paths(files_of("--out", out) | files, {"--costs": costs}, data)
    if max_km is None and max_minutes is None:
        max_km = LIMIT_KM
    every = {name: files[name] for name in ("--heat", "--closures", "--hinges", "--limits")}
    if max_km is None and any(every.values()):
        raise BadInputError(f"{_first_of(every)} counts in km. Give --max-km, or leave it out.")
    choice = CostChoice(
        max_km, max_minutes, 1.0, router, router_url, travel, router_key, router_cache,
        router_timeout, costs,
    )  # fmt: skip
    gone = tuple(without or ())
    with progress_bar("Measuring") as progress:
        by = limited(choice, progress)
        found = before = find_provision(selection, within=within, travel=by, root=data)
        if gone:
            found = find_provision(selection, within=within, removed=gone, travel=by, root=data)
    made = found.summary() | (
        {"without": list(gone)} | change_record(before, found) if gone else {}
    )
    more = change_lines(before, found) if gone else []
    if add:
        with progress_bar("Looking for sites"):
            opened = find_openings(
                selection, add=add, within=within, removed=gone, travel=by, root=data
            )
        made["openings"] = opened.sites.reset_index().to_dict("records")
        more += opening_lines(opened, found.limit_words)
    if out is not None:
        write_areas(found.areas(), out)
    if sites is not None:
        _write_table(site_table(selection, root=data), sites)
    if zones is not None:
        _write_table(zones_beyond(found), zones)
    if adults is not None:
        part_time = find_provision(
            replace(selection, mode="part-time"),
            within=within,
            removed=gone,
            travel=by,
            root=data,
        )
        _write_table(by_adult_skills(part_time), adults)
        more += adult_lines(part_time)
    if earnings is not None:
        _write_table(earnings_tables(selection.subject, root=data), earnings)
    if continuation is not None:
        _write_table(continuation_by_provider(selection, data).set_index("provider"), continuation)
    _write_overview(selection, max_km or LIMIT_KM, files, data)
    if as_json:
        print_json(made)
        return
    for line in provision_lines(found, more):
        echo(line)


def _first_of(files: dict[str, Path | None]) -> str:
    return next(name for name, path in files.items() if path is not None)


def _check_files(files: dict[str, Path | None]) -> None:
    from geo.errors import BadInputError

    for option, path in files.items():
        suffixes = (".csv", ".html") if option == "--heat" else (".csv",)
        if path is not None and path.suffix.lower() not in suffixes:
            raise BadInputError(f"{path.name}: end the name in {' or '.join(suffixes)}.")


def _write_table(table: pd.DataFrame, path: Path) -> None:
    from geo.files import replacing
    from layers.exports import write_csv

    with replacing(path) as temporary:
        write_csv(table, temporary)


def _write_overview(
    selection: Selection, max_km: float, files: dict[str, Path | None], data: Path | None
) -> None:
    """Write what is of every subject, whichever of it is wanted."""
    from geo import provision as every
    from geo.files import write_bytes
    from layers.provision import heat_page, to_percent

    heat, closures, hinges = (files[f"--{name}"] for name in ("heat", "closures", "hinges"))
    limits = files["--limits"]
    if not (heat or closures or hinges or limits):
        return
    counted = dict.fromkeys((max_km, *(every.LIMITS_KM if limits else ())))
    overview = every.find_overview(tuple(counted), selection=selection, root=data)
    if heat is not None and heat.suffix.lower() == ".html":
        write_bytes(heat, heat_page(overview, max_km, selection).encode())
    elif heat is not None:
        _write_table(to_percent(every.heat_table(overview, max_km)), heat)
    if closures is not None:
        table = every.closures(overview, max_km)
        _write_table(table.assign(km_further=table["km_further"].round(1)), closures)
    if hinges is not None:
        table = every.hinges(overview, max_km)
        _write_table(table.assign(share=table["share"].round(4)).set_index("subject"), hinges)
    if limits is not None:
        _write_table(to_percent(every.limits_table(overview)), limits)
