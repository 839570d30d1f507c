"""What tells a map of reach minutes: a router that the server has, or a visitor's own table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from geo.errors import BadInputError
from geo.stops import look
from geo.travel import (
    BY_MODE,
    CostChoice,
    Limited,
    limited,
)
from layers.kinds import kind_of
from layers.reach.options import ReachOptions
from layers.uploads import Uploads, uploads_of
from layers.view import MapView

MOST_REQUESTS = 1_000
"""Requests to a router that one map may take: as many as fit into a visitor's turn."""
_NAMES = {"osrm": "OSRM", "valhalla": "Valhalla", "openrouteservice": "OpenRouteService"}


@dataclass(frozen=True)
class ServerRouter:
    """A router that a server has for its visitors."""

    choice: CostChoice
    """Kind, address and key."""
    modes: tuple[str, ...] = ("drive",)
    """Ways to travel that it knows."""

    @property
    def name(self) -> str:
        """What visitors read of it: its kind, and not where it is."""
        return _NAMES[self.choice.router]


def _no_router() -> ServerRouter | None:
    return None


_find: Callable[[], ServerRouter | None] = _no_router


def use_router(find: Callable[[], ServerRouter | None]) -> None:
    """Let maps of reach be measured by the router that a function returns, from now on."""
    global _find
    _find = find


def router_for(uploads: Uploads) -> ServerRouter | None:
    """Return the router of a visit: the visitor's own, or else the server's; None without any."""
    own: ServerRouter | None = uploads.router
    return own or _find()


def has_minutes(uploads: Uploads) -> bool:
    """Test whether anything tells minutes."""
    return uploads.costs is not None or router_for(uploads) is not None


def known_modes(uploads: Uploads) -> tuple[str, ...]:
    """Return the ways to travel that can be chosen; none for a table, which is of one."""
    router = router_for(uploads)
    return () if uploads.costs is not None or router is None else router.modes


def measured(view: MapView) -> ReachOptions:
    """Return the limit that a view asks as it can be measured, and what else it asks of reach.

    Minutes count on maps that know them, and where something tells them; otherwise distance does.
    """
    kind, asked = kind_of(view), ReachOptions.of(view)
    if kind.limit_options is not None:
        own: Any = kind.limit_options.of(view)
        asked = ReachOptions(km=own.km, minutes=own.minutes, travel=own.travel)
    if not kind.counts_minutes:
        return replace(asked, minutes=0.0, travel="")
    return measurable(asked, uploads_of(view))


def measurable(asked: ReachOptions, uploads: Uploads) -> ReachOptions:
    """Return what is asked of reach as a visit can measure it: by minutes where something tells."""
    if not asked.minutes or not has_minutes(uploads):
        return replace(asked, minutes=0.0, travel="")
    modes = known_modes(uploads)
    travel = asked.travel if asked.travel in modes else "".join(modes[:1])
    return replace(asked, km=ReachOptions().km, minutes=asked.minutes, travel=travel)


def limit_text(asked: ReachOptions) -> str:
    """Return the limit in words.

    Parameters
    ----------
    asked
        From `measured`.

    Examples
    --------
    >>> limit_text(ReachOptions(km=7.5)), limit_text(ReachOptions(minutes=30.0, travel="walk"))
    ('7.5 km', '30 minutes on foot')
    """
    if not asked.minutes:
        return f"{asked.km:g} km"
    unit = "minute" if asked.minutes == 1 else "minutes"
    return " ".join(filter(None, [f"{asked.minutes:g} {unit}", BY_MODE.get(asked.travel, "")]))


def limited_by(
    asked: ReachOptions, uploads: Uploads, progress: Callable[[float], object] | None
) -> Limited:
    """Return what tells the minutes that are asked for, and their limit.

    Parameters
    ----------
    asked
        From `measured`, in minutes.
    progress
        Hears the share of the journeys that are known.

    Raises
    ------
    BadInputError
        If nothing tells minutes.
    """
    if uploads.costs is not None:
        return Limited(uploads.costs, asked.minutes)
    return limited(router_asked(asked, uploads), lambda share: _report_progress(progress, share))


def router_asked(asked: ReachOptions, uploads: Uploads) -> CostChoice:
    """Return the router of a visit and what is asked of it.

    Raises
    ------
    BadInputError
        If there is none.
    """
    router = router_for(uploads)
    if router is None:
        raise BadInputError(
            "No router is set on this server, and no table of minutes was brought. Choose a "
            "distance."
        )
    changes: dict[str, Any] = {"mode": asked.travel, "max_minutes": asked.minutes}
    changes |= {"called": router.name, "most_requests": MOST_REQUESTS}
    return replace(router.choice, **changes)


def _report_progress(progress: Callable[[float], object] | None, share: float) -> None:
    look()
    if progress is not None:
        progress(share)
