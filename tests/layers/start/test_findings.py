"""The findings of the first screen, recomputed from the tables of areas."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from geo.areas import area_table
from layers.browser import from_query
from layers.start import Bars, Parts, Strip, cards_of, latest_findings, look_of_cards, warm
from layers.start.cards import picture_of
from layers.start.findings import Finding, _change, _gap, _lowest
from layers.view import FIRST_SCREEN
from layers.words import and_list


def test_the_lowest_are_those_that_no_other_is_surely_below() -> None:
    finding = _lowest()
    assert isinstance(finding.picture, Strip)
    values = area_table("utla23")["he19_rate"].dropna()
    assert finding.picture.values == tuple(sorted(values))
    names, marked = zip(*finding.picture.marked, strict=True)
    assert names == ("Knowsley", "Blackpool")
    assert list(marked) == pytest.approx([0.26, 0.277])
    assert finding.headline == "Fewest go on in Knowsley and Blackpool"
    assert finding.sentence == (
        "26.0% and 27.7% of their state-funded pupils had entered higher education by 19 "
        "(2023-24), against 45.8% in England. Either may be the lowest (95% interval of ranks)."
    )
    assert values.nsmallest(2).to_dict() == pytest.approx({"E08000011": 0.26, "E06000009": 0.277})


def test_change_is_counted_where_it_is_clear() -> None:
    finding = _change()
    assert isinstance(finding.picture, Parts)
    assert dict(finding.picture.parts) == {"fewer": 2, "no clear change": 37, "more": 106}
    assert "In 106 of 145 counties" in finding.sentence
    assert finding.headline == "Against the trend: fewer in Blackpool and Lancashire"
    assert finding.view.mode == "change"


def test_the_gap_is_that_of_the_two_published_rates() -> None:
    finding = _gap()
    england = area_table("nation").loc["E92000001"]
    meals, others = england["he19_fsm_rate"], england["he19_nonfsm_rate"]
    assert isinstance(finding.picture, Bars)
    assert finding.picture.shares == (("Free school meals", meals), ("Other pupils", others))
    assert f"{100 * (others - meals):.1f} points" in finding.headline
    assert f"{100 * meals:.1f}% of pupils" in finding.sentence
    assert f"against {100 * others:.1f}% of other pupils" in finding.sentence
    assert finding.sentence.endswith("The gap is wider than the 17.6 points of 2015-16.")


def ranks(lows: list[int]) -> pd.DataFrame:
    codes = area_table("utla23")["he19_rate"].nsmallest(len(lows)).index
    return pd.DataFrame({"rank_low": lows}, index=codes)


@pytest.mark.parametrize(
    ("lows", "headline", "end"),
    [
        ([1, 2, 3], "Fewest go on in Knowsley", "against 45.8% in England."),
        ([1, 1, 1, 4], "in Knowsley, Blackpool and the Isle of Wight", "Any of them may be"),
        ([1, 1, 1, 1, 5], "and North Lincolnshire", "Any of them may be"),
        ([1] * 5, "Fewest go on in 5 places that cannot be told apart", "45.8% in England."),
    ],
)
def test_the_lowest_are_named_up_to_four(
    monkeypatch: pytest.MonkeyPatch, lows: list[int], headline: str, end: str
) -> None:
    monkeypatch.setattr("layers.start.findings.ranks_at", lambda *_: ranks(lows))
    found = _lowest()
    assert headline in found.headline
    assert end in found.sentence


def changes(up: int, down: int, same: int) -> pd.DataFrame:
    codes = area_table("utla23")["he19_rate"].dropna().index[: up + down + same]
    direction = ["up"] * up + ["down"] * down + ["no clear change"] * same
    sizes = np.linspace(0.05, 0.01, len(codes))
    return pd.DataFrame({"change": sizes, "direction": direction}, index=codes)


@pytest.mark.parametrize(
    ("counts", "headline", "sentence"),
    [
        ((5, 0, 1), "Nowhere do clearly fewer pupils go on than in 2015-16", "In 5 of 6 "),
        ((2, 6, 3), "Against the trend: more in ", "In 6 of 11 "),
        ((9, 4, 0), "Against the trend: fewer in ", "in 0 no change is clear"),
        ((9, 5, 0), "Against the trend: fewer in 5 places", "In 9 of 14 "),
    ],
)
def test_a_change_goes_with_the_many(
    monkeypatch: pytest.MonkeyPatch, counts: tuple[int, int, int], headline: str, sentence: str
) -> None:
    monkeypatch.setattr("layers.start.findings.change_between", lambda *_: changes(*counts))
    found = _change()
    assert headline in found.headline
    assert sentence in found.sentence


@pytest.mark.parametrize(
    ("direction", "how"),
    [
        ("up", "is wider than the 17.6 points"),
        ("down", "is narrower than the 17.6 points"),
        ("no clear change", "is not clearly different from the 17.6 points"),
    ],
)
def test_a_gap_is_wider_only_where_the_test_says_so(
    monkeypatch: pytest.MonkeyPatch, direction: str, how: str
) -> None:
    one = pd.DataFrame(
        {"before": [0.176], "after": [0.201], "direction": [direction]}, index=["E92000001"]
    )
    monkeypatch.setattr("layers.start.findings.change_between", lambda *_: one)
    assert how in _gap().sentence


def test_each_finding_opens_its_own_map() -> None:
    for finding in latest_findings():
        query = dict(part.split("=") for part in finding.view.to_query().split("&"))
        assert from_query(query) == (finding.view, [])


def test_cards_link_and_escape() -> None:
    bars = Bars((("<i>", 0.2), ("Others", 0.4)))
    found = cards_of([Finding("<b>Low</b> & high", 'A "sentence"', bars, FIRST_SCREEN)])
    assert '<a href="./?level=utla23&amp;show=he19_rate" target="_self">' in found
    assert "&lt;b&gt;Low&lt;/b&gt; &amp; high" in found
    assert "<b>Low" not in found
    assert ">&lt;i&gt;<" in found
    assert look_of_cards() != look_of_cards(dark=True)


def test_a_strip_has_a_line_for_each_place() -> None:
    found = picture_of(Strip((0.2, 0.3, 0.5, 0.6), (("Here", 0.2),), ("England", 0.4)))
    lefts = [float(at) for at in re.findall(r'class="tick" style="left:([\d.]+)%', found)]
    assert lefts == pytest.approx([0, 24.75, 74.25, 99], abs=0.06)
    assert re.findall(r'class="line" style="left:([\d.]+)%', found) == ["49.5"]
    assert "England 40.0%" in found
    assert ">20%<" in found
    assert ">60%<" in found


def test_parts_are_as_long_as_they_count() -> None:
    found = picture_of(Parts((("fewer", 10), ("same", 30), ("more", 60))))
    boxes = re.findall(r"left:([\d.]+)%;width:max\(([\d.]+)%", found)
    assert boxes == [("0.0", "10.0"), ("10.0", "30.0"), ("40.0", "60.0")]
    assert 'aria-label="10 fewer, 30 same, 60 more"' in found


def test_bars_are_as_long_as_their_shares() -> None:
    found = picture_of(Bars((("A", 0.25), ("B", 0.5))))
    assert [float(at) for at in re.findall(r"width:([\d.]+)%", found)] == [39.0, 78.0]


def test_an_unknown_picture_is_refused() -> None:
    with pytest.raises(TypeError, match="No picture is drawn of str"):
        picture_of("")


def test_and_list() -> None:
    assert and_list(["A", "B"]) == "A and B"


def test_what_a_visitor_makes_meanwhile_is_not_made_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[str]()
    monkeypatch.setattr("layers.start.ahead.latest_findings", lambda: made.append("findings"))
    monkeypatch.setattr("layers.start.ahead.build_map", lambda *_, **__: made.append("map"))
    warm(lambda: False)
    assert made == []
    warm(lambda: not made)
    assert made == ["findings"]
    warm()
    assert made == ["findings", "findings", "map"]
