"""Cold spots by each definition, added to the joined table of a level: one door for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo.areas import AreaTable, build_areas, inside, lowest_fifth_of
from geo.arrays import Floats
from geo.coldspots.below_expectation import find_gap
from geo.coldspots.fdr import check_rate
from geo.coldspots.levels import (
    LEVELS,
    LOWEST_FIFTH,
    NORTHERN_IRELAND,
    SHOWN_LEVELS,
    basis_of,
    check_level,
)
from geo.coldspots.robustness import CONFIDENCE, find_or_read, grades_at, grades_of
from geo.coldspots.significance import Q, not_assessed, own_rates, why_not
from geo.coldspots.weightings import DRAWS, EVEN, MOST, cold_share
from geo.coldspots.zone_schools import schools_near
from geo.coldspots.zones import ZoneTable, build_zones
from geo.errors import BadInputError, UnknownAreaError
from geo.posterior import FIFTHS, WRONG, likely
from geo.registry import NATIONS, PUBLISHED_RATES


@dataclass(frozen=True)
class Definition:
    """One meaning of "cold spot"."""

    id: str
    """Word on the command line."""
    label: str
    title: str
    """What a map of it is called."""
    sentence: str
    """What it means, in one sentence."""
    levels: tuple[str, ...] = LEVELS
    """Geographies that have what it needs."""


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "local-g",
        "Tested",
        "Tested cold spots",
        "Low participation in surroundings where it is low, to a degree that England's rates would "
        "rarely show by chance.",
    ),
    Definition(
        "likely",
        "Likely lowest fifth",
        "Likely in the true lowest fifth",
        "Most likely, by a spatial model, to be in the fifth of pupils with the lowest true "
        "participation; the list is as long as the expected share of wrong ones allows.",
        PUBLISHED_RATES,
    ),
    Definition(
        "threshold",
        "Lowest fifth",
        "Lowest fifth for participation",
        "In the fifth of pupils whose areas have the lowest participation, as published; many are "
        "there by chance.",
        SHOWN_LEVELS,
    ),
    Definition(
        "double",
        "Lowest fifth and deprived",
        "Lowest fifth, and deprived",
        "In the lowest fifth for participation and among the most deprived fifth of neighbourhoods "
        "(IMD deciles 1 and 2).",
        ("lsoa21",),
    ),
    Definition(
        "gap",
        "Below expectation",
        "Participation below expectation",
        "In the fifth of pupils whose areas fall furthest below the participation that deprivation "
        "and rurality alone predict, without attainment or ethnicity. London, the North East and "
        "the North West stand above what is predicted, the South and the East below.",
        PUBLISHED_RATES,
    ),
    Definition(
        "weightings",
        "Most weightings",
        "Cold in most weightings",
        "Among the coldest fifth of neighbourhoods in most of "
        f"{DRAWS:,} ways to weigh participation together with other measures, drawn around the "
        "weights that are set.",
        ("lsoa21",),
    ),
)


def find_definition(name: str) -> Definition:
    """Return the definition called `name`.

    Raises
    ------
    BadInputError
        If there is none.
    """
    for entry in DEFINITIONS:
        if entry.id == name:
            return entry
    offered = ", ".join(entry.id for entry in DEFINITIONS)
    raise BadInputError(f"No definition is called {name!r}. Choose one of {offered}.")


_IN_SCOTLAND = {
    "local-g": "Low entry to university, surrounded by low entry, more closely "
    "together than chance would put Scotland's rates.",
    "threshold": "In the fifth of people aged 17 to 21 whose data zones have the lowest share "
    "entering university, by a limit made here as none is published; many are there by chance.",
}


_IN_NORTHERN_IRELAND = {
    "threshold": "In the fifth of super output areas where the smallest shares of those aged 18 to "
    "21 have enrolled in higher education, by a limit made here as none is published; many are "
    "there by chance.",
}
_ELSEWHERE = {"Scotland": _IN_SCOTLAND, "Northern Ireland": _IN_NORTHERN_IRELAND}


def sentence_of(name: str, level: str) -> str:
    """Return what a definition means at a level, in one sentence.

    Examples
    --------
    >>> "Scotland's rates" in sentence_of("local-g", "dz11")
    True
    """
    entry = find_definition(name)
    return _ELSEWHERE.get(basis_of(level).nation, {}).get(name, entry.sentence)


@dataclass(frozen=True)
class SchoolTable(AreaTable):
    """Schools to contact: the table of `schools_near`, indexed by `zone_id`; it has no outlines."""

    rows = "schools and colleges near zones"
    outlined = False
    base = "schools"


@dataclass(frozen=True)
class ColdSpotResult:
    """What a search for cold spots found."""

    areas: AreaTable
    """Areas of the nation with `cold_spot`, `not_assessed_because`, `zone_id` and what it adds."""
    zones: ZoneTable
    recipes: pd.DataFrame
    """How many cold spots each recipe gives, in the whole nation; empty unless they were tested."""

    def schools(self, root: Path | None = None) -> SchoolTable:
        """List the schools and colleges near its zones.

        Raises
        ------
        BadInputError
            If no list of the nation's schools is bundled.
        """
        level = self.zones.geography
        if not basis_of(level).schools:
            nation = basis_of(level).nation
            raise BadInputError(f"No list of the schools of {nation} is among the files.")
        return SchoolTable(level, schools_near(self.zones.table, level, root).set_index("zone_id"))

    def summary(self) -> dict[str, Any]:
        """Count what was found, as one JSON object."""
        table = self.areas.table
        cold = table[table["cold_spot"].to_numpy(dtype=bool)]
        counts: dict[str, Any] = {
            "geography": self.areas.geography,
            "areas": len(table),
            "cold_spots": len(cold),
            "young_people": int(cold["young_people"].sum()) if "young_people" in cold else None,
            "zones": len(self.zones.table),
        }
        tested = basis_of(self.areas.geography)
        if len(cold) and tested.follows:
            counts["not_going_on_share"] = share_not_going_on(table, table["cold_spot"])
        if len(self.recipes):
            sure = cold["confidence"].value_counts()
            counts |= {word: int(sure.get(word, 0)) for word in CONFIDENCE}
            graded = grades_of(table, table, tested.id).value_counts()
            counts["grades"] = {word: int(graded.get(word, 0)) for word in grades_at(tested.id)}
            counts["cold_surroundings"] = int(table["cold_surroundings"].sum())
            counts["recipes"] = self.recipes.reset_index().to_dict("records")
        why = table["not_assessed_because"]
        counts["not_assessed"] = int((why != "").sum())
        counts["not_assessed_because"] = {
            reason: int((why == reason).sum()) for reason in not_assessed(tested)
        }
        return counts


def find(
    level: str,
    definition: str = "local-g",
    *,
    within: str | None = None,
    q: float = Q,
    expected_wrong: float = WRONG,
    root: Path | None = None,
) -> ColdSpotResult:
    """Find cold spots by one of `DEFINITIONS`.

    Parameters
    ----------
    level
        One of `geo.coldspots.levels.LEVELS`.
    definition
        Id of one of `DEFINITIONS`.
    within
        Code of an upper area: the answer for the nation is cut to it, and nothing is tested again.
    q
        For `local-g`, as for `geo.coldspots.significance.find_cold_spots`.
    expected_wrong
        For `likely`, the share of areas listed that may be expected to be wrong.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    BadInputError
        If the level, the definition, q or the share is none, or the level lacks what the
        definition needs.
    UnknownAreaError
        If no area of the nation that is tested lies within `within`.
    """
    find_definition(definition)
    check_level(level)
    check_rate(q)
    check_share(expected_wrong)
    areas = build_areas(level, root=root)[0].table
    tested = basis_of(level)
    check_tested(level, definition)
    own = areas.index[areas["nation"] == tested.nation]
    kept = own
    if within is not None:
        kept = own[_inside(areas, within, root, level).loc[own]]
        if kept.empty:
            raise not_there(within, level)
    recipes = pd.DataFrame()
    if definition == "local-g":
        columns, recipes = find_or_read(level, q=q, root=root)
    else:
        columns = by_rule(areas, definition, level, root, expected_wrong=expected_wrong)
    columns = columns.reindex(own)
    why = why_not(columns, own_rates(areas, tested)[own], tested)
    columns = columns.assign(not_assessed_because=why)
    zones = build_zones(areas, columns["cold_spot"], root)
    joined = areas.join(columns, how="inner").assign(zone_id=_zone_of(zones, columns.index))
    joined = joined.loc[kept]
    touched = zones[zones.index.isin(joined["zone_id"])]
    return ColdSpotResult(AreaTable(level, joined), ZoneTable(level, touched), recipes)


def check_tested(level: str, definition: str) -> None:
    """Refuse any definition but the lowest fifth at a level that is not tested."""
    tested = basis_of(level)
    if tested.untested and level not in find_definition(definition).levels:
        raise BadInputError(f"{tested.untested} {LOWEST_FIFTH}")


def _inside(areas: pd.DataFrame, within: str, root: Path | None, level: str) -> pd.Series:
    """Return which areas lie in a place, and why none does where the place is of another nation."""
    if within[:1] in NATIONS and within[:1] != basis_of(level).nation_code[0]:
        raise not_there(within, level)
    return inside(areas, within, root)


def not_there(within: str, level: str) -> UnknownAreaError:
    """Return the error that a place holds nothing of what a level tests, and what to ask for."""
    nation = basis_of(level).nation
    said = f"{within} is not in {nation}, which {level} is tested in."
    if within.startswith("N"):
        return UnknownAreaError(f"{said} {NORTHERN_IRELAND} {LOWEST_FIFTH}")
    other = next((one for one in LEVELS if basis_of(one).nation_code[0] == within[:1]), "")
    if other:
        return UnknownAreaError(f"{said} Ask for --geography {other}.")
    return UnknownAreaError(f"{said} Give the code of an area of {nation}.")


def share_not_going_on(table: pd.DataFrame, cold: pd.Series) -> float:
    """Return the share of the pupils who did not go on whose areas are cold spots.

    Parameters
    ----------
    table
        `tundra_rate` and `tundra_cohort` of each area; those without are left out.
    cold
        Whether each is a cold spot, on the same index.

    Examples
    --------
    >>> table = pd.DataFrame({"tundra_rate": [0.2, 0.6, None], "tundra_cohort": [50, 150, None]})
    >>> share_not_going_on(table, pd.Series([True, False, True]))
    0.4
    """
    stayed = not_going_on(table)
    return float(stayed[cold.to_numpy(bool)].sum() / stayed.sum())


def not_going_on(table: pd.DataFrame) -> Floats:
    """Return how many pupils of each area did not go on; 0 where it is not known."""
    rate, cohort = (table[name].astype("float64") for name in ("tundra_rate", "tundra_cohort"))
    return np.nan_to_num((cohort * (1 - rate)).to_numpy("float64", na_value=np.nan))


def by_rule(
    areas: pd.DataFrame,
    definition: str,
    level: str,
    root: Path | None = None,
    weights: Mapping[str, float] = EVEN,
    *,
    expected_wrong: float = WRONG,
) -> pd.DataFrame:
    """Mark the cold spots of a definition that tests nothing: `cold_spot`, and what it adds.

    `weights` are those of `geo.coldspots.weightings.cold_share`, for `weightings`;
    `expected_wrong` is the share that `geo.posterior.likely` allows, for `likely`.

    Raises
    ------
    BadInputError
        If the level lacks what the definition needs.
    """
    check_tested(level, definition)
    if level not in find_definition(definition).levels:
        raise BadInputError(
            f"{definition} needs measures that are published for neighbourhoods and that {level} "
            "does not have. Use lsoa21."
        )
    tested = basis_of(level)
    if definition == "likely":
        chance = areas[FIFTHS[0]].where(areas["nation"] == tested.nation)
        return pd.DataFrame({"cold_spot": likely(chance, expected_wrong)}, index=areas.index)
    if tested.nation == "England":
        low = (areas["tundra_quintile"] == 1).fillna(False).to_numpy(dtype=bool)
    else:
        low = (areas[tested.rate] <= lowest_fifth_of(level, root)).to_numpy(dtype=bool)
    if definition == "threshold":
        return pd.DataFrame({"cold_spot": low}, index=areas.index)
    if definition == "double":
        deprived = (areas["iod25_decile"] <= 2).fillna(False).to_numpy(dtype=bool)
        return pd.DataFrame({"cold_spot": low & deprived}, index=areas.index)
    if definition == "weightings":
        share = cold_share(areas, weights)
        return pd.DataFrame({"cold_spot": share > MOST, "cold_share": share})
    gap = find_gap(areas, root)
    return gap.assign(cold_spot=gap["gap_cold"])


def check_share(expected_wrong: float) -> None:
    """Refuse an expected share of wrong ones that is none.

    Raises
    ------
    BadInputError
        If it is not above 0 and below 1.
    """
    if not 0 < expected_wrong < 1:
        raise BadInputError(
            f"The expected share of wrong ones is {expected_wrong:g}. Give a share above 0 and "
            "below 1, such as 0.1."
        )


def _zone_of(zones: pd.DataFrame, codes: pd.Index) -> np.ndarray:
    """Name the zone of each area, an empty string where it is in none."""
    held = zones["area_codes"].str.split().explode()
    zone = pd.Series(held.index, index=held.to_numpy(), dtype="str")
    return zone.reindex(codes).fillna("").to_numpy(dtype="object")
