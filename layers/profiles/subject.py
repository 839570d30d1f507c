"""What a profile is of: an area of any level, a zone of cold spots, or a partnership."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import area_table, holders, inside_of
from geo.arrays import Flags
from geo.coldspots import ZONE
from geo.errors import BadInputError
from geo.reach import LIMIT_KM, Reach, find_reach, load_ground, middle_of, provider_sites, rate_of
from geo.registry import ENGLAND, geography
from layers.browser import where_of
from layers.coldspots import zone_of
from layers.profiles.place_sentences import level_of_place
from layers.words import AS_IT_STANDS, Sentence, Trace, say, traces

PARTNERSHIP = "partnership"
WIDE = ("region", "nation", "cauth25", PARTNERSHIP)
"""Levels whose areas have no one middle that people are near."""


@dataclass(frozen=True, eq=False)
class Subject:
    """What a profile is of."""

    code: str
    """Of the area or zone; empty for a partnership."""
    level: str
    """Of the area, of a zone's areas, or `partnership`."""
    name: Trace
    kind: Sentence
    row: pd.Series
    """Its rate with interval and cohort, and what else the level's table holds."""
    here: Flags
    """Which English neighbourhoods are its own, in the order of `geo.reach.measure.load_ground`."""
    codes: pd.Index
    """Codes of its neighbourhoods, Welsh ones too."""

    @property
    def is_zone(self) -> bool:
        """Test whether it is a zone of cold spots."""
        return self.code.startswith(ZONE)

    @property
    def is_area(self) -> bool:
        """Test whether it is an area with a code of its own."""
        return bool(self.code) and not self.is_zone

    @property
    def areas(self) -> pd.DataFrame:
        """The joined table of its English neighbourhoods."""
        return load_ground().areas[self.here]

    @property
    def upper(self) -> list[tuple[str, str]]:
        """What holds it or most of it, the smallest first: pairs of level and code."""
        if self.level == PARTNERSHIP or self.code == ENGLAND:
            return [] if self.code == ENGLAND else [("nation", ENGLAND)]
        if self.is_area:
            held = holders(self.level, self.code)[::-1]
        else:
            held = [(level, self.most_in(level)) for level in ("lad24", "region")]
        english = self.is_zone or self.row["nation"] == "England"
        return [*held, *([("nation", ENGLAND)] if english else [])]

    def most_in(self, level: str) -> str:
        """Return the code of the area of a level that holds most of its young people."""
        return str(self.areas.groupby(f"{level}_code")["young_people_now"].sum().idxmax())

    def middle(self) -> npt.NDArray[np.float64] | None:
        """Find the middle of its people, in EPSG:27700; None for a place too wide to have one."""
        if self.level in WIDE:
            return None
        return middle_of(self.codes, area_table("lsoa21")["population"])


def find_subject(code: str) -> Subject:
    """Find an area of any level, or a zone of tested cold spots.

    Raises
    ------
    UnknownAreaError, BadInputError
        As `check_place` does.
    """
    level = check_place(code)
    if code.startswith(ZONE):
        return _zone(code)
    row = area_table(level).loc[code]
    assert isinstance(row, pd.Series)
    kind = where_of(level, code)
    codes = codes_in(code, str(row["nation"]))
    name = traces.named(level, code)
    how = "label of its level, then the names of what holds it"
    held = Trace(kind, f"areas_{level}", "level and what holds it", code, kind, how)
    told = Sentence(kind, (held,))
    return Subject(code, level, name, told, row, _here(codes), codes)


def check_place(code: str) -> str:
    """Return the level of an area or of a zone's areas, if there is a profile of it.

    Raises
    ------
    UnknownAreaError
        If there is no such place.
    BadInputError
        If it is of a level that has no participation rates at all.
    """
    if code.startswith(ZONE):
        return zone_of(code)[0]
    level = level_of_place(code)
    if "tundra_rate" not in area_table(level):
        raise BadInputError(
            f"{code} is an {geography(level).label}, of which no participation rates are "
            "published, only indices. The map shows those; for a profile give the code of a local "
            "authority, county, region, ward or neighbourhood."
        )
    return level


def codes_in(code: str, nation: str) -> pd.Index:
    """List the neighbourhoods of an area; none in a nation that has none of this kind.

    Raises
    ------
    UnknownAreaError
        If the nation has such neighbourhoods, and none lies within the area.
    """
    table = area_table("lsoa21")
    # Scotland and Northern Ireland have no neighbourhoods of this kind.
    if nation not in table["nation"].unique():
        return table.index[:0]
    return table.index[inside_of("lsoa21", code)]


def _here(codes: pd.Index) -> Flags:
    index = load_ground().areas.index
    at = index.get_indexer(codes)
    found: Flags = np.zeros(len(index), np.bool_)
    found[at[at >= 0]] = True
    return found


def _zone(code: str) -> Subject:
    level, row = zone_of(code)
    members = pd.Index(str(row["area_codes"]).split())
    codes = members
    if level != "lsoa21":
        table = area_table("lsoa21")
        codes = table.index[table["msoa21_code"].isin(members)]
    name = str(row["zone_name"])
    kind = say("Zone of cold spots, {where}", where=_as_listed(row, code))
    return Subject(
        code, level, Trace(name, "zones", "zone_name", code, name, AS_IT_STANDS), kind, row,
        _here(codes), codes,
    )  # fmt: skip


def _as_listed(row: pd.Series, code: str) -> Trace:
    names = str(row["lad24_names"])
    return Trace(names, "zones", "lad24_names", code, names, AS_IT_STANDS)


def partnership_subject(name: str, reach: Reach) -> Subject:
    """Make the place that a partnership has in range.

    Parameters
    ----------
    name
        What the partnership is called; may be anything.
    reach
        Of its sites, over all of England or cut to a part.
    """
    here = reach.in_range & reach.kept
    areas = reach.ground.areas[here]
    sites, providers = len(reach.sites), len(reach.providers)
    said = say(
        ("Provider" if providers == 1 else "Partnership of {providers} providers")
        + " with {sites} {which}",
        **({} if providers == 1 else {"providers": _counted(providers, "providers")}),
        sites=_counted(sites, "sites"),
        which="site" if sites == 1 else "sites",
    )
    shown = name[:1].upper() + name[1:] if name else "Partnership"
    trace = Trace(shown, "", "name of the partnership", "", shown, "as it was given")
    return Subject("", PARTNERSHIP, trace, said, rate_of(areas), here, areas.index)


def _counted(count: int, field: str) -> Trace:
    return Trace(f"{count:,}", "sites", field, "", count, "as the partnership has them")


@lru_cache(maxsize=4)
def reach_of_all(limit: float = LIMIT_KM) -> Reach:
    """Measure the reach of every place that teaches undergraduate courses; kept in memory."""
    return find_reach(provider_sites(None), limit)
