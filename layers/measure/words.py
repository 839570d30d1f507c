"""A map of one measure in words."""

from __future__ import annotations

import pandas as pd

from geo.areas import NO_AREA, Row, name_of
from geo.registry import indicator
from layers.style import place_name
from layers.view import MapView, level_of
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
    place_in_prose,
    say,
    sentences_by_class,
    traces,
    young_of,
)


def measure_sentences(view: MapView, place: Trace) -> list[Sentence]:
    """Return a map of one measure in sentences, each figure with its trace."""
    return sentences_by_class(view, place, _worst)


def index_headline(view: MapView, figures: pd.DataFrame) -> str:
    """Return the headline of an index without intervals: a place's score, or what is compared.

    Nobody can say which of its scores differ, so none is called the lowest.

    Parameters
    ----------
    view
        A map of the index.
    figures
        The table of its level, of the year that it shows.

    Examples
    --------
    >>> view = MapView(geography="smc205", indicator="smc_labour_market")
    >>> index_headline(view, pd.DataFrame({"smc_labour_market": [0.7]}, index=["smc205-096"]))
    'How areas of the United Kingdom compare on labour market outcomes'
    """
    entry = indicator(view.indicator)
    measure = lowered(entry.label)
    chosen = figures.loc[figures.index == view.select]
    if chosen[entry.id].notna().any():
        score = float(chosen[entry.id].iloc[0])
        name = place_in_prose(name_of(level_of(view.select, view.geography), view.select))
        return f"{name[0].upper()}{name[1:]} scored {entry.text(score)} on {measure}"
    return f"How areas of {place_in_prose(place_name(view))} compare on {measure}"


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
