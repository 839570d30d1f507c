"""Activity files as people have them: terms, types, intensity, schools by name, addresses."""

from __future__ import annotations

import pandas as pd
import pytest

from geo import tables
from geo.errors import BadInputError
from geo.places.school_match import NO_NAME, NO_URN, match_schools
from geo.reach.activity import ACTIVITY_COLUMNS, read_activity
from geo.uploads import Layout, kind_of, read_sites
from tests.geo.uploads.test_workbooks import saved

FILE = b"""Delivery partner,School,Town,Term,Academic year,Pupils,Activity type,Intensity
Uni A,Montgomery Academy,Blackpool,Autumn,2024/25,30,Campus visit,One off
uni a,Montgomery Academy,Blackpool,Spring,2024/25,12,campus  visit,Sustained
College B,St Nowhere,Blackpool,Spring,2024/25,12,Talk,high
College B,Montgomery Academy,Blackpool,Summer,AY24/25,10,Talk,high
"""


def school() -> pd.Series:
    listed = tables.load("schools")
    return listed[listed["name"] == "Montgomery Academy"].iloc[0]


def test_the_canonical_table_has_partner_school_type_intensity_and_year() -> None:
    made, bad, notices = read_activity(FILE)
    assert list(made) == list(ACTIVITY_COLUMNS)
    assert made.index.name == "line"
    assert made.index.tolist() == [2, 3, 5]
    assert made["partner"].tolist() == ["Uni A", "Uni A", "College B"]
    assert made["type"].tolist() == ["Campus visit", "Campus visit", "Talk"]
    assert made["intensity"].tolist() == ["one-off", "sustained", ""]
    assert made["year"].tolist() == ["2024/25"] * 3
    days = made["date"].dt.strftime("%Y-%m-%d").tolist()
    assert days == ["2024-09-01", "2025-01-01", "2025-04-01"]
    listed = tables.load("schools")
    assert (listed.loc[made["urn"], "name"] == "Montgomery Academy").all()
    assert set(made["area_code"]) == {school()["lsoa21_code"]}
    assert bad["reason"].to_dict() == {4: NO_NAME}
    assert any("first: line 5, 'high'" in one for one in notices)


def test_without_the_new_columns_they_are_empty() -> None:
    made, _, _ = read_activity(b"urn,pupils\n100001,30\n")
    assert made[["type", "intensity", "partner", "year"]].to_numpy().tolist() == [[""] * 4]
    assert made["urn"].tolist() == ["100001"]
    assert made["school"].tolist() == ["City of London School for Girls"]


def test_an_address_has_its_postcode_in_it_or_is_listed_as_such() -> None:
    text = (
        b'Venue address,Date\n"Town Hall, Talbot Square, FY1 1AA",2024-03-01\n'
        b'"The Hall, Blackpool",2024-03-01\n'
    )
    made, bad, _ = read_activity(text)
    assert made["area_code"].tolist() == ["E01012737"]
    assert bad["value"].tolist() == ["The Hall, Blackpool"]
    assert bad["reason"].tolist() == ["an address without a postcode: add its postcode"]


def test_columns_are_as_a_person_chose_them() -> None:
    book = saved([["Notes"]], {"2024": [["Where", "Code", "Who came"], ["FY1 1AA", "x", 12]]})
    layout = Layout("2024", {"Where": "postcode", "Who came": "number", "Code": ""})
    made, _, _ = read_activity(book, layout=layout)
    assert made["number"].tolist() == [12]
    wrong = Layout("2024", {"Where": "", "Who came": "number"})
    with pytest.raises(BadInputError, match="No column says where a row is"):
        read_activity(book, layout=wrong)


def test_partner_schools_are_placed_by_urn_or_by_name_and_town() -> None:
    text = (
        b"School,Town,URN\nMontgomery Academy,Blackpool,\n,,100001\nSt Nowhere,Leeds,\n,,999999\n"
    )
    assert kind_of(["School", "Town", "URN"]) == "schools"
    sites, bad, notices = read_sites(text)
    listed = tables.load("schools")
    wanted = [school(), listed.loc["100001"]]
    assert sites["easting_m"].tolist() == [one["easting_m"] for one in wanted]
    assert sites["northing_m"].tolist() == [one["northing_m"] for one in wanted]
    assert bad["reason"].tolist() == [NO_NAME, NO_URN]
    assert "Read as partner schools: they are of no provider." in notices


def test_matching_agrees_with_a_search_of_the_whole_list() -> None:
    listed = tables.load("schools").sample(200, random_state=3)
    rows = pd.DataFrame({"urn": "", "name": listed["name"].str.upper(), "town": listed["town"],
                         "postcode": ""}).reset_index(drop=True)  # fmt: skip
    found = match_schools(rows)
    everyone = tables.load("schools")
    same = everyone["name"].str.lower() + "|" + everyone["town"].str.lower()
    for urn, name, town, answer in zip(
        listed.index, listed["name"], listed["town"], found["urn"], strict=True
    ):
        if (same == f"{name}|{town}".lower()).sum() == 1:
            assert answer in (urn, "")
    assert (found["urn"] == listed.index).mean() > 0.97
    alone = rows.assign(town="").head(1)
    assert match_schools(alone)["problem"].str.startswith("a name alone does not say").all()


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (["Campus", "Postcode", "Courses"], "sites"),
        (["Name", "Latitude", "Longitude"], "sites"),
        (["School name", "Postcode"], "schools"),
        (["URN", "Notes"], "schools"),
        (["URN", "Date", "Pupils"], "activity"),
        (["School", "Postcode", "Term"], "activity"),
        (["Postcode", "Activity type", "Number"], "activity"),
    ],
)
def test_three_kinds_of_file_are_told_apart(headings: list[str], kind: str) -> None:
    assert kind_of(headings) == kind
