"""Small maps of one place beside each other on a sheet, each in colours and classes of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geo.registry import Dataset, geography
from layers.browser import after, many_of, read_packs
from layers.pictures.areas import draw_areas, drawn_of
from layers.pictures.frame import MARGIN, frame_in
from layers.pictures.legend import cell
from layers.pictures.looks import SOFT, Style, fills_of
from layers.pictures.sheet import Sheet, wrapped
from layers.pictures.words import credit_line, datasets_of
from layers.style import has_hatch, place_name, visible_classes
from layers.view import MapView
from layers.words import place_in_prose

_ACROSS, _GAP = 3, 14.0


def small_maps(view: MapView) -> list[tuple[MapView, dict[str, Any]]]:
    """List the maps that stand beside each other: the view of each, and how it is told."""
    plain = replace(view, look="map", sites=(), select="", classes="usual", limits=())
    return [
        (after(plain, item["event"])[0], item)
        for item in many_of(replace(view, look="many"), read_packs())
    ]


def many_title(view: MapView) -> str:
    """Return what stands beside each other."""
    place = place_in_prose(place_name(view))
    return f"{len(small_maps(view))} maps of {place}, each in its own classes"


def many_subtitle(view: MapView) -> str:
    """Return of which areas, and how the maps are read."""
    level = geography(view.geography).plural
    told = "Each map has its classes below it, that of most concern to the left"
    return f"{level[0].upper()}{level[1:]}. {told}."


def many_words(view: MapView) -> str:
    """Describe the small maps for those who cannot see them."""
    told = [
        f"{item['title']} ({item['period']}), from {' to '.join(item['ends'])}"
        for _, item in small_maps(view)
    ]
    return f"{many_title(view)}: {'; '.join(told)}."


def many_datasets(view: MapView) -> list[Dataset]:
    """List the publisher files that any of the small maps rests on."""
    found = [entry for one, _ in small_maps(view) for entry in datasets_of(one)]
    return list({entry.id: entry for entry in found}.values())


def many_credit(view: MapView) -> str:
    """Write the sources and licences of all the small maps."""
    lines = [line.rstrip(".") for entry in many_datasets(view) for line in entry.attribution_lines]
    return ". ".join(dict.fromkeys(lines)) + "."


def many_lines(view: MapView, link: str) -> list[str]:
    """Write the lines at the foot: sources and licences of all maps, and the link."""
    return [credit_line(many_datasets(view)), link or f"Cold Spots, map ?{view.to_query()}"]


def draw_many(
    sheet: Sheet, view: MapView, style: Style, top: float, bottom: float, fine: float
) -> None:
    """Draw the small maps between two heights of a sheet, in rows of three."""
    maps, u, edge = small_maps(view), sheet.unit, MARGIN * sheet.unit
    across = _ACROSS if sheet.width >= sheet.height else 2
    rows = -(-len(maps) // across)
    wide = (sheet.width - 2 * edge - (across - 1) * _GAP * u) / across
    tall = (bottom - top) / rows
    for at, (one, item) in enumerate(maps):
        x, y = edge + at % across * (wide + _GAP * u), top + at // across * tall
        sheet.text(x, y + 9 * u, _first_line(item["title"], 9.5 * u, wide), 9.5 * u, bold=True)
        sheet.text(x, y + 19 * u, _first_line(item["period"], 7.5 * u, wide), 7.5 * u, colour=SOFT)
        box = (x, y + 24 * u, wide, tall - 58 * u)
        drawn = drawn_of(one, hatched=has_hatch(one, read_packs()), hexagonal=False)
        frame = frame_in(*box, drawn.ground)
        axes = sheet.window(*box)
        axes.set_xlim(frame.ground[0], frame.ground[2])
        axes.set_ylim(frame.ground[1], frame.ground[3])
        count = len(visible_classes(one).classes)
        fills = fills_of(one, count, style)
        draw_areas(axes, frame, one, drawn, fills, fine)
        under, each = y + tall - 30 * u, wide / count
        for code in range(count):
            cell(sheet, fills[code], (x + code * each, under), (each, 6 * u))
        ends = [_first_line(end, 7.5 * u, wide / 2 - 4 * u) for end in item["ends"]]
        sheet.text(x, under + 14 * u, ends[0], 7.5 * u, colour=SOFT)
        sheet.text(x + wide, under + 14 * u, ends[1], 7.5 * u, colour=SOFT, align="right")


def _first_line(text: str, size: float, width: float) -> str:
    lines = wrapped(text, size, width)
    return lines[0] if len(lines) == 1 else f"{lines[0]} …"
