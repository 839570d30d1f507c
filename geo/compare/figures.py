"""The figures of chosen places: value, period, interval, change, or the reason for none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from geo.areas import area_table, at_year, change_between, rank_ends
from geo.coldspots import bundled, shown_ranks
from geo.compare.chosen import Chosen
from geo.errors import BadInputError
from geo.registry import Indicator, geography, indicator, offered

_PEOPLE = {"tundra_rate": "tundra_source_cohort"}
"""Column of the joined table that counts whom a rate is of."""
_LEFT_OUT = ("prob_below_national", "prob_true_fifth_1", "tundra_gap_modelled")
"""What a model says of each place alone: of a pair it is asked itself."""
SETS = ("shared", "entry", "attainment", "deprivation", "all")
"""Sets of measures to compare by."""
_OF_SET = {
    "entry": ("Getting in",),
    "attainment": ("Getting on", "Adults and part-time", "Getting there"),
    "deprivation": ("Deprivation",),
}


def measures_of(places: Sequence[Chosen], chosen: str = "shared") -> tuple[Indicator, ...]:
    """Return the measures to compare by, the question of the map first.

    Parameters
    ----------
    places
        That are compared.
    chosen
        One of `SETS`: what at least two of the places have; that, of one subject; or what any of
        them has.

    Raises
    ------
    BadInputError
        If there is no such set.
    """
    if chosen not in SETS:
        raise BadInputError(
            f"No set of measures is called {chosen!r}. Choose one of {', '.join(SETS)}."
        )
    least = 1 if chosen == "all" else 2
    themes = _OF_SET.get(chosen)
    return tuple(
        entry
        for entry in offered()
        if entry.id not in _LEFT_OUT
        and (themes is None or entry.theme in themes)
        and sum(figure_of(place, entry)["why_none"] == "" for place in places) >= least
    )


def figures_of(places: Sequence[Chosen], entries: Sequence[Indicator]) -> pd.DataFrame:
    """Return the figures of places.

    Returns
    -------
    figures
        Indexed by `measure` and `area_code`, measures first, both in the order given. `level` that
        the figure is of; `period`; `value` in the unit of the indicator's column; `low` and `high`
        (95% Wilson interval, or of a gap Newcombe's); `people` that it is of; `why_none` and
        `why_no_interval`, empty where there is one; `rank_low`, `rank_high` and `of`, between which
        places from the worst of how many it stands; `since` (the year in which the first period
        that compares ends), `before`, `change`, `change_low`, `change_high` and `direction`, as
        `geo.areas.change_between` has them.
    """
    rows = [
        {"measure": entry.id, "area_code": place.code, **figure_of(place, entry)}
        for entry in entries
        for place in places
    ]
    names = ["measure", "area_code", *_EMPTY]
    return pd.DataFrame(rows, columns=names).set_index(["measure", "area_code"])


_NOT_KNOWN = (
    "value", "low", "high", "people", "rank_low", "rank_high", "of", "since", "before", "change",
    "change_low", "change_high",
)  # fmt: skip
_EMPTY = {
    "level": "", "period": "", "why_none": "", "why_no_interval": "", "direction": "",
    **dict.fromkeys(_NOT_KNOWN, np.nan),
}  # fmt: skip


def figure_of(place: Chosen, entry: Indicator) -> dict[str, object]:
    """Return one figure of a place, as a row of `figures_of`; shared, so never change it."""
    return _figure(place, entry.id)


@lru_cache(maxsize=2048)
def _figure(place: Chosen, name: str) -> dict[str, object]:
    entry = indicator(name)
    made = dict[str, object](_EMPTY)
    level = place.level_of(entry)
    if place.nation not in entry.nations:
        return made | {"why_none": f"not measured in {place.nation}"}
    if not level:
        plurals = [geography(one).plural for one in entry.geographies]
        many = f"{', '.join(plurals[:-1])} and {plurals[-1]}" if len(plurals) > 1 else plurals[0]
        return made | {"why_none": f"published of {many} alone"}
    values = _values(entry.id, level)
    row = values.reindex([place.code]).iloc[0]
    made |= {"level": level, "period": entry.period}
    if pd.isna(row["value"]):
        return made | {"why_none": _lowered(entry.missing_text)}
    made |= {name: float(row[name]) for name in ("value", "low", "high", "people")}
    if pd.isna(row["low"]):
        made["why_no_interval"] = why_no_interval(entry)
    else:
        ranks = _ranks(entry.id, level)
        made |= {name: float(ranks[name][place.code]) for name in ("rank_low", "rank_high", "of")}
    return made | _change(place, entry, level)


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]


def why_no_interval(entry: Indicator) -> str:
    """Return why nobody can say how sure a figure is.

    Examples
    --------
    >>> why_no_interval(indicator("prob_true_fifth_1"))
    'a chance says itself how sure the model is'
    """
    if entry.classing == "chances":
        return "a chance says itself how sure the model is"
    if entry.id.endswith("_most_deprived_share"):
        return "every small area is counted, none is sampled"
    if entry.kind == "rate":
        return "the number of people it covers is not published"
    return "scores are published without an interval"


@lru_cache(maxsize=128)
def _values(name: str, level: str) -> pd.DataFrame:
    """Return `value`, `low`, `high` and `people` of a measure in every area of a level."""
    entry = indicator(name)
    if entry.periods is not None:
        return at_year(name, level)
    table = area_table(level)

    def column(called: str) -> pd.Series:
        if called in table:
            return table[called].astype("float64")
        return pd.Series(np.nan, index=table.index)

    people = _PEOPLE.get(name, "simd20_cohort" if name == "simd20_university" else "")
    return pd.DataFrame(
        {
            "value": column(name),
            "low": column(f"{name}_low"),
            "high": column(f"{name}_high"),
            "people": column(people),
        }
    )


def values_at(name: str, level: str) -> pd.DataFrame:
    """Return the latest figures of a measure in every area of a level.

    Returns
    -------
    values
        Indexed by `area_code`: `value`, `low` and `high` (95% interval) and `people`; missing where
        nobody knows. Shared: never change it.
    """
    return _values(name, level)


def ranks_of(name: str, level: str) -> pd.DataFrame:
    """Return between which ranks each area of a level stands by its latest figure.

    Returns
    -------
    ranks
        Indexed by `area_code`, areas with a figure alone: `rank_low` and `rank_high`, from the
        worst (missing without an interval), and `of`, areas that are ranked. Shared: never change
        it.
    """
    return _ranks(name, level)


@lru_cache(maxsize=128)
def _ranks(name: str, level: str) -> pd.DataFrame:
    values = _values(name, level)
    values = values[values["value"].notna()]
    if _DRAWN_RANKS.get(level) == name:
        # Of small areas the ranks were drawn by a model, and pages say those, rounded outwards.
        ranks = bundled(level)[["rank_low", "rank_high"]].reindex(values.index)
        count = int(ranks["rank_low"].count())
        low, high = shown_ranks(ranks["rank_low"], ranks["rank_high"], count)
        return pd.DataFrame({"rank_low": low, "rank_high": high, "of": count}, index=values.index)
    made = rank_ends(values, worst_is_low=indicator(name).worse == "low")
    return made.assign(of=len(values))


_DRAWN_RANKS = {"lsoa21": "tundra_rate", "msoa21": "tundra_rate", "dz11": "simd20_university"}
"""Measure of each level of small areas whose ranks are drawn."""


@lru_cache(maxsize=128)
def _changes(name: str, level: str, since: int) -> pd.DataFrame:
    periods = indicator(name).periods
    assert periods is not None
    return change_between(name, level, since, periods.latest)


def _change(place: Chosen, entry: Indicator, level: str) -> dict[str, object]:
    """Return what changed since the first year that compares; nothing where none does."""
    periods = entry.periods
    if periods is None:
        return {}
    earlier = [year for year in periods.compared_with(periods.latest) if year < periods.latest]
    for year in earlier:
        row = _changes(entry.id, level, year).reindex([place.code]).iloc[0]
        if pd.notna(row["change"]):
            named = {"before": "before", "change": "change", "low": "change_low"}
            named |= {"high": "change_high"}
            made: dict[str, object] = {to: float(row[name]) for name, to in named.items()}
            direction = row["direction"] if pd.notna(row["direction"]) else ""
            return {"since": float(year), "direction": str(direction), **made}
    return {}
