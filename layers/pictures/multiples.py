"""Small maps of one place beside each other on a sheet, each in colours and classes of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.areas import NOT_COVERED, SUPPRESSED
from geo.registry import Dataset, geography
from layers.browser import after, many_of, read_packs
from layers.kinds import kind_of
from layers.pictures.areas import Drawn, draw_areas, drawn_of
from layers.pictures.frame import MARGIN, frame_in
from layers.pictures.legend import cell, swatch
from layers.pictures.looks import INK, SOFT, Fill, Style, fills_of
from layers.pictures.paths import Bounds
from layers.pictures.sheet import Sheet, width_of, wrapped
from layers.pictures.sites import draw_sites, mark, site_rows, sites_drawn
from layers.pictures.words import credit_line, datasets_of
from layers.style import (
    has_hatch,
    limit_labels,
    period_of,
    place_name,
    title_of,
    visible_classes,
)
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
    """Return what stands beside each other: what changed, where the maps are of years."""
    if kind_of(view).shares_key(view) and (told := kind_of(view).small_maps_headline(view)):
        return told
    place = place_in_prose(place_name(view))
    classes = (
        "all in the same classes" if kind_of(view).shares_key(view) else "each in its own classes"
    )
    return f"{len(small_maps(view))} maps of {place}, {classes}"


def many_subtitle(view: MapView) -> str:
    """Return of which areas, and how the maps are read."""
    level = geography(view.geography).plural
    if kind_of(view).shares_key(view):
        if told := kind_of(view).small_maps_subtitle(view):
            return told
        first = small_maps(view)[0][0]
        meaning = kind_of(first).opening(first).partition(":")[0]
        by = geography(view.geography).label
        told = f"{title_of(first)}, {place_name(view)}. {meaning}, by {by}."
        if not _of_places(small_maps(view)):
            # Maps of years have each its period as a title.
            return told
        period = period_of(view)
        return f"{told} {period[0].upper()}{period[1:]}. Each map has its own scale."
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
    sheet: Sheet,
    view: MapView,
    style: Style,
    top: float,
    bottom: float,
    fine: float,
    *,
    hexagonal: bool = False,
) -> None:
    """Draw the small maps between two heights of a sheet: in rows of three, or under one key.

    `hexagonal` draws maps under one key as hexagons.
    """
    if kind_of(view).shares_key(view):
        return _draw_alike(sheet, view, style, top, bottom, fine, hexagonal=hexagonal)
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


_KEY_PX, _KEY_ROW, _KEY_LINE, _KEY_SIZE = 206.0, 17.0, 12.0, 10.0
"""Width of the one key, height of its rows and lines and size of its letters, on 640 by 450."""
_LARGER = 1.1
"""How many times as large maps must become for the key to stand below them on a wide sheet."""
_TITLE_PX, _FIGURE_PX = 20.0, 10.0
_AIR = 1.06
"""Height of a map's window to that of its ground, so that a coast does not touch the edge."""


def _draw_alike(
    sheet: Sheet,
    view: MapView,
    style: Style,
    top: float,
    bottom: float,
    fine: float,
    *,
    hexagonal: bool,
) -> None:
    """Draw maps in the same classes, and one key to all of them."""
    maps, u, edge = small_maps(view), sheet.unit, MARGIN * sheet.unit
    views, places = [one for one, _ in maps], _of_places(maps)
    fills = fills_of(views[0], len(visible_classes(views[0]).classes), style)
    counted = _counts(views)
    heads = [item.get("head", item["title"]) for _, item in (maps[0], maps[-1])]
    figures = places or all("head" in item for _, item in maps)
    sites = [_sites_of(one) for one in views]
    marks = site_rows(pd.concat(sites)) if sites else []
    if places:
        heads = [geography(view.geography).plural]
        counted = [(code, label, [sum(areas)]) for code, label, areas in counted]
    else:
        counted = [(code, label, [areas[0], areas[-1]]) for code, label, areas in counted]
    key = _Key(sheet, fills, heads, counted, marks)
    drawn = [drawn_of(one, hatched=False, hexagonal=hexagonal) for one in views]
    # Maps of years show the same ground at one scale, whatever each has figures of.
    grounds = [one.ground for one in drawn] if places else [_joint(drawn)] * len(drawn)
    head = (_TITLE_PX + (_FIGURE_PX if figures else 0)) * u
    side = min(sheet.width - 2 * edge, 300 * u)
    tall = key.height(side)
    room = (edge, top, sheet.width - edge, bottom - tall - 4 * u)
    cells = _cells(grounds, room, _GAP * u, head)
    left = edge + _KEY_PX * u + _GAP * u
    beside = _cells(grounds, (left, top, sheet.width - edge, bottom), _GAP * u, head)
    is_wide = sheet.width >= 1.1 * sheet.height
    if is_wide and _scale(grounds, cells, head) > _scale(grounds, beside, head) / _LARGER:
        cells = beside
        key.draw(edge, top, _KEY_PX * u)
    else:
        spare = _spare(grounds, cells, head)
        # Maps that the width limits leave room below: the key moves up to them.
        cells = _cells(grounds, (*room[:3], room[3] - spare), _GAP * u, head)
        key.draw(edge, bottom - tall - spare, side)
    parts = zip(maps, drawn, grounds, cells, sites, strict=True)
    for (one, item), shown, ground, (x, y, wide, high), points in parts:
        size = min(11 * u, 11 * u * wide / width_of(item["title"], 11 * u, bold=True))
        sheet.text(x, y + 11 * u, item["title"], size, bold=True, colour=INK)
        if figures:
            _figure(sheet, item["period"], x, y + 22 * u, wide)
        box = (x, y + head, wide, high - head)
        frame = frame_in(*box, ground)
        axes = sheet.window(*box)
        axes.set_xlim(frame.ground[0], frame.ground[2])
        axes.set_ylim(frame.ground[1], frame.ground[3])
        draw_areas(axes, frame, one, shown, fills, fine)
        if len(points) and not hexagonal:
            draw_sites(axes, sheet, frame, one, points, {number for number, _ in marks})


def _sites_of(view: MapView) -> pd.DataFrame:
    """Return the sites that a kind draws of its own, those on the ground of its place alone."""
    return sites_drawn(view) if kind_of(view).draws_own_sites else _NO_SITES


_NO_SITES = pd.DataFrame({"easting_m": [], "northing_m": [], "number": []})


def _cells(
    grounds: list[Bounds], room: tuple[float, float, float, float], gap: float, title: float
) -> list[tuple[float, float, float, float]]:
    """Part a room into cells, in as many columns as make the maps largest."""
    left, top, right, bottom = room
    count = len(grounds)

    def sized(across: int) -> tuple[float, float]:
        rows = -(-count // across)
        return (right - left - (across - 1) * gap) / across, (bottom - top) / rows

    def filled(across: int) -> float:
        """Return how much of a cell the maps fill, in square pixels."""
        wide, high = sized(across)
        box = (0.0, 0.0, max(wide, 1.0), max(high - title, 1.0))
        frames = ((ground, frame_in(*box, ground).m_per_px) for ground in grounds)
        return sum(
            (east - west) * (north - south) / m_per_px**2
            for (west, south, east, north), m_per_px in frames
        )

    fits = [one for one in range(1, count + 1) if sized(one)[1] > 3 * title]
    across = max(fits or [count], key=filled)
    wide, high = sized(across)
    return [
        (left + at % across * (wide + gap), top + at // across * high, wide, high - gap / 2)
        for at in range(count)
    ]


def _scale(
    grounds: list[Bounds], cells: list[tuple[float, float, float, float]], title: float
) -> float:
    """Return the metres in a pixel of the map that is drawn smallest."""
    wide, high = cells[0][2:]
    return max(frame_in(0, 0, wide, max(high - title, 1.0), one).m_per_px for one in grounds)


def _spare(
    grounds: list[Bounds], cells: list[tuple[float, float, float, float]], title: float
) -> float:
    """Return the height that maps in cells leave empty, as their width keeps them from growing."""
    wide, high = cells[0][2:]
    rows = len({y for _, y, _, _ in cells})
    needed = max((north - south) / (east - west) * wide for west, south, east, north in grounds)
    return max(high - title - _AIR * needed, 0.0) * rows


def _joint(drawn: list[Drawn]) -> Bounds:
    """Return the ground of all maps together."""
    west, south, east, north = zip(*(one.ground for one in drawn), strict=True)
    return min(west), min(south), max(east), max(north)


def _of_places(maps: list[tuple[MapView, dict[str, Any]]]) -> bool:
    """Test whether each small map is of a place of its own."""
    return all("mask" in item for _, item in maps)


def _figure(sheet: Sheet, text: str, x: float, y: float, width: float) -> None:
    """Write the figure of a place, its interval smaller behind it."""
    u = sheet.unit
    value, _, more = text.partition(" (")
    size = 10.0 * u
    sheet.text(x, y, _first_line(value, size, width), size, colour=INK)
    at = width_of(value, size) + 3 * u
    if more:
        small = more.removeprefix("95% interval ").removesuffix(")")
        sheet.text(x + at, y, _first_line(small, 8 * u, width - at), 8 * u, colour=SOFT)


def _counts(views: list[MapView]) -> list[tuple[int, str, list[int]]]:
    """Return code and label of each class, and how many areas it has on each map."""
    limits = limit_labels(views[-1])
    found: dict[int, tuple[str, list[int]]] = {}
    for at, one in enumerate(views):
        for row in kind_of(one).rows(one, visible_classes(one)):
            label = limits.get(row["code"], row["label"])
            found.setdefault(row["code"], (label, [0] * len(views)))[1][at] = row["areas"]
    return [
        (code, label, areas)
        for code, (label, areas) in sorted(found.items())
        if code < SUPPRESSED or (code != NOT_COVERED and any(areas))
    ]


@dataclass(frozen=True)
class _Key:
    """The one key of maps in the same classes: each class once, and the marks of sites."""

    sheet: Sheet
    fills: dict[int, Fill]
    heads: list[str]
    counted: list[tuple[int, str, list[int]]]
    marks: list[tuple[int, str]]

    def _lines(self, width: float) -> tuple[float, list[list[str]]]:
        """Return the width of a column of counts, and the lines of each label."""
        u, size = self.sheet.unit, _KEY_SIZE * self.sheet.unit
        column = max(width_of(head, 9 * u) for head in self.heads) + 6 * u
        if len(self.heads) == 1:
            # Its head stands above the labels as well.
            column = max(width_of(f"{areas[0]:,}", size) for _, _, areas in self.counted) + 6 * u
        room = width - len(self.heads) * column - 21 * u
        return column, [wrapped(label, size, room) for _, label, _ in self.counted]

    def height(self, width: float) -> float:
        """Return how tall it is in a width, in pixels."""
        rows = len(self.counted) + len(self.marks) + 1
        more = sum(len(lines) - 1 for lines in self._lines(width)[1])
        return (rows * _KEY_ROW + more * _KEY_LINE) * self.sheet.unit

    def draw(self, x: float, y: float, width: float) -> None:
        """Draw it, each class with its areas under each head."""
        sheet, u, size = self.sheet, self.sheet.unit, _KEY_SIZE * self.sheet.unit
        _, labels = self._lines(width)
        apart = max(width_of(head, 9 * u) for head in self.heads) + 6 * u
        rights = [x + width - apart * back for back in reversed(range(len(self.heads)))]
        for head, right in zip(self.heads, rights, strict=True):
            sheet.text(right, y + 9 * u, head, 9 * u, colour=SOFT, align="right")
        at = y + _KEY_ROW * u
        for (code, _, areas), lines in zip(self.counted, labels, strict=True):
            swatch(sheet, self.fills[code], x, at)
            for number, line in enumerate(lines):
                sheet.text(x + 21 * u, at + (9.4 + number * _KEY_LINE) * u, line, size)
            for count, right in zip(areas, rights, strict=True):
                sheet.text(right, at + 9.4 * u, f"{count:,}", size, align="right")
            at += (_KEY_ROW + (len(lines) - 1) * _KEY_LINE) * u
        for kind, label in self.marks:
            mark(sheet.axes, kind, x + 8 * u, at + 5.5 * u, 0.9 * u, 21)
            sheet.text(x + 21 * u, at + 9.4 * u, label, size)
            at += _KEY_ROW * u
