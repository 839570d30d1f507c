"""Sets of institutions that can be added together: by place, kind, group and named role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import shapely

from geo import tables
from geo.areas import area_table, inside_of, levels_of, name_of
from geo.boundaries import outlines
from geo.reach import LEVEL, starting_list
from layers.reach.query import counted_nation
from layers.style import place_name
from layers.view import MapView

_KINDS = {
    "university": "All universities and other HE institutions",
    "college": "All colleges teaching higher education",
    "other": "All other providers",
}
_BEFORE = r"^(?:The )?(?:University of )?"
_PLACES = {
    "region": "region",
    "cauth25": "combined authority",
    "utla23": "county",
    "lad24": "district",
}
"""Levels of places that are offered, and what a place of each is called."""


@dataclass(frozen=True)
class PartnerSet:
    """Institutions that can be added together."""

    label: str
    """What they have in common: a place in which each has a site, a kind, a group, a role."""
    kind: str
    """What a place or a group is; empty for others."""
    ukprns: tuple[str, ...]

    @property
    def counted(self) -> str:
        """Return what they have in common and how many they are, the number near the beginning."""
        kind = f" ({self.kind})" if self.kind else ""
        return f"{self.label}: {len(self.ukprns):,}{kind}"

    @property
    def named(self) -> str:
        """Name them all."""
        return "; ".join(provider_options()[one] for one in self.ukprns)


@lru_cache(maxsize=1)
def provider_options() -> dict[str, str]:
    """Name every institution that has a place by its UKPRN.

    Universities come before colleges and those before the rest, each in the order of the alphabet
    without "University of", so that the first whose name holds what was typed is the likeliest.
    """
    providers = tables.load("providers", ["name", "kind"])
    placed = tables.load("sites", ["ukprn", "placed"])
    there = providers[providers.index.isin(placed.loc[placed["placed"], "ukprn"])]
    order = pd.DataFrame(
        {
            "kind": there["kind"].map({kind: at for at, kind in enumerate(_KINDS)}),
            "name": there["name"].str.replace(_BEFORE, "", regex=True).str.casefold(),
        }
    ).sort_values(["kind", "name"])
    return {str(code): str(there.at[code, "name"]) for code in order.index}


@lru_cache(maxsize=32)
def find_partner_sets(within: str = "") -> dict[str, PartnerSet]:
    """List the sets by a key of each; that of the place that is looked at comes first."""
    named = provider_options()
    providers = tables.load("providers", ["kind", "groups"])
    providers = providers[providers.index.isin(named)]
    sites = _placed_sites()
    found: list[PartnerSet] = []
    if within:
        here = _inside(sites, within)
        place = place_name(MapView(within=within))
        found.append(PartnerSet(place, "the place looked at", _ordered(sites.loc[here, "ukprn"])))
    for level, kind in _PLACES.items():
        found += _by_place(sites, level, kind)
    for kind, label in _KINDS.items():
        found.append(PartnerSet(label, "", _ordered(providers.index[providers["kind"] == kind])))
    groups = providers["groups"].str.split(";").explode()
    for name in sorted(set(groups.dropna()) - {""}):
        found.append(PartnerSet(name, "group", _ordered(groups.index[groups == name])))
    facts, _ = starting_list()
    for ukprn, label in zip(facts["ukprn"], facts["label"], strict=True):
        found.append(PartnerSet(str(label), "", _ordered([ukprn])))
    # A place may be looked at and offered as what it is too; a role of one is told once.
    return {f"{one.label} ({one.kind})": one for one in found if one.ukprns}


def _inside(sites: pd.DataFrame, within: str) -> pd.Series:
    """Test which sites lie in a place: by their neighbourhood, in Scotland by its outline."""
    if counted_nation(within) != "Scotland":
        return sites["lsoa21_code"].isin(area_table(LEVEL).index[inside_of(LEVEL, within)])
    level = levels_of(within)[0]
    outline = outlines.load(level).loc[within, "geometry"]
    shapely.prepare(outline)
    found = shapely.contains_xy(outline, sites["easting_m"], sites["northing_m"])
    return pd.Series(found, index=sites.index)


def _placed_sites() -> pd.DataFrame:
    """Return the sites that have a place, with the codes of the areas that hold each."""
    sites = tables.load("sites", ["ukprn", "placed", "lsoa21_code", "easting_m", "northing_m"])
    sites = sites[sites["placed"]]
    codes = area_table(LEVEL)[[f"{level}_code" for level in _PLACES]]
    return sites.join(codes, on="lsoa21_code")


def _by_place(sites: pd.DataFrame, level: str, kind: str) -> list[PartnerSet]:
    codes = sites[f"{level}_code"].fillna("")
    # A unitary authority is a district too: it is offered once.
    if level == "utla23":
        codes = codes.where(codes != sites["lad24_code"], "")
    offered = [
        PartnerSet(name_of(level, str(code)), kind, _ordered(part["ukprn"]))
        for code, part in sites.groupby(codes)
        if code
    ]
    return sorted(offered, key=lambda one: one.label)


def _ordered(ukprns: Iterable[str]) -> tuple[str, ...]:
    """Keep those that are offered, once each, in the order of the offer."""
    there = set(ukprns)
    return tuple(one for one in provider_options() if one in there)
