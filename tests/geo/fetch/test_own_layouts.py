"""Publishers' own workbooks, whose layout is not that of the copies which the bundle was made from.

Headings and sheets are those that others quote of them; the few rows are made up.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pandas as pd
import pytest
from pytest_httpserver import HTTPServer
from shapely import box

from geo.build.provenance import _source
from geo.errors import BadInputError, IntegrityError
from geo.fetch import cache as fetched
from geo.fetch.check import READERS
from geo.fetch.run import fetch, hand_over, hand_over_folder
from geo.publishers import scotland, wales
from geo.registry.datasets import dataset
from geo.registry.datasets.sources import SOURCES, File, source
from tests.geo.doubles import Publishers, published
from tests.geo.examples import Rows, write
from tests.geo.publishers.test_publishers import BY_NAME, Declare
from tests.geo.publishers.test_shapefiles import archive, shapefile

LSOA = [
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Local Authority District code (2024)",
    "Local Authority District name (2024)",
]
LAD = LSOA[2:]
ONE = ["E01000001", "City of London 001A", "E09000001", "City of London"]
TWO = ["E01000002", "City of London 001B", "E09000001", "City of London"]
AVERAGES = [
    "IMD - Average rank",
    "IMD - Rank of average rank",
    "IMD - Average score",
    "IMD - Rank of average score",
    # Cut short, as headings of this publisher are.
    "IMD - Proportion of LSOAs in most deprived 10% nation",
    "IMD - Rank of proportion of LSOAs in most deprived 10% nationally",
]
Sheets = dict[str, Rows]

FILE_8: Sheets = {
    "Notes": [["English Indices of Deprivation 2025"], [], ["LSOA", "a neighbourhood"]],
    "IoD25 Income Domain": [
        [*LSOA, "Income Domain numerator"],
        [*ONE, 20],
        [*TWO, None],
    ],
    "IoD25 Education Domain": [
        [*LSOA, "Adult skills indicator", "Entry to higher education indicator"],
        [*TWO, 0.032, 0.744],
        [*ONE, 0.03, 0.693],
    ],
    "IoD25 Barriers Domain": [
        [*LSOA, "Connectivity score"],
        [*ONE, 95.563],
        [*TWO, 96.411],
    ],
}
FILE_10: Sheets = {
    "Notes": [["Summaries"]],
    "IMD": [
        [*LAD, *AVERAGES],
        ["E06000001", "Hartlepool", 23075.98, 30, 37.58, 6, 0.4211, 3],
        ["E06000002", "Middlesbrough", 23840.54, 21, 40.037, 2, 0.5, 1],
    ],
    "Income": [
        [*LAD, "Income - Average rank", "Income - Average score"],
        ["E06000001", "Hartlepool", 22621.74, 0.357],
        ["E06000002", "Middlesbrough", 23451.5, 0.375],
    ],
}
AGES = [*range(90), "90+"]
PEOPLE: Sheets = {
    "Contents": [["Mid-2020 population estimates"]],
    "Mid-2020 Persons": [
        ["Mid-2020 Population Estimates for LSOAs by single year of age - Persons"],
        [],
        ["Back to contents"],
        [],
        ["LSOA Code", "LSOA Name", "LA Code (2021 boundaries)", "All Ages", *AGES],
        ["E01000001", "City of London 001A", "E09000001", 1474, *([2] * 91)],
        ["E01000002", "City of London 001B", "E09000001", 1384, *([3] * 91)],
    ],
    "Mid-2020 Males": [
        ["LSOA Code", "LSOA Name", "LA Code (2021 boundaries)", "All Ages", *AGES],
        ["E01000001", "City of London 001A", "E09000001", 700, *([1] * 91)],
        ["E01000002", "City of London 001B", "E09000001", 600, *([1] * 91)],
    ],
}
RANKS = {
    # The sheet before it explains the columns, and begins with the same heading.
    "Content & notes": [["Data_Zone", "2011 data zone"], ["SIMD2020v2_Rank", "1 to 6,976"]],
    "SIMD 2020v2 ranks": [
        ["Data_Zone", "Council_area", "SIMD2020v2_Rank", *scotland.DOMAINS.values()],
        ["S01006506", "Aberdeen City", 4691, 3936.5, 3220, 5174, 5887, 4724, 4664, 3248],
        ["S01006507", "Aberdeen City", 4862, 4829, 4481, 5051, 4384, 2148, 4602, 3486],
    ],
}
ZONES = {
    "Notes": [["SIMD 2020v2 data zone lookup"], ["DZ", "Data zone"]],
    "SIMD 2020v2 DZ lookup data": [
        ["DZ", "DZname", "IZcode", "IZname", "URclass", "URname", "LAcode", "LAname"],
        ["S01006506", "Culter - 01", "S02001236", "Culter", 1, "Large", "S12000033", "Aberdeen"],
        ["S01006507", "Culter - 02", "S02001236", "Culter", 1, "Large", "S12000033", "Aberdeen"],
    ],
}
SIMD16 = {
    "Contents & notes": [["Data_Zone"]],
    "Data": [
        ["Data_Zone", "Intermediate_Zone", "Council_area", "Total_population", "NEET", "HESA"],
        ["S01006506", "Culter", "Aberdeen City", 904, 0.03, 0.13043478],
        ["S01006507", "Culter", "Aberdeen City", 830, 0.01, "*"],
    ],
}
ELECTORAL = {
    "Metadata": [["DZ2021_code", "Data Zone"], ["SDZ2021_code", "Super Data Zone"]],
    "DZ2021_Admin_geog_lookup": [
        [
            *("DZ2021_code", "DZ2021_name", "SDZ2021_code", "SDZ2021_name", "DEA2014_code"),
            *("DEA2014_name", "LGD2014_code", "LGD2014_name", "PARLCON2024_code"),
        ],
        [
            *("N20000001", "Dunsilly_A1", "N21000001", "Dunsilly_A", "N10000104", "Dunsilly"),
            *("N09000001", "Antrim and Newtownabbey", "N05000015"),
        ],
        [
            *("N20000003", "Dunsilly_B1", "N21000002", "Dunsilly_B", "N10000104", "Dunsilly"),
            *("N09000001", "Antrim and Newtownabbey", "N05000015"),
        ],
    ],
    "DZ21_Urban_mixed_rural_lookup": [
        ["DZ2021_code", "DZ2021_name", "Urban_status"],
        ["N20000001", "Dunsilly_A1", "Rural"],
    ],
}
OWN: dict[str, Sheets] = {
    "lookup_dz11_iz11": ZONES,
    "simd16_indicators": SIMD16,
    "lookup_sdz21_dea14": ELECTORAL,
    "simd20_ranks": RANKS,
    "iod25_indicators": FILE_8,
    "iod25_lad24": FILE_10,
    "population20_lsoa11": PEOPLE,
}
READ = {
    "lookup_dz11_iz11": {
        "area_name": ["Culter - 01", "Culter - 02"],
        "iz11_code": ["S02001236", "S02001236"],
        "lad24_code": ["S12000033", "S12000033"],
    },
    "simd16_indicators": {"simd16_university": [0.13043478, None]},
    "lookup_sdz21_dea14": {
        "area_name": ["Dunsilly_A", "Dunsilly_B"],
        "dea14_code": ["N10000104", "N10000104"],
        "dea14_name": ["Dunsilly", "Dunsilly"],
        "lad24_code": ["N09000001", "N09000001"],
    },
    "simd20_ranks": {
        "simd20_rank": [4691, 4862],
        "simd20_income_domain_rank": [3936.5, 4829],
        "simd20_housing_decile": [5, 5],
    },
    "iod25_indicators": {
        "iod25_he_non_entry": [0.693, 0.744],
        "connectivity_score": [95.563, 96.411],
        "income_deprived_count": [20.0, None],
    },
    "iod25_lad24": {
        "iod25_score": [37.58, 40.037],
        "iod25_rank_of_score": [6.0, 2.0],
        "iod25_average_rank": [23075.98, 23840.54],
        "iod25_most_deprived_share": [0.4211, 0.5],
    },
    "population20_lsoa11": {"population": [1474, 1384], "aged_7": [2, 3], "aged_17": [2, 3]},
}


def workbook(path: Path, sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path.read_bytes()


@pytest.fixture
def here(httpserver: HTTPServer) -> Iterator[Publishers]:
    double = Publishers(httpserver)
    yield double
    double.ended.set()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def files(cache: Path) -> list[str]:
    raw = fetched.raw_dir(cache)
    return sorted(path.relative_to(raw).as_posix() for path in raw.rglob("*.*"))


@pytest.mark.parametrize("name", OWN)
def test_the_publishers_own_workbook_is_fetched_and_read(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path, name: str
) -> None:
    declare(name, rows=2)
    address = unquote(dataset(name).url.partition("?")[0])
    here.files[address] = workbook(tmp_path / "own.xlsx", OWN[name])
    # These few rows are not the edition that is pinned.
    (outcome,) = fetch([source(name)], cache, here.client(), accept=True)
    assert outcome.status == "fetched", outcome.said
    assert files(cache) == [dataset(name).own_file]
    assert name not in fetched.missing(cache)
    read = READERS[name](fetched.raw_dir(cache))
    assert isinstance(read, pd.DataFrame)
    pd.testing.assert_frame_equal(
        read[list(READ[name])].reset_index(drop=True), pd.DataFrame(READ[name]), check_dtype=False
    )
    provenance = _source(dataset(name), fetched.raw_dir(cache))
    assert (provenance["copy_status"], provenance["obtained_from"]) == (
        "publisher file",
        outcome.record["from"],
    )


@pytest.mark.parametrize("name", OWN)
def test_of_a_copy_and_the_publishers_own_file_the_last_to_come_is_kept(
    declare: Declare, tmp_path: Path, cache: Path, name: str
) -> None:
    example = BY_NAME[name]
    declare(name, rows=2, other_rows=(len(example.rows) - 1,))
    own = tmp_path / "downloaded.xlsx"
    workbook(own, OWN[name])
    copy = write(tmp_path / "copy", name, example.rows)
    for path, file in ((copy, "file"), (own, "own_file"), (copy, "file")):
        assert hand_over(name, path, cache).status == "handed over"
        assert files(cache) == [getattr(dataset(name), file)]


def test_a_folder_with_both_gives_the_publishers_own(
    declare: Declare, tmp_path: Path, cache: Path
) -> None:
    name = "iod25_lad24"
    declare(name, rows=2, other_rows=(len(BY_NAME[name].rows) - 1,))
    folder = tmp_path / "folder"
    write(folder, name, BY_NAME[name].rows)
    workbook(folder / dataset(name).own_file, FILE_10)
    assert [one.status for one in hand_over_folder(folder, cache)] == ["handed over"]
    assert files(cache) == [dataset(name).own_file]
    # Nothing is said of where the copy came from that was not read.
    for raw in (folder, fetched.raw_dir(cache)):
        told = _source(dataset(name), raw)
        assert told["copy_status"] == "publisher file"
        assert told["obtained_from"] == "a file of the user's own"


def changed(sheet: str, change: dict[str, str]) -> Sheets:
    """Return File 8 with other headings in a sheet."""
    header, *rows = FILE_8[sheet]
    return {**FILE_8, sheet: [[change.get(str(one), one) for one in header], *rows]}


ENTRY = "Entry to higher education indicator"


@pytest.mark.fault(25)
@pytest.mark.parametrize(
    ("sheets", "text"),
    [
        (
            changed("IoD25 Education Domain", {ENTRY: "Entry"}),
            f"no single column is headed '{ENTRY}'",
        ),
        (
            changed("IoD25 Education Domain", {"Adult skills indicator": ENTRY}),
            f"no single column is headed '{ENTRY}'",
        ),
        (
            changed("IoD25 Education Domain", {LSOA[0]: "Area"}),
            f"no single column is headed '{ENTRY}'",
        ),
        (
            {**FILE_8, "IoD25 Income Domain": FILE_8["IoD25 Income Domain"][:2]},
            "1 rows of data, expected 2",
        ),
        (
            {**FILE_8, "IoD25 Income Domain": [*FILE_8["IoD25 Income Domain"][:2], [*ONE, 20]]},
            "E01000001 stands more than once",
        ),
        (
            {
                **FILE_8,
                "IoD25 Income Domain": [
                    *FILE_8["IoD25 Income Domain"][:2],
                    ["E01000003", *TWO[1:], 4],
                ],
            },
            "3 rows of data, expected 2",
        ),
        ({"Notes": FILE_8["Notes"]}, "no single column is headed 'LSOA code (2021)'"),
    ],
)
def test_a_workbook_of_another_layout_is_refused_with_its_name(
    declare: Declare, tmp_path: Path, cache: Path, sheets: Sheets, text: str
) -> None:
    declare("iod25_indicators", rows=2)
    path = tmp_path / "changed.xlsx"
    workbook(path, sheets)
    with pytest.raises(IntegrityError) as refused:
        hand_over("iod25_indicators", path, cache)
    assert text in str(refused.value)
    assert "(File_8_IoD2025_Underlying_Indicators.xlsx)" in str(refused.value)
    assert files(cache) == []


def test_headings_differ_in_case_signs_and_blanks_and_still_are_the_same(
    declare: Declare, tmp_path: Path
) -> None:
    declare("iod25_lad24", rows=2)
    header, *rows = FILE_10["IMD"]
    odd = [str(one).upper().replace("%", " percent").replace(" - ", " – ") for one in header]
    workbook(tmp_path / dataset("iod25_lad24").own_file, {"Renamed": [[], odd, *rows]})
    read = READERS["iod25_lad24"](tmp_path)
    assert isinstance(read, pd.DataFrame)
    assert read["iod25_score"].tolist() == [37.58, 40.037]


def test_a_workbook_that_is_none_is_refused(tmp_path: Path, declare: Declare) -> None:
    declare("iod25_lad24", rows=2)
    path = tmp_path / dataset("iod25_lad24").own_file
    path.parent.mkdir(parents=True)
    path.write_text("code,name\n")
    with pytest.raises((BadInputError, IntegrityError), match="File_10"):
        READERS["iod25_lad24"](tmp_path)


GIAS = (
    "URN,LA (name),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),"
    "PhaseOfEducation (name),NumberOfPupils,PercentageFSM,Easting,Northing\r\n"
    "100001,Leeds,Caf\xe9 School,Community school,Open,Secondary,100,12.5,430000,433000\r\n"
    "100002,Leeds,B,Community school,Closed,Secondary,100,12.5,430000,433000\r\n"
).encode("cp1252")


def test_the_register_of_schools_is_fetched_as_published_and_handed_over_likewise(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    declare("dfe_gias", rows=1)
    here.files[dataset("dfe_gias").url] = GIAS
    (outcome,) = fetch([source("dfe_gias")], cache, here.client())
    assert outcome.status == "fetched", outcome.said
    own = dataset("dfe_gias").own_file
    assert files(cache) == [own]
    downloaded = tmp_path / "edubasealldata20261129.csv"
    downloaded.write_bytes(GIAS.replace(b"100001", b"100003"))
    assert hand_over("dfe_gias", downloaded, cache).status == "handed over"
    assert files(cache) == [own]
    assert READERS["dfe_gias"](fetched.raw_dir(cache)).index.tolist() == ["100003"]


def open_document(path: Path, sheets: Sheets) -> bytes:
    """Write a spreadsheet of the OpenDocument kind: what the Welsh Government publishes."""

    def cell(value: object) -> str:
        if isinstance(value, int):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        text = f"<text:p>{value}</text:p>" if value else ""
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'

    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    names = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} '
        f'office:version="1.2"><office:body><office:spreadsheet>{tables}</office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", kind)
        book.writestr("content.xml", content)
        book.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return path.read_bytes()


WELSH: Sheets = {
    "Contents": [["Welsh Index of Multiple Deprivation 2025"]],
    "WIMD_2025_ranks": [
        ["Ranks by small area"],
        ["1 is the most deprived"],
        [""],
        ["LSOA code", "LSOA name (Eng)", "Local Authority name (Eng)", *wales.RANKS.values()],
        ["W01000003", "Amlwch Port", "Isle of Anglesey", 570, 407, 589, 566, 607, 1301, 618, 582]
        + [820],
        ["W01000004", "Amlwch Rural", "Isle of Anglesey", 1132, 1215, 1061, 1574, 637, 263, 844]
        + [1447, 1543],
    ],
    "Deciles_quintiles_quartiles": [["LSOA code", "Decile"], ["W01000003", 3]],
}


def test_the_welsh_governments_own_spreadsheet_is_fetched_and_read(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    declare("wimd25", rows=2)
    here.files[dataset("wimd25").url] = open_document(tmp_path / "own.ods", WELSH)
    (outcome,) = fetch([source("wimd25")], cache, here.client())
    assert outcome.status == "fetched", outcome.said
    assert files(cache) == [dataset("wimd25").own_file]
    read = READERS["wimd25"](fetched.raw_dir(cache))
    assert isinstance(read, pd.DataFrame)
    assert read["wimd25_rank"].tolist() == [570, 1132]
    assert read["wimd25_environment_rank"].tolist() == [820, 1543]
    assert read["wimd25_access_decile"].tolist() == [7, 2]


PEOPLE_OF_ZONES = [f"Age{age}" for age in range(90)] + ["Age90plus"]


def zone_people(*rows: tuple[int, str, str, int]) -> bytes:
    """Write people as Public Health Scotland does: a row for each year, zone and sex."""
    header = ["Year", "DataZone", "DataZoneQF", "Sex", "AllAges", *PEOPLE_OF_ZONES]
    lines = [
        [year, zone, "d" if zone == "S92000003" else "", sex, 91 * each, *[each] * 91]
        for year, zone, sex, each in rows
    ]
    text = "\r\n".join(",".join(map(str, line)) for line in [header, *lines])
    return b"\xef\xbb\xbf" + text.encode() + b"\r\n"


YEARS_OF_PEOPLE = zone_people(
    *(
        (year, zone, sex, each)
        for year, more in ((2019, 0), (2020, 10), (2021, 20))
        for zone, base in (("S01006507", 2), ("S01006506", 1), ("S92000003", 99))
        for sex, each in (("All", base + more), ("Female", 1), ("Male", 2))
    )
)


def test_people_of_scottish_zones_are_those_of_2020_without_the_nation(
    here: Publishers, declare: Declare, cache: Path
) -> None:
    name = "population20_dz11"
    declare(name, rows=6, other_rows=(9,))
    here.files[dataset(name).url] = YEARS_OF_PEOPLE
    (outcome,) = fetch([source(name)], cache, here.client())
    assert outcome.status == "fetched", outcome.said
    assert files(cache) == [dataset(name).own_file]
    read = READERS[name](fetched.raw_dir(cache))
    assert isinstance(read, pd.DataFrame)
    assert read["aged_17"].to_dict() == {"S01006506": 11, "S01006507": 12}
    assert read["population"].to_dict() == {"S01006506": 91 * 11, "S01006507": 91 * 12}


@pytest.mark.fault(25)
@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda all_: all_.replace(b"\r\n2020,", b"\r\n2018,"), "0 rows of data"),
        (lambda all_: all_.replace(b"Age17,", b"Aged17,"), "no single column 'Age17'"),
        (lambda all_: all_.replace(b"Year,", b"Jahr,"), "no single column 'Year'"),
        (lambda all_: all_.replace(b"2020,S01006507", b"2020,S01006506"), "S01006506"),
    ],
)
def test_people_of_scottish_zones_of_another_layout_are_refused(
    declare: Declare, tmp_path: Path, cache: Path, change: Callable[[bytes], bytes], text: str
) -> None:
    declare("population20_dz11", rows=6, other_rows=(9,))
    path = tmp_path / "dz2011-pop-est_01012027.csv"
    path.write_bytes(change(YEARS_OF_PEOPLE))
    with pytest.raises(IntegrityError, match=text):
        hand_over("population20_dz11", path, cache)
    assert files(cache) == []


ELSEWHERE = [one for one in SOURCES if isinstance(one, File) and one.elsewhere]


def test_a_file_that_has_moved_is_had_from_where_it_was(
    here: Publishers, declare: Declare, cache: Path
) -> None:
    name = "population20_dz11"
    declare(name, rows=6, other_rows=(9,))
    entry = source(name)
    assert isinstance(entry, File)
    (other,) = entry.elsewhere
    here.files[other.partition("?")[0]] = YEARS_OF_PEOPLE
    (outcome,) = fetch([entry], cache, here.client())
    assert outcome.status == "fetched", outcome.said
    assert f"The address was gone: taken from {other}." in outcome.said
    assert outcome.record["from"].endswith(other.rpartition("/")[2])
    assert [one.path.rpartition("/")[2] for one in here.asked] == [
        dataset(name).url.rpartition("/")[2],
        "c505f490-c201-44bd-abd1-1bd7a64285ee",
    ]


@pytest.mark.parametrize("entry", ELSEWHERE, ids=lambda entry: entry.id)
def test_a_file_that_is_nowhere_is_said_to_be_gone(
    here: Publishers, cache: Path, entry: File
) -> None:
    (outcome,) = fetch([entry], cache, here.client())
    assert (outcome.status, outcome.exit_code) == ("failed", 4)
    assert "answered 404" in outcome.said
    assert len(here.asked) == 1 + len(entry.elsewhere)


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("boundaries_soa01", "SOA2011"),
        ("boundaries_sdz21", "SDZ2021"),
        ("boundaries_dz11", "SG_DataZone_Bdry_2011"),
    ],
)
def test_outlines_are_fetched_as_the_publishers_zipped_shapefile(
    here: Publishers, declare: Declare, cache: Path, tmp_path: Path, name: str, member: str
) -> None:
    declare(name, rows=1)
    crs, code, heads = {
        "boundaries_soa01": (29902, "95AA01S1", ("SOA_CODE", "SOA_LABEL")),
        "boundaries_sdz21": (29902, "N21000001", ("SDZ2021_cd", "SDZ2021_nm")),
        "boundaries_dz11": (27700, "S01006506", ("DataZone", "Name")),
    }[name]
    parts = shapefile(
        box(310_000, 360_000, 311_000, 362_000), dict(zip(heads, (code, "A"), strict=True)), crs
    )
    own = archive(tmp_path / "own.zip", parts, member)
    here.files[dataset(name).url] = own.read_bytes()
    (outcome,) = fetch([source(name)], cache, here.client())
    assert outcome.status == "fetched", outcome.said
    assert files(cache) == [dataset(name).own_file]
    read = READERS[name](fetched.raw_dir(cache))
    assert isinstance(read, pd.DataFrame)
    assert read["area_name"].to_dict() == {code: "A"}
    assert 1_997_000 < read.geometry.area[code] < 2_003_000
    assert hand_over(name, own, cache).status == "handed over"
    assert files(cache) == [dataset(name).own_file]


def test_what_came_from_somebody_elses_repository_is_still_called_a_copy(
    here: Publishers, declare: Declare, cache: Path, tmp_path: Path
) -> None:
    name = "dfe_ks4"
    rows = BY_NAME[name].rows
    declare(name, rows=len(rows) - 1)
    here.files[dataset(name).url] = published(tmp_path, name, rows)
    (outcome,) = fetch([source(name)], cache, here.client())
    assert outcome.status == "fetched", outcome.said
    provenance = _source(dataset(name), fetched.raw_dir(cache))
    assert provenance["copy_status"] == "re-saved copy"
    assert provenance["obtained_from"] == outcome.record["from"]
