"""Registry: where each dataset can be had from its publisher, how, and how sure that is.

No address here was tried: each is one that public documents or code quote. How sure is a letter:
A, quoted by three or more independent sources, one of them recent; B, by two, or by one that
recorded a dated retrieval in 2026; C, by a single or an old one; U, no address was seen, and the
file is handed over by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar, Literal

from geo.errors import BadInputError
from geo.registry.datasets import DATASETS, UNBUNDLED, dataset

Sure = Literal["A", "B", "C", "U"]
Kind = Literal["csv", "json", "parquet", "xlsx", "zip"]

SEEN = "November 2026"
"""When the addresses were last seen quoted."""


@dataclass(frozen=True)
class Source:
    """Where one or several datasets come from."""

    way: ClassVar[str] = ""
    """How, in plain words."""

    datasets: tuple[str, ...]
    """Datasets whose files it gives; it is called after the first."""
    sure: Sure
    note: str = ""
    """What is not certain, or why there is no address, in a sentence."""

    @property
    def id(self) -> str:
        """Return its name: the first dataset's."""
        return self.datasets[0]

    @property
    def page(self) -> str:
        """Return the publisher's page about it."""
        return dataset(self.id).page

    @property
    def files(self) -> tuple[str, ...]:
        """Return the files under the folder of raw files, each once: the publisher's own."""
        named = [dataset(name) for name in self.datasets]
        return tuple(dict.fromkeys(one.own_file or one.file for one in named))


@dataclass(frozen=True)
class File(Source):
    """A file at an address."""

    way: ClassVar[str] = "file"

    kind: Kind = "csv"
    sha256: str = ""
    """Hash of the publisher's own file; empty for one that lives, whose hash is recorded."""
    content_page: str = ""
    """Machine-readable page of GOV.UK, whose attachments are searched when the address is gone."""
    elsewhere: tuple[str, ...] = ()
    """Other addresses of the same file, asked in turn when the first is gone."""
    copied: bool = False
    """Whether the address is of somebody else's copy, not of the publisher's file."""

    @property
    def address(self) -> str:
        """Return the address: the registry's direct one."""
        return dataset(self.id).url


@dataclass(frozen=True)
class Lines(File):
    """Shapefiles in an archive, of which some lines are kept: the archive is far too large."""

    way: ClassVar[str] = "file, a part kept"

    kind: Kind = "zip"
    ending: str = ""
    """How the names of the shapefiles end."""
    where: tuple[str, str] = ("", "")
    """A column, and the text in it of the lines that are kept."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Column of the shapefiles, and what the reader calls it."""
    epsg: int = 27700


@dataclass(frozen=True)
class Features(Source):
    """A layer or table of an ArcGIS feature service, asked for page by page."""

    way: ClassVar[str] = "feature service"

    fields: Mapping[str, str] = field(default_factory=dict)
    """Field of the service, and what the reader calls it."""
    epsg: int | None = None
    """Coordinate system to ask outlines in; None for a table."""
    points: bool = False
    """Whether the outlines are points, which become columns X and Y."""
    distinct: bool = False
    """Whether rows repeat in the fields asked for, and each is kept once."""
    service: str = ""
    """Address of the service where it is not the registry's."""
    where: str = "1=1"
    """Condition, as the service has it, of the features that are asked for."""
    named: str = ""
    """How the service is called, as a regular expression, where its very name was not seen."""

    @property
    def address(self) -> str:
        """Return the address of the service; empty where it is to be chosen by `pattern`."""
        return "" if self.named else self.service or dataset(self.id).url

    @property
    def pattern(self) -> str:
        """Return what the names of services that would do look like: other versions of one."""
        if self.named:
            return self.named
        name = self.address.removesuffix("/FeatureServer").rsplit("/", 1)[-1]
        return re.sub(r"_v\d+$", "", re.escape(name), flags=re.IGNORECASE) + r"(_V\d+)?"


@dataclass(frozen=True)
class Statistics(Source):
    """A data set of the DfE's explore education statistics, by its API."""

    way: ClassVar[str] = "statistics API"

    name: str = ""
    file: str = ""
    """Where it is kept under the folder of raw files; no dataset of the build reads it yet."""
    publication: str = ""
    """Title of the publication."""
    words: tuple[str, ...] = ()
    """Words in the title of the data set, by which it is found where its id is not known."""
    data_set: str = ""
    """Its id, where that is known."""
    version: str = ""
    """Version asked for; the one recorded at the first fetch, else the latest, where empty."""
    columns: tuple[str, ...] = ("time_period", "time_identifier", "geographic_level")

    @property
    def id(self) -> str:
        """Return its own name."""
        return self.name

    @property
    def page(self) -> str:
        """Return the page of its publication."""
        slug = self.publication.lower().replace(" ", "-")
        return f"https://explore-education-statistics.service.gov.uk/find-statistics/{slug}"

    @property
    def files(self) -> tuple[str, ...]:
        """Return its file."""
        return (self.file,)


@dataclass(frozen=True)
class ByHand(Source):
    """A file that a person downloads, or has, and hands over."""

    way: ClassVar[str] = "by hand"

    members: Mapping[str, str] = field(default_factory=dict)
    """Of an archive: name of a member, and the dataset whose file it is."""
    at: str = ""
    """Page where it is had, if that is not the registry's."""

    @property
    def page(self) -> str:
        """Return the page where a person downloads it."""
        return self.at or super().page


@dataclass(frozen=True)
class Installed(Source):
    """Data that come with the installation."""

    way: ClassVar[str] = "installed"


STATISTICS_API = "https://api.education.gov.uk/statistics/v1"
SERVICES = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
"""The ONS's list of its feature services."""
_FEATURES = SERVICES + "/"
_IOD = "https://www.gov.uk/api/content/government/statistics/english-indices-of-deprivation-2025"
_OWN_REPOSITORY = "Read from the publisher's own repository, whose branch goes on."
_OTHER_REPOSITORY = "Read from where others keep the publisher's file, on a branch that goes on."
_OTHERS: Mapping[str, Kind] = {
    "overlaps_pcon24": "parquet",
    "codes_pcon24": "csv",
    "population19_small": "csv",
    "census21_pcon_qualifications": "csv",
    "authority_codes": "csv",
    "lookup_lad23_lsip23": "xlsx",
    "learning_providers": "csv",
    "railway_stations": "csv",
    "dfe_ks4": "csv",
    "dfe_ks5": "csv",
}
"""Datasets read from the repository of somebody else."""
_NISRA_BEFORE = "https://www.nisra.gov.uk/sites/nisra.gov.uk/files/publications/"
"""Where NISRA's files were until it moved them."""
_EXPLORER = (
    "Download the repository's archive, and make one CSV of its 4,722 files in github_action_jsons:"
    " a row for each area, headed code, type, MYETotal.value, Destination.perc.destHEpct and "
    "qual_pct.2021.level_4_qualifications_and_above, which are paths in each file."
)
_FULL_DETAIL = "At full detail: the build simplifies it, each border the same on both its sides."


SOURCES: tuple[Source, ...] = (
    File(
        ("tundra_lsoa11", "tundra_msoa11"),
        "C",
        "The address holds an id that changes at every issue.",
        kind="xlsx",
    ),
    File(("lait",), "C", "The tool's own table. " + _OWN_REPOSITORY, kind="parquet"),
    ByHand(
        ("os_open_names",),
        "U",
        "Download OS Open Names as CSV from the OS Data Hub, join its files, keep the rows of "
        "populated places, and name their columns as the copy has them: name, name_lang, name2, "
        "name2_lang, type, easting, northing, os_id.",
    ),
    ByHand(
        ("geonames_northern_ireland",),
        "U",
        "Download cities1000.zip, keep the rows of GB with Northern Ireland as the first "
        "division, and name their columns lat, lon and name.",
    ),
    ByHand(
        ("dfe_la_bridge",),
        "U",
        "Download any table by local authority in CSV, under 'Explore data and files'; keep its "
        "columns old_la_code, new_la_code and la_name, and each of the 153 authorities once.",
    ),
    *(
        File(
            (f"dfe_neet_{year}",),
            "C",
            "Read from the publisher's own repository, as it was then.",
            kind="csv",
            sha256=dataset(f"dfe_neet_{year}").sha256,
        )
        for year in (2022, 2023, 2025)
    ),
    File(("dfe_attainment19",), "C", _OWN_REPOSITORY, kind="csv"),
    *(
        File((entry.id,), "C", _OWN_REPOSITORY, kind="csv", sha256=entry.sha256)
        for entry in DATASETS
        if entry.id.startswith("els_")
    ),
    *(
        File((name,), "C", _OWN_REPOSITORY, kind="csv", sha256=dataset(name).sha256)
        for name in ("smc_ci1", "smc_ci2", "smc_ci3", "smc_ci4", "smc_intake")
    ),
    File(
        ("smc205_outlines",),
        "C",
        _OWN_REPOSITORY,
        kind="json",
        sha256=dataset("smc205_outlines").sha256,
    ),
    File(
        ("iod25_file1",),
        "B",
        kind="xlsx",
        sha256="ab6b1419cc888a5bcc1de5c2846b184ececfa96008698f82cd01cf5d58dff7ea",
        content_page=_IOD,
    ),
    File(
        ("iod25_file3",),
        "C",
        kind="xlsx",
        sha256="0a627952733730060f612fb4263717a262bcd52b2724ae497fc5c3a363499de1",
        content_page=_IOD,
    ),
    File(
        ("iod25_file7",),
        "A",
        kind="csv",
        sha256="b1b716aa2e476449f987b9de3e08255b4794eabfd270626de5de18b2f5eff3ef",
        content_page=_IOD,
    ),
    File(("iod25_indicators",), "A", kind="xlsx", content_page=_IOD),
    File(("iod25_lad24",), "B", kind="xlsx", content_page=_IOD),
    Features(
        ("boundaries_lsoa21",),
        "A",
        fields={"LSOA21CD": "LSOA21CD", "LSOA21NM": "LSOA21NM"},
        epsg=4326,
    ),
    Features(
        ("boundaries_msoa21",),
        "A",
        fields={"MSOA21CD": "MSOA21CD", "MSOA21NM": "MSOA21NM"},
        epsg=4326,
    ),
    Features(
        ("boundaries_lad24",),
        "A",
        fields={"LAD24CD": "LAD24CD", "LAD24NM": "LAD24NM"},
        epsg=27700,
    ),
    Features(
        ("boundaries_region",),
        "B",
        "The outlines of December 2025 stand in for those of 2019, which are no longer listed.",
        fields={"RGN25CD": "rgn19cd", "RGN25NM": "rgn19nm"},
        epsg=27700,
        service=_FEATURES + "Regions_December_2025_Boundaries_EN_BGC/FeatureServer",
    ),
    *(
        File((name,), "C", _OWN_REPOSITORY, kind="json", sha256=dataset(name).sha256)
        for name in ("explore_local_metadata", "boundaries_cauth25")
    ),
    Features(
        ("lookup_lsoa11_lsoa21",),
        "A",
        fields={
            "LSOA11CD": "lsoa11_code",
            "LSOA11NM": "lsoa11_name",
            "CHGIND": "change_code",
            "LSOA21CD": "lsoa21_code",
        },
    ),
    Features(
        ("lookup_msoa11_msoa21",),
        "C",
        "Fields were not seen quoted; they are taken to be named as in the other lookups.",
        fields={
            "MSOA11CD": "msoa11_code",
            "MSOA11NM": "msoa11_name",
            "MSOA21CD": "msoa21_code",
        },
    ),
    Features(
        ("lookup_lsoa21_msoa21",),
        "A",
        "Taken from the lookup of 188,880 output areas, of which each neighbourhood is kept once.",
        fields={name: name for name in ("LSOA21CD", "LSOA21NM", "MSOA21CD", "MSOA21NM")},
        distinct=True,
        service=_FEATURES + "OA_LSOA_MSOA_EW_DEC_2021_LU_v3/FeatureServer",
    ),
    Features(
        ("lookup_lsoa21_ward24",),
        "A",
        fields={
            "LSOA21CD": "lsoa21_code",
            "WD24CD": "ward24_code",
            "WD24NM": "ward24_name",
            "LAD24CD": "ltla24_code",
            "LAD24NM": "ltla24_name",
        },
    ),
    Features(
        ("lookup_lad23_utla23",),
        "C",
        "The service's name was not seen: it is chosen from the ONS's list. Fields by one source.",
        fields={
            "LTLA23CD": "ltla23_code",
            "LTLA23NM": "ltla23_name",
            "UTLA23CD": "utla23_code",
            "UTLA23NM": "utla23_name",
        },
        named=r"(LAD|LTLA)23_UTLA23_EW_LU(_V\d+)?",
    ),
    Features(
        ("rural_urban_lsoa21",),
        "A",
        fields={"LSOA21CD": "lsoa21_code", "RUC21CD": "ruc21_code", "RUC21NM": "classification"},
    ),
    Features(("centroids_lsoa21",), "A", fields={"LSOA21CD": "LSOA21CD"}, epsg=27700, points=True),
    Features(
        ("centroids_msoa21",),
        "C",
        "A file's name was seen, the service's was not: it is chosen from the ONS's list.",
        fields={"MSOA21CD": "MSOA21CD"},
        epsg=27700,
        points=True,
        named=r"MSOA_PopCentroids_EW_2021(_V\d+)?",
    ),
    File(
        ("population20_lsoa11",),
        "C",
        "One source of 2021 quotes the address; later editions are on areas of 2021.",
        kind="xlsx",
    ),
    File(
        ("msoa_names",),
        "B",
        kind="csv",
        sha256="0a8f394e5e1095fec5a660e0a990c6fe17ab619044eb9b6438b06485aceeb798",
    ),
    Installed(("postcodes",), "A", "A package of requirements.txt holds it."),
    ByHand(
        (
            *("discover_uni_institutions", "discover_uni_locations", "discover_uni_courses"),
            *("discover_uni_subjects", "discover_uni_tariff", "discover_uni_continuation"),
            *("discover_uni_earnings", "discover_uni_course_details"),
        ),
        "U",
        "Download the archive of the whole dataset (the page refuses scripts) and hand it over as "
        "it is: eight of its tables are read.",
        members={
            "INSTITUTION.csv": "discover_uni_institutions",
            "LOCATION.csv": "discover_uni_locations",
            "COURSELOCATION.csv": "discover_uni_courses",
            "SBJ.csv": "discover_uni_subjects",
            "TARIFF.csv": "discover_uni_tariff",
            "CONTINUATION.csv": "discover_uni_continuation",
            "LEO3SEC.csv": "discover_uni_earnings",
            "KISCOURSE.csv": "discover_uni_course_details",
        },
    ),
    ByHand(
        ("cah_labels",),
        "U",
        "Download the list of the hierarchy and keep code, level and label of levels 1 and 2.",
    ),
    File(
        ("dfe_gias",),
        "A",
        "The address holds a day, and those of past days may be gone: then the page has today's.",
    ),
    ByHand(
        ("partnership_facts",),
        "U",
        "Typed in, one public page a row: correct the bundled table, whose rows name the pages.",
        at="https://www.fenews.co.uk/press-releases/217-resources/43384-institutes-of-technology",
    ),
    File(("boundaries_dz11",), "A", _FULL_DETAIL, kind="zip"),
    *(
        File(
            (name,),
            "A",
            _FULL_DETAIL,
            kind="zip",
            elsewhere=(_NISRA_BEFORE + dataset(name).url.rpartition("/")[2],),
        )
        for name in ("boundaries_soa01", "boundaries_sdz21")
    ),
    File(("lookup_dz11_iz11",), "B", kind="xlsx"),
    File(
        ("population20_dz11",),
        "B",
        "A later edition, whose address holds another day, may say something else of 2020.",
        elsewhere=(
            "https://www.opendata.nhs.scot/datastore/dump/c505f490-c201-44bd-abd1-1bd7a64285ee"
            "?bom=True",
        ),
    ),
    File(
        ("simd16_indicators",),
        "C",
        "From the archive of the publisher's site as it was in July 2019.",
        kind="xlsx",
    ),
    File(
        ("lookup_sdz21_dea14",),
        "B",
        kind="xlsx",
        sha256="8e2e1f6daaddd2f5b6887ccab1bf9d0bf179f6d0d2ba60ef8e0ebb495a3e1999",
    ),
    ByHand(
        ("ni_area_explorer",),
        "U",
        _EXPLORER,
        at="https://github.com/NISRA-Tech-Lab/local-stats",
    ),
    *(
        File((name,), "C", _OTHER_REPOSITORY, kind=kind, copied=True)
        for name, kind in _OTHERS.items()
    ),
    File(("nimdm17",), "A", kind="csv"),
    File(("simd20_ranks",), "A", kind="xlsx"),
    File(("simd20_indicators",), "B", kind="xlsx"),
    File(("wimd25",), "A", kind="xlsx"),
    Features(
        ("boundaries_pcon24",),
        "C",
        "The service is taken to be named as the file that was downloaded from it is.",
        fields={name: name for name in ("PCON24CD", "PCON24NM", "PCON24NMW")},
        epsg=4326,
        named=r"(Westminster_Parliamentary_Constituencies|PCON)_July_2024(_Boundaries)?_UK_BUC"
        r"(_V\d+)?",
    ),
    Features(
        ("lookup_lad25_cauth25",),
        "A",
        fields={name: name for name in ("LAD25CD", "CAUTH25CD", "CAUTH25NM")},
    ),
    ByHand(
        ("ucas_entry_rates",),
        "U",
        "Download a copy of your own: the rates of 18 year olds in CSV, a row for each "
        "constituency, headed 'Parliamentary constituency code' and 'Entry rate→2006' to "
        "'Entry rate→2024'; no licence is stated, so the file is never bundled.",
    ),
    Statistics(
        (),
        "A",
        "Newer GCSE results by authority than the build's; nothing reads it yet.",
        name="statistics_ks4",
        file="dfe_statistics/ks4_performance.csv",
        publication="Key stage 4 performance",
        data_set="b3e19901-5d2b-b676-bb4c-e60937d74725",
    ),
    Statistics(
        (),
        "U",
        "Its id was not seen quoted: it is found by title. Nothing reads it yet.",
        name="statistics_he",
        file="dfe_statistics/widening_participation.csv",
        publication="Widening participation in higher education",
        words=("local authority",),
    ),
    Lines(
        ("os_open_roads",),
        "A",
        "Some 600 MB, of which the motorways are kept; ask for it by its name.",
        ending="_RoadLink",
        where=("class", "Motorway"),
        fields={"roadNumber": "road", "formOfWay": "form"},
    ),
    Features(
        ("dfi_motorways",),
        "C",
        "One public source of 2026 quotes the address, the fields and what the codes mean.",
        fields={"Section_Code": "section"},
        epsg=4326,
        where="CLASS_NAME='Motorway'",
    ),
)


@cache
def _by_name() -> dict[str, Source]:
    named = {name: entry for entry in SOURCES for name in entry.datasets}
    return named | {entry.id: entry for entry in SOURCES}


def source(name: str) -> Source:
    """Return the source of a dataset, or the source called `name`.

    Raises
    ------
    BadInputError
        If there is none.
    """
    found = _by_name().get(name)
    if found is None:
        raise BadInputError(
            f"No dataset is called {name!r}. `coldspots info` lists all {len(DATASETS)}, "
            "`coldspots fetch --list` says where each comes from."
        )
    return found


def dataset_of_file(file: str) -> str:
    """Name the first dataset that is read from a file of the folder of raw files."""
    kept = (*DATASETS, *UNBUNDLED)
    return next(entry.id for entry in kept if file in (entry.file, entry.own_file))


@cache
def addresses() -> frozenset[str]:
    """Return every address of the registry."""
    files = [one for one in SOURCES if isinstance(one, File)]
    of_files = [other for one in files for other in (one.content_page, *one.elsewhere)]
    listed = [getattr(one, "address", "") for one in SOURCES]
    return frozenset(filter(None, (STATISTICS_API, SERVICES, *of_files, *listed)))
