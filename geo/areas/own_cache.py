"""Figures of files whose licence nobody states: read from the user's own cache, never bundled."""

from __future__ import annotations

from functools import cache

import pandas as pd

from geo import tables
from geo.fetch import cache_dir, of_file
from geo.publishers.ucas import read_entry_rates, three_year_means
from geo.registry import OWN_INDICATORS, Indicator, dataset, offered


def own_measures(level: str) -> tuple[Indicator, ...]:
    """Return the measures of a level that the user's own cache holds; none where it holds none."""
    held = offered()
    return tuple(one for one in OWN_INDICATORS if one in held and level in one.geographies)


@cache
def own_series(name: str) -> pd.DataFrame:
    """Return a measure of the user's own cache at every period.

    Parameters
    ----------
    name
        One of `geo.registry.OWN_INDICATORS`.

    Returns
    -------
    series
        Indexed by `area_code` and `year` (in which the period of three years ends): `value`, a
        share. Shared: never change it.

    Raises
    ------
    SourceUnavailableError
        If the cache does not hold the file.
    IntegrityError
        If the file is not the one that was handed over, or not as the registry declares it.
    """
    entry = next(one for one in OWN_INDICATORS if one.id == name)
    nation = tables.load("areas_pcon24", ["nation"])["nation"]
    codes = nation.index[nation.isin(entry.nations)]
    means = _means()
    long = means[means.index.isin(codes)].rename_axis(index="area_code", columns="year").stack()
    return pd.DataFrame({"value": long})


@cache
def _means() -> pd.DataFrame:
    raw = cache_dir() / "raw"
    for file in dataset("ucas_entry_rates").files_in(raw):
        of_file(raw, file)
    return three_year_means(read_entry_rates(raw))


def with_own(table: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return a joined table with the latest figures of the user's own cache, where it holds any."""
    latest = {}
    for entry in own_measures(level):
        values = own_series(entry.id)["value"]
        assert entry.periods is not None
        latest[entry.id] = values.xs(entry.periods.latest, level="year").reindex(table.index)
    return table.assign(**latest) if latest else table
