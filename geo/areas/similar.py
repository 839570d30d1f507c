"""Places like one: the nearest in a stated set of context, never in participation itself.

What is like a place by its people, deprivation and connections shows what others in its position
make of it. A set that held participation would find places that took the same road, not those that
started from the same point. (The IMD holds entry to higher education as one indicator of many.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.arrays import Flags, Floats
from geo.errors import BadInputError, UnknownAreaError
from geo.registry import indicator


@dataclass(frozen=True)
class Context:
    """One measure by which places are alike or not."""

    id: str
    """Its column in the answer."""
    label: str
    """What it is, within a sentence."""
    column: str
    """Column of a joined table that it is read from."""
    per: str = ""
    """Column that it is divided by, if any."""
    log: bool = False
    """Whether its logarithm is compared, because places differ in it by factors."""
    geographies: tuple[str, ...] = indicator("iod25_score").geographies
    """Levels at which it exists."""

    def values(self, table: pd.DataFrame) -> Floats:
        """Return the measure of each area of a joined table; NaN where it is missing."""
        found = table[self.column].to_numpy(dtype="float64", na_value=np.nan)
        if self.per:
            under = table[self.per].to_numpy(dtype="float64", na_value=np.nan)
            found = found / np.where(under > 0, under, np.nan)
        return np.where(found > 0, found, np.nan) if self.log else found


CONTEXT: tuple[Context, ...] = (
    Context(
        "population_density", "people per square kilometre", "population", "area_km2", log=True
    ),
    Context("young_share", "share of people aged 13 to 17", "young_people", "population"),
    Context("iod25_score", "deprivation (IMD score)", "iod25_score"),
    Context("iod25_adult_skills_score", "adults without skills", "iod25_adult_skills_score"),
    Context(
        "connectivity_score",
        "connectivity by walking, cycling and public transport",
        "connectivity_score",
    ),
)
"""What places are compared by unless somebody says otherwise."""


def similar_places(
    table: pd.DataFrame, code: str, count: int = 5, context: Sequence[Context] = CONTEXT
) -> pd.DataFrame:
    """Find the English places nearest to one in context.

    Each measure is standardised over all English areas of the table: less its median, divided by
    its interquartile range over 1.349 (which is the standard deviation where values are normal), so
    that a few extreme places do not set the scale. Distance is Euclidean. A measure that the middle
    half of areas shares tells nothing apart and counts for nothing.

    Parameters
    ----------
    table
        The whole of a level, from `geo.areas.join.build_areas`.
    code
        The place.
    count
        Places to find; fewer are returned where there are fewer.
    context
        Measures to compare by; those that do not exist at the level are left out.

    Returns
    -------
    similar
        Indexed by `area_code`, the nearest first, equals by code, without the place itself:
        `distance`, in standard deviations, and each measure as it is, by its id.
        `attrs["left_out"]` holds the codes of English areas that lack a measure and were not
        compared; `attrs["place"]` the place's own measures by id.

    Raises
    ------
    UnknownAreaError
        If the place is not in the table.
    BadInputError
        If no measure exists at the level, the place lacks one, or `count` is below 1.
    """
    measures = [one for one in context if {one.column, one.per or one.column} <= set(table.columns)]
    _check(table, code, count, measures)
    english = (table["nation"] == "England").to_numpy(dtype="bool")
    values = np.stack([one.values(table) for one in measures])
    whole: Flags = english & ~np.isnan(values).any(axis=0)
    at = int(table.index.get_indexer(pd.Index([code]))[0])
    _check_place(code, english[at], values[:, at], measures)
    scaled = _standardised(values, measures, whole)
    distance = np.sqrt(((scaled - scaled[:, [at]]) ** 2).sum(axis=0))
    distance[~whole] = np.nan
    distance[at] = np.nan
    nearest = _nearest(distance, table.index, count)
    ids = [one.id for one in measures]
    found = pd.DataFrame(values[:, nearest].T, index=table.index[nearest], columns=ids)
    found.insert(0, "distance", distance[nearest])
    found.attrs = {
        "left_out": table.index[english & ~whole].tolist(),
        "place": dict(zip(ids, values[:, at].tolist(), strict=True)),
    }
    return found


def _check(table: pd.DataFrame, code: str, count: int, measures: Sequence[Context]) -> None:
    if count < 1:
        raise BadInputError(f"count is {count}; give a whole number from 1.")
    if code not in table.index:
        raise UnknownAreaError(
            f"{code!r} is not one of the {len(table):,} areas of the table. Give the code of one."
        )
    if not measures:
        raise BadInputError("None of the measures of context exists at this level. Choose another.")


def _check_place(code: str, english: bool, values: Floats, measures: Sequence[Context]) -> None:
    lacking = [one.label for one, value in zip(measures, values, strict=True) if np.isnan(value)]
    if not english:
        raise BadInputError(
            f"{code} is outside England, and the context is England's alone. Give a place in it."
        )
    if lacking:
        raise BadInputError(
            f"{code} cannot be compared: it has no {', no '.join(lacking)}. Give another place."
        )


def _standardised(values: Floats, measures: Sequence[Context], whole: Flags) -> Floats:
    """Put each measure, a row, on one scale: median 0, robust standard deviation 1."""
    scaled = np.stack(
        [np.log(row) if one.log else row for one, row in zip(measures, values, strict=True)]
    )
    low, middle, high = np.quantile(scaled[:, whole], [0.25, 0.5, 0.75], axis=1)[..., None]
    spread = (high - low) / 1.349
    return (scaled - middle) / np.where(spread > 0, spread, np.inf)


def _nearest(distance: Floats, codes: pd.Index, count: int) -> npt.NDArray[np.int64]:
    """Return positions of the smallest distances in order, equals by code; NaN is no distance."""
    known = np.flatnonzero(~np.isnan(distance))
    count = min(count, len(known))
    if count == 0:
        return known
    reach = np.partition(distance[known], count - 1)[count - 1]
    close = known[distance[known] <= reach]
    order = np.lexsort((codes[close].to_numpy(dtype="str"), distance[close]))
    return close[order[:count]]


def context_sentence(level: str, context: Sequence[Context] = CONTEXT) -> str:
    """Return by what places of a level are compared.

    Raises
    ------
    BadInputError
        If no measure exists at the level.

    Examples
    --------
    >>> context_sentence("lsoa21", CONTEXT[:2])
    'Matched on people per square kilometre and share of people aged 13 to 17; participation itself
    plays no part.'
    """
    labels = [one.label for one in context if level in one.geographies]
    if not labels:
        raise BadInputError(f"No measure of context exists at {level}. Choose another level.")
    listed = " and ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))
    return f"Matched on {listed}; participation itself plays no part."
