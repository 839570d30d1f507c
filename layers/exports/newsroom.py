"""The newsroom pack: one zip with a map as pictures and page, its data, words, and manifest."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from geo.areas import AreaTable, give_back
from geo.errors import BadInputError
from geo.files import as_json, write_bytes
from geo.registry import Dataset, dataset
from layers.exports.chart_table import as_csv, build_chart_table
from layers.exports.data_package import DATA_PACKAGE, describe
from layers.exports.files import for_oneself, write_view
from layers.exports.manifest import MANIFEST, Options, manifest_of
from layers.exports.map_table import build_map_table
from layers.exports.sentences import alt_text, sentences_of
from layers.exports.tables import notes_of, sources_of, write_areas
from layers.guardrails import check_table, check_view, check_words
from layers.pictures import Shape, Style, datasets_of, many_datasets, many_words, small_maps
from layers.style import place_name, title_of
from layers.uploads import is_private, uploads_of
from layers.view import MapView
from layers.words import caveat_of, to_json

STEPS = ("data.gpkg", "data.csv", "map.png", "map.svg", "map.pdf", "map.html")
"""Files that take time, as they are made: the one that needs most memory first."""
SMALL_MAPS = ("small-maps.png", "small-maps.svg", "small-maps.pdf")
"""Sheets of a map that is looked at as small maps."""
_WRITTEN = (1980, 1, 1, 0, 0, 0)
CHARTS = "charts.csv"
"""The table for chart and map tools."""
Progress = Callable[[str, float], object]


@dataclass(frozen=True)
class Pack:
    """A pack as it is made: its files by name, and what it says of itself."""

    files: Mapping[str, bytes]
    manifest: Mapping[str, Any]

    def zipped(self) -> bytes:
        """Return the zip; the same files give the same bytes."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as pack:
            for name, content in {**self.files, MANIFEST: as_json(self.manifest)}.items():
                entry = zipfile.ZipInfo(name, _WRITTEN)
                entry.external_attr = 0o644 << 16
                packed = name.endswith((".png", ".pdf"))
                entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                pack.writestr(entry, content)
        return held.getvalue()


def make_pack(
    view: MapView,
    options: Options | None = None,
    *,
    with_own: bool = False,
    progress: Progress = lambda _name, _share: None,
) -> Pack:
    """Make the pack of a map.

    Parameters
    ----------
    view
        What it shows. Where the map stood on screen does not count.
    options
        How its pictures are drawn.
    with_own
        Whether names and places of a visitor's own sites may stand in it.
    progress
        Called with the name of the file that is being made and the share that is done.

    Raises
    ------
    MisleadingError
        If the map would mislead (`layers.guardrails`).
    BadInputError
        If the map rests on files of the visitor's own and they may not stand in it, or on figures
        that nobody may be known to pass on.
    """
    options = options or Options()
    if is_private(view) and not with_own:
        raise BadInputError(
            "This map rests on files of your own, whose names and places would stand in the pack. "
            "Tick that they may, or forget the files first."
        )
    _refuse_unlicensed(view)
    small = view.look == "many" and bool(small_maps(view))
    view = replace(view, at=None, look="many" if small else "map", by_zoom=False)
    check_view(view)
    areas = build_map_table(view)
    check_table(areas)
    files = dict(_made(view, areas, options, progress))
    progress("words", 1.0)
    files |= _words(view, areas)
    sources = _sources(view, areas)
    tables = {name: content for name, content in files.items() if name.startswith("data.")}
    charts = build_chart_table(view)
    files[CHARTS] = as_csv(charts)
    title = f"Cold Spots: {title_of(view)}, {place_name(view)}"
    files[DATA_PACKAGE] = as_json(
        describe({**tables, CHARTS: files[CHARTS]}, areas, sources, title, charts)
    )
    names = [entry.id for entry in sources]
    return Pack(
        files, manifest_of(view.to_query(), options, names, files, uploads_of(view).digests)
    )


def _refuse_unlicensed(view: MapView) -> None:
    """Refuse a pack, which is made to be passed on, of figures without a licence to do so."""
    if said := for_oneself(view):
        raise BadInputError(f"{said} A pack is made to be passed on: choose another measure.")


def write_pack(
    view: MapView,
    path: Path,
    options: Options | None = None,
    progress: Progress = lambda _name, _share: None,
) -> Pack:
    """Make the pack of a map and write it as a zip, whole or not at all.

    Raises
    ------
    DiskError
        If the file cannot be written; what was there is unchanged.
    """
    pack = make_pack(view, options, progress=progress)
    write_bytes(path, pack.zipped())
    return pack


def pack_name(view: MapView) -> str:
    """Name the file of a pack after its map and place.

    Examples
    --------
    >>> pack_name(MapView(within="E06000009"))
    'cold-spots-young-participation-tundra-blackpool.zip'
    """
    words = re.sub(r"[^a-z0-9]+", "-", f"{title_of(view)} {place_name(view)}".lower())
    return f"cold-spots-{words.strip('-')[:80].rstrip('-')}.zip"


def _made(
    view: MapView, areas: AreaTable, options: Options, progress: Progress
) -> Iterator[tuple[str, bytes]]:
    style, shape = cast("Style", options.style), cast("Shape", options.shape)
    with tempfile.TemporaryDirectory() as home:
        steps = (*STEPS, *(SMALL_MAPS if _is_many(view) else ()))
        if not areas.outlined:
            steps = tuple(name for name in steps if not name.endswith(".gpkg"))
        for number, name in enumerate(steps):
            progress(name, number / len(steps))
            path = Path(home) / name
            if name.startswith("data"):
                write_areas(areas, path)
            else:
                # Of the pictures the small maps alone are many; the page holds both.
                one = name.startswith("map") and not name.endswith(".html")
                shown = replace(view, look="map") if one else view
                write_view(shown, path, style=style, size=options.size, shape=shape)
            yield name, path.read_bytes()
            give_back()


def _is_many(view: MapView) -> bool:
    return view.look == "many"


def _words(view: MapView, areas: AreaTable) -> dict[str, bytes]:
    said = sentences_of(view)
    alt = alt_text(view).text
    small = many_words(view) if _is_many(view) else ""
    texts = [sentence.text for sentence in said]
    check_words(view, [alt, small, *texts])
    sources = "\n".join(_source_lines(view, areas))
    return {
        "alt.txt": _text("\n\n".join(filter(None, [alt, small]))),
        "sentences.txt": _text("\n\n".join(texts)),
        "sentences.json": as_json(to_json(said)),
        "sources.txt": _text(sources),
    }


def _text(text: str) -> bytes:
    return (text + "\n").encode("utf-8")


def _sources(view: MapView, areas: AreaTable) -> list[Dataset]:
    """List the publisher files that the map or its table rests on."""
    listed = [*(many_datasets(view) if _is_many(view) else datasets_of(view)), *sources_of(areas)]
    return [dataset(name) for name in dict.fromkeys(entry.id for entry in listed)]


def _source_lines(view: MapView, areas: AreaTable) -> list[str]:
    where = view.to_query()
    link = f"Map: ?{where}" if where else "Map: the first map of Cold Spots"
    limits = f"What the map cannot tell: {caveat_of(view)}"
    sources, notes = _sources(view, areas), notes_of(areas)
    pages = [f"{entry.publisher.name}, {entry.title}: {entry.page}" for entry in sources]
    lines = dict.fromkeys(line for entry in sources for line in entry.attribution_lines)
    notes += [line for line in lines if line not in notes]
    return [title_of(view), link, limits, "", *notes, "", "Pages of the sources:", *pages]
