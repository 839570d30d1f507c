"""Participation in a profile: where a place stands, places like it, and attainment and entry."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

import pandas as pd

from geo.areas import area_table, context_sentence, name_of, series_of, similar_places
from geo.coldspots import ZONE
from geo.errors import BadInputError
from geo.registry import ENGLAND, geography, indicator, percent_text
from layers.browser import (
    constituency_of,
    constituency_of_areas,
    entry_places,
    entry_series,
    ucas_sentence,
)
from layers.profiles.model import (
    Line,
    LineChart,
    Part,
    ProfileRow,
    ProfileTable,
    Scale,
    figure_cell,
)
from layers.profiles.nations import other_figures, own_participation
from layers.profiles.place_sentences import (
    GAP,
    LATEST,
    SURE_PEOPLE,
    WILSON,
    chance_words,
    cohort_formula,
    entry_words,
    gap_words,
    lead_words,
    modelled_of_zone,
    percent,
    rate_formula,
    summed_words,
)
from layers.profiles.subject import PARTNERSHIP, Subject
from layers.reach import lowered_article
from layers.words import Sentence, Trace, say, traces

ALIKE = 5
_TENTH = 0.1
_AUTHORITIES = 4
"""Counties and unitary authorities of a patch that a table has room for, the largest first."""
SCHOOLED = ("attainment8", "level3_19_rate", "he19_rate", "he19_fsm_rate", "he19_nonfsm_rate")
"""What the DfE publishes of counties, unitary authorities, regions and England."""


def lead_of(place: Subject) -> tuple[Sentence, ...]:
    """Return the rate with its interval and how it stands beside England."""
    name = place.name
    if place.is_patch and place.nation != "England":
        text = "No rate is put together for {name}: {nation}'s own measures are of areas."
        return (say(text, name=name, nation=place.nation),)
    if place.level == PARTNERSHIP:
        # A rate of the neighbourhoods in range, not of the partnership.
        name = replace(name, figure=f"the range of {lowered_article(name.figure)}")
        if place.nation != "England":
            text = "No rate is put together for {name}: {nation}'s own measures are of areas."
            return (say(text, name=name, nation=place.nation),)
    return tuple(lead_words(name, place.level, place.row, place.code))


def participation(place: Subject) -> Part:
    """Return where a place stands among what holds it."""
    said: list[Sentence] = []
    if place.nation != "England":
        if place.level == PARTNERSHIP or place.is_patch:
            return Part("participation", "Who goes on")
        return own_participation(place.name, place.level, place.row, place.code, place.upper)
    if place.is_area:
        said += chance_words(place.level, place.row, place.code)
    if place.is_patch and pd.notna(place.row["tundra_rate_modelled"]):
        said.append(summed_words("draws_lsoa21", place.row, place.code))
    rows = [(place.name, place.row, place.code)]
    for level, code in place.upper:
        rows.append((traces.named(level, code), _row(level, code), code))
    known = [row for row in rows if pd.notna(row[1]["tundra_rate"])]
    if not known:
        return Part("participation", "Young participation", tuple(said))
    table = _rates("Where it stands", "Subject", known, ())
    return Part("participation", "Young participation", tuple(said), (table,))


def _row(level: str, code: str) -> pd.Series:
    row = area_table(level).loc[code]
    assert isinstance(row, pd.Series)
    return row


def _rates(
    title: str,
    first: str,
    rows: list[tuple[Trace, pd.Series, str]],
    wheres: tuple[Sentence, ...],
    note: Sentence | None = None,
) -> ProfileTable:
    """Make a table of rates with their intervals, the place itself first."""
    marks = [(row["tundra_rate_low"], row["tundra_rate"], row["tundra_rate_high"])
             for _, row, _ in rows]  # fmt: skip
    most = max(row.get("tundra_rate_modelled_high", 0.0) for _, row, _ in rows)
    england = float(area_table("nation")["tundra_rate"][ENGLAND])
    low = floor(min(england, *(mark[0] for mark in marks)) / _TENTH) * _TENTH
    high = ceil(max(england, most, *(mark[2] for mark in marks)) / _TENTH) * _TENTH
    made = []
    for number, ((name, row, code), mark) in enumerate(zip(rows, marks, strict=True)):
        if code.startswith(ZONE):
            made.append(_modelled_row(row, code))
        # A zone's name is long; the row of the place itself comes first.
        named = Sentence("This zone, as measured") if code.startswith(ZONE) else figure_cell(name)
        cells = [named, *wheres[number : number + 1], *_rate_cells(row, code)]
        ends = (float(mark[0]), float(mark[1]), float(mark[2]))
        made.append(ProfileRow(tuple(cells), ends, strong=number == 0))
    line = "The line marks England; a bar spans each interval."
    note = Sentence(f"{line} {note.text}", note.traces) if note else Sentence(line)
    headings = (first, *(("Where",) if wheres else ()), "Rate", "95% interval", "Pupils")
    first_end, last_end = (
        traces.defined(percent_text(end), "end of the scale") for end in (low, high)
    )
    scale = Scale(low, high, (first_end, last_end), england, name="Rate and interval")
    return ProfileTable(title, headings, tuple(made), scale, note, words=2 if wheres else 1)


def _modelled_row(row: pd.Series, code: str) -> ProfileRow:
    """Return the rate of a zone by the model, which stands before the one that was measured."""
    held = modelled_of_zone(row, code)
    cells = (
        Sentence("This zone, by the model"),
        figure_cell(held["rate"]),
        say(
            "{low} to {high} ({level})",
            low=held["low"],
            high=held["high"],
            level=traces.defined("90%", "share of an interval of the spatial model"),
        ),
        Sentence(""),
    )
    ends = (held["low"].value, held["rate"].value, held["high"].value)
    return ProfileRow(cells, (float(ends[0]), float(ends[1]), float(ends[2])), strong=True)


def _rate_cells(row: pd.Series, code: str) -> tuple[Sentence, Sentence, Sentence]:
    on = int(row.get("tundra_source_cohort", row["tundra_cohort"]))
    places = 1 if on >= SURE_PEOPLE else 0
    low, high = (
        percent(row[f"tundra_rate_{end}"], f"tundra_rate_{end}", code, WILSON, places=places)
        for end in ("low", "high")
    )
    how, counted = rate_formula(code), cohort_formula(code)
    source = traces.datasets_of("tundra_rate")
    return (
        figure_cell(percent(row["tundra_rate"], "tundra_rate", code, how, places=1)),
        say("{low} to {high}", low=low, high=high),
        figure_cell(Trace(f"{on:,}", source, "tundra_source_cohort", code, on, counted)),
    )


def similar(place: Subject) -> Part:
    """Set a place beside those most like it in context, which participation is no part of."""
    title = "Similar places"
    if not place.is_area:
        why = _OWN_CHOICE if place.is_patch else _NOT_COMPARED
        return Part(title=title, id="similar", said=(Sentence(why),))
    if place.level == "nation":
        return Part("similar", title, (Sentence(_NO_LIKE),))
    table = area_table(place.level)
    if place.nation != "England":
        return Part("similar", title, (Sentence(_none_alike(place)),))
    try:
        near = similar_places(table, place.code, ALIKE)
    except BadInputError:
        return Part("similar", title, (Sentence(_none_alike(place)),))
    rows, wheres = [(place.name, place.row, place.code)], [_name_of_holder(table, place.code)]
    for code in near.index[pd.notna(table["tundra_rate"].reindex(near.index)).to_numpy()]:
        rows.append((traces.named(place.level, code), table.loc[code], code))
        wheres.append(_name_of_holder(table, code))
    if pd.isna(place.row["tundra_rate"]) or len(rows) == 1:
        return Part("similar", title, (Sentence("Too few of them have a rate to compare."),))
    basis = context_sentence(place.level)
    note = Sentence(basis, (traces.defined("13 to 17", "YOUNG_AGES"),))
    made = _rates("Most similar first", "Subject", rows, tuple(wheres), note)
    return Part("similar", title, (clearly_apart(place, rows),), (made,))


_NOT_COMPARED = (
    "Not compared: its neighbourhoods were chosen for what they have in common, so no set of "
    "others stands beside them fairly."
)


_OWN_CHOICE = (
    "Not compared: a patch is what its owner chose, and no other places were put together alike."
)
_NO_LIKE = "Not compared: no other nation has the same measures of participation and context."


def _none_alike(place: Subject) -> str:
    if place.nation != "England":
        return "Not compared: the measures by which places are alike cover England alone."
    return "Not compared: a measure by which places are alike is missing here."


def _name_of_holder(table: pd.DataFrame, code: str) -> Sentence:
    level = str(table["geography"][code])
    small = geography(level).is_small and table["lad24_code"][code]
    if small:
        return figure_cell(traces.named("lad24", str(table["lad24_code"][code])))
    held = str(table["region_code"][code])
    return (
        figure_cell(traces.named("region", held)) if held and held != code else Sentence("England")
    )


def clearly_apart(place: Subject, rows: list[tuple[Trace, pd.Series, str]]) -> Sentence:
    """Count the places whose intervals lie wholly above or below that of the first.

    Parameters
    ----------
    place
        What they are compared with.
    rows
        Name, row and code of each, the place itself first.
    """
    others, codes = [row for _, row, _ in rows[1:]], " ".join(code for _, _, code in rows[1:])
    above = sum(bool(row["tundra_rate_low"] > place.row["tundra_rate_high"]) for row in others)
    below = sum(bool(row["tundra_rate_high"] < place.row["tundra_rate_low"]) for row in others)
    if len(others) == 1:
        apart = "higher" if above else "lower" if below else ""
        had = f"had a clearly {apart} rate: its interval does not touch"
        had = had if apart else "had no clearly higher or lower rate: its interval touches"
        return say(f"The one place most like {{name}} {had} that of {{name}}.", name=place.name)
    source = traces.datasets_of("tundra_rate")
    count, how = str(len(others)), f"count of {codes}"
    parts: dict[str, Trace | str] = {
        "name": place.name,
        "count": Trace(count, source, "area_code", place.code, len(others), how),
    }
    said = []
    for word, number, field, ends in (
        ("higher", above, "tundra_rate_low", "above its tundra_rate_high"),
        ("lower", below, "tundra_rate_high", "below its tundra_rate_low"),
    ):
        if number:
            how = f"count of {field} {ends} over {codes}"
            parts[word] = Trace(str(number), source, field, place.code, number, how)
            rates = traces.either(number, f"a clearly {word} rate", f"clearly {word} rates")
            said.append(f"{{{word}}} had {rates}")
    intervals = traces.either(above + below, "that interval does", "those intervals do")
    ending = f"{' and '.join(said)}: {intervals} not touch its own"
    if not said:
        ending = "none had a clearly higher or lower rate: all their intervals touch its own"
    return say(f"Of the {{count}} places most like {{name}}, {ending}.", **parts)


def attainment(place: Subject) -> Part:
    """Return attainment and entry by 19 of a place, or that it has no figures of its own."""
    title = "Attainment and entry by 19"
    own = next(
        (level for level in indicator("he19_rate").geographies
         if place.is_area and place.code in area_table(level).index), None
    )  # fmt: skip
    if place.level == PARTNERSHIP:
        return Part("attainment", title, (Sentence(_NO_AUTHORITY),))
    if not place.is_area:
        if place.nation != "England":
            return Part("attainment", title, (Sentence(_ENGLAND_ALONE),))
        said = [*_of_zone(place), *_by_ucas(place), Sentence(_NOT_OWN)]
        young = place.areas.groupby("utla23_code")["young_people_now"].sum()
        held = young.sort_values(ascending=False).index[:_AUTHORITIES] if place.is_patch else ()
        tables = (_schooled([("utla23", str(code)) for code in held]),) if len(held) else ()
        charts = _years("utla23", str(young.idxmax()))
        return Part("attainment", title, tuple(said), tables, charts)
    if place.nation != "England":
        return other_figures(place.level, place.row, place.code, place.upper)
    # The entry rate itself leads the profile.
    said = [*entry_words(place.level, place.code)[1:], *_by_ucas(place)]
    charts = _years(place.level, place.code)
    if own is None or area_table(own).loc[place.code, list(SCHOOLED)].isna().all():
        return Part("attainment", title, (*said, Sentence(_NOT_OWN)), charts=charts)
    said += gap_words(place.code)
    pairs = [(own, place.code)]
    pairs += [pair for pair in place.upper if pair[0] in ("region", "nation") and pair[0] != own]
    return Part("attainment", title, tuple(said), (_schooled(pairs),), charts)


def _by_ucas(place: Subject) -> list[Sentence]:
    """Return UCAS's entry rate of a place's constituency; nothing without the user's own file."""
    code = (
        constituency_of_areas(place.areas.index)
        if place.is_zone
        else constituency_of(place.level, place.code)
    )
    said = ucas_sentence(code)
    return [said] if said.text else []


def _years(level: str, code: str) -> tuple[LineChart, ...]:
    """Chart entry by 19 of a place's authority, its region and England; nothing of few years."""
    drawn, entry = entry_series(level, code), indicator("he19_rate")
    if not drawn or entry.periods is None:
        return ()
    lines, held, listed = [], dict[str, Trace](), []
    for at, (upper, own, _) in enumerate(entry_places(level, code)):
        known = series_of(entry.id, upper)["value"].loc[own].dropna()
        name, years = traces.named(upper, own), (int(known.index[0]), int(known.index[-1]))
        first, last = (
            Trace(entry.text(known[year]), "lait", entry.id, own, known[year], f"figure of {year}")
            for year in years
        )
        lines.append(
            Line(say("{name} {last}", name=name, last=last), tuple(drawn["rows"][at]["values"]))
        )
        held |= {f"name{at}": name, f"first{at}": first, f"last{at}": last}
        listed.append(f"{{name{at}}} {{first{at}}} to {{last{at}}}")
    ends = tuple(traces.defined(drawn["years"][end], "period") for end in (0, -1))
    age = traces.defined("19", "he19_rate: age", "lait")
    described = say(
        f"Entry by {{age}} over the years, from {{begin}} to {{end}}: {', '.join(listed)}.",
        age=age,
        begin=ends[0],
        end=ends[1],
        **held,
    )
    title = say("Still so? Entry to higher education by {age} over the years", age=age)
    return (LineChart(title, described, (ends[0], ends[1]), tuple(lines)),)


def _of_zone(place: Subject) -> list[Sentence]:
    """Return the entry by 19 of the authority that holds a zone, or most of its young people."""
    young = place.areas.groupby("utla23_code")["young_people_now"].sum()
    own = str(young.idxmax())
    said = entry_words("utla23", own)
    if not said or len(young) == 1:
        return said
    text, which = said[0].text.removesuffix("."), "patch" if place.is_patch else "zone"
    most = say(
        f"{{text}}. That authority holds most of the {which}'s young people; the {which} lies in "
        "{count}.",
        text=text,
        count=Trace(
            f"{len(young):,}", "areas_lsoa21", "utla23_code", place.code, len(young),
            "counties and unitary authorities of its areas",
        ),
    )  # fmt: skip
    return [Sentence(most.text, (*said[0].traces, *most.traces)), *said[1:]]


_NO_AUTHORITY = (
    "Attainment and entry are published of authorities; a partnership has no figure of its own."
)
_NOT_OWN = (
    "Attainment, qualifications at that age and the gap by free school meals are published of "
    "counties and unitary authorities; this place has no figures of its own, and those of what "
    "holds it are not shown as its."
)
_ENGLAND_ALONE = "These figures cover England alone."


def _schooled(pairs: list[tuple[str, str]]) -> ProfileTable:
    rows = []
    for name in SCHOOLED:
        entry = indicator(name)
        label = say(
            "{label}, {period}",
            label=traces.defined(entry.label, f"{name}: label"),
            period=traces.period_of_indicator(name),
        )
        cells = [_own(entry.id, level, code) for level, code in pairs]
        rows.append(ProfileRow((label, *cells)))
    gaps = [_gap_cell(level, code) for level, code in pairs]
    rows.append(
        ProfileRow((Sentence("Gap by free school meals, percentage points"), *gaps), strong=True)
    )
    headings = ("Measure", *(name_of(level, code) for level, code in pairs))
    return ProfileTable("Latest published", headings, tuple(rows))


def _own(name: str, level: str, code: str) -> Sentence:
    value = area_table(level)[name][code]
    if pd.isna(value):
        return Sentence("not published")
    text = indicator(name).text(float(value)).removesuffix(" points")
    source = traces.datasets_of(name)
    return figure_cell(Trace(text, source, name, code, float(value), LATEST))


def _gap_cell(level: str, code: str) -> Sentence:
    table = area_table(level)
    fsm, other = (table[f"he19_{part}_rate"][code] for part in ("fsm", "nonfsm"))
    if pd.isna(fsm) or pd.isna(other):
        return Sentence("not published")
    gap = round(100 * float(other) - 100 * float(fsm), 1)
    field = "he19_nonfsm_rate - he19_fsm_rate"
    return figure_cell(Trace(f"{gap:.1f}", "lait", field, code, gap, GAP))
