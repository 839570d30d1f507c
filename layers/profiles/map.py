"""The map of a profile: who goes on inside the place, with its tested cold spots outlined."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from geo.areas import NOT_COVERED, area_table, levels_of
from geo.coldspots import LEVELS, bundled
from geo.posterior import FIFTHS
from geo.reach import Reach
from geo.registry import geography, indicator
from layers.pictures import (
    ACCENT,
    PX_PER_INCH,
    Drawn,
    Fill,
    Frame,
    draw_areas,
    draw_names,
    drawing,
    drawn_of,
    fills_of,
    frame_in,
    line,
    locator,
    new_sheet,
    scale_bar,
    zone_shapes,
)
from layers.profiles.model import LegendRow, MapPart, figure_cell
from layers.profiles.nations import NOT_OF_WALES
from layers.profiles.subject import PARTNERSHIP, Subject
from layers.reach import lowered_article
from layers.style import hatch_words, visible_classes
from layers.view import MapView
from layers.words import Sentence, lowered, say, traces

SIDE_PX = 400
_INSET_PX = (62.0, 82.0)
_MOST_LSOA = 2_500
"""Neighbourhoods from which local areas are drawn in their place: finer ones cannot be seen."""
_DOTS_PER_INCH = 280
_OUTLINED = Fill("#ffffff", "outline", "#0b1118")
_CHOSEN = Fill("#ffffff", "outline", ACCENT)


class Shown(NamedTuple):
    """What a map draws: the areas of the place itself, as its legend counts them."""

    view: MapView
    drawn: Drawn


@lru_cache(maxsize=2)
def _drawn_of(place: Subject) -> Shown:
    view = view_of(place)
    hatched = _tested(view) and view.indicator == "tundra_rate"
    drawn = drawn_of(view, hatched=hatched, hexagonal=False)
    if not view.within:
        drawn = _kept(drawn, drawn.index.isin(_own(place, view.geography)))
    return Shown(view, drawn)


def _kept(drawn: Drawn, kept: np.ndarray) -> Drawn:
    return Drawn(
        drawn.shapes[kept], drawn.codes[kept], drawn.unsure[kept], drawn.index[kept], False
    )


def _own(place: Subject, level: str) -> pd.Index:
    if level == place.basis.small:
        return place.codes
    if level == place.level:
        return pd.Index([place.code])
    return pd.Index(area_table(place.basis.small)[f"{level}_code"].reindex(place.codes).unique())


def view_of(place: Subject) -> MapView:
    """Choose the level that can be seen, the measure of the nation, and what is looked at."""
    basis = place.basis
    level = basis.small if len(place.codes) <= _MOST_LSOA else basis.middling
    if place.level == PARTNERSHIP or place.is_zone:
        return MapView(geography=level, indicator=basis.drawn)
    if place.is_patch:
        return MapView(geography=level, indicator=basis.drawn, within=place.code)
    if not len(place.codes):
        # Small areas do not nest in it: it is shown among its like.
        measure = basis.measure_at(place.level, place.row) or "ni_census21_level4"
        held = str(place.row["lad24_code"])
        return MapView(geography=place.level, indicator=measure, within=held, select=place.code)
    if place.level == basis.small:
        # A small area is shown among those of its local area.
        held = str(place.row[_AMONG[place.level]])
        return MapView(geography=level, indicator=basis.drawn, within=held, select=place.code)
    whole = place.level == "nation" and place.nation in ("England", "Scotland")
    within = "" if whole else place.code
    return MapView(geography=level, indicator=basis.drawn, within=within)


_AMONG = {"lsoa21": "msoa21_code", "dz11": "iz11_code", "soa01": "lad24_code"}
"""What holds the small areas that a map of one of them shows."""


def map_part(place: Subject) -> MapPart:
    """Return what the map shows: a title, each class with its count, and words for it."""
    seen = _drawn_of(place)
    view = seen.view
    classes = visible_classes(view)
    codes = seen.drawn.codes
    known = bool((codes < NOT_COVERED).any())
    looks = fills_of(view, len(classes.classes), "light")
    source = "tundra_lsoa11+tundra_msoa11"
    source = source if place.nation == "England" else traces.datasets_of(view.indicator)
    plural = geography(view.geography).plural
    rows = []
    for number, row in [*enumerate(classes.classes), *sorted(classes.missing.items())]:
        count = int((codes == number).sum())
        # Where nothing has a class, the classes explain nothing.
        if not count and (number >= NOT_COVERED or not known):
            continue
        label = traces.defined(row.label, "class of the legend", source)
        how = f"{plural} in class {row.label!r}"
        field = "class" if place.nation == "England" else view.indicator
        told = traces.counted(count, source, field, _whose(seen, place), how)
        rows.append(LegendRow(looks[number], figure_cell(label), figure_cell(told)))
    named = traces.defined(geography(view.geography).label, "level of the map")
    title = say("Young participation by {level}, {who}", level=named, who=traces.LEAVERS)
    if place.nation != "England":
        title = say(
            "{measure} by {level}, {period}",
            measure=traces.defined(indicator(view.indicator).label, f"{view.indicator}: label"),
            level=named,
            period=traces.period_of_indicator(view.indicator),
        )
    listed = [
        say("{label}: {count}", label=row.label.traces[0], count=row.count.traces[0])
        for row in rows
    ]
    name = replace(place.name, figure=lowered_article(place.name.figure))
    opened = say("Map of {place}: {title}", place=name, title=lowered(title.text))
    described = traces.joined([opened, traces.joined(listed, "; ")], f"; {plural} in each class: ")
    # Within a sentence a label begins with a small letter.
    held = [one for one in title.traces if one.value == one.figure]
    inner = [replace(one, figure=lowered(one.figure), value=lowered(one.figure)) for one in held]
    described = Sentence(f"{described.text}.", (*described.traces, *title.traces, *inner))
    rows += _signs(place, seen)
    notes = _other_level(place, view)
    if not place.basis.measures:
        notes.append(Sentence(f"{NOT_OF_WALES}: the map shows its index of deprivation."))
    if place.level == PARTNERSHIP:
        notes.append(Sentence("Red dots are its sites."))
    return MapPart(view, title, described, plural, tuple(rows), tuple(notes))


def _whose(seen: Shown, place: Subject) -> str:
    """Return the code of the place whose areas the map counts: a neighbourhood's local area."""
    return seen.view.within or place.code


def _other_level(place: Subject, view: MapView) -> list[Sentence]:
    """Return a note where the map counts other areas than the text; nothing where they agree."""
    small = place.basis.small
    same = place.level if place.is_zone else small
    if view.geography == same or not len(place.codes):
        return []
    shown_in, told_in = geography(view.geography).plural, geography(same).plural
    reason = f", as {told_in} would be too small to be seen" if same == small else ""
    return [Sentence(f"The map and its key count {shown_in}{reason}; the text counts {told_in}.")]


def _signs(place: Subject, seen: Shown) -> list[LegendRow]:
    """Explain what is drawn on top of the classes."""
    unsure = seen.drawn.unsure
    rows = []
    if unsure.any():
        level = seen.view.geography
        ends = (traces.defined("5% to 95%", "UNCERTAIN"),)
        plural = geography(level).plural
        label = Sentence(hatch_words(), ends)
        how = f"{plural} whose {FIFTHS[0]} lies between 0.05 and 0.95"
        count = traces.counted(
            int(unsure.sum()), f"posterior_{level}", FIFTHS[0],
            _whose(seen, place), how,
        )  # fmt: skip
        rows.append(LegendRow(Fill("#c9d3da"), label, figure_cell(count), hatched=True))
    level, codes, cold = seen.view.geography, seen.drawn.index, 0
    if _tested(seen.view):
        cold = int(bundled(level)["cold_spot"].reindex(codes, fill_value=False).sum())
    if cold:
        source = f"coldspots_{level}"
        plural = geography(level).plural
        how = f"{plural} whose cold_spot is true"
        count = traces.counted(cold, source, "cold_spot", _whose(seen, place), how)
        label = Sentence(f"{plural[0].upper()}{plural[1:]} tested as cold spots, outlined")
        rows.append(LegendRow(_OUTLINED, label, figure_cell(count)))
    if seen.view.select:
        rows.append(LegendRow(_CHOSEN, figure_cell(place.name), Sentence("")))
    return rows


def _tested(view: MapView) -> bool:
    return view.geography in LEVELS


def draw_map(place: Subject, reach: Reach | None = None) -> bytes:
    """Draw the map of a place as a PNG that is fine enough for print.

    Parameters
    ----------
    place
        What it is of.
    reach
        Of a partnership, whose sites are then drawn as points.
    """
    seen = _drawn_of(place)
    with drawing():
        sheet = replace(new_sheet(SIDE_PX, SIDE_PX, "#ffffff"), unit=1.0)
        frame = frame_in(0, 0, SIDE_PX, SIDE_PX, _ground(place, seen, reach))
        axes = sheet.window(0, 0, SIDE_PX, SIDE_PX)
        axes.set_xlim(frame.ground[0], frame.ground[2])
        axes.set_ylim(frame.ground[1], frame.ground[3])
        looks = fills_of(seen.view, len(visible_classes(seen.view).classes), "light")
        fine = PX_PER_INCH / _DOTS_PER_INCH
        draw_areas(axes, frame, seen.view, seen.drawn, looks, fine)
        cell = frame.m_per_px * fine
        if _tested(seen.view):
            near = _near(seen.drawn, frame)
            line(axes, zone_shapes(replace(seen.view, mode="cold"), near), cell, "#0b1118", 1.2, 7)
        if seen.view.select:
            # In a colour of its own, for cold spots are outlined in black.
            own = seen.drawn.shapes[seen.drawn.index == seen.view.select]
            line(axes, own, cell, "#ffffff", 4.2, 8.5)
            line(axes, own, cell, ACCENT, 2.4, 9)
        if reach is not None and place.level == PARTNERSHIP:
            _points(axes, reach)
        scale_bar(axes, sheet)
        draw_names(sheet, frame, seen.view)
        corner = _empty_corner(frame, seen.drawn)
        if corner and seen.view.within and "nation" not in levels_of(seen.view.within):
            _clear(axes, frame, corner)
            inset = (*corner, *_INSET_PX)
            locator(sheet, frame, *inset, grey=False, nation=place.nation)
        held = io.BytesIO()
        kept: dict[str, Any] = {"Software": "Cold Spots"}
        sheet.figure.savefig(held, format="png", dpi=_DOTS_PER_INCH, metadata=kept)
    return held.getvalue()


def _ground(place: Subject, seen: Shown, reach: Reach | None) -> tuple[float, float, float, float]:
    """Find the box that the map shows: around the place itself."""
    own = seen.drawn.shapes
    if reach is not None and place.level == PARTNERSHIP and not len(own):
        own = shapely.points(reach.sites[["easting_m", "northing_m"]].to_numpy())
    west, south, east, north = (float(end) for end in shapely.total_bounds(own))
    air = 0.25 * max(east - west, north - south) if place.is_zone else 0.0
    return west - air, south - air, east + air, north + air


def _near(drawn: Drawn, frame: Frame) -> Drawn:
    """Keep the areas that a frame shows, so that no zone elsewhere is united."""
    return _kept(drawn, frame.shows(drawn.shapes))


def _points(axes: Any, reach: Reach) -> None:
    at = reach.sites[["easting_m", "northing_m"]].to_numpy()
    look = {"markersize": 4.5, "markeredgecolor": "#ffffff", "markeredgewidth": 0.6}
    axes.plot(at[:, 0], at[:, 1], "o", color=ACCENT, zorder=9, **look)


def _clear(axes: Any, frame: Frame, corner: tuple[float, float]) -> None:
    """Make room for the inset: white, so that England stands out from the land around."""
    from matplotlib.patches import Rectangle

    px, (wide, tall) = frame.m_per_px, _INSET_PX
    left, top = frame.ground[0] + corner[0] * px, frame.ground[3] - corner[1] * px
    box = Rectangle((left, top - tall * px), wide * px, tall * px, facecolor="#ffffff", zorder=20)
    box.set_edgecolor("#c6ced6")
    axes.add_artist(box)


def _empty_corner(frame: Frame, drawn: Drawn) -> tuple[float, float] | None:
    """Find the corner where the inset hides least; none where it would hide much."""
    wide, tall = _INSET_PX
    far = SIDE_PX - wide
    spots = ((0.0, 0.0), (far, 0.0), (0.0, SIDE_PX - tall))
    west, _, _, north = frame.ground
    px, hidden = frame.m_per_px, []
    for x, y in spots:
        left, top = west + x * px, north - y * px
        cut = shapely.clip_by_rect(drawn.shapes, left, top - tall * px, left + wide * px, top)
        hidden.append(float(shapely.area(cut).sum()) / (wide * tall * px * px))
    best = int(np.argmin(hidden))
    return spots[best] if hidden[best] < 0.12 else None
