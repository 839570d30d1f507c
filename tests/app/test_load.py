"""Many visitors at once, in small: real sessions, all answered. `benchmarks/load.py` takes times."""

from __future__ import annotations

import asyncio
import os

import pytest


@pytest.mark.fault(32)
def test_visitors_of_all_pages_at_once_are_all_answered(address: str) -> None:
    from benchmarks.load import MIX, drive

    load = asyncio.run(drive(address, os.getpid(), len(MIX), 1, (0.1, 0.5)))
    assert load.sessions == 25
    assert len(load.looking) == len(load.at_once) == 25
    assert not load.late
    assert load.errors == []
