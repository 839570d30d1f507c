"""data.ac.uk: which providers belong to which mission group, and which HESA lists.

Quirks: an older list with names from before some mergers; some of its groups have ended.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.publishers.reading import check_unique, read_csv, to_number
from geo.registry import dataset


def read_groups(raw: Path) -> pd.DataFrame:
    """Read the list by `ukprn`: `listed_name`, `groups` (`;` between) and `hesa_listed`."""
    source = dataset("learning_providers")
    text = read_csv(raw, source, ["UKPRN", "VIEW_NAME", "GROUPS", "HESA_ID"])
    check_unique(text, ["UKPRN"], source)
    groups = text["GROUPS"].str.split(",").map(_tidy)
    listed = pd.DataFrame(
        {
            "listed_name": text["VIEW_NAME"].str.strip(),
            "groups": groups,
            "hesa_listed": text["HESA_ID"].str.strip() != "",
        }
    )
    listed.index = pd.Index(text["UKPRN"], name="ukprn")
    return listed.sort_index()


def read_points(raw: Path) -> pd.DataFrame:
    """Read where the list has each institution: `easting_m` and `northing_m` by `ukprn`."""
    source = dataset("learning_providers")
    text = read_csv(raw, source, ["UKPRN", "EASTING", "NORTHING"])
    check_unique(text, ["UKPRN"], source)
    points = {
        name: to_number(text, column, source, low=0, high=1_300_000, marks={"": "not given"})
        for name, column in (("easting_m", "EASTING"), ("northing_m", "NORTHING"))
    }
    return pd.DataFrame(points).set_axis(pd.Index(text["UKPRN"], name="ukprn")).sort_index()


def _tidy(names: list[str]) -> str:
    return ";".join(sorted(name.strip().replace("_", " ") for name in names if name.strip()))
