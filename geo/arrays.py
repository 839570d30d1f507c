"""Types of arrays that figures, codes and answers are held in; rows of a table by code or flag."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
"""Figures; NaN where there is none."""
Ints = npt.NDArray[np.int64]
"""Positions and counts."""
Flags = npt.NDArray[np.bool_]
"""Whether something holds of each."""


def in_index(codes: pd.Series | pd.Index, index: pd.Index) -> Flags:
    """Return which codes an index holds; a few take far less time than by `isin`.

    Examples
    --------
    >>> in_index(pd.Series(["E01000001", "", "E01000001"]), pd.Index(["E01000001"])).tolist()
    [True, False, True]
    """
    return np.asarray(index.get_indexer(pd.Index(codes)) >= 0)


def rows_where(table: pd.DataFrame, flags: Flags) -> pd.DataFrame:
    """Return the flagged rows of a table, sharing its memory where they follow one another.

    The areas of a nation do: tables are in code order.

    Examples
    --------
    >>> rates = pd.DataFrame({"rate": [0.2, 0.4, 0.3]}, index=["E1", "E2", "W1"])
    >>> rows_where(rates, rates.index.str.startswith("E"))["rate"].tolist()
    [0.2, 0.4]
    """
    at = np.flatnonzero(flags)
    if len(at) and at[-1] - at[0] + 1 == len(at):
        return table.iloc[at[0] : at[-1] + 1]
    return table.iloc[at]
