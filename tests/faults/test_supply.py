"""What the program is made of, and what it keeps: pinned, unchanged, private, no pickle."""

from __future__ import annotations

import hashlib
import pickle
import re
import ssl
import stat
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pytest_httpserver import HTTPServer

from geo.fetch.client import Client
from geo.fetch.run import fetch
from geo.registry.datasets.sources import source
from geo.settings import project_dir
from geo.travel.routers import _kept

ROOT = project_dir()
LEAFLET = "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"
"""SHA-256 of Leaflet 1.9.4's leaflet.js, as its makers publish it."""


@pytest.mark.fault(36)
@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt",
        "requirements-test.txt",
        "requirements-bench.txt",
        "requirements-sbom.txt",
        "requirements-docs.txt",
        "requirements-mutants.txt",
    ],
)
def test_every_requirement_is_pinned_and_none_is_an_address(name: str) -> None:
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        plain = line.partition("#")[0].strip()
        named = re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+( ;.*)?|-r [\w-]+\.txt|", plain)
        assert named, line
        assert "://" not in plain


def requirements(name: str) -> list[str]:
    """The requirements of a file, each with its hashes on one line."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [
        " ".join(line.split()) for line in text.splitlines() if line.strip()[:1] not in ("#", "")
    ]


@pytest.mark.fault(69)
def test_a_server_installs_the_same_versions_and_each_has_its_hashes() -> None:
    listed = requirements("requirements-server.txt")
    for line in listed:
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; [^-]+?)?( --hash=sha256:[0-9a-f]{64})+", line), (
            line
        )
    versions = [line.partition(" --hash=")[0] for line in listed]
    assert sorted(versions) == sorted(requirements("requirements.txt"))
    assert len(versions) > 50


@pytest.mark.fault(69)
def test_the_container_takes_hashed_files_alone_and_the_app_at_home_does_not() -> None:
    container = (ROOT / "Containerfile").read_text(encoding="utf-8")
    installs = re.findall(r"pip install (.*)", container)
    assert installs == ["--require-hashes -r requirements-server.txt"]
    assert "COPY requirements-server.txt ./" in container
    assert "install -r requirements.txt" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.fault(69)
def test_no_file_of_requirements_names_where_things_come_from() -> None:
    """An index of one's own is one's own."""
    files = sorted(ROOT.glob("requirements*.txt"))
    assert len(files) == 7
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host|file:", text)


@pytest.mark.fault(33, 36)
def test_nothing_is_loaded_from_a_network_of_others() -> None:
    folders = ("geo", "layers", "serving", "cli", "views")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    looked = 0
    for path in [*paths, ROOT / "app.py"]:
        if path.suffix in (".py", ".js", ".css", ".html", ".typ"):
            text = path.read_text(encoding="utf-8").lower()
            assert not re.search(
                r"\bcdn\.|unpkg\.com|jsdelivr|googleapis|cdnjs|<script[^>]+src=.http", text
            ), path
            looked += 1
    assert looked > 200


@pytest.mark.fault(36)
def test_the_map_library_is_the_one_that_its_makers_published() -> None:
    content = (ROOT / "layers/browser/static/leaflet/leaflet.js").read_bytes()
    assert hashlib.sha256(content).hexdigest() == LEAFLET


@pytest.mark.fault(13)
def test_the_cache_is_its_users_alone(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    nobody = Client({"https://": "http://127.0.0.1:9/"}, tries=1, wait_s=0)
    list(fetch([source("msoa_names")], cache, nobody))
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


class Poison:
    def __reduce__(self) -> tuple:
        return (print, ("PWN",))


@pytest.mark.fault(13)
def test_a_poisoned_answer_is_not_unpickled(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = tmp_path / "kept.npy"
    with path.open("wb") as out:
        np.save(out, np.array([Poison()], dtype=object), allow_pickle=True)
    assert _kept(path, (2, 1, 1)) is None
    path.write_bytes(pickle.dumps(Poison()))
    assert _kept(path, (2, 1, 1)) is None
    assert capsys.readouterr().out == ""


@pytest.mark.fault(26)
def test_a_certificate_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", tmp_path / "key.pem",
         "-out", tmp_path / "cert.pem"],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl cannot make a certificate here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with HTTPServer(host="localhost", ssl_context=context) as server:
        mirror = Client({"https://": f"https://localhost:{server.port}/"}, tries=2, wait_s=0)
        (outcome,) = fetch([source("msoa_names")], tmp_path / "cache", mirror)
        assert server.log == []
    assert (outcome.status, outcome.exit_code) == ("failed", 4)
    assert "certificate" in outcome.said or "TLS failed" in outcome.said
    assert not (tmp_path / "cache" / "raw").exists()
