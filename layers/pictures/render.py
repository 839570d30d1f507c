"""A map as a picture that is drawn from the data: PNG, SVG with live text, or PDF."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Literal, NamedTuple

from geo.areas import NOT_COVERED, levels_of, nation_of
from geo.errors import BadInputError
from geo.files import write_bytes
from geo.registry import geography
from layers.browser import read_packs
from layers.guardrails import check_view, check_words
from layers.pictures.areas import Drawn, draw_areas, drawn_of
from layers.pictures.frame import Frame
from layers.pictures.hexagons import (
    NONE,
    HexNames,
    draw_group_names,
    draw_hex_names,
    hexagon_lines,
    hexagon_words,
    names_in,
)
from layers.pictures.insets import Inset, choose_insets, draw_insets
from layers.pictures.labels import draw_names, map_name
from layers.pictures.layout import Boxes, boxes_in, draw_foot, draw_head
from layers.pictures.legend import draw_legend
from layers.pictures.looks import STYLES, Style, fills_of
from layers.pictures.marks import draw_callouts, locator, north_arrow, scale_bar
from layers.pictures.multiples import (
    draw_many,
    many_credit,
    many_lines,
    many_subtitle,
    many_title,
    many_words,
    small_maps,
)
from layers.pictures.rings import (
    RINGED,
    circled,
    circles_of,
    discs_of,
    draw_circles,
    draw_rings,
    is_wide,
    outside,
    ring_ink,
    rings_of,
)
from layers.pictures.sheet import PX_PER_INCH, Sheet, new_map_sheet
from layers.pictures.sites import (
    badges,
    draw_chosen,
    draw_sites,
    seen,
    site_rows,
    sites_drawn,
    too_many,
)
from layers.pictures.words import (
    attribution,
    described,
    marked,
    source_lines,
    subtitle_of,
    title_sentence,
)
from layers.pictures.written import written
from layers.style import has_hatch, legend_of, visible_classes
from layers.view import MapView, OwnLabel, OwnWords

Shape = Literal["map", "hex"]
SHAPES: tuple[Shape, ...] = ("map", "hex")
SUFFIXES = (".png", ".svg", ".pdf")
LEAST_PX, MOST_PX, MOST_PIXELS = 280, 8_000, 60_000_000
_FINE_PX = 0.4
"""Finest thing that a file of lines shows, in pixels of the page."""
_drawing = Lock()


def draw_static(
    view: MapView,
    path: Path,
    *,
    style: Style = "light",
    width_px: int = 640,
    height_px: int = 450,
    scale: float = 2,
    dpi: float | None = None,
    shape: Shape = "map",
    title: str = "",
    subtitle: str = "",
    credit: str = "",
    link: str = "",
) -> None:
    """Draw a view into a file, whole or not at all; the same view gives the same bytes.

    Parameters
    ----------
    view
        What to show.
    path
        Ends in `.png`, `.svg` or `.pdf`.
    style
        `light` as in the app, `print` in greys, `safe` for colour-blind readers.
    width_px, height_px
        Size on a page, of 96 pixels to the inch.
    scale
        Pixels of a PNG for each pixel of the page.
    dpi
        Pixels of a PNG for each inch, in place of `scale`; 300 for print.
    shape
        Outlines (`map`), or an equal hexagon for each area (`hex`).
    title, subtitle
        In place of the headline and of the line that says what is shown; the foot says that they
        are the editor's. Those of the view unless given.
    credit
        A line of the editor's before the sources, which stay; that of the view unless given.
    link
        Address that opens the map, to stand at its foot.

    Raises
    ------
    BadInputError
        If the suffix, style, shape or size is none that can be drawn.
    MisleadingError
        If the map or its title would mislead (`layers.guardrails`).
    DiskError
        If the file cannot be written; what was there is unchanged.
    """
    suffix = path.suffix.lower()
    dots = dpi or scale * PX_PER_INCH
    _check(suffix, style, shape, width_px, height_px, dots)
    check_view(view)
    many = view.look == "many" and bool(small_maps(view))
    own = OwnWords(
        title or view.own.title,
        subtitle or view.own.subtitle,
        credit or view.own.credit,
        # Of several maps, and of hexagons, nobody could say where a place lies.
        () if many or shape == "hex" else view.own.labels,
    )
    title, subtitle, credit = own.title, own.subtitle, own.credit
    title = title or (many_title(view) if many else title_sentence(view))
    subtitle = subtitle or (many_subtitle(view) if many else subtitle_of(view))
    told = many_words(view) if many else described(view)
    for one, _ in small_maps(view) if many else []:
        check_view(one)
    if own.labels:
        told += f" Labels of the editor's: {'; '.join(label.text for label in own.labels)}."
    check_words(view, [*own.texts(), title, subtitle, told])
    with drawing():
        if many:
            fine = PX_PER_INCH / dots if suffix == ".png" else _FINE_PX
            sheet = new_map_sheet(width_px, height_px, "#ffffff")
            top = draw_head(sheet, title, subtitle)
            foot = draw_foot(sheet, marked(many_lines(view, link), own))
            draw_many(sheet, view, style, top, foot, fine, hexagonal=shape == "hex")
            rights = many_credit(view)
            return write_bytes(path, written(sheet, told, suffix, dots, title, rights))
        words = _Words(title, subtitle, marked(source_lines(view, link), own), own.labels)
        sheet, more = _compose(view, style, shape, width_px, height_px, words, dots, suffix)
        told = f"{told} {more}".rstrip()
        content = written(sheet, told, suffix, dots, title, attribution(view))
    write_bytes(path, content)


def draw_png(
    view: MapView,
    heading: str,
    *,
    width_px: int = 640,
    height_px: int = 450,
    scale: float = 2,
) -> bytes:
    """Draw a view as the PNG that stands in a text, under a heading of that text.

    Parameters
    ----------
    view
        What to show; one map.
    heading
        What the text calls the map, in place of the view's own headline.
    width_px, height_px, scale
        As for `draw_static`.

    Raises
    ------
    BadInputError
        If the size is none that can be drawn.
    MisleadingError
        If the map or its heading would mislead.
    """
    dots = scale * PX_PER_INCH
    _check(".png", "light", "map", width_px, height_px, dots)
    check_view(view)
    told = described(view)
    check_words(view, [heading, told])
    words = _Words(heading, subtitle_of(view), source_lines(view, ""))
    with drawing():
        sheet, _ = _compose(view, "light", "map", width_px, height_px, words, dots, ".png")
        return written(sheet, told, ".png", dots, heading, attribution(view))


def read_size(text: str) -> tuple[int, int]:
    """Read a size such as `640x450`, in pixels of the page.

    Raises
    ------
    BadInputError
        If it is none.

    Examples
    --------
    >>> read_size("1200x675")
    (1200, 675)
    """
    found = re.fullmatch(r"([0-9]{1,5})x([0-9]{1,5})", text.strip().lower())
    if found is None:
        raise BadInputError(f"{text!r} is not a size. Give width and height, such as 640x450.")
    return int(found.group(1)), int(found.group(2))


def _check(suffix: str, style: str, shape: str, width_px: int, height_px: int, dots: float) -> None:
    if suffix not in SUFFIXES:
        raise BadInputError(f"A picture cannot be {suffix!r}: choose one of {' '.join(SUFFIXES)}.")
    if style not in STYLES:
        raise BadInputError(f"No style is called {style!r}: choose one of {', '.join(STYLES)}.")
    if shape not in SHAPES:
        raise BadInputError(f"No shape is called {shape!r}: choose one of {', '.join(SHAPES)}.")
    pixels = width_px * height_px * (dots / PX_PER_INCH) ** 2
    fits = min(width_px, height_px) >= LEAST_PX and max(width_px, height_px) <= MOST_PX
    if not fits or not 0 < pixels <= MOST_PIXELS:
        raise BadInputError(
            f"A picture of {width_px} by {height_px} at {dots:g} dots to the inch cannot be drawn: "
            f"give sides of {LEAST_PX} to {MOST_PX:,} and at most {MOST_PIXELS:,} pixels in all."
        )


@contextmanager
def drawing() -> Iterator[None]:
    """Hold the settings that make drawings alike.

    Settings of matplotlib are one for the whole process: others wait.
    """
    import matplotlib as mpl

    fixed: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "coldspots",
        "pdf.fonttype": 42,
        "path.simplify": False,
        "agg.path.chunksize": 0,
    }
    with _drawing, warnings.catch_warnings(), mpl.rc_context(fixed):
        # A letter that no typeface has is drawn as a box, and stays text in SVG.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


class _Words(NamedTuple):
    """What is written above and below a map."""

    title: str
    subtitle: str
    foot: list[str]
    labels: tuple[OwnLabel, ...] = ()


def _compose(
    view: MapView,
    style: Style,
    shape: Shape,
    width_px: int,
    height_px: int,
    words: _Words,
    dots: float,
    suffix: str,
) -> tuple[Sheet, str]:
    """Draw a map on a sheet; return it and what is said of its hexagons."""
    sheet = new_map_sheet(width_px, height_px, "#ffffff")
    packs = read_packs()
    legend = legend_of(view, packs)
    fills = fills_of(view, len(visible_classes(view).classes), style)
    drawn = drawn_of(view, hatched=has_hatch(view, packs), hexagonal=shape == "hex")
    legend["ringed"] = legend["circled"] = None
    bottom = draw_foot(sheet, words.foot)

    def framed() -> tuple[Boxes, Frame]:
        return boxes_in(sheet, legend, (words.title, words.subtitle), bottom, drawn)

    legend["undrawn"], legend["drawn"] = "", []
    circles = circles_of(view, drawn, sheet.unit)
    # An equal hexagon lies where there is room for it: a site would be on another's.
    sites = sites_drawn(view, wide=is_wide(drawn.ground))
    sites = sites if shape == "map" else sites.iloc[:0]
    legend["undrawn"] = too_many(view, seen(sites, drawn.ground))
    sites = sites.iloc[:0] if legend["undrawn"] else sites
    legend["drawn"] = site_rows(seen(sites, drawn.ground))
    if len(circles):
        legend["circled"] = circled(circles["young_people"])
    box, frame = framed()
    rings = rings_of(view, drawn, frame, sheet.unit)
    if len(rings):
        legend["ringed"], sites = (RINGED, ring_ink(style)), outside(sites, rings)
        legend["drawn"] = site_rows(seen(sites, drawn.ground))
        box, frame = framed()
        rings = rings_of(view, drawn, frame, sheet.unit)
    names = NONE
    if drawn.hexagonal:
        legend["rows"] = _drawn_rows(legend["rows"], drawn)
        names = _hex_names(view, drawn, frame, sheet)
        legend["hexagons"] = hexagon_lines(geography(view.geography).label, names)
        box, frame = framed()
        names = _hex_names(view, drawn, frame, sheet)
        legend["hexagons"] = hexagon_lines(geography(view.geography).label, names)
    draw_head(sheet, words.title, words.subtitle, box.head)
    draw_legend(sheet, legend, fills, *box.legend)
    # A bundled layout of hexagons lies nowhere on the ground.
    is_part = bool(view.within) and "nation" not in levels_of(view.within)
    located = box.inset if drawn.groups is None and is_part else None
    insets: list[Inset] = []
    if shape == "map":
        box, frame, insets = choose_insets(
            view, drawn, sheet.unit, box, frame, circles, free=located is None
        )
        rings = rings_of(view, drawn, frame, sheet.unit) if insets else rings
    axes = sheet.window(*box.map)
    axes.set_xlim(frame.ground[0], frame.ground[2])
    axes.set_ylim(frame.ground[1], frame.ground[3])
    fine = PX_PER_INCH / dots if suffix == ".png" else _FINE_PX
    draw_areas(axes, frame, view, drawn, fills, fine)
    draw_circles(axes, frame, circles, sheet.unit, fills)
    draw_insets(sheet, frame, insets, view, drawn, fills, fine, circles)
    for inset in insets:
        if inset.circled:
            draw_names(sheet, inset.frame, view, [], 8.6)
    if shape == "map":
        kinds = {number for number, _ in legend["drawn"]}
        draw_sites(axes, sheet, frame, view, sites, kinds)
        draw_rings(axes, rings, sheet.unit, ring_ink(style))
        scale_bar(axes, sheet)
        taken = draw_callouts(sheet, frame, words.labels)
        clear = [*badges(sheet, frame, sites), *discs_of(frame, rings), *taken]
        draw_names(sheet, frame, view, clear, grey=style == "print")
        draw_chosen(sheet, frame, sites)
        if view.within:
            left, top_y, wide, tall = box.map
            north_arrow(sheet, left + wide - 8 * sheet.unit, top_y + tall - 34 * sheet.unit)
    if names.lines:
        draw_hex_names(sheet, frame, drawn.shapes, drawn.codes, drawn.index, names, fills)
    elif drawn.groups is not None and drawn.groups.nunique() > 1:
        draw_group_names(sheet, frame, drawn.shapes, drawn.groups, box.sides)
    if located:
        nation = nation_of(view.within)
        locator(sheet, frame, *located, grey=style == "print", nation=nation)
    said = hexagon_words(geography(view.geography).label, names) if drawn.hexagonal else ""
    return sheet, said


def _hex_names(view: MapView, drawn: Drawn, frame: Frame, sheet: Sheet) -> HexNames:
    written_as = [map_name(view.geography, code) for code in drawn.index]
    return names_in(drawn.shapes, drawn.index, written_as, frame, sheet.unit)


def _drawn_rows(rows: list[dict[str, Any]], drawn: Drawn) -> list[dict[str, Any]]:
    """Leave out the row of areas that no figure covers where hexagons leave them out."""
    left_out = not (drawn.codes == NOT_COVERED).any()
    return [row for row in rows if not (left_out and row["code"] == NOT_COVERED)]
