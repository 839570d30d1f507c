"""Publishers that are busy, broken or lying, over loopback HTTP; nothing is patched."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pytest_httpserver import HTTPServer

from geo.build import build
from geo.build.provenance import _source
from geo.errors import BadInputError, IntegrityError, SourceUnavailableError
from geo.fetch import cache as fetched
from geo.fetch.check import READERS
from geo.fetch.client import Client
from geo.fetch.run import Outcome, choose, fetch, hand_over, hand_over_folder
from geo.publishers.hesa.courses import TARIFF_BANDS
from geo.registry.datasets import DATASETS, UNBUNDLED, dataset
from geo.registry.datasets.sources import SOURCES, STATISTICS_API, ByHand, Features, Source, source
from geo.settings import project_dir
from tests.geo.doubles import (
    Fault,
    Layer,
    Publishers,
    published,
    reset,
    silent,
    status,
    truncated,
    web_page,
)
from tests.geo.examples import EARNINGS_HEAD, earner, write
from tests.geo.publishers.test_publishers import BY_NAME, Declare

NAMES = BY_NAME["msoa_names"]
IMD = BY_NAME["iod25_file1"]
LOOKUP = "lookup_lsoa11_lsoa21"
PAIRS = [
    {"LSOA11CD": "E01000001", "LSOA11NM": "A 001A", "CHGIND": "U", "LSOA21CD": "E01000001"},
    {"LSOA11CD": "E01000002", "LSOA11NM": "A 001B", "CHGIND": "S", "LSOA21CD": "E01033000"},
    {"LSOA11CD": "E01000002", "LSOA11NM": "A 001B", "CHGIND": "S", "LSOA21CD": "E01033001"},
    {"LSOA11CD": "E01000003", "LSOA11NM": "A 001C", "CHGIND": "M", "LSOA21CD": "E01033002"},
    {"LSOA11CD": "E01000005", "LSOA11NM": "B 002A", "CHGIND": "M", "LSOA21CD": "E01033002"},
]
DISCOVER = {
    "INSTITUTION.csv": "PUBUKPRN,UKPRN,LEGAL_NAME,FIRST_TRADING_NAME,PROVADDRESS,COUNTRY\n"
    "10007795,10007795,University of Leeds,,Leeds,XF\n",
    "LOCATION.csv": "UKPRN,LOCID,LOCNAME,LATITUDE,LONGITUDE,LOCUKPRN,LOCCOUNTRY\n"
    "10007795,A,Main site,53.8067,-1.5550,,XF\n",
    "COURSELOCATION.csv": "UKPRN,LOCID,KISCOURSEID,KISMODE\n10007795,A,X1,01\n",
    "SBJ.csv": "UKPRN,KISCOURSEID,KISMODE,SBJ\n10007795,X1,01,CAH07-01-01\n",
    "TARIFF.csv": "UKPRN,KISCOURSEID,KISMODE,TARPOP,TARAGG,TARSBJ,T001,"
    + ",".join(f"T{points:03d}" for points in TARIFF_BANDS[1:])
    + "\n10007795,X1,01,20,14,,100"
    + ",0" * 13
    + "\n",
    "CONTINUATION.csv": "UKPRN,KISCOURSEID,KISMODE,CONTAGG,CONTSBJ,UCONT\n10007795,X1,01,14,,90\n",
    "LEO3SEC.csv": "\n".join(
        ",".join(map(str, row))
        for row in (EARNINGS_HEAD, earner("CAH07-01", UK=(3805, 23500, 29500, 38000)))
    ),
    "KISCOURSE.csv": "UKPRN,KISCOURSEID,KISMODE,TITLE,KISLEVEL,DISTANCE,FOUNDATION,HONOURS,"
    "HECOS,HECOS,HECOS,HECOS,HECOS\n"
    '10007795,X1,01,"Physics, with a year abroad",03,0,0,1,100425,,,,\n',
}
KS4 = b"time_period,time_identifier,geographic_level,value\n202425,Academic year,National,45.9\n"


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", threaded=True) as one:
        yield one


@pytest.fixture
def here(server: HTTPServer) -> Iterator[Publishers]:
    double = Publishers(server)
    yield double
    double.ended.set()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def run(entry: Source, cache: Path, client: Client, **more: Any) -> Outcome:
    (outcome,) = fetch([entry], cache, client, **more)
    return outcome


def held(cache: Path) -> dict[str, bytes]:
    """Every file that the cache offers to the build."""
    raw = fetched.raw_dir(cache)
    return {str(path.relative_to(raw)): path.read_bytes() for path in sorted(raw.rglob("*.*"))}


def nothing_left(cache: Path) -> None:
    assert not [path for path in cache.iterdir() if path.name.startswith(".fetch-")]


def names(
    here: Publishers, declare: Declare, tmp_path: Path, *, pinned: bool = True, count: int = 3
) -> Source:
    """The House of Commons Library publishes some names."""
    rows = [NAMES.rows[0], *([f"E0200{n:04d}", *NAMES.rows[1][1:]] for n in range(count))]
    declare(NAMES.name, rows=count)
    content = published(tmp_path, NAMES.name, rows)
    here.files[dataset(NAMES.name).url] = content
    pin = hashlib.sha256(content).hexdigest() if pinned else ""
    return dataclasses.replace(source(NAMES.name), sha256=pin)


def lookup(here: Publishers, declare: Declare, **more: Any) -> Features:
    """The ONS publishes five pairs of neighbourhoods."""
    declare(LOOKUP, rows=len(PAIRS), other_rows=())
    entry = source(LOOKUP)
    assert isinstance(entry, Features)
    here.layers[entry.address] = Layer(PAIRS, **more)
    return entry


def statistics(here: Publishers, name: str = "statistics_ks4", latest: str = "1.0") -> Source:
    """The DfE publishes a data set in two versions."""
    entry = source(name)
    about = {
        "id": "b3e1",
        "title": "Results by local authority",
        "latestVersion": {"version": latest},
    }
    here.lists[f"{STATISTICS_API}/publications"] = [
        {"results": [{"id": "p0", "title": "Something else"}], "paging": {"totalPages": 2}},
        {"results": [{"id": "p1", "title": entry.publication}], "paging": {"totalPages": 2}},
    ]
    here.lists[f"{STATISTICS_API}/publications/p1/data-sets"] = {
        "results": [{"id": "x", "title": "All England"}, about],
        "paging": {"totalPages": 1},
    }
    for data_set in ("b3e1", entry.data_set):
        here.lists[f"{STATISTICS_API}/data-sets/{data_set}"] = {**about, "id": data_set or "b3e1"}
        here.files[f"{STATISTICS_API}/data-sets/{data_set}/csv"] = KS4
    return entry


# The registry


def test_every_dataset_has_one_source_a_page_and_a_reader() -> None:
    named = [name for entry in SOURCES for name in entry.datasets]
    assert sorted(named) == sorted(entry.id for entry in (*DATASETS, *UNBUNDLED))
    assert set(READERS) == set(named) - {"postcodes"}
    for entry in SOURCES:
        assert entry.sure in "ABCU"
        assert entry.way
        assert entry.page.startswith("http")
        assert (getattr(entry, "address", "") or "https://").startswith("https://"), entry.id
        # Where it is not sure, the registry says why.
        assert entry.note.endswith((".", ")")) or entry.sure in "AB" or entry.id == "iod25_file3"


BY_HAND = {
    "dfe_la_bridge": 1,
    "os_open_names": 1,
    "geonames_northern_ireland": 1,
    "discover_uni_institutions": 8,
    "cah_labels": 1,
    "partnership_facts": 1,
    "ni_area_explorer": 1,
    "ucas_entry_rates": 1,
}
"""What is left to a person, and how many files each is: no address of them was seen, the page
refuses scripts, somebody typed them in or put them together, or nobody states a licence."""


def test_few_files_are_left_to_a_person_and_each_says_what_to_download() -> None:
    by_hand = [entry for entry in SOURCES if isinstance(entry, ByHand)]
    assert {entry.id: len(entry.files) for entry in by_hand} == BY_HAND
    assert len(BY_HAND) <= 10
    told = f"{len(BY_HAND)} of the {len(SOURCES)} sources are of the last kind, {sum(BY_HAND.values())} files"
    assert told in (project_dir() / "docs" / "how-to" / "refresh.md").read_text(encoding="utf-8")
    for entry in by_hand:
        assert entry.note.startswith("Download ") or entry.id == "partnership_facts"
        assert entry.page.startswith("http")
        assert entry.note.endswith(".")


def test_a_source_is_had_by_the_name_of_any_of_its_datasets() -> None:
    assert source("tundra_msoa11").id == "tundra_lsoa11"
    assert [one.id for one in choose(["tundra_msoa11", "tundra_lsoa11"])] == ["tundra_lsoa11"]
    # What is hundreds of megabytes is asked for by its name alone.
    assert choose([], large=True) == list(SOURCES)
    assert [one.id for one in SOURCES if one not in choose([])] == ["os_open_roads"]
    assert [one.id for one in choose(["os_open_roads"])] == ["os_open_roads"]
    with pytest.raises(BadInputError, match="fetch --list"):
        source("x")


# The protocols, when all goes well


def test_a_pinned_file_is_had_and_then_never_asked_for_again(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    entry = names(here, declare, tmp_path)
    outcome = run(entry, cache, here.client())
    assert (outcome.status, outcome.exit_code) == ("fetched", 0)
    assert held(cache) == {dataset("msoa_names").file: here.files[dataset("msoa_names").url]}
    assert outcome.record["from"].endswith("MSOA-Names-Latest2.csv")
    assert run(entry, cache, here.client()).status == "unchanged"
    assert len(here.asked) == 1
    assert here.asked[0].headers["User-Agent"].startswith("coldspots/")


def test_a_living_file_is_asked_for_only_if_it_changed(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    entry = names(here, declare, tmp_path, pinned=False)
    run(entry, cache, here.client())
    first = held(cache)
    again = run(entry, cache, here.client())
    assert again.status == "unchanged"
    assert here.asked[1].headers["If-None-Match"] == again.record["etag"]
    address = dataset("msoa_names").url
    here.files[address] = here.files[address].replace(NAMES.rows[1][1].encode(), b"Renamed")
    newer = run(entry, cache, here.client())
    assert newer.status == "fetched"
    assert held(cache) != first


@pytest.mark.parametrize("flag", ["top", "inside", "nowhere"])
def test_a_table_comes_page_by_page_in_a_stable_order(
    here: Publishers, declare: Declare, cache: Path, flag: str
) -> None:
    entry = lookup(here, declare, flag=flag)
    outcome = run(entry, cache, here.client())
    assert outcome.status == "fetched", outcome.said
    content = gzip.decompress(held(cache)[dataset(LOOKUP).file]).decode().splitlines()
    assert content[0] == "lsoa11_code,lsoa11_name,change_code,lsoa21_code"
    assert content[1:] == [",".join(row.values()) for row in PAIRS]
    assert [one.args.get("resultOffset") for one in here.asked] == [None, None, "0", "2", "4"]
    assert run(entry, cache, here.client()).status == "unchanged"


def test_outlines_keep_their_coordinate_system(
    here: Publishers, declare: Declare, cache: Path
) -> None:
    declare("boundaries_region", rows=2)
    entry = source("boundaries_region")
    rows = [{"RGN25CD": f"E1200000{n}", "RGN25NM": f"Region {n}"} for n in (1, 2)]
    square = [[4e5, 3e5], [4e5, 4e5], [5e5, 4e5], [5e5, 3e5], [4e5, 3e5]]
    shapes = [
        {"type": "Polygon", "coordinates": [[[x + shift, y] for x, y in square]]}
        for shift in (0, 1e5)
    ]
    here.layers[entry.address] = Layer(rows, shapes, page=1)
    assert run(entry, cache, here.client()).status == "fetched"
    assert {one.args.get("outSR") for one in here.asked[2:]} == {"27700"}
    outlines = READERS["boundaries_region"](fetched.raw_dir(cache))
    assert outlines["area_name"].to_dict() == {"E12000001": "Region 1", "E12000002": "Region 2"}
    assert outlines.area.tolist() == [1e10, 1e10]


def test_a_geopackage_is_made_where_the_reader_wants_one(
    here: Publishers, declare: Declare, cache: Path
) -> None:
    declare("boundaries_lad24", rows=1)
    entry = source("boundaries_lad24")
    ring = [[4e5, 3e5], [4e5, 4e5], [5e5, 4e5], [5e5, 3e5], [4e5, 3e5]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    rows = [{"LAD24CD": "E06000001", "LAD24NM": "Hartlepool"}]
    here.layers[entry.address] = Layer(rows, [shape])
    assert run(entry, cache, here.client()).status == "fetched"
    assert READERS["boundaries_lad24"](fetched.raw_dir(cache)).area.tolist() == [1e10]


def test_centroids_become_columns(here: Publishers, declare: Declare, cache: Path) -> None:
    declare("centroids_lsoa21", rows=2)
    entry = source("centroids_lsoa21")
    rows = [{"LSOA21CD": "E01000001"}, {"LSOA21CD": "E01000002"}]
    shapes = [{"type": "Point", "coordinates": [532181.764 + n, 181792.282]} for n in (0, 1)]
    here.layers[entry.address] = Layer(rows, shapes)
    assert run(entry, cache, here.client()).status == "fetched"
    read = READERS["centroids_lsoa21"](fetched.raw_dir(cache))
    assert read.loc["E01000002"].tolist() == [532182.764, 181792.282]


def test_rows_that_repeat_are_kept_once(here: Publishers, declare: Declare, cache: Path) -> None:
    declare("lookup_lsoa21_msoa21", rows=2)
    entry = source("lookup_lsoa21_msoa21")
    codes = ["E01000001", "E01000001", "E01000002", "E01000002", "E01000002"]
    rows = [
        {"LSOA21CD": code, "LSOA21NM": f"N {code}", "MSOA21CD": "E02000001", "MSOA21NM": "N 001"}
        for code in codes
    ]
    here.layers[entry.address] = Layer(rows)
    outcome = run(entry, cache, here.client())
    assert outcome.status == "fetched"
    assert "lookup_lsoa21_ward24, which is not in the cache" in outcome.said
    content = gzip.decompress(held(cache)[dataset("lookup_lsoa21_msoa21").file])
    assert content.count(b"\n") == 3


@pytest.mark.parametrize(("name", "requests"), [("statistics_ks4", 2), ("statistics_he", 4)])
def test_statistics_stay_at_their_version_until_told(
    here: Publishers, cache: Path, name: str, requests: int
) -> None:
    entry = statistics(here, name)
    first = run(entry, cache, here.client())
    assert first.status == "fetched"
    assert len(here.asked) == requests
    assert here.asked[-1].args["dataSetVersion"] == first.record["version"] == "1.0"
    statistics(here, name, latest="2.0")
    again = run(entry, cache, here.client())
    assert again.status == "unchanged"
    assert here.asked[-1].args["dataSetVersion"] == "1.0"
    here.files[f"{STATISTICS_API}/data-sets/{first.record['data_set']}/csv"] = KS4 + KS4[-40:]
    accepted = run(entry, cache, here.client(), accept=True)
    assert (accepted.status, accepted.record["version"]) == ("fetched", "2.0")


def test_a_file_that_moved_is_found_by_the_publishers_page(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    declare(IMD.name, rows=len(IMD.rows) - 1)
    entry = dataclasses.replace(source(IMD.name), sha256="")
    moved = "https://assets.publishing.service.gov.uk/media/new/" + Path(dataset(IMD.name).url).name
    moved = moved.replace(".xlsx", "_v2.xlsx")
    here.files[moved] = published(tmp_path, IMD.name, IMD.rows, IMD.sheet)
    here.lists[entry.content_page] = {
        "details": {"attachments": [{"url": "https://a.example/other.csv"}, {"url": moved}]}
    }
    outcome = run(entry, cache, here.client())
    assert (outcome.status, len(here.asked)) == ("fetched", 3)
    assert f"taken from {moved}" in outcome.said
    here.again()
    here.lists[entry.content_page] = {"details": {"attachments": []}}
    del here.files[moved]
    gone = run(entry, cache, here.client())
    assert gone.exit_code == 4
    assert "0 of 0 files on the publisher's page" in gone.said


# Publishers in trouble


BUSY: dict[str, Fault] = {
    "busy": status(429, Retry_After="0"),
    "busy until a date": status(503, Retry_After="Thu, 01 Jan 2026 00:00:00 GMT"),
    "broken": status(500),
    "reset": reset,
    "truncated": truncated,
    "silent": silent,
}


@pytest.mark.fault(26)
@pytest.mark.parametrize("fault", BUSY.values(), ids=BUSY.keys())
def test_trouble_that_passes_is_waited_out(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path, fault: Fault
) -> None:
    entry = names(here, declare, tmp_path)
    here.faults = {1: fault, 2: fault}
    patience = {"read_s": 0.5} if fault is silent else {}
    outcome = run(entry, cache, here.client(tries=3, **patience))
    assert outcome.status == "fetched", outcome.said
    assert len(here.asked) == 3
    table = lookup(here, declare)
    here.again()
    here.faults = {4: fault}
    assert run(table, cache, here.client(tries=2, **patience)).status == "fetched"


@pytest.mark.fault(26)
@pytest.mark.parametrize("fault", BUSY.values(), ids=BUSY.keys())
def test_trouble_that_stays_leaves_what_there_was(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path, fault: Fault
) -> None:
    entry = names(here, declare, tmp_path, pinned=False)
    run(entry, cache, here.client())
    before = held(cache)
    address = dataset(NAMES.name).url
    here.files[address] = here.files[address].replace(NAMES.rows[1][1].encode(), b"Newer")
    here.again()
    here.always = fault
    patience = {"read_s": 0.3} if fault is silent else {}
    outcome = run(entry, cache, here.client(tries=2, **patience))
    assert (outcome.status, outcome.exit_code) == ("failed", 4)
    assert len(here.asked) == 2
    assert "\n" not in outcome.said
    assert f"The copy of {fetched.today()} stays." in outcome.said
    assert held(cache) == before
    nothing_left(cache)
    assert "not had" in fetched.words(fetched.record(cache)[entry.id])
    here.always = None
    assert run(entry, cache, here.client()).status == "fetched"
    assert "not had" not in fetched.words(fetched.record(cache)[entry.id])


@pytest.mark.fault(26)
def test_a_publisher_that_asks_for_an_hour_is_left_alone(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    entry = names(here, declare, tmp_path)
    here.always = status(429, Retry_After="3600")
    outcome = run(entry, cache, here.client(tries=5))
    assert (outcome.exit_code, len(here.asked)) == (4, 1)
    assert "asks to wait 3,600 s" in outcome.said
    assert "The bundled copy stays in use." in outcome.said


@pytest.mark.fault(26)
def test_nobody_at_the_address(declare: Declare, cache: Path, tmp_path: Path) -> None:
    with HTTPServer(host="127.0.0.1") as one:
        port = one.port
    nobody = Client({"https://": f"http://127.0.0.1:{port}/"}, tries=2, wait_s=0)
    outcome = run(source("msoa_names"), cache, nobody)
    assert outcome.exit_code == 4
    assert "no connection" in outcome.said


@pytest.mark.fault(25)
def test_a_broken_download_goes_on_where_it_stopped(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    entry = names(here, declare, tmp_path, count=2000)
    whole = here.files[dataset(NAMES.name).url]
    here.faults = {1: truncated}
    assert run(entry, cache, here.client()).exit_code == 4
    assert run(entry, cache, here.client()).status == "fetched"
    first = int(here.asked[1].headers["Range"].removeprefix("bytes=").removesuffix("-"))
    assert len(whole) // 4 < first <= len(whole) // 2
    assert held(cache)[dataset(NAMES.name).file] == whole
    assert not list((cache / "parts").iterdir())


def test_halves_of_two_editions_are_never_joined(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    entry = names(here, declare, tmp_path, pinned=False, count=2000)
    address = dataset(NAMES.name).url
    here.faults = {1: truncated}
    run(entry, cache, here.client())
    here.files[address] = here.files[address].replace(NAMES.rows[1][1].encode(), b"Newer name")
    assert run(entry, cache, here.client()).status == "fetched"
    assert "Range" in here.asked[1].headers
    assert held(cache)[dataset(NAMES.name).file] == here.files[address]


# Publishers that lie


@pytest.mark.fault(25)
def test_a_web_page_is_no_data(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    here.always = web_page
    for entry in (
        names(here, declare, tmp_path, pinned=False),
        dataclasses.replace(source(IMD.name), sha256=""),
        lookup(here, declare),
        statistics(here),
    ):
        outcome = run(entry, cache, here.client(tries=2))
        assert outcome.exit_code == 5, outcome
        assert "a web page" in outcome.said
    assert held(cache) == {}
    nothing_left(cache)


@pytest.mark.fault(25)
def test_another_hash_is_not_taken_unless_told(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    entry = dataclasses.replace(names(here, declare, tmp_path), sha256="0" * 64)
    outcome = run(entry, cache, here.client())
    assert outcome.exit_code == 5
    assert "expected 0000000000000000" in outcome.said
    assert held(cache) == {}
    assert run(entry, cache, here.client(), accept=True).status == "fetched"


@pytest.mark.fault(25)
def test_changed_columns_and_lost_rows_are_refused_even_if_accepted(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    entry = names(here, declare, tmp_path)
    address = dataset(NAMES.name).url
    right = here.files[address]
    for wrong, text in (
        (right.replace(b"msoa21hclnm", b"nice_name", 1), "no single column 'msoa21hclnm'"),
        (right[: right.rstrip().rindex(b"\n") + 1], "rows of data, expected"),
    ):
        here.files[address] = wrong
        outcome = run(entry, cache, here.client(), accept=True)
        assert outcome.exit_code == 5
        assert text in outcome.said
    assert held(cache) == {}


@pytest.mark.fault(25)
def test_a_moved_sheet_is_refused(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    declare(IMD.name, rows=len(IMD.rows) - 1)
    entry = dataclasses.replace(source(IMD.name), sha256="")
    here.files[entry.address] = published(tmp_path, IMD.name, IMD.rows, "Another sheet")
    outcome = run(entry, cache, here.client())
    assert outcome.exit_code == 5
    assert "there is no sheet 'IMD25', only 'Sheet', 'Another sheet'" in outcome.said
    here.files[entry.address] = b"LSOA code (2021),Rank\nE01000001,1\n"
    assert "gave something else, expected xlsx" in run(entry, cache, here.client()).said


ERROR = {"error": {"code": 400, "message": "Invalid query parameters", "details": []}}
BUSY_INSIDE = {"error": {"code": 503, "message": "Service is too busy"}}
ABOUT = {
    "maxRecordCount": 2,
    "objectIdField": "FID",
    "fields": [{"name": "FID"}, {"name": "CHANGE"}],
}
LIES = [
    ({"answers": {"about": ERROR}}, 5, "answered error 400 (Invalid query parameters)"),
    ({"answers": {"page": ERROR}}, 5, "answered error 400"),
    ({"answers": {"page": BUSY_INSIDE}}, 4, "answered error 503 (Service is too busy)"),
    ({"answers": {"about": ABOUT}}, 5, "has no field 'LSOA11CD', only ['FID', 'CHANGE']"),
    ({"answers": {"count": {"count": 6}}}, 5, "gave 5 of 6 features"),
    ({"answers": {"count": {"number": 5}}}, 5, "does not say how many"),
    ({"answers": {"page": {"features": []}}}, 5, "gave 0 of 5 features"),
    (
        {"answers": {"page": {"features": [], "exceededTransferLimit": True}}},
        5,
        "gave an empty page after 0 and says more is to come",
    ),
    (
        {"answers": {"page": {"features": [], "properties": {"exceededTransferLimit": True}}}},
        5,
        "says more is to come",
    ),
    (
        {"answers": {"page": {"features": [{"attributes": {"FID": 7, **PAIRS[0]}}] * 5}}},
        5,
        "gave features twice: 1 (first: 7)",
    ),
    ({"answers": {"page": {"rows": []}}}, 5, "gave no features after the first 0"),
]


@pytest.mark.fault(27)
@pytest.mark.parametrize(("lie", "code", "text"), LIES)
def test_a_service_that_lies_is_found_out(
    here: Publishers, declare: Declare, cache: Path, lie: dict[str, Any], code: int, text: str
) -> None:
    entry = lookup(here, declare, **lie)
    outcome = run(entry, cache, here.client())
    assert (outcome.exit_code, outcome.status) == (code, "failed")
    assert text in outcome.said
    assert held(cache) == {}


@pytest.mark.fault(31)
@pytest.mark.parametrize("kind", ["file", "table", "statistics", "moved"])
@pytest.mark.parametrize("fault", [status(500), truncated, web_page], ids=["500", "cut", "page"])
def test_whichever_request_fails_nothing_is_lost_and_a_retry_completes(
    here: Publishers,
    declare: Declare,
    tmp_path: Path,
    cache: Path,
    kind: str,
    fault: Fault,
) -> None:
    if kind == "file":
        entry: Source = names(here, declare, tmp_path, pinned=False)
    elif kind == "table":
        entry = lookup(here, declare)
    elif kind == "statistics":
        entry = statistics(here, "statistics_he")
    else:
        declare(IMD.name, rows=len(IMD.rows) - 1)
        entry = dataclasses.replace(source(IMD.name), sha256="")
        moved = entry.address.replace("/media/", "/media/new/")
        here.files[moved] = published(tmp_path, IMD.name, IMD.rows, IMD.sheet)
        here.lists[entry.content_page] = {"details": {"attachments": [{"url": moved}]}}
    target = fetched.raw_dir(cache) / entry.files[0]
    target.parent.mkdir(parents=True)
    target.write_text("what there was")
    clean = tmp_path / "clean"
    assert run(entry, clean, here.client()).status == "fetched"
    requests = len(here.asked)
    assert requests == {"file": 1, "table": 5, "statistics": 4, "moved": 3}[kind]
    for turn in range(1, requests + 1):
        here.again()
        here.faults = {turn: fault}
        outcome = run(entry, cache, here.client())
        if kind == "moved" and turn == 1 and fault is truncated:
            # The first answer is "not found": half of that says the same.
            assert outcome.status == "fetched"
            target.write_text("what there was")
            continue
        assert outcome.status == "failed", (turn, outcome.said)
        assert outcome.exit_code in (4, 5)
        assert target.read_text() == "what there was"
        nothing_left(cache)
    here.again()
    assert run(entry, cache, here.client()).status == "fetched"
    assert held(cache) == held(clean)


# By hand


@pytest.mark.fault(7)
def test_an_archive_is_handed_over(tmp_path: Path, declare: Declare, cache: Path) -> None:
    entry = source("discover_uni_locations")
    assert isinstance(entry, ByHand)
    archive = tmp_path / "on_2026_11_25.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for member, name in entry.members.items():
            declare(name, rows=1)
            made.writestr(f"on_2026/{member}", DISCOVER[member])
        made.writestr("../../KISAIM.csv", "outside")
    outcome = hand_over("discover_uni_institutions", archive, cache)
    assert outcome.status == "handed over"
    assert len(held(cache)) == len(DISCOVER)
    assert not (tmp_path / "KISAIM.csv").exists()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("INSTITUTION.csv", "UKPRN\n1\n")
    with pytest.raises(BadInputError, match=r"0 members of on_2026_11_25.zip are called LOCATION"):
        hand_over("discover_uni_institutions", archive, cache)
    archive.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(BadInputError, match="not an archive"):
        hand_over("discover_uni_institutions", archive, cache)
    assert len(held(cache)) == len(DISCOVER)


def test_a_file_is_handed_over_only_if_it_reads(
    tmp_path: Path, declare: Declare, cache: Path
) -> None:
    example = BY_NAME["lookup_lad23_utla23"]
    declare(example.name, rows=len(example.rows) - 1)
    path = tmp_path / "codes.csv"
    path.write_bytes(published(tmp_path, example.name, example.rows))
    assert hand_over(example.name, path, cache).status == "handed over"
    before = held(cache)
    path.write_text("code,name\nE06000001,Hartlepool\n")
    with pytest.raises(IntegrityError, match="nothing was overwritten"):
        hand_over(example.name, path, cache)
    assert held(cache) == before
    with pytest.raises(BadInputError, match="no such file"):
        hand_over(example.name, tmp_path / "none.csv", cache)
    with pytest.raises(BadInputError, match="not handed over"):
        hand_over("postcodes", path, cache)


def test_a_folder_is_handed_over_file_by_file(
    tmp_path: Path, declare: Declare, cache: Path
) -> None:
    folder = tmp_path / "folder"
    for name in ("msoa_names", "lookup_lad23_utla23"):
        declare(name, rows=len(BY_NAME[name].rows) - 1)
        write(folder, name, BY_NAME[name].rows)
    (folder / dataset("smc_intake").file).parent.mkdir()
    (folder / dataset("smc_intake").file).write_text("nothing of the kind\n")
    found = {one.source.id: one.status for one in hand_over_folder(folder, cache)}
    assert found == {
        "msoa_names": "handed over", "lookup_lad23_utla23": "handed over", "smc_intake": "failed"
    }  # fmt: skip
    assert "msoa_names" not in fetched.missing(cache)


# What the build and the terminal make of it


def test_provenance_says_what_was_fetched_and_when(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    run(names(here, declare, tmp_path), cache, here.client())
    raw = fetched.raw_dir(cache)
    made = _source(dataset("msoa_names"), raw)
    assert made["fetched_on"] == fetched.today()
    assert made["copy_status"] == "publisher file"
    assert made["obtained_from"].endswith("MSOA-Names-Latest2.csv")
    (raw / dataset("msoa_names").file).write_text("changed by hand\n")
    with pytest.raises(IntegrityError, match="not the one recorded"):
        _source(dataset("msoa_names"), raw)


def test_a_build_from_a_cache_that_lacks_files_says_which(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLDSPOTS_CACHE", str(cache))
    with pytest.raises(SourceUnavailableError, match=r"The cache lacks \d+ \(first: tundra_lsoa11"):
        build(None, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_the_terminal_gives_the_worst_exit_code_and_one_line_each(
    here: Publishers, declare: Declare, tmp_path: Path, cache: Path
) -> None:
    here.always = status(404)
    common = ["--cache", str(cache), "--tries", "1"]
    common += ["--host", f"https://=http://127.0.0.1:{here.server.port}/"]

    def terminal(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cli", "fetch", *arguments]
        return subprocess.run(
            command, cwd=project_dir(), capture_output=True, text=True, check=False
        )

    done = terminal("msoa_names", "dfe_la_bridge", "postcodes", *common, "--json")
    found = json.loads(done.stdout)["sources"]
    assert done.returncode == 4
    assert [one["status"] for one in found] == ["failed", "by hand", "installed"]
    assert found[0]["sure"] == "B"
    here.always = web_page
    done = terminal("msoa_names", *common)
    assert done.returncode == 5
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    listed = json.loads(terminal("--list", "--json", "--cache", str(cache)).stdout)["sources"]
    assert len(listed) == len(SOURCES)
    shown = next(one for one in listed if one["source"] == "msoa_names")
    assert shown["cache"].startswith(f"Tried on {fetched.today()} and not had: ")


def test_a_parquet_of_the_wrong_kind_is_refused(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "tool.parquet"
    pd.DataFrame({"Years": ["2024"]}).to_parquet(path)
    with pytest.raises(IntegrityError, match="not the tool's table"):
        hand_over("lait", path, cache)
