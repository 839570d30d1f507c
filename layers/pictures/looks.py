"""Looks of a static map: as in the app, for grey printing, and for colour-blind readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.areas import NOT_COVERED, NOT_PUBLISHED, SUPPRESSED
from layers.kinds import kind_of
from layers.style import missing_looks, ramp
from layers.view import MapView

Style = Literal["light", "print", "safe"]
STYLES: tuple[Style, ...] = ("light", "print", "safe")

INK, SOFT = "#16202c", "#55606c"

GREYS = ("#4d4d4d", "#787878", "#a2a2a2", "#cccccc", "#f5f5f5")
"""Five classes in print, the darkest still as light as black names and borders need."""


@dataclass(frozen=True)
class Fill:
    """How the areas of one class look."""

    colour: str
    pattern: str = ""
    ink: str = ""


def fills_of(view: MapView, count: int, style: Style) -> dict[int, Fill]:
    """Return the look of each class by its code, and of each reason why there is none.

    Parameters
    ----------
    view
        What is shown.
    count
        Number of its classes.
    style
        `light` has the colours of the app.
    """
    kind = kind_of(view)
    usual = kind.colours(view, count)
    if style == "print":
        fills = kind.greys(view, count) or _in_grey(count)
    else:
        fills = [
            Fill(one) for one in (kind.safe_colours(view, usual) if style == "safe" else usual)
        ]
    return {**dict(enumerate(fills)), **_missing(style)}


def _missing(style: Style) -> dict[int, Fill]:
    if style == "print":
        return {
            SUPPRESSED: Fill("#ffffff", "stripes", "#8a8a8a"),
            NOT_PUBLISHED: Fill("#ffffff", "dots", "#6a6a6a"),
            NOT_COVERED: Fill("#e2e2e2"),
        }
    return {
        code: Fill(look["fill"], look.get("pattern", ""), look.get("ink", ""))
        for code, look in missing_looks(dark=False).items()
    }


def _in_grey(count: int) -> list[Fill]:
    if count > len(GREYS):
        dark, light = (int(grey[1:3], 16) for grey in (GREYS[0], GREYS[-1]))
        steps = (dark + round(at * (light - dark) / (count - 1)) for at in range(count))
        return [Fill(f"#{step:02x}{step:02x}{step:02x}") for step in steps]
    return [Fill(grey) for grey in (("#5c5c5c", "#f4f4f4") if count == 2 else ramp(GREYS, count))]
