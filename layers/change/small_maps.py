"""Small maps of years beside each other, all in the same classes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from geo.areas import periods_of
from geo.errors import BadInputError
from geo.registry import indicator
from layers.change.options import CHANGE, ChangeOptions, years_of
from layers.kind_options import with_options
from layers.kinds import FIRST, find_kind, kind_of
from layers.measure import LATEST, YearOptions
from layers.style import limit_labels, measure_colours
from layers.view import MapView

MOST = 12
"""Small maps of years, at most."""


def before_after(view: MapView, before: int, *, between: bool = False) -> MapView:
    """Return the two maps of a measure, of an earlier year and of the year of a view.

    Parameters
    ----------
    view
        A map of one measure, or of its change.
    before
        The earlier year.
    between
        Whether the years between stand there too.

    Raises
    ------
    BadInputError
        If the kind or its measure has one year alone, or the years do not compare.

    Examples
    --------
    >>> view = MapView(geography="utla23", indicator="he19_rate")
    >>> before_after(view, 2016).to_query()
    'level=utla23&show=he19_rate&with=change&year=2024&from=2016&as=many'
    """
    entry = indicator(view.indicator)
    if not kind_of(view).year_choices(view):
        raise BadInputError(
            f"{kind_of(view).title(view)} has no earlier year to stand beside it. Choose a measure "
            "with years, such as show=he19_rate at level=utla23."
        )
    periods = periods_of(entry)
    after = YearOptions.of(view).year or periods.latest
    earlier = [year for year in periods.compared_with(after) if year < after]
    if before not in earlier:
        listed = ", ".join(map(str, earlier)) or "none"
        raise BadInputError(
            f"{before} does not stand beside {after}: years of {entry.label} that compare with it "
            f"are {listed}. Choose one of them."
        )
    view = replace(view, mode=CHANGE, look="many", at=None, classes="usual", limits=())
    return with_options(view, YearOptions(after), ChangeOptions(before, between))


def years_shown(view: MapView) -> list[int]:
    """Return the years that stand beside each other: two, or those between them too."""
    before, after = years_of(view)
    if not ChangeOptions.of(view).between:
        return [before, after]
    there = periods_of(indicator(view.indicator)).compared_with(after)
    years = sorted({before, after, *(year for year in there if before < year < after)})
    if len(years) <= MOST:
        return years
    return [years[at] for at in np.linspace(0, len(years) - 1, MOST).round().astype(int)]


def year_map(view: MapView, year: int) -> MapView:
    """Return the map of one year of a measure."""
    latest = periods_of(indicator(view.indicator)).latest
    asked = YearOptions(LATEST if year == latest else year)
    return with_options(replace(view, mode=FIRST, look="map"), asked)


def years_side_by_side(view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
    """Return small maps of the years, the earliest first.

    Returns
    -------
    many
        As of measures (`layers.measure.measures_side_by_side`), with what choosing one says.
    """
    entry, measure = indicator(view.indicator), find_kind(FIRST)
    periods, made = periods_of(entry), []
    for year in years_shown(view):
        one = year_map(view, year)
        classes = measure.classes(one).classes
        limits = limit_labels(one) or {at: found.label for at, found in enumerate(classes)}
        made.append(
            {
                "id": f"{entry.id}.{year}",
                "event": {"kind": "measure", "measure": entry.id, "year": year},
                "title": periods.label(year),
                "period": periods.text(year),
                "file": measure.paint(one, packs)["columns"][0],
                "colours": list(measure_colours(entry, len(classes))),
                "ends": [limits[0], limits[len(classes) - 1]],
            }
        )
    return made
