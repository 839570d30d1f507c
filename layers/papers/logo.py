"""A logo of one's own: checked, cut down to a picture of known size, and nothing of it kept."""

from __future__ import annotations

import io
import tempfile
import warnings
from pathlib import Path
from xml.etree import ElementTree

from geo.errors import BadInputError
from geo.uploads import read_most

MOST_BYTES = 1_000_000
MOST_PIXELS = 16_000_000
SUFFIXES = (".png", ".svg", ".jpg", ".jpeg")
WIDE_PX, HIGH_PX = 1_200, 600
"""Greatest size of what is kept."""
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DRAWN = frozenset(
    {"svg", "g", "defs", "title", "desc", "style", "path", "rect", "circle", "ellipse", "line"}
    | {"polyline", "polygon", "linearGradient", "radialGradient", "stop", "clipPath"}
)
"""Elements of an SVG that may stand in a logo: none repeats another, loads a file or runs."""
_MOST_ELEMENTS, _DEEPEST = 5_000, 40
_RIGHTS = "Give a PNG, JPEG or SVG file of at most 1 MB that you may use."


def read_logo(path: Path) -> bytes:
    """Read the file of a logo.

    Parameters
    ----------
    path
        A PNG, JPEG or SVG file. Whether it may be used is for whoever gives it to know.

    Returns
    -------
    png
        As `logo_of` makes it.

    Raises
    ------
    BadInputError
        If it cannot be read, or as `logo_of` does.
    """
    try:
        content = read_most(path, MOST_BYTES)
    except (OSError, ValueError) as error:
        if isinstance(error, BadInputError):
            raise
        raise BadInputError(f"{path.name} cannot be read: {error}. {_RIGHTS}") from error
    return logo_of(content, path.name)


def logo_of(content: bytes, name: str) -> bytes:
    """Check a logo and return it as PNG, without what else the file held.

    Parameters
    ----------
    content
        The bytes of the file.
    name
        What it is called; its suffix says nothing of what it holds, and is not believed.

    Raises
    ------
    BadInputError
        If it is too large, no such picture, or an SVG that does more than draw.
    """
    if len(content) > MOST_BYTES:
        raise BadInputError(f"{name} is larger than 1 MB. {_RIGHTS}")
    if Path(name).suffix.lower() not in SUFFIXES:
        raise BadInputError(f"{name} ends in none of {', '.join(SUFFIXES)}. {_RIGHTS}")
    is_drawing = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return _as_png(_drawn(content, name) if is_drawing else content, name)


def _as_png(content: bytes, name: str) -> bytes:
    """Return a picture as a PNG of limited size that holds nothing but its pixels."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadInputError(
                        f"{name} has {opened.width:,} by {opened.height:,} pixels. {_RIGHTS} A "
                        f"logo of {WIDE_PX:,} pixels is wide enough."
                    )
                opened.load()
                picture = opened.convert("RGBA")
    except BadInputError:
        raise
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise BadInputError(f"{name} is no picture that can be read. {_RIGHTS}") from error
    picture.thumbnail((WIDE_PX, HIGH_PX))
    held = io.BytesIO()
    Image.frombytes("RGBA", picture.size, picture.tobytes()).save(held, "PNG")
    return held.getvalue()


def _drawn(content: bytes, name: str) -> bytes:
    """Draw an SVG of plain shapes as a PNG."""
    import typst

    plain = _checked(content, name)
    with tempfile.TemporaryDirectory(prefix="coldspots-") as folder:
        (Path(folder) / "logo.svg").write_bytes(plain)
        source = (
            "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
            '#image("logo.svg", width: 300pt, height: 150pt, fit: "contain")'
        )
        try:
            made = typst.Compiler(root=folder).compile(
                input=source.encode(), format="png", ppi=288.0
            )
        except RuntimeError as error:
            raise BadInputError(
                f"{name} is an SVG that cannot be drawn. Save it as a PNG. {_RIGHTS}"
            ) from error
    assert isinstance(made, bytes)
    return _trimmed(made)


def _trimmed(content: bytes) -> bytes:
    """Cut away what is transparent around a picture."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as opened:
        picture = opened.convert("RGBA")
        box = picture.getchannel("A").getbbox()
        held = io.BytesIO()
        picture.crop(box).save(held, "PNG")
    return held.getvalue()


def _checked(content: bytes, name: str) -> bytes:
    """Return an SVG with plain shapes alone; refuse one that does more than draw them."""
    if b"<!ENTITY" in content or b"\x00" in content:
        raise BadInputError(f"{name} is an SVG with entities. Save it as plain SVG or as PNG.")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BadInputError(f"{name} is no SVG that can be read. {_RIGHTS}") from error
    if root.tag != f"{_SVG}svg":
        raise BadInputError(f"{name} is no SVG. {_RIGHTS}")
    seen = _walk(root, name, 0)
    if seen > _MOST_ELEMENTS:
        raise BadInputError(
            f"{name} has {seen:,} elements; {_MOST_ELEMENTS:,} is the most. Save it as a PNG."
        )
    return ElementTree.tostring(root, encoding="utf-8")


def _walk(element: ElementTree.Element, name: str, depth: int) -> int:
    """Count the elements below one, leaving out those of editors; refuse what is not drawn."""
    if depth > _DEEPEST:
        raise BadInputError(f"{name} is nested deeper than {_DEEPEST}. Save it as a PNG.")
    seen = 1
    for key, value in list(element.attrib.items()):
        if key in ("href", _HREF) and not value.startswith("#"):
            raise BadInputError(f"{name} links to another file. Save it as plain SVG or as PNG.")
        if key.lower().startswith("on"):
            raise BadInputError(f"{name} holds a script. Save it as plain SVG or as PNG.")
    for child in list(element):
        if not isinstance(child.tag, str) or not child.tag.startswith(_SVG):
            element.remove(child)
            continue
        kind = child.tag.removeprefix(_SVG)
        if kind == "metadata":
            element.remove(child)
            continue
        if kind not in _DRAWN:
            raise BadInputError(
                f"{name} holds <{kind[:30]}>, and a logo is plain shapes alone. Turn text into "
                "paths and save it as plain SVG, or save it as a PNG."
            )
        seen += _walk(child, name, depth + 1)
    return seen
