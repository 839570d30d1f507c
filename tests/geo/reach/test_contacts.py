"""Contacts: a road by eye, Blackpool counted another way, the verb and its files."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import cli
from cli.options import definition_of
from geo import tables
from geo.areas.cache import area_table
from geo.coldspots import TESTED
from geo.coldspots.results import ColdSpotQuery, find_all
from geo.coldspots.zone_schools import schools_near
from geo.errors import BadInputError, GeoError, UnknownAreaError
from geo.reach.contacts import cold_around, find_place, people_around, schools_for
from geo.reach.contacts_result import ContactTable, contacts_for_place, contacts_for_school
from geo.reach.measure import Ground, load_ground
from geo.settings import data_dir
from layers.exports.tables import notes_of, write_areas
from tests.commands import quick, run
from tests.geo.reach.test_reach import country
from tests.layers.exports.test_export_data import ATTACKS
from tests.records import record

BLACKPOOL, WOODLANDS = "E06000009", "119871"
# Schools along the road of `tests.geo.reach.test_reach`: kilometre, Attainment 8.
SCHOOLS = """
    s1   0   40.5
    s2   5   -
    s3  30   50
"""


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A = 0 km, 100 people, cold; B = 2, 80; C = 4, 60, cold; D = 7, 40; E = 9, 20, cold."""
    rows = [
        [None if cell == "-" else cell for cell in line.split()]
        for line in SCHOOLS.strip().splitlines()
    ]
    texts = ["name", "postcode", "town", "kind", "establishment_type", "phase"]
    schools = pd.DataFrame("", [row[0] for row in rows], texts).rename_axis("urn")
    schools = schools.assign(
        easting_m=[float(row[1]) * 1000 for row in rows],
        northing_m=0.0,
        pupils=[100.0, None, 9.0],
        fsm_share=[0.25, None, None],
        attainment8=[None if row[2] is None else float(row[2]) for row in rows],
        a_level_points=np.nan,
        secondary=True,
        post_16=False,
    )
    root = tmp_path_factory.mktemp("road")
    (root / "tables").mkdir()
    schools.to_parquet(root / "tables/schools.parquet")
    record(root)
    ground = country()
    return Ground(ground.areas, ground.origins, root)


def test_a_road_by_eye(road: Ground) -> None:
    found = schools_for(pd.Index(["A", "B"]), 4, ground=road)
    assert found.index.tolist() == ["s1", "s2"]
    assert found["distance_km"].tolist() == [0, 3]
    assert found["young_people_now"].tolist() == [180, 80]
    # C is 4 km from the first, which is within 4 km; A is 5 km from the second, which is not.
    assert found["cold_young_people_now"].tolist() == [160, 80]
    assert found["school_attainment8_2018_19"].isna().tolist() == [False, True]
    assert found["school_pupils"].isna().tolist() == [False, True]
    assert found.loc["s1", ["school_pupils", "school_fsm_share"]].tolist() == [100, 0.25]
    assert found.loc["s1", "link"] == (
        "https://www.get-information-schools.service.gov.uk/Establishments/Establishment/Details/s1"
    )
    assert people_around("s2", 4, ground=road) == {
        "young_people_now": 200,
        "cold_young_people_now": 80,
    }
    assert schools_for(pd.Index(["F"]), 4, ground=road).empty
    with pytest.raises(UnknownAreaError, match="Z is no English neighbourhood"):
        schools_for(pd.Index(["A", "Z"]), 4, ground=road)


def test_no_school_is_lost_as_the_limit_grows(road: Ground) -> None:
    lists = [schools_for(pd.Index(["A", "C", "E"]), km, ground=road) for km in (1, 4, 5, 21, 50)]
    for less, more in pairwise(lists):
        assert set(less.index) <= set(more.index)
        people = ["young_people_now", "cold_young_people_now"]
        assert (more.loc[less.index, people] >= less[people]).all(axis=None)
    assert lists[-1].index.tolist() == ["s1", "s2", "s3"]


def away(school: pd.Series, homes: pd.DataFrame) -> pd.Series:
    """Kilometres from a school to neighbourhoods, the plain way."""
    east, north = (homes[column] - school[column] for column in ("easting_m", "northing_m"))
    return np.sqrt(east**2 + north**2) / 1000


def test_blackpool_counted_another_way() -> None:
    table, homes = area_table("lsoa21"), tables.load("centroids_lsoa21")
    tested = tables.load("coldspots_lsoa21", ["cold_spot"])["cold_spot"]
    place = find_place(BLACKPOOL)
    assert place.name == "Blackpool"
    assert place.areas.equals(table.index[table["lad24_code"] == BLACKPOOL])
    here, cold = homes.loc[place.areas], homes.loc[tested.index[tested]]
    schools = tables.load("schools")
    found = schools_for(place.areas, 2)
    near = [urn for urn, school in schools.iterrows() if away(school, here).min() <= 2]
    assert sorted(found.index) == near
    assert len(near) == 18
    assert found["young_people_now"].is_monotonic_decreasing
    people = table["young_people_now"]
    for urn, row in found.iterrows():
        km = away(schools.loc[urn], here)
        assert row["distance_km"] == pytest.approx(km.min(), abs=0.006)
        assert row["young_people_now"] == people[km.index[km <= 2]].sum()
        km = away(schools.loc[urn], cold)
        assert row["cold_young_people_now"] == people[km.index[km <= 2]].sum()
        # The list of a school holds the cold spots that its row counts.
        around = cold_around(urn, 2)
        assert set(around.index) == set(km.index[km <= 2])
        assert around["distance_km"].is_monotonic_increasing
        assert around["young_people_now"].sum() == row["cold_young_people_now"]


def test_a_zone_of_either_level_is_a_place() -> None:
    zones = find_all(ColdSpotQuery("lsoa21")).zones.iloc[[3]]
    place = find_place(zones.index[0])
    assert place.name == zones["zone_name"].iloc[0]
    assert place.areas.tolist() == zones["area_codes"].iloc[0].split()
    assert set(schools_for(place.areas, 5).index) == set(schools_near(zones, "lsoa21")["urn"])
    zones = find_all(ColdSpotQuery("msoa21")).zones.iloc[[3]]
    held_by = load_ground().areas["msoa21_code"]
    inside = held_by.isin(zones["area_codes"].iloc[0].split())
    assert find_place(zones.index[0]).areas.tolist() == held_by.index[inside].tolist()


def test_a_zone_is_found_in_the_bundle_that_is_named() -> None:
    code = find_all(ColdSpotQuery("msoa21")).zones.index[3]
    found = find_place(code, ground=load_ground(data_dir()))
    assert found.areas.tolist() == find_place(code).areas.tolist()
    with pytest.raises(UnknownAreaError, match="No zone of tested cold spots is called"):
        find_place("zone-E02000000", ground=load_ground(data_dir(), definition=TESTED))


def test_one_neighbourhood_is_one_and_two_are_several() -> None:
    """Central Blackpool is 1.09 km from the school, North East Centre 1.38 km."""
    said = {km: contacts_for_school(WOODLANDS, km, definition=TESTED) for km in (1.1, 1.4)}
    assert {km: len(found.sheet.table) for km, found in said.items()} == {1.1: 1, 1.4: 2}
    assert said[1.1].sheet.rows.startswith("neighbourhood of tested cold spots within 1.1 km of")
    assert said[1.4].sheet.rows.startswith("neighbourhoods of tested cold spots within 1.4 km of")


def test_an_authority_of_another_year_and_a_county() -> None:
    assert find_place("E06000048").code == "E06000057"
    assert find_place("E10000017").name == "Lancashire"
    assert len(find_place("E92000001").areas) == 33_755


def test_the_verb_says_and_writes_one_thing(tmp_path: Path) -> None:
    ask = ["contacts", BLACKPOOL, "--max-km", "2"]
    csv, book = tmp_path / "ring.csv", tmp_path / "ring.xlsx"
    made = json.loads(quick(*ask, "--json", "--out", str(csv)))
    said = quick(*ask, "--out", str(book))
    assert (made["place"], made["name"], made["open_on"]) == (BLACKPOOL, "Blackpool", "24 May 2025")
    table = pd.read_csv(csv, dtype={"urn": "str"})
    assert table["urn"].tolist() == [row["urn"] for row in made["schools"]]
    workbook = openpyxl.load_workbook(book)
    rows = list(workbook["Contacts"].values)
    notes = [str(row[0]) for row in workbook["Notes"].values]
    workbook.close()
    assert list(rows[0]) == list(table.columns)
    assert [row[0] for row in rows[1:]] == table["urn"].tolist()
    assert notes[0] == (
        "Cold Spots: lsoa21, 18 schools and colleges within 2 km of where the people of "
        "Blackpool live."
    )
    assert any("Which school a young person goes to is not in our files" in line for line in notes)
    assert any(line.endswith("open on 24 May 2025.") for line in notes)
    assert any("school_a_level_points_2018_19: of 2018-19" in line for line in notes)
    pages = table["link"].str.rpartition("/Details/")
    assert pages[2].tolist() == table["urn"].tolist()
    # Results of schools are those of the list, never those of authorities of another year.
    assert not any("2024/25" in line for line in notes)
    assert said.startswith("18 schools and colleges within 2 km")
    assert all(row["name"] in said for row in made["schools"])
    assert "decides nobody's eligibility" in said


def test_the_other_way_round(tmp_path: Path) -> None:
    out = tmp_path / "cold.csv"
    ask = ["contacts", "--urn", WOODLANDS, "--max-km", "3", "--list", "tested"]
    made = json.loads(quick(*ask, "--json", "--out", str(out)))
    table = pd.read_csv(out, index_col="area_code")
    assert table.index.tolist() == [row["area_code"] for row in made["neighbourhoods"]]
    assert made["cold_people_in_range"] == table["young_people_now"].sum() == 455
    assert made["zones"] == table["zone_id"].nunique() == 2
    assert made["people_in_range"] > made["cold_people_in_range"]
    assert quick(*ask).startswith(
        "5 neighbourhoods of tested cold spots within 3 km of Woodlands School"
    )
    outlines = tmp_path / "cold.geojson"
    quick(*ask, "--out", str(outlines))
    assert len(json.loads(outlines.read_text(encoding="utf-8"))["features"]) == 5


def test_people_near_a_school_are_counted_in_the_likely_lowest_fifth_unless_another_is_named() -> (
    None
):
    ask = ["contacts", "--urn", WOODLANDS, "--max-km", "3"]
    made = json.loads(quick(*ask, "--json"))
    posterior, people = tables.load("posterior_lsoa21"), area_table("lsoa21")
    near = [row["area_code"] for row in made["neighbourhoods"]]
    # The list ends where the mean chance of being wrong would pass 10 in 100.
    chance = posterior["prob_true_fifth_1"].sort_values(ascending=False)
    wrong = (1 - chance).cumsum() / np.arange(1, len(chance) + 1)
    assert (chance[near] >= chance[wrong <= 0.1].min()).all()
    assert made["definition"] == "likely"
    assert made["cold_people_in_range"] == people.loc[near, "young_people_now"].sum()
    said = quick(*ask)
    assert "in the likely lowest fifth" in said or "of the likely lowest fifth" in said
    assert "10 in 100 may be wrong" in said
    with pytest.raises(BadInputError, match="likely or tested"):
        definition_of("coldest")


def test_a_zone_is_one_of_tested_cold_spots_unless_the_list_is_named() -> None:
    zone = find_all(ColdSpotQuery("lsoa21")).zones.index[0]
    assert contacts_for_place(zone, 1).summary["definition"] == "local-g"
    assert contacts_for_place(BLACKPOOL, 1).summary["definition"] == "likely"
    other = find_all(ColdSpotQuery("lsoa21", "likely")).zones
    named = contacts_for_place(other.index[0], 1, definition="likely").summary
    assert named["neighbourhoods"] == other["areas"].iloc[0]


@pytest.mark.fault(12)
def test_names_that_a_spreadsheet_would_run_arrive_inert(tmp_path: Path) -> None:
    table = schools_for(find_place(BLACKPOOL).areas, 2).head(len(ATTACKS)).assign(name=ATTACKS)
    sheet = ContactTable("lsoa21", table)
    for suffix in (".csv", ".xlsx"):
        write_areas(sheet, tmp_path / f"a{suffix}")
    names = pd.read_csv(tmp_path / "a.csv", keep_default_na=False)["name"]
    assert names.tolist() == [f"'{text}" for text in ATTACKS]
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {row[1].data_type for row in book["Contacts"].iter_rows(min_row=2)} == {"s"}
    book.close()
    assert "Department for Education" in " ".join(notes_of(sheet))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Whose list?"),
        ([BLACKPOOL, "--urn", WOODLANDS], "Whose list?"),
        (["E99999999"], "No area lies within 'E99999999'"),
        (["zone-E01000001"], "No zone of tested cold spots is called 'zone-E01000001'"),
        (["W06000015"], "W06000015 is not in England"),
        (
            ["--urn", "999999"],
            "No school or college listed as open on 24 May 2025 has the URN '999999'",
        ),
        # South Shore Academy of 2018-19, which has another number now.
        (["--urn", "CLOSED"], "those opened since, and primary schools, are not"),
        ([BLACKPOOL, "--max-km", "0"], "reaches nobody"),
        (["--urn", WOODLANDS, "--max-km", "nan"], "reaches nobody"),
        ([BLACKPOOL, "--out", "ring.gpkg"], ".gpkg holds outlines, and this table has none"),
        ([BLACKPOOL, "--out", "ring.doc"], "no format is called '.doc'"),
    ],
)
def test_a_list_that_cannot_be_is_refused(arguments: list[str], message: str) -> None:
    arguments = ["140021" if one == "CLOSED" else one for one in arguments]
    done = CliRunner().invoke(cli.app, ["contacts", *arguments])
    assert isinstance(done.exception, GeoError)
    assert done.exception.exit_code == 3
    assert message in str(done.exception)
    assert done.stdout == ""


def test_the_old_name_of_the_verb_gives_the_same_and_says_the_new_one() -> None:
    ask = ("--urn", WOODLANDS, "--max-km", "3")
    code, text, note = run("calls", *ask)
    assert (code, text) == (0, quick("contacts", *ask))
    assert note == "calls is called contacts now; the old name goes with the next version.\n"
    assert "calls" not in quick("--help")


def test_a_refusal_is_one_line_and_exit_three() -> None:
    code, text, line = run("contacts", "--urn", "999999")
    assert (code, text, len(line.splitlines())) == (3, "", 1)
