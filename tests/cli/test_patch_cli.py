"""The verb `patch`: what it puts together, keeps and refuses; and places of other verbs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.patch import load_patch, save_patch
from tests.commands import quick, run

LINCOLN, WEST_LINDSEY = "E07000138", "E07000142"
TWO = f"{LINCOLN},{WEST_LINDSEY}"


def test_places_by_name_and_code_are_one_patch() -> None:
    said = quick("patch", "lincoln", WEST_LINDSEY, "--name", "Ours & theirs")
    assert "Ours and theirs: 9,678 people aged 13 to 17" in said
    assert f"--within {TWO},Enamed_Ours_and_theirs" in said
    assert "53.7%" in said


def test_json_says_what_it_holds(tmp_path: Path) -> None:
    out = tmp_path / "ours.geojson"
    held = json.loads(quick("patch", TWO, "--json", "--out", str(out)))
    saved = save_patch(TWO)
    assert held["id"] == saved.id == load_patch(out).id
    assert (held["code"], held["areas"], held["young_people"]) == (TWO, 113, 9678)
    assert held["districts"] == {LINCOLN: 1.0, WEST_LINDSEY: 1.0}


def test_a_file_is_gone_on_with_and_keeps_its_id(tmp_path: Path) -> None:
    out = tmp_path / "ours.geojson"
    quick("patch", TWO, "--out", str(out))
    again = json.loads(quick("patch", str(out), "--vintage", "lsoa11", "--json"))
    assert again["id"] == save_patch(TWO).id
    assert (again["vintage"], again["young_people"]) == ("lsoa11", 9678)
    more = json.loads(quick("patch", str(out), "E07000139", "--json"))
    assert more["code"] == "E07000138,E07000139,E07000142"


def test_an_institution_brings_its_districts() -> None:
    said = quick("patch", "--provider", "10007161")
    assert "Middlesbrough and Stockton-on-Tees" in said
    assert "left out: Teesside University: Teesside University London Campus" in said


def test_a_circle_lies_in_the_nation_of_its_middle() -> None:
    assert json.loads(quick("patch", "--circle", "55.86,-4.25,5", "--json"))["code"].startswith("S")


def test_a_file_or_names_are_a_place_of_other_verbs(tmp_path: Path) -> None:
    out = tmp_path / "ours.geojson"
    quick("patch", TWO, "--out", str(out))
    by_code = quick("find", "--within", TWO)
    assert "10 of 113 neighbourhoods are cold spots" in by_code
    assert quick("find", "--within", str(out)) == by_code
    assert quick("find", "--within", "Lincoln, West Lindsey") == by_code


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ((), "Nothing to put together"),
        (("Lincn",), "Did you mean Lincoln"),
        (("Lincoln", "Cardiff"), "lie in England and Wales"),
        (("--circle", "53.23,-0.54"), "is not latitude,longitude,km"),
        (("--circle", "-0.54,53.23,10"), "Latitude comes first"),
        (("--circle", "53.23,-0.54,101"), "radius of 101 km"),
        (("Lincoln", "--out", "ours.json"), "End it in .geojson"),
        (("Lincoln", "--vintage", "lsoa01"), "cannot be carried"),
        (("none.geojson",), "none.geojson"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(asked: tuple[str, ...], problem: str) -> None:
    code, _, error = run("patch", *asked)
    assert code != 0
    assert problem in error
    assert error.count("\n") == 1


def test_a_patch_of_two_nations_is_no_place() -> None:
    code, _, error = run("find", "--within", "Lincoln,Cardiff")
    assert code != 0
    assert "two nations" in error
