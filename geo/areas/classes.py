"""Classes of an indicator: which class each area is in, and why some are in none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas.jenks import natural_breaks
from geo.errors import BadInputError
from geo.registry import NATION_CODES, Indicator, steps_of

NOT_PUBLISHED, SUPPRESSED, NOT_COVERED = 255, 254, 253
"""Codes of areas in no class. Missing is never zero and never a colour of the scale."""

NO_AREA = "No area"
"""What a class is called whose limits no value lies between."""

CLASS_COUNT = 5

Method = Literal["usual", "natural", "own"]
METHODS: dict[Method, str] = {
    "usual": "As published, or equal numbers",
    "natural": "Natural breaks",
    "own": "My own limits",
}
"""Ways to make classes, and what a menu calls them."""

Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Class:
    """One class of an indicator."""

    label: str
    areas: int
    young_people: int
    """People aged 13 to 17 at mid-2020 in its areas; 0 where that is not known."""


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes of an indicator at one geography, the worst first."""

    rule: str
    """How the classes were made, in one sentence."""
    breaks: tuple[float, ...]
    """Upper limits of all classes but the last, in the order of the values; empty if the publisher
    gives the classes."""
    classes: tuple[Class, ...]
    missing: dict[int, Class]
    """Areas in no class, by code."""
    of_area: npt.NDArray[np.uint8]
    """Class of each area, from 0 (worst), or a code of `missing`."""


def classify(
    table: pd.DataFrame,
    entry: Indicator,
    method: Method = "usual",
    limits: tuple[float, ...] = (),
) -> Classes:
    """Classify the areas of a joined table by an indicator.

    Parameters
    ----------
    table
        From `geo.areas.join.build_areas`, with the indicator's column.
    entry
        The indicator.
    method
        `usual` (as published, else equal numbers of young people), `natural` or `own`. Classes
        that are not published part values as they are shown, so that a page and its colours agree.
    limits
        For `own`: upper limits of all classes but the last, in the unit shown.

    Raises
    ------
    BadInputError
        If the indicator does not exist at the table's geography, or the limits make no classes.
    """
    if entry.id not in table:
        level = table["geography"].iloc[0]
        raise BadInputError(
            f"{entry.id} does not exist at {level}; it does at {', '.join(entry.geographies)}."
        )
    values = table[entry.id].astype("float64").to_numpy(na_value=np.nan)
    young = _young(table)
    if method == "usual" and entry.classing == "published quintiles" and "tundra_quintile" in table:
        quintile = table["tundra_quintile"].astype("float64").to_numpy(na_value=np.nan)
        rule = _PUBLISHED_QUINTILES
        return _assemble(table, entry, quintile - 1, young, (), rule, entry.class_labels)
    if method == "usual" and entry.classing in _OF_DECILES:
        rule = _OF_DECILES[entry.classing]
        return _assemble(table, entry, (values - 1) // 2, young, (), rule, entry.class_labels)
    values = shown(values, entry)
    if method == "usual" and entry.classing == "standard deviations":
        breaks, rule = np.array(_FROM_MIDDLE), _DEVIATIONS
    elif method == "usual" and entry.classing == "points from 0":
        breaks, rule = np.array(FROM_EXPECTED), _FROM_EXPECTED
    elif method == "usual" and entry.classing == "chances":
        breaks, rule = np.array(CHANCES), _CHANCES
    elif method == "usual":
        # Where young people are not known of every area with a figure, areas count alike.
        by_people = counts_people(table, ~np.isnan(values))
        breaks = equal_weight_breaks(
            values, young if by_people else np.ones(len(table)), CLASS_COUNT
        )
        rule = _EQUAL_YOUNG if by_people else _EQUAL_AREAS
    else:
        breaks = check_limits(limits, entry) if method == "own" else _natural(table, values, entry)
        rule = _OWN if method == "own" else _NATURAL.format(nations=listed(entry.nations))
    place = np.searchsorted(breaks, values, side="left").astype("float64")
    place[np.isnan(values)] = np.nan
    if entry.worse == "high":
        place = len(breaks) - place
    labels = range_labels(values, breaks, entry)
    return _assemble(table, entry, place, young, tuple(breaks), rule, labels)


def shown(values: Floats, entry: Indicator) -> Floats:
    """Round values to the smallest difference that is shown; in the unit of the column."""
    return steps_of(values, entry.step) * entry.step


def check_limits(limits: tuple[float, ...], entry: Indicator) -> Floats:
    """Turn limits in the unit shown into the unit of the column.

    Raises
    ------
    BadInputError
        Unless there are one to four, rising.
    """
    steps = steps_of(np.array(limits, np.float64), 10.0**-entry.decimals)
    if not 1 <= len(steps) < CLASS_COUNT or (np.diff(steps) <= 0).any():
        raise BadInputError(
            f"Limits of classes: {len(limits)} given. Give one to four numbers, rising and apart "
            "as far as the figures are shown, such as 20, 30, 40."
        )
    return steps * entry.step


def _natural(table: pd.DataFrame, values: Floats, entry: Indicator) -> Floats:
    """Find natural breaks of the figures of all the measure's nations, so that no class moves."""
    inside = table["nation"].isin(list(entry.nations)).to_numpy()
    return natural_breaks(values[inside], CLASS_COUNT)


def method_names(entry: Indicator) -> tuple[Method, ...]:
    """Name the ways in which an indicator can be classed: ranks and deciles only as published."""
    return ("usual",) if entry.kind in ("rank", "decile") else ("usual", "natural", "own")


_PUBLISHED_QUINTILES = (
    "Fifths as published: each holds a fifth of the pupils counted in England, not of its areas."
)
_OF_DECILES = {
    "published deciles": "Tenths as published, two to a class: each class holds a fifth of areas.",
    "deciles of ranks": "Tenths made here of the published ranks, two to a class: each class holds "
    "a fifth of areas.",
}
_EQUAL_YOUNG = "Five classes with about equal numbers of young people (aged 13 to 17 at mid-2020)."
_EQUAL_AREAS = "Five classes with about equal numbers of areas."
FROM_EXPECTED = (-0.08, -0.03, 0.03, 0.08)
"""Where classes of differences from an expected rate part."""
_FROM_EXPECTED = "Percentage points from what is expected: 3 and 8 either way."
CHANCES = (0.05, 0.2, 0.8, 0.95)
"""Where classes of chances part, from nearly out of the question to nearly certain."""
_CHANCES = (
    "Chances: up to 5% is nearly out of the question, up to 20% unlikely; over 80% is likely, over "
    "95% nearly certain; between them the figures leave it open."
)
_FROM_MIDDLE = (-1.5, -0.5, 0.5, 1.5)
_DEVIATIONS = (
    "Standard deviations from the average of the UK's areas, which is 0: half of one, and one and "
    "a half."
)
_NATURAL = (
    "Natural breaks (Fisher-Jenks): figures as near as can be within a class, over all of "
    "{nations}."
)
_OWN = "Limits as typed; a figure equal to a limit belongs to the class below it."


def listed(nations: Sequence[str]) -> str:
    """Write nations in a sentence.

    Examples
    --------
    >>> listed(("Scotland",)), listed(("England", "Wales"))
    ('Scotland', 'England and Wales')
    >>> listed(("England", "Wales", "Scotland", "Northern Ireland"))
    'the United Kingdom'
    """
    if len(nations) == len(NATION_CODES):
        return "the United Kingdom"
    return " and ".join(nations)


def counts_people(table: pd.DataFrame, here: npt.NDArray[np.bool_]) -> bool:
    """Test whether the young people of some areas are known, of every one of them."""
    return "young_people" in table and bool(table["young_people"].notna().to_numpy()[here].all())


def _young(table: pd.DataFrame) -> Floats:
    if "young_people" not in table:
        return np.zeros(len(table))
    return table["young_people"].astype("float64").fillna(0).to_numpy()


def equal_weight_breaks(values: Floats, weights: Floats, count: int) -> Floats:
    """Find limits that part areas into classes of about equal weight.

    Returns
    -------
    breaks
        Upper limits of all classes but the last, rising; each is one of the values, and a value
        belongs to the class whose limit it reaches. Fewer than `count - 1` where values repeat.
    """
    known = ~np.isnan(values) & (weights > 0)
    order = np.argsort(values[known], kind="stable")
    ranked, weight = values[known][order], weights[known][order]
    if not len(ranked):
        return np.empty(0)
    reached = np.cumsum(weight) / weight.sum()
    at = np.searchsorted(reached, np.arange(1, count) / count - 1e-12)
    breaks = np.unique(ranked[at])
    return breaks[breaks < ranked[-1]]


def range_labels(values: Floats, breaks: Floats, entry: Indicator) -> tuple[str, ...]:
    """Name classes by the least and greatest value found in each, the worst first."""
    place = np.searchsorted(breaks, values, side="left")
    labels = []
    for number in range(len(breaks) + 1):
        inside = values[(place == number) & ~np.isnan(values)]
        if not len(inside):
            labels.append(NO_AREA)
            continue
        low, high = _bare(entry, inside.min()), _bare(entry, inside.max())
        labels.append((low if low == high else f"{low} to {high}") + entry.suffix)
    return tuple(labels if entry.worse == "low" else reversed(labels))


def _bare(entry: Indicator, value: float) -> str:
    return entry.text(value).removeprefix(entry.prefix).removesuffix(entry.suffix)


def assemble(
    table: pd.DataFrame, entry: Indicator, place: Floats, labels: tuple[str, ...], rule: str
) -> Classes:
    """Make classes of places that were worked out elsewhere, 0 the worst; missing for none."""
    return _assemble(table, entry, place, _young(table), (), rule, labels)


def _assemble(
    table: pd.DataFrame,
    entry: Indicator,
    place: Floats,
    young: Floats,
    breaks: tuple[float, ...],
    rule: str,
    labels: tuple[str, ...],
) -> Classes:
    codes = np.where(np.isnan(place), NOT_PUBLISHED, place).astype(np.uint8)
    outside = ~table["nation"].isin(list(entry.nations)).to_numpy()
    withheld = np.zeros(len(table), np.bool_)
    if entry.id == "tundra_rate":
        withheld = table["tundra_basis"].notna().to_numpy()
    absent = np.isnan(place)
    codes[absent & withheld] = SUPPRESSED
    codes[absent & outside] = NOT_COVERED

    def count(code: int, label: str) -> Class:
        here = codes == code
        return Class(label, int(here.sum()), int(young[here].sum()))

    nations = ", ".join(dict.fromkeys(table["nation"][absent & outside]))
    names = {
        SUPPRESSED: entry.missing_text,
        NOT_PUBLISHED: "Not published",
        NOT_COVERED: f"Not covered: {nations}",
    }
    missing = {code: count(code, label) for code, label in names.items() if (codes == code).any()}
    classes = tuple(count(number, label) for number, label in enumerate(labels))
    return Classes(rule, breaks, classes, missing, codes)
