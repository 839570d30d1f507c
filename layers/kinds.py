"""Kinds of map: what each answers for itself, and the one table in which all are registered.

A kind is a package with a module `kind` that lists its `KINDS`. Nobody outside a kind asks which
one a view is of: whatever differs from kind to kind is asked of `kind_of(view)`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from geo.areas import (
    AreaTable,
    Classes,
    Row,
    area_table,
    build_areas,
    counts_inside,
    holds,
    is_larger,
    levels_of,
)
from geo.registry import (
    UNITED_KINGDOM,
    Indicator,
    Words,
    describe_columns,
    forget_columns,
    geography,
    indicator,
    indicators_at,
)
from layers.kind_options import with_options

if TYPE_CHECKING:
    import pandas as pd

    from geo.compare import Reliability
    from layers.kind_options import KindOptions
    from layers.pictures import Fill
    from layers.view import MapView
    from layers.words import Sentence, Trace

FIRST = "one"
"""The kind that an address without `with` shows."""

YOUNG_HEAD, DEMAND_HEAD = "aged 13–17", "13–17 in 2026"
"""Heads of the column of people: at mid-2020, and those that reach counts."""

_PACKAGES = {
    "one": "layers.measure",
    "change": "layers.change",
    "draws": "layers.draws",
    "nations": "layers.nations",
    "both": "layers.comparison",
    "disagree": "layers.comparison",
    "cold": "layers.coldspots",
    "reach": "layers.reach",
    "sites": "layers.new_sites",
    "taught": "layers.provision",
}
"""The package of each kind, by what an address calls the kind, in the order of menus."""

_kinds: dict[str, MapKind] = {}


class YearChoice(NamedTuple):
    """One of the years that a map is of, for a menu."""

    key: str
    """What `with_year` calls it."""
    label: str
    years: tuple[tuple[int, str], ...]
    """Years to choose from and how each is written, the oldest first."""
    chosen: int
    play: str = "Play the years"
    """What the button says that shows one after the other."""


class ChartColumn(NamedTuple):
    """One column of a kind's table that its map shows, for a table made for chart tools."""

    name: str
    """Its name in the table."""
    heading: str = ""
    """What it is called, without its unit; empty for what the registry says."""
    like: Indicator | None = None
    """Measure that has its unit and decimals; None for those that the registry says."""
    why: str = ""
    """Why it has no interval, where no registry says it of its measure."""
    scale: float = 1.0
    """What its figures are multiplied by, where the map shows them in another unit."""


class FigureEnds(NamedTuple):
    """The ends of the intervals of one figure that a map shows of each area."""

    entry: Indicator
    """What the figure is, as it is shown."""
    low: pd.Series
    """By `area_code`, in the unit of the figure; missing where nobody knows."""
    high: pd.Series
    why: str = ""
    """Why no area has an interval; empty where some have."""


class MapKind(ABC):
    """What is drawn, said and written of a view of one kind.

    What is not abstract has a default: figures of England, counted in the young people of mid-2020,
    with the bundled teaching sites on top and no small maps.
    """

    id: ClassVar[str]
    """What an address says: `with=reach`."""
    label: ClassVar[str]
    """What menus call it."""
    options: ClassVar[tuple[type[KindOptions], ...]] = ()
    """What it asks beyond place, level and look: classes whose keys of an address are its own."""
    page: ClassVar[str] = ""
    """Address of the page that shows it; empty for that of the map."""
    people_column: ClassVar[str] = "young_people"
    """Column of `people_lsoa21` that its counts of people are of."""
    people_head: ClassVar[str] = YOUNG_HEAD
    """Who those people are, as the head of a column."""
    draws_own_sites: ClassVar[bool] = False
    """Whether the sites on top are its own, not the bundled ones of the kinds that are chosen."""
    counts_minutes: ClassVar[bool] = False
    """Whether journey times, where there are any, may take the place of its distances."""
    reach_of_place_alone: ClassVar[bool] = False
    """Whether a router need not be asked of people outside the place: no score shares sites."""
    limit_options: ClassVar[type[KindOptions] | None] = None
    """Options of its own that hold `km`, `minutes` and `travel`; None where those of reach do."""
    is_grid: ClassVar[bool] = False
    """Whether its classes are nine, of two measures."""
    circles: ClassVar[str] = ""
    """What circles on its map mean; empty where there are none."""
    columns: ClassVar[Mapping[str, Words]] = {}
    """What the columns say that its table adds, where no registry does."""
    has_zones: ClassVar[bool] = False
    """Whether it joins touching areas to zones, which can be outlined."""
    counted_alone: ClassVar[str] = ""
    """What is measured where young people are counted alone, to say to whom looks elsewhere; empty
    for nothing."""
    parts_nations: ClassVar[bool] = False
    """Whether a line parts the nations, because a colour does not compare across it."""
    between: ClassVar[str] = ", "
    """What stands between its title and its place in a heading."""
    small_maps: ClassVar[str] = ""
    """What its small maps are called; empty where it has none."""

    guard: ClassVar[str] = ""
    """What must stand at the foot of every picture of it; empty for nothing."""

    # What an address says.

    @abstractmethod
    def levels(self) -> tuple[str, ...]:
        """Return the levels of areas at which it can be shown."""

    def pairs(self, view: MapView) -> dict[str, str]:
        """Return its own keys of an address; what is as in the first view is empty."""
        return {
            key: value
            for options in self.options
            for key, value in options.of(view).pairs().items()
        }

    def read_options(
        self, query: Mapping[str, str], notes: list[str], level: str
    ) -> list[KindOptions]:
        """Read its options from an address; add a note for each value that cannot be used."""
        return [options.read(query, notes, level) for options in self.options]

    def read(self, view: MapView, query: Mapping[str, str], notes: list[str]) -> MapView:
        """Return the view with what an address says of the kind; add a note where that fails."""
        levels = self.levels()
        if view.geography not in levels:
            notes.append("The address asks for a map that this level does not have.")
        level = view.geography if view.geography in levels else levels[0]
        view = replace(view, mode=self.id, geography=level)
        return with_options(view, *self.read_options(query, notes, level))

    def refusal(self, asked: Mapping[str, str]) -> str:
        """Return why an address asks for more than the kind can truthfully show.

        Parameters
        ----------
        asked
            Keys and values of an address, not to be trusted; empty ones ask for nothing.

        Returns
        -------
        reason
            One sentence or two that repeat nothing of the address; empty where nothing is refused.
        """
        return ""

    def key(self, view: MapView) -> str:
        """Return the name of what colours the areas, the same for the same colours."""
        return self.id

    def at_level(self, view: MapView, level: str) -> MapView:
        """Return the view at another level, or as it is where the kind has none there."""
        if level not in self.levels():
            return view
        view = replace(view, geography=level)
        return view if self.can_enter(view, view.within) else replace(view, within="")

    def can_enter(self, view: MapView, code: str) -> bool:
        """Test whether a place holds areas that a view shows; no code means all there are."""
        return not code or can_hold(code, view.geography)

    def outlines(self, view: MapView, zone: str) -> str:
        """Return the zone of cold spots that a view outlines for a zone; empty for none."""
        return ""

    def after(self, view: MapView, event: Mapping[str, Any]) -> MapView:
        """Return the view that a choice among the kind's small maps leads to.

        `event` comes from a browser: what cannot be used changes nothing.
        """
        return view

    def begin(self, view: MapView) -> MapView:
        """Return a view of another kind as this one first shows it; its level is one of its own."""
        return replace(view, mode=self.id)

    def suited(self, view: MapView, code: str) -> MapView:
        """Return the view with figures of the nation of a place that was found, if it has any."""
        return view

    def settled(self, view: MapView) -> MapView:
        """Return the view with what follows from its place, after another one was chosen."""
        return view

    def choices(self, view: MapView) -> tuple[Indicator, ...]:
        """Return the measures that can be chosen; none where the kind has its own."""
        return indicators_at(view.geography) if self.measure(view) is not None else ()

    def year_choices(self, view: MapView) -> tuple[YearChoice, ...]:
        """Return the years that can be chosen; none where there is one period alone."""
        return ()

    def with_year(self, view: MapView, key: str, year: int) -> MapView:
        """Return the view of another year."""
        return view

    def year_tables(self, view: MapView) -> Mapping[str, str]:
        """Return which years its table can have, and what a menu calls each; none for no choice."""
        return {}

    def with_year_table(self, view: MapView, years: str) -> MapView:
        """Return the view whose table has such years."""
        return view

    # What is drawn.

    @abstractmethod
    def classes(self, view: MapView) -> Classes:
        """Return the class of every area, with the reasons for none."""

    @abstractmethod
    def paint(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        """Return which columns colour the areas in the browser, and how classes come of them."""

    @abstractmethod
    def colours(self, view: MapView, count: int) -> tuple[str, ...]:
        """Return the colours of `count` classes, in the order of their codes."""

    def greys(self, view: MapView, count: int) -> list[Fill] | None:
        """Return the looks of the classes in grey print; None for even steps of grey."""
        return None

    def safe_colours(self, view: MapView, usual: tuple[str, ...]) -> tuple[str, ...]:
        """Return colours that readers without red, green or blue cones tell apart."""
        return usual

    def has_hatch(self, view: MapView) -> bool:
        """Test whether areas are hatched whose class may be chance."""
        return False

    def shows_rate(self, view: MapView) -> bool:
        """Test whether what it shows of an area is its rate of participation."""
        return False

    def ends(self, view: MapView) -> list[FigureEnds | None]:
        """Return the intervals of the figures that are painted, in their order.

        None stands for what is no rate of people; the list is empty where there is none.
        """
        return []

    def reliability(self, view: MapView, classes: Classes) -> Reliability | None:
        """Return how many areas of each class may belong to another; None where nobody knows."""
        return None

    def overlays(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        """Return what the browser draws beside areas and sites.

        `zones` (a level of the browser), `youngHere` (young people of each zone inside the place)
        and `recipes`; what is left out is none.
        """
        return {}

    def sites(self, view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
        """Return its own sites for the browser, where it draws its own."""
        raise NotImplementedError(f"{self.id} draws the bundled sites")

    def site_points(self, view: MapView) -> pd.DataFrame:
        """Return its own sites for a picture, where it draws its own."""
        raise NotImplementedError(f"{self.id} draws the bundled sites")

    def ring_m(self, view: MapView, sites: int) -> float:
        """Return the radius of the rings round as many sites of its own, in metres; 0 for none."""
        return 0.0

    def isochrones(self, view: MapView) -> list[Any]:
        """Return what is drawn round its sites where the limit is no circle: polygons in metres."""
        return []

    def circle_words(self, view: MapView) -> str:
        """Return what circles on its map mean; empty where it draws none."""
        return self.circles

    def zones(self, view: MapView) -> pd.Series | None:
        """Return the zone of each area, to draw on a picture; None where there are no zones."""
        return None

    def many(self, view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
        """Return its small maps, the chosen one first."""
        return []

    def shares_key(self, view: MapView) -> bool:
        """Test whether its small maps are in the same classes, so that one key serves all."""
        return False

    def small_maps_note(self, view: MapView) -> str:
        """Return why its small maps are not those that an address asks for; empty if they are."""
        return ""

    # What is said.

    @abstractmethod
    def title(self, view: MapView) -> str:
        """Return what the map is called."""

    @abstractmethod
    def period(self, view: MapView) -> str:
        """Return of whom and when it speaks."""

    @abstractmethod
    def opening(self, view: MapView) -> str:
        """Return one sentence on what is shown, of whom and when."""

    @abstractmethod
    def sentences(self, view: MapView, place: Trace) -> list[Sentence]:
        """Return the map in sentences, the main one first, each figure with its trace."""

    def headline(self, view: MapView) -> str:
        """Return what is new about the place that is chosen; empty to say what is seen instead."""
        return ""

    def small_maps_headline(self, view: MapView) -> str:
        """Return what is new about small maps under one key; empty to say what stands there."""
        return self.headline(replace(view, select=""))

    def small_maps_subtitle(self, view: MapView) -> str:
        """Return what small maps under one key have in common; empty to say it of the first."""
        return ""

    @abstractmethod
    def caveat(self, view: MapView) -> str:
        """Return what the map cannot tell."""

    @abstractmethod
    def measures(self, view: MapView) -> tuple[str, ...]:
        """Return the names of the indicators that it shows or rests on."""

    def figures(self, view: MapView, level: str) -> pd.DataFrame:
        """Return the joined table of a level with the map's figures; shared, never change it."""
        return area_table(level)

    def year_of_card(self, view: MapView) -> int | None:
        """Return the year that the card of an area speaks of; None for the latest."""
        return None

    def measure_of_card(self, view: MapView) -> str:
        """Return the name of the indicator that the card of the chosen area speaks of."""
        return view.indicator

    def dated(self, view: MapView, entry: Indicator) -> Indicator:
        """Return an indicator that speaks of the period that the map shows."""
        return entry

    def sources(self, view: MapView) -> tuple[str, ...]:
        """Return the datasets that it rests on besides those of its measures and bases."""
        return ("population20_lsoa11",)

    def bases(self, view: MapView) -> tuple[str, ...]:
        """Return the bundled tables that it rests on besides those of its areas."""
        return ()

    def measure(self, view: MapView) -> Indicator | None:
        """Return the indicator whose own classes are drawn; None where classes are made of more."""
        return None

    def nations(self, view: MapView) -> tuple[str, ...]:
        """Return the nations that have figures on it."""
        return ("England",)

    def unit(self, view: MapView) -> str:
        """Return the unit of a score in the legend; empty where classes say it."""
        return ""

    def scales(self, view: MapView) -> list[str]:
        """Return a line of the legend for each scale that its colours are of; none for one."""
        return []

    def rows(self, view: MapView, classes: Classes) -> list[Row]:
        """Return the areas and young people of each class inside the place of a view."""
        return counts_inside(classes, view.geography, view.within)

    def figure_words(self, view: MapView) -> str:
        """Return which figures its classes are made of, such that one can find them again."""
        return " and ".join(self.measures(view))

    def class_words(self, view: MapView, row: Row) -> str:
        """Return which areas are in a class, such that one can find them again."""
        plural = geography(view.geography).plural
        return f"{plural} in class {row['label']!r} of {self.measures(view)[0]}"

    def verdict(self, view: MapView) -> list[str]:
        """Return what the card of the area that is chosen says first."""
        return []

    def zone(self, view: MapView) -> dict[str, str] | None:
        """Return `code` and `name` of the zone that the area that is chosen is part of."""
        return None

    def zone_card(self, view: MapView) -> dict[str, Any] | None:
        """Return the card of the zone that is outlined, as `layers.browser.card` makes cards."""
        return None

    # What is written.

    def table(self, view: MapView) -> AreaTable:
        """Return the areas of the place with what the kind adds to them, to write."""
        return build_areas(view.geography, within=view.within or None)[0]

    def chart_columns(self, view: MapView) -> list[ChartColumn]:
        """Return the columns of its table that the map shows, the main one first.

        Ends of an interval are not named: they go beside the rate that they are of.
        """
        return [ChartColumn(name, like=indicator(name)) for name in self.measures(view)]

    def has_classes(self) -> bool:
        """Test whether the rows of its table are the areas that the map colours."""
        return True


def register(package: str, kinds: tuple[str, ...]) -> None:
    """Register the kinds of a package: a package with a module `kind` that lists its `KINDS`.

    Parameters
    ----------
    package
        The dotted name of the package.
    kinds
        What addresses call its kinds.
    """
    _PACKAGES.update(dict.fromkeys(kinds, package))


def unregister(kinds: tuple[str, ...]) -> None:
    """Forget kinds that were registered, and what they said of their columns."""
    for name in kinds:
        _PACKAGES.pop(name, None)
        if name in _kinds:
            forget_columns(_kinds.pop(name).columns)


def kind_names() -> tuple[str, ...]:
    """Return what addresses call the kinds, in the order of menus."""
    return tuple(_PACKAGES)


def find_kind(name: str) -> MapKind:
    """Return the kind of a name, loading its package on the first request.

    Raises
    ------
    KeyError
        If there is none of that name.

    Examples
    --------
    >>> find_kind("cold").label
    'Cold spots'
    """
    if name not in _kinds:
        found = import_module(f"{_PACKAGES[name]}.kind").KINDS
        _kinds.update({kind.id: kind for kind in found})
        for kind in found:
            describe_columns(kind.columns)
    return _kinds[name]


def kind_of(view: MapView) -> MapKind:
    """Return the kind of a view."""
    return find_kind(view.mode)


def kinds_at(level: str) -> list[MapKind]:
    """Return the kinds of the map page that can be shown at a level, in the order of menus."""
    kinds = map(find_kind, _PACKAGES)
    return [kind for kind in kinds if not kind.page and level in kind.levels()]


def can_hold(code: str, level: str) -> bool:
    """Test whether there is a place with a code that holds areas of a level."""
    if code == UNITED_KINGDOM:
        return True
    uppers = [upper for upper in levels_of(code) if is_larger(upper, level)]
    return bool(uppers) and holds(level, code)
