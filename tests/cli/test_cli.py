from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
import typer

from cli import program
from geo import tables
from geo.areas.cache import area_table
from geo.coldspots import DEFINITIONS
from geo.settings import data_dir, project_dir
from layers.coldspots.options import ColdSpotOptions
from layers.exports import read_link
from tests.commands import alone, quick, run
from tests.records import record


def test_info_lists_everything_in_the_registries() -> None:
    from geo.registry.datasets import DATASETS
    from geo.registry.geographies import bundled
    from geo.registry.indicators import INDICATORS

    text = quick("info")
    for entry in [*bundled(), *INDICATORS, *DATASETS]:
        assert entry.id in text
    content = json.loads(quick("info", "--json"))
    assert {entry["id"] for entry in content["datasets"]} == {entry.id for entry in DATASETS}
    assert all(entry["licence"] and entry["sha256_of_copy"] for entry in content["datasets"])


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx", ".geojson", ".gpkg"])
def test_areas_are_written_in_each_format(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"areas{suffix}"
    text = quick("areas", "--geography", "lad24", "--within", "E12000001", "--out", str(out))
    assert text.startswith("12 areas")
    if suffix == ".csv":
        assert out.read_bytes().startswith(b"\xef\xbb\xbf")
        table = pd.read_csv(out)
    elif suffix == ".parquet":
        table = pd.read_parquet(out).reset_index()
    elif suffix == ".xlsx":
        book = openpyxl.load_workbook(out)
        rows = list(book["lad24"].values)
        table = pd.DataFrame(rows[1:], columns=rows[0])
        notes = [str(row[0]) for row in book["Notes"].values]
        assert any("GCSE leavers 2010 to 2014" in note for note in notes)
        assert any("Open Government Licence" in note for note in notes)
        book.close()
    else:
        import geopandas

        table = geopandas.read_file(out)
        assert table.geometry.notna().all()
        assert table.crs.to_epsg() == (4326 if suffix == ".geojson" else 27700)
    assert len(table) == 12
    rate = table.set_index("area_code").at["E06000001", "tundra_rate"]

    assert rate == pytest.approx(area_table("lad24").at["E06000001", "tundra_rate"])


def test_areas_report_as_json() -> None:
    content = json.loads(quick("areas", "-g", "lsoa21", "--json"))
    assert content["areas"] == 35_672
    lines = {line["table"]: line for line in content["join"]}
    assert lines["tundra_lsoa21"]["suppressed"] == 1_253


def test_postcodes_in_words_and_as_json() -> None:
    assert "Central Blackpool" in quick("postcode", "fy1 1aa")
    content = json.loads(quick("postcode", "FY1 1AA", "S1 2HH", "--json"))
    assert [row["lsoa21_code"] for row in content["postcodes"]] == ["E01012737", "E01033264"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["postcode", "XX"], 3, "not a postcode"),
        (["areas", "-g", "lsoa31", "-o", "a.csv"], 3, "No geography is called"),
        (["areas", "-g", "lsoa11", "-o", "a.csv"], 3, "ask for lsoa21"),
        (["areas", "-g", "lad24", "-o", "a.doc"], 3, "no format is called '.doc'"),
        (["areas", "-g", "lad24"], 3, "Nothing to do"),
        (["areas", "-g", "lad24", "--within", "X", "-o", "a.csv"], 3, "No area lies within"),
        (["areas", "-g", "lad24", "-o", "/proc/none/a.csv"], 6, "Could not write"),
        (["areas"], 2, "--geography"),
        (["nonsense"], 2, "No such command"),
        (["build", "--raw", "/nowhere"], 4, "is not a folder"),
        (["check", "--data", "/nowhere"], 5, "missing"),
        (["info", "--colour"], 2, "No such option"),
    ],
)
def test_a_refusal_is_one_line_and_an_exit_code(
    arguments: list[str], code: int, message: str
) -> None:
    status, out, err = run(*arguments)
    assert status == code, err
    assert message in out + err
    assert "Traceback" not in out + err
    if status not in (2, 5):
        assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["postcode", "FY1 1AA"], 0),
        (["postcode", "XX"], 3),
        (["areas"], 2),
        (["check", "--data", "/nowhere"], 5),
    ],
)
def test_a_process_ends_as_the_verb_does(arguments: list[str], code: int) -> None:
    """What the other tests read in this process is what a process of its own prints."""
    called = [*alone(*arguments)], [*run(*arguments)]
    for answer in called:
        # How a verb is called is said by what called it.
        answer[2] = re.sub(r"(Usage:|Try ').*? areas", r"\1 areas", answer[2])
    assert called[0] == called[1]
    assert called[0][0] == code


def test_a_refused_table_leaves_the_old_file(kept: Path) -> None:
    status, _, _ = run("areas", "-g", "lad24", "--within", "X", "-o", str(kept))
    assert status == 3


def test_help_names_every_verb() -> None:
    text = quick("--help")
    for verb in ("info", "areas", "postcode", "find", "site", "build", "check", "serve"):
        assert verb in text


def test_a_link_becomes_a_page_or_a_table(tmp_path: Path) -> None:
    page, table = tmp_path / "map.html", tmp_path / "areas.csv"
    link = "http://localhost:8501/?level=msoa21&in=E06000009&with=both"
    quick("export", "--link", link, "--out", str(page))
    text = page.read_text(encoding="utf-8")
    assert text.lstrip().startswith("<!DOCTYPE html>")
    assert "young people live where participation is low and deprivation high</title>" in text
    quick("export", "--link", "level=msoa21&in=E06000009", "--out", str(table))
    assert len(pd.read_csv(table)) == 19


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("in=Blackpol", "in=Blackpol names a place that there is not. Did you mean Blackpool (E0"),
        ("in=nowhereville", "in=nowhereville names a place that there is not. Nothing was written"),
        ("in=E99999999", "in=E99999999 names a place that there is not."),
        ("level=region&in=E06000009", "in=E06000009 names a place that holds no areas of this"),
        ("https://news.example/?id=7", "names no map. Give the address of a map"),
        ("https://news.example/", "names no map."),
        ("id=7", "names no map."),
    ],
)
def test_a_link_to_no_place_writes_no_map(kept: Path, link: str, said: str) -> None:
    """A map of all England would be taken for that of the place."""
    code, out, err = run("export", "--link", link, "--out", str(kept))
    assert (code, out) == (3, "")
    assert said in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("level=lad24&in=Blackpool", "level=lad24&in=E06000009"),
        ("https://maps.shire.example/?level=region", "level=region"),
        ("http://localhost:8501/", "level=utla23&show=he19_rate"),
        ("in=E92000001&level=region", "level=region"),
    ],
)
def test_a_link_by_name_or_of_another_server_is_that_map(
    tmp_path: Path, link: str, said: str
) -> None:
    out = tmp_path / "map.csv"
    if said.startswith("level=lad24"):
        link, said = link.replace("lad24", "msoa21"), said.replace("lad24", "msoa21")
    assert quick("export", "--link", link, "--out", str(out)).startswith(f"{out}: {said}")


def test_labels_are_drawn_or_refused_in_a_line(tmp_path: Path) -> None:
    link, out = "in=E06000009", tmp_path / "map.svg"
    label = ("--label", "The Tower@53.8159,-3.0553", "--label", "North Pier@53.819,-3.058")
    said = quick("export", "--link", link, *label, "--out", str(out))
    assert "labels=The+Tower%4053.8159,-3.0553%7CNorth+Pier" in said
    assert "North Pier" in out.read_text(encoding="utf-8")
    for wrong in ("The Tower", "London@51.5,-0.1"):
        code, _, err = run("export", "--link", link, "--label", wrong, "--out", str(out))
        assert (code, len(err.splitlines())) == (3, 1)
        assert "label" in err


def test_a_measure_is_written_region_by_region(tmp_path: Path) -> None:
    link, out = "level=utla23&show=he19_rate", tmp_path / "map.svg"
    said = quick("export", "--link", link, "--by-region", "--out", str(out))
    assert said.startswith(f"{out}: {link}&maps=regions&as=many")
    assert "South West" in out.read_text(encoding="utf-8")
    code, _, err = run("export", "--link", "level=region", "--by-region", "--out", str(out))
    assert (code, len(err.splitlines())) == (3, 1)
    assert "cannot be shown region by region" in err
    both = ("--by-region", "--before", "2016", "--out", str(out))
    code, _, err = run("export", "--link", link, *both)
    assert code == 2
    assert "--by-region" in err


@pytest.mark.parametrize(
    ("link", "name", "notes"),
    [
        ("level=region&as=many", "areas.csv", ["as=many: a table is of one map"]),
        ("level=region&as=many", "map.html", []),
        ("level=region&as=many", "map.svg", []),
        ("with=sites&as=many&in=E06000009", "sites.csv", ["asks for small maps, and there is one"]),
    ],
)
def test_small_maps_are_written_or_it_is_said_why_not(
    tmp_path: Path, link: str, name: str, notes: list[str]
) -> None:
    code, _, err = run("export", "--link", link, "--out", str(tmp_path / name))
    assert code == 0
    assert [note for note in err.splitlines() if "many" in note or "small maps" in note] == [
        line for line in err.splitlines() if any(note in line for note in notes)
    ]
    assert sum(any(note in line for line in err.splitlines()) for note in notes) == len(notes)


def test_a_stale_link_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    out = tmp_path / "areas.csv"
    code, _, said = run("export", "--link", "level=oa21&in=E12000001", "--out", str(out))
    assert code == 0
    assert "names a level that this map does not have" in said
    lsoas = tables.load("areas_lsoa21", ["region_code"])
    assert len(pd.read_csv(out)) == (lsoas["region_code"] == "E12000001").sum()


def test_a_map_is_not_written_in_a_format_there_is_not(tmp_path: Path) -> None:
    code, _, said = run("export", "--link", "", "--out", str(tmp_path / "map.docx"))
    assert code == 3
    assert "End the name in one of .zip, .html" in said
    assert list(tmp_path.iterdir()) == []


def test_cold_spots_go_to_files_the_same_each_time(tmp_path: Path) -> None:
    said = []
    for name in ("one", "other"):
        out, zones = tmp_path / f"{name}.csv", tmp_path / f"{name}-zones.geojson"
        arguments = ["find", "-g", "msoa21", "--definition", "gap", "--within", "E12000001"]
        text = quick(*arguments, "-o", str(out), "--zones", str(zones))
        said.append((out.read_bytes(), zones.read_bytes(), text))
    assert said[0] == said[1]
    table = pd.read_csv(tmp_path / "one.csv", index_col="area_code")
    shapes = json.loads((tmp_path / "one-zones.geojson").read_text(encoding="utf-8"))["features"]
    cold = table[table["cold_spot"]]
    assert said[0][2].startswith(f"{len(cold)} of {len(table)} local areas are cold spots, in ")
    assert {shape["properties"]["zone_id"] for shape in shapes} == set(cold["zone_id"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-g", "lad24"], "where there are rates of small areas"),
        (["-g", "town"], "where there are rates of small areas"),
        (["--definition", "hot"], "No definition is called 'hot'"),
        (["--q", "2", "-g", "msoa21"], "q is 2.0"),
        (["--q", "0"], "q is 0.0"),
        (["--q", "1"], "q is 1.0"),
        (["--q", "nan", "--definition", "gap"], "q is nan"),
        (["--within", ""], "No area lies within ''"),
        (["--within", "W06000015"], "W06000015 is not in England"),
        (["--within", "S12000049"], "Ask for --geography dz11"),
        (["--within", "N92000002"], "of which only the lowest fifth can be told"),
        (["--schools", "ring.geojson"], ".geojson holds outlines, and this table has none"),
        (["--schools", "ring.doc"], "no format is called '.doc'"),
        (
            ["--within", "E99999999", "-g", "msoa21", "--definition", "threshold"],
            "No area lies within",
        ),
        (
            ["-g", "msoa21", "--definition", "double"],
            "double needs measures that are published for neighbourhoods",
        ),
        (["-o", "cold.doc"], "no format is called '.doc'"),
    ],
)
def test_a_search_that_cannot_be_is_one_line(arguments: list[str], message: str) -> None:
    code, _, said = run("find", *arguments)
    assert code == 3
    assert message in said
    assert said.count("\n") == 1


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A data folder of links to the bundled one, whose files a test may put its own in place of."""
    for kind in ("tables", "boundaries"):
        (tmp_path / "data" / kind).mkdir(parents=True)
        for path in (data_dir() / kind).iterdir():
            (tmp_path / "data" / kind / path.name).symlink_to(path)
    record(tmp_path / "data")
    return tmp_path / "data"


def put(frame: pd.DataFrame, path: Path) -> None:
    path.unlink()
    frame.to_parquet(path)
    record(path.parent.parent)


def touching_pairs(root: Path, level: str = "msoa21") -> Path:
    return root / "boundaries" / f"contiguity_{level}.parquet"


def test_fewer_areas_than_can_be_tested_is_one_line(copy: Path) -> None:
    """The nineteen local areas of Blackpool, and no rate elsewhere."""
    rates = tables.load("tundra_msoa21")
    place = tables.load("areas_msoa21", ["lad24_code"])["lad24_code"]
    kept = place.reindex(rates.index).eq("E06000009").to_numpy()
    rates.loc[~kept, ["rate", "cohort", "source_cohort"]] = np.nan
    put(rates, copy / "tables" / "tundra_msoa21.parquet")
    code, out, said = run("find", "-g", "msoa21", "--data", str(copy))
    assert (code, out) == (3, "")
    assert f"{kept.sum()} areas with a rate touch another" in said
    assert said.count("\n") == 1


def test_areas_that_do_not_touch_are_one_line(copy: Path) -> None:
    path = touching_pairs(copy)
    put(pd.read_parquet(path).head(0), path)
    code, out, said = run("find", "-g", "msoa21", "--data", str(copy))
    assert (code, out) == (3, "")
    assert "0 areas with a rate touch another; cold spots need at least 30" in said
    assert said.count("\n") == 1


@pytest.mark.slow
def test_a_place_cut_off_is_listed_and_the_rest_is_tested(copy: Path, tmp_path: Path) -> None:
    """Cornwall is made as many islands as it has local areas, and the south-east one of its own."""
    areas = tables.load("areas_msoa21", ["utla23_code", "region_code"])
    path = touching_pairs(copy)
    pairs = pd.read_parquet(path)
    ends = [areas.iloc[pairs[side]] for side in ("one", "other")]
    cornwall = np.any([(end["utla23_code"] == "E06000052").to_numpy() for end in ends], axis=0)
    south_east = [(end["region_code"] == "E12000008").to_numpy() for end in ends]
    put(pairs[~cornwall & (south_east[0] == south_east[1])], path)
    out = tmp_path / "cold.csv"
    said = quick("find", "-g", "msoa21", "--data", str(copy), "-o", str(out))
    table = pd.read_csv(out, index_col="area_code", keep_default_na=False)
    lone = table.index[table["status"] == "not assessed"]
    assert set(table.index[table["utla23_code"] == "E06000052"]) <= set(lone)
    alone = table["not_assessed_because"] == "no neighbour with a rate of its own"
    without = table["not_assessed_because"] == "no published rate (fewer than 30 pupils)"
    assert set(lone) == set(table.index[alone | without])
    assert (table.loc[without, "tundra_rate"] == "").all()
    assert (table.loc[table["region_code"] == "E12000008", "status"] != "not assessed").mean() > 0.9
    assert (
        f"Not assessed: {len(lone)}; {without.sum()} with no published rate (fewer than 30 "
        f"pupils); {alone.sum()} with no neighbour with a rate of its own."
    ) in said


def test_definitions_are_the_same_in_help_address_and_python() -> None:
    offered = [entry.id for entry in DEFINITIONS]
    assert f"{', '.join(offered[:-1])} or {offered[-1]}" in " ".join(
        quick("find", "--help").split()
    )
    for name in offered:
        for key in ("by", "definition"):
            assert ColdSpotOptions.of(read_link(f"with=cold&{key}={name}")[0]).definition == name
    ask = ("find", "-g", "msoa21", "--within", "E06000009", "--json")
    code, out, note = run(*ask, "--method", "threshold")
    assert (code, out) == (0, quick(*ask, "--definition", "threshold"))
    assert note == "--method is called --definition now; the old name goes with the next version.\n"


def test_why_not_is_counted_for_each_definition() -> None:
    for method in ("threshold", "gap"):
        counts = json.loads(quick("find", "-g", "msoa21", "--definition", method, "--json"))
        without = int(tables.load("tundra_msoa21")["rate"].isna().sum())
        assert counts["not_assessed"] == without
        assert list(counts["not_assessed_because"].values()) == [without, 0, 0]
    counts = json.loads(quick("find", "--definition", "weightings", "--json"))
    without = int(tables.load("tundra_lsoa21")["rate"].isna().sum())
    assert list(counts["not_assessed_because"].values()) == [without, 0, 10]


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_whom_to_contact_goes_to_a_file_the_same_each_time(tmp_path: Path, suffix: str) -> None:
    arguments = ["find", "-g", "msoa21", "--definition", "threshold", "--within", "E06000009"]
    files = [tmp_path / f"{name}{suffix}" for name in ("one", "other")]
    zones = tmp_path / "zones.csv"
    for path in files:
        quick(*arguments, "--zones", str(zones), "--schools", str(path))
    assert files[0].read_bytes() == files[1].read_bytes()
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(files[0])
        rows = list(book["msoa21"].values)
        table = pd.DataFrame(rows[1:], columns=rows[0])
        notes = [str(row[0]) for row in book["Notes"].values]
        book.close()
        assert notes[0] == f"Cold Spots: msoa21, {len(table)} schools and colleges near zones."
        assert any("Department for Education" in note for note in notes)
    else:
        read = pd.read_csv if suffix == ".csv" else pd.read_parquet
        table = read(files[0]).reset_index()
    schools, homes = tables.load("schools"), tables.load("centroids_msoa21")
    expected = set()
    for zone in pd.read_csv(zones).itertuples():
        for east, north in homes.loc[zone.area_codes.split()].to_numpy():
            away = np.hypot(schools["easting_m"] - east, schools["northing_m"] - north)
            expected |= {(zone.zone_id, urn) for urn in schools.index[away <= 5_000]}
    assert set(zip(table["zone_id"], table["urn"].astype(str), strict=True)) == expected
    assert len(table) == len(expected) > 20
    assert table.groupby("zone_id")["distance_m"].is_monotonic_increasing.all()
    name = schools["name"].reindex(table["urn"].astype(str))
    assert table["name"].tolist() == name.tolist()
    assert table["open_on"].unique().tolist() == ["24 May 2025"]


LEAN = """
import sys
from cli import main
sys.argv = ["coldspots", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
large = {"numpy", "pandas", "scipy", "geopandas", "matplotlib", "folium"}
loaded = {name.split(".")[0] for name in sys.modules} & large
print("loaded:", " ".join(sorted(loaded)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("verb", "needed"),
    [
        (("info",), ""),
        (("postcode", "S1 2HH"), "numpy pandas"),
        (("areas", "-g", "lad24", "--json"), "numpy pandas"),
        pytest.param(
            ("story", "E06000009", "--out", "{}/a.html"),
            "matplotlib numpy pandas scipy",
            marks=pytest.mark.slow,
        ),
    ],
    ids=lambda verb: verb[0] if isinstance(verb, tuple) else "",
)
def test_a_verb_loads_no_large_library_that_it_does_not_need(
    verb: tuple[str, ...], needed: str, tmp_path: Path
) -> None:
    """Each takes longer to load than a small verb to answer; a story draws no map of folium's."""
    done = subprocess.run(
        [sys.executable, "-c", LEAN, *(one.format(tmp_path) for one in verb)],
        cwd=project_dir(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1].strip() == f"loaded: {needed}".strip()


@pytest.mark.parametrize("name", sorted(typer.main.get_command(program.app).commands))
def test_a_verb_that_is_put_together_alone_is_the_same(name: str) -> None:
    whole = typer.main.get_command(program.app)
    small = typer.main.get_command(program.app_for([name, "--json"]))
    one, other = (found.commands[name] for found in (whole, small))
    assert one.help == other.help
    assert [vars(each)["opts"] for each in one.params] == [each.opts for each in other.params]
    assert len(small.commands) == (2 if name != "calls" else len(whole.commands))


def test_what_is_no_verb_is_answered_by_the_whole_program() -> None:
    for arguments in ([], ["--help"], ["stroy"], [""]):
        assert program.app_for(arguments) is program.app
