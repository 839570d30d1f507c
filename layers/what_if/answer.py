"""Who is in range before and after a change, in figures and sentences with their traces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from geo.coldspots import LIKELY
from geo.reach import (
    DEMAND,
    Reach,
    altered,
    changed_districts,
    compare_reach,
    find_reach,
    listed_areas,
    load_ground,
    own_inside,
    provider_sites,
)
from geo.registry import ENGLAND
from geo.stops import in_line
from geo.travel import CostSource, KnownCosts
from layers.reach import ReachOptions, counted_nation, limit_text, limited_by, measurable
from layers.uploads import Uploads
from layers.weighted_cache import WeightedCache
from layers.what_if.options import WhatIfAsked
from layers.words import LIST_WORDS, Sentence, Trace, say


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A question with its answer."""

    asked: WhatIfAsked
    before: Reach
    after: Reach
    counts: pd.DataFrame
    """As `geo.reach.compare_reach` gives them."""
    areas: dict[str, int]
    """As `geo.reach.listed_areas` gives them."""
    districts: pd.DataFrame
    """As `geo.reach.changed_districts` gives them."""


def answer_of(
    asked: WhatIfAsked,
    uploads: Uploads | None = None,
    progress: Callable[[float], object] | None = None,
    waits: Callable[[str], object] | None = None,
) -> WhatIf:
    """Measure the reach before and after a change; kept in memory.

    Parameters
    ----------
    uploads
        A visitor's own table of minutes or router, where there is one.
    progress
        Hears the share of the journeys that are known, where a router is asked.
    waits
        Hears how many others ask the router first.

    Raises
    ------
    BadInputError, NoAnswerError
        If the change cannot be made.
    SourceUnavailableError
        If a router is asked and does not answer.
    BusyError
        If others keep the question from its turn, or it takes too long.
    """
    own = uploads or Uploads()
    how = measurable(asked.reach, own)
    if not how.minutes:
        return _by_distance(replace(asked, minutes=0.0, travel=""))
    asked = replace(asked, minutes=how.minutes, travel=how.travel)
    cache, key = (own.results if own.held else _by_router), ("what if", asked)

    def in_turn() -> WhatIf:
        with in_line("journeys", waits):
            # The one before may have asked the same.
            made: WhatIf = cache.get(key, lambda: _by_minutes(asked, how, own, progress))
            return made

    found: WhatIf = cache.get(key, in_turn)
    return found


_by_router = WeightedCache(8)


@lru_cache(maxsize=8)
def _by_distance(asked: WhatIfAsked) -> WhatIf:
    sites = provider_sites(asked.providers or None)
    return _compared(asked, sites, altered(sites, asked.change), asked.km, None)


def _by_minutes(
    asked: WhatIfAsked,
    how: ReachOptions,
    uploads: Uploads,
    progress: Callable[[float], object] | None,
) -> WhatIf:
    """Compare both sets of sites; journeys are requested once, and from the place alone."""
    sites = provider_sites(asked.providers or None)
    then = altered(sites, asked.change)
    by = limited_by(how, uploads, progress)
    ground = load_ground(None, counted_nation(asked.within), LIKELY)
    here = ground.origins
    if asked.within:
        here = here[own_inside(ground, asked.within)]
    every = pd.concat([sites, then[~then.index.isin(sites.index)]])
    told = KnownCosts(by.source.between(here, every, by.limit))
    return _compared(asked, sites, then, by.limit, told)


def _compared(
    asked: WhatIfAsked,
    sites: pd.DataFrame,
    then: pd.DataFrame,
    limit: float,
    source: CostSource | None,
) -> WhatIf:
    ground = load_ground(None, counted_nation(asked.within), LIKELY)
    before, after = (
        find_reach(one, limit, source=source, within=asked.within or None, ground=ground)
        for one in (sites, then)
    )
    return WhatIf(
        asked, before, after, compare_reach(before, after), listed_areas(before, after),
        changed_districts(before, after),
    )  # fmt: skip


def rows_shown(found: WhatIf) -> dict[str, str]:
    """Return the rows of the counts that a table shows, with what each is called."""
    labels = {"all": "All young people", "listed": "In the likely lowest fifth"}
    if not found.counts.loc["listed", "people"]:
        labels.pop("listed")
    labels["two"] = "Near two providers or more"
    tenths = {f"tenth_{number}": f"Tenth {number} of deprivation" for number in range(1, 11)}
    return labels | tenths


def lines_of(found: WhatIf) -> list[Sentence]:
    """Return what changes, the main thing first."""
    code = found.asked.within or ENGLAND
    counts = found.counts.to_dict("index")
    row, listed = (
        {str(key): int(n) for key, n in counts[who].items()} for who in ("all", "listed")
    )
    how = found.asked.reach
    far = how.minutes or how.km
    limit = Trace(limit_text(how), "", "limit", code, far, "as it was asked")
    lines = [
        say(
            "{after} of {people} young people (aged {ages} in {year}, if nobody had moved) would "
            "live within {limit} of a site; {before} do now.",
            after=_count(row["after"], code, "people in range afterwards"),
            people=_count(row["people"], code, "people of the place"),
            before=_count(row["before"], code, "people in range now"),
            ages=Trace("13 to 17", "", "YOUNG_AGES", "", "13 to 17", "defined"),
            year=Trace("2026", "", "year", "", 2026, "defined"),
            limit=limit,
        )
    ]
    if row["gained"] or row["lost"]:
        lines.append(
            say(
                "{gained} would come into range and {lost} would fall out of it.",
                gained=_count(row["gained"], code, "people who come into range"),
                lost=_count(row["lost"], code, "people who fall out of range"),
            )
        )
    else:
        lines.append(Sentence("Nobody would come into range, and nobody would fall out of it."))
    if listed["people"]:
        where = LIST_WORDS[found.before.ground.definition].where
        lines.append(
            say(
                f"Of the {{people}} young people {where}, {{after}} would be in range; {{before}} "
                "are now. {areas_after} of the {areas} areas of that list would be, {areas_before} "
                "are now.",
                people=_count(listed["people"], code, "people of the list"),
                after=_count(listed["after"], code, "of the list, in range afterwards"),
                before=_count(listed["before"], code, "of the list, in range now"),
                areas=_count(found.areas["areas"], code, "areas of the list"),
                areas_after=_count(found.areas["after"], code, "areas in range afterwards"),
                areas_before=_count(found.areas["before"], code, "areas in range now"),
            )
        )
    return lines


def _count(value: int, code: str, how: str) -> Trace:
    return Trace(f"{value:,}", "sites+people_lsoa21", DEMAND, code, value, how)
