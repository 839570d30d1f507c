"""What the table of a map says of larger areas by the spatial model, read back from its pack."""

from __future__ import annotations

import numpy as np
import pytest

from geo import tables
from geo.packs import read_pack
from geo.packs.codec import decode_integers
from geo.registry import SUM_LEVELS
from layers.browser.model_pack import model_file
from layers.browser.runtime_packs import content_of
from layers.browser.state import read_packs, state_of
from layers.exports.html import files_of
from layers.exports.map_table import build_map_table
from layers.view import MapView

COLUMNS = (
    *("tundra_rate_modelled", "tundra_rate_modelled_low", "tundra_rate_modelled_high"),
    "prob_below_national",
)


@pytest.mark.parametrize("level", SUM_LEVELS)
def test_the_pack_holds_the_bundled_figures(level: str) -> None:
    name = model_file(MapView(geography=level))
    header, parts = read_pack(content_of(name))
    codes = tables.load(f"areas_{level}", ["area_name"]).index
    held = tables.load(f"posterior_{level}").reindex(codes)
    known = held["tundra_rate_modelled"].notna().to_numpy()
    stored = np.frombuffer(parts["values"], "<u2").astype(int)
    assert len(stored) == len(codes)
    assert ((stored != 65535) == known).all()
    rates = (stored[known] + header["least"]) / 10
    assert rates == pytest.approx(held["tundra_rate_modelled"][known] * 100, abs=0.0501)
    for run, column, steps in (
        ("low", "tundra_rate_modelled_low", 1_000),
        ("high", "tundra_rate_modelled_high", 1_000),
        ("below", "prob_below_national", 10_000),
    ):
        found = decode_integers(parts[run])
        assert (found[~known] == 0).all()
        assert found[known] / steps == pytest.approx(held[column][known], abs=0.501 / steps)


@pytest.mark.parametrize(
    "view",
    [
        MapView(geography="lsoa21"),
        MapView(geography="utla23", indicator="he19_rate"),
        MapView(geography="nation"),
    ],
)
def test_other_maps_load_nothing_more(view: MapView) -> None:
    state = state_of(view, read_packs(), dark=False)
    assert state["model"] == ""
    assert "" not in files_of(state)


def test_a_page_that_stands_alone_carries_the_pack() -> None:
    state = state_of(MapView(geography="ward24", within="E12000002"), read_packs(), dark=False)
    assert state["model"] in files_of(state)


@pytest.mark.parametrize("level", SUM_LEVELS)
def test_files_carry_the_columns(level: str) -> None:
    table = build_map_table(MapView(geography=level)).table
    held = tables.load(f"posterior_{level}").reindex(table.index)
    for column in COLUMNS:
        expected = held[column].to_numpy("float64")
        assert table[column].to_numpy("float64") == pytest.approx(expected, nan_ok=True)
