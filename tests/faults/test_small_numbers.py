"""Small numbers of people that could be worked out from what is shown."""

from __future__ import annotations

import hmac
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from geo import tables
from geo.errors import BadInputError, IntegrityError
from geo.files import as_json
from geo.reach.run import ReachQuery
from geo.travel.choice import CostChoice
from geo.uploads.digests import KEY, _key, _write, digest_of
from layers.exports.manifest import Options, manifest_of
from layers.profiles.whose import inputs_of
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


def own_key(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Let the key lie in a folder, as on a machine of somebody's own; return its path."""
    patch.delenv(KEY)
    patch.setattr("platformdirs.user_config_path", lambda *_, **__: folder / "config")
    _key.cache_clear()
    return folder / "config" / "digest.key"


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield own_key(tmp_path, monkeypatch)
    _key.cache_clear()


@pytest.mark.fault(42)
def test_the_key_is_made_once_for_its_user_alone(key: Path) -> None:
    first = digest_of(b"one")
    assert (key.stat().st_mode & 0o777, [path.name for path in key.parent.iterdir()]) == (
        0o600,
        ["digest.key"],
    )
    _key.cache_clear()
    assert digest_of(b"one") == first != digest_of(b"two")
    assert first == hmac.digest(bytes.fromhex(key.read_text()), b"one", "sha256").hex()
    key.unlink()
    _key.cache_clear()
    assert digest_of(b"one") != first


def test_the_first_of_two_keys_that_are_made_at_once_is_kept(key: Path) -> None:
    key.parent.mkdir()
    key.write_text("ab" * 32)
    _write(key)
    assert key.read_text() == "ab" * 32
    assert [path.name for path in key.parent.iterdir()] == ["digest.key"]


def test_a_key_that_is_none_is_said(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key.parent.mkdir()
    key.write_text("")
    with pytest.raises(IntegrityError, match="Delete it"):
        digest_of(b"one")
    monkeypatch.setenv(KEY, "secret")
    with pytest.raises(BadInputError, match="openssl rand -hex 32"):
        digest_of(b"one")
    monkeypatch.setenv(KEY, "ab" * 32)
    assert digest_of(b"one") == hmac.digest(b"\xab" * 32, b"one", "sha256").hex()


def test_where_no_key_can_be_kept_it_lasts_as_long_as_the_process(key: Path) -> None:
    """Processes that it begins have the same, from the environment."""
    key.parent.write_text("a file, where the folder should be")
    first = digest_of(b"one")
    assert first == hmac.digest(bytes.fromhex(os.environ[KEY]), b"one", "sha256").hex()
    assert digest_of(b"one") == first


@pytest.mark.fault(42)
def test_no_guess_at_a_hidden_number_can_be_tried_against_what_is_written(tmp_path: Path) -> None:
    """A file of one row with a number from 1 to 9: each is tried."""
    head = "area_code,number\nE01012673,"
    path = tmp_path / "work.csv"
    path.write_text(f"{head}4\n", encoding="utf-8")

    def held(guess: Callable[[bytes], str], text: str) -> str:
        files = {"partnership": "", "partners": "", "activity": guess(text.encode())}
        return sha256(as_json({"ukprns": ["10007795"], "max_km": 10, **files})).hexdigest()

    asked = ReachQuery(("10007795",), activity=path, costs=CostChoice(max_km=10))
    guesses = {held(lambda whole: sha256(whole).hexdigest(), f"{head}{n}\n") for n in range(1, 10)}
    assert inputs_of(asked) not in guesses
    # The file's own digest is keyed, and so is what holds it.
    assert inputs_of(asked) != held(digest_of, f"{head}4\n")
    again = tmp_path / "again.csv"
    again.write_text(f"{head}4\n", encoding="utf-8")
    assert inputs_of(replace(asked, activity=again)) == inputs_of(asked)
    again.write_text(f"{head}5\n", encoding="utf-8")
    assert inputs_of(replace(asked, activity=again)) != inputs_of(asked)


@pytest.mark.fault(42)
def test_a_pack_says_whether_a_file_is_the_one_it_was_made_of(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_bytes(b"area_code,number\nE01012673,4\n")
    other.write_bytes(b"area_code,number\nE01012673,5\n")
    made = manifest_of("", Options(), [], {}, {"activity": digest_of(one)})
    assert sha256(one.read_bytes()).hexdigest() not in json.dumps(made)
    path = tmp_path / "manifest.json"
    path.write_bytes(as_json(made))
    given = ("export", "--manifest", str(path), "--out", str(tmp_path / "new.zip"), "--own")
    assert "activity: one.csv is the same file." in run(*given, f"activity={one}")[1]
    assert "activity: other.csv is another file" in run(*given, f"activity={other}")[1]
    code, _, said = run(*given, f"sites={one}")
    assert (code, "rests on no such file" in said) == (3, True)
    code, _, said = run(*given, f"activity={tmp_path / 'gone.csv'}")
    assert (code, "gone.csv cannot be read" in said) == (3, True)


@pytest.mark.fault(45)
def test_decimal_commas_of_an_upload_do_not_make_it_ten_times_as_many(tmp_path: Path) -> None:
    path, bad = tmp_path / "work.csv", tmp_path / "bad.csv"
    lines = ["area_code;number", "E01012673;12,0", "E01012673;12,5", "E01012673;1.234"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    given = ("--provider", "10007795", "--activity", str(path), "--bad", str(bad))
    assert json.loads(quick("reach", *given, "--json"))["activity_people"] == 12
    told = pd.read_csv(bad, sep=";")
    assert told["line"].tolist() == [3, 4]
    assert "could be two" in told["problem"].iloc[1]
