"""What a server loads before it listens."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from typing import Any
from unittest.mock import MagicMock

import pytest

from geo.errors import IntegrityError
from geo.settings import project_dir
from serving import server

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


def test_what_fails_while_it_is_read_ahead_is_logged_and_the_server_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def nothing(_: object) -> None:
        pass

    for name in ("get_instance", "put_store", "put_connect"):
        monkeypatch.setattr(server.inside, name, lambda *_: MagicMock())
    monkeypatch.setattr(server.visits, "end_when_over", nothing)
    failed = threading.Event()

    def ahead() -> None:
        failed.set()
        raise IntegrityError("areas_region.parquet: cannot be read")

    async def serve() -> None:
        async with server.lifespan(None, ahead):
            assert await asyncio.to_thread(failed.wait, 30)
            while '"event": "read ahead"' not in (said := capsys.readouterr().err):
                await asyncio.sleep(0.01)
            assert "IntegrityError" in said

    asyncio.run(asyncio.wait_for(serve(), 30))
