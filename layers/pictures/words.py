"""The words on a static map: what is seen, of what, and whose figures they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from geo.places import motorway_sources
from geo.registry import Dataset, dataset, indicator
from geo.tables import table as schema
from layers.kinds import kind_of
from layers.style import period_of, place_name, title_of
from layers.view import MapView, OwnWords
from layers.words import opening_of, reading_of

_SHORT = {
    "ons": "ONS",
    "dfe": "DfE",
    "mhclg": "MHCLG",
    "nisra": "NISRA",
    "nrs": "National Records of Scotland",
    "hesa": "HESA",
    "commons": "Commons Library",
    "data_ac_uk": "data.ac.uk",
    "os": "",
    "os_roads": "",
    "dfi": "DfI",
}
"""Publishers as a credit line names them; Ordnance Survey has a sentence of its own."""
_LICENCES = {
    "Open Government Licence v3.0": "OGL v3.0",
    "Open Parliament Licence v3.0": "OPL v3.0",
    "Creative Commons Attribution 4.0": "CC BY 4.0",
}
_OS_LINE = "Contains OS data © Crown copyright and database right 2024"
_AFTERTHOUGHT = re.compile(r";|:? \(?[\d,]+ people| \([\d,]+ people")


def title_sentence(view: MapView) -> str:
    """Return the headline of the place that is chosen, or else what is seen.

    What is seen is the first sentence of the reading, to its first afterthought.
    """
    if told := kind_of(view).headline(view):
        return told
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
    names += ["os_open_names", *(source.id for source in motorway_sources())]
    if "school" in view.sites and not kind.draws_own_sites:
        names += schema("schools").sources
    return [dataset(name) for name in dict.fromkeys(names)]


def source_lines(view: MapView, link: str) -> list[str]:
    """Write the two lines at the foot: whose data, and licences; dates, what to mind, the link.

    What publishers ask to stand in full is in `attribution`, which goes into the file itself.
    """
    sources = datasets_of(view)
    guard = kind_of(view).guard
    dates = f"{_dates(view, sources)}.{f' {guard}' if guard else ''}"
    return [credit_line(sources), f"{dates} {_where(view, link)}"]


def marked(lines: list[str], own: OwnWords) -> list[str]:
    """Return the lines at the foot; they say which of the words are the editor's own.

    An editor's credit stands before ours, which licences ask for.

    Examples
    --------
    >>> marked(["Source: ONS", "Data: 2024"], OwnWords(title="Here", subtitle="There"))
    ['Source: ONS', "Headline, subtitle: the editor's. Data: 2024"]
    """
    if not (mark := own.mark()):
        return lines
    credit = [own.credit] if own.credit else []
    return [*credit, *lines[:-1], f"{mark} {lines[-1]}"]


def credit_line(sources: Iterable[Dataset]) -> str:
    """Write one line that credits publishers: by name, with their licences, and Ordnance Survey.

    Examples
    --------
    >>> credit_line([dataset("tundra_lsoa11"), dataset("railway_stations")])[:58]
    'Source: Office for Students, UK railway stations, a list k'
    """
    return ". ".join([*_publishers(sources), _OS_LINE])


def figures_credit(sources: Iterable[Dataset]) -> str:
    """Write one line that credits publishers of figures that are drawn without a map.

    Examples
    --------
    >>> figures_credit([dataset("tundra_lsoa11")])
    'Source: Office for Students (OGL v3.0)'
    """
    return ". ".join(_publishers(sources))


def _publishers(sources: Iterable[Dataset]) -> list[str]:
    publishers = list(dict.fromkeys(entry.publisher for entry in sources))
    stated = [one for one in publishers if one.licence]
    names = ", ".join(filter(None, (_SHORT.get(one.id, one.name) for one in stated)))
    licences = dict.fromkeys(_LICENCES.get(one.licence or "", "") for one in stated)
    own = [line for one in publishers if not one.licence for line in one.attribution]
    held = ", ".join(filter(None, licences))
    source = f"Source: {names} ({held})" if held else f"Source: {names}"
    return [source, *own] if names else own


def attribution(view: MapView) -> str:
    """Write every line that publishers ask for, in full: for the metadata of a file."""
    lines = (line for entry in datasets_of(view) for line in entry.attribution_lines)
    return ". ".join(line.rstrip(".") for line in dict.fromkeys(lines)) + "."


def _dates(view: MapView, sources: Iterable[Dataset]) -> str:
    outlines = next((one for one in sources if one.id.startswith("boundaries_")), None)
    dates = f"Data: {period_of(view)}"
    return dates if outlines is None else f"{dates}. Outlines: {outlines.period}"


def _where(view: MapView, link: str) -> str:
    # Labels stand on the map itself, and would make the line long.
    query = replace(view, own=replace(view.own, labels=())).to_query()
    return link or (f"Cold Spots, map ?{query}" if query else "Cold Spots, the first map")


def described(view: MapView) -> str:
    """Describe the picture for those who cannot see it."""
    return " ".join([subtitle_of(view), *reading_of(view)])
