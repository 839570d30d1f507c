"""Classes of a map of reach: who is in range, of how many, how well supplied, or worked with."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.areas import NOT_COVERED, Class, Classes, area_table, equal_weight_breaks
from geo.arrays import Floats
from geo.coldspots import LIKELY
from geo.errors import BadInputError
from geo.reach.catchment import gravity
from geo.reach.measure import DEMAND, TIERS, Ground, Reach
from geo.travel import KM

Places = npt.NDArray[np.int64]

PER = 1_000
"""Young people that a catchment score is told for."""

GAPS = (
    "Cold spot, out of range",
    "Cold spot, in range",
    "Elsewhere, out of range",
    "Elsewhere, in range",
)
ENGAGED = (
    "Cold spot, not engaged",
    "Cold spot, engaged",
    "Elsewhere, not engaged",
    "Elsewhere, engaged",
)
LIKELY_GAPS, LIKELY_ENGAGED = (
    tuple(label.replace("Cold spot", "Likely lowest fifth") for label in labels)
    for labels in (GAPS, ENGAGED)
)
"""The same where the list is the likely lowest fifth."""
UNTESTED_GAPS = ("Out of range", "In range")
UNTESTED_ENGAGED = ("Not engaged", "Engaged")
"""The same where no cold spots are tested."""
IN_RANGE_OF = ("In range of none", "Of 1 provider", "Of 2 providers", "Of 3 or more")
SCORES = {
    "catchment": f"Sites for {PER:,} young people of their catchments (E2SFCA)",
    "gravity": "Sites, each divided by its distance in km (gravity)",
}
"""Scores that a map shows, in words."""
SCORED = 4
"""Classes of the scores above 0."""


def reach_classes(reach: Reach, show: str) -> Classes:
    """Classify the small areas of a nation for a map of reach.

    Parameters
    ----------
    show
        `"gaps"` (cold spots and range), `"tiers"` (how many providers), `"catchment"` (the E2SFCA
        score), `"gravity"` (Hansen's score) or `"engaged"` (cold spots and the activity file).

    Returns
    -------
    classes
        Of all areas of the level in the order of `geo.areas.cache.area_table`, the class of most
        concern first; those of other nations are in none. People are the default demand. Where no
        cold spots are tested, classes tell range or engagement alone.

    Raises
    ------
    BadInputError
        If engagement is asked for without an activity file.
    """
    rule = f"In range: within {limit_words(reach)} of a teaching site"
    if show == "gaps":
        return _gaps(reach, reach.in_range, (GAPS, LIKELY_GAPS, UNTESTED_GAPS), f"{rule}.")
    if show == "tiers":
        place = np.minimum(reach.providers_within, len(TIERS) - 1)
        return assemble(reach, place, IN_RANGE_OF, f"{rule}, by how many providers.")
    if show in SCORES:
        return _scored(reach, show, rule)
    if reach.engaged is None:
        raise BadInputError(
            "Nothing says where the partnership has worked. Add an activity file, or ask for "
            "distance."
        )
    rule = "Engaged: a row of the activity file is of a place in it."
    return _gaps(reach, reach.engaged, (ENGAGED, LIKELY_ENGAGED, UNTESTED_ENGAGED), rule)


def _gaps(
    reach: Reach,
    flags: npt.NDArray[np.bool_],
    labels: tuple[tuple[str, ...], ...],
    rule: str,
) -> Classes:
    """Part areas by flags, and by cold spots where they are tested."""
    if not reach.tests_cold_spots:
        return assemble(reach, flags.astype(np.int64), labels[-1], rule)
    listed = labels[reach.ground.definition == LIKELY]
    return assemble(reach, _split(reach, flags), listed, rule)


def limit_words(reach: Reach) -> str:
    """Return the limit, and what it is measured by."""
    costs = reach.costs
    if costs.unit == KM:
        return f"{costs.limit:g} km in a straight line"
    unit = "minute" if costs.limit == 1 else "minutes"
    return " ".join(filter(None, [f"{costs.limit:g} {unit}", costs.by]))


def score_words(reach: Reach, show: str) -> str:
    """Return what a score is, in words and with the unit of what it is measured by."""
    if show == "gravity" and reach.costs.unit != KM:
        return "Sites, each divided by the minutes to it (gravity)"
    return SCORES[show]


def scores(reach: Reach, show: str = "catchment") -> Floats:
    """Return a score of each area of the ground: E2SFCA for 1,000 young people, or gravity."""
    if show == "gravity":
        return gravity(reach.costs, reach.supply)
    return PER * reach.catchment


def _split(reach: Reach, flags: npt.NDArray[np.bool_]) -> Places:
    return np.where(reach.ground.cold, 0, 2) + flags


def _scored(reach: Reach, show: str, within: str) -> Classes:
    score, people = scores(reach, show), reach.ground.people()
    served = score > 0
    breaks = np.round(equal_weight_breaks(score[served], people[served], SCORED), 2)
    place = np.where(served, 1 + np.searchsorted(breaks, np.round(score, 2), side="left"), 0)
    ends = [f"{one:,.2f}" for one in breaks]
    labels = [f"Up to {ends[0]}"] if ends else ["In range"]
    labels += [f"{low} to {high}" for low, high in pairwise(ends)]
    labels += [f"Over {ends[-1]}"] if ends else []
    rule = f"{score_words(reach, show)}. {within}; those with any in equal numbers of young people."
    return assemble(reach, place, ("None in range", *labels), rule)


def assemble(reach: Reach, place: Any, labels: tuple[str, ...], rule: str) -> Classes:
    """Make classes out of the place of each area of the ground among some labels."""
    table = area_table(reach.ground.level)
    of_area = over_all(reach.ground, place, NOT_COVERED).astype(np.uint8)
    people = demand_of(reach)

    def count(code: int, label: str) -> Class:
        here = of_area == code
        return Class(label, int(here.sum()), int(people[here].sum()))

    nations = ", ".join(dict.fromkeys(table["nation"][of_area == NOT_COVERED]))
    classes = tuple(count(number, label) for number, label in enumerate(labels))
    missing = {NOT_COVERED: count(NOT_COVERED, f"Not covered: {nations}")} if nations else {}
    return Classes(rule, (), classes, missing, of_area)


def demand_of(reach: Reach) -> Floats:
    """Return the default demand of all areas of the level, in the order of `area_table`."""
    whole = area_table(reach.ground.level)[DEMAND].to_numpy(dtype="float64", na_value=0)
    own = over_all(reach.ground, reach.ground.people(), np.nan)
    return np.where(np.isnan(own), whole, own)


def over_all(ground: Ground, values: Any, other: float) -> Floats:
    """Return values of the areas of a ground in the order of `area_table`; `other` elsewhere."""
    whole = np.full(len(area_table(ground.level)), other, dtype=np.float64)
    at = _positions(ground)
    whole[at[at >= 0]] = np.asarray(values)[at >= 0]
    return whole


@lru_cache(maxsize=4)
def _positions(ground: Ground) -> Places:
    whole = area_table(ground.level).index
    return np.asarray(whole.get_indexer(ground.areas.index), dtype=np.int64)
