"""Registry: who goes on to higher education, and how far people get."""

from __future__ import annotations

from geo.registry.datasets.model import DFE, OFS, OWN_REPOSITORIES, SMC, Dataset

_TUNDRA_LINES = (
    "Source: Office for Students licensed under the Open Government Licence v3.0",
    "Contains National Statistics data © Crown copyright and database right 2021",
    "Contains OS data © Crown copyright and database right 2021",
    "Contains data sourced from the Department for Education's National Pupil Database. The DfE "
    "do not accept responsibility for any inferences or conclusions derived from the NPD data by "
    "third parties.",
)
_TUNDRA_CAVEAT = (
    "Five year groups added together: pupils of state-funded mainstream schools in England who "
    "finished GCSEs in 2010 to 2014 and entered higher education in 2012-13 to 2017-18. Pupils of "
    "special schools, of independent schools and of schools outside England are not in it."
)
_TUNDRA = {
    "title": "Data to support the release of TUNDRA MSOA and LSOA (March 2021)",
    "publisher": OFS,
    "page": "https://www.officeforstudents.org.uk/data-and-analysis/young-participation-by-area/"
    "get-the-area-based-measures-data/",
    "url": "https://www.officeforstudents.org.uk/media/633159de-49c4-4dd9-b543-575442704fd6/"
    "msoalsoa_1216.xlsx",
    "file": "ofs/msoalsoa_1216_tundra_march2021.xlsx",
    "sha256": "11beb2f1e4962e1ff21df76ce1735827b9c1637a7b7741a6a72f723a8cdb4c32",
    "obtained_from": "github.com/Acumeninfotech/testingapp 09e8eef",
    "copy_status": "re-saved copy",
    "period": "GCSE leavers 2010 to 2014",
    "marks": {".": "suppressed"},
    "caveat": _TUNDRA_CAVEAT,
    "attribution": _TUNDRA_LINES,
}
_LAIT_CAVEAT = (
    "By the authority that maintains or hosts the school, on DfE numbers. Districts of a county "
    "have none of their own: the county's figure is never theirs."
)
_SMC = {
    "publisher": SMC,
    "page": "https://social-mobility.data.gov.uk/",
    "obtained_from": "github.com/ukgov-equality-hub/smc-son 0dcee7a",
    "copy_status": "publisher file",
    "marks": {"NA": "not published"},
}
_COMPOSITE_CAVEAT = (
    "A standardised index (mean 0) for 205 groups of authorities in the United Kingdom; published "
    "without intervals. Northern Ireland is one area."
)


def _composite(number: int, title: str, period: str, rows: int, sha256: str) -> Dataset:
    return Dataset(
        id=f"smc_ci{number}",
        title=f"State of the Nation 2025: {title}",
        url=OWN_REPOSITORIES + "ukgov-equality-hub/smc-son/HEAD/R/input/SON25/"
        f"2025-01-01-ci{number}-full-dataset.csv",
        file=f"smc/2025-01-01-ci{number}-full-dataset.csv",
        sha256=sha256,
        period=period,
        rows=rows,
        geography="smc205",
        caveat=_COMPOSITE_CAVEAT,
        **_SMC,  # type: ignore[arg-type]
    )


PARTICIPATION: tuple[Dataset, ...] = (
    Dataset(id="tundra_lsoa11", rows=32_844, geography="lsoa11", **_TUNDRA),  # type: ignore[arg-type]
    Dataset(id="tundra_msoa11", rows=6_791, geography="msoa11", **_TUNDRA),  # type: ignore[arg-type]
    Dataset(
        id="lait",
        title="Local Authority Interactive Tool: entry to HE by 19, Level 3 at 19, Attainment 8",
        publisher=DFE,
        page="https://www.gov.uk/government/publications/local-authority-interactive-tool-lait",
        url=OWN_REPOSITORIES + "dfe-analytical-services/local-authority-interactive-tool/HEAD/"
        "01_data/02_prod/bds_long_0.parquet",
        file="dfe_lait/bds_long_0.parquet",
        sha256="8277a891ae7318be2d77019fd193f91c0f553ccd430890f04fd84fb4f849a4be",
        obtained_from="github.com/dfe-analytical-services/local-authority-interactive-tool 2e30e39",
        copy_status="publisher file",
        period="entry to HE by 19: 2015-16 to 2023-24; Level 3 at 19: 2016 to 2024; "
        "Attainment 8: 2016 to 2025",
        rows=641_070,
        living=True,
        geography="utla23",
        marks={"-": "not available"},
        caveat=_LAIT_CAVEAT,
    ),
    Dataset(
        id="lookup_lad23_lsip23",
        title="Local authority districts to local skills improvement plan areas (2023)",
        publisher=DFE,
        page="https://department-for-education.shinyapps.io/local-skills-dashboard/",
        file="dfe/LSIP_lookup.xlsx",
        sha256="3822fc3c802b6f85006ba01b9219a34ea78b8b214bad7bd41ca42b38460956a9",
        obtained_from="github.com/dfe-analytical-services/lsip_dashboard ace69761df",
        copy_status="publisher file",
        period="2023",
        rows=296,
        geography="lad24",
        caveat="The 38 areas of 2023; a later column with four areas of London is not read.",
        url=OWN_REPOSITORIES + "dfe-analytical-services/lsip_dashboard/HEAD/Data/1-1_LSIP_lookup/"
        "LSIP_lookup.xlsx",
    ),
    Dataset(
        id="dfe_la_bridge",
        title="DfE three-digit local authority numbers and GSS codes",
        publisher=DFE,
        page="https://explore-education-statistics.service.gov.uk/find-statistics/"
        "widening-participation-in-higher-education",
        file="dfe_wp/DERIVED_la_number_to_gss_153.csv",
        sha256="d72da88c17e14e72a2256b998c7f8b70f8f8c7ab0a056763c45e9c71086da1ef",
        obtained_from="github.com/dfe-analytical-services/he-widening-participation-dashboard",
        copy_status="derived",
        period="codes as before the reforms of 2019 to 2023",
        rows=153,
        caveat="Nine of the 153 codes are not current, and one carries a line break.",
    ),
    _composite(
        1,
        "Conditions of Childhood",
        "2000-05 to 2018-24",
        820,
        "f36f1afc615892fa28e4174ad9e91d33e5a80047560ff7c495ada17dc3e4480d",
    ),
    _composite(
        2,
        "Labour Market Outcomes",
        "2000-05 to 2018-24",
        820,
        "7cad06ac3a93ac18df141dc4133a2bcdf47486ca7dc08f91b52002b200fc5ab2",
    ),
    _composite(
        3,
        "Innovation and Growth",
        "2000-05 to 2018-24",
        820,
        "c1b9a32d7c43cceff853e9ccb3c5e9520c5c0a9c8ce6248a717cbf74762a0133",
    ),
    _composite(
        4,
        "Promising Prospects",
        "2018-20 and 2021-24",
        410,
        "72a60a0225639d231557481c011f725d43fd3860164c2a0f5ca7103860372684",
    ),
    Dataset(
        id="smc_intake",
        title="Who gets in? University benchmarks 2026: intake by socio-economic decile",
        url=OWN_REPOSITORIES + "ukgov-equality-hub/smc-son/HEAD/son/content/universities/2026/"
        "university-deciles--full-dataset.csv",
        file="smc/university-deciles--full-dataset.csv",
        sha256="3a24d0e7d07ddc7edba9192b230abe9e3cb540c8e16ce6ca8797d91f9cf0447a",
        period="2026 release",
        rows=4_136,
        caveat="By provider name: the publisher gives no UKPRN, so names are matched here and "
        "those without a match are listed.",
        **_SMC,  # type: ignore[arg-type]
    ),
)
