"""The card of one area: its figure in plain words, how sure it is, and beside what it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from geo.areas import (
    NOT_COVERED,
    area_table,
    at_year,
    classes_of,
    context_sentence,
    holders,
    holds,
    inside_of,
    levels_of,
    name_of,
    nation_of,
    similar_places,
)
from geo.coldspots import bundled, shown_ranks
from geo.compare import interval_width, measured_rates, values_at, why_no_interval
from geo.errors import BadInputError
from geo.posterior import FIFTHS
from geo.registry import (
    PUBLISHED_RATES,
    Indicator,
    carried_words,
    geography,
    indicator,
    indicators_at,
    percent_text,
)
from layers.browser.still_so import constituency_of, entry_lines, entry_series, ucas_sentence
from layers.kinds import kind_of
from layers.view import MapView, below, is_zone, level_of
from layers.words import (
    beyond_sentence,
    chance_text,
    line_of,
    standing_words,
)

ALIKE = 3


def card_of(view: MapView) -> dict[str, Any] | None:
    """Make the card of the area that a view selects.

    Returns
    -------
    card
        `code`, `name`, `where`, `value`, `lines` (sentences), `beside` (rows of places with their
        value, the area itself first), `alike` (rows of similar places), `basis` (what makes them
        similar), `own` (sentences of files of the user's own, which no file passes on), `series`
        (a small line over the years, or nothing), `inside` (what looking inside shows, or nothing),
        `zone` (of cold spots that it is part of: `code` and `name`, or nothing); None if nothing is
        selected.
    """
    if not view.select:
        return None
    if is_zone(view.select):
        return kind_of(view).zone_card(view)
    level, kind = level_of(view.select, view.geography), kind_of(view)
    shown = level == view.geography
    entry = kind.dated(view, _measure_at(level, kind.measure_of_card(view)))
    figures = partial(kind.figures, view)
    row = _row(figures(level), view.select)
    alike = _alike(figures(level), level, view.select, entry)
    beyond = [] if row["nation"] in entry.nations else [beyond_sentence(view.select).text]
    return {
        "code": view.select,
        "name": name_of(level, view.select),
        "where": where_of(level, view.select),
        "measure": f"{entry.label}, {entry.period}",
        "value": _text(entry, row),
        "lines": [
            *(kind.verdict(view) if shown else []),
            *filter(None, [standing_words(entry, level, view.select, kind.year_of_card(view))]),
            *_lines(view, level, row, entry),
            *filter(None, [carried_words(entry, level)]),
            *beyond,
        ],
        "own": _own_lines(level, view.select, entry),
        "series": _series(level, view.select, entry),
        "beside": _beside(figures, level, view.select, entry),
        "alike": alike,
        "basis": context_sentence(level) if alike else "",
        "inside": _inside(level, view.select),
        "zone": kind.zone(view) if shown else None,
    }


def _row(table: pd.DataFrame, code: str) -> pd.Series:
    row = table.loc[code]
    assert isinstance(row, pd.Series)
    return row


def _series(level: str, code: str, entry: Indicator) -> dict[str, Any]:
    """Return the line of a measure over its years, with what holds the area beside it."""
    pairs = [(level, code), *reversed(holders(level, code))]
    pairs.append(("nation", str(area_table(level)["nation_code"][code]) or code))
    kept = [pair for pair in dict.fromkeys(pairs) if pair[0] in (level, "region", "nation")]
    named = [(upper, held, name_of(upper, held)) for upper, held in kept if levels_of(held)]
    if entry.id == "tundra_rate":
        return entry_series(level, code)
    return line_of(entry, level, named)


def _measure_at(level: str, name: str) -> Indicator:
    there = indicators_at(level)
    same = [entry for entry in there if entry.id == name]
    theme = indicator(name).theme
    return (same or [entry for entry in there if entry.theme == theme] or list(there))[0]


def where_of(level: str, code: str) -> str:
    """Return what kind of area a code is of, and what holds it, the smallest first."""
    names = [name_of(upper, held) for upper, held in reversed(holders(level, code))]
    label = geography(level).label
    nation = nation_of(code)
    outside = [nation] if nation not in ("England", name_of(level, code)) else []
    return ", ".join([label[0].upper() + label[1:], *dict.fromkeys([*names, *outside])])


def _text(entry: Indicator, row: pd.Series) -> str:
    value = row.get(entry.id)
    if row["nation"] not in entry.nations:
        return f"Not covered: {row['nation']}"
    if pd.isna(value):
        return entry.missing_text
    return entry.text(float(value))


def _lines(view: MapView, level: str, row: pd.Series, entry: Indicator) -> list[str]:
    lines, code = [], view.select
    if entry.id == "tundra_rate" and pd.notna(row[entry.id]):
        lines += _how_sure(row)
    else:
        lines += interval_lines(level, code, entry, kind_of(view).year_of_card(view))
    place = area_table(level).index.get_loc(code)
    kind = kind_of(view)
    own = level == view.geography and entry.id == view.indicator and kind.measure(view) is not None
    classes = kind.classes(view) if own else classes_of(level, entry.id)
    number = int(classes.of_area[place])
    if number < NOT_COVERED:
        lines.append(f"Class: {classes.classes[number].label}.")
    if pd.notna(row.get("young_people")):
        young = int(row["young_people"])
        people = "person" if young == 1 else "people"
        lines.append(f"{young:,} {people} aged 13 to 17 lived here in mid-2020.")
    if pd.notna(row.get("iod25_decile")) and entry.id != "iod25_decile":
        lines.append(f"Deprivation: IMD decile {int(row['iod25_decile'])} (1 is most deprived).")
    return lines + (entry_lines(level, code) if entry.id == "tundra_rate" else [])


def _own_lines(level: str, code: str, entry: Indicator) -> list[str]:
    """Return what files of the user's own say of now, beside a rate of leavers of long ago."""
    if entry.id != "tundra_rate":
        return []
    return [*filter(None, [ucas_sentence(constituency_of(level, code)).text])]


def interval_lines(level: str, code: str, entry: Indicator, year: int | None) -> list[str]:
    """Return the interval of an area's rate, or why there is none; nothing of what is no rate.

    Parameters
    ----------
    level, code
        The area.
    entry
        What the rate is.
    year
        In which its period ends; the latest for None.

    Examples
    --------
    >>> interval_lines("utla23", "E06000009", indicator("he19_rate"), None)
    ['95% interval 25.3% to 30.2%, on 1,297 people.']
    >>> interval_lines("lad24", "E06000009", indicator("child_poverty_rate"), None)
    ['No interval: the number of people it covers is not published.']
    >>> interval_lines("lsoa21", "E01012718", indicator("iod25_score"), None)
    []
    """
    if not measured_rates([entry.id]) or level not in entry.geographies:
        return []
    found = at_year(entry.id, level, year) if entry.periods else values_at(entry.id, level)
    if code not in found.index or pd.isna(found["value"][code]):
        return []
    low, high, people = (found[name][code] for name in ("low", "high", "people"))
    if pd.isna(low):
        return [f"No interval: {why_no_interval(entry)}."]
    # Of what the model gives of each area there is no count of people.
    width = interval_width(entry)
    on = "" if pd.isna(people) else f", on {people:,.0f} people"
    return [f"{width} interval {entry.text(low)} to {entry.text(high)}{on}."]


def _how_sure(row: pd.Series) -> list[str]:
    """Return how much of a rate may be chance."""
    low, high = row["tundra_rate_low"], row["tundra_rate_high"]
    # The interval and the test rest on all pupils whom the rate was measured on.
    on = int(row["tundra_source_cohort"])
    lines = [f"95% interval {percent_text(low)} to {percent_text(high)}, on {on:,} pupils."]
    basis = row.get("tundra_basis")
    if basis == "inherited":
        lines.append(f"The figure is that of the 2011 area this one was part of. {shared(row)}")
    elif basis in ("merged", "partial", "mixed") and row["geography"] in PUBLISHED_RATES:
        text = f"The figure is put together from several areas of 2011. {shared(row)}"
        lines.append(text.strip())
    if pd.notna(row.get("tundra_rate_modelled")):
        small = row["geography"] in PUBLISHED_RATES
        lines.append(modelled_words(row) if small else summed_words(row))
        lines += _how_ranked(str(row["geography"]), str(row.name)) if small else []
    return lines


def modelled_words(row: pd.Series) -> str:
    """Return what the spatial model says of a rate, in two sentences without a term of statistics.

    Examples
    --------
    >>> row = pd.Series(
    ...     {"tundra_rate_modelled": 0.27, "tundra_rate_modelled_low": 0.22,
    ...      "tundra_rate_modelled_high": 0.33, "prob_below_national": 0.99,
    ...      "prob_true_fifth_1": 0.64}
    ... )
    >>> modelled_words(row)[:72]
    'Luck and neighbours allowed for, about 27% go on, and nine times in ten '
    """
    rate, low, high = (
        percent_text(row[f"tundra_rate_modelled{end}"]) for end in ("", "_low", "_high")
    )
    below, fifth = (chance_text(float(row[name])) for name in ("prob_below_national", FIFTHS[0]))
    return (
        f"Luck and neighbours allowed for, about {rate} go on, and nine times in ten between {low} "
        f"and {high}. The chance that fewer go on here than in England is {below}, and that it is "
        f"in the lowest fifth {fifth}."
    )


def summed_words(row: pd.Series) -> str:
    """Return what the spatial model says of the rate of an area that is a sum of small ones.

    Examples
    --------
    >>> row = pd.Series(
    ...     {"tundra_rate_modelled": 0.241, "tundra_rate_modelled_low": 0.23,
    ...      "tundra_rate_modelled_high": 0.252, "prob_below_national": 1.0}
    ... )
    >>> summed_words(row)[:54]
    'By the model 24.1% (90% interval 23.0% to 25.2%); the '
    """
    rate, low, high = (
        percent_text(row[f"tundra_rate_modelled{end}"], places=1) for end in ("", "_low", "_high")
    )
    return (
        f"By the model {rate} (90% interval {low} to {high}); the chance that fewer go on than in "
        f"England is {chance_text(float(row['prob_below_national']))}."
    )


def shared(row: pd.Series) -> str:
    """Return whose the pupils of a rate are, where an area shares them with others.

    Examples
    --------
    >>> shared(pd.Series({"tundra_source_cohort": 150.0, "tundra_cohort": 75}))
    'All 150 pupils are those of what it was part of; 75 of them are counted here in sums.'
    >>> shared(pd.Series({"tundra_source_cohort": 75.0, "tundra_cohort": 75}))
    ''
    """
    on, own = int(row["tundra_source_cohort"]), int(row["tundra_cohort"])
    if on == own:
        return ""
    counted = f"{own:,} of them {'is' if own == 1 else 'are'} counted here in sums"
    return f"All {on:,} pupils are those of what it was part of; {counted}."


def _how_ranked(level: str, code: str) -> list[str]:
    """Return between which places of England's order an area may stand."""
    ranks = bundled(level)[["rank_low", "rank_high"]]
    own, count = ranks.loc[code], int(ranks["rank_low"].count())
    low, high = (int(end) for end in shown_ranks(own["rank_low"], own["rank_high"], count))
    return [f"Rank {low:,} to {high:,} of {count:,}, 1 being the lowest (95% interval)."]


def _beside(
    figures: Callable[[str], pd.DataFrame], level: str, code: str, entry: Indicator
) -> list[dict[str, Any]]:
    """List the area and what holds it, with the same measure."""
    pairs = [(level, code), *reversed(holders(level, code))]
    pairs.append(("nation", str(area_table(level)["nation_code"][code]) or code))
    rows: list[dict[str, Any]] = []
    for upper, held in pairs:
        # A district may lack what its county or region has, and is then left out.
        if (
            held in [row["code"] for row in rows]
            or not levels_of(held)
            or entry.id not in area_table(upper)
        ):
            continue
        table = figures(upper)
        value = table[entry.id][held]
        if pd.isna(value):
            continue
        rows.append(
            {
                "code": held,
                "name": name_of(upper, held),
                "value": entry.text(float(value)),
                "share": _share(entry, float(value)),
            }
        )
    return rows if len(rows) > 1 else []


def _share(entry: Indicator, value: float) -> float:
    """Return how long the bar of a value is, 0 to 1, against the greatest value of any area."""
    levels = entry.geographies
    table = area_table(levels[0])
    return round(value / float(table[entry.id].astype("float64").max()), 4)


def _alike(table: pd.DataFrame, level: str, code: str, entry: Indicator) -> list[dict[str, Any]]:
    try:
        near = similar_places(table, code, ALIKE)
    except BadInputError:
        # Outside England, and at levels without context, nothing is known to be alike.
        return []
    return [
        {
            "code": other,
            "name": name_of(level, other),
            "where": name_of("lad24", table["lad24_code"][other])
            if geography(level).is_small
            else str(table["region_name"][other]),
            "value": _text(entry, _row(table, other)),
            "share": _share(entry, float(table[entry.id][other]))
            if pd.notna(table[entry.id][other])
            else 0,
        }
        for other in near.index
    ]


def _inside(level: str, code: str) -> str:
    """Return what looking inside an area shows."""
    inner = below(level, code)
    if not inner or not holds(inner, code):
        return ""
    return f"Look inside: {int(inside_of(inner, code).sum()):,} {geography(inner).plural}"
