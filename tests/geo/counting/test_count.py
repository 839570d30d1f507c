"""Records counted by area: known places, small counts, a cluster that loses a worker."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import cli
from benchmarks.count import SQL
from geo import tables
from geo.boundaries import outlines as boundaries
from geo.counting import stream
from geo.counting import workers as side_by_side
from geo.counting.cluster import count_on
from geo.counting.points import places
from geo.counting.stream import (
    Counted,
    Plan,
    count_part,
    counted_apart,
    finish,
    hide_small,
    make_plan,
    parts,
)
from geo.counting.workers import MOST_WORKERS, count_with, processors
from geo.errors import BadInputError, SourceUnavailableError
from geo.places import postcodes
from geo.settings import SMALL_COUNT, project_dir


def count(plan: Plan) -> Counted:
    """Count in this process."""
    return finish(plan, counted_apart(plan))


@pytest.fixture(scope="module")
def scattered() -> np.ndarray:
    """Ten thousand points about where people live, some of them in the sea."""
    rng = np.random.default_rng(7)
    middles = tables.load("centroids_lsoa21")[["easting_m", "northing_m"]].to_numpy()
    return middles[rng.integers(0, len(middles), 10_000)] + rng.normal(0, 1_500, (10_000, 2))


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory, scattered: np.ndarray) -> Path:
    """The same as records, in eight row groups."""
    path = tmp_path_factory.mktemp("records") / "records.parquet"
    activity = np.array(["visit", "mentoring"])[np.arange(len(scattered)) % 2]
    table = pa.table(
        {"easting": scattered[:, 0], "northing": scattered[:, 1], "activity": activity}
    )
    pq.write_table(table, path, row_group_size=1_250)
    return path


def test_points_fall_where_geopandas_puts_them(scattered: np.ndarray) -> None:
    areas = boundaries.load("lsoa21")
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*scattered.T), crs=areas.crs)
    joined = gpd.sjoin(points, areas[["geometry"]], predicate="within")
    expected = pd.Series(joined["area_code"]).reindex(range(len(points))).fillna("")
    found = places(None).find(scattered)
    code = np.where(
        found == 65_535, "", areas.index.to_numpy(dtype="str")[found.clip(0, len(areas) - 1)]
    )
    assert (code == expected.to_numpy(dtype="str")).all()
    assert (expected == "").sum() > 50


def test_near_the_borders_of_outlines_in_several_parts_the_grid_errs_nowhere() -> None:
    outlines = boundaries.load("lsoa21").geometry.to_numpy()
    several = outlines[shapely.get_num_geometries(outlines) > 1]
    vertices = shapely.get_coordinates(several)[::20]
    near = vertices + np.random.default_rng(5).normal(0, 60, vertices.shape)
    # On vertices and between them, a hair beside them, and further away.
    near = np.concatenate([vertices, (vertices[1:] + vertices[:-1]) / 2, vertices + 0.002, near])
    ready = places(None)
    assert (ready.find(near) == ready._look(near)).all()
    assert len(near) > 5_000


def test_what_is_no_point_is_nowhere() -> None:
    odd = np.array([[np.nan, 1.0], [np.inf, 2.0], [-1e18, 1e18], [0, 0]])
    assert (places(None).find(odd) == 65_535).all()


def test_known_postcodes_in_any_spelling_are_counted(tmp_path: Path) -> None:
    path, out = tmp_path / "people.csv", tmp_path / "out.csv"
    rows = (
        ["fy1 1aa,2025"] * 12
        + ["FY11AA,2025"] * 3
        + ["S1 2HH,2025"] * 11
        + ["XX1 1XX,2025", ",2025"]
    )
    path.write_text("Post Code,year\n" + "\n".join(rows) + "\n")
    done = CliRunner().invoke(cli.app, ["count", str(path), "--by", "year", "--out", str(out)])
    assert done.exit_code == 0, done.output
    # Two without a place are few: neither they nor the sum of all rows is said.
    assert "26 records in England and Wales, a number not shown without a place" in done.output
    assert "28" not in done.output.replace(str(tmp_path), "")
    found = pd.read_csv(out)
    known = postcodes.find(["FY1 1AA", "S1 2HH"])["lsoa21_code"].tolist()
    assert found.set_index("area_code")["records"].to_dict() == {known[0]: 15, known[1]: 11}


def test_degrees_and_upper_levels(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("lat,lon\n" + "53.8067,-1.5550\n" * 20 + "north,west\n")
    with_text = count(make_plan(path, "lad24", ()))
    assert with_text.table.to_numpy().tolist() == [["E08000035", 20]]
    assert (with_text.rows, with_text.placed, with_text.nowhere) == (None, 20, None)


def test_parts_add_up_whatever_their_order(records: Path) -> None:
    plan = make_plan(records, "region", ("activity",))
    whole = count(plan)
    counted = [count_part(plan, part) for part in parts(plan)]
    assert len(counted) == 8
    pd.testing.assert_frame_equal(finish(plan, counted[::-1]).table, whole.table)
    assert whole.table["records"].sum() + whole.nowhere == whole.rows == 10_000


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@pytest.mark.parametrize("workers", [2, 5])
def test_any_number_of_processes_gives_the_same_bytes(
    records: Path, tmp_path: Path, suffix: str, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if suffix == ".csv":
        monkeypatch.setattr(stream, "BLOCK_BYTES", 20_000)
        table = pd.read_parquet(records)
        records = tmp_path / "records.csv"
        table.to_csv(records, index=False)
    plan = make_plan(records, "lad24", ("activity",))
    told: list[int] = []
    several, one = count_with(plan, workers, told.append), count(plan)
    assert told == list(range(1, len(told) + 1))
    assert len(told) == 8 if suffix == ".parquet" else len(told) > workers
    for name, counted in (("several", several), ("one", one)):
        counted.table.to_parquet(tmp_path / f"{name}.parquet", index=False)
    assert (tmp_path / "several.parquet").read_bytes() == (tmp_path / "one.parquet").read_bytes()
    assert (several.rows, several.nowhere) == (one.rows, one.nowhere)


def test_one_worker_or_one_part_needs_no_other_process(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise AssertionError("a process was begun")

    monkeypatch.setattr(side_by_side, "ProcessPoolExecutor", none)
    whole = count_with(make_plan(records, "region", ()), 1)
    pq.write_table(pq.read_table(records), tmp_path / "one.parquet")
    alike = count_with(make_plan(tmp_path / "one.parquet", "region", ()), 2)
    pd.testing.assert_frame_equal(alike.table, whole.table)
    with pytest.raises(AssertionError, match="a process was begun"):
        count_with(make_plan(records, "region", ()), 2)


@pytest.mark.parametrize("workers", [-1, MOST_WORKERS + 1])
def test_so_many_workers_there_cannot_be(records: Path, workers: int) -> None:
    with pytest.raises(BadInputError, match=f"--workers is {workers}"):
        count_with(make_plan(records, "region", ()), workers)
    assert 1 <= processors() <= (os.cpu_count() or 1)


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_worker_that_the_system_ends_is_told(
    records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(side_by_side, "count_part", killed)
    with pytest.raises(SourceUnavailableError, match="ended by the system.*--workers 1"):
        count_with(make_plan(records, "region", ()), 2)


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_part_that_cannot_be_read_stops_the_others(records: Path, tmp_path: Path) -> None:
    spoilt = bytearray(records.read_bytes())
    column = pq.ParquetFile(records).metadata.row_group(3).column(0)
    first = column.dictionary_page_offset or column.data_page_offset
    spoilt[first : first + 4_000] = bytes(4_000)
    path = tmp_path / "spoilt.parquet"
    path.write_bytes(spoilt)
    plan = make_plan(path, "region", ())
    for counted in (count, lambda plan: count_with(plan, 2)):
        with pytest.raises(BadInputError, match=r"^spoilt\.parquet: "):
            counted(plan)


@pytest.mark.fault(34)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from("xy"), st.integers(1, 40)), min_size=1
    )
)
def test_no_total_gives_a_small_count_away(cells: list[tuple[str, str, int]]) -> None:
    table = pd.DataFrame(cells, columns=["area_code", "by", "records"])
    table = table.groupby(["area_code", "by"], as_index=False)["records"].sum()
    shown = hide_small(table, ["by"])["records"]
    assert not (shown < SMALL_COUNT).any()
    assert (shown.dropna() == table.loc[shown.notna(), "records"]).all()
    for key in ("area_code", "by"):
        for _, group in shown.isna().groupby(table[key]):
            assert group.sum() != 1 or len(group) == 1
    assert shown.isna().sum() != 1 or len(shown) == 1
    if (table["records"] >= SMALL_COUNT).all():
        assert shown.notna().all()


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        # A and x have one count each: only the total of the file gives the 4 away.
        ("A x 4, B y 30", "A x ., B y ."),
        ("A x 4, B y 30, C z 20", "A x ., B y 30, C z ."),
        # Of the area A, or of the group x, a total would tell.
        ("A x 4, A y 30, B z 3", "A x ., A y ., B z ."),
        ("A x 4, B x 30, C y 3", "A x ., B x ., C y ."),
        # Two small counts hide each other, and what is not small is shown.
        ("A x 4, A x2 5, A x3 30", "A x ., A x2 ., A x3 30"),
        ("A x 9, A x2 9, A x3 10", "A x ., A x2 ., A x3 10"),
        ("A x 10, B y 10", "A x 10, B y 10"),
    ],
)
def test_a_small_count_is_hidden_with_what_gives_it_away(cells: str, shown: str) -> None:
    rows = [cell.split() for cell in cells.split(", ")]
    table = pd.DataFrame(rows, columns=["area_code", "by", "records"]).astype({"records": int})
    made = hide_small(table, ["by"])["records"].astype(object).fillna(".")
    assert ", ".join(f"{a} {b} {n}" for (a, b, _), n in zip(rows, made, strict=True)) == shown


def test_without_groups_the_total_of_the_file_still_hides_a_second_count() -> None:
    table = pd.DataFrame({"area_code": ["A", "B", "C"], "records": [40, 4, 30]})
    assert hide_small(table, [])["records"].isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("text", "by", "message"),
    [
        ("name,year\na,1\n", (), "no column says where"),
        ("postcode,year\nS1 2HH,1\n", ("month",), "no column 'month'"),
        ("postcode,year\nS1 2HH,1,9\n", (), "Expected 2 columns"),
        ("postcode,year\n", (), "no row of data"),
    ],
)
def test_what_cannot_be_counted_is_said(
    tmp_path: Path, text: str, by: tuple[str, ...], message: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text)
    with pytest.raises(BadInputError, match=message):
        count(make_plan(path, "lsoa21", by))
    with pytest.raises(BadInputError, match="give records as"):
        make_plan(tmp_path / "people.shp", "lsoa21", ())


def test_three_columns_may_group_and_a_fourth_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("postcode,a,b,c,d\nS1 2HH,1,2,3,4\n")
    assert make_plan(path, "lsoa21", ("a", "b", "c")).by == ("a", "b", "c")
    with pytest.raises(BadInputError, match="4 columns, 3 is the most"):
        make_plan(path, "lsoa21", ("a", "b", "c", "d"))


def test_as_many_cells_as_there_may_be_and_one_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.counting.stream.MOST_CELLS", 2)
    path = tmp_path / "people.csv"
    path.write_text("postcode,day\nS1 2HH,1\nS1 2HH,2\nS1 2HH,2\n")
    assert count(make_plan(path, "lsoa21", ("day",))).hidden == 2
    path.write_text("postcode,day\nS1 2HH,1\nS1 2HH,2\nS1 2HH,3\n")
    with pytest.raises(BadInputError, match="more than 2 different cells"):
        count(make_plan(path, "lsoa21", ("day",)))


def test_a_level_that_records_are_not_counted_by_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("postcode\nS1 2HH\n")
    with pytest.raises(BadInputError, match="not counted by smc205"):
        make_plan(path, "smc205", ())


def test_who_lives_under_no_upper_area_is_not_in_the_table(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    # Leeds is in a combined authority; Cardiff is in none.
    path.write_text("postcode\n" + "LS2 9JT\n" * 20 + "CF10 1AA\n" * 11)
    found = count(make_plan(path, "cauth25", ()))
    assert found.table.to_numpy().tolist() == [["E47000003", 20]]
    assert (found.rows, found.nowhere) == (31, 11)


def _begun(dask_scheduler: Any) -> bool:
    return any(task.state == "processing" for task in dask_scheduler.tasks.values())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_while_it_counts_gives_the_same_bytes(records: Path) -> None:
    from distributed import Client, LocalCluster

    plan = make_plan(records, "lad24", ("activity",))
    alone = count(plan).table.to_csv()
    killed: list[int] = []
    over = threading.Event()
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        victim = next(iter(cluster.workers.values())).pid

        def kill_one() -> None:
            with Client(cluster.scheduler_address, set_as_default=False) as looking:
                while not over.is_set() and not killed:
                    if looking.run_on_scheduler(_begun):
                        os.kill(victim, signal.SIGKILL)
                        killed.append(victim)

        killer = threading.Thread(target=kill_one)
        killer.start()
        together = count_on(plan, cluster.scheduler_address).table.to_csv()
        over.set()
        killer.join(60)
    assert killed == [victim]
    assert together == alone


def test_a_cluster_that_is_not_there(records: Path, tmp_path: Path) -> None:
    plan = make_plan(records, "lsoa21", ())
    with pytest.raises(
        SourceUnavailableError, match="No scheduler answers at nonsense://x. Start one, or"
    ):
        count_on(plan, "nonsense://x")
    path = tmp_path / "people.csv"
    path.write_text("postcode\nS1 2HH\n")
    turned = "row groups are its parts. Turn the CSV file into one, or count it with --engine local"
    with pytest.raises(
        BadInputError, match=f"people.csv: a cluster counts parquet files, whose {turned}"
    ):
        count_on(make_plan(path, "lsoa21", ()), "tcp://127.0.0.1:1")


def test_the_manual_gives_the_query_that_the_benchmark_runs() -> None:
    manual = (project_dir() / "docs/how-to/count-records.md").read_text(encoding="utf-8")
    assert SQL.strip() in manual
