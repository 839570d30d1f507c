"""What a sentence claims: each recogniser, with what it takes and what it leaves."""

from __future__ import annotations

from itertools import pairwise

import pytest

from layers.copy_check.names import mentions_of
from layers.copy_check.recognise import Found, mask, recognise
from layers.copy_check.sentences import clauses_of, sentences_of
from layers.copy_check.topics import measures_of, topics_of


def claims(text: str) -> list[Found]:
    return recognise(text, mask(text, mentions_of(text)), (0, len(text)))


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("In Leeds 27.7% went on.", "figure", "27.7%"),
        ("More than a quarter of pupils went on.", "figure", "More than a quarter"),
        ("Leeds is 9 points below England.", "comparison", "9 points below England"),
        ("Leeds is well above the national average.", "comparison", None),
        ("Leeds has a lower rate than Hull.", "comparison", "a lower rate than Hull"),
        ("Leeds is in line with England.", "comparison", "in line with England"),
        ("Leeds has the second lowest rate.", "rank", "the second lowest"),
        ("Leeds is 2nd of 148 areas.", "rank", "2nd of 148"),
        ("Leeds is among the four lowest.", "rank", "is among the four lowest"),
        ("Leeds is between 3rd and 9th highest of 148.", "rank", None),
        ("The rate fell by 9 points since 2016.", "change", "fell by 9 points"),
        ("The rate has barely changed.", "change", None),
        ("It saw a 9-point fall.", "change", None),
        ("A gap of 20 points remains.", "gap", "20 points"),
        ("It has 1,234 young people.", "count", "1,234 young people"),
        ("It is low because of buses.", "cause", "because of"),
        ("Jane Smith, 17, wants to be a vet.", "person", None),
        ("The interval: (95% interval 20.1% to 22.2%).", "interval", None),
    ],
)
def test_a_claim_is_recognised(text: str, kind: str, part: str | None) -> None:
    [found] = claims(text)
    assert found.kind == kind
    if part is not None:
        assert text[found.start : found.end] == part


@pytest.mark.parametrize(
    "text",
    [
        "Pupils go on to higher education by 19.",
        "The figures of 2015-16 were published in March 2017.",
        "People aged 17 to 21 may go on.",
        "The most deprived tenth lives there.",
    ],
)
def test_what_is_no_claim_is_left(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    "text", ["Twice as many go on.", "It has 37 of them.", "It was the lowest-paid and the worst.",
             "The rate is higher."]
)  # fmt: skip
def test_what_claims_something_is_never_passed_over(text: str) -> None:
    assert claims(text)


def test_claims_do_not_overlap() -> None:
    found = claims(
        "Leeds is 9 points below England (45.8%), the second lowest of 148, down 2 points."
    )
    ends = [(one.start, one.end) for one in found]
    assert all(one[1] <= other[0] for one, other in pairwise(ends))
    assert [one.kind for one in found] == ["comparison", "figure", "rank", "change"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Blackpool and Hull", ["E06000009", "E06000010"]),
        ("the north-east of England", ["E12000001", "E92000001"]),
        ("the constituency of Blackpool South", ["E14001105"]),
        ("Leeds University and Blackpool Gazette", []),
        ("a march in march", []),
        ("Whitby", [""]),
        ("the UK", ["K02000001"]),
    ],
)
def test_places_are_found_by_name(text: str, codes: list[str]) -> None:
    assert [one.code for one in mentions_of(text)] == codes


def test_a_shared_name_means_the_place_that_was_given() -> None:
    assert mentions_of("Lancashire")[0].code == "E10000017"
    assert mentions_of("Lancashire", "E47000018")[0].code == "E47000018"


def test_text_is_split_into_sentences_and_clauses() -> None:
    text = "St. Helens has 3.5%. It fell, while Hull's rose.\nA headline\nNext."
    assert [text[slice(*span)] for span in sentences_of(text)] == [
        "St. Helens has 3.5%.", "It fell, while Hull's rose.", "A headline", "Next.",
    ]  # fmt: skip
    span = sentences_of(text)[1]
    assert [text[slice(*one)] for one in clauses_of(text, span)] == [
        "It fell", ", while Hull's rose."]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "nation", "measure"),
    [
        ("went on to university", "England", "he19_rate"),
        ("went on to university", "Scotland", "simd20_university"),
        ("school leavers", "Northern Ireland", "ni_leavers_he"),
        ("pupils on free school meals", "England", "he19_fsm_rate"),
        ("pupils not on free school meals", "England", "he19_nonfsm_rate"),
        ("the gap", "England", "he19_gap"),
        ("young participation", "England", "tundra_rate"),
        ("child poverty", "Wales", "child_poverty_rate"),
        ("NEET", "Scotland", "simd20_not_participating"),
        ("most deprived tenth", "England", "iod25_most_deprived_share"),
    ],
)
def test_words_name_a_measure(text: str, nation: str, measure: str) -> None:
    assert measures_of(topics_of(text), nation)[0] == measure


def test_no_measure_is_no_measure() -> None:
    assert measures_of(topics_of("went on to university"), "Wales") == ()
    assert measures_of(topics_of("most deprived tenth"), "Scotland") == ()
