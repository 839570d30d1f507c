"""Tables of new sites for a page: what each adds, the gain of each number, the hand-made choice."""

from __future__ import annotations

import numpy as np

from geo.settings import SCHOOL_PAGE
from layers.coldspots import LEFT, RIGHT, TextTable, plain
from layers.new_sites.options import SitingOptions
from layers.new_sites.state import Located, per_unit, person_unit, siting_of
from layers.view import MapView

NOTHING = TextTable("", {}, [])
"""What a page leaves out."""


def chosen_table(view: MapView) -> TextTable:
    """List the chosen sites in the order of what they add."""
    found = siting_of(view)
    median = found.answer.goal == "median"
    rows = [
        [
            f"{order}",
            plain(row["name"]),
            plain(", ".join(str(row[part]) for part in ("kind", "town") if row[part])),
            _number(view, str(row["site"])),
            _gain(float(row["gain"]), per_unit(found) if median else 1.0),
            "–" if median else f"{row['covered']:,.0f}",
        ]
        for order, row in found.sites.iterrows()
    ]
    if not rows:
        return NOTHING
    adds = f"{person_unit(found).capitalize()} saved" if median else "Adds"
    headings = {
        "": RIGHT,
        "Site": LEFT,
        "What it is": LEFT,
        "Number": LEFT,
        adds: RIGHT,
        "In range with those before": RIGHT,
    }
    return TextTable("The sites, in order of what they add", headings, rows)


def _number(view: MapView, site: str) -> str:
    if SitingOptions.of(view).candidates in ("schools", "all-schools", "colleges"):
        return f"[{plain(site)}]({SCHOOL_PAGE.format(site)})"
    return plain(site)


def _gain(value: float, per: float) -> str:
    return "not known" if np.isnan(value) else f"{value / per:,.0f}"


def gain_table(view: MapView) -> TextTable:
    """List what the best choice of each number of sites has in range."""
    found = siting_of(view)
    before = found.answer.already
    rows = []
    for number, answer in found.steps:
        rows.append(
            [
                f"{number}",
                f"{answer.objective:,.0f}",
                f"{answer.objective - before:,.0f}",
                "proven" if answer.status == "optimal" else f"gap {answer.gap:.2%}",
            ]
        )
        before = answer.objective
    if not rows:
        return NOTHING
    headings = {"New sites": RIGHT, "In range": RIGHT, "More than one fewer": RIGHT, "Proof": LEFT}
    words = "Each row is the best choice of so many sites, not the row above with one more."
    return TextTable("What each further site would bring", headings, rows, words)


def picked_table(view: MapView) -> TextTable:
    """Set the sites picked by hand beside the best found."""
    found = siting_of(view)
    if found.picked is None:
        return NOTHING
    median = found.answer.goal == "median"
    unit = per_unit(found) if median else 1.0
    rows = [
        ["Picked by hand", f"{found.picked.objective / unit:,.0f}", names_of(found)],
        ["Best found", f"{found.picked.best / unit:,.0f}", ""],
        ["No choice is better than", f"{found.picked.bound / unit:,.0f}", ""],
    ]
    what = person_unit(found).capitalize() if median else "Young people in range"
    words = f"The choice by hand comes to {found.picked.share:.1%} of the best found."
    headings = {"Choice": LEFT, what: RIGHT, "Sites": LEFT}
    return TextTable("Your choice beside it", headings, rows, words)


def names_of(found: Located) -> str:
    """Name the sites picked by hand."""
    return "; ".join(plain(name) for name in found.picked_sites["name"])
