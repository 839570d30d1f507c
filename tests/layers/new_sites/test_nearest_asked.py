"""A question without an answer: the nearest that has one, and what of it stays as it was."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import BusyError, NoAnswerError
from geo.uploads.sites import read_sites
from layers.kind_options import change_options, with_options
from layers.new_sites.nearest import nearest_answered
from layers.new_sites.options import MOST_ADDED, SitingOptions
from layers.new_sites.state import siting_of
from layers.new_sites.tables import chosen_table, gain_table
from layers.reach.options import ReachOptions
from layers.reach.query import with_reach
from layers.reach.state import reach_of
from layers.uploads import Uploads, is_private, uploads_of, with_uploads
from layers.view import MapView
from layers.words.reading import reading_of
from tests.app.test_app import opened

BRISTOL, RUTLAND, SOMERSET = "E06000023", "E06000017", "E06000066"
UWE = "10007164"
PART_TIME_NOWHERE = "10000415"


@pytest.fixture(scope="module")
def own() -> Uploads:
    sites, _, _ = read_sites(b"name,postcode\nHub,BS1 5TR\n")
    return Uploads(sites=sites)


def asked(within: str = BRISTOL, km: float = 2.0, own: Uploads | None = None, **siting: Any):
    reach = ReachOptions(providers=(UWE,), km=km)
    view = with_reach(MapView(within=within), "sites", options=(reach, SitingOptions(**siting)))
    return with_uploads(view, own)


def test_too_few_sites_for_everybody_become_as_many_as_do(own: Uploads) -> None:
    view = asked(own=own, goal="median", add=3)
    with pytest.raises(NoAnswerError, match="3 more sites cannot have everybody") as caught:
        siting_of(view)
    found, notes = nearest_answered(view, siting_of)
    need = int(caught.value.instead["add"])
    assert 3 < need <= MOST_ADDED
    assert found == change_options(view, SitingOptions, add=need)
    assert uploads_of(found) is own
    assert notes[0].startswith("3 more sites cannot have everybody in range who can be: at least")
    assert notes[-1] == f"Shown instead: the best {need} sites."
    # No fewer would do.
    with pytest.raises(NoAnswerError):
        siting_of(change_options(view, SitingOptions, add=need - 1))


def test_more_sites_than_the_page_adds_become_the_most_people_in_range() -> None:
    view = asked("", 10.0, goal="median")
    found, notes = nearest_answered(view, siting_of)
    assert found == change_options(view, SitingOptions, goal="coverage")
    assert notes[-1] == "Shown instead: most people in range."


def test_a_share_that_cannot_be_becomes_the_most_that_can(own: Uploads) -> None:
    view = asked(km=1.0, own=own, goal="cover", share=100)
    found, notes = nearest_answered(view, siting_of)
    share = SitingOptions.of(found).share
    assert 50 < share < 100
    assert found == change_options(view, SitingOptions, share=share)
    assert f"the fewest sites for {share}%, the most there can be" in notes[-1]
    with pytest.raises(NoAnswerError):
        siting_of(change_options(view, SitingOptions, share=share + 1))


def test_a_share_of_the_deprived_that_cannot_be_becomes_the_most_that_can() -> None:
    view = asked(SOMERSET, deprived=90, add=1)
    found, notes = nearest_answered(view, siting_of)
    assert 0 <= SitingOptions.of(found).deprived < 90
    assert found == change_options(view, SitingOptions, deprived=SitingOptions.of(found).deprived)
    assert notes[0].startswith("Too few of the group")


def test_nobody_in_cold_spots_becomes_all_young_people() -> None:
    view = asked(RUTLAND)
    found, notes = nearest_answered(view, siting_of)
    assert found == change_options(view, SitingOptions, demand="all")
    assert notes[-1] == "Shown instead: for young people."


def test_a_limit_too_wide_for_england_becomes_one_that_is_not() -> None:
    view = asked("", 30.0, demand="all", add=1)
    found, _ = nearest_answered(view, lambda one: ReachOptions.of(one).km > 15 and siting_of(one))
    assert found == change_options(view, ReachOptions, km=15.0)


def test_a_reach_without_a_site_drops_what_stands_in_the_way_alone(own: Uploads) -> None:
    part_time = ReachOptions(providers=(PART_TIME_NOWHERE,), km=5)
    view = with_reach(MapView(within=BRISTOL), options=(part_time,), part_time=True)
    found, notes = nearest_answered(view, reach_of)
    assert found == replace(view, part_time=False)
    assert notes[-1] == "Shown instead: sites with and without part-time courses."
    alone = ReachOptions(providers=(UWE,), km=5, without=UWE)
    view = with_reach(MapView(within=BRISTOL), options=(alone,))
    assert nearest_answered(view, reach_of)[0] == with_options(view, replace(alone, without=""))


def test_one_who_waits_in_vain_is_not_answered_otherwise() -> None:
    def busy(_: MapView) -> None:
        raise BusyError("Others come first.")

    with pytest.raises(BusyError):
        nearest_answered(asked(), busy)


@pytest.mark.parametrize("goal", ["coverage", "cover", "median"])
def test_place_institution_and_own_sites_stay_whatever_is_asked(goal: str, own: Uploads) -> None:
    """Every goal with every value of each two of the other parts of a question."""
    parts: dict[str, list[Any]] = {
        "demand": ["likely", "cold", "all"],
        "candidates": ["schools", "colleges", "msoa"],
        "add": [1, 20],
        "share": [1, 100],
        "deprived": [0, 100],
        "km": [1.0, 5.0],
    }
    for one, other in combinations(parts, 2):
        for value, second in product(parts[one], parts[other]):
            view = asked(own=own, **{"goal": goal, one: value, other: second})
            found, notes = nearest_answered(view, siting_of)
            what = (goal, one, value, other, second)
            assert (found.within, ReachOptions.of(found), uploads_of(found)) == (
                BRISTOL,
                ReachOptions.of(view),
                own,
            ), what
            assert bool(notes) == (found != view), what


def test_a_share_that_is_met_is_said_to_be_met() -> None:
    view = asked(km=15.0, goal="cover", share=60)
    answer = siting_of(view).answer
    assert answer.chosen == ()
    text = " ".join(reading_of(view))
    assert (
        f"No new site is needed in Bristol: {answer.already:,.0f} of {answer.total:,.0f} "
        "young people in the likely lowest fifth (100%) live within 15 km in a straight line of a teaching "
        "site already, so the 60% asked for are met."
    ) in text
    assert "bring anyone else" not in text
    assert reading_of(view)[0].startswith("No new site is needed in Bristol: ")
    assert not chosen_table(view).title
    assert not gain_table(view).title


CHANGES = {
    "siting_goal": ["median", "cover", "coverage"],
    "siting_demand": ["all", "cold", "likely"],
    "siting_candidates": ["colleges", "msoa", "schools"],
    "siting_add": [20, 1],
    "siting_share": [100, 1],
    "siting_deprived": [100, 0],
    "km": [1.0, 5.0],
    "part_time": [True, False],
    "picks": ["137188", ""],
}


def change(app: AppTest, key: str, at: int) -> None:
    """Move a control to the next of its values, if the page shows it."""
    values = CHANGES[key]
    box = next((one for one in app.sidebar if getattr(one, "key", None) == key), None)
    if box is not None:
        box.set_value(values[at % len(values)]).run()


@pytest.mark.slow
def test_the_page_keeps_place_institution_and_own_sites_through_every_pair_of_controls() -> None:
    app = opened(**{"in": BRISTOL, "providers": UWE, "with": "sites", "km": "2"})
    app.switch_page("views/new_sites.py").run()
    app.sidebar.text_input(key="typed").set_value("BS1 5TR Hub").run()
    held = app.session_state["uploads"].sites
    turns = dict.fromkeys(CHANGES, 0)
    for pair in combinations(CHANGES, 2):
        for key in (*pair, pair[0]):
            change(app, key, turns[key])
            turns[key] += 1
            view = app.session_state["view"]
            assert not app.exception, pair
            assert not app.error, pair
            assert (view.within, ReachOptions.of(view).providers) == (BRISTOL, (UWE,)), pair
            assert app.query_params["in"] == BRISTOL, pair
            pd.testing.assert_frame_equal(app.session_state["uploads"].sites, held)
            assert not is_private(view), pair  # the files stay with the visit alone
    assert min(turns.values()) > 4
