"""Cold spots and deprivation in a profile."""

from __future__ import annotations

import re

import pandas as pd

from geo.areas import area_table
from geo.coldspots import (
    LEVELS,
    LIKELY,
    STATUS,
    UNTESTED,
    ColdSpotQuery,
    basis_of,
    find_all,
)
from geo.posterior import FIFTHS, POSTERIOR_LEVELS
from geo.reach import DEMAND, MOST_DEPRIVED, load_ground, most_deprived
from geo.registry import geography, indicator
from layers.coldspots import STRICT, grades_of_zone, how_sure, sentences_of_zone
from layers.profiles.model import Fact, Part, ProfileRow, ProfileTable, Scale, figure_cell
from layers.profiles.nations import nation_of_row, share_with_interval
from layers.profiles.place_sentences import (
    SURE_PEOPLE,
    WILSON,
    deprivation_words,
    modelled_of_zone,
    percent,
    rate_formula,
    verdict_words,
)
from layers.profiles.subject import PARTNERSHIP, Subject, small_areas
from layers.words import (
    AS_IT_STANDS,
    EXPECTED_WRONG,
    LIST_WORDS,
    Sentence,
    Trace,
    say,
    traces,
    which_list,
)

ZONES_SHOWN = 4
_TESTED = ("England", "Scotland")
"""Nations whose cold spots are tested."""
_DECILES = 10


def cold(place: Subject) -> Part:
    """Return in words whether a place is a cold spot, or which of its neighbourhoods are."""
    title = "Cold spots"
    if place.is_zone:
        said = [*sentences_of_zone(place.level, place.row, place.code, DEMAND), _how_sure(place)]
        return Part("cold", title, (*said, how_sure(basis_of(place.level))))
    if place.level in LEVELS and place.nation in _TESTED:
        said = [*_listed_itself(place), *verdict_words(place.level, place.code, DEMAND)]
        return Part("cold", title, (*said, *_its_zone(place)))
    if place.level == PARTNERSHIP:
        tested = place.nation in _TESTED
        said = _in_range(place) if tested else [Sentence(UNTESTED)]
    else:
        said = verdict_words(place.level, place.code, DEMAND)
    if place.nation not in _TESTED:
        return Part("cold", title, tuple(said))
    said = [*_likely(place), *said]
    table = _zones(place)
    return Part("cold", title, (*said, Sentence(STRICT)), (table,) if table else ())


def _listed(place: Subject) -> tuple[int, int] | None:
    """Count the small areas of a place in the likely lowest fifth, and their young people."""
    if place.nation != "England" or place.areas.empty:
        return None
    flags = load_ground(None, place.nation, LIKELY).cold & place.here
    return int(flags.sum()), int(small_areas(place.nation).loc[flags, DEMAND].sum())


def _likely(place: Subject) -> list[Sentence]:
    """Count what the usual list holds of a place: the likely lowest fifth; nothing elsewhere."""
    found = _listed(place)
    if found is None:
        return []
    count, young = found
    where = "in its range" if place.level == PARTNERSHIP else "here"
    parts: dict[str, Trace | str] = {**_counts_of_list(place, count)}
    text = f"Of {{whole}} {place.small} {where}, {{count}} {traces.either(count, 'is', 'are')} "
    if len(place.areas) == 1:
        one = f"The one {traces.singular(place.basis.small)} {where}"
        text, parts = f"{one} is {'' if count else 'not '}", {}
    elif not count:
        text, parts = f"None of {{whole}} {place.small} {where} is ", {"whole": parts["whole"]}
    text += LIST_WORDS[LIKELY].where
    if count:
        how = f"sum of {DEMAND} over its {LIST_WORDS[LIKELY].formula}"
        people = f"posterior_{place.basis.small}+people_{place.basis.small}"
        text += f"; {traces.lived(DEMAND, young)}"
        parts |= traces.living(young, DEMAND, people, place.code, how)
    return [say(f"{text}.", **parts), which_list(LIKELY)]


def _counts_of_list(place: Subject, count: int) -> dict[str, Trace]:
    """Trace how many of a place's small areas are on the usual list, and how many there are."""
    formula = f"count of its {LIST_WORDS[LIKELY].formula}"
    small = place.basis.small
    return {
        "whole": traces.counted(
            len(place.areas), f"areas_{small}", "area_code", place.code,
            f"count of its {place.small}",
        ),
        "count": traces.counted(count, f"posterior_{small}", FIFTHS[0], place.code, formula),
    }  # fmt: skip


def _listed_itself(place: Subject) -> list[Sentence]:
    """Return whether a small area is on the usual list, and what that list is."""
    if place.level not in POSTERIOR_LEVELS:
        return []
    found = find_all(ColdSpotQuery(place.level, LIKELY)).areas["cold_spot"]
    if pd.isna(area_table(place.level)[FIFTHS[0]][place.code]):
        return []
    verb = "is" if found[place.code] else "is not"
    return [Sentence(f"It {verb} {LIST_WORDS[LIKELY].where}."), which_list(LIKELY)]


def _how_sure(place: Subject) -> Sentence:
    """Count the cold spots of a zone by how sure they are."""
    members = str(place.row["area_codes"]).split()
    found = find_all(ColdSpotQuery(place.level)).areas.loc[members, ["cold_spot", "confidence"]]
    chances = area_table(place.level).loc[members]
    chances = chances[[name for name in chances if name not in found]]
    counted = grades_of_zone(place.level, found.join(chances), place.code)
    return Sentence(f"How sure they are: {counted.text}.", counted.traces)


def _its_zone(place: Subject) -> list[Sentence]:
    found = find_all(ColdSpotQuery(place.level))
    zone = str(found.areas["zone_id"].get(place.code, ""))
    if not zone:
        return [Sentence(STRICT)]
    name = str(found.zones["zone_name"][zone])
    told = say(
        "It is part of the zone {name}.",
        name=Trace(name, "zones", "zone_name", zone, name, AS_IT_STANDS),
    )
    return [told, Sentence(STRICT)]


def _in_range(place: Subject) -> list[Sentence]:
    """Count the cold spots that a partnership has in range."""
    areas = place.areas
    count = int(areas["cold_spot"].sum())
    young = int(areas.loc[areas["cold_spot"], DEMAND].sum())
    if not count:
        whole = traces.counted(len(areas), "sites", "in_range", "", f"count of its {place.small}")
        text = f"None of the {{whole}} {place.small} in its range is a tested cold spot."
        return [say(text, whole=whole)]
    return [
        say(
            f"Of {{whole}} {place.small} in its range {{count}} "
            + traces.either(count, "is a tested cold spot; ", "are tested cold spots; ")
            + f"{traces.lived(DEMAND, young)}.",
            whole=traces.counted(
                len(areas), "sites", "in_range", "", f"count of its {place.small}"
            ),
            count=traces.counted(count, _found(place), "cold_spot", "", "count of its cold spots"),
            **traces.living(
                young,
                DEMAND,
                f"{_found(place)}+people_{place.basis.small}",
                "",
                f"sum of {DEMAND} over its cold spots",
            ),
        )
    ]


def _found(place: Subject) -> str:
    """Name the bundled table that its cold spots are in."""
    return f"coldspots_{place.basis.small}"


def _zones(place: Subject) -> ProfileTable | None:
    """List the zones of cold spots that a place holds a part of, most of its young people first."""
    found = find_all(ColdSpotQuery(place.basis.small))
    own = found.areas["zone_id"].reindex(place.areas.index).fillna("")
    own = own[own != ""]
    if own.empty:
        return None
    young = place.areas[DEMAND].reindex(own.index).groupby(own.to_numpy())
    here = young.agg(["size", "sum"]).rename_axis("zone_id").reset_index()
    order = here.sort_values(["sum", "zone_id"], ascending=[False, True])
    rows = []
    for zone, count, people in order.head(ZONES_SHOWN).itertuples(index=False):
        row = found.zones.loc[zone]
        name = str(row["zone_name"])
        part = f"its cold spots inside {place.code or 'the range'}"
        rows.append(
            ProfileRow(
                (
                    figure_cell(Trace(name, "zones", "zone_name", zone, name, AS_IT_STANDS)),
                    figure_cell(
                        traces.counted(
                            int(count), _found(place), "zone_id", zone, f"count of {part}"
                        )
                    ),
                    figure_cell(
                        traces.counted(
                            int(people), f"{_found(place)}+people_{place.basis.small}", DEMAND,
                            zone,
                            f"sum of {DEMAND} over {part}",
                        )
                    ),
                    *_intervals(row, zone),
                )
            )
        )  # fmt: skip
    left = len(order) - len(rows)
    whom = "rate, of GCSE leavers" if place.nation == "England" else "share"
    note = say(
        f"The whole zone's {whom}; counts are of what lies here.{{more}}",
        more="" if not left else f" The {'other' if left == 1 else 'others'} left out have fewer.",
    )
    modelled = ("By the model (90% interval)", "Measured (95% interval)")
    rates = modelled if place.nation == "England" else ("Rate (95% interval)",)
    headings = ("Zone", "Areas here", "Young people", *rates)
    return ProfileTable("Zones with most young people", headings, tuple(rows), note=note)


def _intervals(row: pd.Series, code: str) -> tuple[Sentence, ...]:
    """Return the rate of a zone with its interval: in England by the model, then as measured."""
    if nation_of_row(row, code) != "England":
        return (share_with_interval(row, code),)
    places = 1 if row["tundra_cohort"] >= SURE_PEOPLE else 0
    rate, low, high = (
        percent(row[f"tundra_rate{end}"], f"tundra_rate{end}", code, how, places=digits)
        for end, how, digits in (
            ("", rate_formula(code), 1),
            ("_low", WILSON, places),
            ("_high", WILSON, places),
        )
    )
    return (
        say("{rate} ({low} to {high})", **modelled_of_zone(row, code)),
        say("{rate} ({low} to {high})", rate=rate, low=low, high=high),
    )


def deprivation(place: Subject) -> Part:
    """Return each domain of deprivation: a small area's decile, or how many are in the worst."""
    title = "Deprivation"
    if place.areas.empty:
        period = traces.period_of_indicator(f"{place.basis.domains[0]}_decile")
        text = f"The index, {{period}}, is of {place.small}, which do not nest in its area."
        return Part("deprivation", title, (say(text, period=period),))
    said = tuple(deprivation_words(place.row, place.code)) if place.is_area else ()
    table = _deciles(place) if _is_small(place) else _shares(place)
    return Part("deprivation", title, said, (table,))


def _is_small(place: Subject) -> bool:
    """Test whether a place is itself one of the small areas that have a decile."""
    return place.level == place.basis.small and place.is_area


def _label(name: str, index: str) -> Sentence:
    return Sentence("All domains together" if name == index else _domain_label(name))


def _domain_label(name: str) -> str:
    # The index is named in the note; its name behind each domain would be said eight times.
    return re.sub(r" \([SWN]\w+\)$", "", indicator(f"{name}_decile").label)


def _deciles(place: Subject) -> ProfileTable:
    rows, index = [], place.basis.domains[0]
    for name in place.basis.domains:
        field = f"{name}_decile"
        value = int(place.row[field])
        source = traces.datasets_of(field)
        cell = figure_cell(Trace(str(value), source, field, place.code, value, AS_IT_STANDS))
        # The most deprived has the longest bar.
        mark = float(_DECILES + 1 - value)
        rows.append(
            ProfileRow((_label(name, index), cell), (0.0, mark, mark), strong=name == index)
        )
    ends = (traces.defined("10", "least deprived decile"), traces.defined("1", "most deprived"))
    scale = Scale(0, _DECILES, ends, bars=True, name="Decile")
    note = say(
        "Decile {one} is the most deprived tenth of {nation}.{caveat}",
        one=traces.defined("1", "most deprived decile"),
        nation=place.nation,
        caveat=_ENTRY_INSIDE.get(place.nation, ""),
    )
    return ProfileTable("By domain", ("Domain", "Decile"), tuple(rows), scale, note)


_ENTRY_INSIDE = {
    "England": " Education, skills and training contains entry to higher education, so it does not "
    "explain it.",
    "Scotland": " Education contains entry to university, so it does not explain it.",
    "Northern Ireland": " Education contains enrolment in higher education, so it does not explain "
    "it.",
}


def _shares(place: Subject) -> ProfileTable:
    domains, small = place.basis.domains, place.small
    counted = most_deprived(place.areas, domains)
    rows = []
    for name in domains:
        field = f"{name}_decile"
        whole, worst = (int(counted[column][name]) for column in ("areas", "worst"))
        source, share = traces.datasets_of(field), worst / whole
        how = f"share of its {small} whose {field} is at most {MOST_DEPRIVED}"
        count = f"{small} whose {field} is at most {MOST_DEPRIVED}"
        known = f"{small} that have a {field}"
        cells = (
            _label(name, domains[0]),
            say(
                "{worst} of {whole}",
                worst=Trace(f"{worst:,}", source, field, place.code, worst, count),
                whole=Trace(f"{whole:,}", source, field, place.code, whole, known),
            ),
            figure_cell(Trace(traces.share_text(share), source, field, place.code, share, how)),
        )
        rows.append(ProfileRow(cells, (0.0, share, share), strong=name == domains[0]))
    ends = (traces.defined("0%", "end of the scale"), traces.defined("100%", "end of the scale"))
    scale = Scale(0, 1, ends, MOST_DEPRIVED / _DECILES, bars=True, name="Share")
    period = "iod25_score" if place.nation == "England" else f"{domains[0]}_decile"
    note = say(
        f"{small[0].upper()}{small[1:]} in {{nation}}'s most deprived fifth by each domain, "
        "{year}; in {nation} {fifth} of them are, marked by the line.{caveat}",
        nation=place.nation,
        year=traces.period_of_indicator(period),
        fifth=traces.defined("20%", "a fifth"),
        caveat=_ENTRY_INSIDE.get(place.nation, ""),
    )
    title = f"{small[0].upper()}{small[1:]} in the most deprived fifth"
    headings = ("Domain", small[0].upper() + small[1:], "Share")
    return ProfileTable(title, headings, tuple(rows), scale, note)


def facts(place: Subject) -> list[Fact]:
    """Return the figures of cold spots and deprivation that are shown large."""
    areas, index = place.areas, place.basis.domains[0]
    if areas.empty:
        return []
    found, field = most_deprived(areas, place.basis.domains), f"{index}_decile"
    share = float(found["worst"][index]) / float(found["areas"][index])
    source = traces.datasets_of(field)
    made = []
    if _is_small(place):
        value = int(place.row[field])
        figure = Trace(str(value), source, field, place.code, value, AS_IT_STANDS)
        words = say(
            "decile of deprivation, {one} being the most deprived tenth of {nation}",
            one=traces.defined("1", "most deprived decile"),
            nation=place.nation,
        )
        made.append(Fact(figure_cell(figure), words))
    else:
        how = f"share of its {place.small} whose {field} is at most {MOST_DEPRIVED}"
        figure = Trace(traces.share_text(share), source, field, place.code, share, how)
        words = Sentence(f"of its {place.small} are in the most deprived fifth of {place.nation}")
        made.append(Fact(figure_cell(figure), words))
        if place.nation in _TESTED:
            made += _tested_of_zone(place) if place.is_zone else _tested(place)
    return made


def _tested_of_zone(place: Subject) -> list[Fact]:
    """Count the areas of a zone, each of which was tested."""
    count = int(place.row["areas"])
    how = "areas of the zone"
    figure = traces.counted(count, f"coldspots_{place.level}", "areas", place.code, how)
    if count == 1:
        text = f"{traces.singular(place.level)}, tested as a cold spot"
    else:
        text = f"touching {geography(place.level).plural}, each tested as a cold spot"
    return [Fact(figure_cell(figure), Sentence(text))]


def _listed_fact(place: Subject, listed: int, tested: int) -> Fact:
    """Count the small areas of a place on the usual list, and beside them the tested ones."""
    held = _counts_of_list(place, listed)
    words = say(
        f"of its {place.small} {{are}} {LIST_WORDS[LIKELY].where}, of which {{wrong}} may be "
        "wrong; {tested} {be}",
        are=traces.either(listed, "is", "are"),
        wrong=EXPECTED_WRONG,
        **(
            {"tested": "none", "be": "is a tested cold spot"}
            if not tested
            else {
                "tested": traces.counted(
                    tested, _found(place), "status", place.code, "areas that are cold spots"
                ),
                "be": traces.either(tested, "is a tested cold spot", "are tested cold spots"),
            }
        ),
    )
    return Fact(say("{count} of {whole}", **held), words)


def _tested(place: Subject) -> list[Fact]:
    """Count the cold spots among the neighbourhoods that could be assessed, and the rest."""
    areas, source = place.areas, _found(place)
    judged = (
        find_all(ColdSpotQuery(place.basis.small)).areas["status"].reindex(areas.index) != STATUS[3]
    )
    count, whole = int(areas["cold_spot"].sum()), int(judged.sum())
    if not whole:
        return []
    if (found := _listed(place)) is not None:
        return [_listed_fact(place, found[0], count)]
    figure = say(
        "{count} of {whole}",
        count=traces.counted(count, source, "status", place.code, "areas that are cold spots"),
        whole=traces.counted(whole, source, "status", place.code, "areas with a verdict"),
    )
    rest = len(areas) - whole
    of, ending = f"of its {place.small}", "are tested cold spots"
    if whole == 1:
        of, ending = traces.singular(place.basis.small), "is a tested cold spot"
    text = f"{of} that could be assessed {ending}"
    if not rest:
        return [Fact(figure, Sentence(text.replace(" that could be assessed", "")))]
    left = traces.counted(rest, source, "status", place.code, "areas without a verdict")
    return [Fact(figure, say(f"{text}; {{left}} more could not be", left=left))]
