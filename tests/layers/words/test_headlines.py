"""Headlines: which fact is the news, both sides of each limit, and that every one fits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.areas import area_table
from geo.compare import Beside, Change, Finding, Interval, find_place, findings_of
from geo.compare.findings import RankInterval, verdict_of
from layers.pictures.words import title_sentence
from layers.view import MapView
from layers.words.headlines import LONGEST, headline_of, number_word, place_headline, points_text
from layers.words.news import FEWEST_RANKED, ORDER, Fact, facts_of, group_size

LEEDS = find_place("E08000035")


def ends(value: float, half: float = 0.02) -> Interval:
    return Interval(value, value - half, value + half)


def change(size: float, half: float = 0.01) -> Change:
    made = ends(size, half)
    return Change(2016, 2024, 0.4, made, verdict_of(made))


def beside(apart: float, half: float = 0.01, **more: object) -> Beside:
    made = ends(apart, half)
    return replace(Beside("E92000001", "nation", 0.458, made, verdict_of(made)), **more)


def finding(**more: object) -> Finding:
    made = Finding(LEEDS, "he19_rate", "utla23", ends(0.4), 5000, "", None, None, None, None)
    return replace(made, **more)


def ranked(first: int, last: int, of: int = 148) -> RankInterval:
    return RankInterval(first, last, of, "utla23")


@pytest.mark.parametrize(
    ("rank", "kind"),
    [
        (ranked(1, 1), "lowest"),
        (ranked(1, 2), "among lowest"),
        (ranked(2, 14), "among lowest"),
        (ranked(2, 15), "figure"),
        (ranked(148, 148), "highest"),
        (ranked(135, 148), "among highest"),
        (ranked(134, 148), "figure"),
        (ranked(1, 1, FEWEST_RANKED), "lowest"),
        (ranked(1, 1, FEWEST_RANKED - 1), "figure"),
        (ranked(1, 148), "figure"),
        (None, "figure"),
    ],
)  # fmt: skip
def test_lowest_is_said_of_one_alone(rank: RankInterval | None, kind: str) -> None:
    assert facts_of(finding(rank=rank))[0].kind == kind


@pytest.mark.parametrize(
    ("apart", "half", "kind"),
    [
        (-0.101, 0.01, "far below nation"),
        (-0.099, 0.01, "below nation"),
        (-0.031, 0.1, "figure"),
        (-0.029, 0.1, "like nation"),
        (0.099, 0.01, "above nation"),
        (0.101, 0.01, "far above nation"),
        (0.029, 0.03, "like nation"),
        (0.031, 0.04, "figure"),
        (0.2, np.nan, "figure"),
    ],
)
def test_a_nation_is_told_apart_where_the_test_holds(apart: float, half: float, kind: str) -> None:
    assert facts_of(finding(nation=beside(apart, half)))[0].kind == kind


@pytest.mark.parametrize(
    ("own", "theirs", "verdict", "kind"),
    [
        (-0.03, 0.05, "lower", "falls against nation"),
        (0.03, -0.05, "higher", "rises against nation"),
        (0.06, 0.02, "higher", "moves unlike nation"),
        (0.049, 0.02, "higher", "like nation"),
        (0.06, 0.05, "not clear", "like nation"),
        (0.005, 0.05, "lower", "like nation"),
    ],
)
def test_a_change_is_news_where_it_is_clear_and_unlike(
    own: float, theirs: float, verdict: str, kind: str
) -> None:
    nation = beside(0.0, change=change(theirs), change_verdict=verdict)
    kinds = [one.kind for one in facts_of(finding(change=change(own), nation=nation))]
    assert next(one for one in kinds if one != "changed") == kind


@pytest.mark.parametrize(
    ("apart", "moved", "kind"),
    [
        (0.031, 0.0, "wide gap"),
        (0.029, 0.0, "figure"),
        (0.0, 0.051, "gap changed"),
        (0.0, 0.049, "figure"),
        (-0.05, 0.0, "figure"),
    ],
)
def test_a_gap_is_news_where_it_is_wider_or_moved(apart: float, moved: float, kind: str) -> None:
    gap = finding(measure="he19_gap", nation=beside(apart), change=change(moved))
    assert facts_of(finding(), gap)[0].kind == kind


def test_a_region_is_named_where_the_nation_says_nothing_clear() -> None:
    region = replace(beside(0.05), code="E12000003", level="region")
    first = facts_of(finding(region=region, nation=beside(0.0)))[0]
    assert first.kind == "above region"
    assert headline_of(first).text == (
        "Leeds is five points above Yorkshire and The Humber for entry to higher education"
    )


def test_the_order_names_every_kind_once_and_ends_with_the_bare_figure() -> None:
    assert len(set(ORDER)) == len(ORDER)
    assert ORDER[-1] == "figure"


@pytest.mark.parametrize(
    ("kind", "more", "text"),
    [
        ("lowest", {}, "Leeds has the lowest entry to higher education of any council area in England"),
        ("among lowest", {"count": 4}, "Leeds is one of the four council areas with the lowest entry to higher education"),
        ("among lowest", {"count": 10}, "Leeds is one of the ten council areas with the lowest entry to higher education"),
        ("among lowest", {"count": 11}, "Leeds is in the lowest tenth of council areas for entry to higher education"),
        ("below nation", {"beside": beside(-0.139)}, "Leeds is 14 points below England for entry to higher education"),
        ("like nation", {"beside": beside(0.0)}, "Leeds is about the same as England for entry to higher education"),
        ("falls against nation", {"beside": beside(0.0)}, "Leeds sees entry to higher education fall while England's rises"),
        ("changed", {}, "Leeds sees entry to higher education rise by six points in eight years"),
        ("wide gap", {"beside": beside(0.05)}, "Leeds has a wider free school meals gap in higher education than England"),
        ("gap changed", {}, "Leeds sees its free school meals gap in higher education widen by six points"),
        ("figure", {}, "In Leeds, 40.0% of pupils go on to higher education by the age of 19"),
    ],
)  # fmt: skip
def test_each_fact_has_its_words(kind: str, more: dict, text: str) -> None:
    own = finding(rank=ranked(1, 4), change=change(0.06))
    made = headline_of(Fact(kind, own, **more))  # type: ignore[arg-type]
    assert made.text == text
    assert made.untraced() == []


def test_what_was_years_ago_is_in_the_past() -> None:
    own = finding(measure="tundra_rate")
    assert headline_of(Fact("above nation", own, beside(0.02))).text.startswith("Leeds was two ")


@pytest.mark.parametrize(
    ("size", "text"),
    [(0.0049, "less than a point"), (0.0051, "one point"), (0.0149, "one point"),
     (0.0151, "two points"), (-0.104, "ten points"), (0.106, "11 points")],
)  # fmt: skip
def test_points_are_whole(size: float, text: str) -> None:
    assert points_text(size) == text


def test_numbers_are_words_to_ten() -> None:
    assert [number_word(number) for number in (1, 10, 11, 1200)] == ["one", "ten", "11", "1,200"]
    assert [group_size(count) for count in (9, 20, 29, 30)] == [2, 2, 2, 3]


@pytest.mark.slow
@pytest.mark.parametrize("level", ["utla23", "lad24", "pcon24", "cauth25", "region", "nation"])
def test_every_headline_fits_and_is_traced(level: str) -> None:
    wrong = []
    for code in area_table(level).index:
        place = find_place(code)
        for one in findings_of(place):
            for fact in facts_of(one):
                made = headline_of(fact)
                if len(made.text) > LONGEST or made.untraced():
                    wrong.append(made.text)
    assert wrong == []


def test_a_map_of_a_place_says_what_is_new_about_it() -> None:
    assert title_sentence(MapView(within="E06000009")) == (
        "Blackpool was four points below England for entry to higher education"
    )
    latest = MapView(geography="utla23", indicator="he19_rate", within="E12000002")
    assert title_sentence(latest).startswith("The North West ")
    chosen = replace(latest, select="E06000009")
    assert title_sentence(chosen).startswith("Blackpool sees entry")


@pytest.mark.parametrize(
    "view",
    [
        MapView(),
        MapView(within="E06000009", indicator="iod25_score"),
        MapView(within="E06000009", mode="cold"),
        MapView(geography="utla23", within="E12000002", indicator="attainment8"),
    ],
)
def test_a_map_of_no_place_or_another_measure_says_what_is_seen(view: MapView) -> None:
    assert " sees " not in title_sentence(view)
    assert " for entry to " not in title_sentence(view)


def test_a_place_without_a_figure_has_no_headline() -> None:
    assert place_headline("E09000001", "he19_rate").text == ""
    assert place_headline("E06000009", "iod25_score").text == ""
    assert place_headline("zone-E01012673", "tundra_rate").text == ""
