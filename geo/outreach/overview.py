"""Who works with which school of a place: gaps, duplication and an agreed share-out, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from geo.outreach.merge import DUPLICATED_FROM, Overlap, Range, Work
from geo.outreach.partners import NOBODY, Partner
from geo.outreach.schools import PlaceSchools
from geo.outreach.share_out import ShareOut, ShareOutOptions, share_out
from geo.reach import COLD_DEMAND, LEVEL, ContactTable
from geo.settings import SCHOOLS_OPEN_ON

GAP, SHARED, DUPLICATED = "gap", "worked with", "duplication"
STATUS_WORDS = {
    GAP: "Nobody works there",
    DUPLICATED: "Three or more partners",
    SHARED: "One or two partners",
}
"""What each state of a school is called, in the order of tables."""
UNKNOWN = ""
"""State of every school where nothing is known of anybody's work."""


@dataclass(frozen=True)
class OutreachTable(ContactTable):
    """Schools of a place with who works there, to write."""

    @property
    def bases(self) -> tuple[str, ...]:
        """Name the bundled tables behind it."""
        return (*super().bases, "sites")


@dataclass(frozen=True, eq=False)
class Overview:
    """The schools of a place, who works there, and who is to."""

    place: PlaceSchools
    overlap: Overlap | None = None
    shared: ShareOut | None = None

    @cached_property
    def status(self) -> pd.Series:
        """Return the state of each school, by URN: a key of `STATUS_WORDS`, or `UNKNOWN`."""
        urns = self.place.table.index
        if self.overlap is None:
            return pd.Series(UNKNOWN, index=urns)
        held = self.overlap.partners_at
        count = pd.Series([len(held.get(str(urn), [])) for urn in urns], index=urns)
        state = count.map(lambda one: SHARED if one else GAP)
        return state.mask(count >= DUPLICATED_FROM, DUPLICATED)

    def urns_of(self, state: str) -> list[str]:
        """List the schools in a state, in the order of the table."""
        return [str(urn) for urn in self.order if self.status[urn] == state]

    @cached_property
    def order(self) -> pd.Index:
        """URNs in the order of tables: gaps, then duplication, most young people near first."""
        ranks = {state: rank for rank, state in enumerate(STATUS_WORDS)}
        keys = self.place.table[[COLD_DEMAND]].assign(rank=self.status.map(ranks).fillna(0))
        keys = keys.reset_index()
        return pd.Index(
            keys.sort_values(["rank", COLD_DEMAND, "urn"], ascending=[True, False, True])["urn"]
        )

    @property
    def elsewhere(self) -> int:
        """Count the schools that partners work with outside the place."""
        if self.overlap is None:
            return 0
        return sum(urn not in self.place.table.index for urn in self.overlap.partners_at)

    def count_of(self, partner: str) -> Range:
        """Count the young people of a partner in the place.

        Where the place is an area of the summaries its own count is taken, otherwise those of the
        schools added up.
        """
        assert self.overlap is not None
        if (self.place.code, partner) in self.overlap.areas.index:
            return self.overlap.count_in(self.place.code, partner)
        return self.overlap.count_among(map(str, self.place.table.index), partner)

    def schools_of(self, partner: str) -> list[str]:
        """List the schools of the place where a partner works."""
        assert self.overlap is not None
        held = self.overlap.partners_at
        return [str(urn) for urn in self.order if partner in held.get(str(urn), [])]

    def sheet(self, urns: Sequence[str] | None = None) -> OutreachTable:
        """Return the schools as a table to write: all in their order, or some as they are given."""
        table = _columns(self)
        rows = f"schools and colleges in {self.place.name}"
        if urns is not None:
            table = table.loc[list(urns)]
        return OutreachTable(LEVEL, table, rows, definition=self.place.definition)

    def list_for(self, partner: str) -> OutreachTable:
        """Return the schools that a share-out gives a partner: those to contact, nearest first."""
        assert self.shared is not None
        own = self.shared.table[self.shared.table["partner"] == partner]
        order = own.reset_index().sort_values(["distance_km", "urn"])["urn"].tolist()
        return replace(self.sheet(order), rows=f"schools and colleges for {partner} to contact")

    @property
    def summary(self) -> dict[str, Any]:
        """Return the sums of it, as JSON."""
        place = self.place
        said: dict[str, Any] = {
            "place": place.code,
            "name": place.name,
            "open_on": SCHOOLS_OPEN_ON,
            "schools": len(place.table),
            "definition": place.definition,
            "near_km": place.near_km,
        }
        if self.overlap is not None:
            said |= {
                "gaps": self.urns_of(GAP),
                "duplication": self.urns_of(DUPLICATED),
                "elsewhere": self.elsewhere,
                "partners": [
                    {
                        "name": who,
                        "schools": len(self.schools_of(who)),
                        "young_people": self.count_of(who).text,
                    }
                    for who in self.overlap.partners
                ],
            }
        if self.shared is not None:
            made = self.shared
            said["share_out"] = {
                "by": made.by,
                "tolerance": made.tolerance,
                "kept": made.kept,
                "kept_most": made.kept_most,
                "could_stay": made.could_stay,
                "travel_km": round(made.travel_km, 2),
                "gap": made.gap,
                "loads": made.loads.round(2).reset_index().to_dict("records"),
                "nobody": made.urns_of(NOBODY),
            }
        return said


def _columns(found: Overview) -> pd.DataFrame:
    place = found.place.table.loc[found.order]
    urns = [str(urn) for urn in place.index]
    table = place[["name", "kind", "phase", "town", "postcode", "lad24_name"]].assign(
        school_pupils=place["pupils"].astype("Int64"),
        school_fsm_share=place["fsm_share"],
        nearest_cold=place["nearest_cold"],
        nearest_cold_km=place["nearest_cold_km"],
        **{COLD_DEMAND: place[COLD_DEMAND]},
        zones_near=place["zones"],
        nearest_provider=place["nearest_provider"],
        nearest_provider_km=place["nearest_provider_km"],
    )
    overlap = found.overlap
    if overlap is not None:
        work = [overlap.work_at(urn) for urn in urns]
        table = table.assign(
            worked=[STATUS_WORDS[found.status[urn]] for urn in place.index],
            partner_count=[len(some) for some in work],
            partners=["; ".join(some) for some in work],
            worked_people=[overlap.count_at(urn).text for urn in urns],
            worked_by_partner=[
                "; ".join(f"{who}: {one.count.text}" for who, one in some.items()) for some in work
            ],
            activities=[_activities(some) for some in work],
            activity_types=[_all_of(one.types for one in some.values()) for some in work],
            intensities=[_all_of(one.intensities for one in some.values()) for some in work],
        )
    if found.shared is not None:
        own = found.shared.table.loc[place.index]
        table = table.assign(
            share_out_partner=own["partner"],
            share_out_km=own["distance_km"].round(2),
            share_out_because=own["because"],
        )
    return table.assign(open_on=SCHOOLS_OPEN_ON, link=place["link"])


def _activities(work: Mapping[str, Work]) -> str:
    """Write how many activities each partner had at a school, where that is shown."""
    return "; ".join(
        f"{who}: {'not shown' if one.activities is None else f'{one.activities:,}'}"
        for who, one in work.items()
    )


def _all_of(ways: Iterable[tuple[str, ...]]) -> str:
    """Write the types or intensities of work at a school, as far as summaries show them."""
    return ", ".join(sorted({one for some in ways for one in some}))


def find_overview(
    place: PlaceSchools,
    overlap: Overlap | None = None,
    partners: Sequence[Partner] = (),
    options: ShareOutOptions | None = None,
) -> Overview:
    """Find who works with which school of a place and, with partners, share the schools out.

    Parameters
    ----------
    place
        From `schools_in`.
    overlap
        From `merge`; None where nothing is known of anybody's work.
    partners
        Among whom the schools are shared out; nobody unless given.
    options
        How they are shared out.

    Raises
    ------
    BadInputError, NoAnswerError
        As in `share_out`.
    """
    if not partners:
        return Overview(place, overlap)
    working = {} if overlap is None else overlap.partners_at
    return Overview(place, overlap, share_out(place.table, partners, working, options))
