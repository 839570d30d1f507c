"""Joined tables that are stored: what a join made anew gives, or they are not read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from geo import tables
from geo.areas import build_areas, join, join_anew
from geo.build.verify import check_bundle
from geo.errors import IntegrityError
from geo.settings import data_dir
from tests.records import link_bundle, record


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The bundle as a data folder of one's own."""
    return link_bundle(tmp_path / "data")


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The levels that were joined anew, in a process that holds nothing yet."""
    levels: list[str] = []

    def noted(name: str, root: Path | None = None) -> tables.Joined:
        levels.append(name)
        return join_anew(name, root)

    join._held.cache_clear()
    monkeypatch.setattr(join, "join_anew", noted)
    return levels


@pytest.mark.parametrize("level", tables.JOINED)
def test_a_stored_table_is_what_a_join_made_anew_gives(level: str) -> None:
    stored, anew = tables.load_joined(level), join_anew(level)
    assert stored is not None
    pd.testing.assert_frame_equal(stored.table, anew.table, check_exact=True)
    assert stored.report == anew.report
    assert f"areas_{level}" in stored.made_of == anew.made_of


def test_what_is_stored_is_not_joined_again(joined: list[str]) -> None:
    first, report = build_areas("region")
    assert (len(first.table), report.line("tundra_msoa21").boundaries) == (9, 9)
    assert joined == []
    build_areas("dea14")
    build_areas("dea14", within="N92000002")
    assert joined == ["dea14"]


def test_what_one_changes_in_a_table_is_changed_for_nobody_else() -> None:
    table = build_areas("region")[0].table
    table["area_name"] = "spoilt"
    assert build_areas("region")[0].table["area_name"].iloc[0] == "North East"


def test_a_data_folder_without_stored_joins_is_joined(copy: Path, joined: list[str]) -> None:
    shutil.rmtree(copy / "joined")
    found = build_areas("region", root=copy)[0].table
    assert joined == ["region"]
    pd.testing.assert_frame_equal(found, build_areas("region")[0].table)


def test_a_table_made_of_others_is_joined_again_also_while_the_process_runs(
    copy: Path, joined: list[str]
) -> None:
    before = build_areas("region", root=copy)[0].table
    people = pd.read_parquet(copy / "tables/people_lsoa21.parquet")
    (copy / "tables/people_lsoa21.parquet").unlink()
    people["population"] += 1
    people.to_parquet(copy / "tables/people_lsoa21.parquet")
    record(copy)
    after = build_areas("region", root=copy)[0].table
    assert joined == ["region"]
    areas = tables.load("areas_lsoa21", ["region_code"])["region_code"].value_counts()
    more = after["population"] - before["population"]
    assert more.to_dict() == areas.reindex(before.index).to_dict()


def test_the_check_finds_a_stored_table_with_another_figure(copy: Path) -> None:
    assert list(check_bundle(copy, ["joined tables"])) == [("joined tables", "")]
    stored = tables.load_joined("lsip23", copy)
    assert stored is not None
    spoilt = stored.table.copy()
    spoilt.loc["E69000001":, "tundra_rate"] += 1e-9
    path = copy / "joined/lsip23.parquet"
    path.unlink()
    tables.store_joined("lsip23", stored._replace(table=spoilt), copy)
    record(copy)
    said = dict(check_bundle(copy, ["joined tables"]))["joined tables"]
    assert said == "The joined table of lsip23 differs from a join made anew."
    path.unlink()
    said = dict(check_bundle(copy, ["joined tables"]))["joined tables"]
    assert said.startswith("The joined table of lsip23 is missing, or was made of other tables.")


def test_a_stored_table_that_does_not_say_of_what_it_is_made_is_not_read(copy: Path) -> None:
    path = copy / "joined/region.parquet"
    path.unlink()
    pd.read_parquet(data_dir() / "joined/region.parquet").to_parquet(path)
    record(copy)
    with pytest.raises(IntegrityError, match=r"joined/region.parquet: it does not say of which"):
        build_areas("region", root=copy)
