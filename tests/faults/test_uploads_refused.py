"""Uploads that the server itself refuses, asked past the page: too large, no token, no visit."""

from __future__ import annotations

import http.client
import re
import uuid
from urllib.parse import urlsplit

import pytest

from tests.browsing import Visit

pytestmark = pytest.mark.browser

LIMIT = 20 * 1024 * 1024
SITES = b"name,postcode\nHub,S1 2HH\n"


@pytest.fixture
def sent(visit: Visit, address: str) -> tuple[str, dict[str, str]]:
    """Where the page sends a file of this visit, and with which headers."""
    seen: list[tuple[str, dict[str, str]]] = []
    visit.tab.on(
        "request",
        lambda asked: (
            seen.append((asked.url, asked.all_headers()))
            if asked.method == "PUT" and "upload_file" in asked.url
            else None
        ),
    )
    visit.open(f"{address}/reach?with=reach&in=E08000019")
    visit.painted("lsoa21.reach.gaps")
    visit.tab.get_by_text("Your own sites and records").click()
    box = visit.tab.get_by_test_id("stFileUploader").first.locator('input[type="file"]')
    box.set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": SITES})
    visit.inside.get_by_text("Your own sites", exact=True).first.wait_for()
    url, headers = seen[0]
    kept = {name: headers[name] for name in ("cookie", "x-xsrftoken")}
    return url, kept


def body(size: int) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="f"; filename="../../x<img>.csv"\r\n'
    head += "Content-Type: text/csv\r\n\r\n"
    return head.encode() + b"x" * size + f"\r\n--{mark}--\r\n".encode(), mark


def put(url: str, headers: dict[str, str], size: int, *, chunked: bool = False) -> int:
    """Send a file as a bare client; return the status, or 0 if the server hung up."""
    parts = urlsplit(url)
    content, mark = body(size)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    more = {**headers, "Content-Type": f"multipart/form-data; boundary={mark}"}
    pieces = (content[at : at + 1_000_000] for at in range(0, len(content), 1_000_000))
    try:
        if chunked:
            line.request("PUT", parts.path, body=pieces, headers=more, encode_chunked=True)
        else:
            line.request("PUT", parts.path, body=content, headers=more)
        return line.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        return 0
    finally:
        line.close()


@pytest.mark.fault(10)
@pytest.mark.slow
def test_an_upload_past_the_page(sent: tuple[str, dict[str, str]]) -> None:
    url, headers = sent
    assert put(url, headers, 1_000) == 204
    without = {"cookie": headers["cookie"]}
    assert put(url, without, 1_000) == 403
    assert put(url, {**headers, "x-xsrftoken": "2|made|up|1"}, 1_000) == 403
    assert put(url, {"x-xsrftoken": headers["x-xsrftoken"]}, 1_000) == 403
    nobody = re.sub(r"upload_file/[^/]+", f"upload_file/{uuid.uuid4()}", url)
    assert put(nobody, headers, 1_000) == 400
    assert put(url, headers, LIMIT + 1_000_000) in (413, 0)
    assert put(url, headers, LIMIT + 9_000_000, chunked=True) in (413, 0)
