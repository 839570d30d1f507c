"""Comparisons in words, tables and charts: every figure is traced and is worked out another way."""

from __future__ import annotations

import io
import re

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from geo import tables
from geo.compare import compare, find_place, funnel_of
from geo.posterior import load_draws
from geo.registry import indicator
from layers.compared import (
    CompareAsked,
    csv_of,
    difference_table,
    dot_chart,
    dots_of,
    figure_table,
    from_query,
    funnel_chart,
    league_rows,
    look_of_part,
    main_measure,
    marks_of,
    notes_of,
    part_of,
    said_of,
    with_alike,
)
from layers.compared.words import change_words
from layers.exports.sentences import sentences_of_place
from layers.words import Trace

BLACKPOOL, HULL, NORTH_WEST, GLASGOW = "E06000009", "E06000010", "E12000002", "S12000049"
HE19 = indicator("he19_rate")
FOUR = (BLACKPOOL, HULL, NORTH_WEST, GLASGOW)


def published(code: str, year: int = 2024) -> tuple[float, float]:
    """Return rate and pupils of entry by 19, read from the tables."""
    rows = tables.load("lait").reset_index()
    period = f"{year - 1}-{str(year)[2:]}"
    own = rows["measure"].eq("he19_rate") & rows["area_code"].eq(code) & rows["period"].eq(period)
    pupils = tables.load("cohorts19").reset_index()
    mine = (
        pupils["area_code"].eq(code)
        & pupils["year"].astype(int).eq(year)
        & pupils["group"].eq("all")
    )
    return float(rows.loc[own, "value"].iloc[0]), float(pupils.loc[mine, "pupils"].iloc[0])


def test_sentences_by_hand() -> None:
    said = [one.text for one in said_of(compare(FOUR, measures=["he19_rate"]), HE19)]
    assert said[0] == (
        "The rate is lower in Blackpool than in Kingston upon Hull: 27.7% against 34.7%, a "
        "difference of 7.0 points (95% interval 3.9 to 10.0 points)."
    )
    assert "than in the North West: 27.7% against 43.7%" in said[1]
    assert (
        said[-1] == "Cannot be compared by this measure: Glasgow City (not measured in Scotland)."
    )
    assert "Blackpool: 1st to 4th lowest of 148 counties and unitary authorities" in said[3]


def test_places_that_are_not_told_apart_are_said_to_be_so() -> None:
    entry = indicator("he19_nonfsm_rate")
    said = said_of(compare([BLACKPOOL, HULL], measures=[entry.id]), entry)
    assert said[0].text == (
        "Blackpool and Kingston upon Hull cannot be told apart: 34.5% against 37.4%. The 95% "
        "interval of the difference runs from 6.7 points lower to 1.0 points higher."
    )


def test_pairs_that_differ_alone_but_not_among_all_are_said_to_be_so() -> None:
    """Holm's p by statsmodels of the pairs' own, which tests/geo/compare holds against counts."""
    codes = ("E08000011", BLACKPOOL, "E06000046", "E06000013", "E06000066", "E06000044")
    found = compare(codes, measures=["he19_rate"])
    adjusted = multipletests(found.differences["p"], method="holm")[1]
    pairs = [(first, second) for _, first, second in found.differences.index]
    p = adjusted[pairs.index((BLACKPOOL, "E06000046"))]
    [said] = [
        one for one in said_of(found, HE19)
        if "Blackpool and the Isle of Wight" in one.text or "Blackpool and Isle of" in one.text
    ]  # fmt: skip
    own, other = published(BLACKPOOL), published("E06000046")
    low, high = confint_proportions_2indep(
        own[0] * own[1], own[1], other[0] * other[1], other[1], method="newcomb"
    )
    assert high < 0
    ends = f"{-high * 100:.1f} to {-low * 100:.1f} points"
    assert f"(adjusted p {np.ceil(p * 1000) / 1000:.3f}): 27.7% against " in said.text
    assert f"(on its own: 95% interval {ends})." in said.text
    assert said.untraced() == []
    [note] = [one for one in notes_of(found) if "Holm" in one.text]
    assert "called different is 5% at most" in note.text
    assert not [one for one in notes_of(compare((BLACKPOOL, HULL))) if "Holm" in one.text]


def test_what_nobody_counts_is_not_tested() -> None:
    entry = indicator("child_poverty_rate")
    said = said_of(compare([BLACKPOOL, GLASGOW], measures=[entry.id]), entry)
    assert [one.text for one in said] == [
        "Not tested: the number of people it covers is not published. As published: Blackpool 30.5%, "
        "Glasgow City 19.8%."
    ]


@pytest.mark.parametrize(
    "measures", [["he19_rate"], ["tundra_rate"], ["he19_gap"], ["child_poverty_rate"], []]
)
def test_every_figure_of_a_sentence_is_traced(measures: list[str]) -> None:
    found = compare(FOUR, "all", measures)
    for entry in found.measures:
        for said in said_of(found, entry):
            assert said.untraced() == [], said.text
    for note in notes_of(found):
        assert note.untraced() == [], note.text


def recomputed(trace: Trace) -> float:
    """Work a traced figure of entry by 19 out again, from tables and by statsmodels."""
    first, *second = trace.area_code.split()
    own = published(first)
    if trace.formula.startswith("figure of aged"):
        return own[0]
    if "rank" in trace.formula:
        level = "region" if first.startswith("E12") else "utla23"
        rows = tables.load("lait").reset_index()
        codes = tables.load(f"areas_{level}", ["area_name"]).index
        now = rows["measure"].eq("he19_rate") & rows["period"].eq("2023-24")
        rates = rows[now & rows["area_code"].isin(codes)].set_index("area_code")["value"].dropna()
        pupils = tables.load("cohorts19").reset_index()
        pupils = pupils[pupils["year"].astype(int).eq(2024) & pupils["group"].eq("all")]
        pupils = pupils.set_index("area_code")["pupils"].reindex(rates.index).astype("float64")
        low, high = proportion_confint(rates * pupils, pupils, method="wilson")
        worse = sum(end < low[first] for end in high.fillna(np.inf))
        better = sum(end > high[first] for end in low.fillna(-np.inf))
        return worse + 1 if trace.formula.startswith("first") else len(rates) - better
    other = published(second[0])
    if trace.formula.startswith("figure of"):
        return own[0] - other[0]
    low, high = confint_proportions_2indep(
        own[0] * own[1], own[1], other[0] * other[1], other[1], method="newcomb"
    )
    return float(low if trace.formula.startswith("low") else high)


def test_figures_of_entry_are_worked_out_another_way() -> None:
    found = compare((BLACKPOOL, HULL, NORTH_WEST), measures=["he19_rate"])
    seen = set()
    for said in said_of(found, HE19):
        for trace in said.traces:
            if trace.field == "he19_rate" and trace.area_code:
                assert trace.value == pytest.approx(recomputed(trace), abs=1e-9), said.text
                seen.add(trace.formula.split()[0])
    assert seen == {"figure", "low", "high", "first", "last"}


def test_the_models_probability_is_that_of_the_draws() -> None:
    # Two wards of Blackpool, so that the chance is neither 0 nor 1.
    wards = tables.load("areas_lsoa21", ["ward24_code", "lad24_code"])
    wards = wards.loc[wards["lad24_code"] == BLACKPOOL, "ward24_code"]
    drawn = load_draws("lsoa21")
    entry, seen = indicator("tundra_rate"), 0
    codes = [*wards.unique()[:3]]
    found = compare(codes, measures=["tundra_rate"])
    rates = {}
    for code in codes:
        areas = [area for area in wards.index[wards == code] if area in drawn.unit.index]
        weights = drawn.pupils[areas].to_numpy()
        steps = drawn.steps[drawn.unit[areas].to_numpy()].astype(float)
        rates[code] = (steps * weights[:, None]).sum(axis=0) / weights.sum()
    for said in said_of(found, entry):
        for trace in said.traces:
            if trace.field == "prob_lower":
                first, second = trace.area_code.split()
                ties = np.isclose(rates[first], rates[second])
                lower = (rates[first] < rates[second]) & ~ties
                assert trace.value == pytest.approx((lower + ties / 2).mean())
                assert trace.value >= 0.5
                seen += 1
    assert seen == 3


def test_change_is_said_with_its_interval() -> None:
    found = compare((BLACKPOOL, HULL), measures=["he19_rate", "child_poverty_rate"])
    row = found.figures.loc[[("he19_rate", BLACKPOOL)]].iloc[0]
    assert change_words(HE19, row) == "−9.0 points since 2015-16 (−12.3 to −5.6)"
    (before, then), (after, now) = published(BLACKPOOL, 2016), published(BLACKPOOL)
    ends = confint_proportions_2indep(
        after * now, now, before * then, then, method="newcomb"
    )  # fmt: skip
    assert (row["change_low"], row["change_high"]) == pytest.approx(ends, abs=1e-9)
    row = found.figures.loc[[("child_poverty_rate", BLACKPOOL)]].iloc[0]
    assert change_words(indicator("child_poverty_rate"), row).endswith("not tested")


def test_no_rate_of_a_file_is_without_an_interval_or_its_reason() -> None:
    table = figure_table(compare(FOUR, "all"))
    known = table["value"].notna()
    assert (known == (table["why_none"] == "")).all()
    assert ((table["low"].isna() & known) == (table["why_no_interval"] != "")).all()
    assert (table["source"] != "").all()
    assert (table["period"] != "").all()


def test_the_file_of_tests_holds_every_pair_and_its_sentence() -> None:
    found = compare(FOUR, measures=["he19_rate"])
    held = pd.read_csv(io.BytesIO(csv_of(difference_table(found))))
    assert len(held) == 6
    tested = held[held["low"].notna()]
    assert tested["sentence"].str.startswith("The rate is lower in").all()
    assert held.loc[held["second"] == GLASGOW, "why_not"].eq(
        "Glasgow City: not measured in Scotland"
    ).all()  # fmt: skip


def test_names_are_escaped_on_the_page() -> None:
    found = compare((BLACKPOOL, HULL), measures=["he19_rate"])
    place = found.places[0]
    object.__setattr__(place, "name", "<b>Black&pool</b>")
    for text in (part_of(found), dots_of(found, HE19)):
        assert "<b>Black" not in text
        assert "&lt;b&gt;Black&amp;pool&lt;/b&gt;" in text


def test_the_part_of_a_page_has_a_cell_for_each_place_and_measure() -> None:
    found = compare(FOUR, "all", ["he19_rate", "child_poverty_rate"])
    text = part_of(found)
    assert text.count("<td>") == 8
    assert text.count('scope="row"') == 2
    assert "not measured in Scotland" in text
    assert look_of_part(dark=True) != look_of_part()


def test_dots_stand_where_their_figures_are() -> None:
    found = compare((BLACKPOOL, HULL), measures=["he19_rate"])
    text = dots_of(found, HE19, 0.458)
    low, high = 0.2, 0.5
    at = [float(one) for one in re.findall(r'class="dot" style="left:([\d.]+)%', text)]
    assert at == pytest.approx([100 * (value - low) / (high - low) for value in (0.277, 0.347)],
                               abs=0.01)  # fmt: skip
    assert text.count('class="line"') == 2


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_charts_are_files_of_each_kind_and_always_the_same(suffix: str) -> None:
    found = compare(FOUR, measures=["he19_rate"])
    for make in (
        lambda: dot_chart(found, HE19, suffix),
        lambda: funnel_chart(HE19, "utla23", marks_of(found), suffix),
    ):
        content = make()
        assert content == make()
        starts = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
        assert content.startswith(starts[suffix])
        if suffix == ".svg":
            text = content.decode()
            assert "Blackpool" in text
            assert "27.7%" in text


def test_a_funnel_marks_the_places_that_are_in_it_alone() -> None:
    found = compare(FOUR, measures=["he19_rate"])
    text = funnel_chart(HE19, "utla23", marks_of(found), ".svg").decode()
    assert "Blackpool: 27.7%, below the 95% limit." in text
    assert "Kingston upon Hull: 34.7%, within the limits." in text
    assert "North West" not in text
    assert "Glasgow" not in text
    beyond = (funnel_of("he19_rate", "utla23").places["zone"] != "within").sum()
    assert f"{beyond} lie outside" in text


def test_a_narrow_funnel_is_as_wide_as_asked() -> None:
    content = funnel_chart(HE19, "utla23", (), width_px=360, height_px=480)
    assert Image.open(io.BytesIO(content)).size == (720, 960)


@pytest.mark.parametrize(
    "asked",
    [
        CompareAsked(),
        CompareAsked((BLACKPOOL,)),
        CompareAsked(FOUR, "entry", "he19_rate"),
    ],
)
def test_an_address_says_what_is_compared(asked: CompareAsked) -> None:
    assert from_query(asked.pairs()) == (asked, [])


@pytest.mark.parametrize(
    ("query", "codes", "note"),
    [
        ({"with": "<img src=x>,E06000009"}, (BLACKPOOL,), "a place that there is not"),
        ({"with": "zone-E01012673"}, (), "a place that there is not"),
        ({"with": BLACKPOOL, "set": "<b>"}, (BLACKPOOL,), "a set of measures that there is not"),
        ({"with": BLACKPOOL, "show": "<b>"}, (BLACKPOOL,), "a measure that there is not"),
    ],
)
def test_what_an_address_asks_in_vain_is_said(
    query: dict[str, str], codes: tuple[str, ...], note: str
) -> None:
    asked, notes = from_query(query)
    assert asked.codes == codes
    assert len(notes) == 1
    assert note in notes[0]
    assert "<" not in notes[0]


def test_an_address_compares_eight_at_most() -> None:
    codes = [f"E0600000{digit}" for digit in range(1, 10)]
    asked, notes = from_query({"with": ",".join(codes)})
    assert asked.codes == tuple(codes[:8])
    assert notes == ["The address names 9 places; the first 8 are compared."]


def test_a_place_is_set_beside_those_like_it() -> None:
    asked = with_alike(BLACKPOOL)
    assert asked.codes[0] == BLACKPOOL
    assert len(asked.codes) == 6
    assert {find_place(code).level for code in asked.codes} == {"lad24"}
    assert with_alike(GLASGOW).codes == (GLASGOW,)


def test_the_freshest_tested_measure_comes_first() -> None:
    found = compare((BLACKPOOL, HULL))
    assert main_measure(found).id == "he19_rate"
    assert main_measure(found, "iod25_score").id == "iod25_score"
    assert main_measure(compare((BLACKPOOL, GLASGOW))).id == "child_poverty_rate"


def test_overlaps_are_told_in_one_sentence() -> None:
    found = compare((BLACKPOOL, HULL, NORTH_WEST, "E92000001"), measures=["he19_rate"])
    [said] = [one.text for one in notes_of(found) if "overlap" in one.text]
    assert said.endswith(
        ": Blackpool and the North West; Blackpool and England; Kingston upon Hull and England; "
        "the North West and England."
    )


def test_a_league_in_groups_names_every_place_once() -> None:
    rows = league_rows(HE19, "utla23")
    assert rows[0] == ["1st to 2nd", "26.0% to 27.7%", "Knowsley; Blackpool"]
    assert rows[1][0] == "3rd to 18th"
    assert rows[-1][0].endswith("147th")
    assert sum(len(row[2].split("; ")) for row in rows) == 147


@pytest.mark.parametrize("code", ["E01012678", "E02002633", "S01009758"])
def test_a_small_areas_rank_is_the_one_that_its_profile_gives(code: str) -> None:
    level = find_place(code).level
    name = "simd20_university" if level == "dz11" else "tundra_rate"
    other = {"lsoa21": "E01012679", "msoa21": "E02002634", "dz11": "S01009759"}[level]
    found = compare((code, other), measures=[name])
    row = found.figures.loc[[(name, code)]].iloc[0]
    said = " ".join(one.text for one in sentences_of_place(code))
    low, high, count = (int(row[name]) for name in ("rank_low", "rank_high", "of"))
    assert f"its rank is between {low:,} and {high:,} of {count:,}" in said
    assert f"of {count:,} " in said_of(found, indicator(name))[-1].text
