"""A comparison as part of a page: places as columns where it is wide, one under another where not.

Every text is escaped. A dot chart of intervals is drawn in the page's own colours.
"""

from __future__ import annotations

from html import escape

from geo.compare import Comparison
from geo.registry import Indicator
from layers.compared.tables import cell_of, text_rows
from layers.compared.words import plain_name, scale_of

_LIGHT = "--ink: #16202c; --soft: #526071; --rule: #c9d1d9; --dot: #2f74b5; --pale: #dfe9f2"
_DARK = "--ink: #eef2f6; --soft: #aab6c2; --rule: #3a4653; --dot: #7db6e8; --pale: #24384a"
_LOOK = """<style>
.compared { %s; color: var(--ink); container-type: inline-size; font-size: .95rem; }
.compared table { border-collapse: collapse; width: 100%%; margin: 0 0 .5rem; }
.compared th, .compared td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0;
  border-bottom: 1px solid var(--rule); font-weight: 400; }
.compared thead th { font-weight: 600; border-bottom: 2px solid var(--ink); }
.compared tbody th { width: 22%%; min-width: 10rem; }
.compared b { font-weight: 600; font-variant-numeric: tabular-nums; }
.compared td b { font-size: 1.1em; }
.compared small { display: block; color: var(--soft); font-size: .82em; line-height: 1.35; }
.compared .of { display: none; }
.compared .scroll { overflow-x: auto; }
.compared ul.dots { display: grid; gap: .35rem .9rem;
  grid-template-columns: minmax(7rem, 15rem) 1fr auto;
  align-items: center; margin: .3rem 0 .2rem; padding: 0; list-style: none; }
.compared .dots li { display: contents; margin: 0; }
.dots .track { position: relative; height: 1.3rem; background: var(--pale); border-radius: 3px; }
.dots .track > * { position: absolute; display: block; }
.dots .range { top: calc(50%% - 2px); height: 4px; background: var(--dot); border-radius: 2px; }
.dots .dot { top: calc(50%% - 6px); width: 12px; height: 12px; margin-left: -6px;
  border-radius: 50%%; background: var(--dot); }
.dots .line { top: 0; bottom: 0; width: 2px; margin-left: -1px; background: var(--soft); }
.dots .ends { display: flex; justify-content: space-between; color: var(--soft); font-size: .8em; }
.dots .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
@container (max-width: 700px) {
  .compared thead { position: absolute; clip-path: inset(50%%); width: 1px; height: 1px; }
  .compared tr, .compared th, .compared td { display: block; width: 100%%; }
  .compared table { display: block; }
  .compared tbody { display: block; }
  .compared tbody tr { border-bottom: 1px solid var(--ink); padding: .5rem 0; }
  .compared tbody th { font-weight: 600; border: 0; padding: 0 0 .2rem; }
  .compared td { border: 0; padding: .25rem 0; display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 0 .7rem; }
  .compared .of { display: inline; }
  .compared ul.dots { grid-template-columns: 1fr auto; gap: .1rem .6rem; }
  .dots .track { grid-column: 1 / -1; grid-row: auto; margin-bottom: .5rem; order: 0; }
  .dots .name { grid-column: 1; } .dots .figure { grid-column: 2; }
  .compared .dots li { display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; }
  .dots .name, .dots .figure { grid-row: 1; }
  .dots .track, .dots .ends { grid-row: 2; grid-column: 1 / -1; }
}
</style>"""


def look_of_part(*, dark: bool = False) -> str:
    """Return the look of `part_of`."""
    return _LOOK % (_DARK if dark else _LIGHT)


def part_of(found: Comparison) -> str:
    """Write the table of a comparison as a part of a page of the app."""
    headings, rows = text_rows(found)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in headings)
    body = []
    for (label, period, _), *cells in rows:
        made = [f'<th scope="row">{escape(label)}<small>{escape(period)}</small></th>']
        for name, (value, interval, change) in zip(headings, cells, strict=True):
            more = f"<small>{escape(change)}</small>" if change else ""
            made.append(
                f'<td><span class="of" aria-hidden="true">{escape(name)}</span>'
                f"<div><b>{escape(value)}</b><small>{escape(interval)}</small>{more}</div></td>"
            )
        body.append(f"<tr>{''.join(made)}</tr>")
    return (
        '<div class="compared"><div class="scroll"><table>'
        f'<thead><tr><th scope="col">Measure</th>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div></div>"
    )


def dots_of(found: Comparison, entry: Indicator, england: float | None = None) -> str:
    """Write a dot chart of a measure with the interval of each place; empty without figures.

    Parameters
    ----------
    found
        The comparison.
    entry
        One of its measures.
    england
        Figure of England, marked by a line, where it has one.
    """
    own = found.figures.loc[entry.id]
    known = own[own["value"].notna()]
    if known.empty:
        return ""
    low, high = scale_of(known[["value", "low", "high"]].to_numpy(), england)
    lines = []
    for place in found.places:
        row = own.loc[[place.code]].iloc[0]
        name = escape(plain_name(found, place))
        if row["why_none"]:
            why = escape(str(row["why_none"]))
            lines.append(
                f'<li><span class="name">{name}</span><small>{why}</small><span></span></li>'
            )
            continue
        value, interval = cell_of(entry, row)
        marks = []
        if england is not None:
            marks.append(f'<i class="line" style="left:{_at(england, low, high)}"></i>')
        if row["low"] == row["low"]:
            left, right = (_share(float(row[end]), low, high) for end in ("low", "high"))
            marks.append(
                f'<i class="range" style="left:{left:.2f}%;width:{right - left:.2f}%"></i>'
            )
        marks.append(f'<i class="dot" style="left:{_at(float(row["value"]), low, high)}"></i>')
        lines.append(
            f'<li><span class="name">{name}</span>'
            f'<span class="track" aria-hidden="true">{"".join(marks)}</span>'
            f'<span class="figure"><b>{escape(value)}</b>'
            f"<small>{escape(interval)}</small></span></li>"
        )
    ends = "".join(f"<span>{escape(entry.text(end))}</span>" for end in (low, high))
    lines.append(
        f'<li aria-hidden="true"><span class="name"></span><span class="ends">{ends}</span>'
        '<span class="figure"></span></li>'
    )
    return f'<div class="compared"><ul class="dots">{"".join(lines)}</ul></div>'


def _share(value: float, low: float, high: float) -> float:
    return 100 * (value - low) / (high - low)


def _at(value: float, low: float, high: float) -> str:
    return f"{_share(value, low, high):.2f}%"
