"""What if: the reach of a partnership before and after sites, providers or hubs come and go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.errors import BadInputError, NoAnswerError
from geo.reach.coverage import decile_of
from geo.reach.measure import Reach

HUB = "hub"
"""What the id of a made-up site begins with, and its `source`."""
HUB_PARTNER = "New hub"
"""Whose a made-up site is."""
MOST_HUBS = 5


@dataclass(frozen=True)
class Change:
    """What comes and what goes."""

    removed: tuple[str, ...] = ()
    """Ids of sites, and UKPRNs of providers all of whose sites go."""
    hubs: tuple[tuple[str, float, float], ...] = ()
    """Name, easting and northing (EPSG:27700, metres) of each site that is added."""

    @property
    def is_none(self) -> bool:
        """Test whether nothing comes or goes."""
        return not (self.removed or self.hubs)


def altered(sites: pd.DataFrame, change: Change) -> pd.DataFrame:
    """Return sites with a change made.

    Parameters
    ----------
    sites
        The columns of `geo.uploads.sites.SITE_COLUMNS`, by `site_id`.
    change
        What is removed must be among them.

    Raises
    ------
    BadInputError
        If something is to go that is not there, or there are too many hubs.
    NoAnswerError
        If nothing is left.

    Examples
    --------
    >>> from geo.reach import provider_sites
    >>> sites = provider_sites(["10007151"])
    >>> len(altered(sites, Change(hubs=(("Gainsborough", 481_500, 390_000),)))) - len(sites)
    1
    """
    if len(change.hubs) > MOST_HUBS:
        raise BadInputError(
            f"{len(change.hubs)} hubs are too many at once: give {MOST_HUBS} or fewer."
        )
    known = set(sites.index) | set(sites["provider"])
    if missing := [one for one in change.removed if one not in known]:
        raise BadInputError(
            f"{missing[0]!r} is not among the sites that are measured, so it cannot be taken away. "
            "Give the id of one of their sites or the UKPRN of one of their providers."
        )
    gone = sites.index.isin(change.removed) | sites["provider"].isin(change.removed)
    added = pd.DataFrame(
        {
            "provider": HUB_PARTNER,
            "provider_name": HUB_PARTNER,
            "name": [name for name, _, _ in change.hubs],
            "easting_m": [float(east) for _, east, _ in change.hubs],
            "northing_m": [float(north) for _, _, north in change.hubs],
            "courses": np.nan,
            "source": HUB,
        },
        index=pd.Index(
            [f"{HUB}-{at}" for at in range(1, len(change.hubs) + 1)], name=sites.index.name
        ),
    )
    kept = pd.concat([part for part in (sites[~gone], added) if len(part)] or [sites[~gone]])
    if kept.empty:
        raise NoAnswerError(
            "Every site is taken away: nobody would be in range. Leave one, or add a hub."
        )
    return kept


def compare_reach(before: Reach, after: Reach) -> pd.DataFrame:
    """Count who is in range before and after a change.

    Parameters
    ----------
    before, after
        Of the same ground, cut to the same place, with one limit.

    Returns
    -------
    counted
        By `who`: `all` young people, those on the `listed` areas (the list of the ground), those
        in range of `two` or more providers, and each tenth of deprivation (`tenth_1`, the most
        deprived, to `tenth_10`). `people`; `before` and `after`, how many of them are in range;
        `gained` and `lost`, who comes into range and who falls out of it. For `two`, in range of
        at least two providers.
    """
    ground, kept = before.ground, before.kept
    people = np.where(kept, ground.people(), 0.0)
    first, then = before.in_range, after.in_range
    tenth = ground.areas[decile_of(before)]
    rows = {
        "all": before_and_after(people, first, then),
        "listed": before_and_after(people * ground.cold, first, then),
    }
    rows["two"] = before_and_after(people, before.providers_within > 1, after.providers_within > 1)
    for number in range(1, 11):
        own = (tenth == number).fillna(False).to_numpy(dtype=bool)
        rows[f"tenth_{number}"] = before_and_after(people * own, first, then)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("who").astype("int64")


def before_and_after(people: np.ndarray, first: np.ndarray, then: np.ndarray) -> dict[str, float]:
    """Count people, those in range before and after, who comes into range and who falls out.

    Parameters
    ----------
    people
        Of each area: shape (areas,).
    first, then
        Whether each area is in range before and after.
    """
    return {
        "people": people.sum(),
        "before": people[first].sum(),
        "after": people[then].sum(),
        "gained": people[then & ~first].sum(),
        "lost": people[first & ~then].sum(),
    }


def listed_areas(before: Reach, after: Reach) -> dict[str, int]:
    """Count the areas of the ground's list in range before and after.

    Returns
    -------
    counted
        `areas` of the list in the place, `before` and `after`.
    """
    flags = before.ground.cold & before.kept
    return {
        "areas": int(flags.sum()),
        "before": int((flags & before.in_range).sum()),
        "after": int((flags & after.in_range).sum()),
    }


def changed_districts(before: Reach, after: Reach) -> pd.DataFrame:
    """Count who gains and who loses in each district, those with most change first.

    Returns
    -------
    counted
        By `lad24_code`, districts where somebody gains or loses: `lad24_name`, `gained`, `lost`.
    """
    areas, kept = before.ground.areas, before.kept
    people = np.where(kept, before.ground.people(), 0.0)
    first, then = before.in_range, after.in_range
    table = pd.DataFrame(
        {
            "lad24_code": areas["lad24_code"].to_numpy(),
            "lad24_name": areas["lad24_name"].to_numpy(),
            "gained": np.where(then & ~first, people, 0.0),
            "lost": np.where(first & ~then, people, 0.0),
        }
    )
    summed = table.groupby(["lad24_code", "lad24_name"])[["gained", "lost"]].sum()
    summed = summed[summed.sum(axis=1) > 0].astype("int64").reset_index("lad24_name")
    order = summed[["gained", "lost"]].sum(axis=1).sort_values(ascending=False, kind="stable")
    return summed.loc[order.index]
