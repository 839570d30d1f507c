"""Stories: every figure traced and made again, no figure of another nation, words that agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from geo.areas import area_table
from geo.coldspots import ColdSpotQuery, find_all
from geo.compare import Beside, Finding, Interval, find_place, findings_of
from geo.errors import BadInputError, UnknownAreaError
from layers.profiles import find_subject
from layers.stories import Story, story_of
from layers.stories.england import BOTH_HOLD, _older, whole_districts
from layers.stories.facts import STORY_LEVELS
from layers.stories.figures import against, change_of, league
from layers.stories.model import LEAST_WORDS, MOST_WORDS, SHORT_ALT
from layers.stories.picked import ENOUGH, Line, paragraphs_of
from layers.words import LONGEST, Sentence
from layers.words.traces import DEFINED
from tests.layers.stories import recomputed
from tests.layers.words import formulas

PLACES = ["E06000009", "E06000018", "E06000046", "E09000021", "E09000001", "E06000053",
          "E12000001", "E14001063", "E47000001", "E10000017", "E07000117", "E92000001",
          "S12000049", "S14000021", "S92000003", "W06000015", "W07000081", "W92000004",
          "N09000003", "N05000001", "N92000002", "zone-E01015933", "zone-S01009718"]  # fmt: skip
LINCOLN_AND_NORTH = "E07000138,E07000142"
PATCHES = [LINCOLN_AND_NORTH, "E06000009,E07000119,E07000128,Enamed_Fylde_Coast",
           "E07000138,E20km_53.2307_-0.5406,Enamed_Ours"]  # fmt: skip
PLACES += PATCHES
SEED, DRAWN = 24, 40


@pytest.fixture(autouse=True, scope="module")
def tables_let_go() -> Iterator[None]:
    """What the formulas have read is not kept for the tests of other files."""
    yield
    for module in (formulas, recomputed):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()


told = cache(story_of)


@pytest.mark.slow
@pytest.mark.parametrize("code", PLACES)
def test_every_figure_is_made_again(code: str) -> None:
    wrong = []
    held = [said for where, said in told(code).sentences() if where != "map"]
    for trace in dict.fromkeys(one for said in held for one in said.traces):
        if trace.formula == DEFINED:
            continue
        found = recomputed.again(trace)
        same = found == trace.value
        if isinstance(trace.value, float | int) and not isinstance(found, str):
            same = found == pytest.approx(trace.value, rel=1e-6, abs=1e-9)
        if not same:
            wrong.append(f"{trace.formula}: {trace.value!r}, not {found!r}; {trace}")
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("code", PLACES)
def test_a_figure_says_its_value(code: str) -> None:
    for trace in told(code).traces():
        if trace.formula == DEFINED or not isinstance(trace.value, float | int):
            continue
        number = re.search(r"\d[\d,]*\.?\d*", trace.figure)
        if number is None:
            continue
        shown = float(number[0].replace(",", ""))
        share = "%" in trace.figure or "point" in trace.figure or isinstance(trace.value, float)
        value = abs(float(trace.value)) * (100 if share else 1)
        places = len(number[0].partition(".")[2])
        assert shown == pytest.approx(value, abs=0.5 * 10.0**-places + 1e-6), trace


@cache
def drawn() -> list[str]:
    draw = np.random.default_rng(SEED)
    codes = [str(code) for level in STORY_LEVELS for code in area_table(level).index]
    zones = [str(code) for level in ("lsoa21", "dz11")
             for code in find_all(ColdSpotQuery(level)).zones.index]  # fmt: skip
    return [str(one) for one in draw.choice([*codes, *zones], DRAWN, replace=False)]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PLACES) + DRAWN))
def test_a_story_is_whole(number: int) -> None:
    code = [*PLACES, *drawn()][number]
    story = told(code)
    assert [(where, said.text, said.untraced()) for where, said in story.sentences()
            if said.untraced()] == []  # fmt: skip
    assert len(story.headline.text) <= LONGEST
    assert LEAST_WORDS <= story.words() <= MOST_WORDS, story.words()
    assert len(story.bullets) == 3
    assert len(story.charts) == 2
    assert len(story.map.short.text) <= SHORT_ALT
    assert story.standfirst.text
    assert story.limits
    assert story.sources
    texts = [said.text for paragraph in story.body for said in paragraph]
    assert len(texts) == len(set(texts))
    for text in [*texts, story.standfirst.text, *(one.text for one in story.bullets)]:
        assert text.endswith("."), text
        assert text[0].isupper() or text[0].isdigit(), text
        assert "surely" not in text
        assert "nan" not in re.findall(r"\w+", text)


OTHERS = {"S": "England|Wales|Northern Ireland", "W": "England|Scotland|Northern Ireland",
          "N": "England|Scotland|Wales"}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("code", [one for one in PLACES if one[0] in OTHERS])
def test_no_figure_of_another_nation_stands_in_a_story(code: str) -> None:
    story = told(code)
    for trace in story.traces():
        assert trace.area_code == "" or trace.area_code.removeprefix("zone-")[0] in (code[0], "9")
    for _, said in story.sentences():
        assert not re.search(rf"\b({OTHERS[code[0]]})\b.*\d+\.\d%", said.text)
    for chart in story.charts:
        assert chart.view.entry.nations != ("England",)
    body = " ".join(said.text for paragraph in story.body for said in paragraph)
    assert not re.search(r"\b(below|above|higher than|lower than|faster) ", body)
    assert "about the same as" not in body
    if findings_of(find_place(code)):
        assert "is not published, it is set against no other place or year" in body


BLACKPOOL = find_place("E06000009")


def ends(value: float, half: float) -> Interval:
    return Interval(value, value - half, value + half)


def found(measure: str, apart: float, verdict: str) -> Finding:
    nation = Beside("E92000001", "nation", 0.42, ends(apart, 0.01), verdict)
    return Finding(BLACKPOOL, measure, "utla23", ends(0.4, 0.02), 900, "", None, None, nation, None)


@pytest.mark.parametrize(
    ("main", "older", "words", "reconciled"),
    [
        ("lower", "lower", "An older measure agrees", False),
        ("higher", "higher", "An older measure agrees", False),
        ("not clear", "not clear", "An older measure agrees", False),
        ("lower", "higher", "points the other way", True),
        ("higher", "lower", "points the other way", True),
        ("lower", "not clear", "gives a different picture", True),
        ("not clear", "lower", "gives a different picture", True),
        ("not tested", "lower", "can be tested", False),
    ],
)
def test_two_measures_are_reconciled(main: str, older: str, words: str, reconciled: bool) -> None:
    line = next(iter(_older(found("he19_rate", -0.1, main), found("tundra_rate", 0.02, older))))
    assert words in line.said.text
    assert (BOTH_HOLD in line.said.text) is reconciled


@pytest.mark.parametrize(
    ("apart", "verdict", "text"),
    [
        (-0.101, "lower", "That is 10.1 points below England (42.0%)."),
        (0.01, "higher", "That is one point above England (42.0%)."),
        (0.029, "not clear", "That is about the same as England (42.0%)."),
        (0.031, "not clear", "That is not clearly different from England (42.0%)."),
        (0.2, "not tested", ""),
    ],
)
def test_a_place_is_set_against_its_nation_as_far_as_the_test_holds(
    apart: float, verdict: str, text: str
) -> None:
    assert against(found("he19_rate", apart, verdict)).text == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("E06000009", "The rate has fallen by 9.0 points since 2015-16, when it was 36.7%, while England's has risen by 5.1 points."),
        ("E06000018", "The rate has risen by 10.6 points since 2015-16, when it was 29.6%, faster than England's 5.1 points."),
        ("E06000046", "The rate has not clearly changed since 2015-16, while England's has risen by 5.1 points."),
        ("E12000001", "The rate has risen by 3.2 points since 2015-16, when it was 36.4%, more slowly than England's 5.1 points."),
        ("E06000017", "The rate has risen by 6.6 points since 2015-16, when it was 40.0%, not clearly faster or slower than England's 5.1 points."),
        ("E09000012", "The rate has risen by 4.9 points since 2015-16, when it was 53.5%, about as fast as England's 5.1 points."),
        ("E92000001", "The rate has risen by 5.1 points since 2015-16, when it was 40.7%."),
        ("E06000053", ""),
    ],
)  # fmt: skip
def test_a_change_stands_beside_the_nations(code: str, text: str) -> None:
    assert change_of(findings_of(find_place(code))[0]).text == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("E06000009", "It is among the four lowest of 148 counties and unitary authorities."),
        (
            "E06000018",
            "It ranks between 22nd and 65th lowest of 148 counties and unitary authorities.",
        ),
        ("E12000007", "It is the highest of nine regions."),
        ("E47000001", "It was 4th or 5th highest of 15 combined authorities."),
        ("E06000053", ""),
    ],
)
def test_a_league_is_told_as_a_group(code: str, text: str) -> None:
    assert league(findings_of(find_place(code))[0]).text == text


def test_a_body_keeps_what_matters_and_stops() -> None:
    def said(words: int, letter: str) -> Sentence:
        return Sentence(" ".join([letter] * words))

    lines = [Line(1, 0, said(MOST_WORDS, "a")), Line(1, 1, said(1, "b"))]
    assert [[one.text[0] for one in part] for part in paragraphs_of(lines)] == [["a"]]
    lines = [Line(2, 2, said(10, "c")), Line(1, 1, said(ENOUGH, "b")), Line(1, 0, Sentence(""))]
    assert [[one.text[0] for one in part] for part in paragraphs_of(lines)] == [["b"]]
    lines = [Line(2, 2, said(10, "c")), Line(1, 1, said(ENOUGH - 1, "b"))]
    assert [[one.text[0] for one in part] for part in paragraphs_of(lines)] == [["b"], ["c"]]


def test_a_county_s_figure_is_told_as_the_county_s_alone() -> None:
    story = told("E07000117")
    county = next(said for part in story.body for said in part if "Lancashire" in said.text)
    assert county.text.startswith("Newer figures exist for whole counties alone: in Lancashire, ")
    assert {one.area_code for one in county.traces if one.field == "he19_rate"} <= {
        "E10000017", "E92000001"}  # fmt: skip
    assert story.headline.text.startswith("Burnley was ")


def test_what_has_no_story_is_refused() -> None:
    with pytest.raises(BadInputError, match="too small for a story"):
        story_of("E01012673")
    with pytest.raises(UnknownAreaError):
        story_of("X1")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("zone-E01017339",
         "In Ryde South, Isle of Wight, about 32% of young people went on to higher education"),
        # What is published is no estimate.
        ("zone-S01012672",
         "In Strutherhill, South Lanarkshire, 2.3% of young people entered university in a year"),
        ("zone-E01009962",
         "Friar Park and Stone Cross & Hateley Heath, Sandwell: a cold spot for higher education"),
    ],
)  # fmt: skip
def test_a_headline_of_a_zone_reads_as_a_sentence(code: str, said: str) -> None:
    assert told(code).headline.text == said


def test_a_zone_of_students_is_not_sold_as_a_cold_spot() -> None:
    story: Story = told("zone-S01009718")
    assert story.headline.text.startswith("Students fill much of St Andrews Central")


@pytest.mark.slow
def test_a_patch_is_told_by_its_neighbourhoods_its_districts_and_its_county() -> None:
    story = told(LINCOLN_AND_NORTH)
    body = " ".join(said.text for paragraph in story.body for said in paragraph)
    assert story.headline.text == (
        "In Lincoln and West Lindsey, 38.2% of young people went on to higher education"
    )
    assert "In Lincoln the share was 33.0%, clearly lower than the 42.7% in West Lindsey." in body
    assert "in Lincolnshire, which holds the patch, 43.2% of pupils" in body
    assert "ranked against no other place" in body
    assert [chart.view.marked for chart in story.charts] == [
        ("E07000142", "E07000138"), ("E10000019",)]  # fmt: skip
    assert story.map.view.within == LINCOLN_AND_NORTH
    assert "A patch is what its owner chose" in " ".join(one.text for one in story.limits)
    named = told(PATCHES[1])
    assert named.headline.text.startswith("Fylde Coast was about the same as England")
    among = " ".join(said.text for paragraph in named.body for said in paragraph)
    assert "lowest in Blackpool (38.4%) and highest in Fylde (50.0%)" in among


@pytest.mark.slow
def test_the_districts_of_a_patch_are_those_wholly_inside() -> None:
    patch = find_subject("E07000138,E20km_53.2307_-0.5406")
    assert whole_districts(patch) == ["E07000138"]
    assert whole_districts(find_subject(LINCOLN_AND_NORTH)) == LINCOLN_AND_NORTH.split(",")


@pytest.mark.slow
@pytest.mark.parametrize("code", ["S12000049,S12000050", "W06000014,W06000015"])
def test_where_no_rate_is_put_together_a_patch_has_no_story(code: str) -> None:
    with pytest.raises(BadInputError, match="in England alone"):
        story_of(code)
