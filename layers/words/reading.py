"""A map in words: what it shows, of whom and when, and what it cannot tell."""

from __future__ import annotations

from geo.areas import (
    DEPRIVATION,
    NO_AREA,
    NOT_COVERED,
    PARTICIPATION,
    Row,
    area_table,
    bivariate,
    classes_of,
    counts_inside,
    inside_of,
    levels_of,
    nation_of,
)
from geo.registry import geography, indicator, percent_text
from geo.settings import NOT_ONE_PERSON
from layers.coldspots.words import STRICT, cold_opening, told_cold
from layers.new_sites.words import siting_caveat, siting_opening, told_siting
from layers.reach.words import reach_caveat, reach_opening, told_reach
from layers.style.legend import UNITED_KINGDOM, classes_shown, is_of_all_nations, nations_of
from layers.view import REACHING, MapView
from layers.words import traces
from layers.words.beyond_words import beyond_words, is_beyond
from layers.words.links import ENGLAND, level_of
from layers.words.traces import (
    AGED,
    MID_2020,
    Sentence,
    Trace,
    counted,
    either,
    lowered,
    missing_words,
    say,
)


def opening_of(view: MapView) -> str:
    """Say in one sentence what a map shows, of whom and when."""
    level = geography(view.geography).label
    if view.mode == "cold":
        return cold_opening(view)
    if view.mode == "reach":
        return reach_opening(view)
    if view.mode == "sites":
        return siting_opening(view)
    if view.mode == "both":
        return f"Thirds of young participation and of deprivation together, by {level}."
    if view.mode == "disagree":
        return (
            f"Where young participation is low and deprivation is not, or the reverse, by {level}."
        )
    entry = indicator(view.indicator)
    return f"{entry.meaning}: {entry.period}, by {level}."


def reading_of(view: MapView) -> list[str]:
    """Read a map aloud: sentences, the main one first, each figure from the map's own classes."""
    return [sentence.text for sentence in told_of(view)]


def place_trace(view: MapView) -> Trace:
    """Trace the name of the place that a view looks at."""
    if not view.within and is_of_all_nations(view):
        return traces.defined(UNITED_KINGDOM, "nation")
    return traces.named(level_of(view.within or ENGLAND, "nation"), view.within or ENGLAND)


def told_of(view: MapView) -> list[Sentence]:
    """Read a map aloud as `reading_of` does, each figure with its trace."""
    beyond = [beyond_words(code) for code in (view.within, view.select) if is_beyond(code)]
    told = _told(view)
    # First what is seen: that an outlined place has no figure, or what there is of the place.
    first = [*_outlined(view), *told[:1]]
    return [*first[:1], *dict.fromkeys(beyond), *first[1:], *told[1:]]


def _outlined(view: MapView) -> list[Sentence]:
    """Say of a place that is outlined on a map of other nations that it has no figure there."""
    if not is_beyond(view.select) or nation_of(view.select) in nations_of(view):
        return []
    if view.within and is_beyond(view.within):
        return []
    return [
        say(
            "{outlined} is outlined and has no figure on this map of {place}.",
            outlined=traces.named(levels_of(view.select)[0], view.select),
            place=place_trace(view),
        )
    ]


def _told(view: MapView) -> list[Sentence]:
    place = place_trace(view)
    if view.mode == "cold":
        return told_cold(view, place)
    if view.mode == "reach":
        return told_reach(view, place)
    if view.mode == "sites":
        return told_siting(view, place)
    rows = counts_inside(classes_shown(view), view.geography, view.within)
    shown = [row for row in rows if row["code"] < NOT_COVERED]
    missing = [row for row in rows if row["code"] >= NOT_COVERED]
    if not any(row["areas"] for row in shown):
        plural = geography(view.geography).plural
        said = [say("No {plural} in {place} have a figure.", plural=plural, place=place)]
    else:
        tell = {"one": _one, "both": _both}.get(view.mode, _disagree)
        said = tell(view, shown, place)
    lacking = missing_words("Without a class", missing, lambda row: _areas(view, row))
    return [*said, *lacking]


def _count(view: MapView, value: int, how: str, field: str = "area_code") -> Trace:
    """Trace a count of areas, or of people, of the place that a view looks at."""
    code = view.within or ("" if is_of_all_nations(view) else ENGLAND)
    return Trace(f"{value:,}", traces.datasets_of(*_measures(view)), field, code, value, how)


def _measures(view: MapView) -> list[str]:
    return [view.indicator] if view.mode == "one" else [PARTICIPATION, DEPRIVATION]


def _where(view: MapView, row: Row) -> str:
    """Say which areas are in a class of a map, such that one can find them again."""
    plural, label = geography(view.geography).plural, row["label"]
    if view.mode == "one" or row["code"] >= NOT_COVERED:
        return f"{plural} in class {label!r} of {_measures(view)[0]}"
    if view.mode == "both":
        breaks = bivariate.third_breaks(area_table(view.geography))
        low, high = (breaks[name] for name in (PARTICIPATION, DEPRIVATION))
        if row["code"]:
            return f"{plural} with {PARTICIPATION} over {low[-1]:g} and {DEPRIVATION} up to " + (
                f"{high[0]:g}"
            )
        return f"{plural} with {PARTICIPATION} up to {low[0]:g} and {DEPRIVATION} over " + (
            f"{high[-1]:g}"
        )
    parts = [f"with {PARTICIPATION} and {bivariate.deprivation_at(view.geography)}"]
    for name, fits in (
        (PARTICIPATION, row["code"] != 1),
        (bivariate.deprivation_at(view.geography), row["code"] != 0),
    ):
        worst = classes_of(view.geography, name).classes[0].label
        parts.append(f"{'' if fits else 'not '}in class {worst!r} of {name}")
    return f"{plural} {' and '.join(parts)}"


def _areas(view: MapView, row: Row) -> Trace:
    return _count(view, row["areas"], f"count of {_where(view, row)}")


def _young(view: MapView, row: Row) -> Trace:
    how = f"sum of young_people over {_where(view, row)}"
    return _count(view, row["young_people"], how, "young_people")


def _whole(view: MapView, rows: list[Row]) -> Trace:
    count = sum(row["areas"] for row in rows)
    how = f"count of {geography(view.geography).plural} with {' and '.join(_measures(view))}"
    return _count(view, count, how)


def caveat_of(view: MapView) -> str:
    """Say what a map cannot tell."""
    if view.mode == "cold":
        return " ".join([STRICT, indicator(PARTICIPATION).caveat, NOT_ONE_PERSON])
    if view.mode in REACHING:
        return reach_caveat() if view.mode == "reach" else siting_caveat()
    names = [view.indicator] if view.mode == "one" else [PARTICIPATION, DEPRIVATION]
    return " ".join([*(indicator(name).caveat for name in names), NOT_ONE_PERSON])


def _one(view: MapView, rows: list[Row], place: Trace) -> list[Sentence]:
    worst = rows[0]
    label = worst["label"]
    if len(rows) == 1:
        shown = traces.defined(label, "class of the legend")
        return [say("One figure is shown for {place}: {label}.", place=place, label=shown)]
    text, parts = _opened(view, rows, place, "figure")
    if label == NO_AREA:
        # Standard deviations have a class for values that no area comes to.
        text += ", none is in the class of most concern"
        worst = next(row for row in rows if row["label"] != NO_AREA)
        named = f"the next that has any ({worst['label']}, {indicator(view.indicator).label})"
    elif label[0].isdigit() or label[0] == "-":
        named = f"the class of most concern ({label}, {indicator(view.indicator).label})"
    else:
        named = f"the {lowered(label)}"
    parts |= {
        "worst": _areas(view, worst),
        "named": traces.defined(named, "class of the legend"),
    }
    joint = " and" if label == NO_AREA else ","
    text += f"{joint} {{worst}} {either(worst['areas'], 'is', 'are')} in {{named}}"
    if worst["young_people"]:
        text += f"; {{young}} {_people(worst)} aged {{ages}} lived there in {{year}}"
        parts |= {"young": _young(view, worst), "ages": AGED, "year": MID_2020}
    return [say(f"{text}.", **parts)]


def _opened(
    view: MapView, rows: list[Row], place: Trace, figures: str
) -> tuple[str, dict[str, Trace | str]]:
    """Begin a sentence on the areas of a place that have figures, be it one or several."""
    if sum(row["areas"] for row in rows) == 1:
        only = traces.singular(view.geography)
        having = f"a {figures}" if figures == "figure" else figures
        return f"Of the one {{only}} in {{place}} with {having}", {"only": only, "place": place}
    having = f"a {figures}" if figures == "figure" else figures
    return f"Of {{whole}} {{plural}} in {{place}} with {having}", {
        "whole": _whole(view, rows),
        "plural": geography(view.geography).plural,
        "place": place,
    }


def _people(row: Row) -> str:
    return either(row["young_people"], "person", "people")


def _both(view: MapView, rows: list[Row], place: Trace) -> list[Sentence]:
    low, high = rows[0], rows[-1]
    text, parts = _opened(view, rows, place, "both figures")
    return [
        say(
            f"{text}, {{low}} {either(low['areas'], 'is', 'are')} in the lowest third for "
            "participation and the most deprived third "
            f"({{young}} {_people(low)} aged {{ages}} lived there in {{year}}); {{high}} "
            f"{either(high['areas'], 'is', 'are')} in the highest third and the least deprived.",
            **parts,
            low=_areas(view, low),
            young=_young(view, low),
            ages=AGED,
            year=MID_2020,
            high=_areas(view, high),
        )
    ]


def _disagree(view: MapView, rows: list[Row], place: Trace) -> list[Sentence]:
    cold, deprived, both, _ = rows
    text, parts = _opened(view, rows, place, "both figures")
    low = either(cold["areas"], "has low participation and is", "have low participation and are")
    sentences = [
        say(
            f"{text}, {{cold}} {low} not among the most deprived ({{young}} {_people(cold)} aged "
            f"{{ages}} lived there in {{year}}); {{deprived}} "
            f"{either(deprived['areas'], 'is', 'are')} deprived without low participation "
            f"({{others}}); {{both}} {either(both['areas'], 'is', 'are')} both.",
            **parts,
            cold=_areas(view, cold),
            young=_young(view, cold),
            ages=AGED,
            year=MID_2020,
            deprived=_areas(view, deprived),
            others=_young(view, deprived),
            both=_areas(view, both),
        )
    ]
    found = entry_outside(view.within) if view.geography == "lsoa21" else None
    if found is not None:
        sentences.append(_worst_entry(view, place, *found))
    return sentences


def _worst_entry(view: MapView, place: Trace, outside: int, worst: int) -> Sentence:
    """Say how many of the neighbourhoods in the worst tenth for entry are not deprived."""
    lead = "By the deprivation index's own measure of entry to higher education, "
    deciles = traces.defined("1 and 2", "IMD deciles")
    if worst == 1:
        side = "outside" if outside else "in"
        return say(
            f"{lead}the one neighbourhood in {{place}} that is in England's worst tenth is {side} "
            "IMD deciles {deciles}.",
            place=place,
            deciles=deciles,
        )
    source, field = traces.datasets_of("iod25_he_entry_rank"), "iod25_he_entry_rank"
    code, tenth = view.within or ENGLAND, f"in the worst tenth of England by {field}"
    share, how = outside / worst, f"share of neighbourhoods {tenth} whose iod25_decile is above 2"
    return say(
        f"{lead}{{share}} of the {{worst}} neighbourhoods in England's worst tenth that lie in "
        "{place} are outside IMD deciles {deciles}.",
        share=Trace(percent_text(share), source, field, code, share, how),
        worst=counted(worst, source, field, code, f"count of neighbourhoods {tenth}"),
        place=place,
        deciles=deciles,
    )


def entry_outside(within: str) -> tuple[int, int] | None:
    """Count the neighbourhoods of a place in the worst tenth for entry, and those not deprived.

    Returns
    -------
    outside, worst
        Outside IMD deciles 1 and 2, and all in the worst tenth of England by the IoD entry
        indicator; None where there is none.
    """
    table = area_table("lsoa21")
    rank = table["iod25_he_entry_rank"].astype("float64")
    worst = (rank <= rank.notna().sum() / 10).to_numpy() & inside_of("lsoa21", within)
    if not worst.any():
        return None
    deprived = (table["iod25_decile"].astype("float64") <= 2).to_numpy()
    return int((worst & ~deprived).sum()), int(worst.sum())
