"""Labels beside marked dots, none on another or on a dot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from layers.charts.figures import CHOSEN
from layers.charts.plot import Box, Canvas, label_spots, lies_on

MOST_IN_THE_WAY = 400
"""Dots that labels keep clear of; among more there is no room between them."""
_NEAR = 3
"""Widths of a letter's height within which an unmarked dot finds its label, or goes without."""


@dataclass(frozen=True)
class Dot:
    """A dot of a chart."""

    x: float
    y: float
    radius: float
    """In pixels of the sheet, as the other two."""
    name: str = ""
    """Label; empty for none."""
    marked: bool = False

    @property
    def box(self) -> Box:
        """Return the square around it."""
        r = self.radius
        return self.x - r, self.y - r, self.x + r, self.y + r


def label_dots(canvas: Canvas, dots: Sequence[Dot], bounds: Box) -> None:
    """Label the dots that have a name, the marked ones first, clear of every dot and label.

    A label that stands away from its dot has a line to it. What is not marked goes without a label
    where there is no room near it.

    Parameters
    ----------
    canvas
        The sheet; labels also keep clear of what `canvas.taken` holds, and are added to it.
    dots
        All that are drawn.
    bounds
        What labels stay inside, as far as they fit there.
    """
    unit, inks = canvas.unit, canvas.inks
    canvas.taken.extend(dot.box for dot in dots)
    whole = (canvas.left, bounds[1], canvas.right, bounds[3])
    for dot in sorted(dots, key=lambda dot: not dot.marked):
        if not dot.name:
            continue
        size = 12.5 if dot.marked else 11.0
        wide = canvas.wide(dot.name, size, bold=dot.marked)
        beyond = max(0.0, dot.radius / unit - 7)
        inside = bounds if wide < bounds[2] - bounds[0] else whole
        spots = label_spots(dot.x, dot.y, wide, inside, unit, beyond)
        others = [box for box in canvas.taken if box != dot.box]
        free = next((spot for spot in spots if not lies_on(spot, others)), None)
        far = free is not None and _distance(dot, free) > (14 * _NEAR + dot.radius) * unit
        if not dot.marked and (free is None or far):
            continue
        spot = free or (spots[0] if spots else (dot.x, dot.y - 8 * unit, dot.x + wide, dot.y + 8))
        canvas.taken.append(spot)
        colour = inks.mark if dot.marked else inks.soft
        if _distance(dot, spot) > dot.radius + 6 * unit:
            end = min(max(dot.x, spot[0] + 4 * unit), spot[2] - 4 * unit)
            near = spot[3] if spot[3] <= dot.y else spot[1]
            canvas.line([dot.x, end], [dot.y, near], colour, 1.1, zorder=7)
            ends = sorted((dot.x, end)), sorted((dot.y, near))
            pad = 2 * unit
            canvas.taken.append((ends[0][0] - pad, ends[1][0], ends[0][1] + pad, ends[1][1]))
        canvas.text(spot[0], spot[3] - 3.5 * unit, dot.name, size, bold=dot.marked, colour=colour,
                    halo=inks.paper)  # fmt: skip


def dots_of(canvas: Canvas, table: pd.DataFrame, x: pd.Series, y: pd.Series) -> list[Dot]:
    """Return the dots of a table that are all of one size, the chosen ones named."""
    if len(table) > MOST_IN_THE_WAY:
        own = table["role"] == CHOSEN
        table, x, y = table[own], x[own], y[own]
    return [
        Dot(float(across), float(up), (7 if role == CHOSEN else 3) * canvas.unit,
            str(name) if role == CHOSEN else "", role == CHOSEN)
        for across, up, name, role in zip(x, y, table["area_name"], table["role"], strict=True)
    ]  # fmt: skip


def _distance(dot: Dot, box: Box) -> float:
    """Return how far a box is from the middle of a dot."""
    across = max(box[0] - dot.x, dot.x - box[2], 0.0)
    down = max(box[1] - dot.y, dot.y - box[3], 0.0)
    return float((across**2 + down**2) ** 0.5)
