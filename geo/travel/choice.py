"""Which costs are asked for: a straight line, a router's journeys, or a table of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import BadInputError
from geo.travel.costs import KM, MINUTES, Limited, StraightLine, check_limit
from geo.travel.journeys import Journeys
from geo.travel.routers import PATIENCE_S, PROFILES, TIMEOUT_S, Router
from geo.travel.tables import read_costs

LIMIT_KM = 10.0
"""Limit of a straight line unless another is given."""


ROUTERS: tuple[str, ...] = tuple(PROFILES)
"""Kinds of routers."""


@dataclass(frozen=True)
class CostChoice:
    """What a terminal or a page asks for; all of it together is checked by `limited`."""

    max_km: float | None = None
    max_minutes: float | None = None
    circuity: float = 1.0
    router: str = ""
    """Kind of router: a key of `geo.travel.routers.PROFILES`."""
    router_url: str = ""
    mode: str = ""
    """`drive` unless given, `walk` or `cycle`."""
    key: str = field(default="", repr=False)
    cache: Path | None = None
    """Folder in which a router's answers are kept."""
    timeout_s: int = TIMEOUT_S
    table: Path | None = None
    """File of ready-made costs."""
    most_requests: int | None = None
    """Requests to a router, at most; those of `geo.travel.journeys` unless given."""
    called: str = ""
    """What words call the router; its kind and address unless given."""


def limited(choice: CostChoice, progress: Callable[[float], None] = lambda _: None) -> Limited:
    """Make a source of costs with its limit; a router is not asked yet.

    Parameters
    ----------
    choice
        What is asked for.
    progress
        Called with the share of a router's journeys that are known, 0 to 1.

    Raises
    ------
    BadInputError
        If what is asked for does not go together, or the table cannot be used.

    Examples
    --------
    >>> limited(CostChoice(max_km=5))
    Limited(source=StraightLine(circuity=1.0, unit='km'), limit=5)
    """
    _check(choice)
    if choice.router:
        router = check_router(choice)
        source = Journeys(router, progress, choice.most_requests)
        made = Limited(source, choice.max_minutes or 0)
    elif choice.table is not None:
        unit = KM if choice.max_minutes is None else MINUTES
        limit = choice.max_km if choice.max_minutes is None else choice.max_minutes
        made = Limited(read_costs(choice.table, unit, choice.table.name), limit or 0)
    else:
        limit = LIMIT_KM if choice.max_km is None else choice.max_km
        made = Limited(StraightLine(choice.circuity), limit)
    check_limit(made.limit, made.source.unit)
    return made


def check_router(choice: CostChoice) -> Router:
    """Return the router that is asked for; it is not asked yet.

    Raises
    ------
    BadInputError
        If its kind, its address or the way to travel is none.
    """
    # One busy server is asked again for a while, one that is silent is not.
    patience = PATIENCE_S * choice.timeout_s // TIMEOUT_S
    options: Any = {"kind": choice.router, "mode": choice.mode or "drive"}
    router = Router(
        **options,
        address=choice.router_url,
        key=choice.key,
        cache=choice.cache,
        timeout_s=choice.timeout_s,
        patience_s=patience,
        called=choice.called,
    )
    router.check()
    return router


def _check(choice: CostChoice) -> None:
    """Refuse what does not go together; the first fault is said."""
    router, table = bool(choice.router), choice.table is not None
    minutes, km = choice.max_minutes is not None, choice.max_km is not None
    asked_of = choice.router_url or choice.mode or choice.cache or choice.key
    faults = {
        "A router and a table of costs are both asked for. Give one of them.": router and table,
        f"Which router? Give --router with one of {', '.join(PROFILES)}.": asked_of and not router,
        "Where is the router? Give --router-url, such as http://localhost:5000.": (
            router and not choice.router_url
        ),
        "--max-km and --max-minutes are both given. Give one limit.": minutes and km,
        "A router tells minutes. Give --max-minutes.": router and not minutes,
        "Are the costs km or minutes? Give --max-km or --max-minutes.": (
            table and not (minutes or km)
        ),
        "Minutes need a router or a table of costs. Give --router or --costs.": (
            minutes and not (router or table)
        ),
        "A circuity stretches a straight line, and no line is asked for. Leave it out.": (
            choice.circuity != 1 and (router or table)
        ),
        f"{choice.timeout_s} seconds are no time to answer in. Give 1 or more.": (
            choice.timeout_s < 1
        ),
    }
    for words, wrong in faults.items():
        if wrong:
            raise BadInputError(words)
