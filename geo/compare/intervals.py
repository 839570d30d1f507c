"""Rates never leave alone: each column of a rate beside its interval, or the reason for none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from geo.areas import AreaTable
from geo.compare.figures import values_at, why_no_interval
from geo.registry import INDICATORS, OWN_INDICATORS, Indicator

NO_INTERVAL = "no_interval"
"""Column that says which rates of a table have no interval, and why."""
ENDS = ("low", "high")


def measured_rates(columns: Iterable[object]) -> list[Indicator]:
    """Return the rates among the columns of a table that are measured on people.

    A chance is no rate of people: it says itself how sure it is.

    Examples
    --------
    >>> [entry.id for entry in measured_rates(["area_name", "tundra_rate", "iod25_score"])]
    ['tundra_rate']
    """
    names = set(columns)
    return [
        entry
        for entry in (*INDICATORS, *OWN_INDICATORS)
        if entry.id in names and entry.kind == "rate" and entry.classing != "chances"
    ]


def interval_width(entry: Indicator) -> str:
    """Return how sure the interval of a rate is: what a model gives of each area holds 90%.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> interval_width(indicator("he19_rate")), interval_width(indicator("tundra_gap_modelled"))
    ('95%', '90%')
    """
    return "90%" if entry.id.endswith("_modelled") else "95%"


def with_intervals(areas: AreaTable) -> AreaTable:
    """Put beside each rate of a table of areas the ends of its interval, or the reason for none.

    Parameters
    ----------
    areas
        Areas of one level, a row each. A table of anything else is returned as it is.

    Returns
    -------
    areas
        With `<rate>_low` and `<rate>_high` right after each rate (95% Wilson interval, or of a gap
        Newcombe's) where people are counted, unless the table has them; and with `no_interval`, the
        same text in each row, where a rate of it has none.
    """
    table = areas.table
    if table.index.name != "area_code" or not table.index.is_unique:
        return areas
    rates = measured_rates(table.columns)
    added: dict[str, dict[str, pd.Series]] = {}
    reasons: dict[str, list[str]] = {}
    for entry in rates:
        if f"{entry.id}_low" in table:
            if table[f"{entry.id}_low"].notna().any() or table[entry.id].isna().all():
                continue
            reasons.setdefault(why_no_interval(entry), []).append(entry.id)
            continue
        ends = _ends(entry, areas)
        if ends is not None and ends.notna().any(axis=None):
            added[entry.id] = {f"{entry.id}_{end}": ends[end] for end in ENDS}
        elif table[entry.id].notna().any():
            reasons.setdefault(why_no_interval(entry), []).append(entry.id)
    if not added and (NO_INTERVAL in table or not reasons):
        return areas
    columns: dict[str, pd.Series] = {}
    for name in table:
        columns[str(name)] = table[name]
        columns |= added.get(str(name), {})
    made = pd.DataFrame(columns, index=table.index)
    if reasons:
        said = "; ".join(f"{', '.join(names)}: {why}" for why, names in reasons.items())
        made[NO_INTERVAL] = pd.Series(said, index=made.index, dtype="str")
    return replace(areas, table=made)


def _ends(entry: Indicator, areas: AreaTable) -> pd.DataFrame | None:
    """Return the ends of a rate's interval in each row; none where the level has no such rate."""
    if areas.geography not in entry.geographies:
        return None
    found: pd.DataFrame = values_at(entry.id, areas.geography)[list(ENDS)]
    return found.reindex(areas.table.index)
