"""Logos: what is read, what is kept of it, and what is refused on both sides of each limit."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from geo.errors import BadInputError
from layers.papers.logo import MOST_BYTES, WIDE_PX, logo_of, read_logo
from tests.layers.papers.logos import DRAWN

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
BOX = '<rect width="9" height="9" fill="#ff0000"/>'


def picture(kind: str, size: tuple[int, int] = (40, 20), **given: object) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, "#1d5f8a").save(held, kind, **given)
    return held.getvalue()


def read(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("JPEG", "a.JPEG")]
)
def test_pictures_become_pngs(kind: str, name: str) -> None:
    made = read(logo_of(picture(kind), name))
    assert (made.format, made.size) == ("PNG", (40, 20))
    assert made.convert("RGB").getpixel((5, 5)) == pytest.approx((29, 95, 138), abs=3)


def test_nothing_but_pixels_is_kept() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "a secret of whoever drew it")
    content = picture("PNG", pnginfo=info)
    assert b"secret" in content
    assert b"secret" not in logo_of(content, "a.png")


def test_a_large_picture_is_made_smaller() -> None:
    assert read(logo_of(picture("PNG", (2 * WIDE_PX, 200)), "a.png")).size == (WIDE_PX, 100)


def test_an_svg_is_drawn_and_cut_to_what_is_drawn() -> None:
    made = read(logo_of(DRAWN, "a.svg"))
    assert made.format == "PNG"
    assert made.width / made.height == pytest.approx(190 / 80, rel=0.03)
    assert made.convert("RGB").getpixel((made.width // 20, made.height // 2)) == (29, 95, 138)


def test_an_editor_s_own_elements_are_left_out() -> None:
    svg = f'{HEAD}<metadata><x xmlns="urn:x">secret</x></metadata>{BOX}</svg>'
    assert read(logo_of(svg.encode(), "a.svg")).convert("RGB").getpixel((3, 3)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<script>alert(1)</script>", "holds <script>"),
        ('<image href="/etc/passwd"/>', "holds <image>"),
        ('<use xlink:href="#a"/>', "holds <use>"),
        ("<text>Council</text>", "Turn text into paths"),
        ('<rect onload="a()"/>', "holds a script"),
        ('<g xlink:href="http://example.org/a.svg"/>', "links to another file"),
        ("<filter/>", "holds <filter>"),
        ("<foreignObject/>", "holds <foreignObject>"),
        ("<g>" * 41 + "</g>" * 41, "nested deeper than 40"),
        ("<g/>" * 5_000, "has 5,001 elements"),
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(inside: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        logo_of(f"{HEAD}{inside}</svg>".encode(), "a.svg")


def test_an_svg_at_its_limits_is_drawn() -> None:
    for inside in ("<g>" * 40 + BOX.replace("<rect", "<rect") + "</g>" * 40, BOX * 4_999):
        if inside.startswith("<g>"):
            inside = "<g>" * 39 + BOX + "</g>" * 39
        assert read(logo_of(f"{HEAD}{inside}</svg>".encode(), "a.svg")).format == "PNG"


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.png", "no picture that can be read"),
        (b"GIF89a" + bytes(50), "a.png", "no picture that can be read"),
        (picture("GIF"), "a.png", "no picture that can be read"),
        (picture("PNG")[:60], "a.png", "no picture that can be read"),
        (picture("PNG"), "a.gif", "ends in none of"),
        (b"<!DOCTYPE s [<!ENTITY a 'b'>]><svg/>", "a.svg", "with entities"),
        (b"<svg", "a.svg", "no SVG that can be read"),
        (b"<html/>", "a.svg", "is no SVG"),
        (bytes(MOST_BYTES + 1), "a.png", "larger than 1 MB"),
        (picture("PNG", (4_001, 4_000)), "a.png", "4,001 by 4,000 pixels"),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes, name: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        logo_of(content, name)


def test_a_picture_at_its_limits_is_read() -> None:
    assert read(logo_of(picture("PNG", (4_000, 4_000)), "a.png")).size == (600, 600)
    padded = picture("PNG") + bytes(MOST_BYTES - len(picture("PNG")))
    assert read(logo_of(padded, "a.png")).size == (40, 20)


def test_a_file_is_read_and_what_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.svg"
    path.write_bytes(DRAWN)
    assert read_logo(path) == logo_of(DRAWN, "own.svg")
    with pytest.raises(BadInputError, match=r"none\.png cannot be read"):
        read_logo(tmp_path / "none.png")
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    with pytest.raises(BadInputError, match="a pipe"):
        read_logo(pipe)
