"""The manual: a page of it, and beside it the list of all pages."""

from __future__ import annotations

import streamlit as st

from layers import manual

# Lines of at most about 90 letters. (A bare string here would be drawn on the page.)
MEASURE_PX = 760

# A link inside a page would open a tab of its own: it presses the one of the list instead, which
# stays in the visit and keeps what was uploaded. Where a link leads to a heading, that is shown as
# soon as it is there. The listener stands once, however often the page is drawn.
# All links of the list lead to the page that one is on: without this all would look chosen.
_LINKS = """
<style>
  .stSidebar [data-testid="stPageLink-NavLink"] { background: none; padding: .1rem .4rem; }
  .stSidebar [data-testid="stPageLink-NavLink"] p { font-weight: 400; }
  .stSidebar [data-testid="stPageLink-NavLink"]:hover { text-decoration: underline; }
  .stSidebar [data-testid="stVerticalBlock"] { gap: .25rem; }
</style>
<script>
{
  // What is wider than the page is scrolled, and so has to be reached by keyboard.
  const widen = (tries = 180) => {
    for (const part of document.querySelectorAll(".stMain table, .stMain pre")) {
      if (part.scrollWidth > part.clientWidth) { part.tabIndex = 0; }
    }
    if (tries) { requestAnimationFrame(() => widen(tries - 1)); }
  };
  widen();
  const show = (id, tries = 300) => {
    const part = document.getElementById(decodeURIComponent(id));
    if (part) { part.scrollIntoView(); } else if (tries) {
      requestAnimationFrame(() => show(id, tries - 1));
    }
  };
  if (location.hash) { show(location.hash.slice(1)); }
  // The text is drawn before the list is: a link that is clicked in between waits for it.
  const press = (to, tries = 600) => {
    const listed = [...document.querySelectorAll(".stSidebar a[href]")].find((one) => {
      const url = new URL(one.href);
      return url.pathname === to.pathname
        && url.searchParams.get("page") === to.searchParams.get("page");
    });
    if (listed) {
      listed.click();
      if (to.hash) { show(to.hash.slice(1)); }
    } else if (tries) {
      requestAnimationFrame(() => press(to, tries - 1));
    } else {
      location.assign(to);
    }
  };
  if (!window.coldspotsHelp) {
    window.coldspotsHelp = true;
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.('.stMain a[href^="help"]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      press(new URL(link.href));
    });
  }
}
</script>
"""


def page() -> None:
    """Draw the page of the manual that the address names, the first unless there is such a one."""
    asked = st.query_params.get("page", manual.FIRST)
    if asked not in manual.page_names():
        st.info("The manual has no such page; its contents are shown.")
        asked = manual.FIRST
    # A link to the page that one is on changes what is asked for, and leaves the address as it was.
    st.query_params.from_dict({} if asked == manual.FIRST else {"page": asked})
    # Before any link that could be clicked. The name of the page makes it run for each page anew.
    st.html(f"{_LINKS}<!-- {asked} -->", unsafe_allow_javascript=True)
    with st.sidebar:
        _draw_contents(asked)
    with st.container(horizontal_alignment="center"), st.container(width=MEASURE_PX, key=asked):
        for part in manual.read_page(asked):
            heading = (st.title, st.header, st.subheader)[part.level - 1]
            heading(part.title, anchor=part.anchor)
            if part.body:
                st.markdown(part.body)


def _draw_contents(current: str) -> None:
    """List the pages by group, the one that is read in bold."""
    _link(manual.FIRST, "The manual", current)
    for folder, title in manual.GROUPS.items():
        st.markdown(f"**{title}**")
        for name in manual.page_names():
            if name.startswith(f"{folder}/"):
                _link(name, manual.page_title(name), current)


def _link(name: str, words: str, current: str) -> None:
    asked = {} if name == manual.FIRST else {"page": name}
    label = f"**{words}**" if name == current else words
    st.page_link("views/help.py", label=label, query_params=asked)


page()
