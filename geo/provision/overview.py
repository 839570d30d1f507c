"""Every subject at several limits: who has none in range, one or several, and who hangs on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo import tables
from geo.arrays import Flags, Floats, Ints
from geo.errors import BadInputError, NoAnswerError
from geo.provision.homes import NATIONS, load_homes
from geo.provision.range import LIMIT_KM, LIMITS_KM
from geo.provision.selection import Selection, load_courses, matching, subjects, teaching_sites
from geo.stops import look

AT_ONCE = 2_048
"""Areas worked on together: their distances to all sites are 15 MB."""
MOST_HINGES = 20
_M_PER_KM = 1_000.0


@dataclass(frozen=True, eq=False)
class Overview:
    """Every subject for every small area of the Kingdom."""

    homes: pd.DataFrame
    """Small areas, as `geo.provision.homes.load_homes` gives them."""
    subjects: pd.Series
    """Name of each subject, by its code."""
    limits_km: tuple[float, ...]
    providers: pd.Series
    """Name of each provider, by UKPRN."""
    nearest: npt.NDArray[np.int16]
    """Position of the nearest provider, -1 for none: shape (subjects, areas)."""
    nearest_km: Floats
    """How far it is, infinite for none: shape (subjects, areas)."""
    second_km: Floats
    """How far the nearest other provider is, infinite for none: shape (subjects, areas)."""
    providers_within: npt.NDArray[np.uint8]
    """Different providers within each limit: shape (limits, subjects, areas)."""
    taught: Flags
    """Whether each provider teaches each subject: shape (subjects, providers)."""

    def at(self, limit_km: float) -> npt.NDArray[np.uint8]:
        """Return the providers within a limit: shape (subjects, areas).

        Raises
        ------
        BadInputError
            If the limit is none of those that were counted.
        """
        if limit_km not in self.limits_km:
            listed = ", ".join(f"{one:g}" for one in self.limits_km)
            raise BadInputError(f"{limit_km:g} km was not counted, only {listed} km.")
        return self.providers_within[self.limits_km.index(limit_km)]

    @property
    def people(self) -> Floats:
        """Young people of each area; 0 where they are not known: shape (areas,)."""
        return self.homes["young_people"].fillna(0).to_numpy(dtype="float64")


def find_overview(
    limits_km: Sequence[float] = LIMITS_KM,
    *,
    selection: Selection | None = None,
    level: int = 2,
    root: Path | None = None,
) -> Overview:
    """Find the providers in range of every small area, subject by subject.

    Parameters
    ----------
    limits_km
        Straight distances that are in range, themselves included.
    selection
        Mode and points of the courses that count; its subject is not looked at.
    level
        Level of the subjects, 1 or 2.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    BadInputError
        If a limit is not above 0.
    NoAnswerError
        If no such course is listed at a site.
    """
    if not limits_km or min(limits_km) <= 0:
        raise BadInputError("Give limits above 0 km.")
    rows = matching(replace(selection or Selection(), subject=""), load_courses(root), root)
    if rows.empty:
        raise NoAnswerError("No course that fits is listed at a site. Ask for another mode.")
    homes, named = load_homes(root), subjects(level, root)
    sites = teaching_sites(rows, root)
    names = sites.drop_duplicates("provider").set_index("provider")["provider_name"].sort_index()
    whose = names.index.get_indexer(pd.Index(sites["provider"]))
    taught = rows["subject"].str[: len(named.index[0])]
    places = sites.index.get_indexer(pd.Index(rows["site_id"]))
    held = [_rounds(np.unique(places[taught == code]), whose) for code in named.index]
    shape = (len(named), len(homes))
    nearest = np.full(shape, -1, np.int16)
    near, second = np.full(shape, np.inf), np.full(shape, np.inf)
    within = np.zeros((len(limits_km), *shape), np.uint8)
    points = homes[["easting_m", "northing_m"]].to_numpy(dtype="float64")
    there = sites[["easting_m", "northing_m"]].to_numpy(dtype="float64")
    for begin in range(0, len(points), AT_ONCE):
        look()
        some = slice(begin, begin + AT_ONCE)
        away_km = _apart_km(there, points[some])
        for at, (own, rounds) in enumerate(held):
            if not len(own):
                continue
            by_provider = away_km[rounds[0][1]]
            for rank, columns in rounds[1:]:
                by_provider[rank] = np.minimum(by_provider[rank], away_km[columns])
            for number, limit in enumerate(limits_km):
                near_enough = (by_provider <= limit * (1 + 1e-12)).view(np.uint8)
                within[number, at, some] = np.add.reduce(near_enough, axis=0, dtype=np.uint8)
            first = by_provider.argmin(axis=0)
            along = np.arange(by_provider.shape[1])
            near[at, some] = by_provider[first, along]
            nearest[at, some] = own[first]
            by_provider[first, along] = np.inf
            second[at, some] = by_provider.min(axis=0)
    taught_by = np.zeros((len(named), len(names)), bool)
    for at, (own, _) in enumerate(held):
        taught_by[at, own] = True
    return Overview(homes, named, tuple(limits_km), names, nearest, near, second, within, taught_by)


def _apart_km(there: Floats, points: Floats) -> Floats:
    """Return distances: shape (sites, areas)."""
    east = there[:, 0, None] - points[None, :, 0]
    north = there[:, 1, None] - points[None, :, 1]
    east *= east
    north *= north
    east += north
    np.sqrt(east, out=east)
    east /= _M_PER_KM
    return east


Rounds = list[tuple[Ints, Ints]]


def _rounds(columns: Ints, whose: Ints) -> tuple[Ints, Rounds]:
    """Part the sites of a subject into the first of each provider, the second of each, and so on.

    Returns
    -------
    own, rounds
        The providers, in order; and of each round the ranks among them, and their sites.
    """
    own, rank = np.unique(whose[columns], return_inverse=True)
    turn = pd.Series(rank).groupby(rank).cumcount().to_numpy()
    order = np.argsort(rank, kind="stable")
    rounds = [
        (rank[order][turn[order] == at], columns[order][turn[order] == at])
        for at in range(int(turn.max(initial=-1)) + 1)
    ]
    return own, rounds


def heat_table(overview: Overview, limit_km: float = LIMIT_KM) -> pd.DataFrame:
    """Return the share of young people with no provider in range, by subject, region and nation.

    Parameters
    ----------
    limit_km
        One of the limits of the overview.

    Returns
    -------
    shares
        By `subject`: `label`, the nine regions of England in the order of their names, and the
        four nations: shares, 0 to 1. Northern Ireland's are of people of all ages, as its young
        people are not known by small area.
    """
    none = overview.at(limit_km) == 0
    made = pd.DataFrame({"label": overview.subjects})
    for name, own, weight in _places(overview):
        held = weight[own]
        made[name] = none[:, own] @ held / held.sum()
    return made.rename_axis("subject")


def _places(overview: Overview) -> list[tuple[str, Flags, Floats]]:
    homes = overview.homes
    region, nation = homes["region_name"].to_numpy(), homes["nation"].to_numpy()
    everybody = homes["population"].to_numpy(dtype="float64")
    regions = sorted({str(one) for one in region[nation == "England"]})
    made = [(name, region == name, overview.people) for name in regions]
    for name in NATIONS:
        weight = everybody if name == "Northern Ireland" else overview.people
        made.append((name, nation == name, weight))
    return made


def nations_without(selection: Selection | None = None, root: Path | None = None) -> pd.DataFrame:
    """List the subjects of which a nation has no course listed at a site.

    Parameters
    ----------
    selection
        Mode and points of the courses that count; its subject is not looked at.

    Returns
    -------
    listed
        `subject` (a code of level 2), `label` and `nation`, in the order of subjects and nations.

    Examples
    --------
    >>> nations_without().iloc[0][["label", "nation"]].to_list()
    ['general, applied and forensic sciences', 'Northern Ireland']
    """
    named = subjects(2, root)
    rows = matching(replace(selection or Selection(), subject=""), load_courses(root), root)
    nation = tables.load("sites", ["nation"], root)["nation"]
    there = set(zip(rows["subject"].str[:8], rows["site_id"].map(nation), strict=True))
    lacking = [
        (code, label, one)
        for code, label in named.items()
        for one in NATIONS
        if (code, one) not in there
    ]
    return pd.DataFrame(lacking, columns=["subject", "label", "nation"])


def limits_table(overview: Overview) -> pd.DataFrame:
    """Return the share of young people with no provider in range, by subject and limit.

    Returns
    -------
    shares
        By `subject`: `label`, and a column for each limit, such as `30 km`: shares, 0 to 1, of
        the young people of Great Britain.
    """
    people = overview.people
    made = pd.DataFrame({"label": overview.subjects})
    for limit in overview.limits_km:
        made[f"{limit:g} km"] = (overview.at(limit) == 0) @ people / people.sum()
    return made.rename_axis("subject")


def hinges(overview: Overview, limit_km: float = LIMIT_KM, most: int = MOST_HINGES) -> pd.DataFrame:
    """List the subjects and regions that hang most on a single provider.

    Parameters
    ----------
    limit_km
        One of the limits of the overview.
    most
        How many to list.

    Returns
    -------
    listed
        `subject`, `label`, `place` (a region of England, Scotland or Wales), `provider` (UKPRN),
        `provider_name`, `young_people` who have it alone in range, and `share` of all young
        people of the place; those with most young people first.
    """
    counts, rows = overview.at(limit_km), []
    places = [
        (name, own)
        for name, own, _ in _places(overview)
        if name not in ("England", "Northern Ireland")
    ]
    for at, code in enumerate(overview.subjects.index):
        alone = np.where(counts[at] == 1, overview.people, 0.0)
        for name, own in places:
            held = own & (overview.nearest[at] >= 0)
            by_provider = np.bincount(
                overview.nearest[at][held], alone[held], minlength=len(overview.providers)
            )
            top = int(by_provider.argmax())
            total = overview.people[own].sum()
            rows.append(
                {
                    "subject": code,
                    "label": overview.subjects[code],
                    "place": name,
                    "provider": overview.providers.index[top],
                    "provider_name": overview.providers.iloc[top],
                    "young_people": round(by_provider[top]),
                    "share": by_provider[top] / total,
                }
            )
    ordered = pd.DataFrame(rows).sort_values(
        ["young_people", "subject", "place"], ascending=[False, True, True]
    )
    return ordered[ordered["young_people"] > 0].head(most).reset_index(drop=True)


def closures(overview: Overview, limit_km: float = LIMIT_KM) -> pd.DataFrame:
    """Count who would lose what if a provider stopped teaching a subject, for every such pair.

    Parameters
    ----------
    limit_km
        One of the limits of the overview.

    Returns
    -------
    counted
        By `subject` and `provider` (UKPRN): `provider_name`; `young_people` who have it alone in
        range and would have none; of them, those in cold spots (`in_cold_spots`) and in each tenth
        of deprivation of their nation (`tenth_1`, the most deprived, to `tenth_10`); `nearest_of`,
        young people whose nearest it is; and `km_further`, by how far their nearest would move on
        average: infinite where nobody else teaches it, missing where it is nobody's nearest.
    """
    people, counts = overview.people, overview.at(limit_km)
    cold = people * overview.homes["cold_spot"].to_numpy(dtype="float64")
    tenth = overview.homes["tenth"].to_numpy(dtype="float64")
    size = len(overview.providers)
    parts = {}
    for at, code in enumerate(overview.subjects.index):
        known = overview.nearest[at] >= 0
        whose = overview.nearest[at][known]
        alone = (counts[at] == 1)[known]
        weight, ten = people[known], tenth[known]
        losing = np.where(alone, weight, 0.0)
        near = np.bincount(whose, weight, minlength=size)
        columns = {
            "young_people": np.bincount(whose, losing, minlength=size),
            "in_cold_spots": np.bincount(whose, np.where(alone, cold[known], 0), minlength=size),
        }
        for number in range(1, 11):
            own = np.where(ten == number, losing, 0.0)
            columns[f"tenth_{number}"] = np.bincount(whose, own, minlength=size)
        columns["nearest_of"] = near
        # Where nobody lives, how far the nearest moves moves nobody: an infinite way would be NaN.
        further = np.where(
            weight > 0, overview.second_km[at][known] - overview.nearest_km[at][known], 0.0
        )
        moved = np.bincount(whose, further * weight, minlength=size) / np.where(near, near, np.nan)
        made = pd.DataFrame(columns, index=overview.providers.index).round().astype("int64")
        made.insert(0, "provider_name", overview.providers)
        made["km_further"] = moved
        parts[code] = made[overview.taught[at]]
    return pd.concat(parts, names=["subject", "provider"])
