"""Two years, and the years between, beside each other under one key."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geo.areas import series_of
from geo.areas.cache import area_table
from geo.errors import BadInputError
from geo.packs.binary import read_pack
from layers.browser.events import after
from layers.browser.query import from_query
from layers.browser.runtime_packs import content_of
from layers.browser.state import read_packs, state_of
from layers.change.small_maps import MOST, before_after, years_shown
from layers.exports import read_link, write_view
from layers.kinds import kind_of
from layers.pictures.multiples import many_title, small_maps
from layers.style.legend import limit_labels
from layers.view import MapView
from tests.commands import run

ENTRY = MapView(geography="utla23", indicator="he19_rate")
SVG = "{http://www.w3.org/2000/svg}"


def texts(path: Path) -> list[str]:
    return ["".join(found.itertext()) for found in ET.parse(path).getroot().iter(f"{SVG}text")]


def counted(year: int) -> list[int]:
    """Areas of each class, counted from the series and the limits that the key states."""
    table = area_table("utla23")
    english = table.index[table["nation"] == "England"]
    values = (series_of("he19_rate", "utla23").xs(year, level="year")["value"] * 100).round(1)
    values = values.reindex(english).dropna()
    limits = [39.3, 42.3, 45.7, 53.3]
    return np.bincount(
        np.searchsorted(limits, values.to_numpy(), side="left"), minlength=5
    ).tolist()


def test_the_key_counts_the_areas_of_both_years(tmp_path: Path) -> None:
    write_view(before_after(ENTRY, 2016), tmp_path / "two.svg")
    said = texts(tmp_path / "two.svg")
    assert [said.count(year) for year in ("2015-16", "2023-24")] == [2, 2]
    at = said.index("39.3% or less")
    rows = [said[at + 3 * row : at + 3 * row + 3] for row in range(5)]
    assert [row[0] for row in rows] == [*limit_labels(ENTRY).values()]
    assert [int(row[1]) for row in rows] == counted(2016)
    assert [int(row[2]) for row in rows] == counted(2024)
    assert counted(2016) != counted(2024)
    # One headline: what changed.
    assert " ".join(said).startswith("Entry to HE by 19 rose clearly in ")


def test_limits_of_a_measure_where_high_is_bad_stand_the_other_way_round() -> None:
    poverty = MapView(geography="lad24", indicator="child_poverty_rate")
    labels = list(limit_labels(poverty).values())
    assert labels[0].startswith("over ")
    assert labels[-1].endswith(" or less")
    assert limit_labels(MapView(indicator="iod25_decile")) == {}


def test_an_address_holds_it() -> None:
    view = before_after(ENTRY, 2016, between=True)
    query = dict(pair.split("=") for pair in view.to_query().split("&"))
    assert (query["from"], query["between"], query["as"]) == ("2016", "yes", "many")
    assert from_query(query) == (view, [])
    assert years_shown(view) == list(range(2016, 2025))
    assert years_shown(before_after(ENTRY, 2016)) == [2016, 2024]


def test_no_more_years_stand_beside_each_other_than_can_be_seen() -> None:
    absence = MapView(geography="utla23", indicator="absence_rate")
    years = years_shown(before_after(absence, 2007, between=True))
    assert (len(years), years[0], years[-1]) == (MOST, 2007, 2025)
    assert years == sorted(set(years))


def test_the_page_gets_a_pack_of_each_year_in_the_same_classes() -> None:
    state = state_of(before_after(ENTRY, 2016), read_packs(), dark=False)
    assert "many" in state["looks"]
    english = (area_table("utla23")["nation"] == "England").to_numpy()
    for item, year in zip(state["many"], (2016, 2024), strict=True):
        codes = np.frombuffer(read_pack(content_of(item["file"]))[1]["classes"], np.uint8)
        found = np.bincount(codes[english], minlength=256)[:5].tolist()
        assert found == counted(year)
    assert [item["ends"] for item in state["many"]] == [["39.3% or less", "over 53.3%"]] * 2
    assert state["many"][0]["colours"] == state["many"][1]["colours"]


def test_choosing_a_year_shows_its_map_and_nothing_else_does() -> None:
    view = before_after(ENTRY, 2016)
    chosen, _ = after(view, {"kind": "measure", "measure": "he19_rate", "year": 2016})
    assert (chosen.mode, chosen.look, kind_of(chosen).period(chosen)) == (
        "one", "map", "aged 19 in 2015-16",
    )  # fmt: skip
    for year in (2017, "2016", None, [2016]):
        assert after(view, {"kind": "measure", "year": year})[0] == view
    assert small_maps(view)[0][0] == replace(chosen, sites=())


@pytest.mark.parametrize(
    ("view", "year", "said"),
    [
        (ENTRY, 2024, "does not stand beside 2024"),
        (ENTRY, 1999, "are 2016, 2017"),
        (MapView(), 2016, "no earlier year"),
        (MapView(mode="cold", indicator="he19_rate"), 2016, "no earlier year"),
    ],
)
def test_what_does_not_compare_is_refused(view: MapView, year: int, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        before_after(view, year)


def test_the_terminal_draws_it(tmp_path: Path) -> None:
    out = tmp_path / "two.svg"
    link = "level=utla23&show=he19_rate&in=E12000002"
    code, said, error = run("export", "--link", link, "--before", "2016", "--out", str(out))
    assert code == 0, error
    assert "from=2016" in said
    view, notes = read_link(said.split(": ")[1].strip())
    assert (notes, view) == ([], before_after(replace(ENTRY, within="E12000002"), 2016))
    assert many_title(view) in " ".join(texts(out))
    code, _, error = run("export", "--link", link, "--before", "2024", "--out", str(out))
    assert (code, "Choose one of them" in error) == (3, True)
    code, _, error = run("export", "--link", link, "--between", "--out", str(out))
    assert (code, "--before" in error) == (2, True)


def test_hexagons_and_tall_sheets_have_room(tmp_path: Path) -> None:
    view = before_after(replace(ENTRY, within="E12000002"), 2016, between=True)
    for name, size, shape in (("hex", "640x450", "hex"), ("tall", "300x420", "map")):
        write_view(view, tmp_path / f"{name}.svg", size=size, shape=shape)
        said = texts(tmp_path / f"{name}.svg")
        assert said.count("2019-20") == 1
        assert said.count("39.3% or less") == 1
