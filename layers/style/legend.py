"""One legend: the rows that a map, a page and a file show."""

from __future__ import annotations

from functools import cache
from typing import Any

from geo.areas import (
    NOT_COVERED,
    Classes,
    Row,
    area_table,
    classes_of,
    classes_of_two,
    count_rows,
    counts_inside,
    inside_of,
    is_in_nation,
    knows_young,
    lowest_fifth_of,
    name_of,
)
from geo.coldspots import cold_classes, definition
from geo.reach import SCORES, demand_of
from geo.registry import NATION_CODES, geography, indicator, percent_text
from geo.settings import UNCERTAIN
from layers.coldspots.packs import shown_by
from layers.new_sites.state import siting_classes
from layers.new_sites.words import siting_title
from layers.reach.state import KINDS, reach_classes_of, reach_of
from layers.reach.words import reach_title
from layers.view import REACHING, SITE_KEYS, MapView, asked_of
from layers.words.links import level_of

SITE_LABELS = {
    "university": "Universities",
    "college": "Colleges teaching HE",
    "other": "Other HE providers",
    "school": "Sixth forms and colleges",
    "own": "Your own sites",
    "chosen": "New sites, in order of what they add",
    "picked": "Picked by hand, not chosen",
}
"""What sites of each kind are called."""

_ONE_SITE = (
    "University or other HE institution",
    "College teaching higher education",
    "Other provider of higher education",
    "School or college with 16 to 18 year olds, 2018/19",
    "Site of your own",
    "New site, proven or found best",
    "New site, picked by hand",
)

TITLES = {
    "both": "Participation and deprivation",
    "disagree": "Where participation and deprivation disagree",
}
"""What a map of two measures is called."""

_PARTICIPATION_ALONE = ("local-g", "threshold")
"""Definitions of cold spots that need no other measure."""

UNITED_KINGDOM = "the United Kingdom"

YOUNG_HEAD, DEMAND_HEAD = "aged 13–17", "13–17 in 2026"
"""Heads of the column of people: at mid-2020, and those that reach counts."""
CIRCLES = "Circles, from afar: zones of touching cold spots, larger for more young people"
HATCHED = "True rate may be below or above {limit}, the end of the lowest fifth (chance {chance})"


def hatch_words(level: str) -> str:
    """Return what hatching means among areas of a level."""
    low, high = (percent_text(end) for end in UNCERTAIN)
    return HATCHED.format(limit=lowest_fifth_text(level), chance=f"{low} to {high}")


@cache
def lowest_fifth_text(level: str) -> str:
    """Return the rate at which the published lowest fifth ends, as it is written."""
    return percent_text(lowest_fifth_of(level), 1)


def classes_shown(view: MapView) -> Classes:
    """Return the classes that a view draws."""
    if view.mode == "cold":
        return cold_classes(asked_of(view))
    if view.mode == "reach":
        return reach_classes_of(view)
    if view.mode == "sites":
        return siting_classes(view)
    if view.mode != "one":
        return classes_of_two(view.geography, view.mode)
    return classes_of(view.geography, view.indicator, view.classes, view.limits)


def title_of(view: MapView) -> str:
    """Return what the map of a view is called."""
    if view.mode == "cold":
        return definition(view.definition).title
    if view.mode in REACHING:
        return reach_title(view) if view.mode == "reach" else siting_title(view)
    return TITLES.get(view.mode) or indicator(view.indicator).label


def period_of(view: MapView) -> str:
    """Return of whom and when a view speaks."""
    alone = view.mode == "cold" and view.definition in _PARTICIPATION_ALONE
    if view.mode == "one" or alone:
        return indicator(view.indicator).period
    if view.mode in REACHING:
        return f"Sites of October 2025; cold spots: {indicator('tundra_rate').period}"
    return f"{indicator('tundra_rate').period}; {indicator('iod25_score').period}"


def nations_of(view: MapView) -> tuple[str, ...]:
    """Name the nations that have figures on a map."""
    return indicator(view.indicator).nations if view.mode == "one" else ("England",)


def is_of_all_nations(view: MapView) -> bool:
    """Tell whether a map has figures of every nation."""
    return len(nations_of(view)) == len(NATION_CODES)


def place_of(view: MapView) -> str:
    """Return what the place that a view looks at is called; all that has figures if it is none."""
    if not view.within:
        return UNITED_KINGDOM if is_of_all_nations(view) else "England"
    return name_of(level_of(view.within, view.geography), view.within)


def has_hatch(view: MapView, packs: dict[str, Any]) -> bool:
    """Tell whether a view hatches areas that are uncertain."""
    uncertain = packs.get("uncertain", {})
    one = view.mode == "one" and view.indicator == "tundra_rate"
    return view.hatch and one and view.classes == "usual" and view.geography in uncertain


def has_sureness(view: MapView, packs: dict[str, Any]) -> bool:
    """Tell whether a view shows rates whose intervals are known."""
    shown = view.mode == "cold" and shown_by(view.definition).id == "tundra_rate"
    one = view.mode == "one" and view.indicator == "tundra_rate"
    return (one or shown) and view.geography in packs.get("uncertain", {})


def rows_of(view: MapView, classes: Classes) -> list[Row]:
    """Count the areas and young people of each class in the place of a view.

    Reach counts those who are young now, all other maps those of mid-2020.
    """
    if view.mode not in REACHING:
        return counts_inside(classes, view.geography, view.within)
    people = demand_of(reach_of(view))
    return count_rows(classes, view.geography, view.within, people)


def legend_of(
    view: MapView, packs: dict[str, Any], counts: list[int] | None = None
) -> dict[str, Any]:
    """Make the legend of a view.

    Parameters
    ----------
    view
        What is shown.
    packs
        The index of the packs.
    counts
        Sites drawn of each kind, where they are not those of the bundled pack.

    Returns
    -------
    legend
        `title`, `period`, `place`, `counted` (what the counts count), `rows` (classes first,
        missing classes after; areas and young people inside the place), `people` (how old those
        are), `peopleNote` (whose numbers are not known, or nothing), `rule`, `unit` (of a score, or
        nothing), `hatch` (what hatching means, or nothing), `circles` (what circles mean, or
        nothing), `grid` (whether the classes are nine), `sites` (rows of the kinds drawn) and
        `siteNames` (of all kinds).
    """
    classes = classes_shown(view)
    return {
        "title": title_of(view),
        "period": period_of(view),
        "place": place_of(view),
        "counted": geography(view.geography).plural,
        "rows": rows_of(view, classes),
        "peopleNote": _people_note(view, classes),
        "people": DEMAND_HEAD if view.mode in REACHING else YOUNG_HEAD,
        "rule": classes.rule,
        "unit": SCORES.get(view.reach.show, "") if view.mode == "reach" else "",
        "hatch": hatch_words(view.geography) if has_hatch(view, packs) else "",
        "circles": CIRCLES if view.mode == "cold" else "",
        "grid": view.mode == "both",
        "sites": _site_rows(view, packs["sites"]) if counts is None else _drawn(counts),
        "siteNames": list(_ONE_SITE),
    }


def _people_note(view: MapView, classes: Classes) -> str:
    """Say which nations a row counts no young people of, though it counts their areas."""
    table = area_table(view.geography)
    if "young_people" not in table or view.mode in REACHING:
        return ""
    here = inside_of(view.geography, view.within) & (classes.of_area == NOT_COVERED)
    if not here.any():
        return ""
    known, told, untold = knows_young(view.geography), list[str](), list[str]()
    for nation in sorted(known):
        if (here & known[nation]).any():
            told.append(nation)
        elif (here & is_in_nation(view.geography, nation)).any():
            untold.append(nation)
    if not untold:
        return ""
    those = f" Those not covered are of {' and '.join(told)} alone." if told else ""
    return f"Young people of {' and '.join(untold)} are not known here.{those}"


def _drawn(counts: list[int]) -> list[dict[str, Any]]:
    return [
        {"kind": number, "label": SITE_LABELS[key], "count": counts[number]}
        for number, key in enumerate((*SITE_KEYS, *KINDS[len(SITE_KEYS) :]))
        if counts[number]
    ]


def _site_rows(view: MapView, sites: dict[str, Any]) -> list[dict[str, Any]]:
    counts = sites["part_time" if view.part_time else "counts"]
    ending = ", part-time" if view.part_time else ""
    return [
        {"kind": number, "label": SITE_LABELS[key] + ending, "count": counts[number]}
        for number, key in enumerate(SITE_KEYS)
        if key in view.sites
    ]
