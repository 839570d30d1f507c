"""How easily the words of the app read: Flesch's reading ease of pages, cards and sentences.

`python -m benchmarks.readability` prints a row for each kind of text. Flesch, R. (1948). A new
readability yardstick. Journal of Applied Psychology 32, 221-233: 206.835 less 1.015 x words a
sentence less 84.6 x syllables a word; 60 to 70 is plain English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from benchmarks.timing import Row

PLAIN = 60.0
"""Reading ease from which English is plain."""
SEED, PLACES, ZONES = 1, 12, 6
"""Cards are those of so many neighbourhoods and districts, and of zones, drawn at random."""

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d,.]*%?")
_END = re.compile(r"(?<=[a-z\d)%’'\"])[.!?:](?=\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_APART = re.compile(r"(?<![ct])ia|ea(?=s?$)|ei(?=ng$)|(?<!t)ien")
"""Vowels that touch and are spoken apart."""
_SILENT = re.compile(r"(?<=[^aeiouy])e(?=ly$|ness$|ment$|ful$|less$)")


def syllables(word: str) -> int:
    """Count the syllables of an English word by its groups of vowels; a figure counts as one.

    Examples
    --------
    >>> [syllables(word) for word in ("low", "place", "people", "neighbourhood", "rates", "27.7%")]
    [1, 1, 2, 3, 1, 1]
    """
    bare = re.sub(r"[^a-z]", "", word.lower())
    if not bare:
        return 1
    groups = len(_VOWELS.findall(bare)) + len(_APART.findall(bare)) - len(_SILENT.findall(bare))
    silent_end = re.search(r"[^aeiouyl]e[ds]?$|[^aeiouy][aeiouy]les?$", bare)
    sounded = re.search(r"[td]ed$|[cgsxz]es$|[cs]hes$", bare)
    return max(1, groups - bool(silent_end and not sounded))


def plain_text(markdown: str) -> str:
    """Return the prose of Markdown: no tables, formulas, code or addresses of links."""
    text = re.sub(r"(?s)```.*?```|\$\$.*?\$\$", " ", markdown)
    kept = (line for line in text.splitlines() if not line.lstrip().startswith("|"))
    lines = (line if re.search(r"[.!?:]\s*$", line) or not line.strip() else f"{line}." for line in
             kept)  # fmt: skip
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", "\n".join(lines))
    return re.sub(r"[*_`$#]", "", text)


def reading_ease(text: str) -> float:
    """Return Flesch's reading ease of plain text; a colon ends a sentence as a full stop does.

    Examples
    --------
    >>> round(reading_ease("The cat sat on the mat."), 3)
    116.145
    """
    words = _WORD.findall(text)
    sentences = [part for part in _END.split(text) if _WORD.search(part)]
    spoken = sum(map(syllables, words))
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * spoken / len(words)


def method_texts() -> dict[str, str]:
    """Return the prose of each section of the Method page, without its papers."""
    from layers.method import present, read_model_check, read_null_check, sections

    written = sections(present(), read_null_check(), read_model_check())
    return {one.title: plain_text(one.body) for one in written if one.anchor != "papers"}


def card_texts() -> Iterator[str]:
    """Yield the sentences of cards: of neighbourhoods, districts and zones, as they are shown."""
    from geo.areas import area_table
    from geo.coldspots import ColdSpotQuery, find_all
    from layers.browser import state_of
    from layers.coldspots import with_cold
    from layers.view import MapView

    packs = _packs()
    draw = np.random.default_rng(SEED)
    for level, view in (("lsoa21", with_cold(MapView())), ("lad24", MapView(geography="lad24"))):
        codes = [code for code in area_table(level).index if code.startswith("E")]
        for code in draw.choice(codes, PLACES, replace=False):
            card = state_of(_selecting(view, str(code)), packs, dark=False)["card"]
            yield " ".join(card["lines"])
    zones = find_all(ColdSpotQuery("lsoa21")).zones.index.to_numpy(dtype=str)
    for code in draw.choice(zones, ZONES, replace=False):
        card = state_of(_selecting(with_cold(MapView()), str(code)), packs, dark=False)["card"]
        yield " ".join(card["lines"])


def page_texts() -> Iterator[str]:
    """Yield what pages say above and under their maps: opening, sentences and caveat."""
    from layers.browser import from_query
    from layers.words import caveat_of, opening_of, reading_of

    for query in (
        {},
        {"level": "lsoa21", "in": "E08000035"},
        {"with": "cold", "in": "E08000035"},
        {"with": "cold", "definition": "likely", "in": "E12000001"},
        {"with": "reach", "in": "E08000035"},
        {"with": "cold", "in": "S12000049"},
    ):
        view = from_query(query)[0]
        yield " ".join([opening_of(view), *reading_of(view), caveat_of(view)])


def _packs() -> dict[str, object]:
    from layers.browser import read_packs

    return read_packs()


def _selecting(view: object, code: str) -> object:
    from dataclasses import replace

    return replace(view, select=code)


def run() -> list[Row]:
    """Return a row for the Method page, one for cards and one for pages."""
    sections = method_texts()
    parts = {title: reading_ease(text) for title, text in sections.items()}
    hardest = min(parts, key=lambda title: parts[title])
    whole = {
        f"Method page, Flesch (hardest section: {hardest}, {parts[hardest]:.0f})": " ".join(
            sections.values()
        ),
        f"sentences of {2 * PLACES + ZONES} cards, Flesch": " ".join(card_texts()),
        "sentences of six pages, Flesch": " ".join(page_texts()),
    }
    rows = []
    for what, text in whole.items():
        score = reading_ease(text)
        rows.append(Row(what, f"{score:.0f}", "none", "", f"{PLAIN:.0f} or more", score >= PLAIN))
    return rows


if __name__ == "__main__":
    for row in run():
        print(f"| {row.what} | {row.ours} | {row.asked} | {'yes' if row.met else 'NO'} |")
