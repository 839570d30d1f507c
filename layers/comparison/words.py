"""Maps of participation and deprivation together in words."""

from __future__ import annotations

from geo.areas import NOT_COVERED, Row, area_table, counts_inside, inside_of
from geo.registry import ENGLAND, percent_text
from layers.kinds import kind_of
from layers.style import place_name
from layers.view import MapView
from layers.words import (
    AGED,
    MID_2020,
    Sentence,
    Trace,
    areas_of,
    counted,
    either,
    fitting,
    opened,
    people_word,
    plural_of,
    say,
    traces,
    where_of,
    young_of,
)


def say_both(view: MapView, rows: list[Row], place: Trace) -> list[Sentence]:
    """Return the sentence on the ends of both measures."""
    low, high = rows[0], rows[-1]
    text, parts = opened(view, rows, place, "both figures")
    return [
        say(
            f"{text}, {{low}} {either(low['areas'], 'is', 'are')} in the lowest third for "
            "participation and the most deprived third "
            f"({{young}} {people_word(low)} aged {{ages}} lived there in {{year}}); {{high}} "
            f"{either(high['areas'], 'is', 'are')} in the highest third and the least deprived.",
            **parts,
            low=areas_of(view, low),
            young=young_of(view, low),
            ages=AGED,
            year=MID_2020,
            high=areas_of(view, high),
        )
    ]


def say_disagreement(view: MapView, rows: list[Row], place: Trace) -> list[Sentence]:
    """Return the sentences on where the two measures disagree."""
    cold, deprived, both, _ = rows
    text, parts = opened(view, rows, place, "both figures")
    low = either(cold["areas"], "has low participation and is", "have low participation and are")
    sentences = [
        say(
            f"{text}, {{cold}} {low} not among the most deprived ({{young}} "
            f"{people_word(cold)} aged {{ages}} lived there in {{year}}); {{deprived}} "
            f"{either(deprived['areas'], 'is', 'are')} deprived without low participation "
            f"({{others}}); {{both}} {either(both['areas'], 'is', 'are')} both.",
            **parts,
            cold=areas_of(view, cold),
            young=young_of(view, cold),
            ages=AGED,
            year=MID_2020,
            deprived=areas_of(view, deprived),
            others=young_of(view, deprived),
            both=areas_of(view, both),
        )
    ]
    found = entry_outside(view.within) if view.geography == "lsoa21" else None
    if found is not None:
        sentences.append(_worst_entry(view, place, *found))
    return sentences


def both_headline(view: MapView) -> str:
    """Return what share of young people live where participation is low and deprivation high.

    Thirds of each measure among the areas of the level; of the young people who live in an area
    with both figures. Empty where an area is chosen, and where nobody lives in such an area.
    """
    rows = _shown(view)
    everyone, low = sum(row["young_people"] for row in rows), rows[0]["young_people"]
    if view.select or not low:
        return ""
    where = where_of(place_name(view))
    start = f"{where[0].upper()}{where[1:]}, {percent_text(low / everyone)} of"
    return fitting(
        f"{start} young people live where participation is low and deprivation high",
        f"{start} young people live in deprived areas where few go on",
        f"{start} the young live in deprived areas where few go on",
    )


def disagreement_headline(view: MapView) -> str:
    """Return what share of the areas with low participation are not among the most deprived.

    Empty where an area is chosen, and where none has low participation.
    """
    cold, _, both, _ = (row["areas"] for row in _shown(view))
    if view.select or not cold + both:
        return ""
    where, share = where_of(place_name(view)), percent_text(cold / (cold + both))
    start, plural = f"{where[0].upper()}{where[1:]}, {share} of", plural_of(view.geography)
    return fitting(
        f"{start} {plural} with low participation are not among the most deprived",
        f"{start} {plural} where few go on are not the most deprived",
        f"{start} areas where few go on are not the most deprived",
    )


def _shown(view: MapView) -> list[Row]:
    return [
        row
        for row in counts_inside(kind_of(view).classes(view), view.geography, view.within)
        if row["code"] < NOT_COVERED
    ]


def _worst_entry(view: MapView, place: Trace, outside: int, worst: int) -> Sentence:
    """Return how many of the neighbourhoods in the worst tenth for entry are not deprived."""
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
