"""The program `coldspots`: its verbs in the order of its help, and how a process of it ends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import typer

from cli.areas import areas
from cli.build import build
from cli.check import check
from cli.contacts import contacts
from cli.count import count
from cli.export import export
from cli.fetch import fetch
from cli.find import find
from cli.info import info
from cli.output import OutputError, inert_streams, let_go, say, say_renamed
from cli.postcode import postcode
from cli.profile import profile
from cli.reach import reach
from cli.serve import serve
from cli.site import site
from geo.errors import GeoError

app = typer.Typer(
    name="coldspots",
    help="Where few young people in England go on to higher education, and who reaches them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for verb in (
    contacts,
    count,
    export,
    fetch,
    profile,
    reach,
    site,
    info,
    areas,
    postcode,
    find,
    build,
    check,
    serve,
):
    app.command()(verb)


def _renamed(old: str, verb: Callable[..., None]) -> Callable[..., None]:
    """Return a verb that says what it is called now, then does the same."""

    @wraps(verb)
    def run(*args: Any, **options: Any) -> None:
        say_renamed(old, verb.__name__)
        verb(*args, **options)

    return run


for old, verb in {"calls": contacts}.items():
    app.command(old, hidden=True)(_renamed(old, verb))


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
