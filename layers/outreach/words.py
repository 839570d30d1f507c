"""Who works with which school, in the sentences and tables of a page and of the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from geo.outreach import (
    DUPLICATED,
    DUPLICATED_FROM,
    GAP,
    LOADS,
    NOBODY,
    Overview,
    ShareOut,
    Summary,
)
from geo.reach import COLD_DEMAND
from geo.registry import percent_text
from geo.settings import SCHOOLS_OPEN_ON, SMALL_COUNT
from layers.coldspots import TextTable
from layers.words import LISTS, and_list, either

_RIGHT, _LEFT = "---:", "---"
_NONE = "–"


def opening_lines(found: Overview) -> list[str]:
    """Return the main sentences: how many schools, where nobody works, where many do."""
    place, count = found.place, len(found.place.table)
    stand = either(count, "school or college stands", "schools and colleges stand")
    lines = [f"{count:,} {stand} in {place.name}, of those open on {SCHOOLS_OPEN_ON}."]
    if found.overlap is None:
        return [*lines, "No records of anybody's work were given: gaps are not known."]
    gaps, many = len(found.urns_of(GAP)), len(found.urns_of(DUPLICATED))
    said = f"Nobody works with {gaps:,} of them" if gaps else "Somebody works with each of them"
    lines.append(
        f"{said}; {DUPLICATED_FROM} or more partners work with {many:,}, by the records of "
        f"{and_list(list(found.overlap.partners))}."
    )
    if found.elsewhere:
        also = either(found.elsewhere, "school", "schools")
        lines.append(f"They also work with {found.elsewhere:,} {also} outside {place.name}.")
    return lines


def rules_lines(found: Overview) -> list[str]:
    """Return what the figures cannot say."""
    place = found.place
    lines = [
        f"In cold spots near: young people aged 13 to 17 in 2026, if nobody had moved, who live "
        f"within {place.near_km:g} km in a straight line in cold spots "
        f"({LISTS[place.definition].lower()}). Which school a young person goes to is not in the "
        "data.",
    ]
    if found.overlap is None:
        return lines
    lines.append(
        f"A count of 1 to {SMALL_COUNT - 1} young people is not shown, and neither is any other "
        "that would give it away; a sum with such a part is a range. Who works at a school is "
        "shown even where the count is not. Young people are counted every time they took part, "
        "and two partners may count the same one."
    )
    if found.overlap.uncounted:
        lines.append(
            f"The records of {and_list(list(found.overlap.uncounted))} say no numbers: a row is "
            "counted as one young person or more."
        )
    return lines


def share_out_lines(made: ShareOut) -> list[str]:
    """Return how schools were shared out, and how good that is."""
    nobody = len(made.urns_of(NOBODY))
    taken = len(made.table) - nobody
    lines = [
        f"{taken:,} {either(taken, 'school is', 'schools are')} shared out by "
        f"{LOADS[made.by]}, each partner within {made.tolerance:.0%} of its share."
    ]
    if made.could_stay:
        more = "" if made.kept == made.kept_most else f", and at most {made.kept_most:,} could"
        lines.append(
            f"{made.kept:,} of {made.could_stay:,} that a partner works with already stay with one "
            f"that does{more}."
        )
    proven = (
        "no other share-out that keeps this has less"
        if not made.gap
        else f"at most {math.ceil(made.gap * 10_000) / 10_000:.2%} above the least"
    )
    lines.append(f"Distances come to {made.travel_km:,.1f} km in straight lines: {proven}.")
    if nobody:
        lines.append(f"Nobody takes {nobody:,}: the list says why.")
    if made.unknown:
        lines.append(
            f"{made.unknown:,} {either(made.unknown, 'school has', 'schools have')} no published "
            "roll, as colleges have none, and count as no pupils."
        )
    return lines


def schools_table(found: Overview, urns: Sequence[str]) -> TextTable:
    """Return a table of some schools: what they are, who works there, who is to.

    Who works there is left out where nobody works at any of them.
    """
    place, shared = found.place.table, found.shared
    overlap = found.overlap
    if overlap is not None and not any(urn in overlap.partners_at for urn in urns):
        overlap = None
    headings = {"URN": _LEFT, "School or college": _LEFT, "Phase": _LEFT, "Roll": _RIGHT}
    headings |= {"Free meals": _RIGHT, "Cold spot, km": _RIGHT, "In cold spots near": _RIGHT}
    if overlap is not None:
        headings |= {"Partners": _LEFT, "Worked with": _RIGHT}
    if shared is not None:
        headings |= {"Shared out to": _LEFT, "Because": _LEFT}
    rows = []
    for urn in urns:
        row: Any = place.loc[urn]
        cells = [
            str(urn),
            f"{row['name']}, {row['town']}" if row["town"] != found.place.name else row["name"],
            phase_text(row),
            roll_text(row["pupils"]),
            fsm_text(row["fsm_share"]),
            f"{row['nearest_cold_km']:.1f}",
            f"{row[COLD_DEMAND]:,}",
        ]
        if overlap is not None:
            there = overlap.partners_at.get(str(urn), [])
            cells.append(", ".join(there) or "nobody")
            cells.append(overlap.count_at(str(urn)).text if there else _NONE)
        if shared is not None:
            own = shared.table.loc[urn]
            cells += [str(own["partner"]), str(own["because"])]
        rows.append(cells)
    return TextTable("", headings, rows)


def phase_text(row: pd.Series) -> str:
    """Name the phase of a school; its kind where it has none."""
    return str(row["kind"] if row["phase"] == "Not applicable" else row["phase"])


def roll_text(pupils: float) -> str:
    """Write the pupils on roll; a dash where none is published."""
    return _NONE if pd.isna(pupils) else f"{pupils:,.0f}"


def fsm_text(share: float) -> str:
    """Write the share on free school meals; a dash where none is published."""
    return _NONE if pd.isna(share) else percent_text(float(share))


def partners_table(found: Overview) -> TextTable:
    """Return a table of the partners: at how many schools, alone and with others, how many."""
    overlap = found.overlap
    assert overlap is not None
    rows = []
    for who in overlap.partners:
        own = found.schools_of(who)
        alone = sum(len(overlap.partners_at[urn]) == 1 for urn in own)
        rows.append([who, f"{len(own):,}", f"{alone:,}", found.count_of(who).text])
    headings = {"Partner": _LEFT, "Schools": _RIGHT, "Alone": _RIGHT, "Young people": _RIGHT}
    return TextTable("Partners", headings, rows)


def loads_table(made: ShareOut) -> TextTable:
    """Return a table of the loads of a share-out beside what is fair."""
    unit = "Pupils" if made.by == "pupils" else "Schools, as load"
    headings = {"Partner": _LEFT, "Schools": _RIGHT, unit: _RIGHT, "Share": _RIGHT}
    headings |= {"Within": _RIGHT}
    digits = 0 if made.by == "pupils" else 1
    rows = [
        [
            str(who),
            f"{row['schools']:,.0f}",
            f"{row['load']:,.0f}",
            f"{row['share']:,.{digits}f}",
            f"{row['low']:,.{digits}f} to {row['high']:,.{digits}f}",
        ]
        for who, row in made.loads.iterrows()
    ]
    return TextTable("The share-out", headings, rows)


def summary_lines(made: Summary) -> list[str]:
    """Return what a summary to hand over holds and hides."""
    count, hidden = len(made.schools), int(made.schools["count"].isna().sum())
    total = "not shown" if made.total is None else f"{made.total:,}"
    return [
        f"{made.partner}: {count:,} {either(count, 'school', 'schools')}, {total} {made.counts}.",
        f"The counts of {hidden:,} are not shown: they are below {SMALL_COUNT}, or would give one "
        "away that is.",
        "That the partner works at these schools is in the file all the same.",
    ]
