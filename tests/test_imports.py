"""Imports point one way; what may run, open or ask is kept to its room."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from geo.settings import project_dir

ROOT = project_dir()
FILES = sorted(
    path
    for folder in ("geo", "layers", "serving", "cli", "views", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
) + [ROOT / "app.py"]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def has(path: Path, *words: str) -> bool:
    """Test whether a file has one of some words at all: to parse every file takes far longer."""
    return re.search(rf"\b({'|'.join(words)})\b", path.read_text(encoding="utf-8")) is not None


@cache
def imported(path: Path) -> frozenset[str]:
    names = set[str]()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return frozenset(names)


def top(names: frozenset[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def where(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


ABOVE = {
    "geo": "layers serving views app cli streamlit streamlit_folium folium",
    "layers": "serving views app cli streamlit streamlit_folium",
    "cli": "app views streamlit folium",
    "serving": "app cli views folium",
    "views": "app cli",
    "app.py": "cli",
}
"""What lies above each folder, and so is not imported there."""

SHUT = (
    "pickle shelve marshal dill joblib openpyxl urllib3 httpx aiohttp socket requests "
    "urllib.request"
)
"""What runs what it reads, or opens a socket; routers and fetch may speak HTTP."""


OPEN = ("build", "publishers", "registry")
"""Packages of geo that are a shelf of modules of their own: one a publisher, a step, a registry."""


def imports_upwards(path: Path) -> set[str]:
    return top(imported(path)) & set(ABOVE.get(where(path), "").split())


KEYWORDS = {"unsafe_allow_html", "shell", "persist"}


def shut_doors(path: Path) -> set[str]:
    names = imported(path)
    found = (names | top(names)) & set(SHUT.split())
    place = path.relative_to(ROOT).as_posix()
    if place.startswith("geo/fetch/") or place == "geo/travel/routers.py":
        found -= {"requests", "urllib.request", "urllib3"}
    if place == "geo/fetch/guard.py":
        # It looks at connections and closes them, which is to know sockets.
        found -= {"socket"}
    if not has(path, "eval", "exec", "system", "read_pickle", *KEYWORDS):
        return found
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            found |= {ast.unparse(node.func)} & {"eval", "exec", "os.system", "pd.read_pickle"}
            found |= {keyword.arg for keyword in node.keywords} & KEYWORDS
    return found


def inside_of_packages(path: Path) -> set[str]:
    """Name the modules of another package that are imported past its `__init__`."""
    own = path.relative_to(ROOT).parts[:2]
    deep = {
        name
        for name in imported(path)
        if name.startswith(("geo.", "layers.")) and name.count(".") > 1
    }
    return {
        name
        for name in deep
        if tuple(name.split(".")[:2]) != own and name.split(".")[1] not in OPEN
    }


def inside_of_streamlit(path: Path) -> set[str]:
    """Name what a module uses of Streamlit that is not public: inner modules, private names."""
    place = path.relative_to(ROOT).as_posix()
    # Benchmarks speak with the app as a browser does, in the messages of Streamlit.
    if place == "serving/streamlit_internals.py" or place.startswith("benchmarks/"):
        return set()
    found = {name for name in imported(path) if name.startswith(INNER_STREAMLIT)}
    if not has(path, "st", "streamlit", "runtime", "get_instance"):
        return found
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("streamlit"):
            found |= {one.name for one in node.names if one.name.startswith("_")}
        if isinstance(node, ast.Attribute):
            text = ast.unparse(node)
            if re.match(r"(st|streamlit|runtime|get_instance\(\))\..*\b_[a-z]", text):
                found.add(text)
    return found


INNER_STREAMLIT = tuple(f"streamlit.{name}" for name in ["runtime", "web", "elements", "proto"])


def has_no_first_line(path: Path) -> bool:
    text = ast.get_docstring(tree(path)) or ""
    return len(text.partition("\n")[0]) <= 10


def offenders(rule: Callable[[Path], object]) -> dict[str, object]:
    """List the files that a rule finds something in, and what."""
    found = {str(path.relative_to(ROOT)): rule(path) for path in FILES}
    return {path: what for path, what in found.items() if what}


def test_files_import_only_downwards() -> None:
    assert offenders(imports_upwards) == {}


def test_packages_are_imported_by_what_they_export() -> None:
    assert offenders(inside_of_packages) == {}


MOST_MODULES = 16
"""Modules of a package, `__init__` apart: more is two subjects."""
MOST_AT_THE_TOP = 12
"""Modules that lie in no package of `geo` and `layers`."""


def modules_of(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.py") if path.name != "__init__.py")


def test_no_package_holds_more_modules_than_a_subject_has() -> None:
    crowded = {
        folder.relative_to(ROOT).as_posix(): len(modules_of(folder))
        for folder in sorted({path.parent for path in FILES if where(path) != "benchmarks"})
        if len(modules_of(folder)) > MOST_MODULES
    }
    assert crowded == {}


def test_few_modules_lie_in_no_package() -> None:
    lone = modules_of(ROOT / "geo") + modules_of(ROOT / "layers")
    assert len(lone) <= MOST_AT_THE_TOP, lone


@cache
def words_in(path: Path) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", path.read_text("utf-8")))


PACKAGES = sorted(path.parent for path in ROOT.glob("*/*/__init__.pyi"))


@pytest.mark.parametrize(
    "folder", PACKAGES, ids=lambda folder: f"{folder.parent.name}.{folder.name}"
)
def test_a_package_exports_what_its_stub_names_and_others_use(folder: Path) -> None:
    package = importlib.import_module(f"{folder.parent.name}.{folder.name}")
    stub = ast.parse((folder / "__init__.pyi").read_text("utf-8"))
    named = [alias.name for node in stub.body if isinstance(node, ast.ImportFrom)
             for alias in node.names]  # fmt: skip
    assert sorted(package.__all__) == sorted(named)
    for name in named:
        assert getattr(package, name) is not None
    used = set().union(*(words_in(path) for path in FILES if path.parent != folder))
    assert set(named) - used == set()


@pytest.mark.fault(13, 15)
def test_files_open_no_door_that_is_shut() -> None:
    assert offenders(shut_doors) == {}


def test_streamlit_is_known_inside_by_one_module_alone() -> None:
    assert offenders(inside_of_streamlit) == {}


def test_files_say_in_their_first_line_what_they_are_for() -> None:
    assert offenders(has_no_first_line) == {}


@pytest.mark.parametrize(
    ("rule", "file", "text"),
    [
        (imports_upwards, "geo/a.py", "from layers import maps"),
        (imports_upwards, "layers/a.py", "import streamlit as st"),
        (imports_upwards, "app.py", "import cli"),
        (inside_of_packages, "views/a.py", "from geo.reach.coverage import curve"),
        (inside_of_packages, "geo/siting/a.py", "from geo.reach.coverage import curve"),
        (inside_of_packages, "views/a.py", "from layers.style.legend import place_name"),
        (shut_doors, "geo/a.py", "from urllib.request import urlopen"),
        (shut_doors, "layers/fetch/a.py", "import requests"),
        (shut_doors, "geo/fetch/a.py", "import socket"),
        (shut_doors, "geo/a.py", "eval('1')"),
        (shut_doors, "views/a.py", "st.markdown(name, unsafe_allow_html=True)"),
        (shut_doors, "views/a.py", "st.cache_data(persist='disk')"),
        (shut_doors, "geo/a.py", "os.system('ls')"),
        (inside_of_streamlit, "views/a.py", "print(st.session_state._state)"),
        (inside_of_streamlit, "views/a.py", "get_instance()._session_mgr"),
        (inside_of_streamlit, "views/a.py", "from streamlit import _config"),
        (inside_of_streamlit, "views/a.py", "import streamlit.runtime"),
        (has_no_first_line, "geo/a.py", "import ast"),
        (has_no_first_line, "geo/a.py", '"""Short."""'),
    ],
)
def test_each_rule_finds_what_breaks_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rule: Callable[[Path], object],
    file: str,
    text: str,
) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr("tests.test_imports.ROOT", tmp_path)
    assert rule(path)


@pytest.mark.fault(33, 36)
def test_nothing_is_fetched_from_another_host_at_run_time() -> None:
    for path in [
        *(ROOT / "layers/browser/static").glob("*.js"),
        *(ROOT / "layers/browser/static").glob("*.css"),
    ]:
        text = path.read_text(encoding="utf-8")
        assert "http://" not in text, path
        assert "https://" not in text, path
