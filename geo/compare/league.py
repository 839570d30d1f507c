"""Leagues as groups: which places of a level cannot be told apart, instead of one rank for each."""

from __future__ import annotations

import pandas as pd

from geo.compare.figures import values_at
from geo.errors import BadInputError
from geo.registry import geography, indicator


def league_groups(values: pd.DataFrame, worst_is_low: bool = True) -> pd.DataFrame:
    """Part a league into groups of places that cannot be told from the one that leads the group.

    The places are put in order from the worst. The worst leads the first group, which goes on until
    a place whose interval lies wholly beyond the leader's; that place leads the next group.

    Parameters
    ----------
    values
        By place: `value`, `low` and `high`, none missing.
    worst_is_low
        Whether the lowest figure is the worst.

    Returns
    -------
    groups
        By place, the worst first, equals by index: `group` from 1, and `first` and `last`, the
        ranks between which its group stands.

    Notes
    -----
    A group is a matter of its leader: two places in one group may be told apart from each other,
    and two that are not may lie either side of an edge. So a sentence about one place gives the
    ends of its own rank interval; groups are for lists. Overlap of 95% intervals is strict for one
    pair: with equal cohorts the two differ at 0.6%, not 5%.

    References
    ----------
    Goldstein, H. and Healy, M. J. R. (1995). The graphical presentation of a collection of means.
    Journal of the Royal Statistical Society A 158, 175-177. Goldstein, H. and Spiegelhalter, D. J.
    (1996). League tables and their limitations. Journal of the Royal Statistical Society A 159,
    385-443.

    Examples
    --------
    >>> rates = pd.DataFrame(
    ...     {"value": [0.2, 0.3, 0.5], "low": [0.1, 0.2, 0.4], "high": [0.3, 0.4, 0.6]},
    ...     index=list("abc"),
    ... )
    >>> league_groups(rates).to_dict("index")["b"]
    {'group': 1, 'first': 1, 'last': 2}
    """
    ordered = values.assign(code=values.index).sort_values(
        ["value", "code"], ascending=[worst_is_low, True]
    )
    group, numbers, leader = 0, list[int](), 0.0
    for low, high in zip(ordered["low"], ordered["high"], strict=True):
        near, far = (low, high) if worst_is_low else (-high, -low)
        if group == 0 or near > leader:
            group, leader = group + 1, far
        numbers.append(group)
    made = pd.DataFrame({"group": numbers}, index=ordered.index)
    place = pd.Series(range(1, len(made) + 1), index=made.index)
    ends = place.groupby(made["group"])
    return made.assign(first=made["group"].map(ends.min()), last=made["group"].map(ends.max()))


def league_of(name: str, level: str) -> pd.DataFrame:
    """Return the league of a level by the latest figures of a measure, in groups.

    Parameters
    ----------
    name, level
        A measure and a level whose figures have intervals.

    Returns
    -------
    league
        As `league_groups`, with `value`, `low`, `high` and `people`, of places with an interval.

    Raises
    ------
    BadInputError
        If no figure there has an interval.
    """
    values = values_at(name, level)
    known = values[values["low"].notna() & values["value"].notna()]
    if known.empty:
        raise BadInputError(
            f"{indicator(name).label} of {geography(level).plural} has no intervals, so nobody can "
            "say which places differ. Choose a measure whose people are counted."
        )
    groups = league_groups(known, indicator(name).worse == "low")
    return groups.join(known)
