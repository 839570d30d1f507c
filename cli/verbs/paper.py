"""The verb `paper`: a place as a paper to a council committee, or beside an access plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import options
from cli.options import Json
from cli.output import echo, print_json, spinner
from geo.errors import BadInputError


def paper(
    code: Annotated[str, typer.Argument(help="Code of an area or zone.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write: .docx, .pdf or .html.")
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", help="docx, pdf or html; as the name of the file ends.")
    ] = "",
    form: Annotated[str, typer.Option("--form", help="council or access-plan.")] = "council",
    logo: Annotated[
        Path | None,
        typer.Option("--logo", help="Your own logo: .png, .jpg or .svg of at most 1 MB."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Whose paper it is, as it stands in it.")] = "",
    provider: options.Provider = None,
    max_km: Annotated[float, typer.Option("--max-km", help="Within range up to this.")] = 10,
    as_json: Json = False,
) -> None:
    """Write a paper on a place: the facts in order, recommendations left blank for its author."""
    from geo.reach import ReachQuery
    from geo.tables import check_paths
    from geo.travel import CostChoice
    from layers.papers import check_suffix, paper_of, read_logo, trace_json, write_paper
    from layers.profiles import inputs_of, trace_path, whose_of

    path = options.path_in_format(out, file_format, check_suffix)
    outputs = {} if path is None else {"--out": path, "the traces beside --out": trace_path(path)}
    check_paths(outputs, {"--logo": logo})
    if logo is not None and path is None:
        raise BadInputError("--logo is of a file. Name one with --out.")
    asked = ReachQuery(tuple(provider or ()), costs=CostChoice(max_km=max_km))
    with spinner("Writing the paper"):
        picture = read_logo(logo) if logo is not None else b""
        made = paper_of(code, form, whose_of(asked), by)
        inputs = inputs_of(asked)
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
