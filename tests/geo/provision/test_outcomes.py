"""Adults, earnings and continuation: recomputed by brute force and from the publisher's files."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from geo import tables
from geo.errors import NoAnswerError
from geo.provision import (
    AWARDS,
    Selection,
    by_adult_skills,
    continuation_by_provider,
    earnings_by_region,
    earnings_tables,
    find_provision,
    load_courses,
    matching,
    teaching_sites,
)
from geo.publishers.hesa.outcomes import EARNING_REGIONS
from tests.geo.provision.test_provision import _rows

PHYSICS, NURSING, EAST = "CAH07-01", "CAH02-04", "E12000006"


def test_adults_without_a_part_time_course_by_brute_force() -> None:
    asked = Selection(NURSING, "part-time")
    found = find_provision(asked, 30, within=EAST)
    counted = by_adult_skills(found)
    sites = teaching_sites(matching(asked))
    skills = tables.load("iod25_lsoa21", ["iod25_adult_skills_rank"])["iod25_adult_skills_rank"]
    people = tables.load("people_lsoa21", ["population"])["population"]
    areas, without, living = defaultdict(int), defaultdict(int), defaultdict(float)
    for code, home in found.homes.iterrows():
        # 33,755 neighbourhoods in ten parts, by the rank of their adults' skills.
        tenth = -(-int(skills[code]) * 10 // 33_755)
        away = np.hypot(
            sites["easting_m"] - home["easting_m"], sites["northing_m"] - home["northing_m"]
        ).min()
        areas[tenth] += 1
        if away > 30_000:
            without[tenth] += 1
            living[tenth] += people[code]
    assert counted["areas"].to_dict() == {tenth: areas[tenth] for tenth in range(1, 11)}
    assert counted["areas_without"].to_dict() == {tenth: without[tenth] for tenth in range(1, 11)}
    assert counted["people_without"].tolist() == [round(living[one]) for one in range(1, 11)]
    assert counted["young_without"].sum() == found.counts()["young_people"]["none"]


def test_the_skills_of_adults_are_englands_alone() -> None:
    with pytest.raises(NoAnswerError, match="England's neighbourhoods alone"):
        by_adult_skills(find_provision(Selection(), within="W92000004"))
    both = by_adult_skills(find_provision(Selection(mode="part-time")))
    assert both["areas"].sum() == 33_755


@pytest.mark.raw
@pytest.mark.parametrize("code", [PHYSICS, "CAH10", "CAH05-01-01"])
def test_earnings_are_those_of_the_file(raw: Path, code: str) -> None:
    rows = {
        (row["LEO3SECSBJ"], row["KISMODE"], row["KISLEVEL"]): row
        for row in _rows(raw, "LEO3SEC.csv.gz")
    }
    row = rows[code, "01", "03"]
    earned = earnings_by_region(code)
    for ending, region in EARNING_REGIONS.items():
        for theirs, ours in (("LEO3SECPOP", "graduates"), ("LEO3LQ", "earnings_lower"),
                             ("LEO3MED", "earnings_median"), ("LEO3UQ", "earnings_upper")):  # fmt: skip
            text, number = row[f"{theirs}_{ending}"], earned.loc[region, ours]
            assert np.isnan(number) if text == "NA" else number == float(text)
    together = earnings_tables(code)
    assert len(together) == sum(
        one[f"LEO3MED_{ending}"] != "NA"
        for (subject, _, _), one in rows.items()
        for ending in EARNING_REGIONS
        if subject == code
    )


def test_regions_of_earnings_add_up_to_england_and_are_not_those_of_study() -> None:
    earned = earnings_by_region("CAH01")
    regions = earned.index.str.startswith("E12")
    # Each count is rounded to 5.
    england = earned.loc["E92000001", "graduates"]
    assert earned.loc[regions, "graduates"].sum() == pytest.approx(england, abs=25)
    assert earned["region_name"].tolist()[:4] == ["United Kingdom", "England", "Scotland", "Wales"]
    veterinary = matching(Selection("CAH05-01-01"), load_courses())
    sites = tables.load("sites", ["lsoa21_code"]).loc[veterinary["site_id"].unique()]
    held = tables.load("areas_lsoa21", ["region_code"])["region_code"]
    assert "E12000001" not in set(held.reindex(sites["lsoa21_code"]))
    assert earnings_by_region("CAH05-01-01").loc["E12000001", "graduates"] == 35


def test_what_is_not_published_of_earnings_is_said() -> None:
    with pytest.raises(NoAnswerError, match="one subject"):
        earnings_by_region("any")
    with pytest.raises(NoAnswerError, match="one subject"):
        earnings_tables("")
    with pytest.raises(NoAnswerError, match="first degree"):
        earnings_by_region("CAH23-01-04", "part-time", AWARDS[0])


@pytest.mark.raw
def test_who_stays_is_recounted_from_the_file(raw: Path) -> None:
    """Each course of physics alone, or what the publisher pools it into: never anything of ours."""
    subjects, figures = defaultdict(set), defaultdict(dict)
    for row in _rows(raw, "SBJ.csv.gz"):
        subjects[row["UKPRN"], row["KISCOURSEID"], row["KISMODE"]].add(row["SBJ"])
    for row in _rows(raw, "CONTINUATION.csv.gz"):
        if row["UCONT"]:
            course = row["UKPRN"], row["KISCOURSEID"], row["KISMODE"]
            figures[course][row["CONTAGG"], row["CONTSBJ"]] = (row["UCONT"], row["CONTPOP"])
    found = continuation_by_provider(Selection(PHYSICS, "full-time"))
    listed = {(row["provider"], row["course_id"]) for _, row in load_courses().iterrows()
              if row["subject"].startswith(PHYSICS) and row["mode"] == "full-time"}  # fmt: skip
    for _, one in found.iterrows():
        known = set()
        for provider, course in listed:
            if provider != one["provider"]:
                continue
            own = figures[provider, course, "01"].get((one["pooled"], one["subject"]))
            fits = not one["subject"] or any(
                taught.startswith((one["subject"], PHYSICS))
                for taught in subjects[provider, course, "01"]
            )
            if own and fits:
                known.add((float(own[0]), float(own[1])))
        shares = {share for share, _ in known}
        assert one["continued_low"] in shares
        assert one["continued_high"] in shares
        if one["subject"]:
            assert (one["continued_low"], one["students"]) in known
        else:
            assert (one["continued_low"], one["continued_high"]) == (min(shares), max(shares))
            assert np.isnan(one["students"])


def test_providers_stand_in_the_order_of_their_names_and_are_not_ranked() -> None:
    found = continuation_by_provider(Selection(NURSING))
    names = [name.casefold() for name in found["provider_name"]]
    assert names == sorted(names)
    assert not [column for column in found if "rank" in column or "score" in column]
    assert (found["students"].isna() == (found["subject"] == "")).all()
    with pytest.raises(NoAnswerError, match="by subject"):
        continuation_by_provider(Selection())
