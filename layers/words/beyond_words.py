"""What there is of a place outside England: until other nations have figures, its page says so."""

from __future__ import annotations

from functools import cache

from geo import tables
from geo.areas import COUNTED, area_table, levels_of, name_of, nation_of, patch_members
from geo.coldspots import NORTHERN_IRELAND, UNTESTED
from geo.registry import INDICATORS, PATCH, geography, indicator
from layers.kinds import kind_of
from layers.view import MapView, is_zone, level_of
from layers.words import traces
from layers.words.nesting import why_not_held
from layers.words.traces import AGED, MID_2020, Sentence, Trace, counted, lowered, say

_TOLD = 4
"""Measures of a level that are told by name."""
_NOT_PUBLISHED = {"Wales": "No small-area participation is published for Wales."}
_ELSEWHERE = "All other measures are of other nations, on scales of their own. "
_TESTED = {
    "Scotland": "Cold spots are tested here within {nation} alone, among its data zones; their map "
    "is approximate.",
    "Northern Ireland": NORTHERN_IRELAND,
}


def is_beyond(code: str) -> bool:
    """Test whether a code is of a place outside England."""
    return bool(code) and not is_zone(code) and nation_of(code) != "England"


@cache
def beyond_sentence(code: str) -> Sentence:
    """Return what there is of a place outside England, and what of England alone.

    Parameters
    ----------
    code
        Of an area of any level, outside England.
    """
    level = levels_of(code)[0]
    nation = nation_of(code)
    place = traces.named(level, code)
    parts: dict[str, Trace | str] = {
        "place": place,
        "nation": nation,
        "sites": counted(_sites_in(nation), "sites", "nation", code, f"sites placed in {nation}"),
    }
    lead = "" if place.figure == nation else "{place} is in {nation}. "
    text = f"{lead}What there is of {{nation}} here: {{sites}} teaching sites"
    if _is_counted(level, code):
        text += "; how many people aged {ages} lived in each area in {year}"
        parts |= {"ages": AGED, "year": MID_2020}
    there = [entry for entry in INDICATORS if nation in entry.nations]
    for at, upper in enumerate(dict.fromkeys(entry.geographies[0] for entry in there)):
        labels = [lowered(one.label) for one in there if one.geographies[0] == upper]
        told = ", ".join(labels[:_TOLD])
        if len(labels) > _TOLD:
            told += f" and {len(labels) - _TOLD} other measures"
        text += f"; for each {{level{at}}}, {{measures{at}}}"
        parts[f"level{at}"] = traces.defined(geography(upper).label, "geography")
        parts[f"measures{at}"] = traces.defined(told, "names of measures")
    text += f". {_NOT_PUBLISHED[nation]}" if nation in _NOT_PUBLISHED else "."
    text += f" {_ELSEWHERE}{_TESTED.get(nation, UNTESTED)}"
    return say(text, **parts)


def _is_counted(level: str, code: str) -> bool:
    """Test whether the young people of a place are counted."""
    if level == PATCH.id:
        return bool(patch_members(code)["young_people"].notna().any())
    young = area_table(level).get("young_people")
    return young is not None and bool(young.notna()[code])


def left_behind(before: MapView, now: MapView) -> list[str]:
    """Return a note that a place was left because what is shown holds nothing of it.

    Returns
    -------
    notes
        One sentence, or none where the place was kept or there was none.
    """
    code = before.within
    if not code or now.within:
        return []
    name = name_of(level_of(code, before.geography), code)
    counted = kind_of(now).counted_alone
    if counted and nation_of(code) not in COUNTED:
        return [
            f"{name} is in {nation_of(code)}, where no young people are counted by small area "
            f"among the files, so {counted} cannot be measured there: all of England is shown."
        ]
    said = f"{name} holds no {geography(now.geography).plural}: all of them are shown."
    return [" ".join(filter(None, (said, why_not_held(code, now.geography))))]


def measure_left(before: MapView, now: MapView) -> list[str]:
    """Return a note that a measure gave way to one that has figures where one looks.

    Returns
    -------
    notes
        One sentence, or none where the measure was kept or left for another reason.
    """
    old, new = indicator(before.indicator), indicator(now.indicator)
    if old.id == new.id or set(new.nations) <= set(old.nations):
        return []
    nation = nation_of(now.select or now.within)
    said = f"{old.label} is not published for {nation}: {lowered(new.label)} is shown."
    return [" ".join(filter(None, (said, _NOT_PUBLISHED.get(nation))))]


def _sites_in(nation: str) -> int:
    sites = tables.load("sites", ["nation", "placed"])
    return int((sites["placed"] & (sites["nation"] == nation)).sum())
