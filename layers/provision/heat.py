"""Every subject by region and nation as a heat table: one page of HTML that needs nothing else."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import numpy as np
import pandas as pd

from geo.provision import LIMIT_KM, Overview, Selection, heat_table
from geo.registry import dataset
from layers.provision.words import FROM_A_POINT, LIST_OF, NOT_PLACES
from layers.style import class_colours

STEPS = (0.05, 0.1, 0.2, 0.4)
"""Shares at which a darker colour begins."""
_SOURCES = ("discover_uni_courses", "population20_lsoa11")
_COLOURS = tuple(
    zip(reversed(class_colours("Getting there", 5)), ("#1b1b1b",) * 3 + ("#fff",) * 2, strict=True)
)
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 1.5rem; }
h1 { font-size: 1.4rem; margin: 0 0 .3rem; } p { max-width: 60rem; margin: .3rem 0; }
small { color: #4a4a4a; }
"""
_LOOK = """
.heat .wide { overflow-x: auto; margin: .6rem 0; }
.heat table { border-collapse: separate; border-spacing: 2px; font-variant-numeric: tabular-nums;
  font-size: .9rem; }
.heat th { font-weight: 600; text-align: left; padding: .15rem .4rem; }
.heat thead th { vertical-align: bottom; font-size: .78rem; line-height: 1.2; max-width: 5.5rem; }
.heat tbody th, .heat thead th:first-child { position: sticky; left: 0; background: %(paper)s;
  min-width: 8rem; max-width: 15rem; font-weight: 400; line-height: 1.25; }
.heat tr.chosen th { font-weight: 700; } .heat tr.chosen td { outline: 2px solid %(ink)s; }
.heat td { text-align: right; padding: .15rem .4rem; min-width: 2.9rem; }
.heat .key span { display: inline-block; padding: .1rem .6rem; margin: 0 2px 2px 0;
  font-size: .85rem; }
"""
_PAPERS = {
    False: {"paper": "#fff", "ink": "#1b1b1b"},
    True: {"paper": "#0e1117", "ink": "#fafafa"},
}
"""Grounds of a page of the app, light and dark."""
_CHOSEN = ' class="chosen"'
HEAT_OF = (
    "Share of those aged 13 to 17 in 2026, if nobody had moved; in Northern Ireland, whose young "
    "people are not known by small area, of people of all ages."
)


def heat_title(limit_km: float, selection: Selection | None) -> str:
    """Return what the heat table is called."""
    mode = selection.mode if selection else ""
    points = " that fits" if selection and selection.has_points else ""
    courses = f"{mode} course" if mode else "course"
    return f"Young people with no {courses}{points} within {limit_km:g} km, by subject"


def heat_look(*, dark: bool = False) -> str:
    """Return the look of `heat_part`."""
    return f"<style>{_LOOK % _PAPERS[dark]}</style>"


def heat_part(table: pd.DataFrame, title: str, chosen: str = "") -> str:
    """Write a heat table as a part of a page of the app.

    Parameters
    ----------
    table
        As `geo.provision.heat_table` returns it.
    title
        What it is called for those who hear it.
    chosen
        Code of the subject that is looked at, which is marked.
    """
    return _body(table, title, chosen)


def _body(table: pd.DataFrame, title: str, chosen: str = "") -> str:
    places = [str(name) for name in table.columns[1:]]
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in ["Subject", *places])
    rows = "".join(
        f"<tr{_CHOSEN if code == chosen else ''}>"
        f'<th scope="row">{escape(_capital(str(row["label"])))}</th>'
        + "".join(_cell(float(row[name])) for name in places)
        + "</tr>"
        for code, row in table.iterrows()
    )
    return (
        f'<div class="heat"><p class="key">{_key()}</p>'
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(title)}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></div>"
    )


def heat_page(
    overview: Overview, limit_km: float = LIMIT_KM, selection: Selection | None = None
) -> str:
    """Return the heat table as a page.

    Parameters
    ----------
    overview
        Every subject.
    limit_km
        One of its limits.
    selection
        Mode and points of the courses that were counted.
    """
    table = heat_table(overview, limit_km)
    title = heat_title(limit_km, selection)
    lines = dict.fromkeys(line for name in _SOURCES for line in dataset(name).attribution_lines)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>{heat_look()}</head><body><main>"
        f"<h1>{escape(title)}</h1>"
        f"<p>{escape(HEAT_OF)} Courses listed in {escape(LIST_OF)}.</p>"
        f"{_body(table, title)}"
        f"<p>{escape(NOT_PLACES)} {escape(FROM_A_POINT)} Providers over a border count too.</p>"
        f"<p><small>{'<br>'.join(escape(line) for line in lines)}</small></p>"
        "</main></body></html>\n"
    )


def share_words(share: float) -> str:
    """Return a share as a table has it.

    Examples
    --------
    >>> share_words(0), share_words(0.004), share_words(0.996), share_words(0.216)
    ('0%', '<1%', '>99%', '22%')
    """
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{share:.0%}"


def colours_of(share: float) -> tuple[str, str]:
    """Return the fill of a share's cell, and the ink on it."""
    return _COLOURS[int(np.searchsorted(STEPS, share, side="right"))]


def _cell(share: float) -> str:
    fill, ink = colours_of(share)
    return f'<td style="background:{fill};color:{ink}">{escape(share_words(share))}</td>'


def key_of() -> list[tuple[str, str, str]]:
    """Return the fill, the ink and the words of each step of the key."""
    ends = [f"{one:.0%}" for one in STEPS]
    words = [
        f"under {ends[0]}",
        *(f"{low} to under {high}" for low, high in pairwise(ends)),
        f"{ends[-1]} or more",
    ]
    return [(*colours, word) for colours, word in zip(_COLOURS, words, strict=True)]


def _key() -> str:
    return "".join(
        f'<span style="background:{fill};color:{ink}">{word}</span>' for fill, ink, word in key_of()
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def to_percent(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of shares with per cent to one decimal, as files have them."""
    shares = table.select_dtypes("number").columns
    return table.assign(**{name: (table[name] * 100).round(1) for name in shares})
