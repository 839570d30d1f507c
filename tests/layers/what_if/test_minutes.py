"""What if by minutes: from a table, counted by hand, and from a real router over Bristol."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.areas import area_table
from geo.errors import BadInputError
from geo.reach import provider_sites
from geo.travel import MINUTES, CostChoice, read_costs
from layers.reach import ServerRouter, minutes, use_router
from layers.uploads import Uploads
from layers.what_if import WhatIfAsked, answer_of, from_query, lines_of
from tests.real_routers import BRISTOL, running

TEESSIDE, HARTLEPOOL = "10007161", "E06000001"


@pytest.fixture(autouse=True)
def no_router() -> Iterator[None]:
    found = minutes._find
    use_router(lambda: None)
    yield
    use_router(found)


def table() -> pd.DataFrame:
    """Make up a journey from each neighbourhood of Hartlepool to each of two sites and a hub."""
    areas = area_table("lsoa21")
    codes = areas.index[areas["lad24_code"] == HARTLEPOOL]
    sites = [*provider_sites([TEESSIDE]).index[:2], "hub-1"]
    rng = np.random.default_rng(5)
    rows = [(code, site, int(rng.integers(5, 60))) for code in codes for site in sites]
    return pd.DataFrame(rows, columns=["area_code", "site", "cost"])


def brought(rows: pd.DataFrame) -> Uploads:
    held = io.StringIO()
    rows.to_csv(held, index=False)
    return Uploads(costs=read_costs(held.getvalue().encode(), MINUTES, "mine.csv"))


def test_a_table_of_minutes_counted_by_hand() -> None:
    rows = table()
    first, second, hub = rows["site"].unique()
    asked = WhatIfAsked(
        HARTLEPOOL, (TEESSIDE,), removed=(first,), hubs=(("Hub", 450_000.0, 532_000.0),),
        minutes=20.0, travel="walk",
    )  # fmt: skip
    found = answer_of(asked, brought(rows))
    wide = rows.pivot_table(index="area_code", columns="site", values="cost")
    people = area_table("lsoa21")["young_people_now"].reindex(wide.index)
    now = wide[[first, second]].min(axis=1) <= 20
    then = wide[[second, hub]].min(axis=1) <= 20
    row = found.counts.loc["all"]
    assert row["before"] == people[now].sum()
    assert row["after"] == people[then].sum()
    assert row["gained"] == people[then & ~now].sum() > 0
    assert row["lost"] == people[now & ~then].sum() > 0
    said = lines_of(found)[0].text
    assert "would live within 20 minutes of a site" in said
    assert "mine.csv, in min" in found.before.costs.provenance
    # Another table of the same visit is another answer; the same one is kept.
    own = brought(rows)
    assert answer_of(asked, own) is answer_of(asked, own)
    assert answer_of(asked, brought(rows.assign(cost=5))).counts.loc["all", "lost"] == 0


def test_without_anything_that_tells_minutes_distance_counts() -> None:
    asked = WhatIfAsked(HARTLEPOOL, (TEESSIDE,), minutes=20.0)
    assert answer_of(asked) is answer_of(replace(asked, minutes=0.0))
    assert "within 10 km" in lines_of(answer_of(asked))[0].text


def test_minutes_stand_in_the_address() -> None:
    asked = WhatIfAsked(HARTLEPOOL, minutes=45.0, travel="cycle")
    assert from_query(asked.pairs()) == (asked, [])
    found, notes = from_query({"minutes": "999", "travel": "x"})
    assert (found.minutes, found.travel, len(notes)) == (0.0, "", 1)
    assert WhatIfAsked(travel="walk").pairs() == {}


def test_a_table_of_other_places_is_refused() -> None:
    rows = table().iloc[:3].assign(area_code="E01000001")
    asked = WhatIfAsked(HARTLEPOOL, (TEESSIDE,), hubs=(("Hub", 1.0, 2.0),), minutes=20.0)
    with pytest.raises(BadInputError, match="none of"):
        answer_of(asked, brought(rows))


def test_a_real_router_is_asked_of_the_place_alone() -> None:
    hub = ("Hub", 358_800.0, 172_950.0)
    asked = WhatIfAsked("E06000023", ("10007786",), hubs=(hub,), minutes=6.0, travel="walk")
    with running("valhalla", "walk", BRISTOL) as server:
        choice = CostChoice(router=server.kind, router_url=server.address, timeout_s=5)
        use_router(lambda: ServerRouter(choice, ("walk",)))
        found = answer_of(asked)
    assert found.counts.loc["all", "gained"] > 0
    assert found.counts.loc["all", "lost"] == 0
    assert "within 6 minutes on foot of a site" in lines_of(found)[0].text
    assert found.after.costs.by == "on foot"
    inside = found.after.in_range
    assert 2 <= int(inside.sum()) <= 8
    assert not (inside & ~found.after.kept).any()
