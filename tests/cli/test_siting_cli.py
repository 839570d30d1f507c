"""New sites, in a terminal: sites in words, as JSON and in files; what cannot be is one line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from geo import tables
from geo.areas.cache import area_table
from geo.areas.join import build_areas
from geo.siting import GOALS, Goal
from layers.browser.query import from_query
from layers.new_sites.options import SitingOptions
from tests.commands import quick, run

BLACKPOOL = ["--within", "E06000009"]


def people_near(urns: list[str], km: float, codes: pd.Index) -> float:
    """Count the young people of some neighbourhoods near some schools, the plain way."""
    homes = tables.load("centroids_lsoa21").loc[codes]
    sites = tables.load("schools").loc[urns]
    metres = [
        np.hypot(homes["easting_m"] - site.easting_m, homes["northing_m"] - site.northing_m)
        for site in sites.itertuples()
    ]
    near = np.min(metres, axis=0) <= km * 1000
    young = area_table("lsoa21").loc[codes, "young_people_now"].astype("float64")
    return float(young[near].sum())


def test_sites_add_up_in_json_words_and_files(tmp_path: Path) -> None:
    out = tmp_path / "sites.csv"
    ask = ["site", "--add", "3", "--max-km", "2", *BLACKPOOL]
    found = json.loads(quick(*ask, "--json", "--out", str(out)))
    assert found == json.loads(quick(*ask, "--json"))
    assert (found["goal"], found["status"], found["gap"]) == ("coverage", "optimal", 0)
    assert found["objective"] == found["bound"] == found["covered"] <= found["total"]
    codes = build_areas("lsoa21", within="E06000009")[0].table.index
    urns = [row["site"] for row in found["sites"]]
    assert found["objective"] == people_near(urns, 2, codes)
    assert found["already_covered"] + sum(row["gain"] for row in found["sites"]) == found["covered"]
    assert [step["add"] for step in found["curve"]] == [1, 2, 3]
    assert found["curve"][2]["objective"] == found["objective"]
    schools = tables.load("schools")
    assert (schools.loc[urns, "name"] == [row["name"] for row in found["sites"]]).all()
    table = pd.read_csv(out, index_col="order")
    assert table["site"].astype(str).tolist() == urns
    assert table["covered"].iloc[-1] == found["covered"]
    said = quick(*ask)
    assert said.startswith(f"3 of {found['candidates']} schools and colleges: ")
    assert "Proven best for this demand, these candidates and this limit" in said
    assert "decides nobody's eligibility" in said


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx", ".geojson", ".gpkg"])
def test_sites_go_to_each_format(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"sites{suffix}"
    quick("site", "--add", "2", "--max-km", "2", *BLACKPOOL, "--out", str(out))
    if suffix == ".parquet":
        assert len(pd.read_parquet(out)) == 2
    elif suffix == ".xlsx":
        notes = pd.read_excel(out, sheet_name="Notes", header=None, engine="calamine")[0].astype(
            str
        )
        assert notes[0] == "Cold Spots: lsoa21, 2 chosen sites."
        assert notes.str.contains("Department for Education").any()
    else:
        import geopandas

        shapes = geopandas.read_file(out)
        assert shapes.geom_type.eq("Point").all()
        assert shapes.crs.to_epsg() == (4326 if suffix == ".geojson" else 27700)


def test_files_of_the_users_own(tmp_path: Path) -> None:
    sites, partners, demand = (tmp_path / f"{name}.csv" for name in ("sites", "there", "whom"))
    sites.write_text("name,easting,northing\nNorth,330000,440000\nSouth,330000,430000\nLost,,\n")
    partners.write_text("name,postcode\nTown hall,FY1 1AA\n")
    demand.write_text(
        "easting,northing,weight\n330000,440000,7\n330000,430000,5\n400000,300000,1\n"
    )
    ask = ["site", "--candidates", str(sites), "--demand", str(demand), "--max-km", "1"]
    found = json.loads(quick(*ask, "--add", "1", "--json"))
    assert [(row["name"], row["gain"]) for row in found["sites"]] == [("North", 7)]
    assert (found["candidates"], found["total"], found["out_of_range"]) == (2, 13, 1)
    beside = json.loads(quick(*ask, "--add", "1", "--picked", "own-3", "--json"))["picked"]
    assert (beside["objective"], beside["best"], beside["share"]) == (5, 7, 5 / 7)
    near = json.loads(
        quick("site", *BLACKPOOL, "--partners", str(partners), "--max-km", "1", "--json")
    )
    assert near["already_covered"] > 0
    demand.write_text("area_code,weight\nE01012737,3\nE01012738,2\n")
    coded = json.loads(quick("site", "--demand", str(demand), "--add", "1", "--json"))
    assert coded["total"] == coded["covered"] == 5


def test_other_questions() -> None:
    few = json.loads(quick("site", "--goal", "cover", "--max-km", "2", *BLACKPOOL, "--json"))
    assert few["status"] == "optimal"
    assert few["objective"] == len(few["sites"])
    assert few["covered"] >= 0.8 * few["total"]
    ask = ["site", "--goal", "median", "--add", "3", "--max-km", "8", *BLACKPOOL]
    near = json.loads(quick(*ask, "--json"))
    assert near["status"] == "optimal"
    assert near["objective"] > 0
    assert "km on average to the nearest" in quick(*ask)
    cold = json.loads(quick("site", "--demand", "cold", "--candidates", "msoa", "--json"))
    assert cold["status"] == "optimal"
    assert "tested cold spots aged 7 to 11" in cold["demand"]


def test_a_least_share_of_the_most_deprived_fifth_is_in_range() -> None:
    areas = build_areas("lsoa21", within="E06000009")[0].table
    worst = areas.index[areas["iod25_decile"].isin([1, 2])]
    people = float(areas.loc[worst, "young_people_now"].sum())
    asked = ["site", "--max-km", "1", *BLACKPOOL, "--add", "3", "--json"]
    asked += ["--candidates", "all-schools"]
    shares, covered = [], []
    for held in ([], ["--deprived", "40"]):
        found = json.loads(quick(*asked, *held))
        assert found["status"] == "optimal"
        shares.append(people_near([row["site"] for row in found["sites"]], 1, worst) / people)
        covered.append(found["covered"])
    assert shares[0] < 0.4 <= shares[1]
    assert covered[1] < covered[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--candidates", "none.csv"], "none.csv: the file cannot be read"),
        (["--partners", "none.csv"], "none.csv: the file cannot be read"),
        (["--demand", "hot"], "There is no file hot"),
        (["--add", "0"], "0 sites to add"),
        (["--candidates", "colleges", *BLACKPOOL, "--add", "40"], "40 sites to add, and "),
        (["--max-km", "0"], "A limit of 0 km reaches nobody"),
        (["--max-km", "nan"], "A limit of nan km reaches nobody"),
        (["--goal", "best"], "No goal is called 'best'"),
        (["--goal", "cover", "--share", "200"], "The share is 200%"),
        (["--goal", "cover", "--share", "100", "--max-km", "0.2", *BLACKPOOL], "at most "),
        (
            ["--goal", "median", "--add", "1", "--max-km", "2", *BLACKPOOL],
            "cannot have everybody",
        ),
        (["--goal", "cover", "--picked", "100049"], "compared by coverage or median"),
        (["--deprived", "140"], "The least share of the most deprived fifth is 140%"),
        (["--picked", "nobody", *BLACKPOOL], "are not among the"),
        (["--deprived", "100", "--add", "1", "--max-km", "1", *BLACKPOOL], "Too few of the"),
        (["--seconds", "0", *BLACKPOOL], "no time to look in"),
        (["--within", "N92000002"], "no young people are counted by small area"),
        (["--within", "W06000015"], "There are no schools and colleges within W06000015"),
        (["--within", "X"], "No area lies within"),
        (["--out", "sites.doc"], "no format is called '.doc'"),
    ],
)
def test_a_question_that_cannot_be_is_one_line(arguments: list[str], message: str) -> None:
    code, _, said = run("site", *arguments)
    assert code == 3, said
    assert message in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (["--method", "median"], ["--goal", "median"], "--method is called --goal now"),
        (["--goal", "cover", "--share", "0.5"], ["--goal", "cover", "--share", "50"], "give 50"),
        (["--least-deprived", "0.4"], ["--deprived", "40"], "--deprived, in percent, now"),
    ],
)
def test_old_names_and_units_mean_the_same_and_say_the_new_ones(
    old: list[str], new: list[str], note: str
) -> None:
    ask = ["site", "--max-km", "8", *BLACKPOOL, "--json"]
    code, out, said = run(*ask, *old)
    assert (code, out) == (0, quick(*ask, *new))
    assert note in said
    assert said.count("\n") == 1
    assert "--method" not in quick("site", "--help")


def test_goals_are_the_same_in_help_address_and_python() -> None:
    offered = set(get_args(Goal))
    assert offered == set(GOALS)
    assert offered <= set(re.findall(r"\w+", quick("site", "--help")))
    for goal in offered:
        assert SitingOptions.of(from_query({"with": "sites", "goal": goal})[0]).goal == goal


def test_a_file_without_a_place_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    for text, message in [
        ("name,where\nA,B\n", "No column says where a row is"),
        ("name,postcode\nA,XX\n", "not a postcode"),
        ("name,easting,northing\n", "no row of data"),
        ("", "The file is empty"),
    ]:
        path.write_text(text)
        code, _, said = run("site", "--candidates", str(path))
        assert (code, said.count("\n")) == (3, 1), said
        assert message in said
    path.write_text("area_code,weight\nE00000000,3\n")
    code, _, said = run("site", "--demand", str(path))
    assert code == 3
    assert "are no neighbourhood of 2021" in said
