"""Makes the peer's folder and serves it: its script from npm's registry, its archive, its page."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.peer.archive import LAST_ZOOM
from geo.areas import build_areas, classify
from geo.boundaries import outlines as boundaries
from geo.registry import indicator
from geo.settings import project_dir
from layers.browser import STATIC
from layers.style import class_colours

CACHE = project_dir() / "benchmarks" / "out"
PACKAGE = "protomaps-leaflet@5.1.0"
MEASURE = "tundra_rate"

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Peer</title>
<link rel="stylesheet" href="leaflet.css"><script src="leaflet.js"></script>
<script src="protomaps-leaflet.js"></script>
<style>html, body, #map { height: 100%; margin: 0; }</style><div id="map"></div>
<script>
  const colours = COLOURS, fill = (zoom, area) => colours[area.props.code] || "#d5dae0";
  const map = L.map("map", { center: [52.9, -1.8], zoom: 6, minZoom: 5, maxZoom: 16 });
  window.theMap = map;
  const symbolizer = new protomapsL.PolygonSymbolizer({ fill, stroke: fill, width: () => 0.6 });
  map.areas = protomapsL.leafletLayer({
    url: "ARCHIVE", maxDataZoom: LAST_ZOOM, labelRules: [], attribution: "",
    paintRules: [{ dataLayer: "areas", symbolizer }],
  }).addTo(map);
</script></html>
"""


def script() -> Path | None:
    """Have the peer's script in the cache; none where npm is missing or cannot get it."""
    there = CACHE / "protomaps-leaflet.js"
    if there.is_file():
        return there
    npm = shutil.which("npm")
    if npm is None:
        return None
    CACHE.mkdir(exist_ok=True)
    packed = subprocess.run(
        [npm, "pack", "--silent", PACKAGE], cwd=CACHE, capture_output=True, text=True, check=False
    )
    if packed.returncode:
        return None
    with tarfile.open(CACHE / packed.stdout.split()[-1]) as archive:
        content = archive.extractfile("package/dist/protomaps-leaflet.js")
        assert content is not None
        there.write_bytes(content.read())
    return there


def archive() -> Path:
    """Have the archive in the cache: England's neighbourhoods with the class of the measure."""
    source = boundaries.path_of("lsoa21").read_bytes()
    there = CACHE / f"areas-{hashlib.sha256(source).hexdigest()[:12]}.pmtiles"
    if there.is_file():
        return there
    CACHE.mkdir(exist_ok=True)
    table = build_areas("lsoa21")[0].table
    layer = boundaries.load("lsoa21").assign(code=classify(table, indicator(MEASURE)).of_area)
    layer = layer[layer.index.str.startswith("E")].astype({"code": "int32"})
    outlines, tiles = CACHE / "areas.parquet", CACHE / "areas.pmtiles"
    layer.reset_index(drop=True).to_parquet(outlines)
    with_drivers = {key: text for key, text in os.environ.items() if key != "GDAL_SKIP"}
    subprocess.run(
        [sys.executable, "-m", "benchmarks.peer.archive", str(outlines), str(tiles)],
        cwd=project_dir(),
        env=with_drivers,
        check=True,
    )
    outlines.unlink()
    return tiles.rename(there)


def fill(folder: Path) -> bool:
    """Put the peer's page and its files into a folder; say whether there is a peer."""
    found = script()
    if found is None:
        return False
    tiles = archive()
    for path in (found, tiles, STATIC / "leaflet/leaflet.js", STATIC / "leaflet/leaflet.css"):
        (folder / path.name).symlink_to(path)
    colours = class_colours(indicator(MEASURE).theme, 5)
    page = _PAGE.replace("COLOURS", json.dumps(colours)).replace("ARCHIVE", tiles.name)
    (folder / "peer.html").write_text(page.replace("LAST_ZOOM", str(LAST_ZOOM)), encoding="utf-8")
    return True


class _Ranges(SimpleHTTPRequestHandler):
    """Files of a folder, whole or a range of bytes, over one connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file or with the range that was asked for."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if not asked:
            return super().do_GET()
        path = Path(self.translate_path(self.path))
        first, last = int(asked[1]), min(int(asked[2]), path.stat().st_size - 1)
        with path.open("rb") as file:
            file.seek(first)
            content = file.read(last - first + 1)
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{path.stat().st_size}")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Write no log."""


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, with ranges; give its address."""

    def handler(*arguments: object) -> _Ranges:
        return _Ranges(*arguments, directory=str(folder))  # type: ignore[arg-type]

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
