"""data.ac.uk: which providers belong to which mission group, and which HESA lists.

Quirks: an older list with names from before some mergers; some of its groups have ended.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.datasets import dataset
from geo.reading import check_unique, read_csv


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


def _tidy(names: list[str]) -> str:
    return ";".join(sorted(name.strip().replace("_", " ") for name in names if name.strip()))
