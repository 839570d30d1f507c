"""Who is in range, who engages, and what is nearest, in a profile.

In range is distance, and engaged is a row of an activity file: the two are never said of each
other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd

from geo.coldspots import LIKELY, TESTED
from geo.reach import (
    DEMAND,
    LIMITS_KM,
    TIERS,
    Reach,
    covered,
    load_ground,
    tiers,
    worked,
    zones_left_out,
)
from geo.registry import percent_text
from geo.settings import SMALL_COUNT
from layers.profiles.model import Fact, Part, ProfileRow, ProfileTable, Scale, figure_cell
from layers.profiles.subject import PARTNERSHIP, Subject
from layers.profiles.whose import Whose
from layers.words import (
    AGED,
    AS_IT_STANDS,
    LIST_WORDS,
    Sentence,
    Trace,
    say,
    traces,
)

Cell = TypeVar("Cell")
SHOWN = 6
"""Rows of a list of providers or zones."""
_HEADINGS = {LIKELY: "on that list", TESTED: "in cold spots"}
"""Heading of the people who live in a list of cold spots, by definition."""
_TIERS = {"0": "None", "1": "One", "2": "Two", "3+": "Three or more"}
NOT_COUNTED = (
    "Who is in range is not known: the files do not count young people by small area in Northern "
    "Ireland."
)
DISTANCE_ALONE = (
    "In range is distance, in a straight line from where people live: it does not mean that anyone "
    "has been worked with."
)
NOT_GIVEN = (
    "Where there has been work is not known: no activity file was given, and being near is not "
    "the same as being worked with."
)


def in_range(place: Subject, whose: Whose) -> Part:
    """Count who lives in range, in cold spots and in all, and what an activity file says."""
    title = "Who is in range, and where there has been work"
    if not place.is_counted and place.level != PARTNERSHIP:
        return Part("range", title, (Sentence(NOT_COUNTED), Sentence(NOT_GIVEN)))
    whole, reach = place.level == PARTNERSHIP, _listed(place, whose.reach)
    here = reach.kept if whole else place.here
    said = [_covered(place, whose, here), *_cold(place, reach, here), Sentence(DISTANCE_ALONE)]
    said += [Sentence(reach.measured_from)] if reach.measured_from else []
    said += _engaged(place, reach, here)
    tables: list[ProfileTable | None] = [_by_tier(place, reach, here)]
    if whole:
        tables = [_curve(place, reach), _left_out(place, reach)]
    return Part("range", title, tuple(said), tuple(one for one in tables if one is not None))


def _listed(place: Subject, reach: Reach) -> Reach:
    """Return a reach whose people are counted in the list that a profile rests on.

    That is the likely lowest fifth, where a model is fitted, and the tested cold spots of a zone of
    those and elsewhere.
    """
    ground = reach.ground
    listed = TESTED if place.is_zone else LIKELY
    return reach.counted_on(load_ground(ground.root, ground.nation, listed))


def _which(place: Subject, reach: Reach | None = None) -> str:
    """Name the areas that people are counted in, in the words of a formula.

    A partnership's are all of the place that it is measured in: its own are those in its range.

    Parameters
    ----------
    reach
        Whose list of cold spots is meant; all areas if none is given.
    """
    whose = "all" if place.level == PARTNERSHIP else "its"
    return f"{whose} {LIST_WORDS[reach.ground.definition].formula if reach else place.small}"


def _table_of_list(place: Subject, reach: Reach) -> str:
    """Name the bundled table that a list of cold spots comes from."""
    return f"{LIST_WORDS[reach.ground.definition].file}_{place.basis.small}"


def _on_list(place: Subject, reach: Reach) -> tuple[str, str]:
    """Name one area and several on the list that the sentence names."""
    if reach.ground.definition == TESTED:
        return "tested cold spot", "tested cold spots"
    return f"{traces.singular(place.basis.small)} on that list", f"{place.small} on that list"


def _limit(reach: Reach) -> Trace:
    return traces.defined(f"{reach.costs.limit:g} {reach.costs.unit}", "limit of what is in range")


def _count(value: float, field: str, place: Subject, how: str, dataset: str = "") -> Trace:
    return traces.counted(
        int(value), dataset or f"people_{place.basis.small}+sites", field, place.code, how
    )


def _aged_now() -> dict[str, Trace]:
    return {"ages": AGED, "year": traces.defined("2026", "year in which they are of that age")}


def _covered(place: Subject, whose: Whose, here: np.ndarray) -> Sentence:
    reach = whose.reach
    found = covered(reach.ground.people()[here], reach.in_range[here])
    scope = (whose.where or place.nation) if place.level == PARTNERSHIP else place.name
    # A constituency cuts small areas: those that fit it best are counted whole.
    fitting = f"the {place.small} that fit {{where}} best" if place.level == "pcon24" else "{where}"
    share, its = found["share_in_range"], _which(place)
    return say(
        f"Of {{demand}} young {traces.either(int(found['people']), 'person', 'people')} of "
        f"{fitting} (aged {{ages}} in {{year}}, if nobody had moved) {{there}} "
        f"{traces.either(int(found['people_in_range']), 'lives', 'live')} "
        "within {limit} of {what}: {share}.",
        demand=_count(found["people"], DEMAND, place, f"sum of {DEMAND} over {its}"),
        where=scope,
        there=_count(found["people_in_range"], DEMAND, place, _near(reach, its)),
        limit=_limit(reach),
        what=whose.words,
        share=_share(share, place, _share_near(reach, its)),
        **_aged_now(),
    )


def _share(value: float | None, place: Subject, how: str) -> Trace | str:
    if value is None:
        return "no share of nobody"
    return Trace(
        traces.share_text(value),
        f"people_{place.basis.small}+sites",
        "in_range",
        place.code,
        value,
        how,
    )


def _near(reach: Reach, areas: str) -> str:
    """Return how the people in range are counted."""
    return f"sum of {DEMAND} over {areas} within {_far(reach)} of a site"


def _share_near(reach: Reach, areas: str) -> str:
    """Return how a share of people in range is worked out."""
    return f"{_near(reach, areas)}, by the sum over all of them"


def _far(reach: Reach) -> str:
    return f"{reach.costs.limit:g} {reach.costs.unit}"


def _cold(place: Subject, reach: Reach, here: np.ndarray) -> list[Sentence]:
    cold = here & reach.ground.cold
    if not cold.any():
        if not reach.tests_cold_spots:
            return []
        tested = reach.ground.definition == TESTED
        on = "a tested cold spot" if tested else LIST_WORDS[LIKELY].where
        return [say(f"No {{one}} here is {on}.", one=traces.singular(place.basis.small))]
    found = covered(reach.ground.people()[cold], reach.in_range[cold])
    out, spots = int((here & reach.cold_not_in_range).sum()), int(cold.sum())
    source = f"{_table_of_list(place, reach)}+people_{place.basis.small}+sites"
    its, (one, many) = _which(place, reach), _on_list(place, reach)
    away = f"count of {its} not within {_far(reach)} of a site"
    parts = {
        "spots": _count(spots, "cold_spot", place, f"count of {its}", source),
        "out": _count(out, "cold_spot", place, away, source),
    }
    if spots == 1:
        text = f"its one {one} is {'not' if out else 'in range'}"
    elif not out:
        text = f"both of its {many} are" if spots == 2 else f"all {{spots}} {many} are"
    else:
        text = f"{{out}} of {{spots}} {many} {traces.either(out, 'is', 'are')} not"
    kept = traces.parts_in(text, parts)
    if place.is_zone and np.array_equal(cold, here):
        # All of a zone is cold: its people were counted in the sentence before.
        text = text.replace(f"its one {one} is in range", f"its one {one} is")
        ending = "" if text.endswith("in range") else " in range"
        return [say(f"{text[0].upper()}{text[1:]}{ending}.", **kept)]
    return [
        say(
            f"Of the {{people}} young people here {LIST_WORDS[reach.ground.definition].where}, "
            "{there} "
            + traces.either(int(found["people_in_range"]), "is", "are")
            + f" in range; {text}.",
            there=_count(
                found["people_in_range"], DEMAND, place, _near(reach, its), source
            ),
            people=_count(
                found["people"], DEMAND, place, f"sum of {DEMAND} over {its}", source
            ),
            **kept,
        )
    ]  # fmt: skip


def _engaged(place: Subject, reach: Reach, here: np.ndarray) -> list[Sentence]:
    if reach.engaged is None:
        return [Sentence(NOT_GIVEN)]
    found, file = worked(reach, here), "activity file"
    few = traces.defined(str(SMALL_COUNT), "SMALL_COUNT: smaller counts are not shown")
    shown_rows: dict[str, Trace | str] = {"floor": few}
    if found.rows is not None:
        shown_rows = {"rows": _count(found.rows, "rows", place, "rows of areas here", file)}
    shown_people: dict[str, Trace | str] = {"floor": few}
    if found.people is not None:
        how = "sum over its rows here"
        shown_people = {"people": _count(found.people, "number", place, how, file)}
    rows, people = "{rows} rows here", "{people} people"
    if found.rows == 1:
        rows = "{rows} row here"
    if found.people == 1:
        people = "{people} person"
    if found.rows is None:
        rows = "fewer than {floor} rows here or a number not shown"
    if found.people is None:
        people = "fewer than {floor} people or a number not shown or not known"
    areas, cold, left = (
        int((here & flags).sum())
        for flags in (
            reach.engaged,
            reach.engaged & reach.ground.cold,
            ~reach.engaged & reach.ground.cold,
        )
    )
    kind = traces.either(areas, traces.singular(place.basis.small), place.small)
    text = (
        f"Engaged, by rows of the activity file: {{areas}} {kind}, {{cold}} of them "
        f"{LIST_WORDS[reach.ground.definition].where}"
    )
    table, listed = _table_of_list(place, reach), LIST_WORDS[reach.ground.definition]
    one, many = (
        (f"{listed.one} here", f"{listed.many} here")
        if reach.ground.definition == TESTED
        else (
            f"{traces.singular(place.basis.small)} here {listed.where}",
            f"{place.small} here {listed.where}",
        )
    )
    none = traces.either(left, f"{one} is", f"{many} are")
    said = say(
        f"{text}; {rows}, {people}. {{left}} {none} in no row.",
        areas=_count(areas, "engaged", place, "areas in a row", file),
        cold=_count(cold, "engaged", place, f"{listed.formula} in a row", f"{file}+{table}"),
        left=_count(
            left, "cold_not_engaged", place, f"{listed.formula} in no row", f"{file}+{table}"
        ),
        **(shown_rows | shown_people),
    )  # fmt: skip
    return [said]


def _by_tier(place: Subject, reach: Reach, here: np.ndarray) -> ProfileTable:
    people, cold_areas = reach.ground.people(), reach.ground.cold
    small = place.basis.small
    tier, whole = tiers(reach.providers_within), float(people[here].sum())
    rows = []
    for name in TIERS:
        there = here & (tier == name)
        count, part = float(people[there].sum()), float(people[there & cold_areas].sum())
        share = count / whole if whole else 0.0
        near = f"within {_far(reach)} of sites of {_TIERS[name].lower()} of the providers"
        how, cold_how = (
            f"sum of {DEMAND} over {_which(place, listed)} {near}" for listed in (None, reach)
        )
        cells = [
            Sentence(_TIERS[name]),
            figure_cell(_count(count, DEMAND, place, how)),
            figure_cell(
                _count(
                    part, DEMAND, place, cold_how,
                    f"{_table_of_list(place, reach)}+people_{small}+sites",
                )
            ),
            figure_cell(
                Trace(
                    traces.share_text(share), f"people_{small}+sites", DEMAND, place.code, share,
                    f"{how}, by the sum over all of them",
                )
            ),
        ]  # fmt: skip
        rows.append(ProfileRow(tuple(_tested_alone(cells, reach)), (0.0, share, share)))
    headings = ["Providers in range", "Young people", _HEADINGS[reach.ground.definition], "Share"]
    headings = _tested_alone(headings, reach)
    return ProfileTable("By how many providers", tuple(headings), tuple(rows), _percents())


def _tested_alone(cells: list[Cell], reach: Reach) -> list[Cell]:
    """Leave out the third cell, of cold spots, where none are tested."""
    return cells if reach.tests_cold_spots else [*cells[:2], *cells[3:]]


def _percents(most: float = 1.0) -> Scale:
    """Make a scale of shares that ends where the longest bar can be told from the others."""
    end = next(end for end in (0.05, 0.1, 0.25, 0.5, 1.0) if most <= end or end == 1.0)
    ends = tuple(traces.defined(percent_text(one), "end of the scale") for one in (0.0, end))
    return Scale(0, end, (ends[0], ends[1]), bars=True, name="Share")


def _curve(place: Subject, reach: Reach) -> ProfileTable:
    """Return how people in range grow with the limit."""
    people, kept, cold = reach.ground.people(), reach.kept, reach.ground.cold
    rows, source = list[ProfileRow](), f"people_{place.basis.small}+sites"
    counted_in = cold if reach.tests_cold_spots else np.ones_like(cold)
    for limit in sorted({*LIMITS_KM[2::2], reach.costs.limit}):
        there = kept & (reach.costs.nearest_cost <= limit)
        count, part = (float(people[flags].sum()) for flags in (there, there & counted_in))
        share = part / float(people[kept & counted_in].sum() or 1)
        near = f"within {limit:g} {reach.costs.unit} of a site"
        how = f"sum of {DEMAND} over {_which(place)} {near}"
        listed = reach if reach.tests_cold_spots else None
        cold_how = f"sum of {DEMAND} over {_which(place, listed)} {near}"
        cells = [
            figure_cell(traces.defined(f"{limit:g} {reach.costs.unit}", "another limit")),
            figure_cell(traces.counted(int(count), source, DEMAND, "", how)),
            figure_cell(traces.counted(int(part), source, DEMAND, "", cold_how)),
            figure_cell(
                Trace(
                    traces.share_text(share),
                    source,
                    DEMAND,
                    "",
                    share,
                    f"{cold_how}, by the sum over all of them",
                )
            ),
        ]
        strong = limit == reach.costs.limit
        rows.append(ProfileRow(tuple(_tested_alone(cells, reach)), (0.0, share, share), strong))
    headings = ["Within", "Young people", _HEADINGS[reach.ground.definition], "Share of those"]
    if not reach.tests_cold_spots:
        headings[-1] = "Share"
    most = max(row.mark[1] for row in rows if row.mark)
    headings = _tested_alone(headings, reach)
    return ProfileTable("At other distances", tuple(headings), tuple(rows), _percents(most))


def _left_out(place: Subject, reach: Reach) -> ProfileTable | None:
    """List the zones with tested cold spots that are not in range, the nearest first."""
    reach = replace(reach, ground=load_ground(reach.ground.root, reach.ground.nation))
    zones = zones_left_out(reach) if reach.tests_cold_spots else None
    if zones is None or zones.empty:
        return None
    out = reach.kept & reach.cold_not_in_range
    away = pd.Series(reach.costs.nearest_cost, reach.ground.areas.index)[out]
    nearest = zones["area_codes"].str.split().explode().map(away).groupby(level=0).min()
    source = f"people_{place.basis.small}+sites"
    away_words = f"its cold spots not within {_far(reach)} of a site"
    how = f"least {reach.costs.unit} from {away_words} to one"
    rows = []
    for code, cost in nearest.sort_values(kind="stable").head(SHOWN).items():
        row = zones.loc[[str(code)]].iloc[0]
        name, left = str(row["zone_name"]), int(row["people_left"])
        what = f"sum of {DEMAND} over {away_words}"
        cells = (
            figure_cell(Trace(name, "zones", "zone_name", str(code), name, AS_IT_STANDS)),
            figure_cell(traces.counted(left, source, DEMAND, str(code), what)),
            figure_cell(Trace(f"{cost:.1f}", "sites", "nearest_cost", str(code), float(cost), how)),
        )
        rows.append(ProfileRow(cells))
    headings = ("Zone", "Young people out of range", reach.costs.unit)
    return ProfileTable("Nearest zones with tested cold spots out of range", headings, tuple(rows))


def _people_in_range(place: Subject, whose: Whose) -> Fact:
    reach = whose.reach
    people = reach.ground.people()[reach.kept & reach.in_range].sum()
    words = say(
        "young people (aged {ages} in {year}, if nobody had moved) live within {limit} of {what}",
        limit=_limit(reach),
        what=whose.words,
        **_aged_now(),
    )
    return Fact(figure_cell(_count(people, DEMAND, place, _near(reach, _which(place)))), words)


def fact(place: Subject, whose: Whose) -> list[Fact]:
    """Return the share in range, to be shown large."""
    if not place.is_counted and place.level != PARTNERSHIP:
        return []
    reach = whose.reach
    here = reach.kept if place.level == PARTNERSHIP else place.here
    share = covered(reach.ground.people()[here], reach.in_range[here])["share_in_range"]
    if place.level == PARTNERSHIP:
        return [_people_in_range(place, whose)]
    figure = _share(share, place, _share_near(reach, _which(place)))
    if isinstance(figure, str):
        return []
    words = say(
        "of its young people live within {limit} of {what}", limit=_limit(reach), what=whose.words
    )
    return [Fact(figure_cell(figure), words)]
