"""Reach and new sites on both sides of a border: whoever lives near is counted, and said of whom."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas import COUNTED, area_table, inside, nation_at
from geo.coldspots import ColdSpotQuery, find_all
from geo.errors import BadInputError, NoAnswerError, UnknownAreaError
from geo.reach import coverage, measure, run
from geo.reach.lists import zones_left_out
from geo.reach.measure import DEMAND, find_reach, load_ground
from geo.reach.partnerships import provider_sites
from geo.siting import find_sites
from geo.siting.problem import Case, build_case, counts_beyond
from geo.travel import Limited, StraightLine
from layers.words.answers import reach_answer_lines

GLASGOW, SCOTLAND, WALES, CARDIFF = "S12000049", "S92000003", "W92000004", "W06000015"
GLASGOW_UNIVERSITY = "10007794"


def people_near(nation: str, sites: pd.DataFrame, km: float) -> int:
    """Count the young people of a nation near any site, measuring each distance by itself."""
    level = "dz11" if nation == "Scotland" else "lsoa21"
    table = area_table(level)
    table = table[table["nation"] == nation]
    homes = tables.load(f"centroids_{level}").loc[table.index]
    near = np.zeros(len(table), bool)
    for site in sites.itertuples():
        away = np.hypot(homes["easting_m"] - site.easting_m, homes["northing_m"] - site.northing_m)
        near |= away.to_numpy() <= km * 1_000
    return int(table.loc[near, DEMAND].astype("float64").sum())


def one_site(easting: float, northing: float) -> pd.DataFrame:
    site = provider_sites([GLASGOW_UNIVERSITY]).iloc[:1].copy()
    return site.assign(easting_m=easting, northing_m=northing)


def test_a_site_at_the_border_has_people_of_both_sides_in_range() -> None:
    """A site at Gretna, from which Carlisle and Annan are within 20 km."""
    site = one_site(332_000, 567_000)
    english = find_reach(site, 20)
    counts = coverage.summary(english)
    assert counts["nation"] == "England"
    assert counts["covered"] == people_near("England", site, 20) > 0
    assert counts["in_range_beyond"]["Scotland"] == people_near("Scotland", site, 20) > 0
    assert "Wales" not in counts["in_range_beyond"]
    scottish = find_reach(site, 20, within=SCOTLAND)
    other = coverage.summary(scottish)
    assert other["covered"] == counts["in_range_beyond"]["Scotland"]
    assert other["in_range_beyond"]["England"] == counts["covered"]
    said = " ".join(reach_answer_lines(english))
    assert "These are of England. Beyond it:" in said
    assert f"{other['covered']:,} in Scotland" in said


def test_what_a_site_supplies_is_shared_by_both_sides() -> None:
    site = one_site(332_000, 567_000)
    english, scottish = (find_reach(site, 20, within=code) for code in ("E92000001", SCOTLAND))
    whole = sum(float(reach.catchment @ reach.ground.people()) for reach in (english, scottish))
    assert whole == pytest.approx(1, rel=1e-12)


def test_people_beyond_the_border_are_measured_when_they_are_needed() -> None:
    reach = find_reach(one_site(332_000, 567_000), 20)
    _ = reach.providers_within, reach.costs.nearest_cost
    assert "beyond" not in vars(reach)
    assert reach.ground.beyond is not None
    assert reach.beyond is not None
    assert len(reach.beyond.areas) == len(reach.ground.beyond)
    assert reach.beyond is reach.beyond


@pytest.mark.parametrize(("most", "at_once"), [(8_893, False), (8_892, True)])
def test_what_might_be_refused_beyond_the_border_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, most: int, at_once: bool
) -> None:
    """One site and 6,976 Scottish and 1,917 Welsh areas are 8,893 pairs."""
    monkeypatch.setattr(measure, "MOST_PAIRS", most)
    reach = find_reach(one_site(332_000, 567_000), 20)
    assert ("beyond" in vars(reach)) is at_once


def test_a_scottish_institution_is_measured_in_scotland() -> None:
    sites = provider_sites([GLASGOW_UNIVERSITY])
    reach = find_reach(sites, 10, within=GLASGOW)
    assert reach.ground.level == "dz11"
    table = reach.table().table
    assert set(table["lad24_code"]) == {GLASGOW}
    assert len(table) == (area_table("dz11")["lad24_code"] == GLASGOW).sum()
    cold = find_all(ColdSpotQuery("dz11")).areas["cold_spot"]
    assert table["cold_spot"].equals(cold[table.index])
    counts = run.summary(reach, part_time=True)
    assert counts["demand"] == int(table[DEMAND].sum())
    assert counts["coverage_by_decile"][0]["simd20_decile"] == 1
    assert "coverage_by_adult_skills" not in counts
    assert "point inside it" in " ".join(reach_answer_lines(reach))
    assert len(run.zone_table(reach).table) == len({*table.index[table["cold_not_in_range"]]})


def test_wales_counts_people_and_says_that_nothing_is_tested() -> None:
    reach = find_reach(provider_sites(["10007814"]), 10, within=WALES)
    counts = coverage.summary(reach)
    assert counts["demand"] == area_table("lsoa21").query("nation == 'Wales'")[DEMAND].sum()
    assert 0 < counts["covered"] < counts["demand"]
    tenths = {row["wimd25_decile"] for row in counts["coverage_by_decile"]}
    assert tenths == set(range(1, 11))
    assert "No cold spots of Wales are tested" in " ".join(reach_answer_lines(reach))


def test_nobody_is_counted_in_northern_ireland() -> None:
    with pytest.raises(UnknownAreaError, match="no young people are counted by small area"):
        find_reach(provider_sites([GLASGOW_UNIVERSITY]), within="N92000002")
    assert [nation_at(code) for code in (GLASGOW, CARDIFF, None)] == [
        "Scotland",
        "Wales",
        "England",
    ]


def test_grounds_part_the_people_of_three_nations() -> None:
    grounds = [load_ground(None, nation) for nation in ("England", "Wales", "Scotland")]
    own = [ground.people().sum() for ground in grounds]
    for ground, mine in zip(grounds, own, strict=True):
        assert ground.beyond is not None
        assert ground.nation not in set(ground.beyond["nation"])
        assert mine + ground.beyond[DEMAND].astype("float64").sum() == sum(own)


def test_points_of_data_zones_lie_inside_them() -> None:
    import shapely

    from geo.boundaries import outlines

    points = tables.load("centroids_dz11")
    shapes = outlines.load("dz11").geometry.loc[points.index].to_numpy()
    inside = shapely.contains_xy(shapes, points["easting_m"], points["northing_m"])
    # To the metre: a few zones are slivers of rock.
    assert inside.mean() > 0.999


def test_new_sites_in_scotland_are_middles_of_intermediate_zones() -> None:
    case = build_case("msoa", max_km=3, within=GLASGOW)
    zones = area_table("iz11")
    assert set(case.candidates.index) == set(zones.index[zones["lad24_code"] == GLASGOW])
    assert case.where == "centres of intermediate zones"
    table = area_table("dz11")
    assert case.homes["weight"].sum() == table.loc[table["lad24_code"] == GLASGOW, DEMAND].sum()
    code = case.candidates.index[5]
    part = table[table["iz11_code"] == code]
    points = tables.load("centroids_dz11").loc[part.index]
    middle = np.average(points["easting_m"], weights=part["population"].astype("float64"))
    assert case.candidates["easting_m"][code] == pytest.approx(middle)
    cold = build_case("msoa", "cold", max_km=3, within=GLASGOW)
    assert (
        len(cold.homes)
        == find_all(ColdSpotQuery("dz11"))
        .areas.loc[table.index[table["lad24_code"] == GLASGOW], "cold_spot"]
        .sum()
    )
    with pytest.raises(NoAnswerError, match="no schools and colleges within S12000049"):
        build_case("schools", within=GLASGOW)


def test_new_sites_in_wales_serve_wales() -> None:
    case = build_case("msoa", max_km=5, within=CARDIFF)
    assert case.candidates.index.str.startswith("W02").all()
    assert len(case.homes) == (area_table("lsoa21")["lad24_code"] == CARDIFF).sum()


def test_zones_out_of_range_are_none_where_nothing_is_tested() -> None:
    reach = find_reach(provider_sites(["10007814"]), 10, within=CARDIFF)
    assert zones_left_out(reach).empty
    assert reach.ground.zones.empty


BORDERS, MONMOUTHSHIRE = "S12000026", "W06000021"


def outside(code: str, case: Case, km: float) -> dict[str, tuple[int, int]]:
    """Count by nation who lives outside a place near a candidate, and near the sites, one by one."""
    found = {}
    for nation, level in COUNTED.items():
        table = area_table(level)
        table = table[table["nation"] == nation]
        table = table[~inside(table, code, None).to_numpy()] if nation == nation_at(code) else table
        homes = tables.load(f"centroids_{level}").loc[table.index]
        near, there = np.zeros(len(table), bool), np.zeros(len(table), bool)
        for flags, sites in ((near, case.candidates), (there, SITES)):
            for east, north in sites[["easting_m", "northing_m"]].to_numpy(float):
                away = np.hypot(homes["easting_m"] - east, homes["northing_m"] - north)
                flags |= (away <= km * 1000).to_numpy()
        people = table[DEMAND].astype("float64").fillna(0).to_numpy()
        if near.any():
            found[nation] = (int(people[near].sum()), int(people[near & there].sum()))
    return found


SITES = provider_sites(["10007814", "10007790", "10007794"])


@pytest.mark.parametrize("code", [BORDERS, MONMOUTHSHIRE])
def test_a_new_site_serves_whoever_lives_near_it_beyond_the_border(code: str) -> None:
    case = build_case("msoa", max_km=10, within=code, there=SITES, beyond=True)
    own = build_case("msoa", max_km=10, within=code, there=SITES)
    assert own.beyond() == {}
    assert case.beyond() == outside(code, case, 10)
    assert "England" in case.beyond()
    added = sum(people for people, _ in case.beyond().values())
    assert case.asked.weight.sum() == own.asked.weight.sum() + added
    result = find_sites(case, 2)
    assert result.answer.total == case.asked.weight.sum()
    assert result.summary()["beyond"]["England"]["people"] == case.beyond()["England"][0]


def test_beyond_the_border_counts_unless_asked_where_a_whole_nation_is_served() -> None:
    straight = Limited(StraightLine(), 10)
    assert counts_beyond("all", WALES, straight)
    assert counts_beyond("all", None, straight)
    assert not counts_beyond("all", CARDIFF, straight)
    assert not counts_beyond("all", WALES, straight, asked=False)
    assert not counts_beyond("cold", SCOTLAND, straight)
    with pytest.raises(BadInputError, match="cold spots are found within each nation alone"):
        counts_beyond("cold", SCOTLAND, straight, asked=True)


def test_the_most_deprived_fifth_is_that_of_ones_own_nation() -> None:
    case = build_case("msoa", max_km=10, within=WALES)
    welsh = case.homes[case.homes["beyond"] == ""]
    deciles = tables.load("wimd25_lsoa21")["wimd25_decile"]
    assert (welsh["deprived"] == (deciles.reindex(welsh.index) <= 2)).all()
    english = case.homes[case.homes["beyond"] == "England"]
    iod = tables.load("iod25_lsoa21")["iod25_decile"]
    assert (english["deprived"] == (iod.reindex(english.index) <= 2)).all()
