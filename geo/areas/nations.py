"""Four nations on one map: each area's fifth within its own nation, by that nation's own measure.

Each nation measures who goes on in another way, of other people, over other years. No figure, limit
or rank of one nation is put beside those of another: what areas share is the word "fifth".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from geo.areas.cache import area_table, classes_of, is_in_nation
from geo.areas.classes import (
    NOT_COVERED,
    NOT_PUBLISHED,
    SUPPRESSED,
    Class,
    Classes,
    counts_people,
)
from geo.registry import NATIONS, Indicator, geography, indicator

NOT_OF_WALES = "No small-area participation is published for Wales"
FIFTHS = (
    "Lowest fifth",
    "Second lowest fifth",
    "Middle fifth",
    "Second highest fifth",
    "Highest fifth",
)
"""What the classes are called, the lowest first."""

_UNIVERSITY = {"England": "tundra_rate", "Scotland": "simd20_university"}
_MEASURES: dict[str, dict[str, str]] = {
    "lad24": {**_UNIVERSITY, "Northern Ireland": "ni_leavers_he"},
    "pcon24": {**_UNIVERSITY, "Northern Ireland": "nimdm17_he_enrolled"},
}
"""The measure of each nation that has one, by level."""
_ORDER = ("England", "Scotland", "Wales", "Northern Ireland")


@dataclass(frozen=True)
class Scale:
    """The fifths of one nation, on its own measure."""

    nation: str
    measure: Indicator
    classes: Classes
    """Of its whole level; areas of other nations are in no class."""
    by_people: bool
    """Whether each fifth holds as many young people, rather than as many areas."""

    @property
    def words(self) -> str:
        """Return what is measured, of whom and when."""
        return f"{self.measure.label}, {self.measure.period}"

    @property
    def lowest(self) -> float:
        """The value up to which the lowest fifth goes."""
        return self.classes.breaks[0]

    @property
    def limits(self) -> str:
        """Write the upper limits of all fifths but the highest."""
        *first, last = (self.measure.text(limit) for limit in self.classes.breaks)
        bare = [text.removesuffix(self.measure.suffix) for text in first]
        return f"{', '.join(bare)} and {last}"


def levels_of_nations() -> tuple[str, ...]:
    """Name the levels at which areas of several nations are shown, each by its own measure."""
    return tuple(_MEASURES)


@cache
def scales_of(level: str) -> tuple[Scale, ...]:
    """Return the scale of each nation that has a measure at a level.

    Parameters
    ----------
    level
        One of `levels_of_nations`.

    Examples
    --------
    >>> [(scale.nation, scale.limits) for scale in scales_of("lad24")][1]
    ('Scotland', '7.6, 8.6, 9.3 and 10.9%')
    """
    measures, table = _MEASURES[level], area_table(level)
    found = []
    for nation in filter(measures.__contains__, _ORDER):
        entry = indicator(measures[nation])
        known = table[entry.id].notna().to_numpy()
        classes = classes_of(level, entry.id)
        found.append(Scale(nation, entry, classes, counts_people(table, known)))
    return tuple(found)


def scale_of(level: str, nation: str) -> Scale | None:
    """Return the scale of a nation at a level; None where it has no measure there."""
    return next((scale for scale in scales_of(level) if scale.nation == nation), None)


def why_none(level: str, nation: str) -> str:
    """Return why a nation has no measure at a level.

    Examples
    --------
    >>> why_none("pcon24", "Wales")
    'No small-area participation is published for Wales'
    """
    if nation == "Wales":
        return NOT_OF_WALES
    return f"No participation by {_bare(level)} is published for {nation}"


def _bare(level: str) -> str:
    label = geography(level).label.partition(" (")[0]
    return label.removeprefix("parliamentary ")


@cache
def classes_of_nations(level: str) -> Classes:
    """Return the fifth of every area within its own nation, the lowest first.

    Parameters
    ----------
    level
        One of `levels_of_nations`.

    Returns
    -------
    classes
        Young people are not counted: of Northern Ireland nobody knows them by area.
    """
    table = area_table(level)
    codes = np.full(len(table), NOT_COVERED, np.uint8)
    missing: dict[int, str] = {}
    for scale in scales_of(level):
        here = is_in_nation(level, scale.nation)
        codes[here] = scale.classes.of_area[here]
        own = scale.classes.missing
        missing |= {
            code: own[code].label for code in np.unique(codes[here]).tolist() if code in own
        }
    free = [code for code in (NOT_PUBLISHED, SUPPRESSED, NOT_COVERED) if code not in missing]
    for nation in sorted(set(NATIONS.values()), reverse=True):
        here = is_in_nation(level, nation)
        if here.any() and scale_of(level, nation) is None:
            code = free.pop(0)
            codes[here], missing[code] = code, why_none(level, nation)

    def count(code: int, label: str) -> Class:
        return Class(label, int((codes == code).sum()), 0)

    return Classes(
        "A colour is a fifth of the area's own nation, and never compares across nations.",
        (),
        tuple(count(number, label) for number, label in enumerate(FIFTHS)),
        {code: count(code, label) for code, label in missing.items()},
        codes,
    )


@cache
def fifths_of_nations(level: str) -> pd.DataFrame:
    """Return of every area whose measure it has, its value and its fifth of its own nation.

    Parameters
    ----------
    level
        One of `levels_of_nations`.

    Returns
    -------
    fifths
        Indexed by `area_code`: `measure` (what the value is, of whom and when; empty where the
        nation has none), `value` (in the unit of that measure) and `fifth_of_nation` (1 the lowest
        to 5; missing without a value). Values of two nations are on two scales: never sort or rank
        them together.
    """
    table = area_table(level)
    made = pd.DataFrame({"measure": "", "value": np.nan}, index=table.index)
    for scale in scales_of(level):
        here = is_in_nation(level, scale.nation)
        made.loc[here, "measure"] = scale.words
        made.loc[here, "value"] = table[scale.measure.id][here].astype("float64")
    codes = pd.Series(classes_of_nations(level).of_area, table.index).astype("Int64")
    return made.assign(fifth_of_nation=(codes + 1).where(codes < len(FIFTHS)))
