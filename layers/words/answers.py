"""What a search came to, in the lines that the terminal prints: the main thing first."""

from __future__ import annotations

import numpy as np

from geo.areas import AreaTable, listed
from geo.coldspots import ColdSpotResult, basis_of
from geo.reach import (
    COLD_DEMAND,
    DEMAND,
    DEMAND_WORDS,
    Contacts,
    ContactTable,
    Reach,
    summary,
)
from geo.registry import geography, percent_text
from geo.settings import NOT_ONE_PERSON, RESULTS_YEAR, SCHOOLS_OPEN_ON, SMALL_COUNT
from geo.siting import GOALS, FoundSites
from geo.travel import KM
from layers.words.lists import LIST_WORDS, LISTS, which_list

NEAR_ONLY = (
    "Near is a straight line from where people live. Which school a young person goes to is not "
    "in our files, and schools opened since are not in the list."
)
_MEANINGS = (
    f"{DEMAND}: {DEMAND_WORDS}.",
    f"{COLD_DEMAND}: those of them in {{which}}, here or elsewhere.",
    f"school_attainment8_2018_19, school_a_level_points_2018_19: of {RESULTS_YEAR}; empty where "
    "not published, or where the school has a new number since.",
    f"open_on: the schools and colleges listed are those open on {SCHOOLS_OPEN_ON}.",
    "link: its page in the register of the Department for Education, with its number.",
)


def notes_of_table(areas: AreaTable) -> tuple[str, ...]:
    """Return what a file must tell of a table, beside its indicators and sources."""
    if not isinstance(areas, ContactTable):
        return ()
    which = LISTS[areas.definition].lower()
    meanings = (line.replace("{which}", which) for line in _MEANINGS)
    said = (line for line in meanings if line.split(":")[0].split(",")[0] in areas.table)
    return (*said, NEAR_ONLY)


def cold_spot_lines(found: ColdSpotResult) -> list[str]:
    """Return the lines of a search for cold spots."""
    counts = found.summary()
    tested = basis_of(counts["geography"])
    nation = tested.nation
    plural = geography(counts["geography"]).plural
    why = [f"{n:,} with {reason}" for reason, n in counts["not_assessed_because"].items() if n]
    lone = "; ".join([f"{counts['not_assessed']:,}", *why])
    if tested.untested:
        return [
            f"{counts['cold_spots']:,} of {counts['areas']:,} {plural} are in the lowest fifth of "
            f"{nation}, by the share of {tested.who} who have enrolled in higher education.",
            tested.untested,
            f"Not assessed: {lone}.",
        ]
    said = [
        f"{counts['cold_spots']:,} of {counts['areas']:,} {plural} are cold spots, in "
        f"{counts['zones']:,} zones; {counts['young_people']:,} young people aged 13 to 17 at "
        "mid-2020 lived there.",
        f"Not assessed: {lone}.",
    ]
    if "not_going_on_share" in counts:
        share = percent_text(counts["not_going_on_share"])
        said.insert(1, f"{share} of local pupils who did not go on lived in them.")
    if len(found.recipes):
        graded = ", ".join(f"{count:,} {grade}" for grade, count in counts["grades"].items())
        said += [
            f"{graded}. Not clearly low, but with low neighbours: {counts['cold_surroundings']:,}.",
            f"Cold spots by each method in all {nation}, and how many of the main method's are "
            "among them:",
            *(
                f"  {row.label}: {row.cold:,} ({row.shared:,})"
                for row in found.recipes.itertuples()
            ),
        ]
    if tested.students:
        marked = int(found.areas.table.query("cold_spot")[tested.students].sum())
        said.append(f"{marked:,} of them are marked as full of students. {tested.approximate}")
    return [*said, NOT_ONE_PERSON]


def reach_answer_lines(reach: Reach) -> list[str]:
    """Return the lines of a measured reach."""
    made = summary(reach)
    share = "" if made["coverage"] is None else f" ({made['coverage']:.1%})"
    listed_as = LIST_WORDS[made["definition"]]
    one, other = made["sites"], made["providers"]
    sites = f"{one:,} site{'s' * (one != 1)} of {other:,} provider{'s' * (other != 1)}"
    limit = f"{made['limit']:g} {made['unit']}"
    said = [
        f"{made['covered']:,} of {made['demand']:,} {made['demand_is']}, live within {limit} of "
        f"{sites}{share}.",
        f"{listed_as.where[0].upper()}{listed_as.where[1:]}: {made['cold_covered']:,} of "
        f"{made['cold_demand']:,}; {made['cold_not_in_range']:,} of {made['cold_spots']:,} "
        f"{listed_as.many} are not in range. {which_list(made['definition']).text}"
        if made["cold_spots_tested"]
        else f"No cold spots of {made['nation']} are tested: there are no rates of small areas.",
        f"Measured by: {made['costs']}. Supply: {made['supply']}.",
        *filter(None, [made["measured_from"], made["sharing"]]),
    ]
    if "engaged" in made:
        rows, people = (
            f"fewer than {SMALL_COUNT} or not shown{more}" if count is None else f"{count:,}"
            for count, more in (
                (made["activity_rows"], ""),
                (made["activity_people"], " or not known"),
            )
        )
        said.append(
            f"Engaged, by the activity file (rows: {rows}; people: {people}): "
            f"{made['engaged']:,} neighbourhoods, {made['cold_engaged']:,} of them "
            f"{listed_as.where}; {made['cold_not_engaged']:,} {listed_as.many} not engaged."
        )
    if made["in_range_beyond"]:
        there = [f"{people:,} in {nation}" for nation, people in made["in_range_beyond"].items()]
        said.insert(1, f"These are of {made['nation']}. Beyond it: {listed(there)}.")
    told = "distance" if made["unit"] == KM else "what it costs to get there"
    return [*said, f"Within range is {told}: it does not mean that anyone has been worked with."]


def contact_lines(found: Contacts) -> list[str]:
    """Return the lines of a list of contacts: schools near a place, or cold spots near a school."""
    counts, count, rows = found.summary, len(found.sheet.table), found.sheet.rows
    if "urn" in counts:
        zones = counts["zones"]
        first = (
            f"{count:,} {rows} ({counts['urn']}), in {zones:,} zone{'s' * (zones != 1)}, with "
            f"{counts['cold_people_in_range']:,} of the {counts['people_in_range']:,} "
            f"{DEMAND_WORDS}, who live that near."
        )
    else:
        first = (
            f"{count:,} {rows}, as open on {SCHOOLS_OPEN_ON}. {counts['name']} has "
            f"{counts['demand']:,} {DEMAND_WORDS}; {counts['cold_demand']:,} of them live in "
            f"{LISTS[counts['definition']].lower()}."
        )
    told = which_list(counts["definition"]).text
    return [first, told, f"{NEAR_ONLY} {NOT_ONE_PERSON}"]


def siting_lines(found: FoundSites) -> list[str]:
    """Return the lines of a search for new sites."""
    answer, case = found.answer, found.case
    if answer.goal == "cover" and not answer.chosen:
        met = (
            f"No new site is needed: {answer.already:,.0f} of {answer.total:,.0f} {case.who} "
            f"({answer.already / answer.total:.1%}) are within {case.limit:g} {case.unit} of a "
            "site already, so the share asked for is met."
        )
        return [met, *_last_lines(found)]
    share, before = answer.covered / answer.total, answer.already / answer.total
    said = [
        f"{len(answer.chosen):,} of {len(case.candidates):,} {case.where}: "
        f"{answer.covered:,.0f} of {answer.total:,.0f} {case.who} are within "
        f"{case.limit:g} {case.unit}, {share:.1%} instead of {before:.1%}.",
        *_beyond_lines(found),
        _proven(found),
    ]
    for order, row in enumerate(found.sites().table.to_dict("records"), 1):
        named = ", ".join(str(row[part]) for part in ("name", "town") if row[part])
        said.append(f"  {order}. {named} ({row['site']}){_adds(found, float(row['gain']))}")
    if found.curve:
        steps = ", ".join(f"{step.objective:,.0f} with {add}" for add, step in found.steps())
        said.append(f"In range with the best choice of each number of sites: {steps}.")
    if found.picked is not None:
        said.append(
            f"The picked sites come to {found.picked.objective:,.0f}, {found.picked.share:.1%} "
            "of the best found."
        )
    return said + _last_lines(found)


def _beyond_lines(found: FoundSites) -> list[str]:
    """Return who of those to serve lives beyond the border; nothing where nobody is counted."""
    there = found.case.beyond(found.answer.chosen)
    told = [f"{near:,.0f} of {people:,.0f} in {nation}" for nation, (people, near) in there.items()]
    if not told:
        return []
    return [
        f"Counted with them, from beyond the border: {listed(told)}, who live near a candidate."
    ]


def _last_lines(found: FoundSites) -> list[str]:
    out = found.answer.out_of_range
    said = [f"{out:,.0f} live out of range of every site."] if out else []
    said += [which_list(found.case.definition).text] if found.case.definition else []
    by = f"In range goes by {found.case.costs}; nobody was met for that. {NOT_ONE_PERSON}"
    return [*said, by]


def _scale(found: FoundSites) -> float:
    """Return how many of the costs behind an answer make one of the case's unit."""
    return 1_000 if found.case.unit == KM else 1


def _adds(found: FoundSites, gain: float) -> str:
    if np.isnan(gain):
        return ""
    if found.answer.goal == "median":
        return f": {gain / _scale(found):,.0f} person-{found.case.unit} less"
    return f": {gain:,.0f} more"


def _proven(found: FoundSites) -> str:
    answer = found.answer
    if answer.goal == "median":
        mean = answer.objective / (answer.covered or 1.0) / _scale(found)
        what = f"{mean:.2f} {found.case.unit} on average to the nearest"
    elif answer.goal == "cover":
        what = f"{answer.objective:,.0f} sites are needed"
    else:
        what = "no other choice has more in range"
    if answer.status == "optimal":
        return f"Proven best for this demand, these candidates and this limit: {what}."
    return (
        f"Best found in the time ({GOALS[answer.goal]}): {answer.objective:,.0f}, and no "
        f"choice can be better than {answer.bound:,.0f} (gap {answer.gap:.2%})."
    )
