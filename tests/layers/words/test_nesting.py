"""Which levels each kind of place holds: areas are shown, or a sentence says why there are none."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from geo.areas.cache import area_table, inside_of, straddling
from geo.errors import UnknownAreaError
from geo.registry.geographies import bundled, geography
from layers.browser.query import from_query
from layers.exports.files import read_link
from layers.kinds import can_hold
from layers.view import MapView
from layers.words.nesting import why_not_held
from layers.words.reading import reading_of

LEVELS = [entry.id for entry in bundled()]
WALES = "lsoa21 msoa21 ward24 lad24 utla23 smc205 pcon24"
ENGLAND = "lsoa21 msoa21 ward24 lad24 utla23 cauth25 lsip23 region smc205 pcon24"
UPPER = "lsoa21 msoa21 ward24 lad24 utla23 pcon24"
# A place of each kind in each nation that has some, and the levels of which it holds areas. A
# unitary authority holds itself as a district.
HELD = {
    "E92000001": ENGLAND,  # England
    "W92000004": WALES,  # Wales
    "S92000003": "lad24 smc205 dz11 iz11 pcon24",  # Scotland
    "N92000002": "lad24 smc205 soa01 sdz21 dea14 pcon24",  # Northern Ireland
    "E12000002": "lsoa21 msoa21 ward24 lad24 utla23 cauth25 lsip23 pcon24",  # North West
    "E12000007": "lsoa21 msoa21 ward24 lad24 utla23 lsip23 pcon24",  # London
    "E47000001": UPPER,  # Greater Manchester
    "E69000001": UPPER,  # Brighton and Hove, East Sussex, West Sussex
    "E10000017": "lsoa21 msoa21 ward24 lad24 pcon24",  # Lancashire
    "E06000052": "lsoa21 msoa21 ward24 lad24 pcon24",  # Cornwall
    "W06000015": "lsoa21 msoa21 ward24 lad24 pcon24",  # Cardiff
    "E08000035": "lsoa21 msoa21 ward24 lad24 pcon24",  # Leeds
    "E07000117": "lsoa21 msoa21 ward24",  # Burnley
    "S12000049": "dz11 iz11 pcon24",  # Glasgow
    "S12000005": "dz11 iz11",  # Clackmannanshire
    "N09000005": "soa01 sdz21 dea14 pcon24",  # Derry City and Strabane
    "N09000003": "soa01 sdz21 dea14",  # Belfast
    "N09000001": "soa01 sdz21 dea14",  # Antrim and Newtownabbey
    "E14001102": "lsoa21",  # Blackpool South
    "W07000081": "lsoa21",  # Aberafan Maesteg
    "S14000063": "dz11",  # a constituency of Scotland
    "N05000001": "soa01",  # Belfast East
    "E02002642": "lsoa21",  # a local area of Blackpool
    "W05001043": "lsoa21",  # a ward of Wales
    "S02001736": "dz11",  # an intermediate zone
    "N10000101": "sdz21",  # an electoral area
    "smc205-001": "",
    "E01012737": "",  # a neighbourhood
    "S01006506": "",  # a data zone
    "95AA01S1": "",  # a super output area
    "N21000001": "",  # a super data zone
}  # fmt: skip


def test_a_place_of_every_level_and_nation_is_in_the_list() -> None:
    there = {(level, nation) for level in LEVELS for nation in geography(level).counts}
    found = {
        (level, area_table(level)["nation"][code])
        for code in HELD
        for level in LEVELS
        if code in area_table(level).index
    }
    # Of areas that are alike in two nations one is enough.
    rest = there - found
    assert {level for level, _ in rest} <= {"lsoa21", "msoa21", "ward24", "smc205"}


@pytest.mark.parametrize("code", HELD)
def test_a_place_holds_areas_of_a_level_or_says_why_not(code: str) -> None:
    assert [level for level in LEVELS if can_hold(code, level)] == [
        level for level in LEVELS if level in HELD[code].split()
    ]
    for level in LEVELS:
        view, notes = from_query({"in": code, "level": level})
        why = why_not_held(code, level)
        if level in HELD[code].split():
            assert (view.within, notes, why) == (code, [], "")
            assert inside_of(level, code).any()
            assert reading_of(view)
        else:
            assert view.within == ""
            assert why[0].isupper()
            assert why.endswith(".")
            assert notes[-1].endswith(f"all are shown. {why}")
            if (code, level) == ("E92000001", "nation"):
                # All nations are what there is of England there.
                assert read_link(f"in={code}&level={level}")[0].within == ""
                continue
            with pytest.raises(UnknownAreaError) as refused:
                read_link(f"in={code}&level={level}")
            assert why in str(refused.value)


@pytest.mark.parametrize(
    ("code", "level", "why"),
    [
        ("E06000009", "dz11", "Data zones are of Scotland alone, and Blackpool is in England."),
        ("W92000004", "region", "Regions are of England alone."),
        (
            "S12000049",
            "lsoa21",
            "Neighbourhoods are of England and Wales alone, and Glasgow City is in Scotland.",
        ),
        (
            "E07000117",
            "pcon24",
            "No parliamentary constituency lies wholly inside Burnley.",
        ),
        (
            "E14001102",
            "msoa21",
            "Parliamentary constituencies and local areas are drawn one without the other, so none "
            "is said to lie in another.",
        ),
        ("E07000117", "lad24", "Burnley is a local authority district itself."),
        ("E12000007", "cauth25", "No combined authority lies wholly inside London."),
    ],
)
def test_the_reason_is_the_one_that_holds(code: str, level: str, why: str) -> None:
    assert why_not_held(code, level) == why


def test_all_constituencies_of_england_lie_in_one_region_each() -> None:
    table = area_table("pcon24")
    held = table.loc[table["nation"] == "England", "region_code"]
    # As the Boundary Commission for England drew them, region by region.
    assert held.value_counts().to_dict() == {
        "E12000008": 91,
        "E12000007": 75,
        "E12000002": 73,
        "E12000006": 61,
        "E12000009": 58,
        "E12000005": 57,
        "E12000003": 54,
        "E12000004": 47,
        "E12000001": 27,
    }
    assert (table.loc[table["nation"] != "England", "region_code"] == "").all()


@pytest.mark.raw
def test_constituencies_lie_in_the_districts_that_the_list_of_wards_says(raw: Path) -> None:
    path = raw / "dfe/dfeR_geo_hierarchy_latest.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    where: dict[str, set[str]] = {}
    regions: dict[str, set[str]] = {}
    for row in rows:
        where.setdefault(row["pcon_code"], set()).add(row["lad_name"])
        regions.setdefault(row["pcon_code"], set()).add(row["region_code"])
    table = area_table("pcon24")
    ours = {code: name for code, name in table["lad24_name"].items() if name}
    theirs = {code: min(names) for code, names in where.items() if len(names) == 1}
    # By wards, by neighbourhoods: where they differ, a ward's edge runs through a neighbourhood.
    assert len(ours) == 389
    assert sum(theirs.get(code) == name for code, name in ours.items()) >= 385
    english = table.index[table["nation"] == "England"]
    assert all(regions[code] == {table["region_code"][code]} for code in english)


def test_what_lies_in_a_place_in_part_is_counted_and_said() -> None:
    # Leeds has ten constituencies: three of them with wards of Wakefield or of North Yorkshire.
    assert straddling("pcon24", "E08000035") == 3
    said = reading_of(MapView(geography="pcon24", within="E08000035"))
    line = "3 more parliamentary constituencies lie only partly in Leeds and are not shown."
    assert line in said
    assert straddling("pcon24", "E12000003") == 0
    assert not any("only partly" in one for one in reading_of(MapView(within="E08000035")))
