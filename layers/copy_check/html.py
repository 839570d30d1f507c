"""A checked text as HTML: each claim marked and numbered, and told in a table below."""

from __future__ import annotations

from html import escape

from geo.registry import indicator
from layers.copy_check.model import SYMBOLS, Checked, CopyCheck, Verdict

_CLASSES = {
    Verdict.RIGHT: "right",
    Verdict.ROUNDED: "right",
    Verdict.WRONG: "wrong",
    Verdict.BEYOND: "beyond",
    Verdict.NOT_OURS: "aside",
    Verdict.NOT_CHECKED: "aside",
}
_LIGHT = {"right": ("#d9efdf", "#14532d"), "wrong": ("#fbdcd7", "#7f1d1d"),
          "beyond": ("#fdebc3", "#6b3f00"), "aside": ("#e6e8ec", "#2b3440")}  # fmt: skip
_DARK = {"right": ("#173d26", "#c9f2d6"), "wrong": ("#571a17", "#ffd9d3"),
         "beyond": ("#4d3605", "#ffe6ae"), "aside": ("#313944", "#e3e7ec")}  # fmt: skip
_SHAPE = """
.checked p { max-width: 46rem; line-height: 1.7; white-space: pre-wrap; overflow-wrap: anywhere; }
.checked mark { padding: .05em .25em; border-radius: 3px; border-bottom: 2px solid currentColor; }
.checked mark.wrong { border-bottom-style: double; border-bottom-width: 4px; }
.checked mark.beyond { border-bottom-style: dashed; }
.checked mark.aside { border-bottom-style: dotted; }
.checked sup { font-size: .7em; padding-left: .15em; }
.checked .read { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); }
.checked .scroll { overflow-x: auto; }
.checked table { border-collapse: collapse; width: 100%; max-width: 62rem; font-size: .9rem; }
.checked caption { text-align: left; padding-bottom: .4rem; }
.checked th, .checked td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0;
  border-bottom: 1px solid rgba(128, 128, 128, .35); font-weight: 400; }
.checked thead th { font-weight: 700; }
.checked td.verdict { white-space: nowrap; }
@media (max-width: 640px) {
  .checked thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .checked tr { display: block; padding: .4rem 0;
    border-bottom: 1px solid rgba(128, 128, 128, .35); }
  .checked td, .checked th { display: block; border: 0; padding: .1rem 0; }
}
"""


def look_of_check(*, dark: bool) -> str:
    """Return the style of a checked text."""
    colours = _DARK if dark else _LIGHT
    rules = (
        f".checked mark.{name} {{ background: {back}; color: {front}; }}"
        for name, (back, front) in colours.items()
    )
    return f"<style>{_SHAPE}{' '.join(rules)}</style>"


def part_of_check(made: CopyCheck) -> str:
    """Return a checked text with its marks, and the table of its claims.

    Examples
    --------
    >>> from layers.copy_check.model import CopyCheck
    >>> "<mark" in part_of_check(CopyCheck("Nothing here.", ()))
    False
    """
    parts, at = [], 0
    for number, one in enumerate(made.claims, start=1):
        parts += [escape(made.text[at : one.start]), _mark(number, one)]
        at = one.end
    parts.append(escape(made.text[at:]))
    rows = "".join(_row(number, one) for number, one in enumerate(made.claims, start=1))
    return (
        f'<div class="checked"><h2>{escape(headline_of_check(made))}</h2>'
        f"<p>{''.join(parts)}</p>{_table(rows) if rows else ''}</div>"
    )


def headline_of_check(made: CopyCheck) -> str:
    """Return how many claims have each verdict.

    Examples
    --------
    >>> headline_of_check(CopyCheck("", ()))
    'No figure, rank, comparison or change was found'
    """
    counts = [f"{count} {verdict}" for verdict, count in made.counts.items() if count]
    if not counts:
        return "No figure, rank, comparison or change was found"
    return ", ".join(counts)


def _mark(number: int, one: Checked) -> str:
    return (
        f'<mark class="{_CLASSES[one.verdict]}"><span aria-hidden="true">{SYMBOLS[one.verdict]} '
        f"</span>{escape(one.text)}<sup>{number}</sup>"
        f'<span class="read"> ({one.verdict})</span></mark>'
    )


def _row(number: int, one: Checked) -> str:
    about = ""
    if one.measure:
        about = f"{indicator(one.measure).label}, {one.period}. {one.source}"
    kind = _CLASSES[one.verdict]
    sign = f'<span aria-hidden="true">{SYMBOLS[one.verdict]} </span>'
    verdict = f'<mark class="{kind}">{sign}{one.verdict}</mark>'
    return (
        f'<tr><th scope="row">{number}. {escape(one.text)}</th><td class="verdict">{verdict}</td>'
        f"<td>{escape(one.statement)}</td><td>{escape(about)}</td></tr>"
    )


def _table(rows: str) -> str:
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in ("In the text", "Verdict", "What is so", "Measure and source")
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Claims"><table>'
        "<caption>Every claim that was found</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
