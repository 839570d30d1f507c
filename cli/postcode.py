"""The verb `postcode`: which areas postcodes are in."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.options import Json, Root
from cli.output import print_json, say
from geo.errors import BadInputError


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


def place_of(row: Any) -> str:
    """Return where a postcode is."""
    names = f"{row.local_name}, {row.lad24_name}"
    return (
        f"{names}; {row.lsoa21_name} (lsoa21 {row.lsoa21_code}, msoa21 {row.msoa21_code}, "
        f"ward24 {row.ward24_code}, lad24 {row.lad24_code})"
    )
