"""Where a place stands and which way it has gone, in words."""

from __future__ import annotations

from typing import Any

from geo.areas import Standing, change_text, series_of, standing_of
from geo.registry import Indicator, geography
from layers.words.traces import INTERVAL, Sentence, Trace, counted, datasets_of, defined

_MOVED = {True: "up", False: "down"}


def ordinal(number: int) -> str:
    """Write a rank.

    Examples
    --------
    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 102, 113)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '102nd', '113th']
    """
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def rank_words(entry: Indicator, level: str, found: Standing) -> str:
    """Return between which ranks an area stands among whom; empty where it stands alone.

    The interval is the league: one rank is told alone only where nobody counts whom the figures are
    of, or where no other area can be told to hold it.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> rate = indicator("he19_rate")
    >>> rank_words(rate, "utla23", standing_of("he19_rate", "utla23", "E06000009"))
    '1st to 4th lowest of 148 counties and unitary authorities (95% interval)'
    """
    if found.of < 2:
        return ""
    if found.rank_low is None or found.rank_high is None:
        end = "lowest" if entry.worse == "low" else "highest"
        return f"{_rank_words(found.rank, end)} of {found.of:,} {geography(level).plural}"
    return league_words(entry, level, found.rank_low, found.rank_high, found.of)


def league_words(entry: Indicator, level: str, low: int, high: int, count: int) -> str:
    """Return between which ranks, from the worst, an area stands among how many.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> league_words(indicator("he19_rate"), "region", 1, 2, 9)
    '1st to 2nd lowest of 9 regions (95% interval)'
    >>> league_words(indicator("he19_rate"), "region", 1, 1, 9)
    'lowest of 9 regions'
    """
    end = "lowest" if entry.worse == "low" else "highest"
    plural = geography(level).plural
    if low == high:
        return f"{_rank_words(low, end)} of {count:,} {plural}"
    if (low, high) == (1, count):
        return f"anywhere among {count:,} {plural} (95% interval)"
    return f"{ordinal(low)} to {ordinal(high)} {end} of {count:,} {plural} (95% interval)"


def _rank_words(rank: int, end: str) -> str:
    return end if rank == 1 else f"{ordinal(rank)} {end}"


def travel_words(entry: Indicator, found: Standing) -> str:
    """Return which way an area has gone; empty where no earlier year compares.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> rate = indicator("he19_rate")
    >>> travel_words(rate, standing_of("he19_rate", "utla23", "E06000009"))
    'down 9.0 points since 2015-16'
    """
    if found.since is None or found.change is None or entry.periods is None:
        return ""
    since = entry.periods.label(found.since)
    if found.direction == "no clear change":
        return f"no clear change since {since}"
    size = change_text(entry, found.change)
    if size == change_text(entry, 0):
        return f"unchanged since {since}"
    return f"{_MOVED[found.change > 0]} {size} since {since}"


def standing_words(entry: Indicator, level: str, code: str, year: int | None = None) -> str:
    """Return where a place stands and which way it has gone; empty without a figure.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> standing_words(indicator("he19_rate"), "nation", "E92000001")
    'Up 5.1 points since 2015-16.'
    """
    if entry.periods is None or level not in entry.geographies:
        return ""
    found = standing_of(entry.id, level, code, year)
    if found is None:
        return ""
    parts = filter(None, (rank_words(entry, level, found), travel_words(entry, found)))
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def standing_sentence(entry: Indicator, level: str, code: str) -> Sentence:
    """Return where a place stands in the latest year, with the trace of each figure.

    Examples
    --------
    >>> from geo.registry import indicator
    >>> standing_sentence(indicator("he19_rate"), "nation", "E92000001").text
    'Up 5.1 points since 2015-16.'
    """
    text = standing_words(entry, level, code)
    if not text or entry.periods is None:
        return Sentence("")
    found = standing_of(entry.id, level, code)
    assert found is not None
    year, source = entry.periods.latest, datasets_of(entry.id)
    plural, held = geography(level).plural, list[Trace]()
    ranked = f"{{}} from the {'lowest' if entry.worse == 'low' else 'highest'} of {entry.id} among"
    ranked += f" {plural} in {year}"
    for how, rank in (
        *([("rank", found.rank)] if found.rank_low is None else []),
        ("first rank in the 95% interval", found.rank_low),
        ("last rank in the 95% interval", found.rank_high),
    ):
        if rank is not None and found.of > 1:
            held.append(Trace(ordinal(rank), source, entry.id, code, rank, ranked.format(how)))
    if found.of > 1:
        how = f"count of {plural} with {entry.id} in {year}"
        held += [counted(found.of, source, entry.id, "", how), INTERVAL]
    if found.since is not None and found.change is not None:
        how = f"figure of {year} less figure of {found.since}"
        size = change_text(entry, found.change)
        held.append(Trace(size, source, entry.id, code, found.change, how))
        held.append(defined(entry.periods.label(found.since), "period"))
    return Sentence(text, tuple(one for one in dict.fromkeys(held) if one.figure in text))


def line_of(
    entry: Indicator, level: str, places: list[tuple[str, str, str]], *, least: int = 2
) -> dict[str, Any]:
    """Return the small line of a measure over its years; empty where the area has too few.

    Parameters
    ----------
    entry
        A measure with periods.
    level
        Of the area itself.
    places
        Level, code and name of the area itself and of what holds it.
    least
        Years with a figure that the area itself must have.

    Returns
    -------
    line
        `years` (how each is written), `text` (what a reader who does not see it is told) and
        `rows`: of each place `name` and `values`, shares of the height from 0 to 1, None where a
        year has no figure.
    """
    if entry.periods is None or level not in entry.geographies:
        return {}
    years, found = entry.periods.years, []
    for upper, code, name in places:
        if upper not in entry.geographies:
            continue
        series = series_of(entry.id, upper)["value"]
        if code in series.index.get_level_values("area_code"):
            found.append((name, series.loc[code].reindex(years)))
    known = [value for _, values in found for value in values.dropna()]
    if not found or found[0][1].notna().sum() < least:
        return {}
    low, span = min(known), (max(known) - min(known)) or 1.0
    own = found[0][1].dropna()
    first, last = own.index[0], own.index[-1]
    text = (
        f"{found[0][0]}: {entry.text(own[first])} in {entry.periods.label(first)}, "
        f"{entry.text(own[last])} in {entry.periods.label(last)}."
    )
    rows = [
        {"name": name, "values": [_share(value, low, span) for value in values]}
        for name, values in found
    ]
    return {
        "years": [label for _, label in entry.periods.labels],
        "text": text,
        "rows": rows,
        "ends": [entry.text(min(known)), entry.text(max(known))],
    }


def _share(value: float, low: float, span: float) -> float | None:
    return None if value != value else round((value - low) / span, 4)
