"""A newsroom pack whose files are not those that its manifest lists."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from geo.errors import BadInputError, IntegrityError
from geo.files import as_json
from layers.exports.manifest import Options, check_members, manifest_of, read_manifest
from tests.commands import run

FILES = {"data.csv": b"area_code,rate\nE06000009,27\n", "alt.txt": b"Blackpool: 27.\n"}


def packed(path: Path, files: list[tuple[str, bytes]]) -> Path:
    made = manifest_of("in=E06000009", Options(), [], FILES)
    with zipfile.ZipFile(path, "w") as pack:
        for name, content in [*files, ("manifest.json", as_json(made))]:
            pack.writestr(name, content)
    return path


def check(path: Path) -> None:
    check_members(path, read_manifest(path))


@pytest.mark.fault(46)
@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({**FILES, "data.csv": b"other"}, r"\(altered: data\.csv\)"),
        (dict.fromkeys(FILES, b"other"), r"\(altered: alt\.txt, data\.csv\)"),
        ({**FILES, "more.txt": b""}, r"\(added: more\.txt\)"),
        ({**FILES, "a\n\x1b[2Jb": b""}, r"\(added: a\\n\\x1b\[2Jb\)"),
        ({**FILES, **{f"{n:02}": b"" for n in range(13)}}, r"09, 10, 11 and 1 more\)"),
        ({**FILES, **{f"{n:02}": b"" for n in range(12)}}, r"09, 10, 11\)"),
        ({"alt.txt": FILES["alt.txt"]}, r"\(missing: data\.csv\)"),
        (
            {"alt.txt": b"", "more.txt": b""},
            r"\(altered: alt\.txt; added: more\.txt; missing: data\.csv\)",
        ),
    ],
)
def test_files_that_are_not_those_of_the_manifest_are_named(
    tmp_path: Path, files: dict[str, bytes], said: str
) -> None:
    path = packed(tmp_path / "pack.zip", list(files.items()))
    with pytest.raises(IntegrityError, match=said):
        check(path)


@pytest.mark.fault(46)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_file_under_the_same_name_is_named(tmp_path: Path) -> None:
    """One reader takes the first, another the last."""
    path = packed(tmp_path / "pack.zip", [("data.csv", b"other"), *FILES.items()])
    with pytest.raises(IntegrityError, match=r"\(added: data\.csv\)"):
        check(path)
    path = packed(tmp_path / "pack.zip", [("manifest.json", b"{}"), *FILES.items()])
    with pytest.raises(IntegrityError, match=r"\(added: manifest\.json\)"):
        check(path)


@pytest.mark.fault(46)
def test_a_file_that_cannot_be_unpacked_is_altered(tmp_path: Path) -> None:
    path = packed(tmp_path / "pack.zip", list(FILES.items()))
    path.write_bytes(path.read_bytes().replace(b"E06000009,27", b"E06000009,99"))
    with pytest.raises(IntegrityError, match=r"\(altered: data\.csv\)"):
        check(path)


def test_a_pack_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "pack.zip", list(FILES.items()))
    size = sum(map(len, FILES.values()))
    monkeypatch.setattr("geo.publishers.archives.MOST_MEMBER", size)
    check(path)
    monkeypatch.setattr("geo.publishers.archives.MOST_MEMBER", size - 1)
    with pytest.raises(BadInputError, match="Nothing was unpacked"):
        check(path)


def test_a_whole_pack_and_a_bare_manifest_pass(tmp_path: Path) -> None:
    path = packed(tmp_path / "pack.zip", list(FILES.items()))
    check(path)
    bare = tmp_path / "manifest.json"
    with zipfile.ZipFile(path) as pack:
        bare.write_bytes(pack.read("manifest.json"))
    check(bare)


@pytest.mark.fault(46)
def test_a_false_pack_is_not_made_again_in_the_terminal(tmp_path: Path) -> None:
    path = packed(tmp_path / "pack.zip", [(name, b"other") for name in FILES])
    out = tmp_path / "again.zip"
    code, said, problem = run("export", "--manifest", str(path), "--out", str(out))
    assert (code, said, problem.count("\n")) == (5, "", 1)
    assert "altered: alt.txt, data.csv" in problem
    assert not out.exists()
