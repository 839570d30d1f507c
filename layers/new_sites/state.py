"""The new sites that a view shows: looked for once, one search at a time, and what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import Classes, levels_of
from geo.coldspots import ColdSpotQuery, find_all
from geo.errors import NoAnswerError
from geo.packs import binary as pack
from geo.reach import M_PER_KM, Reach, assemble, limit_words, over_all
from geo.registry import Indicator
from geo.siting import LISTS, Comparison, FoundSites, Solution, build_case, find_sites
from geo.stops import in_line
from geo.travel import KM, Limited, StraightLine
from layers.new_sites.options import UPLOADED, SitingOptions
from layers.reach import (
    DRAWN,
    has_likely,
    kept,
    key_of,
    limited_by,
    listed_points,
    measured,
    named,
    pack_points,
    reach_indicator,
    reach_of,
)
from layers.uploads import uploads_of
from layers.view import MapView

SECONDS = 25.0
"""How long a visitor waits for a proof; then the best found is shown with its gap."""
LARGEST_KM = 15.0
"""Greatest limit for all of England's young people and all schools together."""
MOST_PAIRS = 4_500_000
"""Pairs of people to serve and a candidate, at most, so that a search takes 300 MB: what is bundled
has 3.9 million within `LARGEST_KM`."""
LABELS = (
    "Still out of range",
    "In range of a new site",
    "In range already",
    "Not among those to serve",
)

Progress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Located:
    """An answer without the large tables that it was found in."""

    sites: pd.DataFrame
    """Chosen sites by order, as `geo.siting.result.FoundSites.sites` gives them."""
    answer: Solution
    steps: tuple[tuple[int, Solution], ...]
    """Number of sites and best answer, for the goal `coverage`."""
    picked: Comparison | None
    picked_sites: pd.DataFrame
    who: str
    where: str
    candidates: int
    unit: str = KM
    """Of the limit."""
    beyond: tuple[tuple[str, float, float], ...] = ()
    """Nation, people to serve and those in range, of those who live outside the place."""


def siting_of(
    view: MapView, progress: Progress | None = None, waits: Callable[[str], object] | None = None
) -> Located:
    """Find the sites that a view asks for, once.

    Parameters
    ----------
    progress
        Hears the share of the search that is done.
    waits
        Hears how many other searches come first.

    Raises
    ------
    BadInputError
        If the question has no answer.
    BusyError
        If others keep the search from its turn.
    """
    key = ("siting", key_of(view), SitingOptions.of(view))

    def in_turn() -> Located:
        with in_line("siting", waits) as turn:
            # The one before may have asked the same.
            return kept(view, key, lambda: _look(view, progress, min(SECONDS, turn.left_s())))

    located: Located = kept(view, key, in_turn)
    return located


def _look(view: MapView, progress: Progress | None, seconds: float) -> Located:
    asked, uploads, how = SitingOptions.of(view), uploads_of(view), measured(view)
    reach, km = reach_of(view), how.km
    wide = asked.demand == "all" and asked.candidates == "schools" and not view.within
    if wide and km > LARGEST_KM and not how.minutes:
        raise NoAnswerError(
            f"All schools and all young people of England within {km:g} km are too much "
            f"for one search. Look at a region, or choose {LARGEST_KM:g} km or less.",
            km=LARGEST_KM,
        )
    case = build_case(
        _own(asked.candidates, uploads.candidates, "candidates"),
        _own(demand_of(view), uploads.demand, "people to serve"),
        max_km=km,
        limited=limited_by(how, uploads, progress) if how.minutes else None,
        there=reach.sites,
        within=view.within or None,
        beyond={"": None, "yes": True, "no": False}[beyond_of(view)],
        most_pairs=MOST_PAIRS,
    )
    picked = () if asked.goal == "cover" else asked.picked
    found = find_sites(
        case,
        min(asked.add, len(case.candidates)),
        asked.goal,
        share=asked.share,
        # A share of the deprived that was asked for waits until its goal is asked for again.
        deprived=asked.deprived if shares_deprived(view) else 0,
        picked=picked,
        seconds=seconds,
        progress=progress,
    )
    return _light(found, list(picked))


def demand_of(view: MapView) -> str:
    """Return whom a view serves: tested cold spots where no model lists the likely ones."""
    demand = SitingOptions.of(view).demand
    return "cold" if demand == "likely" and not has_likely(view) else demand


def beyond_of(view: MapView) -> str:
    """Return what a question says of people beyond the border; nothing where they cannot count.

    By minutes nobody beyond is counted: whoever runs a router bears the cost of each question.
    """
    asked = SitingOptions.of(view)
    if measured(view).minutes:
        return "no" if asked.demand == "all" else ""
    return asked.beyond if asked.demand == "all" else ""


def serves_beyond(view: MapView) -> bool:
    """Test whether a question serves people beyond the border of its place."""
    if SitingOptions.of(view).demand != "all":
        return False
    whole = not view.within or "nation" in levels_of(view.within)
    return {"": whole, "yes": True, "no": False}[beyond_of(view)]


def shares_deprived(view: MapView) -> bool:
    """Test whether a question may ask for a least share of the most deprived fifth."""
    asked = SitingOptions.of(view)
    return asked.goal == "coverage" and asked.demand != UPLOADED


def _own(name: str, given: pd.DataFrame | None, what: str) -> str | pd.DataFrame:
    if name != UPLOADED:
        return name
    if given is None:
        raise NoAnswerError(
            f"There is no list of {what}. Upload one, or choose another.",
            **({"demand": "all"} if what == "people to serve" else {"candidates": "schools"}),
        )
    return given


def _light(found: FoundSites, picked: list[str]) -> Located:
    case = found.case
    first = found.add - len(found.curve) + 1
    return Located(
        sites=found.sites().table,
        answer=found.answer,
        steps=tuple(enumerate(found.curve, first)),
        picked=found.picked,
        picked_sites=case.candidates.loc[picked],
        who=case.who,
        where=case.where,
        candidates=len(case.candidates),
        unit=case.unit,
        beyond=tuple(
            (nation, people, near)
            for nation, (people, near) in case.beyond(found.answer.chosen).items()
        ),
    )


def siting_classes(view: MapView) -> Classes:
    """Classify neighbourhoods: in range already, in range of a new site, or still not."""
    key = ("siting classes", key_of(view), SitingOptions.of(view))
    classes: Classes = kept(view, key, lambda: _classes(view))
    return classes


def _classes(view: MapView) -> Classes:
    reach, located = reach_of(view), siting_of(view)
    near = _near(view, reach, located.sites)
    place = np.select([reach.in_range, near], [2, 1], 0)
    place = np.where(_asked_about(view, reach), place, 3)
    rule = f"In range: within {limit_words(reach)} of a teaching site, there already or new."
    return assemble(reach, place, LABELS, rule)


def _asked_about(view: MapView, reach: Reach) -> npt.NDArray[np.bool_]:
    demand = demand_of(view)
    if demand in LISTS:
        found = find_all(ColdSpotQuery(reach.ground.level, LISTS[demand])).areas["cold_spot"]
        return found.reindex(reach.ground.areas.index, fill_value=False).to_numpy(np.bool_)
    own = uploads_of(view).demand
    if demand != UPLOADED or own is None or not (own["area_code"] != "").all():
        return np.ones(len(reach.ground.areas), np.bool_)
    return reach.ground.areas.index.isin(own["area_code"])


def _near(view: MapView, reach: Reach, sites: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Find which areas are in range of new sites: shape (areas,); by minutes those of the place."""
    found = np.zeros(len(reach.ground.areas), np.bool_)
    if sites.empty:
        return found
    how, where, by = measured(view), np.ones(len(found), np.bool_), StraightLine()
    limited = Limited(by, how.km)
    if how.minutes:
        limited, where = limited_by(how, uploads_of(view), None), reach.kept
    told = limited.source.between(
        reach.ground.origins[where], sites.set_index("site"), limited.limit
    )
    found[where] = np.diff(told.within.indptr) > 0
    return found


def siting_column(view: MapView) -> str:
    """Make the column of a map of new sites; return the name of its pack, or the pack itself."""
    key = ("siting column", key_of(view), SitingOptions.of(view))
    return named(view, f"{view.geography}.sites", kept(view, key, lambda: _column(view)))


def _column(view: MapView) -> bytes:
    reach = reach_of(view)
    whole = pd.Series(over_all(reach.ground, reach.ground.people(), np.nan))
    return pack.pack_column(whole, siting_classes(view), new_sites_indicator(), quick=True)


def new_sites_indicator() -> Indicator:
    """Return what figure a map of new sites shows of each area."""
    return reach_indicator("people")


def drawn_sites(view: MapView) -> tuple[str, list[int]]:
    """Pack the sites of a map of new sites: chosen ones first, in order, then those picked."""
    key = ("siting sites", key_of(view), SitingOptions.of(view))
    content, counts = kept(view, key, lambda: pack_points(site_points(view)))
    return named(view, "sites.new", content), counts


def site_points(view: MapView) -> pd.DataFrame:
    """Return the sites of a map of new sites as they are drawn: chosen ones first, in order."""
    located = siting_of(view)
    chosen = located.sites.assign(kind="chosen", provider_name=_added(located))
    chosen["name"] = [f"{order}. {name}" for order, name in chosen["name"].items()]
    picked = located.picked_sites[~located.picked_sites.index.isin(located.sites["site"])]
    picked = picked.assign(kind="picked", provider_name=picked["town"])
    new = pd.concat([chosen, picked]).assign(part_time=False)[list(DRAWN)]
    return pd.concat([new, listed_points(view)])


def _added(located: Located) -> list[str]:
    return [gain_words(located, row) for row in located.sites.to_dict("records")]


def gain_words(located: Located, row: dict[Any, Any]) -> str:
    """Return what a chosen site adds."""
    if pd.isna(row["gain"]):
        return "What it adds alone is not known"
    if located.answer.goal == "median":
        return f"Saves {row['gain'] / per_unit(located):,.0f} {person_unit(located)}"
    return f"Adds {row['gain']:,.0f} young people"


def per_unit(located: Located) -> float:
    """Return how much of what a median counts makes one of `person_unit`: metres to a km."""
    return M_PER_KM if located.unit == KM else 1.0


def person_unit(located: Located) -> str:
    """Return in what a median counts the way of everyone to be served."""
    return "person-km" if located.unit == KM else "person-minutes"
