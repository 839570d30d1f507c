"""Bundled tables that stay in memory: each reader has its own, and a rebuilt one is read again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from geo import tables
from geo.settings import data_dir
from geo.tables import parquet
from tests.records import record


def test_what_one_reader_changes_is_changed_for_nobody_else() -> None:
    first = tables.load("providers", ["name"])
    before = first["name"].tolist()
    first["name"] = "changed"
    first.loc[first.index[0], "name"] = "changed too"
    first["new"] = 1
    first.index.name = "other"
    again = tables.load("providers", ["name"])
    assert again["name"].tolist() == before
    assert again.columns.tolist() == ["name"]
    assert again.index.name == "ukprn"


def test_what_stays_in_memory_is_what_the_file_holds() -> None:
    for name in ("sites", "areas_lad24", "authority_codes"):
        pd.testing.assert_frame_equal(
            tables.load(name), pd.read_parquet(data_dir() / "tables" / f"{name}.parquet")
        )


def test_a_table_that_was_built_again_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(data_dir() / "tables", tmp_path / "tables")
    monkeypatch.setenv("COLDSPOTS_DATA", str(tmp_path))
    record(tmp_path)
    path = tmp_path / "tables" / "areas_region.parquet"
    whole = tables.load("areas_region")
    assert len(whole) > 2
    whole.iloc[:2].to_parquet(path)
    os.utime(path, ns=(1, 1))
    record(tmp_path)
    assert len(tables.load("areas_region")) == 2


def test_large_tables_do_not_stay() -> None:
    kept = parquet._kept.cache_info().currsize
    tables.load("postcodes", ["lsoa21"])
    assert parquet._kept.cache_info().currsize == kept


def test_tables_of_the_same_areas_share_their_codes_and_others_do_not() -> None:
    names, people, rates = (
        tables.load(name, columns)
        for name, columns in (
            ("areas_lsoa21", ["area_name"]),
            ("people_lsoa21", None),
            ("areas_dz11", ["area_name"]),
        )
    )
    assert names.index.is_(people.index)
    assert not names.index.is_(rates.index)
    # What one calls its codes is no matter of the other.
    names.index.name = "code"
    assert people.index.name == "area_code"
    assert tables.load("areas_lsoa21", ["area_name"]).index.name == "area_code"
