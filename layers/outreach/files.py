"""Lists of schools to contact, a file for each partner."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
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


def list_files(found: Overview, folder: Path) -> dict[Path, str]:
    """Return the files of the lists, and whose each is: each partner's, and nobody's."""
    assert found.shared is not None
    files: dict[Path, str] = {}
    for name in map(str, [*found.shared.loads.index, NOBODY]):
        if not found.shared.urns_of(name):
            continue
        stem, number = file_stem(name), 1
        while folder / f"{stem}{LIST_FORMATS[0]}" in files:
            number += 1
            stem = f"{file_stem(name)}-{number}"
        files |= {folder / f"{stem}{suffix}": name for suffix in LIST_FORMATS}
    return files


def write_lists(found: Overview, files: Mapping[Path, str]) -> None:
    """Write the schools that each partner is to contact, as CSV and as a workbook.

    Parameters
    ----------
    found
        With a share-out.
    files
        From `list_files`.

    Raises
    ------
    DiskError
        If a file cannot be written; what was there is unchanged.
    """
    for path, name in files.items():
        write_areas(found.list_for(name), path)
