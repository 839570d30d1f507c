"""The annex of an agreement: which partner takes which school of a place, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from geo.errors import BadInputError
from geo.outreach import DUPLICATED, DUPLICATED_FROM, GAP, LOADS, NOBODY, Overview, ShareOut
from geo.settings import SCHOOLS_OPEN_ON
from layers.outreach.words import fsm_text, phase_text, roll_text
from layers.papers import TO_FILL, Block, FrontLine, Paper, Section, checked_name
from layers.profiles import (
    ProfileRow,
    ProfileTable,
    figure_cell,
    licence_lines,
    made_line,
    source_lines,
)
from layers.words import AS_IT_STANDS, Sentence, Trace, and_list, counted, defined, either, say

FORM = "share-out"
_GIVEN = "as it was given"
_BLANK = Sentence(TO_FILL)
_MEANING = (
    "Works there already: the partner's own records have work at this school.",
    "Nearest partner: of all partners, this one has the nearest site, in a straight line.",
    "Evens out the loads: another partner is nearer, or works there, and has its share without it.",
    "FSM: share of pupils eligible for free school meals; a dash where none is published.",
    "Agreed by hand: the partners chose so before the rest was shared out.",
)
_LIMITS = (
    "Distances are straight lines from a partner's nearest site, not journeys. Schools opened "
    "since the day of the list, and primary schools, are not in it. Postcode and town may be of "
    "an earlier year. A share-out is a proposal that partners agree on: no figure here says what "
    "a school wants."
)


def annex_of(found: Overview, by: str = "") -> Paper:
    """Compose the annex of a share-out: a table of schools for each partner, and for nobody.

    Parameters
    ----------
    found
        With a share-out.
    by
        Whose annex it is, as it is to stand in it.

    Raises
    ------
    BadInputError
        If nothing is shared out.
    """
    made = found.shared
    if made is None:
        raise BadInputError("Nothing is shared out: an annex needs partners. Name them.")
    place = found.place
    name = _given(place.name, place.code)
    names = [str(one) for one in made.loads.index]
    sections = [
        Section("agreed", "What is agreed", (_agreed(found, made), _loads(found, made))),
        *(_partner(found, made, number, who) for number, who in enumerate(names, start=1)),
        *([_nobody(found, made)] if made.urns_of(NOBODY) else []),
    ]
    if found.overlap is not None:
        sections.append(Section("now", "Who works where now", (_now(found),)))
    sections.append(
        Section(
            "limits",
            "What the words and figures mean",
            (Block("", (Sentence(_LIMITS),), tuple(map(Sentence, _MEANING))),),
        )
    )
    by = checked_name(by)
    paper = Paper(
        form=FORM,
        code=place.code,
        title=say("Annex: schools shared out in {name}", name=name),
        name=say("{name}", name=name),
        kind=Sentence("Annex to an agreement between partners"),
        by=by,
        front=(
            FrontLine("Between", figure_cell(_given(and_list(names)))),
            FrontLine("Prepared by", figure_cell(_given(by)) if by else _BLANK),
            FrontLine("Agreed on", _BLANK),
        ),
        map=None,
        sections=tuple(sections),
        made=made_line(),
    )
    held = paper.traces()
    sources = Section(
        "sources",
        "Sources",
        (Block("", (), source_lines(held)), Block("Licences", licence_lines(held))),
    )
    return replace(paper, sections=(*paper.sections, sources))


def _given(text: str, code: str = "") -> Trace:
    return Trace(text, "", "name", code, text, _GIVEN)


def _agreed(found: Overview, made: ShareOut) -> Block:
    code = found.place.code
    nobody = len(made.urns_of(NOBODY))
    said = [
        say(
            "{count} "
            + either(len(made.table), "school or college stands", "schools and colleges stand")
            + " in {name}, of those open on {day}. "
            + ("Each is in one partner's list." if not nobody else "{left} in nobody's list."),
            count=counted(len(made.table), "schools", "urn", code, "count of schools in the place"),
            name=_given(found.place.name, code),
            day=defined(SCHOOLS_OPEN_ON, "SCHOOLS_OPEN_ON"),
            left=counted(nobody, "schools", "urn", code, "count of schools that nobody takes"),
        ),
        say(
            "Loads are counted in {unit}; each partner has its share, within {tolerance}. "
            "Schools stay with a partner who works there as far as that allows; then the sum of "
            "distances is least.",
            unit=LOADS[made.by],
            tolerance=defined(f"{made.tolerance:.0%}", "tolerance of loads"),
        ),
    ]
    if made.unknown:
        said.append(
            say(
                "{count} " + either(made.unknown, "school has", "schools have")
                + " no published roll and count as no pupils.",
                count=counted(
                    made.unknown, "schools", "pupils", code, "count of schools without a roll"
                ),
            )
        )  # fmt: skip
    return Block("", tuple(said))


def _loads(found: Overview, made: ShareOut) -> Block:
    code = found.place.code
    rows = []
    for who, row in made.loads.iterrows():
        own = made.table[made.table["partner"] == who]
        km = float(own["distance_km"].sum())
        load, share = float(row["load"]), float(row["share"])
        fair = "load of all by the weights of the partners"
        rows.append(
            ProfileRow(
                (
                    figure_cell(_given(str(who))),
                    figure_cell(counted(len(own), "schools", "urn", code, f"count for {who}")),
                    figure_cell(_figure(f"{load:,.0f}", load, "load", code, "sum of loads")),
                    figure_cell(_figure(f"{share:,.0f}", share, "share", code, fair)),
                    figure_cell(_figure(f"{km:,.1f}", km, "distance_km", code, "sum of km")),
                )
            )
        )
    unit = "Pupils" if made.by == "pupils" else "Load"
    headings = ("Partner", "Schools", unit, "Fair share", "km in all")
    return Block("", tables=(ProfileTable("The partners", headings, tuple(rows)),))


def _figure(text: str, value: float, field: str, code: str, how: str) -> Trace:
    # Partners travel from their teaching sites.
    files = "schools+sites" if field == "distance_km" else "schools"
    return Trace(text, files, field, code, round(value, 3), how)


def _partner(found: Overview, made: ShareOut, number: int, who: str) -> Section:
    own = made.table[made.table["partner"] == who].sort_values("distance_km")
    title = f"Schools of {who}"
    if own.empty:
        return Section(f"partner-{number}", title, (Block("", (Sentence("None."),)),))
    table = _schools(found, own, with_km=True)
    return Section(f"partner-{number}", title, (Block("", tables=(table,)),))


def _nobody(found: Overview, made: ShareOut) -> Section:
    own = made.table[made.table["partner"] == NOBODY]
    table = _schools(found, own, with_km=False)
    return Section("nobody", "Schools that nobody takes", (Block("", tables=(table,)),))


def _schools(found: Overview, own: pd.DataFrame, *, with_km: bool) -> ProfileTable:
    rows = []
    for urn, chosen in own.iterrows():
        row: Any = found.place.table.loc[str(urn)]
        cells = [
            _cell(str(row["name"]), "name", str(urn), str(row["name"])),
            _cell(str(row["town"]), "town", str(urn), str(row["town"])),
            _cell(phase_text(row), "phase", str(urn), phase_text(row)),
            Sentence(str(chosen["because"]).capitalize()),
            _cell(str(urn), "urn", str(urn), str(urn)),
            _cell(roll_text(row["pupils"]), "pupils", str(urn), _number(row["pupils"])),
            _cell(fsm_text(row["fsm_share"]), "fsm_share", str(urn), _number(row["fsm_share"])),
        ]
        if with_km:
            km = float(chosen["distance_km"])
            how = "straight km from the partner's nearest site"
            cells.append(figure_cell(_figure(f"{km:.1f}", km, "distance_km", str(urn), how)))
        rows.append(ProfileRow(tuple(cells)))
    headings = ["School", "Town", "Phase", "Why", "URN", "Roll", "FSM"]
    headings += ["km"] if with_km else []
    return ProfileTable("", tuple(headings), tuple(rows), words=4)


def _cell(text: str, field: str, urn: str, value: float | str) -> Sentence:
    return figure_cell(Trace(text, "schools", field, urn, value, AS_IT_STANDS))


def _number(value: float) -> float | str:
    return "" if pd.isna(value) else float(value)


def _now(found: Overview) -> Block:
    code = found.place.code
    gaps, many = len(found.urns_of(GAP)), len(found.urns_of(DUPLICATED))
    said = say(
        "Before this agreement nobody worked with {gaps} of these schools, and {least} or more "
        "partners worked with {many}, by the partners' own records.",
        gaps=counted(gaps, "", "urn", code, "count of schools without a partner's work"),
        least=defined(f"{DUPLICATED_FROM}", "DUPLICATED_FROM"),
        many=counted(many, "", "urn", code, "count of schools with as many partners or more"),
    )
    return Block("", (said,))
