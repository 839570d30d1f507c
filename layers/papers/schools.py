"""The schools and colleges near a place, in a paper: whose young people live near, counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.reach import CONTACT_KM, DEMAND, contacts_for_place
from geo.settings import SCHOOLS_OPEN_ON
from layers.papers.model import Block
from layers.profiles import WIDE, ProfileRow, ProfileTable, Subject, figure_cell
from layers.words import AGED, AS_IT_STANDS, NOW, Sentence, Trace, counted, defined, either, say

SHOWN = 10
"""Schools and colleges in a table."""
_SMALL = "people_lsoa21+schools"
_ENGLAND_ALONE = (
    "No schools are listed: the register among the files is that of England, and none was read for "
    "the other nations."
)
_TOO_WIDE = (
    "No schools are listed: the place is too wide for one list. The paper of an authority within "
    "it has one."
)
_NEAR_ALONE = Sentence(
    "Near is a straight line from where people live. Which school a young person goes to is not in "
    "the data."
)


@dataclass(frozen=True, eq=False)
class SchoolsNear:
    """The schools and colleges near a place, the nearest to most of its young people first."""

    limit_km: float
    rows: list[dict[str, Any]]

    @property
    def limit(self) -> Trace:
        """Return within what distance they are."""
        return defined(f"{self.limit_km:g} km", "limit of schools near")

    def count(self, subject: Subject) -> Trace:
        """Count them."""
        how = f"count of schools and colleges within {self.limit_km:g} km of its neighbourhoods"
        return counted(len(self.rows), "schools", "urn", subject.code, how)


def schools_near(subject: Subject) -> SchoolsNear | None:
    """Find the schools and colleges near a place; None where none can be listed."""
    if subject.nation != "England" or subject.level in WIDE or subject.areas.empty:
        return None
    found = contacts_for_place(subject.code, CONTACT_KM).summary
    return SchoolsNear(CONTACT_KM, found["schools"])


def schools_block(subject: Subject, near: SchoolsNear | None, title: str = "") -> Block:
    """List the schools and colleges that most of a place's young people live near."""
    if near is None:
        why = _ENGLAND_ALONE if subject.nation != "England" else _TOO_WIDE
        return Block(title, (Sentence(why),))
    if not near.rows:
        text = "No school or college stands within {limit} of where its people live."
        return Block(title, (say(text, limit=near.limit), _NEAR_ALONE))
    said = say(
        "{count} "
        + either(len(near.rows), "school or college stands", "schools and colleges stand")
        + " within {limit} of where its people live, of those open on {day}.",
        count=near.count(subject),
        limit=near.limit,
        day=defined(SCHOOLS_OPEN_ON, "SCHOOLS_OPEN_ON"),
    )
    rows = tuple(_row(one, near.limit_km) for one in near.rows[:SHOWN])
    note = say(
        "Young people of the place, aged {ages} in {year} if nobody had moved, who live within "
        "{limit} of each; one person may be near several.",
        ages=AGED,
        year=NOW,
        limit=near.limit,
    )
    some = len(near.rows) > SHOWN
    heading = "Those that most of its young people live near" if some else "Schools and colleges"
    headings = ("School or college", "Kind", "Town", "km", "Young people near")
    table = ProfileTable(heading, headings, rows, note=note, words=3)
    return Block(title, (said, _NEAR_ALONE), tables=(table,))


def _row(one: dict[str, Any], limit_km: float) -> ProfileRow:
    urn, name, town = str(one["urn"]), str(one["name"]), str(one["town"] or "")
    km, young = float(one["distance_km"]), int(one[DEMAND])
    how = f"sum of {DEMAND} over the neighbourhoods of the place within {limit_km:g} km"
    nearest = "least km from where the people of its neighbourhoods live"
    return ProfileRow(
        (
            figure_cell(Trace(name, "schools", "name", urn, name, AS_IT_STANDS)),
            figure_cell(Trace(str(one["kind"]), "schools", "kind", urn, one["kind"], AS_IT_STANDS)),
            figure_cell(Trace(town, "schools", "town", urn, town, AS_IT_STANDS)),
            figure_cell(Trace(f"{km:.1f}", "schools", "distance_km", urn, km, nearest)),
            figure_cell(counted(young, _SMALL, DEMAND, urn, how)),
        )
    )
