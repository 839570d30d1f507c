"""Who is within range of a partnership's sites, and, with an activity file, where it has worked.

`in_range` is distance; `engaged` is a row in a user's own activity file. The two are kept apart:
nobody is said to be worked with because a site is near.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo import tables
from geo.areas import COUNTED, AreaTable, build_areas, inside, listed, nation_at
from geo.arrays import Flags, Floats, rows_where
from geo.coldspots import LEVELS, LIKELY, TESTED, basis_of, build_zones
from geo.errors import BadInputError, UnknownAreaError
from geo.posterior import FIFTHS, WRONG, likely
from geo.reach.catchment import e2sfca, gravity
from geo.travel import KM, MOST_PAIRS, Costs, CostSource, CostTable, StraightLine

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LEVEL = "lsoa21"
LIMIT_KM = 10.0
TIERS = ("0", "1", "2", "3+")
"""How many different providers an area is in range of."""
DEMAND = "young_people_now"
"""Default demand: aged 13 to 17 in 2026, if nobody had moved."""
EACH, COURSES = "each", "courses"
"""What a site supplies: 1 each, or its courses."""
_PAIR_BYTES, _AREA_BYTES = 12, 25


@dataclass(frozen=True, eq=False)
class Ground:
    """What reach is measured on: small areas of one nation, their people and cold spots."""

    areas: pd.DataFrame
    """The joined table (`geo.areas.join.build_areas`) with `cold_spot`, in code order."""
    origins: pd.DataFrame
    """Where people live: `easting_m` and `northing_m` (EPSG:27700), on the same index."""
    root: Path | None = None
    beyond: pd.DataFrame | None = None
    """Small areas of other nations, whose young people share what sites offer: `nation`,
    `easting_m`, `northing_m` and the default demand."""
    level: str = LEVEL
    """Geography of the areas."""
    nation: str = "England"
    definition: str = TESTED
    """Which list its cold spots are: tested ones, or the likely lowest fifth."""

    def people(self, column: str = DEMAND) -> Floats:
        """Return people of each area; 0 where none are known: shape (areas,)."""
        return self.areas[column].fillna(0).to_numpy(dtype="float64")

    @property
    def cold(self) -> Flags:
        """Whether each area is a cold spot by its definition: shape (areas,)."""
        return self.areas["cold_spot"].to_numpy(dtype=bool)

    @cached_property
    def zones(self) -> pd.DataFrame:
        """Zones that its cold spots form, as `geo.coldspots.zones.build_zones` gives them."""
        return build_zones(self.areas, self.areas["cold_spot"], self.root)

    @cached_property
    def zone_members(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Positions of the cold spots that are in zones, and those of their zones."""
        codes = [text.split() for text in self.zones["area_codes"]]
        zone = np.repeat(np.arange(len(codes)), np.array([len(one) for one in codes], np.int64))
        at = self.areas.index.get_indexer(pd.Index([code for one in codes for code in one]))
        return at.astype(np.int64), zone


_POINT = ["easting_m", "northing_m"]


@lru_cache(maxsize=6)
def load_ground(
    root: Path | None = None, nation: str = "England", definition: str = TESTED
) -> Ground:
    """Load the bundled small areas of a nation; kept in memory, so never change them.

    People live at the population-weighted centroid of their neighbourhood, in Scotland at a point
    inside their data zone: no weighted ones are among the files. No cold spots are known of Wales.

    Parameters
    ----------
    nation
        One of `geo.areas.COUNTED`.
    definition
        `local-g` (tested cold spots) or `likely` (the likely lowest fifth), for which tested ones
        stand where no model is fitted.

    Raises
    ------
    BadInputError
        If the definition is another.
    """
    areas, listed = _listed_areas(root, nation, definition)
    whole = pd.concat([_counted(level, root) for level in dict.fromkeys(COUNTED.values())])
    beyond = whole.loc[whole["nation"] != nation, ["nation", *_POINT, DEMAND]]
    origins = whole.loc[areas.index, _POINT]
    return Ground(areas, origins, root, beyond, COUNTED[nation], nation, listed)


def load_small_areas(nation: str, root: Path | None = None) -> pd.DataFrame:
    """Load the areas of the ground of a nation, without where people live in the others.

    Parameters
    ----------
    nation
        One of `geo.areas.COUNTED`.

    Returns
    -------
    areas
        As `Ground.areas` of `load_ground`, shared with it: never change them.
    """
    return _listed_areas(root, nation, TESTED)[0]


@lru_cache(maxsize=6)
def _listed_areas(root: Path | None, nation: str, definition: str) -> tuple[pd.DataFrame, str]:
    """Return the small areas of a nation, each marked if cold, and by which definition."""
    if definition not in (TESTED, LIKELY):
        raise BadInputError(
            f"Young people are not counted by the definition {definition!r}. Give {LIKELY} or "
            f"{TESTED}."
        )
    level = COUNTED[nation]
    areas = build_areas(level, root=root)[0].table
    areas = rows_where(areas, (areas["nation"] == nation).to_numpy())
    if nation != "England":
        definition = TESTED
    cold = tables.load(f"coldspots_{level}", ["cold_spot"], root)["cold_spot"]
    if definition == LIKELY:
        cold = likely(areas[FIFTHS[0]], WRONG)
    return areas.assign(
        cold_spot=cold.reindex(areas.index, fill_value=False).to_numpy(bool)
    ), definition


def _counted(level: str, root: Path | None) -> pd.DataFrame:
    """Load where the people of a level live, of which nation they are, and the default demand."""
    table = build_areas(level, root=root)[0].table[["nation", DEMAND]]
    return tables.load(f"centroids_{level}", _POINT, root).join(table, how="inner")


@dataclass(frozen=True, eq=False)
class Reach:
    """How far some sites reach."""

    ground: Ground
    sites: pd.DataFrame
    """The columns of `geo.uploads.sites.SITE_COLUMNS`, by `site_id`."""
    costs: Costs
    kept: Flags
    """Areas that the answer is cut to; scores are of the nation all the same: shape (areas,)."""
    supply: Floats
    """Of each site: shape (sites,)."""
    supply_words: str
    activity: pd.DataFrame | None = None
    """Good rows of an activity file (`geo.reach.activity.read_activity`), or None without one."""
    beyond_source: CostSource | None = None
    """What tells costs between areas of other nations and the sites; None where nothing does."""

    @property
    def size_mb(self) -> float:
        """About how much memory it takes: its pairs and what it holds of each area."""
        # Pairs twice: what is in range of which provider is kept too once it was asked for.
        held = 2 * self.costs.within.nnz * _PAIR_BYTES + len(self.costs.areas) * _AREA_BYTES
        return held / 1_000_000

    @cached_property
    def beyond(self) -> Costs | None:
        """Costs between areas of other nations and the sites; None where they are not told.

        Found when first needed, as a map of who is in range does without them.
        """
        if self.beyond_source is None or self.ground.beyond is None:
            return None
        return self.beyond_source.between(self.ground.beyond, self.sites, self.costs.limit)

    @cached_property
    def catchment(self) -> Floats:
        """E2SFCA score of each area, supply for each young person of any nation: (areas,)."""
        beyond = None
        if self.beyond is not None and self.ground.beyond is not None:
            others = self.ground.beyond[DEMAND].to_numpy(dtype="float64", na_value=0)
            beyond = (self.beyond, others)
        return e2sfca(self.costs, self.ground.people(), self.supply, beyond=beyond)

    @property
    def sharing(self) -> str:
        """Return in words whether young people of other nations share what the sites offer."""
        if self.ground.beyond is None:
            return ""
        others = listed([str(one) for one in self.ground.beyond["nation"].unique()])
        if self.beyond is None:
            return (
                f"Catchment scores leave out young people of {others}, whose costs are not given: "
                "near the border they are too high."
            )
        known, whole = int((self.beyond.nearest >= 0).sum()), len(self.ground.beyond)
        told = "" if known == whole else (
            f", those of {known:,} of the {whole:,} small areas there whose costs are given"
        )  # fmt: skip
        return f"Catchment scores count young people of {others} too{told}."

    @property
    def is_of_nation(self) -> bool:
        """Whether the answer is of a whole nation, and not cut to a place in it."""
        return bool(self.kept.all())

    @property
    def measured_from(self) -> str:
        """Return in words where the people of the nation are taken to live."""
        if self.ground.level == "dz11":
            return (
                "People of a data zone are taken to live at a point inside it: no centroids "
                "weighted by people are among the files for Scotland."
            )
        return ""

    @property
    def tests_cold_spots(self) -> bool:
        """Whether cold spots of the nation are tested: none are of Wales."""
        return any(basis_of(one).nation == self.ground.nation for one in LEVELS)

    @property
    def in_range_beyond(self) -> dict[str, int]:
        """Count the young people of other nations who are within the limit of a site.

        Empty where the answer is cut to a place, or costs to other nations are not told.
        """
        if self.beyond is None or self.ground.beyond is None or not self.is_of_nation:
            return {}
        there = self.ground.beyond[np.diff(self.beyond.within.indptr) > 0]
        people = there[DEMAND].astype("float64").groupby(there["nation"]).sum()
        return {nation: int(people.get(nation, 0)) for nation in COUNTED if nation in people}

    @cached_property
    def providers(self) -> pd.Index:
        """Providers with a site, in the order of their first sites."""
        return pd.Index(self.sites["provider"].drop_duplicates())

    @cached_property
    def by_provider(self) -> csr_array:
        """1 where an area is in range of a provider, however many sites: (areas, providers)."""
        from scipy.sparse import csr_array

        whose = self.providers.get_indexer(pd.Index(self.sites["provider"])).astype(np.int64)
        count = max(len(self.providers), 1)
        held, sizes = [np.zeros(0, np.int32)], [np.zeros(1, np.int32)]
        for _, near in self.costs.blocks():
            rows = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
            # Sorting beats the library's `unique`, which looks each of them up.
            keys = np.sort(rows * count + whose[near.indices])
            at, provider = np.divmod(keys[np.diff(keys, prepend=-1) > 0], count)
            held.append(provider.astype(np.int32))
            sizes.append(np.bincount(at, minlength=near.shape[0]).astype(np.int32))
        provider = np.concatenate(held)
        begins = np.cumsum(np.concatenate(sizes), dtype=np.int32)
        shape = (len(self.costs.areas), len(self.providers))
        return csr_array((np.ones(len(provider)), provider, begins), shape=shape)

    def counted_on(self, ground: Ground) -> Reach:
        """Return the same reach, its people counted on other ground of the same areas."""
        made = replace(self, ground=ground)
        # Who is in range is the same, and takes longest to find.
        vars(made)["by_provider"] = self.by_provider
        return made

    @property
    def providers_within(self) -> npt.NDArray[np.int64]:
        """Different providers that each area is in range of: shape (areas,)."""
        return np.diff(self.by_provider.indptr).astype(np.int64)

    @property
    def in_range(self) -> Flags:
        """Whether each area is within the limit of a site: shape (areas,)."""
        return np.diff(self.costs.within.indptr) > 0

    @cached_property
    def engaged(self) -> Flags | None:
        """Whether a row of the activity file is of each area; None without such a file."""
        if self.activity is None:
            return None
        return self.ground.areas.index.isin(self.activity["area_code"])

    @property
    def cold_not_in_range(self) -> Flags:
        """Whether each area is a cold spot that no site is near: shape (areas,)."""
        return self.ground.cold & ~self.in_range

    @property
    def cold_not_engaged(self) -> Flags | None:
        """Whether each area is a cold spot not in the activity file; None without such a file."""
        return None if self.engaged is None else self.ground.cold & ~self.engaged

    def table(self, only: Flags | None = None) -> AreaTable:
        """Return the joined table of the kept areas, or of `only` some of them, with what it adds.

        `nearest_site` and `nearest_km` (of the nearest site, within the limit or not; otherwise
        called `nearest_cost`), `sites_within`, `providers_within`, `tier`, `e2sfca` (supply for
        each young person), `gravity` (supply over cost), `in_range`, `cold_not_in_range`; with an
        activity file also `engaged` and `cold_not_engaged`.
        """
        score = self.catchment
        nearest = "nearest_km" if self.costs.unit == KM else "nearest_cost"
        rows = self.kept if only is None else self.kept & only
        added = {
            "nearest_site": np.append(self.site_names, "")[self.costs.nearest],
            nearest: np.round(self.costs.nearest_cost, 3),
            "sites_within": np.diff(self.costs.within.indptr).astype(np.int64),
            "providers_within": self.providers_within,
            "tier": tiers(self.providers_within),
            "e2sfca": score,
            "gravity": gravity(self.costs, self.supply),
            "in_range": self.in_range,
            "cold_not_in_range": self.cold_not_in_range,
        }
        if self.engaged is not None:
            added |= {"engaged": self.engaged, "cold_not_engaged": self.cold_not_engaged}
        areas = self.ground.areas[rows]
        new = pd.DataFrame({name: each[rows] for name, each in added.items()}, index=areas.index)
        new = new.astype({"nearest_site": "str", "tier": "str"})
        return AreaTable(self.ground.level, pd.concat([areas, new], axis=1))

    @property
    def site_names(self) -> npt.NDArray[np.object_]:
        """Names of the sites, with their provider's where it is another: shape (sites,)."""
        name, provider = self.sites["name"], self.sites["provider_name"]
        both = name.where(name == provider, name + " (" + provider + ")")
        return both.to_numpy(dtype="object")

    def provider_names_at(self, area: int) -> list[str]:
        """Name the providers that an area is in range of, by its position."""
        names = self.sites.drop_duplicates("provider")["provider_name"].to_numpy()
        begin, end = self.by_provider.indptr[area : area + 2]
        return [str(names[at]) for at in self.by_provider.indices[begin:end]]


def tiers(providers: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """Name the tier of each number of providers.

    Examples
    --------
    >>> tiers(np.array([0, 1, 2, 3, 9])).tolist()
    ['0', '1', '2', '3+', '3+']
    """
    return np.array(TIERS, dtype="object")[np.minimum(providers, len(TIERS) - 1)]


def find_reach(
    sites: pd.DataFrame,
    limit: float = LIMIT_KM,
    *,
    source: CostSource | None = None,
    supply: str = EACH,
    activity: pd.DataFrame | None = None,
    within: str | None = None,
    ground: Ground | None = None,
) -> Reach:
    """Measure how far sites reach.

    Parameters
    ----------
    sites
        The columns of `geo.uploads.sites.SITE_COLUMNS`, by `site_id`.
    limit
        Greatest cost that counts as in range, in the unit of `source`.
    source
        What tells the costs; straight lines in km unless given.
    supply
        What a site supplies: `"each"`, 1 each, or `"courses"`, its courses.
    activity
        Good rows of an activity file, or None.
    within
        Code of an upper area that the answer is cut to.
    ground
        What it is measured on; the bundled small areas of the nation of `within` unless given,
        England's where there is none.

    Raises
    ------
    BadInputError
        If there are no sites, an id stands twice, or the limit or the supply is none.
    UnknownAreaError
        If no small area of the nation lies within `within`.

    Examples
    --------
    >>> from geo.reach.partnerships import provider_sites
    >>> reach = find_reach(provider_sites(["10007795"]), 10, within="E08000035")
    >>> int(reach.table().table["in_range"].sum()), len(reach.table().table)
    (410, 488)
    """
    ground = ground or load_ground(None, nation_at(within))
    if sites.empty or sites.index.has_duplicates:
        raise BadInputError("Give at least one site, and each site an id of its own.")
    if supply not in (EACH, COURSES):
        raise BadInputError(f"No supply is called {supply!r}. Choose {EACH} or {COURSES}.")
    kept = np.ones(len(ground.areas), dtype=bool)
    if within is not None:
        kept = own_inside(ground, within)
    source = source or StraightLine()
    own, others = _parted(source, ground, sites)
    costs = own.between(ground.origins, sites, limit)
    amount, words = np.ones(len(sites)), "1 for each site"
    if supply == COURSES:
        courses = sites["courses"].to_numpy(dtype="float64")
        amount, words = np.where(np.isnan(courses), 1, courses), "courses of each site"
        none = int(np.isnan(courses).sum())
        words += f"; 1 for each of {none:,} whose courses are not known" if none else ""
    reach = Reach(ground, sites, costs, kept, amount, words, activity, others)
    few = ground.beyond is None or len(ground.beyond) * len(sites) <= MOST_PAIRS
    if not (few and isinstance(others, StraightLine)):
        _ = reach.beyond  # It might be refused, which is told here and not later.
    return reach


def _parted(
    source: CostSource, ground: Ground, sites: pd.DataFrame
) -> tuple[CostSource, CostSource | None]:
    """Part a source of costs into those of the nation and, if it tells any, those of others.

    A table is parted by its rows. A router is asked about the nation alone: whoever runs it bears
    the cost of each question.
    """
    if ground.beyond is None or isinstance(source, StraightLine):
        return source, source
    if not isinstance(source, CostTable):
        return source, None
    rows = source.table
    others = rows["area_code"].isin(ground.beyond.index) & rows["site"].isin(sites.index)
    if not others.any() or others.all():
        return source, None
    return replace(source, table=rows[~others]), replace(source, table=rows[others])


def own_inside(ground: Ground, code: str) -> Flags:
    """Return which areas of the ground lie inside a place: shape (areas,).

    Raises
    ------
    UnknownAreaError
        If none does.
    """
    whole = tables.load(f"areas_{ground.level}", root=ground.root)
    found = inside(whole, code, ground.root).reindex(ground.areas.index, fill_value=False)
    if not found.any():
        raise UnknownAreaError(
            f"{code} is not in {ground.nation}, of which this is measured. Give the code of a "
            "place there."
        )
    return found.to_numpy(dtype=bool)
