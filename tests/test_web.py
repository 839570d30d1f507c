"""The scripts' sources: what is committed is what they give, and they pass their own checks."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from geo.settings import project_dir
from layers.browser import STATIC
from layers.browser.constants import constants_module, constants_path

WEB = project_dir() / "web"
SOURCES = sorted((WEB / "src").rglob("*.js"))
BUILT = ("packs.js", "map.js", "embed.js", "page.js", "chart.js", "draw.js")


def node(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the tools that `web` asks for."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed")
    if not (WEB / "node_modules").is_dir():
        pytest.skip("what web/ is built and checked with is not installed: tests/browsers.sh")
    return subprocess.run([program, *command], cwd=WEB, capture_output=True, text=True)


def check(*command: str) -> None:
    done = node(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_pages_load_is_what_the_sources_give(tmp_path: Path) -> None:
    """If this fails after a change of web/src: `make web`."""
    check("build.mjs", str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(BUILT)
    for name in BUILT:
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), name


def test_no_other_script_of_ours_is_there() -> None:
    assert {path.name for path in STATIC.glob("*.js")} == set(BUILT)


def test_types_fit() -> None:
    check("node_modules/typescript/bin/tsc")


def test_nothing_is_found_by_the_linter() -> None:
    check("node_modules/eslint/bin/eslint.js", ".", "--max-warnings", "0")


def test_the_scripts_work_out_what_they_should() -> None:
    tests = sorted(str(path.relative_to(WEB)) for path in (WEB / "test").glob("*.test.js"))
    assert len(tests) >= 4
    check("--test", *tests)


def test_numbers_known_to_both_sides_are_python_s() -> None:
    """If this fails after a change of layers/browser/constants.py: `make web`."""
    assert constants_path().read_text(encoding="utf-8") == constants_module()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_modules_speak_by_import_and_what_leaflet_hides_is_used_in_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.parent.name != "entries":
        assert not re.search(r"\b(window|globalThis|self)\.coldspots\b", text)
    if path.name != "tiles.js":
        assert not re.search(
            r"\b(map|L(\.\w+)+|prototype)\._|\b_(leaflet|map|tiles|setView)\b", text
        )


@pytest.mark.parametrize("name", BUILT)
def test_a_built_script_says_from_where_and_under_which_licence(name: str) -> None:
    first = (STATIC / name).read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith("// Cold Spots, MIT. Built from web/src/entries/")


def test_streamlit_takes_nothing_in_the_script_of_the_app_for_a_tag() -> None:
    """It leaves a script out that holds one."""
    assert not re.search(r"<[\w/!]", (STATIC / "page.js").read_text(encoding="utf-8"))
