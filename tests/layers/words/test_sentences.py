"""Every figure of every sentence is held by a trace, and comes out the same by another way."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo import tables
from geo.areas.cache import area_table
from geo.errors import UnknownAreaError
from geo.registry.indicators import indicators_at
from layers.exports.sentences import alt_text, sentences_of, sentences_of_place, to_json
from layers.reach.query import with_reach
from layers.view import MapView
from layers.words.traces import Sentence, Trace, say
from tests.layers.words import formulas

ENGLAND = "E92000001"
LEVELS = ("lsoa21", "msoa21", "ward24", "lad24", "utla23", "region")
PLACES = st.sampled_from(LEVELS).flatmap(
    lambda level: st.sampled_from([code for code in area_table(level).index if code[0] == "E"])
)


def wilson(rate: float, people: float) -> tuple[float, float]:
    """The interval as a school book has it: solve |p - r| = 1.96 sqrt(p (1 - p) / n) for p."""
    z = 1.959963984540054
    roots = np.roots([1 + z * z / people, -2 * rate - z * z / people, rate * rate])
    return float(min(roots.real)), float(max(roots.real))


@given(PLACES)
@example("E01001050")  # no rate of its own, but an authority with entry by 19
@settings(max_examples=60)
def test_every_figure_of_a_place_is_traced_and_recomputes(code: str) -> None:
    said = sentences_of_place(code)
    assert [sentence.untraced() for sentence in said] == [[]] * len(said)
    held = {trace.field: trace for sentence in said for trace in sentence.traces}
    if "tundra_rate_low" not in held:
        # Nobody publishes a rate of so few leavers; the authority's entry by 19 is told all the same.
        assert ["no participation rate" in sentence.text for sentence in said].count(True) == 1
        return
    # The freshest figure comes first, then TUNDRA with its years.
    first = next(at for at, one in enumerate(said) if "GCSE leavers" in one.text)
    assert first == (
        0 if "he19_rate" not in held else 2 if "1 being the lowest" in said[1].text else 1
    )
    assert "GCSE leavers 2010 to 2014" in said[first].text
    rate = next(trace for trace in said[first].traces if trace.field == "tundra_rate").value
    people = held["tundra_source_cohort"].value
    low, high = wilson(rate, people)
    assert held["tundra_rate_low"].value == pytest.approx(low, abs=1e-9)
    assert held["tundra_rate_high"].value == pytest.approx(high, abs=1e-9)
    england = area_table("nation").loc[ENGLAND, "tundra_rate"]
    words = " ".join(sentence.text for sentence in said)
    assert ("That is lower than England" in words) == (high < england)
    assert ("That is higher than England" in words) == (low > england)
    assert ("rank is between" in words) == ("rank_low" in held)


@given(PLACES)
@settings(max_examples=60)
def test_figures_as_written_are_their_values_rounded(code: str) -> None:
    for sentence in sentences_of_place(code):
        for trace in sentence.traces:
            assert trace.figure in sentence.text
            if isinstance(trace.value, str) or trace.figure.startswith(("under", "over")):
                continue
            plain_text = re.sub(r"(st|nd|rd|th| points|%)$", "", trace.figure).replace(",", "")
            plain = float(plain_text)
            whole = trace.figure.endswith(("%", " points"))
            shown = trace.value * 100 if whole else trace.value
            decimals = len(plain_text.partition(".")[2])
            assert abs(abs(shown) - plain) <= 0.5 * 10**-decimals + 1e-9, trace


VIEWS = st.sampled_from(["lsoa21", "msoa21", "lad24", "utla23", "region"]).flatmap(
    lambda level: st.builds(
        MapView,
        geography=st.just(level),
        indicator=st.sampled_from([entry.id for entry in indicators_at(level)]),
        within=st.sampled_from(["", "E12000002", "E12000007"] if level != "region" else [""]),
    )
)


@given(VIEWS)
@settings(max_examples=40)
def test_every_figure_of_a_view_is_traced(view: MapView) -> None:
    said = sentences_of(view)
    assert [sentence.untraced() for sentence in said] == [[]] * len(said)
    if view.indicator == "tundra_rate":
        assert "GCSE leavers 2010 to 2014" in alt_text(view).text


@pytest.mark.parametrize("mode", ["cold", "both", "disagree"])
def test_maps_of_two_measures_and_of_cold_spots_are_traced(mode: str) -> None:
    said = sentences_of(MapView(mode=mode, within="E06000009"))  # type: ignore[arg-type]
    assert [sentence.untraced() for sentence in said] == [[]] * len(said)


def test_the_count_of_cold_spots_recounts_from_the_bundle() -> None:
    held = [
        trace
        for sentence in sentences_of_place("E06000009")
        for trace in sentence.traces
        if trace.formula == "areas that are cold spots"
    ]
    areas, found = tables.load("areas_lsoa21"), tables.load("coldspots_lsoa21")
    here = areas.index[areas["lad24_code"] == "E06000009"]
    assert [trace.value for trace in held] == [int(found["cold_spot"].reindex(here).sum())]


def test_the_latest_entry_stands_beside_tundra_and_says_where_ranks_part() -> None:
    upper = area_table("utla23")[["tundra_rate", "he19_rate"]].astype("float64").dropna()
    for code in upper.index:
        words = " ".join(sentence.text for sentence in sentences_of_place(code))
        assert re.search(r"Entry to higher education by 19 (in|on) ", words)
        trace = Trace("", "", "he19_rate: rank", code, 0, "")
        entry = [formulas.rank(trace, end) for end in ("first", "last")]
        trace = Trace("", "", "tundra_rate: rank", code, 0, "")
        young = [formulas.rank(trace, end) for end in ("first", "last")]
        known = np.isfinite(formulas.ends_of_both("he19_rate")[code][0])
        apart = known and (entry[1] < young[0] or young[1] < entry[0])
        assert ("authorities, 1 being the lowest" in words) == apart, code


def test_a_district_never_speaks_of_its_countys_figures_as_its_own() -> None:
    """Ashfield lies in Nottinghamshire, which alone has an entry rate by 19."""
    said = [sentence.text for sentence in sentences_of_place("E07000170")]
    entry = [text for text in said if "by 19" in text]
    assert len(entry) == 1
    assert "in Nottinghamshire" in entry[0]
    assert "Ashfield" not in entry[0]
    assert not any("free school meals" in text for text in said)


def test_a_zone_has_its_words() -> None:
    said = sentences_of_place("zone-E01012673")
    assert [sentence.untraced() for sentence in said] == [[]] * len(said)
    assert not any("lower than England" in sentence.text for sentence in said)


def test_a_place_outside_england_says_so_and_claims_nothing() -> None:
    said = [sentence.text for sentence in sentences_of_place("W06000001")]
    assert "no small-area participation is published for Wales" in said[0]
    assert not any(text.startswith("Claimed") for text in said)


CLAIMED = (
    "Claimed: the share of GCSE leavers 2010 to 2014 from here who were in higher education at "
    "18 or 19, as published, and the interval that chance leaves it."
)
NOT_CLAIMED = (
    "Not claimed: why it is so, whether it is still so, or anything about any one person or school."
)
EVERY = [(level, entry.id) for level in ("lsoa21", "utla23", "smc205")
         for entry in indicators_at(level)]  # fmt: skip


@pytest.mark.parametrize(("level", "name"), EVERY)
def test_the_share_of_leavers_is_claimed_on_a_map_of_it_and_of_no_other_measure(
    level: str, name: str
) -> None:
    said = [one.text for one in sentences_of(MapView(geography=level, indicator=name))]
    claims = [text for text in said if text.startswith(("Claimed", "Not claimed"))]
    assert claims == [*([CLAIMED] if name == "tundra_rate" else []), NOT_CLAIMED]
    assert said[-len(claims) :] == claims


@pytest.mark.parametrize("mode", ["both", "disagree", "cold", "reach"])
def test_maps_that_rest_on_the_share_of_leavers_claim_it(mode: str) -> None:
    view = with_reach(MapView()) if mode == "reach" else MapView(mode=mode)  # type: ignore[arg-type]
    said = [one.text for one in sentences_of(view)]
    assert said[-2:] == [CLAIMED, NOT_CLAIMED]


@pytest.mark.parametrize(
    ("code", "claims"),
    [
        ("E06000009", [CLAIMED, NOT_CLAIMED]),
        ("zone-E01012673", [CLAIMED, NOT_CLAIMED]),
        ("W06000001", [NOT_CLAIMED]),
    ],
)
def test_a_place_with_a_rate_claims_it_once_whatever_the_map_shows(
    code: str, claims: list[str]
) -> None:
    said = [one.text for one in sentences_of_place(code)]
    assert [text for text in said if "laimed" in text] == said[-len(claims) :] == claims
    view = MapView(geography="lad24", indicator="iod25_score", select=code)
    said = [one.text for one in sentences_of(view)]
    assert [text for text in said if "laimed" in text] == said[-len(claims) :] == claims


def test_places_that_are_none_are_refused() -> None:
    for code in ("E99999999", "zone-E99999999", "<b>"):
        with pytest.raises(UnknownAreaError, match="no "):
            sentences_of_place(code)


@pytest.mark.fault(0)
def test_a_name_is_never_read_as_a_template() -> None:
    hostile = "{{ 7919*7907 }} {name} <img onerror=x> Ynys Môn 7"
    told = say("In {name}.", name=Trace(hostile, "d", "area_name", "W1", hostile, ""))
    assert told.text == f"In {hostile}."
    assert told.untraced() == []
    assert json.loads(json.dumps(to_json([told])))[0]["traces"][0]["value"] == hostile


def test_a_figure_without_a_trace_is_noticed() -> None:
    assert Sentence("Of 12 areas 3% are cold.").untraced() == ["12", "3%"]
