"""A map in words: what it shows, of whom and when, and what it cannot tell."""

from __future__ import annotations

from geo.atlas import Row, area_table, counts_inside, inside_of
from geo.bivariate import DEPRIVATION, PARTICIPATION
from geo.classes import NOT_COVERED
from geo.geographies import geography
from geo.indicators import indicator
from geo.settings import NOT_ONE_PERSON
from layers.cold_words import STRICT, cold_opening, cold_reading
from layers.legend import classes_shown, place_of
from layers.view import MapView

YOUNG = "people aged 13 to 17 lived there in mid-2020"


def opening_of(view: MapView) -> str:
    """Say in one sentence what a map shows, of whom and when."""
    level = geography(view.geography).label
    if view.mode == "cold":
        return cold_opening(view)
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
    if view.mode == "cold":
        return cold_reading(view, place_of(view))
    rows = counts_inside(classes_shown(view), view.geography, view.within)
    shown = [row for row in rows if row["code"] < NOT_COVERED]
    missing = [row for row in rows if row["code"] >= NOT_COVERED]
    whole = sum(row["areas"] for row in shown)
    plural = geography(view.geography).plural
    place = place_of(view)
    if not whole:
        sentences = [f"No {plural} in {place} have a figure."]
    elif view.mode == "one":
        sentences = [_one(view, shown, whole, plural, place)]
    elif view.mode == "both":
        sentences = [_both(shown, whole, plural, place)]
    else:
        sentences = _disagree(view, shown, whole, plural, place)
    if missing:
        parts = [f"{row['areas']:,} {_lower(str(row['label']))}" for row in missing]
        sentences.append(f"Without a class: {'; '.join(parts)}.")
    return sentences


def caveat_of(view: MapView) -> str:
    """Say what a map cannot tell."""
    if view.mode == "cold":
        return " ".join([STRICT, indicator(PARTICIPATION).caveat, NOT_ONE_PERSON])
    names = [view.indicator] if view.mode == "one" else [PARTICIPATION, DEPRIVATION]
    return " ".join([*(indicator(name).caveat for name in names), NOT_ONE_PERSON])


def _one(view: MapView, rows: list[Row], whole: int, plural: str, place: str) -> str:
    if len(rows) == 1:
        return f"One figure is shown for {place}: {rows[0]['label']}."
    worst = rows[0]
    label = worst["label"]
    named = f"the {_lower(label)}" if label[0].isalpha() and view.mode == "one" else label
    entry = indicator(view.indicator)
    if label[0].isdigit():
        named = f"the class of most concern ({label}, {entry.label})"
    text = f"Of {whole:,} {plural} in {place} with a figure, {worst['areas']:,} are in {named}"
    if worst["young_people"]:
        text += f"; {worst['young_people']:,} {YOUNG}"
    return f"{text}."


def _both(rows: list[Row], whole: int, plural: str, place: str) -> str:
    return (
        f"Of {whole:,} {plural} in {place} with both figures, {rows[0]['areas']:,} are in the "
        "lowest third for participation and the most deprived third "
        f"({rows[0]['young_people']:,} {YOUNG}); {rows[-1]['areas']:,} are in the highest third "
        "and the least deprived."
    )


def _disagree(view: MapView, rows: list[Row], whole: int, plural: str, place: str) -> list[str]:
    cold, deprived, both, _ = rows
    sentences = [
        f"Of {whole:,} {plural} in {place} with both figures, {cold['areas']:,} have low "
        f"participation and are not among the most deprived ({cold['young_people']:,} {YOUNG}); "
        f"{deprived['areas']:,} are deprived without low participation "
        f"({deprived['young_people']:,}); {both['areas']:,} are both."
    ]
    if view.geography == "lsoa21":
        found = entry_outside(view.within)
        if found is not None:
            outside, worst = found
            sentences.append(
                f"By the deprivation index's own measure of entry to higher education, "
                f"{outside / worst:.0%} of the {worst:,} neighbourhoods in England's worst tenth "
                f"that lie in {place} are outside IMD deciles 1 and 2."
            )
    return sentences


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


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
