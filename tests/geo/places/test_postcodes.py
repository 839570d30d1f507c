from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo import tables
from geo.boundaries import outlines as boundaries
from geo.errors import IntegrityError
from geo.places.postcodes import (
    NO_AREA,
    NO_LSOA,
    NO_POINT,
    NOT_A_POSTCODE,
    UNKNOWN,
    find,
    plain,
    spaced,
)
from geo.publishers.ons.people import postcode_letters, postcode_package, read_postcodes


@pytest.mark.parametrize("text", ["FY1 1AA", "fy11aa", " Fy1  1aA ", "fy1-1aa", "FY1\t1AA"])
def test_any_spelling_finds_the_same_place(text: str) -> None:
    row = find([text]).iloc[0]
    assert row["postcode"] == "FY1 1AA"
    assert row["lsoa21_code"] == "E01012737"
    assert row["lad24_name"] == "Blackpool"
    assert row["local_name"] == "Central Blackpool"
    assert row["problem"] == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", NOT_A_POSTCODE),
        ("XX", NOT_A_POSTCODE),
        ("12345", NOT_A_POSTCODE),
        ("<img src=x onerror=alert(1)>", NOT_A_POSTCODE),
        ("{{ 7919*7907 }}", NOT_A_POSTCODE),
        ("ZZ9 9ZZ", UNKNOWN),
        ("QQ1 1AA", UNKNOWN),
    ],
)
def test_what_cannot_be_placed_is_said_kindly(text: str, problem: str) -> None:
    row = find([text]).iloc[0]
    assert row["problem"] == problem
    assert row["lsoa21_code"] == ""


@pytest.mark.parametrize(
    ("text", "level", "code", "district"),
    [
        ("FY1 1AA", "lsoa21", "E01012737", "E06000009"),
        ("EH1 1YZ", "dz11", "S01008675", "S12000036"),
        ("BT1 5GS", "sdz21", "N21000251", "N09000003"),
    ],
)
def test_each_nation_has_small_areas_of_its_own(
    text: str, level: str, code: str, district: str
) -> None:
    row = find([text]).iloc[0]
    assert (row["geography"], row["code"], row["lad24_code"]) == (level, code, district)
    assert row["lsoa21_code"] == (code if level == "lsoa21" else "")
    assert row["problem"] == ""


def test_northern_irelands_are_stored_nowhere() -> None:
    """Their places are found when they are asked for: the bundled table has none of them."""
    stored = tables.load("postcodes")
    folder, _ = postcode_package()
    listed = pd.concat(
        [read_postcodes(folder, letter) for letter in postcode_letters(folder)], ignore_index=True
    )
    irish = listed["authority_code"].str.startswith("N").fillna(False).to_numpy(dtype=bool)
    assert irish.sum() > 50_000
    assert (stored.loc[irish, ["lsoa21", "dz11"]] == NO_AREA).all(axis=None)


def test_northern_ireland_gives_no_coordinates() -> None:
    row = find(["BT1 5GS"]).iloc[0]
    assert row["nation"] == "Northern Ireland"
    assert np.isnan(row["easting_m"])


def test_good_and_bad_ones_keep_their_order() -> None:
    found = find(["nonsense", "FY1 1AA", "S1 2HH", "FY1 1AA"])
    assert found["lsoa21_code"].tolist() == ["", "E01012737", "E01033264", "E01012737"]


@pytest.mark.parametrize(
    ("text", "code", "problem"),
    [
        # On a quay 96.8 m from the nearest outline, and one 100.7 m from it.
        ("NE24 1RH", "E01027392", ""),
        ("EC3N 4PL", "", NO_LSOA),
    ],
)
def test_a_point_up_to_100_m_off_goes_to_the_nearest_area(
    text: str, code: str, problem: str
) -> None:
    row = find([text]).iloc[0]
    assert (row["lsoa21_code"], row["problem"]) == (code, problem)
    outline = boundaries.load("lsoa21").geometry[code or "E01004293"]
    metres = outline.distance(Point(row["easting_m"], row["northing_m"]))
    assert round(metres, 1) == (96.8 if code else 100.7)


def test_without_areas_a_place_in_scotland_is_no_problem() -> None:
    found = find(["EH1 1YZ", "JE2 3QQ", "FY1"], areas=False)
    assert found["problem"].tolist() == ["", NO_POINT, NOT_A_POSTCODE]
    assert "lsoa21_code" not in found


@pytest.mark.slow
def test_ten_thousand_postcodes_lie_where_their_point_falls() -> None:
    """Every sampled point is tested against every outline at full resolution, one by one."""
    import shapely

    folder, _ = postcode_package()
    parts = [read_postcodes(folder, letter) for letter in postcode_letters(folder)]
    whole = pd.concat(parts, ignore_index=True)
    stored = tables.load("postcodes")["lsoa21"].to_numpy()
    assert len(stored) == len(whole) == 2_720_556
    british = whole["easting_m"].notna() & ~whole["authority_code"].str.startswith("N", na=False)
    sample = whole[british].sample(10_000, random_state=1)
    outlines = boundaries.load("lsoa21").geometry.to_numpy()
    shapely.prepare(outlines)
    # Another way than the build's: from each outline's box to the points, then covers().
    points = shapely.points(sample[["easting_m", "northing_m"]].to_numpy())
    area, point = shapely.STRtree(points).query(outlines, predicate="covers")
    expected = pd.Series(area).groupby(point).min().reindex(range(len(sample)))
    found = stored[sample.index].astype(float)
    assert np.array_equal(found, expected.fillna(NO_AREA).to_numpy())


def test_another_edition_of_the_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "geo.places.postcodes.read_postcodes", lambda *_: read_postcodes(*_).iloc[:-1].copy()
    )
    with pytest.raises(IntegrityError, match="of another"):
        find(["ZE1 0AA"])


@given(st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", fullmatch=True))
def test_writing_and_reading_a_postcode(code: str) -> None:
    assert plain(spaced(code).lower()) == code


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    row = find([text]).iloc[0]
    assert bool(row["problem"]) != bool(row["lsoa21_code"])
