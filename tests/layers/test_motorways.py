"""Motorways that the user has fetched, on maps of every kind: on the page, alone, in pictures."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from pyproj import Transformer

from geo.packs import read_pack
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS
from layers.browser.cut_packs import cut_to_place
from layers.browser.runtime_packs import content_of
from layers.browser.state import read_packs, state_of
from layers.exports.html import files_of, page_of
from layers.pictures.frame import frame_in, zoom_of
from layers.pictures.labels import Label, place_signs
from layers.pictures.render import draw_static
from layers.pictures.words import attribution, source_lines
from layers.profiles import licence_lines
from layers.stories.model import StoryMap
from layers.stories.sources import datasets_behind
from layers.view import MapView
from layers.words import Sentence
from tests.browsing import Visit
from tests.geo.places.test_roads import link, unpacked
from tests.geo.publishers.test_motorways import IRISH, NAME, line, written

BLACKPOOL = MapView(geography="msoa21", within="E06000009", sites=())
INK = (0x33, 0x41, 0x4F)
"""Colour of the lines on a light page."""
SIGN = (0x2A, 0x5E, 0xA8)
PACKS = read_packs()


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with a road from east to west through Blackpool, and one far away."""
    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path))
    across = link("M99", (310_000, 437_000), (330_000, 437_000), (350_000, 437_000))
    return written(tmp_path / "raw", NAME, [across, link("M88", (520_000, 180_000), (560_000, 180_000))])  # fmt: skip


def test_without_a_copy_nothing_speaks_of_motorways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path))
    state = state_of(BLACKPOOL, PACKS, dark=False)
    assert "roads" not in state
    assert "otorway" not in state["credit"]
    assert "otorway" not in attribution(BLACKPOOL)


def test_a_map_names_whose_they_are_and_where_they_begin(raw: Path) -> None:
    state = state_of(BLACKPOOL, PACKS, dark=False)
    assert state["roads"]["from"] == 7
    assert state["credit"].endswith("Motorways: Ordnance Survey (OGL)")
    assert len(unpacked(content_of(state["roads"]["file"]))) == 2
    assert {state["roads"]["file"], state["roads"]["numbers"]} <= set(files_of(state))
    section = {"section": "7060M0001_01"}
    written(raw, IRISH, [(section, line((-5.95, 54.60), (-6.50, 54.47)))])
    state = state_of(BLACKPOOL, PACKS, dark=True)
    assert state["credit"].endswith("Motorways: Ordnance Survey, Department for Infrastructure (OGL)")  # fmt: skip
    assert len(unpacked(content_of(state["roads"]["file"]))) == 3
    assert state["roads"]["ink"] != "#33414f"


def test_a_page_of_a_place_holds_those_near_it(raw: Path) -> None:
    state = state_of(BLACKPOOL, PACKS, dark=False)
    cut, packs = cut_to_place(state, BLACKPOOL)
    assert len(unpacked(packs[cut["roads"]["file"]])) == 1
    names = read_pack(packs[cut["roads"]["numbers"]])[1]["names"].decode().split("\n")
    assert set(names) == {"M99"}


@pytest.mark.browser
@pytest.mark.slow
def test_a_page_draws_them_from_near(browser: object, raw: Path, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    page.write_text(page_of(BLACKPOOL, PACKS), encoding="utf-8")
    visit = Visit(browser, offline=True)
    visit.open(page.as_uri())
    visit.tab.wait_for_selector("[data-painted]")
    # The canvas of the roads, just where the line runs: 437,000 north at 331,500 east.
    seen = """(at) => {
      const map = Object.values(window).find((one) => one?.coldspots?.roads);
      const { roads } = map.coldspots;
      const canvas = roads._canvas;
      if (!roads._lines) return null;
      const { x, y } = map.latLngToContainerPoint(at).add([160, 160]);
      const ratio = canvas.width / parseFloat(canvas.style.width);
      const pen = canvas.getContext("2d");
      const row = pen.getImageData(Math.round(x * ratio), Math.round(y * ratio) - 4, 1, 9).data;
      const inks = [];
      for (let i = 0; i < row.length; i += 4) if (row[i + 3] > 250) inks.push([...row.slice(i, i + 3)]);
      return { hidden: canvas.hidden, inks, zoom: map.getZoom(), names: map.coldspots.labels.written().map((one) => one.name) };
    }"""
    to_globe = Transformer.from_crs(ANALYSIS_CRS, DISPLAY_CRS, always_xy=True)
    at = list(to_globe.transform(331_500, 437_000))[::-1]
    visit.tab.wait_for_function(f"(at) => ({seen})(at)?.names.includes('M99')", arg=at)
    found = visit.tab.evaluate(seen, at)
    assert not found["hidden"]
    darkest = min(found["inks"], key=sum)
    assert np.abs(np.array(darkest) - INK).max() <= 12
    # From far away they are left out.
    visit.tab.evaluate(
        "() => Object.values(window).find((one) => one?.coldspots?.roads).setZoom(6, { animate: false })"
    )
    far = visit.tab.evaluate(seen, at)
    assert far["hidden"]
    assert "M99" not in far["names"]
    visit.close()


def drawn(view: MapView, folder: Path, **options: str) -> np.ndarray:
    path = folder / "map.png"
    draw_static(view, path, **options)
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"), int)


def near(pixels: np.ndarray, colour: tuple[int, int, int]) -> int:
    return int((np.abs(pixels - colour).max(axis=2) <= 6).sum())


def test_a_picture_draws_them_with_their_numbers(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_roads = drawn(BLACKPOOL, tmp_path)
    grey = drawn(BLACKPOOL, tmp_path, style="print")
    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path / "none"))
    without = drawn(BLACKPOOL, tmp_path)
    changed = np.abs(with_roads - without).max(axis=2) > 8
    # A straight line across: more columns than not have changed.
    rows = np.flatnonzero(changed.sum(axis=1) > 400)
    assert len(rows) > 0
    assert rows.max() - rows.min() < 12
    assert near(with_roads, SIGN) > near(without, SIGN) + 400
    assert near(grey, SIGN) == 0


def test_a_picture_of_a_nation_is_as_it_was(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    regions = MapView(geography="region", sites=())
    with_roads = drawn(regions, tmp_path)
    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path / "none"))
    without = drawn(regions, tmp_path)
    assert np.array_equal(with_roads, without)


def test_a_picture_credits_whoever_made_them(raw: Path) -> None:
    written(raw, IRISH, [({"section": "7060M0001_01"}, line((-5.95, 54.60), (-6.50, 54.47)))])
    assert "Motorways: OS Open Roads, contains OS data" in attribution(BLACKPOOL)
    assert "Motorways of Northern Ireland: Department for Infrastructure" in attribution(BLACKPOOL)
    credit = source_lines(BLACKPOOL, "")[0]
    assert re.search(r"\bDfI\b", credit)
    assert "Contains OS data" in credit


def test_documents_with_a_map_credit_them_too(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "Motorways: OS Open Roads, contains OS data © Crown copyright and database right."
    assert line in [one.text for one in licence_lines([])]
    drawn = StoryMap(BLACKPOOL, *[Sentence("A map.")] * 3)
    assert [one.id for one in datasets_behind([], (), drawn)][-1] == "os_open_roads"
    monkeypatch.setenv("COLDSPOTS_CACHE", str(tmp_path / "none"))
    assert line not in [one.text for one in licence_lines([])]
    assert "os_open_roads" not in [one.id for one in datasets_behind([], (), drawn)]


# Where numbers stand

FRAME = frame_in(0, 0, 400, 400, (0, 0, 40_000, 40_000), air=0)


def numbers(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "easting_m", "northing_m"])


def test_a_picture_is_as_near_as_its_pixels_are_small() -> None:
    # 92,000 m a pixel at zoom 0: 100 m a pixel is 9.8 zooms nearer, half as many on a sheet twice
    # as fine.
    assert round(zoom_of(FRAME), 2) == round(np.log2(920), 2)
    assert round(zoom_of(FRAME, 2.0), 2) == round(np.log2(460), 2)


def test_numbers_collide_with_nothing() -> None:
    rows = numbers(("M1", 20_000, 20_000), ("M2", 20_100, 20_100), ("M3", 30_000, 20_000))
    chosen = [sign.name for sign in place_signs(rows, FRAME, 10, [], [])]
    assert chosen == ["M1", "M3"]
    name = Label("Leeds", 300, 200, 20)
    assert [sign.name for sign in place_signs(rows, FRAME, 10, [name], [])] == ["M1"]
    dot = Label("Leeds", 100, 100, 20, (300.0, 200.0))
    assert [sign.name for sign in place_signs(rows, FRAME, 10, [dot], [])] == ["M1"]
    assert [sign.name for sign in place_signs(rows, FRAME, 10, [], [(200.0, 200.0, 5.0)])] == ["M3"]


@pytest.mark.parametrize(
    ("easting_m", "northing_m", "kept"),
    [(500, 20_000, False), (39_500, 20_000, False), (20_000, 500, False), (20_000, 39_500, False),
     (20_000, 2_900, False), (20_000, 3_100, True), (20_000, 38_900, True)],
)  # fmt: skip
def test_numbers_are_not_cut_off(easting_m: float, northing_m: float, kept: bool) -> None:
    chosen = place_signs(numbers(("M1", easting_m, northing_m)), FRAME, 10, [], [])
    assert len(chosen) == kept
