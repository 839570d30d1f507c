"""Names to find one's way by: which lead, where they lie, who lives near."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from geo import tables
from geo.areas.cache import area_table
from geo.boundaries import outlines as boundaries
from geo.build.landmarks import people_near
from geo.places.settlements import settlements_within

KINDS = {"city": 69, "town": 1_458, "suburb": 10_522, "village": 15_112}
"""OS Open Names has 65 cities, of which two lie within London; Northern Ireland has six."""


def settlements(*rows: tuple[str, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["kind", "easting_m"])
    return table.assign(northing_m=0.0)


def homes(*rows: tuple[float, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["easting_m", "people"]).assign(northing_m=0.0)


@pytest.mark.parametrize(
    ("kind", "reach_m"),
    [("city", 10_000), ("town", 3_000), ("suburb", 2_500), ("village", 2_500)],
)
def test_people_count_up_to_the_reach_of_a_name(kind: str, reach_m: int) -> None:
    one = settlements((kind, 0.0))
    assert people_near(one, homes((reach_m, 7), (reach_m + 1, 9))).tolist() == [7]


def test_people_count_for_the_nearest_of_their_rivals() -> None:
    """A city has cities as rivals, a town both, a village all, and a suburb none of these two."""
    places = settlements(("city", 0), ("town", 2_000), ("suburb", 1_900), ("village", 4_000))
    # Of all, the city is nearest to the first, the suburb or the town to the second, and the
    # village to the third; of the city and the town, the town is nearest to that too.
    found = people_near(places, homes((900, 1), (1_950, 10), (3_100, 100)))
    assert found.tolist() == [1 + 10 + 100, 10 + 100, 1 + 10, 100]


def test_the_bundled_settlements_lie_where_they_say() -> None:
    table = tables.load("settlements")
    assert table["kind"].value_counts().to_dict() == KINDS
    assert table["lead"].is_monotonic_decreasing
    drawn = table.iloc[::400]
    for level, rows in drawn.groupby("geography"):
        outlines = boundaries.load(str(level)).geometry.loc[rows["area_code"]].to_numpy()
        points = shapely.points(rows[["easting_m", "northing_m"]].to_numpy(dtype="float64"))
        assert (shapely.distance(points, outlines) <= 2_000).all()
        assert (shapely.distance(points, outlines) == 0).mean() > 0.9


def test_a_seat_leads_by_the_mean_of_its_people_and_its_districts() -> None:
    """Blackpool, by hand: the square root of people near times people of the district, times 3."""
    row = settlements_within("E06000009").iloc[0]
    people = area_table("lad24").loc["E06000009", "population"]
    assert row["lead"] == pytest.approx(3 * (row["people_near"] * people) ** 0.5, abs=1)
    whitby = tables.load("settlements").query("name == 'Whitby' and kind == 'town'").iloc[0]
    assert whitby["lead"] == whitby["people_near"]
    wells = tables.load("settlements").query("name == 'Wells' and kind == 'city'").iloc[0]
    assert wells["lead"] == 3 * wells["people_near"]


def test_cities_and_towns_of_a_place_come_before_its_suburbs() -> None:
    found = settlements_within("E12000002")
    town = found["kind"].isin(["city", "town"]).to_numpy()
    assert town[: town.sum()].all()
    assert found["name"].iloc[:3].tolist() == ["Liverpool", "Manchester", "Salford"]
    assert set(settlements_within("E06000009")["name"]) & {"Fleetwood", "Lytham St Anne's"} == set()
    assert len(settlements_within("")) == sum(KINDS.values())
