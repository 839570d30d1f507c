"""Registry: Northern Ireland's own areas, deprivation and school leavers."""

from __future__ import annotations

from geo.registry.datasets.model import NISRA, Dataset

_GEOGRAPHR = "github.com/humaniverse/geographr c026be5"
_NISRA_PAGE = "https://www.nisra.gov.uk/"
_PUBLICATIONS = "https://www.nisra.gov.uk/files/nisra/publications/"

NORTHERN_IRELAND: tuple[Dataset, ...] = (
    Dataset(
        id="boundaries_soa01",
        title="Super Output Areas",
        publisher=NISRA,
        page=_NISRA_PAGE,
        url=_PUBLICATIONS + "SOA2011_Esri_Shapefile_0.zip",
        own_file="nisra/SOA2011_Esri_Shapefile_0.zip",
        file="humaniverse_geographr/boundaries_soa11.geojson.gz",
        sha256="0803e88ec46917c212376f6bb0e7cf4b9e27e459e116ec8fefd6fb57208a6253",
        obtained_from=_GEOGRAPHR,
        copy_status="re-saved copy",
        period="2001, unchanged in 2011",
        rows=890,
        geography="soa01",
        caveat="Simplified one by one: slivers between neighbours are closed here. Loughs are "
        "inside.",
    ),
    Dataset(
        id="boundaries_sdz21",
        title="Super Data Zones 2021",
        publisher=NISRA,
        page=_NISRA_PAGE,
        url=_PUBLICATIONS + "geography-sdz2021-esri-shapefile.zip",
        own_file="nisra/geography-sdz2021-esri-shapefile.zip",
        file="humaniverse_geographr/boundaries_sdz21.geojson.gz",
        sha256="c850622d919c00db7777e24c5165d4ad41842221e959319dafddee3179bb3d35",
        obtained_from=_GEOGRAPHR,
        copy_status="re-saved copy",
        period="2021",
        rows=850,
        geography="sdz21",
        caveat="Simplified one by one: slivers between neighbours are closed here.",
    ),
    Dataset(
        id="lookup_sdz21_dea14",
        title="Data Zone (2021) to Super Data Zone, District Electoral Area and district lookup",
        publisher=NISRA,
        page="https://www.nisra.gov.uk/support/geography/geography-lookups",
        url="https://www.nisra.gov.uk/files/nisra/documents/2025-04/"
        "geography-data-zone-and-super-data-zone-lookups-v3.xlsx",
        own_file="nisra/geography-data-zone-and-super-data-zone-lookups-v3.xlsx",
        file="humaniverse_geographr/lookup_dz21_sdz21_dea14_lgd14.csv.gz",
        sha256="aa9a7c199f76692ed264ac08982b0636bf06a04a9e19755a8b68373a19e6e46e",
        obtained_from=_GEOGRAPHR,
        copy_status="re-saved copy",
        period="2021 zones, electoral areas and districts of 2014",
        rows=3_780,
        caveat="A row for each data zone; a super data zone lies in one electoral area.",
    ),
    Dataset(
        id="nimdm17",
        title="Northern Ireland Multiple Deprivation Measure 2017: SOA results",
        publisher=NISRA,
        page=_NISRA_PAGE,
        file="nisra/nimdm2017-soa.csv",
        sha256="91b87cdefbcc9a614091f57d28915b1260b8340f8e43b382fdc4dbe8c54ecc9c",
        obtained_from="github.com/mysociety/composite_uk_imd af4866b",
        copy_status="re-saved copy",
        period="2017",
        rows=890,
        geography="soa01",
        marks={"": "suppressed"},
        caveat="PP_HE_perc is the share of 18 to 21 year olds who have NOT enrolled in higher "
        "education. Rank 1 is the most deprived. The file has no tenths: they are made here of "
        "the ranks.",
        url="https://admin.opendatani.gov.uk/dataset/e202fde9-7f0b-4d88-8711-e18a8817cff8/resource/"
        "60f31f62-53e7-424c-8fb5-d3b1c66ea277/download/nimdm2017-soa.csv",
    ),
    Dataset(
        id="ni_area_explorer",
        title="Area Explorer: destinations of school leavers, and qualifications of the Census",
        publisher=NISRA,
        page=_NISRA_PAGE,
        file="nisra/DERIVED_nisra_area_explorer_2026-08-21_education_extract.csv.gz",
        sha256="7814fb74a890e789d90c20b46f67439bceb825fa48b8aa15f4b79d66adcc13a6",
        obtained_from="github.com/NISRA-Tech-Lab/local-stats 7470dcb32d, joined into one table",
        copy_status="derived",
        period="school leavers of 2024/25; Census of 2021",
        rows=4_722,
        marks={"": "not published"},
        caveat="Qualifications of 2011 are the placeholder 100 below districts: not read.",
    ),
)
