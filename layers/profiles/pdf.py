"""A profile as a tagged PDF (PDF/UA-1) of two pages, with its typefaces inside."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from geo.errors import DiskError
from layers.pictures import plain
from layers.profiles.model import Profile, to_page

TEMPLATES = Path(__file__).parent / "templates"
PAGES = 2
_SIZES = (1.12, 1.06, 1.0, 0.95, 0.9, 0.86)
"""Sizes of type to try, until all stands on two pages."""


@cache
def faces() -> Any:
    """Read the typefaces: Fira Sans, and for letters that it has not those of matplotlib."""
    import fontpkg_fira_sans
    import matplotlib as mpl
    import typst

    folders = [Path(fontpkg_fira_sans.ROOT) / "files", Path(mpl.get_data_path()) / "fonts/ttf"]
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )


def pdf_of(profile: Profile, picture: bytes) -> bytes:
    """Set a profile in type.

    Texts travel as data beside the template, so none is read as markup. The same profile gives the
    same bytes.

    Parameters
    ----------
    profile
        What to write.
    picture
        Its map, as PNG.

    Raises
    ------
    DiskError
        If there is no room for temporary files.
    """
    try:
        return _set(profile, picture)
    except OSError as error:
        raise DiskError(
            f"No PDF was made: the folder for temporary files, {tempfile.gettempdir()}, cannot be "
            f"written ({error.strerror or error}). Free some space there, or set TMPDIR."
        ) from error


def _set(profile: Profile, picture: bytes) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="coldspots-") as name:
        folder = Path(name)
        (folder / "data.json").write_text(
            json.dumps(plain_texts(to_page(profile))), encoding="utf-8"
        )
        (folder / "map.png").write_bytes(picture)
        compiler = typst.Compiler(root=str(folder), font_paths=faces())
        template = (TEMPLATES / "profile.typ").read_bytes()
        made = b""
        for tight in _SIZES:
            content = compiler.compile(
                input=template,
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=0,
                sys_inputs={"tight": str(tight)},
            )
            assert isinstance(content, bytes)
            made = content
            if made.count(b"/Type/Page/") + made.count(b"/Type/Page\n") <= PAGES:
                break
    return made


def plain_texts(value: Any) -> Any:
    """Remove control and direction characters from every text."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: plain_texts(one) for key, one in value.items()}
    return [plain_texts(one) for one in value] if isinstance(value, list) else value
