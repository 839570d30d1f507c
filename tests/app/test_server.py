"""A server that others visit: whom it answers, what it sends along, what it logs, what it keeps."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import shutil
import socket
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from geo.settings import VERSION, data_dir
from serving import health
from tests.browsing import Visit, serving, until_gone

TTL_S = 2
SETTINGS = """
operator = "Shire Council"
contact = "data@shire.example"
hosts = ["maps.shire.example"]
"""
FIELDS = {"time", "event", "version", "page", "ms", "end"}
FIELDS |= {"id", "error", "where", "level", "logger", "at"}


def own_data(folder: Path) -> Path:
    """A data folder of one's own, to break."""
    shutil.copytree(data_dir(), folder)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("public")


@pytest.fixture(scope="module")
def public(home: Path) -> Iterator[str]:
    """The app as a public body runs it; the figures of its method page are broken."""
    (home / "site.toml").write_text(SETTINGS)
    data = own_data(home / "data")
    (data / "null_check.json").write_text("{}")
    settings = {
        "COLDSPOTS_CONFIG": str(home / "site.toml"),
        "COLDSPOTS_DATA": str(data),
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(TTL_S),
    }
    with serving(home, **settings) as (url, _):
        yield url


def ask(url: str, path: str = "/", method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    line = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)
    line.request(method, path, headers={name.replace("_", "-"): of for name, of in headers.items()})
    answer = line.getresponse()
    answer.text = answer.read().decode("utf-8", "replace")
    line.close()
    return answer


def shake(url: str, **headers: str) -> int:
    """Try to open the app's web socket; return the status of the answer."""
    named = {name.replace("_", "-"): of for name, of in headers.items() if name != "Host"}
    port = int(url.rsplit(":", 1)[1])
    host = headers.get("Host", f"localhost:{port}")
    with socket.create_connection(("localhost", port), timeout=20) as line:
        try:
            with connect(f"ws://{host}/_stcore/stream", sock=line, additional_headers=named):
                return 101
        except InvalidStatus as error:
            return error.response.status_code


@pytest.mark.fault(16)
def test_host_names_that_are_not_the_apps_get_nothing(public: str) -> None:
    """Whoever makes a name of theirs lead here (DNS rebinding) reads neither page nor socket."""
    for path in ("/", "/app/find?q=leeds", "/app/static/map/all.js"):
        answer = ask(public, path, Host="evil.example")
        assert answer.status == 400
        assert answer.text.startswith("This server does not answer to that host name.")
    for strange in ("evil.example", "maps.shire.example.evil.example", "shire.example", "[bad"):
        assert ask(public, Host=strange).status == 400
    for own in ("maps.shire.example", "MAPS.shire.example:443", "localhost:1", "127.0.0.1"):
        assert ask(public, Host=own).status == 200
    assert shake(public) == 101
    assert shake(public, Host="maps.shire.example") == 101
    assert shake(public, Host="evil.example") == 403


@pytest.mark.fault(16)
def test_pages_of_other_sites_do_not_get_a_socket(public: str) -> None:
    assert shake(public, Origin="http://evil.example") == 403
    host = {"Host": "maps.shire.example"}
    assert shake(public, **host, Origin="https://maps.shire.example") == 101
    assert shake(public, **host, Origin="https://maps.shire.example.evil.example") == 403


@pytest.mark.fault(16)
def test_without_settings_only_the_machines_own_names_are_known(address: str) -> None:
    assert ask(address, Host="evil.example").status == 400
    assert shake(address, Host="evil.example") == 403
    assert ask(address).status == 200


@pytest.mark.fault(16)
def test_every_answer_says_who_may_frame_it_and_where_it_may_turn(public: str) -> None:
    found = {path: ask(public, path) for path in ("/", "/_stcore/health", "/app/find?q=leeds")}
    found["refused"] = ask(public, Host="evil.example")
    for answer in found.values():
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        policy = answer.headers["Content-Security-Policy"]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["frame-ancestors"] == rules["base-uri"] == rules["form-action"] == "'self'"
        assert rules["object-src"] == "'none'"
        assert not re.search(r"https?:|\*", policy)
        assert "geolocation=()" in answer.headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in answer.headers
    assert "wss://evil.example" not in found["/"].headers["Content-Security-Policy"]
    bad = ask(public, "/_stcore/health", Host="a; script-src *")
    assert "script-src" not in bad.headers["Content-Security-Policy"]


def test_behind_tls_browsers_are_told_to_stay_with_it(public: str) -> None:
    answer = ask(public, Host="maps.shire.example", X_Forwarded_Proto="https")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_counts_of_the_framework_are_for_the_machine_itself(public: str) -> None:
    assert ask(public, "/_stcore/metrics").status == 200
    assert ask(public, "/_stcore/metrics", Host="maps.shire.example").status == 400


def test_health_is_told_under_any_name(public: str) -> None:
    answer = ask(public, "/health", Host="10.0.0.7")
    assert answer.status == 200
    assert json.loads(answer.text) == {
        "status": "ok",
        "version": VERSION,
        "bundle": VERSION,
        "problem": "",
    }
    assert ask(public, "/_stcore/health", Host="10.0.0.7").text == "ok"


def test_a_bundle_that_is_not_whole_is_no_health(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_data(tmp_path / "data")
    (data / "tables" / "sites.parquet").write_text("half a file")
    monkeypatch.setenv("COLDSPOTS_DATA", str(data))
    health._found.cache_clear()
    answer = asyncio.run(health._health(None))
    assert answer.status_code == 503
    told = json.loads(answer.body)
    assert told["status"] == "broken"
    assert told["problem"].startswith("1 (first: tables/sites.parquet) files differ from their rec")
    (data / "provenance.json").unlink()
    health._found.cache_clear()
    assert json.loads(asyncio.run(health._health(None)).body)["bundle"] == ""
    health._found.cache_clear()


def said(home: Path) -> list[dict]:
    """The lines of the log; what else the server says is its greeting."""
    lines = (home / "said.txt").read_text().splitlines()
    greeting = [line.strip() for line in lines if line.strip() and not line.startswith("{")]
    assert all(line.startswith(("You can now view", "URL: http://")) for line in greeting), greeting
    return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.fixture
def guest(browser: object) -> Iterator[Visit]:
    made = Visit(browser, ends=True)
    yield made
    made.close()


ROWS = "name,postcode\nZebedee Lane hub,S1 2HH\nNora Batty,XX99 9XX\n"


def bring(guest: Visit, url: str) -> None:
    """Upload a file of sites, one of them bad, and see that it was read."""
    guest.open(f"{url}/reach?in=E08000019&with=reach")
    guest.painted("lsoa21.reach.gaps")
    guest.tab.get_by_text("Your own sites and records").click()
    put_in(guest, ROWS)
    guest.tab.get_by_text("Rows to mend (1)").wait_for()


def put_in(guest: Visit, rows: str) -> None:
    """Put sites into their box."""
    box = guest.tab.locator('[data-testid="stFileUploader"] input[type="file"]').first
    box.set_input_files(
        {"name": "pupils of Nora Batty.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )


@pytest.mark.browser
def test_the_log_holds_nothing_of_a_visitor(guest: Visit, public: str, home: Path) -> None:
    """Looked for, typed and uploaded: none of it is there, nor an address or a place asked about."""
    bring(guest, public)
    guest.tab.get_by_role("textbox", name="Add a site by postcode").fill(
        "LS2 9JT Zebedee's other hub"
    )
    guest.tab.keyboard.press("Enter")
    guest.tab.get_by_text("Zebedee's other hub").wait_for()
    guest.inside.get_by_label("Find a place").fill("FY1 1AA")
    guest.tab.keyboard.press("Enter")
    guest.inside.locator('.cs-card[data-full="true"]').wait_for()
    lines = said(home)
    assert {line["page"] for line in lines if line["event"] == "page"} >= {"reach"}
    assert all(set(line) <= FIELDS for line in lines)
    text = (home / "said.txt").read_text().lower()
    for needle in (
        *("zebedee", "nora", "batty", "pupils", ".csv", "s1 2hh", "s12hh", "xx99", "ls2 9jt"),
        *("ls29jt", "fy1 1aa", "fy11aa", "fy1", "e08000019", "127.0.0.1", "::1", "mozilla"),
    ):
        assert needle not in text


@pytest.mark.browser
@pytest.mark.fault(14)
def test_an_error_is_a_line_with_a_number_and_the_log_has_the_rest(
    guest: Visit, public: str, home: Path
) -> None:
    numbers = []
    for _ in range(2):
        guest.open(f"{public}/method?q=secret")
        alert = guest.tab.get_by_test_id("stAlert")
        alert.wait_for()
        text = alert.inner_text()
        assert text.startswith("Something went wrong on this page, and nothing was changed.")
        assert "tell data@shire.example. Its number in the log is E-" in text
        assert "\n" not in text.strip()
        numbers.append(re.search(r"E-[0-9a-f]{6}", text)[0])
    assert len(set(numbers)) == 1
    failed = [line for line in said(home) if line["event"] == "failed"]
    assert {line["id"] for line in failed} == set(numbers)
    assert failed[0]["error"] == ["builtins.KeyError"]
    assert any(place.startswith("layers/method") for place in failed[0]["where"])
    assert not any(place.startswith("/") for place in failed[0]["where"])
    assert "secret" not in (home / "said.txt").read_text()


def uploaded_bytes(url: str) -> int:
    """What Streamlit says of the files it holds."""
    text = ask(url, "/_stcore/metrics").text
    found = re.findall(r"cache_memory_bytes\{[^}]*Uploaded[^}]*\} (\d+)", text)
    return sum(map(int, found))


def put_past_the_page(guest: Visit, url: str) -> None:
    """Upload a file for a visit that no box of the page takes in."""
    with guest.tab.expect_request(lambda asked: asked.method == "PUT") as sent:
        bring(guest, url)
    headers = sent.value.all_headers()
    at = f"{sent.value.url.rsplit('/', 1)[0]}/{uuid.uuid4()}"
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
    token = {"x-xsrftoken": headers["x-xsrftoken"]}
    answer = guest.context.request.put(at, headers=token, multipart={"file": file})
    assert answer.status == 204


@pytest.mark.browser
@pytest.mark.fault(35)
def test_what_was_uploaded_is_dropped_soon_after_the_visit(browser: object, public: str) -> None:
    """Though nobody else comes or goes meanwhile; what a page has read is dropped before."""
    until_held(public, 0)
    guest = Visit(browser, ends=True)
    put_past_the_page(guest, public)
    until_held(public, len(ROWS))
    guest.close()
    until_held(public, 0)


@pytest.mark.browser
@pytest.mark.fault(35, 40)
def test_an_upload_that_is_replaced_or_forgotten_is_not_kept(guest: Visit, public: str) -> None:
    """Of what the page reads no copy is kept; what it did not read goes with what is forgotten."""
    until_held(public, 0)
    put_past_the_page(guest, public)
    until_held(public, len(ROWS))
    guest.tab.get_by_role("link", name="New sites").click()
    # Reach names the file and shows the same measure: only what each page alone has tells them apart.
    guest.tab.get_by_role("combobox", name="Among").wait_for()
    until_gone(guest.tab.get_by_role("tab", name="Partners"))
    guest.tab.get_by_text("In use: pupils of Nora Batty.csv").wait_for()
    guest.at_rest()
    guest.tab.get_by_role("link", name="Reach").click()
    guest.tab.get_by_role("tab", name="Partners").wait_for()
    guest.painted("lsoa21.reach.gaps")
    put_in(guest, ROWS + "Compo,XX99 9XX\n")
    guest.tab.get_by_text("Rows to mend (2)").wait_for()
    until_held(public, len(ROWS))
    guest.tab.get_by_role("button", name="Forget my files").click()
    until_gone(guest.tab.get_by_text("Rows to mend"))
    until_held(public, 0)


def until_held(url: str, size: int) -> None:
    """Wait until so many bytes of uploads are held: Streamlit counts them anew every 5 s."""
    end = time.monotonic() + 30
    while (held := uploaded_bytes(url)) != size:
        assert time.monotonic() < end, f"{held} bytes"
        time.sleep(0.5)
