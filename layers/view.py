"""MapView: everything that an address says of a map, frozen; to the query of an address."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from geo.areas import DEPRIVATION, PARTICIPATION, Method, levels_of, method_names
from geo.coldspots import ZONE
from geo.errors import BadInputError
from geo.registry import PATCH, UNITED_KINGDOM, geography, indicator, indicators_at
from layers.kind_options import KindOptions, canonical
from layers.kinds import FIRST, can_hold, kind_of

SITE_KEYS = ("university", "college", "other", "school")
"""Kinds of site as the address names them, in the order of the packed kinds."""

Look = Literal["map", "table", "many"]


MOST = {"title": 120, "subtitle": 200, "credit": 160}
"""Letters of each, at most, by what an address calls it."""
_NAMES = {"title": "headline", "subtitle": "subtitle", "credit": "credit", "labels": "labels"}
MOST_LABELS, LABEL_LENGTH = 6, 60
"""Labels of an editor's on one map, and letters of each, at most."""
_NORTH, _SOUTH, _WEST, _EAST = 61.5, 49.0, -9.5, 2.5
"""Where a label may be: on the United Kingdom and the sea around it, in degrees."""
_LABEL_FORM = "a text and a place in the United Kingdom, such as 'New campus@53.8167,-3.05'"


@dataclass(frozen=True)
class OwnLabel:
    """A short text of an editor's, and the place on the map that it is about."""

    text: str
    latitude: float
    longitude: float

    def __str__(self) -> str:
        """Write it as an address has it.

        Examples
        --------
        >>> str(OwnLabel("New campus", 53.8167, -3.05))
        'New campus@53.8167,-3.0500'
        """
        return f"{self.text}@{self.latitude:.4f},{self.longitude:.4f}"


def read_label(text: str) -> OwnLabel:
    """Read a label from a text and a place, parted by `@`.

    Raises
    ------
    BadInputError
        If it is none, too long, or its place is far from the United Kingdom.

    Examples
    --------
    >>> read_label("New campus@53.8167,-3.05")
    OwnLabel(text='New campus', latitude=53.8167, longitude=-3.05)
    """
    words, _, place = text.rpartition("@")
    words = clean(words).replace("|", "/")
    try:
        latitude, longitude = (round(float(part), 4) for part in place.split(","))
    except ValueError:
        latitude = longitude = math.nan
    if not words or not (_SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST):
        raise BadInputError(f"A label is {_LABEL_FORM}. Give it so.")
    if len(words) > LABEL_LENGTH:
        raise BadInputError(
            f"A label has at most {LABEL_LENGTH} characters, and this one {len(words)}: shorten it."
        )
    return OwnLabel(words, latitude, longitude)


@dataclass(frozen=True)
class OwnWords:
    """What an editor writes on a map in place of, or beside, our own words."""

    title: str = ""
    subtitle: str = ""
    credit: str = ""
    """A line before the sources, such as the newspaper's own."""
    labels: tuple[OwnLabel, ...] = ()
    """Call-outs on the map, six at most."""

    def lines(self) -> dict[str, str]:
        """Return headline, subtitle and credit; what is not written is empty."""
        return {"title": self.title, "subtitle": self.subtitle, "credit": self.credit}

    def pairs(self) -> dict[str, str]:
        """Return the keys of an address; what is not written is empty."""
        return {**self.lines(), "labels": "|".join(map(str, self.labels))}

    def texts(self) -> list[str]:
        """Return all that is written."""
        return [*filter(None, self.lines().values()), *(label.text for label in self.labels)]

    def mark(self) -> str:
        """Return which of the words are the editor's, in a sentence; empty for none.

        Examples
        --------
        >>> OwnWords(title="Here", credit="Photo: PA").mark()
        "Headline, credit: the editor's."
        """
        theirs = ", ".join(_NAMES[key] for key, text in self.pairs().items() if text)
        return f"{theirs[0].upper()}{theirs[1:]}: the editor's." if theirs else ""


NO_WORDS = OwnWords()
"""Nothing of an editor's."""


def clean(text: str) -> str:
    r"""Return a text on one line, without characters that are not seen or that turn a line round.

    Examples
    --------
    >>> clean(" Two\n lines\u202e ")
    'Two lines'
    """
    seen = (one for one in text if one.isspace() or not unicodedata.category(one).startswith("C"))
    return " ".join("".join(seen).split())


def read_own(query: Mapping[str, str], notes: list[str]) -> OwnWords:
    """Read an editor's words from an address; cut what is too long, and add a note then.

    Parameters
    ----------
    query
        Keys and values of an address, not to be trusted.
    notes
        Sentences on what could not be used, which repeat nothing of the address.

    Examples
    --------
    >>> notes = []
    >>> len(read_own({"title": "a" * 121}, notes).title), notes
    (120, ['The headline of the address has more than 120 characters; the rest is cut.'])
    """
    read = {}
    for key, most in MOST.items():
        text = clean(query.get(key, ""))
        if len(text) > most:
            notes.append(
                f"The {_NAMES[key]} of the address has more than {most} characters; the rest is "
                "cut."
            )
        read[key] = text[:most].rstrip()
    return OwnWords(**read, labels=_read_labels(query.get("labels", ""), notes))


def _read_labels(text: str, notes: list[str]) -> tuple[OwnLabel, ...]:
    """Read labels from an address; add a note of those that cannot be used."""
    asked = [part for part in text.split("|") if part.strip()]
    found = []
    for part in asked[:MOST_LABELS]:
        try:
            found.append(read_label(part))
        except BadInputError:
            notes.append(
                f"The address gives a label that is not {_LABEL_FORM}, or is longer than "
                f"{LABEL_LENGTH} characters; it is left out."
            )
    if len(asked) > MOST_LABELS:
        notes.append(f"The address gives more than {MOST_LABELS} labels; the rest are left out.")
    return tuple(found)


def with_labels(view: MapView, texts: Sequence[str]) -> MapView:
    """Return the view with an editor's labels, each as `read_label` reads it.

    Raises
    ------
    BadInputError
        If one of them is none, or there are more than six.

    Examples
    --------
    >>> with_labels(MapView(), ["New campus@53.8167,-3.05"]).own.mark()
    "Labels: the editor's."
    """
    labels = tuple(read_label(text) for text in texts)
    if len(labels) > MOST_LABELS:
        raise BadInputError(f"{len(labels)} labels would hide the map. Give {MOST_LABELS} at most.")
    return replace(view, own=replace(view.own, labels=labels))


@dataclass(frozen=True)
class MapView:
    """Everything that an address says of a map, and nothing else."""

    geography: str = "lsoa21"
    """Level of areas."""
    by_zoom: bool = False
    """Whether the level changes as one zooms."""
    indicator: str = "tundra_rate"
    """What colours them."""
    mode: str = FIRST
    """The kind of map (`layers.kinds`): what an address calls it."""
    options: tuple[KindOptions, ...] = ()
    """What is asked of kinds: one of a class at most, in one order, and none that asks the usual.

    Read and change them by `layers.kind_options`.
    """
    classes: Method = "usual"
    """How classes are made."""
    limits: tuple[float, ...] = ()
    """Upper limits of the classes that the user typed, in the unit shown."""
    hatch: bool = True
    """Whether areas are hatched whose true rate may lie on either side of the lowest fifth."""
    within: str = ""
    """Code of the place that is looked at; empty for all. The rest is masked."""
    kingdom: bool = False
    """Whether all is the United Kingdom, with what has no figure, and not the nations that are
    measured; a place that is looked at counts for more."""
    select: str = ""
    """Code of the area outlined, of any level, or of a zone of cold spots; empty for none."""
    sites: tuple[str, ...] = ("university", "college")
    """Kinds of teaching site drawn on top."""
    part_time: bool = False
    """Whether only sites with part-time courses are drawn."""
    look: Look = "map"
    """The map, its table, or small maps of several measures."""
    at: tuple[float, float, float] | None = None
    """Latitude, longitude and zoom of the middle; None fits what is chosen."""
    own: OwnWords = NO_WORDS
    """What an editor has written in place of our words."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", canonical(self.options))
        if self.within == UNITED_KINGDOM:
            object.__setattr__(self, "within", "")
            object.__setattr__(self, "kingdom", True)
        elif self.within:
            object.__setattr__(self, "kingdom", False)

    def to_query(self) -> str:
        """Write the view as the query of an address: only what differs from the first view.

        Examples
        --------
        >>> MapView(geography="lad24", indicator="iod25_score").to_query()
        'level=lad24&show=iod25_score'
        """
        pairs = {key: value for key, value in self.pairs().items() if value}
        # An address that asks for nothing leads to the first screen.
        return urlencode(pairs or {"level": self.geography}, safe=",")

    def pairs(self) -> dict[str, str]:
        """Return every key of the query of such a map; what is as in the first view is empty."""
        first = MapView()
        return {
            "level": self.geography if self.geography != first.geography else "",
            "byzoom": "yes" if self.by_zoom else "",
            "show": self.indicator if self.indicator != first.indicator else "",
            "with": self.mode if self.mode != first.mode else "",
            **kind_of(self).pairs(self),
            "classes": self.classes if self.classes != first.classes else "",
            "limits": ",".join(f"{limit:g}" for limit in self.limits),
            "hatch": "" if self.hatch else "no",
            "in": self.within or (UNITED_KINGDOM if self.kingdom else ""),
            "area": self.select,
            "sites": (",".join(self.sites) or "none") if self.sites != first.sites else "",
            "parttime": "yes" if self.part_time else "",
            "as": self.look if self.look != first.look else "",
            **self.own.pairs(),
            "at": "{:.4f},{:.4f},{:g}".format(*self.at) if self.at else "",
        }


FIRST_SCREEN = MapView(geography="utla23", indicator="he19_rate")
"""What an address that asks for nothing shows: the latest figures of getting in that there are."""

BELOW = {
    "nation": "region",
    "region": "lad24",
    "cauth25": "lad24",
    "lsip23": "lad24",
    "utla23": "lad24",
    "lad24": "msoa21",
    "ward24": "lsoa21",
    "msoa21": "lsoa21",
    "iz11": "dz11",
    "pcon24": "lsoa21",
    "dea14": "sdz21",
    PATCH.id: "lsoa21",
}
"""Level that is shown when one looks inside an area of another."""
_BELOW_IN = {
    "W": {"nation": "lad24"},
    "S": {"nation": "lad24", "lad24": "iz11", "pcon24": "dz11", PATCH.id: "dz11"},
    "N": {"nation": "lad24", "lad24": "dea14", "pcon24": "soa01", PATCH.id: "soa01"},
}
"""The same, where a nation has other levels: by the first letter of the area's code."""


def below(level: str, code: str) -> str:
    """Name the level that is shown when one looks inside an area; empty for none.

    A county that is one district has no districts.

    Examples
    --------
    >>> below("lad24", "E06000009"), below("lad24", "S12000049")
    ('msoa21', 'iz11')
    """
    if level == "utla23" and "lad24" in levels_of(code):
        level = "lad24"
    return _BELOW_IN.get(code[:1], {}).get(level) or BELOW.get(level, "")


def level_of(code: str, preferred: str) -> str:
    """Return the level of an area; a unitary authority is at two, and the one shown is meant."""
    levels = levels_of(code)
    return preferred if preferred in levels else levels[0]


def has_both(level: str) -> bool:
    """Test whether a level has participation and deprivation."""
    return {PARTICIPATION, DEPRIVATION} <= {entry.id for entry in indicators_at(level)}


def is_zone(code: str) -> bool:
    """Test whether a code is that of a zone of cold spots."""
    return code.startswith(ZONE)


def one_measure(view: MapView) -> MapView:
    """Show the participation of what a view of any kind looks at."""
    return replace(
        view,
        mode=FIRST,
        options=tuple(one for one in view.options if one.outlasts_its_kind),
        select="" if is_zone(view.select) else view.select,
    )


def can_enter(view: MapView, code: str) -> bool:
    """Test whether a place can be the one that a view looks at: it holds areas that are shown."""
    return kind_of(view).can_enter(view, code)


def at_level(view: MapView, level: str) -> MapView:
    """Return the view at another level, as its kind goes there."""
    geography(level)
    return kind_of(view).at_level(view, level)


def at_level_of_areas(view: MapView, level: str) -> MapView:
    """Return the view at another level, with its measure or else the first of its theme there.

    A place that holds no areas of the new level is left.
    """
    there = indicators_at(level)
    names = [entry.id for entry in there]
    measure = view.indicator
    if measure not in names:
        theme = indicator(measure).theme
        measure = ([entry.id for entry in there if entry.theme == theme] or names)[0]
    view = with_measure(replace(view, geography=level), measure)
    if view.within and not can_hold(view.within, level):
        view = replace(view, within="")
    return view


def freshest(view: MapView, level: str) -> MapView:
    """Return the view at another level, with the latest measure of getting in where it has one.

    Only for who comes with participation from areas too small for the latest measure: it was all
    there was, and need not have been chosen.
    """
    latest = FIRST_SCREEN.indicator
    new = at_level(view, level)
    levels = indicator(latest).geographies
    came_down = view.indicator == PARTICIPATION and view.geography not in levels
    if came_down and kind_of(new).measure(new) is not None and level in levels:
        return with_measure(new, latest)
    return new


def with_fitting_words(before: MapView, after: MapView) -> MapView:
    """Return a view without the headline and subtitle that were written of another map.

    A credit stays: it is no statement about what is shown.

    Examples
    --------
    >>> before = MapView(geography="lad24", own=OwnWords("Here", credit="Us"))
    >>> with_fitting_words(before, with_measure(before, "iod25_score")).own
    OwnWords(title='', subtitle='', credit='Us', labels=())
    """
    if after.own != before.own or _subject(before) == _subject(after):
        return after
    return replace(after, own=OwnWords(credit=after.own.credit))


def _subject(view: MapView) -> MapView:
    """Return a view as far as a headline may speak of it: what it shows, of which place."""
    first = MapView()
    return replace(
        view,
        own=NO_WORDS,
        at=None,
        look=first.look,
        sites=first.sites,
        hatch=first.hatch,
        part_time=first.part_time,
        by_zoom=first.by_zoom,
    )


def with_measure(view: MapView, name: str) -> MapView:
    """Show another measure; limits that were typed stay with the measure they were typed for."""
    if name == view.indicator:
        return view
    keeps = view.classes == "natural" and "natural" in method_names(indicator(name))
    return replace(view, indicator=name, classes="natural" if keeps else "usual", limits=())
