"""Registry: who teaches where, schools and colleges, and partnerships."""

from __future__ import annotations

from geo.registry.datasets.model import (
    DATA_AC_UK,
    DFE,
    HESA,
    OWN_REPOSITORIES,
    PUBLIC_PAGES,
    Dataset,
)

_DISCOVER = {
    "publisher": HESA,
    "page": "https://www.hesa.ac.uk/support/tools-and-downloads/unistats",
    "obtained_from": "github.com/yap1co/projectsigma a7a48dc",
    "copy_status": "publisher file",
    "period": "2025 release (October 2025)",
    "living": True,
}
_TABLES = {
    "publisher": DFE,
    "page": "https://www.compare-school-performance.service.gov.uk/download-data",
    "obtained_from": "github.com/waiky8/eng-schools fe3b64b",
    "copy_status": "re-saved copy",
    "period": "2018/19",
}

COURSE_DETAILS = Dataset(
    id="discover_uni_course_details",
    title="Discover Uni dataset: courses",
    file="discover_uni/KISCOURSE.csv",
    sha256="",
    rows=30_835,
    bundled=False,
    caveat="Titles, levels and distance learning: of a user's own copy of the archive alone.",
    **{**_DISCOVER, "obtained_from": "a user's own copy"},  # type: ignore[arg-type]
)

PROVIDERS: tuple[Dataset, ...] = (
    Dataset(
        id="discover_uni_institutions",
        title="Discover Uni dataset: institutions",
        file="discover_uni/INSTITUTION.csv",
        sha256="8c77a48a7d4343b2197df875039167cfe86b998f1aca9379e11b810a10bc48d6",
        rows=511,
        caveat="The provider that publishes a course (PUBUKPRN) and the one that teaches it "
        "(UKPRN) differ in 115 rows. The list does not say which are universities.",
        **_DISCOVER,  # type: ignore[arg-type]
    ),
    Dataset(
        id="discover_uni_locations",
        title="Discover Uni dataset: teaching locations",
        file="discover_uni/LOCATION.csv",
        sha256="ed7d7e7cd125cde47f397c7952090abccf12bafaf7af2f73a9a1a5788e6acb58",
        rows=990,
        caveat="Twelve longitudes have lost their minus sign and are mended; places abroad and a "
        "placeholder in the sea are listed and left off the map.",
        **_DISCOVER,  # type: ignore[arg-type]
    ),
    Dataset(
        id="discover_uni_courses",
        title="Discover Uni dataset: course locations",
        file="discover_uni/COURSELOCATION.csv",
        sha256="e3843ee4b2636d595c068926732d51c7f967e102ea1b8da7aa10ce14dfadf549",
        rows=32_380,
        caveat="Undergraduate courses. KISMODE 01 is full time, 02 part time; 276 rows name no "
        "place.",
        **_DISCOVER,  # type: ignore[arg-type]
    ),
    Dataset(
        id="discover_uni_subjects",
        title="Discover Uni dataset: subjects of courses",
        file="discover_uni/SBJ.csv.gz",
        own_file="discover_uni/SBJ.csv",
        sha256="763f08864d46abc55f1b8d8d9b2c4eada2b39131e42a28a5da6885e5d1655311",
        rows=42_395,
        caveat="A course has one to five subjects, and counts in equal parts in each.",
        **_DISCOVER,  # type: ignore[arg-type]
    ),
    Dataset(
        id="discover_uni_tariff",
        title="Discover Uni dataset: tariff points of entrants",
        file="discover_uni/TARIFF.csv.gz",
        own_file="discover_uni/TARIFF.csv",
        sha256="af895ffafce60e87b1856e8a02ed05a2465443edf6a9b4ecd05e6b3f8a7b2ad1",
        rows=37_890,
        caveat="Of those who entered, not of what is asked of applicants. Where few entered, the "
        "publisher pools courses of a subject or two years; shares are rounded to 5%.",
        **_DISCOVER,  # type: ignore[arg-type]
    ),
    Dataset(
        id="discover_uni_continuation",
        title="Discover Uni dataset: continuation after a year",
        file="discover_uni/CONTINUATION.csv.gz",
        own_file="discover_uni/CONTINUATION.csv",
        sha256="d03544873b42302c433444d66878ce31beed64a609e6a4ca15d186c5359fc801",
        rows=37_872,
        caveat="Most figures are of a subject at the provider, not of one course. It does not "
        "measure how good a course is: who enters differs.",
        **_DISCOVER,  # type: ignore[arg-type]
    ),
    Dataset(
        id="discover_uni_earnings",
        title="Discover Uni dataset: earnings three years on, by subject and region",
        file="discover_uni/LEO3SEC.csv.gz",
        own_file="discover_uni/LEO3SEC.csv",
        sha256="7623507d496b590f7dc3675a2949b9c4fbffb2376a180ab109041e6f1b2ae1a0",
        rows=682,
        marks={"NA": "not published"},
        caveat="Of graduates of all providers together; pounds a year rounded to 500, graduates "
        "to 5. From tax records (LEO), of those with earnings three years after they "
        "graduated. The file does not say what a region is; it is not where they studied. "
        "Northern Ireland has no figures.",
        **_DISCOVER,  # type: ignore[arg-type]
    ),
    Dataset(
        id="cah_labels",
        title="Common Aggregation Hierarchy of subjects, version 1.3.4: names",
        publisher=HESA,
        page="https://www.hesa.ac.uk/support/documentation/hecos",
        file="discover_uni/CAH_labels_v1.3.4.csv",
        sha256="5d624d5038f436eada8a1544df43612a3d688cfc50b29d1615016e5801d3f7ff",
        obtained_from="typed in from the published list",
        copy_status="rebuilt",
        period="version 1.3.4",
        rows=56,
        caveat="Names of levels 1 and 2; those of level 3 are not among the files.",
    ),
    Dataset(
        id="learning_providers",
        title="Learning providers plus",
        publisher=DATA_AC_UK,
        page="http://learning-provider.data.ac.uk/",
        url=OWN_REPOSITORIES + "odileeds/learning-provider-website-emissions/HEAD/data/"
        "learning-providers-plus.csv",
        file="data_ac_uk/learning-providers-plus.csv",
        sha256="889a605d5ec8e4fbd3f3ce3e602621a28f4462e3c11733dc09e269d583c06dbc",
        obtained_from="github.com/odileeds/learning-provider-website-emissions 5374bf0",
        copy_status="publisher file",
        period="copy of December 2023 of an older list",
        rows=166,
        caveat="Names from before some mergers; some groups have ended.",
    ),
    Dataset(
        id="dfe_gias",
        title="Get Information about Schools: open establishments",
        publisher=DFE,
        page="https://get-information-schools.service.gov.uk/Downloads",
        url="https://ea-edubase-api-prod.azurewebsites.net/edubase/downloads/public/"
        "edubasealldata20250524.csv",
        file="dfe_gias/gias_open_establishments_2025-05-24_hack25extract.csv.gz",
        own_file="dfe_gias/edubasealldata.csv",
        sha256="aa8875bf459e61383d810c73c2e8f8f32f8985801a35614a0e147088d0e549f1",
        obtained_from="github.com/cwthom/hack25usefuldata ac00fc5795 (data/gias.rda)",
        copy_status="re-saved copy",
        period="24 May 2025",
        rows=27_153,
        living=True,
        marks={"": "not given"},
        caveat="531 have no coordinates, 88 stand at 0,0; schools overseas, of the Crown "
        "Dependencies and of Wales are among them. It holds no ages and no sixth form; "
        "independent and special schools have no phase. A roll of 0 is one counted elsewhere; "
        "shares of free school meals of 16 to 19 academies are 0 or 100, which is no count.",
    ),
    Dataset(
        id="dfe_ks4",
        title="School performance tables: key stage 4",
        url=OWN_REPOSITORIES + "waiky8/eng-schools/HEAD/england_ks4final.csv",
        file="dfe_school_performance/england_ks4final_geocoded.csv",
        sha256="1bdf89ed89e5f840ed9ea89ef00f8b1d7d305a374435e634b8595507fc0178e4",
        rows=5_516,
        marks={
            "": "not published",
            "NE": "no entries",
            "NP": "not published",
            "SUPP": "suppressed",
            "LOWCOV": "low coverage",
        },
        caveat="Results of 2018/19, joined by URN: a school with a new number since has none. "
        "Coordinates added by the copy's author from postcodes.",
        **_TABLES,  # type: ignore[arg-type]
    ),
    Dataset(
        id="dfe_ks5",
        title="School performance tables: 16 to 18",
        url=OWN_REPOSITORIES + "waiky8/eng-schools/HEAD/england_ks5final.csv",
        file="dfe_school_performance/england_ks5final_geocoded.csv",
        sha256="4c921f14e73c7b89616998cbdfbb911bcdcde5557f601f338c887762535d7537",
        rows=2_903,
        marks={
            "": "not published",
            "NE": "no entries",
            "NP": "not published",
            "SUPP": "suppressed",
            "LOWCOV": "low coverage",
        },
        caveat="Results of 2018/19, joined by URN: a school with a new number since has none. "
        "Coordinates added by the copy's author from postcodes.",
        **_TABLES,  # type: ignore[arg-type]
    ),
    Dataset(
        id="partnership_facts",
        title="Institutes of Technology, Uni Connect partnerships, civic university agreements",
        publisher=PUBLIC_PAGES,
        page="",
        file="partnerships/partnership_facts_with_sources.csv",
        sha256="722d5cf4a1da7b8ae410cfa0d0a9adfac2fa60533e77b3a7ac1fc6dd42ecb392",
        obtained_from="typed in from public pages, one address a row",
        copy_status="derived",
        period="2016 to 2022",
        rows=56,
        caveat="Incomplete: 12 of 29 Uni Connect partnerships, and no member lists. A name on it "
        "says what the page said at its date.",
    ),
)
