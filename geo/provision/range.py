"""Who is in range of a selection of courses: how many providers, the nearest, and how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import AreaTable, inside
from geo.arrays import Flags, Floats, Ints
from geo.errors import NoAnswerError, UnknownAreaError
from geo.provision.homes import NATIONS, load_homes
from geo.provision.selection import (
    Selection,
    find_subject,
    load_courses,
    matching,
    remove,
    subject_name,
    teaching_sites,
)
from geo.travel import KM, Costs, Limited, StraightLine

LIMIT_KM = 30.0
LIMITS_KM = (15.0, 30.0, 45.0, 60.0, 90.0)
"""Limits that answers are set beside one another at."""
TIERS = ("none", "one", "several")
"""How many providers are in range."""


@dataclass(frozen=True)
class ProvisionTable(AreaTable):
    """What is in range of small areas, to write."""

    outlined: bool = True
    levels: tuple[str, ...] = ()
    """Levels of its areas: those of several nations are of several."""

    @property
    def bases(self) -> tuple[str, ...]:
        """Name the bundled tables behind it."""
        return ("courses", "sites", *(f"areas_{level}" for level in self.levels))


@dataclass(frozen=True, eq=False)
class Provision:
    """Who is in range of a selection of courses."""

    selection: Selection
    homes: pd.DataFrame
    """Small areas, as `load_homes` gives them."""
    sites: pd.DataFrame
    """Where the courses are taught, as `teaching_sites` gives them."""
    costs: Costs
    """Straight lines in km between the two."""
    unknown_points: int
    """Courses at sites left out as it is not known who enters them; 0 where that does not count."""
    root: Path | None = None

    @property
    def limit(self) -> float:
        """Greatest cost that is in range, itself included, in the unit of the costs."""
        return self.costs.limit

    @property
    def limit_words(self) -> str:
        """Return the limit in words, such as "30 km" or "45 minutes by car"."""
        if self.costs.unit == KM:
            return f"{self.limit:g} km"
        unit = "minute" if self.limit == 1 else "minutes"
        return " ".join(filter(None, [f"{self.limit:g} {unit}", self.costs.by]))

    @cached_property
    def providers(self) -> pd.Series:
        """Name of each provider that teaches such a course, by UKPRN."""
        return self.sites.drop_duplicates("provider").set_index("provider")["provider_name"]

    @cached_property
    def providers_within(self) -> Ints:
        """Different providers within the limit of each area: shape (areas,)."""
        whose = self.providers.index.get_indexer(pd.Index(self.sites["provider"]))
        counts = np.zeros(len(self.homes), np.int64)
        for some, near in self.costs.blocks():
            rows = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
            pairs = np.unique(rows * len(self.providers) + whose[near.indices])
            counts[some] = np.bincount(pairs // len(self.providers), minlength=near.shape[0])
        return counts

    @cached_property
    def courses_within(self) -> Floats:
        """Courses at sites within the limit of each area: shape (areas,).

        A course of several subjects counts in parts, one at several sites at each.
        """
        counts = self.sites["courses"].to_numpy(dtype="float64")
        made = self.costs.within.copy()
        made.data = np.ones(len(made.data))
        return np.round(np.asarray(made @ counts), 3)

    @property
    def in_range(self) -> Flags:
        """Whether a provider is within the limit of each area: shape (areas,)."""
        return np.diff(self.costs.within.indptr) > 0

    @property
    def nearest_provider(self) -> pd.Series:
        """UKPRN of the nearest provider of each area, within the limit or not; empty for none."""
        nearest = self.sites["provider"].to_numpy()[self.costs.nearest]
        known = self.costs.nearest >= 0
        return pd.Series(np.where(known, nearest, ""), index=self.homes.index, dtype="str")

    @property
    def tier(self) -> pd.Series:
        """One of `TIERS` for each area."""
        at = np.minimum(self.providers_within, len(TIERS) - 1)
        return pd.Series(np.array(TIERS, dtype="object")[at], index=self.homes.index, dtype="str")

    @property
    def nations_without(self) -> tuple[str, ...]:
        """Nations of the areas in which no such course is listed at a site."""
        listed = set(tables.load("sites", ["nation"], self.root).loc[self.sites.index, "nation"])
        there = set(self.homes["nation"])
        return tuple(one for one in NATIONS if one in there and one not in listed)

    def table(self) -> pd.DataFrame:
        """Return the answer by area.

        Returns
        -------
        answer
            By `area_code`: `area_name`, `geography`, `lad24_name`, `nation`, `young_people_now`,
            `providers_within`, `nearest_provider` (its name), `nearest_provider_ukprn`,
            `nearest_site`, `nearest_km` (`nearest_cost` where the limit is in minutes) and
            `courses_within`. No site is nearest where a table or a router knows no way.
        """
        nearest, known = self.nearest_provider, self.costs.nearest >= 0
        name = "nearest_km" if self.costs.unit == KM else "nearest_cost"
        own = self.homes[["area_name", "geography", "lad24_name", "nation", "young_people"]]
        return own.rename(columns={"young_people": "young_people_now"}).assign(
            providers_within=self.providers_within,
            nearest_provider=nearest.map(self.providers).fillna(""),
            nearest_provider_ukprn=nearest,
            nearest_site=np.where(known, self.sites["name"].to_numpy()[self.costs.nearest], ""),
            **{name: np.round(self.costs.nearest_cost, 3)},
            courses_within=self.courses_within,
        )

    def areas(self) -> ProvisionTable:
        """Return the answer by area, to write: with outlines where its areas are of one kind."""
        levels = tuple(str(one) for one in self.homes["geography"].unique())
        return ProvisionTable(levels[0], self.table(), outlined=len(levels) == 1, levels=levels)

    def counts(self) -> pd.DataFrame:
        """Count young people by how many providers they have in range.

        Returns
        -------
        counted
            By `tier` (`TIERS`): `areas`, `young_people`, those of them in the most deprived fifth
            of their nation (`deprived`) and in cold spots (`in_cold_spots`). Northern Ireland's
            areas are counted, its young people are not known.
        """
        people = self.homes["young_people"].fillna(0)
        parts = pd.DataFrame(
            {
                "areas": 1,
                "young_people": people,
                "deprived": people.where(self.homes["tenth"] <= 2, 0),
                "in_cold_spots": people.where(self.homes["cold_spot"], 0),
            }
        )
        summed = parts.groupby(self.tier.to_numpy()).sum().reindex(list(TIERS), fill_value=0)
        return summed.round().astype("int64").rename_axis("tier")

    def summary(self) -> dict[str, Any]:
        """Return the answer in numbers, for a machine."""
        counted = self.counts()
        return {
            "subject": self.selection.subject or "any",
            "subject_name": subject_name(self.selection.subject, self.root),
            "mode": self.selection.mode or "any",
            "max_points": self.selection.max_points,
            "min_points": self.selection.min_points,
            f"limit_{'km' if self.costs.unit == KM else 'minutes'}": self.limit,
            "providers": len(self.providers),
            "sites": len(self.sites),
            "courses": round(float(self.sites["courses"].sum()), 3),
            "courses_with_unknown_points": self.unknown_points,
            "nations_without": list(self.nations_without),
            "areas": len(self.homes),
            "by_providers_in_range": {
                str(tier): {str(name): int(count) for name, count in row.items()}
                for tier, row in counted.iterrows()
            },
        }


def homes_in(within: str | None, root: Path | None = None) -> pd.DataFrame:
    """Return the small areas of a place, of the whole Kingdom without one.

    Raises
    ------
    UnknownAreaError
        If no small area lies in the place.
    """
    homes = load_homes(root)
    if within is None:
        return homes
    found = pd.Series(data=False, index=homes.index)
    for geography in homes["geography"].unique():
        areas = tables.load(f"areas_{geography}", root=root)
        try:
            own = inside(areas, within, root)
        except UnknownAreaError:
            # Areas of another nation: the place has none of this kind.
            continue
        found |= own.reindex(homes.index, fill_value=False)
    if not found.any():
        raise UnknownAreaError(
            f"No small area lies in {within}. Give the code of a council, an authority, a region "
            "or a nation."
        )
    return homes[found.to_numpy(dtype=bool)]


def find_provision(
    selection: Selection,
    limit_km: float = LIMIT_KM,
    *,
    within: str | None = None,
    removed: Sequence[str] = (),
    travel: Limited | None = None,
    root: Path | None = None,
) -> Provision:
    """Find who is in range of a selection of courses.

    Parameters
    ----------
    selection
        Which courses count.
    limit_km
        Greatest straight distance that is in range, itself included.
    within
        Code of an area that the answer is cut to; the whole Kingdom unless given. Providers
        anywhere count.
    removed
        What is taken away first, as for `geo.provision.remove`.
    travel
        What tells how far it is, with a limit of its own, in place of a straight line up to
        `limit_km`: a table of costs or a router, as `geo.travel.limited` makes it.
    root
        The data folder; the bundled one unless given.

    Raises
    ------
    BadInputError
        If there is no such subject, or something is taken away that is not there.
    NoAnswerError
        If no such course is listed at a site with a place.
    UnknownAreaError
        If no small area lies in the place.

    Examples
    --------
    >>> found = find_provision(Selection("CAH07-01"), 30, within="E07000145")
    >>> found.table().iloc[0][["nearest_provider", "nearest_km"]].to_dict()
    {'nearest_provider': 'University of East Anglia', 'nearest_km': 31.666}
    """
    every = load_courses(root)
    chosen = matching(selection, every, root)
    rows = remove(chosen, removed) if removed else chosen
    unknown = _unknown_points(selection, every, root)
    if rows.empty:
        name = subject_name(find_subject(selection.subject, root), root)
        points = f" The points of {unknown:,} courses are not published." if unknown else ""
        raise NoAnswerError(
            f"No course of {name} that fits is listed at a site.{points} Ask for another subject "
            "or mode, or for other points."
        )
    homes, sites = homes_in(within, root), teaching_sites(rows, root)
    by = travel or Limited(StraightLine(), limit_km)
    costs = by.source.between(homes, sites, by.limit)
    return Provision(selection, homes, sites, costs, unknown, root)


def _unknown_points(selection: Selection, courses: pd.DataFrame, root: Path | None) -> int:
    """Count the courses that are left out because it is not known who enters them."""
    if not selection.has_points:
        return 0
    whatever = matching(Selection(selection.subject, selection.mode), courses, root)
    return round(float(whatever.loc[whatever["points_median"].isna(), "share"].sum()))
