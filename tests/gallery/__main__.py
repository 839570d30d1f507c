"""Draw the gallery into a folder: `python -m tests.gallery FOLDER [--pictures | --pages]`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from geo.settings import project_dir
from tests.gallery.pages import shoot
from tests.gallery.pictures import PICTURES
from tests.gallery.sheet import contact_sheet

KEPT = project_dir() / "tests" / "golden" / "gallery.png"
"""The contact sheet that was looked at and found good."""


def draw_pictures(folder: Path) -> list[Path]:
    """Draw every picture; return their paths in order."""
    made = []
    for number, picture in enumerate(PICTURES, 1):
        began = time.monotonic()
        path = folder / f"{number:02}-{picture.name}.png"
        picture.draw(path)
        made.append(path)
        print(f"{path.name} {time.monotonic() - began:.1f} s", flush=True)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("folder", type=Path, help="made if it is not there")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--pictures", action="store_true", help="the pictures alone")
    part.add_argument("--pages", action="store_true", help="the pages alone")
    parser.add_argument(
        "--keep", action="store_true", help="keep the contact sheet with the pictures of the tests"
    )
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if not asked.pages:
        sheet = contact_sheet(draw_pictures(asked.folder))
        sheet.save(asked.folder / "pictures.png", optimize=True)
        if asked.keep:
            sheet.save(KEPT, optimize=True)
    if not asked.pictures:
        pages = shoot(asked.folder, lambda name: print(f"page {name}", flush=True))
        contact_sheet(pages).save(asked.folder / "pages.png", optimize=True)
    print(asked.folder)


if __name__ == "__main__":
    main()
