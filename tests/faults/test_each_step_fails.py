"""The n-th step of a write fails, for every n and every writer: the old file stays, and whole."""

from __future__ import annotations

import errno
import os
from itertools import count
from pathlib import Path

import pytest

from geo.errors import DiskError
from geo.files import HALF
from tests.faults.writers import WRITERS, Steps, content


def full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.fault(29, 31)
@pytest.mark.parametrize("name", WRITERS)
def test_whichever_step_fails_the_old_file_stays(tmp_path: Path, name: str) -> None:
    path, write = tmp_path / name, WRITERS[name]
    path.parent.mkdir(exist_ok=True)
    write(path, "one")
    old = content(path)
    broken: list[str] = []
    for turn in count(1):
        assert turn < 20, broken
        problem = ""
        with Steps(tmp_path, turn, full) as steps:
            try:
                write(path, "other")
            except DiskError as error:
                problem = str(error)
        if not problem:
            assert len(steps.done) < turn, steps.done
            break
        assert "What was there is unchanged" in problem
        assert "\n" not in problem
        assert content(path) == old, steps.done
        assert list(tmp_path.rglob(f"{HALF}*")) == []
        broken.append(steps.done[turn - 1])
    assert content(path) != old
    assert {"open", "close", "fsync", "chmod", "replace"} <= set(broken)
    assert "write" in broken or path.suffix == ".parquet"
