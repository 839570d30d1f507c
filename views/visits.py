"""The end of a visit: what a visitor brought is dropped soon after, whether or not others come.

Streamlit keeps a visit that has broken off for a while, so that a bad line loses nothing, but it
looks at the clock only when the next visit ends.
"""

from __future__ import annotations

import asyncio

from streamlit.runtime import Runtime

from views.memory import settling

LOOK_S = 5.0
"""How often visits that are over are looked for."""


async def end_when_over(runtime: Runtime) -> None:
    """Drop what belongs to visits that are over, until cancelled."""
    while True:
        await asyncio.sleep(LOOK_S)
        end_over(runtime)
        await asyncio.to_thread(settling.look_if_due)


def end_over(runtime: Runtime) -> int:
    """Drop what belongs to visits whose time to come back is over; return how many there were."""
    stored = runtime._session_mgr._session_storage._cache  # type: ignore[attr-defined]
    over = stored.expire()
    for _, visit in over:
        visit.session.shutdown()
        # Whoever still holds the visit itself holds nothing of it.
        visit.session.session_state.clear()
    return len(over)
