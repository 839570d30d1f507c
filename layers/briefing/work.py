"""Who works with which school, and the schools themselves, as far as small numbers let them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.outreach import DUPLICATED, DUPLICATED_FROM, GAP, Overlap, Overview
from geo.reach import COLD_DEMAND
from geo.settings import SCHOOLS_OPEN_ON, SMALL_COUNT
from geo.travel import StraightLine
from layers.outreach import fsm_text, phase_text, roll_text
from layers.papers import Block, PaperFacts
from layers.profiles import WIDE, ProfileRow, ProfileTable, figure_cell
from layers.words import (
    AGED,
    AS_IT_STANDS,
    LIST_WORDS,
    NOW,
    Sentence,
    Trace,
    and_list,
    counted,
    defined,
    either,
    say,
)

SHOWN = 25
"""Schools and colleges of the table."""
_FROM_RECORDS = "by the partners' own records"
_TITLE = "Who works with its schools"
_NO_RECORDS = Sentence(
    "Which schools somebody works with is not known: no records of work at schools were given."
)
_COUNTS_LEFT_OUT = Sentence(
    "How many young people took part at schools is left out: beside the counts of the activity "
    "file it could give a small number away."
)
_ENGLAND_ALONE = (
    "No schools are listed: the register among the files is that of England, and none was read for "
    "the other nations."
)
_TOO_WIDE = (
    "No schools are listed: the place is too wide for one list. The briefing of a patch or an "
    "authority within it has one."
)
_NONE_THERE = "No school or college of the register stands in it."


def work_block(facts: PaperFacts, found: Overview | None, overlap: Overlap | None) -> Block:
    """Count the schools that nobody and that several partners work with, with each partner's."""
    if overlap is None:
        return Block(_TITLE, (_NO_RECORDS,))
    if found is None:
        return Block(_TITLE, (_why_none(facts),))
    code, every = facts.subject.code, len(found.place.table)
    gaps, many = len(found.urns_of(GAP)), len(found.urns_of(DUPLICATED))
    said = [
        say(
            f"Of {{every}} {either(every, 'school or college', 'schools and colleges')} that "
            f"{either(every, 'stands', 'stand')} in it nobody works with {{gaps}}, and {{least}} "
            "or more partners work with {many}, by the records of {whose}.",
            every=_schools(every, code, "count of schools in the place"),
            gaps=_schools(gaps, code, f"count of those without a partner, {_FROM_RECORDS}"),
            least=defined(f"{DUPLICATED_FROM}", "DUPLICATED_FROM"),
            many=_schools(
                many, code, f"count of those with as many partners or more, {_FROM_RECORDS}"
            ),
            whose=_given(and_list(list(overlap.partners))),
        )
    ]
    if found.elsewhere:
        what = either(found.elsewhere, "school", "schools")
        how = f"count of schools outside the place, {_FROM_RECORDS}"
        said.append(
            say(
                f"They also work with {{elsewhere}} {what} outside it.",
                elsewhere=_schools(found.elsewhere, code, how),
            )
        )
    with_people = facts.whose.reach.activity is None
    said += _rules() if with_people else [_COUNTS_LEFT_OUT]
    return Block(_TITLE, tuple(said), tables=(_partners(found, overlap, with_people=with_people),))


def _why_none(facts: PaperFacts) -> Sentence:
    """Return why no schools of the place are listed."""
    if facts.subject.nation != "England":
        return Sentence(_ENGLAND_ALONE)
    return Sentence(_TOO_WIDE if facts.subject.level in WIDE else _NONE_THERE)


def _rules() -> list[Sentence]:
    return [
        say(
            "A count of young people below {floor} is not shown, and neither is any other that "
            "would give it away; a sum with such a part is a range. Young people are counted every "
            "time they took part, and two partners may count the same one.",
            floor=defined(str(SMALL_COUNT), "SMALL_COUNT: smaller counts are not shown"),
        )
    ]


def _schools(count: int, code: str, how: str) -> Trace:
    return counted(count, "schools", "urn", code, how)


def _given(text: str) -> Trace:
    return Trace(text, "", "name", "", text, "as it was given")


def _partners(found: Overview, overlap: Overlap, *, with_people: bool) -> ProfileTable:
    code, rows = found.place.code, []
    for who in overlap.partners:
        own = found.schools_of(who)
        alone = sum(len(overlap.partners_at[urn]) == 1 for urn in own)
        cells = [
            figure_cell(_given(who)),
            figure_cell(_schools(len(own), code, f"count of schools of {who} in the place")),
            figure_cell(_schools(alone, code, f"count of those of {who} alone in the place")),
        ]
        if with_people:
            # The text alone: what is hidden stands in no file of traces either.
            text = found.count_of(who).text
            how = f"sum over the records of {who} in the place, as far as shown"
            cells.append(figure_cell(Trace(text, "", "number", code, text, how)))
        rows.append(ProfileRow(tuple(cells)))
    headings = ["Partner", "Schools", "Of it alone"]
    headings += ["Young people"] if with_people else []
    return ProfileTable("", tuple(headings), tuple(rows))


def schools_block(facts: PaperFacts, found: Overview | None) -> Block:
    """List the schools and colleges of the place, most young people of cold spots near first."""
    if found is None:
        return Block("", (_why_none(facts),))
    table, code = found.place.table, facts.subject.code
    every, listed = len(table), LIST_WORDS[found.place.definition]
    near = defined(f"{found.place.near_km:g} km", "limit of cold spots near")
    said = say(
        f"{{every}} {either(every, 'school or college stands', 'schools and colleges stand')} in "
        f"it, of those open on {{day}}.{' The table has {shown}.' if every > SHOWN else ''}",
        every=_schools(every, code, "count of schools in the place"),
        day=defined(SCHOOLS_OPEN_ON, "SCHOOLS_OPEN_ON"),
        **({"shown": defined(f"{SHOWN}", "schools of a table")} if every > SHOWN else {}),
    )
    order = table.reset_index().sort_values([COLD_DEMAND, "urn"], ascending=[False, True])
    chosen = table.loc[order["urn"].head(SHOWN)]
    km = StraightLine().between(chosen, facts.whose.reach.sites, found.place.near_km).nearest_cost
    rows = tuple(
        _row(found, str(urn), float(away)) for urn, away in zip(chosen.index, km, strict=True)
    )
    headings = ["School or college", "Phase"]
    headings += ["Partners"] if found.overlap is not None else []
    note = say(
        "FSM is the share of pupils eligible for free school meals. km is a straight line to the "
        f"nearest site of {{whose}}. Near are young people {listed.where} (aged {{ages}} in "
        "{year}, if nobody had moved) who live within {limit}; which school they go to is not in "
        "the data.",
        whose="those counted",
        ages=AGED,
        year=NOW,
        limit=near,
    )
    words = len(headings)
    headings += ["Roll", "FSM", "km", "Near"]
    return Block(
        "", (said,), tables=(ProfileTable("", tuple(headings), rows, note=note, words=words),)
    )


def _row(found: Overview, urn: str, km: float) -> ProfileRow:
    row: Any = found.place.table.loc[urn]
    name, town = str(row["name"]), str(row["town"])
    name = name if name.endswith(town) else f"{name}, {town}"
    cells = [
        _as_held(name, "name, town", urn, name),
        _as_held(phase_text(row), "phase", urn, phase_text(row)),
    ]
    if found.overlap is not None:
        there = found.overlap.partners_at.get(urn, [])
        cells.append(figure_cell(_given(", ".join(there) or "nobody")))
    roll, share, near = row["pupils"], row["fsm_share"], int(row[COLD_DEMAND])
    words = LIST_WORDS[found.place.definition]
    how = f"sum of {COLD_DEMAND.removeprefix('cold_')} over {words.formula} within "
    how += f"{found.place.near_km:g} km of it"
    source = f"{words.file}_lsoa21+people_lsoa21+schools"
    cells += [
        _as_held(roll_text(roll), "pupils", urn, _number(roll)),
        _as_held(fsm_text(share), "fsm_share", urn, _number(share)),
        figure_cell(
            Trace(
                f"{km:.1f}", "schools+sites", "distance_km", urn, km,
                "straight km to the nearest site",
            )
        ),
        figure_cell(counted(near, source, COLD_DEMAND, urn, how)),
    ]  # fmt: skip
    return ProfileRow(tuple(cells))


def _as_held(text: str, field: str, urn: str, value: float | str) -> Sentence:
    return figure_cell(Trace(text, "schools", field, urn, value, AS_IT_STANDS))


def _number(value: float) -> float | str:
    return "" if pd.isna(value) else float(value)
