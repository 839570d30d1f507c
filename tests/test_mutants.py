"""The chores that try the tests: what they are pointed at is there, and what they say is so."""

from __future__ import annotations

import json
import re
import tomllib

from geo.settings import project_dir
from tests.mutants import Mutant, line_of, table
from tests.versions import LOWEST, PYTHONS, Run

ROOT = project_dir()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MUTMUT = PROJECT["tool"]["mutmut"]


def test_what_faults_are_put_into_is_there_and_so_are_its_tests() -> None:
    for pattern in MUTMUT["only_mutate"]:
        assert [path for path in ROOT.glob(pattern) if path.suffix == ".py"], pattern
    _, marks, *tests = MUTMUT["pytest_add_cli_args_test_selection"]
    assert "not browser" in marks
    for path in (*tests, *MUTMUT["also_copy"]):
        assert (ROOT / path).exists(), path


def test_the_scripts_that_faults_are_put_into_are_there() -> None:
    settings = json.loads((ROOT / "web" / "stryker.config.json").read_text(encoding="utf-8"))
    for pattern in settings["mutate"]:
        for name in re.sub(r".*\{(.*)\}.*|.*", r"\1", pattern).split(","):
            path = re.sub(r"\{.*\}", name, pattern)
            assert [*(ROOT / "web").glob(path)], path


SOURCE = """\
LIMIT = 3


class Box:
    def holds(self, x):
        # Its edge counts.
        return x <= LIMIT
"""
DIFF = """\
--- box.py
+++ box.py
@@ -1,3 +1,3 @@
 def holds(self, x):
     # Its edge counts.
-    return x <= LIMIT
+    return x < LIMIT"""


def test_a_fault_is_where_its_line_is_in_the_file() -> None:
    assert line_of(DIFF, SOURCE) == 7
    assert line_of(DIFF, "LIMIT = 3\n") == 0
    assert line_of("", SOURCE) == 0


def test_a_fault_that_ends_in_a_time_out_was_noticed_and_one_without_a_test_was_not() -> None:
    outcomes = ["killed", "killed", "timeout", "survived", "no tests", "segfault"]
    mutants = [Mutant("geo/reach", "", outcome, "") for outcome in outcomes]
    mutants.append(Mutant("geo/places", "", "killed", ""))
    head, _, *rows = table(mutants)
    assert (
        head == "| package | sampled | killed | timed out | survived | no test | other | noticed |"
    )
    assert rows == [
        "| geo/places | 1 | 1 | 0 | 0 | 0 | 0 | 100% |",
        "| geo/reach | 6 | 2 | 1 | 1 | 1 | 1 | 50% |",
        "| all | 7 | 3 | 1 | 1 | 1 | 1 | 57% |",
    ]


def test_the_oldest_python_is_the_one_that_the_project_requires() -> None:
    assert PROJECT["project"]["requires-python"] == f">={PYTHONS[0]}"
    assert [*PYTHONS] == sorted(PYTHONS, key=lambda name: int(name.partition(".")[2]))
    assert Run("3.11", lowest=True).name == f"3.11-{LOWEST}"
    assert str(Run("3.12")) == "Python 3.12, pinned versions"
