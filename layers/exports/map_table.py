"""The table that a map shows: its areas with the class in which the map draws each."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.areas import AreaTable, area_table
from geo.compare import with_intervals
from layers.kinds import kind_of
from layers.view import MapView

MAP_CLASS = "map_class"


def build_map_table(view: MapView) -> AreaTable:
    """Return what a map shows as a table to write.

    Parameters
    ----------
    view
        What is shown.

    Returns
    -------
    areas
        The joined table of the areas of the place, each rate beside its interval or the reason for
        none, with what cold spots or reach add where the map is of those, and `map_class`, the
        map's own class in the words of its legend. Of a map of new sites it is the chosen sites,
        which have no class.
    """
    kind = kind_of(view)
    areas = with_intervals(kind.table(view))
    # A table with a row for each year has no one class for an area.
    if not kind.has_classes() or not areas.table.index.is_unique:
        return areas
    classes = kind.classes(view)
    words = {code: row.label for code, row in enumerate(classes.classes)}
    words |= {code: row.label for code, row in classes.missing.items()}
    codes = pd.Series(classes.of_area, index=area_table(view.geography).index)
    label = codes.reindex(areas.table.index).map(words).astype("str")
    return replace(areas, table=areas.table.assign(**{MAP_CLASS: label}))
