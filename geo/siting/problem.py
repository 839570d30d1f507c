"""Siting questions: who of a nation is to be served, where a site may be, how far is in range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import COUNTED, area_table, inside, nation_at
from geo.arrays import in_index
from geo.coldspots import LIKELY, TESTED, ColdSpotQuery, find_all
from geo.errors import BadInputError, NoAnswerError, UnknownAreaError, first_of
from geo.reach import domains_of
from geo.registry import NATION_CODES
from geo.siting.question import Siting
from geo.travel import KM, CostTable, Limited, StraightLine, check_limit, check_pairs

LEVEL = "lsoa21"
MOST_PAIRS = 8_000_000
"""Pairs of demand and a candidate within the limit, at most: a search takes some 60 bytes for each.
All schools and all of England within 20 km are 6 million."""
CANDIDATES = {
    "schools": "schools and colleges",
    "all-schools": "schools and colleges, including special and independent",
    "colleges": "colleges",
    "msoa": "centres of local areas",
}
"""Where a site may be, of what is bundled, and what that is called."""
OUTSIDE_TUNDRA = (
    "Special school",
    "Independent school",
    "Alternative provision",
    "Special college",
)
"""Kinds of school whose pupils TUNDRA leaves out: no candidates unless they are asked for."""
COLLEGES = ("College", "16 to 19 academy", "Sixth-form centre")
"""Kinds that are called colleges: they teach from 16 on, and any subject."""
DEMAND = {
    "all": "young people",
    "likely": "young people in the likely lowest fifth",
    "cold": "young people in tested cold spots",
}
"""Whom to serve, of what is bundled, and what they are called."""
LISTS = {"likely": LIKELY, "cold": TESTED}
"""Definition of cold spots (`geo.coldspots.DEFINITIONS`) that a demand is cut to."""
WHOSE_AGE = "aged 7 to 11 at mid-2020 (13 to 17 in 2026, if nobody had moved)"
_POINT = ["easting_m", "northing_m"]
_COLUMNS = ["name", "kind", "town", *_POINT]
_M_PER_KM = 1_000.0


@dataclass(frozen=True, eq=False)
class Case:
    """A siting question with the places behind its numbers."""

    asked: Siting
    """Costs are metres where distance is asked for, otherwise in `unit`."""
    homes: pd.DataFrame
    """Rows of demand, by area code or line: `easting_m`, `northing_m`, `weight`, `deprived`
    (deciles 1 and 2 of its own nation's index) and `beyond` (the nation of those who live outside
    the place that is asked about, else empty)."""
    candidates: pd.DataFrame
    """By id (URN, area code or line): `name`, `kind`, `town`, `easting_m`, `northing_m`."""
    limit: float
    """Greatest cost that is in range, in `unit`."""
    unit: str
    costs: str
    """Where the costs come from, in words."""
    who: str
    """What the people to serve are called."""
    where: str
    """What the candidates are called."""
    bases: tuple[str, ...]
    """Bundled tables behind it."""
    definition: str = ""
    """Definition of the cold spots that the people to serve live in; none for other people."""

    def beyond(self, chosen: Sequence[int] = ()) -> dict[str, tuple[float, float]]:
        """Count who lives beyond the border of the place, by nation: people, and those in range.

        Parameters
        ----------
        chosen
            Candidates that are added to the sites there already, by position.
        """
        if "beyond" not in self.homes or not (self.homes["beyond"] != "").any():
            return {}
        where = self.homes["beyond"].to_numpy(dtype="object")
        near = self.asked.already.copy()
        if len(chosen):
            near |= np.diff(self.asked.costs[:, list(chosen)].indptr) > 0
        weight = self.asked.weight
        return {
            nation: (
                float(weight[where == nation].sum()),
                float(weight[near & (where == nation)].sum()),
            )
            for nation in COUNTED
            if (where == nation).any()
        }

    def position_of(self, names: list[str]) -> list[int]:
        """Find candidates by id.

        Raises
        ------
        BadInputError
            If one is not among them.
        """
        found = self.candidates.index.get_indexer(pd.Index(names))
        lost = [name for name, place in zip(names, found, strict=True) if place < 0]
        if lost:
            raise BadInputError(
                f"{first_of(lost)} of {len(names):,} picked sites are not among the "
                f"{len(self.candidates):,} candidates. Name them by URN, area code or line."
            )
        return found.tolist()


def build_case(
    candidates: str | pd.DataFrame,
    demand: str | pd.DataFrame = "all",
    *,
    max_km: float = 10.0,
    limited: Limited | None = None,
    there: pd.DataFrame | None = None,
    within: str | None = None,
    beyond: bool | None = None,
    most_pairs: int = MOST_PAIRS,
) -> Case:
    """Build a siting problem of the nation that a place is in, of England without one.

    A site near a border serves whoever lives near it: with `beyond` the young people outside the
    place who live within the limit of a candidate are people to serve too, whichever nation counts
    them.

    Parameters
    ----------
    candidates
        One of `CANDIDATES`, or sites of the user's own with `name`, `easting_m`, `northing_m`.
    demand
        One of `DEMAND`, or people of the user's own with `weight`, and `area_code` or `easting_m`
        and `northing_m`.
    max_km
        Straight distance that is in range, itself included.
    limited
        What tells the costs, and how far is in range, in place of a straight line up to `max_km`.
    there
        Sites that are there already: `easting_m`, `northing_m`.
    within
        Code of an area: bundled demand and bundled candidates are those inside it.
    beyond
        Whether people outside the place count who live within the limit of a candidate. Unless
        given they do where all young people of a whole nation are to be served by straight lines.
    most_pairs
        Pairs of demand and a candidate within the limit, at most.

    Raises
    ------
    BadInputError
        If the limit is none, or nobody is to be served, or there is no candidate, or the costs
        cannot be told, or there are too many pairs, or people beyond are asked for where they
        cannot be counted.
    SourceUnavailableError
        If a router does not answer.
    UnknownAreaError
        If no small area lies within `within`, or no young people are counted there.
    """
    asked_for = limited or Limited(StraightLine(), max_km)
    check_limit(asked_for.limit, asked_for.source.unit)
    homes, who, whose = _demand(demand, within)
    sites, where, whence = _candidates(candidates, within)
    if sites.empty:
        raise NoAnswerError(
            f"There are no {where} within {within}. Choose other candidates.",
            candidates="schools" if candidates == "colleges" else "msoa",
        )
    if not homes["weight"].sum() > 0:
        raise NoAnswerError(
            f"There are no {who} to serve here. Choose other demand or a wider area.",
            demand="all",
        )
    if counts_beyond(demand, within, asked_for, beyond):
        others = _others(homes, sites, asked_for)
        homes = pd.concat([homes, others])
        whose = (*whose, *(f"{table}_{level}" for level in dict.fromkeys(COUNTED.values())
                           for table in ("centroids", "people")))  # fmt: skip
    if there is not None and isinstance(asked_for.source, CostTable):
        _check_apart(sites, there)
    near, words = in_range(homes, sites, asked_for)
    limit, unit = asked_for.limit, asked_for.source.unit
    check_pairs(near.nnz, f"within {limit:g} {unit}", most_pairs)
    held = None if there is None else in_range(homes, there, asked_for)[0]
    asked = Siting(near, homes["weight"].to_numpy(dtype="float64"), held)
    definition = LISTS.get(demand, "") if isinstance(demand, str) else ""
    bases = (*whence, *whose)
    return Case(asked, homes, sites, limit, unit, words, who, where, bases, definition)


def counts_beyond(
    demand: str | pd.DataFrame, within: str | None, limited: Limited, asked: bool | None = None
) -> bool:
    """Test whether people beyond the border of a place are to be served too.

    Raises
    ------
    BadInputError
        If they are asked for where they cannot be counted.
    """
    everybody = isinstance(demand, str) and demand == "all"
    straight = isinstance(limited.source, StraightLine)
    if asked and not everybody:
        raise BadInputError(
            "People beyond the border are counted where all young people are to be served: cold "
            "spots are found within each nation alone, and a list of your own says whom it means. "
            "Ask for all, or leave them out."
        )
    if asked and not straight:
        raise BadInputError(
            "People beyond the border are counted by straight lines alone. Leave out the router or "
            "the table of costs, or those people."
        )
    whole = within is None or within in NATION_CODES.values()
    return everybody and straight and (whole if asked is None else asked)


def _others(homes: pd.DataFrame, sites: pd.DataFrame, limited: Limited) -> pd.DataFrame:
    """Return the small areas outside the place that lie within the limit of a candidate."""
    found = []
    for level in dict.fromkeys(COUNTED.values()):
        areas = area_table(level)
        areas = areas[~areas.index.isin(homes.index) & areas["young_people_now"].notna()]
        points = tables.load(f"centroids_{level}", _POINT).reindex(areas.index)
        near = in_range(points, sites, limited)[0]
        kept = np.diff(near.indptr) > 0
        found.append(
            points[kept].assign(
                weight=areas.loc[kept, "young_people_now"].astype("float64"),
                deprived=_most_deprived(areas[kept]),
                beyond=areas.loc[kept, "nation"].astype("object"),
            )
        )
    return pd.concat(found)


def _check_apart(sites: pd.DataFrame, there: pd.DataFrame) -> None:
    both = sites.index[sites.index.isin(there.index)]
    if len(both):
        raise BadInputError(
            f"A table of costs cannot tell {first_of(both)} sites of two files apart. Give "
            "candidates that are bundled, or leave the partners out."
        )


def in_range(homes: pd.DataFrame, sites: pd.DataFrame, limited: Limited) -> tuple[Any, str]:
    """Return the costs up to a limit, and where they come from, in words.

    Both have `easting_m` and `northing_m` (EPSG:27700). The costs are CSR, shape (homes, sites), in
    metres where the source tells km; a stored 0 is a cost of 0.
    """
    points = homes[_POINT].astype("float64")
    # Rows of a user's own demand may name a neighbourhood twice: it is asked for once.
    once = points[~points.index.duplicated()]
    told = limited.source.between(once, sites, limited.limit)
    costs = told.within
    if len(once) < len(points):
        at = once.index.get_indexer(points.index)
        check_pairs(int(np.diff(costs.indptr)[at].sum()), f"within {limited.limit:g} {told.unit}")
        costs = costs[at]
    if told.unit == KM:
        costs.data *= _M_PER_KM
    return costs, told.provenance


def _own_areas(within: str | None) -> pd.DataFrame:
    nation = nation_at(within)
    areas = area_table(COUNTED[nation])
    kept = areas["nation"].eq(nation).to_numpy()
    if within is not None:
        kept = kept & inside(areas, within, None).to_numpy()
        if not kept.any():
            raise UnknownAreaError(
                f"No small area of {nation} lies within {within}. Give the code of a council, an "
                "authority or a nation."
            )
    return areas[kept]


def _demand(
    asked: str | pd.DataFrame, within: str | None
) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    areas, level = _own_areas(within), COUNTED[nation_at(within)]
    centroids = tables.load(f"centroids_{level}")
    if isinstance(asked, pd.DataFrame):
        return (
            _own(asked, tables.load(f"centroids_{LEVEL}")),
            "people of your own file",
            (f"centroids_{LEVEL}",),
        )
    if asked not in DEMAND:
        raise BadInputError(f"No demand is called {asked!r}. Choose {' or '.join(DEMAND)}.")
    bases = [f"centroids_{level}", f"people_{level}"]
    homes = centroids.loc[areas.index].assign(
        weight=areas["young_people_now"].astype("float64"),
        deprived=_most_deprived(areas),
        beyond="",
    )
    if asked == LIKELY and nation_at(within) == "Scotland":
        raise NoAnswerError(
            "The likely lowest fifth is asked for in Scotland, where no model is fitted. Ask for "
            "cold, the tested cold spots.",
            demand="cold",
        )
    if asked in LISTS:
        cold = find_all(ColdSpotQuery(level, LISTS[asked])).areas["cold_spot"]
        homes = homes[cold.reindex(homes.index, fill_value=False).to_numpy(dtype=bool)]
        bases.append(f"{'posterior' if asked == LIKELY else 'coldspots'}_{level}")
    return homes, f"{DEMAND[asked]} {WHOSE_AGE}", tuple(bases)


def _most_deprived(areas: pd.DataFrame) -> pd.Series:
    """Test which areas are in the most deprived fifth of their own nation."""
    worst = pd.Series(data=False, index=areas.index)
    for nation in areas["nation"].unique():
        column = f"{domains_of(str(nation))[0]}_decile"
        if column in areas:
            own = areas["nation"].eq(nation) & (areas[column] <= 2).fillna(False)
            worst |= own.astype(bool)
    return worst


def _own(given: pd.DataFrame, centroids: pd.DataFrame) -> pd.DataFrame:
    """Return a user's demand as points: a coded row at its neighbourhood's centroid."""
    homes = given[["weight", "easting_m", "northing_m"]].assign(deprived=False, beyond="")
    coded = given["area_code"].fillna("") != ""
    codes = given.loc[coded, "area_code"]
    lost = codes.loc[~in_index(codes, centroids.index)]
    if len(lost):
        raise NoAnswerError(
            f"{first_of(lost)} of {len(codes):,} codes are no neighbourhood of 2021. Give LSOA "
            "codes such as E01012737.",
            demand="all",
        )
    points = centroids.loc[codes].to_numpy()
    homes.loc[coded, ["easting_m", "northing_m"]] = points
    areas = area_table(LEVEL)
    homes.loc[coded, "deprived"] = _most_deprived(areas.loc[codes]).to_numpy()
    return homes.set_axis(pd.Index(given["area_code"].where(coded, given.index.astype("str"))))


def _candidates(
    asked: str | pd.DataFrame, within: str | None
) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    if isinstance(asked, pd.DataFrame):
        sites = asked.set_axis(asked.index.astype(str)).rename_axis("site")
        return sites.assign(kind="", town="")[_COLUMNS], "sites of your own file", ()
    if asked not in CANDIDATES:
        raise BadInputError(f"No candidates are called {asked!r}. Choose {', '.join(CANDIDATES)}.")
    inside_codes = _own_areas(within)
    if nation_at(within) == "Scotland":
        return _in_scotland(asked, inside_codes)
    if asked == "msoa":
        codes = inside_codes["msoa21_code"].unique()
        areas = area_table("msoa21").loc[np.sort(codes)]
        names = areas[["local_name", "lad24_name"]].set_axis(["name", "town"], axis=1)
        sites = names.assign(kind="Local area").join(tables.load("centroids_msoa21"))
        bases: tuple[str, ...] = ("centroids_msoa21", "areas_msoa21")
    else:
        sites = offered(tables.load("schools"), asked)
        sites = sites[sites["lsoa21_code"].isin(inside_codes.index)] if within else sites
        bases = ("schools",)
    return sites[_COLUMNS].rename_axis("site"), CANDIDATES[asked], bases


def _in_scotland(asked: str, areas: pd.DataFrame) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    """Return the middles of people of intermediate zones: no list of schools is bundled there."""
    none = pd.DataFrame(columns=_COLUMNS).rename_axis("site")
    if asked != "msoa":
        return none, CANDIDATES[asked], ()
    points = tables.load("centroids_dz11", _POINT).reindex(areas.index)
    weight = areas["population"].astype("float64")
    held = areas["iz11_code"].to_numpy()
    middle = points.mul(weight, axis=0).groupby(held).sum().div(weight.groupby(held).sum(), axis=0)
    zones = area_table("iz11").loc[middle.index]
    sites = pd.DataFrame(
        {"name": zones["area_name"], "kind": "Intermediate zone", "town": zones["lad24_name"]}
    ).join(middle)
    where = "centres of intermediate zones"
    return sites[_COLUMNS].rename_axis("site"), where, ("centroids_dz11", "areas_iz11")


def offered(schools: pd.DataFrame, asked: str) -> pd.DataFrame:
    """Keep the schools and colleges, by `kind`, that a name of `CANDIDATES` means."""
    if asked == "colleges":
        return schools[schools["kind"].isin(COLLEGES)]
    return schools[~schools["kind"].isin(OUTSIDE_TUNDRA)] if asked == "schools" else schools
