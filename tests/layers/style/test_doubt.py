"""What legends say of how sure classes are: in words, inside a place, with limits moved."""

from __future__ import annotations

import pytest

from geo.areas.cache import area_table, inside_of
from geo.compare.figures import values_at
from layers.browser.state import read_packs
from layers.exports.files import read_link
from layers.style.doubt import doubt_of, share_text
from layers.style.legend import legend_of, visible_classes
from layers.view import MapView

PACKS = read_packs()


def test_each_class_of_a_place_says_how_many_intervals_reach_beyond_it() -> None:
    view = read_link("level=utla23&show=he19_rate&in=E12000002")[0]
    legend = legend_of(view, PACKS)
    classes = visible_classes(view)
    ends, index = values_at("he19_rate", "utla23"), area_table("utla23").index
    here = inside_of("utla23", "E12000002")
    for row in legend["rows"]:
        if row["code"] >= len(classes.classes):
            assert row["doubt"] == ""
            continue
        members = index[here & (classes.of_area == row["code"])]
        assert len(members) == row["areas"]
        best = len(classes.breaks)
        edges = [-1.0, *classes.breaks, 2.0]
        # A class as shown holds what is above its limit below, up to its own.
        bottom, top = edges[row["code"]], edges[row["code"] + 1]
        assert 0 <= row["code"] <= best
        beyond = [
            round(ends["low"][code], 3) <= bottom + 1e-9
            or round(ends["high"][code], 3) > top + 1e-9
            for code in members
        ]
        assert row["doubt"] == (share_text(sum(beyond) / len(beyond)) if beyond else "")
    assert legend["doubt"].startswith("Unsure: how many of these areas have a 95% interval")


def test_moved_limits_move_the_shares() -> None:
    links = ["", "&classes=natural", "&classes=own&limits=30,40,50"]
    told = []
    for more in links:
        legend = legend_of(read_link(f"level=lad24&show=tundra_rate{more}")[0], PACKS)
        told.append([row["doubt"] for row in legend["rows"] if row["doubt"]])
        assert "spatial model" in legend["doubt"]
    assert [len(shares) for shares in told] == [5, 5, 4]
    assert told[0] != told[1]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (
            "level=lad24&show=child_poverty_rate",
            "How many areas may belong to another class is not known: "
            "the number of people it covers is not published.",
        ),
        ("level=lad24&show=iod25_score", ""),
        ("level=lsoa21&show=prob_below_national", ""),
        ("with=cold", ""),
        ("with=disagree", ""),
        # Wales has no figure of it at all.
        ("level=utla23&show=he19_rate&in=W92000004", ""),
    ],
)
def test_where_nothing_is_known_the_legend_gives_the_reason_or_nothing(
    link: str, words: str
) -> None:
    legend = legend_of(read_link(link)[0], PACKS)
    assert legend["doubt"] == words
    assert {row["doubt"] for row in legend["rows"]} == {""}


def test_the_rule_of_published_fifths_no_longer_says_it_for_all_england() -> None:
    legend = legend_of(MapView(), PACKS)
    assert legend["rule"].startswith("Fifths as published")
    assert "truly belong" not in legend["rule"]
    assert len(doubt_of(MapView(), visible_classes(MapView()))[1]) == 5
