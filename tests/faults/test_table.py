"""The pages of faults are those of the tests, and no row is without one."""

from __future__ import annotations

from geo.settings import project_dir
from tests.faults.rows import FAULTS, GROUPS, pages, proofs


def test_the_pages_are_made_from_the_tests() -> None:
    folder = project_dir() / "docs" / "operating"
    for name, text in pages().items():
        assert (folder / name).read_text(encoding="utf-8") == text, "run `make docs`"


def test_every_row_is_provoked_by_a_test() -> None:
    assert [number for number, tests in proofs().items() if not tests] == []


def test_every_row_is_in_one_group() -> None:
    grouped = [number for _, _, numbers in GROUPS.values() for number in numbers]
    assert sorted(grouped) == sorted(FAULTS)
