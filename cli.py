"""The same work in a terminal: `coldspots <verb>`, or `python cli.py <verb>`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from geo.errors import BadInputError, GeoError, IntegrityError
from geo.registry import bundled, geography
from geo.settings import VERSION, data_dir, home_dir, project_dir
from terminal import (
    Json,
    OutputError,
    Root,
    busy,
    console,
    grid,
    inert_streams,
    joined,
    let_go,
    place_of,
    print_json,
    say,
    say_note,
    show,
)
from verbs.calls import calls
from verbs.count import count
from verbs.export import export
from verbs.fetch import fetch
from verbs.profile import profile
from verbs.reach import reach
from verbs.site import site

app = typer.Typer(
    name="coldspots",
    help="Where few young people in England go on to higher education, and who reaches them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

LEVELS = ", ".join(entry.id for entry in bundled())

app.command()(calls)
app.command()(count)
app.command()(export)
app.command()(fetch)
app.command()(profile)
app.command()(reach)
app.command()(site)


@app.command()
def info(as_json: Json = False) -> None:
    """List datasets, indicators and geographies, with period, licence and hash."""
    from geo.files import read_json
    from geo.registry import DATASETS, INDICATORS
    from geo.settings import data_dir
    from geo.tables import NAME

    bundle = read_json(data_dir() / NAME)
    hashes = {name: entry["sha256_of_copy"] for name, entry in bundle["datasets"].items()}
    if as_json:
        print_json(
            {
                "version": VERSION,
                "geographies": [vars(entry) for entry in bundled()],
                "indicators": [vars(entry) for entry in INDICATORS],
                "datasets": [{"id": name, **entry} for name, entry in bundle["datasets"].items()],
            }
        )
        return
    levels = grid("Geographies", "name", "what", "areas", "in England")
    for level in bundled():
        levels.add_row(level.id, level.plural, f"{level.count:,}", f"{level.count_england:,}")
    show(levels)
    numbers = grid("Indicators", "column", "what", "period", "levels")
    for number in INDICATORS:
        numbers.add_row(number.id, number.label, number.period, " ".join(number.geographies))
    show(numbers)
    files = grid("Datasets", "name", "publisher", "period", "rows", "licence", "sha256 of our copy")
    for entry in DATASETS:
        files.add_row(
            entry.id,
            entry.publisher.name,
            entry.period,
            f"{entry.rows:,}",
            entry.publisher.licence,
            hashes[entry.id][:16],
        )
    show(files)


@app.command()
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
    with busy(f"Joining and writing {geography_name}"):
        table, report = build_areas(geography_name, within=within, root=data)
        if out is not None:
            write_areas(table, out)
    if out is not None:
        say_note(remark_on(out, geography_name))
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
    say(f"{len(table.table):,} areas, {len(table.table.columns)} columns: {out}")
    for line in report.lines:
        say(joined(line))


@app.command()
def postcode(
    codes: Annotated[list[str], typer.Argument(help="Postcodes, in any spelling.")],
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Say which areas postcodes are in."""
    from geo.places import find

    found = find(codes, data)
    bad = found[found["problem"] != ""]
    if as_json:
        rows = found.astype(object).where(found.notna(), None)
        print_json({"postcodes": rows.to_dict("records")})
    else:
        for row in found.itertuples():
            said = str(row.problem) or place_of(row)
            say(f"{row.postcode!s}: {said}", err=bool(row.problem))
    if len(bad):
        raise typer.Exit(BadInputError.exit_code)


@app.command()
def find(
    geography_name: Annotated[
        str, typer.Option("--geography", "-g", help="lsoa21 or msoa21.")
    ] = "lsoa21",
    method: Annotated[
        str, typer.Option("--method", help="local-g, threshold, double or gap.")
    ] = "local-g",
    within: Annotated[
        str | None, typer.Option("--within", help="Code of an area: cuts the answer for England.")
    ] = None,
    q: Annotated[float, typer.Option(help="Share of false discoveries to allow.")] = 0.05,
    seed: Annotated[
        int | None, typer.Option(help="Accepted and not needed: nothing is drawn at random.", min=0)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File of areas, as `areas` writes it.")
    ] = None,
    zones: Annotated[Path | None, typer.Option("--zones", help="File of zones, likewise.")] = None,
    schools: Annotated[
        Path | None,
        typer.Option("--schools", help="File of schools near the zones: .csv .parquet .xlsx."),
    ] = None,
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Find cold spots, say how sure they are, and join those that touch into zones."""
    from geo.coldspots import find as run
    from geo.tables import check_paths
    from layers.exports import check_suffix, files_of, remark_on, write_areas

    for path in filter(None, (out, zones, schools)):
        check_suffix(path, outlines=path is not schools)
    wanted = files_of("--out", out) | files_of("--zones", zones) | {"--schools": schools}
    check_paths(wanted, {}, data)
    if seed is not None:
        say("--seed is not needed: chances are exact, and nothing is drawn at random.", err=True)
    with busy(f"Looking for cold spots ({method}) at {geography_name}"):
        found = run(geography_name, method, within=within, q=q, root=data)
        if out is not None:
            write_areas(found.areas, out)
        if zones is not None:
            write_areas(found.zones, zones)
        if schools is not None:
            write_areas(found.schools(data), schools)
    for path in filter(None, (out, zones)):
        say_note(remark_on(path, geography_name))
    if as_json:
        print_json(found.summary())
        return
    for line in found.lines():
        say(line)


@app.command()
def build(
    raw: Annotated[
        Path | None,
        typer.Option("--raw", help="Folder of the publishers' files; what was fetched if absent."),
    ] = None,
    data: Root = None,
) -> None:
    """Make everything under the data folder from the publishers' files."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from geo.build import STEPS
    from geo.build import build as run
    from geo.fetch import cache_dir
    from geo.tables import check_folders

    check_folders({"--data": data or data_dir()}, {"--raw": raw or cache_dir()})
    screen = console()
    columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=screen, disable=not screen.is_terminal) as progress:
        bar = progress.add_task("starting", total=STEPS + 1)

        def begin(step: str) -> None:
            progress.update(bar, description=step, advance=1)
            if not screen.is_terminal:
                screen.print(step)

        run(raw, data, begin)
        progress.update(bar, description="done", completed=STEPS + 1)
    say("Built. `coldspots check` verifies it.")


@app.command()
def check(as_json: Json = False, data: Root = None) -> None:
    """Verify every hash, count and rule of the bundled data."""
    from geo.build.verify import check_bundle

    results = []
    for name, problem in check_bundle(data):
        results.append({"check": name, "problem": problem})
        if not as_json:
            say(f"{'FAIL' if problem else '  ok'}  {name}{': ' + problem if problem else ''}")
    wrong = [result for result in results if result["problem"]]
    if as_json:
        print_json({"ok": not wrong, "checks": results})
    elif not wrong:
        say(f"All {len(results)} checks passed.")
    if wrong:
        raise typer.Exit(IntegrityError.exit_code)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = "localhost",
) -> None:
    """Run the app."""
    from geo.tables import check_all
    from serving.hosting import hosting

    hosting()
    check_all()
    command = [sys.executable, "-m", "streamlit", "run", str(project_dir() / "app.py")]
    command += ["--server.port", str(port), "--server.address", address]
    if os.name == "posix":
        # The app takes this process over, so that no second one waits in memory.
        # Few heaps, all of the system's own kind: what a visit needed can be given back.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        os.chdir(home_dir())
        os.execv(command[0], command)
    try:
        code = subprocess.run(command, check=False, cwd=home_dir()).returncode
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)


def main() -> None:
    """Run the terminal: one line and an exit code instead of a traceback."""
    with inert_streams():
        try:
            app()
        except GeoError as error:
            say(f"coldspots: {' '.join(str(error).split())}", err=True)
            if isinstance(error, OutputError):
                let_go()
            sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
