"""What a server loads before anybody comes."""

from __future__ import annotations

import json
import subprocess
import sys

from geo.settings import project_dir

LOADS = """
import json, runpy, sys
runpy.run_path("app.py", run_name="app")
import serving.server
print(json.dumps(sorted(sys.modules)))
"""
LATER = {
    *("scipy", "altair", "folium", "matplotlib", "docx", "openpyxl", "highspy", "pyogrio"),
    *("geo.build.figures", "geo.build.packs", "geo.build.posterior", "geo.publishers.hesa"),
}
"""What a page needs, or the build alone."""


def test_a_server_loads_neither_the_build_nor_what_a_page_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADS],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert {"serving.health", "geo.build.verify"} <= loaded
    assert loaded & LATER == set()
