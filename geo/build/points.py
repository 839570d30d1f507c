"""Build step: providers, teaching sites, schools, partnerships, and postcodes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo import tables
from geo.arrays import Floats
from geo.boundaries import outlines as boundaries
from geo.build.places import Places
from geo.files import replacing
from geo.places import (
    Gazetteer,
    check_sites,
    courses,
    from_irish_grid,
    parts_of,
    providers,
    schools,
)
from geo.publishers import data_ac_uk, hesa, partnerships, smc
from geo.publishers.dfe import gias as dfe_gias
from geo.publishers.dfe import schools as dfe_schools
from geo.publishers.ons import people as ons_people

NO_AREA = 65_535
_FOR_CHECKING = ["host_ukprn", "west_easting_m", "west_northing_m"]


def build_points(raw: Path, root: Path, places: Places, note: Callable[[str], None]) -> None:
    """Read, repair, place and store everything that is a point."""
    note("postcodes: each point in its neighbourhood")
    wanted = build_postcodes(places, root)
    note("providers, sites, schools and partnerships")
    post_16 = dfe_schools.read_schools(raw, "dfe_ks5")
    institutions = providers.build_providers(
        hesa.read_institutions(raw), data_ac_uk.read_groups(raw), post_16
    )
    tables.store("providers", institutions, root)
    known = providers.address_postcodes(institutions["address"])
    addresses = wanted.reindex(known).set_axis(institutions.index)
    sites = providers.build_sites(
        hesa.read_locations(raw),
        hesa.read_course_counts(raw),
        institutions,
        places.nations,
        addresses,
    )
    results = schools.unite_results(dfe_schools.read_schools(raw, "dfe_ks4"), post_16)
    listed = data_ac_uk.read_points(raw)
    checked = check_sites(
        sites,
        institutions,
        addresses,
        listed,
        *gazetteers(
            institutions, addresses, results, places, tables.load("centroids_lsoa21", root=root)
        ),
    )
    sites = sites.drop(columns=[*_FOR_CHECKING, *sites.columns.intersection(checked.columns)])
    sites = sites.join(checked)
    listed_schools = schools.build_schools(dfe_gias.read_establishments(raw), results)
    codes, outlines = places.lsoas.index.to_numpy(), places.lsoas.to_numpy()
    for name, points in (("sites", sites), ("schools", listed_schools)):
        position = boundaries.locate(points, outlines)
        points["lsoa21_code"] = np.where(position < 0, "", codes[position])
        tables.store(name, points, root)
    tables.store("courses", read_courses(raw, sites.index), root)
    build_outcomes(raw, root)
    tables.store("subjects", hesa.read_subjects(raw), root)
    facts = partnerships.read_partnership_facts(raw)
    matched = providers.match_names(facts["institution"], institutions)
    tables.store("partnerships", facts.join(matched), root)
    intake = smc.read_intake(raw)
    names = pd.Series(intake["provider_name"].unique())
    found = providers.match_names(names, institutions).set_axis(names)
    tables.store("smc_intake", intake.join(found, on="provider_name"), root)


def read_courses(raw: Path, site_ids: pd.Index) -> pd.DataFrame:
    """Read the courses at sites, with what is known of who enters them and stays."""
    return courses.build_courses(
        hesa.read_course_places(raw),
        hesa.read_course_subjects(raw),
        hesa.read_entry_tariffs(raw),
        hesa.read_continuation(raw),
        site_ids,
    )


def build_outcomes(raw: Path, root: Path) -> None:
    """Read and store what became of students, by subject."""
    earned = hesa.read_sector_earnings(raw)
    tables.store("earnings", earned.set_index(["subject", "mode", "award", "region_code"]), root)
    key = ["published_by", "ukprn", "mode", "subject", "pooled", "figure"]
    tables.store("continuation", hesa.read_subject_continuation(raw).set_index(key), root)


def gazetteers(
    institutions: pd.DataFrame,
    addresses: pd.DataFrame,
    results: pd.DataFrame,
    places: Places,
    centroids: pd.DataFrame,
) -> tuple[Gazetteer, Gazetteer, Gazetteer]:
    """Gather what the name of a site may give: institutions, places of any size, and towns.

    Towns are those of the schools of 2018/19, whose tables name them, and the districts of England
    and Wales; a place is where its neighbourhoods' people live.
    """
    lsoas = places.areas["lsoa21"]
    homes = centroids.loc[lsoas.index].to_numpy(dtype="float64")
    taught = results[["easting_m", "northing_m"]].to_numpy(dtype="float64")
    known = addresses.to_numpy(dtype="float64")
    names = [*institutions["name"], *institutions["legal_name"], *results["name"]]
    districts = lsoas["lad24_code"].map(places.areas["lad24"]["area_name"])
    towns = [*results["town"], *districts.str.partition(",")[0]]
    points = [*taught, *homes]
    small: list[tuple[str, Floats]] = []
    for level, column in (("msoa21", "local_name"), ("ward24", "area_name")):
        local = lsoas[f"{level}_code"].map(places.areas[level][column]).fillna("")
        small += [
            (part, point)
            for name, point in zip(local, homes, strict=True)
            for part in parts_of(name)
        ]
    every = [*points, *(point for _, point in small)]
    return (
        Gazetteer.of(names, np.concatenate([known, known, taught])),
        Gazetteer.of([*towns, *(name for name, _ in small)], np.array(every)),
        Gazetteer.of(towns, np.array(points)),
    )


def build_postcodes(places: Places, root: Path) -> pd.DataFrame:
    """Find the neighbourhood or data zone of every postcode; store it in the package's order.

    None is stored for Northern Ireland, whose postcodes have terms of their own.

    Returns
    -------
    points
        `easting_m` and `northing_m` of every postcode with a place, by postcode without blanks.
    """
    folder, _ = ons_people.postcode_package()
    parts = {
        letter: ons_people.read_postcodes(folder, letter)
        for letter in ons_people.postcode_letters(folder)
    }
    whole = pd.concat(parts, names=["letter"])
    # Northern Ireland is on the Irish grid, whose numbers fall on British ground.
    irish = whole["authority_code"].str.startswith("N", na=False)
    scottish = whole["authority_code"].str.startswith("S", na=False)
    zones = boundaries.load("dz11", root).geometry.to_numpy()
    frame = pd.DataFrame(
        {
            "letter": whole.index.get_level_values("letter").to_numpy(),
            "lsoa21": boundaries.locate(whole.mask(irish), places.lsoas.to_numpy()),
            "dz11": boundaries.locate(whole.where(scottish), zones),
        }
    )
    frame = frame.replace({"lsoa21": {-1: NO_AREA}, "dz11": {-1: NO_AREA}})
    checked = tables.check("postcodes", frame)
    fields = [("letter", pa.string()), ("lsoa21", pa.uint16()), ("dz11", pa.uint16())]
    schema = pa.schema(fields)
    with (
        replacing(tables.path_of("postcodes", root)) as temporary,
        pq.ParquetWriter(temporary, schema, compression="zstd", compression_level=12) as writer,
    ):
        for _, part in checked.groupby("letter", sort=False):
            content = pa.Table.from_pandas(part, schema=schema, preserve_index=False)
            writer.write_table(content, row_group_size=len(part))
    points = whole.dropna(subset=["easting_m"]).set_index("postcode")
    metres = points[["easting_m", "northing_m"]].astype("float64")
    isle = metres.index.str.startswith("BT")
    metres.loc[isle] = from_irish_grid(metres[isle])
    return metres
