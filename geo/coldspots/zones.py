"""Zones: touching cold spots as one place, with its people, its name and whom to contact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import tables
from geo.areas import AreaTable, wilson_interval
from geo.arrays import Ints
from geo.boundaries import Pairs
from geo.coldspots.levels import TestBasis, basis_of
from geo.coldspots.units import own_pairs
from geo.posterior import POSTERIOR_LEVELS, Drawn, load_draws
from geo.scan import SCAN_LEVELS, match_clusters

if TYPE_CHECKING:
    import geopandas as gpd


ZONE = "zone-"
"""What the id of a zone begins with; the code of its first area follows."""


@dataclass(frozen=True)
class ZoneTable(AreaTable):
    """Zones of one geography: the table of `build_zones`, with outlines if they are asked for."""

    rows = "zones"

    def with_geometry(self, root: Path | None = None) -> gpd.GeoDataFrame:
        """Return the table with the united outlines of each zone's areas, in EPSG:27700."""
        import geopandas as gpd

        from geo.boundaries import outlines as boundaries

        outlines = boundaries.load(self.geography, root).geometry
        united = [
            shapely.coverage_union_all(outlines.loc[codes.split()].to_numpy())
            for codes in self.table["area_codes"]
        ]
        return gpd.GeoDataFrame(self.table, geometry=united, crs=outlines.crs)


def join_zones(pairs: Pairs, cold: npt.NDArray[np.bool_]) -> Ints:
    """Return the number of each area's group of touching cold areas, in their order.

    Parameters
    ----------
    pairs
        Positions of touching areas: shape (pairs, 2).
    cold
        Whether each area is a cold spot.

    Returns
    -------
    zone
        0, 1, 2 ... for cold areas, -1 for the rest.

    Examples
    --------
    >>> join_zones(np.array([[0, 1], [1, 2], [3, 4]]), np.array([True, True, False, True, True]))
    array([ 0,  0, -1,  1,  1])
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = len(cold)
    kept = pairs[cold[pairs].all(axis=1)]
    links = coo_array((np.ones(len(kept), np.int8), (kept[:, 0], kept[:, 1])), shape=(count, count))
    group = connected_components(links, directed=False)[1]
    found = np.full(count, -1, np.int64)
    seen, first = np.unique(group[cold], return_index=True)
    rank = np.empty(len(seen), np.int64)
    rank[np.argsort(first)] = np.arange(len(seen))
    found[cold] = rank[np.searchsorted(seen, group[cold])]
    return found


def build_zones(areas: pd.DataFrame, cold: pd.Series, root: Path | None = None) -> pd.DataFrame:
    """Describe the zones that cold spots form.

    Parameters
    ----------
    areas
        A joined table of one of `geo.coldspots.levels.LEVELS` (`geo.areas.join.build_areas`),
        whole.
    cold
        Whether each area is a cold spot, indexed by `area_code`; absent is not.

    Returns
    -------
    zones
        Indexed by `zone_id` (`zone-` and the code of its first area), most young people first:
        `zone_name`, `areas`, `area_codes` (parted by blanks), `lad24_names`, `young_people`,
        `young_people_now`, `tundra_cohort`, `tundra_rate` with `tundra_rate_low` and
        `tundra_rate_high` (95% interval), `tundra_rate_modelled` with its 90% interval and
        `prob_below_national` (by the spatial model, from its joint draws), `scan_p` and
        `scan_share` (what the spatial scan says of it, see `geo.scan`), `most_deprived_fifth`
        (share of young people in neighbourhoods of IMD deciles 1 and 2; missing for local areas),
        `nearest_provider`,
        `nearest_provider_m` (straight distance from the middle of its people), `easting_m` and
        `northing_m` of that middle. Of data zones the rate and its cohort are called
        `simd20_university` and `simd20_cohort`, the deciles are those of SIMD, and `student_areas`
        counts those full of students.
    """
    level = str(areas["geography"].iloc[0])
    tested = basis_of(level)
    if tested.untested:
        # What may be chance alone makes no zones.
        return pd.DataFrame(columns=_order(tested)).rename_axis("zone_id")
    # Of a nation where nothing is tested (Wales) there is no area to join.
    own = areas[areas["nation"] == tested.nation]
    flags = cold.reindex(own.index, fill_value=False).to_numpy(dtype=bool)
    zone = join_zones(own_pairs(level, root), flags) if len(own) else np.zeros(0, np.int64)
    columns = [*_READ, *filter(None, (tested.rate, tested.cohort, tested.deciles, tested.students))]
    members = own.loc[zone >= 0, columns].assign(zone=zone[zone >= 0])
    if level == "dz11":
        # A data zone is known by the intermediate zone that holds it.
        larger = tables.load("areas_iz11", ["area_name"], root)["area_name"]
        held = own.loc[members.index, "iz11_code"]
        members["local_name"] = held.map(larger)
    centroids = tables.load(f"centroids_{level}", root=root).reindex(members.index)
    members = members.assign(x=centroids["easting_m"], y=centroids["northing_m"])
    rows = [_describe(part, tested) for part in _parts(members)]
    zones = pd.DataFrame(rows, columns=_columns(tested)).set_index("zone_id")
    zones["zone_name"] = name_zones(members, zones.index)
    interval = wilson_interval(zones[tested.rate], zones[tested.cohort])
    for end in ("low", "high"):
        zones[f"{tested.rate}_{end}"] = interval[end]
    if level in POSTERIOR_LEVELS:
        zones = zones.assign(**_modelled(zones["area_codes"], load_draws(level, root)))
    if level in SCAN_LEVELS:
        zones = zones.join(match_clusters(zones["area_codes"], level, root))
    zones = _with_provider(zones, root)
    ordered = zones.sort_values(["young_people", "zone_name"], ascending=[False, True])
    return ordered[_order(tested)]


_READ = ("local_name", "lad24_name", "young_people", "young_people_now")
_WHO = ("areas", "area_codes", "lad24_names", "young_people", "young_people_now")
_WHERE = ("easting_m", "northing_m")


MODELLED = (
    "tundra_rate_modelled",
    "tundra_rate_modelled_low",
    "tundra_rate_modelled_high",
    "prob_below_national",
)
"""Columns of zones that the spatial model gives."""
SCANNED = ("scan_p", "scan_share")
"""Columns of zones that the spatial scan gives."""


def _modelled(area_codes: pd.Series, drawn: Drawn) -> dict[str, pd.Series]:
    """Return the posterior of each zone's rate, from the joint draws of its areas."""
    found = drawn.summaries(area_codes)
    return {name: found[column] for name, column in zip(MODELLED, found, strict=True)}


def _columns(tested: TestBasis) -> list[str]:
    """Name what `_describe` returns."""
    rate = (tested.cohort, tested.rate, "most_deprived_fifth")
    return ["zone_id", *_WHO, *rate, *_WHERE, *_students(tested)]


def _order(tested: TestBasis) -> list[str]:
    """Name the columns of zones in their order."""
    ends = (f"{tested.rate}_low", f"{tested.rate}_high")
    rate = (
        *filter(None, (tested.cohort,)),
        tested.rate,
        *ends,
        *(MODELLED if tested.id in POSTERIOR_LEVELS else ()),
        *(SCANNED if tested.id in SCAN_LEVELS else ()),
        "most_deprived_fifth",
        *_students(tested),
    )
    return ["zone_name", *_WHO, *rate, "nearest_provider", "nearest_provider_m", *_WHERE]


def _students(tested: TestBasis) -> list[str]:
    return ["student_areas"] if tested.students else []


def _parts(members: pd.DataFrame) -> Iterator[dict[str, npt.NDArray[Any]]]:
    """Cut a table into zones as arrays: hundreds of slices of a table would take far longer."""
    columns = {
        str(name): values.to_numpy(
            dtype="object" if pd.api.types.is_string_dtype(values) else "float64"
        )
        for name, values in members.rename_axis("area_code").reset_index().items()
    }
    order = np.argsort(columns["zone"], kind="stable")
    begins = np.unique(columns["zone"][order], return_index=True)[1]
    for begin, end in pairwise([*begins.tolist(), len(order)]):
        yield {name: values[order[begin:end]] for name, values in columns.items()}


def _describe(part: dict[str, npt.NDArray[Any]], tested: TestBasis) -> tuple[object, ...]:
    young, codes, cohort = part["young_people"], part["area_code"], part[tested.cohort]
    weight = young if young.sum() else np.ones(len(codes))
    deprived = np.nan
    if tested.deciles:
        deprived = float(weight[part[tested.deciles] <= 2].sum() / weight.sum())
    return (
        f"{ZONE}{codes[0]}",
        len(codes),
        " ".join(codes),
        ", ".join(sorted(set(part["lad24_name"]))),
        int(young.sum()),
        int(part["young_people_now"].sum()),
        float(cohort.sum()),
        float(np.average(part[tested.rate], weights=cohort)),
        deprived,
        float(np.average(part["x"], weights=weight)),
        float(np.average(part["y"], weights=weight)),
        *([int(part[tested.students].sum())] if tested.students else []),
    )


def name_zones(members: pd.DataFrame, ids: pd.Index) -> list[str]:
    """Name zones by where most of their young people live.

    The local authority with the most of them, and before it the local names there that most live
    under: one, or two if the first holds less than two thirds of the zone's young people. A name
    that would stand twice gets another of its local names, or its first area.

    Parameters
    ----------
    members
        Areas of zones: `zone`, `local_name`, `lad24_name`, `young_people`.
    ids
        Of the zones, in order.

    Returns
    -------
    names
        Each once.

    Examples
    --------
    >>> members = pd.DataFrame(
    ...     {"zone": [0, 0, 1], "local_name": ["Mereside", "Clifton", "Mereside"],
    ...      "lad24_name": "Blackpool", "young_people": [90, 60, 30]}
    ... )
    >>> name_zones(members, pd.Index(["zone-A", "zone-C"]))
    ['Mereside and Clifton, Blackpool', 'Mereside, Blackpool']
    """
    places = _held(members, "lad24_name")
    main = members["zone"].map({number: held[0][0] for number, held in places.items()})
    local = _held(members[members["lad24_name"] == main], "local_name")
    names: list[str] = []
    for number, zone_id in enumerate(ids):
        found, young = local[number]
        place = spoken(places[number][0][0])
        count = 1 if young[0] * 3 >= sum(places[number][1]) * 2 else 2
        options = (f"{_listed(found[:n])}, {place}" for n in range(count, len(found) + 1))
        last = f"{_listed(found[:count])} ({zone_id.removeprefix(ZONE)}), {place}"
        names.append(next((option for option in options if option not in names), last))
    return names


def _held(members: pd.DataFrame, column: str) -> dict[int, tuple[list[str], list[float]]]:
    """Return the names of each zone and their young people, most first, equals by name."""
    summed = members.groupby(["zone", column])["young_people"].sum().astype("float64")
    rows = summed.reset_index().sort_values(
        ["zone", "young_people", column], ascending=[True, False, True]
    )
    names, young = rows[column].tolist(), rows["young_people"].tolist()
    zones, starts = np.unique(rows["zone"].to_numpy(), return_index=True)
    ends = np.append(starts, len(rows))[1:].tolist()
    return {
        zone: (names[start:end], young[start:end])
        for zone, start, end in zip(zones.tolist(), starts.tolist(), ends, strict=True)
    }


def spoken(name: str) -> str:
    """Return an authority's name as people say it.

    Examples
    --------
    >>> spoken("Bristol, City of"), spoken("Bournemouth, Christchurch and Poole")
    ('City of Bristol', 'Bournemouth, Christchurch and Poole')
    """
    plain, _, title = name.rpartition(", ")
    return f"{title} {plain}" if title.endswith(" of") else name


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _with_provider(zones: pd.DataFrame, root: Path | None) -> pd.DataFrame:
    from scipy.spatial import KDTree

    sites = tables.load("sites", root=root)
    sites = sites[sites["placed"]]
    if zones.empty:
        return zones.assign(nearest_provider="", nearest_provider_m=np.nan)
    away, at = KDTree(sites[["easting_m", "northing_m"]]).query(zones[["easting_m", "northing_m"]])
    names = sites["provider_name"].to_numpy()[at]
    return zones.assign(nearest_provider=names, nearest_provider_m=np.round(away))
