"""Registry: figures of authorities over the years."""

from __future__ import annotations

from geo.registry.datasets.model import DFE, ONS, OWN_REPOSITORIES, Dataset

_NEET_PAGE = (
    "https://explore-education-statistics.service.gov.uk/find-statistics/"
    "participation-in-education-training-and-neet-age-16-to-17-by-local-authority"
)
_NEET_OWN = "dfe-analytical-services/nccis_localauthority_dashboard"
_NEET_CAVEAT = (
    "A young person whose activity an authority does not know counts with those known to be in "
    "none of school, work and training: an authority that traces everyone looks better. 2024 is "
    "not among our files."
)
_ELS_PAGE = "https://www.ons.gov.uk/explore-local-statistics/indicators/"
_ELS_OWN = OWN_REPOSITORIES + "ONSdigital/explore-local-statistics-data/HEAD/"
_ELS_FROM = "github.com/ONSdigital/explore-local-statistics-data 4972c588d0"


def _neet(year: int, file: str, sha256: str, rows: int, commit: str) -> Dataset:
    return Dataset(
        id=f"dfe_neet_{year}",
        title=f"Participation in education, training and NEET aged 16 to 17, {year}",
        publisher=DFE,
        page=_NEET_PAGE,
        url=f"{OWN_REPOSITORIES}{_NEET_OWN}/{commit}/data/{file}",
        file=f"dfe/{file}",
        sha256=sha256,
        obtained_from=f"github.com/{_NEET_OWN} {commit[:10]}",
        copy_status="publisher file",
        period=str(year),
        rows=rows,
        geography="utla23",
        marks={"x": "not available", "z": "not applicable", "c": "suppressed"},
        caveat=_NEET_CAVEAT,
    )


def _local(
    name: str, page: str, title: str, period: str, rows: int, sha256: str, caveat: str
) -> Dataset:
    return Dataset(
        id=f"els_{name}",
        title=f"Explore Local Statistics: {title}",
        publisher=ONS,
        page=_ELS_PAGE + page,
        url=f"{_ELS_OWN}{page}/{page}.csv",
        file=f"ons_els/{page}.csv",
        sha256=sha256,
        obtained_from=_ELS_FROM,
        copy_status="publisher file",
        period=period,
        rows=rows,
        living=True,
        geography="lad24",
        marks={"": "not available", "x": "not available"},
        caveat=caveat,
    )


SERIES: tuple[Dataset, ...] = (
    _neet(
        2022,
        "UD_NEETNK_LA_dashboard_2022_final.csv",
        "526e0b93be49de8b2110ffbfb0e1b1cd23471bff111c2819b061ece614ea16fd",
        160,
        "a5313cb53ce0a942ac71046b7c110b63507606d8",
    ),
    _neet(
        2023,
        "UD_NEETNK_LA_dashboard_2023_final.csv",
        "442b2f41ddad2394749a7632bc125e496961f98ef815eacb77f75fa215bc0301",
        160,
        "397d29b0dc861b383f36b8a06495c2cf9ffc316c",
    ),
    _neet(
        2025,
        "UD_NEETNK_LA_dashboard_final.csv",
        "ddabd3ef44c01c65d82e945ea01cb665f2e9136805d01661670d5178e85ef3a5",
        161,
        "91cd9303badb34725c4cd4343e3a15f2adb9dfb0",
    ),
    Dataset(
        id="dfe_attainment19",
        title="Level 2 and 3 attainment by age 19: cohorts by authority and free school meals",
        publisher=DFE,
        page="https://explore-education-statistics.service.gov.uk/find-statistics/"
        "level-2-and-3-attainment-by-young-people-aged-19",
        file="dfe/LA_Dashboard_2022_without_Scilly_L2_L3_by_19.csv.gz",
        sha256="58b895ec9d0d4056814a83fe09f7d645ffff6da09d0af9733cfeea9ca507bddb",
        obtained_from="github.com/dfe-analytical-services/attainment-age-19 8f55928db9",
        copy_status="publisher file",
        period="aged 19 in 2005 to 2025",
        rows=26_384,
        geography="utla23",
        caveat="Its rates of 2023 to 2025 are placeholders of 0 and are not used; the numbers of "
        "pupils are. The Isles of Scilly are left out by the publisher.",
        own_file="dfe/LA_Dashboard_2022_without_Scilly.csv",
        url=OWN_REPOSITORIES + "dfe-analytical-services/attainment-age-19/HEAD/data/"
        "LA_Dashboard_2022_without_Scilly.csv",
    ),
    _local(
        "gcse19",
        "gcses-in-english-and-maths",
        "GCSEs in English and maths by age 19",
        "2016-17 to 2024-25",
        3_387,
        "f3b4c9393e60fdba58d2b919d2055871501c65de9588daeed046fa337ff554fa",
        "Grades of 2020 and 2021 were assessed by teachers, and were higher.",
    ),
    _local(
        "further_education",
        "further-education-and-skills-participation",
        "further education and skills participation",
        "2019-20 to 2024-25",
        2_084,
        "df23c8f611b505aa4a39c9c896447fa81e517d811df78dd34e8c448aabc98d22",
        "Learners aged 19 and over, by where they live.",
    ),
    _local(
        "apprenticeships",
        "apprenticeships",
        "apprenticeship starts and achievements",
        "2019-20 to 2024-25",
        4_168,
        "1f603c480eb5f9839316a9142a98e2818edac5737beb3f56f3c52838537c6a77",
        "Starts at any age, by where the apprentice lives.",
    ),
    _local(
        "absence",
        "persistent-absences-for-all-pupils",
        "persistent absences, all pupils",
        "2006-07 to 2024-25, without 2019-20",
        2_909,
        "e1dd8ee9d362a2a902cd5ad4219c54a9a66204512baf7764fc3bd703cba45234",
        "Pupils who missed a tenth or more of their sessions.",
    ),
    _local(
        "absence_fsm",
        "persistent-absences-for-pupils-eligible-for-free-school-meals",
        "persistent absences, pupils eligible for free school meals",
        "2018-19 to 2024-25, without 2019-20",
        975,
        "9791f6da49816e59946be46c65c5337528a62332e124c0b4e43a73fe020518c4",
        "Pupils eligible for free school meals who missed a tenth or more of their sessions.",
    ),
    _local(
        "child_poverty",
        "children-in-relative-poverty",
        "children in relative poverty",
        "2021-22 to 2024-25",
        2_472,
        "46f53d5ed5bc8740923e2b5ca7d13d64bbb28516a532c7f8300b523a044e6eb6",
        "Children in families below 60% of that year's median income, before housing costs.",
    ),
)
