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
from geo.boundaries import outlines as boundaries
from geo.registry import PARENTS, SMALLEST, geography, small_levels
from layers.style import nations_of, visible_classes
from layers.view import MapView, below

Disc = tuple[float, float, float]
"""Middle and radius, in pixels of the sheet."""
MOST = 9
FEW = 3
"""Areas of the class of most concern that are named before larger ones."""
_LONDON = "E12000007"
_COUNTED = ("England", "Wales")
"""Nations whose people are counted by neighbourhood."""
_STANDS_FOR = 3
"""Lines of text within which a name is read as that of the place beside it."""
_TOWN_PER_KM2 = 900
"""People per square kilometre from which an authority is taken for a town."""


@dataclass(frozen=True)
class Label:
    """A name and where it stands: the middle of its letters' line, in pixels of the sheet."""

    name: str
    x: float
    y: float
    half: float


def candidates(view: MapView) -> pd.DataFrame:
    """List the places whose names may stand on a map, those to be tried first on top.

    Returns
    -------
    places
        `name`, `easting_m` and `northing_m` (EPSG:27700, where their people live).
    """
    held = levels_of(view.within) if view.within else ("nation",)
    if set(held) & {*small_levels(), "pcon24"}:
        return _neighbourhoods(view)
    upper = "lad24"
    if "lad24" in held:
        # Wards and local areas cross: each map has its own names.
        upper = "ward24" if view.geography == "ward24" else below("lad24", view.within)
    middles = _middles(upper, "" if upper == "lad24" else view.within)
    inside = area_table(upper).index[inside_of(upper, view.within)]
    middles = middles.loc[middles.index.intersection(inside)]
    if upper == "lad24" and not view.within:
        middles = _towns(middles, nations_of(view))
    names = [
        _short(name_of("region" if code == _LONDON else upper, code), code)
        for code in middles.index
    ]
    if (middles["population"] > 0).any():
        # Where nobody is counted, the first by the alphabet would stand for the largest.
        known = (middles["population"] > 0).to_numpy()
        middles, names = (
            middles[known],
            [name for name, is_known in zip(names, known, strict=True) if is_known],
        )
    ranked = middles.assign(name=names, first=_of_concern(view, upper, middles.index)).sort_values(
        ["first", "population", "name"], ascending=[False, False, True], kind="stable"
    )
    return ranked[ranked["name"] != ""].reset_index(drop=True)


def _of_concern(view: MapView, upper: str, codes: pd.Index) -> np.ndarray:
    """Find the places that are the few of the class looked at first: they are named first."""
    if upper != view.geography:
        return np.zeros(len(codes), np.bool_)
    classes = pd.Series(visible_classes(view).of_area, index=area_table(upper).index)
    here = classes.reindex(codes, fill_value=NOT_COVERED)
    worst: np.ndarray = ((here == here.min()) & (here < NOT_COVERED)).to_numpy()
    return worst if worst.sum() <= FEW else np.zeros(len(codes), np.bool_)


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
        points = shapely.point_on_surface(boundaries.load(upper).geometry.loc[others].to_numpy())
        beyond = pd.DataFrame(
            shapely.get_coordinates(points), index=others, columns=["easting_m", "northing_m"]
        )
        counted = table["population"] if "population" in table else pd.Series(dtype="float64")
        people = counted.reindex(others).astype("float64").fillna(0)
        parts.append(beyond.assign(population=people))
    return pd.concat(parts)


def _towns(middles: pd.DataFrame, nations: Sequence[str]) -> pd.DataFrame:
    """Keep authorities of some nations that are towns; London is one, not its boroughs.

    A nation whose people are not known keeps all of its authorities.
    """
    table = area_table("lad24").loc[middles.index]
    people = table["population"].astype("float64")
    dense = people.isna() | (people / table["area_km2"] >= _TOWN_PER_KM2)
    here, london = table["nation"].isin(nations), table["region_code"] == _LONDON
    towns = middles[(dense & here & ~london).to_numpy()]
    capital = middles[london.to_numpy()]
    if "England" not in nations:
        return towns
    weight = capital["population"]
    whole = {
        "easting_m": (capital["easting_m"] * weight).sum() / weight.sum(),
        "northing_m": (capital["northing_m"] * weight).sum() / weight.sum(),
        "population": weight.sum(),
    }
    return pd.concat([pd.DataFrame([whole], index=[_LONDON]), towns])


def _neighbourhoods(view: MapView) -> pd.DataFrame:
    """Return the neighbourhoods of a small place apart by the ends of their names."""
    if view.geography != "lsoa21" or "pcon24" in levels_of(view.within):
        return pd.DataFrame(columns=["name", "easting_m", "northing_m"])
    inside = area_table("lsoa21")[inside_of("lsoa21", view.within)]
    at = tables.load("centroids_lsoa21").loc[inside.index, ["easting_m", "northing_m"]]
    return at.assign(name=inside["area_name"].str.split(" ").str[-1]).reset_index(drop=True)


def _short(name: str, code: str) -> str:
    """Write a name as on a map: `Bristol, City of` is Bristol, and `Glasgow City` Glasgow."""
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

    Where a name finds no room, none that comes later stands in its place.

    Parameters
    ----------
    places
        From `candidates`.
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
        Discs that no name may cover; a name there moves above or below.
    """
    left, top, right, bottom = box
    taken: list[Label] = []
    passed: list[tuple[float, float]] = []
    for name, easting, northing in places[["name", "easting_m", "northing_m"]].itertuples(
        index=False
    ):
        if len(taken) == most:
            break
        x, y = to_px(easting, northing)
        half = width_of(name) / 2

        def inside(y: float, x: float = x, half: float = half) -> bool:
            wide = left + half + 2 <= x <= right - half - 2
            return wide and top + line_px <= y <= bottom - line_px

        def free(y: float, x: float = x, half: float = half) -> bool:
            return not any(
                abs(other.x - x) < other.half + half + line_px * 0.5
                and abs(other.y - y) < line_px * 1.5
                for other in taken
            ) and not any(_covers(disc, x, y, half, line_px) for disc in clear)

        found = [at for at in _heights(x, y, half, line_px, clear) if inside(at)]
        if not found:
            continue
        stands = next((at for at in found if free(at)), None)
        if stands is None:
            passed.append((x, y))
            continue
        # A lesser place must not stand for a main one beside it that found no room.
        if any(math.hypot(x - px, y - py) < line_px * _STANDS_FOR for px, py in passed):
            continue
        taken.append(Label(str(name), x, stands, half))
    return taken


def _covers(disc: Disc, x: float, y: float, half: float, line_px: float) -> bool:
    """Test whether a name at a place would lie on a disc."""
    wide = max(abs(disc[0] - x) - half, 0.0)
    tall = max(abs(disc[1] - y) - line_px * 0.6, 0.0)
    return math.hypot(wide, tall) < disc[2]


def _heights(
    x: float, y: float, half: float, line_px: float, clear: Sequence[Disc]
) -> Iterator[float]:
    """Give the heights at which a name may stand: its own, then above and below what it covers."""
    yield y
    hit = [disc for disc in clear if _covers(disc, x, y, half, line_px)]
    if hit:
        yield min(disc[1] - disc[2] for disc in hit) - line_px * 0.7
        yield max(disc[1] + disc[2] for disc in hit) + line_px * 0.7
