"""Reading ease of what the app says: the formula by hand, and prose without its markup."""

from __future__ import annotations

import pytest

from benchmarks.readability import PLAIN, method_texts, plain_text, reading_ease, syllables

SPOKEN = {
    **dict.fromkeys(("low", "place", "lived", "rates", "fifth", "whose", "27.7%", "one"), 1),
    **dict.fromkeys(("people", "pupils", "tested", "likely", "table", "England", "science"), 2),
    **dict.fromkeys(("area", "areas", "neighbourhood", "interval", "colleges", "idea"), 3),
    "participation": 5,
}


@pytest.mark.parametrize("word", SPOKEN)
def test_syllables_are_those_that_are_spoken(word: str) -> None:
    assert syllables(word) == SPOKEN[word]


def test_reading_ease_by_hand() -> None:
    # 6 words, 1 sentence, 6 syllables.
    assert reading_ease("The cat sat on the mat.") == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    # 4 words, 2 sentences, 6 syllables; a figure's point ends no sentence.
    two = reading_ease("People pay: 27.7% more.")
    assert two == pytest.approx(206.835 - 1.015 * 2 - 84.6 * 5 / 4)


def test_longer_words_and_sentences_read_harder() -> None:
    easy = reading_ease("Few go on. It is cold.")
    assert easy > reading_ease("Few go on and it is cold.")
    assert easy > reading_ease("Participation diminishes. It is cold.")


def test_markup_is_no_prose() -> None:
    text = plain_text("**Low** [rates](#low)\n\n| a | b |\n|---|---|\n\n$$x^2$$\n* A line")
    assert text.split() == ["Low", "rates.", "A", "line."]


def test_the_method_page_is_plain_english() -> None:
    texts = method_texts()
    assert len(texts) > 10
    assert "Riebler, A." not in " ".join(texts.values())
    assert reading_ease(" ".join(texts.values())) >= PLAIN
