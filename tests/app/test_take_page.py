"""Journey 9: the newsroom pack in one action, its page opened from disk with the network off."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from geo.areas.cache import area_table
from layers.exports.files import write_view
from layers.pictures.multiples import many_credit, many_title, small_maps
from layers.view import MapView
from tests.browsing import Visit

pytestmark = pytest.mark.browser

BLACKPOOL = "E06000009"


def take(visit: Visit, name: str) -> Path:
    button = visit.tab.get_by_role("button", name=name, exact=True)
    button.wait_for()
    visit.at_rest()
    with visit.tab.expect_download(timeout=90_000) as held:
        button.click()
    path = held.value.path()
    assert path is not None
    return Path(path)


def test_a_pack_in_one_action_opens_from_disk(visit: Visit, address: str, tmp_path: Path) -> None:
    visit.open(f"{address}/?level=msoa21&in={BLACKPOOL}")
    visit.painted("msoa21.tundra_rate")
    visit.tab.get_by_role("button", name=re.compile("Take this map")).click()
    taken = take(visit, "Newsroom pack")
    with zipfile.ZipFile(io.BytesIO(taken.read_bytes())) as pack:
        pack.extractall(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["link"] == MapView(geography="msoa21", within=BLACKPOOL).to_query()
    table = pd.read_csv(tmp_path / "data.csv", encoding="utf-8-sig")
    level = area_table("msoa21")
    assert len(table) == (level["lad24_code"] == BLACKPOOL).sum()
    picture = take(visit, "PNG")
    assert picture.read_bytes() == (tmp_path / "map.png").read_bytes()
    visit.tab.goto((tmp_path / "map.html").as_uri())
    visit.tab.wait_for_function("document.querySelector('[data-shown=\"msoa21.tundra_rate\"]')")
    title = visit.tab.locator(".cs-legend .cs-title").first
    assert "participation" in title.inner_text().lower()


def test_a_map_that_misleads_says_why_it_cannot_be_taken(visit: Visit, address: str) -> None:
    visit.open(f"{address}/?level=msoa21&in={BLACKPOOL}&hatch=no")
    visit.painted("msoa21.tundra_rate")
    visit.tab.get_by_role("button", name=re.compile("Take this map")).click()
    visit.tab.get_by_text("Hatching is off").wait_for()
    visit.at_rest()
    assert visit.tab.get_by_role("button", name="Newsroom pack").count() == 0


def test_small_maps_of_a_page_on_disk_are_drawn_and_open_to_the_map(
    visit: Visit, tmp_path: Path
) -> None:
    """All of them, with their credit, and nothing to press that nobody answers."""
    view = MapView(geography="msoa21", within=BLACKPOOL, look="many")
    write_view(view, tmp_path / "many.html")
    visit.tab.goto((tmp_path / "many.html").as_uri())
    shown = len(small_maps(view))
    visit.tab.locator(f".cs-many[data-painted='{shown}']").wait_for()
    colours = """(canvases) => canvases.map((canvas) => new Set(new Uint32Array(
        canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer
    )).size)"""
    assert min(visit.tab.locator(".cs-many canvas").evaluate_all(colours)) > 3
    assert visit.tab.locator(".cs-many button").count() == 0
    text = visit.tab.locator(".cs-many").inner_text()
    assert text.startswith(many_title(view))
    assert many_credit(view) in text
    visit.tab.get_by_role("button", name="Map", exact=True).click()
    assert visit.tab.locator(".cs-many").is_hidden()
    visit.tab.get_by_role("button", name="Small maps").click()
    visit.tab.locator(f".cs-many[data-painted='{shown}']").wait_for()
