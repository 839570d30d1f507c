"""Options of the verbs that measure how far it is: a limit, a router, a table of costs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

MaxKm = Annotated[
    float | None,
    typer.Option("--max-km", help="In range up to this.", show_default="10"),
]
MaxMinutes = Annotated[
    float | None,
    typer.Option("--max-minutes", help="In range up to this, by a router or a table of costs."),
]
Circuity = Annotated[float, typer.Option(help="Times the straight line: an estimate of the way.")]
Router = Annotated[
    str,
    typer.Option("--router", help="Who tells journeys: osrm, valhalla or openrouteservice."),
]
RouterUrl = Annotated[
    str,
    typer.Option(
        "--router-url",
        help="Where it runs. Places of neighbourhoods and of sites, your own too, are sent there.",
    ),
]
Mode = Annotated[
    str,
    typer.Option("--mode", help="How to travel: drive, walk or cycle.", show_default="drive"),
]
RouterKey = Annotated[
    str,
    typer.Option(
        "--router-key",
        envvar="COLDSPOTS_ROUTER_KEY",
        help="For a router that wants one; better given in the environment.",
    ),
]
RouterCache = Annotated[
    Path | None,
    typer.Option("--router-cache", help="Folder to keep answers in, so as not to ask twice."),
]
RouterTimeout = Annotated[
    int, typer.Option("--router-timeout", help="Seconds that one answer may take.")
]
CostFile = Annotated[
    Path | None,
    typer.Option("--costs", help="Ready-made costs, CSV: area_code,site,cost in km or minutes."),
]
