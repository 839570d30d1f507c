"""Outlines as TopoJSON, with the table beside it that Datawrapper and Flourish join to it by code.

Borders are stored once, in WGS84 on a grid, so that neighbours never part. Outer rings run
clockwise, which is how d3 and the tools built on it tell the inside from the outside.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import topology
from geo.areas import AreaTable
from geo.indicators import INDICATORS
from geo.settings import ANALYSIS_CRS, DISPLAY_CRS
from layers.export_csv import write_csv

if TYPE_CHECKING:
    import geopandas as gpd

Floats = npt.NDArray[np.float64]

STEPS = 2**15
"""Steps of the grid over the longer side of what is written: 20 m for England, 1 m for a city."""
DETAIL = 5_000
"""Borders keep details down to this part of the longer side, or to the 20 m of their publisher."""
_FINEST_M = 20.0
_DIGITS = 6
"""Significant digits of a number."""

NAMES = ("map_class", "area_name", "zone_name", "name", "lad24_name", "lad24_names")
MEASURES = (
    *(entry.id for entry in INDICATORS),
    *("tundra_rate_low", "tundra_rate_high", "prob_lowest_fifth", "young_people_now"),
    *("cold_spot", "cold_surroundings", "confidence", "zone_id", "gap", "cold_share"),
    *("nearest_site", "nearest_km", "nearest_cost", "sites_within", "tier", "e2sfca", "gravity"),
    *("in_range", "cold_not_in_range", "engaged", "cold_not_engaged"),
    *("areas", "people_left", "gain", "covered"),
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
    write_csv(measures_of(areas), path)


def write_topojson(areas: AreaTable, path: Path) -> None:
    """Write outlines, or the points of sites, with names and measures as properties."""
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
    """Cut outlines into arcs on the grid."""
    outlines = shapes.geometry.to_numpy()
    left, low, right, high = shapely.total_bounds(outlines)
    detail = max(right - left, high - low) / DETAIL
    if detail > _FINEST_M:
        outlines = shapely.coverage_simplify(outlines, detail)
    cut = topology.build(outlines)
    cells, transform = _grid(_degrees(cut.coordinates))
    arc = np.repeat(np.arange(len(cut.arc_starts) - 1), np.diff(cut.arc_starts))
    begins = np.append(True, arc[1:] != arc[:-1])
    # Vertices that fall into the cell of the one before are dropped, but an arc keeps its ends.
    repeats = np.append(False, (cells[1:] == cells[:-1]).all(axis=1)) & ~begins
    repeats &= ~np.append(begins[1:], True)
    cells, begins = cells[~repeats], begins[~repeats]
    steps = np.diff(cells, axis=0, prepend=0)
    steps[begins] = cells[begins]
    starts = np.append(np.flatnonzero(begins), len(cells)).tolist()
    listed = steps.tolist()
    return {
        "bbox": _box(transform, cells),
        "transform": transform,
        "arcs": [listed[a:b] for a, b in itertools.pairwise(starts)],
        "geometries": _polygons(outlines, cut.rings),
    }


def _polygons(outlines: npt.NDArray[np.object_], rings: topology.Rings) -> list[dict[str, Any]]:
    """Put the rings together to polygons with holes, and those to areas."""
    polygons, area_of = shapely.get_parts(outlines, return_index=True)
    holes = shapely.get_num_interior_rings(polygons)
    refs = (~rings.refs[::-1]).tolist()
    ends = (len(refs) - rings.ring_starts).tolist()
    # Walked backwards, so that outer rings run clockwise.
    walked = [refs[b:a] for a, b in itertools.pairwise(ends)]
    parts: list[list[Any]] = [[] for _ in outlines]
    at = 0
    for area, count in zip(area_of.tolist(), holes.tolist(), strict=True):
        parts[area].append(walked[at : at + count + 1])
        at += count + 1
    return [
        {"type": "Polygon", "arcs": found[0]}
        if len(found) == 1
        else {"type": "MultiPolygon", "arcs": found}
        for found in parts
    ]


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


def _grid(degrees: Floats) -> tuple[npt.NDArray[np.int64], dict[str, list[float]]]:
    """Put places on a grid; return their cells, and how to get back."""
    low = np.round(degrees.min(axis=0), 9)
    step = max(float(np.round(np.ptp(degrees, axis=0).max() / STEPS, 12)), 1e-7)
    cells = np.round((degrees - low) / step).astype(np.int64)
    return cells, {"scale": [step, step], "translate": low.tolist()}


def _box(transform: dict[str, list[float]], cells: npt.NDArray[np.int64]) -> list[float]:
    scale, low = np.array(transform["scale"]), np.array(transform["translate"])
    ends = np.stack([cells.min(axis=0), cells.max(axis=0)]) * scale + low
    return [float(value) for value in np.round(ends, 7).ravel()]
