"""Lists of schools to contact, a file for each partner."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from geo.outreach import NOBODY, Overview
from layers.exports import write_areas

ANNEX_FORMATS = (".docx", ".pdf", ".html")
"""Suffixes of an annex; others are of a table."""
LIST_FORMATS = (".csv", ".xlsx")


def file_stem(name: str) -> str:
    """Return a file name for a partner, of small letters and hyphens.

    Examples
    --------
    >>> file_stem("St. Mary's University, Twickenham")
    'st-mary-s-university-twickenham'
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "partner"


def list_paths(found: Overview, folder: Path) -> dict[str, Path]:
    """Return where the list of each partner goes, without its suffix, and nobody's."""
    assert found.shared is not None
    paths: dict[str, Path] = {}
    for name in [*found.shared.loads.index, NOBODY]:
        if not found.shared.urns_of(str(name)):
            continue
        stem, number = file_stem(str(name)), 1
        while folder / stem in paths.values():
            number += 1
            stem = f"{file_stem(str(name))}-{number}"
        paths[str(name)] = folder / stem
    return paths


def write_lists(found: Overview, folder: Path) -> list[Path]:
    """Write the schools that each partner is to contact, as CSV and as a workbook.

    Raises
    ------
    DiskError
        If a file cannot be written; what was there is unchanged.
    """
    written = []
    for name, stem in list_paths(found, folder).items():
        sheet = found.list_for(name)
        for suffix in LIST_FORMATS:
            path = stem.with_name(f"{stem.name}{suffix}")
            write_areas(sheet, path)
            written.append(path)
    return written
