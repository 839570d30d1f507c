"""Everything that the browser needs to draw a view, in the terms of its layer."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.areas import holders, holds, inside_of, levels_of, name_of, nation_of
from geo.packs import binary as pack
from geo.packs import encode_integers, to_cells
from geo.places import SHORT_NAMES, motorway_sources, settlements_within
from geo.registry import NATION_CODES, UNITED_KINGDOM, dataset, geography, indicator, is_patch
from layers.browser.card import card_of
from layers.browser.ends_pack import ends_of
from layers.browser.model_pack import model_file
from layers.browser.runtime_packs import motorway_packs, patch_level
from layers.browser.small_multiples import looks_of, many_of
from layers.browser.static_files import APP_ROOT, PACKS_URL
from layers.kinds import kind_of
from layers.style import (
    ground_of,
    has_hatch,
    has_sureness,
    legend_of,
    map_style,
    nations_of,
    road_style,
    visible_classes,
)
from layers.view import SITE_KEYS, MapView, is_zone, level_of
from layers.words import reading_of

ALL = "United Kingdom"
"""What leads back to all there is where more than one nation is measured or looked at."""
FAILED = "The map's data could not be loaded. Reload the page to try again."


def state_of(view: MapView, packs: dict[str, Any], *, dark: bool, token: int = 0) -> dict[str, Any]:
    """Return everything that the browser needs to draw a view.

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
    kind = kind_of(view)
    overlays = {"zones": None, "youngHere": None, "recipes": [], **kind.overlays(view, packs)}
    fills = kind.colours(view, len(visible_classes(view).classes))
    sites = visible_sites(view, packs)
    return {
        "key": f"{view.geography}.{kind.key(view)}",
        "base": APP_ROOT + PACKS_URL,
        "bounds": bounds_of(view, packs),
        "level": _level(view.geography, packs),
        "land": _land_of(view.geography, packs),
        "frame": _nations_of(view.geography, packs)
        if kind.parts_nations
        else _frame_of(view.geography, packs),
        "paint": kind.paint(view, packs),
        "uncertain": packs["uncertain"][view.geography]["file"] if has_hatch(view, packs) else "",
        "sure": packs["uncertain"][view.geography]["file"] if has_sureness(view, packs) else "",
        "model": model_file(view),
        "ends": ends_of(view, packs),
        "zones": overlays["zones"],
        "youngHere": overlays["youngHere"],
        "recipes": overlays["recipes"],
        "mask": mask_of(view),
        "places": packs["places"]["file"],
        "near": {"file": packs["places"]["near"], "from": packs["places"]["from"]},
        **roads_of(dark=dark),
        "main": main_names(view),
        "sites": sites,
        "legend": legend_of(view, packs, sites.pop("counts", None)),
        "style": map_style(fills, view.geography, dark=dark, parted=kind.parts_nations),
        "theme": "dark" if dark else "light",
        "select": _area(view.select, view, packs, overlays["zones"]),
        "place": _area(view.within, view, packs),
        "go": {"token": token, "at": view.at},
        "card": card_of(view),
        "crumbs": crumbs_of(view),
        "look": view.look,
        "looks": looks_of(view),
        "levels": zoom_levels(view, packs) if view.by_zoom else [],
        "many": many_of(view, packs),
        "words": reading_of(view),
        "credit": " ".join(filter(None, [_sentence(view.own.credit), credit_of(view)])),
        "own": {**view.own.lines(), "mark": view.own.mark()} if view.own.mark() else {},
        "callouts": [
            {"text": label.text, "at": [label.latitude, label.longitude]}
            for label in view.own.labels
        ],
        "loading": f"{geography(view.geography).plural}",
        "bytes": packs.get("sizes", {}).get(view.geography, 0),
        "failed": FAILED,
    }


def visible_sites(view: MapView, packs: dict[str, Any]) -> dict[str, Any]:
    """Return which sites are drawn: bundled ones by kind, or those whose reach is shown."""
    kind = kind_of(view)
    if kind.draws_own_sites:
        return kind.sites(view, packs)
    return {
        "file": packs["sites"]["file"],
        "kinds": [key in view.sites for key in SITE_KEYS],
        "partTime": view.part_time,
    }


def roads_of(*, dark: bool) -> dict[str, Any]:
    """Return the motorways that are drawn as `roads`, with their look; nothing without any."""
    packs = motorway_packs()
    return {"roads": {**packs, **road_style(dark=dark)}} if packs else {}


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


def _land_of(level: str, packs: dict[str, Any]) -> dict[str, str]:
    """Return the land that lies under the areas of a level: the nations."""
    land: dict[str, str] = packs["levels"][level].get("land", packs["land"])
    return land


def _nations_of(level: str, packs: dict[str, Any]) -> dict[str, str]:
    """Return the nations as the level whose borders are drawn over others."""
    return {"id": "nation", **_land_of(level, packs)}


def _frame_of(level: str, packs: dict[str, Any]) -> dict[str, str] | None:
    """Return the level whose borders are drawn over a level of smaller areas."""
    if not geography(level).is_small:
        return None
    own = packs["levels"][level].get("frame")
    return {"id": "lad24", **own} if own else _level("lad24", packs)


def main_names(view: MapView) -> list[list[Any]]:
    """List the names that a map of a place writes first at every zoom: its main settlement.

    Returns
    -------
    names
        Name and cells of web mercator of the settlement that leads within the place; none where
        all is shown, for a whole nation, and where no settlement is within.
    """
    if not view.within or "nation" in levels_of(view.within):
        return []
    inside = settlements_within(view.within).head(1)
    cells = to_cells(inside[["easting_m", "northing_m"]].to_numpy())
    return [
        [SHORT_NAMES.get(name, name), int(x), int(y)]
        for name, (x, y) in zip(inside["name"], cells, strict=True)
    ]


def bounds_of(view: MapView, packs: dict[str, Any]) -> list[list[float]]:
    """Return the corners of the nations that have figures on a map: south-west, north-east."""
    shown = tuple(packs["bounds"]) if view.kingdom else nations_of(view)
    corners = np.array([packs["bounds"][nation] for nation in shown])
    return [corners[:, 0].min(axis=0).tolist(), corners[:, 1].max(axis=0).tolist()]


def _area(
    code: str, view: MapView, packs: dict[str, Any], zones: dict[str, str] | None = None
) -> dict[str, Any] | None:
    if not code:
        return None
    if is_zone(code):
        return {"code": code, "level": zones}
    if is_patch(code):
        return {"code": code, "level": patch_level(code, view.geography, packs)}
    level, own = level_of(code, view.geography), packs["levels"][view.geography].get("frame")
    if level == "lad24" and own and holds(view.geography, code):
        return {"code": code, "level": {"id": level, **own}}
    return {"code": code, "level": _level(level, packs)}


def crumbs_of(view: MapView) -> list[dict[str, str]]:
    """List the places from the whole map down to the one that is looked at.

    The first leads to all there is: the United Kingdom, or the one nation that is measured where no
    other is looked at or outlined and the United Kingdom was not asked for.

    Examples
    --------
    >>> from layers.view import MapView
    >>> [crumb["name"] for crumb in crumbs_of(MapView(within="W06000015"))]
    ['United Kingdom', 'Wales', 'Cardiff']
    """
    ground = ground_of(view)
    own = nations_of(view)[0] if ground else ""
    looked = [nation_of(code) for code in (view.within, view.select) if code and not is_zone(code)]
    alone = ground and not view.kingdom and all(nation == own for nation in looked)
    whole = {"code": UNITED_KINGDOM, "name": ALL}
    crumbs = [{"code": "", "name": own} if alone else whole]
    if not view.within:
        return crumbs
    level, nation = level_of(view.within, view.geography), nation_of(view.within)
    if nation != crumbs[0]["name"]:
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
    used = [name for shown in kind_of(view).measures(view) for name in indicator(shown).datasets]
    publishers = [dataset(name).publisher for name in used]
    names = [one.name for one in publishers if one.licence]
    listed = ", ".join(dict.fromkeys([*names, "Office for National Statistics", "Discover Uni"]))
    own = [line for one in publishers if not one.licence for line in one.attribution]
    return (
        "".join(f"{line}. " for line in dict.fromkeys(own))
        + f"{listed}, licensed under the Open Government Licence v3.0 and CC BY 4.0. "
        "Contains OS data © Crown copyright and database right 2024. "
        "Names: OS, GeoNames. Stations: davwheat (ODbL)" + _roads_credit()
    )


def _roads_credit() -> str:
    names = ", ".join(source.publisher.name for source in motorway_sources())
    return f". Motorways: {names} (OGL)" if names else ""


def _sentence(text: str) -> str:
    """Return a text that ends as a sentence does; an empty one as it is."""
    return text if not text or text[-1] in ".!?" else f"{text}."


def read_packs() -> dict[str, Any]:
    """Read the index of the packs, with what the first paint of each level loads, in bytes."""
    packs = pack.index()
    size = {path.name: path.stat().st_size for path in pack.folder().glob("*.gz")}
    sizes = {
        level: size[packs["sites"]["file"]]
        + size[packs["places"]["file"]]
        + size[found["file"]]
        + size[found["arcs"]]
        for level, found in packs["levels"].items()
    }
    return {**packs, "sizes": sizes}
