"""The verb `export`: the map of a link, as a page, a picture or a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from terminal import busy

if TYPE_CHECKING:
    from layers.export_static import Shape
    from layers.static_style import Style


def export(
    link: Annotated[
        str,
        typer.Option("--link", help="Address of a map, or what stands after its question mark."),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            help="File to write: .html, a picture (.png .svg .pdf), or a table as `areas` does.",
        ),
    ],
    style: Annotated[
        str, typer.Option(help="Of a picture: light, print (greys) or safe (colour-blind).")
    ] = "light",
    size: Annotated[
        str, typer.Option(help="Of a picture: width and height in pixels, drawn at 2x in PNG.")
    ] = "640x450",
    shape: Annotated[
        str, typer.Option(help="Of a picture: map, or hex for an equal hexagon for each area.")
    ] = "map",
) -> None:
    """Write the map of a link as one page that opens without a network, a picture, or its table."""
    from layers.export import SUFFIXES, read_link, write_view
    from layers.export_data import check_suffix

    check_suffix(out, also=SUFFIXES)
    view, notes = read_link(link)
    for note in notes:
        typer.echo(note, err=True)
    with busy(f"Writing {out.name}"):
        where = link if "://" in link else ""
        # Names that there are not are refused where the picture is drawn.
        look, form = cast("Style", style), cast("Shape", shape)
        write_view(view, out, style=look, size=size, shape=form, link=where)
    typer.echo(f"{out}: {view.to_query() or 'the first map'}")
