"""Ready-made costs: a CSV file with `area_code`, `site` and `cost`, used as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geo.errors import BadInputError, first_of
from geo.travel.costs import KM, Costs, check_limit, made_costs
from geo.uploads import COULD_BE_TWO, content_of, could_be_two, numbers, read_rows

MOST_PAIRS = 5_000_000
"""Rows that a table of costs may have."""
MOST_BYTES = 200_000_000
"""Bytes that it may have."""


@dataclass(frozen=True, eq=False)
class CostTable:
    """Costs that somebody has worked out: a table with `area_code`, `site` and `cost`."""

    table: pd.DataFrame
    """One row a pair: text, text and a number of at least 0. From `read_costs`."""
    unit: str = KM
    name: str = "a table of costs"
    """What it is called, in words."""

    def between(self, origins: pd.DataFrame, sites: pd.DataFrame, limit: float) -> Costs:
        """Find the costs of the pairs that the table has; any other pair is beyond the limit.

        Raises
        ------
        BadInputError
            If the limit is none, or no row of the table is of an area and a site asked for.
        """
        check_limit(limit, self.unit)
        rows = origins.index.get_indexer(pd.Index(self.table["area_code"]))
        columns = sites.index.get_indexer(pd.Index(self.table["site"]))
        known = (rows >= 0) & (columns >= 0)
        if not known.any():
            raise BadInputError(
                f"{self.name}: none of {len(self.table):,} rows is of an area and a site that are "
                f"asked for (first: {self.table['area_code'].iloc[0]}, "
                f"{self.table['site'].iloc[0]}). The sites are called {_some(sites.index)}, the "
                f"areas {_some(origins.index)}."
            )
        row, column = rows[known].astype(np.int64), columns[known].astype(np.int64)
        cost = self.table["cost"].to_numpy(dtype="float64")[known]
        order = np.lexsort((column, cost, row))
        first, at = np.unique(row[order], return_index=True)
        nearest, away = np.full(len(origins), -1, np.int64), np.full(len(origins), np.nan)
        nearest[first], away[first] = column[order][at], cost[order][at]
        left = int((~known).sum())
        words = f"{self.name}, in {self.unit}, as given: {int(known.sum()):,} pairs used"
        words += f", {left:,} of other areas or sites left out" if left else ""
        return made_costs(
            origins.index, sites.index, row, column, cost, nearest, away, limit, self.unit, words
        )


def _some(names: pd.Index) -> str:
    """Name the first few."""
    return ", ".join(map(str, names[:2])) + (" and so on" if len(names) > 2 else "")


def read_costs(source: bytes | Path, unit: str = KM, name: str = "the table of costs") -> CostTable:
    r"""Read a table of costs.

    Parameters
    ----------
    source
        A CSV file, or its bytes, with the columns `area_code` (lsoa21), `site` and `cost`.
    unit
        Of the costs, such as `"km"` or `"min"`.
    name
        What to call it.

    Raises
    ------
    BadInputError
        If a column is missing, a cost is no number from 0, or a pair stands twice: a table of
        costs is used whole or not at all.

    Examples
    --------
    >>> text = b"area_code,site,cost\nE01012737,hub,12.5"
    >>> read_costs(text, "min").table["cost"].tolist()
    [12.5]
    """
    read = read_rows(content_of(source, MOST_BYTES), most=MOST_PAIRS)
    rows = read.table
    lost = [column for column in ("area_code", "site", "cost") if column not in rows]
    if lost:
        raise BadInputError(
            f"{name}: no column {lost[0]!r} among {list(rows.columns)[:8]}. Name the columns "
            "area_code, site and cost."
        )
    for line, fault in read.faults.items():
        raise BadInputError(f"{name}, line {line}: it {fault}.")
    table = rows[["area_code", "site", "cost"]].apply(lambda column: column.str.strip())
    cost = numbers(table["cost"], read.mark)
    wrong = ~(np.isfinite(cost) & (cost >= 0))
    if wrong.any():
        first = table["cost"][wrong]
        two = bool(could_be_two(first, read.mark).iloc[0])
        what = COULD_BE_TWO if two else "no cost"
        raise BadInputError(
            f"{name}, line {first.index[0]}: {first.iloc[0][:60]!r} is {what}; {len(first):,} "
            "such lines. Give numbers of 0 or more, or leave the pair out."
        )
    twice = table.duplicated(["area_code", "site"])
    if twice.any():
        raise BadInputError(
            f"{name}: {first_of(table.index[twice])} lines repeat a pair of area and site. Keep "
            "one of each."
        )
    return CostTable(table.assign(cost=cost), unit, name)
