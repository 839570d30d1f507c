"""The manual as a site: built in strict mode, without a network, and of this host alone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from geo.settings import project_dir
from tests.docs import PACKAGES, exported, manual

pytest.importorskip("mkdocs", reason="requirements-docs.txt is not installed: `make docs` does")

ROOT = project_dir()
LOADED = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*?(?:src|href)=[\"']?([^\"'\s>]+)"
)
CALLED = re.compile(r"url\(\s*[\"']?(https?:|//)|@import\s+[\"'](https?:|//)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    ended = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(made)],
        cwd=ROOT,
        # Whatever asks for another machine meets a proxy that there is not.
        env={"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        | {f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    assert "WARNING" not in ended.stderr
    return made


def test_every_page_is_there(site: Path) -> None:
    for path in manual():
        assert (site / path.relative_to(ROOT / "docs").with_suffix(".html")).is_file(), path
    for name in ("recipes", "tests", "changes"):
        assert (site / "contributing" / f"{name}.html").is_file()
    assert not list(site.rglob("*.py"))


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    seen = 0
    for path in site.rglob("*.html"):
        for address in LOADED.findall(path.read_text(encoding="utf-8")):
            assert not re.match(r"(https?:)?//", address), (path.name, address)
            seen += 1
    assert seen > 100
    for path in site.rglob("*.css"):
        assert not CALLED.search(path.read_text(encoding="utf-8")), path.name


def test_the_python_reference_has_what_the_packages_export(site: Path) -> None:
    text = (site / "reference" / "python.html").read_text(encoding="utf-8")
    for package in PACKAGES:
        for module, name in exported(package):
            assert f'id="{module}.{name}"' in text, (module, name)
