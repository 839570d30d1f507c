"""The verb `profile`: files, words, an activity file, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli
from geo.errors import GeoError
from layers.profiles.options import ProfileAsked, made
from tests.commands import quick

LEEDS = "E08000035"
ACTIVITY = "area_code,date,number\nE01011264,01/03/2026,25\nE01011281,02/03/2026,30\n"


@pytest.mark.slow
def test_a_profile_of_a_district_for_a_partnership_with_activity(tmp_path: Path) -> None:
    work, out = tmp_path / "work.csv", tmp_path / "leeds.html"
    work.write_text(ACTIVITY, encoding="utf-8")
    whose = ["--provider", "10007795", "--activity", str(work)]
    said = quick("profile", LEEDS, *whose, "--out", str(out))
    assert "Leeds" in said
    page = out.read_text(encoding="utf-8")
    assert "Who is in range, and where there has been work" in page
    assert "activity file" in page
    held = json.loads((tmp_path / "leeds.trace.json").read_text(encoding="utf-8"))
    assert held["code"] == LEEDS


def test_words_without_a_file() -> None:
    said = quick("profile", "W06000001")
    assert "Wales" in said or "Anglesey" in said


def test_a_partnership_within_a_place_is_as_on_the_page() -> None:
    said = quick("profile", "--provider", "10007795", "--within", LEEDS)
    page = made(ProfileAsked(providers=("10007795",), within=LEEDS)).profile
    assert said.splitlines() == [one.text for _, one in page.sentences()]
    assert "young people of Leeds" in said


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (["profile"], "A profile of what"),
        (["profile", "X00000000"], "X00000000"),
        (["profile", LEEDS, "--activity", "none.csv"], "Whose activity"),
        (["profile", LEEDS, "--out", "leeds.doc"], "profile cannot be"),
        (["profile", LEEDS, "--within", "E12000003"], "Leave out --within"),
        (["profile", "--provider", "10007795", "--within", "X0"], "X0"),
        (
            ["profile", "--provider", "10007795", "--within", "E06000052"],
            "Nobody in Cornwall lives within 10 km of a site of the University of Leeds",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(asked: list[str], problem: str) -> None:
    with pytest.raises(GeoError, match=problem):
        cli.app(asked, standalone_mode=False)
