"""Who is in range before and after a change, in figures and sentences with their traces."""

from __future__ import annotations

from dataclasses import dataclass
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
    provider_sites,
)
from geo.registry import ENGLAND
from layers.reach import counted_nation
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


@lru_cache(maxsize=8)
def answer_of(asked: WhatIfAsked) -> WhatIf:
    """Measure the reach before and after a change; kept in memory.

    Raises
    ------
    BadInputError, NoAnswerError
        If the change cannot be made.
    """
    sites = provider_sites(asked.providers or None)
    then = altered(sites, asked.change)
    ground = load_ground(None, counted_nation(asked.within), LIKELY)
    within = asked.within or None
    before = find_reach(sites, asked.km, within=within, ground=ground)
    after = find_reach(then, asked.km, within=within, ground=ground)
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
    limit = Trace(f"{found.asked.km:g} km", "", "limit", code, found.asked.km, "as it was asked")
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
