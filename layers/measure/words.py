"""A map of one measure in words."""

from __future__ import annotations

from geo.areas import NO_AREA, Row
from geo.registry import indicator
from layers.view import MapView
from layers.words import (
    AGED,
    MID_2020,
    Sentence,
    Trace,
    areas_of,
    either,
    lowered,
    opened,
    people_word,
    say,
    sentences_by_class,
    traces,
    young_of,
)


def measure_sentences(view: MapView, place: Trace) -> list[Sentence]:
    """Return a map of one measure in sentences, each figure with its trace."""
    return sentences_by_class(view, place, _worst)


def _worst(view: MapView, rows: list[Row], place: Trace) -> list[Sentence]:
    worst = rows[0]
    label = worst["label"]
    if len(rows) == 1:
        shown = traces.defined(label, "class of the legend")
        return [say("One figure is shown for {place}: {label}.", place=place, label=shown)]
    text, parts = opened(view, rows, place, "figure")
    end = "lowest" if indicator(view.indicator).worse == "low" else "highest"
    if label == NO_AREA:
        # Standard deviations have a class for values that no area comes to.
        text += f", none is in the {end} class"
        worst = next(row for row in rows if row["label"] != NO_AREA)
        named = f"the next that has any ({worst['label']}, {indicator(view.indicator).label})"
    elif label[0].isdigit() or label[0] == "-":
        named = f"the {end} class ({label}, {indicator(view.indicator).label})"
    else:
        named = f"the {lowered(label)}"
    parts |= {
        "worst": areas_of(view, worst),
        "named": traces.defined(named, "class of the legend"),
    }
    joint = " and" if label == NO_AREA else ","
    text += f"{joint} {{worst}} {either(worst['areas'], 'is', 'are')} in {{named}}"
    if worst["young_people"]:
        text += f"; {{young}} {people_word(worst)} aged {{ages}} lived there in {{year}}"
        parts |= {"young": young_of(view, worst), "ages": AGED, "year": MID_2020}
    return [say(f"{text}.", **parts)]
