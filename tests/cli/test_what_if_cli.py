"""The verb `what-if`: its sentences, its JSON counted another way, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.areas import area_table
from geo.reach import load_ground, provider_sites
from tests.commands import quick, run

REFUSED = 3
LINCOLN, ROUND_LINCOLN = "10007151", "E07000138,E07000139,E07000142"


def near(areas: pd.DataFrame, points: np.ndarray) -> pd.Series:
    """Test whether each area lies within 10 km of any of the points."""
    own = areas[["easting_m", "northing_m"]].to_numpy()
    apart = np.linalg.norm(own[:, None, :] - points[None, :, :], axis=2)
    return pd.Series((apart <= 10_000).any(axis=1), index=areas.index)


def test_a_hub_is_counted_as_points_within_ten_km_are() -> None:
    asked = ["what-if", "--provider", LINCOLN, "--within", ROUND_LINCOLN, "--hub", "Gainsborough"]
    held = json.loads(quick(*asked, "--json"))
    ground = load_ground(None, "England", "likely")
    inside = ground.areas["lad24_code"].isin(ROUND_LINCOLN.split(","))
    origins = ground.origins[inside.to_numpy()]
    people = pd.Series(ground.people(), index=ground.areas.index)[inside]
    sites = provider_sites([LINCOLN])[["easting_m", "northing_m"]].to_numpy()
    (hub,) = held["hubs"]
    both = np.vstack([sites, [hub["easting_m"], hub["northing_m"]]])
    now, then = people[near(origins, sites)].sum(), people[near(origins, both)].sum()
    counted = held["counts"]["all"]
    assert (counted["people"], counted["before"], counted["after"]) == (people.sum(), now, then)
    assert counted["gained"] == then - now > 0
    assert sum(one["gained"] for one in held["districts"]) == counted["gained"]
    said = quick(*asked)
    assert f"{int(then):,} of {int(people.sum()):,} young people" in said
    assert "Tenth 10 of deprivation" in said
    assert held["address"] in said


def test_taking_a_site_away_loses_whom_only_it_reached() -> None:
    whole = json.loads(quick("what-if", "--within", "E06000001", "--drop", "10007161", "--json"))
    counted = whole["counts"]["all"]
    assert counted["after"] == counted["before"] - counted["lost"]
    assert whole["removed"] == ["10007161"]
    assert whole["counts"]["two"]["after"] <= whole["counts"]["two"]["before"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "Nothing comes or goes"),
        (("--hub", "qqqqzz"), "No place is called 'qqqqzz'"),
        (("--drop", "1"), "'1' is not among the sites"),
        (("--hub", "Lincoln", "--max-km", "0"), "reaches nobody"),
        (("--provider", LINCOLN, "--drop", LINCOLN), "Every site is taken away"),
        ((*["--hub", "Lincoln"] * 6,), "6 hubs are too many"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(asked: tuple[str, ...], said: str) -> None:
    code, out, err = run("what-if", *asked)
    assert code == REFUSED
    assert out == ""
    assert said in err


def test_minutes_come_from_a_table(tmp_path: Path) -> None:
    areas = area_table("lsoa21")
    codes = list(areas.index[areas["lad24_code"] == "E06000001"])
    lines = [f"{code},10007161-HC,{12 if at % 2 else 30}" for at, code in enumerate(codes)]
    costs = tmp_path / "bus.csv"
    costs.write_text("\n".join(["area_code,site,cost", *lines]))
    asked = ["what-if", "--provider", "10007161", "--within", "E06000001", "--drop", "10007161-HC"]
    said = quick(*asked, "--max-minutes", "20", "--costs", str(costs), "--json")
    found = json.loads(said)
    near = areas.loc[codes[1::2], "young_people_now"].sum()
    assert found["counts"]["all"]["before"] == found["counts"]["all"]["lost"] == near
    assert found["max_minutes"] == 20
    assert found["max_km"] is None
    assert "minutes=20" in found["address"]
    for wrong in (["--max-minutes", "20"], ["--costs", str(costs)], ["--router", "osrm"]):
        code, _, err = run(*asked, *wrong)
        assert code != 0
        assert "--max-minutes with either" in err
