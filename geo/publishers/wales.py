"""Welsh Government: the Welsh Index of Multiple Deprivation.

Quirks: headings end in blanks, the last column has none, and two empty rows stand at the end; rank
1 is the most deprived.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from geo.publishers.reading import as_found, check_area_codes, read_headed, to_whole
from geo.registry import dataset

AREAS = 1_917
RANKS = {
    "wimd25": "WIMD 2025",
    "wimd25_income": "Income",
    "wimd25_employment": "Employment",
    "wimd25_health": "Health",
    "wimd25_education": "Education",
    "wimd25_access": "Access to Services",
    "wimd25_housing": "Housing",
    "wimd25_safety": "Community Safety",
    "wimd25_environment": "Physical Environment",
}
"""Ours, and the publisher's column of its ranks."""


def read_wimd(raw: Path) -> pd.DataFrame:
    """Read the index of 2025: ranks of the index and its domains, and tenths made of them.

    Returns
    -------
    index
        Indexed by LSOA 2021 `area_code`: for each of `RANKS`, `_rank` and `_decile` (1 = most
        deprived).
    """
    source = as_found(raw, dataset("wimd25"))
    headings = ["LSOA code", *RANKS.values()]
    named = dict(zip(headings, headings, strict=True))
    text = read_headed(raw, source, named, sheets="WIMD_2025_ranks")
    text = text[(text != "").any(axis=1)].reset_index(drop=True)
    check_area_codes(text, "LSOA code", "lsoa21", source)
    table = {}
    for ours, theirs in RANKS.items():
        rank = to_whole(text, theirs, source, low=1, high=AREAS)
        table[f"{ours}_rank"] = rank
        table[f"{ours}_decile"] = np.ceil(rank * 10 / AREAS).astype("int64")
    made = pd.DataFrame(table)
    made.index = pd.Index(text["LSOA code"], name="area_code")
    return made.sort_index()
