"""The words on a static map: what is seen, of what, and whose figures they are."""

from __future__ import annotations

import re

from geo.registry import Dataset, dataset, indicator
from geo.tables import table as schema
from layers.kinds import kind_of
from layers.style import period_of, place_name, title_of
from layers.view import MapView
from layers.words import opening_of, reading_of

_AFTERTHOUGHT = re.compile(r";|:? \(?[\d,]+ people| \([\d,]+ people")


def title_sentence(view: MapView) -> str:
    """Return one sentence on what is seen: the first of the reading, to its first afterthought."""
    first = _AFTERTHOUGHT.split(reading_of(view)[0])[0]
    return first.rstrip(".: ")


def subtitle_of(view: MapView) -> str:
    """Return measure, level, place and of whom and when."""
    opening = opening_of(view).rstrip(".")
    period = period_of(view)
    missing = "" if period in opening else f": {period}"
    return f"{title_of(view)}, {place_name(view)}. {opening}{missing}."


def measures_of(view: MapView) -> list[str]:
    """Name the indicators that a map shows or rests on."""
    return [*kind_of(view).measures(view)]


def datasets_of(view: MapView) -> list[Dataset]:
    """List the publisher files that a map shows."""
    names = [name for measure in measures_of(view) for name in indicator(measure).datasets]
    names += schema(f"areas_{view.geography}").sources
    kind = kind_of(view)
    names += kind.sources(view)
    names += [name for base in kind.bases(view) for name in schema(base).sources]
    if "school" in view.sites and not kind.draws_own_sites:
        names += schema("schools").sources
    return [dataset(name) for name in dict.fromkeys(names)]


def source_lines(view: MapView, link: str) -> list[str]:
    """Write the lines at the foot: sources and licences, the dates of the data, the link."""
    sources = datasets_of(view)
    licences = list(dict.fromkeys(line for entry in sources for line in entry.attribution_lines))
    outlines = next((entry for entry in sources if entry.id.startswith("boundaries_")), None)
    dates = f"Data: {period_of(view)}"
    if outlines is not None:
        dates += f". Outlines: {outlines.period}"
    lines = [". ".join(line.rstrip(".") for line in licences) + "."]
    query = view.to_query()
    where = link or (f"Cold Spots, map ?{query}" if query else "Cold Spots, the first map")
    return [*lines, f"{dates}. {where}"]


def described(view: MapView) -> str:
    """Describe the picture for those who cannot see it."""
    return " ".join([subtitle_of(view), *reading_of(view)])
