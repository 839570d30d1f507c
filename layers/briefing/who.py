"""Who we are: the institutions with their sites near a place, and what the place is made of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.coldspots import LIKELY, TESTED
from geo.reach import DEMAND, load_ground
from geo.travel import StraightLine
from layers.papers import Block, PaperFacts
from layers.profiles import ProfileRow, ProfileTable, figure_cell
from layers.words import (
    AGED,
    AS_IT_STANDS,
    LIST_WORDS,
    NOW,
    Sentence,
    Trace,
    counted,
    defined,
    either,
    say,
    singular,
)

SHOWN = 15
"""Rows of a table of institutions, sites or districts."""
_NOT_NAMED = "No institution is named: every place that teaches undergraduate courses counts."
_UNMEASURED = Sentence(
    "How far sites are from where people live is not known: small areas of its nation are not "
    "counted here."
)


def institution_blocks(facts: PaperFacts) -> tuple[Block, ...]:
    """Name the institutions, and list their sites near the place, the nearest first."""
    reach, subject = facts.whose.reach, facts.subject
    said = [Sentence(_NOT_NAMED)] if not facts.whose.name else []
    if not subject.is_counted:
        return (Block("", (*said, _UNMEASURED)),)
    sites = reach.sites.assign(km=_nearest_km(facts))
    near = sites[sites["km"] <= reach.costs.limit].sort_values(["km", "provider_name", "name"])
    limit = limit_of(facts)
    what = _counted(facts, len(near), "site", f"count of sites {_near(facts)}")
    said.append(
        say(
            f"{{count}} of {{every}} {either(len(sites), 'site', 'sites')} of {{whose}} "
            f"{either(len(near), 'stands', 'stand')} within {{limit}} of where its people live.",
            count=what,
            every=_counted(facts, len(sites), "site", "count of sites"),
            whose=_whose(facts),
            limit=limit,
        )
    )
    tables = [_institutions(facts, sites)] if facts.whose.name else []
    tables += [_sites(facts, near)] if len(near) else []
    return (Block("The institutions", tuple(said), tables=tuple(tables)),)


def _whose(facts: PaperFacts) -> Trace | str:
    name = facts.whose.name
    if not name:
        return "all who teach"
    return Trace(name, "", "name of the partnership", "", name, "as it was given")


def _nearest_km(facts: PaperFacts) -> np.ndarray:
    """Measure how far each site is from the nearest small area of the place."""
    reach = facts.whose.reach
    homes = reach.ground.origins[facts.subject.here]
    km = StraightLine().between(reach.sites, homes, reach.costs.limit).nearest_cost
    return np.asarray(km, dtype=np.float64)


def limit_of(facts: PaperFacts) -> Trace:
    """Return how far counts as within range."""
    costs = facts.whose.reach.costs
    return defined(f"{costs.limit:g} {costs.unit}", "limit of what is in range")


def _near(facts: PaperFacts) -> str:
    costs = facts.whose.reach.costs
    return f"within {costs.limit:g} {costs.unit} of its {facts.subject.small}"


def _counted(facts: PaperFacts, count: int, field: str, how: str) -> Trace:
    return counted(count, "sites", field, facts.subject.code, how)


def _institutions(facts: PaperFacts, sites: pd.DataFrame) -> ProfileTable:
    limit = facts.whose.reach.costs.limit
    rows = []
    held = sites.assign(near=sites["km"] <= limit).groupby("provider", sort=False)
    order = sorted(held, key=lambda one: (-int(one[1]["near"].sum()), str(one[0])))
    for code, own in order[:SHOWN]:
        name, near = str(own["provider_name"].iloc[0]), own[own["near"]]
        ukprn = str(code)
        courses = near["courses"].sum(min_count=1)
        taught = Sentence("–")
        if pd.notna(courses):
            how = f"sum of courses over its sites {_near(facts)}"
            taught = figure_cell(counted(int(courses), "sites", "courses", ukprn, how))
        site_near = counted(len(near), "sites", "site", ukprn, f"count of sites {_near(facts)}")
        rows.append(
            ProfileRow(
                (
                    figure_cell(Trace(name, "sites", "provider_name", ukprn, name, AS_IT_STANDS)),
                    figure_cell(Trace(ukprn, "sites", "ukprn", ukprn, ukprn, AS_IT_STANDS)),
                    figure_cell(counted(len(own), "sites", "site", ukprn, "count of sites")),
                    figure_cell(site_near),
                    taught,
                )
            )
        )
    headings = ("Institution", "UKPRN", "Sites", "Sites near", "Courses near")
    return ProfileTable("", headings, tuple(rows), note=_left(facts, len(order)), words=2)


def _left(facts: PaperFacts, count: int) -> Sentence | None:
    """Return a sentence on how many rows a table leaves out; None where it has all."""
    if count <= SHOWN:
        return None
    left = counted(count - SHOWN, "", "rows", facts.subject.code, "count of rows left out")
    return say("{left} more are not listed.", left=left)


def _sites(facts: PaperFacts, near: pd.DataFrame) -> ProfileTable:
    rows = []
    how = f"straight km from the nearest of its {facts.subject.small}"
    for site, row in near.head(SHOWN).iterrows():
        key, provider, name = str(site), str(row["provider_name"]), str(row["name"])
        text = provider if name == provider or not name else f"{provider}: {name}"
        taught = Sentence("–")
        if pd.notna(row["courses"]):
            taught = figure_cell(
                counted(int(row["courses"]), "sites", "courses", key, AS_IT_STANDS)
            )
        km = float(row["km"])
        rows.append(
            ProfileRow(
                (
                    figure_cell(
                        Trace(text, "sites", "provider_name, name", key, text, AS_IT_STANDS)
                    ),
                    taught,
                    figure_cell(Trace(f"{km:.1f}", "sites", "distance_km", key, km, how)),
                )
            )
        )
    headings = ("Site", "Courses", "km")
    note = _left(facts, len(near))
    return ProfileTable("Sites near, the nearest first", headings, tuple(rows), note=note)


def place_block(facts: PaperFacts) -> Block:
    """Describe the place, and list its districts with their young people."""
    subject = facts.subject
    text = f"{subject.name.figure}: {subject.kind.text}."
    said = [Sentence(text, (subject.name, *subject.kind.traces))]
    if not subject.is_counted:
        return Block("The place", tuple(said))
    areas = subject.areas
    young, code = int(areas["young_people_now"].sum()), subject.code
    table = f"people_{subject.basis.small}"
    said.append(
        say(
            f"{{young}} young people (aged {{ages}} in {{year}}, if nobody had moved) live in its "
            f"{{areas}} {either(len(areas), singular(subject.basis.small), subject.small)}.",
            young=counted(
                young, table, DEMAND, code, f"sum of {DEMAND} over its {subject.small}"
            ),
            ages=AGED,
            year=NOW,
            areas=counted(len(areas), table, "area", code, f"count of its {subject.small}"),
        )
    )  # fmt: skip
    districts = _districts(facts)
    return Block("The place", tuple(said), tables=(districts,) if districts else ())


def _districts(facts: PaperFacts) -> ProfileTable | None:
    """List the districts of the place, most young people first; None of a single one."""
    subject, reach = facts.subject, facts.whose.reach
    small = subject.basis.small
    table = subject.areas.assign(in_range=reach.in_range[subject.here])
    listed = LIKELY if subject.nation == "England" and not subject.is_zone else TESTED
    with_list = reach.tests_cold_spots
    if with_list:
        ground = load_ground(reach.ground.root, subject.nation, listed)
        table["listed"] = ground.cold[subject.here]
    people = table.groupby("lad24_code")[DEMAND].sum().sort_values(ascending=False, kind="stable")
    if len(people) < 2:
        return None
    rows = []
    words = LIST_WORDS[listed]
    for code in people.index[:SHOWN]:
        own, key = table[table["lad24_code"] == code], str(code)
        name, its = str(own["lad24_name"].iloc[0]), f"those of its {subject.small} in the place"
        near = own[own["in_range"]]
        cells = [
            figure_cell(Trace(name, "areas_lad24", "area_name", key, name, AS_IT_STANDS)),
            figure_cell(counted(len(own), f"areas_{small}", "area", key, f"count of {its}")),
            figure_cell(_young(own, key, f"sum of {DEMAND} over {its}", f"people_{small}")),
            figure_cell(
                _young(
                    near, key,
                    f"sum of {DEMAND} over {its} within {limit_of(facts).figure} of a site",
                    f"people_{small}+sites",
                )
            ),
        ]  # fmt: skip
        if with_list:
            how = f"sum of {DEMAND} over {its} in the {words.formula}"
            source = f"{words.file}_{small}+people_{small}"
            cells.append(figure_cell(_young(own[own["listed"]], key, how, source)))
        rows.append(ProfileRow(tuple(cells)))
    headings = ["District", "Areas", "Young people", "Within range"]
    headings += ["On the list"] if with_list else []
    text = "Areas are {small} of the place"
    text += f"; on the list are young people {words.where}." if with_list else "."
    note = say(text, small=subject.small)
    left = _left(facts, len(people))
    note = note if left is None else Sentence(f"{note.text} {left.text}", left.traces)
    return ProfileTable("Its districts", tuple(headings), tuple(rows), note=note)


def _young(rows: pd.DataFrame, code: str, how: str, source: str) -> Trace:
    return counted(int(rows[DEMAND].sum()), source, DEMAND, code, how)
