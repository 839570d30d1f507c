"""What is read ahead while a visitor looks at the first map, and a process that ends meanwhile."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geo.settings import project_dir

# Texts become Python's in Arrow's own threads, as when tables are read ahead.
ENDS = """
import sys, time
import pyarrow as pa
from serving import server
from views.panels import frame

table = pa.table({name: [f"{name}{number}" for number in range(50_000)] for name in "abcd"})

def convert():
    print("begun", flush=True)
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        table.to_pandas(use_threads=True)
    print("converted", flush=True)

frame.WARM_AFTER_S = float(sys.argv[1])
server.areas.warm = convert
server.find.warm = lambda: print("next", flush=True)
server.coldspots.warm = server.memory.settle = frame.memory.watch = lambda: None
frame._packs()
time.sleep(0.5)
"""


@pytest.mark.parametrize(
    ("after", "said"), [("0", ["begun", "converted"]), ("600", [])], ids=["meanwhile", "before"]
)
def test_a_process_ends_though_tables_are_read_ahead(after: str, said: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDS, after],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == said
