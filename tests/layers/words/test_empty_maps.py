"""Every level of every nation: its map has figures, or says why it has none."""

from __future__ import annotations

import pytest

from geo.areas.cache import area_table, is_in_nation
from geo.registry.geographies import GEOGRAPHIES, NATION_CODES, NATIONS
from geo.registry.indicators import indicators_at
from layers.browser.query import from_query
from layers.words.reading import reading_of

CODES = {NATIONS[letter]: code for letter, code in NATION_CODES.items()}
PAIRS = [(entry.id, nation) for entry in GEOGRAPHIES if entry.on_map for nation in entry.counts]
EMPTY = {
    ("msoa21", "Wales"): "No small-area participation is published for Wales.",
    ("ward24", "Wales"): "No small-area participation is published for Wales.",
}
"""Levels of a nation of which there is no measure at all, and what their map says."""
NOT_THERE = {("nation", "England", "child_poverty_rate")}
"""Measures of a nation that have no figure of it at one level: the publisher gives none."""


def has_figures(level: str, nation: str, name: str) -> bool:
    return bool(area_table(level).loc[is_in_nation(level, nation), name].notna().any())


@pytest.mark.parametrize(("level", "nation"), PAIRS)
def test_a_measure_of_a_nation_has_figures_of_it(level: str, nation: str) -> None:
    for entry in indicators_at(level):
        claimed = nation in entry.nations and (level, nation, entry.id) not in NOT_THERE
        assert has_figures(level, nation, entry.id) == claimed, entry.id


@pytest.mark.parametrize(("level", "nation"), PAIRS)
def test_a_level_of_a_nation_without_a_measure_says_why(level: str, nation: str) -> None:
    there = [one for one in indicators_at(level) if has_figures(level, nation, one.id)]
    assert (not there) == ((level, nation) in EMPTY)
    if not there:
        view, _ = from_query({"level": level, "in": CODES[nation]})
        assert EMPTY[level, nation] in " ".join(reading_of(view))


def test_northern_irish_constituencies_are_coloured_and_said_to_be_carried() -> None:
    asked = {"level": "pcon24", "in": "N92000002", "show": "nimdm17_he_enrolled"}
    view, notes = from_query(asked)
    assert notes == []
    said = reading_of(view)
    assert said[0].startswith("Of 18 parliamentary constituencies in Northern Ireland")
    grey, _ = from_query({**asked, "show": "tundra_rate"})
    assert "have enrolled in HE (NIMDM)" in " ".join(reading_of(grey))
