"""The wheel, installed where nothing of the project is: it brings its data, its pages and its settings."""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.settings import project_dir
from tests.browsing import free_port, wait_for_health

pytestmark = pytest.mark.slow

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
SOURCE = (
    *("app.py", "setup.py", "pyproject.toml", "README.md", "LICENSE"),
    *("cli", "geo", "layers", "serving", "views", "data", "docs", ".streamlit"),
)
"""What the wheel is built of."""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment that holds what it needs, and nothing of ours."""
    home = tmp_path_factory.mktemp("elsewhere")
    (home / "source").mkdir()
    for name in SOURCE:
        copy = shutil.copytree if (project_dir() / name).is_dir() else shutil.copy
        copy(project_dir() / name, home / "source" / name)
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(home), "."]
    subprocess.run(build, check=True, cwd=home / "source", capture_output=True, timeout=300)
    [wheel] = home.glob("*.whl")
    shutil.rmtree(home / "source")
    venv.create(home / "venv", with_pip=False)
    there = next((home / "venv").glob("lib*/python*/site-packages"))
    # Of this environment what is installed, without what points back to the project.
    (there / "needed.pth").write_text("\n".join(site.getsitepackages()))
    python = str(home / "venv" / "bin" / "python")
    install = [*PIP, "--python", python, "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    (home / "work").mkdir()
    return home


def environment(home: Path) -> dict[str, str]:
    return {"PATH": os.defpath, "HOME": str(home / "work"), "COLDSPOTS_DIGEST_KEY": "0" * 64}


def ran(home: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [str(home / "venv" / "bin" / "coldspots"), *arguments],
        cwd=home / "work",
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_what_runs_is_what_was_installed(elsewhere: Path) -> None:
    told = subprocess.run(
        [str(elsewhere / "venv" / "bin" / "python"), "-c",
         "import geo.settings as s, layers.manual as m; print(s.__file__, s.data_dir(), "
         "m.manual_dir()); assert len(m.page_names()) > 30"],
        cwd=elsewhere / "work", env=environment(elsewhere), capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert all(path.startswith(str(elsewhere)) for path in told.split())
    assert str(project_dir()) not in told


def test_verbs_answer_from_any_folder(elsewhere: Path) -> None:
    assert "33,755" in ran(elsewhere, "info")
    ran(elsewhere, "areas", "--geography", "lad24", "--within", "E12000002", "--out", "a.csv")
    for name in ("m.png", "m.html"):
        ran(elsewhere, "export", "--link", "in=E06000009", "--out", name)
    work = elsewhere / "work"
    assert len((work / "a.csv").read_text("utf-8-sig").splitlines()) == 36
    assert (work / "m.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert "entry to higher education" in (work / "m.html").read_text("utf-8")
    assert "checks passed" in ran(elsewhere, "check")


@pytest.fixture
def served(elsewhere: Path) -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        [str(elsewhere / "venv" / "bin" / "coldspots"), "serve", "--port", str(port)],
        cwd=elsewhere / "work",
        env=environment(elsewhere),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for_health(f"http://localhost:{port}", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_the_app_runs_with_its_settings(served: str) -> None:
    with urllib.request.urlopen(f"{served}/", timeout=20) as page:
        assert page.status == 200
    with urllib.request.urlopen(f"{served}/_stcore/host-config", timeout=20) as answer:
        # Streamlit's own default names hosts of its makers.
        assert json.load(answer)["allowedOrigins"] == []
