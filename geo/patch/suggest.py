"""Patches to begin with: the districts that an institution reaches, or that a place is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from geo import tables
from geo.areas import COUNTED, area_table, holds, inside_of, levels_of, name_of
from geo.errors import NoAnswerError, UnknownAreaError
from geo.reach import DEMAND, LIMIT_KM, find_reach, load_ground, provider_sites
from geo.registry import NATIONS, joined

BRANCH_KM = 60.0
"""How far from its main site a site of an institution may be for the same patch."""
HALF = 0.5
"""Part of the young people within range whose districts make the patch of an institution."""
MOST_OF_THEM = 0.9
"""Part whose districts a map of an institution's reach begins with."""
_MOST_DISTRICTS = 20
"""Districts of such a map, at most: whoever is everywhere has no country round it."""


@dataclass(frozen=True, eq=False)
class Suggestion:
    """A patch to begin with, and why these districts."""

    code: str
    """Of the patch."""
    districts: pd.DataFrame
    """By `area_code`, those that hold most young people first: `name`, `young_people` (aged 13 to
    17 in 2026 if nobody had moved), `in_range` (those of them within the limit; missing where no
    institution was named) and `chosen`."""
    limit_km: float = 0.0
    """Within how many kilometres; 0 where no institution was named."""
    left_out: tuple[str, ...] = ()
    """Branch campuses too far from the main one to make a patch of."""

    @property
    def share(self) -> float:
        """Part of the young people within range who live in the patch; 1 where none is asked."""
        if not self.limit_km:
            return 1.0
        found = self.districts["in_range"]
        return float(found[self.districts["chosen"]].sum() / found.sum())


@lru_cache(maxsize=64)
def country_round(ukprns: tuple[str, ...]) -> str:
    """Return the code of the districts that a map of some institutions' reach begins with.

    Returns
    -------
    code
        Of the districts where nine in ten of the young people within range live; empty if there
        are too many of them, or nobody is within range.

    Examples
    --------
    >>> country_round(("10007151",))
    'E07000138,E07000139,E07000142'
    """
    try:
        found = suggest_for_providers(ukprns, part=MOST_OF_THEM)
    except NoAnswerError:
        return ""
    return found.code if found.districts["chosen"].sum() <= _MOST_DISTRICTS else ""


def suggest_for_providers(
    ukprns: Sequence[str], limit_km: float = LIMIT_KM, name: str = "", part: float = HALF
) -> Suggestion:
    """Suggest the districts where half of the young people within range of institutions live.

    Districts are taken in order of their young people within range, the most first, until they
    hold that part of them. A branch campus more than `BRANCH_KM` from where an institution has most
    courses is left out: a campus in London does not move the patch there.

    Parameters
    ----------
    ukprns
        Of the institutions; the nation in which most of their sites lie counts.
    limit_km
        Greatest distance from a site, in a straight line.
    name
        The patch's own name.
    part
        Of the young people within range, who live in the districts; a half unless given.

    Raises
    ------
    BadInputError
        If a UKPRN is unknown.
    NoAnswerError
        If nobody lives within range, or young people are not counted in the nation.

    Examples
    --------
    >>> found = suggest_for_providers(["10007151"])
    >>> found.code
    'E07000138'
    """
    sites = provider_sites([*ukprns])
    near = is_near_main(sites)
    sites, far = sites[near], sites[~near]
    nations = tables.load("sites", ["nation"])["nation"].reindex(sites.index).dropna().mode()
    nation = str(nations.iloc[0]) if len(nations) else ""
    if not len(nations):
        raise NoAnswerError(
            "No teaching site of these institutions has a known place. Choose districts by name."
        )
    if nation not in COUNTED:
        raise NoAnswerError(
            f"Most of these sites are in {nation}, where no young people are counted by small "
            "area: no patch can be suggested. Choose its districts by name."
        )
    letter = next(letter for letter, named in NATIONS.items() if named == nation)
    ground = load_ground(None, nation)
    reach = find_reach(sites, limit_km, ground=ground)
    district = area_table(ground.level)["lad24_code"].reindex(ground.areas.index)
    people = ground.areas[DEMAND].astype("float64")
    found = pd.DataFrame(
        {
            "young_people": people.groupby(district).sum(),
            "in_range": people.where(reach.in_range, 0).groupby(district).sum(),
        }
    )
    found = found[found["in_range"] > 0].sort_values("in_range", ascending=False, kind="stable")
    if found.empty:
        raise NoAnswerError(
            f"Nobody lives within {limit_km:g} km of a site of these institutions. Choose a "
            "greater limit.",
            km="",
        )
    before = found["in_range"].cumsum() - found["in_range"]
    found["chosen"] = before < part * found["in_range"].sum()
    names = tuple(f"{one.provider_name}: {one.name}" for one in far.itertuples())
    return _suggestion(letter, found, name, limit_km, names)


def is_near_main(sites: pd.DataFrame) -> pd.Series:
    """Test which sites are at most `BRANCH_KM` from where their institution has most courses.

    Parameters
    ----------
    sites
        As `geo.reach.provider_sites` lists them.

    Returns
    -------
    near
        Indexed by `site_id`.
    """
    ordered = sites.sort_values("courses", ascending=False, kind="stable")
    main = ordered.drop_duplicates("provider").set_index("provider")[["easting_m", "northing_m"]]
    away_m = sites[["easting_m", "northing_m"]] - main.reindex(sites["provider"]).to_numpy()
    return (away_m**2).sum(axis=1) <= (BRANCH_KM * 1000) ** 2


def suggest_for_place(code: str, name: str = "") -> Suggestion:
    """Suggest the districts of a county, combined authority, skills plan area or region.

    Raises
    ------
    UnknownAreaError
        If there is no such place, or it holds no whole district.

    Examples
    --------
    >>> len(suggest_for_place("E47000001").districts)
    10
    """
    levels = levels_of(code)
    if not levels:
        raise UnknownAreaError(
            f"There is no place with the code {code!r}. Give that of a county, combined authority, "
            "skills plan area or region, such as E47000001."
        )
    if not holds("lad24", code):
        raise UnknownAreaError(
            f"{name_of(levels[0], code)} holds no whole district. Give the code of a county, "
            "combined authority, skills plan area or region."
        )
    table = area_table("lad24")
    inside = table.index[inside_of("lad24", code)]
    found = pd.DataFrame(
        {
            "young_people": table[DEMAND].reindex(inside).astype("float64"),
            "in_range": float("nan"),
            "chosen": True,
        }
    ).sort_values("young_people", ascending=False, kind="stable")
    # A place keeps its name; one district is itself.
    own = name or (name_of(levels[0], code) if len(found) > 1 else "")
    return _suggestion(code[0], found, own, 0.0, ())


def _suggestion(
    letter: str, found: pd.DataFrame, name: str, limit_km: float, left_out: tuple[str, ...]
) -> Suggestion:
    names = tables.load("areas_lad24", ["area_name"])["area_name"]
    found = found.assign(name=names.reindex(found.index).to_numpy()).rename_axis("area_code")
    columns = ["name", "young_people", "in_range", "chosen"]
    return Suggestion(
        joined(letter, found.index[found["chosen"]], name), found[columns], limit_km, left_out
    )
