"""The gate of the benchmarks: by ratio, both sides of what may be lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.gate import Table, held, keep, load, slower, times_of
from benchmarks.timing import Row


def row(what: str, ratio: str) -> Row:
    return Row(what, "1 s", "folium: 10 s", ratio, "none", True)


def table(*rows: Row, day: str = "2026-11-30") -> Table:
    return Table(rows, "2 cores", "abc1234", day, {"pictures": 30.0})


@pytest.mark.parametrize(
    ("ratio", "times"),
    [
        ("16.2 times faster", 16.2),
        ("3 times as fast", 3.0),
        ("1,204 times faster", 1204.0),
        ("1.7 times as long", None),
        ("", None),
        ("as asked: 3 times faster", None),
    ],
)
def test_a_ratio_is_read_out_of_a_row(ratio: str, times: float | None) -> None:
    assert times_of(row("a map", ratio)) == times


@pytest.mark.parametrize(("now", "lost"), [("7.5", False), ("7.4", True), ("12.0", False)])
def test_a_quarter_may_be_lost_and_no_more(now: str, lost: bool) -> None:
    said = slower([row("a map", f"{now} times faster")], table(row("a map", "10 times faster")))
    assert said == (["a map: 7.4 times faster than its peer, 10 before."] if lost else [])


def test_a_row_that_was_never_measured_is_told_and_one_without_a_peer_is_not() -> None:
    said = slower([row("new", "2 times faster"), row("seconds", "")], table())
    assert said == ["new: not in the last table. Run `make bench`."]


def test_a_part_run_keeps_the_rows_of_the_last_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "last.json"
    assert load(path) is None
    keep(table(row("a", "1 times faster"), row("b", "2 times faster")), path)
    keep(table(row("b", "3 times faster"), day="2026-12-01"), path)
    held = load(path)
    assert held is not None
    assert [(one.what, one.ratio) for one in held.rows] == [
        ("b", "3 times faster"),
        ("a", "1 times faster"),
    ]
    assert held.day == "2026-12-01"
    assert "| b | 1 s | folium: 10 s | 3 times faster | none | yes |" in held.markdown()


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("9", None, []),
        ("5", "9", []),
        ("5", "6", ["a map: 6 times faster than its peer, 10 before."]),
    ],
)
def test_a_row_fails_that_lost_twice_in_turn(
    first: str, second: str | None, said: list[str]
) -> None:
    runs = iter([first, second])

    def measure(name: str) -> list[Row]:
        assert name == "pictures"
        again = next(runs)
        return [row("a map", f"{again} times faster"), row("b", "4 times faster")]

    last = table(row("a map", "10 times faster"), row("b", "5 times faster"))
    rows, lost = held(["pictures"], measure, last)
    assert lost == said
    assert rows[0].ratio == f"{second or first} times faster"


def test_a_row_that_lost_in_the_second_run_alone_is_no_loss() -> None:
    runs = iter([("5", "10"), ("10", "5")])

    def measure(_: str) -> list[Row]:
        return [
            row(name, f"{times} times faster") for name, times in zip("ab", next(runs), strict=True)
        ]

    last = table(row("a", "10 times faster"), row("b", "10 times faster"))
    assert held(["pictures"], measure, last)[1] == []
