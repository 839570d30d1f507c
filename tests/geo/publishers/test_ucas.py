"""UCAS's rates: read where a user has them, never among the bundled files."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from geo import tables
from geo.areas.cache import area_table
from geo.errors import SourceUnavailableError
from geo.files import read_json
from geo.publishers.ucas import read_entry_rates, three_year_means
from geo.registry.datasets import DATASETS, UNBUNDLED, dataset
from geo.settings import data_dir


def test_no_file_without_a_licence_is_bundled() -> None:
    own = ["ucas_entry_rates", "discover_uni_course_details", "os_open_roads", "dfi_motorways"]
    assert [entry.id for entry in UNBUNDLED] == own
    for entry in UNBUNDLED:
        assert dataset(entry.id) is entry
        assert not entry.bundled
    assert dataset("ucas_entry_rates").publisher.licence is None
    assert all(entry.bundled and entry.publisher.licence for entry in DATASETS)
    bundle = read_json(data_dir() / "provenance.json")
    for entry in UNBUNDLED:
        assert entry.id not in bundle["datasets"]
        assert not any(entry.id in one["sources"] for one in bundle["files"].values())


def test_whoever_has_no_copy_is_told_where_it_is(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailableError, match="ucas_entry_rates"):
        read_entry_rates(tmp_path)


@pytest.mark.raw
def test_rates_are_those_of_the_file_and_agree_with_participation(raw: Path) -> None:
    rates = read_entry_rates(raw)
    assert rates.shape == (650, 19)
    assert rates.index.tolist() == tables.load("areas_pcon24", ["area_name"]).index.tolist()
    assert rates.min(axis=None) == 0.068
    assert rates.max(axis=None) == 0.733
    name = "ucas_open_innovations/ucas_18yo_entry_rates_by_pcon24_2006-2024.csv"
    with (raw / name).open(encoding="utf-8-sig") as file:
        rows = {next(iter(row.values())): [*row.values()] for row in csv.DictReader(file)}
    for code in [*rates.index[:5], *rates.index[-5:]]:
        assert rates.loc[code, 2006] == float(rows[code][1])
        assert rates.loc[code, 2024] == float(rows[code][-1])
    means = three_year_means(rates)
    assert means.columns[0] == 2008
    assert means[2024].iloc[0] == pytest.approx(rates[[2022, 2023, 2024]].iloc[0].mean())
    english = area_table("pcon24")["tundra_rate"].astype("float64").dropna()
    assert np.corrcoef(rates[2018][english.index], english)[0, 1] == pytest.approx(0.90, abs=0.01)
