"""A second process that makes a picture while the first goes on."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from layers.stories import story_of
from layers.stories.pictured import made_beside, pictures_beside, pictures_of

forks = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
    reason="a process is forked on Linux, where there are two cores",
)


def own_number() -> bytes:
    return f"{os.getpid()}".encode()


@forks
def test_it_is_made_in_another_process_while_this_one_goes_on(tmp_path: Path) -> None:
    """Each waits for the other: one after the other would wait for ever."""

    def waited_for(name: str, answer: str) -> None:
        (tmp_path / name).touch()
        end = time.monotonic() + 30
        while not (tmp_path / answer).exists():
            assert time.monotonic() < end
            time.sleep(0.01)

    def make() -> bytes:
        waited_for("there", "here")
        return own_number()

    with made_beside(make) as result:
        waited_for("here", "there")
        assert int(result()) != os.getpid()


def test_more_than_a_pipe_holds_arrives_whole() -> None:
    content = bytes(range(256)) * 10_000
    with made_beside(lambda: content) as result:
        assert result() == content


def test_what_fails_there_is_made_here(capfd: pytest.CaptureFixture[str]) -> None:
    here = os.getpid()

    def make() -> bytes:
        if os.getpid() != here:
            raise ValueError("there")
        return b"here"

    with made_beside(make) as result:
        assert result() == b"here"
    assert capfd.readouterr() == ("", "")


def test_an_error_is_raised_where_it_is_seen() -> None:
    def make() -> bytes:
        raise ValueError("no map")

    with pytest.raises(ValueError, match="no map"), made_beside(make) as result:
        result()


@forks
def test_nothing_is_left_where_nobody_waits(tmp_path: Path) -> None:
    def make() -> bytes:
        (tmp_path / "number").write_bytes(own_number())
        return bytes(10_000_000)

    with pytest.raises(ZeroDivisionError), made_beside(make):
        while not (tmp_path / "number").exists():
            time.sleep(0.01)
        1 / 0  # noqa: B018
    with pytest.raises(ChildProcessError):
        os.waitpid(int((tmp_path / "number").read_text()), 0)


def test_one_core_makes_it_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    with made_beside(own_number) as result:
        assert int(result()) == os.getpid()


def test_pictures_made_by_two_processes_are_the_same() -> None:
    story = story_of("E06000009")
    assert pictures_beside(story) == pictures_of(story)
