"""One of something is said as one, and several as several, in sentences about many places."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest

from geo.areas.cache import area_table
from geo.coldspots.results import ColdSpotQuery, find_all
from layers.coldspots.options import with_cold
from layers.coldspots.zone_tables import listed_zones
from layers.kinds import can_hold
from layers.profiles.compose import profile_of
from layers.profiles.options import ProfileAsked, made
from layers.reach.options import ReachOptions
from layers.reach.query import with_reach
from layers.style.legend import title_of
from layers.view import MapView
from layers.words import named, say
from layers.words.reading import reading_of

SEED = 11
HOW_MANY = {"lsoa21": 14, "msoa21": 12, "ward24": 12, "lad24": 10, "utla23": 2, "region": 1}
ZONES = 9
ONE = re.compile(
    r"(?<![\d,.-])\b1 (?:are|were|have|live|lie|more (?:are|have)|people|sites|areas|zones|wards|"
    r"providers|pupils|places|neighbourhoods|cold spots|local areas)\b|\bits 1\b|"
    r"\bthe 1 |\ball 1 |\bnone are\b"
)
SEVERAL = re.compile(
    r"(?<![\d,.-])\b(?:0|[2-9]|\d[\d,]*\d) (?:is|was|has|lives|lies|more (?:is|has)|person|site|"
    r"zone|provider|pupil|neighbourhood|cold spot)\b"
)


def places() -> Iterator[str]:
    draw = np.random.default_rng(SEED)
    for level, count in HOW_MANY.items():
        codes = [code for code in area_table(level).index if code[0] == "E"]
        yield from map(str, draw.choice(codes, count, replace=False))
    zones = find_all(ColdSpotQuery("lsoa21")).zones.index.to_numpy(dtype=str)
    yield from map(str, draw.choice(zones, ZONES, replace=False))


def wrong_in(where: str, said: list[str]) -> list[str]:
    return [f"{where}: {text}" for text in said if ONE.search(text) or SEVERAL.search(text)]


def test_wrong_plurals_are_noticed() -> None:
    assert wrong_in("", ["1 are low.", "Of the 1 site", "12 has one", "its 1 cold spot is"])
    assert not wrong_in("", ["1 is low.", "11 are low", "Of 21 sites 1 has none.", "1,001 are"])


@pytest.mark.slow
def test_profiles_count_one_as_one() -> None:
    wrong = []
    for code in places():
        said = [sentence.text for _, sentence in profile_of(code)[1].sentences()]
        wrong += wrong_in(code, said)
    assert wrong == []


def test_the_one_neighbourhood_of_a_place_is_not_one_of_one() -> None:
    here = MapView(within="E05012078")
    tiers, gravity = (
        reading_of(with_reach(here, options=(ReachOptions(("10007161",), show=show),)))[0]
        for show in ("tiers", "gravity")
    )
    name = "The one neighbourhood in Severn Vale South"
    assert tiers == f"{name} is out of range of Teesside University."
    assert gravity == f"{name} has no site in range."


@pytest.mark.slow
def test_maps_count_one_as_one() -> None:
    wrong = []
    for code in places():
        if code.startswith("zone-") or not can_hold(code, "lsoa21"):
            continue
        here = MapView(within=code)
        for view in (
            here,
            MapView(within=code, mode="both"),
            MapView(within=code, mode="disagree"),
            with_cold(here),
            with_cold(here, definition="gap"),
            *(
                with_reach(here, options=(ReachOptions(("10007161", "10007154"), show=show),))
                for show in ("gaps", "tiers", "gravity")
            ),
        ):
            wrong += wrong_in(view.to_query(), reading_of(view))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("within", ["", "E08000035"])
@pytest.mark.parametrize("providers", [("10007795",), ("10007795", "10003863")])
def test_partnerships_count_one_as_one(providers: tuple[str, ...], within: str) -> None:
    profile = made(ProfileAsked(providers=providers, within=within)).profile
    assert wrong_in("", [sentence.text for _, sentence in profile.sentences()]) == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("E12000002", "in the North West "),
        ("E12000006", "in the East of England "),
        ("E06000046", "on the Isle of Wight "),
        ("E06000023", "in Bristol "),
        ("E08000035", "in Leeds "),
    ],
)
def test_a_place_is_named_in_a_sentence_as_one_says_it(code: str, name: str) -> None:
    assert name in " ".join(reading_of(MapView(within=code)))
    assert f"Zones {name.strip()}," in listed_zones(with_cold(MapView(within=code))).title
    title = title_of(MapView(within=code))
    assert "the " not in title


@pytest.mark.parametrize(
    ("template", "code", "text"),
    [
        (
            "Nobody in {place} lives {where}.",
            "E06000046",
            "Nobody on the Isle of Wight lives near.",
        ),
        ("In {place}, nobody.", "E06000046", "On the Isle of Wight, nobody."),
        ("In all of {place}, nobody.", "E06000046", "In all of the Isle of Wight, nobody."),
        ("In {place}, nobody.", "W06000001", "On the Isle of Anglesey, nobody."),
        ("In {place}, nobody.", "E06000053", "In the Isles of Scilly, nobody."),
        ("In {place}, nobody.", "E08000035", "In Leeds, nobody."),
    ],
)
def test_one_is_on_an_island_and_in_a_city(template: str, code: str, text: str) -> None:
    assert say(template, place=named("lad24", code), where="near").text == text
