"""Options of whose reach is asked about, the same in every verb that takes them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Provider = Annotated[
    list[str] | None, typer.Option("--provider", help="UKPRN of an institution; repeatable.")
]
PartnershipFile = Annotated[
    Path | None, typer.Option("--partnership", help="File of a partnership, .json.")
]
PartnersFile = Annotated[
    Path | None, typer.Option("--partners", help="Sites of your own: CSV, XLSX or GeoJSON.")
]
ActivityFile = Annotated[
    Path | None, typer.Option("--activity", help="Where you have worked, CSV.")
]
