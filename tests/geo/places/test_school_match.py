"""Schools that rows name: exactly one is found, or the candidates are listed."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import tables
from geo.errors import BadInputError
from geo.outreach.records import NOT_NAMED, read_agreed, read_records
from geo.places.school_match import match_schools, plain_name


def match(urn: str = "", name: str = "", town: str = "", postcode: str = "") -> tuple[str, str]:
    row = {"urn": urn, "name": name, "town": town, "postcode": postcode}
    found = match_schools(pd.DataFrame([row])).iloc[0]
    return found["urn"], found["problem"]


@pytest.mark.parametrize(
    ("given_as", "urn"),
    [
        ({"urn": "119871"}, "119871"),
        ({"urn": "119871.0"}, "119871"),
        ({"name": "WOODLANDS SCHOOL", "town": "blackpool"}, "119871"),
        ({"name": "St. George's School, A C of E Academy", "town": "Blackpool"}, "140759"),
        ({"name": "Saint Marys Catholic Academy", "town": "Blackpool"}, "141257"),
        ({"name": "Woodlands School", "postcode": "fy3 9hf"}, "119871"),
        ({"name": "Woodlands School", "town": "Bispham", "postcode": "FY39HF"}, "119871"),
        ({"postcode": "ec2y8bb"}, "100001"),
    ],
)
def test_a_school_is_found_by_urn_name_and_town_or_postcode(
    given_as: dict[str, str], urn: str
) -> None:
    assert match(**given_as) == (urn, "")


@pytest.mark.parametrize(
    ("given_as", "said"),
    [
        ({"urn": "999999"}, "has this URN"),
        ({"name": "Woodlands School"}, "a name alone does not say which school"),
        ({"name": "Woodlands School", "town": "Truro"}, "no school of this name is in this town"),
        ({"name": "Woodlands Sch", "town": "Blackpool"}, "is called so"),
        ({"name": "Woodlands Sch", "postcode": "FY3 9HF"}, "119871 Woodlands School (Blackpool)"),
        ({"postcode": "ZZ1 1ZZ"}, "has this postcode"),
        ({"postcode": "FY3 9HF"}, "2 schools have this postcode: 119871"),
        ({}, "names no school"),
    ],
)
def test_what_is_not_exactly_one_school_is_none(given_as: dict[str, str], said: str) -> None:
    urn, problem = match(**given_as)
    assert urn == ""
    assert said in problem


def test_a_name_that_two_schools_of_a_town_share_lists_both() -> None:
    schools = tables.load("schools", ["name", "town"])
    plain = schools.assign(name=schools["name"].map(plain_name))
    twins = plain[plain.duplicated(["name", "town"], keep=False)].sort_values(["name", "town"])
    first = twins.iloc[0]
    both = twins[(twins["name"] == first["name"]) & (twins["town"] == first["town"])].index
    urn, problem = match(name=first["name"], town=first["town"])
    assert urn == ""
    assert all(one in problem for one in both)


def test_every_school_with_a_name_of_its_own_in_its_town_is_found() -> None:
    schools = tables.load("schools", ["name", "town"])
    plain = schools.assign(name=schools["name"].map(plain_name))
    own = ~plain.duplicated(["name", "town"], keep=False)
    some = schools[own].iloc[::40].assign(urn="", postcode="")
    found = match_schools(some)
    # An authority may be called as a town is: then two may be meant.
    assert (found["urn"] == found.index)[found["urn"] != ""].all()
    assert (found["urn"] != "").mean() > 0.97


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30))
def test_a_plain_name_stays_as_it_is(text: str) -> None:
    assert plain_name(plain_name(text)) == plain_name(text)


FILE = (
    "School,Town,Partner,Type,Intensity,Pupils\n"
    "Woodlands School,Blackpool,North Uni,Mentoring,sustained,30\n"
    "Park Community Academy,Blackpool,NORTH UNI,Campus day,One off,5\n"
    "Park Community Academy,Blackpool,,Summer school,residential,12\n"
    "Nowhere High,Blackpool,North Uni,,,9\n"
    "Woodlands School,Blackpool,North Uni,,weekly,x\n"
)


def test_records_are_read_with_who_how_many_and_in_what_way() -> None:
    made = read_records(FILE.encode())
    assert made.table.to_dict("list") == {
        "urn": ["119871", "140143", "140143"],
        "partner": ["North Uni", "North Uni", NOT_NAMED],
        "number": [30.0, 5.0, 12.0],
        "type": ["Mentoring", "Campus day", "Summer school"],
        "intensity": ["sustained", "one-off", "residential"],
    }
    assert made.bad["reason"].str.contains("is called so|not a whole number").tolist() == [True] * 2
    assert list(made.bad.index) == [5, 6]


def test_rows_that_name_nobody_are_of_whom_is_said() -> None:
    made = read_records(b"urn,pupils\n119871,30", "City College")
    assert made.partners == ["City College"]
    beside = read_records(b"school name,town,partner name\nWoodlands School,Blackpool,We")
    assert beside.partners == ["We"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lsoa,pupils\nE01012673,30", "No column names a school"),
        ("urn,pupils\n5,30", "No row names a school that is found"),
        ("urn\n\n", "no row of data"),
    ],
)
def test_a_file_without_a_school_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        read_records(text.encode())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("urn,partner\n119871,A\n119871,B", "two partners"),
        ("urn,partner\n119871,", "names no partner"),
        ("urn,partner\n119871,A\n7,A", "line 3"),
    ],
)
def test_an_agreed_list_is_whole_or_refused(text: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        read_agreed(text.encode())
    assert read_agreed(b"urn,partner\n119871,A\n119871,A") == {"119871": "A"}
