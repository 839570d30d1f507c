"""Is it still so: entry by 19 over the years beside places whose rates are of long ago."""

from __future__ import annotations

import pandas as pd
import pytest

from geo import tables
from geo.areas import area_table
from geo.coldspots import ColdSpotQuery, find_all
from geo.registry import indicator
from layers.browser.card import card_of
from layers.browser.still_so import (
    LEAST_YEARS,
    constituency_of,
    entry_places,
    entry_series,
    ucas_sentence,
)
from layers.coldspots import with_cold
from layers.view import MapView
from layers.words import line_of

BLACKPOOL, NORTH_WEST, ENGLAND = "E06000009", "E12000002", "E92000001"


def published(code: str) -> pd.Series:
    """Return entry by 19 of an area in every year, from the table as it is bundled."""
    rows = tables.load("lait").reset_index()
    rows = rows[(rows["measure"] == "he19_rate") & (rows["area_code"] == code)]
    return rows.sort_values("period").set_index("period")["value"].astype("float64")


def test_the_line_is_of_the_authority_its_region_and_england() -> None:
    [small] = area_table("lsoa21").query(f"utla23_code == '{BLACKPOOL}'").index[:1]
    line = entry_series("lsoa21", small)
    assert [code for _, code, _ in entry_places("lsoa21", small)] == [
        BLACKPOOL, NORTH_WEST, ENGLAND,
    ]  # fmt: skip
    assert line["title"] == "Still so? Entry by 19: Blackpool, the North West and England"
    whole = pd.concat([published(code) for code in (BLACKPOOL, NORTH_WEST, ENGLAND)])
    for row, code in zip(line["rows"], (BLACKPOOL, NORTH_WEST, ENGLAND), strict=True):
        by_hand = (published(code) - whole.min()) / (whole.max() - whole.min())
        assert row["values"] == pytest.approx(by_hand.tolist(), abs=1e-4)
    own = published(BLACKPOOL)
    assert line["text"] == (
        f"Blackpool: {own.iloc[0]:.1%} in {own.index[0]}, {own.iloc[-1]:.1%} in {own.index[-1]}."
    )


@pytest.mark.parametrize("spare", [0, 1])
def test_a_line_needs_years(spare: int) -> None:
    entry, years = indicator("he19_rate"), len(published(BLACKPOOL))
    places = entry_places("utla23", BLACKPOOL)
    assert bool(line_of(entry, "utla23", places, least=years + spare)) == (spare == 0)
    assert years >= LEAST_YEARS == 3


def test_cards_of_zones_and_places_have_it() -> None:
    zones = find_all(ColdSpotQuery("lsoa21")).zones
    zone = zones.index[zones["lad24_names"] == "Blackpool"][0]
    for view in (
        with_cold(MapView(), select=zone),
        with_cold(MapView(), select="E01012673"),
        MapView(select="E05015186", geography="ward24"),
        MapView(select=BLACKPOOL, geography="lad24"),
    ):
        card = card_of(view)
        assert card is not None
        assert card["series"]["title"].startswith("Still so? Entry by 19: Blackpool")
        assert card["own"] == []
        assert any("27.7%" in line for line in card["lines"])


def test_scotland_and_wales_have_none() -> None:
    zones = find_all(ColdSpotQuery("dz11")).zones
    card = card_of(with_cold(MapView(), geography="dz11", select=zones.index[0]))
    assert card is not None
    assert card["series"] == {}
    assert entry_series("lad24", "W06000015") == {}


def test_a_region_stands_beside_england_alone() -> None:
    assert [code for _, code, _ in entry_places("region", NORTH_WEST)] == [NORTH_WEST, ENGLAND]
    assert [code for _, code, _ in entry_places("nation", ENGLAND)] == [ENGLAND]


def test_the_constituency_is_where_most_young_people_live() -> None:
    table = area_table("lsoa21")
    ward = "E05015186"
    inside = table[table["ward24_code"] == ward]
    young: dict[str, int] = {}
    for code, people in zip(inside["pcon24_code"], inside["young_people"], strict=True):
        young[code] = young.get(code, 0) + int(people)
    assert constituency_of("ward24", ward) == max(young, key=lambda code: young[code])
    assert constituency_of("pcon24", "E14001096") == "E14001096"
    assert constituency_of("region", NORTH_WEST) == ""
    # Without the user's own file nothing is said.
    assert ucas_sentence("E14001096").text == ucas_sentence("").text == ""
