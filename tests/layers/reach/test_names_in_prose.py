"""Institutions in sentences: with "the" or without, from a literal list and in what is written."""

from __future__ import annotations

import pytest

from geo import tables
from geo.reach import ReachQuery
from layers.profiles.compose import profile_of_partnership
from layers.profiles.whose import whose_of
from layers.reach import lowered_article, whose, without_article
from layers.reach.options import ReachOptions
from layers.reach.state import in_prose
from layers.view import MapView

LINCOLN, OPEN, BISHOP = "10007151", "10007773", "10007811"
WITH = [
    "University of Lincoln", "University of the Arts, London", "University for the Creative Arts",
    "University of South Wales/Prifysgol De Cymru", "Open University", "College of Osteopaths",
    "Royal College of Music", "Royal Northern College of Music", "Royal Conservatoire of Scotland",
    "Centre for Alternative Technology", "Institute of Contemporary Music Performance",
    "Courtauld Institute of Art", "National Centre for Circus Arts", "British Academy of Jewellery",
    "Guildhall School of Music & Drama",
]  # fmt: skip
WITHOUT = [
    "Lincoln College", "Oxford Brookes University", "Lincoln Bishop University",
    "Queen Mary University of London", "Brunel University of London", "SOAS University of London",
    "University College Birmingham", "University Centre Somerset College Group", "UCL",
    "Royal Holloway, University of London", "Goldsmiths, University of London",
    "Colchester Institute", "City of Bristol College", "City College Norwich",
    "King's College London", "Imperial College London", "Cardiff and Vale College",
    "Norwich University of the Arts", "Northern School of Contemporary Dance", "Petroc",
    "London School of Theology", "St Mary's University, Twickenham",
]  # fmt: skip


@pytest.mark.parametrize("name", WITH)
def test_these_take_the(name: str) -> None:
    assert lowered_article(name) == f"the {name}"
    assert without_article(f"the {name}") == name


@pytest.mark.parametrize("name", WITHOUT)
def test_these_do_not(name: str) -> None:
    assert lowered_article(name) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("University of Nottingham, the", "the University of Nottingham"),
        ("Sheffield College, the", "the Sheffield College"),
        ("The Open University", "the Open University"),
        ("The Place", "the Place"),
    ],
)
def test_an_article_of_the_list_itself_stands_once(name: str, said: str) -> None:
    assert in_prose(name) == said


def test_no_institution_of_the_list_has_two_articles() -> None:
    for name in tables.load("providers", ["name"])["name"]:
        assert "the the " not in f"in {in_prose(name)}".lower()


def test_sentences_of_reach_name_them_so() -> None:
    view = MapView(mode="reach", options=(ReachOptions((LINCOLN, BISHOP)),))
    names = tables.load("providers", ["name"])["name"]
    assert whose(view) == f"the University of Lincoln and {names[BISHOP]}"


def test_a_profile_says_it_in_sentences_and_not_in_its_title() -> None:
    found = whose_of(ReachQuery((LINCOLN,)))
    _, made = profile_of_partnership(found.name, found.reach)
    assert made.name.text == "University of Lincoln"
    said = [one.text for _, one in made.sentences()]
    assert any("of a site of the University of Lincoln" in one for one in said)
    assert not any("of University of" in one for one in said)
