"""What a profile is of: an area of any level, a zone of cold spots, or a partnership."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.areas import COUNTED, area_table, holders, inside_of, levels_of, nation_of, patch_parts
from geo.arrays import Flags
from geo.coldspots import ZONE, basis_of
from geo.errors import BadInputError
from geo.posterior import modelled_of
from geo.reach import (
    LIMIT_KM,
    Reach,
    find_reach,
    load_ground,
    load_small_areas,
    middle_of,
    provider_sites,
    rate_of,
)
from geo.registry import PATCH, geography, indicator
from layers.browser import where_of
from layers.coldspots import zone_of
from layers.profiles.nations import OF_ONE_NATION, NationBasis, nation_basis
from layers.profiles.place_sentences import level_of_place
from layers.reach import without_article
from layers.words import AS_IT_STANDS, Sentence, Trace, and_list, say, traces

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
    """Which small areas of its nation are its own, in the order of `small_areas`."""
    codes: pd.Index
    """Codes of its small areas."""
    nation: str = "England"

    @property
    def is_zone(self) -> bool:
        """Test whether it is a zone of cold spots."""
        return self.code.startswith(ZONE)

    @property
    def is_area(self) -> bool:
        """Test whether it is one area with a code of its own: neither a zone nor a patch."""
        return bool(self.code) and not self.is_zone and not self.is_patch

    @property
    def is_patch(self) -> bool:
        """Test whether it is a patch of several places."""
        return self.level == PATCH.id

    @property
    def basis(self) -> NationBasis:
        """What profiles of its nation rest on."""
        return nation_basis(self.nation)

    @property
    def small(self) -> str:
        """What its small areas are called."""
        return geography(self.basis.small).plural

    @property
    def areas(self) -> pd.DataFrame:
        """The joined table of its small areas."""
        return small_areas(self.nation)[self.here]

    @property
    def is_counted(self) -> bool:
        """Test whether its young people are counted, small area by small area."""
        return self.nation in COUNTED and bool(self.here.any())

    @property
    def upper(self) -> list[tuple[str, str]]:
        """What holds it or most of it, the smallest first: pairs of level and code."""
        nation = ("nation", self.basis.code)
        if self.level == PARTNERSHIP or self.level == "nation":
            return [] if self.level == "nation" else [nation]
        if self.is_patch:
            regions = self.areas["region_code"].unique()
            whole = len(regions) == 1 and regions[0] != ""
            return [("region", str(regions[0])), nation] if whole else [nation]
        if self.is_area:
            held = holders(self.level, self.code)[::-1]
        else:
            levels = ("lad24", "region") if self.nation == "England" else ("lad24",)
            held = [(level, self.most_in(level)) for level in levels]
        return [*held, nation]

    def most_in(self, level: str) -> str:
        """Return the code of the area of a level that holds most of its young people."""
        return str(self.areas.groupby(f"{level}_code")["young_people_now"].sum().idxmax())

    def middle(self) -> npt.NDArray[np.float64] | None:
        """Find the middle of its people, in EPSG:27700; None for a place too wide to have one."""
        if self.level in WIDE:
            return None
        if self.nation not in COUNTED:
            return None
        level = self.basis.small
        return middle_of(self.codes, area_table(level)["population"], level)


@lru_cache(maxsize=4)
def small_areas(nation: str) -> pd.DataFrame:
    """Return the joined table of the small areas of a nation; with `cold_spot` where counted."""
    if nation in COUNTED:
        return load_small_areas(nation)
    return area_table(nation_basis(nation).small)


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
    if level == PATCH.id:
        return _patch(code)
    row = area_table(level).loc[code]
    assert isinstance(row, pd.Series)
    kind = where_of(level, code)
    codes = codes_in(code, str(row["nation"]))
    name = traces.named(level, code)
    how = "label of its level, then the names of what holds it"
    held = Trace(kind, f"areas_{level}", "level and what holds it", code, kind, how)
    told = Sentence(kind, (held,))
    nation = str(row["nation"])
    return Subject(code, level, name, told, row, _here(codes, nation), codes, nation)


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
    if level == PATCH.id:
        return level
    if level not in (*indicator("tundra_rate").geographies, *OF_ONE_NATION):
        raise BadInputError(
            f"{code} is an {geography(level).label}, of which no participation rates are "
            "published, only indices. The map shows those; for a profile give the code of a local "
            "authority, county, region, ward or neighbourhood."
        )
    return level


def codes_in(code: str, nation: str) -> pd.Index:
    """List the small areas of a place; none where those of its nation do not nest in it.

    Raises
    ------
    UnknownAreaError
        If the nation has such areas, and none lies within the place.
    """
    small = nation_basis(nation).small
    table = area_table(small)
    if {"dea14", "sdz21"} & set(levels_of(code)):
        # Super output areas are older than these, and were drawn without them.
        return table.index[:0]
    return table.index[inside_of(small, code)]


def _here(codes: pd.Index, nation: str) -> Flags:
    index = small_areas(nation).index
    at = index.get_indexer(codes)
    found: Flags = np.zeros(len(index), np.bool_)
    found[at[at >= 0]] = True
    return found


def _zone(code: str) -> Subject:
    level, row = zone_of(code)
    members = pd.Index(str(row["area_codes"]).split())
    codes, nation = members, basis_of(level).nation
    if level == "msoa21":
        table = area_table("lsoa21")
        codes = table.index[table["msoa21_code"].isin(members)]
    name = str(row["zone_name"])
    kind = say("Zone of cold spots, {where}", where=_as_listed(row, code))
    return Subject(
        code, level, Trace(name, "zones", "zone_name", code, name, AS_IT_STANDS), kind, row,
        _here(codes, nation), codes, nation,
    )  # fmt: skip


def _patch(code: str) -> Subject:
    """Make the place that a patch is: its small areas, and the rate of their young people."""
    nation = nation_of(code)
    codes = codes_in(code, nation)
    here = _here(codes, nation)
    kind = say(
        "Patch of {parts} in {nation}",
        parts=Trace(
            and_list(patch_parts(code)), "", "parts of the patch", code, code, "as it was given"
        ),
        nation=nation,
    )
    name = traces.named(PATCH.id, code)
    row = rate_of(small_areas(nation)[here])
    if nation == "England":
        row = pd.concat([row, modelled_of(codes)])
    return Subject(code, PATCH.id, name, kind, row, here, codes, nation)


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
    alone = without_article(name)
    shown = alone[:1].upper() + alone[1:] if name else "Partnership"
    trace = Trace(shown, "", "name of the partnership", "", shown, "as it was given")
    nation = reach.ground.nation
    return Subject("", PARTNERSHIP, trace, said, rate_of(areas), here, areas.index, nation)


def _counted(count: int, field: str) -> Trace:
    return Trace(f"{count:,}", "sites", field, "", count, "as the partnership has them")


@lru_cache(maxsize=4)
def reach_of_all(limit: float = LIMIT_KM, nation: str = "England") -> Reach:
    """Measure how far every place that teaches degrees reaches in a nation; kept in memory."""
    return find_reach(provider_sites(None), limit, ground=load_ground(None, nation))
