"""The verb `profile`: two pages about a place, a zone of cold spots or a partnership."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.errors import BadInputError
from terminal import Json, busy, print_json
from verbs import partner_options


def profile(
    code: Annotated[
        str, typer.Argument(help="Code of an area or zone; none for a partnership's own profile.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write: .html or .pdf.")
    ] = None,
    provider: partner_options.Provider = None,
    partnership: partner_options.PartnershipFile = None,
    activity: partner_options.ActivityFile = None,
    max_km: Annotated[float, typer.Option("--max-km", help="Within range up to this.")] = 10,
    as_json: Json = False,
) -> None:
    """Write a profile, with the traces of its figures beside it, or say it in words."""
    from geo import reach_run
    from geo.cost_choice import CostChoice
    from layers import report
    from layers.report_reach import Whose

    if out is not None:
        report.check_suffix(out)
    with busy("Writing the profile"):
        whose = None
        if provider or partnership:
            asked = reach_run.Asked(
                tuple(provider or ()),
                partnership,
                activity=activity,
                costs=CostChoice(max_km=max_km),
            )
            read = reach_run.read(asked)
            for notice in read.notices:
                typer.echo(notice, err=True)
            name = read.partnership.name or "the partnership"
            whose = Whose(reach_run.run(asked, read), name)
        elif activity is not None:
            raise BadInputError("Whose activity? Give --provider or --partnership with it.")
        if code:
            place, made = report.profile_of(code, whose)
        elif whose is not None:
            place, made = report.profile_of_partnership(whose.name, whose.reach)
        else:
            raise BadInputError("A profile of what? Give the code of an area or zone.")
        if out is not None:
            report.write_profile(place, made, out, whose)
    if as_json:
        print_json(report.trace_json(made, b""))
    elif out is not None:
        typer.echo(f"{out}: {made.name.text}; traces in {report.trace_path(out).name}")
    else:
        for _, said in made.sentences():
            typer.echo(said.text)
