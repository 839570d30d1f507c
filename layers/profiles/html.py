"""A profile as one HTML page that stands alone: no request, readable aloud, and printed well."""

from __future__ import annotations

import base64
import io
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from layers.pictures import plain
from layers.profiles.model import Profile, to_page

_LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x20AC, 0x2212]
"""Letters of the typeface that the page carries: those of the languages of Britain, and marks."""


@cache
def environment(folder: Path = Path(__file__).parent / "templates") -> Environment:
    """Return what writes the templates: every text is escaped, and an unknown name is an error."""
    # Every text is escaped; there is no way to mark one as safe in the template.
    made = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["plain"] = plain
    return made


def page_of(profile: Profile, picture: bytes) -> str:
    """Write a profile as a page.

    Parameters
    ----------
    profile
        What to write.
    picture
        Its map, as PNG.
    """
    page = environment().get_template("profile.html").render(
        d=to_page(profile),
        picture=base64.b64encode(picture).decode(),
        faces=[{"weight": weight, "data": web_face(weight)} for weight in (400, 600, 700)],
    )  # fmt: skip
    return page + "\n"


def part_of(profile: Profile, picture: bytes) -> str:
    """Write a profile as a part of a page of the app, which `look_of_part` gives its look.

    Parameters
    ----------
    profile, picture
        What to write, and its map as PNG.
    """
    return environment().get_template("profile_part.html").render(
        d=to_page(profile), picture=base64.b64encode(picture).decode()
    )  # fmt: skip


def look_of_part(*, dark: bool) -> str:
    """Return the look of a profile inside a page that is dark or light."""
    return environment().get_template("profile_look.html").render(dark=dark)


@cache
def web_face(weight: int) -> Markup:
    """Return the typeface, cut down to the letters that pages need, as base64 of WOFF2."""
    import fontpkg_fira_sans
    from fontTools import subset

    named = {400: "Regular", 600: "SemiBold", 700: "Bold"}[weight]
    path = Path(fontpkg_fira_sans.ROOT) / "files" / f"FiraSans-{named}.ttf"
    options: Any = subset.Options(flavor="woff2", layout_features=["kern", "liga", "tnum", "lnum"])
    options.recalc_timestamp = False
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_LETTERS)
    cutter.subset(font)
    held = io.BytesIO()
    subset.save_font(font, held, options)
    font.close()
    return Markup(base64.b64encode(held.getvalue()).decode())
