"""A hexagon for each area of a coverage: the map stretched, filled with cells, then improved."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Floats, Ints
from geo.cartogram.cells import MAINLAND, ROW, Objects, assign, middles_of, parts_of, steps_between
from geo.cartogram.improve import improve
from geo.cartogram.stretch import equal_areas

_OFF_SHORE = 2.0
"""How far an island lies from where the area nearest to it lies, neighbours being 1 apart."""


@dataclass(frozen=True)
class Quality:
    """How well a layout keeps the map."""

    displacement: float
    """Mean distance of an area from its place on the stretched map, neighbours being 1 apart."""
    furthest: float
    """The largest such distance."""
    touching: float
    """Share of the pairs of areas with a common border whose hexagons touch."""
    within_two: float
    """Share of them with at most one hexagon between theirs."""
    split: int
    """Groups whose areas on one part of the map hang together there, and whose hexagons do not."""


@dataclass(frozen=True)
class Stretched:
    """What a layout is made from, and held against."""

    places: Floats
    """Where each area should lie, neighbours 1 apart."""
    outlines: Objects
    pairs: Ints
    parts: Ints
    side: float
    """Distance of neighbours, in m."""


def neighbours_of(outlines: Objects) -> Ints:
    """Return the pairs of areas that share a line, each once, in order."""
    one, other = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    once = one < other
    one, other = one[once], other[once]
    shared = shapely.length(shapely.intersection(outlines[one], outlines[other])) > 0
    pairs = np.stack([one[shared], other[shared]], 1).astype(np.int64)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def stretch(outlines: Objects) -> Stretched:
    """Stretch a map until its areas are equal, and find where each should lie on it."""
    pairs = neighbours_of(outlines)
    parts = parts_of(pairs, len(outlines))
    side = float(np.sqrt(shapely.area(outlines).mean() / ROW))
    middles = shapely.get_coordinates(shapely.centroid(outlines))
    stretched, carried = equal_areas(outlines, middles)
    places = _beside_coasts(carried / side, middles, outlines, parts)
    return Stretched(places, stretched, pairs, parts, side)


def _beside_coasts(places: Floats, middles: Floats, outlines: Objects, parts: Ints) -> Floats:
    """Put islands off the area nearest to them, in the direction in which they lie."""
    sizes = np.bincount(parts)
    ground = np.flatnonzero(sizes[parts] >= MAINLAND)
    placed = places.copy()
    for island in np.flatnonzero(sizes < MAINLAND):
        inside = np.flatnonzero(parts == island)
        whole = shapely.union_all(outlines[inside])
        nearest = ground[int(np.argmin(shapely.distance(outlines[ground], whole)))]
        away = shapely.get_coordinates(whole.centroid)[0] - middles[nearest]
        off = places[nearest] + _OFF_SHORE * away / np.hypot(*away)
        placed[inside] = off + places[inside] - places[inside].mean(axis=0)
    return placed


def lay_out(outlines: gpd.GeoSeries, groups: pd.Series) -> tuple[pd.DataFrame, Quality]:
    """Assign each area of a coverage a hexagon, near its place and beside its neighbours.

    Parameters
    ----------
    outlines
        Outlines by code, EPSG:27700; those that touch share a line.
    groups
        The region of each, by the same codes: its hexagons hang together as far as can be.

    Returns
    -------
    cells, quality
        `column` and `row` by code, from 0; every other row stands half a column to the right.
        And how well that keeps the map.
    """
    held = stretch(outlines.to_numpy())
    numbers = pd.factorize(groups.reindex(outlines.index))[0].astype(np.int64)
    cells = assign(held.places, held.outlines, held.parts, held.side)
    cells = improve(cells, held.places, held.pairs, numbers, held.parts)
    quality = quality_of(cells, held, numbers)
    # The lowest row stays even, so that the same rows stand to the right.
    cells = cells - (cells[:, 0].min(), cells[:, 1].min() // 2 * 2)
    return pd.DataFrame(cells, index=outlines.index, columns=["column", "row"]), quality


def quality_of(cells: Ints, held: Stretched, groups: Ints) -> Quality:
    """Measure how well cells keep the map that they stand for."""
    away = np.hypot(*(middles_of(cells) - held.places).T)
    steps = steps_between(cells[held.pairs[:, 0]], cells[held.pairs[:, 1]])
    touching = _touching(cells)
    return Quality(
        float(away.mean()),
        float(away.max()),
        float((steps == 1).mean()),
        float((steps <= 2).mean()),
        sum(
            _pieces(held.pairs, groups == group, held.parts) == 1
            and _pieces(touching, groups == group, held.parts) > 1
            for group in np.unique(groups)
        ),
    )


def _touching(cells: Ints) -> Ints:
    one, other = np.nonzero(np.triu(steps_between(cells[:, None], cells[None]) == 1))
    return np.stack([one, other], 1).astype(np.int64)


def _pieces(pairs: Ints, inside: np.ndarray, parts: Ints) -> int:
    """Count the pieces of a group of areas on the part of the map where most of them lie."""
    main = np.bincount(parts[inside]).argmax()
    own = inside & (parts == main)
    within = pairs[own[pairs].all(axis=1)]
    return len(np.unique(parts_of(within, len(own))[own]))
