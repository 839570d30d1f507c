"""What is known of a place: findings by each measure, its neighbourhoods, its young people."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.areas import holders
from geo.coldspots import LEVELS, bundled
from geo.compare import (
    Chosen,
    Finding,
    Interval,
    find_place,
    finding_of,
    findings_of,
    pooled_finding,
)
from geo.errors import BadInputError
from geo.reach import domains_of
from geo.registry import indicator
from layers.profiles import Subject, find_subject

STORY_LEVELS = ("lad24", "utla23", "pcon24", "cauth25", "region", "nation")
"""Levels of areas that stories are written of."""
_CONTEXT = ("child_poverty_rate", "simd20_not_participating", "census21_level4")


@dataclass(frozen=True, eq=False)
class Neighbourhoods:
    """The small areas of a place, counted."""

    level: str
    whole: int
    cold: int | None
    """Tested cold spots among them; None where nothing is tested."""
    decile: str
    """Measure of its nation that parts small areas into tenths by deprivation."""
    ranked: int
    """Those that have a tenth."""
    most_deprived: int
    """Those in the most deprived tenth of the nation."""


@dataclass(frozen=True, eq=False)
class StoryFacts:
    """Everything that a story may tell of a place."""

    subject: Subject
    place: Chosen | None
    """None for a zone of cold spots."""
    main: Finding | None
    """By the freshest measure of who goes on; None where none is published of the place."""
    older: Finding | None
    """By the older measure of England, where another leads."""
    gap: Finding | None
    free_meals: Finding | None
    others: Finding | None
    county: Finding | None
    """Entry by 19 of the county that holds a district, or most of a patch's young people; None
    where the place has its own."""
    context: dict[str, Finding]
    """By id of the measure: child poverty, not in education or work, adults' qualifications."""
    small: Neighbourhoods | None
    young_people: int | None
    """Aged 13 to 17 in 2026, if nobody moved; None where they are not counted."""

    @property
    def nation(self) -> str:
        """Return the nation it lies in."""
        return self.subject.nation


def facts_of_place(code: str) -> StoryFacts:
    """Gather what is known of an area or a zone of cold spots.

    Raises
    ------
    UnknownAreaError
        If there is no such place.
    BadInputError
        If it is of a level that no stories are written of.
    """
    subject = find_subject(code)
    if subject.is_zone:
        return StoryFacts(
            subject, None, None, None, None, None, None, None, {}, _small(subject), _young(subject)
        )
    if subject.is_patch:
        return _of_patch(subject)
    if subject.level not in STORY_LEVELS:
        raise BadInputError(
            f"{code} is too small for a story. Give the code of an authority, county, "
            "constituency, combined authority, region, nation or zone of cold spots."
        )
    place = find_place(code)
    found = findings_of(place)
    names = ("he19_gap", "he19_fsm_rate", "he19_nonfsm_rate")
    gap, free, others = (finding_of(place, indicator(name)) for name in names)
    context = {name: finding_of(place, indicator(name)) for name in _CONTEXT}
    return StoryFacts(
        subject=subject,
        place=place,
        main=found[0] if found else None,
        older=found[1] if len(found) > 1 and place.nation == "England" else None,
        gap=gap,
        free_meals=free,
        others=others,
        county=_county(place),
        context={name: one for name, one in context.items() if one is not None},
        small=_small(subject),
        young_people=_young(subject),
    )


def _of_patch(subject: Subject) -> StoryFacts:
    """Gather what is known of a patch: the rate that its neighbourhoods have together."""
    row = subject.row
    if subject.nation != "England" or pd.isna(row["tundra_rate"]):
        raise BadInputError(
            "A story of a patch is written in England alone, where the shares of neighbourhoods "
            f"are put together; {subject.nation} publishes none that can be. Choose one of its "
            "places, or take the profile of the patch."
        )
    place = Chosen(subject.code, (subject.level,), str(subject.name.value), subject.nation)
    pooled = Interval(*(float(row[f"tundra_rate{end}"]) for end in ("", "_low", "_high")))
    main = pooled_finding(place, indicator("tundra_rate"), pooled, float(row["tundra_cohort"]))
    return StoryFacts(
        subject=subject,
        place=place,
        main=main,
        older=None,
        gap=None,
        free_meals=None,
        others=None,
        county=finding_of(find_place(subject.most_in("utla23")), indicator("he19_rate")),
        context={},
        small=_small(subject),
        young_people=_young(subject),
    )


def _county(place: Chosen) -> Finding | None:
    """Return the entry by 19 of the county that holds a district."""
    code = dict(holders(place.level, place.code)).get("utla23", "")
    if place.level != "lad24" or not code or code == place.code:
        return None
    return finding_of(find_place(code), indicator("he19_rate"))


def _young(subject: Subject) -> int | None:
    if not subject.is_counted:
        return None
    if subject.level == "pcon24":
        # A constituency cuts neighbourhoods: each counts by its people that live there.
        return int(subject.row["young_people_now"])
    return int(subject.areas["young_people_now"].sum())


def _small(subject: Subject) -> Neighbourhoods | None:
    level, areas = subject.basis.small, subject.areas
    if areas.empty:
        return None
    decile = f"{domains_of(subject.nation)[0]}_decile"
    tenths = areas[decile].dropna().astype("int64")
    cold = None
    if level in LEVELS and subject.nation in ("England", "Scotland"):
        marked = bundled(level)["cold_spot"]
        cold = int(marked.reindex(pd.Index(subject.codes), fill_value=False).sum())
    return Neighbourhoods(
        level, len(areas), cold, decile, len(tenths), int((tenths == 1).sum())
    )  # fmt: skip
