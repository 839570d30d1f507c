"""Small numbers of people that could be worked out from what is shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from geo import tables
from tests.commands import quick, run

BLACKPOOL = "E06000009"


def in_blackpool(folder: Path, counts: list[int]) -> Path:
    """Write records, so many in each of Blackpool's local areas, at the middle of one of each."""
    base = tables.load("areas_lsoa21", ["lad24_code", "msoa21_code"])
    first = base[base["lad24_code"] == BLACKPOOL].drop_duplicates("msoa21_code").index
    middles = tables.load("centroids_lsoa21").reindex(first)
    rows = pd.concat(
        [middles.iloc[[at] * count][["easting_m", "northing_m"]] for at, count in enumerate(counts)]
    )
    path = folder / "records.csv"
    rows.set_axis(["easting", "northing"], axis=1).to_csv(path, index=False)
    return path


def counted(path: Path, level: str) -> tuple[str, pd.DataFrame]:
    out = path.with_name(f"{level}.csv")
    return quick("count", str(path), "--geography", level, "--out", str(out)), pd.read_csv(out)


def worked(folder: Path, rows: dict[str, int]) -> tuple[str, ...]:
    """Write an activity file with one row for each person; return the options that name it."""
    path = folder / "work.csv"
    lines = [code for code, count in rows.items() for _ in range(count)]
    path.write_text("\n".join(["area_code", *lines]) + "\n", encoding="utf-8")
    return "--provider", "10007795", "--activity", str(path)


def figures(text: str) -> set[str]:
    """List the figures of what is said of an activity file."""
    return set(re.findall(r"\d+", " ".join(re.findall(r"Engaged, by[^\n]*", text))))


@pytest.mark.slow
@pytest.mark.fault(41)
def test_rows_of_one_person_each_are_hidden_as_people_are(tmp_path: Path) -> None:
    """7 rows, of 2 neighbourhoods."""
    given = worked(tmp_path, {"E01012673": 4, "E01012674": 3})
    out = tmp_path / "blackpool.html"
    said = quick("profile", BLACKPOOL, "--out", str(out), *given)
    said += quick("profile", BLACKPOOL, *given) + quick("reach", *given)
    traced = json.loads((tmp_path / "blackpool.trace.json").read_text(encoding="utf-8"))
    of_file = [one for part in traced["shown"] for one in part["traces"] if one["field"] == "rows"]
    assert (of_file, "7" in figures(said)) == ([], False)
    assert "fewer than 10 rows" in out.read_text(encoding="utf-8")
    assert json.loads(quick("reach", *given, "--json"))["activity_rows"] is None


@pytest.mark.slow
@pytest.mark.fault(44)
def test_profiles_of_an_authority_and_of_its_neighbourhoods_give_no_count_away(
    tmp_path: Path,
) -> None:
    """134 less 130 would be 4; 40 elsewhere are nobody's business here."""
    given = worked(tmp_path, {"E01012673": 130, "E01012674": 4, "E01011264": 40, "E01011281": 50})
    assert "134 rows here" in quick("profile", BLACKPOOL, *given)
    for code in ("E01012673", "E01012674"):
        assert not {"130", "4"} & figures(quick("profile", code, *given))


@pytest.mark.fault(43)
def test_no_total_that_the_terminal_tells_gives_two_small_counts_away(tmp_path: Path) -> None:
    """42 less the 40 shown is 2 for two counts: each is 1."""
    path = in_blackpool(tmp_path, [40, 1, 1])
    said, table = counted(path, "msoa21")
    assert not ("42" in said and (table["records"] == 40).any())
    told = json.loads(
        quick("count", str(path), "-g", "msoa21", "-o", str(tmp_path / "a.csv"), "--json")
    )
    left = (told["placed"] or 10_000) - table["records"].sum()
    assert left - told["not_shown"] + 1 >= 3


@pytest.mark.fault(43)
def test_how_many_are_without_a_place_is_not_told_where_they_are_few(tmp_path: Path) -> None:
    path = in_blackpool(tmp_path, [40])
    path.write_text(path.read_text() + "0,0\n0,0\n0,0\n")
    said, _ = counted(path, "lad24")
    assert said.startswith("40 records in England and Wales, a number not shown without a place")
    path.write_text(path.read_text() + "0,0\n" * 7)
    assert counted(path, "lad24")[0].startswith("50 records, 10 of them without a place")


@pytest.mark.fault(44)
def test_counts_at_two_levels_laid_side_by_side_give_none_away(tmp_path: Path) -> None:
    """An authority of 134, in it a local area of 130: the other one's is 4. Leeds has 20."""
    path = in_blackpool(tmp_path, [130, 4])
    path.write_text(path.read_text() + "430000,433500\n" * 20)
    whole = counted(path, "lad24")[1]["records"].tolist()
    parts = counted(path, "msoa21")[1]["records"].dropna().tolist()
    assert (whole, parts) == ([134, 20], [20])
    _, _, said = run("count", str(path), "--out", str(tmp_path / "out.csv"))
    assert "levels that cross" in said
