"""Schools of today: who belongs, counted by another road, and what is joined of 2018/19."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.errors import BadInputError
from geo.places.providers import to_metres
from geo.places.schools import (
    AGES_UNKNOWN,
    KINDS,
    LISTED,
    NEVER,
    NO_PLACE,
    PRIMARY,
    build_schools,
    unite_results,
    why_left_out,
)
from geo.publishers.dfe.gias import read_establishments
from geo.registry import dataset
from geo.siting.problem import COLLEGES, OUTSIDE_TUNDRA
from tests.geo.examples import write
from tests.geo.publishers.test_publishers import BY_NAME, Declare

PLACE = (-1.5, 53.8)
"""Longitude and latitude of every school of these tests, unless it is said otherwise."""


def results(*urns: str, post_16: tuple[str, ...] = ()) -> pd.DataFrame:
    """Tables of 2018/19 with these secondary schools, and others from 16 on."""

    def table(names: tuple[str, ...], result: str) -> pd.DataFrame:
        row = {"name": "Old name", "postcode": "LS1 1AA", "town": "Leeds", "kind": "Academy"}
        made = pd.DataFrame([row] * len(names), pd.Index(names, name="urn"), list(row))
        return made.assign(longitude=PLACE[0], latitude=PLACE[1], **{result: 40.0})

    return unite_results(table(urns, "attainment8"), table(post_16, "a_level_points"))


def open_schools(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Establishments by URN, name, type and phase, all at one place of Leeds."""
    metres = to_metres(pd.Series([PLACE[0]]), pd.Series([PLACE[1]])).iloc[0]
    columns = ["urn", "name", "establishment_type", "phase"]
    made = pd.DataFrame(rows, columns=columns).set_index("urn")
    return made.assign(authority="Leeds", pupils=100.0, fsm_share=0.2, **metres)


@pytest.mark.parametrize(
    ("name", "kind", "phase", "why"),
    [
        ("A", "Community school", "Secondary", LISTED),
        ("A", "Academy converter", "All-through", LISTED),
        ("A", "Foundation school", "Middle deemed secondary", LISTED),
        ("A", "Academy converter", "Middle deemed primary", PRIMARY),
        ("A Secondary", "Academy converter", "Primary", PRIMARY),
        ("A", "Community school", "16 plus", LISTED),
        ("A", "Further education", "16 plus", LISTED),
        ("A", "Free schools 16 to 19", "16 plus", LISTED),
        ("A", "Academy secure 16 to 19", "16 plus", "neither school nor college"),
        ("A", "Sixth form centres", "Not applicable", LISTED),
        ("A", "Special post 16 institution", "Not applicable", LISTED),
        ("A", "City technology college", "Not applicable", LISTED),
        ("A", "University technical college", "Secondary", LISTED),
        ("A", "Studio schools", "Secondary", LISTED),
        ("A", "Community special school", "Not applicable", LISTED),
        ("A Primary School", "Community special school", "Not applicable", PRIMARY),
        ("A", "Pupil referral unit", "Not applicable", LISTED),
        ("A Primary PRU", "Pupil referral unit", "Not applicable", PRIMARY),
        ("A Primarily", "Pupil referral unit", "Not applicable", LISTED),
        ("A", "Other independent school", "Not applicable", AGES_UNKNOWN),
        ("A", "Other independent special school", "Not applicable", AGES_UNKNOWN),
        ("A", "Local authority nursery school", "Nursery", "nursery"),
        ("A", "Welsh establishment", "Not applicable", "in Wales"),
        ("A", "British schools overseas", "Not applicable", "overseas"),
        ("A", "Online provider", "Secondary", "online"),
        ("A", "Higher education institutions", "Not applicable", "neither school nor college"),
    ],
)
def test_who_belongs_is_told_by_phase_type_and_name(
    name: str, kind: str, phase: str, why: str
) -> None:
    found = why_left_out(open_schools(("100001", name, kind, phase)), results("999999"))
    assert found.tolist() == [why]


def test_the_tables_of_2018_tell_ages_that_the_register_does_not() -> None:
    listed = open_schools(
        ("100001", "A", "Other independent school", "Not applicable"),
        ("100002", "B Primary and Secondary", "Community special school", "Not applicable"),
        ("100003", "C", "Free schools", "Primary"),
        ("100004", "D", "Other independent school", "Not applicable"),
    )
    made = build_schools(listed, results("100001", "100002", "100003", post_16=("100003",)))
    assert made.index.tolist() == ["100001", "100002", "100003"]
    assert made["secondary"].tolist() == [True, True, True]
    assert made["post_16"].tolist() == [False, False, True]


def test_a_school_that_is_not_of_a_welsh_type_can_be_in_wales() -> None:
    listed = open_schools(
        ("100001", "A", "Welsh establishment", "Not applicable"),
        ("100002", "B", "Special post 16 institution", "Not applicable"),
    ).assign(authority="Vale of Glamorgan")
    assert why_left_out(listed, results()).tolist() == ["in Wales", "in Wales"]


def test_a_centre_at_the_origin_of_the_grid_has_no_place() -> None:
    listed = open_schools(("100001", "A", "Sixth form centres", "Not applicable"))
    gone = listed.assign(easting_m=np.nan, northing_m=np.nan)
    assert why_left_out(gone, results()).tolist() == [NO_PLACE]


def test_a_type_that_nobody_knows_stops_the_build() -> None:
    listed = open_schools(("100001", "A", "School of thought", "Secondary"))
    with pytest.raises(BadInputError, match="'School of thought' is no known type"):
        why_left_out(listed, results())


def test_results_postcode_and_town_are_joined_by_number_alone() -> None:
    listed = open_schools(
        ("100001", "New name", "Academy converter", "Secondary"),
        ("100002", "Old name", "Academy converter", "Secondary"),
    )
    made = build_schools(listed, results("100001", "100009", post_16=("100001",)))
    assert made["name"].tolist() == ["New name", "Old name"]
    assert made["attainment8"].isna().tolist() == [False, True]
    assert made["a_level_points"].isna().tolist() == [False, True]
    assert made["postcode"].tolist() == ["LS1 1AA", ""]
    assert made["town"].tolist() == ["Leeds", "Leeds"]
    assert made["post_16"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("metres", "postcode", "town"), [(999, "LS1 1AA", "Leeds"), (1_001, "", "X")]
)
def test_a_school_that_moved_by_a_kilometre_has_no_postcode(
    metres: float, postcode: str, town: str
) -> None:
    listed = open_schools(("100001", "A", "Community school", "Secondary")).assign(authority="X")
    listed["easting_m"] += metres
    made = build_schools(listed, results("100001")).loc["100001"]
    assert (made["postcode"], made["town"], made["attainment8"]) == (postcode, town, 40)


def test_a_school_with_a_sixth_form_is_one_school() -> None:
    both = results("100001", "100002", post_16=("100002", "100003"))
    flags = both[["secondary", "post_16"]].to_numpy().tolist()
    assert flags == [[True, False], [True, True], [False, True]]


def test_every_kind_is_a_candidate_for_one_reason() -> None:
    kinds = set(KINDS.values())
    assert not set(KINDS) & set(NEVER)
    assert set(OUTSIDE_TUNDRA) | set(COLLEGES) <= kinds
    taught = kinds - set(OUTSIDE_TUNDRA) - set(COLLEGES)
    assert taught == {"Academy", "Maintained school", "UTC or studio school"}


# The register itself, read by another road


def in_file(raw: Path) -> dict[str, dict[str, str]]:
    with gzip.open(raw / dataset("dfe_gias").file, "rt", encoding="utf-8", newline="") as handle:
        return {row["urn"].split(".")[0]: row for row in csv.DictReader(handle)}


def numbers_2018(raw: Path) -> dict[str, set[str]]:
    found = {}
    for name in ("dfe_ks4", "dfe_ks5"):
        with (raw / dataset(name).file).open(encoding="utf-8-sig", newline="") as handle:
            found[name] = {row["URN"] for row in csv.DictReader(handle)}
    return found


def plain_reason(row: dict[str, str], known: bool, welsh: set[str]) -> str:
    """Return why a row is left out, in the words of the manual and with no table of types."""
    kind, phase = row["establishment_type"], row["education_phase"]
    if "overseas" in kind or kind.startswith(("Offshore", "Service child")):
        return "overseas"
    if row["la_name"] in welsh:
        return "Wales"
    if kind == "Online provider":
        return "online"
    if "nursery" in kind:
        return "nursery"
    if kind.startswith(("Higher", "Misc")) or "ecure" in kind:
        return "other"
    state_special = re.search("special|alternative|referral", kind) and "ndependent" not in kind
    for_sure = known or re.search(
        "16|sixth form|Further|technical college|technology college|Studio", kind, re.I
    )
    if not for_sure and "ndependent" in kind:
        return "independent"
    if not for_sure and state_special:
        words = re.findall("[a-z]+", row["establishment_name"].lower())
        young = {"primary", "infant", "infants", "junior", "juniors", "nursery"} & set(words)
        for_sure = not young and "early years" not in " ".join(words)
    if not (
        for_sure or phase in ("Secondary", "All-through", "Middle deemed secondary", "16 plus")
    ):
        return "primary"
    return "" if float(row["easting"] or 0) > 0 else "no place"


@pytest.mark.raw
def test_of_27153_establishments_6404_are_listed_and_each_other_has_a_reason(raw: Path) -> None:
    rows, known = in_file(raw), set().union(*numbers_2018(raw).values())
    welsh = {
        row["la_name"]
        for row in rows.values()
        if row["establishment_type"] == "Welsh establishment"
    }
    reasons = {urn: plain_reason(row, urn in known, welsh) for urn, row in rows.items()}
    assert Counter(reasons.values()) == {
        "": 6_404,
        "primary": 16_761,
        "Wales": 1_576,
        "independent": 1_339,
        "overseas": 456,
        "nursery": 378,
        "other": 222,
        "no place": 9,
        "online": 8,
    }
    assert sum(Counter(reasons.values()).values()) == 27_153
    assert set(tables.load("schools").index) == {urn for urn, why in reasons.items() if not why}


@pytest.mark.raw
def test_of_the_schools_of_2018_those_that_are_no_longer_open_are_gone(raw: Path) -> None:
    before, now = numbers_2018(raw), tables.load("schools")
    every = before["dfe_ks4"] | before["dfe_ks5"]
    assert (len(every), len(every & set(now.index))) == (5_796, 5_005)
    assert len(every - set(in_file(raw))) == 791
    assert len(now) - 5_005 == 1_399
    with_result = now.index[now["attainment8"].notna()]
    assert set(with_result) <= before["dfe_ks4"]
    assert set(now.index[now["a_level_points"].notna()]) <= before["dfe_ks5"]


@pytest.mark.raw
def test_the_zeros_and_hundreds_that_stand_for_nothing_are_never_shown(raw: Path) -> None:
    found = read_establishments(raw)
    assert len(found) == 27_153
    # 531 without coordinates, and 88 at 0,0: nine of them sixth-form centres.
    assert found["easting_m"].isna().sum() == 531 + 88
    assert (found[["easting_m", "northing_m"]].min() > 0).all()
    assert found["pupils"].min() >= 1
    assert found["fsm_share"].between(0, 1, inclusive="neither").sum() == found["fsm_share"].count()
    assert found.loc[found["pupils"] < 10, "fsm_share"].isna().all()
    assert found.loc[found["phase"] == "16 plus", "fsm_share"].isna().all()


TEN = {
    # URN: name, type, roll, free school meals in %, easting, northing: as in the file.
    "100003": ("City of London School", "Other independent school", 1084, "", 531981, 180844),
    "119771": ("Fleetwood High School", "Foundation school", 1008, 50.1, 332099, 446685),
    "119871": ("Woodlands School", "Community special school", 110, 62.4, 332150, 435608),
    "130739": ("Blackpool and the Fylde College", "Further education", "", "", 332597, 440840),
    "131772": ("Educational Diversity", "Pupil referral unit", 115, 72.2, 332321, 434981),
    "131944": ("National Star College", "Special post 16 institution", "", "", 394340, 216820),
    "135469": ("Harrow Collegiate", "Sixth form centres", "", "", 514664, 190200),
    "136669": ("Brampton Manor Academy", "Academy converter", 2880, 33.9, 541769, 182383),
    "140971": ("Exeter Mathematics School", "Free schools 16 to 19", 127, "", 292124, 92898),
    "151443": ("South Shore Academy", "Academy sponsor led", 726, "", 331336, 433819),
}
KIND_OF_TEN = ["Independent school", "Maintained school", "Special school", "College"]
KIND_OF_TEN += ["Alternative provision", "Special college", "Sixth-form centre", "Academy"]
KIND_OF_TEN += ["16 to 19 academy", "Academy"]


def test_ten_schools_are_in_the_bundle_as_they_are_in_the_register() -> None:
    found = tables.load("schools").loc[list(TEN)]
    assert found["kind"].tolist() == KIND_OF_TEN
    for urn, (name, kind, pupils, meals, east, north) in TEN.items():
        row = found.loc[urn]
        assert (row["name"], row["establishment_type"]) == (name, kind)
        assert (row["easting_m"], row["northing_m"]) == (east, north)
        assert pd.isna(row["pupils"]) if pupils == "" else row["pupils"] == pupils
        share = row["fsm_share"] * 100
        assert pd.isna(share) if meals == "" else share == pytest.approx(meals)


@pytest.mark.raw
def test_ten_schools_are_in_the_register_as_they_are_here(raw: Path) -> None:
    rows = in_file(raw)
    for urn, (name, kind, pupils, meals, east, north) in TEN.items():
        row = rows[urn]
        assert (row["establishment_name"], row["establishment_type"]) == (name, kind)
        assert (float(row["easting"]), float(row["northing"])) == (east, north)
        assert row["number_of_pupils"] == (f"{pupils}.0" if pupils != "" else "")
        # 0% stands for a 16 to 19 academy where nobody was asked.
        assert row["percentage_fsm"] == ("0.0" if urn == "140971" else str(meals))


def test_kinds_are_as_many_as_the_register_has_of_their_types() -> None:
    kinds = tables.load("schools")["kind"].value_counts()
    # 218 and 143 are published, one of them in Wales; 39, 35 and 2 are 16 to 19 academies, 44 UTCs
    # and 19 studio schools, and of 13 sixth-form centres nine have no place.
    assert kinds["College"] == 218
    assert kinds["Special college"] == 143 - 1
    assert kinds["16 to 19 academy"] == 39 + 35 + 2
    assert kinds["UTC or studio school"] == 44 + 19
    assert kinds["Sixth-form centre"] == 13 - 9
    assert kinds["Maintained school"] == 565
    assert kinds["Academy"] == 2_787
    assert kinds["Special school"] == 1_421
    assert kinds["Independent school"] == 807
    assert kinds["Alternative provision"] == 321


def test_every_school_stands_in_a_neighbourhood_of_england() -> None:
    schools = tables.load("schools")
    assert schools["lsoa21_code"].str.startswith("E01").all()
    assert schools["secondary"].sum() == 5_980
    assert schools["post_16"].sum() == 2_789
    assert (schools["secondary"] | schools["post_16"]).all()


@pytest.mark.raw
def test_most_neighbourhoods_are_those_that_the_register_names(raw: Path) -> None:
    # The register's codes are those of postcodes, whose vintage is not said: they are not used.
    rows = in_file(raw)
    ours = tables.load("schools")["lsoa21_code"]
    same = sum(rows[urn]["lsoa_code"] == code for urn, code in ours.items())
    assert same / len(ours) > 0.9
    # Of the authorities that it names, the points are in all but 47: a school of one may lie in
    # another, such as a boarding school of an inner London borough in Sussex.
    areas = tables.load("areas_lsoa21", ["lad24_code", "utla23_code"])
    names = {level: tables.load(f"areas_{level}", ["area_name"]) for level in ("lad24", "utla23")}

    def plain(name: str) -> str:
        return re.sub(r", (City|County) of$|^City of ", "", name)

    astray = 0
    for urn, code in ours.items():
        held = areas.loc[code]
        within = {
            plain(names[level].loc[held[f"{level}_code"], "area_name"])
            for level in names
            if held[f"{level}_code"]
        }
        astray += plain(rows[urn]["la_name"]) not in within
    assert astray <= 47


def test_the_publishers_own_file_is_read_and_the_closed_are_left(
    tmp_path: Path, declare: Declare
) -> None:
    header = ["URN", "LA (name)", "EstablishmentName", "TypeOfEstablishment (name)"]
    header += ["EstablishmentStatus (name)", "PhaseOfEducation (name)", "NumberOfPupils"]
    header += ["PercentageFSM", "Easting", "Northing"]
    school = ["Leeds", "Café School", "Community school"]
    rest = ["Secondary", "100", "12.5", "430000", "433000"]
    rows = [
        header,
        ["100001", *school, "Open", *rest],
        ["100002", *school, "Closed", *rest],
        ["100003", *school, "Open, but proposed to close", *rest],
        ["100004", *school, "Proposed to open", *rest],
    ]
    own = tmp_path / dataset("dfe_gias").own_file
    own.parent.mkdir(parents=True)
    with own.open("w", encoding="cp1252", newline="") as handle:
        csv.writer(handle).writerows(rows)
    declare("dfe_gias", rows=2)
    found = read_establishments(tmp_path)
    assert found.index.tolist() == ["100001", "100003"]
    assert found.loc["100001", ["name", "fsm_share"]].tolist() == ["Café School", 0.125]
    # It is read in the place of a copy, whose rows it need not have.
    write(tmp_path, "dfe_gias", BY_NAME["dfe_gias"].rows)
    assert read_establishments(tmp_path).index.tolist() == ["100001", "100003"]


def test_a_roll_of_nine_has_no_share_and_one_of_ten_has(tmp_path: Path, declare: Declare) -> None:
    rows = [list(row) for row in BY_NAME["dfe_gias"].rows]
    rows[2][6] = "50"
    write(tmp_path, "dfe_gias", rows)
    declare("dfe_gias", rows=3)
    found = read_establishments(tmp_path)
    assert found["fsm_share"].fillna(-1).tolist() == [0.4, -1, -1]
    assert found["pupils"].fillna(-1).tolist() == [10, 9, -1]
    assert found["easting_m"].fillna(-1).tolist() == [430_000, -1, -1]
