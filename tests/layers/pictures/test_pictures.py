"""Pictures of the map against pictures that were looked at and found good.

Only the painted areas are compared, never letters, which other machines draw otherwise. After a
change that is meant, and looked at: `COLDSPOTS_NEW_PICTURES=1 pytest tests/layers/pictures/test_pictures.py`.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layers.browser.state import read_packs
from layers.exports.html import page_of
from layers.view import MapView
from tests.browsing import Visit, let_animations_end
from tests.likeness import FAR, NEAR, check_alike, in_steps, is_alike, most_others

GOLDEN = Path(__file__).parents[2] / "golden"
VIEWS = {
    "england_participation": MapView(sites=()),
    "blackpool_both": MapView(mode="both", within="E06000009", sites=()),
    "yorkshire_disagree": MapView(mode="disagree", within="E12000003", sites=()),
    "commission_labour_market": MapView(
        geography="smc205", indicator="smc_labour_market", sites=()
    ),
}
AREAS_ALONE = """
.leaflet-control-container, .cs-bar, .cs-side, .cs-tip, .leaflet-pane:not(.leaflet-tile-pane,
.leaflet-map-pane) { display: none !important; }
"""


def picture(browser: object, view: MapView, folder: Path) -> np.ndarray:
    page = folder / "map.html"
    page.write_text(page_of(view, read_packs()), encoding="utf-8")
    # A tab that showed another map scales its tiles otherwise.
    visit = Visit(browser, 900, 700, fresh=True, offline=True)
    visit.open(page.as_uri())
    visit.tab.wait_for_selector("[data-painted]")
    visit.tab.add_style_tag(content=AREAS_ALONE)
    # Tiles come out of the mist, each in its time.
    visit.tab.wait_for_function(
        """() => [...document.querySelectorAll("canvas.cs-tile")]
          .every((tile) => getComputedStyle(tile).opacity === "1")"""
    )
    let_animations_end(visit.tab)
    shot = visit.tab.screenshot()
    visit.close()
    return np.asarray(Image.open(BytesIO(shot)).convert("RGB"))


@pytest.mark.browser
@pytest.mark.parametrize("name", VIEWS)
def test_the_map_looks_as_it_did(browser: object, tmp_path: Path, name: str) -> None:
    check_alike(picture(browser, VIEWS[name], tmp_path), GOLDEN / f"{name}.png")


def blank(tall: int, wide: int, shade: int = 200) -> np.ndarray:
    return np.full((tall, wide, 3), shade, np.uint8)


def test_a_line_of_hatching_makes_a_picture_another_and_a_smoother_edge_does_not() -> None:
    kept = blank(16, 24)
    hatched, smoother, dotted = kept.copy(), kept.copy(), kept.copy()
    for at in range(8):
        # One line falls through the last of the six blocks: 8 of its 64 pixels.
        hatched[8 + at, 16 + at] = 20
    smoother[:, 9] = 200 - FAR
    dotted[0, :6] = 20
    assert most_others(hatched, kept, FAR) == 8 / 64
    assert not is_alike(hatched, kept)
    assert is_alike(smoother, kept)
    assert is_alike(dotted, kept)
    dotted[1, 5] = 200 - FAR - 1
    assert not is_alike(dotted, kept)


def test_an_area_in_another_tint_makes_a_picture_another() -> None:
    kept = blank(16, 24)
    tinted = kept.copy()
    tinted[:8, :4] -= NEAR + 1
    assert is_alike(tinted, kept)
    tinted[0, 4] -= NEAR + 1
    assert not is_alike(tinted, kept)
    assert is_alike(blank(16, 24, 200 - NEAR), kept)


def test_the_rim_of_a_picture_counts_though_it_fills_no_block() -> None:
    kept, other = blank(10, 9), blank(10, 9)
    other[9, 8] = 0
    assert most_others(other, kept, FAR) == 1 / 64


def test_steps_of_a_picture_that_is_kept_are_finer_than_what_counts() -> None:
    shades = np.arange(256, dtype=np.uint8).repeat(3).reshape(1, 256, 3)
    off = np.abs(in_steps(shades).astype(int) - shades.astype(int))
    assert off.max() == 4 < NEAR


def test_an_empty_picture_does_not_pass_for_a_full_one(tmp_path: Path) -> None:
    Image.fromarray(blank(16, 16)).save(tmp_path / "kept.png")
    with pytest.raises(AssertionError):
        check_alike(blank(16, 16), tmp_path / "kept.png")
