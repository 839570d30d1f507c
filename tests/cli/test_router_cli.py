"""Routers and tables of costs in the verbs `reach` and `site`, over loopback HTTP."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner

import cli
from geo import tables
from geo.errors import GeoError
from geo.reach.measure import load_ground
from tests.commands import quick, run
from tests.geo.travel.test_routers import SPEED_M_PER_S, Double

BLACKPOOL = ["--within", "E06000009"]
TOWN_HALL = "name,easting,northing\nTown hall,330800,436200\n"
KINDS = ["osrm", "valhalla", "openrouteservice"]


@pytest.fixture
def double(httpserver: HTTPServer) -> Double:
    return Double(httpserver)


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    path = tmp_path / "hub.csv"
    path.write_text(TOWN_HALL)
    return path


def asking(double: Double, kind: str = "osrm") -> list[str]:
    return ["--router", kind, "--router-url", double.server.url_for("").rstrip("/")]


@pytest.mark.parametrize("kind", KINDS)
def test_reach_by_a_router(double: Double, kind: str, hub: Path, tmp_path: Path) -> None:
    out = tmp_path / "reach.csv"
    ask = ["reach", "--partners", str(hub), *asking(double, kind), "--max-minutes", "4", *BLACKPOOL]
    made = json.loads(quick(*ask, "--json", "--out", str(out)))
    assert (made["limit"], made["unit"]) == (4, "min")
    assert made["costs"].startswith(f"journey times in minutes by {kind} at localhost:")
    assert ", asked on 20" in made["costs"]
    table = pd.read_csv(out, index_col="area_code")
    homes = load_ground().origins.loc[table.index]
    minutes = (
        np.hypot(homes["easting_m"] - 330_800, homes["northing_m"] - 436_200) / SPEED_M_PER_S / 60
    )
    near = table["in_range"]
    assert near[minutes < 3.95].all()
    assert not near[minutes > 4.05].any()
    assert 20 < near.sum() < 80
    assert made["covered"] == table.loc[near, "young_people_now"].sum()
    assert table.loc[near, "nearest_cost"].to_numpy() == pytest.approx(minutes[near], abs=0.05)
    # The router was asked for no longer journeys, so the curve has none.
    assert [row["limit"] for row in made["coverage_by_limit"]] == [1, 2, 3, 4]
    said = quick(*ask)
    assert f"live within 4 min of 1 site of 1 provider ({made['coverage']:.1%})" in said
    assert f"Measured by: journey times in minutes by {kind} at localhost:" in said
    assert "Within range is what it costs to get there" in said


@pytest.mark.parametrize("kind", KINDS)
def test_sites_by_a_router(double: Double, kind: str) -> None:
    ask = ["site", "--add", "2", *BLACKPOOL, *asking(double, kind)]
    found = json.loads(quick(*ask, "--max-minutes", "3", "--json"))
    assert (found["limit"], found["unit"], found["status"]) == (3, "min", "optimal")
    assert found["costs"].startswith(f"journey times in minutes by {kind} at localhost:")
    urns = [row["site"] for row in found["sites"]]
    schools, ground = tables.load("schools").loc[urns], load_ground()
    here = ground.areas["lad24_code"] == "E06000009"
    homes, young = ground.origins[here], ground.areas.loc[here, "young_people_now"]
    minutes = [
        np.hypot(homes["easting_m"] - school.easting_m, homes["northing_m"] - school.northing_m)
        / SPEED_M_PER_S / 60
        for school in schools.itertuples()
    ]  # fmt: skip
    best = np.min(minutes, axis=0)
    assert young[best < 2.96].sum() <= found["covered"] <= young[best < 3.04].sum()
    said = quick(*ask, "--max-minutes", "3")
    assert "are within 3 min," in said
    assert f"In range goes by journey times in minutes by {kind} at localhost:" in said


def test_people_nearest_in_minutes(double: Double, hub: Path) -> None:
    ask = ["site", "--goal", "median", "--add", "2", "--max-minutes", "30", *BLACKPOOL]
    found = json.loads(quick(*ask, *asking(double), "--partners", str(hub), "--json"))
    line = json.loads(
        quick(*ask[:5], "--max-km", "18", *BLACKPOOL, "--partners", str(hub), "--json")
    )
    assert (found["objective_is"], line["objective_is"]) == ("person-min", "person-metres")
    # At ten metres a second, 18 km take half an hour.
    assert found["objective"] * 60 * SPEED_M_PER_S == pytest.approx(line["objective"], rel=0.01)
    assert "min on average to the nearest" in quick(*ask, *asking(double))


def test_a_key_comes_from_the_environment_and_goes_nowhere_else(
    double: Double, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLDSPOTS_ROUTER_KEY", "s3cret")
    ask = ["reach", "--partners", str(hub), "--max-minutes", "2", "--mode", "cycle", *BLACKPOOL]
    said = quick(*ask, *asking(double, "openrouteservice"), "--json")
    assert {one["key"] for one in double.asked} == {"s3cret"}
    assert "s3cret" not in said
    assert ", cycling-regular, asked on " in json.loads(said)["costs"]


def test_answers_are_kept_where_that_is_asked_for(
    double: Double, hub: Path, tmp_path: Path
) -> None:
    ask = ["reach", "--partners", str(hub), "--max-minutes", "2", *asking(double), "--json"]
    ask += ["--router-cache", str(tmp_path / "kept")]
    first = quick(*ask)
    count = len(double.asked)
    assert count == len(list((tmp_path / "kept").iterdir())) > 0
    assert quick(*ask) == first
    assert len(double.asked) == count


def test_reach_by_a_table_of_costs(hub: Path, tmp_path: Path) -> None:
    costs = tmp_path / "bus.csv"
    costs.write_text(
        "area_code,site,cost\nE01012673,own-2,4\nE01012674,own-2,10\nE01012679,own-2,11\n"
        "E01012680,another,1\n"
    )
    ask = ["reach", "--partners", str(hub), "--costs", str(costs), *BLACKPOOL, "--json"]
    made = json.loads(quick(*ask, "--max-minutes", "10"))
    young = load_ground().areas["young_people_now"]
    assert made["covered"] == young["E01012673"] + young["E01012674"]
    assert made["costs"] == (
        "bus.csv, in min, as given: 3 pairs used, 1 of other areas or sites left out"
    )
    nearer = json.loads(quick(*ask, "--max-km", "4"))
    assert (nearer["unit"], nearer["covered"]) == ("km", young["E01012673"])


def test_sites_by_a_table_of_costs(hub: Path, tmp_path: Path) -> None:
    costs, demand = tmp_path / "bus.csv", tmp_path / "whom.csv"
    costs.write_text(
        "area_code,site,cost\nE01012673,137973,9\nE01012674,137973,9\nE01012679,139675,2\n"
        "E01012679,137973,31\nE01012681,own-2,5\n"
    )
    demand.write_text(
        "area_code,weight\nE01012673,3\nE01012674,4\nE01012679,5\nE01012681,20\nE01012673,1\n"
    )
    ask = ["site", "--costs", str(costs), "--demand", str(demand), "--max-minutes", "30", "--json"]
    found = json.loads(quick(*ask, "--add", "2"))
    assert [(row["site"], row["gain"]) for row in found["sites"]] == [("137973", 8), ("139675", 5)]
    assert (found["total"], found["covered"], found["out_of_range"]) == (33, 13, 20)
    assert found["costs"].startswith("bus.csv, in min, as given: 4 pairs used, 1 of other")
    there = json.loads(quick(*ask, "--add", "1", "--partners", str(hub)))
    assert (there["already_covered"], there["covered"]) == (20, 28)
    code, _, said = run(*ask, "--partners", str(hub), "--candidates", str(hub))
    assert (code, said.count("\n")) == (3, 1)
    assert "cannot tell 1 (first: own-2) sites of two files apart" in said


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes calls and never answers."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen(8)
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


@pytest.mark.parametrize("verb", ["reach", "site"])
def test_a_dead_or_silent_router_is_one_line_and_exit_four(
    verb: str, silent: str, hub: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    ask = [verb, "--partners", str(hub), *BLACKPOOL, "--router", "osrm", "--max-minutes", "1"]
    ask += ["--router-timeout", "1", "--out", str(out)]
    for address, why in [
        ("http://127.0.0.1:9", "nobody there takes the call"),
        (silent, "no answer within 1 s"),
    ]:
        code, text, said = run(*ask, "--router-url", address)
        assert (code, text, said.count("\n")) == (4, "", 1), said
        assert why in said
        assert "see that the server runs, and ask again." in said
    assert not out.exists()


@pytest.mark.parametrize("verb", ["reach", "site"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--router", "osrm", "--max-minutes", "5"], "Where is the router?"),
        (["--router-url", "http://localhost:1"], "Which router? Give --router with one of osrm,"),
        (["--mode", "walk"], "Which router?"),
        (["--router", "osrm", "--router-url", "http://localhost:1"], "A router tells minutes"),
        (["--max-minutes", "5"], "Minutes need a router or a table of costs"),
        (["--max-minutes", "5", "--max-km", "5"], "Give one limit"),
        (["--costs", "none.csv"], "Are the costs km or minutes?"),
        (["--costs", "none.csv", "--max-km", "5"], "cannot be read"),
        (["--costs", "none.csv", "--max-km", "5", "--circuity", "2"], "stretches a straight line"),
        (["--router", "osrm", "--costs", "x.csv"], "Give one of them"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    verb: str, arguments: list[str], message: str
) -> None:
    refused([verb, "--provider", "10007795"] if verb == "reach" else [verb], arguments, message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["magic", "http://localhost:1", "--max-minutes", "5"], "No router is called 'magic'"),
        (["osrm", "file:///x", "--max-minutes", "5"], "no router's address"),
        (["osrm", "http://localhost:1", "--max-minutes", "5", "--mode", "fly"], "with 'fly'"),
        (["osrm", "http://localhost:1", "--max-minutes", "0"], "A limit of 0 min reaches nobody"),
        (["osrm", "http://localhost:1", "--max-minutes", "5", "--router-timeout", "0"], "no time"),
    ],
)
def test_a_router_that_is_none_is_refused(arguments: list[str], message: str) -> None:
    kind, address, *rest = arguments
    refused(["site"], ["--router", kind, "--router-url", address, *rest], message)


def refused(verb: list[str], arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(cli.app, [*verb, *arguments])
    assert isinstance(done.exception, GeoError), done.output
    assert done.exception.exit_code == 3
    assert message in str(done.exception)
    assert done.stdout == ""
