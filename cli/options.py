"""Options that several verbs take: output, data, whose reach, and how far it is."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

LISTS = {"likely": "likely", "tested": "local-g", "local-g": "local-g"}
"""Definition of cold spots that each word of `--list` stands for."""

if TYPE_CHECKING:
    from geo.travel import CostChoice


def place_code(text: str) -> str:
    """Return the code of a place: as it is, of several places with commas, or of a patch's file.

    Raises
    ------
    UnknownAreaError
        If one of several places is none.
    BadInputError
        If a file holds no patch.
    """
    from geo.errors import UnknownAreaError

    if text.lower().endswith((".geojson", ".json")):
        from geo.patch import load_patch

        return load_patch(Path(text)).code
    if not ("," in text or "_" in text):
        return text
    from layers.browser import place_called

    code, nearest = place_called(text)
    if not code:
        meant = f" Did you mean {', '.join(nearest)}?" if nearest else ""
        raise UnknownAreaError(
            f"{text!r} is no patch: one of its parts is none, or they lie in two nations.{meant} "
            "Give codes with commas between, or put a patch together with `coldspots patch`."
        )
    return code


Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Root = Annotated[
    Path | None, typer.Option("--data", help="Data folder; the bundled one if absent.")
]
AreasFile = Annotated[
    Path | None, typer.Option("--out", "-o", help="File of areas, as `areas` writes it.")
]
Within = Annotated[
    str | None,
    typer.Option(
        "--within",
        parser=place_code,
        metavar="<place>",
        help="Code of an area, several with commas, or a patch's file: cuts the answer for it.",
    ),
]

ColdList = Annotated[
    str | None,
    typer.Option(
        "--list",
        help="Which cold spots people are counted in: likely (the likely lowest fifth, England's "
        "usual list) or tested.",
        show_default=False,
    ),
]
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


def _travel(
    max_km: MaxKm = None,
    max_minutes: MaxMinutes = None,
    circuity: Circuity = 1,
    router: Router = "",
    router_url: RouterUrl = "",
    mode: Mode = "",
    router_key: RouterKey = "",
    router_cache: RouterCache = None,
    router_timeout: RouterTimeout = 30,
    costs: CostFile = None,
) -> CostChoice:
    from geo.travel import CostChoice

    return CostChoice(
        max_km, max_minutes, circuity, router, router_url, mode, router_key, router_cache,
        router_timeout, costs,
    )  # fmt: skip


def with_travel(verb: Callable[..., None]) -> Callable[..., None]:
    """Replace a verb's parameter `travel` by the options of distance, time and router."""
    # Its type is one that no verb waits for.
    named = {"CostChoice": object}
    own = inspect.signature(verb, eval_str=True, locals=named).parameters
    added = inspect.signature(_travel, eval_str=True, locals=named).parameters

    @wraps(verb)
    def run(**given: Any) -> None:
        travel = _travel(**{name: given.pop(name) for name in added})
        verb(travel=travel, **given)

    listed: list[inspect.Parameter] = []
    for name, parameter in own.items():
        listed += added.values() if name == "travel" else [parameter]
    keyword = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in listed]
    run.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def definition_of(name: str | None) -> str | None:
    """Return the definition of cold spots that `--list` asks for, or None for the usual one.

    Raises
    ------
    BadInputError
        If there is no such list.
    """
    from geo.errors import BadInputError

    if name is not None and name not in LISTS:
        raise BadInputError(f"No list of cold spots is called {name!r}. Give likely or tested.")
    return None if name is None else LISTS[name]


def path_in_format(
    out: Path | None, file_format: str, check_suffix: Callable[[Path], None]
) -> Path | None:
    """Return the file to write, with the suffix of a format that its name does not say.

    Parameters
    ----------
    check_suffix
        Refuses a name that ends in no format.

    Raises
    ------
    BadInputError
        If there is no such format, the name says another, or no file is named.
    """
    from geo.errors import BadInputError

    if out is None:
        if file_format:
            raise BadInputError("--format is of a file. Name one with --out.")
        return None
    suffix = f".{file_format.lower().lstrip('.')}"
    path = out.with_name(f"{out.name}{suffix}") if file_format and not out.suffix else out
    check_suffix(path)
    if file_format and path.suffix.lower() != suffix:
        raise BadInputError(f"{out.name} does not end in {suffix}. Leave out --format.")
    return path
