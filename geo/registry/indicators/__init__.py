"""Registry of indicators: what a number means, which way it runs, and where it may be shown."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from geo.errors import BadInputError
from geo.registry.datasets import dataset
from geo.registry.indicators.england import ENGLAND
from geo.registry.indicators.model import THEMES, Indicator, Theme
from geo.registry.indicators.northern_ireland import NORTHERN_IRELAND
from geo.registry.indicators.own import OWN_INDICATORS
from geo.registry.indicators.scotland import SCOTLAND
from geo.registry.indicators.wales import WALES
from geo.settings import cache_dir

INDICATORS: tuple[Indicator, ...] = (*ENGLAND, *WALES, *NORTHERN_IRELAND, *SCOTLAND)

CARRIED = (
    "Carried to constituencies from small areas by where their people live (overlaps of "
    "mySociety): an area that is split counts in its shares. No figure is published for "
    "constituencies."
)


OF_ALL_AGES = (
    "Areas are weighed by people of all ages, because nobody counts by small area those whom the "
    "share is of."
)


def carried_words(entry: Indicator, level: str) -> str:
    """Return how a figure came to a level for which its publisher has none; empty where it has."""
    if level != "pcon24" or entry.geographies == ("pcon24",):
        return ""
    return f"{CARRIED} {OF_ALL_AGES}" if entry.nations == ("Northern Ireland",) else CARRIED


@cache
def _by_id() -> dict[str, Indicator]:
    return {entry.id: entry for entry in (*INDICATORS, *OWN_INDICATORS)}


@cache
def offered() -> tuple[Indicator, ...]:
    """Return all measures that there are here: those bundled, and those of the user's own cache.

    The cache is looked into once a process.
    """
    raw = cache_dir() / "raw"
    held = [
        entry
        for entry in OWN_INDICATORS
        if all(dataset(name).files_in(raw) for name in entry.datasets)
    ]
    return (*INDICATORS, *held)


def indicator(name: str) -> Indicator:
    """Return the indicator called `name`.

    Raises
    ------
    BadInputError
        If there is none.
    """
    found = _by_id().get(name)
    if found is None:
        raise BadInputError(
            f"No indicator is called {name!r}. `coldspots info` lists all {len(INDICATORS)}."
        )
    return found


def in_year(entry: Indicator, year: int) -> Indicator:
    """Return an indicator that speaks of the figures of a year.

    Raises
    ------
    BadInputError
        If it has no figures for it.

    Examples
    --------
    >>> in_year(indicator("he19_rate"), 2016).period
    'aged 19 in 2015-16'
    """
    if entry.periods is None:
        raise BadInputError(
            f"{entry.label} is published for one period alone: {entry.period}. Leave the year out."
        )
    return replace(entry, period=entry.periods.text(year))


def indicators_at(geography: str) -> tuple[Indicator, ...]:
    """Return the indicators that exist at a level, in the order of the themes."""
    there = [entry for entry in offered() if geography in entry.geographies]
    return tuple(sorted(there, key=lambda entry: THEMES.index(entry.theme)))


__all__ = [
    "CARRIED",
    "INDICATORS",
    "OWN_INDICATORS",
    "THEMES",
    "Indicator",
    "Theme",
    "carried_words",
    "in_year",
    "indicator",
    "indicators_at",
    "offered",
]
