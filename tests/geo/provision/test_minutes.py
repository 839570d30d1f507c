"""Limits in minutes, by a table of costs: who is in range, what closes, and what is not known."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.errors import BadInputError
from geo.provision import (
    Selection,
    by_adult_skills,
    compare_provision,
    find_openings,
    find_provision,
    load_homes,
    zones_beyond,
)
from geo.travel import KM, MINUTES, CostTable, Limited
from tests.commands import run

PHYSICS, NORWICH = Selection("CAH07-01"), "E07000148"
UEA, CAMBRIDGE = "10007789", "10007788"


@pytest.fixture(scope="module")
def minutes() -> pd.DataFrame:
    """Minutes of our own from each neighbourhood of Norwich to two sites; of one none is known."""
    homes = load_homes()
    homes = homes[homes["lad24_code"] == NORWICH]
    sites = find_provision(PHYSICS, within=NORWICH).sites
    near = sites.index[sites["provider"] == UEA][0]
    far = sites.index[sites["provider"] == CAMBRIDGE][0]
    rows = [(code, near, 5.0 + number) for number, code in enumerate(homes.index[1:])]
    rows += [(code, far, 70.0 + number) for number, code in enumerate(homes.index[1:])]
    return pd.DataFrame(rows, columns=["area_code", "site", "cost"])


def by(minutes: pd.DataFrame, limit: float) -> Limited:
    return Limited(CostTable(minutes, MINUTES, "bus.csv"), limit)


@pytest.mark.parametrize("limit", [5.0, 4.999, 20.0, 72.0])
def test_who_is_in_range_is_counted_from_the_table_row_by_row(
    minutes: pd.DataFrame, limit: float
) -> None:
    found = find_provision(PHYSICS, within=NORWICH, travel=by(minutes, limit))
    near = minutes[minutes["cost"] <= limit].groupby("area_code").size()
    expected = near.reindex(found.homes.index, fill_value=0)
    assert found.providers_within.tolist() == expected.tolist()
    people = found.homes["young_people"]
    assert found.counts()["young_people"]["none"] == people[expected == 0].sum()
    assert found.limit_words == f"{limit:g} minutes"


def test_where_no_way_is_known_nobody_is_nearest(minutes: pd.DataFrame) -> None:
    found = find_provision(PHYSICS, within=NORWICH, travel=by(minutes, 20))
    table = found.table()
    assert table.iloc[0][
        ["nearest_provider", "nearest_provider_ukprn", "nearest_site"]
    ].tolist() == [
        "",
        "",
        "",
    ]
    assert np.isnan(table["nearest_cost"].iloc[0])
    assert "nearest_km" not in table
    assert table["nearest_cost"].iloc[1] == 5
    zones = zones_beyond(found)
    assert zones["young_people"].sum() == found.counts()["young_people"]["none"]
    assert {"nearest_cost", "farthest_cost"} <= set(zones)
    assert by_adult_skills(found)["areas_without"].sum() == (~found.in_range).sum()


def test_what_closes_in_minutes_moves_by_minutes(minutes: pd.DataFrame) -> None:
    before = find_provision(PHYSICS, within=NORWICH, travel=by(minutes, 20))
    gone = find_provision(PHYSICS, within=NORWICH, removed=[UEA], travel=by(minutes, 20))
    counted = compare_provision(before, gone).loc["all"]
    assert counted["lost"] == before.homes["young_people"][before.in_range].sum()
    assert counted["km_further"] == pytest.approx(65)
    with pytest.raises(BadInputError, match="same areas and limit"):
        compare_provision(before, find_provision(PHYSICS, 20, within=NORWICH))


def test_a_table_in_km_is_told_apart_from_minutes(minutes: pd.DataFrame) -> None:
    found = find_provision(
        PHYSICS, within=NORWICH, travel=Limited(CostTable(minutes, KM, "roads.csv"), 20)
    )
    assert found.limit_words == "20 km"
    assert found.summary()["limit_km"] == 20
    assert "nearest_km" in found.table()


def test_openings_go_by_the_table_too(minutes: pd.DataFrame) -> None:
    others = find_provision(Selection(), within=NORWICH).sites.index
    taught = find_provision(PHYSICS, within=NORWICH).sites.index
    site = next(one for one in others if one not in taught)
    codes = minutes["area_code"].unique()[:3]
    own = pd.DataFrame({"area_code": codes, "site": site, "cost": 9.0})
    table = pd.concat([minutes[minutes["cost"] >= 70], own])
    found = find_openings(PHYSICS, within=NORWICH, travel=by(table, 20))
    assert found.sites.index.tolist() == [site]
    assert found.sites["young_people"].iloc[0] == load_homes().loc[codes, "young_people"].sum()


def test_the_terminal_takes_a_table_and_minutes(minutes: pd.DataFrame, tmp_path: Path) -> None:
    costs, out = tmp_path / "bus.csv", tmp_path / "areas.csv"
    minutes.to_csv(costs, index=False)
    asked = ("provision", "--subject", "CAH07-01", "--within", NORWICH, "--costs", str(costs))
    code, said, _ = run(*asked, "--max-minutes", "20", "--out", str(out))
    assert code == 0
    found = find_provision(PHYSICS, within=NORWICH, travel=by(minutes, 20))
    none = found.counts()["young_people"]["none"]
    assert f"Within 20 minutes, {none:,} of " in said
    assert "For one area no way is known; it counts as out of range." in said
    assert "Straight lines" not in said
    assert json.loads(run(*asked, "--max-minutes", "20", "--json")[1])["limit_minutes"] == 20
    written = pd.read_csv(out, index_col="area_code")
    assert written["nearest_cost"].iloc[1] == 5
    code, _, told = run(*asked, "--max-minutes", "20", "--heat", str(tmp_path / "heat.csv"))
    assert code == BadInputError.exit_code
    assert "--heat counts in km" in told
    code, _, told = run("provision", "--max-minutes", "20")
    assert "Minutes need a router or a table of costs" in told
