"""ChartView: everything that the address of a chart says, frozen; from and to its query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from geo.areas import holds, levels_of, nation_of, of_2024
from geo.errors import BadInputError
from geo.registry import (
    ENGLAND,
    GEOGRAPHIES,
    PATCH,
    UNITED_KINGDOM,
    Indicator,
    geography,
    indicator,
    offered,
)
from layers.browser import place_called
from layers.kinds import kind_names
from layers.view import MapView, below

FIRST = "ranked"
"""Chart of an address that names none."""
LATEST = 0
"""Year of a chart that asks for none: the latest of its measure."""
MOST_MARKED = 8
_MEASURES = (
    "he19_rate",
    "tundra_rate",
    "simd20_university",
    "ni_leavers_he",
    "nimdm17_he_enrolled",
    "census21_level4",
    "child_poverty_rate",
)
"""What a chart shows where no measure is named: the first that a place has."""
_LEVELS = ("utla23", "lad24", "pcon24")
"""Levels that a chart shows where none is named and no place is chosen."""
_OWN_KEYS = ("chart", "target", "against")


@dataclass(frozen=True)
class ChartView:
    """One chart: of what, of which areas, and which of them are marked."""

    chart: str = FIRST
    """Name of its kind."""
    level: str = "utla23"
    """Level of the areas that are drawn."""
    measure: str = "he19_rate"
    within: str = ""
    """Code of the place whose areas are drawn; empty for all that have figures."""
    marked: tuple[str, ...] = ()
    """Codes of the areas that are marked, the first of them the subject."""
    year: int = LATEST
    """In which the period ends."""
    target: float | None = None
    """A target of one's own, in the unit shown."""
    against: str = ""
    """Second measure, of a chart of two."""

    @property
    def entry(self) -> Indicator:
        """Return the measure."""
        return indicator(self.measure)

    @property
    def subject(self) -> str:
        """Return the code of the place the chart is about; empty where it is about all."""
        return self.marked[0] if self.marked else self.within

    def pairs(self) -> dict[str, str]:
        """Return every key of the address; what is not asked is empty."""
        place, *others = (self.within, *self.marked) if self.within else (*self.marked, "")
        return {
            "chart": self.chart,
            "level": self.level,
            "show": self.measure,
            "in": place,
            "area": ",".join(filter(None, others)),
            "year": str(self.year) if self.year else "",
            "target": "" if self.target is None else f"{self.target:g}",
            "against": self.against,
        }

    def to_query(self) -> str:
        """Write the view as the query of an address.

        Examples
        --------
        >>> ChartView(marked=("E06000009",)).to_query()
        'chart=ranked&level=utla23&show=he19_rate&in=E06000009'
        """
        return urlencode({key: text for key, text in self.pairs().items() if text}, safe=",")


def from_query(query: Mapping[str, str]) -> tuple[ChartView, list[str]]:
    """Read a chart from the query of an address, that of a map included.

    A place that is itself an area of the level is marked among all; one that holds areas of it
    limits the chart to those.

    Parameters
    ----------
    query
        Keys and values, already unquoted, and not to be trusted.

    Returns
    -------
    view, notes
        A view, and a sentence for each value that could not be used, which never repeats it. That
        its kind can draw it is for `layers.charts.why_not` to say.
    """
    notes = list[str]()
    place = _read_place(query.get("in", ""), notes)
    areas = [_read_place(one, notes) for one in query.get("area", "").split(",") if one.strip()]
    if len(areas) > MOST_MARKED:
        notes.append(f"The address marks more than {MOST_MARKED} areas; the first are marked.")
    areas = [*dict.fromkeys(filter(None, areas))][:MOST_MARKED]
    first = place or (areas[0] if areas else "")
    level = _level(query.get("level", ""), notes)
    measure = _measure(query.get("show", ""), level, first, notes)
    entry = indicator(measure)
    level = level or _level_for(entry, first)
    if level in levels_of(place):
        areas, place = [place, *areas], ""
    elif place and not holds(level, place):
        notes.append(
            f"The address names a place that holds no {geography(level).plural}; all are shown."
        )
        place = ""
    if place == ENGLAND and entry.nations == ("England",):
        place = ""
    there = [code for code in dict.fromkeys(areas) if level in levels_of(code)]
    if len(there) < len(set(areas)):
        plural = geography(level).plural
        notes.append(f"The address marks a place that is none of the {plural}; it is not marked.")
    view = ChartView(
        query.get("chart", FIRST),
        level,
        measure,
        place,
        tuple(there),
        _year(query.get("year", ""), entry, notes),
        _target(query.get("target", ""), notes),
        _against(query.get("against", ""), level, notes),
    )
    return view, notes


def read_link(link: str) -> ChartView:
    """Read a chart from an address of the app, or from the query of one.

    Raises
    ------
    BadInputError
        If something in it cannot be used: a file would go on without what was said of it.

    Examples
    --------
    >>> read_link("show=he19_rate&in=E06000009").marked
    ('E06000009',)
    """
    query = urlsplit(link).query if "://" in link else link.rpartition("?")[2]
    asked = dict(parse_qsl(query, keep_blank_values=True))
    known = {*_OWN_KEYS, *(key for name in kind_names() for key in MapView(mode=name).pairs())}
    for key in asked:
        if key not in known:
            raise BadInputError(
                f"{key}= is no key of an address. A chart has chart=, level=, show= (the measure), "
                "in=, area=, year=, target= and against=."
            )
    if not asked:
        raise BadInputError(
            f"{link!r} names no chart. Give the address of a chart or a map, with what stands "
            "after its question mark, such as 'show=he19_rate&in=E06000009'."
        )
    view, notes = from_query(asked)
    if notes:
        raise BadInputError(f"{' '.join(notes)} Nothing was written: mend the address.")
    return view


def _read_place(text: str, notes: list[str]) -> str:
    text = text.strip()
    if text in ("", UNITED_KINGDOM):
        return ""
    code = of_2024(text, None)
    if not levels_of(code):
        code, nearest = place_called(text)
        if not code:
            meant = f" Did you mean {', '.join(nearest)}?" if nearest else ""
            notes.append(f"The address names a place that there is not.{meant}")
    return code


def _level(text: str, notes: list[str]) -> str:
    if not text or text in {entry.id for entry in GEOGRAPHIES if entry.on_map}:
        return text
    notes.append("The address names a level that there is not.")
    return ""


def _measure(text: str, level: str, place: str, notes: list[str]) -> str:
    there = [entry for entry in offered() if not level or level in entry.geographies]
    if text in {entry.id for entry in there}:
        return text
    if text:
        known = text in {entry.id for entry in offered()}
        notes.append(
            "The address names a measure that this level does not have."
            if known
            else "The address names a measure that there is not."
        )
    usual = [entry for name in _MEASURES for entry in there if entry.id == name]
    ranked = [*usual, *there]
    return next((one.id for one in ranked if not place or _has(one, level, place)), ranked[0].id)


def _has(entry: Indicator, level: str, place: str) -> bool:
    """Test whether a place, or areas in it, have a measure."""
    if nation_of(place) not in entry.nations:
        return False
    own = set(levels_of(place)) & set(entry.geographies)
    # A patch has no figure of its own: what it holds is charted.
    inner = (level,) if level else entry.geographies if PATCH.is_code(place) else ()
    return bool(own) or any(holds(one, place) for one in inner)


def _level_for(entry: Indicator, place: str) -> str:
    """Return the level at which a measure is charted where the address names none."""
    itself = [level for level in levels_of(place) if level in entry.geographies]
    if itself:
        return itself[0]
    if place:
        inside = [below(level, place) for level in levels_of(place)]
        if PATCH.is_code(place):
            inside = ["lad24", "msoa21", *inside]
        held = [one for one in (*inside, *reversed(entry.geographies)) if one in entry.geographies]
        found = next((level for level in held if holds(level, place)), "")
        if found:
            return found
    return next((one for one in _LEVELS if one in entry.geographies), entry.geographies[0])


def _year(text: str, entry: Indicator, notes: list[str]) -> int:
    if not text:
        return LATEST
    years = entry.periods.years if entry.periods else ()
    if text.isascii() and text.isdigit() and int(text) in years:
        return LATEST if int(text) == years[-1] else int(text)
    notes.append("The address asks for a year that this measure has no figures for.")
    return LATEST


def _target(text: str, notes: list[str]) -> float | None:
    if not text:
        return None
    try:
        target = float(text.strip().removesuffix("%"))
    except ValueError:
        target = float("nan")
    if abs(target) < 1e9:
        return target
    notes.append("The address gives a target that is no number.")
    return None


def _against(text: str, level: str, notes: list[str]) -> str:
    if not text or text in {entry.id for entry in offered() if level in entry.geographies}:
        return text
    notes.append("The address names a second measure that this level does not have.")
    return ""
