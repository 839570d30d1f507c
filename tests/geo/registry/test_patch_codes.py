"""Codes of patches: what is written is read back, and what cannot be read is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadInputError, GeoError
from geo.registry import (
    LARGEST_KM,
    LONGEST_NAME,
    MOST_PARTS,
    MOST_POINTS,
    Circle,
    Outline,
    Patch,
    clean_name,
    geography_of,
    is_patch,
    joined,
    read_patch,
)

LINCOLN, WEST_LINDSEY = "E07000138", "E07000142"

degrees = st.integers(min_value=0, max_value=10_000).map(lambda step: step / 10_000)
corners = st.lists(
    st.tuples(
        degrees.map(lambda one: round(one - 1, 4)), degrees.map(lambda one: round(one + 52, 4))
    ),
    min_size=3,
    max_size=MOST_POINTS,
)
parts = st.one_of(
    st.sampled_from([LINCOLN, WEST_LINDSEY, "E05009302", "E12000007", "E47000001"]),
    st.builds(
        Circle,
        degrees.map(lambda one: round(one + 52, 4)),
        degrees.map(lambda one: round(one - 1, 4)),
        st.integers(1, 1000).map(lambda tenth: tenth / 10),
    ),
    corners.map(lambda found: Outline(tuple(found))),
)


@given(st.lists(parts, min_size=1, max_size=5, unique=True), st.text(max_size=80))
def test_a_patch_is_read_as_it_was_written(made: list, name: str) -> None:
    code = joined("E", made, name)
    found = read_patch(code)
    assert set(found.parts) == set(made)
    assert found.code() == code
    alone = len(made) == 1 and isinstance(made[0], str)
    assert found.name == ("" if alone else clean_name(name))


@given(st.text(max_size=200))
def test_any_text_is_a_patch_or_is_refused_in_one_line(text: str) -> None:
    try:
        found = read_patch(text)
    except GeoError as error:
        said = str(error)
    else:
        said = found.code()
        assert read_patch(said).code() == said
    assert "\n" not in said


def test_the_order_of_parts_does_not_matter() -> None:
    assert joined("E", [WEST_LINDSEY, LINCOLN, LINCOLN]) == f"{LINCOLN},{WEST_LINDSEY}"


def test_one_area_is_itself_and_no_patch() -> None:
    assert joined("E", [LINCOLN], "Ours") == LINCOLN
    assert not is_patch(LINCOLN)
    assert geography_of(f"{LINCOLN},{WEST_LINDSEY}") == "patch"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (f"{LINCOLN},W06000015", "lie in England and Wales"),
        ("95AA01S1,95AA01S2", "lie in elsewhere"),
        (",", "lie in nowhere"),
        ("Enamed_Ours", "has no part"),
        ("E0km_53.2307_-0.5406", "radius of 0 km"),
        ("E100.1km_53.2307_-0.5406", "radius of 100.1 km"),
        ("E20km_5.2307_-0.5406,", "neither the code of an area"),
        ("Edrawn_!!", "cannot be read"),
        ("Edrawn_", "has 0 corners"),
        ("E07,E07000138", "neither the code of an area"),
        (",".join(f"E0700{number:04}" for number in range(MOST_PARTS + 1)), "more than 80 parts"),
        ("E07000138," + " " * 4_000, "more than 80 parts"),
    ],
)
def test_what_is_no_patch_is_refused(code: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        read_patch(code)


def test_the_largest_circle_and_as_many_parts_as_may_be_are_read() -> None:
    assert read_patch(f"E{LARGEST_KM:g}km_53.2307_-0.5406").shapes == (
        Circle(53.2307, -0.5406, 100.0),
    )
    most = ",".join(f"E0700{number:04}" for number in range(MOST_PARTS))
    assert len(read_patch(most).areas) == MOST_PARTS


def test_an_outline_has_three_corners_at_least() -> None:
    three = Patch("E", (Outline(((-1.0, 52.0), (-0.9, 52.0), (-0.9, 52.1))),)).code()
    assert len(read_patch(three).shapes) == 1
    two = Patch("E", (Outline(((-1.0, 52.0), (-0.9, 52.0))),)).code()
    with pytest.raises(BadInputError, match="has 2 corners"):
        read_patch(two)


def test_a_name_holds_nothing_that_a_page_or_an_address_would_read_as_more() -> None:
    assert clean_name("Hull & East <script>[x](y) a_b\u202e") == "Hull and East scriptxy a b"
    assert len(clean_name("a" * 100)) == LONGEST_NAME
