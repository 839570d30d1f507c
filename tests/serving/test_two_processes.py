"""Two processes of the app behind nginx, as the manual sets it up: one dies, the visits go on."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from geo.settings import project_dir
from tests.browsing import FRAME, free_port, wait_for_health
from views.panels.frame import FILES_GONE

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

HUB = "name,postcode\nCampus,LS2 9JT\n"
AROUND = """
worker_processes 1;
daemon off;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi; uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
  log_format who '{{"at": "$upstream_addr", "asked": "$request_uri", "status": $status}}';
  access_log {home}/access.log who;
  {manual}
}}
"""


@dataclass
class Setup:
    """nginx and the processes behind it."""

    home: Path
    url: str
    ports: list[int]
    running: dict[int, subprocess.Popen] = field(default_factory=dict)

    def begin(self, port: int) -> None:
        """Start a process of the app, and wait until it answers."""
        with (self.home / f"said-{port}.txt").open("a") as said:
            self.running[port] = subprocess.Popen(
                [sys.executable, "-m", "cli", "serve", "--port", str(port)],
                cwd=project_dir(),
                env={**os.environ, "HOME": str(self.home)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for_health(f"http://localhost:{port}", self.running[port])

    def end(self, port: int, how: signal.Signals) -> None:
        """End a process of the app."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running[port].pid, how)
        self.running[port].wait(timeout=20)

    def lines(self, port: int) -> int:
        """Count the web sockets of a process: nginx keeps no other connection to it open."""
        if self.running[port].poll() is not None:
            return 0
        begun = psutil.Process(self.running[port].pid)
        found = [
            one
            for process in (begun, *begun.children(recursive=True))
            for one in process.net_connections("tcp")
        ]
        return sum(one.status == "ESTABLISHED" and one.laddr.port == port for one in found)


def manual_configuration(home: Path, port: int, plain: int, ports: list[int]) -> str:
    """Return the block of docs/operating/server.md, with this machine's ports and certificate."""
    text = (project_dir() / "docs/operating/server.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```nginx\n(.*?)```", text, re.S)
    for known, own in (
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("server 127.0.0.1:8501 ", f"server 127.0.0.1:{ports[0]} "),
        ("server 127.0.0.1:8502 ", f"server 127.0.0.1:{ports[1]} "),
        ("/etc/ssl/maps.pem", str(home / "own.pem")),
        ("/etc/ssl/maps.key", str(home / "own.key")),
        ("maps.anytown.example", "localhost"),
    ):
        assert known in block, known
        block = block.replace(known, own)
    return AROUND.format(home=home, manual=block)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    """Two processes behind nginx, which speaks TLS by a certificate of its own making."""
    if NGINX is None:
        pytest.skip("no nginx here: apt-get install nginx-light")
    home = tmp_path_factory.mktemp("both")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        + ["-keyout", str(home / "own.key"), "-out", str(home / "own.pem")],
        check=True,
        capture_output=True,
    )
    port, plain, *ports = (free_port() for _ in range(4))
    (home / "nginx.conf").write_text(manual_configuration(home, port, plain, ports))
    made = Setup(home, f"https://localhost:{port}", ports)
    proxy = subprocess.Popen(
        [NGINX, "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")],
        start_new_session=True,
    )
    try:
        for one in ports:
            made.begin(one)
        yield made
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(proxy.pid, signal.SIGTERM)
        proxy.wait(timeout=20)
        for one in ports:
            made.end(one, signal.SIGTERM)


class Load:
    """Others who ask all the while; what went wrong is written down."""

    def __init__(self, url: str, certificate: Path) -> None:
        self.url, self.over = url, threading.Event()
        self.trust = ssl.create_default_context(cafile=str(certificate))
        self.asked, self.failed = 0, list[str]()
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(3)]

    def __enter__(self) -> Load:
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for one in self._threads:
            one.join(timeout=20)

    def _ask(self) -> None:
        while not self.over.wait(0.2):
            try:
                with urllib.request.urlopen(f"{self.url}/health", context=self.trust) as answer:
                    assert json.load(answer)["status"] == "ok"
            except (OSError, ValueError, AssertionError) as error:
                self.failed.append(repr(error))
            self.asked += 1


def settled(both: Setup, count: int) -> dict[int, int]:
    """Wait until there are so many web sockets in all; return how many each process has."""
    for _ in range(100):
        found = {port: both.lines(port) for port in both.ports}
        if sum(found.values()) == count:
            return found
        time.sleep(0.2)
    raise AssertionError(f"{found}, not {count} web sockets")


def opened(browser: object, both: Setup, path: str, others: int) -> tuple[object, int]:
    """Open a page as a browser that was never here; return the tab and the port it is served by."""
    before = settled(both, others)
    context = browser.new_context(ignore_https_errors=True)
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    tab.goto(both.url + path)
    tab.frame_locator(FRAME).locator("#map_div[data-painted]").wait_for()
    after = settled(both, others + 1)
    return tab, next(port for port in both.ports if after[port] > before[port])


def choose(tab: object, name: str, ukprn: str) -> None:
    """Choose whose reach is looked at."""
    field = tab.get_by_role("combobox", name="Whose reach")
    field.click()
    field.fill(name)
    tab.get_by_role("option", name=name).first.click()
    tab.wait_for_url(f"**providers={ukprn}**")
    at_rest(tab)


def at_rest(tab: object) -> None:
    tab.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


@pytest.mark.browser
@pytest.mark.slow
def test_a_process_dies_under_load_and_every_visit_goes_on(both: Setup, browser: object) -> None:
    from playwright.sync_api import expect

    tabs: dict[int, object] = {}
    for _ in range(8):
        tab, port = opened(browser, both, "/reach?in=E08000035&km=5", len(tabs))
        if tabs.setdefault(port, tab) is not tab:
            tab.context.close()
        if len(tabs) == 2:
            break
    assert sorted(tabs) == sorted(both.ports), "eight browsers were all sent to one process"
    (dying, his), (staying, hers) = tabs.items()
    hub = both.home / "hub.csv"
    hub.write_text(HUB)
    his.locator('input[type="file"]').nth(0).set_input_files(hub)
    his.wait_for_url("**files=yes**")
    at_rest(his)

    with Load(both.url, both.home / "own.pem") as load:
        both.end(dying, signal.SIGKILL)
        # The other visitor notices nothing: the page goes on without being loaded anew.
        hers.evaluate("() => { window.untouched = true; }")
        choose(hers, "University of Leeds", "10007795")
        assert hers.evaluate("() => window.untouched") is True
        # His page comes back by itself, at its address, and goes on with the other process.
        expect(his.get_by_text(FILES_GONE)).to_be_visible(timeout=60_000)
        choose(his, "Leeds Beckett University", "10003861")
        assert "in=E08000035" in his.url
        # A page that came back may hold the socket of its first try for a moment.
        end = time.monotonic() + 30
        while both.lines(staying) != 2:
            assert time.monotonic() < end, both.lines(staying)
            time.sleep(0.1)

        # A new one takes the place of the dead; then the other is stopped: a rolling restart.
        both.begin(dying)
        time.sleep(6)
        both.end(staying, signal.SIGTERM)
        hers.reload()
        hers.frame_locator(FRAME).locator("#map_div[data-painted]").wait_for()
        assert both.lines(dying) >= 1
    assert load.asked > 20
    assert load.failed == []
    both.begin(staying)


def test_the_plain_address_leads_to_the_one_with_tls(both: Setup) -> None:
    text = (both.home / "nginx.conf").read_text()
    (plain,) = re.findall(r"listen 127\.0\.0\.1:(\d+);", text)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as moved:
        urllib.request.build_opener(Stay).open(f"http://localhost:{plain}/reach?in=E08000035")
    moved.value.close()
    assert moved.value.code == 301
    assert moved.value.headers["Location"] == "https://localhost/reach?in=E08000035"


@pytest.mark.browser
@pytest.mark.slow
def test_a_page_comes_back_by_itself_when_its_server_begins_anew(
    tmp_path: Path, browser: object
) -> None:
    from playwright.sync_api import expect

    made = Setup(tmp_path, "", [free_port()])
    (port,) = made.ports
    try:
        made.begin(port)
        tab = browser.new_context().new_page()
        tab.goto(f"http://localhost:{port}/reach?in=E08000035&km=5")
        tab.frame_locator(FRAME).locator("#map_div[data-painted]").wait_for(timeout=60_000)
        hub = tmp_path / "hub.csv"
        hub.write_text(HUB)
        tab.locator('input[type="file"]').nth(0).set_input_files(hub)
        tab.wait_for_url("**files=yes**", timeout=60_000)
        at_rest(tab)
        made.end(port, signal.SIGKILL)
        made.begin(port)
        expect(tab.get_by_text(FILES_GONE)).to_be_visible(timeout=60_000)
        assert "in=E08000035" in tab.url
    finally:
        made.end(port, signal.SIGTERM)
