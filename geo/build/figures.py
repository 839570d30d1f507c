"""Build step: participation, deprivation, people, authority series, intake."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from geo import tables
from geo.boundaries import vintages as lookups
from geo.build.northern_ireland import build_irish_figures
from geo.build.places import Places
from geo.build.scotland import build_zone_figures
from geo.errors import IntegrityError, first_of
from geo.publishers import mhclg, ofs, smc, wales
from geo.publishers.dfe import authorities as dfe_authorities
from geo.publishers.dfe import tool as dfe
from geo.publishers.ons import local as ons_local
from geo.publishers.ons import lookups as ons_lookups
from geo.publishers.ons import people as ons_people
from geo.publishers.reading import check_same_areas
from geo.registry import PUBLISHED_RATES, dataset


def build_figures(raw: Path, root: Path, places: Places) -> None:
    """Read and store every table of figures about areas."""
    change = ons_lookups.read_lsoa_change(raw)
    parents = places.areas["lsoa21"]
    msoa_change = lookups.derive_msoa_change(ons_lookups.read_msoa_pairs(raw), change, parents)
    pairs = lookups.with_groups(change)[["from_code", "to_code", "change"]]
    tables.store("change_lsoa", pairs, root)
    tables.store("change_msoa", msoa_change, root)
    english = parents.index[parents["nation"] == "England"]
    index = build_index(raw)
    check_same_areas(index.index, english, dataset("iod25_file7"))
    tables.store("iod25_lsoa21", index, root)
    tables.store("iod25_lad24", _checked_summaries(raw, index, parents), root)
    shares = index["implied_population"]
    local = shares.groupby(parents["msoa21_code"].reindex(shares.index).to_numpy()).sum()
    for level, moves, weight in (("lsoa", pairs, shares), ("msoa", msoa_change, local)):
        published = ofs.read_tundra(raw, f"tundra_{level}11")
        old = pd.Index(moves["from_code"].unique())
        check_same_areas(
            published.index, old[old.str.startswith("E")], dataset(f"tundra_{level}11")
        )
        tables.store(f"tundra_{level}11", published, root)
        carried = carry_tundra(published, moves, weight)
        tables.store(f"tundra_{level}21", carried, root)
    tables.store("people_lsoa21", _carry_people(raw, pairs, shares), root)
    for level in PUBLISHED_RATES:
        centroids = ons_people.read_centroids(raw, level)
        check_same_areas(centroids.index, places.areas[level].index, dataset(f"centroids_{level}"))
        tables.store(f"centroids_{level}", centroids, root)
    build_zone_figures(raw, root, places.areas["dz11"].index)
    build_irish_figures(raw, root)
    welsh = wales.read_wimd(raw)
    check_same_areas(welsh.index, parents.index[parents["nation"] == "Wales"], dataset("wimd25"))
    tables.store("wimd25_lsoa21", welsh, root)
    tables.store("lait", _authority_series(raw, places), root)
    tables.store("authority_series", _local_series(raw, places, root), root)
    tables.store("cohorts19", _cohorts(raw, places), root)
    tables.store("smc_composites", _composites(raw, places), root)


def carry_tundra(published: pd.DataFrame, pairs: pd.DataFrame, shares: pd.Series) -> pd.DataFrame:
    """Carry TUNDRA from 2011 to 2021 areas.

    Parameters
    ----------
    published
        By 2011 code: `rate`, `cohort`, `quintile`.
    pairs
        The change lookup.
    shares
        Weights by 2021 code by which split parts share a cohort.

    Returns
    -------
    carried
        By 2021 code. A copied or inherited area has the published quintile; a merged one is placed
        by the highest published rate of each quintile.
    """
    moves = pairs[pairs["from_code"].isin(published.index)]
    rates = lookups.carry_rates(published["rate"], published["cohort"], moves)
    cohort = lookups.carry_counts(published["cohort"], moves, shares)
    limits = published.groupby("quintile")["rate"].max().sort_index().to_numpy()[:-1]
    placed = pd.Series(np.searchsorted(limits, rates["rate"]) + 1.0, index=rates.index)
    own = rates["source"].map(published["quintile"])
    alone = ~rates["source"].str.contains("+", regex=False)
    quintile = own.where(alone, placed).where(rates["rate"].notna())
    return pd.DataFrame(
        {
            "rate": rates["rate"],
            "cohort": cohort,
            "source_cohort": rates["cohort"],
            "quintile": quintile,
            "basis": rates["basis"],
            "source": rates["source"],
        }
    )


def build_index(raw: Path) -> pd.DataFrame:
    """Join the files of the indices, and refuse files that contradict each other."""
    first, third = mhclg.read_imd(raw), mhclg.read_children_and_older(raw)
    seventh, indicators = mhclg.read_all_scores(raw), mhclg.read_indicators(raw)
    for other, name in ((third, "File 3"), (seventh, "File 7")):
        for column in ("iod25_rank", "iod25_decile"):
            differ = first.index[(first[column] != other[column].reindex(first.index)).to_numpy()]
            if len(differ):
                raise IntegrityError(
                    f"{name} and File 1 disagree on {column} of {first_of(differ)} areas. Use "
                    "files of one issue."
                )
    extra = third.drop(columns=["lad24_code", "iod25_rank", "iod25_decile"])
    implied = indicators["income_deprived_count"] / seventh["iod25_income_score"].where(
        seventh["iod25_income_score"] > 0
    )
    columns = indicators.drop(columns="income_deprived_count")
    return seventh.join(extra).join(columns).assign(implied_population=implied.round())


def _checked_summaries(raw: Path, index: pd.DataFrame, parents: pd.DataFrame) -> pd.DataFrame:
    """Read the authority summaries and recompute the one figure that needs no population."""
    summaries = mhclg.read_authority_summaries(raw)
    districts = pd.Index(parents.loc[parents["nation"] == "England", "lad24_code"].unique())
    check_same_areas(summaries.index, districts, dataset("iod25_lad24"))
    district = parents["lad24_code"].reindex(index.index)
    share = (index["iod25_decile"] == 1).groupby(district.to_numpy()).mean()
    stated = summaries["iod25_most_deprived_share"]
    off = (share.reindex(stated.index) - stated).abs()
    wrong = off.index[~(off <= 0.000051)]
    if len(wrong) or len(share) != len(stated):
        raise IntegrityError(
            f"The share of neighbourhoods in the most deprived tenth does not recompute for "
            f"{first_of(wrong)} authorities: the summaries are of another issue."
        )
    return summaries


def _carry_people(raw: Path, pairs: pd.DataFrame, shares: pd.Series) -> pd.DataFrame:
    people = ons_people.read_population(raw)
    old = pd.Index(pairs["from_code"].unique())
    check_same_areas(people.index, old, dataset("population20_lsoa11"))
    carried = {
        column: lookups.carry_counts(people[column].astype("float64"), pairs, shares)
        for column in people
    }
    table = pd.DataFrame(carried)
    if (table.sum() != people.sum()).any():
        raise IntegrityError("People were lost between 2011 and 2021 areas.")
    return table.astype("int64")


def _authority_series(raw: Path, places: Places) -> pd.DataFrame:
    current = set(places.areas["utla23"].index)
    return dfe.read_interactive_tool(raw, current)


_SERIES_LEVELS = ("lad24", "utla23", "cauth25", "region", "nation")


def _local_series(raw: Path, places: Places, root: Path) -> pd.DataFrame:
    """Read the series of authorities, on today's codes; authorities that ended are left out.

    Where a publisher gives a year on the old code of a place and on the new one, the new one holds.
    """
    parts = [dfe_authorities.read_neet(raw).assign(measure="neet_rate")]
    parts += [ons_local.read_local_statistics(raw, name) for name in ons_local.SERIES]
    series = pd.concat(parts, ignore_index=True)
    codes = tables.load("authority_codes", root=root)
    now = {**codes.loc[codes["same_place"], "lad24_code"], **dfe.RECODED}
    there = {code for level in _SERIES_LEVELS for code in places.areas[level].index}
    old = ~series["area_code"].isin(there)
    series["area_code"] = series["area_code"].where(~old, series["area_code"].map(now))
    series = series[series["area_code"].isin(there)].assign(old=old)
    key = ["area_code", "measure", "year"]
    return series.sort_values([*key, "old"]).drop_duplicates(key).drop(columns="old")


def _cohorts(raw: Path, places: Places) -> pd.DataFrame:
    cohorts = dfe_authorities.read_cohorts(raw)
    there = {code for level in ("utla23", "region", "nation") for code in places.areas[level].index}
    return cohorts[cohorts["area_code"].isin(there)]


def _composites(raw: Path, places: Places) -> pd.DataFrame:
    names = places.areas["smc205"]["area_name"]
    codes = pd.Series(names.index, index=names.to_numpy())
    series = smc.read_composites(raw)
    series["area_code"] = series.pop("area_name").map(codes)
    lone = series["area_code"].isna()
    if lone.any():
        raise IntegrityError(f"{int(lone.sum()):,} composite values are of areas without outline.")
    return series
