"""Pictures of a patch: all of it is in the frame, though some districts belong to it in part."""

from __future__ import annotations

import shapely

from geo.boundaries import outlines as boundaries
from geo.patch.files import outline_of
from layers.pictures.areas import drawn_of
from layers.view import MapView

ROUND = "E20km_53.2307_-0.5406"


def test_the_whole_circle_is_in_the_frame() -> None:
    view = MapView(geography="lad24", within=ROUND)
    drawn = drawn_of(view, hatched=False, hexagonal=False)
    assert [*drawn.index] == ["E07000138", "E07000139"]
    own = shapely.total_bounds(boundaries.load("lad24").loc[drawn.index].geometry.to_numpy())
    patch = shapely.bounds(outline_of(ROUND))
    west, south, east, north = drawn.ground
    assert (west, south) == (min(own[0], patch[0]), min(own[1], patch[1]))
    assert (east, north) == (max(own[2], patch[2]), max(own[3], patch[3]))
    assert north > own[3]
