"""What is tested: an area with a rate of its own, or all areas that share one published rate.

Areas that were made by splitting one of 2011 carry its rate and share its cohort. To count them as
so many witnesses would find cold spots in the splitting, so they are one node with one answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo import tables
from geo.areas import scottish_rates
from geo.arrays import Floats, Ints
from geo.boundaries import Pairs
from geo.boundaries import contiguity as graph
from geo.coldspots.levels import basis_of
from geo.errors import BadInputError


@dataclass(frozen=True)
class Nodes:
    """Nodes of one level in the order of their codes, and where each area belongs."""

    codes: npt.NDArray[np.str_]
    """Published code behind each node: shape (nodes,)."""
    rate: Floats
    cohort: Floats
    """Whole cohort that the rate was measured on."""
    areas: pd.Index
    """Codes of the areas of the level, in order: those of the nation that is tested."""
    of_area: Ints
    """Node of each area, -1 where it has no rate: shape (areas,)."""

    def spread(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the value of each area's node; NaN or False where it has none."""
        empty = False if values.dtype == bool else np.nan
        known = self.of_area >= 0
        found = np.full(len(self.areas), empty, dtype=bool if values.dtype == bool else float)
        found[known] = values[self.of_area[known]]
        return found

    def gather(self, values: Floats) -> Floats:
        """Return the mean of the values of each node's areas; NaN where all are missing."""
        known = (self.of_area >= 0) & ~np.isnan(values)
        place, count = self.of_area[known], len(self.codes)
        sums = np.bincount(place, weights=values[known], minlength=count)
        counts = np.bincount(place, minlength=count)
        return np.divide(sums, counts, out=np.full(count, np.nan), where=counts > 0)

    def join(self, pairs: Pairs) -> Pairs:
        """Turn pairs of areas into pairs of nodes, each once, the smaller first."""
        ends = self.of_area[pairs]
        ends = np.sort(ends[(ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])], axis=1)
        keys = np.unique(ends[:, 0] * len(self.codes) + ends[:, 1])
        return np.stack([keys // len(self.codes), keys % len(self.codes)], axis=1)


def nodes_of(rates: pd.DataFrame) -> Nodes:
    """Make the nodes of areas.

    Parameters
    ----------
    rates
        Indexed by `area_code`, in any order: `rate` (0 to 1), `source_cohort` (people) and
        `source`, the published code or codes that the rate stands for. Areas without a rate or a
        cohort are in no node.

    Raises
    ------
    BadInputError
        If areas of one source have different rates or cohorts.

    Examples
    --------
    >>> rates = pd.DataFrame(
    ...     {"rate": [0.2, 0.2, 0.5], "source_cohort": [60, 60, 80], "source": ["X", "X", "B"]},
    ...     index=["A1", "A2", "B"],
    ... )
    >>> nodes_of(rates).of_area.tolist()
    [1, 1, 0]
    """
    rates = rates.sort_index()
    known = rates["rate"].notna() & (rates["source_cohort"] > 0)
    there = rates[known]
    different = there.groupby("source")[["rate", "source_cohort"]].nunique().gt(1).any(axis=1)
    if different.any():
        raise BadInputError(
            f"{int(different.sum()):,} sources (first: {different.idxmax()}) have more than one "
            "rate or cohort. Give one of each for every source."
        )
    one_each = there.drop_duplicates("source").set_index("source").sort_index()
    of_area = np.full(len(rates), -1, np.int64)
    of_area[known.to_numpy()] = one_each.index.get_indexer(pd.Index(there["source"]))
    return Nodes(
        one_each.index.to_numpy(dtype="str"),
        one_each["rate"].to_numpy(dtype="float64"),
        one_each["source_cohort"].to_numpy(dtype="float64"),
        rates.index,
        of_area,
    )


def load_nodes(level: str, root: Path | None = None) -> tuple[Nodes, Pairs]:
    """Load the nodes of a bundled level and which of them touch.

    Raises
    ------
    BadInputError
        If the level is not tested.
    """
    nodes = nodes_of(rates_of(level, root))
    return nodes, nodes.join(own_pairs(level, root))


def rates_of(level: str, root: Path | None = None) -> pd.DataFrame:
    """Load the rates that are tested at a level, as `nodes_of` takes them.

    England's are those that areas of 2021 carry from areas of 2011. Scotland's are of data zones
    as published, or their averages by intermediate zone: each is a source of its own.
    """
    if basis_of(level).rate == "tundra_rate":
        return tables.load(f"tundra_{level}", root=root)
    made = scottish_rates(level, root)
    return made.rename(columns={"cohort": "source_cohort"}).assign(source=made.index)


def own_pairs(level: str, root: Path | None = None) -> Pairs:
    """Load which areas of a level's own nation touch, by their positions among its codes."""
    pairs = graph.load(level, root)
    codes = tables.load(f"areas_{level}", ["area_name"], root).index
    own = codes.str.startswith(basis_of(level).nation_code[0])
    place = np.where(own, np.cumsum(own) - 1, -1)
    ends = place[pairs]
    return ends[(ends >= 0).all(axis=1)]
