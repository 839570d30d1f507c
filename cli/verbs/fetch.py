"""The verb `fetch`: the publishers' files into the cache, from which `build` makes the bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Json
from cli.output import console, echo, new_table, print_json, print_table

if TYPE_CHECKING:
    from geo.fetch import Client, Outcome
    from geo.registry.datasets.sources import Source


def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[DATASET]...", help="All, unless some are named.")
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="A downloaded file of the one dataset named, or a folder laid out as --raw.",
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take a new edition: another hash or version.")
    ] = False,
    hosts: Annotated[
        list[str] | None,
        typer.Option(
            "--host", metavar="OLD=NEW", help="Ask a mirror: how addresses begin, and what instead."
        ),
    ] = None,
    tries: Annotated[int, typer.Option(help="How often a busy server is asked.", min=1)] = 5,
    listed: Annotated[
        bool, typer.Option("--list", help="Only say where each comes from, and how sure that is.")
    ] = False,
    cache: Annotated[
        Path | None, typer.Option("--cache", help="Folder of the cache; the user's if absent.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Refresh datasets from their publishers; what cannot be had leaves the copy there is."""
    from geo.fetch import Outcome, choose, hand_over, hand_over_folder
    from geo.fetch import cache as fetched
    from geo.fetch import fetch as run
    from geo.settings import data_dir
    from geo.tables import check_folders

    chosen = choose(names or [], large=listed)
    folder = cache or fetched.cache_dir()
    check_folders({"--cache": folder}, {"--from": source, "the bundled data": data_dir()})
    if listed:
        _list(chosen, folder, as_json)
        return
    outcomes: list[Outcome] = []
    if source is not None:
        if source.is_dir() and not names:
            copied = hand_over_folder(source, folder)
        else:
            if len(names or []) != 1:
                raise typer.BadParameter("name the one dataset whose file --from gives.")
            copied = iter([hand_over((names or [""])[0], source, folder)])
        for outcome in copied:
            outcomes.append(outcome)
            _report(outcome, as_json)
    else:
        with _progress(tries, hosts or []) as (client, started):
            for outcome in run(chosen, folder, client, accept=accept, began=started):
                # Asked for by name, what has to be fetched by hand has not been had.
                code = 4 if names and outcome.status == "by hand" else outcome.exit_code
                made = Outcome(outcome.source, outcome.status, outcome.said, code, outcome.record)
                outcomes.append(made)
                _report(made, as_json)
    if as_json:
        print_json({"cache": str(folder), "sources": [_described(one) for one in outcomes]})
    else:
        missing = fetched.missing(folder)
        echo(
            f"The cache lacks {len(missing)} datasets: " + ", ".join(missing)
            if missing
            else "The cache is full: `coldspots build` makes the bundle from it."
        )
    worst = max((outcome.exit_code for outcome in outcomes), default=0)
    if worst:
        raise typer.Exit(worst)


def _described(outcome: Outcome) -> dict[str, object]:
    return {
        "source": outcome.source.id,
        "datasets": list(outcome.source.datasets),
        "status": outcome.status,
        "said": outcome.said,
        "sure": outcome.source.sure,
        "page": outcome.source.page,
        "exit_code": outcome.exit_code,
        "record": outcome.record,
    }


def _report(outcome: Outcome, as_json: bool) -> None:
    if not as_json:
        line = f"{outcome.source.id}: {outcome.status} (address {outcome.source.sure}). "
        echo(line + outcome.said, err=outcome.status == "failed")


def _list(chosen: list, folder: Path, as_json: bool) -> None:  # type: ignore[type-arg]
    from geo.fetch import cache as fetched

    record = fetched.record(folder)
    rows = [
        {
            "source": one.id,
            "datasets": list(one.datasets),
            "way": one.way,
            "sure": one.sure,
            "address": _asked_at(one),
            "page": one.page,
            "note": one.note,
            "cache": fetched.words(record.get(one.id)),
        }
        for one in chosen
    ]
    if as_json:
        print_json({"cache": str(folder), "sources": rows})
        return
    table = new_table("Sources", "name", "way", "sure", "address or page", "in the cache")
    for row in rows:
        table.add_row(
            row["source"], row["way"], row["sure"], row["address"] or row["page"], row["cache"]
        )
    print_table(table)


def _asked_at(source: Source) -> str:
    """Return the address of a source; of one to be chosen from a list, the list and the pattern."""
    from geo.registry.datasets.sources import SERVICES, Features

    if isinstance(source, Features) and not source.address:
        return f"{SERVICES} ({source.pattern})"
    return getattr(source, "address", "")


@contextmanager
def _progress(tries: int, hosts: list[str]) -> Iterator[tuple[Client, Callable[[Source], None]]]:
    """Show a bar on a screen: which source, and how much of it is there."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from geo.errors import BadInputError
    from geo.fetch import Client

    pairs = [pair.partition("=") for pair in hosts]
    if any(not old or not new for old, _, new in pairs):
        raise BadInputError("--host: give OLD=NEW, such as https://a.example=https://b.example.")
    screen = console()
    columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=screen, disable=not screen.is_terminal) as progress:
        bar = progress.add_task("", total=None)

        def received(done: int, total: int | None) -> None:
            progress.update(bar, completed=done, total=total)

        def started(one: Source) -> None:
            progress.reset(bar, description=one.id, total=None)

        yield Client({old: new for old, _, new in pairs}, tries=tries, progress=received), started
