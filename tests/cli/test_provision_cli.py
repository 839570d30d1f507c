"""The verb `provision`: what it says, its files, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.errors import NoAnswerError
from geo.provision import (
    Selection,
    by_adult_skills,
    closures,
    continuation_by_provider,
    earnings_tables,
    find_openings,
    find_overview,
    find_provision,
    heat_table,
    hinges,
    limits_table,
    subjects,
    zones_beyond,
)
from layers.provision import heat_page
from tests.commands import run

EAST = "E12000006"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_of_areas_holds_what_python_gives(tmp_path: Path) -> None:
    out, zones = tmp_path / "areas.csv", tmp_path / "zones.csv"
    code, said, _ = run(
        *("provision", "--subject", "CAH07-01", "--max-km", "30", "--within", EAST),
        *("--out", str(out), "--zones", str(zones)),
    )
    assert code == 0
    found = find_provision(Selection("CAH07-01"), 30, within=EAST)
    table = found.table()
    rows = rows_of(out)
    assert [row["area_code"] for row in rows] == table.index.tolist()
    for row, expected in list(zip(rows, table.itertuples(), strict=True))[::300]:
        assert int(row["providers_within"]) == expected.providers_within
        assert row["nearest_provider"] == expected.nearest_provider
        assert float(row["nearest_km"]) == expected.nearest_km
        assert float(row["courses_within"]) == expected.courses_within
    none = table.loc[table["providers_within"] == 0, "young_people_now"].sum()
    assert f"{none:,.0f} of {table['young_people_now'].sum():,.0f} young people" in said
    assert "a course that is listed is not a place offered" in said
    expected = zones_beyond(found)
    assert [row["zone_id"] for row in rows_of(zones)] == expected.index.tolist()


def test_what_closes_and_where_a_new_one_would_open_most() -> None:
    code, said, _ = run(
        *("provision", "--subject", "physics and astronomy", "--within", EAST, "--json"),
        *("--without", "10007789:CAH07-01", "--add", "1"),
    )
    assert code == 0
    made = json.loads(said)
    before = find_provision(Selection("CAH07-01"), 30, within=EAST)
    after = find_provision(Selection("CAH07-01"), 30, within=EAST, removed=["10007789"])
    lost = before.homes.loc[before.in_range & ~after.in_range, "young_people"].sum()
    assert made["by_group"][0]["lost"] == lost > 0
    assert made["without"] == ["10007789:CAH07-01"]
    # What is taken away is neither there nor a place for new courses.
    best = find_openings(Selection("CAH07-01"), 30, 1, within=EAST, removed=["10007789"]).sites
    assert made["openings"][0]["site_id"] == best.index[0]
    assert best["provider"].iloc[0] != "10007789"
    homes = after.homes[~after.in_range]
    site = best.iloc[0]
    near = np.hypot(
        homes["easting_m"] - site["easting_m"], homes["northing_m"] - site["northing_m"]
    )
    assert site["young_people"] == homes.loc[near <= 30_000, "young_people"].sum()
    # Norwich has all its physics from one provider: only without it is there anybody to win.
    code, said, _ = run(*("provision", "--subject", "CAH07-01", "--within", "E07000148", "--json"),
                        *("--without", "10007789:CAH07-01", "--add", "1"))  # fmt: skip
    (opened,) = json.loads(said)["openings"]
    assert opened["young_people"] == sum(row["people"] for row in json.loads(said)["by_group"][:1])
    code, said, _ = run("provision", "--subject", "CAH07-01", "--within", EAST, "--without",
                        "10007789", "--add", "1")  # fmt: skip
    assert f"only provider within 30 km of {lost:,.0f} young people" in said
    assert f"would bring {best['young_people'].iloc[0]:,} more young people" in said


def test_the_heat_table_and_closures_are_written(tmp_path: Path) -> None:
    page, table, closed = (tmp_path / name for name in ("heat.html", "heat.csv", "closed.csv"))
    for path in (page, table):
        assert run("provision", "--within", "E06000001", "--heat", str(path), "--closures",
                   str(closed))[0] == 0  # fmt: skip
    overview = find_overview((30.0,))
    expected = heat_table(overview)
    rows = rows_of(table)
    assert [row["subject"] for row in rows] == subjects().index.tolist()
    assert float(rows[10]["South West"]) == round(expected["South West"].iloc[10] * 100, 1)
    assert page.read_text(encoding="utf-8") == heat_page(overview)
    read = pd.read_html(page)[0]
    assert read.shape == (35, 14)
    assert read["South West"].iloc[10] == f"{expected['South West'].iloc[10]:.0%}"
    hung, moves = tmp_path / "hinges.csv", tmp_path / "limits.csv"
    assert run("provision", "--within", "E06000001", "--hinges", str(hung), "--limits",
               str(moves))[0] == 0  # fmt: skip
    assert [int(row["young_people"]) for row in rows_of(hung)] == hinges(overview)[
        "young_people"
    ].tolist()
    shares = limits_table(find_overview())
    assert float(rows_of(moves)[3]["60 km"]) == round(shares["60 km"].iloc[3] * 100, 1)
    counted = closures(overview)
    assert len(rows_of(closed)) == len(counted)
    assert int(rows_of(closed)[0]["young_people"]) == counted["young_people"].iloc[0]


def test_nations_without_a_course_and_unknown_points_are_told() -> None:
    assert (
        "No such course is listed at a site in Northern Ireland."
        in run("provision", "--subject", "CAH07-04")[1]
    )
    said = run("provision", "--subject", "CAH16", "--max-points", "104", "--within", EAST)[1]
    unknown = find_provision(Selection("CAH16", max_points=104), within=EAST).unknown_points
    assert f"{unknown:,} courses whose points are not published are left out" in said


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--subject", "alchemy"], "No subject is called 'alchemy'"),
        (["--mode", "evenings"], "No mode of study is called 'evenings'"),
        (["--without", "10000000"], "teaches none of these courses"),
        (["--heat", "heat.pdf"], "heat.pdf: end the name in .csv or .html"),
        (["--out", "areas.doc"], "no format is called '.doc'"),
        (["--out", "uk.geojson"], "this table has none"),
        (["--within", "X1"], "X1"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_line(options: list[str], told: str) -> None:
    code, _, beside = run("provision", *options)
    assert code != 0
    assert told in beside
    assert len(beside.strip().splitlines()) == 1


def test_adults_earnings_and_who_stays_are_written(tmp_path: Path) -> None:
    adults, earned, stays = (tmp_path / f"{name}.csv" for name in ("adults", "earned", "stays"))
    code, said, _ = run(
        *("provision", "--subject", "CAH07-01", "--within", EAST, "--adults", str(adults)),
        *("--earnings", str(earned), "--continuation", str(stays)),
    )
    assert code == 0
    part_time = find_provision(Selection("CAH07-01", "part-time"), 30, within=EAST)
    counted = by_adult_skills(part_time)
    assert [int(row["areas_without"]) for row in rows_of(adults)] == list(counted["areas_without"])
    assert f"{counted.loc[1, 'areas_without']:,} (" in said
    assert f"Young people: {part_time.counts()['young_people']['none']:,} of " in said
    whole = earnings_tables("CAH07-01")
    assert [float(row["earnings_median"]) for row in rows_of(earned)] == list(
        whole["earnings_median"]
    )
    expected = continuation_by_provider(Selection("CAH07-01"))
    assert [row["provider"] for row in rows_of(stays)] == list(expected["provider"])
    assert [float(row["continued_low"]) for row in rows_of(stays)] == list(
        expected["continued_low"]
    )
    assert run("provision", "--earnings", str(earned))[0] == NoAnswerError.exit_code
