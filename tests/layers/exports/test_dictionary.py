"""The data dictionary tells of every column of every table that is written."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from geo.areas.join import AreaTable, build_areas
from geo.coldspots.definitions import DEFINITIONS, find
from geo.errors import BadInputError
from geo.reach.contacts_result import contacts_for_place, contacts_for_school
from geo.reach.measure import Reach
from geo.reach.run import ReachQuery, read, run, zone_table
from geo.registry.datasets import dataset
from geo.registry.geographies import bundled
from geo.registry.indicators import INDICATORS, indicator
from geo.siting import GOALS
from geo.siting.problem import build_case
from geo.siting.result import find_sites
from layers.exports.dictionary import HEADINGS, entries_of, words_of
from layers.exports.tables import write_areas

BLACKPOOL, NEWCASTLE = "E06000009", "10007799"


def known(areas: AreaTable) -> list[str]:
    """The columns that the dictionary tells of, each entry of which is whole."""
    entries = entries_of(areas)
    for entry in entries:
        row = entry.row()
        assert len(row) == len(HEADINGS)
        assert all(row[:6]), row
        assert [dataset(name).id for name in entry.words.datasets] == [*entry.words.datasets]
    return [entry.column for entry in entries]


@pytest.mark.parametrize("level", [entry.id for entry in bundled()])
def test_every_column_of_areas_has_an_entry(level: str) -> None:
    areas = build_areas(level)[0]
    assert known(areas) == ["area_code", *areas.table.columns]


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.slow
def test_every_column_of_cold_spots_and_zones_has_an_entry(definition: object) -> None:
    level = "msoa21" if "msoa21" in definition.levels else "lsoa21"
    found = find(level, definition.id, within=BLACKPOOL)
    for made in (found.areas, found.zones, found.schools(None)):
        assert known(made)[1:] == [*made.table.columns]


def test_every_column_of_reach_has_an_entry(tmp_path: Path) -> None:
    activity = tmp_path / "a.csv"
    activity.write_text("area_code,date,number\nE01012673,2024-05-01,12\n")
    asked = ReachQuery(ukprns=(NEWCASTLE,), activity=activity, within=BLACKPOOL)
    reach: Reach = run(asked, read(asked))
    assert {"engaged", "cold_not_engaged"} < set(known(reach.table()))
    assert {"areas_left", "people_left"} < set(known(zone_table(reach)))
    assert words_of("nearest_cost").unit == "minutes"


def test_every_column_of_contacts_and_new_sites_has_an_entry() -> None:
    called = contacts_for_place(BLACKPOOL)
    known(called.sheet)
    known(contacts_for_school(str(called.sheet.table.index[0])).sheet)
    case = build_case("msoa", max_km=3, within=BLACKPOOL)
    for goal in GOALS:
        known(find_sites(case, 3, goal).sites())


def test_a_column_that_no_registry_tells_of_stops_the_file(kept: Path) -> None:
    table = pd.DataFrame({"shoe_size": [43]}, index=pd.Index(["E06000009"], name="area_code"))
    with pytest.raises(BadInputError, match="shoe_size"):
        write_areas(AreaTable("lad24", table), kept.with_suffix(".xlsx"))


def test_indicators_say_in_files_what_they_say_on_the_page() -> None:
    for entry in INDICATORS:
        words = words_of(entry.id)
        assert (words.label, words.about, words.caveat) == (
            *(entry.label, entry.meaning, entry.caveat),
        )
        assert entry.period == words.period
    assert "NOT" in words_of("iod25_he_non_entry").about
    assert words_of("iod25_average_rank").direction == "high = MORE deprived"


def test_a_workbook_holds_the_dictionary_of_its_sheet(tmp_path: Path) -> None:
    areas = build_areas("lsoa21", within=BLACKPOOL)[0]
    write_areas(areas, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["lsoa21", "Dictionary", "Notes"]
    heading = [cell.value for cell in next(book["lsoa21"].iter_rows(max_row=1))]
    rows = [[cell.value for cell in row] for row in book["Dictionary"].iter_rows()]
    assert rows[0] == [*HEADINGS]
    assert [row[0] for row in rows[1:]] == heading
    told = dict(zip(HEADINGS, rows[1 + heading.index("tundra_rate")], strict=True))
    assert told["label"] == indicator("tundra_rate").label
    assert told["unit"] == "share, 0 to 1"
    assert told["period"] == "GCSE leavers 2010 to 2014"
    assert "fewer than 30" in told["missing"]
    assert told["datasets"] == "tundra_lsoa11 tundra_msoa11"
    book.close()
