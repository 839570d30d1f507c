"""Public pages: partnership facts, one address a row.

Quirk: the list is incomplete by design. "Wave 1 IoT" is a funding round, not a partnership, and no
member of anything is inferred from it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import read_csv, refuse
from geo.registry import dataset

_KINDS = {"institute_of_technology", "uni_connect", "civic_university_agreement"}


def read_partnership_facts(raw: Path) -> pd.DataFrame:
    """Read the facts: kind, partnership, institution, role, area, date and source of each."""
    source = dataset("partnership_facts")
    columns = [
        "kind",
        "partnership",
        "lead_or_member",
        "role",
        "area_stated",
        "as_of",
        "source_url",
    ]
    text = read_csv(raw, source, columns)
    unknown = set(text["kind"]) - _KINDS
    if unknown:
        raise refuse(source, f"unknown kind {min(unknown)!r}.")
    if not text["source_url"].str.match(r"https?://").all():
        raise refuse(source, "a fact has no source address.")
    names = ["kind", "partnership", "institution", "role", "area", "as_of", "source_url"]
    return text.set_axis(names, axis=1)
