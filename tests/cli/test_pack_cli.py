"""The newsroom pack in the terminal: made of a link, made again of its manifest, and refusals."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from geo.errors import BadInputError, IntegrityError
from geo.files import as_json

LINK = "level=msoa21&show=iod25_score&in=E06000009"


def said(*arguments: str) -> str:
    done = CliRunner().invoke(cli.app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "blackpool.zip"
    text = said("export", "--link", f"http://localhost:8501/?{LINK}", "--out", str(out))
    assert text.startswith(f"{out}: 13 files, {LINK}")
    return out


def content_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def with_manifest(made: Path, folder: Path, **changes: object) -> Path:
    manifest = json.loads(content_of(made)["manifest.json"]) | changes
    path = folder / "manifest.json"
    path.write_bytes(as_json(manifest))
    return path


def test_a_pack_is_made_again_of_its_own_manifest(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.zip"
    text = said("export", "--manifest", str(made), "--out", str(out))
    assert "12 of 12 files are the same to the byte." in text
    assert out.read_bytes() == made.read_bytes()


def test_a_dataset_that_changed_is_said_and_the_pack_is_made(made: Path, tmp_path: Path) -> None:
    """Of a manifest alone, and the pack is the one of these data."""
    content = json.loads(content_of(made)["manifest.json"])
    datasets, files = content["datasets"], content["files"]
    name = next(iter(datasets))
    datasets[name]["sha256_of_copy"] = "ab" * 32
    files["data.csv"]["sha256"] = "cd" * 32
    given = with_manifest(made, tmp_path, datasets=datasets, files=files)
    out = tmp_path / "again.zip"
    text = said("export", "--manifest", str(given), "--out", str(out))
    assert out.read_bytes() == made.read_bytes()
    assert f"{name} changed: " in text
    assert "11 of 12 files are the same to the byte." in text
    assert "Otherwise: data.csv (the data changed, as said above" in text


def test_other_data_from_the_same_datasets_is_an_error(made: Path, tmp_path: Path) -> None:
    files = json.loads(content_of(made)["manifest.json"])["files"]
    files["data.csv"]["sha256"] = "cd" * 32
    given = with_manifest(made, tmp_path, files=files)
    done = CliRunner().invoke(
        cli.app, ["export", "--manifest", str(given), "--out", str(tmp_path / "again.zip")]
    )
    assert isinstance(done.exception, IntegrityError)
    assert done.exception.exit_code == 5
    assert str(done.exception).startswith("data.csv came out otherwise")


def test_what_cannot_be_made_again_is_refused(made: Path, tmp_path: Path) -> None:
    given = with_manifest(made, tmp_path, uploads={"sites": {"sha256": "00"}})
    for arguments, reason in (
        (["--manifest", str(given), "--out", str(tmp_path / "x.zip")], "files of its maker's own"),
        (["--manifest", str(made), "--out", str(tmp_path / "x.html")], r"End the name in \.zip"),
        (["--manifest", str(tmp_path / "none.json"), "--out", str(tmp_path / "x.zip")], "read"),
    ):
        done = CliRunner().invoke(cli.app, ["export", *arguments])
        assert isinstance(done.exception, BadInputError)
        with pytest.raises(BadInputError, match=reason):
            raise done.exception
    assert not (tmp_path / "x.zip").exists()
    neither = CliRunner().invoke(cli.app, ["export", "--out", str(tmp_path / "x.zip")])
    assert neither.exit_code == 2
