"""Taught where by minutes: a visitor's table, a real router, and what is said of either."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from geo.errors import BadInputError, NoAnswerError
from geo.provision import Selection, find_provision, load_homes
from geo.travel import MINUTES, CostChoice, CostTable, limited
from layers.browser.state import read_packs, state_of
from layers.guardrails import check_view
from layers.kinds import kind_of
from layers.new_sites import nearest_answered
from layers.provision import (
    TaughtOptions,
    adult_words,
    change_table,
    found_of,
    limit_part,
    provider_table,
    zone_table,
)
from layers.provision.sections import limit_shares
from layers.reach import ServerRouter, measured, minutes, use_router
from layers.uploads import Uploads, is_private, with_uploads
from layers.words import caveat_of, reading_of
from tests.layers.provision.test_taught import read, view_of
from tests.real_routers import BRISTOL, running

NORWICH, UEA = "E07000148", "10007789"
ASKED = f"with=taught&subject=CAH07-01&rangeminutes=20&in={NORWICH}"


@pytest.fixture(autouse=True)
def no_router() -> Iterator[None]:
    found = minutes._find
    use_router(lambda: None)
    yield
    use_router(found)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Minutes of our own, from all neighbourhoods of Norwich but the first."""
    homes = load_homes()
    codes = homes.index[homes["lad24_code"] == NORWICH][1:]
    sites = find_provision(Selection("CAH07-01"), within=NORWICH).sites
    site = sites.index[sites["provider"] == UEA][0]
    cost = [5.0 + number for number in range(len(codes))]
    return pd.DataFrame({"area_code": codes, "site": site, "cost": cost})


def own_view(table: pd.DataFrame, query: str = ASKED):
    return with_uploads(
        view_of(query), Uploads(costs=CostTable(table, MINUTES, "the minutes of a bus"))
    )


def test_who_is_in_range_is_counted_from_the_table(table: pd.DataFrame) -> None:
    view = own_view(table)
    near = table.loc[table["cost"] <= 20, "area_code"]
    found = found_of(view)
    assert set(found.ground.areas.index[found.in_range & found.kept]) == set(near)
    people = load_homes().loc[load_homes()["lad24_code"] == NORWICH, "young_people"]
    none = int(people.sum() - people[near].sum())
    assert kind_of(view).headline(view) == (
        f"In Norwich, {none:,} young people live over 20 minutes from courses in physics and "
        "astronomy"
    )
    assert f"{none:,} (" in " ".join(reading_of(view))
    assert kind_of(view).title(view).endswith("within 20 minutes")
    written = kind_of(view).table(view).table
    assert written.loc[near, "nearest_cost"].tolist() == [5.0 + at for at in range(len(near))]
    assert written["nearest_provider"].eq("").sum() == 1


def test_no_word_of_it_speaks_of_kilometres(table: pd.DataFrame) -> None:
    query = f"{ASKED}&closed={UEA}%3ACAH07-01"
    with pytest.raises(BadInputError, match="none of .* rows is of an area and a site"):
        found_of(own_view(table, query))
    view = own_view(table)
    said = [
        *reading_of(view),
        caveat_of(view),
        kind_of(view).period(view),
        zone_table(view).words,
        *(cell for row in zone_table(view).rows for cell in row),
        limit_part(view),
        *adult_words_or_none(view),
        provider_table(view).words,
        str(state_of(view, read_packs(), dark=False)["card"]),
    ]
    assert not [text for text in said if " km" in text or "straight line" in text]
    assert "The minutes of a bus, in min, as given" in caveat_of(view)


def adult_words_or_none(view) -> list[str]:
    # The table has minutes to one site alone, and it has no part-time course.
    try:
        return adult_words(view)
    except (BadInputError, NoAnswerError) as error:
        return [str(error)]


def test_the_limits_in_minutes_are_counted_from_the_table(table: pd.DataFrame) -> None:
    counted = limit_shares(own_view(table))
    homes = load_homes()
    people = homes.loc[homes["lad24_code"] == NORWICH, "young_people"]
    for limit, row in counted.iterrows():
        near = table.loc[table["cost"] <= limit, "area_code"]
        assert row["young_people"] == people.sum() - people[near].sum()
    assert counted.index.tolist() == [15, 20, 30, 45, 60, 90]


def test_a_file_of_ones_own_stays_with_the_visit(table: pd.DataFrame) -> None:
    view, other = own_view(table), view_of(ASKED)
    state = state_of(view, read_packs(), dark=False)
    assert is_private(view)
    assert state != state_of(other, read_packs(), dark=False)
    # Nobody else has anything that tells minutes: theirs is a straight line, and stays one.
    assert measured(other).minutes == 0
    assert found_of(other).costs.unit == "km"
    assert "within 30 km" in kind_of(other).title(other)
    assert (
        other.to_query()
        == view.to_query()
        == ASKED.replace(f"&minutes=20&in={NORWICH}", f"&minutes=20&in={NORWICH}")
    )
    check_view(other)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("rangeminutes=0", "no time up to 120 minutes"),
        ("rangeminutes=121", "no time up to 120 minutes"),
        ("rangeminutes=nan", "no time up to 120 minutes"),
        ("rangeminutes=20&rangeby=fly", "a way to travel that there is not"),
    ],
)
def test_minutes_that_cannot_be_used_are_said(query: str, note: str) -> None:
    view, notes = read(f"with=taught&{query}")
    assert any(note in one for one in notes)
    assert TaughtOptions.of(view).travel == ""


def test_a_real_router_tells_the_minutes_and_is_credited() -> None:
    with running("valhalla", "walk", BRISTOL) as server:
        choice = CostChoice(router=server.kind, router_url=server.address, timeout_s=5)
        use_router(lambda: ServerRouter(choice, ("walk",)))
        query = "with=taught&subject=CAH07-01&rangeminutes=8&rangeby=walk&in=E06000023"
        view = view_of(query)
        found = found_of(view)
        assert found.costs.unit == MINUTES
        assert kind_of(view).title(view).endswith("within 8 minutes on foot")
        assert "OpenStreetMap" in caveat_of(view)
        assert "OpenStreetMap" in kind_of(view).period(view)
        by = limited(
            CostChoice(router=server.kind, router_url=server.address, mode="walk", max_minutes=8)
        )
        own = find_provision(Selection("CAH07-01"), within="E06000023", travel=by)
        rows = found.ground.areas.index.get_indexer(own.homes.index)
        assert (found.in_range[rows] == own.in_range).all()
        assert np.allclose(
            found.costs.nearest_cost[rows], own.costs.nearest_cost, equal_nan=True, atol=1e-6
        )
        assert own.limit_words == "8 minutes on foot"
    use_router(lambda: ServerRouter(choice, ("walk",)))
    gone = view_of("with=taught&subject=CAH07-02&rangeminutes=8&rangeby=walk&in=E06000023")
    shown, notes = nearest_answered(gone, found_of)
    assert TaughtOptions.of(shown).minutes == 0
    assert notes[-1] == "Shown instead: 30 km in a straight line."


def test_what_closes_is_counted_in_minutes_too(table: pd.DataFrame) -> None:
    sites = find_provision(Selection("CAH07-01"), within=NORWICH).sites
    other = sites.index[sites["provider"] == "10007788"][0]
    both = pd.concat([table, table.assign(site=other, cost=table["cost"] + 50)])
    view = own_view(both, f"{ASKED}&closed={UEA}%3ACAH07-01")
    people = load_homes()["young_people"]
    lost = people[table.loc[table["cost"] <= 20, "area_code"]].sum()
    assert change_table(view).rows[0][3] == f"{lost:,.0f}"
    assert "by 50 min on average" in " ".join(reading_of(view))
