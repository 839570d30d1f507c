"""One legend: the rows that a map, a page and a file show."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from geo.areas import (
    NOT_COVERED,
    Classes,
    area_table,
    inside_of,
    is_in_nation,
    knows_young,
    listed,
    name_of,
)
from geo.packs import load_points, points_within
from geo.registry import NATION_CODES, NATIONS, geography, indicator, percent_text
from geo.settings import UNCERTAIN
from layers.kinds import kind_of
from layers.style.doubt import doubt_of
from layers.style.sites import KEYS, KINDS, ONE_SITE, SITE_LABELS
from layers.view import SITE_KEYS, MapView, level_of

HATCHED = "May or may not be in the lowest fifth of true rates (chance {chance}, by the model)"


def hatch_words() -> str:
    """Return what hatching means."""
    low, high = (percent_text(end) for end in UNCERTAIN)
    return HATCHED.format(chance=f"{low} to {high}")


def visible_classes(view: MapView) -> Classes:
    """Return the classes that a view draws."""
    return kind_of(view).classes(view)


def limit_labels(view: MapView) -> dict[int, str]:
    """Name classes by their limits, which years share, and not by the figures of one year.

    Returns
    -------
    labels
        By code; none where the publisher gives the classes.

    Examples
    --------
    >>> view = MapView(geography="utla23", indicator="he19_rate")
    >>> list(limit_labels(view).values())[::4]
    ['39.3% or less', 'over 53.3%']
    """
    entry, breaks = indicator(view.indicator), visible_classes(view).breaks
    if not breaks:
        return {}
    texts = [entry.text(limit) for limit in breaks]
    labels = [f"{texts[0]} or less"]
    labels += [f"over {low} to {high}" for low, high in pairwise(texts)]
    labels.append(f"over {texts[-1]}")
    return dict(enumerate(labels if entry.worse == "low" else labels[::-1]))


def title_of(view: MapView) -> str:
    """Return what the map of a view is called."""
    return kind_of(view).title(view)


def period_of(view: MapView) -> str:
    """Return of whom and when a view speaks."""
    return kind_of(view).period(view)


def nations_of(view: MapView) -> tuple[str, ...]:
    """Return the nations that have figures on a map."""
    return kind_of(view).nations(view)


def ground_of(view: MapView) -> str:
    """Return the code of the one nation that has figures on a map; empty where several have."""
    nations = nations_of(view)
    letters = [letter for letter, name in NATIONS.items() if name in nations]
    return NATION_CODES[letters[0]] if len(letters) == 1 else ""


def place_name(view: MapView) -> str:
    """Return what the place that a view looks at is called; all that has figures if it is none."""
    if not view.within:
        return listed(nations_of(view))
    return name_of(level_of(view.within, view.geography), view.within)


def has_hatch(view: MapView, packs: dict[str, Any]) -> bool:
    """Test whether a view hatches areas that are uncertain."""
    return kind_of(view).has_hatch(view) and view.geography in packs.get("uncertain", {})


def has_sureness(view: MapView, packs: dict[str, Any]) -> bool:
    """Test whether a view shows rates whose intervals are known."""
    return kind_of(view).shows_rate(view) and view.geography in packs.get("uncertain", {})


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
        Sites drawn of each kind, where they are not those of the bundled pack: all of them, in
        the place and around it.

    Returns
    -------
    legend
        `title`, `period`, `place`, `counted` (what the counts count), `rows` (classes first,
        missing classes after; areas and young people inside the place), `scales` (a line for each
        scale that the colours are of, where there are several), `people` (how old those are),
        `peopleNote` (whose numbers are not known, or nothing), `rule`, `unit` (of a score, or
        nothing), `doubt` (what the `doubt` of each row means, which is how many of its areas may
        belong to another class; or why nobody knows; or nothing), `hatch` (what hatching means, or
        nothing), `circles` (what circles mean, or nothing), `grid` (whether the classes are nine),
        `sites` (rows of the kinds drawn, and how many are in the place; of one's own and of new
        ones, all) and `siteNames` (of all kinds).
    """
    kind, classes = kind_of(view), visible_classes(view)
    doubt, doubts = doubt_of(view, classes)
    return {
        "title": title_of(view),
        "period": period_of(view),
        "place": place_name(view),
        "counted": geography(view.geography).plural,
        "rows": [{**row, "doubt": doubts.get(row["code"], "")} for row in kind.rows(view, classes)],
        "doubt": doubt,
        "scales": kind.scales(view),
        "peopleNote": _people_note(view, classes),
        "people": kind.people_head,
        "rule": classes.rule,
        "unit": kind.unit(view),
        "hatch": hatch_words() if has_hatch(view, packs) else "",
        "circles": kind.circle_words(view),
        "grid": kind.is_grid,
        "sites": _site_rows(view) if counts is None else _drawn(view, counts),
        "siteNames": list(ONE_SITE),
    }


def _people_note(view: MapView, classes: Classes) -> str:
    """Return which nations a row counts no young people of, though it counts their areas."""
    table = area_table(view.geography)
    if kind_of(view).people_column not in table:
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


def _codes_of(view: MapView) -> tuple[str, ...]:
    """Return the place, or the nations that have figures; none where all of them have."""
    if view.within:
        return (view.within,)
    nations = nations_of(view)
    codes = tuple(NATION_CODES[letter] for letter, name in NATIONS.items() if name in nations)
    return codes if len(codes) < len(NATIONS) else ()


def _in_place(codes: tuple[str, ...], points: pd.DataFrame) -> pd.DataFrame:
    """Return the points in any of some places; all of them where there is no place."""
    if not codes:
        return points
    inside = [points_within(code) for code in codes]
    return points[np.logical_or.reduce([points.index.isin(one) for one in inside])]


def _drawn(view: MapView, counts: list[int]) -> list[dict[str, Any]]:
    points = _in_place(_codes_of(view), kind_of(view).site_points(view))
    here = dict(enumerate(counts)) | _counted(points)
    return [
        {"kind": number, "label": SITE_LABELS[key], "count": here[number]}
        for number, key in enumerate(KEYS)
        if counts[number]
    ]


def _counted(points: pd.DataFrame) -> dict[int, int]:
    """Count the points of each of the bundled kinds, by its number."""
    return {
        number: int((points["kind"] == kind).sum())
        for number, kind in enumerate(KINDS[: len(SITE_KEYS)])
    }


@lru_cache(maxsize=256)
def _bundled_counts(codes: tuple[str, ...], part_time: bool) -> dict[int, int]:
    """Count the bundled points in some places by kind; shared, never changed."""
    points = load_points()
    return _counted(_in_place(codes, points[points["part_time"]] if part_time else points))


def _site_rows(view: MapView) -> list[dict[str, Any]]:
    counts = _bundled_counts(_codes_of(view), view.part_time)
    ending = ", part-time" if view.part_time else ""
    return [
        {"kind": number, "label": SITE_LABELS[key] + ending, "count": counts[number]}
        for number, key in enumerate(SITE_KEYS)
        if key in view.sites
    ]
