"""New sites by minutes: the best of a visitor's table, found by trying each, and what is said."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.areas import area_table
from geo.reach import provider_sites
from geo.travel import MINUTES, read_costs
from layers.browser import from_query
from layers.kinds import kind_of
from layers.new_sites import chosen_table, nearest_answered, siting_of
from layers.new_sites.state import siting_classes
from layers.reach import minutes, use_router
from layers.uploads import Uploads, with_uploads
from layers.view import MapView
from layers.words import caveat_of, opening_of, reading_of

TEESSIDE, HARTLEPOOL = "10007161", "E06000001"
ASKED = {
    "with": "sites", "in": HARTLEPOOL, "providers": TEESSIDE, "add": "2", "demand": "all",
    "candidates": "msoa", "minutes": "20", "travel": "drive",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_router() -> Iterator[None]:
    found = minutes._find
    use_router(lambda: None)
    yield
    use_router(found)


def table() -> pd.DataFrame:
    """Make up minutes from each neighbourhood to a campus and to each local area's middle."""
    areas = area_table("lsoa21")
    own = areas[areas["lad24_code"] == HARTLEPOOL]
    sites = [str(provider_sites([TEESSIDE]).index[0]), *sorted(own["msoa21_code"].unique())]
    rng = np.random.default_rng(3)
    rows = [(code, site, int(rng.integers(12, 60))) for code in own.index for site in sites]
    return pd.DataFrame(rows, columns=["area_code", "site", "cost"])


def view_of(**changes: str) -> MapView:
    held = io.StringIO()
    table().to_csv(held, index=False)
    costs = read_costs(held.getvalue().encode(), MINUTES, "mine.csv")
    view, notes = from_query({**ASKED, **changes})
    assert notes == []
    return with_uploads(view, Uploads(costs=costs))


def wide() -> tuple[pd.DataFrame, pd.Series]:
    minutes_of = table().pivot_table(index="area_code", columns="site", values="cost")
    return minutes_of, area_table("lsoa21")["young_people_now"].reindex(minutes_of.index)


def test_the_best_two_are_those_that_trying_each_pair_finds() -> None:
    view, (away, people) = view_of(), wide()
    campus, *middles = (
        away.columns[away.columns.str.startswith("1")],
        *away.columns[away.columns.str.startswith("E02")],
    )
    near = away <= 20
    there = near[list(campus)].any(axis=1)
    best = max(
        int(people[there | near[one] | near[other]].sum()) for one in middles for other in middles
    )
    found = siting_of(view)
    assert found.unit == MINUTES
    assert found.answer.already == people[there].sum()
    assert found.answer.covered == best
    chosen = list(found.sites["site"])
    classes = pd.Series(siting_classes(view).of_area, index=area_table("lsoa21").index)
    new = near[chosen].any(axis=1) & ~there
    assert set(new.index[new]) == set(classes.index[classes == 1]) & set(away.index)


@pytest.mark.parametrize(("goal", "limit"), [("coverage", "20"), ("median", "60")])
def test_no_word_of_it_speaks_of_kilometres(goal: str, limit: str) -> None:
    view = view_of(goal=goal, minutes=limit)
    kind = kind_of(view)
    parts = [kind.title(view), opening_of(view), *reading_of(view), caveat_of(view)]
    parts += [kind.classes(view).rule, str(chosen_table(view))]
    text = " ".join(parts)
    assert f"{limit} minutes" in opening_of(view)
    assert "In range is a journey time: nobody was met" in text
    assert not re.search(r"\d km\b|in km|straight line|[Pp]erson-km|metres", text), text
    if goal == "median":
        away, people = wide()
        nearest = away[away.columns[away.columns.str.startswith("1")]].min(axis=1)
        found = siting_of(view)
        then = np.minimum(nearest, away[list(found.sites["site"])].min(axis=1))
        assert found.answer.objective == pytest.approx(float((people * then).sum()))
        assert "Person-minutes saved" in chosen_table(view).headings


def test_where_nothing_tells_minutes_distance_counts() -> None:
    view, _ = from_query(ASKED)
    assert "10 km" in opening_of(view)
    found, notes = nearest_answered(replace(view), siting_of)
    assert siting_of(found).unit == "km"
    assert notes == []
