"""Pictures of the map against pictures that were looked at and found good.

Only the painted areas are compared, never letters, which other machines draw otherwise. After a
change that is meant, and looked at: `COLDSPOTS_NEW_PICTURES=1 pytest tests/test_pictures.py`.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layers.export_html import page_of
from layers.state import read_packs
from layers.view import MapView
from tests.browsing import Visit

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parent / "golden"
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
FAR = 24
"""How far a channel of a pixel may be off, of 255, before the pixel counts as another."""
MOST_OTHERS = 0.01


def picture(browser: object, view: MapView, folder: Path) -> np.ndarray:
    page = folder / "map.html"
    page.write_text(page_of(view, read_packs()), encoding="utf-8")
    visit = Visit(browser, 900, 700, offline=True)
    visit.open(page.as_uri())
    visit.tab.wait_for_selector("[data-painted]")
    visit.tab.add_style_tag(content=AREAS_ALONE)
    visit.tab.wait_for_timeout(400)
    shot = visit.tab.screenshot()
    visit.close()
    return np.asarray(Image.open(BytesIO(shot)).convert("RGB"))


@pytest.mark.parametrize("name", VIEWS)
def test_the_map_looks_as_it_did(browser: object, tmp_path: Path, name: str) -> None:
    found = picture(browser, VIEWS[name], tmp_path)
    kept = GOLDEN / f"{name}.png"
    if os.environ.get("COLDSPOTS_NEW_PICTURES"):
        Image.fromarray(found).quantize(256).save(kept, optimize=True)
    expected = np.asarray(Image.open(kept).convert("RGB"))
    assert found.shape == expected.shape
    other = (np.abs(found.astype(int) - expected.astype(int)) > FAR).any(axis=2)
    assert other.mean() < MOST_OTHERS
    # An empty picture must not pass for a full one.
    assert len(np.unique(found.reshape(-1, 3), axis=0)) > 20
