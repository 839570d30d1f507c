"""The table of faults is that of the tests, and no row is without one."""

from __future__ import annotations

from geo.settings import project_dir
from tests.faults.rows import page, proofs


def test_the_table_is_made_from_the_tests() -> None:
    assert (project_dir() / "FAULTS.md").read_text(encoding="utf-8") == page(), "run `make docs`"


def test_every_row_is_provoked_by_a_test() -> None:
    assert [number for number, tests in proofs().items() if not tests] == []
