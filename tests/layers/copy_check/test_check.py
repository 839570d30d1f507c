"""Whole texts: each claim bound to its place, measure and year, and what is shown of it."""

from __future__ import annotations

import pytest

from geo.areas import series_of
from geo.errors import BadInputError, UnknownAreaError
from geo.registry import percent_text
from layers.copy_check import LONGEST_COPY, Verdict, check_copy, headline_of_check, part_of_check

BLACKPOOL, KNOWSLEY, ENGLAND = "E06000009", "E08000011", "E92000001"


def rate(code: str, year: int = 2024, level: str = "utla23") -> str:
    return percent_text(float(series_of("he19_rate", level)["value"][code, year]), 1)


def told(text: str, within: str = "") -> list[tuple[str, str, Verdict]]:
    made = check_copy(text, within)
    return [(text[one.start : one.end], one.place, one.verdict) for one in made.claims]


def test_each_figure_is_bound_to_its_own_place() -> None:
    own, theirs = rate(BLACKPOOL), rate(ENGLAND, level="nation")
    for text in (
        f"In Blackpool {own} go on by 19, compared with {theirs} in England.",
        f"Blackpool's rate by 19 is {own}, below England ({theirs}).",
        f"Blackpool's rate by 19 is {own}, below the national average of {theirs}.",
    ):
        figures = [one for one in told(text) if "%" in one[0]]
        assert figures == [
            (own, BLACKPOOL, Verdict.RIGHT), (theirs, ENGLAND, Verdict.RIGHT)]  # fmt: skip


def test_a_place_goes_on_to_the_next_sentence_and_the_given_one_is_last() -> None:
    own, other = rate(BLACKPOOL), rate(KNOWSLEY)
    text = f"Blackpool is by the sea. {own} go on by 19. In Knowsley, {other} do."
    assert told(text, KNOWSLEY) == [
        (own, BLACKPOOL, Verdict.RIGHT), (other, KNOWSLEY, Verdict.RIGHT)]  # fmt: skip
    assert told(f"The rate by 19 is {other}.", KNOWSLEY)[0][1:] == (KNOWSLEY, Verdict.RIGHT)
    assert told(f"The rate by 19 is {other}.")[0][1:] == ("", Verdict.NOT_CHECKED)


def test_a_figure_of_another_year_is_that_of_the_year() -> None:
    then, now = rate(BLACKPOOL, 2016), rate(BLACKPOOL)
    assert told(f"In 2015-16, {then} of Blackpool's pupils went on.")[0][2] is Verdict.RIGHT
    [claim] = check_copy(f"In Blackpool, {then} of pupils go on by 19.").claims
    assert claim.verdict is Verdict.WRONG
    assert now in claim.statement
    assert "that of 2015-16" in claim.statement
    assert claim.period == "aged 19 in 2023-24"
    assert claim.source == "Department for Education"
    assert told(f"In 1999, {then} of Blackpool's pupils went on.")[0][2] is Verdict.NOT_OURS


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Blackpool's unemployment rate is 9%.", Verdict.NOT_OURS),
        ("Blackpool will reach 40% by 2030.", Verdict.NOT_OURS),
        ("In Whitby, 30% go on to university.", Verdict.NOT_OURS),
        ("In Cardiff, 30% go on to university.", Verdict.NOT_OURS),
        ("In Burnley, 30% had entered higher education by 19.", Verdict.NOT_OURS),
        ("Across the UK, 37% go on to university.", Verdict.NOT_OURS),
        ("Is Blackpool the lowest?", Verdict.NOT_CHECKED),
        ("Blackpool is not the lowest in England.", Verdict.NOT_CHECKED),
        ("Blackpool and Hull have 20% and 30% respectively.", Verdict.NOT_CHECKED),
        ("Blackpool is twice as far.", Verdict.NOT_CHECKED),
    ],
)
def test_what_is_not_ours_or_not_read_is_never_called_right(text: str, verdict: Verdict) -> None:
    claims = check_copy(text).claims
    assert claims
    assert {one.verdict for one in claims} == {verdict}


def test_what_is_refused() -> None:
    with pytest.raises(BadInputError, match="in parts"):
        check_copy("a" * (LONGEST_COPY + 1))
    with pytest.raises(UnknownAreaError):
        check_copy("", "X1")


def test_the_page_marks_each_claim_by_sign_and_word_and_runs_nothing() -> None:
    made = check_copy("<script>x()</script> In Blackpool, 99% go on by 19, the lowest in England.")
    html = part_of_check(made)
    assert "<script" not in html
    assert html.count("<mark") == 2 * len(made.claims) == 4
    assert html.count("✗ ") == 4
    assert '<span class="read"> (wrong)</span>' in html
    assert headline_of_check(made) == "2 wrong"
    assert made.is_wrong
    assert made.summary()["counts"]["wrong"] == 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A distance in words that nobody listed does not give its place away.
        ("Norfolk lags: 37% were in higher education by 19, 9 points adrift of England.",
         {"37%": "right", "9 points adrift of England": "right"}),
        ("Salford, at 34%, is short of the North West average of 43.7% for entry by 19.",
         {"34%": "right", "43.7%": "right"}),
        ("Birmingham underperforms the West Midlands: 53% go on by 19, compared to 44.6% across "
         "the region.",
         {"underperforms the West Midlands": "wrong", "53%": "right", "44.6%": "right"}),
        ("Bradford's child poverty rate, 39.3%, is more than twice that of Devon, 16.8%.",
         {"39.3%": "right", "16.8%": "right"}),
        ("Back in 2015-16 the figure for Newcastle upon Tyne was 34%; it is now 46% for entry to "
         "higher education by 19.", {"34%": "right", "46%": "right"}),
        # "by 19 and 40%" is an age and a figure.
        ("In London, 61% of pupils go on by 19 and 40% in the North East.",
         {"61%": "right", "40%": "right"}),
        ("In Bradford, 39.3% of children grow up in low-income families.", {"39.3%": "right"}),
        # A fraction of another place's figure is none of its own.
        ("In Harrow half of Blackpool's 27.7% go on.", {"half": "", "27.7%": "right"}),
        ("Half of Blackpool's young people go on by 19.", {"Half": "wrong"}),
    ],
)  # fmt: skip
def test_claims_keep_to_their_own_place_and_year(text: str, wanted: dict[str, str]) -> None:
    found = {
        one.text: str(one.verdict).removesuffix(" when rounded") for one in check_copy(text).claims
    }
    assert {part: found.get(part, "") for part in wanted} == wanted
