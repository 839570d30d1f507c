"""The profile of a patch: its figures counted again from the small areas that it holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas import area_table, inside_of
from geo.posterior import load_draws
from layers.profiles import find_subject, profile_of
from layers.stories.options import problem_of
from layers.words import inert

TWO = "E07000138,E07000142"


def test_the_rate_is_that_of_all_its_pupils() -> None:
    place = find_subject(TWO)
    own = area_table("lsoa21")[inside_of("lsoa21", TWO)].dropna(subset="tundra_rate")
    cohort = own["tundra_cohort"].astype("float64")
    rate = float((own["tundra_rate"] * cohort).sum() / cohort.sum())
    assert place.row["tundra_rate"] == pytest.approx(rate)
    assert place.row["tundra_cohort"] == cohort.sum()
    assert place.row["tundra_rate_low"] < rate < place.row["tundra_rate_high"]


def test_the_modelled_rate_is_the_mean_of_draws_weighted_by_pupils() -> None:
    place, drawn = find_subject(TWO), load_draws("lsoa21")
    codes = area_table("lsoa21").index[inside_of("lsoa21", TWO)]
    unit = drawn.unit.reindex(codes).dropna().astype("int64")
    pupils = drawn.pupils.reindex(unit.index).to_numpy("float64")
    rates = drawn.steps[unit.to_numpy()].astype("float64")
    mixed = np.average(rates, axis=0, weights=pupils)
    scale = float(place.row["tundra_rate_modelled"]) / mixed.mean()
    # Steps of one size: the interval has the same one as the mean.
    low, high = np.quantile(mixed, [0.05, 0.95], method="weibull") * scale
    assert place.row["tundra_rate_modelled_low"] == pytest.approx(low)
    assert place.row["tundra_rate_modelled_high"] == pytest.approx(high)
    assert place.row["tundra_rate_modelled"] == pytest.approx(0.38, abs=0.01)


def test_of_one_district_the_patch_says_what_the_district_says() -> None:
    wards = tables.load("areas_ward24", ["lad24_code"])["lad24_code"]
    own = ",".join(sorted(wards.index[wards == "E07000138"]))
    patch, district = find_subject(own), find_subject("E07000138")
    assert [*patch.codes] == [*district.codes]
    assert patch.row["tundra_rate"] == pytest.approx(district.row["tundra_rate"], abs=0.01)


def test_every_nation_has_a_profile() -> None:
    for code in (TWO, "W06000015,W06000022", "S12000036,S12000049", "N09000001,N09000002"):
        place, profile = profile_of(code)
        assert place.is_patch
        assert inert(profile.name.text)
    assert "By the model" in " ".join(
        one.text for part in profile_of(TWO)[1].parts for one in part.said
    )


def test_counts_of_a_profile_are_of_the_patch() -> None:
    people = tables.load("people_lsoa21", [f"aged_{age}" for age in (7, 8, 9, 10, 11)])
    codes = area_table("lsoa21").index[inside_of("lsoa21", TWO)]
    young = int(people.reindex(codes).sum().sum())
    texts = [one.text for part in profile_of(TWO)[1].parts for one in part.said]
    assert any(f"Of {young:,} young people of Lincoln and West Lindsey" in text for text in texts)
    assert isinstance(codes, pd.Index)


def test_where_no_story_is_written_of_a_patch_the_page_says_what_to_do() -> None:
    assert problem_of(TWO) == ""
    assert "profile of the patch" in problem_of("S12000049,S12000050")
