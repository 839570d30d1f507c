"""The gallery's lists, and a few of its pictures against the contact sheet that was looked at.

After a change that is meant, and looked at: `python -m tests.gallery build/gallery --pictures --keep`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layers.exports import read_link
from layers.kinds import kind_names
from tests.gallery.__main__ import KEPT
from tests.gallery.pages import LOOKS, PAGES
from tests.gallery.pictures import PICTURES
from tests.gallery.sheet import ACROSS, CELL, contact_sheet, in_colours_of, place_of, shrunk
from tests.likeness import is_alike

REDRAWN = (
    "england-regions",
    "kingdom-seats-hex",
    "county-districts-hex",
    "seat-small",
    "ulster-cold",
)
PLACES = ("england", "region", "london", "kingdom", "wales", "scotland", "ulster", "county", "city",
          "rural", "borough", "seat", "authority", "zone", "district")  # fmt: skip
NUMBERS = {picture.name: number for number, picture in enumerate(PICTURES)}


@pytest.fixture(scope="module")
def kept() -> Image.Image:
    return Image.open(KEPT)


def cell_of(kept: Image.Image, name: str) -> np.ndarray:
    return np.asarray(kept.crop(place_of(NUMBERS[name])).convert("RGB"))


def test_the_lists_are_whole() -> None:
    assert (len(PICTURES), len(NUMBERS), len(PAGES)) == (60, 60, 23)
    assert {picture.name.partition("-")[0] for picture in PICTURES} == set(PLACES)
    modes = {read_link(one.link)[0].mode for one in PICTURES if not one.chart}
    assert modes == set(kind_names())
    assert {(look.width, look.scheme, look.media) for look in LOOKS} >= {
        (1440, "light", "screen"), (768, "light", "screen"), (360, "light", "screen"),
        (1440, "dark", "screen"), (794, "light", "print"),
    }  # fmt: skip


def test_the_sheet_holds_every_picture(kept: Image.Image) -> None:
    assert kept.size == (ACROSS * CELL[0], 10 * CELL[1])
    assert KEPT.stat().st_size < 1_500_000
    for name in NUMBERS:
        assert len(np.unique(cell_of(kept, name).reshape(-1, 3), axis=0)) > 8, name


@pytest.mark.slow
@pytest.mark.parametrize("name", REDRAWN)
def test_pictures_look_as_they_did(name: str, kept: Image.Image, tmp_path: Path) -> None:
    PICTURES[NUMBERS[name]].draw(tmp_path / "one.png")
    found = in_colours_of(shrunk(tmp_path / "one.png"), kept)
    assert is_alike(found, cell_of(kept, name))
    others = [other for other in REDRAWN if other != name]
    assert not any(is_alike(found, cell_of(kept, other)) for other in others)


def test_a_sheet_puts_pictures_where_they_are_looked_for(tmp_path: Path) -> None:
    paths = []
    for number, ink in enumerate(["#ff0000", "#00ff00", "#0000ff"] * 3):
        paths.append(tmp_path / f"{number}.png")
        Image.new("RGB", (640, 450), ink).save(paths[-1])
    sheet = contact_sheet(paths)
    assert sheet.size == (ACROSS * CELL[0], 2 * CELL[1])
    for number, ink in ((0, (255, 0, 0)), (7, (0, 255, 0))):
        cell = np.asarray(sheet.crop(place_of(number)).convert("RGB"))
        assert tuple(cell[CELL[1] // 2, CELL[0] // 2]) == ink
        # Beside a picture that is wider than its cell there is paper.
        assert tuple(cell[2, 2]) == (255, 255, 255)
