"""The reach that a view shows: measured once, and its packs for the browser.

What rests on a visitor's own files is kept with those files and travels inside the page: nothing
of it gets a name of its own on the server.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from geo import tables
from geo.areas import COUNTED, Classes
from geo.errors import NoAnswerError
from geo.packs import binary as pack
from geo.reach import (
    SCORES,
    Partnership,
    Reach,
    find_reach,
    load_ground,
    no_sites,
    over_all,
    own_inside,
    provider_sites,
    reach_classes,
    scores,
)
from geo.registry import Indicator, indicator
from geo.stops import in_line
from geo.travel import KM, KnownCosts, Limited, StraightLine
from layers.browser import runtime_packs as made_packs
from layers.kind_options import change_options
from layers.kinds import kind_of
from layers.reach.minutes import limit_text, limited_by, measured
from layers.reach.options import OWN_SITES, ReachOptions, Shown, known_providers
from layers.reach.query import counted_nation
from layers.style import KINDS, RINGS
from layers.style import REACH as COLOURS
from layers.uploads import Uploads, is_private, uploads_of
from layers.view import MapView
from layers.weighted_cache import WeightedCache

SHOWS: dict[Shown, str] = {
    "gaps": "Low participation in and out of range",
    "tiers": "How many providers are in range",
    "catchment": "Sites for the young people near them",
    "gravity": "Sites, nearer ones counting for more",
    "engaged": "Low participation and where there was work",
}
"""Ways to see a reach; the last needs an activity file."""
_UNTESTED_SHOWS = {"gaps": "In and out of range", "engaged": "Where there was work"}
OWN_NAME = "your own sites"
"""What sentences call the sites of a visitor."""
TWO_TONES = ("gaps", "engaged")
"""Maps that tell cold spots near from cold spots far."""
KEPT_MB = 120.0
"""Reaches of listed institutions that are kept in memory, by their size."""
MOST_KEPT = 256
"""Classes and packs of listed institutions that are kept in memory."""
DRAWN = ("name", "provider_name", "kind", "part_time", "easting_m", "northing_m")

Key = tuple[ReachOptions, bool, str]

_PERIOD = "sites as listed in October 2025; people aged 13 to 17 in 2026, if nobody had moved"
_BY_MINUTES = {
    "nearest_km": ("nearest_cost", "Nearest site", "Minutes to the nearest site", 0, " min"),
    "gravity": ("gravity", "Gravity score", "Sites over the minutes to them", 2, ""),
}
_SHOWN = {
    "gaps": ("nearest_km", "Nearest site", "Distance to the nearest site", 1, " km"),
    "tiers": ("providers_within", "Providers in range", "Providers in range", 0, " in range"),
    "people": ("young_people_now", "Young people", "Young people", 0, " young people"),
    "catchment": ("e2sfca", "Catchment score", "Sites for 1,000 young people", 2, " per 1,000"),
    "gravity": ("gravity", "Gravity score", "Sites over their distance in km", 2, ""),
}


def show_words(view: MapView, show: Shown) -> str:
    """Return what a way to see a reach is called where a view looks."""
    tested = reach_of(view).tests_cold_spots
    return SHOWS[show] if tested else _UNTESTED_SHOWS.get(show, SHOWS[show])


def reach_indicator(show: str, *, by_minutes: bool = False) -> Indicator:
    """Return what figure a map of reach shows of each area."""
    shown = _SHOWN.get(show, _SHOWN["gaps"])
    if by_minutes:
        shown = _BY_MINUTES.get(shown[0], shown)
    name, label, meaning, decimals, suffix = shown
    return replace(
        indicator("tundra_rate"),
        id=name,
        label=label,
        meaning=meaning,
        kind="score",
        decimals=decimals,
        prefix="",
        suffix=suffix,
        period=_PERIOD,
        nations=tuple(COUNTED),
    )


def reach_of(
    view: MapView,
    progress: Callable[[float], object] | None = None,
    waits: Callable[[str], object] | None = None,
) -> Reach:
    """Measure the reach that a view shows, once.

    Parameters
    ----------
    progress
        Hears the share of the journeys that are known, where a router is asked.
    waits
        Hears how many others ask the router first.

    Raises
    ------
    BadInputError
        If no site is left of what is asked for.
    SourceUnavailableError
        If a router is asked and does not answer.
    BusyError
        If others keep the question from its turn, or it takes too long.
    """
    key, uploads = key_of(view), uploads_of(view)
    cache = uploads.reaches if uploads.held else reaches
    if not key[0].minutes or uploads.costs is not None:
        reach: Reach = cache.get(key, lambda: _measure(key, uploads))
        return reach
    alone = bool(view.within) and kind_of(view).reach_of_place_alone

    def in_turn() -> Reach:
        with in_line("journeys", waits):
            # The one before may have asked the same.
            made: Reach = cache.get(
                (key, alone), lambda: _measure(key, uploads, progress, alone=alone)
            )
            return made

    reach = cache.get((key, alone), in_turn)
    return reach


def key_of(view: MapView) -> Key:
    """Return what a reach depends on, besides a visitor's own files."""
    return replace(measured(view), show="gaps"), view.part_time, view.within


reaches = WeightedCache(KEPT_MB, attrgetter("size_mb"))
_results = WeightedCache(MOST_KEPT)


def _measure(
    key: Key,
    uploads: Uploads,
    progress: Callable[[float], object] | None = None,
    *,
    alone: bool = False,
) -> Reach:
    asked, part_time, within = key
    sites = sites_of(asked, part_time, uploads)
    ground = load_ground(None, counted_nation(within), asked.cold)
    by = Limited(StraightLine(), asked.km)
    if asked.minutes:
        by = limited_by(asked, uploads, progress)
    source = by.source
    if alone:
        homes = ground.origins[own_inside(ground, within)]
        source = KnownCosts(source.between(homes, sites, by.limit))
    return find_reach(
        sites,
        by.limit,
        source=source,
        activity=uploads.activity,
        within=within or None,
        ground=ground,
    )


def sites_of(asked: ReachOptions, part_time: bool, uploads: Uploads) -> pd.DataFrame:
    """Return the sites of whoever is asked about, without the partner that is left out.

    Raises
    ------
    BadInputError
        If none is left.
    """
    own = no_sites() if uploads.sites is None else uploads.sites
    if asked.providers or len(own):
        sites = Partnership("", asked.providers, own).sites(part_time=part_time)
    else:
        sites = provider_sites(None, part_time=part_time)
    gone = sites["source"] == OWN_SITES if asked.without == OWN_SITES else None
    sites = sites[~(sites["provider"] == asked.without if gone is None else gone)]
    if sites.empty:
        raise NoAnswerError(
            "No site is left without this partner. Bring it back, or choose more institutions.",
            without="",
        )
    return sites


def reach_classes_of(view: MapView) -> Classes:
    """Return the classes of a map of reach."""
    show = ReachOptions.of(view).show
    key = ("classes", key_of(view), show)
    classes: Classes = kept(view, key, lambda: reach_classes(reach_of(view), show))
    return classes


def column_of(view: MapView) -> str:
    """Make the column of a map of reach; return the name of its pack, or the pack itself."""
    key = ("column", key_of(view), ReachOptions.of(view).show)
    return named(view, f"{view.geography}.reach", kept(view, key, lambda: _column(view)))


def _column(view: MapView) -> bytes:
    show = ReachOptions.of(view).show
    reach = reach_of(view)
    entry = reach_indicator(show, by_minutes=reach.costs.unit != KM)
    values = reach.costs.nearest_cost
    if entry.id == "providers_within":
        values = reach.providers_within.astype("float64")
    elif show in SCORES:
        values = scores(reach, show)
    whole = pd.Series(over_all(reach.ground, values, np.nan))
    return pack.pack_column(whole, reach_classes_of(view), entry, quick=True)


def named(view: MapView, stem: str, content: bytes) -> str:
    """Name a pack: listed ones are kept on the server, one's own travels inside its name."""
    if is_private(view):
        return made_packs.inside(content)
    return made_packs.keep(stem, content)


def kept(view: MapView, key: Any, make: Callable[[], Any]) -> Any:
    """Make something once: kept here, or with a visitor's own files if it rests on them."""
    uploads = uploads_of(view)
    return (uploads.results if uploads.held else _results).get(key, make)


def sites_pack(view: MapView) -> tuple[str, list[int]]:
    """Pack the sites whose reach is shown.

    Returns
    -------
    file, counts
        The pack, and how many there are of each of `KINDS`.
    """
    key = ("sites", key_of(view))
    content, counts = kept(view, key, lambda: pack_points(listed_points(view)))
    return named(view, "sites.reach", content), counts


def listed_points(view: MapView) -> pd.DataFrame:
    """Return the sites whose reach is shown, as the browser draws them."""
    sites = reach_of(view).sites
    listed = tables.load("sites").reindex(sites.index)
    points = sites.assign(
        kind=listed["kind"].fillna("own"),
        part_time=(listed["courses_part_time"].fillna(0) > 0).to_numpy(),
    )
    return points[list(DRAWN)]


def pack_points(points: pd.DataFrame) -> tuple[bytes, list[int]]:
    """Pack sites to draw, and count those of each of `KINDS`."""
    counts = points["kind"].value_counts()
    content = pack.pack_sites(points, list(KINDS))
    return content, [int(counts.get(kind, 0)) for kind in KINDS]


def ring_m(view: MapView, sites: int) -> float:
    """Return the radius of the rings round the sites, in metres.

    It is 0 where they would be too many, or where the limit is in minutes.
    """
    asked = measured(view)
    return asked.km * 1_000 if sites <= RINGS and not asked.minutes else 0.0


def reach_many(view: MapView) -> list[dict[str, Any]]:
    """List the maps that a reach can be seen as, side by side."""
    shows = [*SHOWS] if reach_of(view).engaged is not None else [*SHOWS][:-1]
    made = []
    for show in shows:
        one = change_options(view, ReachOptions, show=show)
        classes = reach_classes_of(one).classes
        colours = COLOURS[show]
        colours = colours[-len(classes) :] if show in TWO_TONES else colours[: len(classes)]
        made.append(
            {
                "id": show,
                "event": {"kind": "reach", "show": show},
                "title": show_words(view, show),
                "period": f"within {limit_text(measured(view))}",
                "file": column_of(one),
                "colours": list(colours),
                "ends": [classes[0].label, classes[-1].label],
            }
        )
    return made


def whose(view: MapView) -> str:
    """Return whose reach a view shows, as a sentence says it; a partner left out is not named."""
    asked, own = ReachOptions.of(view), uploads_of(view).sites is not None
    own = own and asked.without != OWN_SITES
    left = tuple(code for code in asked.providers if code != asked.without)
    names = [lowered_article(name) for name in provider_names(left)]
    if not names and not own:
        everyone = "everyone who teaches higher education"
        gone = provider_names((asked.without,)) if asked.without in known_providers() else []
        return " but ".join([everyone, *map(lowered_article, gone)])
    parts = names if len(names) <= 3 else [f"{len(names):,} institutions"]
    parts += [OWN_NAME] if own else []
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def provider_names(ukprns: tuple[str, ...]) -> list[str]:
    """Return the names of institutions, with the article in front where the list has it last."""
    names = tables.load("providers", ["name"])["name"]
    return [_article_first(str(names[one])) for one in ukprns]


def in_prose(name: str) -> str:
    """Return the name of an institution as it stands within a sentence.

    Examples
    --------
    >>> in_prose("University of Nottingham, the")
    'the University of Nottingham'
    """
    return lowered_article(_article_first(name))


def _article_first(name: str) -> str:
    bare, comma, article = name.rpartition(", ")
    return f"The {bare}" if comma and article.lower() == "the" else name


_WITH_ARTICLE = re.compile(
    r"(University|College|Institute|Academy|School|Centre|Conservatoire) (of|for) .+|"
    r"Royal (?!Holloway).+|Open University|National Centre .+|Courtauld Institute .+|"
    r"British Academy .+|Guildhall School .+"
)
"""Names that stand in a sentence with "the": kinds of institutions, not places, come first."""


def lowered_article(name: str) -> str:
    """Return the name of an institution as it stands in a sentence: with "the", or as it is.

    Examples
    --------
    >>> lowered_article("The Place"), lowered_article("Theatre School")
    ('the Place', 'Theatre School')
    >>> lowered_article("University of Lincoln"), lowered_article("Lincoln College")
    ('the University of Lincoln', 'Lincoln College')
    """
    if name.startswith("The "):
        return f"the {name[4:]}"
    return f"the {name}" if _WITH_ARTICLE.fullmatch(name) else name


def without_article(name: str) -> str:
    """Return a name as it stands alone: "the" goes where a sentence alone puts it.

    Examples
    --------
    >>> without_article("the University of Lincoln"), without_article("the Place")
    ('University of Lincoln', 'the Place')
    """
    bare = name.removeprefix("the ")
    return bare if _WITH_ARTICLE.match(bare) else name


def people_of(reach: Reach, flags: np.ndarray) -> int:
    """Count the default demand of the kept areas that a flag holds for."""
    return int(reach.ground.people()[reach.kept & flags].sum())
