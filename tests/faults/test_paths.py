"""No run writes over what it reads, over the bundle, or twice to one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import OverwriteError
from geo.tables.run_paths import check_folders, check_paths
from layers.exports.tables import files_of
from layers.profiles.batch import in_the_way
from tests.commands import run


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of one's own under four names: itself, a link, a hard link and another way to it."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "p.csv"
    path.write_text("what was there\n")
    (tmp_path / "link.csv").symlink_to(path)
    (tmp_path / "hard.csv").hardlink_to(path)
    (tmp_path / "sub").mkdir()
    return path


NAMES = pytest.mark.parametrize(
    "name", ["p.csv", "link.csv", "hard.csv", "sub/../p.csv", "./p.csv"]
)


@pytest.mark.fault(61)
@NAMES
def test_another_name_of_an_input_is_no_output(own: Path, name: str) -> None:
    with pytest.raises(OverwriteError, match="--out .* is the file that --partners reads"):
        check_paths({"--out": Path(name)}, {"--partners": own, "--costs": None})
    check_paths({"--out": Path("other.csv")}, {"--partners": own})


@pytest.mark.fault(61)
def test_two_outputs_that_are_not_there_yet_are_not_one_file(own: Path) -> None:
    (own.parent / "to-new.csv").symlink_to("new.csv")
    for name in ("new.csv", "sub/../new.csv", "to-new.csv"):
        with pytest.raises(OverwriteError, match=r"is named twice, by --out and by --zones"):
            check_paths({"--out": Path("new.csv"), "--zones": name}, {})
    check_paths({"--out": Path("new.csv"), "--zones": "newer.csv", "--bad": None}, {})


@pytest.mark.fault(61)
def test_the_table_beside_topojson_is_an_output_too(own: Path) -> None:
    outputs = files_of("--out", Path("a.topojson")) | {"--bad": Path("a.map.csv")}
    with pytest.raises(OverwriteError, match="by the table beside --out and by --bad"):
        check_paths(outputs, {})
    check_paths(files_of("--out", Path("a.geojson")) | {"--bad": Path("a.map.csv")}, {})


@pytest.mark.fault(61)
@pytest.mark.parametrize("name", ["tables/a.csv", "packs/b.csv", "boundaries/c", "provenance.json"])
def test_the_bundle_is_no_output(own: Path, name: str) -> None:
    home = own.parent / "data"
    with pytest.raises(OverwriteError, match="is a file of the bundled data"):
        check_paths({"--out": home / name}, {}, home)
    check_paths({"--out": home / "mine.csv"}, {}, home)


@pytest.mark.fault(61)
@pytest.mark.parametrize(
    ("name", "held"),
    [("index.csv", True), ("a.pdf", True), ("a.trace.json", True), ("p.csv", False)],
)
def test_a_batch_leaves_what_it_reads(tmp_path: Path, name: str, held: bool) -> None:
    given = tmp_path / name
    given.write_text("own")
    assert in_the_way(tmp_path, ".pdf", [given]) == (given if held else None)
    assert in_the_way(tmp_path / "other", ".pdf", [given]) is None


REACH = ["reach", "--partners", "p.csv"]
TWICE = [
    [*REACH, "--bad", "p.csv"],
    [*REACH, "--out", "link.csv"],
    [*REACH, "--zones", "hard.csv"],
    ["reach", "--provider", "10007795", "--activity", "p.csv", "--bad", "p.csv"],
    ["reach", "--provider", "10007795", "--costs", "p.csv", "--out", "p.csv"],
    ["reach", "--partnership", "p.csv", "--out", "p.csv"],
    ["reach", "--provider", "10007795", "--out", "new.csv", "--zones", "sub/../new.csv"],
    ["find", "--out", "new.csv", "--schools", "./new.csv"],
    ["find", "--zones", "p.csv", "--out", "hard.csv"],
    ["site", "--candidates", "p.csv", "--out", "p.csv"],
    ["site", "--demand", "p.csv", "--out", "p.csv"],
    ["site", "--partners", "p.csv", "--out", "p.csv"],
    ["site", "--costs", "p.csv", "--out", "p.csv"],
    ["count", "p.csv", "--out", "link.csv"],
    ["areas", "-g", "region", "--data", ".", "--out", "tables/a.csv"],
    ["contacts", "E06000009", "--data", ".", "--out", "tables/a.csv"],
    ["export", "--manifest", "p.zip", "--out", "p.zip"],
    ["profile", "E06000009", "--partners", "p.html", "--out", "p.html"],
    ["profile", "E06000009", "--partnership", "p.trace.json", "--out", "p.html"],
    ["profile", "--all", "region", "--out-dir", "sub", "--activity", "sub/index.csv"],
]


@pytest.mark.fault(61)
@pytest.mark.parametrize("arguments", TWICE, ids=" ".join)
def test_no_verb_writes_over_what_it_reads(own: Path, arguments: list[str]) -> None:
    for name in ("p.zip", "p.html", "p.trace.json", "sub/index.csv"):
        (own.parent / name).write_text("what was there\n")
    before = {path: path.read_text() for path in own.parent.rglob("*") if path.is_file()}
    code, out, err = run(*arguments)
    assert (code, out) == (2, ""), err
    assert err.count("\n") == 1
    assert "of its own" in err
    assert {path: path.read_text() for path in own.parent.rglob("*") if path.is_file()} == before


@pytest.mark.fault(61)
@pytest.mark.parametrize(
    ("raw", "data"), [("a", "a"), ("a", "a/b"), ("a/b", "a"), ("link", "a"), ("a/../a", "a")]
)
def test_a_folder_that_is_read_is_not_written_into(own: Path, raw: str, data: str) -> None:
    (own.parent / "a/b").mkdir(parents=True)
    (own.parent / "link").symlink_to("a")
    before = sorted(own.parent.rglob("*"))
    for command in (
        ["build", "--raw", raw, "--data", data],
        ["fetch", "tundra_lsoa11", "--from", raw, "--cache", data],
    ):
        code, _, err = run(*command)
        assert code == 2
        assert "would be written over" in err
    assert sorted(own.parent.rglob("*")) == before
    check_folders({"--data": Path("a/b")}, {"--raw": Path("a/c"), "--from": None})
