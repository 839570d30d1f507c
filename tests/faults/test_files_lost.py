"""What a run must not do to files: replace its own input, change who may read one, take a device."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import DiskError
from geo.files import only_writer, replacing, write_bytes


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.fault(62)
@pytest.mark.parametrize(("mask", "given"), [(0o022, 0o644), (0o077, 0o600), (0o027, 0o640)])
def test_a_new_file_has_what_the_umask_leaves(
    tmp_path: Path, umask: None, mask: int, given: int
) -> None:
    os.umask(mask)
    write_bytes(tmp_path / "a.csv", b"one")
    assert mode(tmp_path / "a.csv") == given
    assert os.umask(mask) == mask


@pytest.mark.fault(62)
@pytest.mark.parametrize("held", [0o600, 0o640, 0o664, 0o644])
def test_a_file_that_was_there_keeps_its_permissions(
    tmp_path: Path, umask: None, held: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    path.chmod(held)
    with replacing(path) as temporary:
        temporary.write_bytes(b"two")
        # Until it is whole it is for its writer alone.
        assert mode(temporary) == 0o600
    assert (path.read_bytes(), mode(path)) == (b"two", held)


@pytest.mark.fault(62)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize(("may_give", "held"), [(True, 0o640), (False, 0o600)])
def test_a_file_of_another_group_is_not_opened_to_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, may_give: bool, held: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    os.chown(path, 1234, 4321)
    path.chmod(0o640)
    if not may_give:

        def refuse(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr(os, "chown", refuse)
    write_bytes(path, b"two")
    assert mode(path) == held
    assert (path.stat().st_gid == 4321) == may_give
    assert path.read_bytes() == b"two"


@pytest.mark.fault(62)
def test_a_device_or_a_folder_is_no_file_to_replace(tmp_path: Path) -> None:
    """As root, a move would make an ordinary file of /dev/null for every program."""
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for path in (pipe, link, tmp_path):
        with pytest.raises(DiskError, match="it is no file, but a folder or a device"):
            write_bytes(path, b"new")
    assert link.is_symlink()
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link", "pipe"]


@pytest.mark.fault(67)
@pytest.mark.parametrize("there", [True, False])
def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path, there: bool) -> None:
    other, folder = tmp_path / "other.txt", tmp_path / "cache"
    folder.mkdir()
    (folder / ".lock").symlink_to(other)
    if there:
        other.write_text("what was there\n")
    with pytest.raises(DiskError, match=r"\.lock is a link or no file"), only_writer(folder):
        pass
    assert other.exists() == there
    assert not there or other.read_text() == "what was there\n"


@pytest.mark.fault(67)
def test_a_lock_that_is_a_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(DiskError, match=r"\.lock is a link or no file"), only_writer(tmp_path):
        pass
