"""Makes the peers of 189,000 areas: MapLibre GL on a PMTiles archive, deck.gl on binary polygons.

Both draw by WebGL, which in a browser without a graphics card is Chromium's SwiftShader. Their
pages count as painted when a pixel of the canvas that holds the areas could be read.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.peer.tiles import CACHE
from benchmarks.pieces import named_by_cut, pieces
from geo.arrays import Ints
from geo.boundaries import to_degrees
from geo.settings import ANALYSIS_CRS, project_dir

DECK = "deck.html"
PEERS = {"maplibre.html": "MapLibre GL with PMTiles", DECK: "deck.gl with binary polygons"}
LAST_ZOOM = 8
"""Largest zoom of the archive: beyond what a window shows of England at once."""

_SCRIPTS = {
    "maplibre-gl.mjs": ("maplibre-gl@6.17.0", "dist/maplibre-gl.mjs"),
    "maplibre-gl-worker.mjs": ("maplibre-gl@6.17.0", "dist/maplibre-gl-worker.mjs"),
    "maplibre-gl-shared.mjs": ("maplibre-gl@6.17.0", "dist/maplibre-gl-shared.mjs"),
    "maplibre-gl.css": ("maplibre-gl@6.17.0", "dist/maplibre-gl.css"),
    "pmtiles.js": ("pmtiles@4.5.0", "dist/pmtiles.js"),
    "deck.js": ("deck.gl@9.4.0", "dist.min.js"),
}

_HEAD = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Peer</title>
<style>html, body, #map { height: 100%; margin: 0; background: #d6e8f7; }</style>
<body><div id="map"></div>
<script>
  const colours = COLOURS;
  const drawn = (gl) => {
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    document.body.dataset.painted = "";
  };
</script>
"""
_MAPLIBRE = """
<link rel="stylesheet" href="maplibre-gl.css"><script src="pmtiles.js"></script>
<script type="module">
  import * as maplibregl from "./maplibre-gl.mjs";
  maplibregl.addProtocol("pmtiles", new pmtiles.Protocol().tile);
  const fills = Object.entries(colours).flatMap(([code, colour]) => [+code, colour]);
  const map = new maplibregl.Map({
    container: "map", center: [-1.8, 52.9], zoom: ZOOM, fadeDuration: 0, attributionControl: false,
    style: {
      version: 8,
      sources: { areas: { type: "vector", url: `pmtiles://${location.origin}/ARCHIVE` } },
      layers: [{
        id: "areas", type: "fill", source: "areas", "source-layer": "areas",
        paint: {
          "fill-color": ["match", ["get", "code"], ...fills, "#d5dae0"],
          "fill-antialias": false,
        },
      }],
    },
  });
  map.once("idle", () => drawn(map.getCanvas().getContext("webgl2")));
</script>
"""
_DECK = """
<script src="deck.js"></script>
<script type="module">
  const read = async (name) => (await fetch(`pieces-${name}.bin`)).arrayBuffer();
  const names = ["positions", "starts", "colours"];
  const [positions, starts, fills] = await Promise.all(names.map(read));
  let asked = false;
  const startIndices = new Uint32Array(starts);
  const areas = new deck.SolidPolygonLayer({
    id: "areas", positionFormat: "XY", _normalize: false, filled: true, extruded: false,
    data: {
      length: startIndices.length - 1, startIndices,
      attributes: {
        getPolygon: { value: new Float32Array(positions), size: 2 },
        getFillColor: { value: new Uint8Array(fills), size: 4 },
      },
    },
  });
  const shown = new deck.Deck({
    parent: document.getElementById("map"),
    initialViewState: { longitude: -1.8, latitude: 52.9, zoom: ZOOM }, layers: [areas],
    onAfterRender: ({ gl }) => !asked && areas.isLoaded && (asked = true) && drawn(gl),
  });
</script>
"""


def _script(name: str) -> Path | None:
    """Have a script in the cache, from npm's registry; none where npm cannot get it."""
    there = CACHE / name
    if there.is_file():
        return there
    if (npm := shutil.which("npm")) is None:
        return None
    package, path = _SCRIPTS[name]
    packed = subprocess.run(
        [npm, "pack", "--silent", package], cwd=CACHE, capture_output=True, text=True, check=False
    )
    if packed.returncode:
        return None
    with tarfile.open(CACHE / packed.stdout.split()[-1]) as archive:
        content = archive.extractfile(f"package/{path}")
        assert content is not None
        there.write_bytes(content.read())
    return there


def _archive(codes: Ints) -> Path:
    """Have the archive of tiles in the cache: it takes a minute and a half."""
    there = named_by_cut("tiles", "pmtiles")
    if there.is_file():
        return there
    layer = gpd.GeoDataFrame({"code": codes}, geometry=pieces()[0], crs=ANALYSIS_CRS)
    outlines, made = CACHE / "pieces.parquet", CACHE / "pieces.pmtiles"
    layer.to_parquet(outlines)
    with_drivers = {key: text for key, text in os.environ.items() if key != "GDAL_SKIP"}
    subprocess.run(
        [sys.executable, "-m", "benchmarks.peer.archive", outlines, made, str(LAST_ZOOM)],
        cwd=project_dir(),
        env=with_drivers,
        check=True,
    )
    outlines.unlink()
    return made.rename(there)


def _polygons(codes: Ints, colours: dict[int, str]) -> dict[str, bytes]:
    """Lay out the polygons as deck.gl reads them: vertices, where each begins, and its colour.

    Holes are left out: this form has none. They are few.
    """
    parts, of_part = shapely.get_parts(pieces()[0], return_index=True)
    vertices, polygon = shapely.get_coordinates(shapely.get_exterior_ring(parts), return_index=True)
    degrees = np.stack(to_degrees(vertices[:, 0], vertices[:, 1]), axis=1)
    starts = np.concatenate([[0], np.cumsum(np.bincount(polygon))])
    fills = np.tile(np.array([0xD5, 0xDA, 0xE0, 255], np.uint8), (256, 1))
    for code, colour in colours.items():
        fills[code, :3] = list(bytes.fromhex(colour.removeprefix("#")))
    return {
        "positions": degrees.astype("<f4").tobytes(),
        "starts": starts.astype("<u4").tobytes(),
        "colours": fills[codes[of_part[polygon]]].tobytes(),
    }


def fill(folder: Path, codes: Ints, colours: dict[int, str], zoom: float) -> bool:
    """Put the peers' pages and their files into a folder; say whether there are peers.

    `zoom` is that of tiles of 512 pixels.
    """
    CACHE.mkdir(exist_ok=True)
    for name in _SCRIPTS:
        if (found := _script(name)) is None:
            return False
        (folder / name).symlink_to(found)
    tiles = _archive(codes)
    (folder / tiles.name).symlink_to(tiles)
    for name, content in _polygons(codes, colours).items():
        (folder / f"pieces-{name}.bin").write_bytes(content)
    for name, body in zip(PEERS, (_MAPLIBRE, _DECK), strict=True):
        page = (_HEAD + body).replace("COLOURS", json.dumps(colours))
        page = page.replace("ARCHIVE", tiles.name).replace("ZOOM", str(zoom))
        (folder / name).write_text(page, encoding="utf-8")
    return True
