"""A paper as a tagged PDF (PDF/UA-1), with its typefaces inside."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from geo.errors import DiskError
from layers.papers.html import to_page
from layers.papers.model import Paper
from layers.profiles import faces, plain_texts

_TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"


def pdf_of(paper: Paper, picture: bytes, logo: bytes = b"") -> bytes:
    """Set a paper in type; the same paper gives the same bytes.

    Texts travel as data beside the template, so none is read as markup.

    Parameters
    ----------
    picture, logo
        The map and the logo as PNG; no logo where it is empty.

    Raises
    ------
    DiskError
        If there is no room for temporary files.
    """
    import typst

    data = {**to_page(paper), "has_logo": bool(logo)}
    try:
        with tempfile.TemporaryDirectory(prefix="coldspots-") as name:
            folder = Path(name)
            (folder / "data.json").write_text(json.dumps(plain_texts(data)), encoding="utf-8")
            (folder / "map.png").write_bytes(picture)
            if logo:
                (folder / "logo.png").write_bytes(logo)
            content = typst.Compiler(root=str(folder), font_paths=faces()).compile(
                input=_TEMPLATE.read_bytes(), format="pdf", pdf_standards=["ua-1"], timestamp=0
            )
    except OSError as error:
        raise DiskError(
            f"No PDF was made: the folder for temporary files, {tempfile.gettempdir()}, cannot be "
            f"written ({error.strerror or error}). Free some space there, or set TMPDIR."
        ) from error
    assert isinstance(content, bytes)
    return content
