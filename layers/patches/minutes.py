"""A patch by minutes on a page: round which sites, by which router, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.errors import BadInputError
from geo.patch import is_near_main, patch_by_minutes
from geo.reach import no_sites, provider_sites
from geo.registry import LONGEST_NAME, Outline, clean_name, read_patch
from geo.stops import in_line, look
from geo.travel import BY_MODE, DRAWS, MOST_SITES, CostChoice, check_router
from layers.patches.parts import renamed
from layers.reach import (
    ReachOptions,
    ServerRouter,
    limit_text,
    lowered_article,
    router_asked,
    router_for,
)
from layers.uploads import Uploads
from layers.words import either

MOST_MINUTES = 120.0
"""Of a patch by minutes on a page."""
_MOST_COUNT = 1_000
"""Sites that an address may say a patch lies round."""


@dataclass(frozen=True)
class DrawnMinutes:
    """What outlines of a patch are, if a router drew them."""

    router: str
    """Its kind."""
    travel: str
    minutes: float
    day: date
    """On which it was asked."""
    sites: int
    """Sites that the outlines lie round."""
    left_out: int
    """Sites besides that are off the router's map."""
    outlines: frozenset[Outline]

    @property
    def label(self) -> str:
        """What a patch of these outlines is called, before the words for the sites.

        Examples
        --------
        >>> day = date(2026, 11, 30)
        >>> DrawnMinutes("valhalla", "walk", 30.0, day, 2, 1, frozenset()).label
        '30 minutes on foot'
        """
        return limit_text(ReachOptions(minutes=self.minutes, travel=self.travel))

    @property
    def words(self) -> str:
        """Who drew the outlines, for which way to travel, and when.

        Examples
        --------
        >>> day = date(2026, 11, 30)
        >>> print(DrawnMinutes("valhalla", "walk", 30.0, day, 2, 1, frozenset()).words)
        within 30 minutes on foot of 2 sites, outlined by Valhalla on 30 November 2026; 1 site off \
the router's map left out
        """
        router = ServerRouter(CostChoice(router=self.router)).name
        text = f"within {self.label} of {_sites(self.sites)}, outlined by {router} on "
        text += f"{self.day.day} {self.day:%B %Y}"
        if self.left_out:
            text += f"; {_sites(self.left_out)} off the router's map left out"
        return text

    def written(self, code: str) -> str:
        """Return what an address says of it beside the code of a patch; empty if none is left."""
        parts = read_patch(code).parts if code else ()
        at = [number for number, part in enumerate(parts) if part in self.outlines]
        if not at:
            return ""
        values = (
            self.router, self.travel, f"{self.minutes:g}", self.day, self.sites, self.left_out, *at
        )  # fmt: skip
        return ",".join(map(str, values))

    @classmethod
    def read(cls, text: str, code: str) -> DrawnMinutes | None:
        """Read what an address says of the outlines of a patch; None where it cannot be used.

        Parameters
        ----------
        text
            As `written` returns it. Not to be trusted.
        code
            Of the patch.
        """
        try:
            router, travel, minutes, day, sites, left_out, *at = text.split(",")
            parts = read_patch(code).parts
            chosen = frozenset(parts[_whole(one, len(parts) - 1)] for one in at)
            if router not in DRAWS or travel not in BY_MODE or not chosen:
                return None
            if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", minutes):
                return None
            if not 0 < float(minutes) <= MOST_MINUTES:
                return None
            outlines = frozenset(one for one in chosen if isinstance(one, Outline))
            if outlines != chosen:
                return None
            counts = _whole(sites, _MOST_COUNT), _whole(left_out, _MOST_COUNT)
            asked = date.fromisoformat(day)
            return cls(router, travel, float(minutes), asked, *counts, outlines)
        except (ValueError, BadInputError):
            return None


def _whole(text: str, most: int) -> int:
    """Read a whole number from 0 to a greatest one.

    Raises
    ------
    ValueError
        If it is none.
    """
    if not re.fullmatch(r"\d{1,4}", text) or int(text) > most:
        raise ValueError(text)
    return int(text)


def _sites(count: int) -> str:
    return f"{count:,} {either(count, 'site', 'sites')}"


def router_note(uploads: Uploads) -> str:
    """Return why no patch by minutes can be drawn in a visit; empty if one can.

    Examples
    --------
    >>> router_note(Uploads())
    'No router is set on this server, so no patch by minutes can be drawn.'
    """
    router = router_for(uploads)
    if router is None:
        why = "No router is set on this server, so no patch by minutes can be drawn."
        return f"{why} A table of minutes has no outline." if uploads.costs is not None else why
    if router.choice.router not in DRAWS:
        draws = " or ".join(ServerRouter(CostChoice(router=one)).name for one in DRAWS)
        return f"{router.name} draws no outlines. A patch by minutes needs {draws}."
    return ""


def sites_offered(ukprns: Iterable[str], uploads: Uploads) -> tuple[pd.DataFrame, list[str]]:
    """List the sites that a patch by minutes can lie round.

    Parameters
    ----------
    ukprns
        Of institutions.
    uploads
        The visitor's own files.

    Returns
    -------
    sites
        Indexed by `site_id`, as `geo.reach.provider_sites` lists them: those of the institutions,
        then the visitor's own.
    usual
        Ids of those to begin with: no branch campus far from the main one, and those with most
        courses where there are more than a router is asked about.
    """
    chosen = [*ukprns]
    listed = provider_sites(chosen) if chosen else no_sites()
    near = listed[is_near_main(listed)] if len(listed) else listed
    ordered = near.sort_values("courses", ascending=False, kind="stable")
    own = uploads.sites if uploads.sites is not None else no_sites()
    usual = [*own.index, *ordered.index][:MOST_SITES]
    sites = pd.concat([one for one in (listed, own) if len(one)] or [listed])
    return sites, [one for one in sites.index if one in usual]


def outline_minutes(
    sites: pd.DataFrame,
    asked: ReachOptions,
    uploads: Uploads,
    progress: Callable[[float], object],
    waits: Callable[[str], object] | None = None,
) -> tuple[str, DrawnMinutes]:
    """Let the router of a visit outline what lies within some minutes of sites.

    Parameters
    ----------
    sites
        As `sites_offered` lists them.
    asked
        `minutes` and `travel`.
    progress
        Called with the share of the sites that are done.
    waits
        Hears in a sentence who comes first, while one waits in line for the router.

    Returns
    -------
    code, drawn
        The patch's code, with a name that says how many minutes, and what is said of it.

    Raises
    ------
    BadInputError
        If there is no router, it draws no outlines, or there are no sites or too many.
    NoAnswerError
        If no small area's people live within the minutes.
    SourceUnavailableError
        If the router does not answer.
    """
    if not 0 < asked.minutes <= MOST_MINUTES:
        raise BadInputError(f"Give more than 0 and at most {MOST_MINUTES:g} minutes.")
    choice = router_asked(asked, uploads)

    def heard(share: float) -> None:
        look()
        progress(share)

    router = check_router(choice)
    with in_line("journeys", waits):
        found = patch_by_minutes(router, sites, asked.minutes, progress=heard)
    outlines = frozenset(one for one in read_patch(found.code).shapes if isinstance(one, Outline))
    drawn = DrawnMinutes(
        choice.router, asked.travel, asked.minutes, found.day, found.sites, found.left_out, outlines
    )
    return renamed(found.code, f"{drawn.label} round {_whose(drawn, sites)}"), drawn


def _whose(drawn: DrawnMinutes, sites: pd.DataFrame) -> str:
    """Return whose sites a patch lies round; how many, where a name has no room for that."""
    whose = sites["name"] if len(sites) == 1 else sites["provider_name"].drop_duplicates()
    name = clean_name(lowered_article(str(whose.iloc[0])))
    fits = len(whose) == 1 and len(f"{drawn.label} round {name}") < LONGEST_NAME
    return name if fits else _sites(drawn.sites)
