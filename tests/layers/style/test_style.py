"""Colours as people with a colour-vision deficiency see them, simulated."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from coloraide import Color

from geo.registry.indicators import INDICATORS, indicator
from layers.browser.static_files import STATIC
from layers.kinds import find_kind
from layers.style.palette import (
    BOTH,
    COLD,
    DISAGREE,
    DIVERGING,
    PALETTES,
    REACH,
    SITES,
    class_colours,
    map_style,
    measure_colours,
)
from layers.view import MapView

EYES = [None, "protan", "deutan", "tritan"]
# CIEDE2000: 2 is just to be seen side by side; 8 is plain.
APART = 8


def seen(colour: str, eye: str | None) -> Color:
    return Color(colour).filter(eye) if eye else Color(colour)


def apart(one: str, other: str, eye: str | None) -> float:
    return seen(one, eye).delta_e(seen(other, eye), method="2000")


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", PALETTES)
def test_neighbouring_classes_stay_apart(theme: str, eye: str | None) -> None:
    assert all(apart(one, other, eye) > APART for one, other in pairwise(PALETTES[theme]))


@pytest.mark.parametrize("theme", PALETTES)
def test_the_class_of_most_concern_is_the_darkest(theme: str) -> None:
    light = [Color(colour).luminance() for colour in PALETTES[theme]]
    assert light == sorted(light)


@pytest.mark.parametrize("eye", EYES)
def test_classes_around_a_middle_stay_apart_and_pale_towards_it(eye: str | None) -> None:
    assert all(apart(one, other, eye) > APART for one, other in pairwise(DIVERGING))
    assert apart(DIVERGING[0], DIVERGING[-1], eye) > APART
    light = [Color(colour).luminance() for colour in DIVERGING]
    assert light == sorted(light[:3]) + sorted(light[3:], reverse=True)
    composite = indicator("smc_labour_market")
    assert measure_colours(composite, 5) == DIVERGING


@pytest.mark.parametrize("eye", EYES)
def test_nine_classes_stay_apart_from_those_beside_them(eye: str | None) -> None:
    pairs = [pair for row in BOTH for pair in pairwise(row)]
    pairs += [pair for column in zip(*BOTH, strict=True) for pair in pairwise(column)]
    assert len(pairs) == 12
    assert all(apart(one, other, eye) > APART for one, other in pairs)


@pytest.mark.parametrize("eye", EYES)
def test_all_four_kinds_of_disagreement_stay_apart(eye: str | None) -> None:
    assert all(apart(one, other, eye) > APART for one, other in combinations(DISAGREE, 2))


@pytest.mark.parametrize("dark", [False, True])
def test_missing_is_never_a_colour_of_the_scale(dark: bool) -> None:
    for entry in INDICATORS:
        looks = map_style(measure_colours(entry, 5), "lsoa21", dark=dark)["classes"]
        scale = {looks[code]["fill"] for code in range(5)}
        assert len(scale) == 5
        assert not scale & {looks[code]["fill"] for code in (253, 254, 255, 252)}


def test_fewer_classes_take_colours_from_end_to_end() -> None:
    palette = PALETTES["Getting in"]
    assert class_colours("Getting in", 3) == (palette[0], palette[2], palette[4])
    assert len(find_kind("both").colours(MapView(mode="both"), 9)) == 9


SEAS = re.findall(r"--cs-sea: (#[0-9a-f]{6})", (STATIC / "coldspots.css").read_text("utf-8"))
EVERY = [
    *(colour for palette in PALETTES.values() for colour in palette),
    *(colour for row in BOTH for colour in row),
    *(colour for kinds in (COLD, REACH) for colours in kinds.values() for colour in colours),
    *DISAGREE,
    *DIVERGING,
    *SITES,
]


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("sea", SEAS)
def test_no_class_has_the_colour_of_the_sea(sea: str, eye: str | None) -> None:
    assert len(SEAS) == 2
    for colour in EVERY:
        assert apart(colour, sea, eye) > (3 if eye else 5), colour


@pytest.mark.parametrize("dark", [False, True])
def test_names_are_read_on_sea_and_land(dark: bool) -> None:
    looks = map_style(measure_colours(indicator("tundra_rate"), 5), "lsoa21", dark=dark)
    grounds = [SEAS[dark], looks["land"], looks["classes"][252]["fill"]]
    for ground in grounds:
        assert Color(looks["labels"]["ink"]).contrast(ground) >= 4.5
    # On a class of any colour a name is read against its own halo.
    halo = Color(looks["labels"]["halo"][:7])
    assert Color(looks["labels"]["ink"]).contrast(halo) >= 10
