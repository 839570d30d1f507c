"""What is taught where, in words: who is in range, what closes, and what the list cannot tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from geo.areas import listed
from geo.errors import NoAnswerError
from geo.provision import (
    Openings,
    Provision,
    Selection,
    by_adult_skills,
    compare_provision,
    subject_name,
)
from geo.registry import dataset
from geo.travel import KM, Costs

LIST_OF = "Discover Uni, October 2025"
NOT_PLACES = (
    "Courses are counted, not places on them: a course that is listed is not a place offered, and "
    "says nothing of who would be admitted."
)
FROM_A_POINT = (
    "Straight lines in km from where an area's people live; roads and sea are not looked at."
)
FEW = "England's likely lowest fifth, Scotland's tested cold spots"
"""Which areas count as those where few go on."""
WHO = "young people (aged 13 to 17 in 2026, if nobody had moved)"


def rights_of(names: Iterable[str]) -> str:
    """Return whose data some datasets are, each line once, to stand at the foot of a picture."""
    return " ".join(
        dict.fromkeys(f"{line}." for name in names for line in dataset(name).attribution_lines)
    )


def selection_words(selection: Selection, *, capital: bool = False) -> str:
    """Return which courses count, in words.

    Examples
    --------
    >>> selection_words(Selection("CAH07-01", "part-time", max_points=112))
    'part-time courses in physics and astronomy, median entrant up to 112 points'
    """
    mode = f"{selection.mode} " if selection.mode else ""
    what = f"courses in {subject_name(selection.subject)}" if selection.subject else "courses"
    points = [
        f"{word} {limit:g} points"
        for word, limit in (("from", selection.min_points), ("up to", selection.max_points))
        if limit is not None
    ]
    said = f"{mode}{what}" + (f", median entrant {' and '.join(points)}" if points else "")
    return said[0].upper() + said[1:] if capital else said


def points_note(found: Provision) -> str:
    """Return what points are, and of how many courses nobody knows them; empty without points."""
    if not found.selection.has_points:
        return ""
    return (
        "Points are UCAS tariff points of those who entered, by the published band that the median "
        "entrant is in, not what is asked of applicants. "
        f"{found.unknown_points:,} courses whose points are not published are left out."
    )


def way_words(costs: Costs) -> str:
    """Return what a distance is: a line, or what somebody or a router tells."""
    if costs.unit == KM and "straight-line" in costs.provenance:
        return FROM_A_POINT
    told = f"{costs.provenance[0].upper()}{costs.provenance[1:]}."
    unknown = int((costs.nearest < 0).sum())
    if unknown == 1:
        told += " For one area no way is known; it counts as out of range."
    elif unknown:
        told += f" For {unknown:,} areas no way is known; they count as out of range."
    return told


def provision_lines(found: Provision, more: Sequence[str] = ()) -> list[str]:
    """Return the lines of an answer, and `more` of them before what it cannot tell."""
    counted = found.counts().astype("int64")
    people = counted["young_people"].to_dict()
    deprived, cold = (int(counted[name]["none"]) for name in ("deprived", "in_cold_spots"))
    everybody = sum(people.values())
    share = f" ({people['none'] / everybody:.1%})" if everybody else ""
    providers = len(found.providers)
    said = [
        f"{selection_words(found.selection, capital=True)}: {found.sites['courses'].sum():,.0f} "
        f"listed, at {len(found.sites):,} sites of {providers:,} "
        f"provider{'s' * (providers != 1)} ({LIST_OF})."
    ]
    if everybody:
        said += [
            f"Within {found.limit_words}, {people['none']:,} of {everybody:,} {WHO} have no "
            f"provider{share}, {people['one']:,} have one and {people['several']:,} several.",
            f"Of those with none, {deprived:,} live in the most deprived fifth of their nation and "
            f"{cold:,} where few go on ({FEW}).",
        ]
    if "Northern Ireland" in set(found.homes["nation"]):
        irish = found.homes["nation"] == "Northern Ireland"
        beyond = int((irish & ~found.in_range).sum())
        said.append(
            f"Northern Ireland's young people are not known by small area: {beyond:,} of its "
            f"{int(irish.sum()):,} areas have no provider in range."
        )
    if found.nations_without:
        said.append(f"No such course is listed at a site in {listed(found.nations_without)}.")
    return [*said, *more, *filter(None, [points_note(found)]), way_words(found.costs), NOT_PLACES]


def change_lines(before: Provision, after: Provision) -> list[str]:
    """Return the lines of what closes."""
    counted = compare_provision(before, after)
    lost = counted["lost"].astype("int64")
    deprived = int(lost["tenth_1"]) + int(lost["tenth_2"])
    moved = int(counted["moved"].astype("int64")["all"])
    further = float(counted["km_further"].astype("float64")["all"])
    limit = before.limit_words
    unit = "km" if before.costs.unit == KM else "minutes"
    said = [
        f"What is taken away is the only provider within {limit} of {int(lost['all']):,} young "
        f"people: {deprived:,} of them in the most deprived fifth of their nation, "
        f"{int(lost['in_cold_spots']):,} where few go on."
        if lost["all"]
        else f"What is taken away is nobody's only provider within {limit}."
    ]
    if moved:
        said.append(
            f"Without it, the nearest is further for {moved:,} young people, by {further:,.1f} "
            f"{unit} on average."
        )
    return said


def opening_lines(found: Openings, limit: str) -> list[str]:
    """Return the lines of where new courses would bring most young people into range."""
    if found.sites.empty:
        return ["No other teaching site would bring anybody into range."]
    said = [
        f"New courses at {_site_words(site)} would bring {site['young_people']:,} more young "
        f"people within {limit}{', after those before' if number > 1 else ''}."
        for number, (_, site) in enumerate(found.sites.iterrows(), 1)
    ]
    proof = (
        "No choice among the teaching sites that there are brings in more."
        if found.solution.status == "optimal"
        else f"Not proven: another choice may bring in up to {found.solution.gap:.1%} more."
    )
    return [*said, proof, "Whether a provider could teach it there was not looked at."]


def _site_words(site: pd.Series) -> str:
    if site["name"] == site["provider_name"]:
        return str(site["name"])
    return f"{site['name']} ({site['provider_name']})"


def adult_lines(found: Provision) -> list[str]:
    """Return the lines of who has no provider in range: adults by their skills, then the young.

    Parameters
    ----------
    found
        Who is in range of part-time courses.
    """
    what = selection_words(found.selection)
    limit = found.limit_words
    young = found.homes["young_people"].fillna(0)
    none, everybody = int(young[~found.in_range].sum()), int(young.sum())
    said = [
        *_adults(found, what, limit),
        f"Young people: {none:,} of {everybody:,} aged 13 to 17 in 2026, if nobody had moved, have "
        f"no provider of {what} within {limit} ({none / everybody:.0%})."
        if everybody
        else "",
    ]
    return [line for line in said if line]


def _adults(found: Provision, what: str, limit: str) -> list[str]:
    try:
        counted = by_adult_skills(found)
    except NoAnswerError as error:
        return [str(error)]
    lowest, rest = counted.loc[1], counted.loc[2:].sum()
    if not lowest["areas"]:
        said = "None of the neighbourhoods here is in England's tenth with the fewest adult skills."
    else:
        said = (
            f"Adults: of the {lowest['areas']:,} neighbourhoods here in England's tenth with the "
            f"fewest adult skills, {lowest['areas_without']:,} "
            f"({lowest['areas_without'] / lowest['areas']:.0%}) have no provider of {what} within "
            f"{limit}; {lowest['people_without']:,} people of all ages live in them."
        )
    if rest["areas"]:
        said += (
            f" Of the other {rest['areas']:,}, {rest['areas_without']:,} "
            f"({rest['areas_without'] / rest['areas']:.0%}) have none."
        )
    return [said, "How many of these people are adults is not among the files."]


def figure_of(pooled: str, subject: str, courses: int) -> str:
    """Return what a published figure is of, by the publisher's code.

    Examples
    --------
    >>> figure_of("12", "CAH07-01", 4)
    'its courses in physics and astronomy'
    >>> figure_of("21", "CAH07", 1)
    'its courses in physical sciences, two years'
    >>> figure_of("14", "", 2)
    'each of 2 courses alone'
    """
    years = ", two years" if pooled.startswith("2") else ""
    if pooled.endswith("4"):
        alone = "one course alone" if courses == 1 else f"each of {courses:,} courses alone"
        return f"{alone}{years}"
    # Subjects of level 3 have no names among the files.
    name = subject if subject.count("-") == 2 else subject_name(subject)
    return f"its courses in {name}{years}"
