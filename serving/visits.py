"""The end of a visit: what a visitor brought is dropped soon after, whether or not others come.

Streamlit keeps a visit that has broken off for a while, so that a bad line loses nothing, but it
looks at the clock only when the next visit ends. A visit whose tab was closed, loaded anew or led
elsewhere is not taken up again, and ends at once, as far as `LEFT_S` allows.
"""

from __future__ import annotations

import asyncio
import time

from geo import areas
from serving import streamlit_internals as inside
from serving import upload_budget as budget
from serving.browsers import browsers
from serving.downloads import files
from serving.memory import settling

LOOK_S = 5.0
"""How often visits that are over are looked for."""
LEFT_S = 10.0
"""How long a visit is kept whose browser went away: one that goes back may still hold the page."""


async def end_when_over(runtime: inside.Runtime) -> None:
    """Drop what belongs to visits that are over, until cancelled."""
    while True:
        await asyncio.sleep(LOOK_S)
        files.drop_over(runtime)
        if end_over(runtime):
            settling.ended = True
            await asyncio.to_thread(areas.give_back)
        await asyncio.to_thread(settling.look_if_due)


def end_over(runtime: inside.Runtime) -> int:
    """Drop what belongs to visits whose time to come back is over; return how many there were."""
    stored = inside.broken_off(runtime)
    over = [visit for _, visit in stored.expire()]  # type: ignore[attr-defined]
    late = time.monotonic() - LEFT_S
    for session in [one for one, left in browsers.left.items() if left <= late]:
        if session in stored:
            over.append(stored.pop(session))
    for visit in over:
        inside.end(visit)
    budget.drop_strays(runtime)
    browsers.forget(runtime)
    return len(over)
