"""Services whose names nobody has quoted, chosen from the publisher's own list over loopback."""

from __future__ import annotations

import dataclasses
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner

from cli.program import app
from geo.fetch import cache as fetched
from geo.fetch.arcgis import _edition
from geo.fetch.check import READERS
from geo.fetch.run import Outcome, fetch
from geo.registry.datasets import dataset
from geo.registry.datasets.sources import SERVICES, SOURCES, Features, source
from tests.geo.doubles import Layer, Publishers
from tests.geo.publishers.test_publishers import Declare

UPPER = "lookup_lad23_utla23"
FIELDS = ("LTLA23CD", "LTLA23NM", "UTLA23CD", "UTLA23NM")
ROWS = [
    dict(zip(FIELDS, row, strict=True))
    for row in (
        ("E06000001", "Hartlepool", "E06000001", "Hartlepool"),
        ("E07000032", "Amber Valley", "E10000007", "Derbyshire"),
    )
]


@pytest.fixture
def here(httpserver: HTTPServer) -> Iterator[Publishers]:
    double = Publishers(httpserver)
    yield double
    double.ended.set()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def listing(*names: str, kind: str = "FeatureServer") -> dict[str, Any]:
    return {"currentVersion": 11.4, "services": [{"name": one, "type": kind} for one in names]}


def served(here: Publishers, name: str) -> str:
    """Put the lookup where a service of this name is, and return its address."""
    address = f"{SERVICES}/{name}/FeatureServer"
    here.layers[address] = Layer(ROWS)
    return address


def run(here: Publishers, cache: Path, entry: Features, tries: int = 1) -> Outcome:
    (outcome,) = fetch([entry], cache, here.client(tries))
    return outcome


def upper(declare: Declare) -> Features:
    declare(UPPER, rows=len(ROWS), other_rows=())
    entry = source(UPPER)
    assert isinstance(entry, Features)
    return entry


def test_the_newest_service_that_fits_is_chosen_and_named(
    here: Publishers, declare: Declare, cache: Path
) -> None:
    here.lists[SERVICES] = listing(
        "LAD22_UTLA22_EW_LU",
        "LTLA23_UTLA23_EW_LU",
        "LTLA23_UTLA23_EW_LU_V2",
        "LTLA23_UTLA23_UK_LU_V9",
        "X_LTLA23_UTLA23_EW_LU_V3",
    )
    address = served(here, "LTLA23_UTLA23_EW_LU_V2")
    outcome = run(here, cache, upper(declare))
    assert outcome.status == "fetched", outcome.said
    assert outcome.said.endswith(
        "Chosen from the publisher's list: LTLA23_UTLA23_EW_LU_V2, the newest of 2 "
        "(not LTLA23_UTLA23_EW_LU)."
    )
    assert outcome.record["from"] == address
    content = gzip.decompress((fetched.raw_dir(cache) / dataset(UPPER).file).read_bytes())
    assert content.decode().splitlines() == [
        "ltla23_code,ltla23_name,utla23_code,utla23_name",
        "E06000001,Hartlepool,E06000001,Hartlepool",
        "E07000032,Amber Valley,E10000007,Derbyshire",
    ]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("LAD_MAY_2024_UK_BGC_V3", "LAD_MAY_2025_UK_BGC"),
        ("LAD_MAY_2025_UK_BGC_V9", "LAD_DEC_2025_UK_BGC"),
        ("Regions_December_2024_Boundaries_EN_BUC", "Regions_December_2025_Boundaries_EN_BGC"),
        ("LAD_MAY_2025_UK_BGC", "LAD_MAY_2025_UK_BGC_V2"),
        ("LSOA_PopCentroids_EW_2021_V9", "LSOA_PopCentroids_EW_2021_V10"),
        ("LAD24_RGN24_EN_LU_v2", "LAD25_RGN25_EN_LU"),
    ],
)
def test_editions_are_put_in_order_by_year_month_and_version(older: str, newer: str) -> None:
    assert _edition(older) < _edition(newer)


def test_a_list_that_is_empty_at_first_is_asked_for_again(
    here: Publishers, declare: Declare, cache: Path
) -> None:
    served(here, "LTLA23_UTLA23_EW_LU")
    full = listing("LTLA23_UTLA23_EW_LU")

    class Now(dict[str, Any]):
        """Empty for the first two who ask."""

        def __getitem__(self, key: str) -> Any:
            asked = [one for one in here.asked if one.path.endswith("/rest/services")]
            return listing() if key == SERVICES and len(asked) < 3 else super().__getitem__(key)

    here.lists = Now({SERVICES: full})
    assert run(here, cache, upper(declare), tries=3).status == "fetched"
    here.again()
    late = run(here, cache, upper(declare), tries=2)
    assert late.exit_code == 4
    assert "the publisher's list of services is empty" in late.said


@pytest.mark.parametrize(
    ("answer", "code", "text"),
    [
        (listing("LAD22_UTLA22_EW_LU"), 4, "none of the 1 services on the publisher's list"),
        (listing("LTLA23_UTLA23_EW_LU", kind="MapServer"), 4, "list of services is empty"),
        ({"folders": []}, 5, "the publisher's list of services names no services"),
        ({"error": {"code": 499}}, 5, "the publisher's list of services answered error 499"),
        ({"error": {"code": 503, "message": "Busy"}}, 4, "answered error 503 (Busy)"),
        (["LTLA23_UTLA23_EW_LU"], 5, "answered with something that is no JSON object"),
    ],
)
def test_a_list_without_the_service_leaves_what_there_was(
    here: Publishers, declare: Declare, cache: Path, answer: Any, code: int, text: str
) -> None:
    # A list stands for the pages of an answer.
    here.lists[SERVICES] = [answer] if isinstance(answer, list) else answer
    outcome = run(here, cache, upper(declare))
    assert (outcome.status, outcome.exit_code) == ("failed", code)
    assert text in outcome.said


INVALID = {"error": {"code": 400, "message": "Invalid URL", "details": ["Invalid URL"]}}


@pytest.mark.parametrize("says", ["404", "Invalid URL with 200"])
def test_a_service_that_is_gone_is_had_in_its_next_version(
    here: Publishers, declare: Declare, cache: Path, says: str
) -> None:
    declare("rural_urban_lsoa21", rows=1)
    entry = source("rural_urban_lsoa21")
    assert isinstance(entry, Features)
    rows = [{"LSOA21CD": "E01000001", "RUC21CD": "UN1", "RUC21NM": "Urban: Nearer"}]
    if says != "404":
        here.layers[entry.address] = Layer(rows, answers={"about": INVALID})
    here.lists[SERVICES] = listing("LSOA21_RUC21_EW_LU", "LSOA21_RUC21_EW_LU_v2", "RUC21_OLD")
    here.layers[f"{SERVICES}/LSOA21_RUC21_EW_LU_v2/FeatureServer"] = Layer(rows)
    outcome = run(here, cache, entry)
    assert outcome.status == "fetched", outcome.said
    assert "Chosen from the publisher's list: LSOA21_RUC21_EW_LU_v2." in outcome.said


def test_a_service_that_is_gone_without_another_says_so(
    here: Publishers, declare: Declare, cache: Path
) -> None:
    entry = source("rural_urban_lsoa21")
    assert isinstance(entry, Features)
    here.lists[SERVICES] = listing("LSOA21_RUC21_EW_LU", "LSOA21_RUC21_EW_LUX")
    outcome = run(here, cache, entry)
    assert outcome.exit_code == 4
    assert "answered 404" in outcome.said


def test_every_pattern_fits_the_service_named_and_its_versions_alone() -> None:
    for entry in SOURCES:
        if isinstance(entry, Features) and entry.address:
            name = entry.address.removesuffix("/FeatureServer").rsplit("/", 1)[-1]
            fits = re.compile(entry.pattern, re.IGNORECASE).fullmatch
            assert fits(name)
            stem = re.sub(r"_v\d+$", "", name, flags=re.IGNORECASE)
            assert fits(stem + "_V12")
            assert not fits(stem + "_EXTRA")
    named = dataclasses.replace(source("boundaries_lsoa21"), named="LSOA.*")
    assert (named.address, named.pattern) == ("", "LSOA.*")


def test_the_list_of_sources_says_what_a_service_is_chosen_by(tmp_path: Path) -> None:
    asked = ["fetch", "--list", "--json", "--cache", str(tmp_path / "cache"), UPPER]
    done = CliRunner().invoke(app, asked)
    assert f"{SERVICES} ((LAD|LTLA)23_UTLA23_EW_LU" in done.stdout.replace("\\\\", "\\")


def square(west: float) -> dict[str, Any]:
    ring = [[west, 51], [west + 1, 51], [west + 1, 52], [west, 52], [west, 51]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_constituencies_are_had_from_the_newest_service_with_their_welsh_names(
    here: Publishers, declare: Declare, cache: Path
) -> None:
    declare("boundaries_pcon24", rows=2, other_rows=())
    names = [
        "PCON_July_2024_UK_BUC",
        "PCON_July_2024_UK_BUC_V2",
        "PCON_July_2024_UK_BGC_V3",
        "Westminster_Parliamentary_Constituencies_December_2022_Boundaries_UK_BUC",
    ]
    here.lists[SERVICES] = listing(*names)
    rows = [
        {"PCON24CD": "E14001063", "PCON24NM": "Aldershot", "PCON24NMW": " "},
        {"PCON24CD": "W07000112", "PCON24NM": "Ynys Môn", "PCON24NMW": "Ynys Môn"},
    ]
    address = f"{SERVICES}/PCON_July_2024_UK_BUC_V2/FeatureServer"
    here.layers[address] = Layer(rows, shapes=[square(-1), square(-4)])
    entry = source("boundaries_pcon24")
    assert isinstance(entry, Features)
    outcome = run(here, cache, entry)
    assert outcome.status == "fetched", outcome.said
    assert "Chosen from the publisher's list: PCON_July_2024_UK_BUC_V2" in outcome.said
    read = READERS["boundaries_pcon24"](fetched.raw_dir(cache))
    assert read["area_name"].to_dict() == {"E14001063": "Aldershot", "W07000112": "Ynys Môn"}
    assert read["welsh_name"]["W07000112"] == "Ynys Môn"


def test_districts_and_their_combined_authorities_are_read_from_the_service(
    here: Publishers, declare: Declare, cache: Path
) -> None:
    name = "lookup_lad25_cauth25"
    declare(name, rows=2, other_rows=())
    rows = [
        {"LAD25CD": "E08000038", "CAUTH25CD": "E47000002", "CAUTH25NM": "South Yorkshire"},
        {"LAD25CD": "E08000039", "CAUTH25CD": "E47000002", "CAUTH25NM": "South Yorkshire"},
    ]
    here.layers[dataset(name).url] = Layer(rows)
    entry = source(name)
    assert isinstance(entry, Features)
    outcome = run(here, cache, entry)
    assert outcome.status == "fetched", outcome.said
    read = READERS[name](fetched.raw_dir(cache))
    assert read["cauth25_code"].to_dict() == dict.fromkeys(["E08000038", "E08000039"], "E47000002")
