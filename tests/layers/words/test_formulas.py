"""Every formula of a trace is executed, and gives the value that the trace holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from geo.areas.cache import area_table
from geo.coldspots.results import ColdSpotQuery, find_all
from geo.reach import read_activity
from geo.siting import Goal, build_case, read_demand
from geo.uploads import read_sites
from layers.coldspots.options import with_cold
from layers.draws.kind import DrawOptions
from layers.exports.sentences import sentences_of_place
from layers.kind_options import with_options
from layers.measure.options import YearOptions
from layers.new_sites import state
from layers.new_sites.options import UPLOADED, SitingOptions
from layers.new_sites.state import SECONDS, siting_of
from layers.profiles.compose import profile_of
from layers.profiles.options import ProfileAsked, made
from layers.reach.options import OWN_SITES, ReachOptions, Shown
from layers.reach.query import with_reach
from layers.uploads import Uploads, with_uploads
from layers.view import MapView
from layers.words.reading import describe_view
from layers.words.traces import AS_IT_STANDS, Sentence, Trace
from tests.layers.words import formulas
from tests.layers.words.formulas import Seen, UnknownFormulaError, value_of

SEED = 18
HOW_MANY = {"lsoa21": 14, "msoa21": 6, "ward24": 6, "lad24": 8, "utla23": 4, "region": 2,
            "cauth25": 2}  # fmt: skip
ALWAYS = ["E92000001", "E06000009", "E09000001", "E01035608", "W06000001", "S12000033",
          "W01000003", "W07000112", "S92000003", "S12000049", "S14000095", "S02001236", "S01006506",
          "S01009724", "zone-S01009718", "N92000002", "N09000003", "N05000002", "N10000302",
          "N21000001", "95AA01S1"]  # fmt: skip
"""In each nation a place of each of its levels."""
ZONES = {"lsoa21": 6, "msoa21": 2}
COUNT = len(ALWAYS) + sum(HOW_MANY.values()) + sum(ZONES.values())
EDINBURGH, CARDIFF_UNIVERSITY = "10007790", "10007814"
LEEDS, TRINITY, TEESSIDE = "10007795", "10003863", "10007161"
BLACKPOOL, LONDON, CARDIFF, GLASGOW = "E06000009", "E12000007", "W06000015", "S12000049"


def reach_map(show: Shown, within: str, *providers: str, without: str = "") -> MapView:
    asked = ReachOptions(providers, without=without, show=show)
    return with_reach(MapView(within=within), options=(asked,))


NORTH_WEST = "E12000002"


def changed(level: str, name: str, within: str) -> MapView:
    return MapView(mode="change", geography=level, indicator=name, within=within)


MAPS = [
    *(MapView(within=code) for code in ("", LONDON, BLACKPOOL, CARDIFF)),
    *(MapView(geography="msoa21", within=code) for code in ("", BLACKPOOL)),
    *(MapView(mode="both", within=code) for code in ("", LONDON, BLACKPOOL)),
    *(MapView(mode="disagree", within=code) for code in ("", LONDON, BLACKPOOL)),
    *(with_cold(MapView(within=code)) for code in ("", LONDON, BLACKPOOL, CARDIFF)),
    with_cold(MapView(geography="msoa21", within=LONDON)),
    *(with_cold(MapView(geography="soa01", within=code)) for code in ("", "N09000003")),
    *(
        with_cold(MapView(geography=level, within=code), definition=method)
        for method in ("likely", "threshold", "double", "gap", "weightings")
        for level, code in (("lsoa21", ""), ("lsoa21", BLACKPOOL), ("msoa21", LONDON))
    ),
    with_cold(MapView(within=BLACKPOOL), definition="weightings", weights=(3, 0, 1, 2)),
    *(with_cold(MapView(within=code), q=q) for code in ("", BLACKPOOL) for q in (0.01, 0.1)),
    *(MapView(mode="draws", geography="lsoa21", within=code) for code in ("", BLACKPOOL)),
    with_options(MapView(mode="draws", geography="msoa21"), DrawOptions(7)),
    *(
        MapView(indicator=name, within=code)
        for name in ("prob_below_national", "prob_true_fifth_1")
        for code in ("", BLACKPOOL)
    ),
    MapView(select=GLASGOW),
    MapView(geography="lad24"),
    MapView(geography="nation"),
    *(MapView(geography="pcon24", within=code) for code in ("E08000035", "E10000017", GLASGOW)),
    MapView(geography="lsip23", within="E12000004"),
    MapView(geography="smc205", indicator="smc_labour_market"),
    *(
        changed("utla23", name, code)
        for name in ("he19_rate", "attainment8")
        for code in ("", NORTH_WEST)
    ),
    changed("utla23", "neet_rate", ""),
    changed("lad24", "apprenticeship_starts_rate", LONDON),
    with_options(MapView(geography="utla23", indicator="he19_rate"), YearOptions(2016)),
    with_options(
        MapView(geography="lad24", indicator="gcse19_rate", within=LONDON), YearOptions(2020)
    ),
    *(
        MapView(mode="nations", geography=level, within=code)
        for level, code in (
            ("lad24", ""),
            ("lad24", NORTH_WEST),
            ("lad24", "S92000003"),
            ("lad24", "W92000004"),
            ("pcon24", ""),
            ("pcon24", "N92000002"),
        )
    ),
    MapView(indicator="iod25_score"),
    MapView(indicator="iod25_decile", within=BLACKPOOL),
    MapView(indicator="iod25_he_entry_rank", within=BLACKPOOL),
    reach_map("gaps", ""),
    reach_map("tiers", BLACKPOOL),
    reach_map("catchment", BLACKPOOL),
    reach_map("gravity", BLACKPOOL),
    reach_map("catchment", "E08000035", LEEDS, TRINITY),
    reach_map("gaps", "E08000035", LEEDS, TRINITY, without=TRINITY),
    *(reach_map(show, GLASGOW) for show in ("gaps", "tiers", "catchment")),
    reach_map("gaps", "S92000003", EDINBURGH),
    reach_map("gaps", "W92000004", CARDIFF_UNIVERSITY),
    reach_map("tiers", CARDIFF),
    *(
        with_reach(
            MapView(within=code),
            "sites",
            options=(SitingOptions(2, candidates="msoa", demand="all", beyond=beyond),),
        )
        for code, beyond in (
            ("W92000004", ""),
            ("W06000021", "yes"),
            ("S12000026", "yes"),
            ("S12000026", ""),
        )
    ),
    with_reach(MapView(within="E08000035"), "sites", options=(SitingOptions(goal="cover"),)),
    with_reach(MapView(within="E08000035"), "sites", options=(SitingOptions(goal="median"),)),
    with_reach(MapView(within="E10000020"), "sites", options=(SitingOptions(demand="all"),)),
]


@pytest.fixture(autouse=True, scope="module")
def tables_let_go() -> Iterator[None]:
    """What the formulas have read and measured is not kept for the tests of other files."""
    yield
    for kept in vars(formulas).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


@cache
def places() -> list[str]:
    draw = np.random.default_rng(SEED)
    found = list(ALWAYS)
    for level, count in HOW_MANY.items():
        codes = [code for code in area_table(level).index if code[0] == "E"]
        found += [str(code) for code in draw.choice(codes, count, replace=False)]
    for level, count in ZONES.items():
        zones = find_all(ColdSpotQuery(level)).zones.index.to_numpy(dtype=str)
        found += [str(code) for code in draw.choice(zones, count, replace=False)]
    return found


def not_executed(said: Iterable[Sentence], seen: Seen | None = None) -> list[str]:
    wrong = []
    for trace in dict.fromkeys(trace for sentence in said for trace in sentence.traces):
        again = value_of(trace, seen)
        same = again == trace.value
        if not isinstance(trace.value, str) and not isinstance(again, str):
            same = again == pytest.approx(trace.value, rel=1e-6, abs=1e-9)
        if not same:
            wrong.append(f"{trace.formula}: {trace.value!r}, not {again!r}; {trace}")
    return wrong


# Which places these are is worked out when they are tested, not when tests are collected.
@pytest.mark.slow
@pytest.mark.parametrize("number", range(COUNT))
def test_every_trace_of_a_place_is_executed(number: int) -> None:
    code = places()[number]
    said = [*(sentence for _, sentence in profile_of(code)[1].sentences()),
            *sentences_of_place(code)]  # fmt: skip
    wrong = not_executed(said)
    assert not wrong, "\n".join([code, *wrong])


def test_every_place_is_tested() -> None:
    assert len(places()) == COUNT


@pytest.mark.slow
@pytest.mark.parametrize("view", MAPS, ids=MapView.to_query)
def test_every_trace_of_a_map_is_executed(view: MapView) -> None:
    chosen: tuple[tuple[float, float], ...] = ()
    if view.mode == "sites":
        sites = siting_of(view).sites
        chosen = tuple(zip(sites["easting_m"], sites["northing_m"], strict=True))
    asked = ReachOptions.of(view)
    seen = Seen(asked.providers, asked.without, asked.km, view.within, chosen=chosen)
    said = describe_view(view)
    assert any(sentence.traces for sentence in said)
    assert not_executed(said, seen) == []


NORFOLK = "E10000020"
OWN = b"name,postcode\nSecret hub,LS1 4AP\nOther hub,LS27 0HY\n"
WORKED = b"area_code,date,number\nE01011264,2026-01-05,12\nE01011264,2026-02-05,30\nE01033010,2026-02-05,25\n"
SERVED = b"weight,easting,northing\n120,623000,308500\n35,561800,320100\n80,602000,330000\n"


def points(sites: pd.DataFrame) -> tuple[tuple[float, float], ...]:
    return tuple(zip(sites["easting_m"], sites["northing_m"], strict=True))


@pytest.mark.parametrize("without", ["", LEEDS, OWN_SITES])
def test_every_trace_of_a_map_with_own_sites_is_executed(without: str) -> None:
    own = read_sites(OWN)[0]
    view = reach_map("gaps", "E08000035", LEEDS, without=without)
    view = with_uploads(view, Uploads(sites=own))
    seen = Seen((LEEDS,), without, within="E08000035", own=points(own))
    assert not_executed(describe_view(view), seen) == []


def test_every_trace_of_a_map_of_activity_is_executed() -> None:
    activity = read_activity(WORKED)[0]
    view = reach_map("engaged", "E08000035", LEEDS)
    view = with_uploads(view, Uploads(activity=activity))
    rows = (("E01011264", 42), ("E01033010", 25))
    said = describe_view(view)
    assert any("activity file" in sentence.text for sentence in said)
    assert not_executed(said, Seen((LEEDS,), within="E08000035", activity=rows)) == []


@pytest.mark.parametrize("seconds", [SECONDS, 1e-6], ids=["proven", "stopped"])
@pytest.mark.parametrize("goal", ["coverage", "cover", "median"])
@pytest.mark.parametrize("demand", ["all", UPLOADED])
def test_every_trace_of_new_sites_is_executed(
    seconds: float, goal: Goal, demand: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "SECONDS", seconds)
    served = read_demand(SERVED)
    picked = tuple(build_case("schools", within=NORFOLK, max_km=15).candidates.index[:40])
    options = SitingOptions(30 if demand == "all" else 2, goal, demand=demand, share=95,
                            picked=picked if goal != "median" else ())  # fmt: skip
    view = with_reach(MapView(within=NORFOLK), "sites", options=(ReachOptions(km=15), options))
    # Answers are kept by what was asked, not by how long was given.
    view = with_uploads(view, Uploads(demand=served))
    found = siting_of(view)
    rows = tuple(served[["easting_m", "northing_m", "weight"]].itertuples(index=False, name=None))
    seen = Seen(km=15, within=NORFOLK, chosen=points(found.sites),
                picked=points(found.picked_sites), served=rows)  # fmt: skip
    said = describe_view(view)
    assert not_executed(said, seen) == []
    assert any("Best found" in line.text for line in said) == (found.answer.status == "feasible")


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    [
        ProfileAsked(providers=(LEEDS,)),
        ProfileAsked(providers=(LEEDS, TRINITY), within="E08000035"),
        ProfileAsked(providers=(TEESSIDE,), within="E06000002"),
    ],
    ids=["one", "two in a place", "one in a place"],
)
def test_every_trace_of_a_partnership_is_executed(asked: ProfileAsked) -> None:
    found = made(asked)
    said = [sentence for _, sentence in found.profile.sentences()]
    seen = Seen(asked.providers, km=asked.km, within=asked.within, name=found.whose.name)
    assert not_executed(said, seen) == []


RATE = Trace("42.2%", "tundra_msoa11", "tundra_rate", "E12000002", 0.422, AS_IT_STANDS)


def test_an_unknown_formula_and_a_sum_that_is_said_to_stand_are_noticed() -> None:
    with pytest.raises(UnknownFormulaError):
        value_of(replace(RATE, formula="as in the lead"))
    with pytest.raises(Exception, match="tundra_region"):
        value_of(RATE)
