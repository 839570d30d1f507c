"""Everything that the browser needs to draw a view, in the terms of its layer."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.areas import area_table, bivariate, holders, inside_of, name_of, nation_of
from geo.packs import binary as pack
from geo.packs import encode_integers
from geo.registry import NATION_CODES, Indicator, dataset, geography, indicator, steps_of
from layers.browser.card import card_of
from layers.browser.offline_map import APP_ROOT, PACKS_URL
from layers.browser.small_multiples import looks_of, many_of
from layers.coldspots.packs import column_file, shown_by
from layers.coldspots.state import recipe_rows, zones_of
from layers.coldspots.zone_tables import young_here
from layers.new_sites.state import drawn_sites, shown_by_siting, siting_column
from layers.reach.state import column_of, ring_m, shown_by_reach, sites_pack
from layers.style.legend import (
    classes_shown,
    has_hatch,
    has_sureness,
    legend_of,
    lowest_fifth_text,
    nations_of,
)
from layers.style.palette import map_style
from layers.view import REACHING, SITE_KEYS, MapView, asked_of, is_zone, variant_of
from layers.words.beyond_words import is_beyond
from layers.words.links import level_of
from layers.words.reading import reading_of

ALL = "All areas"
"""What leads back to all there is where a place or a measure is not of England alone."""
FAILED = "The map's data could not be loaded. Reload the page to try again."


def state_of(view: MapView, packs: dict[str, Any], *, dark: bool, token: int = 0) -> dict[str, Any]:
    """Say everything that the browser needs to draw a view.

    Parameters
    ----------
    view
        What to show.
    packs
        The index of the packs, from `layers.browser.state.read_packs`.
    dark
        Whether the page is dark.
    token
        Changes whenever the map must go to where the view is.
    """
    entry = indicator(view.indicator)
    paint = paint_of(view, packs)
    classes = classes_shown(view)
    sites = sites_shown(view, packs)
    return {
        "key": f"{view.geography}.{_shown(view)}",
        "base": APP_ROOT + PACKS_URL,
        "bounds": packs["england"],
        "level": _level(view.geography, packs),
        "land": {"file": packs["land"]["file"], "arcs": packs["land"]["arcs"]},
        "frame": _frame_of(view.geography, packs),
        "paint": paint,
        "uncertain": packs["uncertain"][view.geography]["file"] if has_hatch(view, packs) else "",
        "sure": packs["uncertain"][view.geography]["file"] if has_sureness(view, packs) else "",
        "lowestFifth": lowest_fifth_text(view.geography) if has_sureness(view, packs) else "",
        "zones": zones_of(view, packs),
        "youngHere": young_here(view),
        "recipes": recipe_rows(view),
        "mask": mask_of(view),
        "places": packs["places"]["file"],
        "sites": sites,
        "legend": legend_of(view, packs, sites.pop("counts", None)),
        "style": map_style(
            entry, len(classes.classes), dark=dark, mode=view.mode, definition=variant_of(view)
        ),
        "theme": "dark" if dark else "light",
        "select": _area(view.select, view, packs),
        "place": _area(view.within, view, packs),
        "go": {"token": token, "at": view.at},
        "card": card_of(view),
        "crumbs": crumbs_of(view),
        "look": view.look,
        "looks": looks_of(view),
        "levels": zoom_levels(view, packs) if view.by_zoom else [],
        "many": many_of(view, packs),
        "words": reading_of(view),
        "credit": credit_of(view),
        "loading": f"{geography(view.geography).plural}",
        "bytes": packs.get("sizes", {}).get(view.geography, 0),
        "failed": FAILED,
    }


def _shown(view: MapView) -> str:
    if view.mode == "one":
        return view.indicator
    return f"{view.mode}.{variant_of(view)}" if view.mode in ("cold", *REACHING) else view.mode


def sites_shown(view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
    """Say which sites are drawn: bundled ones by kind, or those whose reach is shown."""
    if view.mode in REACHING:
        file, counts = drawn_sites(view) if view.mode == "sites" else sites_pack(view)
        return {
            "file": file,
            "kinds": [True] * len(counts),
            "partTime": False,
            "ringM": ring_m(view, sum(counts)),
            "counts": counts,
        }
    return {
        "file": packs["sites"]["file"],
        "kinds": [key in view.sites for key in SITE_KEYS],
        "partTime": view.part_time,
    }


def paint_of(view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
    """Say which columns colour the areas, and how classes come of them.

    Returns
    -------
    paint
        `kind`; `columns` (files); `limits` for each column: upper limits in shown steps, or
        nothing where the column's own classes are drawn; `worse` for each column.
    """
    if view.mode == "cold":
        return _made(column_file(asked_of(view)), shown_by(view.definition))
    if view.mode == "reach":
        return _made(column_of(view), shown_by_reach(view.reach.show))
    if view.mode == "sites":
        return _made(siting_column(view), shown_by_siting())
    columns = packs["columns"][view.geography]
    if view.mode == "one":
        entry = indicator(view.indicator)
        limits = classes_shown(view).breaks if view.classes != "usual" else ()
        return _paint("one", columns, {view.indicator: _steps(limits, entry)})
    names = (bivariate.PARTICIPATION, bivariate.DEPRIVATION)
    if view.mode == "disagree":
        third = bivariate.deprivation_at(view.geography)
        return _paint("disagree", columns, {name: [] for name in [*names, third]}, [*names, third])
    breaks = bivariate.third_breaks(area_table(view.geography))
    return _paint("both", columns, {name: _steps(breaks[name], indicator(name)) for name in names})


def _made(file: str, entry: Indicator) -> dict[str, Any]:
    """Say that a column that was made holds its own classes."""
    return {
        "kind": "one",
        "columns": [file],
        "labels": [entry.label],
        "limits": [[]],
        "worse": ["low"],
    }


def _paint(
    kind: str, columns: dict[str, Any], limits: dict[str, list[int]], names: list[str] | None = None
) -> dict[str, Any]:
    names = names or list(limits)
    return {
        "kind": kind,
        "columns": [columns[name]["file"] for name in names],
        "labels": [indicator(name).label for name in names],
        "limits": [limits[name] for name in names],
        "worse": [indicator(name).worse for name in names],
    }


def _steps(limits: tuple[float, ...], entry: Indicator) -> list[int]:
    return [int(steps_of(limit, entry.step)) for limit in limits]


def mask_of(view: MapView) -> str:
    """Write which areas lie in the place: runs of areas outside and inside in turn, as base64."""
    if not view.within:
        return ""
    return base64.b64encode(runs_of(inside_of(view.geography, view.within))).decode()


def runs_of(inside: npt.NDArray[np.bool_]) -> bytes:
    """Write the lengths of the runs of equal values, the first of False.

    Examples
    --------
    >>> list(runs_of(np.array([True, True, False])))
    [0, 2, 1]
    """
    turns = np.flatnonzero(np.diff(np.concatenate([[False], inside])))
    lengths = np.diff(np.concatenate([[0], turns, [len(inside)]]))
    return encode_integers(lengths.astype(np.int64))


def _level(level: str, packs: dict[str, Any]) -> dict[str, str]:
    found = packs["levels"][level]
    return {"id": level, "file": found["file"], "arcs": found["arcs"]}


def _frame_of(level: str, packs: dict[str, Any]) -> dict[str, str] | None:
    """Return the level whose borders are drawn over a level of smaller areas."""
    return _level("lad24", packs) if level in ("lsoa21", "msoa21", "ward24") else None


def _area(code: str, view: MapView, packs: dict[str, Any]) -> dict[str, Any] | None:
    if not code:
        return None
    if is_zone(code):
        return {"code": code, "level": zones_of(view, packs)}
    return {"code": code, "level": _level(level_of(code, view.geography), packs)}


def crumbs_of(view: MapView) -> list[dict[str, str]]:
    """List the places from the nation down to the one that is looked at.

    The first leads to all there is, which is called England where nothing else is looked at,
    outlined or measured.
    """
    beyond = is_beyond(view.within) or is_beyond(view.select) or len(nations_of(view)) > 1
    crumbs = [{"code": "", "name": ALL if beyond else "England"}]
    if not view.within:
        return crumbs
    level, nation = level_of(view.within, view.geography), nation_of(view.within)
    if nation != "England":
        crumbs.append({"code": NATION_CODES[view.within[0]], "name": nation})
    for upper, code in [*holders(level, view.within), (level, view.within)]:
        if upper != "nation":
            crumbs.append({"code": code, "name": name_of(upper, code)})
    return crumbs


def zoom_levels(view: MapView, packs: dict[str, Any]) -> list[dict[str, Any]]:
    """List the levels that a map steps through as one zooms, with the zoom at which each begins."""
    begin = {"region": 5.75, "lad24": 6.75, "msoa21": 8.75, "lsoa21": 10.5}
    there = [level for level in begin if view.indicator in packs["columns"][level]]
    return [{"level": level, "from": begin[level]} for level in there] if len(there) > 1 else []


def credit_of(view: MapView) -> str:
    """Write the line of sources that stands on the map; the data page has every licence line."""
    names = [*_TWO] if view.mode in ("both", "disagree") else [view.indicator]
    if view.mode in ("cold", *REACHING):
        names.append("iod25_score")
    used = [name for shown in names for name in indicator(shown).datasets]
    publishers = [dataset(name).publisher.name for name in used]
    publishers += ["Office for National Statistics", "Discover Uni"]
    listed = ", ".join(dict.fromkeys(publishers))
    return (
        f"{listed}, licensed under the Open Government Licence v3.0 and CC BY 4.0. "
        "Contains OS data © Crown copyright and database right 2024"
    )


_TWO = (bivariate.PARTICIPATION, bivariate.DEPRIVATION)


def read_packs() -> dict[str, Any]:
    """Read the index of the packs, with what the first paint of each level loads, in bytes."""
    packs = pack.index()
    size = {path.name: path.stat().st_size for path in pack.folder().glob("*.gz")}
    shared = size[packs["sites"]["file"]] + size[packs["places"]["file"]]
    sizes = {
        level: shared + size[found["file"]] + size[found["arcs"]]
        for level, found in packs["levels"].items()
    }
    return {**packs, "sizes": sizes}
