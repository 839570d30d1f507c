"""Who works with which school of a place: Blackpool counted another way, and what is shown of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas import area_table
from geo.errors import BadInputError, NoAnswerError, UnknownAreaError
from geo.outreach import (
    DUPLICATED,
    GAP,
    NOBODY,
    SHARED,
    Overview,
    ShareOutOptions,
    find_overview,
    merge,
    parse_partner,
    partner_of,
    read_records,
    schools_in,
    summaries_of,
)
from geo.posterior import FIFTHS, WRONG, likely
from tests.commands import quick, run

BLACKPOOL = "E06000009"
ROWS = """urn,partner,type,intensity,pupils
119871,North,Mentoring,sustained,30
140143,North,Campus day,one-off,5
140143,South,Campus day,one-off,15
140143,College,Summer school,residential,25
100001,College,Talk,one-off,12
"""
TAKERS = ("Lancaster=10007768", "North=10007141")


@pytest.fixture(scope="module")
def found() -> Overview:
    overlap = merge(summaries_of(read_records(ROWS.encode())))
    partners = [parse_partner(one) for one in TAKERS]
    return find_overview(schools_in(BLACKPOOL), overlap, partners)


def test_the_schools_of_a_place_are_those_that_stand_in_it_counted_another_way() -> None:
    made = schools_in(BLACKPOOL, 3.0)
    schools, areas = tables.load("schools"), area_table("lsoa21")
    own = areas.index[areas["lad24_code"] == BLACKPOOL]
    assert sorted(made.table.index) == sorted(schools.index[schools["lsoa21_code"].isin(own)])
    homes = tables.load("centroids_lsoa21").reindex(areas.index)
    cold = likely(areas[FIFTHS[0]], WRONG) & (areas["nation"] == "England").to_numpy()
    sites = tables.load("sites")
    sites = sites[sites["placed"]]
    for urn, row in made.table.iterrows():
        east, north = schools.loc[urn, "easting_m"], schools.loc[urn, "northing_m"]
        km = np.hypot(homes["easting_m"] - east, homes["northing_m"] - north) / 1000
        near = cold & (km <= 3.0)
        assert row["cold_young_people_now"] == areas.loc[near, "young_people_now"].sum()
        assert row["nearest_cold_km"] == pytest.approx(km[cold].min(), abs=0.006)
        away = np.hypot(sites["easting_m"] - east, sites["northing_m"] - north) / 1000
        assert row["nearest_provider_km"] == pytest.approx(away.min(), abs=0.006)
        assert row["link"].endswith(str(urn))
        assert bool(row["zones"]) <= bool(near.any())


def test_gaps_come_first_then_duplication_and_the_rest(found: Overview) -> None:
    assert found.urns_of(DUPLICATED) == ["140143"]
    assert found.urns_of(SHARED) == ["119871"]
    assert len(found.urns_of(GAP)) == 14
    table = found.sheet().table
    assert table["worked"].tolist() == ["Nobody works there"] * 14 + [
        "Three or more partners", "One or two partners"
    ]  # fmt: skip
    gaps = table["cold_young_people_now"].iloc[:14]
    assert gaps.is_monotonic_decreasing
    assert found.elsewhere == 1


def test_small_counts_are_shown_as_fewer_and_sums_as_ranges(found: Overview) -> None:
    row = found.sheet().table.loc["140143"]
    # North has 35 in all, and both its counts are hidden: this one can be 1 to 34.
    assert row["worked_people"] == "41 to 74"
    assert row["worked_by_partner"] == "North: fewer than 35; South: 15; College: 25"
    assert row["activity_types"] == "Campus day, Summer school"
    assert row["intensities"] == "one-off, residential"
    assert "5" not in row["activities"]
    assert found.count_of("North").text == "35"
    assert found.count_of("College").text == "25"


def test_each_partner_s_list_has_its_schools_and_their_pages(found: Overview) -> None:
    assert found.shared is not None
    held = [found.list_for(who).table for who in ("Lancaster", "North")]
    assert sorted([*held[0].index, *held[1].index]) == sorted(found.place.table.index)
    for one in held:
        assert one["share_out_km"].is_monotonic_increasing
        assert one["link"].str.contains("get-information-schools.service.gov.uk").all()
    assert found.shared.urns_of(NOBODY) == []
    assert {"140143", "119871"} <= set(held[1].index)


def test_the_summary_counts_as_the_table_does(found: Overview) -> None:
    said = json.loads(json.dumps(found.summary))
    assert said["schools"] == len(found.sheet().table)
    assert len(said["gaps"]) == (found.sheet().table["partner_count"] == 0).sum()
    loads = {one["partner"]: one["load"] for one in said["share_out"]["loads"]}
    table = found.sheet().table
    own = table.groupby("share_out_partner")["school_pupils"].sum()
    assert loads == {who: float(load) for who, load in own.items()}
    assert said["share_out"]["travel_km"] == pytest.approx(table["share_out_km"].sum(), abs=0.1)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("E99999999", UnknownAreaError),
        ("S12000049", UnknownAreaError),
        ("E01012673", NoAnswerError),
    ],
)
def test_a_place_without_schools_is_told(code: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        schools_in(code)


@pytest.mark.parametrize(
    "text", ["Lancaster", "=10007768", "X=", "nobody=10007768", "X=12345678", "X=missing.csv"]
)
def test_who_is_no_partner_is_refused(text: str) -> None:
    with pytest.raises(BadInputError):
        parse_partner(text)


def test_a_partner_may_come_with_sites_of_its_own(tmp_path: Path) -> None:
    sites = tmp_path / "hubs.csv"
    sites.write_text("name,postcode\nHub,FY1 1AA\n")
    partner = parse_partner(f"Coast hub={sites}")
    assert partner.sites["easting_m"].tolist() == [330862.0]
    with pytest.raises(BadInputError, match="weight"):
        partner_of("X", partner.sites, 0)


@pytest.fixture
def activities(tmp_path: Path) -> Path:
    path = tmp_path / "work.csv"
    path.write_text(ROWS)
    return path


def verb(*arguments: object) -> str:
    return quick("schools", "--in", BLACKPOOL, *map(str, arguments))


def test_the_verb_says_gaps_duplication_and_what_it_cannot(activities: Path) -> None:
    said = " ".join(verb("--activities", activities).split())
    assert "16 schools and colleges stand in Blackpool" in said
    assert "Nobody works with 14 of them; 3 or more partners work with 1" in said
    assert "They also work with 1 school outside Blackpool." in said
    assert "fewer than 35" in said
    alone = " ".join(verb().split())
    assert "gaps are not known" in alone


def test_partners_who_hand_over_summaries_get_what_a_pooled_file_gives(
    activities: Path, tmp_path: Path
) -> None:
    pooled = json.loads(verb("--activities", activities, "--json"))
    given: list[object] = []
    for who in ("North", "South", "College"):
        path = tmp_path / f"{who}.json"
        said = quick("summarise", str(activities), "--partner", who, "--out", str(path))
        assert "holds no row of a person" in said
        given += ["--summary", path]
    assert json.loads(verb(*given, "--json")) == pooled
    mixed = run("schools", "--in", BLACKPOOL, "--activities", str(activities), *map(str, given))
    assert mixed[0] == 3
    assert "Two summaries are of North" in mixed[2]


def test_the_files_of_a_share_out(activities: Path, tmp_path: Path) -> None:
    asked: list[object] = ["--activities", activities, "--share-out"]
    for one in TAKERS:
        asked += ["--partners", one]
    out, lists = tmp_path / "schools.xlsx", tmp_path / "lists"
    verb(*asked, "--out", out, "--lists", lists)
    assert sorted(path.name for path in lists.iterdir()) == [
        "lancaster.csv", "lancaster.xlsx", "north.csv", "north.xlsx"
    ]  # fmt: skip
    whole = pd.read_excel(out, dtype={"urn": str}, engine="openpyxl").set_index("urn")
    parts = [
        pd.read_csv(lists / f"{one}.csv", dtype={"urn": str}) for one in ("lancaster", "north")
    ]
    assert sorted(pd.concat(parts)["urn"]) == sorted(whole.index)
    mine = lists / "north.csv"
    code, _, err = run(
        "schools",
        "--in",
        BLACKPOOL,
        "--activities",
        str(mine),
        *map(str, asked[2:]),
        "--lists",
        str(lists),
    )
    assert code == 2
    assert "would be lost" in err
    agreed = tmp_path / "agreed.csv"
    agreed.write_text("school,town,partner\nArmfield Academy,Blackpool,Lancaster\n")
    made = json.loads(verb(*asked, "--agreed", agreed, "--weight", "North=2", "--json"))
    loads = {one["partner"]: one["share"] for one in made["share_out"]["loads"]}
    assert loads["North"] == pytest.approx(2 * loads["Lancaster"], abs=0.02)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--share-out"], "needs partners"),
        (["--partners", TAKERS[0]], "are of a share-out"),
        (["--partner", "X"], "are of records"),
        (["--out", "x.docx"], "no format is called"),
        (["--share-out", "--partners", TAKERS[0], "--weight", "X=2"], "none of --partners"),
        (["--share-out", "--partners", TAKERS[0], "--weight", "X"], "no name and number"),
        (["--share-out", *["--partners", TAKERS[0], "--partners", TAKERS[1]], "--tolerance", "0"],
         "there is one"),
        (["--summary", "nowhere.json"], "cannot be read"),
    ],
)  # fmt: skip
def test_what_the_verb_cannot_do_it_says_in_one_line(arguments: list[str], said: str) -> None:
    code, _, err = run("schools", "--in", BLACKPOOL, *arguments)
    assert code == 3
    assert said in err


def test_rows_that_name_no_school_are_written_to_be_mended(tmp_path: Path) -> None:
    source, bad = tmp_path / "work.csv", tmp_path / "bad.csv"
    source.write_text(ROWS + "5,North,Talk,,9\n")
    verb("--activities", source, "--bad", bad)
    assert "no school or college listed" in bad.read_text(encoding="utf-8-sig")
    code, _, err = run(
        "schools", "--in", BLACKPOOL, "--activities", str(source), "--bad", str(source)
    )
    assert code == 2
    assert "would be lost" in err


def test_a_share_out_with_other_options_is_another(found: Overview) -> None:
    partners = [parse_partner(one) for one in TAKERS]
    made = find_overview(found.place, found.overlap, partners, ShareOutOptions(by="schools"))
    assert made.shared is not None
    assert abs(made.shared.loads["schools"] - 8).max() <= 0.8
