"""The verb `check`: whether the bundle is what it was when it was made."""

from __future__ import annotations

import typer

from cli.options import Json, Root
from cli.output import echo, print_json
from geo.errors import IntegrityError


def check(as_json: Json = False, data: Root = None) -> None:
    """Verify every hash, count and rule of the bundled data."""
    from geo.build.verify import check_bundle

    results = []
    for name, problem in check_bundle(data):
        results.append({"check": name, "problem": problem})
        if not as_json:
            echo(f"{'FAIL' if problem else '  ok'}  {name}{': ' + problem if problem else ''}")
    wrong = [result for result in results if result["problem"]]
    if as_json:
        print_json({"ok": not wrong, "checks": results})
    elif not wrong:
        echo(f"All {len(results)} checks passed.")
    if wrong:
        raise typer.Exit(IntegrityError.exit_code)
