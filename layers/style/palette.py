"""Colours: classes to colours, the looks of missing classes, lines and symbols.

Palettes are ColorBrewer's sequential ones (Cynthia Brewer, Mark Harrower and The Pennsylvania State
University), one for each theme, the darkest for the end of concern.
"""

from __future__ import annotations

from typing import Any

from geo.areas import NOT_COVERED, NOT_PUBLISHED, SUPPRESSED
from geo.registry import Indicator, Theme

DIVERGING = ("#a6611a", "#dfc27d", "#f5f5f5", "#80cdc1", "#018571")
"""Colours of five classes around a middle, the class of most concern first: ColorBrewer's BrBG."""

OUTSIDE = 252
"""Code of areas outside the place that is looked at."""

PALETTES: dict[Theme, tuple[str, ...]] = {
    "Getting in": ("#253494", "#2c7fb8", "#41b6c4", "#a1dab4", "#ffffcc"),
    "Deprivation": ("#7a0177", "#c51b8a", "#f768a1", "#fbb4b9", "#feebe2"),
    "Getting on": ("#006d2c", "#31a354", "#74c476", "#bae4b3", "#edf8e9"),
    "Adults and part-time": ("#993404", "#d95f0e", "#fe9929", "#fed98e", "#ffffd4"),
    "Getting there": ("#54278f", "#756bb1", "#9e9ac8", "#cbc9e2", "#f2f0f7"),
}
"""Colours of five classes of each theme, the class of most concern first."""

BOTH = (
    ("#2d3a52", "#3d6d9e", "#4f9fd0"),
    ("#9a6a3a", "#a9a7a0", "#a9cde4"),
    ("#d9822b", "#efc08a", "#ececec"),
)
"""Colours of nine classes: rows from the lowest participation, columns from the most deprived. Blue
grows with low participation, orange with deprivation, and both together are dark."""

DISAGREE = ("#3d85c0", "#e08a35", "#2d3a52", "#ecebe6")
"""Low and not deprived, deprived and not low, both, neither."""

_SUREST, _SURE, _LESS_SURE = "#0b2a6f", "#2f74b5", "#8cc4de"
_ROUND, _POCKET, _PLAIN = "#cfd6dc", "#e08a35", "#f4f2ec"
COLD = {
    "local-g": (_SUREST, _SURE, _LESS_SURE, _ROUND, _POCKET, _PLAIN),
    "likely": (_SUREST, _LESS_SURE, _PLAIN),
    "threshold": (_SURE, _PLAIN),
    "double": (_SURE, _PLAIN),
    "gap": (_SUREST, _SURE, _LESS_SURE, _PLAIN),
    "weightings": (_SUREST, _SURE, _LESS_SURE, _PLAIN),
}
"""Colours of the classes of each definition of cold spots: the surer, the darker."""

_SCORES = ("#54278f", "#756bb1", "#9e9ac8", "#cbc9e2", "#f2f0f7")
_GONE, _THERE, _FAR, _NEAR = "#b3371f", "#2f74b5", "#e6d9c3", "#eef3f5"
REACH = {
    "gaps": (_GONE, _THERE, _FAR, _NEAR),
    "engaged": (_GONE, _THERE, _FAR, _NEAR),
    "tiers": ("#54278f", "#8f7fbd", "#c3bcdc", "#f2f0f7"),
    "catchment": _SCORES,
    "gravity": _SCORES,
}
"""Colours of the classes of each map of reach: cold spots are dark, rust where nobody is near."""
SITES = (_GONE, "#12806f", "#9cc3dc", _PLAIN)
"""Still out of range, in range of a new site, in range already, not among those to serve."""

CIVIDIS = ("#00224e", "#434e6c", "#7d7c78", "#bcae6c", "#fee838")
"""Five steps of cividis (Nunez, Anderton and Renslow 2018), equal in lightness for all readers."""
PURPLE_ORANGE = ("#b35806", "#f1a340", "#f7f7f7", "#998ec3", "#542788")
"""ColorBrewer's PuOr: told apart by readers without red, green or blue cones."""

_LIGHT: dict[int, dict[str, str]] = {
    SUPPRESSED: {"fill": "#e3e6ea", "pattern": "stripes", "ink": "#77818c"},
    NOT_PUBLISHED: {"fill": "#e3e6ea", "pattern": "dots", "ink": "#77818c"},
    NOT_COVERED: {"fill": "#d5dae0"},
}
_DARK: dict[int, dict[str, str]] = {
    SUPPRESSED: {"fill": "#39424d", "pattern": "stripes", "ink": "#9aa5b1"},
    NOT_PUBLISHED: {"fill": "#39424d", "pattern": "dots", "ink": "#9aa5b1"},
    NOT_COVERED: {"fill": "#2a313a"},
}


def class_colours(theme: Theme, count: int) -> tuple[str, ...]:
    """Return the colours of `count` classes, at most five, the class of most concern first.

    Examples
    --------
    >>> class_colours("Getting in", 2)
    ('#253494', '#ffffcc')
    """
    palette = PALETTES[theme]
    if count <= 1:
        # With nothing to compare, no end of the scale may be claimed.
        return palette[2:3]
    return tuple(palette[round(at * (len(palette) - 1) / (count - 1))] for at in range(count))


def measure_colours(entry: Indicator, count: int) -> tuple[str, ...]:
    """Return the colours of `count` classes of a measure, in the order of their codes."""
    around = entry.classing in ("standard deviations", "points from 0") and count == len(DIVERGING)
    return DIVERGING if around else class_colours(entry.theme, count)


def ramp(colours: tuple[str, ...], count: int) -> list[str]:
    """Return `count` of five colours, from end to end; the middle one where there is one class."""
    if count <= 1:
        return [colours[2]]
    return [colours[round(at * (len(colours) - 1) / (count - 1))] for at in range(count)]


def missing_looks(*, dark: bool) -> dict[int, dict[str, str]]:
    """Return the `fill`, and the `pattern` and its `ink` if any, of each reason for no class."""
    return _DARK if dark else _LIGHT


_FINE = {"ink": "#a7b0ba", "alpha": 0.75, "width": 0.6}
_BORDERS: dict[str, dict[str, float]] = {
    "lsoa21": {"from": 11},
    "msoa21": {"from": 9},
    "ward24": {"from": 9},
    "lad24": {"from": 5, "width": 0.8, "alpha": 0.8},
    "utla23": {"from": 5, "width": 0.9, "alpha": 0.85},
    "cauth25": {"from": 5, "width": 1.0, "alpha": 0.9},
    "lsip23": {"from": 5, "width": 1.0, "alpha": 0.9},
    "region": {"from": 4, "width": 1.2, "alpha": 0.95},
    "nation": {"from": 4, "width": 1.2, "alpha": 0.95},
    "smc205": {"from": 5, "width": 0.8, "alpha": 0.8},
    "pcon24": {"from": 5, "width": 0.8, "alpha": 0.8},
    "soa01": {"from": 9},
    "sdz21": {"from": 9},
    "dea14": {"from": 8},
    "dz11": {"from": 10},
    "iz11": {"from": 8},
}
"""How the borders of each level differ from fine ones, and the zoom from which they are drawn."""


def map_style(
    fills: tuple[str, ...], geography: str, *, dark: bool, parted: bool = False
) -> dict[str, Any]:
    """Return how everything on a map looks, in the terms of the browser's layer.

    Parameters
    ----------
    fills
        The colours of its classes, in the order of their codes.
    geography
        The level that is coloured.
    dark
        Whether the page is dark.
    parted
        Whether the borders of nations are drawn over the areas, at every zoom.
    """
    ink, halo = ("#0b1118", "#ffffff")
    return {
        "land": "#2a313a" if dark else "#d5dae0",
        "classes": {
            **{code: {"fill": fill} for code, fill in enumerate(fills)},
            **missing_looks(dark=dark),
            OUTSIDE: {"fill": "#20262e" if dark else "#e4e8ec"},
        },
        # The borders of what is coloured, of zones, and of the level that frames it.
        "lines": {
            geography: {**_FINE, **_BORDERS[geography]},
            "zones": {"ink": "#0b1118", "alpha": 0.9, "width": 1.4, "from": 8},
            "frame": {"ink": "#0b1118", "alpha": 0.9, "width": 1.8, "from": 4}
            if parted
            else {"ink": "#16202c", "alpha": 0.5, "width": 0.8, "from": 7},
        },
        "hatch": {"ink": "#10161d", "light": "#ffffff"},
        "sites": {"ink": ink, "halo": halo, "accent": SITES[1]},
        "labels": {
            "ink": "#f2f5f8" if dark else ink,
            "soft": "#cfd8e1" if dark else "#38434f",
            "water": "#9cc3e6" if dark else "#2f5f8a",
            "halo": "#0b1118d9" if dark else "#ffffffd9",
            "pin": "#ff6b9d" if dark else "#c2185b",
        },
    }


def road_style(*, dark: bool) -> dict[str, Any]:
    """Return how motorways are drawn: fine lines in no class's colour, and numbers as on signs.

    Examples
    --------
    >>> road_style(dark=False)["sign"]
    '#2a5ea8'
    """
    return {
        "from": 7,
        "ink": "#a9b8c9" if dark else "#33414f",
        "casing": "#0b1118b3" if dark else "#ffffffb3",
        "sign": "#2a5ea8",
        "text": "#ffffff",
    }
