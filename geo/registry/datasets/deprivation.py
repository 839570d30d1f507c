"""Registry: the English Indices of Deprivation 2025."""

from __future__ import annotations

from geo.registry.datasets.model import MHCLG, Dataset

_PAGE = "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025"
_ASSETS = "https://assets.publishing.service.gov.uk/media/"
_CORRECTED = "As corrected on 17 November 2025: LSOA E01027305 belongs to West Northamptonshire."
_HUMANIVERSE = "github.com/humaniverse/IMD 2f6c905"

DEPRIVATION: tuple[Dataset, ...] = (
    Dataset(
        id="iod25_file1",
        title="English indices of deprivation 2025, File 1: Index of Multiple Deprivation",
        publisher=MHCLG,
        page=_PAGE,
        url=_ASSETS + "691dece32c6b98ecdbc500d5/File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx",
        file="mhclg/File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx",
        sha256="ab6b1419cc888a5bcc1de5c2846b184ececfa96008698f82cd01cf5d58dff7ea",
        obtained_from="github.com/SianReilly/childrens_demographics_wcc 7007ab8",
        copy_status="publisher file",
        period="2025",
        rows=33_755,
        geography="lsoa21",
        caveat=_CORRECTED,
    ),
    Dataset(
        id="iod25_file3",
        title="English indices of deprivation 2025, File 3: IDACI and IDAOPI",
        publisher=MHCLG,
        page=_PAGE,
        url=_ASSETS + "691ded0a21ef5aaa6543efe9/"
        "File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx",
        file="mhclg/File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx",
        sha256="0a627952733730060f612fb4263717a262bcd52b2724ae497fc5c3a363499de1",
        obtained_from="github.com/SianReilly/childrens_demographics_wcc 7007ab8",
        copy_status="publisher file",
        period="2025",
        rows=33_755,
        geography="lsoa21",
        caveat=_CORRECTED,
    ),
    Dataset(
        id="iod25_file7",
        title="English indices of deprivation 2025, File 7: all ranks, scores and deciles",
        publisher=MHCLG,
        page=_PAGE,
        url=_ASSETS + "691ded56d140bbbaa59a2a7d/"
        "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv",
        file="mhclg/REBUILT_File_7_IoD2025_50_of_56_columns.csv.gz",
        sha256="f35f70bd4ca4917e2a19fa2304b26a9595aa22d7bf3e13a894ab4621025f9286",
        obtained_from="File 1, File 3 and the tables of " + _HUMANIVERSE,
        copy_status="rebuilt",
        period="2025",
        rows=33_755,
        geography="lsoa21",
        caveat=_CORRECTED
        + " Rebuilt in the publisher's layout: 50 of its 56 columns, without the IDACI and IDAOPI "
        "scores and the four population columns.",
    ),
    Dataset(
        id="iod25_indicators",
        title="English indices of deprivation 2025, File 8: underlying indicators",
        publisher=MHCLG,
        page=_PAGE,
        url=_ASSETS + "691dec012c6b98ecdbc500d4/File_8_IoD2025_Underlying_Indicators.xlsx",
        file="humaniverse_imd/imd2025_england_lsoa21_indicators.csv.gz",
        own_file="mhclg/File_8_IoD2025_Underlying_Indicators.xlsx",
        sha256="31ad0cb89c6edebbf66b2c01ad9433b2c4c5268d0c84bf5f13bde0dc2cbb6d0b",
        obtained_from=_HUMANIVERSE,
        copy_status="re-saved copy",
        period="2025",
        rows=33_755,
        geography="lsoa21",
        marks={"": "not published"},
        caveat="Entry to higher education is the share NOT entering, on a denominator that the "
        "publisher's files do not define: shown as a rank, never as a percentage, and never on "
        "one scale with TUNDRA.",
    ),
    Dataset(
        id="iod25_lad24",
        title="English indices of deprivation 2025, File 10 (v2): local authority summaries",
        publisher=MHCLG,
        page=_PAGE,
        url=_ASSETS + "6917412ebc34c86ce4e6e7fc/File_10_-_IoD2025_Local_Authority_District_"
        "Summaries__lower-tier__v2.xlsx",
        file="humaniverse_imd/imd2025_england_ltla24.csv.gz",
        own_file="mhclg/File_10_IoD2025_Local_Authority_District_Summaries_lower_tier.xlsx",
        sha256="134172e1e41fc67686f37826bd90161f3ba118ee34ef2753a1ce8fc30fe18a25",
        obtained_from=_HUMANIVERSE,
        copy_status="re-saved copy",
        period="2025",
        rows=296,
        geography="lad24",
        caveat="Average rank runs the other way from rank: high = more deprived. The weights are "
        "ONS mid-2022 populations, which are not among our files.",
    ),
)
