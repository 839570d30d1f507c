"""Every subject at once, for a page: the heat table and who hangs on one provider, counted once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.areas import listed
from geo.provision import (
    LIMITS_KM,
    Selection,
    find_overview,
    heat_table,
    hinges,
    limits_table,
    nations_without,
)
from layers.weighted_cache import WeightedCache

MOST_KEPT = 8
_made = WeightedCache(MOST_KEPT)


@dataclass(frozen=True, eq=False)
class AllSubjects:
    """What is counted of every subject, at each of `LIMITS_KM`."""

    heat: dict[float, pd.DataFrame]
    """As `geo.provision.heat_table` returns it."""
    hinges: dict[float, pd.DataFrame]
    """As `geo.provision.hinges` returns it."""
    limits: pd.DataFrame
    """As `geo.provision.limits_table` returns it."""
    lacking: pd.DataFrame
    """As `geo.provision.nations_without` returns it."""

    @property
    def lacking_words(self) -> list[str]:
        """Return the subjects in which each nation has no course; nothing where it has all."""
        return [
            f"No course in {listed([str(name) for name in own])} is listed at a site in {nation}."
            for nation, own in self.lacking.groupby("nation", sort=True)["label"]
        ]


def all_subjects(selection: Selection) -> AllSubjects:
    """Count every subject in the mode and with the points of a selection, once.

    Raises
    ------
    NoAnswerError
        If no such course is listed at a site.
    """

    def count() -> AllSubjects:
        overview = find_overview(selection=asked)
        return AllSubjects(
            {limit: heat_table(overview, limit) for limit in LIMITS_KM},
            {limit: hinges(overview, limit) for limit in LIMITS_KM},
            limits_table(overview),
            nations_without(asked),
        )

    asked = replace(selection, subject="")
    made: AllSubjects = _made.get(asked, count)
    return made
