"""Looks of a static map: as in the app, for grey printing, and for colour-blind readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.areas import NOT_COVERED, NOT_PUBLISHED, SUPPRESSED
from geo.registry import indicator
from layers.style.palette import DIVERGING, colours_of, map_style
from layers.view import REACHING, MapView, variant_of

Style = Literal["light", "print", "safe"]
STYLES: tuple[Style, ...] = ("light", "print", "safe")

INK, SOFT = "#16202c", "#55606c"

_GREYS = ("#1f1f1f", "#5c5c5c", "#949494", "#c6c6c6", "#f0f0f0")
_CIVIDIS = ("#00224e", "#434e6c", "#7d7c78", "#bcae6c", "#fee838")
"""Five steps of cividis (Nunez, Anderton and Renslow 2018), equal in lightness for all readers."""
_PURPLE_ORANGE = ("#b35806", "#f1a340", "#f7f7f7", "#998ec3", "#542788")
"""ColorBrewer's PuOr: told apart by readers without red, green or blue cones."""


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
    entry = indicator(view.indicator)
    usual = colours_of(entry, view.mode, count, variant_of(view))
    if style == "print":
        fills = _in_grey(view, count)
    elif style == "safe":
        fills = [Fill(colour) for colour in _safe(view, usual)]
    else:
        fills = [Fill(colour) for colour in usual]
    return {**dict(enumerate(fills)), **_missing(view, count, style)}


def _missing(view: MapView, count: int, style: Style) -> dict[int, Fill]:
    if style == "print":
        return {
            SUPPRESSED: Fill("#ffffff", "stripes", "#8a8a8a"),
            NOT_PUBLISHED: Fill("#ffffff", "dots", "#6a6a6a"),
            NOT_COVERED: Fill("#e2e2e2"),
        }
    looks = map_style(
        indicator(view.indicator), count, dark=False, mode=view.mode, definition=variant_of(view)
    )["classes"]
    codes = (SUPPRESSED, NOT_PUBLISHED, NOT_COVERED)
    return {
        code: Fill(looks[code]["fill"], looks[code].get("pattern", ""), looks[code].get("ink", ""))
        for code in codes
    }


def _ramp(colours: tuple[str, ...], count: int) -> list[str]:
    if count <= 1:
        return [colours[2]]
    return [colours[round(at * (len(colours) - 1) / (count - 1))] for at in range(count)]


def _in_grey(view: MapView, count: int) -> list[Fill]:
    if view.mode == "both":
        # Grey is participation; the pattern is deprivation.
        rows = ("#6e6e6e", "#b4b4b4", "#f4f4f4")
        return [
            Fill(grey, pattern, "#101010") for grey in rows for pattern in ("stripes", "dots", "")
        ]
    if view.mode == "disagree":
        return [
            Fill("#6e6e6e"),
            Fill("#d2d2d2", "stripes", "#101010"),
            Fill("#1f1f1f"),
            Fill("#f7f7f7"),
        ]
    if view.mode in REACHING and view.reach.show in ("gaps", "engaged"):
        # Cold spots are dark; where nobody is near, or still not, there are stripes.
        return [
            Fill("#6e6e6e", "stripes", "#101010"),
            Fill("#8f8f8f"),
            Fill("#e2e2e2", "stripes", "#a8a8a8"),
            Fill("#f7f7f7"),
        ]
    if view.mode == "cold" and count == 6:
        greys = [*_ramp(_GREYS, 5)[:3], "#d4d4d4"]
        return [*map(Fill, greys), Fill("#ffffff", "stripes", "#101010"), Fill("#f7f7f7")]
    greys = ["#5c5c5c", "#f4f4f4"] if count == 2 else _ramp(_GREYS, count)
    return [Fill(grey) for grey in (greys if count <= len(_GREYS) else _even_greys(count))]


def _even_greys(count: int) -> list[str]:
    steps = (31 + round(at * (240 - 31) / (count - 1)) for at in range(count))
    return [f"#{step:02x}{step:02x}{step:02x}" for step in steps]


def _safe(view: MapView, usual: tuple[str, ...]) -> list[str]:
    if view.mode == "one":
        return list(_PURPLE_ORANGE) if usual == DIVERGING else _ramp(_CIVIDIS, len(usual))
    if view.mode == "disagree":
        # Okabe and Ito's blue, orange and black.
        return ["#0072b2", "#e69f00", "#1a1a1a", "#ecebe6"]
    return list(usual)
