"""The verb `postcode`: which areas postcodes are in."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.options import Json, Root
from cli.output import echo, print_json
from geo.errors import BadInputError


def postcode(
    codes: Annotated[list[str], typer.Argument(help="Postcodes, in any spelling.")],
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Say which areas postcodes are in."""
    from geo.places import find

    areas = find(codes, data)
    bad = areas[areas["problem"] != ""]
    if as_json:
        rows = areas.astype(object).where(areas.notna(), None)
        print_json({"postcodes": rows.to_dict("records")})
    else:
        for row in areas.itertuples():
            text = str(row.problem) or _describe(row)
            echo(f"{row.postcode!s}: {text}", err=bool(row.problem))
    if len(bad):
        raise typer.Exit(BadInputError.exit_code)


def _describe(row: Any) -> str:
    """Return where a postcode is."""
    names = f"{row.local_name}, {row.lad24_name}" if row.local_name else row.lad24_name
    held = {"msoa21": row.msoa21_code, "ward24": row.ward24_code, "lad24": row.lad24_code}
    codes = ", ".join(f"{level} {code}" for level, code in held.items() if code)
    return f"{names}; {row.name} ({row.geography} {row.code}, {codes})"
