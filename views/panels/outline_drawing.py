"""The map of the page "Our patch" on which an outline is drawn, corner by corner."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.places import WHAT_TO_TYPE, finder
from layers.browser import STATIC
from layers.patches import drawing_board
from views.panels.tables import small

_HTML = """
<div class="buttons">
  <button type="button" class="finish">Finish</button>
  <button type="button" class="undo">Undo</button>
  <button type="button" class="cancel">Cancel</button>
  <span></span>
  <button type="button" class="nearer" aria-label="Nearer">+</button>
  <button type="button" class="further" aria-label="Further">−</button>
</div>
<div class="board" tabindex="0" role="application" aria-label="Map to draw an outline on. Arrow keys
 move the map, plus and minus zoom, space sets a corner at the cross in the middle, Enter finishes,
 Backspace takes the last corner back, Escape takes all of them.">
  <svg class="base" aria-hidden="true"><path class="fine"/><path class="districts"/><path
    class="patch"/></svg>
  <svg class="above" aria-hidden="true"></svg>
  <i class="cross" aria-hidden="true"></i>
</div>
<p class="said" role="status"></p>
"""
_CSS = """
.buttons { display: flex; gap: .4rem; margin-bottom: .4rem; }
.buttons span { flex: 1; }
button { min-width: 2.5rem; min-height: 2.5rem; padding: 0 .7rem; font: inherit; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid #6b7683; border-radius: 6px; }
button:disabled { opacity: .55; cursor: default; }
button:focus-visible, .board:focus-visible { outline: 3px solid #3d87b8; outline-offset: 2px; }
.board { position: relative; height: clamp(16rem, 58vh, 32rem); overflow: hidden;
  touch-action: none; user-select: none; cursor: crosshair; border: 1px solid #6b7683;
  border-radius: 6px; background: var(--st-secondary-background-color); }
svg { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
.base path { vector-effect: non-scaling-stroke; fill: none; stroke: #7b8794; stroke-width: 1.1; }
.base .districts { fill: var(--st-background-color); fill-opacity: .6; }
.base .fine { stroke-width: .5; stroke-opacity: .75; }
.base .patch { fill: #3d87b8; fill-opacity: .34; stroke: #26648c; stroke-width: 2; }
text { font-size: 13px; text-anchor: middle; fill: var(--st-text-color); paint-order: stroke;
  stroke: var(--st-background-color); stroke-width: 3px; stroke-linejoin: round; }
.inside { fill: #c8501e; fill-opacity: .16; }
.line { fill: none; stroke: #c8501e; stroke-width: 2.5; stroke-linejoin: round; }
.corner { fill: #fff; stroke: #c8501e; stroke-width: 2.5; }
.corner.first { fill: #c8501e; }
.cross { display: none; position: absolute; inset: calc(50% - 11px) auto auto calc(50% - 11px);
  width: 22px; height: 22px; pointer-events: none;
  background: linear-gradient(#c8501e, #c8501e) 50% / 2px 100% no-repeat,
    linear-gradient(#c8501e, #c8501e) 50% / 100% 2px no-repeat; }
.board:focus-visible .cross { display: block; }
.said { margin: .4rem 0 0; font-size: .875rem; color: var(--st-text-color); }
.said.warning { font-weight: 600; }
"""
_BOARD = "outline_board"
_component = st.components.v2.component(
    "coldspots.outline",
    html=_HTML,
    css=_CSS,
    js=(STATIC / "draw.js").read_text(encoding="utf-8"),
)


def draw_outline_map(code: str, add: Callable[[object], bool]) -> None:
    """Draw the map to draw on, if it is wanted, round the patch so far or round a place.

    Parameters
    ----------
    code
        Of the patch so far; empty for none.
    add
        Takes the corners of a finished outline and says whether it was one.
    """
    state = st.session_state
    if not st.toggle("Draw an outline on a map", key="outline_wanted"):
        return

    def drawn() -> None:
        state.outline_refused = not add(state[_BOARD].get("drawn"))

    st.text_input(
        "Map round", key="outline_middle", width=420, help=WHAT_TO_TYPE,
        placeholder="Postcode, town or campus; empty for your patch",
    )  # fmt: skip
    text = state.outline_middle
    found = finder().find(text).results if text.strip() else ()
    middle = next(((one.lat, one.lng) for one in found if one.lat and one.lng), None)
    if text.strip() and middle is None:
        small("No place is called so: the map stays where it was.")
    board = drawing_board(code, middle) | {"refused": state.pop("outline_refused", False)}
    _component(key=_BOARD, data=board, on_drawn_change=drawn)
