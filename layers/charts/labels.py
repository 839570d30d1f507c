"""Labels beside marked dots, none on another."""

from __future__ import annotations

from collections.abc import Iterable

from layers.charts.plot import Box, Canvas, Plot, label_spot


def mark_dots(
    canvas: Canvas,
    plot: Plot,
    dots: Iterable[tuple[float, float, float, str, bool]],
) -> None:
    """Label dots, the marked ones first, as far as each finds room.

    Parameters
    ----------
    canvas, plot
        Sheet and window; labels keep clear of what `canvas.taken` holds, and are added to it.
    dots
        Of each: where it is, its radius, its name, and whether it is marked. What is not marked is
        left out where its label would lie on another.
    """
    ordered = sorted(dots, key=lambda dot: not dot[4])
    for x, y, radius, _, _ in ordered:
        canvas.taken.append((x - radius, y - radius, x + radius, y + radius))
    for x, y, radius, name, marked in ordered:
        size = 12.5 if marked else 11.0
        wide = canvas.wide(name, size, bold=marked)
        beside = max(0.0, radius / canvas.unit - 7)
        others = [
            box for box in canvas.taken if box != (x - radius, y - radius, x + radius, y + radius)
        ]
        spot = label_spot(x, y, wide, plot, others, canvas.unit, beside)
        if not marked and _lies_on(spot, others):
            continue
        canvas.taken.append(spot)
        inks = canvas.inks
        colour = inks.mark if marked else inks.soft
        canvas.text(spot[0], spot[3] - 3 * canvas.unit, name, size, bold=marked, colour=colour,
                    halo=inks.paper)  # fmt: skip


def _lies_on(box: Box, others: Iterable[Box]) -> bool:
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )
