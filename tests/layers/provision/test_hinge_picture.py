"""The map of what hangs on one provider: where each is, labels apart, and the list in words."""

from __future__ import annotations

import io

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from geo import tables
from geo.boundaries import outlines
from geo.provision import Selection
from geo.provision.selection import load_courses
from layers.provision.all_subjects import all_subjects
from layers.provision.hinge_picture import hinge_picture, label_places, site_of


def test_a_provider_stands_where_it_teaches_the_subject_nearest_to_the_region() -> None:
    """Leeds teaches physics in Leeds: by the raw table of sites, in metres by hand."""
    region = outlines.load("region").geometry["E12000003"]
    rows = load_courses()
    there = rows[(rows["provider"] == "10007795") & rows["subject"].str.startswith("CAH07-01")]
    sites = tables.load("sites", ["easting_m", "northing_m"]).loc[there["site_id"].unique()]
    nearest = min(sites.to_numpy().tolist(), key=lambda at: shapely.Point(at).distance(region))
    found = site_of("10007795", "CAH07-01", region)
    assert found == tuple(nearest)
    assert found == pytest.approx((429_500, 434_000), abs=3_000)


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 600)), min_size=1, max_size=12, unique=True
    )
)
def test_no_label_lies_over_another_where_dots_are_apart(dots: list[tuple[int, int]]) -> None:
    kept: list[tuple[int, int]] = []
    for one in dots:
        if all(abs(one[0] - x) > 90 or abs(one[1] - y) > 70 for x, y in kept):
            kept.append(one)
    wide = np.full(len(kept), 40.0)
    found = label_places(np.array(kept, dtype=float), wide, 21.0)
    for at, (x, y) in enumerate(found):
        for other_x, other_y in found[:at]:
            assert abs(x - other_x) >= 40 or abs(y - other_y) >= 21
        for dot_x, dot_y in kept:
            assert abs(x - dot_x) >= 20 or abs(y - dot_y) >= 10.5


@pytest.mark.slow
def test_the_picture_says_the_list_in_words_and_marks_regions_that_have_one() -> None:
    listed = all_subjects(Selection()).hinges[30.0].head(3)
    nursing = Selection("CAH02-04", mode="part-time")
    picture = Image.open(io.BytesIO(hinge_picture(listed, 30.0, nursing)))
    told = picture.text["Description"]
    assert "Part-time courses, listed in Discover Uni" in told
    assert "nursing" not in told.lower()
    for number, (_, row) in enumerate(listed.iterrows(), 1):
        assert f"{number}: {row['label']}, {row['place']}, {row['provider_name']}" in told
        assert f"{row['young_people']:,} young people" in told
    colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}
    assert {(0xBF, 0xD3, 0xE6), (0xE4, 0xE8, 0xEC)} <= colours
