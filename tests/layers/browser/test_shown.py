"""The table of a map: its rows, and the class of each in the words of the legend."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.coldspots.definitions import find
from layers.browser.state import read_packs
from layers.exports.files import read_link
from layers.exports.map_table import MAP_CLASS, build_map_table
from layers.style.legend import legend_of


@pytest.mark.parametrize(
    "link",
    [
        "in=E06000009",
        "level=lad24&show=iod25_score&in=E12000002",
        "with=both&in=E06000009",
        "with=cold&in=E12000002",
        "with=cold&by=gap&in=E12000002",
        "with=reach&km=5&in=E06000009",
        "with=reach&reach=gravity&km=5&in=E12000002",
    ],
)
def test_classes_of_the_rows_count_to_the_legend(link: str) -> None:
    view, notes = read_link(link)
    assert notes == []
    table = build_map_table(view).table
    counted = table[MAP_CLASS].value_counts().to_dict()
    rows = legend_of(view, read_packs())["rows"]
    assert counted == {row["label"]: row["areas"] for row in rows if row["areas"]}


def test_a_map_of_cold_spots_has_them_in_its_table() -> None:
    """The same as the terminal finds."""
    table = build_map_table(read_link("with=cold&by=double&in=E06000009")[0]).table
    found = find("lsoa21", "double", within="E06000009").areas.table
    assert table.index.equals(found.index)
    assert (table["cold_spot"] == found["cold_spot"]).all()
    assert 0 < table["cold_spot"].sum() < len(table)


def test_new_sites_are_the_rows_of_a_map_of_them() -> None:
    table = build_map_table(read_link("with=sites&in=E12000002&add=2")[0]).table
    assert len(table) == 2
    assert isinstance(table, pd.DataFrame)
    assert MAP_CLASS not in table
