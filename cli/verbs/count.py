"""The verb `count`: records of any number, counted by area."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Json, Root
from cli.output import echo, print_json, spinner

if TYPE_CHECKING:
    from geo.counting import Counted


def count(
    points: Annotated[
        Path, typer.Argument(help="Records with a postcode or coordinates: .csv or .parquet.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write: .csv or .parquet.")],
    level: Annotated[str, typer.Option("--geography", "-g", help="Level of areas.")] = "lsoa21",
    by: Annotated[
        str, typer.Option("--by", help="Columns to count apart, with commas: activity,year.")
    ] = "",
    engine: Annotated[
        str, typer.Option("--engine", help="local, or dask for a cluster.")
    ] = "local",
    scheduler: Annotated[
        str, typer.Option("--scheduler", help="Of dask: its address, tcp://host:8786.")
    ] = "",
    workers: Annotated[
        int,
        typer.Option("--workers", help="Of local: processes side by side; 0 for all processors."),
    ] = 0,
    as_json: Json = False,
    data: Root = None,
) -> None:
    """Count records by area; counts of fewer than ten are not shown, nor what gives one away."""
    from geo.counting import count_on, count_with, make_plan
    from geo.errors import BadInputError
    from geo.files import replacing
    from geo.tables import check_paths
    from layers.exports import write_csv

    if out.suffix not in (".csv", ".parquet"):
        raise BadInputError(f"{out.name}: counts are written as .csv or .parquet.")
    if engine not in ("local", "dask") or (engine == "dask") != bool(scheduler):
        raise BadInputError("--engine: local, or dask with the address of its --scheduler.")
    check_paths({"--out": out}, {"POINTS": points}, data)
    columns = tuple(dict.fromkeys(name.strip() for name in by.split(",") if name.strip()))
    plan = make_plan(points.absolute(), level, columns, data)
    with spinner(f"Counting {points.name}"):
        result = count_on(plan, scheduler) if engine == "dask" else count_with(plan, workers)
    with replacing(out) as temporary:
        if out.suffix == ".parquet":
            result.table.to_parquet(temporary, index=False)
        else:
            text = result.table.astype(dict.fromkeys(columns, "str"))
            write_csv(text.set_index("area_code"), temporary)
    summary = {
        "rows": result.rows,
        "placed": result.placed,
        "without_a_place": result.nowhere,
        "cells": len(result.table),
        "not_shown": result.hidden,
        "out": str(out),
    }
    if as_json:
        print_json(summary)
        return
    echo(f"{_totals(result)}; {len(result.table):,} counts, {result.hidden:,} not shown: {out}")
    if result.hidden:
        echo(
            "Not shown are counts under 10 and those that would give one away, at any level. Files "
            "of the same records on another day, of other columns or of levels that cross (wards, "
            "combined authorities) can give more away together: hand out one.",
            err=True,
        )


def _totals(result: Counted) -> str:
    """Return how many records there are, without a number that gives a count away."""
    nowhere = f"{result.nowhere:,}" if result.nowhere is not None else "a number not shown"
    if result.rows is None and result.placed is not None:
        return f"{result.placed:,} records in England and Wales, {nowhere} without a place there"
    rows = (
        f"{result.rows:,} records" if result.rows is not None else "Records, how many is not shown"
    )
    return f"{rows}, {nowhere} of them without a place in England or Wales"
