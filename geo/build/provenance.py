"""Provenance of the bundle: which file was made from which publisher files, with every hash."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from geo.errors import SourceUnavailableError
from geo.fetch import of_file
from geo.files import sha256_of, write_json
from geo.publishers.ons.people import postcode_package, postcode_package_hash
from geo.registry import DATASETS, INDICATORS, Dataset, geography, indicator
from geo.registry.datasets.sources import source
from geo.settings import VERSION
from geo.tables import FOLDERS, NAME, made_of, tables


def build_provenance(raw: Path, root: Path, models: dict[str, str]) -> dict[str, Any]:
    """Describe every bundled file and every source file, and write it beside them.

    `models` are the fingerprints of what the spatial models were fitted to, by level, and of what
    was scanned, by table.
    """
    files = {
        path.relative_to(root).as_posix(): _describe(path)
        for folder in FOLDERS
        for path in sorted((root / folder).glob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    content = {
        "build_version": VERSION,
        "datasets": {entry.id: _source(entry, raw) for entry in DATASETS},
        "models": models,
        "files": files,
    }
    write_json(root / NAME, content)
    return content


def _source(entry: Dataset, raw: Path) -> dict[str, Any]:
    file = next(iter(entry.files_in(raw)), entry.file)
    if entry.id == "postcodes":
        folder, version = postcode_package()
        found, note = postcode_package_hash(folder), {"package_version": version}
    elif (raw / file).is_file():
        found, note = sha256_of(raw / file), {}
    else:
        raise SourceUnavailableError(f"{entry.id}: {file} is not under {raw}.")
    had = of_file(raw, file)
    came = {"obtained_from": entry.obtained_from, "copy_status": entry.copy_status}
    if had and had["how"] == "fetched":
        copied = getattr(source(entry.id), "copied", False)
        status = entry.copy_status if copied else "publisher file"
        came = {"obtained_from": had["from"], "copy_status": status}
    elif file == entry.own_file:
        came = {"obtained_from": "a file of the user's own", "copy_status": "publisher file"}
    if had:
        note |= {f"{had['how'].replace(' ', '_')}_on": had["on"]}
    return {
        "publisher": entry.publisher.name,
        "title": entry.title,
        "period": entry.period,
        "licence": entry.publisher.licence,
        "attribution": list(entry.attribution_lines),
        "rows": entry.rows,
        **came,
        "sha256_of_copy": found,
        **note,
    }


def _describe(path: Path) -> dict[str, Any]:
    described: dict[str, Any] = {
        "sha256": sha256_of(path),
        "bytes": path.stat().st_size,
        "sources": sorted(sources_of(path)),
    }
    if path.suffix == ".parquet":
        described["rows"] = pq.read_metadata(path).num_rows
    return described


def sources_of(path: Path) -> set[str]:
    """Name the datasets that a bundled file was made from."""
    declared = tables()
    if path.parent.name == "tables":
        return set(declared[path.stem].sources)
    if path.parent.name == "joined":
        return {source for name in made_of(path) for source in declared[name].sources}
    if path.parent.name == "boundaries":
        level = path.stem.removeprefix("contiguity_")
        return set(_outline_sources(level))
    return _pack_sources(path.name)


def _outline_sources(level: str) -> tuple[str, ...]:
    lookups = {
        "iz11": ("lookup_dz11_iz11",),
        "dea14": ("lookup_sdz21_dea14",),
        "msoa21": ("lookup_lsoa21_msoa21", "boundaries_msoa21"),
        "ward24": ("lookup_lsoa21_ward24", "iod25_file1"),
        "lad24": ("lookup_lsoa21_ward24", "iod25_file1", "boundaries_lad24"),
        "utla23": ("lookup_lsoa21_ward24", "iod25_file1", "lookup_lad23_utla23"),
        "cauth25": ("lookup_lsoa21_ward24", "iod25_file1", "explore_local_metadata"),
        "lsip23": ("lookup_lsoa21_ward24", "iod25_file1", "lookup_lad23_lsip23"),
        "region": ("lookup_lsoa21_ward24", "iod25_file1", "authority_codes"),
    }
    base = geography(level).drawn_with
    return (_OUTLINES[base], *lookups.get(level, ()))


_OUTLINES = {
    "lsoa21": "boundaries_lsoa21",
    "smc205": "smc205_outlines",
    "dz11": "boundaries_dz11",
    "pcon24": "boundaries_pcon24",
    "soa01": "boundaries_soa01",
    "sdz21": "boundaries_sdz21",
}
"""Publisher's outlines of the smallest areas that levels are drawn with."""
_NAMES = (
    *("os_open_names", "geonames_northern_ireland", "centroids_lsoa21", "population20_lsoa11"),
    *("population20_dz11", "ni_area_explorer", "boundaries_dz11", "boundaries_sdz21"),
)
"""Datasets behind the names of settlements and their order."""


def _pack_sources(name: str) -> set[str]:
    """Name the datasets behind a pack, by its name: what it is, then what of, then its hash."""
    stem = name.rpartition("-")[0]
    kind, _, base = stem.partition("-")
    if name == "index.json":
        return {source for entry in INDICATORS for source in entry.datasets}
    if kind == "sites":
        return {"discover_uni_locations", "discover_uni_courses", "dfe_gias", "dfe_ks5"}
    if kind == "places":
        return {*_NAMES, "boundaries_lad24"}
    if kind == "near":
        return {*_NAMES, "railway_stations"}
    if kind == "land":
        return {"boundaries_pcon24"}
    level, _, column = stem.partition(".")
    if column == "uncertain":
        column = "prob_true_fifth_1"
    if column:
        return set(indicator(column).datasets)
    drawn = base if kind in ("arcs", "frame") else geography(level).drawn_with
    if drawn in ("", "lsoa21"):
        return {"boundaries_lsoa21", "boundaries_lad24"}
    return {_OUTLINES[drawn]}
