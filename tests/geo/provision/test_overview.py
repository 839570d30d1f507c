"""Every subject at once: as one at a time, and what closes if a provider stops teaching it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from geo import tables
from geo.errors import BadInputError, NoAnswerError
from geo.provision import (
    LIMITS_KM,
    Overview,
    Selection,
    change_record,
    closures,
    compare_provision,
    find_openings,
    find_overview,
    find_provision,
    heat_table,
    hinges,
    limits_table,
    nations_without,
    subjects,
)
from geo.provision.homes import NATIONS
from geo.provision.selection import matching, teaching_sites
from geo.provision.what_if import losing_districts

PHYSICS, CELTIC = "CAH07-01", "CAH19-02"


@pytest.fixture(scope="module")
def whole() -> Overview:
    return find_overview()


@pytest.mark.parametrize("code", [PHYSICS, CELTIC, "CAH17-01"])
@pytest.mark.parametrize("limit", [15.0, 60.0])
def test_each_subject_is_as_if_it_were_asked_for_alone(
    whole: Overview, code: str, limit: float
) -> None:
    at = subjects().index.get_loc(code)
    found = find_provision(Selection(code), limit)
    assert np.array_equal(whole.at(limit)[at], found.providers_within)
    assert np.allclose(whole.nearest_km[at], found.costs.nearest_cost, rtol=1e-12)
    nearest = whole.providers.index.to_numpy()[whole.nearest[at]]
    assert (nearest == found.nearest_provider).all()


def test_a_limit_that_grows_never_loses_anybody_in_any_subject(whole: Overview) -> None:
    for small, large in pairwise(LIMITS_KM):
        assert (whole.at(small) <= whole.at(large)).all()
    shares = limits_table(whole).drop(columns="label").to_numpy()
    assert (np.diff(shares, axis=1) <= 0).all()
    with pytest.raises(BadInputError, match="20 km was not counted, only 15, 30"):
        whole.at(20)


def test_the_heat_table_is_counted_from_single_answers(whole: Overview) -> None:
    heat = heat_table(whole, 30)
    assert heat.shape == (35, 1 + 9 + 4)
    found = find_provision(Selection(PHYSICS), 30)
    homes = found.homes.assign(none=~found.in_range)
    for name in ("South West", "London", "Yorkshire and The Humber"):
        own = homes[homes["region_name"] == name]
        expected = own.loc[own["none"], "young_people"].sum() / own["young_people"].sum()
        assert heat.loc[PHYSICS, name] == pytest.approx(expected)
    own = homes[homes["nation"] == "Northern Ireland"]
    expected = own.loc[own["none"], "population"].sum() / own["population"].sum()
    assert heat.loc[PHYSICS, "Northern Ireland"] == pytest.approx(expected)
    whole_shares = limits_table(whole)["30 km"]
    expected = homes.loc[homes["none"], "young_people"].sum() / homes["young_people"].sum()
    assert whole_shares[PHYSICS] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("code", "provider"), [(PHYSICS, "10007789"), (PHYSICS, "10007795"), (CELTIC, "10007794")]
)
def test_what_closes_is_what_taking_it_away_shows(
    whole: Overview, code: str, provider: str
) -> None:
    before = find_provision(Selection(code), 30)
    after = find_provision(Selection(code), 30, removed=[f"{provider}:{code}"])
    counted = compare_provision(before, after)
    row = closures(whole, 30).loc[(code, provider)]
    assert row["young_people"] == counted.loc["all", "lost"]
    assert row["in_cold_spots"] == counted.loc["in_cold_spots", "lost"]
    for number in range(1, 11):
        assert row[f"tenth_{number}"] == counted.loc[f"tenth_{number}", "lost"]
    assert row["nearest_of"] == counted.loc["all", "moved"]
    assert row["km_further"] == pytest.approx(counted.loc["all", "km_further"])
    assert (counted["gained"] == 0).all()
    assert counted.loc["all", "lost"] == counted.loc["tenth_1":"tenth_10", "lost"].sum()


def test_putting_it_back_gives_the_first_answer() -> None:
    before = find_provision(Selection(PHYSICS), 30, within="E12000006")
    after = find_provision(Selection(PHYSICS), 30, within="E12000006", removed=["10007789"])
    there, back = compare_provision(before, after), compare_provision(after, before)
    assert there.loc["all", "lost"] == back.loc["all", "gained"] > 0
    assert there.loc["all", "km_further"] == pytest.approx(-back.loc["all", "km_further"])
    again = find_provision(Selection(PHYSICS), 30, within="E12000006")
    assert (again.table() == before.table()).all(axis=None)
    same = compare_provision(before, again)
    assert (same[["lost", "gained", "moved", "km_further"]] == 0).all(axis=None)
    districts = losing_districts(before, after)
    assert districts.loc["E07000148", "lost"] == districts.loc["E07000148", "young_people"]
    told = change_record(before, after)
    assert told["by_group"][0]["lost"] == there.loc["all", "lost"]
    with pytest.raises(BadInputError, match="same areas and limit"):
        compare_provision(before, find_provision(Selection(PHYSICS), 15, within="E12000006"))


def test_every_provider_and_subject_is_counted_once(whole: Overview) -> None:
    counted = closures(whole, 30)
    rows = matching(Selection())
    pairs = set(zip(rows["subject"].str[:8], rows["provider"], strict=True))
    assert set(counted.index) == pairs
    at = subjects().index.get_loc(PHYSICS)
    alone = whole.people[whole.at(30)[at] == 1].sum()
    assert counted.loc[PHYSICS, "young_people"].sum() == alone
    assert counted.loc[PHYSICS, "nearest_of"].sum() == whole.people.sum()


def test_the_list_of_hinges_is_led_by_most_young_people(whole: Overview) -> None:
    listed = hinges(whole, 30)
    assert len(listed) == 20
    assert listed["young_people"].is_monotonic_decreasing
    first = listed.iloc[0]
    found = find_provision(Selection(first["subject"]), 30)
    homes = found.homes
    own = (
        (homes["region_name"] == first["place"])
        & (found.providers_within == 1)
        & (found.nearest_provider == first["provider"])
    )
    assert homes.loc[own, "young_people"].sum() == first["young_people"]
    region = homes.loc[homes["region_name"] == first["place"], "young_people"].sum()
    assert first["share"] == pytest.approx(first["young_people"] / region)


def test_an_opening_adds_whom_it_says_and_no_other_site_adds_more() -> None:
    selection, region = Selection(PHYSICS), "E12000006"
    found = find_openings(selection, 30, 1, within=region)
    assert found.solution.status == "optimal"
    before = find_provision(selection, 30, within=region)
    homes = before.homes[~before.in_range]
    others = teaching_sites(matching(Selection()))
    others = others.drop(index=before.sites.index)
    gains = {
        site.Index: homes.loc[
            np.hypot(homes["easting_m"] - site.easting_m, homes["northing_m"] - site.northing_m)
            <= 30_000,
            "young_people",
        ].sum()
        for site in others.itertuples()
    }
    best = found.sites.iloc[0]
    assert best["young_people"] == max(gains.values()) == gains[found.sites.index[0]]


def test_no_opening_is_looked_for_where_nobody_is_counted() -> None:
    with pytest.raises(NoAnswerError, match="No young people are known"):
        find_openings(Selection(PHYSICS), within="N92000002")


@pytest.mark.parametrize("mode", ["", "part-time"])
def test_nations_without_a_course_are_those_that_each_answer_tells(mode: str) -> None:
    lacking = nations_without(Selection(mode=mode))
    nations = tables.load("sites", ["nation"])["nation"]
    told = {
        (code, nation)
        for code in subjects().index
        for nation in NATIONS
        if nation not in set(nations[teaching_sites(matching(Selection(code, mode))).index])
    }
    assert set(zip(lacking["subject"], lacking["nation"], strict=True)) == told
    assert ("CAH07-04", "Northern Ireland") in told
    found = find_provision(Selection("CAH07-04", mode), 5, within="N92000002")
    assert found.nations_without == ("Northern Ireland",)


def test_part_time_courses_are_counted_alone() -> None:
    part = find_overview((30.0,), selection=Selection(mode="part-time"))
    at = subjects().index.get_loc(PHYSICS)
    found = find_provision(Selection(PHYSICS, "part-time"), 30)
    assert np.array_equal(part.at(30)[at], found.providers_within)
    broad = find_overview((30.0,), level=1)
    assert len(broad.subjects) == 21
    with pytest.raises(BadInputError, match="above 0"):
        find_overview(())
