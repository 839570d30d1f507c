"""What the app serves, asks and refuses, seen from a real browser and from a bare client."""

from __future__ import annotations

import dataclasses
import http.client
import urllib.error
import urllib.request
from copy import deepcopy
from pathlib import Path

import pytest

from geo.packs import binary as pack
from layers.browser.state import FAILED, read_packs
from layers.exports.html import page_of
from layers.view import MapView
from tests.browsing import FRAME, Visit, let_images_fail
from tests.records import record

pytestmark = pytest.mark.browser


def test_what_cannot_be_loaded_is_said_in_words(browser: object, address: str) -> None:
    visit = Visit(browser, fresh=True)
    visit.context.route("**/arcs-*.bin.gz", lambda route: route.abort())
    visit.open(f"{address}/?level=lsoa21")
    visit.tab.frame_locator(FRAME).get_by_text(FAILED).wait_for()
    visit.close()


def test_the_data_page_opens(visit: Visit, address: str) -> None:
    visit.open(f"{address}/data")
    visit.tab.get_by_role("heading", name="Where it comes from").wait_for()
    assert "Office for Students" in visit.tab.content()


def test_answers_carry_protecting_headers(address: str) -> None:
    for path in ("/", "/_stcore/health"):
        with urllib.request.urlopen(address + path, timeout=10) as answer:
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    name = read_packs()["levels"]["region"]["file"]
    with urllib.request.urlopen(f"{address}/app/static/packs/{name}", timeout=10) as answer:
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] is None
        assert answer.read() == (pack.folder() / name).read_bytes()


@pytest.mark.fault(33)
def test_the_server_turns_to_no_other_machine(visit: Visit, address: str, watch: Path) -> None:
    """Not even when a stranger's page knocks, which makes Streamlit look itself up by default."""
    visit.open(f"{address}/?level=lsoa21")
    visit.painted("lsoa21.tundra_rate")
    host = address.removeprefix("http://")
    knock = http.client.HTTPConnection(host, timeout=20)
    headers = {
        "Origin": "http://stranger.example",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "c2l4dGVlbiBieXRlcyEhIQ==",
    }
    knock.request("GET", "/_stcore/stream", headers=headers)
    assert knock.getresponse().status == 403
    knock.close()
    assert (watch / "asked.txt").read_text() == ""


def test_no_file_outside_the_two_folders_is_served(address: str) -> None:
    for path in ("/app/static/packs/../provenance.json", "/app/static/map/%2e%2e/view.py"):
        try:
            with urllib.request.urlopen(address + path, timeout=10) as answer:
                body = answer.read(300)
        except urllib.error.HTTPError as error:
            body = error.read(300)
        assert b"sha256" not in body
        assert b"MapView" not in body


HOSTILE = [
    "<img src=x onerror=window.PWN=1>",
    "{{ 7919*7907 }}",
    "${window.PWN=1}",
    "Queen`s \\ College</script><script>window.PWN=1</script>",
    "Ynys Môn",
]


@pytest.mark.fault(0, 1, 2, 3)
def test_hostile_names_are_text(
    browser: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of areas, places and sites that are markup, template or script stay what they are."""
    packs = deepcopy(read_packs())
    folder = tmp_path / "packs"
    folder.mkdir()
    for path in pack.folder().iterdir():
        (folder / path.name).symlink_to(path)
    level = packs["levels"]["region"]
    header, parts = pack.read_pack((pack.folder() / level["file"]).read_bytes())
    names = "\n".join((HOSTILE * 2)[:9]).encode()
    spoilt = pack.assemble(
        {**header, "contexts": [HOSTILE[0]] * len(header["contexts"])},
        {**parts, "names": names, "local_names": names},
    )
    (folder / "spoilt.bin.gz").write_bytes(spoilt)
    record(tmp_path)
    monkeypatch.setattr(pack, "folder", lambda *_: folder)
    packs["levels"]["region"] = {**level, "file": "spoilt.bin.gz"}
    page = tmp_path / "page.html"
    page.write_text(page_of(MapView(geography="region", sites=()), packs), encoding="utf-8")
    assert "62615533" not in page.read_text(encoding="utf-8")
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.wait_for_selector("[data-painted]")
    seen = visit.tab.evaluate(
        """() => {
          const map = Object.values(window).find((x) => x && x.coldspots && x.getZoom);
          const { level } = map.coldspots.what, seen = [];
          for (let i = 0; i < level.count; i++) {
            map.fire("mousemove", { latlng: coldspots.areaBounds(level, i).getCenter(),
                                    containerPoint: L.point(400, 300) });
            map.coldspots.label.show(L.point(400, 300), {
              name: level.localNames[i], where: level.contexts[level.context[i]] });
            seen.push(document.querySelector(".cs-tip-name").textContent);
          }
          return seen;
        }"""
    )
    assert seen == (HOSTILE * 2)[:9]
    let_images_fail(visit.tab)
    assert visit.tab.evaluate("() => window.PWN") is None
    assert "62615533" not in visit.tab.content()
    assert visit.tab.locator(".cs-tip img").count() == 0
    visit.close()


@pytest.mark.fault(33)
def test_a_page_alone_opens_from_disk_with_the_network_off(browser: object, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    view = dataclasses.replace(MapView(), geography="lad24", indicator="iod25_score")
    page.write_text(page_of(view, read_packs()), encoding="utf-8")
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.wait_for_selector('[data-shown="lad24.iod25_score"]')
    assert int(visit.tab.locator(".folium-map").get_attribute("data-painted")) >= 300
    assert "IMD score" in visit.tab.locator(".cs-legend").inner_text()
    visit.close()
