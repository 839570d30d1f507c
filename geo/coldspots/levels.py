"""Which levels are tested for cold spots: by what rate, on how many people, within which nation.

A test never leaves its nation: the null, the lowest fifth and the zones are of that nation alone,
and figures of two nations stand in no test together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from geo import tables
from geo.errors import BadInputError
from geo.registry import ENGLAND, NATION_CODES


@dataclass(frozen=True)
class TestBasis:
    """One level that can be tested, and what its test rests on."""

    __test__ = False

    id: str
    """The geography."""
    nation: str
    nation_code: str
    other: str
    """The level of larger or smaller areas that is asked whether it finds a cold spot too."""
    rate: str
    """Column of joined areas, and of zones, with the rate that is tested."""
    cohort: str
    """Column with the people that each rate stands on."""
    who: str
    """What those people are called."""
    people_table: str
    """Bundled table that young people are counted in."""
    deciles: str = ""
    """Column of the tenths of deprivation; empty where there are none."""
    index: str = "IMD"
    """What the index of those tenths is called."""
    no_rate: str = "no published rate (fewer than 30 pupils)"
    """Why an area without a rate is not assessed."""
    follows: bool = True
    """Whether its cohort was followed until it entered, so that the rest did not go on."""
    students: str = ""
    """Column that flags areas full of students, whose rates are low for that; empty for none."""
    schools: bool = True
    """Whether there is a list of schools to contact."""
    approximate: str = ""
    """Why the finding is approximate, in a sentence; empty where it is not."""
    offered: bool = True
    """Whether people may ask for it; else it is only asked by another level."""
    untested: str = ""
    """Why nothing is tested there and the lowest fifth alone is shown; empty where it is tested.
    Such a level has no cohort, no young people and no zones."""


_APPROXIMATE = (
    "Approximate: the rate is a share of those aged 17 to 21 who enter university in a year, and "
    "the cohort that says how sure it is are the residents of that age in mid-2020, not pupils who "
    "were followed. Where many students live the share is low for that alone; such data zones "
    "are marked."
)
_ENGLISH = TestBasis(
    "lsoa21",
    "England",
    ENGLAND,
    other="msoa21",
    rate="tundra_rate",
    cohort="tundra_cohort",
    who="pupils",
    people_table="people_lsoa21",
    deciles="iod25_decile",
)
_SCOTTISH = TestBasis(
    "dz11",
    "Scotland",
    NATION_CODES["S"],
    other="iz11",
    rate="simd20_university",
    cohort="simd20_cohort",
    who="people aged 17 to 21",
    people_table="people_dz11",
    deciles="simd20_decile",
    index="SIMD",
    no_rate="no share of its own (suppressed, or nobody aged 17 to 21)",
    follows=False,
    students="simd20_many_students",
    schools=False,
    approximate=_APPROXIMATE,
)
NORTHERN_IRELAND = (
    "Nothing is tested in Northern Ireland, of which only the lowest fifth can be told: no counts "
    "of young people by small area are among the files, and its one measure is of those who have "
    "not enrolled."
)
"""Why no cold spots are tested there."""
_IRISH = TestBasis(
    "soa01",
    "Northern Ireland",
    NATION_CODES["N"],
    other="",
    rate="nimdm17_he_enrolled",
    cohort="",
    who="people aged 18 to 21",
    people_table="",
    deciles="nimdm17_decile",
    index="NIMDM",
    no_rate="no share of its own (suppressed)",
    follows=False,
    schools=False,
    untested=NORTHERN_IRELAND,
)
_ALL: tuple[TestBasis, ...] = (
    _ENGLISH,
    replace(_ENGLISH, id="msoa21", other="lsoa21", deciles=""),
    _SCOTTISH,
    replace(_SCOTTISH, id="iz11", other="dz11", deciles="", students="", offered=False),
    _IRISH,
)

LEVELS = tuple(entry.id for entry in _ALL if entry.offered and not entry.untested)
"""Geographies that can be tested, those of England first."""
SHOWN_LEVELS = tuple(entry.id for entry in _ALL if entry.offered)
"""Those, and the geographies of which the lowest fifth alone is shown."""
UNTESTED = "No cold spots are tested here: there are no rates of small areas to test."
"""What is said of a nation that has none."""
_OF_NORTHERN_IRELAND = ("sdz21", "dea14", "lgd14")
LOWEST_FIFTH = "Ask for --geography soa01 --definition threshold."
"""What to ask for there."""


def basis_of(level: str) -> TestBasis:
    """Return what the test of a level rests on.

    Raises
    ------
    BadInputError
        If the level is not tested.

    Examples
    --------
    >>> basis_of("dz11").nation
    'Scotland'
    """
    found = next((entry for entry in _ALL if entry.id == level), None)
    if found is None:
        why = f" {NORTHERN_IRELAND} {LOWEST_FIFTH}" if level in _OF_NORTHERN_IRELAND else ""
        raise BadInputError(
            f"Cold spots are tested at {', '.join(LEVELS[:-1])} or {LEVELS[-1]}, where there are "
            f"rates of small areas; {level!r} is none of them. Choose one, and a place with "
            f"--within.{why}"
        )
    return found


def check_level(level: str) -> None:
    """Refuse a level that nobody can ask for.

    Raises
    ------
    BadInputError
        If it is not tested, or is only asked by another level.
    """
    if not basis_of(level).offered:
        raise BadInputError(
            f"{level!r} is only asked whether it confirms a cold spot of {basis_of(level).other}. "
            f"Choose {', '.join(LEVELS)}."
        )


@cache
def bundled(level: str) -> pd.DataFrame:
    """Load what the build found at a level, with rank intervals (`geo.coldspots.ranks`).

    Here, and not with the answers, so that who wants a rank alone need not load the test.
    """
    return tables.load(f"coldspots_{level}")
