"""Registry: Scotland's own areas, people and deprivation."""

from __future__ import annotations

from geo.registry.datasets.model import NRS, SCOTGOV, Dataset

_GEOGRAPHR = "github.com/humaniverse/geographr c026be5"
_COMPOSITE = "github.com/mysociety/composite_uk_imd af4866b"
_SIMD_PAGE = "https://www.gov.scot/SIMD"
_ZONES = "https://maps.gov.scot/ATOM/shapefiles/"
_SIMPLE = (
    "Simplified to about 13 vertices a zone: for maps of councils and of the nation, not of "
    "streets."
)

_GOVSCOT = (
    "https://www.gov.scot/binaries/content/documents/govscot/publications/statistics/2020/01/"
)
SCOTLAND: tuple[Dataset, ...] = (
    Dataset(
        id="boundaries_dz11",
        title="Data zone boundaries 2011",
        publisher=SCOTGOV,
        page="https://maps.gov.scot/",
        url=_ZONES + "SG_DataZoneBdry_2011.zip",
        own_file="scottish_government/SG_DataZoneBdry_2011.zip",
        file="humaniverse_geographr/boundaries_dz11.geojson.gz",
        sha256="62d145bdbf398b573caa82c0c75009582fe5b1979f603568184edce09f599fd9",
        obtained_from=_GEOGRAPHR,
        copy_status="re-saved copy",
        period="2011",
        rows=6_976,
        geography="dz11",
        caveat=_SIMPLE + " Ten outlines cross themselves and are mended here.",
    ),
    Dataset(
        id="lookup_dz11_iz11",
        title="Data zone (2011) to intermediate zone (2011) to council area lookup",
        publisher=SCOTGOV,
        page="https://www.gov.scot/publications/"
        "scottish-index-of-multiple-deprivation-2020-data-zone-look-up/",
        url=_GOVSCOT + "scottish-index-of-multiple-deprivation-2020-data-zone-look-up-file/"
        "documents/scottish-index-of-multiple-deprivation-data-zone-look-up/"
        "scottish-index-of-multiple-deprivation-data-zone-look-up/"
        "govscot%3Adocument/SIMD_2020_Datazone_lookup_tool.xlsx",
        own_file="scottish_government/SIMD_2020_Datazone_lookup_tool.xlsx",
        file="humaniverse_geographr/lookup_dz11_iz11_ltla20.csv.gz",
        sha256="9df6b013b2e991f3faf5bd5b766e345de59df1e9575ed72372305319550f441f",
        obtained_from=_GEOGRAPHR,
        copy_status="re-saved copy",
        period="2011 zones, council areas of 2020",
        rows=6_976,
        geography="dz11",
        caveat="53 data zones and 29 intermediate zones share their name with another: go by code.",
    ),
    Dataset(
        id="population20_dz11",
        title="Mid-2020 small area population estimates by single year of age",
        publisher=NRS,
        page="https://www.opendata.nhs.scot/dataset/population-estimates/resource/"
        "c505f490-c201-44bd-abd1-1bd7a64285ee",
        url="https://www.opendata.nhs.scot/dataset/7f010430-6ce1-4813-b25c-f7f335bdc4dc/resource/"
        "c505f490-c201-44bd-abd1-1bd7a64285ee/download/dz2011-pop-est_21112024.csv",
        own_file="nhs_scotland/dz2011-pop-est.csv",
        file="humaniverse_demographr/population20_dz11.csv.gz",
        sha256="b57f2ca281b8d127887e2364334c706343a72d6a495e316822e720706476f87b",
        obtained_from="github.com/humaniverse/demographr d041710",
        copy_status="re-saved copy",
        period="mid-2020",
        rows=20_928,
        other_rows=(20_931,),
        geography="dz11",
        caveat="A row for all people, one for women and one for men: only the first is read.",
    ),
    Dataset(
        id="simd20_ranks",
        title="Scottish Index of Multiple Deprivation 2020v2: ranks",
        publisher=SCOTGOV,
        page=_SIMD_PAGE,
        file="scottish_government/SIMD+2020v2+-+ranks.csv",
        sha256="13041d403ac15fdf64e7a23ba1456d2ad75308d0a3c5575856dad4ebf428c76a",
        obtained_from=_COMPOSITE,
        copy_status="publisher file",
        period="2020, second version",
        rows=6_976,
        geography="dz11",
        caveat="Rank 1 is the most deprived. Zones that tie in a domain share the average of their "
        "ranks. The file has no deciles: tenths are made here from the ranks.",
        own_file="scottish_government/SIMD_2020v2_ranks.xlsx",
        url=_GOVSCOT + "scottish-index-of-multiple-deprivation-2020-ranks-and-domain-ranks/"
        "documents/scottish-index-of-multiple-deprivation-2020-ranks-and-domain-ranks/"
        "scottish-index-of-multiple-deprivation-2020-ranks-and-domain-ranks/"
        "govscot%3Adocument/SIMD%2B2020v2%2B-%2Branks.xlsx",
    ),
    Dataset(
        id="simd20_indicators",
        title="Scottish Index of Multiple Deprivation 2020v2: indicators",
        publisher=SCOTGOV,
        page=_SIMD_PAGE,
        file="scottish_government/SIMD+2020v2+-+indicators.xlsx",
        sha256="d13da7d5d63f61e79a73dec94090765fe4bc47c92449c8087db4c5f111e8284f",
        obtained_from=_COMPOSITE,
        copy_status="publisher file",
        period="2020, second version",
        rows=6_976,
        geography="dz11",
        marks={"*": "suppressed"},
        caveat="University is the share of 17 to 21 year olds who enter university in a year: no "
        "scale with shares of a cohort. `drive_post` and `PT_post` lead to post offices.",
        url=_GOVSCOT + "scottish-index-of-multiple-deprivation-2020-indicator-data/documents/"
        "simd_2020_indicators/simd_2020_indicators/govscot%3Adocument/"
        "SIMD%2B2020v2%2B-%2Bindicators.xlsx",
    ),
    Dataset(
        id="simd16_indicators",
        title="Scottish Index of Multiple Deprivation 2016: indicators",
        publisher=SCOTGOV,
        page=_SIMD_PAGE,
        file="scottish_government/simd2016_dz11_indicators.csv.gz",
        sha256="91672f3b7d340e2a490fca5b4c4624b4b005aafdf33fdcbb304b08e9da961e5e",
        obtained_from="github.com/humaniverse/IMD 2f6c905",
        copy_status="re-saved copy",
        period="2016",
        rows=6_976,
        geography="dz11",
        marks={"": "not published", "*": "suppressed"},
        url="https://webarchive.nrscotland.gov.uk/20190708060827mp_/https://www2.gov.scot/"
        "Resource/0053/00534452.xlsx",
        own_file="scottish_government/00534452.xlsx",
        caveat="HESA is the share of 17 to 21 year olds who enter full-time higher education.",
    ),
)
