"""What a limit means: minutes that a router tells, or a line that leaves out how places connect."""

from __future__ import annotations

import pandas as pd

from geo.areas import levels_of
from geo.compare import values_at
from geo.registry import ENGLAND, indicator
from geo.travel import Costs
from layers.reach.isochrones import isochrones_of
from layers.reach.minutes import measured
from layers.style import place_name
from layers.view import MapView
from layers.words import Sentence, Trace, datasets_of, figure_formula, place_in_prose, say

MEASURE = "connectivity_score"


def connected(view: MapView) -> list[Sentence]:
    """Return how well a place in England is connected, beside a distance; nothing elsewhere.

    Nothing is said of England as a whole, nor where the limit is in minutes.
    """
    if measured(view).minutes or not view.within.startswith("E"):
        return []
    here, england = (_score(code) for code in (view.within, ENGLAND))
    if here is None or england is None or view.within == ENGLAND:
        return []
    return [
        say(
            "A straight line is not a journey: the connectivity of {place} by walking, cycling and "
            "public transport scores {here} out of a hundred, against {england} for England, in "
            "the latest Indices of Deprivation.",
            place=place_in_prose(place_name(view)),
            here=here,
            england=england,
        )
    ]


def _score(code: str) -> Trace | None:
    entry = indicator(MEASURE)
    level = next((one for one in levels_of(code) if one in entry.geographies), "")
    if not level:
        return None
    value = values_at(MEASURE, level)["value"].get(code)
    if value is None or pd.isna(value):
        return None
    how = figure_formula(MEASURE, level, code)
    return Trace(entry.text(float(value)), datasets_of(MEASURE), MEASURE, code, float(value), how)


def minutes_words(view: MapView, costs: Costs) -> str:
    """Return what being in range of minutes means, and who told them."""
    by = f" {costs.by}" if costs.by else ""
    said = [
        f"In range is a journey time{by}, from the middle of where people live.",
        f"{costs.provenance[0].upper()}{costs.provenance[1:]}.",
        "Dashed lines: what the router draws as within the limit." if isochrones_of(view) else "",
        "Ways: © OpenStreetMap contributors, ODbL." if measured(view).travel else "",
        "It does not mean that anyone has been worked with, nor that anyone makes the journey.",
    ]
    return " ".join(filter(None, said))
