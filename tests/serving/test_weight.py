"""What a server loads before it listens."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from geo.settings import project_dir

LOADS = """
import json, runpy, sys
runpy.run_path("app.py", run_name="app")
import serving.server
print(json.dumps(sorted(sys.modules)))
"""
AHEAD = """
import json, runpy, sys
app = runpy.run_path("app.py", run_name="app")
app["layout"].read_ahead()
from layers.start import findings
print(json.dumps([sorted(sys.modules), findings._findings.cache_info().currsize]))
"""
LATER = {
    *(
        "numpy",
        "pandas",
        "pyarrow",
        "scipy",
        "altair",
        "folium",
        "matplotlib",
        "docx",
        "openpyxl",
        "highspy",
        "pyogrio",
    ),
    *("geo.build.figures", "geo.build.packs", "geo.build.posterior", "geo.publishers.hesa"),
}
"""What a page needs, or the build alone."""


def says(program: str) -> Any:
    """Return what a program prints last, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_server_loads_neither_the_build_nor_what_a_page_needs() -> None:
    loaded = set(says(LOADS))
    assert "serving.health" in loaded
    assert loaded & LATER == set()


def test_what_the_first_page_needs_is_read_ahead_but_no_component() -> None:
    """Streamlit knows a component only if a page that runs has imported it."""
    loaded, findings = says(AHEAD)
    assert {"views.panels.start", "folium.plugins", "layers.browser.state"} <= set(loaded)
    assert not {"streamlit_folium", "scipy"} & set(loaded)
    assert findings == 1
