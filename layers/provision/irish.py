"""Northern Ireland, whose young people are not known by small area: its areas, and all its people.

It stands under the map, which counts young people, as a picture of its own.
"""

from __future__ import annotations

import numpy as np

from geo.boundaries import outlines
from geo.errors import NoAnswerError
from geo.provision import TIERS, Provision, find_provision
from layers.coldspots import LEFT, RIGHT, TextTable
from layers.pictures import (
    PX_PER_INCH,
    drawing,
    fill,
    frame_in,
    new_sheet,
    paths_of,
    scale_bar,
    wrapped,
    written,
)
from layers.provision.heat import share_words
from layers.provision.options import TaughtOptions
from layers.provision.state import IN_RANGE_OF
from layers.provision.words import FROM_A_POINT, LIST_OF, NOT_PLACES, rights_of, selection_words
from layers.style import class_colours
from layers.view import MapView

IRELAND = "N92000002"
"""Code of Northern Ireland."""
_LEVEL = "soa01"
_SOURCES = ("discover_uni_courses", "boundaries_soa01", "nimdm17", "population19_small")
_WIDTH_PX, _MAP_PX, _EDGE_PX = 640.0, 460.0, 20.0
_DOTS = 2.0 * PX_PER_INCH
_INK, _SOFT = "#16202c", "#4a4a4a"


def irish_provision(view: MapView) -> Provision:
    """Find who in Northern Ireland is in range of the courses of a view, by its distance.

    Raises
    ------
    NoAnswerError
        If no such course is listed.
    """
    asked = TaughtOptions.of(view)
    return find_provision(asked.selection, asked.km, within=IRELAND, removed=asked.closed)


def irish_table(view: MapView) -> TextTable:
    """Count the areas and people of Northern Ireland by how many providers are in range."""
    try:
        found = irish_provision(view)
    except NoAnswerError as error:
        return TextTable("", {}, [], str(error))
    people, tier = found.homes["population"], found.tier
    whole = people.sum()
    rows = [
        [
            label,
            f"{int((tier == name).sum()):,}",
            f"{people[tier == name].sum():,.0f}",
            share_words(float(people[tier == name].sum() / whole)),
        ]
        for name, label in zip(TIERS, IN_RANGE_OF, strict=True)
    ]
    headings = {"Providers": LEFT, "Areas": RIGHT, "People of all ages": RIGHT, "Share": RIGHT}
    words = (
        f"Within {found.limit_words} in a straight line, by {len(found.homes):,} super output "
        "areas: young people are not known by them. Providers over the border in the Republic are "
        "not in the list."
    )
    if "Northern Ireland" in found.nations_without:
        words = f"No such course is listed at a site in Northern Ireland. {words}"
    return TextTable(_title(view), headings, rows, words)


def irish_picture(view: MapView) -> bytes:
    """Draw the areas of Northern Ireland by how many providers are in range, as PNG.

    Raises
    ------
    NoAnswerError
        If no such course is listed.
    """
    found, table = irish_provision(view), irish_table(view)
    shapes = outlines.load(_LEVEL).geometry.loc[found.homes.index].to_numpy()
    ground = outlines.load(_LEVEL).total_bounds
    classes = np.minimum(found.providers_within, len(TIERS) - 1)
    colours = class_colours("Getting there", len(TIERS))
    room = _WIDTH_PX - 2 * _EDGE_PX
    heads = wrapped(table.title, 19, room, bold=True)
    rights = rights_of(_SOURCES)
    foot = wrapped(
        f"{selection_words(found.selection, capital=True)}, listed in {LIST_OF}. {NOT_PLACES} "
        f"{FROM_A_POINT} {rights}",
        11,
        room,
    )
    top = 20 + 24 * len(heads)
    height = top + 30 * len(TIERS) + _MAP_PX + 24 + 14 * len(foot)
    with drawing():
        sheet = new_sheet(_WIDTH_PX, height, "#ffffff")
        for number, head in enumerate(heads):
            sheet.text(_EDGE_PX, 34 + 24 * number, head, 19, bold=True, colour=_INK)
        for number, (row, colour) in enumerate(zip(table.rows, colours, strict=True)):
            down = top + 12 + 26 * number
            sheet.box(_EDGE_PX, down, 26, 18, colour, "#8a8f98")
            said = f"{row[0]}: {row[2]} people of all ages ({row[3]})"
            sheet.text(_EDGE_PX + 36, down + 14, said, 13, colour=_INK)
        at = top + 26 * len(TIERS) + 16
        frame = frame_in(_EDGE_PX, at, room, _MAP_PX, tuple(ground))
        axes = sheet.window(_EDGE_PX, at, room, _MAP_PX)
        axes.set_xlim(frame.ground[0], frame.ground[2])
        axes.set_ylim(frame.ground[1], frame.ground[3])
        cell = frame.m_per_px * PX_PER_INCH / _DOTS
        for group, path in paths_of(shapes, classes.astype(np.int64), cell).items():
            fill(axes, path, colours[group], 2, 0.35)
        sites = found.sites
        axes.scatter(sites["easting_m"], sites["northing_m"], s=16, marker="D", color=_INK,
                     edgecolors="white", linewidths=0.8, zorder=5)  # fmt: skip
        axes.set_xlim(frame.ground[0], frame.ground[2])
        axes.set_ylim(frame.ground[1], frame.ground[3])
        scale_bar(axes, sheet)
        for number, row_text in enumerate(foot):
            line_at = height - 12 - 14 * (len(foot) - 1 - number)
            sheet.text(_EDGE_PX, line_at, row_text, 11, colour=_SOFT)
        words = " ".join([table.words, *(f"{row[0]}: {row[2]} people." for row in table.rows)])
        return written(sheet, words, ".png", _DOTS, table.title, rights)


def _title(view: MapView) -> str:
    what = selection_words(TaughtOptions.of(view).selection, capital=True)
    return f"{what}: providers within {TaughtOptions.of(view).km:g} km in Northern Ireland"
