from __future__ import annotations

import dataclasses
import re

import pytest

from geo import tables
from geo.errors import BadInputError, UnknownAreaError
from geo.files import read_json
from geo.registry.datasets import DATASETS, dataset
from geo.registry.geographies import GEOGRAPHIES, bundled, check_codes, geography, geography_of
from geo.registry.indicators import INDICATORS, THEMES, indicator, indicators_at
from geo.settings import data_dir, project_dir
from geo.tables.schemas import tables as all_tables
from tests.conftest import slow_tests

PROVENANCE = read_json(data_dir() / "provenance.json")


@pytest.mark.parametrize("registry", [DATASETS, GEOGRAPHIES, INDICATORS])
def test_entries_are_frozen_and_named_once(registry: tuple) -> None:
    names = [entry.id for entry in registry]
    assert len(names) == len(set(names))
    with pytest.raises(dataclasses.FrozenInstanceError):
        registry[0].id = "other"


@pytest.mark.parametrize("entry", DATASETS, ids=lambda entry: entry.id)
def test_a_dataset_says_who_publishes_it_under_which_licence(entry: object) -> None:
    assert entry.publisher.name
    assert entry.publisher.licence
    assert entry.page or entry.publisher.id == "public_pages"
    assert entry.attribution_lines
    assert entry.period
    assert entry.rows > 0
    assert entry.geography is None or geography(entry.geography)
    assert re.fullmatch(r"[0-9a-f]{64}|", entry.sha256)


@pytest.mark.parametrize("entry", DATASETS, ids=lambda entry: entry.id)
def test_the_bundle_was_built_from_the_copy_that_the_registry_names(entry: object) -> None:
    recorded = PROVENANCE["datasets"][entry.id]
    if entry.sha256:
        assert recorded["sha256_of_copy"] == entry.sha256
    assert recorded["copy_status"] == entry.copy_status
    assert recorded["licence"] == entry.publisher.licence


@pytest.mark.parametrize("entry", INDICATORS, ids=lambda entry: entry.id)
def test_an_indicator_says_of_whom_and_what_it_cannot_tell(entry: object) -> None:
    assert entry.theme in THEMES
    assert entry.meaning
    assert entry.period
    assert entry.caveat.endswith(".")
    assert all(dataset(name) for name in entry.datasets)
    assert all(entry in indicators_at(level) for level in entry.geographies)


def test_every_theme_has_an_indicator() -> None:
    assert {entry.theme for entry in INDICATORS} == set(THEMES)


def test_tundra_always_says_which_school_leavers() -> None:
    for entry in INDICATORS:
        if entry.id.startswith("tundra"):
            assert "GCSE leavers 2010 to 2014" in entry.period
    for entry in DATASETS:
        if entry.id.startswith("tundra"):
            assert "GCSE leavers 2010 to 2014" in entry.period


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("tundra_rate", 0.38, "38.0%"),
        ("tundra_rate", None, "Suppressed: fewer than 30 pupils"),
        ("iod25_decile", 3, "decile 3"),
        ("iod25_he_entry_rank", 12345, "rank 12,345 of 33,721"),
        ("iod25_score", 25.307, "25.3"),
        ("attainment8", 46.1, "46.1 points"),
        ("smc_labour_market", -0.424, "-0.42"),
        ("smc_labour_market", float("nan"), "Not published"),
    ],
)
def test_values_are_written_with_the_digits_that_the_data_carry(
    name: str, value: float | None, text: str
) -> None:
    assert indicator(name).text(value) == text


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("E01000001", "lsoa21"),
        ("W02000001", "msoa21"),
        ("E05015202", "ward24"),
        ("E06000009", "lad24"),
        ("S12000005", "lad24"),
        ("N09000001", "lad24"),
        ("E10000025", "utla23"),
        ("E47000001", "cauth25"),
        ("E12000001", "region"),
        ("E92000001", "nation"),
        ("N92000002", "nation"),
        ("smc205-001", "smc205"),
    ],
)
def test_a_code_tells_its_geography(code: str, level: str) -> None:
    assert geography_of(code) == level


@pytest.mark.parametrize("code", ["", "E01", "e01000001", "E01000001 ", "E99000001", "{{7*7}}"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownAreaError, match="not an area code"):
        geography_of(code)


@pytest.mark.parametrize("level", [entry.id for entry in bundled()])
def test_every_bundled_code_fits_its_pattern(level: str) -> None:
    check_codes(tables.load(f"areas_{level}", ["area_name"]).index, level, "the bundle")


def test_unknown_names_list_what_there_is() -> None:
    with pytest.raises(UnknownAreaError, match="Choose one of lsoa21"):
        geography("lsoa31")
    with pytest.raises(BadInputError, match="coldspots info"):
        indicator("x")
    with pytest.raises(BadInputError, match="coldspots info"):
        dataset("x")


def test_every_table_names_sources_that_exist() -> None:
    for table in all_tables().values():
        assert table.sources
        assert all(dataset(name) for name in table.sources)


def test_every_test_that_is_said_to_be_slow_is_there() -> None:
    gone = []
    for name in sorted(slow_tests()):
        path, _, function = name.partition("::")
        if f"def {function}(" not in (project_dir() / path).read_text("utf-8"):
            gone.append(name)
    assert gone == []
