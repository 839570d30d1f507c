"""How one neighbourhood stands with a partnership, as its card says it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.areas import name_of
from geo.coldspots import LIKELY
from geo.reach import Reach, limit_words, scores
from geo.travel import KM
from layers.reach.state import in_prose, reach_of, whose
from layers.view import MapView, level_of
from layers.words import either

NAMED = 3
"""Providers in range of a neighbourhood that its card names."""


def reach_lines(view: MapView, code: str) -> list[str]:
    """Return how a neighbourhood stands with a partnership: plain words first, figures second."""
    reach = reach_of(view)
    index = reach.ground.areas.index
    if code not in index:
        name = name_of(level_of(code, view.geography), code)
        return [f"{name} is not in {reach.ground.nation}, of which reach is shown."]
    at = int(index.get_indexer(pd.Index([code]))[0])
    cold, within = bool(reach.ground.cold[at]), bool(reach.in_range[at])
    names = [*map(in_prose, reach.provider_names_at(at))]
    limit = limit_words(reach)
    near = f"within {limit} of {whose(view)}." if within else f"with no site within {limit}."
    heads = ("A tested cold spot, ", "Not marked as a tested cold spot; ")
    if reach.ground.definition == LIKELY:
        heads = ("In the likely lowest fifth, ", "Not in the likely lowest fifth; ")
    head = heads[0] if cold else heads[1]
    said = [f"{head}{near}" if reach.tests_cold_spots else f"{near[0].upper()}{near[1:]}"]
    if reach.costs.nearest[at] >= 0:
        nearest = reach.site_names[int(reach.costs.nearest[at])]
        said.append(f"Nearest: {nearest}, {cost_text(reach, reach.costs.nearest_cost[at])}.")
    if names:
        more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
        said.append(f"In range of {', '.join(names[:NAMED])}{more}.")
    score, drawn = float(scores(reach)[at]), float(scores(reach, "gravity")[at])
    said.append(
        f"Catchment score: {score:.2f} sites for 1,000 young people; gravity score: {drawn:.2f}."
    )
    people = int(reach.ground.people()[at])
    young = either(people, "young person", "young people")
    said.append(f"{people:,} {young}, aged 13 to 17 in 2026 if nobody had moved.")
    if reach.engaged is not None:
        in_file = "is" if reach.engaged[at] else "is not"
        said.append(f"It {in_file} in the activity file.")
    return said


def cost_text(reach: Reach, cost: float) -> str:
    """Return what it costs to get to the nearest site, with its unit.

    Distances are known however far they are, journeys up to the limit that was asked for.
    """
    if reach.costs.unit == KM:
        return f"{cost:.1f} km"
    if np.isnan(cost):
        return f"over {reach.costs.limit:g} min"
    return f"{cost:.0f} min" if cost >= 0.5 else "under 1 min"
