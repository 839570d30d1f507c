"""Whatever bytes people bring: a table, or one line that says what to do; never anything else."""

from __future__ import annotations

import http.server
import json
import socketserver
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import tables
from geo.errors import BadInputError, GeoError
from geo.reach.activity import OLD_AREA, read_activity
from geo.siting.demand import read_demand
from geo.siting.problem import build_case
from geo.uploads import locate as located
from geo.uploads.sites import read_sites
from tests.faults.own_files import COSTS, DEMAND, GEOJSON, GOOD, PARTNERSHIP, SITES

KINDS = pytest.mark.parametrize("kind", GOOD)
PIECES = st.sampled_from(
    [
        b"",
        b"\x00",
        b'"',
        b",",
        b"\n",
        b"\r",
        b"NaN",
        b"1e999",
        b"-Infinity",
        b"null",
        b"{",
        b"[" * 999,
    ]
    + [b"\xff\xfe", b"\xef\xbb\xbf", b"\x81", b"E01000001", b"99999999999999999999", b"-1", b"'"]
    + [b"\xf0\x9f\x92\xa9", b"{{ 7919*7907 }}", b"\\ud800", b"00/00/0000", b"29/02/2025", b" "]
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 40), PIECES), min_size=1, max_size=4
)


def changed(content: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """Put other bytes in place of some."""
    for at, length, piece in changes:
        begin = at % (len(content) + 1)
        content = content[:begin] + piece + content[begin + length :]
    return content


@KINDS
def test_a_good_file_is_read(kind: str) -> None:
    read, content = GOOD[kind]
    read(content)


@pytest.mark.fault(9, 18, 19, 22, 23)
@KINDS
@settings(max_examples=8)
@given(changes=CHANGES)
def test_a_file_with_other_bytes_in_it_is_read_or_refused(
    kind: str, changes: list[tuple[int, int, bytes]]
) -> None:
    read, content = GOOD[kind]
    began = time.monotonic()
    said = ""
    try:
        read(changed(content, changes))
    except BadInputError as error:
        said = str(error)
    assert "\n" not in said
    assert len(said) < 1_200
    assert time.monotonic() - began < 10


@pytest.mark.fault(18)
@KINDS
@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_another_coding_is_read_or_told(kind: str, code: str) -> None:
    read, content = GOOD[kind]
    other = content.decode().encode(code)
    if code == "utf-8-sig":
        read(other)
        return
    with pytest.raises(BadInputError, match="UTF-16|not text|CSV UTF-8|not a partnership"):
        read(other)


class Canary:
    """A file that nobody may read, and a listener that nobody may ask."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "canary.csv"
        self.file.write_text("name,postcode\nCANARY,FY1 1AA\n")
        self.asked: list[str] = []
        asked = self.asked

        class Listener(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_: object) -> None:
                pass

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Listener)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    made = Canary(tmp_path_factory.mktemp("canary"))
    yield made
    made.server.shutdown()
    made.server.server_close()


def attacks(canary: Canary) -> list[str]:
    file, address = canary.file, canary.address
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    return [
        f'<OGRVRTDataSource><OGRVRTLayer name="canary"><SrcDataSource>{file}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>",
        f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
        f"<GDAL_WMS><Service><ServerUrl>{address}</ServerUrl></Service></GDAL_WMS>",
        f'{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read {file}"}}',
        f"/vsicurl/{address}/a.geojson",
        f"{address}/a.geojson",
        str(file),
        f"file://{file}",
        f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY e0 "lol">{entities}]><kml>&e9;</kml>',
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "{file}">]><gml>&x;</gml>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/x.png"/></svg>',
        json.dumps({"type": "FeatureCollection", "features": [], "crs": {"link": address}}),
    ]


@pytest.mark.fault(4, 5, 8)
@KINDS
def test_a_disguised_file_reads_no_other_and_asks_nobody(
    canary: Canary, tmp_path: Path, kind: str
) -> None:
    """As bytes and as a file; and an address or another's path in place of a file."""
    read, _ = GOOD[kind]
    for attack in attacks(canary):
        path = tmp_path / "sites.geojson"
        path.write_text(attack)
        began = time.monotonic()
        for brought in (attack.encode(), path, Path(f"/vsicurl/{canary.address}/a.csv")):
            with pytest.raises(GeoError) as caught:
                read(brought)
            assert "CANARY" not in str(caught.value)
        assert time.monotonic() - began < 2
    assert canary.asked == []


@pytest.mark.fault(9)
@KINDS
def test_deep_nesting_is_refused(kind: str) -> None:
    read, _ = GOOD[kind]
    for content in (b"[" * 200_000 + b"]" * 200_000, b'{"a":' * 200_000 + b"1" + b"}" * 200_000):
        with pytest.raises(BadInputError):
            read(content)


@pytest.mark.fault(24)
def test_a_shape_of_many_corners_is_no_point() -> None:
    ring = [[-3.05 + n * 1e-7, 53.8] for n in range(300_000)]
    shape = {"geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {"name": "Big"}}
    content = json.dumps({"features": [json.loads(GEOJSON)["features"][0], shape]}).encode()
    assert len(content) < 20_000_000
    began = time.monotonic()
    sites, bad, _ = read_sites(content)
    assert time.monotonic() - began < 10
    assert sites["name"].tolist() == ["Hub"]
    assert bad["reason"].tolist() == ["only points can be used, and this is none"]
    assert bad["value"].tolist() == ["Polygon"]


@pytest.mark.fault(24)
@pytest.mark.parametrize("kind", ["sites", "activity", "demand", "points", "geojson"])
def test_a_million_rows_are_refused_in_words(kind: str) -> None:
    read, content = GOOD[kind]
    if kind == "geojson":
        many = b'{"features": [' + b",".join([b"{}"] * 1_000_000) + b"]}"
    else:
        heading, first = content.splitlines()[:2]
        many = b"\n".join([heading, *[first[:15]] * 1_000_000])
    with pytest.raises(
        BadInputError, match="more than 50,000 rows|20 MB is the most|500,000 lists"
    ):
        read(many)


@pytest.mark.fault(19)
def test_codes_that_a_spreadsheet_mangled_are_listed_not_guessed() -> None:
    """1E05, a lost zero, capitals and blanks: what is clear is read, what is not is listed."""
    good, bad, _ = read_activity(
        b"area_code,number\nE01011264,12\n e01011281 ,15\n1.01E+07,20\nE0101128,20\nNA,20\n,20\n"
        b'E01011282,"1,234"\nE01011283,1E05x\n'
    )
    assert good["area_code"].tolist() == ["E01011264", "E01011281", "E01011282"]
    assert good["number"].tolist() == [12, 15, 1_234]
    assert bad["value"].tolist() == ["1.01E+07", "E0101128", "NA", "", "1E05x"]


@pytest.mark.fault(21)
def test_codes_of_another_year_are_told() -> None:
    old = tables.load("tundra_lsoa11").index.difference(tables.load("areas_lsoa21").index)[0]
    _, bad, notices = read_activity(f"area_code\nE01033264\n{old}\nE07000004\n".encode())
    assert bad["value"].tolist() == [old, "E07000004"]
    assert bad["reason"].tolist() == [OLD_AREA, OLD_AREA]
    assert "2 rows cannot be used and are listed." in notices
    demand = read_demand(f"area_code,weight\nE01033264,1\n{old},2\n".encode())
    said = rf"1 \(first: {old}\) of 2 codes are no neighbourhood of 2021"
    with pytest.raises(BadInputError, match=said):
        build_case("schools", demand, max_km=5)


@pytest.mark.fault(20)
def test_what_stands_twice_is_never_counted_by_a_join() -> None:
    read, content = GOOD["costs"]
    with pytest.raises(BadInputError, match=r"1 \(first: 4\) lines repeat a pair"):
        read(content + COSTS.splitlines()[1] + b"\n")
    with pytest.raises(BadInputError, match="Two columns are called 'weight'"):
        read_demand(b"area_code,weight,weight\nE01012737,3,4\n")
    twice = read_demand(DEMAND + DEMAND.splitlines()[1] + b"\n")
    case = build_case("schools", twice, max_km=5)
    assert case.homes["weight"].sum() == 3 + 2.5 + 3


@pytest.mark.fault(22, 23)
@pytest.mark.parametrize("weight", ["-1", "inf", "1e300", "-inf"])
def test_a_weight_that_is_no_number_of_people_is_refused(weight: str) -> None:
    with pytest.raises(BadInputError, match=f"line 3: a weight of '{weight}' is no number"):
        read_demand(f"area_code,weight\nE01012737,3\nE01012738,{weight}\n".encode())


@pytest.mark.fault(23)
def test_a_point_that_is_nowhere_is_left_out() -> None:
    places = b"easting,northing,weight\n330000,440000,7\ninf,1,5\nnan,1,5\n1e300,1,5\n,,5\n"
    found = read_demand(places)
    assert found.index.tolist() == [2]
    assert np.isfinite(found[["easting_m", "northing_m"]].to_numpy()).all()


@pytest.mark.fault(22)
def test_swapped_and_metric_geojson_is_told_row_by_row() -> None:
    features = [
        {"geometry": {"type": "Point", "coordinates": point}}
        for point in ([-3.05, 53.81], [53.81, -3.05], [330935, 436200], [3.05, 53.81], [0, 0])
    ]
    _, bad, _ = read_sites(json.dumps({"features": features}).encode())
    assert bad["reason"].tolist() == [
        located.SWAPPED, located.IN_METRES, located.LOST_SIGN, located.ABROAD
    ]  # fmt: skip


def test_the_files_hold_what_the_names_say() -> None:
    assert SITES.count(b"\n") == 5
    assert json.loads(PARTNERSHIP)["sites"]
