"""Names of main places on a static map: the most populous first, where they do not collide."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from geo import tables
from geo.areas import NOT_COVERED, area_table, holds, inside_of, levels_of, name_of
from geo.places import SHORT_NAMES, motorways, number_points, settlements_within
from geo.registry import NATIONS, PARENTS, SMALLEST, geography
from layers.pictures.frame import Frame, zoom_of
from layers.pictures.looks import INK
from layers.pictures.marks import dot, stored
from layers.pictures.sheet import Sheet, plain, width_of
from layers.style import nations_of, road_style, visible_classes
from layers.view import MapView

Disc = tuple[float, float, float]
"""Middle and radius, in pixels of the sheet."""
MOST = 16
FEW = 3
"""Areas of the class of most concern that are named before larger ones."""
_COLUMNS = ["name", "easting_m", "northing_m", "settled"]
_LEAD = 2.5
"""How many times as many people a settlement leads as its satellites do."""
_LONDON = "E12000007"
_COUNTED = ("England", "Wales")
"""Nations whose people are counted by neighbourhood."""
_DOT = 0.3
"""Radius of what a dot needs, in lines of text."""
_LEAST = 0.02
"""Share of the lead of a place's first settlement from which others are tried, but for the first
twice `MOST`: a village that has room is no landmark of a region."""


@dataclass(frozen=True)
class Label:
    """A name and where it stands: the middle of its letters' line, in pixels of the sheet."""

    name: str
    x: float
    y: float
    half: float
    dot: tuple[float, float] | None = None
    """Where the settlement lies, if the name stands beside it; none for the name of an area."""


def candidates(view: MapView) -> pd.DataFrame:
    """List the names that may stand on a map, those to be tried first on top.

    The few areas of the class looked at first come before the settlements within the place: cities
    and towns, then suburbs and villages. London's boroughs stand for its towns.

    Returns
    -------
    places
        `name`, `easting_m` and `northing_m` (EPSG:27700); `settled`, whether it is a settlement
        with a place of its own and not the middle of an area; `lead`, how many people it leads,
        missing of areas.
    """
    held = levels_of(view.within) if view.within else ("nation",)
    if set(held) & {"lsoa21", "msoa21", "dz11", "iz11", "soa01", "sdz21"}:
        return _neighbourhoods(view).reindex(columns=[*_COLUMNS, "lead"])
    settled = settlements_within(view.within)
    if not view.within:
        settled = settled[settled["area_code"].map(_nation_named).isin(nations_of(view))]
    leading = int((settled["lead"] >= settled["lead"].max() * _LEAST).sum())
    settled = settled.head(max(leading, 2 * MOST))
    settled = settled.assign(name=settled["name"].replace(dict(SHORT_NAMES)), settled=True)
    main = _boroughs() if view.within == _LONDON else settled.head(1)
    parts = [_of_concern(view), main, settled]
    columns = [*_COLUMNS, "lead"]
    ranked = pd.concat([part.reindex(columns=columns) for part in parts], ignore_index=True)
    return ranked.drop_duplicates("name").reset_index(drop=True)


def around(view: MapView, ground: tuple[float, float, float, float]) -> str:
    """Name a part of a map by the main settlement in it; empty if none is."""
    west, south, east, north = ground
    names = candidates(view)
    names = names[names["settled"].fillna(False).astype(bool)]
    here = names["easting_m"].between(west, east) & names["northing_m"].between(south, north)
    return f"Around {names['name'][here].iloc[0]}" if here.any() else ""


def _nation_named(code: str) -> str:
    """Return the nation of a small area by its code; super data zones begin with N2."""
    return NATIONS.get(code[:1], "")


def _of_concern(view: MapView) -> pd.DataFrame:
    """List the areas of the class looked at first, if they are few: they are named first."""
    level = view.geography
    none = pd.DataFrame(columns=_COLUMNS)
    if geography(level).is_small or level not in PARENTS:
        return none
    table = area_table(level)
    inside = inside_of(level, view.within)
    classes = pd.Series(visible_classes(view).of_area, index=table.index)[inside]
    lowest = classes[(classes == classes.min()) & (classes < NOT_COVERED)]
    if not 0 < len(lowest) <= FEW:
        return none
    middles = _middles(level, view.within)
    middles = middles.loc[middles.index.intersection(lowest.index)]
    middles = middles.sort_values("population", ascending=False, kind="stable")
    names = [map_name(level, code) for code in middles.index]
    return middles.assign(name=names, settled=False)


def _boroughs() -> pd.DataFrame:
    """List London's boroughs, the most populous first."""
    middles = _middles("lad24", _LONDON)
    middles = middles[area_table("lad24").loc[middles.index, "region_code"] == _LONDON]
    middles = middles.sort_values("population", ascending=False, kind="stable")
    names = [map_name("lad24", code) for code in middles.index]
    return middles.assign(name=names, settled=False)


def _middles(upper: str, within: str) -> pd.DataFrame:
    """Find where the people of each upper area live: the mean of its neighbourhoods' middles.

    Beyond England and Wales a point inside its outline stands for that.
    """
    parts = []
    if geography(upper).drawn_with == SMALLEST and (not within or holds(SMALLEST, within)):
        under = area_table(SMALLEST)[inside_of(SMALLEST, within)]
        at = tables.load(f"centroids_{SMALLEST}").loc[under.index, ["easting_m", "northing_m"]]
        people = under["population"].astype("float64").fillna(0)
        weighted = at.mul(people, axis=0).assign(population=people)
        summed = weighted.groupby(under[PARENTS[upper]]).sum()
        summed = summed[summed["population"] > 0]
        middles = summed[["easting_m", "northing_m"]].div(summed["population"], axis=0)
        parts.append(middles.assign(population=summed["population"]))
    table = area_table(upper)
    others = table.index if not parts else table.index[~table["nation"].isin(_COUNTED)]
    if len(others):
        points = shapely.point_on_surface(stored(upper).of(others.tolist()))
        beyond = pd.DataFrame(
            shapely.get_coordinates(points), index=others, columns=["easting_m", "northing_m"]
        )
        counted = table["population"] if "population" in table else pd.Series(dtype="float64")
        people = counted.reindex(others).astype("float64").fillna(0)
        parts.append(beyond.assign(population=people))
    return pd.concat(parts)


def _neighbourhoods(view: MapView) -> pd.DataFrame:
    """Return the neighbourhoods of a small place apart by the ends of their names."""
    if view.geography != "lsoa21" or "pcon24" in levels_of(view.within):
        return pd.DataFrame(columns=_COLUMNS)
    inside = area_table("lsoa21")[inside_of("lsoa21", view.within)]
    at = tables.load("centroids_lsoa21").loc[inside.index, ["easting_m", "northing_m"]]
    names = inside["area_name"].str.split(" ").str[-1]
    return at.assign(name=names, settled=False).reset_index(drop=True)


def without_satellites(
    places: pd.DataFrame, to_px: Callable[[float, float], tuple[float, float]], near_px: float
) -> pd.DataFrame:
    """Leave out the settlements that crowd a main one, such as St Albans beside London.

    Parameters
    ----------
    places
        From `candidates`.
    to_px
        Turns easting and northing into pixels.
    near_px
        How near on the sheet a settlement crowds another.

    Returns
    -------
    places
        Without those that lie as near as that to a settlement of at least 2.5 times their lead.
    """
    towns = places[places["settled"].astype(bool)]
    if not len(towns):
        return places
    at = np.array([to_px(*one) for one in towns[["easting_m", "northing_m"]].to_numpy(float)])
    lead = towns["lead"].to_numpy(float)
    near = np.hypot(*(at[:, None, :] - at[None, :, :]).T) < near_px
    crowded = (near & (lead[:, None] >= _LEAD * lead[None, :])).any(axis=0)
    return places.drop(index=towns.index[crowded])


def map_name(level: str, code: str) -> str:
    """Return the name of an area as maps write it.

    Examples
    --------
    >>> map_name("lad24", "E06000023"), map_name("lad24", "S12000049")
    ('Bristol', 'Glasgow')
    """
    name = name_of(level, code)
    if code.startswith("S"):
        return name.removeprefix("City of ").removesuffix(" City")
    return name.split(",")[0].removeprefix("City of ") if ", " in name else name


def place(
    places: pd.DataFrame,
    to_px: Callable[[float, float], tuple[float, float]],
    box: tuple[float, float, float, float],
    width_of: Callable[[str], float],
    line_px: float,
    most: int = MOST,
    clear: Sequence[Disc] = (),
) -> list[Label]:
    """Choose the names that fit into a box and do not collide, in the order given.

    The name of a settlement stands to the right of its dot, or to the left, above or below; that of
    an area in its middle.

    Parameters
    ----------
    places
        From `candidates`: `settled` says which are settlements.
    to_px
        Turns easting and northing into pixels.
    box
        Left, top, right and bottom, in pixels.
    width_of
        Measures a name, in pixels.
    line_px
        Height of a line.
    most
        Number of names at most.
    clear
        Discs that no name may cover.
    """
    left, top, right, bottom = box
    taken: list[Label] = []
    air = line_px * 0.5

    def free(label: Label) -> bool:
        inside = (
            left + label.half + 2 <= label.x <= right - label.half - 2
            and top + line_px <= label.y <= bottom - line_px
        )
        dots = [(*other.dot, line_px * _DOT) for other in taken if other.dot]
        return (
            inside
            and not any(
                abs(other.x - label.x) < other.half + label.half + air
                and abs(other.y - label.y) < line_px * 1.25
                for other in taken
            )
            and not any(
                _covers(disc, label.x, label.y, label.half, line_px) for disc in [*clear, *dots]
            )
        )

    def hidden(x: float, y: float) -> bool:
        dot = (x, y, line_px * _DOT)
        return any(_covers(dot, other.x, other.y, other.half, line_px) for other in taken)

    leaders = [
        (*to_px(easting, northing), line_px * _DOT)
        for _, easting, northing, settled in places[_COLUMNS].head(most).itertuples(index=False)
        if settled
    ]

    def covers_leader(label: Label) -> bool:
        return any(
            _covers(dot, label.x, label.y, label.half, line_px)
            for dot in leaders
            if dot[:2] != label.dot
        )

    for name, easting, northing, settled in places[_COLUMNS].itertuples(index=False):
        if len(taken) == most:
            break
        x, y = to_px(easting, northing)
        half = width_of(name) / 2
        if settled and hidden(x, y):
            continue
        stands = (
            [Label(str(name), *at, half, (x, y)) for at in _beside(x, y, half, line_px)]
            if settled
            else [Label(str(name), x, at, half) for at in _heights(x, y, half, line_px, clear)]
        )
        fits = [label for label in stands if free(label)]
        # A name to the left of its dot is better than one over the dot of the next city.
        bare = [label for label in fits if not covers_leader(label)]
        taken += (bare or fits)[:1]
    return taken


def _beside(x: float, y: float, half: float, line_px: float) -> Iterator[tuple[float, float]]:
    """Yield where a name may stand beside its dot: right, left, above, below."""
    away = half + line_px * 0.55
    yield x + away, y
    yield x - away, y
    yield x, y - line_px * 0.95
    yield x, y + line_px * 0.95


def _covers(disc: Disc, x: float, y: float, half: float, line_px: float) -> bool:
    """Test whether a name at a place would lie on a disc."""
    wide = max(abs(disc[0] - x) - half, 0.0)
    tall = max(abs(disc[1] - y) - line_px * 0.6, 0.0)
    return math.hypot(wide, tall) < disc[2]


def _heights(
    x: float, y: float, half: float, line_px: float, clear: Sequence[Disc]
) -> Iterator[float]:
    """Yield the heights at which a name may stand: its own, then above and below what it covers."""
    yield y
    hit = [disc for disc in clear if _covers(disc, x, y, half, line_px)]
    if hit:
        yield min(disc[1] - disc[2] for disc in hit) - line_px * 0.7
        yield max(disc[1] + disc[2] for disc in hit) + line_px * 0.7


def _draw_signs(
    sheet: Sheet, frame: Frame, names: Sequence[Label], clear: Sequence[Disc], *, grey: bool
) -> None:
    """Write the numbers of the motorways where names, and what is to stay clear, leave room."""
    roads = motorways()
    if roads is None:
        return
    size = 8.6 * sheet.unit
    numbers = number_points(roads)
    numbers = numbers[numbers["from_zoom"] <= zoom_of(frame, sheet.unit)]
    look = road_style(dark=False)
    for sign in place_signs(numbers, frame, size, names, clear):
        left, top = sign.x - sign.half - 3 * sheet.unit, sign.y - 0.75 * size
        fill = INK if grey else look["sign"]
        box = sheet.box(left, top, 2 * (sign.half + 3 * sheet.unit), 1.5 * size, fill, "#ffffff")
        box.set_zorder(18)
        sheet.text(
            sign.x,
            sign.y + size * 0.35,
            sign.name,
            size,
            bold=True,
            colour=look["text"],
            align="center",
        )


def place_signs(
    numbers: pd.DataFrame,
    frame: Frame,
    line_px: float,
    names: Sequence[Label],
    clear: Sequence[Disc],
) -> list[Label]:
    """Choose the numbers of roads that collide with no name, no disc and no other number."""
    right, bottom = frame.left + frame.width, frame.top + frame.height
    taken: list[Label] = []
    for name, easting, northing in numbers[["name", "easting_m", "northing_m"]].itertuples(
        index=False
    ):
        x, y = frame.to_px(easting, northing)
        half = width_of(name, line_px, True) / 2
        inside = (
            frame.left + half + line_px <= x <= right - half - line_px
            and frame.top + line_px <= y <= bottom - 3 * line_px
        )
        dots = [(*other.dot, line_px * _DOT) for other in names if other.dot]
        free = inside and not any(
            abs(other.x - x) < other.half + half + line_px and abs(other.y - y) < line_px * 1.7
            for other in [*names, *taken]
        )
        if free and not any(_covers(disc, x, y, half, line_px) for disc in [*clear, *dots]):
            taken.append(Label(name, x, y, half))
    return taken


_CROWDED = 2.2
"""Lines of text within which a settlement crowds a larger one."""


def draw_names(
    sheet: Sheet,
    frame: Frame,
    view: MapView,
    clear: Sequence[Disc] = (),
    size_px: float = 10.5,
    *,
    grey: bool = False,
) -> None:
    """Write the names of main places on a map, as far as they find room beside what is clear.

    Numbers of motorways come after them, white on blue, or on black where the picture is grey.
    """
    size = size_px * sheet.unit
    box = (frame.left, frame.top, frame.left + frame.width, frame.top + frame.height - 24)
    chosen = place(
        without_satellites(candidates(view), frame.to_px, _CROWDED * size),
        frame.to_px,
        box,
        lambda name: width_of(plain(name), size, True),
        size,
        clear=clear,
    )
    for label in chosen:
        if label.dot:
            dot(sheet, *label.dot)
        sheet.text(
            label.x,
            label.y + size * 0.35,
            label.name,
            size,
            bold=True,
            align="center",
            halo="#ffffffd9",
        )
    _draw_signs(sheet, frame, chosen, clear, grey=grey)
