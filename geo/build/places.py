"""Build step: outlines of every level, their names and parents, and contiguity."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo import tables
from geo.boundaries import contiguity as graph
from geo.boundaries import outlines as boundaries
from geo.boundaries import topology
from geo.boundaries import vintages as lookups
from geo.build.constituencies import build_constituencies
from geo.build.northern_ireland import build_irish_areas
from geo.build.scotland import build_zones
from geo.errors import IntegrityError, first_of
from geo.publishers import commons, mhclg
from geo.publishers.dfe import tool as dfe
from geo.publishers.ons import lookups as ons_lookups
from geo.publishers.ons.boundaries import read_boundaries
from geo.publishers.reading import check_same_areas
from geo.registry import NATION_CODES, NATIONS, PARENTS, dataset, parents_of
from geo.tables import schemas

if TYPE_CHECKING:
    import geopandas as gpd

TOLERANCES = {"msoa21": 0.002, "region": 0.001, "cauth25": 0.015}
"""Largest share of a published outline's area by which a dissolved one may differ. Those of
combined authorities are coarse: Liverpool City Region's estuary makes 1%."""
_UPPER = parents_of("lsoa21")


@dataclass(frozen=True)
class Places:
    """Everything later steps need to know of places."""

    areas: dict[str, pd.DataFrame]
    """Table `areas_<geography>` of each level."""
    lsoas: pd.Series
    """Outline of each LSOA 2021, in code order."""
    nations: dict[str, shapely.Geometry]
    """Outline of each nation: England and Wales at full detail."""
    others: pd.Series
    """Outlines of the districts of Scotland and Northern Ireland."""
    moved: list[str]
    """Neighbourhoods moved to the authority that the corrected indices state."""


def build_places(raw: Path, root: Path) -> Places:
    """Read, clean, dissolve and store the places; return what later steps need."""
    layer = read_boundaries(raw, "boundaries_lsoa21")
    cleaned, _ = boundaries.clean(layer.geometry.to_numpy())
    outlines = pd.Series(cleaned, index=layer.index)
    parents, moved = _parents(raw, outlines)
    districts = read_boundaries(raw, "boundaries_lad24")
    others = _other_districts(districts, cleaned)
    lsoas = _lsoa_areas(raw, parents)
    areas = {"lsoa21": lsoas.assign(area_km2=_km2(outlines))}
    boundaries.store(layer.index.tolist(), cleaned, boundaries.path_of("lsoa21", root))
    graph.store(graph.build(cleaned), "lsoa21", root)
    for level, column in _UPPER.items():
        codes, dissolved = boundaries.dissolve(cleaned, lsoas[column])
        boundaries.check_coverage(dissolved, level)
        if level in TOLERANCES:
            _compare(level, read_boundaries(raw, f"boundaries_{level}"), codes, dissolved)
        if level == "msoa21":
            graph.store(graph.build(dissolved), level, root)
        if level == "lad24":
            codes, dissolved = [*codes, *others.index], np.concatenate([dissolved, others])
        if level == "nation":
            beyond = _nations_beyond(others)
            codes, dissolved = [*codes, *beyond.index], np.concatenate([dissolved, beyond])
            nations = {NATIONS[code[0]]: one for code, one in zip(codes, dissolved, strict=True)}
        else:
            boundaries.store(codes, dissolved, boundaries.path_of(level, root))
        named = _upper_areas(level, codes, lsoas, parents, districts, raw)
        if level == "lad24":
            named["welsh_name"] = _welsh(districts).reindex(named.index)
        areas[level] = named.assign(area_km2=_km2(pd.Series(dissolved, index=codes)))
    areas["smc205"] = _commission_areas(raw, root, nations)
    areas |= build_zones(raw, root)
    areas |= build_irish_areas(raw, root)
    areas["pcon24"] = build_constituencies(raw, root, areas)
    _check_districts(areas)
    for level, table in areas.items():
        tables.store(f"areas_{level}", table, root)
    tables.store("authority_codes", _authority_codes(raw, set(areas["lad24"].index)), root)
    return Places(areas, outlines, nations, others, moved)


def _check_districts(areas: dict[str, pd.DataFrame]) -> None:
    """Refuse areas of another nation that are in a district which there is not."""
    for level, table in areas.items():
        lone = table.index[~table["lad24_code"].isin(["", *areas["lad24"].index])]
        if len(lone):
            raise IntegrityError(
                f"{first_of(lone)} areas of {level} are in a district that there is not. Use "
                "lookups on codes of 2024."
            )


def _km2(outlines: pd.Series) -> pd.Series:
    return pd.Series(shapely.area(outlines.to_numpy()) / 1e6, index=outlines.index).round(4)


def _parents(raw: Path, outlines: pd.Series) -> tuple[pd.DataFrame, list[str]]:
    parents = ons_lookups.read_lsoa_parents(raw)
    if not parents.index.equals(outlines.index):
        raise IntegrityError(
            "The neighbourhoods of the lookups are not those of the outlines. Use one edition."
        )
    stated = mhclg.read_imd(raw)["lad24_code"]
    return lookups.correct_parents(parents, stated, outlines)


def _lsoa_areas(raw: Path, parents: pd.DataFrame) -> pd.DataFrame:
    upper = ons_lookups.read_upper_tier(raw)["utla23_code"]
    authorities = ons_lookups.read_authority_codes(raw)
    names = commons.read_msoa_names(raw)["local_name"]
    local = pd.Index(parents["msoa21_code"].unique())
    check_same_areas(names.index, local, dataset("msoa_names"))
    classes = ons_lookups.read_rural_urban(raw)
    check_same_areas(classes.index, parents.index, dataset("rural_urban_lsoa21"))
    district = parents["lad24_code"]
    combined = _combined_by_district(raw, upper)
    table = pd.DataFrame(
        {
            "area_name": parents["area_name"],
            "local_name": parents["msoa21_code"].map(names),
            "nation": district.str[0].map(NATIONS),
            "msoa21_code": parents["msoa21_code"],
            "ward24_code": parents["ward24_code"],
            "lad24_code": district,
            "utla23_code": district.map(upper),
            "cauth25_code": district.map(combined).fillna(""),
            "lsip23_code": district.map(dfe.read_skills_areas(raw)["lsip23_code"]).fillna(""),
            "region_code": district.map(authorities["region_code"]),
            "nation_code": district.str[0].map(NATION_CODES),
            "rural_urban": classes,
        }
    )
    lone = table.index[table.isna().any(axis=1)]
    if len(lone):
        raise IntegrityError(f"{len(lone):,} neighbourhoods have no parent (first: {lone[0]}).")
    return table


def _authority_codes(raw: Path, districts: set[str]) -> pd.DataFrame:
    """Return the district of 2024 that each authority code since 2011 is, or is part of."""
    codes = ons_lookups.read_authority_codes(raw)
    current = codes["current_code"]
    of_2024 = pd.Series({current[code]: code for code in codes.index if code in districts})
    # Two codes that lead to one place are that place, recoded; more are places that were joined.
    sharing = current.groupby(current).transform("size")
    return pd.DataFrame(
        {
            "name": codes["name"],
            "lad24_code": current.map(of_2024),
            "same_place": codes.index.isin(districts) | (sharing == 2),
        }
    )


def _combined_by_district(raw: Path, upper: pd.Series) -> pd.Series:
    """Name the combined authority of each district; members are counties as well as districts."""
    members = ons_lookups.read_combined_authorities(raw).set_index("member_code")["cauth25_code"]
    both = pd.Series(upper.index, index=upper.index).map(members)
    found = both.fillna(upper.map(members)).dropna()
    stated = ons_lookups.read_district_authorities(raw)["cauth25_code"]
    current = ons_lookups.read_authority_codes(raw)["current_code"]
    ours = found.set_axis(found.index.map(lambda code: current.get(code, code)))
    off = stated.index.union(ours.index)
    off = off[stated.reindex(off).fillna("").ne(ours.reindex(off).fillna("")).to_numpy()]
    if len(off):
        raise IntegrityError(
            f"{first_of(off)} districts are in another combined authority by the lookup of May "
            "2025. Use files of one edition."
        )
    return found


def _other_districts(districts: pd.DataFrame, cleaned: np.ndarray) -> pd.Series:
    """Clean the districts outside England and Wales, and take from them what lies in England."""
    here = districts.index.str[0].isin(["S", "N"])
    outlines, _ = boundaries.clean(districts.geometry.to_numpy()[here], coverage=False)
    tree = shapely.STRtree(cleaned)
    for position, outline in enumerate(outlines):
        touching = tree.query(outline, predicate="intersects")
        if len(touching):
            rest = shapely.difference(outline, shapely.coverage_union_all(cleaned[touching]))
            outlines[position] = boundaries.snap(np.array([rest], dtype=object))[0]
    return pd.Series(shapely.make_valid(outlines), index=districts.index[here])


def _nations_beyond(others: pd.Series) -> pd.Series:
    """Unite the districts outside England and Wales, which are no coverage, into nations."""
    code = others.index.str[0].map(NATION_CODES)
    return others.groupby(code).agg(lambda one: boundaries.unite(one.to_numpy(), coverage=False))


def _compare(
    level: str, published: gpd.GeoDataFrame, codes: list[str], dissolved: np.ndarray
) -> None:
    """Refuse dissolved areas that are not the published ones."""
    if published.index.tolist() != codes:
        raise IntegrityError(
            f"The {level} dissolved are not those published: lookups do not match."
        )
    mended, _ = boundaries.clean(published.geometry.to_numpy(), coverage=False)
    off = np.abs(shapely.area(dissolved) / shapely.area(mended) - 1)
    most = TOLERANCES[level]
    if off.max() > most:
        raise IntegrityError(
            f"{int((off > most).sum()):,} dissolved {level} differ from the published ones by over "
            f"{most:.1%} of area (first: {codes[int(off.argmax())]})."
        )


def _upper_areas(
    level: str,
    codes: list[str],
    lsoas: pd.DataFrame,
    parents: pd.DataFrame,
    districts: pd.DataFrame,
    raw: Path,
) -> pd.DataFrame:
    """Name the areas of an upper level and say what holds them, from what holds their members."""
    column = PARENTS[level]
    members = lsoas[lsoas[column] != ""]
    table = members.drop_duplicates(column).set_index(column).reindex(codes)
    columns = list(lsoas.columns)
    for name in columns[2:]:
        several = members.groupby(column)[name].nunique().reindex(codes, fill_value=0) > 1
        table[name] = table[name].mask(several, "") if name in table else ""
    table["rural_urban"] = ""
    table["local_name"] = ""
    if level == "msoa21":
        table["local_name"] = commons.read_msoa_names(raw)["local_name"].reindex(codes)
        table["area_name"] = _first(parents, "msoa21_code", "msoa21_name", codes)
    elif level == "ward24":
        table["area_name"] = _first(parents, "ward24_code", "ward24_name", codes)
    elif level in ("lad24", "nation"):
        _place_others(table)
        table["area_name"] = districts["area_name"] if level == "lad24" else table["nation"]
    elif level == "utla23":
        names = ons_lookups.read_upper_tier(raw).drop_duplicates("utla23_code")
        table["area_name"] = names.set_index("utla23_code")["utla23_name"].reindex(codes)
    elif level == "cauth25":
        names = ons_lookups.read_combined_authorities(raw).drop_duplicates("cauth25_code")
        table["area_name"] = names.set_index("cauth25_code")["cauth25_name"].reindex(codes)
    elif level == "lsip23":
        names = dfe.read_skills_areas(raw).drop_duplicates("lsip23_code")
        table["area_name"] = names.set_index("lsip23_code")["lsip23_name"].reindex(codes)
    else:
        table["area_name"] = read_boundaries(raw, "boundaries_region")["area_name"].reindex(codes)
    return _own_code_blank(table, level)[columns].rename_axis("area_code").sort_index()


def _place_others(table: pd.DataFrame) -> None:
    """Fill in the nation of areas outside England and Wales; nothing else holds them."""
    table[table["nation"].isna()] = ""
    letter = table.index.str[0]
    table["nation"], table["nation_code"] = letter.map(NATIONS), letter.map(NATION_CODES)


def _first(parents: pd.DataFrame, code: str, name: str, codes: list[str]) -> pd.Series:
    return parents.drop_duplicates(code).set_index(code)[name].reindex(codes)


def _welsh(districts: pd.DataFrame) -> pd.Series:
    """Return the Welsh name of each district; empty for all where the file has none."""
    if "welsh_name" in districts:
        return districts["welsh_name"]
    return pd.Series("", index=districts.index)


def _own_code_blank(table: pd.DataFrame, level: str) -> pd.DataFrame:
    """Blank the columns of the level itself and of those below: nothing holds itself."""
    levels = list(_UPPER)
    for lower in levels[: levels.index(level) + 1]:
        table[PARENTS[lower]] = ""
    return table


def _commission_areas(raw: Path, root: Path, nations: dict[str, shapely.Geometry]) -> pd.DataFrame:
    layer = read_boundaries(raw, "smc205_outlines")
    cleaned, _ = boundaries.clean(layer.geometry.to_numpy(), coverage=False)
    boundaries.store(layer.index.tolist(), cleaned, boundaries.path_of("smc205", root))
    shared = {name: shapely.area(shapely.intersection(cleaned, nations[name])) for name in nations}
    nation = pd.DataFrame(shared, index=layer.index).idxmax(axis=1)
    table = pd.DataFrame(
        {
            "area_name": layer["area_name"],
            "nation": nation,
            "nation_code": nation.map({name: NATION_CODES[at] for at, name in NATIONS.items()}),
            "area_km2": _km2(pd.Series(cleaned, index=layer.index)),
        }
    )
    blank = [column for column in schemas.table("areas_smc205").columns if column not in table]
    return table.assign(**dict.fromkeys(blank, ""))


def whole_topology(places: Places) -> topology.Topology:
    """Cut neighbourhoods, and the districts outside England and Wales, into one set of arcs."""
    return topology.build(np.concatenate([places.lsoas.to_numpy(), places.others.to_numpy()]))
