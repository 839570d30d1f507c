"""Who a page or a file is made for, and whether they are still there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from geo.stops import stoppable
from serving import job_queue as queue
from serving import streamlit_internals as inside
from serving.browsers import browsers
from serving.streamlit_internals import exists, get_instance


def visitor() -> str:
    """Return what tells browsers apart: the guard of uploads, the same in all tabs of one."""
    return inside.browser_token() or inside.current_session()


def is_here(session: str) -> bool:
    """Test whether a visit is on: its browser has not gone away, and it is not over."""
    if not session or not exists():
        return True
    return session not in browsers.left and inside.is_known(get_instance(), session)


@contextmanager
def working_for(session: str, who: str = "") -> Iterator[None]:
    """Stop work for a visit once its visitor has left.

    Parameters
    ----------
    session
        Of the visit.
    who
        The visitor, whom a line knows by it.
    """
    here = queue.present.set(lambda: is_here(session))
    whose = queue.visitor.set(who or queue.visitor.get())
    try:
        with stoppable(queue.check_present):
            yield
    finally:
        queue.visitor.reset(whose)
        queue.present.reset(here)


@contextmanager
def working() -> Iterator[None]:
    """Stop the work of the page that is being drawn once its visitor has left."""
    with working_for(inside.current_session(), visitor()):
        yield
