"""The verbs `profile`, `story`, `paper` and `check-copy`: texts on places, written and checked."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import options
from cli.options import Json
from cli.output import echo, new_table, print_json, print_table, progress_bar, spinner
from geo.errors import BadInputError

if TYPE_CHECKING:
    from geo.outreach import Overlap
    from geo.reach import ReachQuery, Read
    from layers.profiles import Batch

INTERRUPTED = 130
"""Exit code of what was stopped by Ctrl-C, as shells have it."""
SOMETHING_WRONG = 1
"""Exit code of a text that states something wrong."""


def profile(
    code: Annotated[
        str,
        typer.Argument(
            help="Code of an area, zone or patch, or a patch's file; none for a partnership's own."
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write: .html or .pdf.")
    ] = None,
    every: Annotated[
        str, typer.Option("--all", help="Every place of a level, such as lad24, or all zones.")
    ] = "",
    within: Annotated[
        str,
        typer.Option(
            "--within",
            help="Code of the area that holds the places of --all, or in which a partnership's own "
            "profile is measured.",
        ),
    ] = "",
    out_dir: Annotated[
        Path | None, typer.Option("--out-dir", help="Of --all: folder of profiles and an index.")
    ] = None,
    file_format: Annotated[str, typer.Option("--format", help="Of --all: pdf or html.")] = "pdf",
    again: Annotated[
        bool, typer.Option("--again", help="Of --all: make anew what is there and whole.")
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="Of --all: processes; 0 for one a core.")
    ] = 0,
    provider: options.Provider = None,
    partnership: options.PartnershipFile = None,
    partners: options.PartnersFile = None,
    activity: options.ActivityFile = None,
    max_km: Annotated[float, typer.Option("--max-km", help="Within range up to this.")] = 10,
    as_json: Json = False,
) -> None:
    """Write a profile, or those of many places, with the traces of their figures beside them."""
    from geo.reach import ReachQuery
    from geo.tables import check_paths
    from geo.travel import CostChoice

    read = {"--partnership": partnership, "--partners": partners, "--activity": activity}
    check_paths(_outputs(out), read)
    if out_dir is not None:
        from layers.profiles import in_the_way

        inputs = [path for path in read.values() if path is not None]
        check_paths(
            {"--out-dir": in_the_way(out_dir, f".{file_format.lower().lstrip('.')}", inputs)}, read
        )
    question = ReachQuery(
        tuple(provider or ()), partnership, partners, activity, CostChoice(max_km=max_km)
    )
    if every or out_dir:
        if code or out or not (every and out_dir):
            raise BadInputError(
                "Many profiles: give --all with a level and --out-dir with a folder, and neither "
                "a code nor --out."
            )
        _write_all(question, every, within, out_dir, file_format, again, workers, as_json)
    else:
        place = options.place_code(code)
        _write_one(replace(question, within=within or None), place, out, as_json)


def _outputs(out: Path | None) -> dict[str, Path]:
    from layers.profiles import trace_path

    return {} if out is None else {"--out": out, "the traces beside --out": trace_path(out)}


def _write_one(question: ReachQuery, code: str, out: Path | None, as_json: bool) -> None:
    from layers.profiles import compose as report
    from layers.profiles import inputs_of, is_somebody, trace_path, whose_of

    if out is not None:
        report.check_suffix(out)
    if not code and not is_somebody(question):
        raise BadInputError("A profile of what? Give the code of an area or zone.")
    if code and question.within:
        raise BadInputError(
            f"A profile of {code} is of all of it. Leave out --within, or give --provider, "
            "--partnership or --partners without a code."
        )
    with spinner("Writing the profile"):
        read = _read(question)
        partnership = whose_of(question, read)
        if code:
            place, made = report.profile_of(code, partnership)
        else:
            place, made = report.profile_of_partnership(
                partnership.name, partnership.reach, partnership.where
            )
        inputs = inputs_of(question)
        if out is not None:
            report.write_profile(place, made, out, partnership, inputs)
    if as_json:
        print_json(report.trace_json(made, b"", inputs))
    elif out is not None:
        echo(f"{out}: {made.name.text}; traces in {trace_path(out).name}")
    else:
        for _, sentence in made.sentences():
            echo(sentence.text)


def _read(question: ReachQuery) -> Read | None:
    """Read the files of whoever is asked about, and say what in them cannot be used."""
    from geo.reach import run as reach_run
    from layers.profiles import is_somebody

    if not is_somebody(question):
        if question.activity is not None:
            raise BadInputError(
                "Whose activity? Give --provider, --partnership or --partners with it."
            )
        return None
    read = reach_run.read(question)
    for notice in read.notices:
        echo(notice, err=True)
    return read


def _write_all(
    question: ReachQuery,
    level: str,
    within: str,
    folder: Path,
    file_format: str,
    again: bool,
    workers: int,
    as_json: bool,
) -> None:
    from layers.profiles import batch as report_batch

    _read(question)
    suffix = f".{file_format.lower().lstrip('.')}"
    order = report_batch.Order(level, folder, within, suffix, question, again, workers)
    with progress_bar("Writing profiles") as progress:
        batch = report_batch.run_batch(order, progress)
    _end_of(batch, folder, as_json=as_json)


def _end_of(batch: Batch, folder: Path, *, as_json: bool) -> None:
    """Print what a batch has written, and exit with what stopped it or failed in it."""
    if as_json:
        print_json(batch.summary())
    else:
        echo(f"{folder}: {batch.line()}")
    if batch.stopped:
        raise typer.Exit(INTERRUPTED)
    if batch.failed:
        raise typer.Exit(max(problem.exit_code for problem in batch.failed.values()))


def story(
    code: Annotated[
        str, typer.Argument(help="Code of an area, zone or patch, or a patch's file.")
    ] = "",
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
        _write_stories(every, within, out, file_format or "html", again, workers, as_json)
        return
    if not code:
        raise BadInputError("A story of what? Give the code of an area or zone.")
    _write_story(options.place_code(code), out, file_format, as_json)


def _write_story(code: str, out: Path | None, file_format: str, as_json: bool) -> None:
    from layers.stories import check_suffix, story_of, trace_json, write_story

    path = options.path_in_format(out, file_format, check_suffix)
    with spinner("Writing the story"):
        made = story_of(code)
        paths = write_story(made, path, beside=True) if path is not None else []
    if as_json:
        print_json(trace_json(made, b"" if path is None else path.read_bytes()))
    elif path is not None:
        echo(f"{path}: {made.headline.text}; with {', '.join(one.name for one in paths[1:])}")
    else:
        for where, sentence in made.sentences():
            if where not in ("licences", "made"):
                echo(sentence.text)


def _write_stories(
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
    _end_of(batch, folder, as_json=as_json)


def paper(
    code: Annotated[str, typer.Argument(help="Code of an area, zone or patch, or a patch's file.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write: .docx, .pdf or .html.")
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", help="docx, pdf or html; as the name of the file ends.")
    ] = "",
    form: Annotated[
        str, typer.Option("--form", help="council, access-plan or briefing.")
    ] = "council",
    logo: Annotated[
        Path | None,
        typer.Option("--logo", help="Your own logo: .png, .jpg or .svg of at most 1 MB."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Whose paper it is, as it stands in it.")] = "",
    provider: options.Provider = None,
    activity: options.ActivityFile = None,
    activities: Annotated[
        Path | None,
        typer.Option(
            "--activities", help="Of a briefing: records of work with schools, as `schools` reads."
        ),
    ] = None,
    summaries: Annotated[
        list[Path] | None,
        typer.Option(
            "--summary", help="Of a briefing: a partner's summary, from `summarise`; repeatable."
        ),
    ] = None,
    max_km: Annotated[float, typer.Option("--max-km", help="Within range up to this.")] = 10,
    as_json: Json = False,
) -> None:
    """Write a paper or briefing on a place: facts in order, what is for its author left blank."""
    from geo.reach import ReachQuery
    from geo.tables import check_paths
    from geo.travel import CostChoice
    from layers.briefing import BRIEFING, in_form
    from layers.papers import check_suffix, read_logo, trace_json, write_paper
    from layers.profiles import inputs_of, trace_path, whose_of

    path = options.path_in_format(out, file_format, check_suffix)
    outputs = {} if path is None else {"--out": path, "the traces beside --out": trace_path(path)}
    given = {f"--summary {number}": one for number, one in enumerate(summaries or (), 1)}
    read = {"--activity": activity, "--activities": activities, **given}
    check_paths(outputs, {"--logo": logo, **read})
    if form != BRIEFING and (activities or summaries):
        raise BadInputError("--activities and --summary are of a briefing. Give --form briefing.")
    if logo is not None and path is None:
        raise BadInputError("--logo is of a file. Name one with --out.")
    asked = ReachQuery(tuple(provider or ()), activity=activity, costs=CostChoice(max_km=max_km))
    with spinner("Writing the paper"):
        picture = read_logo(logo) if logo is not None else b""
        whose = whose_of(asked, _read(asked))
        place = options.place_code(code)
        made = in_form(form, place, whose, by, _overlap(activities, summaries or []))
        inputs = _inputs(inputs_of(asked), [activities, *(summaries or [])])
        if path is not None:
            write_paper(made, path, picture, inputs)
    if as_json:
        print_json(trace_json(made, b"" if path is None else path.read_bytes(), inputs))
    elif path is not None:
        echo(f"{path}: {made.title.text}; traces in {trace_path(path).name}")
    else:
        for where, sentence in made.sentences():
            if where not in ("legend", "made"):
                echo(sentence.text)


def _overlap(activities: Path | None, summaries: list[Path]) -> Overlap | None:
    """Put the records of a file and the summaries of partners together; None without any."""
    from geo.outreach import load_summary, merge, read_records, summaries_of

    made = []
    if activities is not None:
        records = read_records(activities)
        for notice in records.notices:
            echo(notice, err=True)
        made += summaries_of(records)
    made += [load_summary(path) for path in summaries]
    return merge(made) if made else None


def _inputs(inputs: str, paths: list[Path | None]) -> str:
    """Return the hash of what a paper is made from, files of schools with it."""
    from geo.files import as_json
    from geo.uploads import content_of, digest_of

    digests = [digest_of(content_of(path)) for path in paths if path is not None]
    return digest_of(as_json([inputs, *digests])) if digests else inputs


def check_copy(
    text: Annotated[
        str, typer.Argument(help="Text file; - reads what is piped in.", metavar="FILE")
    ],
    within: Annotated[
        str,
        typer.Option("--in", help="Code of the place that sentences are about which name none."),
    ] = "",
    as_json: Json = False,
) -> None:
    """Check a text: hold its figures, ranks, comparisons and changes against the data."""
    from layers.copy_check import SYMBOLS, headline_of_check
    from layers.copy_check import check_copy as run

    with spinner("Checking"):
        made = run(_copy(text), within)
    if as_json:
        print_json(made.summary())
    elif not made.claims:
        echo("No figure, rank, comparison or change was found.")
    else:
        table = new_table(headline_of_check(made), "in the text", "verdict", "what is so", "period")
        for one in made.claims:
            verdict = f"{SYMBOLS[one.verdict]} {one.verdict}"
            table.add_row(one.text, verdict, one.statement, one.period)
        print_table(table)
    if made.is_wrong:
        raise typer.Exit(SOMETHING_WRONG)


def _copy(name: str) -> str:
    """Read the text that is checked."""
    from layers.copy_check import LONGEST_COPY

    # A character has four bytes at most, and one more tells that the text is too long.
    most = 4 * LONGEST_COPY + 1
    try:
        if name == "-":
            content = sys.stdin.buffer.read(most)
        else:
            with Path(name).open("rb") as file:
                content = file.read(most)
        return content.decode("utf-8-sig")
    except OSError as error:
        raise BadInputError(
            f"{name} cannot be read: {error.strerror or error}. Give a text file."
        ) from error
    except UnicodeDecodeError as error:
        raise BadInputError(f"{name} is not UTF-8 text. Save it as plain text.") from error
