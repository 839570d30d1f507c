"""Text that stands as it is, read by a Markdown reader other than the app's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from layers.words.escape import inert

MARKS = st.text("\\`*_[]()<>#|$:~&{}!^-+=.1 aw\n\t\"'/@é", max_size=40)


@pytest.mark.fault(1, 2)
@given(MARKS)
def test_nothing_of_it_is_markup(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(inert(text))
    parts = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {part.type for part in parts} <= {"text", "text_special"}
    assert "".join(part.content for part in parts) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("~~gone~~ and ~gone~", r"\~\~gone\~\~ and \~gone\~"),
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("[a](b) <i>", r"\[a\](b) \<i\>"),
        ("a|b #c $d$ :e:", r"a\|b \#c \$d\$ \:e\:"),
        ("&amp; {f} !g ^h \\", r"\&amp; \{f\} \!g \^h \\"),
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("= a", r"\= a"),
        ("1. a", r"1\. a"),
        ("1) a", r"1\) a"),
        ("WWW.a.uk", r"WWW\.a.uk"),
        # Within a line these are no marks.
        ("a - b + c = 21. d) e.f", "a - b + c = 21. d) e.f"),
        (" two\nlines ", "two lines"),
    ],
)
def test_each_mark_stands_after_a_stroke(text: str, shown: str) -> None:
    assert inert(text) == shown


@pytest.mark.fault(1)
@pytest.mark.parametrize(
    "text",
    [":red[x]", ":material/home:", ":smile:", "$x^2$", "https://evil.example", "www.evil.example"],
)
def test_what_streamlit_adds_to_markdown_is_not_begun(text: str) -> None:
    """Each begins at a colon, a dollar sign or the point after `www`."""
    for mark in (":", "$"):
        assert mark not in inert(text).replace(f"\\{mark}", "")
    assert "www." not in inert(text)
