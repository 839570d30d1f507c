"""Outlines as TopoJSON, with the table beside it that Datawrapper and Flourish join to it by code.

Borders are stored once, in WGS84 on a grid, so that neighbours never part. Outer rings run
clockwise, which is how d3 and the tools built on it tell the inside from the outside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.areas import AreaTable
from geo.arrays import Floats
from geo.boundaries import topology
from geo.registry import INDICATORS, OWN_INDICATORS, offered
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS
from layers.exports.csv_table import write_csv

if TYPE_CHECKING:
    import geopandas as gpd

Cells = npt.NDArray[np.int64]

STEP = 1e-5
"""Degrees between the lines of the grid: 1.1 m northwards. Coarser, an islet has no area."""
DETAIL = 5_000
"""Borders keep details down to this part of the longer side, or to the 20 m of their publisher."""
CHANGED = 0.005
"""Share of an area that details of its borders may come to; beyond it more of them are kept."""
_FINEST_M = 20.0
_NOTHING = 1e-13
"""Steradians, 4 square metres: what a ring of less holds nobody sees, and d3 may read it wrong."""
_DIGITS = 6
"""Significant digits of a number."""

NAMES = ("map_class", "area_name", "zone_name", "name", "lad24_name", "lad24_names")
MEASURES = (
    *(
        f"{entry.id}{end}"
        for entry in (*INDICATORS, *OWN_INDICATORS)
        for end in (("", "_low", "_high") if entry.kind == "rate" else ("",))
    ),
    *("prob_lowest_fifth", "young_people_now"),
    *("cold_spot", "cold_surroundings", "confidence", "zone_id", "gap", "cold_share"),
    *("nearest_site", "nearest_km", "nearest_cost", "sites_within", "tier", "e2sfca", "gravity"),
    *("in_range", "cold_not_in_range", "engaged", "cold_not_engaged"),
    *("areas", "people_left", "gain", "covered"),
    "no_interval",
)
"""Columns that are written where a table has them: what somebody would colour or tell on a map."""


def measures_of(areas: AreaTable) -> pd.DataFrame:
    """Cut a table to names and measures; numbers to six significant digits."""
    shown = areas.table[[name for name in (*NAMES, *MEASURES) if name in areas.table]]
    return shown.assign(
        **{
            str(name): _shortened(shown[name])
            for name in shown
            if pd.api.types.is_float_dtype(shown[name])
        }
    )


def _shortened(values: pd.Series) -> pd.Series:
    found = values.to_numpy(dtype="float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(np.isfinite(found) & (found != 0), np.log10(np.abs(found)), 0.0)
    scale = 10.0 ** (_DIGITS - 1 - np.floor(size))
    return pd.Series(np.round(found * scale) / scale, index=values.index)


def write_map_csv(areas: AreaTable, path: Path) -> None:
    """Write the table that is joined to the outlines: code, names, measures."""
    write_csv(measures_of(without_others(areas)), path)


def without_others(areas: AreaTable) -> AreaTable:
    """Leave out areas of other nations that have no figures; all stay where none has any."""
    table = areas.table
    figures = [entry.id for entry in offered() if entry.id in table]
    if "nation" not in table or not figures:
        return areas
    kept = (table["nation"] == "England") | table[figures].notna().any(axis=1)
    return replace(areas, table=table[kept]) if kept.any() else areas


def write_topojson(areas: AreaTable, path: Path) -> None:
    """Write outlines, or the points of sites, with names and measures as properties.

    Areas of other nations that have no figures are left out.
    """
    areas = without_others(areas)
    rows = measures_of(areas)
    shapes = areas.with_geometry().loc[rows.index]
    made = _points(shapes) if (shapes.geom_type == "Point").all() else _outlines(shapes)
    properties = _records(rows)
    geometries = [
        {**shape, "id": record[str(rows.index.name)], "properties": record}
        for shape, record in zip(made.pop("geometries"), properties, strict=True)
    ]
    whole = {
        "type": "Topology",
        **made,
        "objects": {areas.geography: {"type": "GeometryCollection", "geometries": geometries}},
    }
    with path.open("w", encoding="utf-8") as handle:
        handle.write(json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    flat = rows.reset_index().astype(object)
    return flat.where(flat.notna(), None).to_dict("records")  # type: ignore[return-value]


def _outlines(shapes: gpd.GeoDataFrame) -> dict[str, Any]:
    """Cut outlines into arcs on the grid; only arcs that a ring needs are listed."""
    outlines = simplified(shapes.geometry.to_numpy())
    cut = topology.build(outlines)
    cells, transform = _grid(_degrees(cut.coordinates))
    arc = np.repeat(np.arange(len(cut.arc_starts) - 1), np.diff(cut.arc_starts))
    begins = np.append(True, arc[1:] != arc[:-1])
    # Vertices that fall into the cell of the one before are dropped, but an arc keeps its ends.
    repeats = np.append(False, (cells[1:] == cells[:-1]).all(axis=1)) & ~begins
    repeats &= ~np.append(begins[1:], True)
    cells, begins = cells[~repeats], begins[~repeats]
    starts = np.append(np.flatnonzero(begins), len(cells))
    polygons = _rings(outlines, cut.rings, _swept(cells, starts, transform))
    used = np.unique([arc if arc >= 0 else ~arc for rings in polygons for arc in _flat(rings)])
    number = {int(arc): at for at, arc in enumerate(used)}
    steps = np.diff(cells, axis=0, prepend=0)
    steps[begins] = cells[begins]
    listed, ends = steps.tolist(), starts.tolist()
    return {
        "bbox": _box(transform, cells),
        "transform": transform,
        "arcs": [listed[ends[arc] : ends[arc + 1]] for arc in used.tolist()],
        "geometries": [_shape(rings, number) for rings in polygons],
    }


def simplified(outlines: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Drop details of borders as far as every area keeps its size."""
    left, low, right, high = shapely.total_bounds(outlines)
    detail, size = max(right - left, high - low) / DETAIL, shapely.area(outlines)
    while detail > _FINEST_M:
        found: npt.NDArray[np.object_] = shapely.coverage_simplify(outlines, detail)
        if (np.abs(shapely.area(found) - size) <= CHANGED * size).all():
            return found
        detail /= 2
    return outlines


def _swept(cells: Cells, starts: Cells, transform: dict[str, list[float]]) -> Floats:
    """Measure what each arc adds to the area of a ring walked clockwise, on a sphere of radius 1.

    As d3 measures it: the area between the arc, along great circles, and the south pole. Walked
    backwards an arc adds the negative.
    """
    at = np.radians(cells * np.array(transform["scale"]) + np.array(transform["translate"]))
    half = at[:, 1] / 2 + np.pi / 4
    turn = np.diff(at[:, 0])
    both = np.sin(half[1:]) * np.sin(half[:-1])
    across = np.cos(half[1:]) * np.cos(half[:-1]) + both * np.cos(turn)
    swept = np.append(2 * np.arctan2(both * np.sin(turn), across), 0.0)
    # From the end of one arc to the beginning of the next leads nothing.
    swept[starts[1:] - 1] = 0
    found: Floats = np.add.reduceat(swept, starts[:-1])
    return found


def _rings(
    outlines: npt.NDArray[np.object_], rings: topology.Rings, swept: Floats
) -> list[list[list[list[int]]]]:
    """Put the arcs together to rings, those to polygons with holes, and those to areas.

    Outer rings run clockwise and holes the other way, measured as they are written: on the grid a
    narrow ring may turn over, and d3 fills all the globe but what a turned ring holds. Rings of no
    area are left out, but an area keeps its largest.
    """
    polygons, area_of = shapely.get_parts(outlines, return_index=True)
    holes = shapely.get_num_interior_rings(polygons).tolist()
    refs = rings.refs
    each = np.where(refs < 0, -swept[np.where(refs < 0, ~refs, refs)], swept[np.maximum(refs, 0)])
    size = np.add.reduceat(each, rings.ring_starts[:-1])
    outer = np.cumsum([0, *(count + 1 for count in holes[:-1])])
    largest = pd.Series(np.abs(size[outer])).groupby(area_of).idxmax()
    walks, starts = refs.tolist(), rings.ring_starts.tolist()
    found: list[list[list[list[int]]]] = [[] for _ in outlines]
    for polygon, (first, count, area) in enumerate(
        zip(outer.tolist(), holes, area_of.tolist(), strict=True)
    ):
        if abs(size[first]) < _NOTHING and polygon != largest[area]:
            continue
        kept = [ring for ring in range(first + 1, first + count + 1) if abs(size[ring]) >= _NOTHING]
        walked = []
        for ring in (first, *kept):
            walk = walks[starts[ring] : starts[ring + 1]]
            right = (size[ring] > 0) == (ring == first)
            walked.append(walk if right else [~arc for arc in reversed(walk)])
        found[area].append(walked)
    return found


def _flat(rings: list[list[list[int]]]) -> Iterator[int]:
    for polygon in rings:
        for ring in polygon:
            yield from ring


def _shape(rings: list[list[list[int]]], number: dict[int, int]) -> dict[str, Any]:
    arcs = [
        [[number[arc] if arc >= 0 else ~number[~arc] for arc in ring] for ring in polygon]
        for polygon in rings
    ]
    if len(arcs) == 1:
        return {"type": "Polygon", "arcs": arcs[0]}
    return {"type": "MultiPolygon", "arcs": arcs}


def _points(shapes: gpd.GeoDataFrame) -> dict[str, Any]:
    cells, transform = _grid(_degrees(shapely.get_coordinates(shapes.geometry.to_numpy())))
    return {
        "bbox": _box(transform, cells),
        "transform": transform,
        "arcs": [],
        "geometries": [{"type": "Point", "coordinates": cell} for cell in cells.tolist()],
    }


def _degrees(coordinates: Floats) -> Floats:
    from pyproj import Transformer

    turn = Transformer.from_crs(ANALYSIS_CRS, DISPLAY_CRS, always_xy=True)
    return np.stack(turn.transform(coordinates[:, 0], coordinates[:, 1]), axis=1)


def _grid(degrees: Floats) -> tuple[Cells, dict[str, list[float]]]:
    """Put places on a grid; return their cells, and how to get back."""
    low = np.round(degrees.min(axis=0), 5)
    cells = np.round((degrees - low) / STEP).astype(np.int64)
    return cells, {"scale": [STEP, STEP], "translate": low.tolist()}


def _box(transform: dict[str, list[float]], cells: Cells) -> list[float]:
    scale, low = np.array(transform["scale"]), np.array(transform["translate"])
    ends = np.stack([cells.min(axis=0), cells.max(axis=0)]) * scale + low
    return [float(value) for value in np.round(ends, 7).ravel()]
