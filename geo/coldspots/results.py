"""What was found at a level by each definition, kept in memory: cold spots, zones, recipes.

The method's own settings are answered from the bundle, which the build tested; others are tested
when somebody asks for them, once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import area_table, inside_of, is_in_nation
from geo.coldspots.definitions import by_rule, check_tested, not_going_on
from geo.coldspots.levels import LEVELS, TestBasis, basis_of, bundled, check_level
from geo.coldspots.robustness import count_recipes, find_robust
from geo.coldspots.significance import Q, own_rates, why_not
from geo.coldspots.weightings import EVEN, MEASURES
from geo.coldspots.zones import build_zones
from geo.posterior import WRONG

TESTED, WEIGHTED, LIKELY = "local-g", "weightings", "likely"


@dataclass(frozen=True)
class ColdSpotQuery:
    """Which cold spots are meant: a level, a definition and its settings."""

    level: str
    definition: str = TESTED
    q: float = Q
    weights: tuple[float, ...] = tuple(EVEN.values())
    """Of `geo.coldspots.weightings.MEASURES`, in their order."""
    expected_wrong: float = WRONG
    """Share of the areas listed that may be expected to be wrong."""


@dataclass(frozen=True, eq=False)
class Finding:
    """What was found in all of a nation."""

    areas: pd.DataFrame
    """In the order of the level's table, those of the nation: `cold_spot`,
    `not_assessed_because` and `zone_id` (empty where there is none), and what it adds."""
    zones: pd.DataFrame
    """As `geo.coldspots.zones.build_zones` gives them."""
    recipes: pd.DataFrame
    """As `geo.coldspots.robustness.find_robust` gives them; empty unless the areas were tested."""


@lru_cache(maxsize=12)
def find_all(asked: ColdSpotQuery) -> Finding:
    """Find the cold spots that are meant, of the whole nation that the level is tested in.

    Raises
    ------
    BadInputError
        If the level, the definition, q or a weight is none, or the level lacks what the definition
        needs.
    """
    check_level(asked.level)
    check_tested(asked.level, asked.definition)
    tested, table = basis_of(asked.level), area_table(asked.level)
    own = table.index[_is_own(tested)]
    recipes = pd.DataFrame()
    if asked.definition == TESTED:
        columns = _tested(asked)
        recipes = count_recipes(columns, asked.level)
    else:
        weights = dict(zip(MEASURES, asked.weights, strict=True))
        columns = by_rule(
            table,
            asked.definition,
            asked.level,
            weights=weights,
            expected_wrong=asked.expected_wrong,
        )
    columns = columns.reindex(own)
    why = why_not(columns, own_rates(table, tested)[own], tested)
    columns = columns.assign(not_assessed_because=why)
    zones = build_zones(table, columns["cold_spot"])
    held = zones["area_codes"].str.split().explode()
    zone = pd.Series(held.index, index=held.to_numpy(), dtype="str").reindex(own).fillna("")
    return Finding(columns.assign(zone_id=zone.to_numpy(dtype="object")), zones, recipes)


@lru_cache(maxsize=256)
def zones_inside(asked: ColdSpotQuery, code: str) -> tuple[str, ...]:
    """Name the zones of which at least one cold spot lies in a place, in the order of the zones.

    Parameters
    ----------
    code
        Of the place; all of the nation for none.

    Raises
    ------
    UnknownAreaError
        If no area lies in it.
    """
    zones = _zone_numbers(asked)[inside_of(asked.level, code)[_is_own(basis_of(asked.level))]]
    index = find_all(asked).zones.index
    return tuple(index[np.bincount(zones[zones >= 0], minlength=len(index)) > 0])


@lru_cache(maxsize=16)
def _zone_numbers(asked: ColdSpotQuery) -> npt.NDArray[np.intp]:
    """Return the position of the zone of each area of the nation, -1 without one."""
    found = find_all(asked)
    return found.zones.index.get_indexer(pd.Index(found.areas["zone_id"]))


@lru_cache(maxsize=256)
def zones_here(asked: ColdSpotQuery, code: str) -> pd.DataFrame:
    """Return the zones that reach into a place, most young people there first.

    Kept: a page asks twice at each rerun, and aligning all neighbourhoods of England by their
    codes takes longer than everything else on it.

    Parameters
    ----------
    code
        Of the place; all of the nation for none.

    Returns
    -------
    DataFrame
        The zones of `find_all`, indexed by zone, with `areas_here` (count) and `young_here`
        (people aged 13 to 17) of the part that lies in the place. Not to be changed.

    Raises
    ------
    UnknownAreaError
        If no area lies in it.
    """
    zones, number = find_all(asked).zones, _zone_numbers(asked)
    own = _is_own(basis_of(asked.level))
    held = inside_of(asked.level, code)[own] & (number >= 0)
    young = area_table(asked.level)["young_people"].to_numpy("float64")[own][held]
    areas = np.bincount(number[held], minlength=len(zones))
    people = np.bincount(number[held], young, minlength=len(zones)).round().astype("int64")
    here = zones.assign(areas_here=areas, young_here=people)[areas > 0]
    return here.sort_values(["young_here", "zone_name"], ascending=[False, True])


def share_not_going_on_here(asked: ColdSpotQuery, code: str) -> float:
    """Return the share of a place's pupils who did not go on whose areas are cold spots.

    As `share_not_going_on` of the nation's areas in the place; not a number where nobody is, or
    where the cohort was not followed.

    Raises
    ------
    UnknownAreaError
        If no area lies in it.
    """
    tested = basis_of(asked.level)
    if not tested.follows:
        return math.nan
    here = inside_of(asked.level, code)[_is_own(tested)]
    stayed, cold = _not_going_on(asked.level), find_all(asked).areas["cold_spot"].to_numpy(bool)
    whole = float(stayed[here].sum())
    return float(stayed[here & cold].sum()) / whole if whole else math.nan


@cache
def _not_going_on(level: str) -> npt.NDArray[np.float64]:
    """Return how many pupils of each area of the nation did not go on; 0 where not known."""
    return not_going_on(area_table(level)[_is_own(basis_of(level))])


def _is_own(tested: TestBasis) -> npt.NDArray[np.bool_]:
    """Return whether each area of a level is of the nation that it is tested in."""
    return is_in_nation(tested.id, tested.nation)


_others: dict[tuple[str, float], pd.DataFrame] = {}
_testing = Lock()


def is_tested(asked: ColdSpotQuery) -> bool:
    """Test whether what is meant needs no test: the build made it, or somebody asked before."""
    return asked.definition != TESTED or asked.q == Q or (asked.level, asked.q) in _others


def prepare(asked: ColdSpotQuery, progress: Callable[[float], None]) -> None:
    """Test now what the build did not, telling the share that is done; one test at a time.

    `progress` is called with 0 to 1 as the work goes on, and not at all where there is none to do.
    """
    if is_tested(asked):
        return
    with _testing:
        if (asked.level, asked.q) not in _others:
            progress(0.0)
            found = find_robust(asked.level, q=asked.q, progress=progress)[0]
            _others[asked.level, asked.q] = found


def _tested(asked: ColdSpotQuery) -> pd.DataFrame:
    if asked.q == Q:
        return bundled(asked.level)
    prepare(asked, lambda _: None)
    return _others[asked.level, asked.q]


def warm() -> None:
    """Find now what the method's own settings give, so that nobody waits for it later."""
    for level in LEVELS:
        find_all(ColdSpotQuery(level))
