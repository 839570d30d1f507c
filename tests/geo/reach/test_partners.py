"""What people bring: sites, activity and partnerships, checked row by row; nothing but one line."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import tables
from geo.errors import BadInputError
from geo.places.postcodes import NOT_A_POSTCODE, UNKNOWN
from geo.places.school_match import NO_URN
from geo.reach.activity import NO_PLACE, NOBODY, OLD_AREA, read_activity
from geo.reach.measure import find_reach
from geo.reach.partnerships import (
    Partnership,
    check_ukprns,
    load_partnership,
    provider_sites,
    starting_list,
)
from geo.settings import data_dir
from geo.travel.tables import CostTable, read_costs
from geo.uploads import locate as located
from geo.uploads.columns import SPELLINGS, plain_heading, recognise
from geo.uploads.dates import NO_DATE
from geo.uploads.rows import MOST_ROWS, content_of, read_rows
from geo.uploads.sites import OWN_PARTNER, SITE_COLUMNS, bad_to_csv, read_sites
from geo.uploads.spreadsheet_safety import inert, plain_cells

LEEDS = "10007795"


def csv_of(text: str) -> bytes:
    """An ASCII table, bars between its cells, as a CSV file."""
    lines = [line.strip() for line in text.strip().splitlines()]
    framed = [line[1:-1] if line.startswith("| ") else line for line in lines]
    rows = [line.split("|") for line in framed]
    quoted = [",".join('"' + cell.strip() + '"' for cell in row) for row in rows]
    return "\n".join(quoted).encode()


def test_every_way_to_say_where() -> None:
    sites, bad, notices = read_sites(
        csv_of(
            """
            | name    | postcode | easting | northing | latitude  | longitude |
            | by code | fy11aa   |         |          |           |           |
            | by grid |          | 330,935 | 436200   |           |           |
            | by map  |          |         |          | 53.82     | -3.05     |
            """
        )
    )
    assert list(sites.columns) == list(SITE_COLUMNS)
    assert sites.index.tolist() == ["own-2", "own-3", "own-4"]
    assert sites["name"].tolist() == ["by code", "by grid", "by map"]
    assert bad.empty
    assert notices == []
    points = sites[["easting_m", "northing_m"]].to_numpy()
    assert np.abs(points - points[0]).max() < 1_000


@pytest.mark.fault(22, 23)
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("FY1||||", NOT_A_POSTCODE),
        ("ZZ9 9ZZ||||", UNKNOWN),
        ("BT1 5GS||||", located.NORTHERN_IRELAND),
        ("|330935|||", located.HALF),
        ("|||53.8|", located.HALF),
        ("|far|away||", located.NO_NUMBER),
        ("|NaN|1||", located.NO_NUMBER),
        ("|1e400|1||", located.NO_NUMBER),
        ("|||-3.05|53.81", located.SWAPPED),
        ("|845000|266000||", located.SWAPPED_METRES),
        ("|||436200|330935", located.IN_METRES),
        ("|||330935|436200", located.IN_METRES),
        ("|-3.05|53.81||", located.IN_DEGREES),
        ("|||53.81|3.05", located.LOST_SIGN),
        ("|||48.85|2.35", located.ABROAD),
        ("|||0|0", located.ABROAD),
        ("|||53.35|-6.26", located.ABROAD),
        ("|||1e300|1e300", located.ABROAD),
        ("|1e300|1e300||", located.ABROAD),
        ("|||-90|180", located.ABROAD),
    ],
)
def test_a_bad_row_says_why_and_the_good_one_stays(row: str, reason: str) -> None:
    text = f"postcode|easting|northing|latitude|longitude\nFY1 1AA||||\n{row}"
    sites, bad, notices = read_sites(csv_of(text))
    assert len(sites) == 1
    assert bad.index.tolist() == [3]
    assert bad["reason"].tolist() == [reason]
    assert notices == ["1 of 2 rows cannot be used and are listed."]


@pytest.mark.parametrize(
    "heading", ["Postcode", "POST CODE", "post_code", "PCODE", "pcds", "Site postcode", "Postcode "]
)
def test_headings_are_read_as_people_write_them(heading: str) -> None:
    assert len(read_sites(f"{heading}\nFY1 1AA".encode())[0]) == 1


@pytest.mark.parametrize(
    ("one", "other", "row"),
    [
        ("X", "Y", "330935,436200"),
        ("Eastings", "Northings", "330935,436200"),
        ("easting (m)", "northing (m)", "330935,436200"),
        ("Lat", "Lng", "53.81,-3.05"),
        ("LATITUDE", "LONGITUDE", "53.81,-3.05"),
    ],
)
def test_headings_of_coordinates(one: str, other: str, row: str) -> None:
    assert len(read_sites(f"{one},{other}\n{row}".encode())[0]) == 1


def test_no_spelling_means_two_columns_at_once() -> None:
    for column, spellings in SPELLINGS.items():
        assert plain_heading(spellings.split()[0]) == plain_heading(column)
    each = [{plain_heading(one) for one in text.split()} for text in SPELLINGS.values()]
    whole = [one for some in each for one in some]
    shared = {one for one in whole if whole.count(one) > 1}
    assert shared == set()
    assert recognise(pd.Index(["nothing"]), tuple(SPELLINGS)) == {}


@pytest.mark.fault(12)
def test_bad_rows_are_mended_and_read_again() -> None:
    first = csv_of(
        """
        | Name                    | PCODE   | Note         |
        | Hub                     | FY1 1AA | fine         |
        | =HYPERLINK("http://x")  | FY1     | +44 1253     |
        | @risk                   | ZZ9 9ZZ | {{ 7*7 }}    |
        """.replace('("http://x")', "(1)")
    )
    _, bad, _ = read_sites(first)
    text = bad_to_csv(bad).decode("utf-8-sig")
    assert text.splitlines()[0] == "line,problem_value,problem,Name,PCODE,Note"
    for cell in ("'=HYPERLINK(1)", "'@risk"):
        assert cell in text
    mended = text.replace(",FY1,'+", ",FY1 1AA,'+").replace(",FY1,", ",FY1 1AA,")
    mended = mended.replace("ZZ9 9ZZ,", "LS2 9JT,")
    sites, bad, _ = read_sites(mended.encode("utf-8-sig"))
    assert bad.empty
    assert sites["name"].tolist() == ["=HYPERLINK(1)", "@risk"]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_what_is_made_inert_is_read_back(texts: list[str]) -> None:
    values = pd.Series(texts, dtype="str")
    safe = inert(values)
    assert not safe.str.match(r"^[=@\t\r|%]").any()
    changed = safe != values
    assert plain_cells(safe)[changed].tolist() == values[changed].tolist()


def test_duplicates_are_noted() -> None:
    sites, _, notices = read_sites(
        csv_of(
            """
            | name | postcode |
            | Hub  | FY1 1AA  |
            | Hub  | fy1 1aa  |
            | Shop | FY1 1AA  |
            """
        )
    )
    assert sites.index.tolist() == ["own-2", "own-4"]
    assert notices == [
        "1 (first: 3) lines repeat a site: each is kept once.",
        "1 sites stand where another does (first: line 4): both are kept, people are counted once.",
    ]


def test_names_and_courses() -> None:
    sites, bad, _ = read_sites(
        csv_of(
            """
            | partner | site  | postcode | courses |
            | Us      | Hub   | FY1 1AA  | 12      |
            | Us      |       | LS2 9JT  |         |
            |         |       | S1 2HH   | 0       |
            | Us      | Shop  | LS2 9JT  | many    |
            """
        )
    )
    assert sites["name"].tolist() == ["Hub", "Us", "Site of line 4"]
    assert sites["provider"].tolist() == ["Us", "Us", OWN_PARTNER]
    assert sites["courses"].fillna(-1).tolist() == [12, -1, 0]
    assert bad["value"].tolist() == ["many"]


def test_partner_schools_are_sites_of_ones_own_and_no_providers() -> None:
    """Thirty schools near a place are one partner, as they are whose file it is."""
    names = "".join(f"School {at},{at},FY1 {at}AA\n" for at in (1, 2, 3, 4, 5))
    for heading in ("school name,urn,postcode", "partner,urn,postcode", "school,number,postcode"):
        sites, _, notices = read_sites(f"{heading}\n{names}".encode())
        assert len(sites) > 1
        assert sites["name"].str.startswith("School ").all()
        assert set(sites["provider"]) == {OWN_PARTNER}
        assert "Read as partner schools: they are of no provider." in notices
    reach = find_reach(sites, 10)
    assert reach.providers_within.max() == 1


# ---- files ----


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_table_of_text_is_read(mark: str, end: str) -> None:
    text = end.join([mark.join(["name", "postcode", ""]), "", mark.join(['"a\nb"', "FY1 1AA"])])
    rows = read_rows(text.encode("utf-8-sig"))
    assert rows.table["name"].tolist() == ["a\nb"]
    assert rows.table.index.tolist() == [3]
    assert rows.notices == []


@pytest.mark.fault(18)
def test_windows_text_is_read_with_a_notice() -> None:
    sites, _, notices = read_sites(
        "name,postcode\nCafé – “Ŵ”,FY1 1AA".replace("Ŵ", "W").encode("cp1252")
    )
    assert sites["name"].tolist() == ["Café – “W”"]
    assert "cp1252" in notices[0]


@pytest.mark.fault(19)
def test_codes_that_a_spreadsheet_mangles_stay_text() -> None:
    rows = read_rows(b"name,code\nNA,001\nnull,1E05\n , x \nTRUE,0.10").table
    assert rows["name"].tolist() == ["NA", "null", " ", "TRUE"]
    assert rows["code"].tolist() == ["001", "1E05", " x ", "0.10"]


def workbook() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        book.writestr("xl/workbook.xml", "<x/>")
    return held.getvalue()


@pytest.mark.fault(8, 9, 18, 23, 24)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n\n", "is empty"),
        (b"postcode\n", "no row of data"),
        ("postcode\nFY1 1AA".encode("utf-16"), "UTF-16"),
        ("postcode\nFY1 1AA".encode("utf-16-le"), "UTF-16"),
        (workbook(), "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (b"<OGRVRTDataSource><SrcDataSource>canary</SrcDataSource></OGRVRTDataSource>", "XML"),
        (b"postcode\n\x81\x8d\x8f", "neither UTF-8 nor Windows"),
        (b"postcode,postcode\nFY1 1AA,FY1 1AA", "Two columns are called 'postcode'"),
        (b"town\nLeeds", "No column says where"),
        (b"easting\n330935", "No column says where"),
        (b"postcode\nFY1\nFY2", "None of 2 rows can be used (first: line 2, 'FY1'"),
        (b"{" * 100_000, "nested too deeply"),
        (b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
        (b'{"type": "Topology"}', "not GeoJSON"),
        (b'{"features": [], "type": "FeatureCollection"}', "no row of data"),
        (b'{"features": [{"geometry": {"type": "Point", "coordinates": [NaN, 1]}}]}', "NaN"),
        (b'{"features": [{}], "crs": {"properties": {"name": "EPSG:3857"}}}', "EPSG:3857"),
        (b"a," * 300 + b"b\n1", "301 columns"),
        (b'postcode\n"' + b"x" * 200_000 + b'"', "cannot be read as CSV"),
        (b"x" * 20_000_001, "20 MB is the most"),
        (b"postcode\n" + b"x\n" * (MOST_ROWS + 1), "more than 50,000 rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(content: bytes, said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_sites(content)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500


def lines_of_csv(rows: int) -> bytes:
    return b"name\n" + b"x\n" * rows


def features(rows: int) -> bytes:
    return geojson(*[point(-3.05, 53.81)] * rows)


@pytest.mark.parametrize("made", [lines_of_csv, features])
def test_as_many_rows_as_there_may_be_and_one_more(made: Callable[[int], bytes]) -> None:
    assert len(read_rows(made(3), most=3).table) == 3
    with pytest.raises(BadInputError, match="more than 3 rows"):
        read_rows(made(4), most=3)


@pytest.mark.parametrize(
    ("made", "most", "said"),
    [
        (lambda count: ",".join(f"c{at}" for at in range(count)).encode() + b"\n1", 200, "201 col"),
        # Four coordinates and the type of the geometry are columns too.
        (
            lambda count: geojson(point(1, 2, **{f"c{at}": 1 for at in range(count - 5)})),
            200,
            "200",
        ),
    ],
)
def test_as_many_columns_as_there_may_be_and_one_more(
    made: Callable[[int], bytes], most: int, said: str
) -> None:
    assert read_rows(made(most)).table.shape[1] == most
    with pytest.raises(BadInputError, match=said):
        read_rows(made(most + 1))


def test_as_many_bytes_as_there_may_be_and_one_more(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(b"abc")
    assert content_of(b"abc", 3) == content_of(path, 3) == b"abc"
    for source in (b"abc", path):
        with pytest.raises(BadInputError, match="is the most"):
            content_of(source, 2)


def test_as_many_sites_of_a_partnership_as_there_may_be_and_one_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("geo.reach.partnerships.MOST_ROWS", 2)
    site = {"name": "Hub", "easting_m": 330935, "northing_m": 436200}
    whole = {"kind": "coldspots partnership", "name": "Us"}
    kept = load_partnership(json.dumps(whole | {"sites": [site] * 2}).encode())
    assert len(kept.own) == 2
    with pytest.raises(BadInputError, match="more than 2 sites"):
        load_partnership(json.dumps(whole | {"sites": [site] * 3}).encode())


def test_a_cell_is_cut_after_2000_signs_and_a_heading_after_100() -> None:
    for content in (
        f"{'h' * 101}\n{'x' * 2_001}".encode(),
        geojson(point(1, 2, **{"h" * 101: "x" * 2_001})),
    ):
        table = read_rows(content).table
        assert table["h" * 100].tolist() == ["x" * 2_000]
    whole = read_rows(f"{'h' * 100}\n{'x' * 2_000}".encode()).table
    assert whole["h" * 100].tolist() == ["x" * 2_000]
    odd = geojson({"geometry": {"type": "P" * 41}, "properties": {}})
    assert read_rows(odd).table["geometry_type"].tolist() == ["P" * 40]


def test_a_row_of_too_many_cells_is_listed() -> None:
    sites, bad, _ = read_sites(b"name,postcode\nHub,FY1 1AA\nThe Hub, Leeds,LS2 9JT\nTwo,LS2 9JT,,")
    assert sites["name"].tolist() == ["Hub", "Two"]
    assert bad["reason"].str.contains("more cells than the heading's 2").tolist() == [True]


@pytest.mark.fault(5)
def test_a_path_is_only_read(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text("postcode\nFY1 1AA", encoding="utf-8")
    assert len(read_sites(path)[0]) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["sites.csv"]
    for lost in (tmp_path / "none.csv", Path("/vsicurl/x"), Path("a\0b")):
        with pytest.raises(BadInputError, match="cannot be read"):
            content_of(lost)
    with pytest.raises(BadInputError, match="this is a folder"):
        content_of(tmp_path)


def geojson(*features: object, **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def point(x: object, y: object, **properties: object) -> dict[str, object]:
    return {"geometry": {"type": "Point", "coordinates": [x, y]}, "properties": properties}


@pytest.mark.fault(22, 23)
def test_points_of_geojson() -> None:
    sites, bad, notices = read_sites(
        geojson(
            point(-3.05, 53.81, name="Hub", lat=1, easting="5", courses=3),
            point(53.81, -3.05, name="Turned"),
            point(330935, 436200, name="Metres"),
            point("x", None, name="Text"),
            point(True, False, name="Flags"),
            {"geometry": {"type": "Polygon", "coordinates": []}, "properties": {"name": "Field"}},
            {"geometry": None, "properties": {"postcode": "FY1 1AA", "name": "By code"}},
            "nonsense",
            None,
        )
    )
    assert sites["name"].tolist() == ["Hub", "By code"]
    assert sites["courses"].fillna(-1).tolist() == [3, -1]
    assert bad["reason"].tolist() == [
        located.SWAPPED,
        located.IN_METRES,
        located.NOWHERE,
        located.NOWHERE,
        "only points can be used, and this is none",
        located.NOWHERE,
        located.NOWHERE,
    ]
    assert bad.index.tolist() == [2, 3, 4, 5, 6, 8, 9]
    assert notices == ["7 of 9 rows cannot be used and are listed."]


def test_geojson_on_the_british_grid() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    sites, _, notices = read_sites(geojson(point(330935, 436200, name="\ud800 Hub"), crs=crs))
    assert sites["easting_m"].tolist() == [330935]
    assert sites["name"].tolist() == ["? Hub"]
    assert "27700" in notices[0]


READERS = {
    read_sites: tuple,
    read_activity: tuple,
    read_costs: CostTable,
    load_partnership: Partnership,
}


def answered(reader: Callable[[bytes], object], content: bytes) -> bool:
    """Whether a reader gives its answer; if not, it must have said why in one short line."""
    try:
        read = reader(content)
    except BadInputError as refused:
        said = str(refused)
        assert len(said.splitlines()) == 1
        assert said.endswith(".")
        assert 20 < len(said) < 1_000
        return False
    assert isinstance(read, READERS[reader])
    return True


@pytest.mark.fault(23)
@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode())))
def test_any_bytes_get_an_answer_or_one_line(content: bytes) -> None:
    for reader in READERS:
        answered(reader, content)


def test_good_files_get_an_answer_and_bad_ones_a_line() -> None:
    good = {
        read_sites: b"postcode\nFY1 1AA",
        read_activity: b"postcode\nFY1 1AA",
        read_costs: b"area_code,site,cost\nE01012737,hub,1",
        load_partnership: b'{"kind": "coldspots partnership", "sites": []}',
    }
    assert [answered(reader, good[reader]) for reader in READERS] == [True] * 4
    assert [answered(reader, b"nonsense") for reader in READERS] == [False] * 4


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["FY1 1AA", "S1 2HH", "53.8", "-1.5", "430000", "", "1e999", "=1+1", '"', "'"]),
    st.floats().map(str),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["easting", "northing", "lat", "lon", "name", "courses", "urn"]),
        max_size=6,
        unique=True,
    ),
    st.lists(st.lists(CELLS, max_size=7), min_size=1, max_size=5),
)
@pytest.mark.slow
def test_any_cells_are_good_or_listed(heading: list[str], rows: list[list[str]]) -> None:
    # The first row is always good, and the second repeats it.
    good = [["FY1 1AA"], ["FY1 1AA"]]
    written = [["postcode", *heading], *good, *rows]
    text = "\n".join(",".join(row) for row in written).encode("utf-8", "replace")
    if not answered(read_sites, text):
        return
    sites, bad, notices = read_sites(text)
    lines = read_rows(text).table.index
    # Each row is kept, listed, or said to repeat one that is kept.
    kept = [int(one.removeprefix("own-")) for one in sites.index]
    repeated = [re.match(r"([\d,]+) \(first: \d+\) lines repeat", said) for said in notices]
    count = sum(int(found[1].replace(",", "")) for found in repeated if found)
    assert len(kept) + len(bad) + count == len(lines)
    assert len({*kept, *bad.index}) == len(kept) + len(bad)
    assert {*kept, *bad.index} <= set(lines)
    assert np.isfinite(sites[["easting_m", "northing_m"]].to_numpy()).all()
    assert (bad["reason"] != "").all()
    assert read_rows(bad_to_csv(bad)).table.shape[0] == len(bad) if len(bad) else True


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                ["type", "features", "geometry", "coordinates", "properties", "Point", "name"]
                + ["kind", "ukprns", "sites", "easting_m", "northing_m", "crs", "courses"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)


@pytest.mark.fault(23)
@settings(max_examples=60, deadline=None)
@given(JSON, st.sampled_from(["features", "sites", "name", "ukprns"]))
def test_any_json_gets_an_answer_or_one_line(inner: object, key: str) -> None:
    inner = inner if isinstance(inner, list) else [inner]
    whole = {"kind": "coldspots partnership", key: inner}
    for content in (json.dumps(whole).encode(), json.dumps(inner).encode()):
        for reader in (read_sites, load_partnership):
            answered(reader, content)


def test_fifty_thousand_postcodes_are_read() -> None:
    """A letter's worth; the benchmark times all letters."""
    codes = ["FY1 1AA", "FY1 1AB", "FY1"] * 16_000
    text = "name,postcode\n" + "\n".join(f"{at},{code}" for at, code in enumerate(codes))
    sites, bad, _ = read_sites(text.encode())
    assert (len(sites), len(bad)) == (32_000, 16_000)


# ---- activity ----


@pytest.mark.fault(19, 21)
def test_activity_by_school_area_and_postcode() -> None:
    activity, bad, notices = read_activity(
        csv_of(
            """
            | School URN | LSOA code | Postcode | Date       | Pupils |
            | 100001     |           |          | 2026-03-31 | 30     |
            | 100001.0   |           |          | 31/03/2026 | 1,200  |
            |            | e01012737 |          | 5 May 2026 | 1      |
            |            |           | FY1 1AA  | 5/5/26     | 12     |
            | 999999     |           |          | 2026-03-31 | 30     |
            |            | E01000010 |          | 2026-03-31 | 30     |
            |            | E02000001 |          | 2026-03-31 | 30     |
            |            |           |          | 2026-03-31 | 30     |
            | 100001     |           |          | 2026-31-03 | 30     |
            | 100001     |           |          |            | 30     |
            | 100001     |           |          | 2026-03-31 | 0      |
            | 100001     |           |          | 2026-03-31 | -3     |
            | 100001     |           |          | 2026-03-31 | 2.5    |
            | 100001     |           |          | 2026-03-31 |        |
            """
        )
    )
    assert activity["area_code"].tolist() == ["E01000002"] * 2 + ["E01012737"] * 2
    assert activity["number"].tolist() == [30, 1200, 1, 12]
    assert activity["date"].dt.strftime("%d %m %Y").tolist() == [
        "31 03 2026",
        "31 03 2026",
        "05 05 2026",
        "05 05 2026",
    ]
    reasons = [NO_URN, OLD_AREA, OLD_AREA, NO_PLACE, NO_DATE, NO_DATE, *[NOBODY] * 4]
    assert bad["reason"].tolist() == reasons
    assert notices[-1].endswith("rows cannot be used and are listed.")


def test_activity_without_dates_or_numbers_says_so() -> None:
    _, _, notices = read_activity(b"urn\n100001")
    assert notices == [
        "No column of dates: when the work was done is not known.",
        "No column of numbers: how many took part is not known.",
    ]


@pytest.mark.fault(41)
def test_how_many_rows_of_work_are_good_is_not_told() -> None:
    """A row may be a person."""
    _, bad, notices = read_activity(b"urn\n100001\n100001\n7\n")
    assert (len(bad), notices[-1]) == (1, "1 row cannot be used and is listed.")
    _, _, notices = read_activity(b"urn\n100001\n100001\n7\n8\n")
    assert notices[-1] == "2 rows cannot be used and are listed."


# ---- partnerships ----


def test_a_partnership_is_saved_and_loaded(tmp_path: Path) -> None:
    own, _, _ = read_sites(b"name,postcode,courses\nHub,FY1 1AA,3\n{{ 7919*7907 }},LS2 9JT,")
    path = tmp_path / "us.json"
    first = Partnership("Us & <b>them</b>", (LEEDS,), own)
    first.save(path)
    again = load_partnership(path)
    assert again.name == first.name
    assert again.ukprns == (LEEDS,)
    columns = ["provider", "name", "easting_m", "northing_m", "courses"]
    pd.testing.assert_frame_equal(
        again.own[columns].reset_index(drop=True), own[columns].reset_index(drop=True)
    )
    assert len(again.sites()) == len(provider_sites([LEEDS])) + 2
    assert path.stat().st_size < 1_000
    bytes_of_first = path.read_bytes()
    again.save(path)
    assert path.read_bytes() == bytes_of_first


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "has no"),
        (b'{"kind": "other"}', "has no"),
        (b'{"kind": "coldspots partnership", "ukprns": "10007795"}', "broken"),
        (b'{"kind": "coldspots partnership", "ukprns": [10007795]}', "broken"),
        (b'{"kind": "coldspots partnership", "ukprns": ["1", "2"]}', r"2 \(first: 1\) UKPRNs"),
        (b'{"kind": "coldspots partnership", "sites": [{}]}', "site 1"),
        (b'{"kind": "coldspots partnership", "sites": [{"easting_m": true}]}', "site 1"),
        (
            b'{"kind": "coldspots partnership", "sites": [{"easting_m": 1, "northing_m": NaN}]}',
            "site 1",
        ),
    ],
)
def test_a_broken_partnership_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        load_partnership(content)


def test_unknown_institutions_are_said() -> None:
    with pytest.raises(BadInputError, match=r"1 \(first: 10000000\) UKPRNs are of no provider"):
        check_ukprns([LEEDS, "10000000"])


def test_part_time_and_large_sites() -> None:
    whole = provider_sites(None)
    assert len(whole) == tables.load("sites")["placed"].sum()
    part = provider_sites(None, part_time=True)
    assert 0 < len(part) < len(whole)
    assert (part["courses"] > 0).all()
    us = Partnership("Us", (LEEDS,))
    assert (us.sites(least_courses=5)["courses"] >= 5).all()
    with pytest.raises(BadInputError, match="no site with a known place"):
        us.sites(least_courses=10_000)


def test_the_starting_list_invents_no_membership() -> None:
    entries, doubtful = starting_list()
    facts = tables.load("partnerships")
    assert len(entries) + len(doubtful) == len(facts)
    assert len(entries) == (facts["match"] == "exact").sum()
    assert entries["ukprn"].isin(tables.load("providers", ["name"]).index).all()
    assert (entries["source_url"] != "").all()
    pd.testing.assert_frame_equal(starting_list(data_dir())[0], entries)
    # A wave of awards is not a partnership, and nobody is grouped by one.
    assert "partnership" not in entries
    assert not entries["label"].str.contains("Wave 1 IoT|CUA overview").any()
    labels = entries.set_index("name")["label"]
    assert labels["Keele University"].tolist()[0] == (
        "Keele University: lead of Higher Horizons (Uni Connect partnership, 2016 to 2022), 2019-08"
    )
    assert "Institute of Technology of wave 1, 2019-04" in labels["New College Durham"]
    assert set(doubtful["why"]) == {
        "no provider of undergraduate courses is called so",
        "the source names no institution",
    }
