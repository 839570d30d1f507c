"""Imports point one way; what may run, open or ask is kept to its room."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from geo.settings import project_dir

ROOT = project_dir()
FILES = sorted(
    path
    for folder in ("geo", "layers", "verbs", "views", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
) + [ROOT / "app.py", ROOT / "cli.py", ROOT / "terminal.py"]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def top(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def where(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_downwards(path: Path) -> None:
    names = top(imported(path))
    above = {
        "geo": {
            "layers",
            "verbs",
            "views",
            "app",
            "cli",
            "terminal",
            "streamlit",
            "streamlit_folium",
            "folium",
        },
        "layers": {"verbs", "views", "app", "cli", "terminal", "streamlit", "streamlit_folium"},
        "verbs": {"app", "cli", "views", "streamlit", "folium"},
        "views": {"app", "cli", "verbs"},
        "app.py": {"cli"},
        "cli.py": {"app", "views", "streamlit", "folium"},
        "terminal.py": {"app", "cli", "verbs", "views", "layers", "streamlit", "folium"},
    }
    assert not names & above.get(where(path), set())


@pytest.mark.fault(13, 15)
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_opens_no_door_that_is_shut(path: Path) -> None:
    names = top(imported(path))
    assert not names & {"pickle", "shelve", "marshal", "dill", "joblib", "openpyxl"}
    assert not names & {"urllib3", "httpx", "aiohttp", "socket"}
    if not (where(path) == "geo" and path.name.startswith(("fetch", "routers"))):
        assert "requests" not in names
        assert "urllib.request" not in imported(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("eval", "exec", "os.system", "pd.read_pickle"), called
            keywords = {keyword.arg for keyword in node.keywords}
            assert "unsafe_allow_html" not in keywords
            assert "shell" not in keywords
            assert "persist" not in keywords


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text, path
    assert len(text.splitlines()[0]) > 10


@pytest.mark.fault(33, 36)
def test_nothing_is_fetched_from_another_host_at_run_time() -> None:
    for path in [*(ROOT / "layers/static").glob("*.js"), *(ROOT / "layers/static").glob("*.css")]:
        text = path.read_text(encoding="utf-8")
        assert "http://" not in text, path
        assert "https://" not in text, path
