"""What no export may do: each rule refuses a map, a table or a sentence that would mislead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from geo.areas import NOT_COVERED, AreaTable, area_table, inside_of, is_larger
from geo.errors import MisleadingError, first_of
from geo.registry import (
    POSTERIOR_SUM,
    SUM_LEVELS,
    Indicator,
    geography,
    indicator,
    offered,
)
from layers.browser import read_packs
from layers.kinds import kind_of
from layers.style import has_hatch, legend_of, nations_of, visible_classes
from layers.uploads import uploads_of
from layers.view import MapView

_ORDERED = ("decile", "rank")
_PUBLISHED_AVERAGES = re.compile(r"iod25_average_rank|simd20_\w+_domain_rank")
"""Averages of ranks that the publisher itself gives: of authorities, and of zones that tie."""
_WHOLE = re.compile(r"_(decile|quintile|rank)$")
_REACHED = re.compile(
    r"\breach(?:ed|es|ing)\b"
    # As a noun it is what a map is of, and part of names: only the verb says that people were met.
    r"|\b(?:to|can|could|may|might|will|would|do|does|did|we|they|who|that|which) reach\b"
    r"|\b(?:sites|universities|colleges|providers|partners|partnerships|institutions) reach\b"
    r"|\breach (?:\d|all\b|every\b|most\b|many\b|few\b|young\b|pupils\b|people\b|areas\b)",
    re.IGNORECASE,
)
_ENGAGED = re.compile(r"\bengag(?:ed|es|ing)\b", re.IGNORECASE)
_DENIED = re.compile(r"\bnot engag|does not say|\bengaged with nobody", re.IGNORECASE)


def check_view(view: MapView) -> None:
    """Refuse a map that would mislead.

    Raises
    ------
    MisleadingError
        If its kind refuses what it asks, its measure does not exist at its level, its classes put
        nations on one scale, areas that may be chance are not hatched, or its legend leaves out a
        class that is drawn.
    """
    if refused := kind_of(view).refusal(view.pairs()):
        raise MisleadingError(refused)
    measure = kind_of(view).measure(view)
    if measure is not None:
        check_measure(measure, view.geography)
        _check_hatching(view)
    check_nations(view)
    check_legend(view, legend_of(view, read_packs())["rows"])


def check_measure(entry: Indicator, level: str) -> None:
    """Refuse a measure at a level where it does not exist."""
    if level in entry.geographies:
        return
    here, there = geography(level).plural, ", ".join(entry.geographies)
    problem = f"has no figure for {here}"
    if entry.kind in _ORDERED:
        problem = (
            f"for {here} would be a {entry.kind} averaged over smaller areas, which means nothing"
        )
    elif "utla23" in entry.geographies and is_larger("utla23", level):
        problem = f"for {here} would show a county's figure as that of each part of it"
    raise MisleadingError(f"{entry.label} {problem}. It exists at: {there}. Choose one of them.")


def _check_hatching(view: MapView) -> None:
    packs = read_packs()
    hatched = MapView(geography=view.geography, indicator=view.indicator, classes=view.classes)
    if has_hatch(hatched, packs) and not view.hatch:
        raise MisleadingError(
            "Hatching is off, so areas whose true rate may lie on either side of the lowest "
            "fifth's limit would look certain. Switch it on (leave hatch=no out of the address), "
            "then export."
        )


def check_nations(view: MapView) -> None:
    """Refuse classes that hold areas of a nation which the measure does not cover."""
    nations = nations_of(view)
    table = area_table(view.geography)
    if "nation" not in table:
        return
    wrong = (visible_classes(view).of_area < NOT_COVERED) & ~table["nation"].isin(
        nations
    ).to_numpy()
    _refuse_nations(table.index[wrong], indicator(view.indicator), nations)


def _refuse_nations(codes: Iterable[object], entry: Indicator, nations: Iterable[str]) -> None:
    listed = list(codes)
    if listed:
        raise MisleadingError(
            f"{first_of(listed)} areas lie outside {' and '.join(nations)}, and figures of "
            f"{entry.label} of different nations cannot stand on one scale. Leave them out."
        )


def check_legend(view: MapView, rows: list[dict[str, Any]]) -> None:
    """Refuse a legend whose rows do not hold every area of the place once, the missing ones too.

    Parameters
    ----------
    rows
        Of the legend, as `layers.style.legend.legend_of` makes them.
    """
    classes = visible_classes(view)
    inside = inside_of(view.geography, view.within)
    held: Counter[int] = Counter()
    for row in rows:
        held[int(row["code"])] += int(row["areas"])
    names = {code: row.label for code, row in enumerate(classes.classes)}
    names |= {code: row.label for code, row in classes.missing.items()}
    drawn = Counter(classes.of_area[inside].tolist())
    # What a place's map masks is not in its legend: what is drawn must be, and nothing else.
    for code in sorted({*drawn, *held}):
        if held[code] != drawn[code]:
            raise MisleadingError(
                f"The legend shows {held[code]:,} areas in the class {names.get(code)!r} where the "
                f"map draws {drawn[code]:,}. A map whose legend leaves areas out, missing ones "
                "too, or counts too many is not written."
            )


def check_table(areas: AreaTable) -> None:
    """Refuse a table that would mislead.

    Raises
    ------
    MisleadingError
        If a measure stands at a level where it does not exist, a decile or a rank is no whole
        number, an area has a figure of a nation that is not its own, values of several measures
        stand in one column without their names or are ranked together, or a column calls distance
        reached.
    """
    table = areas.table
    _check_values(table)
    for name in map(str, table.columns):
        if _REACHED.search(name.replace("_", " ")):
            raise MisleadingError(
                f"The column {name} calls distance reached. Call it in_range: nobody was met."
            )
        averaged = _WHOLE.search(name) and not _PUBLISHED_AVERAGES.fullmatch(name)
        if averaged and _fractions(table[name]):
            raise MisleadingError(
                f"{name} holds {first_of(table.index[table[name].mod(1) > 0])} that are no whole "
                "numbers: deciles, fifths and ranks are never averaged. Aggregate scores or rates."
            )
    if areas.base != f"areas_{areas.geography}" or areas.rows != "areas":
        return
    for entry in offered():
        # Sums of the model stand in tables of larger areas, and are no measure of the map there.
        summed = entry.id in POSTERIOR_SUM and areas.geography in SUM_LEVELS
        if entry.id in table and table[entry.id].notna().any() and not summed:
            check_measure(entry, areas.geography)
            _check_rows(table, entry)


def _check_values(table: pd.DataFrame) -> None:
    """Refuse a column of values of several measures that does not name them, or ranks them."""
    if not {"measure", "value"} <= set(table):
        return
    unnamed = table.index[table["value"].notna() & (table["measure"] == "")]
    if len(unnamed):
        raise MisleadingError(
            f"{first_of(list(unnamed))} areas have a value and no measure beside it. Values of "
            "several measures stand in one column only where each row names its own."
        )
    ranked = [name for name in map(str, table) if name in ("rank", "value_rank")]
    if ranked and table["measure"].replace("", pd.NA).nunique() > 1:
        raise MisleadingError(
            f"The column {ranked[0]} ranks values of several measures, which are on scales of "
            "their own. Rank the areas of one nation by its own measure."
        )


def _fractions(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and bool((values.dropna() % 1 != 0).any())


def _check_rows(table: pd.DataFrame, entry: Indicator) -> None:
    if "nation" in table:
        wrong = table[entry.id].notna() & ~table["nation"].isin(entry.nations)
        _refuse_nations(table.index[wrong], entry, entry.nations)


def check_words(view: MapView, texts: Iterable[str]) -> None:
    """Refuse words that call distance reached, or engaged where no activity file says so.

    Parameters
    ----------
    view
        What the words are about.
    texts
        Titles, sentences and descriptions.
    """
    known = uploads_of(view).activity is not None
    for text in texts:
        said = _REACHED.search(text) or (
            None if known or _DENIED.search(text) else _ENGAGED.search(text)
        )
        if said is not None:
            raise MisleadingError(
                f"{text[:80]!r} says {said.group(0)!r} of distance. Say within range: nobody was "
                "met for it, and only an activity file tells where there was work."
            )
