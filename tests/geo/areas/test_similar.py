"""Places like one: a table whose answer is plain to see, and real places found by plain loops."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pandas as pd
import pytest

from geo.areas.cache import area_table
from geo.areas.similar import CONTEXT, Context, context_sentence, similar_places
from geo.errors import BadInputError, UnknownAreaError
from geo.registry.geographies import bundled

DENSITY = Context("density", "people per square kilometre", "population", "area_km2", log=True)
SCORE = Context("score", "deprivation", "score")


def towns() -> pd.DataFrame:
    # Three crowded poor places, three empty rich ones, one of neither kind, one in Wales.
    rows = [
        ("crowded 1", "England", 8000, 1.0, 60.0),
        ("crowded 2", "England", 4100, 0.5, 61.0),
        ("crowded 3", "England", 7000, 1.0, 55.0),
        ("empty 1", "England", 1000, 10.0, 5.0),
        ("empty 2", "England", 1100, 10.0, 6.0),
        ("empty 3", "England", 2000, 20.0, 9.0),
        ("other", "England", 9000, 9.0, 30.0),
        ("crowded abroad", "Wales", 8000, 1.0, 60.0),
    ]
    table = pd.DataFrame(rows, columns=["name", "nation", "population", "area_km2", "score"])
    return table.set_index("name").rename_axis("area_code").astype({"population": "Int64"})


def test_the_nearest_are_the_obvious_ones() -> None:
    crowded = similar_places(towns(), "crowded 1", 2, [DENSITY, SCORE])
    assert crowded.index.tolist() == ["crowded 2", "crowded 3"]
    assert crowded["density"].tolist() == [8200, 7000]
    assert crowded["score"].tolist() == [61, 55]
    empty = similar_places(towns(), "empty 2", 2, [DENSITY, SCORE])
    assert empty.index.tolist() == ["empty 1", "empty 3"]
    assert crowded.attrs["place"] == {"density": 8000, "score": 60}


def test_a_distance_worked_by_hand() -> None:
    # Scores 0, 1, 2, 3, 4: quartiles 1 and 3, so that a robust deviation is 2 / 1.349.
    table = pd.DataFrame(
        {"nation": "England", "score": [0.0, 1, 2, 3, 4]}, index=["a", "b", "c", "d", "e"]
    )
    found = similar_places(table, "a", 4, [SCORE])
    assert found.index.tolist() == ["b", "c", "d", "e"]
    assert found["distance"].tolist() == pytest.approx([0.6745, 1.349, 2.0235, 2.698])


def test_one_extreme_place_does_not_set_the_scale() -> None:
    """Two measures count alike although one of them has a place ten thousand times as far out."""
    other = Context("other", "another measure", "other")
    table = pd.DataFrame(
        {"nation": "England", "score": [0.0, 1, 2, 3, 4, 5], "other": [2.0, 9, 2, 2.5, 3, 1e6]},
        index=list("abcdef"),
    )
    assert similar_places(table, "a", 1, [SCORE, other]).index.tolist() == ["c"]


def test_equals_go_by_code_whatever_their_order() -> None:
    table = pd.DataFrame(
        {"nation": "England", "score": [5.0, 1, 9, 5, 5, 2]}, index=["x", "a", "b", "d", "c", "e"]
    )
    assert similar_places(table, "x", 2, [SCORE]).index.tolist() == ["c", "d"]
    assert similar_places(table, "x", 1, [SCORE]).index.tolist() == ["c"]


def test_fewer_places_than_asked_are_all_there_are() -> None:
    found = similar_places(towns(), "other", 99, [DENSITY, SCORE])
    assert sorted(found.index) == [
        "crowded 1", "crowded 2", "crowded 3", "empty 1", "empty 2", "empty 3",
    ]  # fmt: skip
    alone = towns().loc[["other"]]
    assert len(similar_places(alone, "other", 5, [DENSITY, SCORE])) == 0


def test_what_lacks_context_is_left_out_and_said() -> None:
    table = towns()
    table.loc["crowded 2", "score"] = np.nan
    table.loc["crowded 3", "population"] = 0
    found = similar_places(table, "crowded 1", 3, [DENSITY, SCORE])
    assert found.attrs["left_out"] == ["crowded 2", "crowded 3"]
    assert not set(found.index) & {"crowded 2", "crowded 3", "crowded abroad"}
    with pytest.raises(BadInputError, match="crowded 2 cannot be compared: it has no deprivation"):
        similar_places(table, "crowded 2", 3, [DENSITY, SCORE])


def test_what_cannot_be_answered_is_refused() -> None:
    with pytest.raises(BadInputError, match="outside England"):
        similar_places(towns(), "crowded abroad", 3, [SCORE])
    with pytest.raises(UnknownAreaError, match="'nowhere' is not one of the 8 areas"):
        similar_places(towns(), "nowhere", 3, [SCORE])
    with pytest.raises(BadInputError, match="count is 0"):
        similar_places(towns(), "other", 0, [SCORE])
    with pytest.raises(BadInputError, match="None of the measures"):
        similar_places(towns(), "other", 3, [Context("x", "x", "not_there")])


def by_plain_loops(table: pd.DataFrame, code: str, count: int) -> list[tuple[str, float]]:
    places = {}
    for row in table[table["nation"] == "England"].itertuples():
        places[row.Index] = (
            math.log(row.population / row.area_km2),
            row.young_people / row.population,
            row.iod25_score,
            row.iod25_adult_skills_score,
            row.connectivity_score,
        )
    scales = []
    for column in zip(*places.values(), strict=True):
        low, _, high = statistics.quantiles(column, n=4, method="inclusive")
        scales.append((high - low) / 1.349)
    here = places.pop(code)
    distances = {
        other: math.sqrt(
            sum(((a - b) / scale) ** 2 for a, b, scale in zip(here, there, scales, strict=True))
        )
        for other, there in places.items()
    }
    return sorted(distances.items(), key=lambda pair: (pair[1], pair[0]))[:count]


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        ("lsoa21", ["E01012737", "E01000001", "E01033768"]),
        ("msoa21", ["E02002642"]),
        ("lad24", ["E06000009", "E06000053"]),
    ],
)
@pytest.mark.slow
def test_real_places_by_plain_loops(level: str, codes: list[str]) -> None:
    table = area_table(level)
    for code in codes:
        found = similar_places(table, code, 7)
        plain = by_plain_loops(table, code, 7)
        assert found.index.tolist() == [other for other, _ in plain]
        assert found["distance"].tolist() == pytest.approx([distance for _, distance in plain])
        assert found.columns.tolist() == ["distance", *(one.id for one in CONTEXT)]
        assert found.attrs["left_out"] == []


def test_participation_is_no_context() -> None:
    for one in CONTEXT:
        for column in (one.column, one.per):
            assert not column.startswith(("tundra", "he19", "iod25_he", "iod25_education"))


@pytest.mark.parametrize("level", [entry.id for entry in bundled()])
def test_the_sentence_names_what_is_compared_at_the_level(level: str) -> None:
    table = area_table(level)
    there = [one for one in CONTEXT if {one.column, one.per or one.column} <= set(table.columns)]
    if not any(level in one.geographies for one in CONTEXT):
        assert level in ("smc205", "dz11", "iz11", "soa01", "sdz21", "dea14")
        with pytest.raises(BadInputError, match=f"No measure of context exists at {level}"):
            context_sentence(level)
        return
    sentence = context_sentence(level)
    assert all(one.label in sentence for one in there)
    assert [one for one in CONTEXT if level in one.geographies] == there
    assert sentence.endswith("participation itself plays no part.")
