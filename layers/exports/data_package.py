"""A Frictionless data package: what the data files of a pack hold, for machines to read by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from geo.areas import AreaTable
from geo.registry import Dataset
from geo.settings import VERSION
from layers.exports.chart_table import ChartTable, fields_of
from layers.exports.dictionary import entries_of

DATA_PACKAGE = "datapackage.json"
_MEDIA = {
    "csv": "text/csv",
    "gpkg": "application/geopackage+sqlite3",
}
_TYPES = {"text": "string", "whole": "integer", "number": "number", "flag": "boolean"}
_OPEN = {
    "Open Government Licence v3.0": (
        "OGL-UK-3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
}


def describe(
    files: Mapping[str, bytes],
    areas: AreaTable,
    sources: Iterable[Dataset],
    title: str,
    charts: ChartTable | None = None,
) -> dict[str, Any]:
    """Describe data files by the Data Package standard, version 1.

    Parameters
    ----------
    files
        Content of each data file by name: `.csv` and `.gpkg`, of one table, and `charts.csv`.
    areas
        The table.
    sources
        Publisher files that it rests on.
    title
        What the package is called.
    charts
        The table of `charts.csv`, where that is among the files.

    References
    ----------
    Frictionless Data, https://specs.frictionlessdata.io/data-package/
    """
    listed = list(sources)
    return {
        "profile": "data-package",
        "name": f"cold-spots-{areas.geography}",
        "title": title,
        "version": VERSION,
        "licenses": _licences(listed),
        "sources": [
            {"title": f"{entry.publisher.name}: {entry.title} ({entry.period})", "path": entry.page}
            for entry in listed
        ],
        "resources": [
            _resource(name, content, areas, charts if name.startswith("charts") else None)
            for name, content in files.items()
        ],
    }


def _licences(sources: list[Dataset]) -> list[dict[str, str]]:
    made = []
    for title in dict.fromkeys(entry.publisher.licence or "Not stated" for entry in sources):
        name, path = _OPEN.get(title, ("", ""))
        made.append({"title": title, **({"name": name, "path": path} if name else {})})
    return [entry if "name" in entry else {"name": "other-open", **entry} for entry in made]


def _resource(
    name: str, content: bytes, areas: AreaTable, charts: ChartTable | None
) -> dict[str, Any]:
    stem, form = name.rsplit(".", 1)
    described: dict[str, Any] = {
        "name": f"{stem}-{form}",
        "path": name,
        "format": form,
        "mediatype": _MEDIA[form],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if form != "csv":
        return described
    return {
        **described,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": _fields(areas) if charts is None else fields_of(charts),
            "missingValues": [""],
            "primaryKey": str(areas.table.index.name) if charts is None else charts.key,
        },
    }


def _fields(areas: AreaTable) -> list[dict[str, str]]:
    return [
        {
            "name": entry.column,
            "title": entry.words.label,
            "type": _TYPES[entry.kind],
            "description": f"{entry.words.about[:1].upper()}{entry.words.about[1:]}. "
            f"Unit: {entry.words.unit}. Empty: {entry.words.missing}.",
        }
        for entry in entries_of(areas)
    ]
