"""The file of a patch: read back as written, carried to other boundaries without losing anyone."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import tables
from geo.errors import BadInputError, GeoError
from geo.patch import carry_patch, load_patch, patch_json, save_patch
from geo.patch.files import code_of_polygons

TWO = "E07000138,E07000142"


def file_of(code: str = TWO) -> dict[str, Any]:
    return json.loads(patch_json(save_patch(code)))


def read(content: dict[str, Any]) -> Any:
    return load_patch(json.dumps(content).encode())


def test_a_patch_is_read_as_it_was_written() -> None:
    first = save_patch(TWO)
    again = load_patch(patch_json(first))
    assert (again.id, again.code, again.vintage) == (first.id, TWO, "lsoa21")
    pd.testing.assert_frame_equal(again.shares, first.shares)
    assert first.young_people == 9678
    assert first.uncertain == 0


def test_the_id_outlives_a_change_of_parts() -> None:
    first = file_of()
    first["features"][0]["properties"]["code"] = f"{TWO},E07000139"
    changed = read(first)
    assert changed.id == save_patch(TWO).id
    assert changed.code == "E07000138,E07000139,E07000142"


def test_parts_that_are_no_more_are_put_together_from_the_areas_that_the_file_kept() -> None:
    old = file_of()
    old["features"][0]["properties"]["code"] = "E07009998,E07009999"
    found = read(old)
    assert found.code == f"{TWO},Enamed_Lincoln_and_West_Lindsey"
    assert found.young_people == 9678


def test_the_outline_is_that_of_its_areas_in_degrees() -> None:
    feature = file_of()["features"][0]
    drawn = gpd.GeoSeries([shapely.geometry.shape(feature["geometry"])], crs="EPSG:4326")
    own = gpd.read_parquet("data/boundaries/lad24.parquet").loc[["E07000138", "E07000142"]]
    missed = drawn.to_crs("EPSG:27700").iloc[0].symmetric_difference(own.geometry.union_all())
    assert missed.area < 0.01 * own.area.sum()


@pytest.mark.parametrize("code", [TWO, "E06000009", "E08000003,E08000006", "W06000015,W06000022"])
def test_nobody_is_lost_between_vintages_and_the_id_stays(code: str) -> None:
    new = save_patch(code)
    old = carry_patch(new, "lsoa11")
    back = carry_patch(old, "lsoa21")
    assert old.young_people == pytest.approx(new.young_people)
    assert back.young_people == pytest.approx(new.young_people)
    assert new.id == old.id == back.id
    assert old.vintage == "lsoa11"
    change = tables.load("change_lsoa")
    assert set(old.shares.index) == set(
        change.loc[change["to_code"].isin(new.shares.index), "from_code"]
    )


def test_a_patch_of_2025_has_the_people_of_the_one_of_2024() -> None:
    # Barnsley and Sheffield were given new codes in 2025, for a border of a few fields.
    new = file_of("E08000016,E08000019")
    new["features"][0]["properties"]["code"] = "E08000038,E08000039"
    today, before = read(new), save_patch("E08000016,E08000019")
    assert today.code == before.code == "E08000016,E08000019"
    assert today.id == before.id
    assert today.young_people == before.young_people
    people = tables.load("people_lsoa21", [f"aged_{age}" for age in range(13, 18)]).sum(axis=1)
    areas = tables.load("areas_lsoa21")
    own = areas.index[areas["lad24_code"].isin(["E08000016", "E08000019"])]
    assert today.young_people == people[own].sum()


@pytest.mark.parametrize("code", [TWO, "E08000016,E08000019"])
def test_a_patch_comes_back_from_each_vintage_with_its_people_and_its_id(code: str) -> None:
    first = save_patch(code)
    for vintage in ("lsoa11", "lsoa21"):
        kept = json.loads(patch_json(carry_patch(first, vintage)))
        again = read(kept)
        assert (again.id, again.young_people) == (first.id, first.young_people)
        # Whose parts are no more is put together from the areas, without a change of its people.
        kept["features"][0]["properties"]["code"] = "E07009998,E07009999"
        lost = read(kept)
        assert lost.id == first.id
        assert lost.young_people == first.young_people


def test_half_of_a_split_neighbourhood_is_uncertain_in_2011() -> None:
    change = tables.load("change_lsoa")
    split = change[change["change"] == "split"]
    old = split["from_code"].iloc[0]
    parts = [*split.loc[split["from_code"] == old, "to_code"]]
    one = save_patch(",".join(sorted((parts[0], "E07000138"))))
    before = carry_patch(one, "lsoa11")
    people = tables.load("people_lsoa21", [f"aged_{age}" for age in range(13, 18)]).sum(axis=1)
    assert before.shares["share"][old] == pytest.approx(people[parts[0]] / people[parts].sum())
    assert before.uncertain == pytest.approx(people[parts[0]])
    assert before.young_people == pytest.approx(one.young_people)


def test_scotland_is_kept_and_not_carried() -> None:
    saved = save_patch("S12000036,S12000049")
    assert saved.vintage == "dz11"
    assert carry_patch(saved, "dz11") is saved
    with pytest.raises(BadInputError, match="cannot be carried"):
        carry_patch(saved, "lsoa21")
    with pytest.raises(BadInputError, match="not counted|are counted"):
        save_patch("N09000001,N09000002")


def test_polygons_of_another_program_become_a_patch() -> None:
    box = {
        "type": "Feature",
        "properties": {"name": "ours"},
        "geometry": shapely.geometry.mapping(shapely.box(-0.62, 53.18, -0.48, 53.26)),
    }
    found = read({"type": "FeatureCollection", "features": [box]})
    assert found.code.startswith("Edrawn_")
    assert read(box).code == found.code
    assert load_patch(patch_json(found)).code == found.code


def test_a_ring_of_many_corners_is_made_simple_enough_for_an_address() -> None:
    ring = shapely.Point(-0.54, 53.23).buffer(0.15, quad_segs=200)
    code = code_of_polygons([ring], "Round")
    assert len(code) < 600
    inside = save_patch(code)
    box = save_patch(code_of_polygons([shapely.box(-0.55, 53.22, -0.53, 53.24)]))
    assert set(box.shares.index) <= set(inside.shares.index)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[1]", "not GeoJSON"),
        (b"{", "not JSON"),
        (b'{"features": 1}', "not GeoJSON"),
        (b'{"features": []}', "no polygon"),
        (b'{"type": "Point", "coordinates": [0, 0]}', "is no polygon"),
        (b'{"type": "Polygon", "coordinates": [["a"]]}', "cannot be read"),
        (b'{"type": "Polygon", "coordinates": [[[9,9],[9,10],[10,10],[9,9]]]}', "in degrees"),
        (
            b'{"type": "Polygon", "coordinates": [[[0,51],[1,52],[0,52],[1,51],[0,51]]]}',
            "cross itself",
        ),
    ],
)
def test_what_is_no_patch_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        load_patch(content)


@pytest.mark.parametrize("gone", ["code", "vintage", "areas"])
def test_a_file_without_what_it_needs_is_refused(gone: str) -> None:
    content = file_of()
    del content["features"][0]["properties"][gone]
    with pytest.raises(BadInputError, match="lacks"):
        read(content)


def test_an_id_of_another_form_is_not_taken_over() -> None:
    content = file_of()
    content["features"][0]["id"] = "<b>x</b>"
    assert read(content).id == save_patch(TWO).id


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["kind", "code", "vintage", "areas", "name"]), json_values, max_size=5
    ),
    json_values,
)
def test_any_file_gets_an_answer_or_one_line(properties: dict[str, Any], geometry: Any) -> None:
    own = {"kind": "coldspots patch", **properties}
    content = {"features": [{"properties": own, "geometry": geometry, "id": geometry}]}
    said = ""
    try:
        read(content)
    except GeoError as error:
        said = str(error)
    assert "\n" not in said
