"""Northern Ireland's lowest fifth, and why nothing is tested there: page, terminal and files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo import tables
from geo.areas.join import lowest_fifth_of
from geo.coldspots.definitions import find
from geo.coldspots.levels import LEVELS, NORTHERN_IRELAND, SHOWN_LEVELS
from geo.coldspots.results import ColdSpotQuery, find_all
from geo.errors import BadInputError, UnknownAreaError
from geo.settings import project_dir
from layers.browser.card import card_of
from layers.browser.events import after
from layers.browser.query import from_query
from layers.browser.state import read_packs, state_of
from layers.coldspots.options import ColdSpotOptions, with_cold
from layers.coldspots.zone_tables import listed_zones, lowest_areas
from layers.exports.html import page_of
from layers.exports.sentences import sentences_of
from layers.guardrails import check_view, check_words
from layers.pictures.words import subtitle_of
from layers.view import MapView
from layers.words.reading import caveat_of, reading_of
from tests.commands import run

NATION, BELFAST = "N92000002", "N09000003"


@pytest.fixture(scope="module")
def shares() -> pd.Series:
    """The published shares who have not enrolled, turned round."""
    return 1 - tables.load("nimdm17_soa01")["nimdm17_he_not_enrolled"].astype(float)


@pytest.fixture(scope="module")
def lowest(shares: pd.Series) -> set[str]:
    """Walk up from the smallest share until a fifth of the areas are passed, ties along."""
    ordered = shares.dropna().sort_values()
    end = ordered.iloc[int(np.ceil(len(ordered) / 5)) - 1]
    return set(ordered.index[ordered <= end + 1e-9])


def test_the_lowest_fifth_is_a_fifth_of_the_areas_with_a_figure(lowest: set[str]) -> None:
    found = find_all(ColdSpotQuery("soa01", "threshold")).areas
    assert set(found.index[found["cold_spot"]]) == lowest
    # 880 of 890 have a figure; four share the last one, 25.1%.
    assert (len(lowest), lowest_fifth_of("soa01")) == (179, 0.251)
    assert (found["not_assessed_because"] != "").sum() == 10
    assert "soa01" in SHOWN_LEVELS
    assert "soa01" not in LEVELS


@pytest.mark.parametrize("code", [NATION, BELFAST, "N05000001"])
def test_a_place_of_it_leads_to_its_lowest_fifth_with_the_reason(
    code: str, lowest: set[str]
) -> None:
    view, notes = from_query({"with": "cold", "in": code})
    assert (view.geography, view.within, notes) == ("soa01", code, [])
    assert ColdSpotOptions.of(view).definition == "threshold"
    assert from_query({"with": "cold", "level": "soa01", "in": code})[0] == view
    said = reading_of(view)
    assert NORTHERN_IRELAND in said
    base = tables.load("areas_soa01")
    held = (base[["nation_code", "lad24_code", "pcon24_code"]] == code).any(axis=1)
    here = base.index[held.to_numpy()]
    assert f"{len(lowest & set(here))} are in the lowest fifth of Northern Ireland" in said[0]
    assert NORTHERN_IRELAND in caveat_of(view)
    # A picture has this sentence under its title.
    assert "Nothing is tested: no young people are counted here" in subtitle_of(view)
    check_view(view)
    check_words(view, [*said, *(one.text for one in sentences_of(view))])


def test_nothing_else_of_cold_spots_is_said_or_drawn_there() -> None:
    view = with_cold(MapView(geography="soa01", within=BELFAST))
    state = state_of(view, read_packs(), dark=False)
    assert (state["zones"], state["youngHere"], state["recipes"]) == (None, None, [])
    assert [row["label"] for row in state["legend"]["rows"]] == [
        "Lowest fifth",
        "Not in it",
        "Not assessed: suppressed",
    ]
    assert state["legend"]["circles"] == ""
    assert not any("aged 13 to 17" in line or "zones" in line for line in reading_of(view))
    assert listed_zones(view).rows == []
    assert "Lowest fifth" in page_of(view, read_packs())


def test_the_areas_are_listed_by_district_and_not_ranked(lowest: set[str]) -> None:
    table = lowest_areas(with_cold(MapView(geography="soa01", within=NATION)))
    no_interval = "No interval: the number of people it covers is not published."
    assert table.words == f"{NORTHERN_IRELAND} {no_interval}"
    assert len(table.rows) == 179
    assert [*map(tuple, ((row[1], row[0]) for row in table.rows))] == sorted(
        (row[1], row[0]) for row in table.rows
    )
    assert lowest_areas(with_cold(MapView())).rows == []


def test_the_test_is_asked_for_and_refused_with_the_reason() -> None:
    view, notes = from_query({"with": "cold", "level": "soa01", "by": "local-g"})
    assert ColdSpotOptions.of(view).definition == "threshold"
    assert notes == [NORTHERN_IRELAND]
    with pytest.raises(BadInputError, match="--definition threshold"):
        find("soa01")
    with pytest.raises(BadInputError, match="Nothing is tested"):
        find_all(ColdSpotQuery("soa01"))
    with pytest.raises(UnknownAreaError, match="--geography soa01 --definition threshold"):
        find("lsoa21", within=BELFAST)


def test_whoever_goes_there_from_england_and_back_sees_what_there_is() -> None:
    there, _ = after(with_cold(MapView()), {"kind": "found", "code": BELFAST})
    assert (there.geography, ColdSpotOptions.of(there).definition) == ("soa01", "threshold")
    back = with_cold(there, geography="lsoa21", within="", definition="local-g")
    assert back.geography == "lsoa21"
    card = card_of(with_cold(MapView(geography="soa01", select="95GG01S1")))
    assert card is not None
    assert NORTHERN_IRELAND in card["lines"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fifth.csv"


def test_the_terminal_writes_the_lowest_fifth_and_says_why(file: Path, lowest: set[str]) -> None:
    asked = ("find", "-g", "soa01", "--definition", "threshold", "--out", str(file))
    code, out, error = run(*asked)
    assert code == 0, error
    assert "179 of 890 super output areas are in the lowest fifth of Northern Ireland" in out
    assert NORTHERN_IRELAND in out
    assert "zones" not in out
    written = pd.read_csv(file, index_col="area_code")
    assert set(written.index[written["cold_spot"]]) == lowest
    code, out, error = run("find", "-g", "soa01")
    assert code == 3
    assert "--definition threshold" in error
    code, out, error = run("export", "--link", f"with=cold&in={BELFAST}", "--out", str(file))
    assert code == 0, error
    assert len(pd.read_csv(file)) == 174


@pytest.mark.slow
def test_the_page_lists_the_lowest_fifth_with_the_reason() -> None:
    app = AppTest.from_file(str(project_dir() / "views/cold_spots.py"), default_timeout=60)
    for key, value in {"with": "cold", "in": BELFAST}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    assert app.title[0].value == "Lowest fifth for participation, Belfast"
    texts = [one.value for one in (*app.markdown, *app.subheader)]
    assert any(NORTHERN_IRELAND in text for text in texts)
    assert any("Ardoyne 1" in text for text in texts)
    assert not any("aged 13 to 17" in text for text in texts)
