"""One reach from files and options to its answer, as a terminal or a page asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from geo.areas import nation_at
from geo.coldspots import TESTED, ZoneTable
from geo.errors import BadInputError
from geo.files import write_bytes
from geo.reach.activity import read_activity
from geo.reach.coverage import by_adult_skills, records
from geo.reach.coverage import summary as sums
from geo.reach.lists import zones_left_out
from geo.reach.measure import COURSES, EACH, Reach, find_reach, load_ground
from geo.reach.partnerships import Partnership, check_ukprns, load_partnership
from geo.travel import CostChoice, Limited
from geo.travel import limited as chosen
from geo.uploads import bad_to_csv, read_sites

__all__ = ["ReachQuery", "Read", "read", "run", "summary", "zone_table"]


@dataclass(frozen=True)
class ReachQuery:
    """What is asked for."""

    ukprns: tuple[str, ...] = ()
    partnership: Path | None = None
    """File of a partnership."""
    partners: Path | None = None
    """File of sites of one's own."""
    activity: Path | None = None
    costs: CostChoice = field(default_factory=CostChoice)
    supply: str = EACH
    part_time: bool = False
    within: str | None = None
    definition: str = TESTED
    """Which cold spots people are counted in: tested ones, or the likely lowest fifth."""


@dataclass(frozen=True, eq=False)
class Read:
    """What the files held."""

    partnership: Partnership
    activity: pd.DataFrame | None
    limited: Limited
    """What tells the costs, and how far is in range."""
    notices: list[str]


def read(
    asked: ReachQuery,
    bad: Path | None = None,
    root: Path | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Read:
    """Read the files that are asked for.

    Parameters
    ----------
    bad
        Where to write the rows of the sites' file, or else of the activity file, that cannot be
        used; nowhere unless given.
    root
        The data folder; the bundled one unless given.
    progress
        Called with the share of a router's journeys that are known, when they are asked for.

    Raises
    ------
    BadInputError
        If a file or a UKPRN cannot be used, or nothing is asked for.
    """
    if not (asked.ukprns or asked.partnership or asked.partners):
        raise BadInputError(
            "Whose reach? Give --provider with a UKPRN, --partnership with a file, or --partners "
            "with sites of your own."
        )
    limited = chosen(asked.costs, progress)
    if asked.supply not in (EACH, COURSES):
        raise BadInputError(f"No supply is called {asked.supply!r}. Choose {EACH} or {COURSES}.")
    check_ukprns(asked.ukprns, root)
    base = Partnership("")
    if asked.partnership is not None:
        base = load_partnership(asked.partnership, root)
    notices: list[str] = []
    lists = []
    own = base.own
    if asked.partners is not None:
        sites, wrong, said = read_sites(asked.partners, root)
        lists.append((asked.partners, wrong, said))
        # Sites of a partnership's file and of another begin to count at the same number.
        own = own.set_axis([f"saved-{name}" for name in own.index])
        own = pd.concat([part for part in (own, sites) if len(part)])
    activity = None
    if asked.activity is not None:
        activity, wrong, said = read_activity(asked.activity, root)
        lists.append((asked.activity, wrong, said))
    left = [wrong for _, wrong, _ in lists if len(wrong)]
    for path, _, said in lists:
        notices += [f"{path.name}: {line}" for line in said]
    if bad is not None and left:
        write_bytes(bad, bad_to_csv(left[0]))
        notices.append(f"{len(left[0]):,} rows to mend: {bad.name}")
    ukprns = tuple(dict.fromkeys((*base.ukprns, *asked.ukprns)))
    return Read(Partnership(base.name, ukprns, own), activity, limited, notices)


def run(asked: ReachQuery, read: Read, root: Path | None = None) -> Reach:
    """Measure what is asked for."""
    return find_reach(
        read.partnership.sites(root, part_time=asked.part_time),
        read.limited.limit,
        source=read.limited.source,
        supply=asked.supply,
        activity=read.activity,
        within=asked.within,
        ground=load_ground(root, nation_at(asked.within), asked.definition),
    )


def summary(reach: Reach, part_time: bool = False) -> dict[str, Any]:
    """Sum a reach up; that of part-time courses also by the skills of adults."""
    made = sums(reach)
    if part_time and "iod25_adult_skills_score" in reach.ground.areas:
        made["coverage_by_adult_skills"] = records(by_adult_skills(reach))
        made["adults_are"] = "people of all ages at mid-2020: adults alone are not in our files"
    return made


def zone_table(reach: Reach) -> ZoneTable:
    """Return the zones with cold spots that are not in range, to write."""
    return ZoneTable(reach.ground.level, zones_left_out(reach))
