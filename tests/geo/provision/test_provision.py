"""Who is in range of a subject: against brute force from the publisher's files, and by its laws."""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas import area_table
from geo.errors import BadInputError, NoAnswerError, UnknownAreaError
from geo.fetch import cache_dir
from geo.provision import (
    LIMITS_KM,
    MODES,
    TIERS,
    Selection,
    find_provision,
    find_subject,
    load_courses,
    load_homes,
    remove,
    subject_name,
    subjects,
    zones_beyond,
)
from geo.provision.selection import matching, teaching_sites
from geo.reach import domains_of, find_reach, load_ground
from geo.registry import dataset
from tests.geo.examples import write

PHYSICS, NURSING, SOCIAL_WORK, LAW = "CAH07-01", "CAH02-04", "CAH15-04-01", "CAH16-01"


def _rows(raw: Path, name: str) -> list[dict[str, str]]:
    path = raw / "discover_uni" / name
    opened = gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8-sig")
    with opened as file:
        return list(csv.DictReader(file))


@pytest.mark.raw
@pytest.mark.parametrize("code", [PHYSICS, NURSING, SOCIAL_WORK, LAW])
def test_the_nearest_of_twenty_areas_by_brute_force_from_the_files(raw: Path, code: str) -> None:
    taught = {
        (row["UKPRN"], row["KISCOURSEID"], row["KISMODE"])
        for row in _rows(raw, "SBJ.csv.gz")
        if row["SBJ"].startswith(code)
    }
    at = {
        f"{row['UKPRN']}-{row['LOCID']}"
        for row in _rows(raw, "COURSELOCATION.csv")
        if (row["UKPRN"], row["KISCOURSEID"], row["KISMODE"]) in taught
    }
    sites = tables.load("sites")
    points = [
        (site.ukprn, site.easting_m, site.northing_m)
        for site in sites[sites["placed"]].itertuples()
        if site.Index in at
    ]
    found = find_provision(Selection(code), 30).table()
    homes = load_homes()
    for area in homes.index[:: len(homes) // 20]:
        east, north = homes.loc[area, ["easting_m", "northing_m"]]
        away = [(math.hypot(x - east, y - north) / 1000, ukprn) for ukprn, x, y in points]
        least = min(km for km, _ in away)
        row = found.loc[area]
        assert row["nearest_km"] == pytest.approx(least, abs=0.0006)
        assert row["nearest_provider_ukprn"] in {ukprn for km, ukprn in away if km == least}
        assert row["providers_within"] == len({ukprn for km, ukprn in away if km <= 30})


def test_distances_are_those_of_reach() -> None:
    rows = matching(Selection(LAW))
    reach = find_reach(teaching_sites(rows), 15, ground=load_ground())
    found = find_provision(Selection(LAW), 15, within="E92000001")
    assert found.homes.index.equals(reach.ground.areas.index)
    assert np.array_equal(found.providers_within, reach.providers_within)
    assert np.array_equal(found.costs.nearest_cost, reach.costs.nearest_cost)


@pytest.mark.parametrize("nation", ["England", "Scotland", "Wales"])
def test_homes_are_those_that_reach_counts(nation: str) -> None:
    ground, homes = load_ground(None, nation, "likely"), load_homes()
    own = homes[homes["nation"] == nation]
    assert own.index.equals(ground.areas.index)
    assert np.array_equal(own["young_people"], ground.people())
    assert np.array_equal(own["cold_spot"], ground.cold)
    assert (own["tenth"] == ground.areas[f"{domains_of(nation)[0]}_decile"]).all()
    assert np.array_equal(own[["easting_m", "northing_m"]], ground.origins)


def test_young_people_of_northern_ireland_are_unknown_and_its_areas_are_there() -> None:
    homes = load_homes()
    own = homes[homes["nation"] == "Northern Ireland"]
    assert own.index.tolist() == area_table("soa01").index.tolist()
    assert own["young_people"].isna().all()
    assert own["tenth"].between(1, 10).all()
    assert own["population"].sum() == tables.load("people_soa01")["population"].sum()


@pytest.mark.parametrize("code", [PHYSICS, NURSING])
def test_a_limit_that_grows_never_loses_anybody(code: str) -> None:
    before = np.zeros(len(load_homes()), np.int64)
    courses = np.zeros(len(before))
    for limit in LIMITS_KM:
        found = find_provision(Selection(code), limit)
        assert (found.providers_within >= before).all()
        assert (found.courses_within >= courses).all()
        before, courses = found.providers_within, found.courses_within
        assert ((before > 0) == found.in_range).all()


def test_fewer_courses_never_bring_anybody_nearer() -> None:
    whole = find_provision(Selection(NURSING), 30)
    for selection in (
        Selection(NURSING, "part-time"),
        Selection(NURSING, max_points=112),
        Selection(NURSING, min_points=128),
    ):
        part = find_provision(selection, 30)
        assert (part.costs.nearest_cost >= whole.costs.nearest_cost).all()
        assert (part.providers_within <= whole.providers_within).all()


def test_a_subject_without_a_course_in_a_nation_says_so() -> None:
    assert "Northern Ireland" in find_provision(Selection("CAH07-04")).nations_without
    assert find_provision(Selection(LAW)).nations_without == ()
    # Cut to a place, only its own nation is told of.
    assert find_provision(Selection("CAH07-04"), within="E06000001").nations_without == ()


def test_points_on_both_sides_of_a_limit() -> None:
    rows = load_courses()
    low, high = matching(Selection(max_points=112)), matching(Selection(min_points=113))
    assert low["points_median"].max() == 112
    assert high["points_median"].min() == 128
    known = rows["points_median"].notna()
    assert len(low) + len(high) == known.sum() < len(rows)
    found = find_provision(Selection(LAW, max_points=112))
    law = matching(Selection(LAW))
    expected = law.loc[law["points_median"].isna(), "share"].sum()
    assert found.unknown_points == round(expected) > 0


def test_the_counts_add_up_to_everybody() -> None:
    found = find_provision(Selection(PHYSICS), 30)
    counted, homes = found.counts(), found.homes
    assert counted.index.tolist() == list(TIERS)
    assert counted["areas"].sum() == len(homes)
    assert counted["young_people"].sum() == homes["young_people"].sum()
    assert counted["in_cold_spots"].sum() == homes.loc[homes["cold_spot"], "young_people"].sum()
    none = homes["young_people"][~found.in_range]
    assert counted.loc["none", "young_people"] == none.sum()
    deprived = none[homes["tenth"] <= 2]
    assert counted.loc["none", "deprived"] == deprived.sum()
    told = found.summary()
    assert told["by_providers_in_range"]["none"]["young_people"] == none.sum()
    assert told["subject_name"] == "physics and astronomy"


def test_courses_within_are_those_of_the_sites_within() -> None:
    found = find_provision(Selection(PHYSICS), 20, within="E08000035")
    table = found.table()
    sites = found.sites
    for area in table.index[::60]:
        east, north = found.homes.loc[area, ["easting_m", "northing_m"]]
        away = np.hypot(sites["easting_m"] - east, sites["northing_m"] - north)
        near = away <= 20_000
        assert table.loc[area, "courses_within"] == pytest.approx(
            sites.loc[near, "courses"].sum(), abs=6e-4
        )


def test_taking_away_and_putting_back_is_the_first_answer() -> None:
    rows = load_courses()
    provider = "10007789"
    for one in (provider, f"{provider}:{PHYSICS}", "10007789-A"):
        if one == "10007789-A":
            one = str(rows.loc[rows["provider"] == provider, "site_id"].iloc[0])
        left = remove(rows, [one])
        back = pd.concat([left, rows[~rows.index.isin(left.index)]]).sort_index()
        pd.testing.assert_frame_equal(back, rows)
        assert len(left) < len(rows)
    course = rows[rows["provider"] == provider].iloc[0]
    left = remove(rows, [f"{provider}/{course['course_id']}"])
    assert (
        len(rows) - len(left)
        == ((rows["provider"] == provider) & (rows["course_id"] == course["course_id"])).sum()
    )
    part = remove(rows, [f"{provider}:{PHYSICS}"])
    gone = rows[~rows.index.isin(part.index)]
    assert set(gone["subject"].str[:8]) == {PHYSICS}


def test_what_is_not_there_cannot_be_taken_away() -> None:
    with pytest.raises(BadInputError, match="teaches none of these courses"):
        find_provision(Selection("CAH05"), removed=["10007795"])
    with pytest.raises(BadInputError, match="'nothing' teaches none"):
        remove(load_courses(), ["nothing"])


def test_a_question_without_an_answer_says_why() -> None:
    with pytest.raises(BadInputError, match="CAH07-01 physics and astronomy"):
        find_subject("physics")
    with pytest.raises(BadInputError, match="No mode of study"):
        Selection(mode="evenings")
    with pytest.raises(BadInputError, match="241 tariff points are not between 1 and 240"):
        Selection(max_points=241)
    with pytest.raises(UnknownAreaError, match="E99999999"):
        find_provision(Selection(), within="E99999999")
    with pytest.raises(BadInputError, match="A limit of 0 km"):
        find_provision(Selection(), 0)
    nobody = Selection("CAH05-01", "part-time", max_points=1)
    with pytest.raises(NoAnswerError, match="No course of veterinary sciences that fits"):
        find_provision(nobody)


def test_subjects_have_names_and_codes_of_three_levels() -> None:
    assert len(subjects()) == 35
    assert len(subjects(1)) == 21
    for code, label in subjects().items():
        assert subject_name(str(code)) == label
    assert subject_name(SOCIAL_WORK) == "CAH15-04-01 (of health and social care)"
    broad = matching(Selection("CAH07"))
    narrow = [matching(Selection(code)) for code in subjects().index if code.startswith("CAH07")]
    assert len(broad) == sum(map(len, narrow))
    assert len(matching(Selection())) == sum(
        len(matching(replace(Selection(), mode=mode))) for mode in MODES
    )


def test_zones_hold_every_area_beyond_once() -> None:
    found = find_provision(Selection(PHYSICS), 30)
    zones = zones_beyond(found)
    codes = [code for text in zones["area_codes"] for code in text.split()]
    assert sorted(codes) == sorted(found.homes.index[~found.in_range])
    assert zones["areas"].sum() == len(codes)
    people = found.homes["young_people"]
    assert zones["young_people"].sum() == people[~found.in_range].sum()
    assert zones["nearest_km"].min() >= 30
    yarmouth = zones[zones["zone_name"] == "Great Yarmouth"].iloc[0]
    assert yarmouth["young_people"] == people[yarmouth["area_codes"].split()].sum()


def test_nobody_beyond_makes_no_zone() -> None:
    found = find_provision(Selection(), 90, within="E12000007")
    assert found.in_range.all()
    assert zones_beyond(found).empty


def test_titles_of_the_users_own_copy_are_joined_and_distance_learning_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declare: Callable[..., None]
) -> None:
    before = load_courses()
    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path))
    one, other = before.iloc[0], before[before["course_id"] != before.iloc[0]["course_id"]].iloc[0]
    codes = {"full-time": "01", "part-time": "02"}
    heads = ["UKPRN", "KISCOURSEID", "KISMODE", "TITLE", "KISLEVEL", "DISTANCE", "FOUNDATION"]
    rows = [
        [*heads, "HONOURS", *["HECOS"] * 5],
        *(
            [
                *(course["provider"], course["course_id"], codes[course["mode"]]),
                *(title, "03", distance, "0", "1", "100425", "", "", "", ""),
            ]
            for course, title, distance in ((one, "Rail, and roads", "0"), (other, "Afar", "1"))
        ),
    ]
    write(cache_dir() / "raw", "discover_uni_course_details", rows)
    declare("discover_uni_course_details", rows=2)
    assert dataset("discover_uni_course_details").rows == 2
    after = load_courses()
    own = (after["provider"] == one["provider"]) & (after["course_id"] == one["course_id"])
    assert set(after.loc[own & (after["mode"] == one["mode"]), "title"]) == {"Rail, and roads"}
    gone = (before["provider"] == other["provider"]) & (before["course_id"] == other["course_id"])
    gone &= before["mode"] == other["mode"]
    assert len(before) - len(after) == gone.sum() > 0
