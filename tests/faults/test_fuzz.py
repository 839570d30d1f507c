"""A few seconds of the fuzzer, where it is installed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from geo.settings import project_dir

# A process starts with the peak memory of the one that started it, which libFuzzer would take for
# what a parser used: this one is small, and starts the fuzzer.
BETWEEN = (
    sys.executable,
    "-c",
    "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)",
)


@pytest.mark.fault(8, 9, 18, 23)
def test_the_fuzzer_finds_nothing(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this machine")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    done = subprocess.run(
        [*BETWEEN, sys.executable, "-W", "error", "-m", "tests.faults.fuzz", str(corpus)]
        + ["-max_total_time=8", "-max_len=4096", f"-artifact_prefix={tmp_path}/"],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(re.search(r"Done (\d+) runs", done.stderr)[1]) > 50
