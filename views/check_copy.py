"""The page that checks copy: a text box, a place, and the text with its claims marked."""

from __future__ import annotations

import streamlit as st

from geo.compare import find_place
from geo.errors import GeoError
from geo.places import WHAT_TO_TYPE, finder
from layers.copy_check import LONGEST_COPY, CopyCheck, check_copy, look_of_check, part_of_check
from layers.words import inert
from serving.hosting import hosting

_STANDFIRST = (
    "Paste a paragraph about places in the UK. Every figure, rank, comparison and change in it is "
    "checked against the data: right, wrong (with the right figure), beyond the interval, or not "
    "ours to say. Anything not understood is listed as not checked."
)
_HERE = "The text stays on this machine. It is not stored, not logged and in no address."
_SENT = (
    "The text is sent to this server to be checked. It is not stored, not logged and in no "
    "address, and is dropped when you leave or reload the page."
)
_EXAMPLE = (
    "In Blackpool, 27.7% of pupils went on to higher education by 19, the second lowest rate in "
    "England. That is 18.1 points below the national average, and a fall of 7 points since 2015-16."
)


def _code_of(text: str) -> str:
    """Return the code of the first place with figures that a text may mean; empty for none."""
    if not text.strip():
        return ""
    answer = finder().find(text)
    for one in answer.results:
        if not one.code:
            continue
        try:
            return find_place(one.code).code
        except GeoError:
            continue
    raise GeoError(answer.sentence or "No such place is known. Try its code.")


def _put_example() -> None:
    st.session_state.copy_text = _EXAMPLE


def page() -> None:
    """Draw the page."""
    state = st.session_state
    state.page = "check-copy"
    st.title("Check my copy")
    st.markdown(_STANDFIRST)
    st.markdown(_SENT if hosting().operator else _HERE)
    with st.form("copy"):
        st.text_area("Text", key="copy_text", height=200, max_chars=LONGEST_COPY)
        st.text_input("Place, where the text names none", key="copy_place",
                      placeholder="Postcode, place or code", help=WHAT_TO_TYPE)  # fmt: skip
        pressed = st.form_submit_button("Check", type="primary")
    if not state.copy_text:
        st.button("Put in an example", on_click=_put_example)
        return
    if pressed:
        state.copy_checked = None
        try:
            state.copy_checked = check_copy(state.copy_text, _code_of(state.copy_place))
        except GeoError as error:
            st.error(inert(str(error)))
    made: CopyCheck | None = state.get("copy_checked")
    if made is not None and made.text == state.copy_text:
        st.html(look_of_check(dark=st.context.theme.type == "dark"))
        st.html(part_of_check(made))


page()
