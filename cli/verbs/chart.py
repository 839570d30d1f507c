"""The verb `chart`: one chart of a link, as a picture, a page to embed, or its table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.output import echo, spinner


def chart(
    kind: Annotated[
        str,
        typer.Argument(help="ranked, beeswarm, years, scatter, target or funnel."),
    ],
    link: Annotated[
        str,
        typer.Option("--link", help="Address of a chart or a map, or what follows its ?."),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            help="File to write: a picture (.png .svg .pdf), its table (.csv), or a page to embed "
            "(.html).",
        ),
    ],
    target: Annotated[
        float | None,
        typer.Option("--target", help="For target: one of your own, in the unit shown."),
    ] = None,
    against: Annotated[
        str, typer.Option("--against", help="For scatter: the second measure.")
    ] = "",
    size: Annotated[
        str,
        typer.Option(
            help="Of a picture: width and height in pixels, drawn at 2x in PNG.",
            show_default="760 wide and as high as it needs",
        ),
    ] = "",
    dpi: Annotated[
        float | None, typer.Option(help="Of a PNG: dots to the inch; 300 for print.")
    ] = None,
    title: Annotated[
        str, typer.Option(help="Your own headline, which the foot marks as yours.")
    ] = "",
    dark: Annotated[bool, typer.Option("--dark", help="For a dark page.")] = False,
    table: Annotated[
        bool, typer.Option("--table", help="With .html: the table alone, without the chart.")
    ] = False,
) -> None:
    """Draw a chart of a place: ranks, years, a swarm, two measures, a target or a funnel."""
    from dataclasses import replace

    from layers.charts import chart_of, chart_snippet, read_link, write_chart

    view = replace(read_link(link), chart=kind)
    view = replace(view, target=view.target if target is None else target)
    view = replace(view, against=against or view.against)
    with spinner(f"Drawing {out.name}"):
        made = chart_of(view)
        where = link if "://" in link else ""
        write_chart(
            made, out, size=size, dpi=dpi, title=title, dark=dark, table_alone=table, link=where
        )
    echo(f"{out}: {made.view.to_query()}")
    if out.suffix.lower() == ".html":
        echo(f"To embed it, put {out.name} on your server and paste:", err=True)
        echo(chart_snippet(made, out.name, title), err=True)
