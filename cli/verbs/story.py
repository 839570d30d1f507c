"""The verb `story`: the story of a place, or of every place of a level."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import Json
from cli.output import echo, print_json, progress_bar, spinner
from geo.errors import BadInputError

INTERRUPTED = 130
"""Exit code of what was stopped by Ctrl-C, as shells have it."""


def story(
    code: Annotated[str, typer.Argument(help="Code of an area or zone.")] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File to write: .html, .md or .docx; of --all, a folder."),
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", help="html, md or docx; as the name of the file ends.")
    ] = "",
    every: Annotated[
        str, typer.Option("--all", help="Every place of a level, such as lad24, or all zones.")
    ] = "",
    within: Annotated[
        str, typer.Option("--within", help="Of --all: code of the area that holds the places.")
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Of --all: write anew what is there and whole.")
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="Of --all: processes; 0 for one a core.")
    ] = 0,
    as_json: Json = False,
) -> None:
    """Write the story of a place: headline, text, charts, map, and the traces of its figures."""
    if every:
        if code or out is None:
            raise BadInputError("Many stories: give --all with a level and --out with a folder.")
        _write_all(every, within, out, file_format or "html", again, workers, as_json)
        return
    if not code:
        raise BadInputError("A story of what? Give the code of an area or zone.")
    _write_one(code, out, file_format, as_json)


def _write_one(code: str, out: Path | None, file_format: str, as_json: bool) -> None:
    from layers.stories import story_of, trace_json, write_story

    path = _named(out, file_format)
    with spinner("Writing the story"):
        made = story_of(code)
        paths = write_story(made, path) if path is not None else []
    if as_json:
        print_json(trace_json(made, b"" if path is None else path.read_bytes()))
    elif path is not None:
        echo(f"{path}: {made.headline.text}; with {', '.join(one.name for one in paths[1:])}")
    else:
        for where, sentence in made.sentences():
            if where not in ("licences", "made"):
                echo(sentence.text)


def _named(out: Path | None, file_format: str) -> Path | None:
    """Return the file to write, with the suffix of a format that its name does not say."""
    from layers.stories import check_suffix

    if out is None:
        if file_format:
            raise BadInputError("--format is of a file. Name one with --out.")
        return None
    suffix = f".{file_format.lower().lstrip('.')}"
    path = out.with_name(f"{out.name}{suffix}") if file_format and not out.suffix else out
    check_suffix(path)
    if file_format and path.suffix.lower() != suffix:
        raise BadInputError(f"{out.name} does not end in {suffix}. Leave out --format.")
    return path


def _write_all(
    level: str,
    within: str,
    folder: Path,
    file_format: str,
    again: bool,
    workers: int,
    as_json: bool,
) -> None:
    from layers.profiles import run_batch
    from layers.stories import order_of

    suffix = f".{file_format.lower().lstrip('.')}"
    order = order_of(level, folder, within, suffix, again=again, workers=workers)
    with progress_bar("Writing stories") as progress:
        batch = run_batch(order, progress)
    if as_json:
        print_json(batch.summary())
    else:
        echo(f"{folder}: {batch.line()}")
    if batch.stopped:
        raise typer.Exit(INTERRUPTED)
    if batch.failed:
        raise typer.Exit(max(problem.exit_code for problem in batch.failed.values()))
