"""How many rows and people an activity file has in a place: what of it may be shown.

Where a file has one row for each person, rows are people: both are hidden alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from geo.arrays import Flags, in_index
from geo.reach.measure import (
    Reach,
)
from geo.registry import PARENTS
from geo.uploads import UPWARDS, WHOLE, Shown, shown


@dataclass(frozen=True)
class Worked:
    """What may be shown of an activity file in a place; None for what may not."""

    rows: int | None = None
    people: int | None = None
    """None also where the file does not say."""


def worked(reach: Reach, here: Flags) -> Worked:
    """Count the rows and people of an activity file in a place.

    Counts are hidden at all levels together (`geo.uploads.suppress`), so that the profile of an
    authority and those of its neighbourhoods fit together. A place that crosses the borders of the
    levels (a zone, a ward, a partnership's range) has no place in that, and no count.

    Parameters
    ----------
    here
        The place's areas: shape (areas,).
    """
    if reach.activity is None:
        return Worked()
    code = _code_of(reach, here)
    if code is None:
        return Worked()
    rows, people = _all_of(reach)
    return Worked(rows.of(code), people.of(code) or None)


def _all_of(reach: Reach) -> tuple[Shown, Shown]:
    """Hide what must be, once for each activity file."""
    if reach not in _found:
        _found[reach] = (_shown(reach, None), _shown(reach, "number"))
    return _found[reach]


# It goes when the reach goes: nothing of a visitor's file is kept beyond it.
_found: WeakKeyDictionary[Reach, tuple[Shown, Shown]] = WeakKeyDictionary()


def _shown(reach: Reach, column: str | None) -> Shown:
    areas, activity = reach.ground.areas, reach.activity
    assert activity is not None
    inside = activity[in_index(activity["area_code"], areas.index)]
    by_area = inside.groupby("area_code")
    counts = by_area.size() if column is None else by_area[column].sum()
    held = [PARENTS[one] for one in UPWARDS if PARENTS[one] in areas]
    return shown(counts, areas[held])


def _code_of(reach: Reach, here: Flags) -> str | None:
    """Find the area of a level that a place is; None for a place that is none."""
    areas = reach.ground.areas
    if here.all():
        return WHOLE
    if not here.any():
        return None
    first = int(np.argmax(here))
    if here.sum() == 1:
        return str(areas.index[first])
    for column in (PARENTS[one] for one in UPWARDS if PARENTS[one] in areas):
        code = areas[column].iloc[first]
        if code and ((areas[column] == code).to_numpy() == here).all():
            return str(code)
    return None
