"""Findings as cards of a page: a headline, a small picture, a sentence and a link.

Pages of the app take neither SVG nor scripts in a text of their own: pictures are boxes in places
that are given in per cent.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from html import escape

from geo.registry import percent_text
from layers.start.findings import Bars, Finding, Parts, Strip

_LIGHT = "--ink: #16202c; --soft: #526071; --rule: #c9d1d9; --mark: #b3261e; --bar: #8fb3d4"
_DARK = "--ink: #eef2f6; --soft: #aab6c2; --rule: #3a4653; --mark: #ff8a7a; --bar: #5b86ad"
_LOOK = """<style>
.findings { %s; color: var(--ink); container-type: inline-size; }
.findings ul { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .5rem 1.2rem;
  list-style: none; margin: 0; padding: 0; }
.findings li { margin: 0; border-top: 3px solid var(--ink); padding: .45rem 0 0; }
.findings a { color: inherit; text-decoration: none; font-weight: 600; font-size: 1.02rem;
  line-height: 1.3; display: block; }
.findings a:hover, .findings a:focus-visible { text-decoration: underline; }
.findings p { margin: .35rem 0 0; font-size: .88rem; line-height: 1.4; color: var(--ink); }
.findings .picture { height: 3.1rem; margin: .4rem 0 0; font-size: .78rem; line-height: 1.1rem;
  color: var(--soft); position: relative; }
.findings .picture b { color: var(--ink); font-weight: 600; }
.findings .picture i { position: absolute; display: block; font-style: normal; }
.findings .picture > span { position: absolute; white-space: nowrap; }
.findings .tick { top: 1.25rem; height: .8rem; width: 1px; background: var(--bar); }
.findings .line { top: 1.05rem; height: 1.2rem; width: 2px; background: var(--ink); }
.findings .marked { top: 1.05rem; height: 1.2rem; width: 4px; background: var(--mark); }
.findings .part { top: 1.25rem; height: .9rem; border-right: 1px solid transparent;
  background-clip: padding-box; }
.findings .strong { background-color: var(--mark); }
.findings .pale { background-color: var(--rule); }
.findings .bar { background-color: var(--bar); }
.findings .row { display: grid; grid-template-columns: 8.2rem 1fr; align-items: center;
  height: 1.45rem; }
.findings .row div { display: flex; align-items: center; gap: .4rem; }
.findings .row i { position: static; height: 1.05rem; }
@container (max-width: 700px) {
  .findings ul { grid-template-columns: minmax(0, 1fr); }
}
</style>"""
_ROOM = 78
"""Per cent of its row that the longest bar takes, so that its figure has room beside it."""
_LINE_FROM = 34
"""Per cent from the left at which the label of the line begins at the least: the lowest places'
is there."""


def look_of_cards(*, dark: bool = False) -> str:
    """Return the style of the cards, on a light page or a dark one."""
    return _LOOK % (_DARK if dark else _LIGHT)


def cards_of(found: Iterable[Finding]) -> str:
    """Return findings as HTML, each headline a link to its map; every text is escaped.

    `look_of_cards` goes before it.
    """
    cards = "".join(
        f'<li><a href="./?{escape(one.view.to_query())}" target="_self">{escape(one.headline)}</a>'
        f"{picture_of(one.picture)}<p>{escape(one.sentence)}</p></li>"
        for one in found
    )
    return f'<div class="findings"><ul>{cards}</ul></div>'


@singledispatch
def picture_of(picture: object) -> str:
    """Return a picture as HTML; what it shows is its label, for who cannot see it."""
    raise TypeError(f"No picture is drawn of {type(picture).__name__}.")


@picture_of.register
def _(picture: Strip) -> str:
    low, high = picture.values[0], picture.values[-1]

    def box(look: str, value: float) -> str:
        return f'<i class="{look}" style="left:{(value - low) / (high - low) * 99:.1f}%"></i>'

    name, line = picture.line
    drawn = [box("tick", value) for value in picture.values]
    drawn += [box("marked", value) for _, value in picture.marked]
    drawn.append(box("line", line))
    at = max((line - low) / (high - low) * 99, _LINE_FROM)
    drawn += [
        f'<span style="left:0;top:0"><b>{escape(picture.marked[0][0])}</b></span>',
        f'<span style="left:{at:.1f}%;top:0">{escape(name)} {percent_text(line, 1)}</span>',
        f'<span style="left:0;top:2.25rem">{percent_text(low)}</span>',
        f'<span style="right:0;top:2.25rem">{percent_text(high)}</span>',
    ]
    said = f"A line for each place, from {percent_text(low)} to {percent_text(high)}"
    return _picture(said, "".join(drawn))


@picture_of.register
def _(picture: Parts) -> str:
    whole = sum(number for _, number in picture.parts)
    drawn, before = [], 0
    for number, ((name, count), look) in enumerate(
        zip(picture.parts, ("strong", "pale", "bar"), strict=True)
    ):
        left, width = before / whole * 100, count / whole * 100
        drawn.append(
            f'<i class="part {look}" style="left:{left:.1f}%;width:max({width:.1f}%,3px)"></i>'
        )
        place = "right:0" if number == len(picture.parts) - 1 else f"left:{left:.1f}%"
        top = "0" if number == 0 else "2.25rem"
        drawn.append(f'<span style="{place};top:{top}">{count:,} {escape(name)}</span>')
        before += count
    said = ", ".join(f"{count:,} {name}" for name, count in picture.parts)
    return _picture(said, "".join(drawn))


@picture_of.register
def _(picture: Bars) -> str:
    most = max(share for _, share in picture.shares)
    drawn = "".join(
        f'<div class="row">{escape(name)}<div><i class="{"bar" if row else "strong"}" '
        f'style="width:{share / most * _ROOM:.1f}%"></i><b>{percent_text(share, 1)}</b></div></div>'
        for row, (name, share) in enumerate(picture.shares)
    )
    said = ", ".join(f"{name} {percent_text(share, 1)}" for name, share in picture.shares)
    return _picture(said, drawn)


def _picture(label: str, inner: str) -> str:
    return f'<div class="picture" role="img" aria-label="{escape(label)}">{inner}</div>'
