from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from geo.errors import DiskError, IntegrityError
from geo.files import only_writer, read_json, replacing, sha256_of, write_bytes, write_json
from geo.settings import project_dir


def test_a_write_replaces_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_bytes(path, b"one")
    write_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.fault(29)
def test_a_write_that_fails_half_way_leaves_the_old_file(kept: Path) -> None:
    with pytest.raises(DiskError, match="unchanged"), replacing(kept) as temporary:
        temporary.write_text("half")
        raise OSError(28, "No space left on device")


def test_an_error_of_another_kind_passes_and_leaves_the_old_file(kept: Path) -> None:
    with pytest.raises(ZeroDivisionError), replacing(kept) as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError


@pytest.mark.fault(29)
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_says_so(kept: Path) -> None:
    kept.parent.chmod(0o500)
    try:
        with pytest.raises(DiskError, match="Could not write old.csv"):
            write_bytes(kept, b"new")
    finally:
        kept.parent.chmod(0o700)


@pytest.mark.fault(28)
def test_a_writer_that_is_killed_leaves_the_old_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_json(path, {"old": True})
    script = """
        import sys, time
        from pathlib import Path
        from geo.files import replacing
        with replacing(Path(sys.argv[1])) as temporary:
            temporary.write_text('{"half": ')
            print("writing", flush=True)
            time.sleep(60)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), str(path)],
        stdout=subprocess.PIPE,
        cwd=project_dir(),
    )
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert read_json(path) == {"old": True}


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"b": 1, "a": "Ynys Môn"})
    write_json(tmp_path / "b.json", {"a": "Ynys Môn", "b": 1})
    assert sha256_of(tmp_path / "a.json") == sha256_of(tmp_path / "b.json")


def test_a_missing_or_broken_bundle_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError, match="missing"):
        read_json(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(IntegrityError, match="not valid JSON"):
        read_json(tmp_path / "bad.json")


@pytest.mark.fault(30)
def test_a_second_writer_waits_and_then_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.files.LOCK_SECONDS", 0.2)
    script = f"""
        from pathlib import Path
        from geo.files import only_writer
        import time
        with only_writer(Path({str(tmp_path)!r})):
            print("held", flush=True)
            time.sleep(60)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, cwd=project_dir()
    )
    try:
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(DiskError, match="Another run is writing"), only_writer(tmp_path):
            pass
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
    with only_writer(tmp_path):
        assert json.dumps({}) == "{}"


@pytest.mark.fault(30)
def test_a_second_writer_waits_for_the_first_and_goes_on(tmp_path: Path) -> None:
    """Four runs at once add to one number: none is lost."""
    script = f"""
        from pathlib import Path
        from geo.files import only_writer, read_json, write_json
        home = Path({str(tmp_path)!r})
        for _ in range(5):
            with only_writer(home):
                write_json(home / "n.json", read_json(home / "n.json") + 1)
    """
    write_json(tmp_path / "n.json", 0)
    command = [sys.executable, "-c", textwrap.dedent(script)]
    runs = [subprocess.Popen(command, cwd=project_dir()) for _ in range(4)]
    assert [run.wait(timeout=60) for run in runs] == [0] * 4
    assert read_json(tmp_path / "n.json") == 20
