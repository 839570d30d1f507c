"""Rules on the columns of a list: what they say, against logic of three values done by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.enrich import RULE_EXAMPLE
from geo.enrich.rules import LONGEST, parse_rule
from geo.errors import BadInputError

TABLE = pd.DataFrame(
    {
        "tundra_quintile": pd.array([1, 2, 3, 5, None, None], dtype="Int64"),
        "imd_decile": pd.array([9, 10, 2, 5, 1, 7], dtype="Int64"),
        "imd_fifth": pd.array([5, 5, 1, 3, 1, 4], dtype="Int64"),
        "he19_rate": [0.35, 0.477, np.nan, 0.5, 0.3, 0.4],
        "lad24_name": ["Blackpool", "North Somerset", "Wirral", "", "Leeds", "Hull"],
    }
)


def said(text: str) -> str:
    """Write the answers in letters: yes, no, and ? for not known."""
    answers = parse_rule(text, list(TABLE)).apply(TABLE)
    return "".join({"yes": "y", "no": "n", "not known": "?"}[one] for one in answers)


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        (RULE_EXAMPLE, "yyyny?"),
        ("TUNDRA Q1 or Q2, or IMD 1 and 2", "yyyny?"),
        ("TUNDRA Q1", "ynnn??"),
        ("imd q1", "nnynyn"),
        ("IMD 1 to 5", "nnyyyn"),
        ("imd_decile between 2 and 7", "nnyyny"),
        ("imd_decile in (1, 10)", "nynnyn"),
        ("not tundra_quintile <= 2", "nnyy??"),
        ("tundra_quintile <= 2 and imd_decile > 9", "nynnnn"),
        ("tundra_quintile is known", "yyyynn"),
        ("tundra_quintile is not known", "nnnnyy"),
        ("he19_rate < 40%", "yn?nyn"),
        ("he19_rate >= 0.4", "ny?yny"),
        ("lad24_name = north somerset", "nyn?nn"),
        ('lad24_name is "Blackpool"', "ynn?nn"),
        ("lad24_name != Leeds", "yyy?ny"),
        ("(imd_decile = 1 or imd_decile = 2) and not tundra_quintile = 3", "nnnn?n"),
        ("IMD_DECILE <> 9", "nyyyyy"),
    ],
)
def test_a_rule_says_what_is_so(rule: str, answers: str) -> None:
    assert said(rule) == answers


def test_a_rule_has_a_name_or_is_called_by_its_words() -> None:
    assert parse_rule(RULE_EXAMPLE, list(TABLE)).name == "low"
    assert parse_rule("imd_decile  = 1", list(TABLE)).name == "imd_decile = 1"
    rule = parse_rule("x: imd_decile = 1 or tundra_quintile = 1 or imd_decile = 2", list(TABLE))
    assert rule.columns == ("imd_decile", "tundra_quintile")


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("polar <= 2", "no column that it can look at. There are: tundra_quintile, imd_decile"),
        ("imd_decile", "should be compared with is missing"),
        ("imd_decile <=", "a value is missing before 'its end'"),
        ("imd_decile <= 2 tundra_quintile = 1", '"or" or "and" is missing before'),
        ("(imd_decile <= 2", "a bracket is not closed"),
        ("imd_decile = low", "has numbers"),
        ("lad24_name < 3", "has text"),
        ("__import__('os').system('true')", "cannot be read"),
        ("__import__ = 1", "no column"),
        ("imd_decile; 1", "cannot be read"),
        ("", "it says nothing"),
        ("x:", "it says nothing"),
        ("imd_decile = 1 or " * 60 + "imd_decile = 1", f"{LONGEST} is the most"),
        ("(" * 60 + "imd_decile = 1" + ")" * 60, "too deep"),
    ],
)
def test_what_is_no_rule_is_refused_in_a_line(rule: str, problem: str) -> None:
    with pytest.raises(BadInputError) as refused:
        parse_rule(rule, list(TABLE)).apply(TABLE)
    assert problem in str(refused.value)
    assert "\n" not in str(refused.value)


def _trees() -> st.SearchStrategy[Any]:
    leaf = st.tuples(
        st.sampled_from(["tundra_quintile", "imd_decile"]),
        st.sampled_from(["<", "<=", ">", ">=", "=", "!="]),
        st.integers(0, 11),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.just("not"), inner),
            st.tuples(st.sampled_from(["and", "or"]), inner, inner),
        ),
        max_leaves=8,
    )


def _written(tree: Any) -> str:
    if tree[0] == "not":
        return f"not ({_written(tree[1])})"
    if tree[0] in ("and", "or"):
        return f"({_written(tree[1])}) {tree[0]} ({_written(tree[2])})"
    return " ".join(map(str, tree))


def _by_hand(tree: Any, row: dict[str, Any]) -> bool | None:
    if tree[0] == "not":
        found = _by_hand(tree[1], row)
        return None if found is None else not found
    if tree[0] in ("and", "or"):
        parts = [_by_hand(tree[1], row), _by_hand(tree[2], row)]
        decides = tree[0] == "or"
        if decides in parts:
            return decides
        return None if None in parts else not decides
    value = row[tree[0]]
    if pd.isna(value):
        return None
    compare = {"<": value < tree[2], "<=": value <= tree[2], ">": value > tree[2],
               ">=": value >= tree[2], "=": value == tree[2], "!=": value != tree[2]}  # fmt: skip
    return bool(compare[tree[1]])


@settings(max_examples=80, deadline=None)
@given(_trees())
def test_any_rule_agrees_with_logic_done_by_hand(tree: Any) -> None:
    rows = TABLE[["tundra_quintile", "imd_decile"]].to_dict("records")
    wanted = [{True: "yes", False: "no", None: "not known"}[_by_hand(tree, row)] for row in rows]
    rule = parse_rule(_written(tree), list(TABLE)) if len(_written(tree)) <= LONGEST else None
    if rule is not None:
        assert rule.apply(TABLE).tolist() == wanted


@settings(max_examples=120, deadline=None)
@given(st.text(st.sampled_from("abdeimnortuvQ_ 0159<>=!(),.'\":%"), max_size=40))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    said = ""
    try:
        answers = set(parse_rule(text, list(TABLE)).apply(TABLE))
    except BadInputError as error:
        said, answers = str(error), set()
    assert "\n" not in said
    assert answers <= {"yes", "no", "not known"}
