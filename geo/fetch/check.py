"""Files that were fetched or handed over, tried with the very reader that the build uses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo import tables
from geo.errors import BadInputError, IntegrityError, SourceUnavailableError, UnknownAreaError
from geo.publishers import (
    commons,
    constituencies,
    data_ac_uk,
    hesa,
    mhclg,
    northern_ireland,
    ofs,
    partnerships,
    scotland,
    smc,
    ucas,
    wales,
)
from geo.publishers.dfe import authorities as dfe_authorities
from geo.publishers.dfe import gias as dfe_gias
from geo.publishers.dfe import schools as dfe_schools
from geo.publishers.dfe import tool as dfe
from geo.publishers.landmarks import motorways, settlements, stations
from geo.publishers.ons import local as ons_local
from geo.publishers.ons import lookups as ons_lookups
from geo.publishers.ons import people as ons_people
from geo.publishers.ons.boundaries import read_boundaries
from geo.registry.datasets.sources import Source, Statistics


def _authorities() -> set[str]:
    return set(tables.load("areas_utla23", ["area_name"]).index)


READERS: dict[str, Callable[[Path], object]] = {
    **{name: partial(ofs.read_tundra, name=name) for name in ("tundra_lsoa11", "tundra_msoa11")},
    "lait": lambda raw: dfe.read_interactive_tool(raw, _authorities()),
    **{
        name: partial(dfe_authorities.read_neet_year, name=name)
        for name in dfe_authorities.NEET_YEARS
    },
    "dfe_attainment19": dfe_authorities.read_cohorts,
    **{name: partial(ons_local.read_local_statistics, name=name) for name in ons_local.SERIES},
    "dfe_la_bridge": lambda raw: dfe.read_bridge(raw, _authorities()),
    **dict.fromkeys((f"smc_ci{number}" for number in range(1, 5)), smc.read_composites),
    "smc_intake": smc.read_intake,
    "iod25_file1": mhclg.read_imd,
    "iod25_file3": mhclg.read_children_and_older,
    "iod25_file7": mhclg.read_all_scores,
    "iod25_indicators": mhclg.read_indicators,
    "iod25_lad24": mhclg.read_authority_summaries,
    **{
        name: partial(read_boundaries, name=name)
        for name in (
            "boundaries_lsoa21",
            "boundaries_msoa21",
            "boundaries_lad24",
            "boundaries_region",
            "boundaries_cauth25",
            "boundaries_dz11",
            "boundaries_soa01",
            "boundaries_sdz21",
            "boundaries_pcon24",
            "smc205_outlines",
        )
    },
    "explore_local_metadata": ons_lookups.read_combined_authorities,
    "lookup_lsoa11_lsoa21": ons_lookups.read_lsoa_change,
    "lookup_msoa11_msoa21": ons_lookups.read_msoa_pairs,
    "lookup_lsoa21_msoa21": ons_lookups.read_lsoa_parents,
    "lookup_lsoa21_ward24": ons_lookups.read_lsoa_parents,
    "lookup_lad23_utla23": ons_lookups.read_upper_tier,
    "authority_codes": ons_lookups.read_authority_codes,
    "rural_urban_lsoa21": ons_lookups.read_rural_urban,
    "centroids_lsoa21": partial(ons_people.read_centroids, geography="lsoa21"),
    "centroids_msoa21": partial(ons_people.read_centroids, geography="msoa21"),
    "population20_lsoa11": ons_people.read_population,
    "msoa_names": commons.read_msoa_names,
    "discover_uni_institutions": hesa.read_institutions,
    "discover_uni_locations": hesa.read_locations,
    "discover_uni_courses": hesa.read_course_counts,
    "discover_uni_subjects": hesa.read_course_subjects,
    "discover_uni_tariff": hesa.read_entry_tariffs,
    "discover_uni_continuation": hesa.read_continuation,
    "discover_uni_earnings": hesa.read_sector_earnings,
    "discover_uni_course_details": hesa.read_course_details,
    "cah_labels": hesa.read_subjects,
    "learning_providers": data_ac_uk.read_groups,
    "os_open_names": settlements.read_settlements,
    "geonames_northern_ireland": settlements.read_irish_settlements,
    "railway_stations": stations.read_stations,
    "os_open_roads": motorways.read_motorways,
    "dfi_motorways": motorways.read_irish_motorways,
    "dfe_gias": dfe_gias.read_establishments,
    **{name: partial(dfe_schools.read_schools, name=name) for name in ("dfe_ks4", "dfe_ks5")},
    "overlaps_pcon24": constituencies.read_overlaps,
    "codes_pcon24": constituencies.read_overlaps,
    "population19_small": constituencies.read_irish_people,
    "census21_pcon_qualifications": constituencies.read_qualifications,
    "ucas_entry_rates": ucas.read_entry_rates,
    "lookup_lad23_lsip23": dfe.read_skills_areas,
    "lookup_lad25_cauth25": ons_lookups.read_district_authorities,
    "wimd25": wales.read_wimd,
    "lookup_sdz21_dea14": northern_ireland.read_super_zones,
    "nimdm17": northern_ireland.read_nimdm,
    "ni_area_explorer": northern_ireland.read_area_explorer,
    "lookup_dz11_iz11": scotland.read_zones,
    "population20_dz11": scotland.read_zone_people,
    "simd20_ranks": scotland.read_simd,
    "simd20_indicators": scotland.read_simd_indicators,
    "simd16_indicators": scotland.read_simd_2016,
    "partnership_facts": partnerships.read_partnership_facts,
}
"""What reads each dataset from a folder of raw files."""


def check_source(source: Source, folder: Path) -> str:
    """Read the files of a source as the build will.

    Parameters
    ----------
    folder
        The new files, with the others that a reader opens beside them.

    Returns
    -------
    left
        What could not be looked at yet, in a sentence; empty if all was.

    Raises
    ------
    IntegrityError
        If a file is not as the registry declares it.
    """
    if isinstance(source, Statistics):
        _check_columns(source, folder)
    left = ""
    for name in source.datasets:
        try:
            READERS[name](folder)
        except (BadInputError, UnknownAreaError) as error:
            text = str(error).replace("nothing was changed", "nothing was overwritten")
            raise IntegrityError(text) from error
        except SourceUnavailableError as error:
            other = str(error).partition(":")[0]
            left = f"It is read together with {other}, which is not in the cache: not yet checked."
    return left


def _check_columns(source: Statistics, folder: Path) -> None:
    with (folder / source.file).open(encoding="utf-8-sig", errors="replace") as handle:
        header = [name.strip().strip('"') for name in handle.readline().split(",")]
    absent = [name for name in source.columns if name not in header]
    if absent:
        raise IntegrityError(
            f"{source.id}: no column {absent[0]!r}, found {header[:12]}. Nothing was overwritten; "
            f"look at {source.page}."
        )
