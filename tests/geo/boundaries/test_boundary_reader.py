"""The boundary reader: what it refuses, and what GDAL must never do with a disguised file."""

from __future__ import annotations

import gzip
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import BadInputError, GeoError, UnknownAreaError
from geo.publishers.ons.boundaries import read_boundaries
from geo.registry.datasets import dataset
from geo.settings import project_dir

Declare = Callable[..., None]
NAME = "boundaries_lsoa21"


def square(west: float, south: float, side: float = 0.01) -> dict:
    return json.loads(shapely.to_geojson(shapely.box(west, south, west + side, south + side)))


def layer(*areas: tuple[str, str, dict | None]) -> dict:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"LSOA21CD": code, "LSOA21NM": name},
                "geometry": geometry,
            }
            for code, name, geometry in areas
        ],
    }


GOOD = layer(
    ("E01000002", "Ayton 001B", square(-1.0, 52.0)),
    ("E01000001", " Ayton 001A", square(-1.01, 52.0)),
)


def lay(raw: Path, declare: Declare, content: object, rows: int = 2) -> None:
    path = raw / dataset(NAME).file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(gzip.compress(text.encode()))
    declare(NAME, rows=rows)


def test_outlines_come_in_metres_and_in_code_order(tmp_path: Path, declare: Declare) -> None:
    lay(tmp_path, declare, GOOD)
    read = read_boundaries(tmp_path, NAME)
    assert read.index.tolist() == ["E01000001", "E01000002"]
    assert read["area_name"].tolist() == ["Ayton 001A", "Ayton 001B"]
    assert read.crs.to_epsg() == 27700
    assert read.geometry.area.sum() == pytest.approx(2 * 686 * 1112, rel=0.02)


def test_a_topojson_with_ended_areas(tmp_path: Path, declare: Declare) -> None:
    arcs = [[[-1.0, 52.0], [-1.0, 52.1], [-0.9, 52.1], [-0.9, 52.0], [-1.0, 52.0]]]
    kind = {"type": "Polygon", "arcs": [[0]]}
    shapes = [
        {**kind, "properties": {"areacd": "E47000006", "areanm": "Tees Valley", "end": None}},
        {**kind, "properties": {"areacd": "E47000010", "areanm": "North East", "end": 2023}},
    ]
    content = {
        "type": "Topology",
        "arcs": arcs,
        "objects": {"cauth": {"type": "GeometryCollection", "geometries": shapes}},
    }
    path = tmp_path / dataset("boundaries_cauth25").file
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content))
    declare("boundaries_cauth25", rows=2)
    assert read_boundaries(tmp_path, "boundaries_cauth25").index.tolist() == ["E47000006"]


def test_a_geopackage(tmp_path: Path, declare: Declare) -> None:
    path = tmp_path / dataset("boundaries_lad24").file
    path.parent.mkdir(parents=True)
    frame = gpd.GeoDataFrame(
        {"LAD24CD": ["E06000001"], "LAD24NM": ["Hartlepool"]},
        geometry=[shapely.box(445_000, 530_000, 450_000, 535_000)],
        crs="EPSG:27700",
    )
    frame.to_file(path, driver="GPKG")
    declare("boundaries_lad24", rows=1)
    assert (
        read_boundaries(tmp_path, "boundaries_lad24").at["E06000001", "area_name"] == "Hartlepool"
    )


SWAPPED = layer(("E01000001", "A", square(52.0, -1.0)), ("E01000002", "B", square(52.0, -1.1)))
METRES = layer(
    ("E01000001", "A", square(445_000, 530_000, 1_000)),
    ("E01000002", "B", square(446_000, 530_000, 1_000)),
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (layer(("E01000001", "A", square(-1, 52))), "1 areas, expected 2"),
        (
            layer(("E01000001", "A", square(-1, 52)), ("E01000001", "A", square(-1, 53))),
            "more than once",
        ),
        (
            layer(("E01000001", "A", square(-1, 52)), ("E06000001", "A", square(-1, 53))),
            "not lsoa21 codes",
        ),
        (layer(("E01000001", "A", square(-1, 52)), ("E01000002", "A", None)), "no outline"),
        (SWAPPED, "not within the United Kingdom"),
        (METRES, "not within the United Kingdom"),
        (json.loads(json.dumps(GOOD).replace("LSOA21CD", "LSOA22CD")), "no property 'LSOA21CD'"),
        ("<html>Not found</html>", "cannot|can be read|not recognized"),
        ("{", "can be read"),
        ("", "can be read"),
    ],
)
def test_a_wrong_layer_is_refused_in_one_line(
    tmp_path: Path, declare: Declare, content: object, message: str
) -> None:
    lay(tmp_path, declare, content)
    with pytest.raises((BadInputError, UnknownAreaError), match=message) as caught:
        read_boundaries(tmp_path, NAME)
    assert "\n" not in str(caught.value)


@pytest.mark.fault(4, 5)
def test_a_disguised_file_reads_no_other_file_and_asks_nobody(
    tmp_path: Path, declare: Declare
) -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    canary = tmp_path / "canary.csv"
    canary.write_text("LSOA21CD,LSOA21NM,WKT\nE01000001,CANARY,POINT(0 0)\n")
    port = server.server_address[1]
    attacks = [
        f'<OGRVRTDataSource><OGRVRTLayer name="canary"><SrcDataSource>{canary}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>",
        f"<OGRWFSDataSource><URL>http://127.0.0.1:{port}/wfs</URL></OGRWFSDataSource>",
        f'{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read {canary}"}}',
    ]
    for attack in attacks:
        lay(tmp_path, declare, attack)
        with pytest.raises(GeoError) as caught:
            read_boundaries(tmp_path, NAME)
        assert "CANARY" not in str(caught.value)
    server.shutdown()
    server.server_close()
    assert asked == []


@pytest.mark.fault(4)
def test_only_the_drivers_that_are_needed_are_left() -> None:
    script = (
        "from geo.publishers.gdal import trim_drivers, KEPT; trim_drivers(); import pyogrio;"
        "print(sorted(set(pyogrio.list_drivers()) - set(KEPT)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project_dir(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""
