"""The program `coldspots`: its verbs in the order of its help, and how a process of it ends."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import typer

from cli.ending import end_at_once
from cli.output import OutputError, discard, echo, safe_streams, warn_renamed
from cli.verbs.areas import areas, patch
from cli.verbs.build import build
from cli.verbs.chart import chart
from cli.verbs.check import check
from cli.verbs.compare import compare, regions
from cli.verbs.contacts import contacts, schools, summarise
from cli.verbs.count import count
from cli.verbs.export import export
from cli.verbs.fetch import fetch
from cli.verbs.find import find
from cli.verbs.info import info
from cli.verbs.postcode import enrich, postcode
from cli.verbs.profile import check_copy, paper, profile, story
from cli.verbs.reach import provision, reach
from cli.verbs.serve import serve
from cli.verbs.site import site, what_if
from geo.errors import GeoError

_COLLECT_AFTER = 50_000
"""Objects made before Python looks for garbage: with its 700, a story spends a tenth of its time on
looking through the libraries that it loads."""


def _new_app() -> typer.Typer:
    return typer.Typer(
        name="coldspots",
        help="Where few young people in England go on to higher education, and who reaches them.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


VERBS = (
    chart,
    compare,
    regions,
    contacts,
    schools,
    summarise,
    count,
    export,
    fetch,
    profile,
    story,
    paper,
    check_copy,
    reach,
    provision,
    site,
    what_if,
    info,
    areas,
    patch,
    postcode,
    enrich,
    find,
    build,
    check,
    serve,
)
app = _new_app()
for verb in VERBS:
    app.command()(verb)


def _renamed(old: str, verb: Callable[..., None]) -> Callable[..., None]:
    """Return a verb that says what it is called now, then does the same."""

    @wraps(verb)
    def run(*args: Any, **options: Any) -> None:
        warn_renamed(old, verb.__name__)
        verb(*args, **options)

    return run


for old, verb in {"calls": contacts}.items():
    app.command(old, hidden=True)(_renamed(old, verb))


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """Return the program with two verbs, one of them the first argument; all where none is it.

    To put together the options of all takes longer than many a verb to answer. There are two
    because a program of one verb does not ask for its name.
    """
    asked = [
        verb for verb in VERBS if arguments and verb.__name__.replace("_", "-") == arguments[0]
    ]
    if not asked:
        return app
    small = _new_app()
    for verb in (*asked, info if asked[0] is not info else check):
        small.command()(verb)
    return small


def main() -> None:
    """Run the terminal: one line and an exit code instead of a traceback."""
    gc.set_threshold(_COLLECT_AFTER, 10, 10)
    with safe_streams():
        try:
            app_for(sys.argv[1:])()
        except GeoError as error:
            echo(f"coldspots: {' '.join(str(error).split())}", err=True)
            if isinstance(error, OutputError):
                discard(sys.stdout)
            sys.exit(error.exit_code)


def run() -> None:
    """Run the terminal as a process of its own, which ends at once when it is done."""
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, int | None):
            end_at_once(end.code or 0)
        raise
    end_at_once(0)
