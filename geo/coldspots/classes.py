"""Classes of a definition of cold spots: what each area is, and why some cannot be assessed."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import NOT_COVERED, NOT_PUBLISHED, SUPPRESSED, Class, Classes, area_table
from geo.coldspots.definitions import sentence_of
from geo.coldspots.levels import basis_of
from geo.coldspots.results import LIKELY, TESTED, ColdSpotQuery, find_all
from geo.coldspots.robustness import CONFIDENCE, grades_at, grades_of
from geo.coldspots.significance import STATUS, own_rates
from geo.coldspots.weightings import MOST
from geo.posterior import FIFTHS, POSTERIOR_LEVELS

Places = npt.NDArray[np.float64]

SHARES = (0.95, MOST, 0.05)
"""Least share of weightings of each class but the last."""

LABELS = {
    "local-g": (
        *(f"Cold spot, {word}" for word in CONFIDENCE),
        "Not low itself, low neighbours",
        "Cold pocket in a warm place",
        "Not marked",
    ),
    "likely": ("Listed", "More likely than not, but not listed", "Less likely than not"),
    "threshold": ("Lowest fifth", "Not in it"),
    "double": ("Lowest fifth and deprived", "Not both"),
    "gap": (
        "Below expectation, also within its region",
        "Below expectation for England only",
        "Below expectation within its region only",
        "Not below by as much",
    ),
    "weightings": (
        f"In {SHARES[0]:.0%} of weightings or more",
        f"In {SHARES[1]:.0%} to {SHARES[0]:.0%}",
        f"In {SHARES[2]:.0%} to {SHARES[1]:.0%}",
        f"In under {SHARES[2]:.0%}",
    ),
}
"""Classes of each definition, in order of their codes, where no model grades cold spots."""
LIKELY_LOW = "Likely to be low: in the lowest fifth of true rates, by the spatial model."
"""What the words of the first classes mean where a model grades cold spots."""
COLD = {"local-g": 3, "likely": 1, "threshold": 1, "double": 1, "gap": 2, "weightings": 2}
"""How many of the first classes of a definition are cold spots."""

NO_NEIGHBOUR = "Not assessed: touches no area with a figure"


def labels_of(definition: str, level: str) -> tuple[str, ...]:
    """Return the classes of a definition at a level, in the order of their codes.

    Examples
    --------
    >>> labels_of("local-g", "lsoa21")[1]
    'Cold spot, 80% to 95% likely to be low'
    """
    if definition != TESTED:
        return LABELS[definition]
    graded = (f"Cold spot, {grade}" for grade in grades_at(level))
    return (*graded, *LABELS[TESTED][len(CONFIDENCE) :])


@lru_cache(maxsize=24)
def cold_classes(asked: ColdSpotQuery) -> Classes:
    """Classify the areas of a level by a definition of cold spots.

    Returns
    -------
    classes
        Those of `labels_of`, of which the first `COLD` are cold spots. Areas that cannot be
        assessed are in none.
    """
    table, found = area_table(asked.level), find_all(asked).areas
    place = _PLACES[asked.definition](found, table.loc[found.index])
    return _assemble(table, asked, pd.Series(place, index=found.index))


def _tested(found: pd.DataFrame, table: pd.DataFrame) -> Places:
    level = str(table["geography"].iloc[0])
    grades = grades_of(table, found, level)
    chosen = [grades == word for word in grades_at(level)]
    chosen += [found["cold_surroundings"], found["low_high"]]
    place = np.select(chosen, [*range(len(chosen))], float(len(chosen)))
    place[(found["status"] == STATUS[3]).to_numpy()] = np.nan
    return place


def _marked(found: pd.DataFrame, table: pd.DataFrame) -> Places:
    place = np.where(found["cold_spot"].to_numpy(dtype=bool), 0.0, 1.0)
    rate = basis_of(str(table["geography"].iloc[0])).rate
    place[table[rate].isna().to_numpy()] = np.nan
    return place


def _likely(found: pd.DataFrame, table: pd.DataFrame) -> Places:
    chance = table[FIFTHS[0]].to_numpy(dtype="float64")
    place = np.select([found["cold_spot"].to_numpy(dtype=bool), chance > 0.5], [0.0, 1.0], 2.0)
    place[np.isnan(chance)] = np.nan
    return place


def _below(found: pd.DataFrame, _: pd.DataFrame) -> Places:
    whole, within = (
        found[name].to_numpy(dtype=bool) for name in ("gap_cold", "gap_in_region_cold")
    )
    place = np.select([whole & within, whole, within], [0.0, 1.0, 2.0], 3.0)
    place[found["gap"].isna().to_numpy()] = np.nan
    return place


def _weighted(found: pd.DataFrame, _: pd.DataFrame) -> Places:
    share = found["cold_share"].to_numpy(dtype="float64")
    reached = [share >= SHARES[0], share > SHARES[1], share >= SHARES[2]]
    place = np.select(reached, [0.0, 1.0, 2.0], 3.0)
    place[np.isnan(share)] = np.nan
    return place


_PLACES = {
    TESTED: _tested,
    LIKELY: _likely,
    "threshold": _marked,
    "double": _marked,
    "gap": _below,
    "weightings": _weighted,
}


_NO_RATE = {
    "England": "Not assessed: participation not published",
    "Scotland": "Not assessed: no share published, or nobody of that age",
    "Northern Ireland": "Not assessed: suppressed",
}


def _assemble(table: pd.DataFrame, asked: ColdSpotQuery, place: pd.Series) -> Classes:
    whole = place.reindex(table.index)
    codes = whole.fillna(NOT_PUBLISHED).to_numpy(dtype=np.uint8)
    tested = basis_of(asked.level)
    own = (table["nation"] == tested.nation).to_numpy()
    absent = whole.isna().to_numpy()
    codes[absent & own_rates(table, tested).isna().to_numpy()] = SUPPRESSED
    codes[absent & ~own] = NOT_COVERED
    young: Places = np.zeros(len(table))
    if "young_people" in table:
        young = table["young_people"].to_numpy("float64", na_value=0)

    def count(code: int, label: str) -> Class:
        here = codes == code
        return Class(label, int(here.sum()), int(young[here].sum()))

    nations = ", ".join(dict.fromkeys(table["nation"][~own]))
    names = {
        SUPPRESSED: _NO_RATE[tested.nation],
        NOT_PUBLISHED: NO_NEIGHBOUR if asked.definition == TESTED else "Not assessed",
        NOT_COVERED: f"Not covered: {nations}",
    }
    missing = {code: count(code, label) for code, label in names.items() if (codes == code).any()}
    labels = labels_of(asked.definition, asked.level)
    classes = tuple(count(number, label) for number, label in enumerate(labels))
    rule = sentence_of(asked.definition, asked.level)
    if asked.definition == TESTED and asked.level in POSTERIOR_LEVELS:
        rule = f"{rule} {LIKELY_LOW}"
    return Classes(rule, (), classes, missing, codes)
