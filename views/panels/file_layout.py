"""How a visitor's file was understood: its kind, its sheet and what each column is, to be changed.

What a person chose is remembered during the visit for the next file with the same headings. The
file itself is kept for as long as it is in use, so that it can be read again, if it is small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from geo.errors import GeoError
from geo.uploads import (
    KINDS,
    ROLES,
    Layout,
    column_with_postcodes,
    kind_of,
    read_rows,
    recognise,
)
from layers.words import inert

MOST_KEPT = 5_000_000
"""Bytes of a file that is kept to be read again."""
SHOWN_COLUMNS = 40
"""Columns whose role can be chosen."""
_SAMPLES = 3
_SAMPLE_SIGNS = 24
_NONE = "not used"
_OF_SITES = (
    *("postcode", "address", "easting", "northing", "latitude", "longitude"),
    *("name", "provider", "courses", "urn", "town"),
)
_ROLES = {
    "sites": _OF_SITES,
    "candidates": _OF_SITES,
    "activity": (
        *("postcode", "address", "area_code", "urn", "name", "town", "provider"),
        *("date", "term", "number", "type", "intensity"),
    ),
}
"""What a column of each kind of file can be."""


@dataclass(frozen=True)
class FileLayout:
    """What is known of how a file is laid out."""

    content: bytes
    sheet: str
    sheets: tuple[str, ...]
    headings: tuple[str, ...]
    samples: tuple[str, ...]
    """First values of each column."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Role by heading, where a person chose it."""
    inside: tuple[str, str] | None = None
    """Role and heading of the column that has postcodes, whatever it is called."""

    @property
    def layout(self) -> Layout:
        """Return what a reader needs to know of it."""
        return Layout(self.sheet, self.chosen)


def has_layout(name: str) -> bool:
    """Test whether the columns of a kind of file can be chosen."""
    return name in _ROLES


def look_at(name: str, content: bytes, sheet: str = "") -> FileLayout | None:
    """Return how a file is laid out, with what was chosen for headings like its own.

    None for a file that is too large to be kept, or cannot be read.
    """
    if not has_layout(name) or len(content) > MOST_KEPT:
        return None
    try:
        rows = read_rows(content, sheet=sheet)
    except GeoError:
        return None
    headings = tuple(map(str, rows.table.columns))
    first = rows.table.head(_SAMPLES)
    samples = tuple(
        ", ".join(cell[:_SAMPLE_SIGNS] for cell in first[one] if cell) for one in headings
    )
    chosen = _remembered().get((name, headings), {})
    inside = column_with_postcodes(rows.table)
    return FileLayout(content, rows.sheet, rows.sheets, headings, samples, chosen, inside)


def _remembered() -> dict[tuple[str, tuple[str, ...]], dict[str, str]]:
    found: dict[tuple[str, tuple[str, ...]], dict[str, str]] = st.session_state.setdefault(
        "upload_layouts", {}
    )
    return found


def draw(name: str, held: FileLayout, use: Callable[[FileLayout], None]) -> None:
    """Draw what each column was understood as, each to be changed by a choice.

    Parameters
    ----------
    name
        Kind of box.
    held
        How its file is laid out.
    use
        Reads the file anew, laid out otherwise.
    """
    kind = KINDS[kind_of(held.headings, held.chosen)]
    with st.popover(f"Columns, read as {kind}", width="stretch"):
        if len(held.sheets) > 1:
            _draw_sheets(name, held, use)
        roles = _roles(name, held)
        for at, heading in enumerate(held.headings[:SHOWN_COLUMNS]):
            key = f"upload_role_{name}_{at}"
            st.session_state[key] = roles.get(heading, "")
            st.selectbox(
                inert(heading),
                ["", *_ROLES[name]],
                key=key,
                format_func=lambda role: ROLES[role] if role else _NONE,
                help=inert(held.samples[at]) or "empty",
                on_change=_choose,
                args=(name, held, heading, key, use),
            )
        if len(held.headings) > SHOWN_COLUMNS:
            st.text(f"{len(held.headings) - SHOWN_COLUMNS:,} more columns are not listed.")


def _draw_sheets(name: str, held: FileLayout, use: Callable[[FileLayout], None]) -> None:
    key = f"upload_sheet_{name}"
    st.session_state[key] = held.sheet
    st.selectbox("Sheet", held.sheets, key=key, on_change=_other_sheet, args=(name, held, key, use))


def _roles(name: str, held: FileLayout) -> dict[str, str]:
    """Return the role of each heading: chosen, or recognised."""
    found = recognise(pd.Index(held.headings), _ROLES[name], held.chosen)
    roles = {heading: role for role, heading in found.items()}
    places = {"postcode", "address", "easting", "latitude", "urn", "area_code"}
    if held.inside is not None and not places & set(found):
        role, heading = held.inside
        if heading not in held.chosen:
            roles[heading] = role
    return roles


def _choose(
    name: str, held: FileLayout, heading: str, key: str, use: Callable[[FileLayout], None]
) -> None:
    role = st.session_state[key]
    chosen = dict(held.chosen)
    # Two columns cannot be the same: the one that was gives way.
    for other, before in _roles(name, held).items():
        if role and before == role and other != heading:
            chosen[other] = ""
    chosen[heading] = role
    _remembered()[name, held.headings] = chosen
    use(replace(held, chosen=chosen))


def _other_sheet(name: str, held: FileLayout, key: str, use: Callable[[FileLayout], None]) -> None:
    found = look_at(name, held.content, st.session_state[key])
    if found is not None:
        use(found)
