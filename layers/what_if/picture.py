"""A picture of what changes: who comes into range, who falls out of it, and where sites are."""

from __future__ import annotations

import io

import numpy as np
import shapely

from geo.boundaries import outlines as boundaries
from layers.pictures import (
    PX_PER_INCH,
    Drawn,
    Fill,
    draw_areas,
    drawing,
    frame_in,
    new_sheet,
    scale_bar,
)
from layers.pictures import draw_names as write_names
from layers.view import MapView
from layers.what_if.answer import WhatIf

CLASSES = {
    0: ("In range now and then", "#cfe3f1"),
    1: ("Comes into range", "#1a7f5a"),
    2: ("Falls out of range", "#b3371f"),
    3: ("Out of range now and then", "#efe9df"),
}
"""Label and colour of each class of areas."""
_SIDE_PX, _DOTS = 560, 144
_GONE, _NEW, _STAYS = "#b3371f", "#1a7f5a", "#10161d"


def picture_of(found: WhatIf) -> bytes:
    """Draw a change as a PNG: its areas by class, the sites that stay, go and come.

    Where nothing of a place is in range at all the picture shows it all the same.
    """
    level, kept = found.before.ground.level, found.before.kept
    codes = found.before.ground.areas.index[kept]
    shapes = boundaries.load(level).geometry.reindex(codes).to_numpy()
    first, then = found.before.in_range[kept], found.after.in_range[kept]
    classes = np.select([first & then, ~first & then, first & ~then], [0, 1, 2], default=3)
    view = MapView(geography=level, within=found.asked.within)
    drawn = Drawn(shapes, classes.astype(np.uint8), np.zeros(len(codes), bool), codes, False)
    fills = {number: Fill(colour) for number, (_, colour) in CLASSES.items()}
    with drawing():
        sheet = new_sheet(_SIDE_PX, _SIDE_PX, "#ffffff")
        west, south, east, north = (float(end) for end in shapely.total_bounds(shapes))
        frame = frame_in(0, 0, _SIDE_PX, _SIDE_PX, (west, south, east, north))
        axes = sheet.window(0, 0, _SIDE_PX, _SIDE_PX)
        axes.set_xlim(frame.ground[0], frame.ground[2])
        axes.set_ylim(frame.ground[1], frame.ground[3])
        draw_areas(axes, frame, view, drawn, fills, PX_PER_INCH / _DOTS)
        _mark(axes, found)
        scale_bar(axes, sheet)
        write_names(sheet, frame, view)
        held = io.BytesIO()
        sheet.figure.savefig(held, format="png", dpi=_DOTS, metadata={"Software": "Cold Spots"})
    return held.getvalue()


def _mark(axes: object, found: WhatIf) -> None:
    """Mark the sites: filled where they stay, crossed where they go, a star where one comes."""
    before, after = found.before.sites, found.after.sites
    parts = (
        (before[before.index.isin(after.index)], "o", _STAYS, 5.0),
        (before[~before.index.isin(after.index)], "X", _GONE, 9.0),
        (after[~after.index.isin(before.index)], "*", _NEW, 13.0),
    )
    for sites, marker, colour, size in parts:
        if len(sites):
            axes.plot(  # type: ignore[attr-defined]
                sites["easting_m"], sites["northing_m"], marker, color=colour, markersize=size,
                markeredgecolor="#ffffff", markeredgewidth=0.9, zorder=12, linestyle="none",
            )  # fmt: skip
