"""Part-time courses and adults: who has none in range, by the skills of the adults there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo import tables
from geo.errors import NoAnswerError
from geo.provision.range import Provision

TENTH = "iod25_adult_skills_decile"
"""Column of the published tenths: 1 has most adults without qualifications or fluent English."""


def by_adult_skills(found: Provision) -> pd.DataFrame:
    """Count who has no provider in range, in each tenth of adult skills.

    The index is England's, and of people of working age. How many adults live in a neighbourhood
    is not among the files: people of all ages are counted, and neighbourhoods.

    Parameters
    ----------
    found
        Who is in range, of part-time courses for what most adults can take.

    Returns
    -------
    counted
        By `adult_skills_tenth`, 1 (fewest skills) to 10: `areas` and `areas_without` a provider in
        range; `people` of all ages (mid-2020) and `people_without`; and `young_people` (13 to 17
        in 2026, if nobody had moved) and `young_without`.

    Raises
    ------
    NoAnswerError
        If none of the areas is in England.

    Examples
    --------
    >>> from geo.provision import Selection, find_provision
    >>> counted = by_adult_skills(find_provision(Selection(mode="part-time")))
    >>> len(counted), int(counted["areas"].sum())
    (10, 33755)
    """
    english = found.homes["geography"] == "lsoa21"
    english &= found.homes["nation"] == "England"
    if not english.any():
        raise NoAnswerError(
            "The skills of adults are known of England's neighbourhoods alone. Ask for a place in "
            "England."
        )
    homes = found.homes[english]
    without = ~found.in_range[english.to_numpy()]
    tenth = tables.load("iod25_lsoa21", [TENTH], found.root)[TENTH].reindex(homes.index)
    parts = pd.DataFrame({"adult_skills_tenth": tenth, "areas": 1, "areas_without": without})
    for name, column in (("people", "population"), ("young", "young_people")):
        whom = homes[column].fillna(0)
        parts["people" if name == "people" else "young_people"] = whom
        parts[f"{name}_without"] = np.where(without, whom, 0)
    counted = parts.groupby("adult_skills_tenth").sum().reindex(range(1, 11), fill_value=0)
    return counted.round().astype("int64").rename_axis("adult_skills_tenth")
