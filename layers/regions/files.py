"""Maps side by side written to files: a paper, a page, tables, and one's own map."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo.files import as_json, write_bytes, write_json
from geo.regionalisation import Assessment, compare_maps, map_json, map_rows
from layers.papers import FORMATS, content_of, trace_json
from layers.profiles import refuse_other_suffixes, trace_path
from layers.regions.paper import regions_paper
from layers.regions.picture import maps_picture
from layers.regions.tables import figures_csv, map_csv
from layers.regions.words import lines_of

TABLE, DATA = ".csv", ".json"
OUTLINES = ".geojson"
REGION_SUFFIXES = (*(f".{one}" for one in FORMATS), TABLE, DATA)


def regions_json(found: Sequence[Assessment]) -> dict[str, Any]:
    """Return the figures of maps, their sentences and their regions, as JSON."""
    return {
        "compared": compare_maps(found).to_dict("index"),
        "maps": [
            {
                **one.summary,
                "source": one.map.source,
                "notices": list(one.map.notices),
                "said": [line.text for line in lines_of(one)],
                "by_region": _records(one),
            }
            for one in found
        ],
    }


def _records(one: Assessment) -> list[dict[str, Any]]:
    table = one.regions.reset_index().astype("object")
    rows = table.where(table.notna(), None).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]


def paper_content(found: Sequence[Assessment], suffix: str, by: str = "") -> bytes:
    """Make a paper on maps: `.docx`, `.pdf` or `.html`."""
    return content_of(regions_paper(found, by), suffix, picture=maps_picture(found))


def check_regions_suffix(path: Path) -> None:
    """Refuse a file name that ends in no format of maps side by side."""
    refuse_other_suffixes(path, [*REGION_SUFFIXES], "a comparison of regional maps")


def write_regions(found: Sequence[Assessment], path: Path, by: str = "") -> list[Path]:
    """Write maps side by side; a paper has its traces beside it.

    Raises
    ------
    BadInputError
        If the suffix names no format.
    DiskError
        If a file cannot be written; what was there is unchanged.
    """
    check_regions_suffix(path)
    suffix = path.suffix.lower()
    if suffix == TABLE:
        write_bytes(path, figures_csv(found))
        return [path]
    if suffix == DATA:
        write_bytes(path, as_json(regions_json(found)))
        return [path]
    paper = regions_paper(found, by)
    content = content_of(paper, suffix, picture=maps_picture(found))
    traces = trace_path(path)
    write_bytes(path, content)
    write_json(traces, trace_json(paper, content))
    return [path, traces]


def check_map_suffix(path: Path) -> None:
    """Refuse a file name that ends in no format of a map of one's own."""
    refuse_other_suffixes(path, [TABLE, OUTLINES], "a regional map")


def write_map(made: Assessment, path: Path) -> None:
    """Write a map itself, as `geo.regionalisation.read_map` reads it: `.csv` or `.geojson`.

    Raises
    ------
    BadInputError
        If the suffix names no format.
    DiskError
        If the file cannot be written; what was there is unchanged.
    """
    check_map_suffix(path)
    outlines = path.suffix.lower() == OUTLINES
    people = made.regions["young_people"]
    write_bytes(path, map_json(made.map, people) if outlines else map_csv(map_rows(made.map)))
